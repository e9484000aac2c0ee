"""Which signs make one phase: beginnings, ends, spans.

In:   the signs that a relation holds, began or ended, in order
Out:  `Draft`s: the days, the signs that tell them, those that tell the end

Method: see `relations_phases`, steps 1 to 3. Windows are taken narrowest first; a wide one joins a
narrow one that it meets, and stands alone where it meets several, since it may mean either.
Known faults: of two ends told for unlike days both stand, and the first closes the span.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

import msgspec

from sayso.base.nouns import Basis
from sayso.link.relations_signs import Day, Period, Sign, Window

_ONE = dt.timedelta(days=1)


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
    ends = [s for s in signs if s.period.ends and s.period.start is None]
    rest, within = _told_with_an_end([s for s in signs if s not in ends], ends)
    closing = _borders(ends, _end)
    begun = [s for s in rest if s.period.begins and not s.period.ends]
    opening = _borders(begun, _start)
    made, taken = _spans(opening, closing, within)
    for border in closing:
        if id(border) not in taken:
            made.append(_ended(border, within))
    # Beginnings without an end: on one day, told in one way or another, they are one.
    for border in opening:
        left = [s for s in border.signs if s not in taken.get(id(border), ())]
        moments = [s for s in left if s.period.start == s.period.end]
        if moments:
            made.append(Draft(period=_narrowest(moments).period, signs=moments))
        made += _alike([s for s in left if s not in moments])
    plain = [s for s in rest if s not in begun]
    made += _alike([s for s in plain if not s.still])
    made += _reaching_back([s for s in plain if s.still], rest, closing)
    return made


def _told_with_an_end(
    holding: Iterable[Sign], ends: Sequence[Sign]
) -> tuple[list[Sign], dict[str, list[Sign]]]:
    """What a report says without days, when it tells the end too, is said of the time before.

    Returns:
        The other signs, those that reach to the day of such a report without that reach; and by
        report the signs that belong to its end.
    """
    last = {s.report: s.period.end[1] for s in ends if s.period.end}
    rest: list[Sign] = []
    within: dict[str, list[Sign]] = {}
    for sign in holding:
        over = last.get(sign.report)
        until = sign.period.end
        if over is None or until is None or until[1] is None or until[1] < over:
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
    found: list[_Border] = []
    for sign in sorted(signs, key=lambda s: _width(window_of(s))):
        window = window_of(sign)
        same = [b for b in found if b.window == window]
        meets = same or [
            b for b in found if window[0] is not None and b.window[0] is not None
            and _meet(b.window, window)
        ]  # fmt: skip
        if len(meets) == 1:
            meets[0].signs.append(sign)
        else:
            found.append(_Border(window, [sign]))
    return sorted(found, key=lambda b: (b.window[1] or Day.max, b.window[0] or Day.min))


def _spans(
    opening: Sequence[_Border], closing: Sequence[_Border], within: dict[str, list[Sign]]
) -> tuple[list[Draft], dict[int, list[Sign]]]:
    """A told beginning and the next told end after it; and what was used of each border."""
    made: list[Draft] = []
    taken: dict[int, list[Sign]] = {}
    for end in closing:
        until = end.window[0]
        if until is None:
            continue
        before = [
            b for b in opening
            if b.window[1] is not None and b.window[1] <= until
            and not any(e is not end and _lies(e.window[1], b.window[1], until) for e in closing)
        ]  # fmt: skip
        if not before:
            continue
        begin = max(before, key=lambda b: (b.window[1] or Day.min, b.window[0] or Day.min))
        own = [s for s in begin.signs if _reach(s) <= (end.window[1] or Day.max)]
        if not own:
            continue
        told = [*own, *end.signs, *_belonging(end, within)]
        period = Period(
            start=begin.window, end=end.window, begins=True, ends=True, basis=_basis(told)
        )
        made.append(Draft(period=period, signs=told, enders=list(end.signs)))
        taken[id(begin)], taken[id(end)] = own, end.signs
    return made, taken


def _ended(end: _Border, within: dict[str, list[Sign]]) -> Draft:
    told = [*end.signs, *_belonging(end, within)]
    period = Period(end=end.window, ends=True, basis=_basis(end.signs))
    return Draft(period=period, signs=told, enders=list(end.signs))


def _belonging(end: _Border, within: dict[str, list[Sign]]) -> list[Sign]:
    """Signs of the reports that tell this end, each once."""
    reports = dict.fromkeys(s.report for s in end.signs)
    return [s for report in reports for s in within.get(report, ())]


def _reaching_back(
    still: Iterable[Sign], rest: Sequence[Sign], closing: Sequence[_Border]
) -> list[Draft]:
    """Spans from the last day told before a "still" to its day; else the point alone."""
    made: list[Draft] = []
    for point in _alike(still):
        until = point.period.sure
        anchor = None
        if until is not None:
            anchor = _anchor(until[0], rest, closing)
        if anchor is None:
            made.append(point)
            continue
        same = [s for s in rest if s.period == anchor.period]
        period = msgspec.structs.replace(
            anchor.period, end=point.period.end, ends=False, basis=_basis([*same, *point.signs])
        )
        made.append(Draft(period=period, signs=[*same, *point.signs]))
    return made


def _anchor(day: Day, rest: Sequence[Sign], closing: Sequence[_Border]) -> Sign | None:
    """The sign told last before a day, if no end lies between."""
    best: tuple[Day, Sign] | None = None
    for sign in rest:
        sure = sign.period.sure
        if sure is None or sure[0] >= day:
            continue
        last = min(sure[1], day)
        if best is None or last > best[0]:
            best = last, sign
    if best is None or any(_lies(e.window[1], best[0], day) for e in closing):
        return None
    if best[1].period.ends and best[0] < day:
        return None
    return best[1]


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


def _lies(day: Day | None, first: Day | None, last: Day) -> bool:
    return day is not None and (first or Day.min) <= day <= last


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
