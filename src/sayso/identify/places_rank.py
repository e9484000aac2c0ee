"""Which place of a name is meant: candidates, evidence, score.

In:   names of one report with their cues, and the gazetteer
Out:  for each name its candidates with a probability that sum to less than one (the rest is
      "none of them")

Method: a linear model over the evidence in `FEATURES`, turned to probabilities among the
candidates of a name. It runs three times: first without the report's other places, then
twice with what the round before made of them (their countries, provinces and distances). One name
has one meaning in a report. The weights were fitted on GeoVirus and invented reports,
the calibration on other folds (`docs/places.md`).
Known faults: two places of one name in one report become one.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

from sayso.identify.places_build import ADMIN1, ADMIN2, COUNTRY, LOOSE, OTHER, PRIMARY, REGION, TOWN
from sayso.identify.places_context import Cues, Name, main_part
from sayso.identify.places_fold import fold
from sayso.identify.places_gazetteer import Found, Gazetteer

Array = np.ndarray[Any, Any]

FEATURES = (
    "country", "admin1", "admin2", "region",  # what it is; a town has none of them
    "town_people", "unit_people",  # log10 of the population, from 0 to 1
    "town_rank", "unit_rank",  # the same, less that of the largest candidate of the kind
    "other_name", "loose_name", "part_name", "capital",
    "unit_said", "unit_elsewhere", "town_said", "town_denied",  # a word for its kind stands beside it
    "within", "within_close", "contains",  # the name that follows contains it; it contains one
    "country_said",  # an adjective or owner before it
    "same_country", "top_country", "same_admin1", "named_admin1", "near_100", "near_400",
    "short_form", "only", "twin",
)  # fmt: skip
GROUNDS = (
    "base", "chance", "country", "admin1", "admin2", "region", "only", "other_name", "loose_name", "part_name",
    "town_people", "same_country", "same_admin1", "near_100", "near_400", "within_close",
)  # fmt: skip
"""On what the trust in the best candidate rests: how far it leads, and its own evidence."""

THRESHOLD = 0.6
"""A place with less trust than this stays undecided."""

_AT = {name: i for i, name in enumerate(FEATURES)}
_CONTEXT = ("same_country", "top_country", "same_admin1", "named_admin1", "near_100", "near_400")
_MOST = 40  # candidates of a name; of 60 in a test of the largest names none beyond 40 was right
_EARTH = 6371.0
PART = 3  # beside PRIMARY, OTHER and LOOSE: a name within the name, as in "Kandahar Airport"


class Ask(NamedTuple):
    """A name to be placed: where it stands, and what stands around it."""

    name: Name
    cues: Cues


class Ranked(NamedTuple):
    """Candidates of one name, best first, with their shares, and the trust in the best."""

    places: tuple[int, ...]
    shares: tuple[float, ...]
    trust: float


_UNIT = "#"


def _key(ask: Ask) -> str:
    """Names with the same key mean the same place."""
    unit = ask.cues.unit and not ask.cues.town
    return fold(ask.name.text) + (_UNIT if unit else "")


class Report(NamedTuple):
    """What the whole report says about countries, beside its names."""

    adjectives: dict[str, int]  # alpha-3 code: how often


class Model(NamedTuple):
    """Weights of the evidence without and with context, and the calibration."""

    first: Array
    full: Array
    trust: Array


@cache
def model() -> Model:
    """The fitted weights."""
    text = (files("sayso.identify") / "places_weights.toml").read_text("utf-8")
    tree = tomllib.loads(text)
    first = np.array([tree["first"].get(name, 0.0) for name in FEATURES])
    full = np.array([tree["full"].get(name, 0.0) for name in FEATURES])
    return Model(first, full, np.array([tree["trust"].get(name, 0.0) for name in GROUNDS]))


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
        self.evidence[rows, _AT[name]] = values

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
        twin = unit & (
            np.isin(self.place[rows], self.admin1[rows][town])
            | np.isin(self.place[rows], self.admin2[rows][town])
        )
        self.put("twin", twin, rows)
        within, close = np.zeros(len(kind)), np.zeros(len(kind))
        for ask in asks:
            hit = self._inside(rows, ask.cues.within)
            if ask.cues.close:
                close = np.maximum(close, hit)
            else:
                within = np.maximum(within, hit)
            codes = ask.cues.countries
            if codes:
                mine = np.array([self.gazetteer.code(int(c)) if c >= 0 else "" for c in self.country[rows]])
                own = self.evidence[rows, _AT["country_said"]]
                self.put("country_said", np.maximum(own, np.isin(mine, list(codes)) & (kind != COUNTRY)), rows)
        self.put("within", within, rows)
        self.put("within_close", close, rows)

    def _inside(self, rows: slice, name: str) -> Array:
        """Which candidates lie in a place that the name may mean."""
        if not name:
            return np.zeros(rows.stop - rows.start)
        holders = set(self.gazetteer.find(name).places.tolist()) | {self.gazetteer.short(name)} - {-1}
        if not holders and " " in name:  # "Texas Governor Rick Perry" follows: try its first word
            return self._inside(rows, name.rsplit(" ", 1)[0])
        large = np.array([h for h in holders if h >= 0 and self.gazetteer.kind[h] in (1, 2, 3)], dtype="i8")
        if not len(large):
            return np.zeros(rows.stop - rows.start)
        mine = self.place[rows]
        inside = np.zeros(len(mine), dtype=bool)
        for field in (self.country, self.admin1, self.admin2):
            inside |= np.isin(field[rows], large) & (field[rows] != mine)
        if inside.any():
            self._contains(name, self.country[rows][inside], self.admin1[rows][inside], self.admin2[rows][inside])
        return inside.astype(float)

    def _contains(self, name: str, *holders: Array) -> None:
        for key in (fold(name), fold(name) + _UNIT):
            number = self.groups.get(key)
            if number is not None:
                self._mark_holders(number, np.concatenate(holders))

    def _mark_holders(self, number: int, holders: Array) -> None:
        rows = slice(int(self.ends[number]), int(self.ends[number + 1]))
        hit = np.isin(self.place[rows], holders)
        self.put("contains", np.maximum(self.evidence[rows, _AT["contains"]], hit), rows)

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
        np.add.at(own_country, (self.base, np.maximum(self.country, 0)), chance * (self.country >= 0))
        votes = own_country.sum(axis=0)
        said = self._adjective_votes(len(votes))
        total = (votes + said)[None, :] - own_country
        share = total / np.maximum(total.sum(axis=1, keepdims=True), 1e-9)
        mine = share[self.base, np.maximum(self.country, 0)] * (self.country >= 0)
        self.put("same_country", mine)
        top = share.max(axis=1)[self.base]
        self.put("top_country", (mine >= top - 1e-9) & (mine > 0))
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


def softmax(logits: Array, ends: Array, group: Array) -> Array:
    """Probabilities within each group; a group may be empty."""
    if not len(logits):
        return logits
    filled = np.flatnonzero(np.diff(ends))
    starts = ends[filled]
    top = np.zeros(len(ends) - 1)
    top[filled] = np.maximum.reduceat(logits, starts)
    powers = np.exp(logits - top[group])
    total = np.ones(len(ends) - 1)
    total[filled] = np.add.reduceat(powers, starts)
    out: Array = powers / total[group]
    return out


def distance_km(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Array:
    """Great-circle distance; angles in radians."""
    a = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    )
    out: Array = 2 * _EARTH * np.arcsin(np.sqrt(np.clip(a, 0, 1)))
    return out


def rank(asks: list[Ask], report: Report, gazetteer: Gazetteer) -> list[Ranked]:
    """Rank the candidates of every name of a report.

    Args:
        asks: the names, in any order; all names of the report help each other.
        report: what else it says about countries.
        gazetteer: the places.

    Returns:
        One `Ranked` for each of `asks`; empty where the gazetteer has no such name.
    """
    fitted = model()
    table = Table(asks, report, gazetteer)
    chance = table.probabilities(fitted.first)
    for _ in range(2):
        table.add_context(chance)
        chance = table.probabilities(fitted.full)
    ranked = []
    for key in table.keys:
        number = table.groups[key]
        start, end = int(table.ends[number]), int(table.ends[number + 1])
        order = np.argsort(-chance[start:end], kind="stable")
        places = tuple(int(p) for p in table.place[start:end][order])
        trust = 0.0
        if places:
            best = start + int(order[0])
            odds = grounds(table.evidence[best], float(chance[best])) @ fitted.trust
            trust = float(1 / (1 + np.exp(-odds)))
        ranked.append(Ranked(places, tuple(chance[start:end][order].tolist()), trust))
    return ranked


def grounds(evidence: Array, chance: float) -> Array:
    """What the trust in a candidate rests on, in the order of `GROUNDS`."""
    lead = np.log(max(chance, 1e-9) / max(1 - chance, 1e-9))
    rest = [evidence[_AT[name]] for name in GROUNDS[2:]]
    return np.array([1.0, min(max(lead, -4.0), 4.0), *rest])
