"""Datelines and printed dates at the head of a report.

In:   the first blocks of a report
Out:  a Dateline: where it ends, the agency it names, and the day as far as it is printed

Method: one pattern of place, date and agency before a dash: "Lima, 20 Aug 88 (EFE) --",
"BAGHDAD, March 3 (Reuters) -", "KABUL, Afghanistan (AP) -". The dateline stays in the
text. A day without its year stays without it; whoever calls may know the year from elsewhere.
Known faults: two-digit years from 50 on are of the last century; "3/4/88" is not read, since
it is two different days on two sides of an ocean.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month_{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day_{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year_{0}>(?:19|20)\d\d|'?\d\d(?=[\s(\[,–—-])))?"
_LONG_YEAR = r"(?:,?\s+(?P<year_{0}>(?:19|20)\d\d))?"
_ISO = r"(?P<iso_{0}>(?:19|20)\d\d-\d\d-\d\d)"


def _date(name: str) -> str:
    """A pattern for a date; its groups end in `name`, since a pattern may hold several."""
    us = (_MONTH + r"\s*" + _DAY + _LONG_YEAR).format(f"us_{name}")
    uk = (_DAY + r"\s+" + _MONTH + _YEAR).format(f"uk_{name}")
    return rf"{_WEEKDAY}(?:{us}|{uk}|{_ISO.format(name)})"


def _agency(name: str) -> str:
    return rf"[(\[/](?P<agency_{name}>[A-Z][^()\[\]/\n]{{1,48}})[)\]/]"


# Every word with a capital, but for the small words within names.
_NAME = r"[A-Z][\w.'’/-]*(?: (?:[A-Z][\w.'’/-]*|(?:to|de|of|del|la|el|al|and|the)\b)){0,5}"


def _place(name: str) -> str:
    return rf"(?P<place_{name}>{_NAME}(?:,\s*{_NAME}){{0,2}})"


_DASH = r"(?:\s*(?:--?-?|–|—|_|:)(?=\s|[A-Z“\"\[(])|\s*(?:–|—))"
_CAPITALS = r"(?P<place_c>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}(?:,\s*[A-Z][\w.'’ -]{1,30})?)"
_DATELINE = re.compile(
    r"[\s\"“]*(?:"
    rf"(?:{_date('d')}\s*)?{_agency('d')}{_DASH}"
    rf"|{_place('a')},?\s*(?:[,(]?\s*{_date('a')}\)?)?\s*,?\s*{_agency('a')}{_DASH}"
    rf"|{_place('b')},\s*{_date('b')}\s*{_DASH}"
    rf"|{_CAPITALS}\s*(?:--|–|—|_| - )"
    r")(?=\s*(?:[A-Z0-9\"“‘'\[(]|\Z))"
)
_LABEL = (
    r"(?:(?:first |last )?(?:published|posted|issued|dated?|release date|on"
    r"|(?P<changed>updated|modified))\b(?: on| at)?\s*:?\s*)?"
)
_CLOCK = (
    r"[\s,|•·@T-]*(?:at )?(?:\d{1,2}[:.h]\d\d(?::\d\d)?)?\s*(?:[ap]\.?m\.?)?\s*"
    r"\(?(?:GMT|UTC|Z|[A-Z]{2,4}T|[+-]\d\d:?\d\d)?\)?"
)
_BY = r"(?:by [^\d\n]{2,60}?[,|•·-]\s*)?"
_PRINTED = re.compile(rf"[\s|•·-]*{_BY}{_LABEL}{_date('p')}{_CLOCK}[\s|•·-]*", re.I)
# A day line or dateline stands before the body: headline, sub-headline, byline, day, credit, body.
HEAD_BLOCKS = 6
_HEAD_CHARS = 160
# The day printed in a dateline is the day of filing: the same, or a day or two before the post.
_MAX_DAYS_APART = 7
_NOT_AGENCY = re.compile(r"\b(said|photo|who|which|was|were|is|are|has|have)\b|^see\b", re.I)


class Dateline(NamedTuple):
    """`end` is where the words of the report begin; month and day are 0 when not printed."""

    end: int
    place: str
    agency: str
    year: int = 0
    month: int = 0
    day: int = 0

    def on(self, year: int) -> dt.date | None:
        """The day, in the year printed, else in the year given; None when there is none."""
        try:
            return dt.date(self.year or year, self.month, self.day)
        except ValueError:
            return None


def find_dateline(block: str) -> Dateline | None:
    """Read the dateline that a block begins with; None when it begins with none.

    >>> find_dateline("Lima, 20 Aug 88 (EFE) -- Rebels attacked.").on(0)
    datetime.date(1988, 8, 20)
    >>> find_dateline("BAGHDAD, March 3 (Reuters) - Troops moved.").agency
    'Reuters'
    """
    match = _DATELINE.match(block[:_HEAD_CHARS])
    if match is None:
        return None
    group = match.groupdict()
    agency = (group["agency_a"] or group["agency_d"] or "").strip()
    if _NOT_AGENCY.search(agency) or group["place_c"] == "FILE":
        return None
    place = group["place_a"] or group["place_b"] or group["place_c"] or ""
    return Dateline(match.end(), place.strip(" ,"), agency, *_printed(group, "abd"))


def find_day_line(blocks: Sequence[str]) -> dt.date | None:
    """The day that a line of its own at the head prints in full: "Published: 3 March 2015"."""
    for block in blocks[:HEAD_BLOCKS]:
        if is_day_line(block):
            match = _PRINTED.match(block)
            if match is None or match["changed"]:
                continue
            year, month, day = _printed(match.groupdict(), "p")
            if year:
                return Dateline(0, "", "", year, month, day).on(0)
    return None


def is_day_line(block: str) -> bool:
    """Say whether a block is a date and nothing else."""
    return len(block) <= 80 and _PRINTED.fullmatch(block) is not None


def nearest(dateline: Dateline, to: dt.date) -> dt.date | None:
    """The dateline's day in the year that brings it within a week of another day."""
    days = (dateline.on(to.year + shift) for shift in (0, -1, 1))
    return next((day for day in days if day and abs((day - to).days) <= _MAX_DAYS_APART), None)


def _printed(group: dict[str, str | None], names: str) -> tuple[int, int, int]:
    """Year, month and day as printed; zeros for what is not."""

    def first(*keys: str) -> str:
        return next((group[f"{k}_{n}"] or "" for n in names for k in keys if group[f"{k}_{n}"]), "")

    if iso := first("iso"):
        year, month, day = iso.split("-")
        return int(year), int(month), int(day)
    word = first("month_us", "month_uk")
    if not word:
        return 0, 0, 0
    digits = first("year_us", "year_uk").lstrip("'")
    century = {2: 1900 if digits >= "50" else 2000}.get(len(digits), 0)
    n_day = int(first("day_us", "day_uk"))
    return int(digits or 0) + century, _MONTHS.index(word[:3].lower()) + 1, n_day
