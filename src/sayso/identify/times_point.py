"""Days of a calendar reading: dates, weekdays, months, seasons, "last", "this" and "next".

In:   a `Sym` and an `Anchor`: the report's day, another day of the report, which way to look
Out:  `Reckoned`: earliest and latest day, precision, basis; None where it cannot be known

Method: a year that is said makes a date "stated"; everything else is "relative" and needs the
report's day. A weekday, month or day without a year is the last one up to the report's day,
or the next one where the claim looks ahead. Where words leave more than one reading, the
days cover all of them ("next Friday", "winter 1994", a summer of unknown hemisphere).
Known faults: a date one day after the report's own is taken for this year's, in case of
time zones; anything later is last year's unless the claim looks ahead.
"""

import datetime as dt
from typing import Literal

import msgspec

from sayso.base.nouns import Basis, Precision
from sayso.identify.times_calendar import Days, Hemisphere, around, shift
from sayso.identify.times_calendar import feast as feast_days
from sayso.identify.times_calendar import season as season_days
from sayso.identify.times_sym import Sym

DAY = dt.timedelta(days=1)

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


Look = Literal["behind", "ahead", "nearest"]


class Anchor(msgspec.Struct, frozen=True):
    """What a reading is reckoned from.

    Attributes:
        day: the report's day; None when unknown.
        that: other days of the report, told before the phrase; None when there are none.
        look: where a day without a year or week is sought: behind the report's day, ahead
            of it ("will", "plans to"), or nearest to it.
        hemisphere: of the report; None when unknown.
    """

    day: dt.date | None = None
    that: Days | None = None
    look: Look = "behind"
    hemisphere: Hemisphere | None = None


class Reckoned(msgspec.Struct, frozen=True):
    """Days of a phrase; a side that the words leave open is None."""

    first: dt.date | None
    last: dt.date | None
    precision: Precision
    basis: Basis


def made(days: Days, precision: Precision, basis: Basis) -> Reckoned:
    """Both ends of the days known."""
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


def calendar(sym: Sym, anchor: Anchor) -> Reckoned | None:
    """Dates, weekdays, months ..., and "last", "this", "next" before them."""
    if sym.season and anchor.hemisphere is None:
        north = calendar(sym, msgspec.structs.replace(anchor, hemisphere="north"))
        return hull(north, calendar(sym, msgspec.structs.replace(anchor, hemisphere="south")))
    if not sym.that or sym.year is not None:
        return _from(sym, anchor.day, anchor)
    if anchor.that is None:
        return None
    one, two = (_from(sym, day, anchor) for day in anchor.that)
    return hull(one, two)


def _from(sym: Sym, base: dt.date | None, anchor: Anchor) -> Reckoned | None:  # noqa: PLR0911
    if sym.year is not None:
        found = within(sym, sym.year, anchor.hemisphere)
        return found and made(found[0], found[1], "stated")
    if base is None:
        return None
    if sym.unit == "year" and sym.step is not None:
        found = within(sym, shift(base, sym.step, "year").year, anchor.hemisphere)
        return found and made(found[0], found[1], "relative")
    if sym.unit and sym.step is not None and sym.feast is None:
        return _unit(sym, base, anchor.look == "ahead")
    if sym.wday is not None and sym.month is None and sym.day is None:
        return _weekday(sym, base, anchor.look == "ahead")
    if sym.day is not None and sym.month is None:
        return _day_of_month(sym, base, anchor.look == "ahead")
    if sym.month or sym.quarter or sym.half or sym.season or sym.feast is not None:
        return _without_year(sym, base, anchor)
    return None


def within(sym: Sym, year: int, hemisphere: Hemisphere | None) -> tuple[Days, Precision] | None:  # noqa: PLR0911
    """The days that a reading names within a year, and how precise they are."""
    if sym.month and sym.day:
        day = dt.date(year, sym.month, sym.day)
        return (around(day, "week"), "week") if sym.unit == "week" else ((day, day), "day")
    if sym.feast is not None:
        found = feast_days(sym.feast, year)
        if sym.unit == "week" and found:
            return around(found[0][0], "week"), "week"
        if sym.unit == "weekend" and found:
            return (found[0][0] - 3 * DAY, found[0][1] + DAY), "span"
        if len(found) != 1:  # none known, or two in this year
            return None
        return found[0], "day" if found[0][0] == found[0][1] else "span"
    if sym.season:
        first, last = season_days(sym.season, year, hemisphere or "north")
        if sym.year is not None and last.year > year:  # "winter 1994" may be either end of it
            first = dt.date(year, 1, 1)
        return (first, last), "season"
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
    elif anchor.look == "ahead":
        fit = [each for each in drawn if each[0][1] >= base][:1]
    elif anchor.look == "nearest":
        fit = sorted(drawn, key=lambda each: _distance(each[0][0], base))[:1]
    else:
        limit = base + DAY if sym.day else base  # see "Known faults"
        fit = [each for each in drawn if each[0][0] <= limit][-1:]
    return made(fit[0][0], fit[0][1], "relative") if fit else None


def _distance(day: dt.date, base: dt.date) -> int:
    """How far a day lies, one ahead counting three times: news tells more of what has been."""
    days = (day - base).days
    return 3 * days if days > 0 else -days


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
            return made((day, day + 7 * DAY), "span", "relative")
    else:
        day = base + dt.timedelta(days=-back % 7 if ahead else -back)
    return made((day, day), "day", "relative")


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
            return made((day, day), "day", "relative")
    return None


def _unit(sym: Sym, base: dt.date, ahead: bool) -> Reckoned | None:
    """Today, last week, Monday of next week, the 9th of last month, the weekend."""
    step = sym.step or 0
    if sym.unit == "overnight":
        return made((base - DAY, base), "span", "relative")
    if sym.unit == "weekend":
        days = around(base, "weekend")
        if days[0] > base and not ahead and step < 1:  # Monday to Friday: the one behind
            days = days[0] - 7 * DAY, days[1] - 7 * DAY
            step = 0 if step == -1 else step
        elif days[0] > base and step == 1:
            step = 0
        moved = 7 * step * DAY
        return made((days[0] + moved, days[1] + moved), "span", "relative")
    days = around(shift(base, step, sym.unit), sym.unit)
    if sym.unit == "week" and sym.wday is not None:
        days = (days[0] + sym.wday * DAY,) * 2
        return made(days, "day", "relative")
    if sym.unit == "month" and sym.day is not None:
        days = (days[0].replace(day=sym.day),) * 2
        return made(days, "day", "relative")
    return made(days, PRECISION[sym.unit], "relative")
