"""How likely two reports tell one story.

In:   two gists, or many
Out:  a probability, with what speaks for it; of many, the pairs that are not unlikely

Method: a logistic model over few features of a pair: the cosines of all words, names, numbers
and words of the lead; the share of their years that both name; whether both name years and none
in common. What a report does not name speaks neither for nor against. Weights in
`stories_weights.toml`, fitted by `recipes/stories/`. Of many reports, the pairs that share words
are found by an index of terms; the result is the same as of asking for each pair.
Known faults: stories of one kind, place and set of people (two trades of one sports club, two
flaws in one browser) look alike; many are joined. Reports of a sentence or two
have few words to share; the model was fitted on whole reports.
"""

import functools
import math
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.base.errors import AssetError
from sayso.link.stories_gist import LEAD, NAME, NUMBER, Gist

WEIGHTS = Path(__file__).with_name("stories_weights.toml")

FEATURES = ("words", "names", "numbers", "lead", "years", "other_years")
"""What of a pair is weighed, in this order."""

# Two reports that share less than this of their words (cosine) are taken to tell unlike stories: of
# 286,443 such pairs on topics 1 to 35 of ECB+ 11 tell one story. It spares weighing all the rest.
LEAST_COSINE = 0.06


class Profile(NamedTuple):
    """A gist made ready for comparison."""

    rows: dict[int, tuple[int, int]]  # term to weight and kind
    norm: float  # of all weights
    norms: tuple[float, float, float]  # of names, numbers, lead
    years: frozenset[int]


class Weights(NamedTuple):
    """Of the logistic model: the constant, then one a feature."""

    constant: float
    features: tuple[float, ...]


def profile(gist: Gist) -> Profile:
    """Make a gist ready for comparison; worth keeping where one is compared often."""
    rows = dict(zip(gist.terms, zip(gist.weights, gist.kinds, strict=True), strict=True))
    names, numbers, lead = (
        math.sqrt(sum(w * w for w, k in rows.values() if k & kind)) for kind in (NAME, NUMBER, LEAD)
    )
    return Profile(
        rows=rows,
        norm=math.sqrt(sum(w * w for w in gist.weights)),
        norms=(names, numbers, lead),
        years=frozenset(gist.years),
    )


def evidence(a: Profile, b: Profile) -> tuple[float, ...]:
    """What is weighed of a pair, as `FEATURES` names it; the same for (a, b) and (b, a)."""
    if len(a.rows) > len(b.rows):
        a, b = b, a
    other = b.rows
    every = names = numbers = lead = 0
    for key, (weight, kind) in a.rows.items():
        found = other.get(key)
        if found is None:
            continue
        product = weight * found[0]
        every += product
        both = kind & found[1]
        if both & NAME:
            names += product
        if both & NUMBER:
            numbers += product
        if both & LEAD:
            lead += product
    years = len(a.years & b.years)
    return (
        _cosine(every, a.norm, b.norm),
        *map(_cosine, (names, numbers, lead), a.norms, b.norms),
        years / len(a.years | b.years) if years else 0.0,
        float(bool(a.years and b.years) and not years),
    )


def _cosine(product: int, a: float, b: float) -> float:
    return product / (a * b) if product else 0.0


def story_similarity(a: Gist, b: Gist) -> float:
    """Say how likely two reports tell one story, in [0, 1]; exact to the fourth decimal.

    0.5 is even odds. The same for (a, b) and (b, a).

    >>> from sayso.base.nouns import Document
    >>> from sayso.link.stories_gist import read_gist
    >>> first, again, other = (
    ...     read_gist(Document(report_id="", text=text))
    ...     for text in (
    ...         "Gunmen attacked the army post at Vorlund on 3 May, killing 12 soldiers.",
    ...         "The attack on Vorlund's army post killed 12 soldiers on 3 May.",
    ...         "Farmers blocked the port of Kesh on 9 June over grain prices.",
    ...     )
    ... )
    >>> story_similarity(first, again) > 0.5 > story_similarity(first, other)
    True
    """
    return alike(profile(a), profile(b), weights())


def alike(a: Profile, b: Profile, model: Weights) -> float:
    """`story_similarity` of profiles, by given weights."""
    found = evidence(a, b)
    if found[0] < LEAST_COSINE:
        return 0.0
    odds = model.constant + sum(w * x for w, x in zip(model.features, found, strict=True))
    # Rounded, so that machines that differ in the last bit of `exp` agree.
    return round(1 / (1 + math.exp(-odds)), 4)


def similar_pairs(
    gists: Sequence[Gist], least: float, model: Weights | None = None
) -> dict[tuple[int, int], float]:
    """Find the pairs that are at least so likely to tell one story.

    Args:
        gists: in any order.
        least: least similarity; above 0.

    Returns:
        (i, j), i < j, to `story_similarity` of gists i and j.
    """
    if not gists:
        return {}
    index = _Index(gists)
    constant, features = model or weights()
    pairs: dict[tuple[int, int], float] = {}
    for i in range(len(gists)):
        others, found = index.later(i)
        if not len(others):
            continue
        odds = constant + sum(w * column for w, column in zip(features, found, strict=True))
        scores = np.round(1 / (1 + np.exp(-odds)), 4)
        keep = scores >= least
        pairs.update(
            ((i, j), score)
            for j, score in zip(others[keep].tolist(), scores[keep].tolist(), strict=True)
        )
    return pairs


Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


class _Index:
    """Which gists have a term or a year, for asking for all later gists at once.

    Sums of products of whole numbers are exact, so that nothing differs from `evidence`.
    """

    def __init__(self, gists: Sequence[Gist]) -> None:
        profiles = [profile(gist) for gist in gists]
        self._norms = np.asarray([(p.norm, *p.norms) for p in profiles]).T.copy()
        self._terms = _Postings([gist.terms for gist in gists])
        self._years = _Postings([gist.years for gist in gists])
        self._n_years = np.asarray([len(gist.years) for gist in gists])
        self._weights = np.concatenate([np.asarray(g.weights, dtype=np.float64) for g in gists])
        self._kinds = np.concatenate([np.asarray(g.kinds, dtype=np.uint8) for g in gists])

    def later(self, i: int) -> tuple[Numbers, tuple[Floats, ...]]:
        """The gists after i that share enough words with it, and what is weighed of each pair."""
        mine, theirs = self._terms.shared_after(i)
        others = self._terms.owner[theirs]
        products = self._weights[mine] * self._weights[theirs]
        n = len(self._n_years)
        words = self._cosine(0, i, np.bincount(others, products, minlength=n))
        near = words >= LEAST_COSINE
        kept = near[others]
        others, products = others[kept], products[kept]
        both = self._kinds[mine[kept]] & self._kinds[theirs[kept]]
        columns = [words]
        for row, kind in enumerate((NAME, NUMBER, LEAD), 1):
            has = (both & kind) > 0
            dot = np.bincount(others[has], products[has], minlength=n)
            columns.append(self._cosine(row, i, dot))
        same = np.bincount(self._years.owner[self._years.shared_after(i)[1]], minlength=n)
        either = self._n_years + self._n_years[i] - same
        columns.append(same / np.maximum(either, 1))
        columns.append(((self._n_years > 0) & (self._n_years[i] > 0) & (same == 0)).astype(float))
        return np.flatnonzero(near), tuple(column[near] for column in columns)

    def _cosine(self, row: int, i: int, products: NDArray[Any]) -> Floats:
        norms: Floats = self._norms[row] * self._norms[row][i]
        out = np.zeros_like(norms)
        np.divide(products, norms, out=out, where=products > 0)
        return out


class _Postings:
    """Values of things, each thing's unlike; entries in order of the things."""

    def __init__(self, values: Sequence[Sequence[int]]) -> None:
        lengths = [len(own) for own in values]
        flat = np.fromiter((v for own in values for v in own), dtype=np.int64, count=sum(lengths))
        self.owner = np.repeat(np.arange(len(values)), lengths)
        self._order = np.lexsort((self.owner, flat))
        self._rank = np.empty(len(flat), dtype=np.int64)
        self._rank[self._order] = np.arange(len(flat))
        self._end = np.searchsorted(flat[self._order], flat, side="right")
        self._first = np.cumsum([0, *lengths])

    def shared_after(self, i: int) -> tuple[Numbers, Numbers]:
        """Entries of thing i, and entries of later things with the same value, in pairs."""
        own = np.arange(self._first[i], self._first[i + 1])
        start = self._rank[own] + 1
        lengths = self._end[own] - start
        mine = np.repeat(own, lengths)
        steps = np.arange(len(mine)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return mine, self._order[np.repeat(start, lengths) + steps]


@functools.cache
def weights() -> Weights:
    """Read the weights that ship.

    Raises:
        AssetError: they are missing or do not fit `FEATURES`.
    """
    try:
        tree: Mapping[str, float] = tomllib.loads(WEIGHTS.read_text("utf-8"))["weights"]
        return Weights(tree["constant"], tuple(tree[name] for name in FEATURES))
    except (OSError, tomllib.TOMLDecodeError, KeyError) as err:
        raise AssetError(f"{WEIGHTS.name}: {err}") from err
