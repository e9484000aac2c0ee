"""The candidates of a report's names, with the evidence for each.

In:   the names of one report with their cues, and the gazetteer
Out:  a `Table`: a row for each candidate, a column for each kind of evidence

Method: the same name is asked once; a name with a word for a province beside it is another than
without. Context is the other names: the countries, provinces and points of their candidates, as
far as each is likely.
Known faults: two places of one name in one report become one.
"""

from typing import Any, NamedTuple

import numpy as np

from sayso.identify.places_build import (
    ADMIN1,
    ADMIN2,
    COUNTRY,
    LOOSE,
    MEANT,
    OTHER,
    PRIMARY,
    REGION,
    TOWN,
)
from sayso.identify.places_context import Cues
from sayso.identify.places_fold import fold
from sayso.identify.places_gazetteer import Found, Gazetteer
from sayso.identify.places_model import AT, FEATURES, Array, distance_km, softmax
from sayso.identify.places_words import Name, main_part

_MOST = 40  # candidates of a name, the largest first; chosen by hand
_UNITS = (COUNTRY, ADMIN1, ADMIN2)
PART = 3  # beside PRIMARY, OTHER and LOOSE: a name within the name, as in "Kandahar Airport"
_ENOUGH = 3.0  # other names and adjectives from which one country speaks against others; by hand
_UNIT = "#"  # marks the key of a name with a word for a province beside it


class Ask(NamedTuple):
    """A name to be placed: where it stands, and what stands around it."""

    name: Name
    cues: Cues


class Report(NamedTuple):
    """What the whole report says about countries, beside its names."""

    adjectives: dict[str, int]  # alpha-3 code: how often


class Table:
    """All candidates of a report's names, one row each, with their evidence."""

    def __init__(self, asks: list[Ask], report: Report, gazetteer: Gazetteer) -> None:
        self.asks = asks
        self.gazetteer = gazetteer
        self.report = report
        self.keys = [_key(ask) for ask in asks]
        self.groups: dict[str, int] = {}  # key: number of the group
        self._grouped: list[list[Ask]] = []
        for key, ask in zip(self.keys, asks, strict=True):
            number = self.groups.setdefault(key, len(self.groups))
            if number == len(self._grouped):
                self._grouped.append([])
            self._grouped[number].append(ask)
        found = [self._candidates(group[0].name.text) for group in self._grouped]
        sizes = [len(places) for places, _ in found]
        self.ends = np.cumsum([0, *sizes])
        self.place = np.concatenate([p for p, _ in found]) if found else np.empty(0, "u4")
        self.how = np.concatenate([h for _, h in found]) if found else np.empty(0, "u1")
        self.group = np.repeat(np.arange(len(found)), sizes)
        # "Aleppo" and "Aleppo province" are two groups, but no evidence for each other.
        bases = list(dict.fromkeys(key.rstrip(_UNIT) for key in self.groups))
        base = np.array([bases.index(key.rstrip(_UNIT)) for key in self.groups], dtype=int)
        self.base = np.repeat(base, sizes) if found else np.empty(0, int)
        self._n_bases = len(bases)
        self.evidence = np.zeros((len(self.place), len(FEATURES)))
        if len(self.place):
            self._fill()

    def _candidates(self, text: str) -> tuple[Array, Array]:
        found = self.gazetteer.find(text)
        short = self.gazetteer.short(text)
        if short >= 0:
            places = np.append(found.places, np.uint32(short))
            return places[-_MOST:], np.append(found.how, PRIMARY)[-_MOST:]
        if not len(found.places):
            part = self.gazetteer.find(main_part(text))
            if len(part.places):
                found = Found(part.places, np.full(len(part.places), PART, "u1"))
        if not len(found.places):
            found = self.gazetteer.find_loosely(text)
        if len(found.places) > _MOST:
            rank = self.gazetteer.pop[found.places].astype(float) + 1e10 * (
                self.gazetteer.kind[found.places] < TOWN
            )
            best = np.argsort(-rank, kind="stable")[:_MOST]
            return found.places[best], found.how[best]
        return found.places, found.how

    def put(self, name: str, values: Array | float, rows: Any = slice(None)) -> None:
        """Write one kind of evidence."""
        self.evidence[rows, AT[name]] = values

    def _fill(self) -> None:
        gaz, place = self.gazetteer, self.place
        self.kind = gaz.kind[place]
        self.country = gaz.country[place]
        self.admin1 = gaz.admin1[place]
        self.admin2 = gaz.admin2[place]
        self.lat = np.radians(gaz.lat[place].astype(float))
        self.lon = np.radians(gaz.lon[place].astype(float))
        town, unit = self.kind == TOWN, (self.kind == ADMIN1) | (self.kind == ADMIN2)
        people = np.log10(gaz.pop[place].astype(float) + 1) / 7
        self.put("country", self.kind == COUNTRY)
        self.put("admin1", self.kind == ADMIN1)
        self.put("admin2", self.kind == ADMIN2)
        self.put("region", self.kind == REGION)
        self.put("town_people", people * town)
        self.put("unit_people", people * unit)
        self.put("other_name", self.how == OTHER)
        self.put("meant", (self.how == MEANT) & (self.kind != REGION))
        self.put("loose_name", self.how == LOOSE)
        self.put("part_name", self.how == PART)
        self.put("capital", gaz.capital[place])
        for number, asks in enumerate(self._grouped):
            rows = slice(int(self.ends[number]), int(self.ends[number + 1]))
            if rows.stop > rows.start:
                self._fill_group(number, asks, rows, people)

    def _fill_group(self, number: int, asks: list[Ask], rows: slice, people: Array) -> None:
        kind = self.kind[rows]
        town, unit = kind == TOWN, (kind == ADMIN1) | (kind == ADMIN2)
        for which, name in ((town, "town_rank"), (unit, "unit_rank")):
            if which.any():
                self.put(name, (people[rows] - people[rows][which].max()) * which, rows)
        said_unit = any(ask.cues.unit for ask in asks)
        said_town = any(ask.cues.town for ask in asks)
        elsewhere = list(self.groups)[number] + _UNIT in self.groups
        self.put("unit_elsewhere", unit * elsewhere, rows)
        self.put("unit_said", unit * said_unit, rows)
        self.put("town_said", town * said_town, rows)
        self.put("town_denied", town * (said_unit and not said_town), rows)
        self.put("only", float(len(kind) == 1), rows)
        self.put("short_form", self.place[rows] == self.gazetteer.short(asks[0].name.text), rows)
        # A district named after its chief town: the town lies in the unit.
        if town.any() and unit.any():
            seats = {*self.admin1[rows][town].tolist(), *self.admin2[rows][town].tolist()}
            self.put("twin", unit & _among(self.place[rows], seats), rows)
        within, close = np.zeros(len(kind)), np.zeros(len(kind))
        for ask in asks:
            hit = self._inside(rows, ask.cues.within)
            if ask.cues.close:
                close = np.maximum(close, hit)
            else:
                within = np.maximum(within, hit)
            codes = ask.cues.countries
            if codes:
                mine = [self.gazetteer.code(int(c)) if c >= 0 else "" for c in self.country[rows]]
                own = self.evidence[rows, AT["country_said"]]
                said = np.array([code in codes for code in mine]) & (kind != COUNTRY)
                self.put("country_said", np.maximum(own, said), rows)
        self.put("within", within, rows)
        self.put("within_close", close, rows)

    def _inside(self, rows: slice, name: str) -> Array:
        """Which candidates lie in a place that the name may mean."""
        if not name:
            return np.zeros(rows.stop - rows.start)
        holders = set(self.gazetteer.find(name).places.tolist()) | {self.gazetteer.short(name)} - {
            -1
        }
        if not holders and " " in name:  # "Texas Governor Rick Perry" follows: try its first word
            return self._inside(rows, name.rsplit(" ", 1)[0])
        large = {h for h in holders if h >= 0 and self.gazetteer.kind[h] in _UNITS}
        if not large:
            return np.zeros(rows.stop - rows.start)
        mine = self.place[rows]
        inside = np.zeros(len(mine), dtype=bool)
        for field in (self.country, self.admin1, self.admin2):
            inside |= _among(field[rows], large) & (field[rows] != mine)
        if inside.any():
            self._contains(
                name,
                self.country[rows][inside],
                self.admin1[rows][inside],
                self.admin2[rows][inside],
            )
        return inside.astype(float)

    def _contains(self, name: str, *holders: Array) -> None:
        for key in (fold(name), fold(name) + _UNIT):
            number = self.groups.get(key)
            if number is not None:
                self._mark_holders(number, np.concatenate(holders))

    def _mark_holders(self, number: int, holders: Array) -> None:
        rows = slice(int(self.ends[number]), int(self.ends[number + 1]))
        hit = _among(self.place[rows], set(holders.tolist()))
        self.put("contains", np.maximum(self.evidence[rows, AT["contains"]], hit), rows)

    def probabilities(self, weights: Array) -> Array:
        """Softmax over the candidates of each name."""
        logits = self.evidence @ weights
        return softmax(logits, self.ends, self.group)

    def add_context(self, chance: Array) -> None:
        """Evidence from the report's other names, given how likely each candidate is."""
        if not len(self.place):
            return
        n_groups = self._n_bases
        own_country = np.zeros((n_groups, 1 + int(self.country.max(initial=0))))
        np.add.at(
            own_country, (self.base, np.maximum(self.country, 0)), chance * (self.country >= 0)
        )
        votes = own_country.sum(axis=0)
        said = self._adjective_votes(len(votes))
        total = (votes + said)[None, :] - own_country
        share = total / np.maximum(total.sum(axis=1, keepdims=True), 1e-9)
        mine = share[self.base, np.maximum(self.country, 0)] * (self.country >= 0)
        self.put("same_country", mine)
        top = share.max(axis=1)[self.base]
        self.put("top_country", (mine >= top - 1e-9) & (mine > 0))
        enough = (np.minimum(total.sum(axis=1), _ENOUGH) / _ENOUGH)[self.base]
        is_local = (self.kind != COUNTRY) & (self.kind != REGION)
        small = 1 - self.evidence[:, [AT["town_people"], AT["unit_people"]]].max(axis=1)
        self.put("against", np.clip(top - mine, 0, 1) * enough * is_local * small)
        # A town, its district and its province of one name tell of a place that matters.
        together = own_country[self.base, np.maximum(self.country, 0)] - chance
        self.put("cluster", np.clip(together, 0, 1) * (self.country >= 0) * (self.kind != COUNTRY))
        self._admin1_context(chance, n_groups)
        self._distances(chance)

    def _adjective_votes(self, size: int) -> Array:
        said = np.zeros(size)
        codes = {self.gazetteer.code(int(c)): int(c) for c in np.unique(self.country) if c >= 0}
        for code, times in self.report.adjectives.items():
            if code in codes:
                said[codes[code]] += min(times, 3) / 2
        return said

    def _admin1_context(self, chance: Array, n_groups: int) -> None:
        units, column = np.unique(np.maximum(self.admin1, -1), return_inverse=True)
        own = np.zeros((n_groups, len(units)))
        np.add.at(own, (self.base, column), chance * (self.admin1 >= 0))
        others = own.sum(axis=0)[None, :] - own
        mine = others[self.base, column] * (self.admin1 >= 0)
        self.put("same_admin1", np.minimum(mine, 3) / 3)
        named = np.zeros((n_groups, len(units)))
        itself = self.kind == ADMIN1
        np.add.at(named, (self.base, column), chance * itself)
        named = named.sum(axis=0)[None, :] - named
        self.put("named_admin1", np.minimum(named[self.base, column] * (self.admin1 >= 0), 1))

    def _distances(self, chance: Array) -> None:
        known = np.isfinite(self.lat)
        strong = np.flatnonzero(known & (chance > 0.02) & (self.kind >= ADMIN2))
        if not len(strong):
            return
        km = distance_km(self.lat[:, None], self.lon[:, None], self.lat[strong], self.lon[strong])
        weight = chance[strong] * (self.base[:, None] != self.base[strong])
        for name, scale in (("near_100", 60.0), ("near_400", 250.0)):
            with np.errstate(invalid="ignore"):
                near = np.where(known[:, None], np.exp(-km / scale), 0.0) * weight
            self.put(name, np.minimum(near.sum(axis=1), 3) / 3)


def _key(ask: Ask) -> str:
    """Names with the same key mean the same place."""
    unit = ask.cues.unit and not ask.cues.town
    return fold(ask.name.text) + (_UNIT if unit else "")


def _among(values: Array, wanted: set[int]) -> Array:
    """As `numpy.isin`, which takes ten times as long for a handful."""
    return np.array([value in wanted for value in values.tolist()], dtype=bool)
