"""Which rules are for a unit, and what they withhold of it.

In:   a `Unit`, the titles of its reports, a `HarmRule`, the day of the release
Out:  a `Verdict`, or None

Method: generous. A key of `match` holds when any claim, any told value or the unit itself has
one of its values, so that an incident is covered as soon as one of its reports says what the
rule is about. Where the country or the day is not known a rule matches too, unless it says
`unknown = false`: what nobody placed may be just what the rule is to protect.
Known faults: names are compared as whole words without case and accents, not by meaning.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from sayso.base.joined import Teller
from sayso.base.keys import GEO, actor_key
from sayso.base.nouns import Claim, Voice
from sayso.record.release.harm_rules import HarmRule, Match
from sayso.record.release.harm_words import same_name
from sayso.record.release.units import ReportFacts, Unit, Verdict, wheres_in

Facts = Mapping[str, ReportFacts]


def judge(unit: Unit, rule: HarmRule, number: int, day: dt.date, facts: Facts) -> Verdict | None:
    """Decide what one rule withholds of a unit.

    Args:
        unit: with all its claims.
        rule: the rule.
        number: its number in the file, from 1.
        day: day of the release, from which delays are counted.
        facts: the reports of the unit's claims, by id.

    Returns:
        What is withheld; None when the rule is not for this unit, or changes nothing of it.
    """
    if not matches(unit, rule.match, facts):
        return None
    dropped = set(rule.drop)
    named = frozenset(rule.match.source)
    outlets = frozenset(n for n in named if any(same_name(n, o) for o in _outlets(unit, facts)))
    leave_out, since = rule.leave_out, None
    if rule.delay is not None:
        since = day - dt.timedelta(days=rule.delay)
        if unit.kind != "relation":
            leave_out, since = leave_out or _is_young(unit, since, facts), None
    worded = rule.place or rule.day or dropped & {"source", "outlet"}
    return Verdict(
        rules=frozenset({number}),
        leave_out=leave_out,
        since=since,
        place=rule.place,
        day=rule.day,
        coordinates="coordinates" in dropped or rule.place is not None,
        speakers=named if "source" in dropped else frozenset(),
        all_speakers="source" in dropped and not named,
        outlets=outlets if dropped & {"source", "outlet"} else frozenset(),
        all_outlets="outlet" in dropped and not outlets,
        evidence="drop" if "evidence" in dropped else rule.evidence if worded else "",
    )


def matches(unit: Unit, match: Match, facts: Facts) -> bool:
    """Whether every key that is given holds for the unit."""
    claims = [coded.claim for coded in unit.claims]
    reports = sorted({claim.doc for claim in claims})
    titles = [facts[report].title for report in reports if report in facts]
    tests: tuple[tuple[object, Callable[[], bool]], ...] = (
        (match.id, lambda: bool({unit.id, *reports} & set(match.id))),
        (match.country, lambda: _country(unit, claims, match)),
        (match.type, lambda: bool(set(_types(unit, claims)) & set(match.type))),
        (match.place, lambda: is_named(match.place, _place_names(unit, claims))),
        (match.actor, lambda: is_named(match.actor, _actor_names(unit, claims))),
        (
            match.source,
            lambda: is_named(match.source, [*_speaker_names(unit, claims), *_outlets(unit, facts)]),
        ),
        (match.text, lambda: is_named(match.text, [*(c.evidence.text for c in claims), *titles])),
        (match.from_ or match.to, lambda: _in_days(unit, claims, match)),
    )
    return all(holds() for given, holds in tests if given)


def voice_names(voice: Voice) -> tuple[str, ...]:
    """All by which a voice may be named."""
    chosen = (c.name for c in voice.candidates if c.id and c.id == voice.actor_id)
    return tuple(n for n in (voice.text, voice.name, voice.actor_id, *chosen) if n)


def is_named(patterns: Iterable[str], names: Iterable[str]) -> bool:
    """Whether any of the names holds one of a rule's names."""
    texts = [name for name in names if name]
    return any(given == text or same_name(given, text) for given in patterns for text in texts)


def days_of(unit: Unit) -> Iterator[tuple[dt.date | None, dt.date | None]]:
    """First and last days that a unit and its claims are told for."""
    if unit.incident is not None:
        yield unit.incident.day_from, unit.incident.day_to
        for told in unit.incident.values.get("day", ()):
            yield told.earliest, told.latest
    if unit.relation is not None:
        for phase in unit.relation.phases:
            yield phase.start, phase.end
    for coded in unit.claims:
        if coded.claim.when is not None:
            yield coded.claim.when.earliest, coded.claim.when.latest


def _country(unit: Unit, claims: list[Claim], match: Match) -> bool:
    known = {where.country for claim in claims for where in wheres_in(claim)}
    known.add(unit.incident.country if unit.incident else "")
    known.discard("")
    return bool(known & set(match.country)) or (not known and match.unknown)


def _types(unit: Unit, claims: list[Claim]) -> Iterator[str]:
    yield from (claim.type for claim in claims)
    for noun in (unit.incident, unit.relation):
        if noun is not None:
            yield noun.type
    if unit.incident is not None:
        yield from (told.value for told in unit.incident.values.get("type", ()))


def _place_names(unit: Unit, claims: list[Claim]) -> Iterator[str]:
    for claim in claims:
        for where in wheres_in(claim):
            yield where.name
            yield where.admin1
            yield "" if where.geonameid is None else str(where.geonameid)
        yield from (place.text for place in claim.place)
    if unit.incident is not None:
        known = unit.incident
        yield from (known.place, known.admin1)
        yield "" if known.geonameid is None else str(known.geonameid)
        for told in known.values.get("place", ()):
            yield told.value
            yield told.key.removeprefix(GEO)
    if unit.relation is not None:
        yield from (unit.relation.actor_name, unit.relation.recipient_name)


def _actor_names(unit: Unit, claims: list[Claim]) -> Iterator[str]:
    for claim in claims:
        for actor in (*claim.actor, *claim.recipient):
            yield from (actor.text, actor.name, actor.actor_id, actor_key(actor))
    if unit.incident is not None:
        for field in ("actor", "recipient"):
            for told in unit.incident.values.get(field, ()):
                yield from (told.value, told.key)
    if unit.relation is not None:
        r = unit.relation
        yield from (r.actor, r.recipient, r.actor_name, r.recipient_name)


def _speaker_names(unit: Unit, claims: list[Claim]) -> Iterator[str]:
    for claim in claims:
        for voice in claim.source:
            yield from voice_names(voice)
            yield actor_key(voice)
    for teller in tellers_of(unit):
        yield from (teller.key, teller.name)


def _outlets(unit: Unit, facts: Facts) -> list[str]:
    names = {coded.claim.outlet for coded in unit.claims}
    names |= {f.outlet for c in unit.claims if (f := facts.get(c.claim.doc)) is not None}
    return sorted(names - {""})


def tellers_of(unit: Unit) -> Iterator[Teller]:
    """Every voice that the unit names."""
    if unit.incident is not None:
        yield from unit.incident.tellers
        for values in unit.incident.values.values():
            for told in values:
                yield from told.tellers
    if unit.relation is not None:
        yield from unit.relation.tellers
        for phase in unit.relation.phases:
            yield from phase.tellers


def _in_days(unit: Unit, claims: list[Claim], match: Match) -> bool:
    first, last = match.from_ or dt.date.min, match.to or dt.date.max
    known = [(a, b) for a, b in days_of(unit) if a or b]
    if not known:
        return match.unknown
    return any((a or dt.date.min) <= last and (b or dt.date.max) >= first for a, b in known)


def _is_young(unit: Unit, since: dt.date, facts: Facts) -> bool:
    """Whether a unit is younger than `since`, or nobody knows how old it is."""
    day = max((d for pair in days_of(unit) for d in pair if d), default=None)
    if day is None:
        published = [facts[c.claim.doc].published for c in unit.claims if c.claim.doc in facts]
        day = max((d for d in published if d), default=None)
    return day is None or day > since
