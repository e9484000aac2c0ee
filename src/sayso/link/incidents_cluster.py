"""Which accounts are of one happening, when all that speaks for and against is weighed.

In:   ids, the scores of compared pairs, a way to ask for the log odds of any pair, and
      people's judgements
Out:  clusters, and the pairs by which they hold together

Method: average linkage, the likeliest pair first. People's "same" comes before all. Then each
pair that is likelier one happening than two, from the likeliest on, joins the clusters of its
two accounts when the mean log odds over pairs across them is above zero too, and no judgement
holds them apart. The mean is over all pairs, compared or not, of at most `SAMPLE` accounts of
each side, those of the smallest ids, each cut to `CAP`; ids are hashes, so that is a sample
that no order of input changes. Accounts that people said are the same count as one in the
mean, by the best of their pairs: who adds a report to an incident does not drive out others.
Clusters never reach beyond a connected component of the likely pairs and the judgements, so
that a component can be settled alone.
Known faults: greedy; a pair that was refused is not tried again.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sayso.link.incidents_judged import Judged

Pair = tuple[str, str]

EVEN = 0.5  # above it, two accounts are likelier of one happening than of two
# 64 pairs. With 16 instead, 46 of the 4,353 clusters of ECB+ topics 1-35 are others (B-cubed the
# same to .001), none of the tuning half of quality/incidents.
SAMPLE = 8
# Log odds: 98 in 100. One pair that says "never" must not outweigh ten that say "yes". From 3 to
# 9 at most 8 of the same 4,353 clusters change.
CAP = 4.0


class Settled(NamedTuple):
    """Clusters, each sorted, sorted by their first id; and the pairs that joined them."""

    clusters: tuple[tuple[str, ...], ...]
    joined: tuple[Pair, ...]


def settle(
    claims: Mapping[str, tuple[str, ...]],
    scores: Mapping[Pair, float],
    ask: Callable[[str, str], float],
    people: Judged,
    veto: Callable[[Iterable[str], Iterable[str]], bool] | None = None,
) -> Settled:
    """Cluster accounts.

    Args:
        claims: id of each account to the ids of its claims.
        scores: probabilities of the pairs that were compared, ids in order.
        ask: log odds of any two accounts; asked for pairs that were not compared too.
        people: judgements on claims; only those on claims of these accounts have effect.
        veto: whether two clusters of accounts cannot be one, whatever the mean says.
    """
    home = {i: i for i in claims}
    members = {i: [i] for i in claims}
    judged = {i: {people.group[c] for c in cs if c in people.group} for i, cs in claims.items()}
    joined: list[Pair] = []
    known: dict[Pair, float] = {}

    def mean(one: str, other: str) -> float:
        best: dict[Pair, float] = {}
        others = sorted(members[other])[:SAMPLE]
        for a in sorted(members[one])[:SAMPLE]:
            for b in others:
                pair = (a, b) if a < b else (b, a)
                if pair not in known:
                    known[pair] = odds_of(scores[pair]) if pair in scores else ask(*pair)
                bond = bonds.get(a, a), bonds.get(b, b)
                best[bond] = max(best.get(bond, -CAP), min(CAP, known[pair]))
        return sum(best.values()) / len(best)

    def join(pair: Pair) -> None:
        one, other = sorted((home[pair[0]], home[pair[1]]))
        for i in members[other]:
            home[i] = one
        members[one] += members.pop(other)
        judged[one] |= judged.pop(other)
        joined.append(pair)

    for pair in _same(claims, people):
        if home[pair[0]] != home[pair[1]]:
            join(pair)
    bonds = {i: home[i] for i in home if len(members[home[i]]) > 1}
    likely = sorted((p for p in scores if scores[p] > EVEN), key=lambda p: (-scores[p], p))
    for pair in likely:
        one, other = home[pair[0]], home[pair[1]]
        if one == other or _apart(judged[one], judged[other], people):
            continue
        alone = len(members[one]) == len(members[other]) == 1
        if not alone and mean(one, other) <= 0:
            continue
        if veto is None or not veto(members[one], members[other]):
            join(pair)
    clusters = sorted(tuple(sorted(ids)) for ids in members.values())
    return Settled(tuple(clusters), tuple(sorted(joined)))


def odds_of(score: float) -> float:
    """Log odds of a probability; beyond what `CAP` leaves they are cut.

    >>> odds_of(0.5), odds_of(1.0)
    (0.0, 8.0)
    """
    if not 0.0 < score < 1.0:
        return 2 * CAP if score >= 1.0 else -2 * CAP
    return math.log(score / (1.0 - score))


def _same(claims: Mapping[str, tuple[str, ...]], people: Judged) -> list[Pair]:
    """Pairs of accounts that hold claims of one judged group, chained in order of ids."""
    by_group: dict[str, set[str]] = {}
    for i, its in claims.items():
        for claim in its:
            if claim in people.group:
                by_group.setdefault(people.group[claim], set()).add(i)
    found: list[Pair] = []
    for group in sorted(by_group):
        ids = sorted(by_group[group])
        found += itertools.pairwise(ids)
    return found


def _apart(one: set[str], other: set[str], people: Judged) -> bool:
    return any(people.apart.get(group, frozenset()) & other for group in one)


def components(ids: Iterable[str], pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Connected components, each sorted, sorted by their first id.

    >>> components("abc", [("a", "c")])
    [('a', 'c'), ('b',)]
    """
    parent = {i: i for i in ids}

    def root(i: str) -> str:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs:
        one, other = sorted((root(a), root(b)))
        parent[other] = one
    found: dict[str, list[str]] = {}
    for i in sorted(parent):
        found.setdefault(root(i), []).append(i)
    return sorted(tuple(group) for group in found.values())
