"""What a release would withhold, before anything is written: rule by rule, with examples.

In:   a `Drawn` whose view is still open
Out:  `Preview`, which shows withheld values and is for the user's own eyes

Known faults: examples are of incidents and relations; a rule that only reaches single claims has
none.
"""

from collections import Counter
from collections.abc import Iterator

import msgspec

from sayso.base.errors import ConfigError
from sayso.record.queries.overview import last_act
from sayso.record.release.build import (
    incident_row_shown,
    incident_shown,
    relation_rows_shown,
    relation_shown,
    renamed_tellers,
)
from sayso.record.release.harm_list import Left
from sayso.record.release.kept import At, Settings, check_rules, releases, today
from sayso.record.release.make import Drawn, draw
from sayso.record.release.rows import incident_row, relation_rows
from sayso.record.release.sides import in_words
from sayso.record.release.units import Unit
from sayso.record.view import View
from sayso.tables import Row

EXAMPLES = 3  # of each rule: enough to see what it does, few enough to read

_MOST_FIELDS = 6  # of one example
_SKIPPED = frozenset(("withheld", "claims", "n_reports", "n_claims", "phase"))


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One incident or relation, and what would be shown in the place of what."""

    kind: str
    id: str
    fields: tuple[tuple[str, str, str], ...]
    left_out: bool = False


class RulePreview(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule would do.

    Attributes:
        counts: incidents, relations, claims and reports that it would be applied to.
        reached: how many of them only because a report tells what is withheld elsewhere.
    """

    number: int
    actions: tuple[str, ...]
    reason: str
    counts: dict[str, int]
    reached: int
    examples: tuple[Example, ...]


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What all rules would do, and what would be left of the withheld words."""

    rules: tuple[RulePreview, ...]
    counts: dict[str, int]
    withheld: dict[str, int]
    left: tuple[Left, ...]


def previewed(view: View, name: str, settings: Settings, *, without_rules: bool = False) -> Preview:
    """Look at what a release of today would withhold; nothing is written.

    Raises:
        ConfigError: as `release`.
    """
    known = releases(view)
    if any(one.name == name for one in known):
        raise ConfigError(f"there is a release {name} already; choose another name")
    if not without_rules:
        check_rules(known, settings)
    at = At(day=today(view), as_of=last_act(view))
    return preview(draw(view, name, settings, at=at, known=known))


def preview(drawn: Drawn) -> Preview:
    """Look at a release that is drawn and not written."""
    rows: list[Row] = drawn.tables["harm"].to_pylist()
    examples = _examples(drawn)
    rules = []
    for number, rule in enumerate(drawn.facts.rules, 1):
        own = {(str(r["kind"]), str(r["id"]), str(r["via"])) for r in rows if r["rule"] == number}
        counts = Counter(kind for kind, _ in {(kind, id_) for kind, id_, _ in own})
        reached = {id_ for kind, id_, via in own if via != "match" and kind != "report"}
        rules.append(
            RulePreview(
                number=number,
                actions=rule.actions(),
                reason=rule.reason,
                counts=dict(sorted(counts.items())),
                reached=len(reached),
                examples=tuple(examples.get(number, ())),
            )
        )
    return Preview(
        rules=tuple(rules),
        counts=drawn.facts.counts,
        withheld=drawn.facts.withheld,
        left=tuple(drawn.left),
    )


def _examples(drawn: Drawn) -> dict[int, list[Example]]:
    """For each rule the first things of which something is withheld, else the first."""
    wanted = range(1, len(drawn.facts.rules) + 1)
    told: dict[int, list[Example]] = {number: [] for number in wanted}
    dull: dict[int, list[Example]] = {number: [] for number in wanted}
    for unit in drawn.source.units() if told else ():
        verdict = drawn.plan.units.get(unit.id)
        mine = [n for n in verdict.rules if len(told[n]) < EXAMPLES] if verdict else []
        if not mine or unit.kind == "claim":
            continue
        example = _example(drawn, unit)
        for number in mine:
            (told if example.fields or example.left_out else dull)[number].append(example)
        if all(len(examples) >= EXAMPLES for examples in told.values()):
            break
    return {number: (told[number] or dull[number])[:EXAMPLES] for number in wanted}


def _example(drawn: Drawn, unit: Unit) -> Example:
    if drawn.plan.units[unit.id].leave_out:
        return Example(kind=unit.kind, id=unit.id, fields=(), left_out=True)
    return Example(kind=unit.kind, id=unit.id, fields=tuple(_fields(drawn, unit))[:_MOST_FIELDS])


def _fields(drawn: Drawn, unit: Unit) -> Iterator[tuple[str, str, str]]:
    renamed = renamed_tellers(drawn.plan, drawn.source.secret)
    before: list[Row] = []
    after: list[Row] = []
    if unit.incident is not None:
        shown = incident_shown(drawn.plan, unit, unit.incident, renamed)
        before, after = [incident_row(unit.incident)], [incident_row_shown(drawn.plan, shown)]
    elif unit.relation is not None:
        relation = relation_shown(drawn.source, drawn.plan, unit, unit.relation, renamed)
        before = list(relation_rows(unit.relation))
        after = relation_rows_shown(drawn.plan, unit, relation)
    for old, new in zip(before, after, strict=False):
        for name, value in old.items():
            if name not in _SKIPPED and in_words(value) != in_words(new[name]):
                yield name, in_words(value), in_words(new[name])
    if len(after) < len(before):
        yield "phases", str(len(before)), str(len(after))
