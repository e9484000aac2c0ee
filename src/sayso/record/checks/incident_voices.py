"""Rules on who tells an incident.

In:   one incident with its claims
Out:  faults: one voice with a high count, only a party to it, only doubt, only copies, a speaker
      who contradicts himself

Method: voices are those that linking counted (`Incident.tellers`), so a wire story in nine papers
is one.
Known faults: a spokesman whom nobody identified is not known to be of a party.
"""

import datetime as dt
from collections import defaultdict
from itertools import combinations

from sayso.base.joined import Teller, Told
from sayso.base.keys import NAME
from sayso.base.ontology import load
from sayso.record.checks.kin import above, is_named
from sayso.record.checks.look import ClaimRow, SeenIncident
from sayso.record.checks.rule import Fault, Found, on_incidents
from sayso.record.checks.words import bounds, listed, quoted
from sayso.show.words import counted

# UCDP enters a conflict from 25 dead a year; ten in one incident told by one voice is where
# coding teams ask for a second source. Chosen by hand.
_MANY_DEAD = 10
_DEEDS = 4  # PLOVER's quad of material conflict
_WEAK = 0.5  # below it the machine holds its own claim for rather wrong
_SEVERAL = 3  # reports: two that copy are common, three that are all one look like support

_SECOND_SOURCE = (
    "`sayso add` a report of another voice, or `sayso decide settle` with the reason why one is "
    "enough"
)
_LOOK_AT_CLAIMS = "`sayso why {id}`, then accept, edit or reject the claims in it"


def _speakers(seen: SeenIncident) -> list[Teller]:
    return [t for t in seen.incident.tellers if not t.key.startswith(("outlet:", "report:"))]


@on_incidents(
    "one-voice-many-dead",
    "warning",
    means=f"One voice alone tells of {_MANY_DEAD} or more killed.",
    settle=_SECOND_SOURCE,
)
def one_voice_many_dead(seen: SeenIncident) -> Found:
    """One teller, many killed, asserted."""
    incident = seen.incident
    if len(incident.tellers) != 1 or incident.status not in ("asserted", "disputed"):
        return
    killed = next((e for e in incident.estimates if e.what == "killed"), None)
    if killed is None:
        return
    least = killed.best if killed.best is not None else killed.low
    if least is not None and least >= _MANY_DEAD:
        yield Fault(
            f"only {quoted(incident.tellers[0].name)} tells of "
            f"{bounds(killed.low, killed.high)} killed",
            ids=incident.claims,
            facts=(incident.tellers[0].key, least),
        )


@on_incidents(
    "party-only",
    "warning",
    means="Only those who took part tell of a hostile deed: every voice is of an actor or a "
    "recipient.",
    settle=_SECOND_SOURCE,
)
def party_only(seen: SeenIncident) -> Found:
    """Every teller is kin to a side."""
    incident, roster = seen.incident, seen.look.roster
    voices = _speakers(seen)
    entry = load().types.get(incident.type)
    if entry is None or entry.quad != _DEEDS:  # who asks or promises is the one to say so
        return
    if not voices or len(voices) < len(incident.tellers) or incident.status == "negated":
        return
    sides: dict[str, str] = {}
    for role in ("actor", "recipient"):
        for told in incident.values.get(role, ()):
            sides.setdefault(told.key or told.value, told.value)
    holds = {key: above(key, roster) for key in sides if key}
    partial = {
        voice.name: name
        for voice in voices
        for key, name in sides.items()
        if voice.key == key or (is_named(key) and holds.get(key, set()) & above(voice.key, roster))
    }
    if len(partial) == len({voice.name for voice in voices}):
        told_by = [f"{quoted(v)} (of {s})" if v != s else quoted(v) for v, s in partial.items()]
        yield Fault(
            f"{incident.type} told by {listed(told_by)} alone",
            ids=incident.claims,
            facts=tuple(sorted(v.key for v in voices)),
        )


@on_incidents(
    "hedged-only",
    "notice",
    means="Every claim of it marks doubt: alleged, reportedly, may have.",
    settle=_SECOND_SOURCE,
)
def hedged_only(seen: SeenIncident) -> Found:
    """All claims hedged."""
    claims = seen.claims.values()
    if claims and all(claim.hedged for claim in claims):
        yield Fault(
            f"{seen.incident.type} in {counted(len(claims), 'claim')}, all hedged",
            ids=tuple(seen.claims),
            facts=tuple(seen.claims),
        )


@on_incidents(
    "copies-only",
    "notice",
    means="Several reports tell it, and all are copies of one: that is one voice.",
    settle=_SECOND_SOURCE,
)
def copies_only(seen: SeenIncident) -> Found:
    """Reports whose claims lead back to one original."""
    reports = sorted({claim.report for claim in seen.claims.values()})
    originals = {seen.look.origin(claim) for claim in seen.claims.values()}
    if len(reports) >= _SEVERAL and len(originals) == 1:
        (original,) = originals
        yield Fault(
            f"{counted(len(reports), 'report')} tell it, all with the words of {original}",
            ids=(original, *reports),
            facts=(original,),
        )


@on_incidents(
    "copy-without-original",
    "warning",
    means="A copy tells it with the words of another report in the record, which does not tell it: "
    "the two were coded or linked unlike.",
    settle=_LOOK_AT_CLAIMS,
)
def copy_without_original(seen: SeenIncident) -> Found:
    """All claims are repeated from reports that are not among them, in which the sentence stands
    letter by letter: what a copy adds or rewords is its own.
    """
    reports = {claim.report for claim in seen.claims.values()}
    origins = {claim.report: seen.look.origin(claim) for claim in seen.claims.values()}
    if not origins or reports & set(origins.values()):
        return
    if all(_stands_in(seen, claim.id, origins[claim.report]) for claim in seen.claims.values()):
        told = [f"{report} (copies {of})" for report, of in sorted(origins.items())]
        yield Fault(
            f"told by {listed(told)} only",
            ids=tuple(sorted({*origins, *origins.values()})),
            facts=tuple(sorted(origins.items())),
        )


def _stands_in(seen: SeenIncident, claim: str, report: str) -> bool:
    return seen.look.evidence(claim) in seen.look.text(report)


@on_incidents(
    "weak-only",
    "notice",
    means=f"No claim of it reached a score of {_WEAK:g}, and nobody has accepted one.",
    settle=_LOOK_AT_CLAIMS,
)
def weak_only(seen: SeenIncident) -> Found:
    """Low scores of the machine alone."""
    claims = seen.claims.values()
    if claims and all(c.state == "coded" and c.score < _WEAK for c in claims):
        best = max(claim.score for claim in claims)
        yield Fault(
            f"{seen.incident.type} in {counted(len(claims), 'claim')}; the best score is "
            f"{best:.2f}",
            ids=tuple(seen.claims),
            facts=tuple(seen.claims),
        )


@on_incidents(
    "speaker-contradicts-count",
    "warning",
    means="One speaker is quoted in two reports of one day with counts that exclude each other.",
    settle=_LOOK_AT_CLAIMS,
)
def speaker_contradicts_count(seen: SeenIncident) -> Found:
    """Ranges apart, one speaker, two reports of one day, and neither report tells both: "17, five
    of them children" is no contradiction.
    """
    for what in (e.what for e in seen.incident.estimates):
        told = [t for t in seen.incident.values.get(what, ()) if not t.denied]
        for a, b in combinations(told, 2):
            if not _apart(a, b):
                continue
            ones, others = _by_voice_and_day(seen, a), _by_voice_and_day(seen, b)
            for voice, day in sorted(ones.keys() & others.keys()):
                first, second = ones[voice, day], others[voice, day]
                if {c.report for c in first} & {c.report for c in second}:
                    continue
                yield Fault(
                    f"{_name(seen, voice)} is quoted with {bounds(a.low, a.high)} and "
                    f"{bounds(b.low, b.high)} {what}, both in reports of {day}",
                    ids=tuple(claim.id for claim in (*first, *second)),
                    facts=(voice, what, a.low, a.high, b.low, b.high),
                )


@on_incidents(
    "speaker-denies-own-words",
    "warning",
    means="One speaker is quoted in two reports of one day as saying that it happened to somebody "
    "and that it did not.",
    settle=_LOOK_AT_CLAIMS,
)
def speaker_denies_own_words(seen: SeenIncident) -> Found:
    """Status asserted and negated, one speaker, two reports of one day, and the same recipients:
    an army that tells of dead fighters may deny dead civilians.
    """
    told = {t.value: t for t in seen.incident.values.get("status", ())}
    if "asserted" not in told or "negated" not in told:
        return
    said = _by_voice_and_day(seen, told["asserted"])
    denied = _by_voice_and_day(seen, told["negated"])
    suffered = _recipients(seen)
    for voice, day in sorted(said.keys() & denied.keys()):
        pairs = [
            (one, other)
            for one in said[voice, day]
            for other in denied[voice, day]
            if one.report != other.report
            and (suffered[one.id] & suffered[other.id] or suffered[one.id] == suffered[other.id])
        ]
        if pairs:
            one, other = pairs[0]
            yield Fault(
                f"{_name(seen, voice)} both tells and denies {seen.incident.type} in reports of "
                f"{day}",
                ids=(one.id, other.id),
                facts=(voice, one.id, other.id),
            )


def _apart(a: Told, b: Told) -> bool:
    """Whether two ranges have no number in common; an open end has no bound."""
    below = a.high is not None and b.low is not None and a.high < b.low
    return below or (b.high is not None and a.low is not None and b.high < a.low)


def _by_voice_and_day(seen: SeenIncident, told: Told) -> dict[tuple[str, dt.date], list[ClaimRow]]:
    """Claims that tell a value, by who says so and the day of the report, both known."""
    found: defaultdict[tuple[str, dt.date], list[ClaimRow]] = defaultdict(list)
    for claim_id in told.claims:
        claim = seen.claims.get(claim_id)
        if claim is not None and _is_somebody(claim) and claim.published is not None:
            found[claim.voice, claim.published].append(claim)
    return dict(found)


def _is_somebody(claim: ClaimRow) -> bool:
    """Whether a speaker is the same in two reports: "the army" is, "medics" or "its commander"
    may be others.
    """
    if not claim.voice or claim.voice.startswith("any."):
        return False
    first = claim.voice_name.split(maxsplit=1)[:1]
    return not claim.voice.startswith(NAME) or first == ["the"] or claim.voice_name[:1].isupper()


def _recipients(seen: SeenIncident) -> defaultdict[str, set[str]]:
    """Keys of the recipients of each claim."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for told in seen.incident.values.get("recipient", ()):
        for claim_id in told.claims:
            found[claim_id].add(told.key or told.value)
    return found


def _name(seen: SeenIncident, key: str) -> str:
    return next((quoted(t.name) for t in seen.incident.tellers if t.key == key), key)
