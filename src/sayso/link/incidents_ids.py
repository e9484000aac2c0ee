"""Public ids of incidents, that outlive what claims come and go.

In:   the incidents that were, with their claims; the clusters that are now
Out:  an id for each cluster, and what became of the ids that are no more

Method: a pair of an incident and a cluster with more claims in common goes before one with
fewer; of equals, the one whose claims have been in the incident longer, then the smaller id.
So an incident keeps its id while it lives; of two that merge, the one with more claims in the
cluster gives the id; of one that splits, its biggest part keeps it. A part without an id takes
back one that these claims had before, where that sleeps (so undoing a merge gives back both
ids), else it gets a new one, the hash of its smallest claim. Nothing depends on an order.
Known faults: an id says nothing of what the incident is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from sayso.base.ids import digest

Why = Literal["merged", "split", "retracted"]
Ages = Mapping[str, Mapping[str, int]]
"""Incident to its claims, each with the number of the act that put it there."""


class Alias(NamedTuple):
    """What became of an id, or of a part of its claims: `new` is "" when nothing is left."""

    old: str
    new: str
    why: Why


class Named(NamedTuple):
    """Ids in the order of the clusters; aliases sorted; ids that are used again."""

    ids: tuple[str, ...]
    aliases: tuple[Alias, ...]
    woken: tuple[str, ...]


def name_clusters(
    was: Ages,
    clusters: Sequence[Sequence[str]],
    slept: Callable[[Iterable[str]], Ages],
    taken: Callable[[Iterable[str]], set[str]],
) -> Named:
    """Give each cluster its id.

    Args:
        was: the open incidents that may have changed.
        clusters: ids of the claims of each cluster; no claim stands in two.
        slept: for some claims, the incidents that are open no more and that held them.
        taken: of some ids, those of incidents that are or were.
    """
    found = _match(was, {n: frozenset(c) for n, c in enumerate(clusters)})
    left = {n: frozenset(c) for n, c in enumerate(clusters) if n not in found}
    woken: dict[int, str] = {}
    if left:
        sleepers = slept(sorted(c for claims in left.values() for c in claims))
        woken = _match({i: c for i, c in sleepers.items() if i not in was}, left)
    new = {**found, **woken}
    fresh = {n: min(clusters[n]) for n in left.keys() - woken.keys()}
    given = {*was, *new.values()}
    given |= taken(first_id(claim) for claim in fresh.values())
    for n, claim in sorted(fresh.items(), key=lambda item: item[1]):
        new[n] = _fresh(claim, given, taken)
        given.add(new[n])
    ids = tuple(new[n] for n in range(len(clusters)))
    aliases = _aliases(was, clusters, ids, set(found.values()))
    return Named(ids, tuple(sorted(aliases)), tuple(sorted(woken.values())))


def _match(was: Ages, clusters: Mapping[int, frozenset[str]]) -> dict[int, str]:
    """Pair clusters with incidents, those with most claims in common first."""
    home = {claim: n for n, claims in clusters.items() for claim in claims}
    shared: dict[tuple[str, int], list[int]] = {}
    for i, claims in was.items():
        for claim, since in claims.items():
            if claim in home:
                shared.setdefault((i, home[claim]), []).append(since)

    def order(pair: tuple[str, int]) -> tuple[int, int, str, str]:
        i, n = pair
        return -len(shared[pair]), sum(shared[pair]), i, min(clusters[n])

    found: dict[int, str] = {}
    given: set[str] = set()
    for i, n in sorted(shared, key=order):
        if n not in found and i not in given:
            found[n] = i
            given.add(i)
    return found


def first_id(claim: str) -> str:
    """The id of an incident whose smallest claim this is, when it is first made."""
    return "i-" + digest(claim)


def _fresh(claim: str, given: set[str], taken: Callable[[Iterable[str]], set[str]]) -> str:
    """An id from a claim's; where it is taken, as after a split, the next one."""
    found, n = first_id(claim), 1
    while found in given:
        n += 1
        found = "i-" + digest(claim, n)
        given |= taken([found])
    return found


def _aliases(
    was: Ages, clusters: Sequence[Sequence[str]], ids: Sequence[str], living: set[str]
) -> list[Alias]:
    home = {claim: ids[n] for n, cluster in enumerate(clusters) for claim in cluster}
    found = []
    for i, claims in was.items():
        went: dict[str, int] = {}
        for claim in claims:
            if claim in home:
                went[home[claim]] = went.get(home[claim], 0) + 1
        if i in living:
            found += [Alias(i, to, "split") for to in went if to != i and to not in was]
        elif went:
            most = min(went, key=lambda to: (-went[to], to))
            found.append(Alias(i, most, "merged"))
        else:
            found.append(Alias(i, "", "retracted"))
    return found
