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

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from sayso.record.release import gather
from sayso.record.release.build import Source, build
from sayso.record.release.diff import Change, Reach, compare
from sayso.record.release.harm_plan import Dated, Plan
from sayso.record.release.harm_words import Words
from sayso.record.release.journal import journal
from sayso.record.release.rows import withheld_words
from sayso.record.release.sides import Side, side_of
from sayso.record.release.units import Verdict
from sayso.record.release.wanted import wanted
from sayso.record.view import View

if TYPE_CHECKING:
    from sayso.record.release.make import Detail

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


def since(past: Past | None, source: Source, plan: Plan, b: Side, now: Dated) -> Since:
    """Compare with the last release.

    Args:
        past: the last release, None for the first.
        source: what the new one is drawn from.
        plan: what its rules withhold.
        b: the new one.
        now: its rules.
    """
    if past is None:
        return Since()
    detail = past.detail
    view = View(source.view.conn, detail.as_of)
    old = Source.of(
        view,
        gather.scope(view, wanted(view, detail.settings.filters)),
        name_people=source.name_people,
    )
    then = Dated(rules=detail.settings.file.harm, day=detail.day)
    before = old.plan([then])
    shown_now = Dated(rules=now.rules, day=now.day, first=len(then.rules) + 1)
    both = old.plan([then, _showing(shown_now)], also=plan if plan.units or plan.marks else None)
    released = {
        id_ for id_ in old.scope.incidents if not before.units.get(id_, Verdict()).leave_out
    }
    old_tables, _ = build(old, both)
    a = side_of(past.name, old_tables, detail.version)
    tombstones = _tombstones(source, detail.tombstones, released, b)
    for gone, new, why, _ in tombstones:
        b.aliases.setdefault(gone, []).append((new, why))
    for at, side in ((view, a), (source.view, b)):  # an id may live on with a part of its claims
        for id_, became in gather.aliases(at).items():
            if id_ in side.incidents:
                side.aliases[id_] = [(n, w) for n, w in became if n in side.incidents]
    known = journal(view, source.view, name_people=source.name_people)
    changes = compare(a, b, known, _reach(old, before, both, plan))
    return Since(_scrubbed(changes, plan, both), tombstones)


def _showing(dated: Dated) -> Dated:
    """Rules without what leaves things out: what is left out now is told as withheld."""
    rules = tuple(
        msgspec.structs.replace(rule, leave_out=False, delay=None) for rule in dated.rules
    )
    return msgspec.structs.replace(dated, rules=rules)


def _reach(old: Source, before: Plan, both: Plan, plan: Plan) -> Reach:
    reach = Reach(gone=plan.gone() | plan.gone_claims)
    reach.touched = {*plan.units, *plan.claims, *plan.beside, *both.units, *both.claims}
    for unit in old.units() if plan.units or before.units else ():
        lost = {c.claim.id for c in unit.claims} & plan.gone_claims - before.gone_claims
        if lost and unit.id not in reach.gone:
            reach.hidden.add(unit.id)
        was = withheld_words(before.units.get(unit.id, Verdict()))
        held = withheld_words(plan.units.get(unit.id, Verdict()))
        newly = [w for w in held.split("; ") if w and w not in was.split("; ")]
        freed = [w for w in was.split("; ") if w and w not in held.split("; ")]
        if newly:
            reach.newly[unit.id] = "; ".join(newly)
        if freed:
            reach.freed[unit.id] = "; ".join(freed)
    return reach


def _scrubbed(changes: list[Change], plan: Plan, both: Plan) -> list[Change]:
    """Cut the words of a touched thing out of what is told of it, whatever column it is."""
    found = []
    for change in changes:
        words = plan.words.get(change.id, Words(())) | both.words.get(change.id, Words(()))
        found.append(
            msgspec.structs.replace(
                change,
                old=words.cut(change.old),
                new=words.cut(change.new),
                reason=words.cut(change.reason),
            )
            if words
            else change
        )
    return found


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
