"""What changed from one side to another, field by field, and why.

In:   two `Side`s, and what the record knows of the time between them (`Journal`)
Out:  `Change`s: new, changed, merged, split, retracted, left, withheld, shown

Method: things are the same by their public ids. Told values are compared as a set, phases by
kind and days, so that one value more is one row and not a row for each that moved down.
Reasons are read off the claims: which came, went or changed, of which report, made by what
(`diff_why`); what a person decided is added from the record.
Known faults: without the record an id that is gone and has no tombstone is "left": nobody can
tell then whether it was retracted or is no longer within the filters.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from sayso.record.release.diff_why import Journal, Reasons, Why
from sayso.record.release.sides import Side, in_words, listed
from sayso.show.words import counted
from sayso.tables import Cell, Row

What = Literal["new", "changed", "merged", "split", "retracted", "left", "withheld", "shown"]
Kind = Literal["incident", "relation", "claim"]

HIDDEN = "[withheld]"

_INCIDENT_SKIPS = frozenset(("id", "claims", "withheld"))
_CLAIM_SKIPS = frozenset(("id", "withheld"))
_RELATION_FIELDS = ("type", "actor", "actor_key", "recipient", "recipient_key", "mode")
_PHASE_SKIPS = frozenset(("id", "phase", "kind", "start", "end", "claims", "against", "withheld",
                          *_RELATION_FIELDS))  # fmt: skip

Later = Callable[[], Why]
"""Reasons, found when something changed: most things have not."""


def _left() -> Why:
    return Why(filters="no longer within the filters")


def _withheld() -> Why:
    return Why(harm="withheld by a do-no-harm rule")


def _shown() -> Why:
    return Why(harm="a do-no-harm rule is no longer for it")


def _left_out() -> Why:
    return Why(harm="left out by a do-no-harm rule")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change. `old` and `new` are as the CSV shows them; `why` are codes, `reason` words."""

    kind: Kind
    id: str
    change: What
    field: str = ""
    old: str = ""
    new: str = ""
    why: str = ""
    reason: str = ""


@dataclass(slots=True)
class Reach:
    """What do-no-harm rules of the newer side withhold, for comparing with an older one.

    Attributes:
        gone: ids that are left out.
        hidden: ids whose old values may not be shown.
        touched: ids whose reasons may not be shown in people's own words.
        newly: id to what is withheld now and was not before; `freed` the other way round.
    """

    gone: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    newly: dict[str, str] = field(default_factory=dict)
    freed: dict[str, str] = field(default_factory=dict)


def compare(
    a: Side, b: Side, journal: Journal | None = None, reach: Reach | None = None
) -> list[Change]:
    """List what changed from `a` to `b`: incidents, then relations, then claims, by id.

    Args:
        a: the older side.
        b: the newer side.
        journal: what people decided in between, where the record is at hand.
        reach: what may not be shown of the older side.
    """
    at = _Compared(a, b, journal or Journal(), reach or Reach())
    return [*at.incidents(), *at.relations(), *at.claims()]


class _Compared:
    def __init__(self, a: Side, b: Side, journal: Journal, reach: Reach) -> None:
        self.a, self.b, self.journal, self.reach = a, b, journal, reach
        self.reasons = Reasons(a, b, journal)

    def incidents(self) -> Iterator[Change]:
        a, b = self.a.incidents, self.b.incidents
        for id_ in sorted(a.keys() | b.keys()):
            why = self._why(id_, a.get(id_), b.get(id_))
            if id_ not in a:
                yield self._change("incident", id_, "new", why, new=_in_short(b[id_]))
                continue
            split = [new for new, word in self.b.aliases.get(id_, ()) if word == "split"]
            if id_ not in b:
                yield self._gone(id_, why)
                continue
            if split and self.b.aliases[id_] != self.a.aliases.get(id_):
                yield self._change("incident", id_, "split", why, new="; ".join(split))
            yield from self._fields("incident", id_, (a[id_], b[id_]), why, _INCIDENT_SKIPS)
            yield from self._told(id_, why)
            yield from self._rules(id_, "incident")

    def _gone(self, id_: str, why: Later) -> Change:
        if id_ in self.reach.gone:
            return self._change("incident", id_, "withheld", _left_out)
        became = self.b.aliases.get(id_, [])
        new = "; ".join(sorted({new for new, _ in became if new}))
        if new:
            words = {word for _, word in became}
            return self._change("incident", id_, "split" if "split" in words else "merged", why,
                                new=new)  # fmt: skip
        if became or id_ in self.journal.retracted:
            return self._change("incident", id_, "retracted", why)
        return self._change("incident", id_, "left", _left)

    def _told(self, id_: str, why: Later) -> Iterator[Change]:
        a = {_value(row): row for row in self.a.told.get(id_, ())}
        b = {_value(row): row for row in self.b.told.get(id_, ())}
        for value in sorted(a.keys() | b.keys(), key=str):
            old, new = _told_in_words(a.get(value)), _told_in_words(b.get(value))
            if old != new:
                name = f"told {value[0]}"
                yield self._change("incident", id_, "changed", why, field=name, old=old, new=new)

    def relations(self) -> Iterator[Change]:
        a, b = self.a.relations, self.b.relations
        for id_ in sorted(a.keys() | b.keys()):
            old, new = a.get(id_, []), b.get(id_, [])
            why = self._why(id_, old, new)
            if not old:
                yield self._change("relation", id_, "new", why, new=_relation_in_short(new))
            elif not new:
                yield self._lost("relation", id_, why)
            else:
                yield from self._phases(id_, old, new, why)
                yield from self._rules(id_, "relation")

    def _phases(self, id_: str, old: list[Row], new: list[Row], why: Later) -> Iterator[Change]:
        heads = [{name: rows[0][name] for name in _RELATION_FIELDS} for rows in (old, new)]
        yield from self._fields("relation", id_, (heads[0], heads[1]), why)
        a, b = ({_phase(row): row for row in rows} for rows in (old, new))
        for phase in sorted(a.keys() | b.keys()):
            if phase not in a or phase not in b:
                shown = {"new": _phase_in_words(b[phase])} if phase in b else {
                    "old": _phase_in_words(a[phase])}  # fmt: skip
                yield self._change("relation", id_, "changed", why, field="phase", **shown)
                continue
            for name in a[phase]:
                if name not in _PHASE_SKIPS and a[phase][name] != b[phase].get(name):
                    yield self._change(
                        "relation", id_, "changed", why, field=f"phase {phase}: {name}",
                        old=in_words(a[phase][name]), new=in_words(b[phase].get(name)),
                    )  # fmt: skip

    def claims(self) -> Iterator[Change]:
        a, b = self.a.claims, self.b.claims
        for id_ in sorted(a.keys() | b.keys()):
            why = self._why_claim(id_)
            if id_ not in a:
                yield self._change("claim", id_, "new", why, new=_claim_in_short(b[id_]))
            elif id_ not in b:
                yield self._lost("claim", id_, why)
            else:
                yield from self._fields("claim", id_, (a[id_], b[id_]), why, _CLAIM_SKIPS)
                yield from self._rules(id_, "claim")

    def _lost(self, kind: Kind, id_: str, why: Later) -> Change:
        if id_ in self.reach.gone:
            return self._change(kind, id_, "withheld", _left_out)
        if id_ in self.journal.kept:
            return self._change(kind, id_, "left", _left)
        return self._change(kind, id_, "retracted", why)

    def _fields(
        self,
        kind: Kind,
        id_: str,
        sides: tuple[Row, Row],
        why: Later,
        skips: frozenset[str] = frozenset(),
    ) -> Iterator[Change]:
        old, new = sides
        for name in dict.fromkeys([*old, *new]):
            was, now = in_words(old.get(name)), in_words(new.get(name))
            if name not in skips and was != now:
                yield self._change(kind, id_, "changed", why, field=name, old=was, new=now)

    def _rules(self, id_: str, kind: Kind) -> Iterator[Change]:
        """What is withheld now and was not, or was and is no more: both sides look alike."""
        if id_ in self.reach.newly:
            yield self._change(kind, id_, "withheld", _withheld, field=self.reach.newly[id_])
        if id_ in self.reach.freed:
            yield self._change(kind, id_, "shown", _shown, field=self.reach.freed[id_])

    def _why(self, id_: str, a: Row | list[Row] | None, b: Row | list[Row] | None) -> Later:
        free = id_ not in self.reach.touched
        return functools.cache(lambda: self.reasons.of_unit(id_, _ids(a), _ids(b), free=free))

    def _why_claim(self, id_: str) -> Later:
        free = id_ not in self.reach.touched
        return functools.cache(lambda: self.reasons.of_claim(id_, free=free))

    def _change(
        self, kind: Kind, id_: str, change: What, why: Later, *, field: str = "", old: str = "",
        new: str = "",
    ) -> Change:  # fmt: skip
        if old and id_ in self.reach.hidden:
            old = HIDDEN
        return Change(
            kind=kind, id=id_, change=change, field=field, old=old, new=new,
            why="; ".join(why()), reason="; ".join(why().values()),
        )  # fmt: skip


def counts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """How many things of each kind changed in which way."""
    ids: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        ids.setdefault((change.kind, change.change), set()).add(change.id)
    found: dict[str, dict[str, int]] = {}
    for (kind, what), members in sorted(ids.items()):
        found.setdefault(kind, {})[what] = len(members)
    return found


def with_reasons_of(changes: list[Change], told: Iterable[Mapping[str, Cell]]) -> list[Change]:
    """Give changes the reasons that a release's own list of changes has for them."""
    known = {tuple(str(row[k] or "") for k in ("kind", "id", "field")): row for row in told}
    found = []
    for change in changes:
        row = known.get((change.kind, change.id, change.field))
        if row is not None:
            why, reason = str(row["why"] or ""), str(row["reason"] or "")
            change = msgspec.structs.replace(change, why=why, reason=reason)  # noqa: PLW2901
        found.append(change)
    return found


def _ids(rows: Row | list[Row] | None) -> set[str]:
    given = rows if isinstance(rows, list) else [rows] if rows else []
    return {id_ for row in given for id_ in listed(row["claims"])}


def _value(row: Row) -> tuple[str, str, str, str]:
    return (str(row["field"]), str(row["value"]), str(row["key"] or ""), str(row["denied"]))


def _told_in_words(row: Row | None) -> str:
    if row is None:
        return ""
    marks = "".join(f", {name}" for name in ("denied", "hedged") if row[name])
    return f"{row['value']} ({row['tellers'] or 'nobody named'}{marks})"


def _phase(row: Row) -> str:
    return f"{row['kind']} {in_words(row['start']) or '..'}/{in_words(row['end']) or '..'}"


def _phase_in_words(row: Row) -> str:
    told = f"by {row['tellers']}" if row["tellers"] else ""
    return ", ".join(part for part in (_phase(row), told) if part)


def _in_short(row: Row) -> str:
    day = in_words(row["day_from"]) if row["day_from"] else ""
    parts = (row["type"], day, row["place"], row["country"])
    return ", ".join(str(part) for part in parts if part)


def _relation_in_short(rows: list[Row]) -> str:
    row = rows[0]
    return f"{row['actor']} {row['type']} {row['recipient']}: {counted(len(rows), 'phase')}"


def _claim_in_short(row: Row) -> str:
    parts = (row.get(name) for name in ("type", "trigger", "doc"))
    return ", ".join(str(part) for part in parts if part)
