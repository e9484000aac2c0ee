"""How well things were grouped: MUC, B-cubed, CEAF and CoNLL F1 of a clustering.

In:   two clusterings of the same things: each thing to the name of its cluster
Out:  precision, recall and F1

Method: MUC (Vilain et al. 1995) counts links: a key cluster of n things needs n - 1, and has
those that its parts in the response leave. B-cubed (Bagga and Baldwin 1998) asks of each thing how
much of its cluster is right. CEAF-e (Luo 2005) pairs key and response clusters one to one, so that
the sum of their similarities 2|K & R| / (|K| + |R|) is greatest (Kuhn 1955, in the form with
potentials, O(n^3)), and CEAF-m with |K & R|. CoNLL F1 is the mean of the F1 of
MUC, B-cubed and CEAF-e (Pradhan et al. 2012). Both sides hold the same things (mentions are given),
so that none of the ways to treat missing ones is needed; clusters of one thing count.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

Clustering = Mapping[str, Hashable]


class Score(NamedTuple):
    """Precision, recall, F1, in [0, 1]."""

    precision: float
    recall: float
    f1: float


def score(right_p: float, of_p: float, right_r: float, of_r: float) -> Score:
    precision = right_p / of_p if of_p else 0.0
    recall = right_r / of_r if of_r else 0.0
    total = precision + recall
    return Score(precision, recall, 2 * precision * recall / total if total else 0.0)


def muc(key: Clustering, told: Clustering) -> Score:
    """MUC; a side with clusters of one thing alone has no links, and scores 0."""
    return score(*_links(told, key), *_links(key, told))


def _links(whole: Clustering, parts: Clustering) -> tuple[int, int]:
    right = of = 0
    for things in members(whole).values():
        right += len(things) - len({parts[thing] for thing in things})
        of += len(things) - 1
    return right, of


def b_cubed(key: Clustering, told: Clustering) -> Score:
    """B-cubed."""
    both = Counter((key[thing], told[thing]) for thing in _same(key, told))
    of_key, of_told = Counter(key.values()), Counter(told.values())
    right_p = sum(n * n / of_told[t] for (_, t), n in both.items())
    right_r = sum(n * n / of_key[k] for (k, _), n in both.items())
    return score(right_p, len(key), right_r, len(key))


def ceaf_e(key: Clustering, told: Clustering) -> Score:
    """CEAF by entity: similarity 2|K & R| / (|K| + |R|)."""
    total = _ceaf(key, told, lambda both, k, t: 2 * both / (k + t))
    return score(total, len(set(told.values())), total, len(set(key.values())))


def ceaf_m(key: Clustering, told: Clustering) -> Score:
    """CEAF by mention: similarity |K & R|."""
    total = _ceaf(key, told, lambda both, k, t: float(both))
    return score(total, len(told), total, len(key))


def conll(key: Clustering, told: Clustering) -> float:
    """CoNLL F1."""
    return (muc(key, told).f1 + b_cubed(key, told).f1 + ceaf_e(key, told).f1) / 3


def named(groups: Sequence[Sequence[str]]) -> dict[str, Hashable]:
    """Groups of things as a clustering: each thing to the first of its group."""
    return {thing: things[0] for things in groups for thing in things}


def members(clustering: Clustering) -> dict[Hashable, list[str]]:
    """Name of a cluster to its things."""
    found: dict[Hashable, list[str]] = defaultdict(list)
    for thing, name in clustering.items():
        found[name].append(thing)
    return dict(found)


def _same(key: Clustering, told: Clustering) -> Clustering:
    if key.keys() != told.keys():
        raise ValueError("key and response must hold the same things")
    return key


def _ceaf(key: Clustering, told: Clustering, alike: Callable[[int, int, int], float]) -> float:
    both = Counter((key[thing], told[thing]) for thing in _same(key, told))
    of_key, of_told = Counter(key.values()), Counter(told.values())
    total = 0.0
    # Clusters that share nothing can be paired at no gain: each connected part by itself.
    for pairs in _parts(both):
        rows = {k: i for i, k in enumerate(sorted({k for k, _ in pairs}, key=repr))}
        columns = {t: i for i, t in enumerate(sorted({t for _, t in pairs}, key=repr))}
        gain = [[0.0] * len(columns) for _ in rows]
        for k, t in pairs:
            gain[rows[k]][columns[t]] = alike(both[k, t], of_key[k], of_told[t])
        total += sum(gain[i][j] for i, j in assign(gain))
    return total


def _parts(
    pairs: Mapping[tuple[Hashable, Hashable], int],
) -> list[list[tuple[Hashable, Hashable]]]:
    """The pairs in groups that share no key and no response cluster."""
    by_key: dict[Hashable, list[Hashable]] = defaultdict(list)
    by_told: dict[Hashable, list[Hashable]] = defaultdict(list)
    for k, t in pairs:
        by_key[k].append(t)
        by_told[t].append(k)
    found, seen = [], set()
    for start in by_key:
        if start in seen:
            continue
        seen.add(start)
        waiting, part = [start], []
        while waiting:
            k = waiting.pop()
            for t in by_key[k]:
                part.append((k, t))
                for other in by_told[t]:
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        found.append(part)
    return found


def assign(gain: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pair rows with columns, each at most once, so that the sum of their gains is greatest.

    Args:
        gain: one row of numbers for each row, all of one length.

    Returns:
        (row, column) of each pair; as many as the shorter side has.

    >>> assign([[1.0, 2.0], [3.0, 5.0], [0.0, 9.0]])
    [(1, 0), (2, 1)]
    """
    n, m = len(gain), len(gain[0]) if gain else 0
    if n > m:
        turned = [[row[j] for row in gain] for j in range(m)]
        return sorted((i, j) for j, i in assign(turned))
    # Shortest augmenting paths with potentials; row and column 0 stand for none.
    of_row, of_column = [0.0] * (n + 1), [0.0] * (m + 1)
    owner, way = [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        owner[0] = i
        column = 0
        least = [float("inf")] * (m + 1)
        used = [False] * (m + 1)
        while True:
            used[column] = True
            row, delta, nearest = owner[column], float("inf"), 0
            for j in range(1, m + 1):
                if used[j]:
                    continue
                cost = -gain[row - 1][j - 1] - of_row[row] - of_column[j]
                if cost < least[j]:
                    least[j], way[j] = cost, column
                if least[j] < delta:
                    delta, nearest = least[j], j
            for j in range(m + 1):
                if used[j]:
                    of_row[owner[j]] += delta
                    of_column[j] -= delta
                else:
                    least[j] -= delta
            column = nearest
            if owner[column] == 0:
                break
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    return sorted((owner[j] - 1, j - 1) for j in range(1, m + 1) if owner[j])
