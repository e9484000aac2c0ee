"""Cells of a table as values: numbers, days, points, countries, lists of names.

In:   the text of a cell
Out:  a value, or None where the cell is empty; `BadCell` where it cannot be read

Method: tables that went through a spreadsheet or a data frame write 12 as "12.0" and a day as
"2014-10-05 00:00:00" or as seconds since 1970; all of these are read.
Known faults: "05/10/2014" is refused: which part is the day cannot be told.
"""

import datetime as dt
import re

from sayso.imports.mapping import mapping

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$")
_LONG = ("%d %B %Y", "%d-%B-%Y", "%B %d, %Y", "%d %b %Y")
_SECONDS = re.compile(r"-?\d{6,11}(?:\.0+)?$")  # 1970-01-12 and later: no year has six digits
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_EMPTY = ("", "None", "NA", "NaN", "nan", "NULL")


class BadCell(ValueError):  # noqa: N818  what it is is a cell
    """A cell that cannot be read. `reason` is one of `told.REASONS`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def text(cell: str | None) -> str:
    """The words of a cell in one line, "" for what tables write where there is nothing.

    >>> text(" a\\n b "), text("None")
    ('a b', '')
    """
    joined = " ".join((cell or "").split())
    return "" if joined in _EMPTY else joined


def whole(cell: str | None, name: str) -> int | None:
    """A whole number, None for an empty cell.

    Raises:
        BadCell: it is none, or below zero.

    >>> whole("12.0", "best"), whole("", "best")
    (12, None)
    """
    word = text(cell)
    if not word:
        return None
    try:
        number = float(word)
    except ValueError:
        number = -1.0
    if number < 0 or not number.is_integer():  # neither are infinity and what is no number
        raise BadCell("number_unreadable", f"{name}: {word!r} is no whole number")
    return int(number)


def day(cell: str | None, name: str) -> dt.date:
    """A day.

    Raises:
        BadCell: the cell is empty or no day.

    >>> day("2014-10-05 00:00:00.000", "d"), day("5 October 2014", "d"), day("1357171200.0", "d")
    (datetime.date(2014, 10, 5), datetime.date(2014, 10, 5), datetime.date(2013, 1, 3))
    """
    word = text(cell)
    iso = _ISO.match(word)
    try:
        if iso:
            return dt.date(*map(int, iso.groups()))
        if _SECONDS.match(word):
            return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=float(word))).date()  # noqa: DTZ001
        for form in _LONG:
            try:
                return dt.datetime.strptime(word, form).date()  # noqa: DTZ007
            except ValueError:
                continue
    except (ValueError, OverflowError):
        pass
    raise BadCell("no_day", f"{name}: {word!r} is no day; write it as 2014-10-05")


def maybe_day(cell: str | None) -> dt.date | None:
    """A day, None for what is none."""
    try:
        return day(cell, "")
    except BadCell:
        return None


def point(lat: str | None, lon: str | None) -> tuple[float | None, float | None]:
    """Latitude and longitude, both None where a cell is empty.

    Raises:
        BadCell: no numbers, or a point that is not on the globe.
    """
    words = text(lat), text(lon)
    if not all(words):
        return None, None
    try:
        north, east = map(float, words)
    except ValueError as err:
        raise BadCell("number_unreadable", f"{words[0]!r}, {words[1]!r} is no point") from err
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise BadCell("number_unreadable", f"{north}, {east} is not on the globe")
    return north, east


def country(name: str) -> str:
    """ISO 3166 alpha-3 of a country's name, "" when the roster does not know it.

    >>> country("Yemen (North Yemen)"), country("SYR"), country("Velmar")
    ('YEM', 'SYR', '')
    """
    from sayso.identify.actors_index import names  # noqa: PLC0415  the roster is slow to load
    from sayso.identify.actors_roster import roster  # noqa: PLC0415

    given = text(name)
    if given in roster().isos:
        return given
    bare = _BRACKETS.sub("", given)
    known = mapping().countries
    return known.get(given) or known.get(bare) or names().state_of(bare).upper()


def several(cell: str | None) -> tuple[str, ...]:
    """Parts of a cell that holds several, divided by ";" or "|".

    >>> several("SOHR; VDC|SOHR")
    ('SOHR', 'VDC')
    """
    parts = (text(part) for part in re.split(r"[;|]", cell or ""))
    return tuple(dict.fromkeys(part for part in parts if part))
