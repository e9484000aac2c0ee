"""The plan of what a release withholds: rules decided for all units, and where they reach.

In:   units, reports, rules with the day that they are counted from
Out:  `Plan`: a verdict for each unit and claim that is touched, the words that may not stand in
      a report, and the reports that may not be named

Method: in three steps. Each rule is judged for each unit. The reports of touched units are
marked, with the words to withhold; their copies with them, since they have the same words.
Then every other unit that rests on a marked report is looked at again: where it names the same
place or voice, or tells it in the same words, it is covered too, or the withheld value would
stand in the next row; where it has the same sentence as evidence, that is withheld too.
Known faults: the last step is taken once. A unit drawn in that way does not draw in others.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import Protocol

from sayso.base.keys import actor_key, place_key
from sayso.base.nouns import Claim, Span
from sayso.record.release.harm_apply import claims_in, is_young
from sayso.record.release.harm_judge import Facts, judge, voice_names
from sayso.record.release.harm_marks import BEREFT, Dated, Mark, Plan
from sayso.record.release.harm_names import (
    claim_words,
    outlet_is_dropped,
    speaker_is_dropped,
    time_words,
    unit_words,
)
from sayso.record.release.harm_rules import HarmRule
from sayso.record.release.harm_without import relation_without
from sayso.record.release.harm_words import Words
from sayso.record.release.units import EvidenceLevel, Unit, Verdict, wheres_in


class Units(Protocol):
    """Gives units, each time anew."""

    def __call__(self, reports: Set[str] | None = None) -> Iterable[Unit]:
        """All of them; with `reports` those that rest on one of them."""


def plan(
    units: Units,
    facts: Facts,
    sets: Iterable[Dated],
    *,
    families: Mapping[str, Iterable[str]] | None = None,
    also: Plan | None = None,
) -> Plan:
    """Decide all that is withheld.

    Args:
        units: gives the units; the order does not matter.
        facts: the reports, by id.
        sets: the rules, each set with its day.
        families: reports to all reports with the same text, themselves among them.
        also: verdicts of another plan, to hold for the same ids here, without leaving out.

    Returns:
        The plan; empty when no rule is for any unit.
    """
    made = Plan()
    dated = [(number, rule, s.day) for s in sets for number, rule in enumerate(s.rules, s.first)]
    if also is not None:
        _take_over(made, also)
    elif not dated:
        return made
    seen = set()
    for unit in units():
        verdict = _verdict(unit, dated, facts, made)
        verdict = _with_also(verdict, unit, also)
        if verdict != Verdict():
            seen.add(unit.id)
            _touch(made, unit, _without_phases(verdict, unit, made), facts)
    if not made.units and not made.marks:
        return made
    _mark_copies(made, families or {})
    for unit in units(made.marks.keys()):
        if unit.id not in seen:
            reach = _reached(unit, made.marks, facts)
            if reach != Verdict():
                made.via |= {(unit.id, number): "same words" for number in reach.rules}
                _touch(made, unit, reach, facts)
    for unit in units(made.marks.keys()):
        _bereft(made, unit, may_go=also is None)
        for coded in unit.claims:
            _beside(made, coded.claim)
    everywhere = Words(made.names)
    for mark in made.marks.values():
        mark.everywhere = everywhere
    return made


def _take_over(made: Plan, also: Plan) -> None:
    """Withhold here too what stands in reports there; units follow as they are read."""
    made.gone_claims |= also.gone_claims
    made.beside |= also.beside
    made.words |= also.words
    made.names |= also.names
    for report, mark in also.marks.items():
        made.marks[report] = Mark(
            rules=set(mark.rules),
            words=set(mark.words),
            dates=mark.dates,
            outlet=mark.outlet,
            sentences=dict(mark.sentences),
        )


def _verdict(
    unit: Unit, dated: Iterable[tuple[int, HarmRule, dt.date]], facts: Facts, made: Plan
) -> Verdict:
    total = Verdict()
    for number, rule, day in dated:
        found = judge(unit, rule, number, day, facts)
        if found is None or not _changes(found, unit):
            continue
        made.via[unit.id, number] = "match"
        total |= found
    return total


def _changes(verdict: Verdict, unit: Unit) -> bool:
    """A rule whose only act is a delay that has passed changes nothing."""
    young = unit.relation is not None and any(is_young(p, verdict) for p in unit.relation.phases)
    return verdict.leave_out or young or verdict.words or verdict.coordinates


def _with_also(verdict: Verdict, unit: Unit, also: Plan | None) -> Verdict:
    if also is None:
        return verdict
    if unit.id in also.units:
        verdict |= also.units[unit.id].shown()
    for coded in unit.claims:
        if coded.claim.id in also.claims:
            verdict |= also.claims[coded.claim.id].shown()
    return verdict


def _without_phases(verdict: Verdict, unit: Unit, made: Plan) -> Verdict:
    """Enter the claims that go with young phases; without any phase the relation goes."""
    if verdict.leave_out:
        made.gone_claims |= {coded.claim.id for coded in unit.claims}
    elif unit.relation is not None and verdict.since is not None:
        young = [p for p in unit.relation.phases if is_young(p, verdict)]
        kept = [p for p in unit.relation.phases if not is_young(p, verdict)]
        made.gone_claims |= set().union(*map(claims_in, young)) - set().union(*map(claims_in, kept))
        if not kept:
            made.gone_claims |= {coded.claim.id for coded in unit.claims}
            return verdict | Verdict(leave_out=True)
    return verdict


def _touch(made: Plan, unit: Unit, verdict: Verdict, facts: Facts) -> None:
    """Enter a verdict, and mark the reports of the unit."""
    made.units[unit.id] = made.units.get(unit.id, Verdict()) | verdict
    words = unit_words(unit, verdict)
    for coded in unit.claims:
        claim = coded.claim
        made.claims[claim.id] = made.claims.get(claim.id, Verdict()) | verdict
        words |= claim_words(claim, verdict)
    made.names |= words
    for coded in unit.claims:
        words |= time_words(coded.claim, verdict)
    made.words[unit.id] = Words(words) | made.words.get(unit.id, Words(()))
    for coded in unit.claims:
        claim, is_gone = coded.claim, coded.claim.id in made.gone_claims
        if verdict.words or is_gone:
            mark = made.marks.setdefault(claim.doc, Mark())
            _mark(mark, claim, verdict, words, facts, is_gone=is_gone)


def _mark(
    mark: Mark,
    claim: Claim,
    verdict: Verdict,
    words: Iterable[str],
    facts: Facts,
    *,
    is_gone: bool,
) -> None:
    mark.rules |= verdict.rules
    mark.words |= set(words)
    mark.dates |= verdict.day is not None
    mark.outlet |= outlet_is_dropped(_outlet(claim, facts), verdict)
    level: EvidenceLevel = "drop" if is_gone else verdict.evidence
    if level:
        at = (claim.evidence.start, claim.evidence.end)
        mark.sentences[at] = max(mark.sentences.get(at, ""), level, key=("", "cut", "drop").index)
    shown = verdict.shown()
    if verdict.place:
        mark.places += [(place, shown) for place in claim.place]
        for key in {place_key(where) for where in wheres_in(claim)}:
            if key:
                mark.place_keys[key] = mark.place_keys.get(key, Verdict()) | shown
    if verdict.day:
        mark.times += [(time, shown) for time in claim.time]
    for voice in claim.source:
        if speaker_is_dropped((*voice_names(voice), actor_key(voice)), verdict):
            mark.voices.append((voice, shown))
            key = actor_key(voice)
            mark.voice_keys[key] = mark.voice_keys.get(key, Verdict()) | shown


def _mark_copies(made: Plan, families: Mapping[str, Iterable[str]]) -> None:
    joined: dict[str, list[str]] = defaultdict(list)
    for report in made.marks:
        for other in families.get(report, ()):
            if other != report:
                joined[other].append(report)
    for other, reports in sorted(joined.items()):
        mark = made.marks.setdefault(other, Mark())
        for report in reports:
            source = made.marks[report]
            mark.rules |= source.rules
            mark.words |= source.words
            mark.dates |= source.dates
            for key, verdict in source.place_keys.items():
                mark.place_keys[key] = mark.place_keys.get(key, Verdict()) | verdict
            for key, verdict in source.voice_keys.items():
                mark.voice_keys[key] = mark.voice_keys.get(key, Verdict()) | verdict


def _reached(unit: Unit, marks: Mapping[str, Mark], facts: Facts) -> Verdict:
    """What must be withheld of a unit because a report that it rests on tells what is withheld."""
    total = Verdict()
    for coded in unit.claims:
        claim, mark = coded.claim, marks.get(coded.claim.doc)
        if mark is None:
            continue
        keys = map(place_key, wheres_in(claim))
        for found in (
            *_same(claim.place, mark.places),
            *(mark.place_keys[k] for k in keys if k in mark.place_keys),
        ):
            total |= Verdict(
                rules=found.rules, place=found.place, coordinates=True, evidence=found.evidence
            )
        for found in _same(claim.time, mark.times):
            total |= Verdict(rules=found.rules, day=found.day, evidence=found.evidence)
        for found in (
            *_same(claim.source, mark.voices),
            *(mark.voice_keys[k] for k in map(actor_key, claim.source) if k in mark.voice_keys),
        ):
            names = frozenset(actor_key(v) for v in claim.source) & frozenset(mark.voice_keys)
            texts = frozenset(v.text for v in claim.source if _same([v], mark.voices))
            total |= Verdict(rules=found.rules, speakers=names | texts, evidence=found.evidence)
        if mark.outlet:
            outlet = _outlet(claim, facts)
            total |= Verdict(rules=frozenset(mark.rules), outlets=frozenset({outlet} - {""}))
    return total


def _same(spans: Iterable[Span], marked: Iterable[tuple[Span, Verdict]]) -> list[Verdict]:
    return [v for s in spans for m, v in marked if s.start < m.end and m.start < s.end]


def _bereft(made: Plan, unit: Unit, *, may_go: bool) -> None:
    """A unit some of whose claims went with others; it goes when nothing of it is left."""
    lost = {coded.claim.id for coded in unit.claims} & made.gone_claims
    had = made.units.get(unit.id, Verdict())
    if not lost or had.leave_out:
        return
    rules = frozenset().union(*(made.claims[id_].rules for id_ in lost if id_ in made.claims))
    nothing = len(lost) == len(unit.claims)
    if unit.relation is not None:
        nothing |= not relation_without(unit.relation, made.gone_claims).phases
    made.units[unit.id] = had | Verdict(rules=rules, bereft=True, leave_out=nothing and may_go)
    for number in rules:
        made.via.setdefault((unit.id, number), BEREFT)


def _beside(made: Plan, claim: Claim) -> None:
    """A claim that nothing touches, told in a sentence that is withheld."""
    mark = made.marks.get(claim.doc)
    if mark is None:
        return
    at = claim.evidence
    levels = [lv for (a, b), lv in mark.sentences.items() if a < at.end and at.start < b]
    if levels:
        made.beside[claim.id] = max(levels, key=("", "cut", "drop").index)


def _outlet(claim: Claim, facts: Facts) -> str:
    return claim.outlet or (facts[claim.doc].outlet if claim.doc in facts else "")
