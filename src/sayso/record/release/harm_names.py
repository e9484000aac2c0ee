"""Names in a unit and its claims: which a verdict withholds, and which words stand for them.

In:   a claim or a unit, and its `Verdict`
Out:  yes or no for a place, speaker, outlet or voice; sets of words

Method: a place that is no finer than asked stays. What a name stands for is decided by key where
there is one, and by its words as well, since one voice may be named in several ways.
Known faults: as `harm_words`.
"""

from collections.abc import Iterable

from sayso.base.joined import Teller, Told
from sayso.base.keys import actor_key, place_key
from sayso.base.nouns import Claim, Place, Where
from sayso.record.release.harm_judge import is_named, tellers_of, voice_names
from sayso.record.release.harm_words import parts_of
from sayso.record.release.units import Unit, Verdict, wheres_in

COARSE = ("admin1", "country")
"""Precisions at which a place may stay as it is when places are coarsened to them or coarser."""


def unit_words(unit: Unit, verdict: Verdict) -> set[str]:
    """Words of a unit itself that are withheld: its place, the names of its voices."""
    found: set[str] = set()
    incident = unit.incident
    if verdict.place and incident is not None:
        keep = kept_names(verdict, incident.admin1, incident.country)
        places = [incident.place] if incident.geo_precision not in COARSE else []
        # Told values may be coarse already; the claims behind them say so, not the value.
        places += [told.value for told in incident.values.get("place", ())
                   if not is_coarse(told, unit, verdict)]  # fmt: skip
        for name in places:
            found |= parts_of(name, keep)
    if verdict.place and unit.relation is not None:
        ends = ((unit.relation.actor, unit.relation.actor_name),
                (unit.relation.recipient, unit.relation.recipient_name))  # fmt: skip
        for key, name in ends:
            if key.startswith(("geo:", "place:")):
                found |= parts_of(name, _kept_of_claims(unit, verdict))
    if verdict.source or verdict.outlet:
        for teller in tellers_of(unit):
            if teller_is_dropped(teller, verdict):
                found |= parts_of(teller.name, voice=True)
    return found | set(verdict.speakers) | set(verdict.outlets)


def claim_words(claim: Claim, verdict: Verdict) -> set[str]:
    """Words of a claim that are withheld, to be cut wherever they stand in its report."""
    found: set[str] = set()
    if verdict.place:
        wheres = wheres_in(claim)
        keep = [n for w in wheres for n in kept_names(verdict, w.admin1, w.country)]
        for where in wheres:
            if where_is_coarse(where, verdict):
                continue
            found |= parts_of(where.name, keep)
            if isinstance(where, Place):
                found |= parts_of(where.text, keep)
                for candidate in where.candidates[:1]:
                    found |= parts_of(candidate.name.split(",")[0], keep)
    for voice in claim.source:
        if speaker_is_dropped((*voice_names(voice), actor_key(voice)), verdict):
            for name in voice_names(voice):
                found |= parts_of(name, voice=True)
            found |= parts_of(voice.role, voice=True)
    if outlet_is_dropped(claim.outlet, verdict):
        found |= parts_of(claim.outlet, voice=True) | {claim.outlet}
    return found


def time_words(claim: Claim, verdict: Verdict) -> set[str]:
    """Words of a claim that tell a day that is withheld."""
    return {time.text for time in claim.time if time.text} if verdict.day else set()


def kept_names(verdict: Verdict, admin1: str, country: str) -> list[str]:
    """Names that the coarser place still has."""
    return [name for name in (admin1 if verdict.place == "admin1" else "", country) if name]


def _kept_of_claims(unit: Unit, verdict: Verdict) -> list[str]:
    wheres = [where for coded in unit.claims for where in wheres_in(coded.claim)]
    return [name for w in wheres for name in kept_names(verdict, w.admin1, w.country)]


def where_is_coarse(where: Place | Where, verdict: Verdict) -> bool:
    """Whether a place is no finer than the verdict asks."""
    if verdict.place == "country":
        return where.precision == "country"
    return where.precision in COARSE


def is_coarse(told: Told, unit: Unit, verdict: Verdict) -> bool:
    """Whether a told place is no finer than the verdict asks, by the claims that tell it."""
    found = wheres_of(told, unit)
    return bool(found) and all(where_is_coarse(where, verdict) for where in found)


def wheres_of(told: Told, unit: Unit) -> list[Place | Where]:
    """The places that the claims behind a told place mean by it."""
    ids = set(told.claims)
    found: list[Place | Where] = []
    for coded in unit.claims:
        claim = coded.claim
        if claim.id in ids:
            found += [w for w in wheres_in(claim) if not told.key or place_key(w) == told.key]
    return found


def speaker_is_dropped(names: Iterable[str], verdict: Verdict) -> bool:
    """Whether a speaker of these names is withheld."""
    return verdict.all_speakers or (
        bool(verdict.speakers) and is_named(verdict.speakers, [n for n in names if n])
    )


def outlet_is_dropped(outlet: str, verdict: Verdict) -> bool:
    """Whether an outlet is withheld."""
    return bool(outlet) and (verdict.all_outlets or is_named(verdict.outlets, [outlet]))


def teller_is_dropped(teller: Teller, verdict: Verdict) -> bool:
    """Whether a voice is withheld: as a speaker, or as an outlet."""
    if is_speaker(teller):
        return speaker_is_dropped((teller.key, teller.name), verdict)
    return outlet_is_dropped(teller.name, verdict)


def is_speaker(teller: Teller) -> bool:
    """Whether a voice speaks in a report; else it is an outlet, or a report without one.

    A speaker whom the report does not name goes by the report's id too.
    """
    opening, _, rest = teller.key.partition(":")
    return opening not in ("outlet", "report") or (opening == "report" and teller.name != rest)
