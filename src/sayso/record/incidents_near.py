"""Which accounts a change can touch: whole components of what is likely one happening.

In:   the reports that changed, and the record around them
Out:  `Near`: the accounts to settle anew, with the log odds of their pairs

Method: the accounts of changed reports are compared with those that share a block with them.
Where a block becomes over-full, or its hubs change (`link.incidents_blocks`), pairs of other
reports come or go too. From all accounts at which a likely pair came or went, the likely pairs,
people's judgements and the former incidents are followed until nothing new is found. What is not
reached keeps its links and its incident: settling it would come to the same.
Known faults: in a war that one report in ten mentions, a component can be large; it is then
settled whole for each report that touches it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.link.incidents import compare, compare_judged
from sayso.link.incidents_accounts import Account
from sayso.link.incidents_blocks import hubs_of, keys, pairs
from sayso.link.incidents_cluster import EVEN, Pair
from sayso.link.incidents_judged import Judged
from sayso.link.incidents_score import probability
from sayso.record import incidents_read as reading
from sayso.record.acts import Act
from sayso.record.incidents_read import KeptLink, Reports

LinkRows = dict[Pair, KeptLink]


@dataclass(slots=True)
class Near:
    """What is to be settled anew.

    Attributes:
        changed: reports whose claims, or judgements on them, changed.
        gone: marked claims that count no more.
        accounts: to be settled, by the claim that stands for them.
        home: claim to the account that it is in; of those accounts.
        odds: log odds of compared pairs; one side may be another account, where it is unlikely.
        keys: blocks of the accounts of changed reports.
        links: open links that may change, by their claims.
        was: open incidents that may change: their claims, each with row and act.
    """

    changed: set[str]
    gone: set[str]
    accounts: dict[str, Account] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    odds: dict[Pair, float] = field(default_factory=dict)
    keys: dict[str, frozenset[int]] = field(default_factory=dict)
    links: LinkRows = field(default_factory=dict)
    was: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)


class Finder:
    """Finds what is near. One for each act.

    Args:
        act: reads only.
        judgements: all that hold.
        marked: claims that are marked.
        changed: reports to be read anew.
    """

    def __init__(
        self, act: Act, judgements: Judged, marked: Iterable[str], changed: set[str]
    ) -> None:
        self._conn = act.conn
        self._view = act.view
        self._people = judgements
        self._group = defaultdict(set)
        for claim, group in judgements.group.items():
            self._group[group].add(claim)
        self.reports = Reports()
        self._near = Near(changed=changed, gone=set(marked))
        self._account_of: dict[str, Account] = {}
        self._read: set[str] = set()

    def find(self) -> Near:
        """Follow the changes to where they end."""
        near = self._near
        self._load(near.changed)
        near.gone -= self._account_of.keys()
        own = {c for report in near.changed for a in self._accounts(report) for c in a.claims}
        new = {a.lead: a for report in near.changed for a in self._accounts(report)}
        near.keys = {lead: keys(account) for lead, account in new.items()}
        wanted, lost = self._pairs(new)
        near.links = reading.links_of(self._conn, own | near.gone)
        lost_links = self._lost(lost)
        near.odds = self._compared(wanted)
        start = set(new)
        start |= {end for pair, odds in near.odds.items() if _likely(odds) for end in pair}
        start |= {end for pair in lost_links for end in pair}
        start |= self._leads(end for pair, row in near.links.items() if _holds(row) for end in pair)
        near.links |= lost_links
        self._follow(start, own | near.gone, set(lost_links))
        return near

    def account(self, lead: str) -> Account:
        """The account that a claim stands for; of any report that was read."""
        return self._account_of[lead]

    # --- reading ---------------------------------------------------------------------------

    def _load(self, reports: Iterable[str]) -> None:
        new = set(reports) - self._read
        if new:
            reading.read_reports(self._view, new, self._people, self.reports)
            self._read |= new
            for report in new:
                for account in self._accounts(report):
                    self._account_of |= dict.fromkeys(account.claims, account)

    def _accounts(self, report: str) -> tuple[Account, ...]:
        return self.reports.reads[report].accounts

    def _leads(self, claims: Iterable[str]) -> set[str]:
        """The accounts that claims are in; those of claims that count no more are left out."""
        claims = set(claims)
        missing = claims - self._account_of.keys()
        if missing:
            self._load(reading.reports_of(self._conn, missing))
        return {self._account_of[c].lead for c in claims if c in self._account_of}

    # --- pairs -----------------------------------------------------------------------------

    def _pairs(self, new: dict[str, Account]) -> tuple[set[Pair], set[Pair]]:
        """Pairs that are to be compared, and pairs of other reports that are no more."""
        near = self._near
        now: dict[int, list[str]] = defaultdict(list)
        for lead, its in near.keys.items():
            for key in its:
                now[key].append(lead)
        before = reading.keys_of(self._conn, near.changed)
        touched = now.keys() | before.keys()
        others = reading.members_of(self._conn, touched)
        wanted: set[Pair] = set()
        lost: set[Pair] = set()
        theirs: dict[str, str] = {}
        for key in touched:
            mine = now.get(key, ())
            if key not in others and len(mine) < 2:
                continue
            there = others.get(key, {})
            rest = {i for i, report in there.items() if report not in near.changed}
            wanted |= pairs({key: [*rest, *mine]}, mine)
            old, fresh = hubs_of([*rest, *before.get(key, ())]), hubs_of([*rest, *mine])
            if old != fresh:
                was = pairs({key: [*rest, *before.get(key, ())]})
                is_ = pairs({key: [*rest, *mine]})
                wanted |= is_ - was
                lost |= {p for p in was - is_ if rest.issuperset(p)}
            theirs.update((i, there[i]) for i in rest)
        self._load({theirs[i] for pair in wanted for i in pair if i in theirs})
        return wanted, lost

    def _lost(self, lost: set[Pair]) -> LinkRows:
        """Links of pairs that share no block any more in which they would be compared."""
        if not lost:
            return {}
        found = reading.links_of(self._conn, {i for pair in lost for i in pair})
        rows = {pair: row for pair, row in found.items() if pair in lost and not row.link.person}
        self._leads({i for pair in rows for i in pair})
        ends = {i for pair in rows for i in pair}
        blocks = {i: keys(self._account_of[i]) for i in ends if i in self._account_of}
        shared = {p: blocks.get(p[0], frozenset()) & blocks.get(p[1], frozenset()) for p in rows}
        members = self._members({key for common in shared.values() for key in common})
        return {
            pair: rows[pair]
            for pair, common in shared.items()
            if not any(pair in pairs({key: members[key]}, pair) for key in common)
        }

    def _members(self, wanted: set[int]) -> dict[int, list[str]]:
        """Members of blocks as they are after the change."""
        near = self._near
        found = {
            key: [i for i, report in its.items() if report not in near.changed]
            for key, its in reading.members_of(self._conn, wanted).items()
        }
        for lead, its in near.keys.items():
            for key in its & wanted:
                found.setdefault(key, []).append(lead)
        return found

    def _compared(self, wanted: Iterable[Pair]) -> dict[Pair, float]:
        known = {a.lead: a for a in self._account_of.values()}
        return compare(known, (p for p in sorted(wanted) if p[0] in known and p[1] in known))

    # --- following -------------------------------------------------------------------------

    def _follow(self, start: set[str], own: set[str], lost: set[Pair]) -> None:
        """Follow likely pairs, judgements and former incidents from some accounts."""
        near = self._near
        beside: dict[str, set[str]] = defaultdict(set)
        for (a, b), odds in near.odds.items():
            if _likely(odds):
                beside[a].add(b)
                beside[b].add(a)
        seen_incidents: set[str] = set()
        frontier = start | self._leads(self._incidents(own, seen_incidents))
        while frontier:
            for lead in frontier:
                account = self._account_of[lead]
                near.accounts[lead] = account
                near.home |= dict.fromkeys(account.claims, lead)
            claims = {c for lead in frontier for c in self._account_of[lead].claims}
            found = {other for lead in frontier for other in beside[lead]}
            found |= self._leads(self._judged_with(claims))
            found |= self._leads(self._incidents(claims, seen_incidents))
            rows = reading.links_of(self._conn, claims - own)
            rows = {p: row for p, row in rows.items() if not own.intersection(p)}
            near.links |= rows
            likely = {p for p, row in rows.items() if _holds(row) and p not in lost}
            found |= self._leads(end for pair in likely for end in pair)
            frontier = found - near.accounts.keys()
        self._compare_kept(lost)

    def _judged_with(self, claims: Iterable[str]) -> set[str]:
        groups = {self._people.group[c] for c in claims if c in self._people.group}
        return {other for group in groups for other in self._group[group]}

    def _incidents(self, claims: Iterable[str], seen: set[str]) -> set[str]:
        """Claims of the open incidents that hold some claims."""
        new = reading.incidents_of(self._conn, claims) - seen
        seen |= new
        found = reading.claims_in(self._conn, new)
        self._near.was |= found
        return {c for its in found.values() for c in its}

    def _compare_kept(self, lost: set[Pair]) -> None:
        """Log odds of the pairs that are linked and were not compared above."""
        near = self._near
        near.links = {
            pair: row for pair, row in near.links.items() if pair in lost or _reaches(pair, near)
        }
        kept = {
            pair
            for pair, row in near.links.items()
            if pair not in near.odds
            and pair not in lost
            and not row.link.person
            and pair[0] in near.accounts
            and pair[1] in near.accounts
            and not near.changed & {near.accounts[i].report for i in pair}
        }
        near.odds |= compare(near.accounts, sorted(kept))
        near.odds |= compare_judged(near.accounts, self._people)


def _likely(odds: float) -> bool:
    return probability(odds) > EVEN


def _holds(row: KeptLink) -> bool:
    """A link along which components reach."""
    return row.link.score > EVEN


def _reaches(pair: Pair, near: Near) -> bool:
    """Both ends are settled anew, or one is of what changed or is gone."""
    ends = [near.home.get(claim) for claim in pair]
    if None not in ends:
        return True
    return any(
        claim in near.gone or (end is not None and near.accounts[end].report in near.changed)
        for claim, end in zip(pair, ends, strict=True)
    )
