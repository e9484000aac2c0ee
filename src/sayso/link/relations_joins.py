"""Which signs make one phase: beginnings, ends, spans.

In:   the signs that a relation holds, began or ended, in order
Out:  `Draft`s: the days, the signs that tell them, those that tell the end

Method: see `relations_phases`, steps 1 to 3. Windows are taken narrowest first; a wide one joins a
narrow one that it meets, and stands alone where it meets several, since it may mean either. What
is sought by day is sought in sorted lists: a pair may have thousands of claims.
Known faults: of two ends told for unlike days both stand, and the first closes the span.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

import msgspec

from sayso.base.nouns import Basis
from sayso.link.relations_signs import Day, Period, Sign, Window


class Draft(msgspec.Struct, kw_only=True):
    """A phase while it is made.

    `signs` tell it; of these `enders` tell its end. `contrary` denies all of it, `partly` some of
    its days, `end_contrary` its end.
    """

    period: Period
    signs: list[Sign]
    enders: list[Sign] = []
    contrary: list[Sign] = []
    partly: list[Sign] = []
    end_contrary: list[Sign] = []


class _Border(msgspec.Struct):
    """A beginning or an end: its window, and the signs that tell it."""

    window: Window
    signs: list[Sign]


def drafts(signs: Sequence[Sign]) -> list[Draft]:
    """Join the signs that a relation holds, began or ended.

    Args:
        signs: sorted; all of one relation.
    """
    ends = [s for s in signs if _is_end(s)]
    rest, within = _told_with_an_end([s for s in signs if not _is_end(s)], ends)
    closing = _borders(ends, _end)
    begun = [s for s in rest if s.period.begins and not s.period.ends]
    opening = _borders(begun, _start)
    over = sorted(e.window[1] for e in closing if e.window[1] is not None)
    made, taken = _spans(opening, closing, over, within)
    made += [_ended(border, within) for border in closing if id(border) not in taken]
    plain = [s for s in rest if not (s.period.begins and not s.period.ends)]
    still = _reaching_back([s for s in plain if s.still], rest, over)
    made += [d for d in still if not d.period.begins]
    # Beginnings without an end: on one day, told in one way or another, they are one.
    since = [s for d in still if d.period.begins for s in d.signs]
    for border in opening:
        used = taken.get(id(border), frozenset())
        left = [s for s in border.signs if id(s) not in used]
        moments = [s for s in left if s.period.start == s.period.end]
        if moments:
            made.append(Draft(period=_narrowest(moments).period, signs=moments))
        since += [s for s in left if s.period.start != s.period.end]
    made += _from_one_day(since)
    made += _alike(s for s in plain if not s.still)
    return made


def _is_end(sign: Sign) -> bool:
    return sign.period.ends and sign.period.start is None


def _told_with_an_end(
    holding: Iterable[Sign], ends: Sequence[Sign]
) -> tuple[list[Sign], dict[str, list[Sign]]]:
    """What a report says without days, when it tells the end too, is said of the time before.

    Returns:
        The other signs, those that reach to the day of such a report without that reach; and by
        report the signs that belong to its end.
    """
    last = {s.report: s.period.end[1] for s in ends if s.period.end}
    undated = {s.report for s in ends} - {r for r, day in last.items() if day is not None}
    rest: list[Sign] = []
    within: dict[str, list[Sign]] = {}
    for sign in holding:
        over = last.get(sign.report)
        until = sign.period.end
        if until is None and sign.report in undated:
            within.setdefault(sign.report, []).append(sign)
        elif over is None or until is None or until[1] is None or until[1] < over:
            rest.append(sign)
        elif sign.period.basis == "report_date":
            within.setdefault(sign.report, []).append(sign)
        elif sign.period.begins and until == (sign.told, sign.told):
            period = msgspec.structs.replace(sign.period, end=None)
            rest.append(msgspec.structs.replace(sign, period=period))
        else:
            rest.append(sign)
    return rest, within


def _borders(signs: Iterable[Sign], window_of: Callable[[Sign], Window]) -> list[_Border]:
    """Beginnings, or ends, told by the signs; in the order of their days."""
    found: dict[Window, _Border] = {}
    by_window: dict[Window, list[Sign]] = {}
    for sign in signs:
        by_window.setdefault(window_of(sign), []).append(sign)
    for window in sorted(by_window, key=_width):
        meets: list[_Border] = []
        if window[0] is not None and window[0] != window[1]:  # days come first, and meet no other
            meets = [b for w, b in found.items() if w[0] is not None and _meet(w, window)]
        if len(meets) == 1:
            meets[0].signs += by_window[window]
        else:
            found[window] = _Border(window, by_window[window])
    return sorted(found.values(), key=_when)


def _when(border: _Border) -> tuple[Day, Day]:
    return border.window[1] or Day.max, border.window[0] or Day.min


def _spans(
    opening: Sequence[_Border],
    closing: Sequence[_Border],
    over: Sequence[Day],
    within: dict[str, list[Sign]],
) -> tuple[list[Draft], dict[int, frozenset[int]]]:
    """A told beginning and the next told end after it; and what was used of each border.

    Args:
        over: last days of all ends, sorted.
    """
    made: list[Draft] = []
    taken: dict[int, frozenset[int]] = {}
    starts = [border.window[1] or Day.max for border in opening]
    for end in closing:
        until = end.window[0]
        at = bisect_right(starts, until) - 1 if until is not None else -1
        if at < 0 or until is None:
            continue
        begin = opening[at]  # if an end lies between this one and the end, so it does for others
        between = bisect_right(over, until) - bisect_left(over, starts[at])
        if between > (end.window[1] == until):
            continue
        reach = end.window[1] or Day.max
        own = [s for s in begin.signs if _reach(s) <= reach]
        if not own:
            continue
        told = [*own, *end.signs, *_belonging(end, within)]
        period = Period(
            start=begin.window, end=end.window, begins=True, ends=True, basis=_basis(told)
        )
        made.append(Draft(period=period, signs=told, enders=list(end.signs)))
        taken[id(begin)] = frozenset(map(id, own))
        taken[id(end)] = frozenset(map(id, end.signs))
    return made, taken


def _ended(end: _Border, within: dict[str, list[Sign]]) -> Draft:
    told = [*end.signs, *_belonging(end, within)]
    period = Period(end=end.window, ends=True, basis=_basis(end.signs))
    return Draft(period=period, signs=told, enders=list(end.signs))


def _belonging(end: _Border, within: dict[str, list[Sign]]) -> list[Sign]:
    """Signs of the reports that tell this end, each once."""
    reports = dict.fromkeys(s.report for s in end.signs)
    return [s for report in reports for s in within.get(report, ())]


def _reaching_back(still: Iterable[Sign], rest: Sequence[Sign], over: Sequence[Day]) -> list[Draft]:
    """Spans from the last day told before a "still" to its day; else the point alone."""
    told: list[tuple[Day, Day, Sign]] = []
    by_period: dict[Period, list[Sign]] = {}
    for sign in rest:
        sure = sign.period.sure
        if sure is not None:
            told.append((*sure, sign))
            by_period.setdefault(sign.period, []).append(sign)
    made: list[Draft] = []
    for point in _alike(still):
        anchor = _anchor(point.period.sure_start, told, over)
        if anchor is None:
            made.append(point)
            continue
        same = by_period[anchor]
        period = msgspec.structs.replace(
            anchor, end=point.period.end, ends=False, basis=_basis([*same, *point.signs])
        )
        # The span rests on both: what was told before, and that it is still so.
        signs = [msgspec.structs.replace(s, period=period) for s in (*same, *point.signs)]
        made.append(Draft(period=period, signs=signs))
    return made


def _anchor(
    day: Day | None, told: Iterable[tuple[Day, Day, Sign]], over: Sequence[Day]
) -> Period | None:
    """The period told last before a day, if no end lies between."""
    if day is None:
        return None
    best: tuple[Day, Period] | None = None
    for first, last, sign in told:
        if first < day and (best is None or min(last, day) > best[0]):
            best = min(last, day), sign.period
    if best is None or best[1].ends:
        return None
    if bisect_right(over, day) > bisect_left(over, best[0]):
        return None
    return best[1]


def _from_one_day(signs: Iterable[Sign]) -> list[Draft]:
    """Spans that begin in one window are one: it reaches to the last day that is told of it."""
    groups: dict[Window, list[Sign]] = {}
    for sign in signs:
        groups.setdefault(_start(sign), []).append(sign)
    made = []
    for window, own in groups.items():
        reached = [s.period.end for s in own if s.period.end is not None]
        end = max(reached, key=lambda w: (w[1] or Day.min, w[0] or Day.min), default=None)
        period = Period(start=window, end=end, begins=True, basis=_basis(own))
        made.append(Draft(period=period, signs=own))
    return made


def _alike(signs: Iterable[Sign]) -> list[Draft]:
    """One draft for each period."""
    found: dict[Period, list[Sign]] = {}
    for sign in signs:
        found.setdefault(sign.period, []).append(sign)
    return [
        Draft(period=period, signs=own, enders=list(own) if period.ends else [])
        for period, own in found.items()
    ]


def alike(signs: Iterable[Sign]) -> list[Draft]:
    """One draft for each period: denials and plans are not joined further."""
    return _alike(signs)


def _start(sign: Sign) -> Window:
    return sign.period.start or (None, None)


def _end(sign: Sign) -> Window:
    return sign.period.end or (None, None)


def _narrowest(signs: Sequence[Sign]) -> Sign:
    return min(signs, key=lambda s: _width(_start(s)))


def _width(window: Window) -> tuple[int, Day, Day]:
    first, last = window[0] or Day.min, window[1] or Day.max
    return (last - first).days, first, last


def _meet(a: Window, b: Window) -> bool:
    return (a[0] or Day.min) <= (b[1] or Day.max) and (b[0] or Day.min) <= (a[1] or Day.max)


def _reach(sign: Sign) -> Day:
    """The last day on which a sign tells that it holds; of a beginning its own."""
    if sign.period.end is None:
        return Day.min
    return sign.period.end[0] or sign.period.end[1] or Day.min


def _basis(signs: Iterable[Sign]) -> Basis:
    """The weakest of the bases that are no report's day; that, where there are no others."""
    found = {s.period.basis for s in signs}
    if "relative" in found:
        return "relative"
    return "stated" if "stated" in found else "report_date"
