"""Figures of a comparison: how much is found, and how what is found agrees.

In:   `Matched`: the coded set first, the table second
Out:  `Figures`

Method: shares are of what both sides tell; what one of them leaves open is counted beside, never as
agreement. Doubtful pairs are counted among the pairs, and beside them.
Known faults: shares of few pairs say little; the counts stand beside them.
"""

import statistics
from collections import Counter
from collections.abc import Callable, Sequence

from sayso.base.nouns import Noun
from sayso.compare.match import PRECISE, Matched, Pair


class Agreement(Noun, kw_only=True, frozen=True):
    """How often pairs agree in one thing.

    Attributes:
        what: the thing, in words.
        agree, of: in how many of how many pairs in which both tell it.
        open: pairs in which one of the two does not tell it.
    """

    what: str
    agree: int
    of: int
    open: int

    @property
    def share(self) -> float | None:
        """Agreeing share, None of no pairs."""
        return self.agree / self.of if self.of else None


class Figures(Noun, kw_only=True, frozen=True):
    """What is measured. coded = matched + extra; listed = matched + missed.

    Attributes:
        doubtful: pairs among the matched that may be wrong.
        missed_outside: of the missed, those on days or in countries that no coded one tells of.
        km_median: of pairs with precise points, None without one.
        dead_coded, dead_listed: sums of the best figures over pairs in which both tell them.
        types: (coded type, listed type) -> pairs, most first.
    """

    coded: int
    listed: int
    matched: int
    doubtful: int
    extra: int
    missed: int
    missed_outside: int
    agreements: tuple[Agreement, ...]
    km_median: float | None
    dead_coded: int
    dead_listed: int
    types: tuple[tuple[str, str, int], ...]

    @property
    def recall(self) -> float | None:
        """Share of the table that is found."""
        return self.matched / self.listed if self.listed else None

    @property
    def precision(self) -> float | None:
        """Share of the coded set that the table has."""
        return self.matched / self.coded if self.coded else None


def measure(matched: Matched) -> Figures:
    """Count."""
    pairs = matched.pairs
    precise = [pair.km for pair in pairs if pair.km is not None and _is_precise(pair)]
    told = [
        (pair.one.best, pair.other.best)
        for pair in pairs
        if pair.one.best is not None and pair.other.best is not None
    ]
    types = Counter((pair.one.type, pair.other.type) for pair in pairs)
    return Figures(
        coded=len(pairs) + len(matched.only_one),
        listed=len(pairs) + len(matched.only_other),
        matched=len(pairs),
        doubtful=sum(bool(pair.doubts) for pair in pairs),
        extra=len(matched.only_one),
        missed=len(matched.only_other),
        missed_outside=_outside(matched),
        agreements=_agreements(pairs),
        km_median=round(statistics.median(precise), 3) if precise else None,
        dead_coded=sum(coded for coded, _ in told),
        dead_listed=sum(listed for _, listed in told),
        types=tuple(
            (one, other, n)
            for (one, other), n in sorted(types.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _is_precise(pair: Pair) -> bool:
    return pair.one.precision in PRECISE and pair.other.precision in PRECISE


def _agreements(pairs: Sequence[Pair]) -> tuple[Agreement, ...]:
    dead = [pair for pair in pairs if pair.one.best is not None and pair.other.best is not None]
    points = [pair for pair in pairs if pair.km is not None and _is_precise(pair)]
    sides = [pair for pair in pairs if pair.one.sides and pair.other.sides]
    modes = [pair for pair in pairs if pair.one.mode and pair.other.mode]
    n = len(pairs)
    return (
        _of("day: within the other's days", pairs, n, lambda pair: pair.days == 0),
        _of("day: the same days", pairs, n, _same_days),
        _of("place: within 5 km", points, n, lambda pair: (pair.km or 0) <= 5),
        _of("place: within 25 km", points, n, lambda pair: (pair.km or 0) <= 25),
        _of("actors: one side in common", sides, n, lambda pair: bool(pair.shared)),
        _of("actors: the same sides", sides, n, lambda pair: pair.one.sides == pair.other.sides),
        _of("dead: bounds meet", dead, n, _bounds_meet),
        _of("dead: the same best figure", dead, n, lambda pair: pair.one.best == pair.other.best),
        _of("type: the same", pairs, n, lambda pair: pair.one.type == pair.other.type),
        _of("mode: the same", modes, n, lambda pair: pair.one.mode == pair.other.mode),
    )


def _of(what: str, told: Sequence[Pair], n: int, agrees: Callable[[Pair], bool]) -> Agreement:
    return Agreement(what=what, agree=sum(map(agrees, told)), of=len(told), open=n - len(told))


def _same_days(pair: Pair) -> bool:
    one, other = pair.one, pair.other
    return (one.day_from, one.day_to) == (other.day_from, other.day_to)


def _bounds_meet(pair: Pair) -> bool:
    """Whether some number lies within both bounds; an open end reaches as far as one likes."""
    one, other = pair.one, pair.other
    low = max(one.low or 0, other.low or 0)
    highs = [high for high in (one.high, other.high) if high is not None]
    return not highs or low <= min(highs)


def _outside(matched: Matched) -> int:
    """The missed that lie where the coded set tells of nothing at all."""
    coded = [pair.one for pair in matched.pairs] + list(matched.only_one)
    days = [day for one in coded for day in (one.day_from, one.day_to) if day is not None]
    countries = {one.country for one in coded} - {""}
    if not days:
        return len(matched.only_other)
    first, last = min(days), max(days)
    return sum(
        (one.day_to or last) < first
        or (one.day_from or first) > last
        or bool(one.country and one.country not in countries)
        for one in matched.only_other
    )
