"""Groups from similarities of pairs: average linkage, the same whatever the order.

In:   names of things, similarities of some pairs, a threshold
Out:  the things in groups

Method: agglomerative clustering: the two groups with the highest mean similarity of their pairs
are joined, while it is at least the threshold; a pair that is not given counts as 0. Groups
that no given pair connects are never compared, so that the cost is that of the given pairs.
Similarities are counted in whole ten-thousandths, so that sums are exact; ties go to the
group with the smallest name. Hence the result is a function of the set of things and pairs: a
report that is added later changes only groups that it is connected with.
Known faults: greedy, as agglomeration is: an early join is never undone.
"""

import heapq
from collections.abc import Collection, Mapping

_UNIT = 10_000


def group(
    names: Collection[str], pairs: Mapping[tuple[str, str], float], threshold: float
) -> tuple[tuple[str, ...], ...]:
    """Group things by average linkage.

    Args:
        names: all things, each once.
        pairs: similarities in (0, 1] of pairs of them, each pair once, in either order.
        threshold: least mean similarity at which two groups are joined, above 0.

    Returns:
        The groups, each sorted, in the order of their first names.

    >>> group(["a", "b", "c"], {("a", "b"): 0.9, ("b", "c"): 0.6}, 0.5)
    (('a', 'b'), ('c',))
    """
    ordered = sorted(names)
    number = {name: i for i, name in enumerate(ordered)}
    members = {i: [i] for i in range(len(ordered))}  # a group's number is its first member's
    sums: dict[int, dict[int, int]] = {i: {} for i in members}
    for (a, b), similarity in pairs.items():
        units = round(similarity * _UNIT)
        if units > 0:
            sums[number[a]][number[b]] = sums[number[b]][number[a]] = units
    floor = threshold * _UNIT
    heap = [(-float(s), i, j) for i, near in sums.items() for j, s in near.items() if i < j]
    heap = [entry for entry in heap if -entry[0] >= floor]
    heapq.heapify(heap)
    while heap:
        mean, i, j = heapq.heappop(heap)
        if i not in members or j not in members or -mean != _mean(sums, members, i, j):
            continue  # one of them has been joined since
        members[i] += members.pop(j)
        moved = sums.pop(j)
        for k, units in moved.items():
            del sums[k][j]
            if k != i:
                sums[i][k] = sums[k][i] = sums[i].get(k, 0) + units
        for k in sums[i]:
            mean = _mean(sums, members, i, k)
            if mean >= floor:
                heapq.heappush(heap, (-mean, min(i, k), max(i, k)))
    return tuple(tuple(ordered[m] for m in sorted(members[i])) for i in sorted(members))


def _mean(sums: Mapping[int, Mapping[int, int]], members: Mapping[int, list[int]],
          i: int, j: int) -> float:  # fmt: skip
    return sums[i].get(j, 0) / (len(members[i]) * len(members[j]))
