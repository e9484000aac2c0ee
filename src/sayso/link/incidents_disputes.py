"""In what independent voices contradict each other on one happening.

In:   told values by field; its claims with their voices
Out:  names of fields; whether the happening itself is denied

Method: two values contradict when both cannot be right: days that do not overlap, decided
places too far apart, bounds that do not overlap, named actors that share nothing and that no
claim names together. They dispute when each has a voice that does not tell the other: a
hospital that says 17 and later 18 contradicts nobody. The happening is disputed (status) when
one voice denies it and another, that does not, tells it; so are an actor and a number.
"At least 12" and 15 agree; so do a town and its province.
Known faults: kinds of deeds, instruments and recipients are never disputed: reports that list
different victims, as a rule, list parts.
"""

from collections.abc import Iterable, Mapping, Sequence

from sayso.base.joined import Told
from sayso.base.nouns import Claim
from sayso.link.incidents_estimates import COUNTED
from sayso.link.incidents_features import Party, Spot, parties, spots_of
from sayso.link.incidents_parties import are_others
from sayso.link.incidents_places import Side, places
from sayso.link.incidents_voices import Said

_APART = ("place.apart", "place.far")


def disputed(values: Mapping[str, Sequence[Told]], said: Sequence[Said]) -> tuple[str, ...]:
    """Name the fields in which voices contradict each other, in the order of `values`.

    Args:
        values: as `incidents_values.values_of` gives them.
        said: the claims that tell them.
    """
    spots = _spots(s.claim for s in said)
    named = _parties(s.claim for s in said)
    found = []
    for field, told in values.items():
        if field == "status":
            found += [field] if status_of(said) == "disputed" else []
            continue
        pairs = [(a, b) for i, a in enumerate(told) for b in told[i + 1 :] if _voices(a, b)]
        if any(_contradict(field, a, b, spots, named) for a, b in pairs):
            found.append(field)
    return tuple(found)


def status_of(said: Sequence[Said]) -> str:
    """Whether the happening is asserted, disputed, denied, or still to come or supposed."""
    voices: dict[str, set[str]] = {}
    for one in said:
        voices.setdefault(one.claim.status, set()).add(one.teller.key)
    told = voices.keys()
    if "negated" in told and len(told) > 1:
        for_it = set().union(*(v for status, v in voices.items() if status != "negated"))
        if for_it - voices["negated"]:
            return "disputed"
    order = ("asserted", "negated", "future", "hypothetical")
    return next(status for status in order if status in told)


def _voices(one: Told, other: Told) -> bool:
    """Each has a voice that does not tell the other."""
    ones = {t.key for t in one.tellers}
    others = {t.key for t in other.tellers}
    return bool(ones - others and others - ones)


def _contradict(
    field: str,
    one: Told,
    other: Told,
    spots: Mapping[str, Spot],
    named: Mapping[str, Party],
) -> bool:
    if one.denied != other.denied:
        return field in ("actor", *COUNTED) and _same(field, one, other)
    if one.denied:
        return False
    if field == "place":
        return _places_apart(spots.get(one.key), spots.get(other.key))
    if field == "actor":
        together = set(one.claims) & set(other.claims)
        return not together and are_others(named[one.key], named[other.key])
    if field == "day":
        return _days_apart(one, other)
    return field in COUNTED and not _overlap(one.low, one.high, other.low, other.high)


def _places_apart(one: Spot | None, other: Spot | None) -> bool:
    place = places(Side((one,)), Side((other,))) if one and other else None
    return place is not None and place.code in _APART


def _same(field: str, one: Told, other: Told) -> bool:
    if field == "actor":
        return one.key == other.key
    return _overlap(one.low, one.high, other.low, other.high)


def _days_apart(one: Told, other: Told) -> bool:
    ends = (one.earliest, one.latest, other.earliest, other.latest)
    first, last, first2, last2 = (None if d is None else d.toordinal() for d in ends)
    return not _overlap(first, last, first2, last2)


def _overlap(low: int | None, high: int | None, low2: int | None, high2: int | None) -> bool:
    """Whether two stretches share a number; None is an open end."""
    return (high is None or low2 is None or low2 <= high) and (
        high2 is None or low is None or low <= high2
    )


def _spots(claims: Iterable[Claim]) -> dict[str, Spot]:
    return {
        f"geo:{spot.geonameid}": spot
        for claim in claims
        for spot in spots_of(claim)
        if spot.geonameid is not None
    }


def _parties(claims: Iterable[Claim]) -> dict[str, Party]:
    return {p.key: p for claim in claims for p in parties(claim.actor)}
