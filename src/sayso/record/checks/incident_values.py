"""Rules on the values of an incident: do its claims fit together?

In:   one incident with its claims
Out:  faults: days and places apart, bounds out of order, counts far apart, sides swapped

Known faults: a campaign told as one incident ("a week of raids") has days apart by right.
"""

import datetime as dt

from sayso.base.joined import Told
from sayso.record.checks.atlas import apart_km
from sayso.record.checks.look import ClaimRow, SeenIncident
from sayso.record.checks.rule import Fault, Found, on_incidents
from sayso.record.checks.words import bounds, days, listed, quoted, shown

_DAYS_APART = 7  # more than a weekly is late; claims further apart tell of two happenings
_KM_APART = 100  # a large district across; two towns further apart are not one place
_TIMES_APART = 3  # one toll three times another is dispute, beyond what a rising toll explains
_LEAST_APART = 10  # of small tolls (2 and 7) the ratio says nothing
_CONFIRM_DAYS = 30  # what was announced has been told by then, or did not happen as announced
_ORDER = ("place", "admin2", "admin1", "country", "region")

_CUT = (
    "`sayso why {id}`; `sayso decide different` for two claims that tell of two happenings, "
    "`sayso decide edit` for a wrong value"
)
_STRIKE = "ASSAULT"


@on_incidents(
    "days-apart",
    "warning",
    means=f"Claims of one incident are told for days more than {_DAYS_APART} days apart: it may "
    "be two happenings.",
    settle=_CUT,
)
def days_apart(seen: SeenIncident) -> Found:
    """Told to the day; the report's own day does not count."""
    known = [c for c in seen.claims.values() if _exact(c)]
    if not known:
        return
    first = min(known, key=lambda c: (c.day_from or dt.date.max, c.id))
    last = max(known, key=lambda c: (c.day_from or dt.date.min, c.id))
    if first.day_from and last.day_from and (last.day_from - first.day_from).days > _DAYS_APART:
        yield Fault(
            f"told for {first.day_from} ({first.id}) and for {last.day_from} ({last.id})",
            ids=(first.id, last.id),
            facts=(first.day_from, last.day_from),
        )


def _exact(claim: ClaimRow) -> bool:
    stated = claim.day_basis in ("stated", "relative")
    return stated and claim.day_from is not None and claim.day_from == claim.day_to


@on_incidents(
    "places-apart",
    "warning",
    means=f"Claims of one incident are put at places more than {_KM_APART} km apart.",
    settle=_CUT,
)
def places_apart(seen: SeenIncident) -> Found:
    """The two places that are furthest apart."""
    points = {
        (claim.lat, claim.lon): claim
        for claim in seen.claims.values()
        if claim.geo_precision == "place" and claim.lat is not None and claim.lon is not None
    }
    pairs = [
        (apart_km((a[0] or 0, a[1] or 0), (b[0] or 0, b[1] or 0)), points[a], points[b])
        for a in points
        for b in points
        if a < b
    ]
    if not pairs:
        return
    far, one, other = max(pairs, key=lambda pair: (pair[0], pair[1].id))
    if far > _KM_APART:
        yield Fault(
            f"told at {quoted(one.place)} ({one.id}) and at {quoted(other.place)} ({other.id}), "
            f"{far:,.0f} km apart",
            ids=(one.id, other.id),
            facts=(one.place, other.place),
        )


@on_incidents(
    "countries-apart",
    "warning",
    means="Claims of one incident are put in different countries.",
    settle=_CUT,
)
def countries_apart(seen: SeenIncident) -> Found:
    """More than one country among the claims."""
    by_country = {c.country: c for c in seen.claims.values() if c.country}
    if len(by_country) > 1:
        told = [f"{country} ({claim.id})" for country, claim in sorted(by_country.items())]
        yield Fault(
            f"told in {listed(told)}",
            ids=tuple(claim.id for claim in by_country.values()),
            facts=tuple(sorted(by_country)),
        )


@on_incidents(
    "place-coarser-than-told",
    "notice",
    means="The incident's place is a province or a country, though a claim of it tells a place "
    "in it more exactly.",
    settle="`sayso why {id}`; `sayso decide place` if a name was not recognised",
)
def place_coarser_than_told(seen: SeenIncident) -> Found:
    """Precision of the best place against those of the claims in the same country."""
    incident = seen.incident
    if incident.geo_precision not in ("admin1", "country", "region"):
        return
    mine = _ORDER.index(incident.geo_precision)
    for claim in seen.claims.values():
        same = claim.country == incident.country
        if same and claim.geo_precision in ("place", "admin2"):
            finer = _ORDER.index(claim.geo_precision)
            if finer < mine - 1:
                yield Fault(
                    f"put at {quoted(incident.place)} ({incident.geo_precision}); {claim.id} tells "
                    f"{quoted(claim.place)} ({claim.geo_precision})",
                    ids=(claim.id,),
                    facts=(incident.place, claim.place),
                )
                return


@on_incidents(
    "day-of-report-only",
    "notice",
    means="No claim of an attack tells its day: what is shown is the day of the report.",
    settle="`sayso decide edit` a claim of it with the day; `sayso add` a report that tells it",
)
def day_of_report_only(seen: SeenIncident) -> Found:
    """An asserted ASSAULT that is dated by its reports alone."""
    incident = seen.incident
    if incident.type != _STRIKE or incident.status not in ("asserted", "disputed"):
        return
    bases = {claim.day_basis for claim in seen.claims.values()}
    if bases == {"report_date"}:
        yield Fault(
            f"{incident.type} is shown on {days(incident.day_from, incident.day_to)}, from the "
            "day of the report alone",
            ids=tuple(seen.claims),
            facts=(incident.day_from,),
        )


@on_incidents(
    "estimate-out-of-order",
    "error",
    means="Of best, low and high, low is above high or best lies outside of them.",
    settle="`sayso why {id}`; `sayso decide edit` the claims with wrong bounds",
)
def estimate_out_of_order(seen: SeenIncident) -> Found:
    """Order of the three numbers."""
    for e in seen.incident.estimates:
        numbers = [n for n in (e.low, e.best, e.high) if n is not None]
        if numbers != sorted(numbers):
            yield Fault(
                f"{e.what}: low {shown(e.low)}, best {shown(e.best)}, high {shown(e.high)}, "
                f"by the rule {e.rule}",
                facts=(e.what, e.low, e.best, e.high),
            )


@on_incidents(
    "counts-far-apart",
    "notice",
    means=f"Different voices tell counts of which one is at least {_TIMES_APART} times the other.",
    settle="`sayso why {id}`; if both are rightly coded it is a dispute: `sayso decide settle`",
)
def counts_far_apart(seen: SeenIncident) -> Found:
    """The two counts that are furthest apart, of voices that do not tell both."""
    for e in seen.incident.estimates:
        told = [t for t in seen.incident.values.get(e.what, ()) if not t.denied]
        known = [t for t in told if t.low is not None or t.high is not None]
        pairs = [(a, b) for a in known for b in known if _most(a) < _least(b) and _others(a, b)]
        if not pairs:
            continue
        lowest, highest = max(pairs, key=lambda pair: _least(pair[1]) - _most(pair[0]))
        low, high = _most(lowest), _least(highest)
        if high >= max(low, 1) * _TIMES_APART and high - low >= _LEAST_APART:
            yield Fault(
                f"{bounds(lowest.low, lowest.high)} {e.what} ({_by(lowest)}) and "
                f"{bounds(highest.low, highest.high)} ({_by(highest)})",
                ids=(*lowest.claims, *highest.claims),
                facts=(e.what, low, high),
            )


def _others(a: Told, b: Told) -> bool:
    """Whether no voice tells both: "17, five of them children" is no dispute."""
    return not {t.key for t in a.tellers} & {t.key for t in b.tellers}


def _most(told: Told) -> int:
    return told.high if told.high is not None else told.low or 0


def _least(told: Told) -> int:
    return told.low if told.low is not None else told.high or 0


def _by(told: Told) -> str:
    return listed([quoted(teller.name) for teller in told.tellers]) or "nobody"


@on_incidents(
    "sides-swapped",
    "warning",
    means="One claim has A act on B, another of the same incident B on A.",
    settle=_CUT,
)
def sides_swapped(seen: SeenIncident) -> Found:
    """A named actor told as actor and as recipient, by different claims."""
    actors = {t.key: t for t in seen.incident.values.get("actor", ()) if t.key}
    others = {t.key: t for t in seen.incident.values.get("recipient", ()) if t.key}
    swapped = [key for key in sorted(actors.keys() & others.keys()) if not _vague(key)]
    if len(swapped) < 2:
        return
    a, b = swapped[:2]
    ways = (
        set(actors[a].claims) & set(others[b].claims),
        set(actors[b].claims) & set(others[a].claims),
    )
    if all(ways) and not ways[0] & ways[1]:
        yield Fault(
            f"{actors[a].value} acts on {actors[b].value} in {listed(sorted(ways[0]))}, and the "
            f"other way in {listed(sorted(ways[1]))}",
            ids=tuple(sorted(ways[0] | ways[1])),
            facts=(a, b),
        )


def _vague(key: str) -> bool:
    return key.startswith("any.")


@on_incidents(
    "never-confirmed",
    "notice",
    means=f"Something was told as to come, its day is {_CONFIRM_DAYS} days past, and nothing in "
    "the record tells that it happened.",
    settle="`sayso add` a later report, or `sayso decide settle` if it came to nothing",
)
def never_confirmed(seen: SeenIncident) -> Found:
    """Status future, day long before the newest report."""
    incident, now = seen.incident, seen.look.last_day
    if incident.status != "future" or incident.day_to is None or now is None:
        return
    if incident.day_basis != "report_date" and (now - incident.day_to).days > _CONFIRM_DAYS:
        yield Fault(
            f"{incident.type} was to come on {days(incident.day_from, incident.day_to)}; the "
            f"newest report is of {now}",
            ids=incident.claims,
            facts=(incident.day_to,),
        )
