"""How likely two reports tell one story.

In:   two gists, or many
Out:  a probability, with what speaks for it; of many, the pairs that are not unlikely

Method: a logistic model over few features of a pair: the cosines of all words, names, numbers
and words of the lead; the share of their years that both name; whether both name years and none
in common. What a report does not name speaks neither for nor against. Weights in
`stories_weights.toml`, fitted by `recipes/stories/`. Of many reports, the pairs that share words
are found by an index of terms; the result is the same as of asking for each pair.
Known faults: stories of one kind, place and set of people (two trades of one sports club, two
flaws in one browser) look alike; half of them are joined. Reports of a sentence or two
have few words to share; the model was fitted on whole reports.
"""

import functools
import math
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sayso.base.errors import AssetError
from sayso.link.stories_gist import LEAD, NAME, NUMBER, Gist

WEIGHTS = Path(__file__).with_name("stories_weights.toml")

FEATURES = ("words", "names", "numbers", "lead", "years", "other_years")
"""What of a pair is weighed, in this order."""

# Two reports that share less than this of their words (cosine) are taken to tell unlike stories:
# on topics 1 to 35 of ECB+ no pair under it had a probability above .1.
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
    model = model or weights()
    profiles = [profile(gist) for gist in gists]
    pairs = {}
    for i, others in enumerate(_neighbours(gists, profiles)):
        for j in others:
            score = alike(profiles[i], profiles[j], model)
            if score >= least:
                pairs[i, j] = score
    return pairs


def _neighbours(gists: Sequence[Gist], profiles: Sequence[Profile]) -> Sequence[Sequence[int]]:
    """Of each gist, the later ones that may share `LEAST_COSINE` of its words."""
    if not gists:
        return []
    owner = np.repeat(np.arange(len(gists)), [len(gist.terms) for gist in gists])
    terms = np.concatenate([np.asarray(gist.terms, dtype=np.int64) for gist in gists])
    flat = np.concatenate([np.asarray(gist.weights, dtype=np.float64) for gist in gists])
    norms = np.asarray([max(p.norm, 1.0) for p in profiles])
    flat /= norms[owner]
    order = np.lexsort((owner, terms))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    by_owner, by_weight = owner[order], flat[order]
    ends = np.searchsorted(terms[order], terms, side="right")
    bounds = np.cumsum([0, *(len(gist.terms) for gist in gists)])
    found: list[Sequence[int]] = []
    for i in range(len(gists)):
        own = range(bounds[i], bounds[i + 1])
        spans = [slice(ranks[k] + 1, ends[k]) for k in own if ranks[k] + 1 < ends[k]]
        if not spans:
            found.append(())
            continue
        later = np.concatenate([by_owner[s] for s in spans])
        lengths = [s.stop - s.start for s in spans]
        mine = np.repeat([flat[k] for k in own if ranks[k] + 1 < ends[k]], lengths)
        shared = np.concatenate([by_weight[s] for s in spans]) * mine
        cosine = np.bincount(later, weights=shared)
        # A hair below the bound, since sums in another order may differ in the last bit.
        found.append(np.flatnonzero(cosine >= LEAST_COSINE - 1e-9).tolist())
    return found


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
