"""On which days a claim tells that something holds, begins or ends.

In:   a claim with its dated time mentions, and the day of its report
Out:  `Period`s: windows for the first and the last day, and whether they begin and end it

Method: "since" opens a span that reaches to the day of the report and no further; "until" closes
one; "from ... to" and "throughout" are whole spans; any other time is a point, or a window in
which it held on some day ("in July"). Without a time it is a point on the day of the report,
with the basis "report_date". Nothing is made more precise than the text: the beginning that
"since July" tells lies between the first and the last of July.
Known faults: a length without an end ("for six years") is a point on the day of the report.
"""

import calendar
import datetime as dt
import re

from sayso.base.nouns import Basis, Claim, Time
from sayso.link.relations_signs import Day, Period, Window

_SINCE = re.compile(r"\b(?:since|from|starting|beginning|as of)\b")
_UNTIL = re.compile(r"\b(?:until|till|through|up to)\b")
_RANGE = re.compile(
    r"\b(?:from|between)\b.+\b(?:to|until|till|through|and)\b|\d\s*[-–]\s*\d|\bto\b.+\d{4}"
)
_WHOLE = re.compile(
    r"\b(?:throughout|all of|the whole of|all through)\b"
    r"|\b(?:for|over|during) (?:the )?(?:past|last)\b"
)
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:[a-z]*)\b", re.IGNORECASE
)
_DAY = re.compile(r"\b(?:[12]?\d|3[01])(?:st|nd|rd|th)?\b(?!\d)|\d-\d\d-\d\d|day\b")
# Characters before a mention in which "since" or "until" may stand; as in identify.times.
_BEFORE = 24
# Days from the first to the last; a season is drawn wide, 1 June to 22 September.
_LENGTHS = {"week": 6, "season": 114, "decade": 3652}


def day_of(claim: Claim, published: Day | None) -> Day | None:
    """The day of the claim's report, as far as it is known."""
    if published is None and claim.when is not None and claim.when.basis == "report_date":
        return claim.when.earliest
    return published


def is_timed(claim: Claim) -> bool:
    """Whether the text gives the claim a time that could be reckoned."""
    if any(t.precision is not None for t in claim.time):
        return True
    return claim.when is not None and claim.when.basis != "report_date"


def periods(claim: Claim, told: Day | None) -> tuple[Period, ...]:
    """The days on which the claim tells that something holds.

    Args:
        claim: a claim, dated.
        told: day of its report (`day_of`), None where it is not known.

    Returns:
        One period, or one for each of several times that have no day in common.
    """
    times = [t for t in claim.time if t.precision is not None]
    if not times and claim.when is not None and claim.when.basis != "report_date":
        w = claim.when
        here = claim.trigger
        times = [
            Time(
                start=here.start,
                end=here.start,
                text="",
                earliest=w.earliest,
                latest=w.latest,
                precision=w.precision,
                basis=w.basis,
            )
        ]
    if not times:
        point = (told, told) if told else None
        return (Period(start=point, end=point, basis="report_date"),)
    found = [_period(time, claim, told) for time in times]
    opened = next((p for p in found if p.begins and not p.ends), None)
    closed = next((p for p in found if p.ends and not p.begins), None)
    if opened and closed and _in_order(opened.start, closed.end):
        return (
            Period(
                start=opened.start,
                end=closed.end,
                begins=True,
                ends=True,
                basis=_weaker(opened, closed),
            ),
        )
    if opened or closed:
        return tuple(p for p in (opened, closed) if p)
    if all(_meet(a, b) for a in found for b in found):
        return (min(found, key=_width),)
    return tuple(dict.fromkeys(found))


def _period(time: Time, claim: Claim, told: Day | None) -> Period:
    assert time.basis is not None
    first, last, basis = time.earliest, time.latest, time.basis
    words = time.text.lower()
    lead = _lead(time, claim)
    if first is None or last is None:
        return _open(time, f"{lead} {words}", told)
    if _SINCE.search(f"{lead} {words}") and not _RANGE.search(words):
        # "since independence in 1991": the mention's days are those of the beginning.
        end = (told, told) if told is not None and told >= last else None
        return Period(start=(first, last), end=end, begins=True, basis=basis)
    if first == last:
        return Period(start=(first, first), end=(last, last), basis=basis)
    if _RANGE.search(words):
        return Period(
            start=(first, min(_unit_end(first, _named(words)), last)),
            end=(max(_unit_start(last, _named(words)), first), last),
            begins=True,
            ends=True,
            basis=basis,
        )
    if _WHOLE.search(words) or _WHOLE.search(lead + " " + words):
        return Period(start=(first, first), end=(last, last), basis=basis)
    return _within(first, last, basis)


def _open(time: Time, words: str, told: Day | None) -> Period:
    """One side is open: "since", "after"; "until", "before"."""
    assert time.basis is not None
    first, last, basis = time.earliest, time.latest, time.basis
    if first is not None:
        reaches = told is not None and told >= first
        if _SINCE.search(words) or not time.text:
            end = (told, told) if reaches else None
            return Period(start=_unit(first, time, told), end=end, begins=True, basis=basis)
        return _within(first, told if reaches else None, basis)
    if last is not None and _UNTIL.search(words):
        return Period(end=_unit_back(last, time), ends=True, basis=basis)
    return Period(end=(None, last), basis=basis)


def _lead(time: Time, claim: Claim) -> str:
    """The two words before a mention, where no comma parts them from it; lower case."""
    at = time.start - claim.evidence.start
    lead = claim.evidence.text[max(at - _BEFORE, 0) : at].lower() if at > 0 else ""
    return "" if re.search(r"[,;.]\s*$", lead) else " ".join(lead.split()[-2:])


def _within(first: Day, last: Day | None, basis: Basis) -> Period:
    """On some day of these, nobody says which."""
    window: Window = (first, last)
    return Period(start=window, end=window, basis=basis)


def _unit(first: Day, time: Time, told: Day | None) -> Window:
    """The days in which "since" may begin: the unit that the words name."""
    if time.precision in ("day", None):
        return first, first
    if time.precision == "span":  # its length is not kept; by the report's day it had begun
        return first, max(told, first) if told else first
    last = _unit_end(first, str(time.precision))
    return first, min(last, max(told, first)) if told else last


def _unit_back(last: Day, time: Time) -> Window:
    return _unit_start(last, str(time.precision or "day")), last


def _named(words: str) -> str:
    """The finest unit that a stretch names: day, month or year."""
    bare = re.sub(r"\d{4}", " ", words) if not re.search(r"\d-\d\d-\d\d", words) else words
    if _DAY.search(bare):
        return "day"
    return "month" if _MONTH.search(words) else "year"


def _unit_end(first: Day, unit: str) -> Day:
    if unit == "month":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if unit == "year":
        return first.replace(month=12, day=31)
    return _shift(first, _LENGTHS.get(unit, 0))


def _unit_start(last: Day, unit: str) -> Day:
    if unit == "month":
        return last.replace(day=1)
    if unit == "year":
        return last.replace(month=1, day=1)
    return _shift(last, -_LENGTHS.get(unit, 0))


def _shift(day: Day, days: int) -> Day:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return day


def _in_order(start: Window | None, end: Window | None) -> bool:
    if start is None or end is None or start[0] is None or end[1] is None:
        return False
    return start[0] <= end[1]


def _weaker(a: Period, b: Period) -> Basis:
    return a.basis if a.basis != "stated" else b.basis


def _bounds(period: Period) -> tuple[Day, Day]:
    first = period.start[0] if period.start else None
    last = period.end[1] if period.end else None
    return first or Day.min, last or Day.max


def _meet(a: Period, b: Period) -> bool:
    (first, last), (first2, last2) = _bounds(a), _bounds(b)
    return first <= last2 and first2 <= last


def _width(period: Period) -> tuple[int, Day]:
    first, last = _bounds(period)
    return (last - first).days, first
