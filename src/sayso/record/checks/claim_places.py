"""Rules on the place of a claim.

In:   one claim
Out:  faults: countries that do not exist, points outside of their country, places of two countries

Known faults: none known.
"""

import functools

from sayso.record.checks import settling
from sayso.record.checks.atlas import atlas
from sayso.record.checks.look import SeenClaim
from sayso.record.checks.rule import Fault, Found, on_claims
from sayso.record.checks.words import listed, quoted, shown

# Of 4,000 towns drawn from the gazetteer, the nearest other town of the same country lay within
# 143 km for 99.9 %, and at most 258 km off (lone islands excepted).
_FAR_KM = 300
_COARSE = ("country", "admin1", "region")
_TIE = 0.05  # scores nearer than that are a toss-up; the ranker's own margins are some .1


@on_claims(
    "country-unknown",
    "error",
    means="The code of the claim's country is neither a state, past or present, nor a land of "
    "the gazetteer.",
    settle=settling.EDIT,
)
def country_unknown(seen: SeenClaim) -> Found:
    """`where` and the places."""
    places = [seen.claim.where, *seen.claim.place]
    codes = {place.country for place in places if place and place.country}
    for code in sorted(codes - seen.look.roster.isos - atlas().countries):
        yield Fault(f"no country has the code {code!r} (codes are alpha-3: PAK)", facts=(code,))


@on_claims(
    "coordinates-impossible",
    "error",
    means="A point is not on the globe, is half given, or is 0, 0, which stands for a lost one.",
    settle=settling.EDIT,
)
def coordinates_impossible(seen: SeenClaim) -> Found:
    """Latitude and longitude of `where`."""
    where = seen.claim.where
    if where is None or (where.lat is None and where.lon is None):
        return
    lat, lon = where.lat, where.lon
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        yield Fault(
            f"{quoted(where.name)}: latitude {shown(lat)}, longitude {shown(lon)}", facts=(lat, lon)
        )
    elif lat == lon == 0:
        yield Fault(f"{quoted(where.name)} lies at 0, 0", facts=(lat, lon))


@on_claims(
    "place-outside-country",
    "error",
    means="The GeoNames id is that of a place in another country than the claim's.",
    settle=settling.EDIT,
)
def place_outside_country(seen: SeenClaim) -> Found:
    """Country of the id in the gazetteer."""
    where = seen.claim.where
    if where is None or where.geonameid is None or not where.country:
        return
    there = atlas().country_of(where.geonameid)
    if there and there != where.country:
        yield Fault(
            f"{quoted(where.name)} ({where.geonameid}) lies in {there}, the claim says "
            f"{where.country}",
            facts=(where.geonameid, where.country),
        )


@on_claims(
    "coordinates-outside-country",
    "warning",
    means=f"The point is more than {_FAR_KM} km from any known place of the claim's country.",
    settle=settling.EDIT,
)
def coordinates_outside_country(seen: SeenClaim) -> Found:
    """Distance to the nearest place of the country."""
    where = seen.claim.where
    if where is None or where.lat is None or where.lon is None or not where.country:
        return
    far = _distance(where.lat, where.lon, where.country)
    if far is not None and far > _FAR_KM:
        yield Fault(
            f"{quoted(where.name)} at {where.lat}, {where.lon} is {far:,.0f} km from the nearest "
            f"known place of {where.country}",
            facts=(where.lat, where.lon, where.country),
        )


@functools.lru_cache(maxsize=100_000)
def _distance(lat: float, lon: float, country: str) -> float | None:
    return atlas().distance(lat, lon, country)


@on_claims(
    "places-of-two-countries",
    "notice",
    means="A claim names places in two countries, and its point is in one of them.",
    settle=settling.EDIT,
)
def places_of_two_countries(seen: SeenClaim) -> Found:
    """Countries of the mentions, where one was chosen."""
    claim = seen.claim
    by_country = {place.country: place for place in claim.place if place.country}
    if len(by_country) > 1 and claim.where and claim.where.country:
        told = [f"{quoted(p.text)} ({country})" for country, p in sorted(by_country.items())]
        yield Fault(
            f"{listed(told)}; the claim is put in {claim.where.country}",
            facts=(claim.where.country, *sorted(by_country)),
        )


@on_claims(
    "place-toss-up",
    "notice",
    means=f"The place that was chosen leads the next candidate by less than {_TIE:g} of score.",
    settle="`sayso decide place NAME PLACE` if another is meant; "
    "`sayso decide settle` if the choice is right",
)
def place_toss_up(seen: SeenClaim) -> Found:
    """Scores of the chosen candidate and the best other."""
    for place in seen.claim.place:
        if place.precision in _COARSE:  # where it is unsure which town, the country may be sure
            continue
        chosen = str(place.geonameid or "")
        mine = next((c for c in place.candidates if c.id and c.id == chosen), None)
        other = max((c for c in place.candidates if c is not mine), key=_score, default=None)
        if mine and other and mine.score - other.score < _TIE:
            yield Fault(
                f"{quoted(place.text)} is {mine.name} ({mine.score:.2f}) rather than {other.name} "
                f"({other.score:.2f})",
                facts=(place.text, mine.id, other.id),
            )


def _score(candidate: object) -> float:
    return float(getattr(candidate, "score", 0.0))
