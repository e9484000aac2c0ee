"""The calendar: units of time, seasons and feasts as days.

In:   a unit's name and a day in it; a season or a feast and a year
Out:  (first, last) day, both counted in

Method: `datetime` for the Gregorian calendar, `dateutil` for Easter, `hijridate` (the
Umm al-Qura calendar, 1924 to 2077) for the Islamic one.
Known faults: an Islamic month begins on the sighting of the moon, up to a day apart from
one country to the next, so its days are given with a day to spare on either side.
"""

import calendar
import datetime as dt
import functools
from typing import Any, Literal

from dateutil.easter import easter  # type: ignore[import-untyped]

from sayso.base.errors import BugInSayso
from sayso.identify.times_words import tables

Days = tuple[dt.date, dt.date]
Hemisphere = Literal["north", "south"]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "night": 1, "weekend": 7, "week": 7, "fortnight": 14}

_MOON_SLACK = dt.timedelta(days=1)  # see "Known faults"


def shift(day: dt.date, amount: float, unit: str) -> dt.date:
    """Move a day by an amount of units; the day of the month is cut to the month's length.

    Raises:
        OverflowError, ValueError: the day falls outside the calendar.
    """
    if unit in _DAYS:
        return day + dt.timedelta(days=round(amount * _DAYS[unit]))
    if unit in _MONTHS:
        months = round(amount * _MONTHS[unit])
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        last = calendar.monthrange(year, month + 1)[1] if 1 <= year <= 9999 else 28
        return dt.date(year, month + 1, min(day.day, last))
    return day


def around(day: dt.date, unit: str) -> Days:
    """The calendar unit (week from Monday, month, year ...) that holds the day."""
    if unit in ("week", "fortnight"):
        first = day - dt.timedelta(days=day.weekday())
        return first, first + dt.timedelta(days=6)
    if unit == "weekend":
        first = day + dt.timedelta(days=5 - day.weekday())
        return first, first + dt.timedelta(days=1)
    if unit in _MONTHS:
        size = _MONTHS[unit]
        index = (day.year * 12 + day.month - 1) // size * size
        first = dt.date(max(index // 12, 1), index % 12 + 1, 1)
        return first, shift(first, size, "month") - dt.timedelta(days=1)
    return day, day


def half_unit(unit: str) -> dt.timedelta:
    """Half the length of a unit: how far "three weeks ago" may be off on either side."""
    if unit in _DAYS:
        return dt.timedelta(days=_DAYS[unit] // 2)
    return dt.timedelta(days=round(_MONTHS.get(unit, 0) * 30.44 / 2))


def season(code: str, year: int, hemisphere: Hemisphere) -> Days:
    """Days of a season. A winter (in the south: a summer) begins in the year named.

    >>> season("SU", 2014, "north")[0]
    datetime.date(2014, 6, 1)
    """
    if hemisphere == "south":
        code = {"SP": "FA", "SU": "WI", "FA": "SP", "WI": "SU"}[code]
    row = next(row for row in tables().seasons.values() if row["code"] == code)
    first = dt.date(year, *row["first"])
    last = dt.date(year, *row["last"])
    return (first, last) if first <= last else (first, dt.date(year + 1, *row["last"]))


def feast(index: int, year: int) -> list[Days]:
    """Days of the feast with this row number in the tables that begin in the year.

    One entry as a rule; none where no calendar is known; two when a lunar feast falls
    twice into a year.
    """
    row = tables().feasts[index]
    if "fixed" in row:
        day = dt.date(year, *row["fixed"])
        return [(day, day)]
    if "easter" in row:
        day = _easter(year) + dt.timedelta(days=row["easter"])
        return [(day, day)]
    if "nth" in row:
        day = _nth(year, *row["nth"])
        return [(day, day)]
    return _islamic(year, row)


@functools.lru_cache(maxsize=256)
def _easter(year: int) -> dt.date:
    return dt.date.fromordinal(easter(year).toordinal())


def _nth(year: int, month: int, weekday: int, nth: int) -> dt.date:
    """The nth such weekday of a month; counted from the end when nth is negative."""
    if nth > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return last - dt.timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))


def _islamic(year: int, row: dict[str, Any]) -> list[Days]:
    # Imported here: 18 ms that most reports do not need.
    from hijridate import Hijri  # noqa: PLC0415

    if "islamic" not in row:
        raise BugInSayso(f"feast without a rule: {row}")
    month, day, length = row["islamic"]
    found: list[Days] = []
    # The Islamic year is 354 or 355 days; two of them can begin in one of ours.
    for hijri_year in range(int((year - 622) * 1.0307) - 1, int((year - 622) * 1.0307) + 3):
        try:
            start = Hijri(hijri_year, month, day).to_gregorian()
        except (OverflowError, ValueError):
            continue
        first = dt.date(start.year, start.month, start.day)
        if first.year == year:
            last = first + dt.timedelta(days=length - 1)
            found.append((first - _MOON_SLACK, last + _MOON_SLACK))
    return found


def side_of(countries: frozenset[str]) -> Hemisphere | None:
    """On which side of the line all these states lie; None when unknown or on both.

    Args:
        countries: ISO 3166 codes of two or three letters.
    """
    south = frozenset(tables().hemispheres["south"].split())
    neither = frozenset(tables().hemispheres["straddling"].split())
    known = {code.upper() for code in countries if code}
    if not known or known & neither:
        return None
    if known <= south:
        return "south"
    return None if known & south else "north"


def edge(days: Days, mod: str) -> Days:
    """The part of a stretch that "early", "mid" and "late" name, drawn wide.

    Early is the first half, late the second, mid the middle half: writers differ, and a
    narrower cut would say more than the words.
    """
    first, last = days
    length = (last - first).days
    if mod == "START":
        return first, first + dt.timedelta(days=(length + 1) // 2)
    if mod == "END":
        return first + dt.timedelta(days=length // 2), last
    if mod == "MID":
        quarter = dt.timedelta(days=length // 4)
        return first + quarter, last - quarter
    return days
