"""The weights of the evidence for a place, and the arithmetic.

In:   `places_weights.toml`, which `recipes/places/fit.py` makes
Out:  `model()`; softmax over groups; distances

Method: a linear model over `FEATURES` ranks the candidates of a name; a logistic curve over
`GROUNDS` says how far the best one can be trusted.
Known faults: none known.
"""

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, Any]

FEATURES = (
    "country", "admin1", "admin2", "region",  # what it is; a town is none of them
    "town_people", "unit_people",  # log10 of the population, from 0 to 1
    "town_rank", "unit_rank",  # the same, less that of the largest candidate of the kind
    "other_name", "loose_name", "part_name", "capital",
    "unit_said", "unit_elsewhere",  # a word for its kind stands beside it, or elsewhere
    "town_said", "town_denied",
    "within", "within_close", "contains",  # the name that follows contains it; it contains one
    "country_said",  # an adjective or owner before it
    "same_country", "top_country", "same_admin1", "named_admin1", "near_100", "near_400", "cluster",
    "against",  # the report's other names lie in one other country
    "short_form", "only", "twin",
    "meant",  # a name by which reports mean it first (`places_names.toml`)
)  # fmt: skip
GROUNDS = (
    "base", "chance", "country", "admin1", "admin2", "region", "only", "other_name", "loose_name",
    "part_name", "town_people", "same_country", "same_admin1", "near_100", "near_400",
    "within_close", "cluster", "against", "meant",
)  # fmt: skip
"""On what the trust in the best candidate rests: how far it leads, and its own evidence."""

THRESHOLD = 0.7
"""A place with less trust than this stays undecided."""

AT = {name: i for i, name in enumerate(FEATURES)}
"""The column of each kind of evidence."""

CONTEXT = (
    "same_country", "top_country", "same_admin1", "named_admin1", "near_100", "near_400", "cluster",
    "against",
)  # fmt: skip
"""Evidence that hangs on the other names of the report."""

_EARTH = 6371.0  # km


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


def lead(share: float) -> float:
    """Log odds of a share, bounded: beyond 4 (.98) a lead tells nothing more."""
    return min(max(math.log(max(share, 1e-9) / max(1 - share, 1e-9)), -4.0), 4.0)


_REST = [AT[name] for name in GROUNDS[2:]]


def grounds(evidence: Array, share: float) -> Array:
    """What the trust in a candidate rests on, in the order of `GROUNDS`."""
    return np.concatenate(([1.0, lead(share)], evidence[_REST]))
