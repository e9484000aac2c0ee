"""Which accounts a change can touch: whole components of what is likely one happening.

In:   the reports that changed, and the record around them
Out:  `Near`: the accounts to settle anew, with the scores of their pairs

Method: the accounts of changed reports are compared with those that share a block with them.
Where a block becomes over-full, or its hubs change (`link.incidents_blocks`), pairs of other
reports come or go too. From all accounts at which a likely pair came or went, the likely pairs,
people's judgements and the former incidents are followed until nothing new is found. What is not
reached keeps its links and its incident: settling it would come to the same. Other reports are
not read anew: their accounts are kept (table `account`), their pairs' scores stand in the links.
Known faults: in a war that one report in ten mentions, a component can be large; it is then
settled whole for each report that touches it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.base.joined import Link
from sayso.link.incidents import compare, compare_judged
from sayso.link.incidents_accounts import Account
from sayso.link.incidents_blocks import hubs_of, keys, pairs
from sayso.link.incidents_cluster import EVEN, Pair
from sayso.link.incidents_judged import Judged
from sayso.record import incidents_read as reading
from sayso.record.acts import Act
from sayso.record.incidents_read import KeptLink


@dataclass(slots=True)
class Near:
    """What is to be settled anew.

    Attributes:
        changed: reports whose claims, or judgements on them, changed.
        new: the accounts of these, by report. within: links between their claims.
        rows: numbers of the open rows of their claims.
        gone: marked claims that count no more.
        accounts: to be settled, by the claim that stands for them.
        home: claim to the account that it is in; of those accounts.
        scores: of compared pairs; of an unlikely one one side may be another account.
        keys: blocks of the accounts of changed reports.
        links: open links that may change, by their claims.
        lost: of these, the links of pairs that are compared no more.
        was: open incidents that may change: their claims, each with row and act.
    """

    changed: set[str]
    gone: set[str]
    new: dict[str, tuple[Account, ...]] = field(default_factory=dict)
    within: list[Link] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    scores: dict[Pair, float] = field(default_factory=dict)
    keys: dict[str, frozenset[int]] = field(default_factory=dict)
    links: dict[Pair, KeptLink] = field(default_factory=dict)
    lost: set[Pair] = field(default_factory=set)
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
        self._group: dict[str, set[str]] = defaultdict(set)
        for claim, group in judgements.group.items():
            self._group[group].add(claim)
        self._near = Near(changed=changed, gone=set(marked))
        self._account_of: dict[str, Account] = {}
        self._known: set[str] = set(changed)
        self._own: set[str] = set()

    def find(self) -> Near:
        """Follow the changes to where they end."""
        near = self._near
        for report, read, rows in reading.read_reports(self._view, near.changed, self._people):
            near.new[report] = read.accounts
            near.within += read.links
            near.rows |= rows
            self._keep(read.accounts)
        own = set(self._account_of)
        near.gone -= own
        self._own = own | near.gone
        new = {a.lead: a for its in near.new.values() for a in its}
        near.keys = {lead: keys(one) for lead, one in new.items()}
        wanted, lost = self._pairs()
        near.links = reading.links_of(self._conn, self._own)
        lost_links = self._lost(lost)
        near.lost = set(lost_links)
        near.scores = self._compared(wanted) | compare_judged(new, self._people)
        start = set(new)
        start |= {end for pair, score in near.scores.items() if score > EVEN for end in pair}
        start |= {end for pair in lost_links for end in pair}
        start |= self._leads(end for pair, row in near.links.items() if _holds(row) for end in pair)
        near.links |= lost_links
        self._follow(start)
        return near

    def account(self, lead: str) -> Account:
        """The account that a claim stands for; of any report that was looked at."""
        return self._account_of[lead]

    # --- reading ---------------------------------------------------------------------------

    def _keep(self, accounts: Iterable[Account]) -> None:
        for one in accounts:
            self._account_of.update(dict.fromkeys(one.claims, one))

    def _load(self, reports: Iterable[str]) -> None:
        new = set(reports) - self._known
        if new:
            self._known |= new
            for accounts in reading.accounts_of(self._conn, new).values():
                self._keep(accounts)

    def _leads(self, claims: Iterable[str]) -> set[str]:
        """The accounts that claims are in; those of claims that count no more are left out."""
        claims = set(claims)
        missing = claims - self._account_of.keys()
        if missing:
            self._load(reading.reports_of(self._conn, missing))
        return {self._account_of[c].lead for c in claims if c in self._account_of}

    # --- pairs -----------------------------------------------------------------------------

    def _pairs(self) -> tuple[set[Pair], set[Pair]]:
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
                # Pairs of one report are compared whatever blocks they share.
                gone = {p for p in was - is_ if rest.issuperset(p)}
                lost |= {(a, b) for a, b in gone if there[a] != there[b]}
            theirs.update((i, there[i]) for i in rest)
        self._load({theirs[i] for pair in wanted for i in pair if i in theirs})
        return wanted, lost

    def _lost(self, lost: set[Pair]) -> dict[Pair, KeptLink]:
        """Links of pairs that share no block any more in which they would be compared."""
        if not lost:
            return {}
        found = reading.links_of(self._conn, {i for pair in lost for i in pair})
        rows = {pair: row for pair, row in found.items() if pair in lost and not row.link.person}
        ends = {i for pair in rows for i in pair}
        self._leads(ends)
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

    def _follow(self, start: set[str]) -> None:
        """Follow likely pairs, judgements and former incidents from some accounts."""
        near = self._near
        beside: dict[str, set[str]] = defaultdict(set)
        for (a, b), score in near.scores.items():
            if score > EVEN:
                beside[a].add(b)
                beside[b].add(a)
        seen: set[str] = set()
        frontier = start | self._leads(self._incidents(self._own, seen))
        while frontier:
            for lead in frontier:
                one = self._account_of[lead]
                near.accounts[lead] = one
                near.home.update(dict.fromkeys(one.claims, lead))
            claims = {c for lead in frontier for c in self._account_of[lead].claims}
            found = {other for lead in frontier for other in beside[lead]}
            found |= self._leads(self._judged_with(claims))
            found |= self._leads(self._incidents(claims, seen))
            rows = reading.links_of(self._conn, claims - self._own)
            rows = {p: row for p, row in rows.items() if self._own.isdisjoint(p)}
            near.links |= rows
            likely = {p for p, row in rows.items() if _holds(row) and p not in near.lost}
            found |= self._leads(end for pair in likely for end in pair)
            frontier = found - near.accounts.keys()
        near.links = {
            pair: row for pair, row in near.links.items() if pair in near.lost or self._in(pair)
        }
        near.scores |= {
            pair: row.link.score for pair, row in near.links.items() if self._counts(pair, row)
        }

    def _counts(self, pair: Pair, row: KeptLink) -> bool:
        """Whether a kept link is of two accounts that are compared as such."""
        near = self._near
        if row.link.person or pair in near.lost or not self._own.isdisjoint(pair):
            return False
        if pair[0] not in near.accounts or pair[1] not in near.accounts:
            return False
        ends = near.accounts[pair[0]], near.accounts[pair[1]]
        judged = (any(c in self._people.group for c in one.claims) for one in ends)
        return ends[0].report != ends[1].report or all(judged)

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

    def _in(self, pair: Pair) -> bool:
        """Both ends are settled anew, or one is of what changed or is gone."""
        home = self._near.home
        return not self._own.isdisjoint(pair) or (pair[0] in home and pair[1] in home)


def _holds(row: KeptLink) -> bool:
    """A link along which components reach."""
    return row.link.score > EVEN
