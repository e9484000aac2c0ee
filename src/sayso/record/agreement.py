"""How far coders who worked apart agree: Krippendorff's alpha, with an interval.

In:   units, each with the values that coders gave it (None: none given)
Out:  `Agreement`: alpha, an interval, what it rests on; or why there is no alpha

Method: alpha = 1 - observed / expected disagreement over pairable values, by the coincidence
matrix of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), with his
differences for nominal, ordinal, interval and ratio values. Sets differ by MASI (Passonneau,
"Measuring Agreement on Set-valued Items", LREC 2006), which stands in place of the square of
a difference. The interval is that of the percentile bootstrap: units are drawn anew with
replacement, whole clusters at a time (claims of one report are not independent), and both
disagreements are reckoned anew from each draw (Zapf and others 2016,
doi:10.1186/s12874-016-0200-9, found its cover good). Own code: the libraries are under the GPL
(`docs/decisions/0145-agreement-of-our-own.md`).
Known faults: under about 20 clusters the interval is too narrow; for few values of very uneven
shares alpha is low however often coders agree, and `observed` then tells more.
"""

from collections.abc import Hashable, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sayso.base.nouns import Noun

Level = Literal["nominal", "ordinal", "interval", "ratio", "set"]

_Matrix = npt.NDArray[np.float64]

_DRAWS = 2000  # the ends of a 95 % interval move by under 0.01 from seed to seed
_SURE = 0.95
# An interval over the draws that have an alpha says nothing where many have none.
_MOST_WITHOUT = 0.05
_AT_A_TIME = 250  # draws whose coincidence matrices are held at once

# Passonneau 2006: the same, one within the other, some shared, none shared.
_SAME, _WITHIN, _SHARED = 1.0, 2 / 3, 1 / 3


class Agreement(Noun, kw_only=True, frozen=True):
    """How far coders agree on one field.

    Attributes:
        level: of measurement.
        alpha: 1 is perfect, 0 what chance gives, below 0 worse than chance; None when it
            cannot be told.
        reason: why alpha is None; "" otherwise.
        low, high: 95 % interval of alpha; None where it cannot be told.
        units: units with two or more values.
        values: values in those units.
        clusters: clusters (reports) that those units stand in.
        observed: share of pairs of values within a unit that are the same; None without units.
    """

    level: Level
    alpha: float | None = None
    reason: str = ""
    low: float | None = None
    high: float | None = None
    units: int = 0
    values: int = 0
    clusters: int = 0
    observed: float | None = None


def agreement(
    units: Sequence[Sequence[Any]],
    level: Level,
    *,
    clusters: Sequence[Hashable] | None = None,
    draws: int = _DRAWS,
    seed: int = 0,
) -> Agreement:
    """Krippendorff's alpha of any number of coders, values missing or not.

    Args:
        units: the values of each unit, one for each coder who gave one; None is no value. Names
            for nominal, numbers for the next three, sets of names for "set".
        level: of measurement. Numbers of "ratio" must not be negative.
        clusters: of each unit, what it stands in (its report); by default each stands alone.
        draws: of the bootstrap; 0 for no interval.
        seed: of the bootstrap: the same seed gives the same interval.

    Raises:
        ValueError: units and clusters differ in number; a ratio is negative; a number is not
            finite.
    """
    if clusters is None:
        clusters = range(len(units))
    if len(clusters) != len(units):
        raise ValueError(f"{len(units)} units, but {len(clusters)} clusters")
    pairable = [
        (found, cluster)
        for unit, cluster in zip(units, clusters, strict=True)
        if len(found := [value for value in unit if value is not None]) > 1
    ]
    if not pairable:
        return Agreement(level=level, reason="no unit has values of two coders")
    values = _values([value for unit, _ in pairable for value in unit], level)
    by_cluster = _coincidences(pairable, values)
    together = by_cluster.sum(axis=0)
    base = Agreement(
        level=level,
        units=len(pairable),
        values=round(float(together.sum())),
        clusters=len(by_cluster),
        observed=float(np.trace(together) / together.sum()),
    )
    apart = _differences(values, level)
    (alpha,) = _alphas(together[None], level, apart)
    if np.isnan(alpha):
        return _replace(base, reason="nothing varies: all coders gave one value throughout")
    low, high = _interval(by_cluster, level, apart, draws, seed)
    return _replace(base, alpha=float(alpha), low=low, high=high)


def _replace(base: Agreement, **changes: Any) -> Agreement:
    return Agreement(**{name: getattr(base, name) for name in base.__struct_fields__} | changes)


def masi(a: frozenset[Any], b: frozenset[Any]) -> float:
    """How far two sets differ, in [0, 1] (Passonneau 2006): 1 - Jaccard x monotonicity.

    >>> [round(masi(frozenset("ab"), frozenset(x)), 3) for x in ("ab", "a", "bc", "c", "")]
    [0.0, 0.667, 0.889, 1.0, 1.0]
    """
    if a == b:
        return 0.0
    shared = a & b
    if not shared:
        return 1.0
    weight = _WITHIN if a < b or b < a else _SHARED
    return 1.0 - len(shared) / len(a | b) * weight


def _values(given: list[Any], level: Level) -> list[Any]:
    """The values that occur, each once, in an order that does not depend on who gave them."""
    if level == "nominal":
        return sorted(set(given), key=lambda value: (str(type(value)), str(value)))
    if level == "set":
        return sorted(set(map(frozenset, given)), key=lambda value: sorted(map(str, value)))
    numbers = sorted({float(value) for value in given})
    if not np.isfinite(numbers).all():
        raise ValueError("a value is no finite number")
    if level == "ratio" and numbers[0] < 0:
        raise ValueError(f"a ratio cannot be negative: {numbers[0]}")
    return numbers


def _coincidences(pairable: list[tuple[list[Any], Hashable]], values: list[Any]) -> _Matrix:
    """The coincidence matrix of each cluster (2011, step 2): they add up to that of all."""
    place = {value: i for i, value in enumerate(values)}
    order = {cluster: i for i, cluster in enumerate(dict.fromkeys(c for _, c in pairable))}
    found = np.zeros((len(order), len(values), len(values)))
    sets = bool(values) and isinstance(values[0], frozenset)
    for unit, cluster in pairable:
        counts = np.zeros(len(values))
        for value in unit:
            counts[place[frozenset(value) if sets else value]] += 1
        pairs = np.outer(counts, counts) - np.diag(counts)
        found[order[cluster]] += pairs / (len(unit) - 1)
    return found


def _differences(values: list[Any], level: Level) -> _Matrix:
    """How far any two values differ, squared (2011, step 4); of ordinal ones see `_ordinal`."""
    if level == "set":
        return np.array([[masi(a, b) for b in values] for a in values])
    if level in ("nominal", "ordinal"):
        return 1.0 - np.eye(len(values))
    numbers = np.array(values)
    apart = numbers[:, None] - numbers[None, :]
    if level == "ratio":
        sums = numbers[:, None] + numbers[None, :]
        apart = np.divide(apart, sums, out=np.zeros_like(apart), where=sums > 0)
    squared: _Matrix = apart**2
    return squared


def _ordinal(counts: _Matrix) -> _Matrix:
    """Ranks are as far apart as there are values between them, so it depends on the draw."""
    middle = np.cumsum(counts, axis=-1) - counts / 2
    squared: _Matrix = (middle[..., :, None] - middle[..., None, :]) ** 2
    return squared


def _alphas(matrices: _Matrix, level: Level, apart: _Matrix) -> _Matrix:
    """Alpha of each coincidence matrix; NaN where nothing varies."""
    counts = matrices.sum(axis=-1)
    n = counts.sum(axis=-1)
    if level == "ordinal":
        apart = _ordinal(counts)
    observed = (matrices * apart).sum(axis=(-2, -1))
    expected = (counts[..., :, None] * counts[..., None, :] * apart).sum(axis=(-2, -1))
    ratio = np.divide((n - 1) * observed, expected, out=np.full(len(n), np.nan), where=expected > 0)
    alphas: _Matrix = 1.0 - ratio
    return alphas


def _interval(
    by_cluster: _Matrix, level: Level, apart: _Matrix, draws: int, seed: int
) -> tuple[float | None, float | None]:
    """The percentile interval; none of one cluster, or where many draws have no alpha."""
    n = len(by_cluster)
    if draws < 1 or n < 2:
        return None, None
    chance = np.random.default_rng(seed)
    found = []
    for first in range(0, draws, _AT_A_TIME):
        times = chance.multinomial(n, np.full(n, 1 / n), size=min(_AT_A_TIME, draws - first))
        drawn = np.tensordot(times.astype(np.float64), by_cluster, axes=1)
        found.append(_alphas(drawn, level, apart))
    alphas = np.concatenate(found)
    told = alphas[~np.isnan(alphas)]
    if len(told) < draws * (1 - _MOST_WITHOUT):
        return None, None
    low, high = np.quantile(told, [(1 - _SURE) / 2, (1 + _SURE) / 2])
    return float(low), float(high)
