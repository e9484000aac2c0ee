"""What changed since the last release, without telling what is withheld now.

In:   the last release's detail, what the new one is drawn from
Out:  `Since`: changes and tombstones

Method: the last release is drawn again from the record as of its act, with its own filters and
rules, and with the rules of now laid over it: what a rule withholds today must not come back
as an old value. What the rules of now and then differ in is then told by itself ("withheld",
"shown"), without values. A thing that is gone is told by its id alone.
Known faults: an id by which a relation with a place was released before a rule withheld the place
is not told of, since the id is a hash of the place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from sayso.record.release import gather
from sayso.record.release.build import Source, build
from sayso.record.release.diff import Change, Reach, compare
from sayso.record.release.harm_marks import Dated, Plan
from sayso.record.release.harm_words import Words
from sayso.record.release.journal import journal
from sayso.record.release.rows import joined, withheld_words
from sayso.record.release.sides import Side, listed, side_of
from sayso.record.release.units import Verdict
from sayso.record.release.wanted import wanted
from sayso.record.view import View

if TYPE_CHECKING:
    from sayso.record.release.kept import Detail

Tombstone = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Past:
    """The last release."""

    name: str
    detail: "Detail"


@dataclass(slots=True)
class Since:
    """What changed since the last release."""

    changes: list[Change] = field(default_factory=list)
    tombstones: tuple[Tombstone, ...] = ()


@dataclass(frozen=True, slots=True)
class New:
    """The release that is being drawn: what it is drawn from, what its rules withhold, its
    rows, and the ids of relations with those that it shows."""

    source: Source
    plan: Plan
    side: Side
    shown: Mapping[str, str]
    rules: Dated


def since(past: Past | None, new: New) -> Since:
    """Compare with the last release.

    Args:
        past: the last release, None for the first.
        new: the one that is being drawn.
    """
    if past is None:
        return Since()
    source, plan, b = new.source, new.plan, new.side
    then = Dated(rules=past.detail.settings.file.harm, day=past.detail.day)
    view = View(source.view.conn, past.detail.as_of)
    old = Source.of(
        view,
        gather.scope(view, wanted(view, past.detail.settings.filters)),
        name_people=source.name_people,
    )
    also = plan if plan.units or plan.marks else None
    before = old.plan([then])
    late = _showing(new.rules, first=len(then.rules) + 1)
    both = old.plan([then, late], also=also)
    a, shown = _old_side(past, old, before, both, new.shown)
    tombstones = _tombstones(source, past.detail.tombstones, set(a.incidents), b)
    for gone, became, why, _ in tombstones:
        b.aliases.setdefault(gone, []).append((became, why))
    for at, side in ((view, a), (source.view, b)):  # an id may live on with a part of its claims
        for id_, parts in gather.aliases(at).items():
            if id_ in side.incidents:
                side.aliases[id_] = [(n, w) for n, w in parts if n in side.incidents]
    known = journal(view, source.view, name_people=source.name_people)
    reach = _reach(old, before, both, plan)
    reach.gone |= {id_ for raw, id_ in shown.items() if raw in reach.gone}
    changes = compare(a, b, known, reach)
    return Since(_scrubbed(changes, plan.words), tombstones)


def _old_side(
    past: Past, old: Source, before: Plan, both: Plan, shown_now: Mapping[str, str]
) -> tuple[Side, dict[str, str]]:
    """The last release as it may be told of now: what it did not release is not in it."""
    tables, shown = build(old, both)
    side = side_of(past.name, tables, past.detail.version)
    gone = before.gone()
    side.incidents = {i: row for i, row in side.incidents.items() if i not in gone}
    for raw, id_ in shown.items():
        rows = side.relations.pop(id_, [])
        if rows and raw not in gone:
            # An id that a rule hid until now is told by the id that is shown again.
            side.relations[raw if shown_now.get(raw) == raw else id_] = rows
    for id_ in before.gone_claims:
        side.claims.pop(id_, None)
    return side, shown


def _showing(dated: Dated, first: int) -> Dated:
    """Rules without what leaves things out: what is left out now is told as withheld."""
    rules = tuple(
        msgspec.structs.replace(rule, leave_out=False, delay=None) for rule in dated.rules
    )
    return Dated(rules=rules, day=dated.day, first=first)


def _reach(old: Source, before: Plan, both: Plan, plan: Plan) -> Reach:
    reach = Reach(gone=plan.gone() | plan.gone_claims)
    if not plan.units and not before.units:
        return reach
    reach.touched = {*plan.units, *plan.claims, *plan.beside, *both.units, *both.claims}
    for claim in plan.gone_claims - before.gone_claims:
        units = (old.scope.incident_of.get(claim, ""), *old.scope.relations_of.get(claim, ()))
        reach.hidden |= {unit for unit in units if unit} - reach.gone
    for unit in before.units.keys() | plan.units.keys():
        was = listed(withheld_words(before.units.get(unit, Verdict())))
        held = listed(withheld_words(plan.units.get(unit, Verdict())))
        if newly := [word for word in held if word not in was]:
            reach.newly[unit] = joined(newly)
        if freed := [word for word in was if word not in held]:
            reach.freed[unit] = joined(freed)
    return reach


def _scrubbed(changes: list[Change], words: Mapping[str, Words]) -> list[Change]:
    """Cut the words of a touched thing out of what is told of it, whatever column it is.

    A net under the rest: rows of both sides have been cut, and people's own reasons are not told.
    """
    scrubbed = []
    for change in changes:
        if own := words.get(change.id, Words(())):
            cut = {name: own.cut(getattr(change, name)) for name in ("old", "new", "reason")}
            scrubbed.append(msgspec.structs.replace(change, **cut))
        else:
            scrubbed.append(change)
    return scrubbed


def _tombstones(
    source: Source, known: tuple[Tombstone, ...], released: set[str], b: Side
) -> tuple[Tombstone, ...]:
    """Ids that were released and are no more, with what they are now."""
    aliases = gather.aliases(source.view)
    there = gather.all_incidents(source.view)
    first: dict[str, str] = {}
    for old, _, _, since_ in known:
        first.setdefault(old, since_)
    for id_ in released:
        first.setdefault(id_, b.name)
    found: set[Tombstone] = set()
    for old, since_ in first.items():
        if old in there:
            continue  # it is, or it came back: a merge was undone
        became = _followed(old, aliases)
        whys = {why for _, why in became}
        why = "split" if "split" in whys else "merged" if "merged" in whys else "retracted"
        new = sorted(n for n, _ in became if n in b.incidents)  # parts that are not released: none
        found |= {(old, id_, why, since_) for id_ in new or [""]}
    return tuple(sorted(found))


def _followed(old: str, aliases: dict[str, list[tuple[str, str]]]) -> set[tuple[str, str]]:
    """What an id is now: aliases of aliases followed to their end."""
    found: set[tuple[str, str]] = set()
    seen: set[str] = set()
    todo = [(old, "")]
    while todo:
        id_, why = todo.pop()
        if id_ in seen:
            continue
        seen.add(id_)
        became = aliases.get(id_, [])
        if not became and id_ != old:
            found.add((id_, why))
        for new, word in became:
            if new:
                todo.append((new, why or word))
            else:
                found.add(("", why or word))
    return found
