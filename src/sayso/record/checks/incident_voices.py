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
from collections.abc import Iterator

from sayso.base.joined import Teller, Told
from sayso.record.checks.kin import above, is_named
from sayso.record.checks.look import SeenIncident
from sayso.record.checks.rule import Fault, Found, on_incidents
from sayso.record.checks.words import bounds, listed, quoted
from sayso.show.words import counted

# UCDP enters a conflict from 25 dead a year; ten in one incident told by one voice is where
# coding teams ask for a second source. Chosen by hand.
_MANY_DEAD = 10
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
    means="Only those who took part tell of it: every voice is of an actor or a recipient.",
    settle=_SECOND_SOURCE,
)
def party_only(seen: SeenIncident) -> Found:
    """Every teller is kin to a side."""
    incident, roster = seen.incident, seen.look.roster
    voices = _speakers(seen)
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
    """Reports that lead back to one original."""
    reports = sorted({claim.report for claim in seen.claims.values()})
    originals = {seen.look.original(report) for report in reports}
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
    means="A copy tells it, and the report that it copies, though in the record, does not: the "
    "two were coded or linked unlike.",
    settle=_LOOK_AT_CLAIMS,
)
def copy_without_original(seen: SeenIncident) -> Found:
    """All reports are copies of reports that are not among them."""
    reports = {claim.report for claim in seen.claims.values()}
    apart = {r: seen.look.original(r) for r in reports if seen.look.original(r) not in reports}
    if reports and len(apart) == len(reports):
        told = [f"{report} (copies {of})" for report, of in sorted(apart.items())]
        yield Fault(
            f"told by {listed(told)} only",
            ids=tuple(sorted({*apart, *apart.values()})),
            facts=tuple(sorted(apart.items())),
        )


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
    means="One speaker is quoted on one day with counts that exclude each other.",
    settle=_LOOK_AT_CLAIMS,
)
def speaker_contradicts_count(seen: SeenIncident) -> Found:
    """Two told counts of one thing, one teller, reports of one day, ranges apart."""
    for what in (e.what for e in seen.incident.estimates):
        told = [t for t in seen.incident.values.get(what, ()) if not t.denied]
        for a, b in _pairs(told):
            if not _apart(a, b):
                continue
            for teller, day in _both_tell(seen, a, b):
                yield Fault(
                    f"{quoted(teller.name)} is quoted with {bounds(a.low, a.high)} and "
                    f"{bounds(b.low, b.high)} {what}"
                    + (f", both in reports of {day}" if day else ""),
                    ids=(*a.claims, *b.claims),
                    facts=(teller.key, what, a.low, a.high, b.low, b.high),
                )


@on_incidents(
    "speaker-denies-own-words",
    "warning",
    means="One speaker is quoted on one day as saying that it happened and that it did not.",
    settle=_LOOK_AT_CLAIMS,
)
def speaker_denies_own_words(seen: SeenIncident) -> Found:
    """Status asserted and negated, one teller, reports of one day."""
    told = {t.value: t for t in seen.incident.values.get("status", ())}
    said, denied = told.get("asserted"), told.get("negated")
    if said is None or denied is None:
        return
    for teller, day in _both_tell(seen, said, denied):
        yield Fault(
            f"{quoted(teller.name)} both tells and denies {seen.incident.type}"
            + (f" in reports of {day}" if day else ""),
            ids=(*said.claims, *denied.claims),
            facts=(teller.key,),
        )


def _pairs(told: list[Told]) -> Iterator[tuple[Told, Told]]:
    for at, a in enumerate(told):
        for b in told[at + 1 :]:
            yield a, b


def _apart(a: Told, b: Told) -> bool:
    """Whether two ranges have no number in common; an open end has no bound."""
    below = a.high is not None and b.low is not None and a.high < b.low
    return below or (b.high is not None and a.low is not None and b.high < a.low)


def _both_tell(seen: SeenIncident, a: Told, b: Told) -> Iterator[tuple[Teller, dt.date | None]]:
    """Speakers who tell both values in reports of one day, with the day."""
    days_of = [_days(seen, told) for told in (a, b)]
    keys = {t.key for t in b.tellers}
    for teller in a.tellers:
        if teller.key not in keys or teller.key.startswith(("outlet:", "report:")):
            continue
        same = days_of[0].keys() & days_of[1].keys()
        if same:
            yield teller, min((d for d in same if d), default=None)


def _days(seen: SeenIncident, told: Told) -> dict[dt.date | None, list[str]]:
    """Claims of a value by the publication day of their report."""
    found: defaultdict[dt.date | None, list[str]] = defaultdict(list)
    for claim in told.claims:
        if claim in seen.claims:
            found[seen.claims[claim].published].append(claim)
    return dict(found)
