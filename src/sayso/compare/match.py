"""Which happenings of two sets are the same: a written rule, each used once.

In:   two sets of happenings, in any order; a `Rule`
Out:  `Matched`: pairs with scores and doubts; what of each set has no partner

Method: two happenings may be a pair when their days are no further apart than the rule's days,
their points no further than its kilometres (a point known to the province alone, or none, needs the
same country instead), and when both name sides, one of these in common. A pair scores by day,
place and sides alone, a third each, so that type and number of dead, which are measured afterwards,
have no say in it. Of all ways to pair them, each used once, that with the highest sum of scores is
taken (`assign`); equal sums are told apart by hashes of the pairs. So the result does not depend
on the order of the sets, nor on which is first. (`docs/decisions/0167-the-best-sum-of-pairs.md`)
Known faults: a happening that one set tells in parts is one pair and some misses.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from sayso.base.nouns import Noun
from sayso.compare.assign import assign
from sayso.compare.happening import Happening, days_apart, km

# Points that hold to the town or the district; those of a province are the middle of it.
PRECISE = ("place", "admin2")
# A place known to the country alone, or not at all, says little: that much of a third.
_COUNTRY, _PROVINCE, _UNKNOWN = 0.25, 0.5, 0.0
_SIDES_OPEN = 0.5  # one set names no side: neither for nor against
# Chosen by hand: below, two of the three agree badly or are unknown.
DOUBTFUL = 0.6
# Chosen by hand: a rival this near might as well be the partner.
RIVAL = 0.05
_HASH_BITS = 32


class Rule(Noun, kw_only=True, frozen=True):
    """What may be a pair.

    Attributes:
        days: most days apart. 1: reports of a night name either day.
        km: most kilometres apart. 50: twice the 25 within which UCDP calls a point near.
        any_actor: sides that differ do not forbid a pair.
        same_type: types that differ do.
    """

    days: int = 1
    km: float = 50.0
    any_actor: bool = False
    same_type: bool = False


class Pair(Noun, kw_only=True, frozen=True):
    """Two that are taken for one.

    Attributes:
        score: in [0, 1].
        days, km: how far apart; `km` None where one has no point.
        shared: sides that both name.
        doubts: why it may be wrong, in words; empty where nothing speaks against it.
    """

    one: Happening
    other: Happening
    score: float
    days: int
    km: float | None
    shared: tuple[str, ...]
    doubts: tuple[str, ...] = ()


class Matched(Noun, kw_only=True, frozen=True):
    """Two sets: what is in both, what only in one. Each in the order of ids."""

    pairs: tuple[Pair, ...]
    only_one: tuple[Happening, ...]
    only_other: tuple[Happening, ...]


def match(one: Iterable[Happening], other: Iterable[Happening], rule: Rule) -> Matched:
    """Match two sets. Ids are unlike within a set."""
    ones, others = sorted(one, key=_id), sorted(other, key=_id)
    candidates = _candidates(ones, others, rule)
    best: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
    for pair in candidates:
        best[0, pair.one.id].append(pair.score)
        best[1, pair.other.id].append(pair.score)
    pairs = [
        _with_doubts(pair, (best[0, pair.one.id], best[1, pair.other.id]))
        for pair in _chosen(candidates, ones, others)
    ]
    taken_one, taken_other = {p.one.id for p in pairs}, {p.other.id for p in pairs}
    return Matched(
        pairs=tuple(sorted(pairs, key=lambda pair: pair.one.id)),
        only_one=tuple(h for h in ones if h.id not in taken_one),
        only_other=tuple(h for h in others if h.id not in taken_other),
    )


def candidate(one: Happening, other: Happening, rule: Rule) -> Pair | None:
    """The pair of two happenings, None where the rule forbids it."""
    days = days_apart(one, other)
    if days is None or days > rule.days or (rule.same_type and one.type != other.type):
        return None
    away = km(one, other)
    where = _where(one, other, away, rule)
    shared = one.sides & other.sides
    named = bool(one.sides and other.sides)
    if where is None or (named and not shared and not rule.any_actor):
        return None
    if not where and not shared:
        return None  # neither place nor side speaks for it
    fewer = min(len(one.sides), len(other.sides))
    who = len(shared) / fewer if named else _SIDES_OPEN
    score = (1 - days / (rule.days + 1) + where + who) / 3
    return Pair(
        one=one, other=other, score=round(score, 6), days=days,
        km=None if away is None else round(away, 3), shared=tuple(sorted(shared)),
    )  # fmt: skip


def _where(one: Happening, other: Happening, away: float | None, rule: Rule) -> float | None:
    """How well the places agree, None where they do not."""
    if away is not None and one.precision in PRECISE and other.precision in PRECISE:
        return None if away > rule.km else 1 - away / (2 * rule.km)
    if one.country and other.country:
        if one.country != other.country:
            return None
        known = away is not None
        return _PROVINCE if known and away is not None and away <= rule.km else _COUNTRY
    return _UNKNOWN


def _candidates(ones: Sequence[Happening], others: Sequence[Happening], rule: Rule) -> list[Pair]:
    """All pairs that the rule allows. Days are looked up, so that far ones never meet."""
    by_day: defaultdict[int, list[int]] = defaultdict(list)
    long: list[int] = []
    for at, other in enumerate(others):
        if other.day_from is None or other.day_to is None:
            continue
        if (other.day_to - other.day_from).days > _LONG:
            long.append(at)
            continue
        for day in range(other.day_from.toordinal(), other.day_to.toordinal() + 1):
            by_day[day].append(at)
    found: list[Pair] = []
    for one in ones:
        if one.day_from is None or one.day_to is None:
            continue
        first, last = one.day_from.toordinal() - rule.days, one.day_to.toordinal() + rule.days
        if last - first > _LONG * 2:
            near: Iterable[int] = range(len(others))
        else:
            near = {at for day in range(first, last + 1) for at in by_day.get(day, ())} | {*long}
        for at in sorted(near):
            pair = candidate(one, others[at], rule)
            if pair is not None:
                found.append(pair)
    return found


_LONG = 62  # days; what lasts longer is compared with everything rather than day by day


def _with_doubts(pair: Pair, rivals: tuple[list[float], list[float]]) -> Pair:
    doubts = [f"low score ({pair.score:.2f})"] if pair.score < DOUBTFUL else []
    near = [sum(score >= pair.score - RIVAL for score in scores) - 1 for scores in rivals]
    if max(near) > 0:
        doubts.append(f"{max(near)} more fit nearly as well")
    if not pair.shared:
        doubts.append("no side in common" if pair.one.sides and pair.other.sides else "sides open")
    if pair.km is None or not {pair.one.precision, pair.other.precision} <= {*PRECISE}:
        doubts.append("place known roughly")
    if not doubts:
        return pair
    return Pair(
        one=pair.one, other=pair.other, score=pair.score, days=pair.days, km=pair.km,
        shared=pair.shared, doubts=tuple(doubts),
    )  # fmt: skip


def _chosen(
    candidates: Sequence[Pair], ones: Sequence[Happening], others: Sequence[Happening]
) -> list[Pair]:
    """The pairs whose scores sum up highest, each happening once."""
    at_one = {one.id: n for n, one in enumerate(ones)}
    at_other = {other.id: n for n, other in enumerate(others)}
    edges: defaultdict[int, dict[int, int]] = defaultdict(dict)
    by_place: dict[tuple[int, int], Pair] = {}
    for pair in candidates:
        place = at_one[pair.one.id], at_other[pair.other.id]
        by_place[place] = pair
        edges[place[0]][place[1]] = (round(pair.score * 1e6) << _HASH_BITS) + _hash(pair)
    return [by_place[place] for place in assign(edges).items()]


def _hash(pair: Pair) -> int:
    """A number that is the same whichever of the two is first, to tell equal sums apart."""
    both = sorted(msgspec.json.encode(one, order="deterministic") for one in (pair.one, pair.other))
    raw = hashlib.blake2b(b"\n".join(both), digest_size=_HASH_BITS // 8).digest()
    return int.from_bytes(raw) + 1  # above zero: a pair is better than none


def _id(happening: Happening) -> str:
    return happening.id
