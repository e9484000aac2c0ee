"""Days of a reading: what it says, reckoned against the report.

In:   a `Sym` and an `Anchor`: the report's day, another day of the report, which way to look
Out:  `Reckoned`: earliest and latest day, precision, basis; None where it cannot be known

Method: a year that is said makes a date "stated"; everything else is "relative" and needs the
report's day, or for "two days later" another day of the report. Without it: None. A weekday,
month or day without a year is the last one up to the report's day, or the next one where the
claim looks ahead. Where words leave more than one reading, the days cover all of them.
Known faults: a date one day after the report's own is taken for this year's, in case of
time zones; anything later is last year's unless the claim looks ahead.
"""

import datetime as dt

import msgspec

from sayso.base.nouns import Basis, Precision
from sayso.identify.times_calendar import Days, Hemisphere, around, edge, half_unit, shift
from sayso.identify.times_calendar import feast as feast_days
from sayso.identify.times_calendar import season as season_days
from sayso.identify.times_sym import Sym

_DAY = dt.timedelta(days=1)

PRECISION: dict[str, Precision] = {
    "second": "day",
    "minute": "day",
    "hour": "day",
    "day": "day",
    "night": "day",
    "week": "week",
    "fortnight": "span",
    "weekend": "span",
    "month": "month",
    "quarter": "span",
    "half": "span",
    "season": "season",
    "year": "year",
    "decade": "decade",
    "generation": "span",
    "century": "span",
}


class Anchor(msgspec.Struct, frozen=True):
    """What a reading is reckoned from.

    Attributes:
        day: the report's day; None when unknown.
        that: other days of the report, told before the phrase; None when there are none.
        ahead: whether the claim looks ahead ("will", "plans to").
        hemisphere: of the report; None when unknown.
    """

    day: dt.date | None = None
    that: Days | None = None
    ahead: bool = False
    hemisphere: Hemisphere | None = None


class Reckoned(msgspec.Struct, frozen=True):
    """Days of a phrase; a side that the words leave open is None."""

    first: dt.date | None
    last: dt.date | None
    precision: Precision
    basis: Basis


def reckon(sym: Sym, anchor: Anchor) -> Reckoned | None:
    """Give the days of a reading; None where the text does not fix them.

    >>> reckon(Sym(wday=5), Anchor(dt.date(2014, 10, 5))).first
    datetime.date(2014, 10, 4)
    >>> reckon(Sym(wday=5), Anchor())
    """
    try:
        return _reckon(sym, anchor)
    except (OverflowError, ValueError):  # outside the calendar's years 1 to 9999
        return None


def _reckon(sym: Sym, anchor: Anchor) -> Reckoned | None:
    if sym.kind in ("set", "ref") or sym.age:
        return None
    if sym.until is not None:
        return _stretch(sym, anchor)
    if sym.either is not None:
        one, two = (_reckon(each, anchor) for each in sym.either)
        return hull(one, two)
    if sym.kind == "duration":
        return _length(sym, anchor)
    if sym.side:
        return _shifted(sym, anchor)
    if sym.decade is not None:
        days = dt.date(sym.decade, 1, 1), dt.date(sym.decade + 9, 12, 31)
        return _made(edge(days, sym.mod), "decade", "stated")
    if sym.century is not None:
        days = dt.date(sym.century or 1, 1, 1), dt.date(sym.century + 99, 12, 31)
        return _made(edge(days, sym.mod), "span", "stated")
    found = _calendar(sym, anchor)
    if found is None or not sym.mod or found.precision == "day":
        return found
    return _edged(found, sym, anchor)


def _made(days: Days, precision: Precision, basis: Basis) -> Reckoned:
    return Reckoned(days[0], days[1], precision, basis)


def hull(one: Reckoned | None, two: Reckoned | None) -> Reckoned | None:
    """The shortest stretch that covers both; open where either is, None if one is unknown."""
    if one is None or two is None:
        return None
    first = min(one.first, two.first) if one.first and two.first else None
    last = max(one.last, two.last) if one.last and two.last else None
    same = (first, last) == (one.first, one.last)
    basis: Basis = "stated" if one.basis == two.basis == "stated" else "relative"
    return Reckoned(first, last, one.precision if same else "span", basis)


def _stretch(sym: Sym, anchor: Anchor) -> Reckoned | None:
    assert sym.until is not None
    start = msgspec.structs.replace(sym, until=None)
    return hull(reckon(start, anchor), reckon(sym.until, anchor))


def _edged(found: Reckoned, sym: Sym, anchor: Anchor) -> Reckoned:
    """Early, mid, late; of the present unit, "earlier" and "later" are cut by the report's day."""
    first, last = found.first, found.last
    if first is None or last is None:
        return found
    day = anchor.day
    if sym.step == 0 and not sym.that and day is not None and first <= day <= last:
        if sym.mod == "START":
            return msgspec.structs.replace(found, last=day)
        if sym.mod == "END":
            return msgspec.structs.replace(found, first=day)
    return _made(edge((first, last), sym.mod), found.precision, found.basis)


def _length(sym: Sym, anchor: Anchor) -> Reckoned | None:
    """The past two weeks, the next few days; a plain length names no days."""
    base = anchor.that if sym.that else _point(anchor.day)
    if not sym.side or base is None:
        return None
    sign = -1 if sym.side == "past" else 1
    amount = sym.high or sym.amount
    far: dt.date | None = None
    if amount is not None and sym.bound != "over":
        from_day = base[0] if sign < 0 else base[1]
        if sym.unit in ("second", "minute", "hour"):
            hours = amount / {"second": 3600, "minute": 60, "hour": 1}[sym.unit]
            far = from_day + sign * dt.timedelta(days=-(-hours // 24))
        else:
            far = shift(from_day, sign * amount, sym.unit)
        if sym.bound == "about":
            far += sign * max(half_unit(sym.unit), _DAY)
    days = (far, base[1]) if sign < 0 else (base[0], far)
    return Reckoned(days[0], days[1], "span", "relative")


def _point(day: dt.date | None) -> Days | None:
    return None if day is None else (day, day)


def _shifted(sym: Sym, anchor: Anchor) -> Reckoned | None:
    """Three weeks ago, two days later: give or take half a unit."""
    base = _point(anchor.day) if sym.side in ("ago", "hence") else anchor.that
    if base is None:
        return None
    sign = -1 if sym.side in ("ago", "earlier") else 1
    if sym.amount is None:
        days = (None, base[1]) if sign < 0 else (base[0], None)
        return Reckoned(days[0], days[1], "span", "relative")
    near, far = sym.amount, sym.high or sym.amount
    if sym.unit in ("second", "minute", "hour"):
        per_day = {"second": 86400, "minute": 1440, "hour": 24}[sym.unit]
        near, far, unit = near // per_day, -(-far // per_day), "day"
    else:
        unit = sym.unit
    slack = half_unit(unit)
    if sym.bound == "about":  # "about ten days ago": a day, and one more for every five
        slack = slack * 2 if unit not in ("day", "night") else _DAY * (1 + int(far) // 5)
    ends = [shift(day, sign * amount, unit) for day in base for amount in (near, far)]
    first, last = min(ends) - slack, max(ends) + slack
    precision = PRECISION[unit] if first != last or unit in ("day", "night") else "day"
    if unit in ("day", "night") and first != last:
        precision = "span"
    low: dt.date | None = first
    high: dt.date | None = last
    if sym.bound == "over":
        low, high = (None, last) if sign < 0 else (first, None)
        precision = "span"
    elif sym.bound == "under":
        low, high = (first, base[1]) if sign < 0 else (base[0], last)
        precision = "span"
    return Reckoned(low, high, precision, "relative")


def _calendar(sym: Sym, anchor: Anchor) -> Reckoned | None:
    """Dates, weekdays, months ..., and "last", "this", "next" before them."""
    base = anchor.that[0] if sym.that and anchor.that else None if sym.that else anchor.day
    if sym.year is not None:
        found = within(sym, sym.year, anchor.hemisphere)
        return found and _made(found[0], found[1], "stated")
    if base is None:
        return None
    if sym.unit == "year" and sym.step is not None:
        found = within(sym, shift(base, sym.step, "year").year, anchor.hemisphere)
        return found and _made(found[0], found[1], "relative")
    if sym.unit and sym.step is not None and sym.feast is None:
        return _unit(sym, base, anchor.ahead)
    if sym.wday is not None and sym.month is None and sym.day is None:
        return _weekday(sym, base, anchor.ahead)
    if sym.day is not None and sym.month is None:
        return _day_of_month(sym, base, anchor.ahead)
    if sym.month or sym.quarter or sym.half or sym.season or sym.feast is not None:
        return _without_year(sym, base, anchor)
    return None


def within(sym: Sym, year: int, hemisphere: Hemisphere | None) -> tuple[Days, Precision] | None:
    """The days that a reading names within a year, and how precise they are."""
    if sym.month and sym.day:
        day = dt.date(year, sym.month, sym.day)
        return (day, day), "day"
    if sym.feast is not None:
        found = feast_days(sym.feast, year)
        if sym.unit == "week" and found:
            return around(found[0][0], "week"), "week"
        if len(found) != 1:  # none known, or two in this year
            return None
        return found[0], "day" if found[0][0] == found[0][1] else "span"
    if sym.season:
        sides: list[Hemisphere] = [hemisphere] if hemisphere else ["north", "south"]
        drawn = [season_days(sym.season, year, side) for side in sides]
        first, last = min(days[0] for days in drawn), max(days[1] for days in drawn)
        if sym.year is not None and last.year > year:  # "winter 1994" may be either end of it
            first = dt.date(year, 1, 1)
        return (first, last), "season" if hemisphere else "span"
    month = dt.date(year, 1, 1)
    if sym.month:
        return around(month.replace(month=sym.month), "month"), "month"
    if sym.quarter:
        return around(month.replace(month=3 * sym.quarter), "quarter"), "span"
    if sym.half:
        return around(month.replace(month=6 * sym.half), "half"), "span"
    return around(month, "year"), "year"


def _without_year(sym: Sym, base: dt.date, anchor: Anchor) -> Reckoned | None:
    """July, 4 October, last summer, Ramadan: which year's?"""
    drawn = [
        found for year in range(base.year - 9, base.year + 10)
        if (found := _try(sym, year, anchor.hemisphere)) is not None
    ] if sym.month == 2 and sym.day == 29 else [
        found for year in range(base.year - 2, base.year + 3)
        if (found := _try(sym, year, anchor.hemisphere)) is not None
    ]  # fmt: skip
    if sym.step == -1:
        fit = [each for each in drawn if each[0][1] < base][-1:]
    elif sym.step == 1:
        fit = [each for each in drawn if each[0][0] > base][:1]
    elif sym.step == 0 or sym.that:
        fit = [each for each in drawn if each[0][0] <= base <= each[0][1]]
        fit = fit or [each for each in drawn if each[0][0].year == base.year]
    elif anchor.ahead:
        fit = [each for each in drawn if each[0][1] >= base][:1]
    else:
        limit = base + _DAY if sym.day else base  # see "Known faults"
        fit = [each for each in drawn if each[0][0] <= limit][-1:]
    return _made(fit[0][0], fit[0][1], "relative") if fit else None


def _try(sym: Sym, year: int, side: Hemisphere | None) -> tuple[Days, Precision] | None:
    try:
        return within(sym, year, side)
    except ValueError:  # 29 February
        return None


def _weekday(sym: Sym, base: dt.date, ahead: bool) -> Reckoned:
    """Friday, last Friday, next Friday."""
    assert sym.wday is not None
    back = (base.weekday() - sym.wday) % 7
    if sym.step == -1:
        day = base - dt.timedelta(days=back or 7)
    elif sym.step == 0:
        day = base + dt.timedelta(days=sym.wday - base.weekday())
    elif sym.step == 1:
        day = base + dt.timedelta(days=7 - back)
        if not sym.that and day.weekday() > base.weekday():  # this week's or next week's
            return _made((day, day + 7 * _DAY), "span", "relative")
    else:
        day = base + dt.timedelta(days=-back % 7 if ahead else -back)
    return _made((day, day), "day", "relative")


def _day_of_month(sym: Sym, base: dt.date, ahead: bool) -> Reckoned | None:
    """On the 9th; Friday the 13th: the nearest such day behind, or ahead."""
    assert sym.day is not None
    steps = range(12) if ahead else range(0, -12, -1)
    for step in steps:
        month = shift(base.replace(day=1), step, "month")
        try:
            day = month.replace(day=sym.day)
        except ValueError:
            continue
        if sym.wday is not None and day.weekday() != sym.wday:
            continue
        if (day >= base) if ahead else (day <= base):
            return _made((day, day), "day", "relative")
    return None


def _unit(sym: Sym, base: dt.date, ahead: bool) -> Reckoned | None:
    """Today, last week, Monday of next week, the 9th of last month, the weekend."""
    step = sym.step or 0
    if sym.unit == "overnight":
        return _made((base - _DAY, base), "span", "relative")
    if sym.unit == "weekend":
        days = around(base, "weekend")
        if days[0] > base and not ahead and step < 1:  # Monday to Friday: the one behind
            days = days[0] - 7 * _DAY, days[1] - 7 * _DAY
            step = 0 if step == -1 else step
        elif days[0] > base and step == 1:
            step = 0
        moved = 7 * step * _DAY
        return _made((days[0] + moved, days[1] + moved), "span", "relative")
    days = around(shift(base, step, sym.unit), sym.unit)
    if sym.unit == "week" and sym.wday is not None:
        days = (days[0] + sym.wday * _DAY,) * 2
        return _made(days, "day", "relative")
    if sym.unit == "month" and sym.day is not None:
        days = (days[0].replace(day=sym.day),) * 2
        return _made(days, "day", "relative")
    return _made(days, PRECISION[sym.unit], "relative")
