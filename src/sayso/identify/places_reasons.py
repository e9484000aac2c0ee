"""Why a place was chosen, or none, in words for people who check it.

In:   the ranked places of the name that a mention goes by, and what was settled
Out:  up to three `Candidate`s, the best first

Method: the score of the best is its trust, that of the others their share, no more of it than
the best could keep of its own. Reasons are the evidence that weighed most, and first how the
name belongs to the place. What was chosen without being a candidate of the name (its province,
the country that the words beside it name, what "the city" stands for) goes before them.
Known faults: evidence against a place is not told.
"""

import functools

import msgspec

from sayso.base.nouns import Candidate
from sayso.identify.places_build import COUNTRY, LOOSE, MEANT, OTHER, PRIMARY, REGION, TOWN
from sayso.identify.places_gazetteer import Gazetteer
from sayso.identify.places_model import FEATURES, THRESHOLD, model
from sayso.identify.places_phrase import Relation
from sayso.identify.places_rank import TOLD, Ranked
from sayso.identify.places_settle import Settled
from sayso.identify.places_table import PART
from sayso.identify.tally import LIES_IN

_HOW = {
    PRIMARY: "exact name",
    OTHER: "another of its names",
    LOOSE: "sounds like its name",
    MEANT: "mostly meant by the name",
    PART: "the name holds its name",
}
_KIND = {COUNTRY: "a country", REGION: "a region"}
_UNIT = {"admin1": " (province)", "admin2": " (district)"}  # of its town it often has the name
# What the words are for each kind of evidence, and from which value on it is told: the
# evidence of context is a share, so that a little of it is always there.
_WORDS = {
    "capital": ("a capital", 0.5),
    "unit_said": ("called a province", 0.5),
    "town_said": ("called a town", 0.5),
    "within": ("in what the text names after it", 0.5),
    "within_close": ("in what stands right after it", 0.5),
    "contains": ("holds another place of the report", 0.5),
    "country_said": ("its country is said before it", 0.5),
    "same_country": ("in a country that the report speaks of", 0.3),
    "same_admin1": ("in a province of other places of the report", 0.3),
    "named_admin1": ("its province is named", 0.5),
    "near_100": ("near other places of the report", 0.3),
    "near_400": ("not far from other places of the report", 0.3),
}
_RELATION: dict[Relation, str] = {
    "near": "the place is near it",
    "far": "the place is some way from it",
    "part": "the place is a part of it",
    "border": "the place is by its border",
    "thing": "the place is named after it",
}
_MOST_REASONS = 4  # a line of them; chosen by hand


def of_name(
    ranked: Ranked, gazetteer: Gazetteer, relation: Relation = "at", for_name: str = ""
) -> tuple[Candidate, ...]:
    """The candidates of a name, the best first; () when the gazetteer has no such name.

    Args:
        ranked: the ranked places of the name.
        gazetteer: the places.
        relation: how the mention stands to the name.
        for_name: words that tell which name of the mention it is, "" when it has but one.
    """
    if not ranked.places:
        return ()
    first = [words for words in (for_name, _RELATION.get(relation, "")) if words]
    kept = min(1.0, ranked.trust / ranked.shares[0]) if ranked.shares[0] else 0.0
    scores = [ranked.trust, *(share * kept for share in ranked.shares[1:TOLD])]
    return tuple(
        Candidate(
            id=_id(place, gazetteer),
            name=_label(Settled.at(place, gazetteer)),
            score=round(score, 3),
            reasons=_reasons(how, evidence, int(gazetteer.kind[place]), first),
        )
        for place, score, how, evidence in zip(
            ranked.places, scores, ranked.how, ranked.evidence, strict=False
        )
    )


def of_names(
    parts: list[tuple[Ranked, Relation, str]], gazetteer: Gazetteer
) -> tuple[Candidate, ...]:
    """The best candidate of each of several names side by side, the surest first."""
    found = [of_name(ranked, gazetteer, how, name)[:1] for ranked, how, name in parts]
    best = {(c.id, c.name): c for one in found for c in one}
    return tuple(sorted(best.values(), key=lambda c: -c.score)[:TOLD])


def with_choice(
    candidates: tuple[Candidate, ...], known: Settled, ranked: Ranked, reason: str
) -> tuple[Candidate, ...]:
    """The candidates with what was chosen before them, if it is none of the first.

    Args:
        candidates: those of the name, as `of_name` gives them.
        known: what was settled.
        ranked: the ranked places of the name.
        reason: why it was settled, where the name itself does not say so, else "".
    """
    if known.geonameid is None:
        return candidates
    chosen = str(known.geonameid)
    if candidates and candidates[0].id == chosen and candidates[0].score >= THRESHOLD:
        return candidates
    if not reason:
        wide = known.precision == "country"
        score = ranked.trust_country if wide else ranked.trust_admin1
        reason = LIES_IN
    else:
        score = THRESHOLD  # settled by a rule, which has no trust of its own
    own = next((c for c in candidates if c.id == chosen), None)
    best = Candidate(
        id=chosen,
        name=own.name if own else _label(known),
        score=round(score, 3),
        reasons=(reason, *(own.reasons if own else ()))[:_MOST_REASONS],
    )
    others = (c for c in candidates if c.id != chosen)
    return (best, *(_no_surer(c, best.score) for c in others))[:TOLD]


def told_by_name(known: Settled, ranked: Ranked, gazetteer: Gazetteer) -> bool:
    """Whether a settled place is the best of a name, or the province or country of the best."""
    if not ranked.places:
        return False
    best = ranked.places[0]
    units = ((ranked.trust_admin1, gazetteer.admin1), (ranked.trust_country, gazetteer.country))
    numbers = [best, *(int(of[best]) for trust, of in units if trust >= THRESHOLD)]
    return any(n >= 0 and int(gazetteer.id[n]) == known.geonameid for n in numbers)


def _no_surer(candidate: Candidate, score: float) -> Candidate:
    if candidate.score <= score:
        return candidate
    return msgspec.structs.replace(candidate, score=score)


def _id(place: int, gazetteer: Gazetteer) -> str:
    return str(int(gazetteer.id[place]) or "")


def _label(place: Settled) -> str:
    """Name, province and country, each once: "Mosul, Nineveh, IRQ"."""
    if place.precision == "country":
        return place.name
    parts = [p for p in (place.name, place.admin1, place.country) if p]
    name = place.name + _UNIT.get(place.precision, "")
    return ", ".join([name, *dict.fromkeys(p for p in parts[1:] if p != place.name)])


def _reasons(
    how: int, evidence: tuple[float, ...], kind: int, opening: list[str]
) -> tuple[str, ...]:
    first = [*opening, _HOW.get(how, "exact name")]
    if kind in _KIND:
        first.append(_KIND[kind])
    value = dict(zip(FEATURES, evidence, strict=True))
    if value["only"]:
        first.append("the only one of the name")
    elif kind == TOWN and value["town_rank"] >= 0:
        first.append("the largest town of the name")
    weighed = sorted(
        (-value[name] * weight, words)
        for name, weight in zip(FEATURES, _weights(), strict=True)
        if weight > 0 and name in _WORDS and value[name] >= _WORDS[name][1]
        for words in (_WORDS[name][0],)
    )
    return tuple([*first, *(words for _, words in weighed)][:_MOST_REASONS])


@functools.cache
def _weights() -> list[float]:
    return [float(weight) for weight in model().full]
