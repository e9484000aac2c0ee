"""Why something changed: which reports, models, decisions and judgements it comes from.

In:   the claims of a thing before and after, the two sides, the record's `Journal`
Out:  `Why`: code -> words

Method: a claim that came stands in a new report, or an old report was coded anew (its claims are
made by something else), or a person added it, or it was told of another incident before. What
went likewise. Where the record is at hand, decisions between the two sides that are about one of
the claims are told with their reason. What is left is "computed".
Known faults: when several reasons meet, all are told; which field each one changed is not.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.base.keys import bare
from sayso.record.release.sides import Side, listed
from sayso.tables import Cell, Row

CODES = {
    "new-report": "a report came in that was not there before",
    "report-gone": "a report is no longer part of it",
    "recoded": "a report was coded anew, by another version or model",
    "decision": "a person decided it",
    "linked": "claims were joined or kept apart",
    "copies": "reports were found to be copies, so that voices count once",
    "rule": "the rule of estimates is another",
    "harm": "a do-no-harm rule",
    "filters": "it is no longer within the filters",
    "computed": "computed anew",
}

_BY_PERSON = frozenset(("accepted", "edited", "added"))

# More names than these in one reason are counted, not listed: a cell is to be read.
_MOST_LISTED = 5


class Why(dict[str, str]):
    """Codes and words of reasons, in the order in which they were found."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision between two sides. `person` is "" where it may not be named."""

    kind: str
    subject: str
    person: str = ""
    reason: str = ""
    undone: bool = False

    def words(self, *, free: bool) -> str:
        """The decision in words; with `free` the person's own reason too."""
        who = self.person or "a person"
        did = f"{who} undid: {self.kind}" if self.undone else f"{who} decided: {self.kind}"
        return f"{did} ({self.reason})" if free and self.reason else did


@dataclass(slots=True)
class Journal:
    """What the record knows of the time between two sides.

    Attributes:
        decisions: made or undone in between, in order.
        retracted: ids that are no more in the record.
        kept: ids that are still in the record, so that filters or rules leave them out.
        before: ids that were in the record already, within the filters or not.
    """

    decisions: list[Decided] = field(default_factory=list)
    retracted: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)


class Reasons:
    """Reasons for what changed between two sides."""

    def __init__(self, a: Side, b: Side, journal: Journal) -> None:
        self._a, self._b, self._before = a, b, journal.before
        self._made_before, self._makers = _makers(a), _makers(b)
        self._judged: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        there = a.claims.keys() & b.claims.keys()  # judgements on a new claim come with it
        for pair in a.links.keys() | b.links.keys():
            if not set(pair) <= there:
                continue
            old, new = a.links.get(pair), b.links.get(pair)
            if _judgement(old) != _judgement(new):
                by = str((new or old or {})["by"])
                for id_ in pair:
                    self._judged[id_][pair] = by
        self._decided: dict[str, list[Decided]] = defaultdict(list)
        self._named: list[Decided] = []
        for decided in journal.decisions:
            if decided.kind in ("actor", "place"):
                self._named.append(decided)
            else:
                for subject in decided.subject.split():
                    self._decided[subject].append(decided)

    def of_unit(self, id_: str, before: set[str], after: set[str], *, free: bool) -> Why:
        """Why an incident or a relation changed.

        Args:
            id_: its public id.
            before, after: ids of its claims on either side.
            free: people's own words may be told.
        """
        why, both = Why(), before | after
        self._came(after - before, why)
        self._went(before - after, why)
        self._stayed(before & after, why)
        self._by_people({id_, *both}, both, why, free=free)
        self._linked(both, why)
        old, new = self._row(self._a, id_), self._row(self._b, id_)
        if old and new and old.get("estimate_rule") != new.get("estimate_rule"):
            rules = f"{old['estimate_rule']} before, {new['estimate_rule']} now"
            why["rule"] = f"rule of estimates: {rules}"
        _by_rules(old, new, why)
        self._copied(both, why)
        return why or self._computed()

    @staticmethod
    def _row(side: Side, id_: str) -> Row | None:
        return side.incidents.get(id_) or next(iter(side.relations.get(id_, [])), None)

    def of_claim(self, id_: str, *, free: bool) -> Why:
        """Why a claim came, went or changed."""
        why = Why()
        old, new = self._a.claims.get(id_), self._b.claims.get(id_)
        if old is None:
            self._came({id_}, why)
        elif new is None:
            self._went({id_}, why)
        else:
            self._stayed({id_}, why)
            _by_rules(old, new, why)
            moved = old.get("incident") != new.get("incident") or old.get("relation") != new.get(
                "relation"
            )
            if moved and "harm" not in why:
                why["linked"] = "it tells of another incident or relation now"
        self._by_people({id_}, {id_}, why, free=free)
        return why or self._computed()

    def _came(self, ids: set[str], why: Why) -> None:
        reports, recoded, moved = set(), set(), set()
        for id_ in sorted(ids & self._b.claims.keys()):
            row = self._b.claims[id_]
            doc, made_by = str(row.get("doc")), str(row.get("made_by"))
            if id_ in self._a.claims:
                moved.add(str(self._a.claims[id_].get("incident") or ""))
            elif id_ in self._before:
                why["filters"] = "it was not within the filters before"
            elif doc not in self._a.reports:
                reports.add(_report(row, self._b))
            elif row.get("state") == "added":
                why["decision"] = "a person added a claim"
            elif made_by not in self._made_before[doc]:
                recoded.add(made_by)
        if reports:
            why["new-report"] = f"new: {_listed(reports)}"
        if recoded:
            why["recoded"] = f"coded anew by {_listed(recoded)}"
        if moved - {""}:
            why["linked"] = f"claims of {_listed(moved - {''})} are told of it now"
        elif moved:
            why["linked"] = "claims are told of it that were not before"

    def _went(self, ids: set[str], why: Why) -> None:
        gone, recoded, moved = set(), set(), set()
        for id_ in sorted(ids & self._a.claims.keys()):
            row = self._a.claims[id_]
            if id_ in self._b.claims:
                moved.add(str(self._b.claims[id_].get("incident") or ""))
            elif str(row.get("doc")) not in self._b.reports:
                gone.add(_report(row, self._a))
            else:
                recoded |= self._makers[str(row.get("doc"))] - {str(row.get("made_by"))}
        if gone:
            why["report-gone"] = f"no longer: {_listed(gone)}"
        if recoded:
            why.setdefault("recoded", f"coded anew by {_listed(recoded)}")
        if moved - {""}:
            why.setdefault("linked", f"claims of it are told of {_listed(moved - {''})} now")

    def _stayed(self, ids: set[str], why: Why) -> None:
        recoded = set()
        for id_ in sorted(ids & self._a.claims.keys() & self._b.claims.keys()):
            old, new = self._a.claims[id_], self._b.claims[id_]
            if old.get("state") != new.get("state") and new.get("state") in _BY_PERSON:
                why.setdefault("decision", f"a person {new['state']} a claim")
            if old.get("made_by") != new.get("made_by"):
                recoded.add(str(new.get("made_by")))
        if recoded:
            why.setdefault("recoded", f"coded anew by {_listed(recoded)}")

    def _by_people(self, subjects: set[str], claims: set[str], why: Why, *, free: bool) -> None:
        found = {d: None for id_ in sorted(subjects) for d in self._decided.get(id_, ())}
        if self._named:
            names = self._names(claims)
            found |= {d: None for d in self._named if d.subject in names}
        if found:
            why["decision"] = _listed(decided.words(free=free) for decided in found)

    def _names(self, claims: set[str]) -> set[str]:
        found = set()
        for side in (self._a, self._b):
            for row in (side.claims[id_] for id_ in claims & side.claims.keys()):
                for name in ("actor", "recipient", "source", "place", "actor_name", "where_name"):
                    found |= {bare(word) for word in listed(row.get(name))}
        return found

    def _linked(self, claims: set[str], why: Why) -> None:
        if "linked" in why or "decision" in why:
            return
        for id_ in sorted(claims):
            for pair, by in sorted(self._judged.get(id_, {}).items()):
                if set(pair) <= claims:
                    code = "decision" if by == "person" else "linked"
                    why.setdefault(code, f"{by}: claims judged anew")

    def _copied(self, claims: set[str], why: Why) -> None:
        a, b = self._a, self._b
        docs = {str(s.claims[c].get("doc")) for s in (a, b) for c in claims & s.claims.keys()}
        known = docs & a.reports.keys() & b.reports.keys()
        found = {d for d in known if a.reports[d]["copy_of"] != b.reports[d]["copy_of"]}
        if found:
            why["copies"] = f"found to be copies or no copies: {_listed(found)}"

    def _computed(self) -> Why:
        anew = self._a.versions != self._b.versions and self._b.versions
        return Why(computed=f"computed anew by sayso {anew}" if anew else "computed anew")


def _by_rules(old: Row | None, new: Row | None, why: Why) -> None:
    """What a do-no-harm rule withholds of a thing on one side and not on the other."""
    held = [set(listed(row.get("withheld"))) if row else set() for row in (old, new)]
    if held[0] != held[1]:
        newly, freed = sorted(held[1] - held[0]), sorted(held[0] - held[1])
        words = [f"withheld by a do-no-harm rule: {', '.join(newly)}"] if newly else []
        words += [f"no longer withheld: {', '.join(freed)}"] if freed else []
        why["harm"] = "; ".join(words)


def _makers(side: Side) -> dict[str, set[str]]:
    """Reports to what made their claims."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in side.claims.values():
        found[str(row.get("doc"))].add(str(row.get("made_by")))
    return found


def _judgement(row: Row | None) -> tuple[Cell, Cell] | None:
    return None if row is None else (row["judgement"], row["by"])


def _report(row: Row, side: Side) -> str:
    doc = str(row.get("doc"))
    outlet = side.reports.get(doc, {}).get("outlet")
    return f"{doc} ({outlet})" if outlet else doc


def _listed(values: Iterable[str]) -> str:
    found = sorted(set(values))
    more = f" and {len(found) - _MOST_LISTED} more" if len(found) > _MOST_LISTED else ""
    return ", ".join(found[:_MOST_LISTED]) + more
