"""Days of a reading: what it says, reckoned against the report.

In:   a `Sym` and an `Anchor`: the report's day, another day of the report, which way to look
Out:  `Reckoned`: earliest and latest day, precision, basis; None where it cannot be known

Method: dates go to `times_point`; here are lengths that point ("the past two weeks", "three
weeks ago", "two days later"), stretches, and "early" and "late". A length counted in weeks
or more is off by half a unit on either side, "about" by a whole one. Without the day that
a reading hangs on: None.
Known faults: "early" is drawn as the first half, whatever the writer meant.
"""

import datetime as dt

import msgspec

from sayso.identify.times_calendar import Days, edge, half_unit, shift
from sayso.identify.times_point import DAY, PRECISION, Anchor, Reckoned, calendar, hull, made
from sayso.identify.times_sym import Sym


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


def _reckon(sym: Sym, anchor: Anchor) -> Reckoned | None:  # noqa: PLR0911
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
        return made(edge(days, sym.mod), "decade", "stated")
    if sym.century is not None:
        days = dt.date(sym.century or 1, 1, 1), dt.date(sym.century + 99, 12, 31)
        return made(edge(days, sym.mod), "span", "stated")
    found = calendar(sym, anchor)
    if found is None or not sym.mod or found.precision == "day":
        return found
    return _edged(found, sym, anchor)


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
    return made(edge((first, last), sym.mod), found.precision, found.basis)


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
            far += sign * max(half_unit(sym.unit), DAY)
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
        if base[0] != base[1]:  # "last week ... an hour earlier" counts from something unsaid
            return None
        per_day = {"second": 86400, "minute": 1440, "hour": 24}[sym.unit]
        near, far, unit = near // per_day, -(-far // per_day), "day"
    else:
        unit = sym.unit
    slack = half_unit(unit)
    if sym.bound == "about":  # "about ten days ago": a day, and one more for every five
        slack = slack or DAY * (1 + int(far) // 5)
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
