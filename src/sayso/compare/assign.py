"""The best one-to-one choice among weighted pairs of two sets.

In:   for each member of the first set the members of the second that it may go with, and how well
Out:  the choice whose weights sum up highest; a member may stay alone

Method: shortest augmenting paths with potentials (the sparse form of the Hungarian method): each
member of the first set looks for its place, pushing others on where that is better in sum. To stay
alone is a place of weight zero, of one's own. The search ends at the first free place, so it stays
near. Weights are whole numbers, so sums are exact.
Known faults: of two choices with one sum either may be taken; `match` makes weights unlike.
"""

import heapq
from collections.abc import Mapping

Edges = Mapping[int, Mapping[int, int]]


def assign(edges: Edges) -> dict[int, int]:
    """Choose pairs.

    Args:
        edges: first -> {second: weight above zero}. Numbers from 0.

    Returns:
        first -> second, for those that do not stay alone.

    >>> assign({0: {0: 9, 1: 8}, 1: {0: 8}})
    {0: 1, 1: 0}
    """
    top = max((w for own in edges.values() for w in own.values()), default=0)
    # The place of staying alone of `one` is -1 - one.
    costs = {
        one: {**{other: top - weight for other, weight in own.items()}, -1 - one: top}
        for one, own in edges.items()
    }
    of_one = dict.fromkeys(costs, 0)
    of_other: dict[int, int] = {}
    taken: dict[int, int] = {}
    home: dict[int, int] = {}
    for one in sorted(costs):
        came, place = _search(one, costs, of_one, of_other, taken)
        while True:  # each on the path moves on to the place that was found for it
            mover = came[place]
            left = home.get(mover)
            taken[place], home[mover] = mover, place
            if left is None:
                break
            place = left
    return {one: place for one, place in sorted(home.items()) if place >= 0}


def _search(
    start: int,
    costs: Mapping[int, Mapping[int, int]],
    of_one: dict[int, int],
    of_other: dict[int, int],
    taken: Mapping[int, int],
) -> tuple[dict[int, int], int]:
    """The shortest path from `start` to a free place; the potentials are brought along.

    Returns:
        Which member each place was reached from, and the free place.
    """
    far: dict[int, int] = {}
    came: dict[int, int] = {}
    done: dict[int, int] = {}
    heap: list[tuple[int, int]] = []
    one, so_far = start, 0
    while True:
        for other, cost in costs[one].items():
            if other in done:
                continue
            length = so_far + cost - of_one[one] - of_other.get(other, 0)
            if other not in far or length < far[other]:
                far[other], came[other] = length, one
                heapq.heappush(heap, (length, other))
        so_far, place = heapq.heappop(heap)
        while place in done:
            so_far, place = heapq.heappop(heap)
        done[place] = so_far
        if place not in taken:
            break
        one = taken[place]
    of_one[start] += so_far
    for other, length in done.items():
        if other in taken:
            of_one[taken[other]] += so_far - length
            of_other[other] = of_other.get(other, 0) - (so_far - length)
    return came, place
