"""TIMEX3 values of readings: the way in which time annotation is compared.

In:   a `Sym` and an `Anchor`; or a whole text and the day it was written
Out:  type and value ("DATE", "2014-10-04"), as TimeML's TIMEX3 tag has them

Method: the same readings as for claims, but said in TIMEX3's terms and habits: "a week ago"
is one week of the calendar there, and three days' doubt on either side here. Nothing of
this goes into claims; it serves to measure against annotated text and for export.
Known faults: values of set phrases carry no frequency; a quarter without a year is the
calendar's, though companies count their own.
"""

import datetime as dt
import re

import msgspec

from sayso.identify.times_calendar import Days, shift
from sayso.identify.times_find import find
from sayso.identify.times_look import looks_ahead
from sayso.identify.times_point import Anchor, Look
from sayso.identify.times_reckon import reckon
from sayso.identify.times_sym import Sym

Value = tuple[str, str]

_LETTERS = {
    "second": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "night": "D",
    "weekend": "D",
    "week": "W",
    "fortnight": "W",
    "month": "M",
    "quarter": "Q",
    "half": "M",
    "year": "Y",
    "decade": "Y",
    "generation": "Y",
    "century": "Y",
}
_MANY = {"decade": 10, "century": 100, "fortnight": 2, "weekend": 2, "half": 6}
_VAGUE = {"decade": "DE", "century": "CE"}

_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+(?=[A-Z\"“'])|\n\s*\n")


class Timex(msgspec.Struct, frozen=True):
    """A time of a text in TIMEX3's terms; offsets count code points."""

    start: int
    end: int
    type: str
    value: str


def annotate(text: str, day: dt.date | None) -> list[Timex]:
    """Find the times of a text and give their TIMEX3 types and values.

    Args:
        text: the text.
        day: the day that it was written, None if unknown.
    """
    told: list[Timex] = []
    that: Days | None = None
    dct = None if day is None else (day, day)
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    for found in find(text):
        opens = max((end for end in ends if end <= found.start), default=0)
        ahead = looks_ahead(text[opens : found.start])
        if not _told_as_time(found.sym):
            continue
        anchor = Anchor(day, that or dct, _look(found.sym, ahead))
        value = timex(found.sym, anchor)
        if value is None:
            continue
        told.append(Timex(found.start, found.end, *value))
        days = reckon(found.sym, anchor) if found.sym.kind in ("date", "time") else None
        if (
            days is not None
            and not found.sym.side
            and days.first
            and days.last
            and days.precision != "decade"
        ):
            that = days.first, days.last
    return told


def _told_as_time(sym: Sym) -> bool:
    """Ages are not marked as times."""
    return not sym.age


def _look(sym: Sym, ahead: bool) -> Look:
    """A weekday is the last one or the next one; months and days are the nearest."""
    if sym.month is not None:
        return "nearest"
    return "ahead" if ahead else "behind"


def timex(sym: Sym, anchor: Anchor) -> Value | None:
    """Give the type and value of a reading; None where TIMEX3 has none for it.

    >>> timex(Sym(wday=5), Anchor(dt.date(2014, 10, 5)))
    ('DATE', '2014-10-04')
    >>> timex(Sym(kind="duration", amount=2.0, unit="week"), Anchor())
    ('DURATION', 'P2W')
    """
    try:
        return _timex(sym, anchor)
    except (OverflowError, ValueError):
        return None


def _timex(sym: Sym, anchor: Anchor) -> Value | None:  # noqa: PLR0911
    if sym.ref:
        return "DATE", sym.ref
    if sym.kind == "set":
        return "SET", _set(sym)
    if sym.kind == "duration":
        if sym == Sym(kind="duration", amount=1.0, unit="year", side="past") and anchor.day:
            return "DATE", f"{anchor.day.year - 1:04}"  # "the past year", as annotators have it
        return "DURATION", _length(sym)
    if sym.either is not None:
        return timex(sym.either[0], anchor)
    if sym.side:
        return _shifted(sym, anchor)
    if sym.decade is not None:
        return "DATE", f"{sym.decade // 10}"
    if sym.century is not None:
        return "DATE", f"{sym.century // 100}"
    value = _date(sym, anchor)
    if value is None:
        return None
    if not sym.part:
        return "DATE", value
    return "TIME", f"{value}T{sym.part}"


def _length(sym: Sym) -> str:
    if sym.amount is None:
        letter = _VAGUE.get(sym.unit, _LETTERS[sym.unit])
        return f"PTX{letter}" if sym.unit in ("second", "minute", "hour") else f"PX{letter}"
    amount = sym.amount * _MANY.get(sym.unit, 1)
    letter = _LETTERS[sym.unit]
    time = "T" if sym.unit in ("second", "minute", "hour") else ""
    if amount == int(amount):
        return f"P{time}{int(amount)}{letter}"
    whole, rest = int(amount), amount - int(amount)
    finer = {"Y": (12, "M"), "H": (60, "M"), "M": (60, "S") if time else (30, "D")}.get(letter)
    if finer is None or not round(rest * finer[0]):
        return f"P{time}{amount:g}{letter}"
    head = f"{whole}{letter}" if whole else ""
    return f"P{time}{head}{round(rest * finer[0])}{finer[1]}"


def _set(sym: Sym) -> str:
    if sym.wday is not None:
        return f"XXXX-WXX-{sym.wday + 1}" + (f"T{sym.part}" if sym.part else "")
    if sym.month is not None:
        return f"XXXX-{sym.month:02}"
    if sym.season:
        return f"XXXX-{sym.season}"
    if sym.part:
        return f"XXXX-XX-XXT{sym.part}"
    return _length(sym)


def _shifted(sym: Sym, anchor: Anchor) -> Value | None:
    """A year ago, two days later: one unit of the calendar."""
    back = sym.side in ("ago", "earlier")
    if sym.amount is None and sym.side in ("ago", "hence"):
        return "DATE", "PAST_REF" if back else "FUTURE_REF"
    if sym.clause or sym.amount is None:
        return "DURATION", _length(sym)
    base = anchor.day if sym.side in ("ago", "hence") else anchor.that and anchor.that[0]
    if base is None:
        return None
    if sym.unit in ("second", "minute", "hour"):
        return "DURATION", _length(sym)
    day = shift(base, -sym.amount if back else sym.amount, sym.unit)
    return "DATE", _unit_value(day, sym.unit)


def _unit_value(day: dt.date, unit: str) -> str:  # noqa: PLR0911
    week = day.isocalendar()
    match unit:
        case "week" | "fortnight":
            return f"{week.year}-W{week.week:02}"
        case "weekend":
            return f"{week.year}-W{week.week:02}-WE"
        case "month":
            return f"{day.year:04}-{day.month:02}"
        case "quarter":
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case "half":
            return f"{day.year:04}-H{1 if day.month < 7 else 2}"
        case "year":
            return f"{day.year:04}"
        case "decade" | "generation":
            return f"{day.year // 10:03}"
        case "century":
            return f"{day.year // 100:02}"
    return day.isoformat()


def _date(sym: Sym, anchor: Anchor) -> str | None:  # noqa: PLR0911
    plain = msgspec.structs.replace(sym, mod="", part="", until=None)
    if plain == Sym(kind=sym.kind):  # a part of the day alone: of the report's
        return anchor.day.isoformat() if anchor.day else None
    if sym.unit == "overnight":
        return anchor.day.isoformat() if anchor.day else None
    if sym.season and anchor.hemisphere is None:
        anchor = msgspec.structs.replace(anchor, hemisphere="north")
    found = reckon(plain, anchor)
    if found is None or found.first is None:
        return None
    day = found.first
    if sym.season:
        year = sym.year or day.year
        return f"{year:04}-{sym.season}"
    for name in ("quarter", "half"):
        if getattr(sym, name):
            return _unit_value(day, name)
    if found.precision == "day" or sym.feast is not None:
        return _unit_value(day, "week") if sym.feast is not None and sym.unit else day.isoformat()
    if sym.wday is not None:
        return day.isoformat()
    if sym.month is not None:
        return _unit_value(day, "month")
    return _unit_value(day, sym.unit or "year")
