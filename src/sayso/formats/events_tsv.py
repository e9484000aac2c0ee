"""Lines parted by tabs, as GDELT, Phoenix and POLECAT have them, and a day for those with only one.

In:   cells
Out:  lines that readers with and without quoting read alike

Method: tabs, ends of lines and other signs that break a line become spaces, a double quote a single
one. Nothing is put before a cell that a spreadsheet might run, since programs read these files and
would take it for a part of the value.
Known faults: a name with a double quote is changed.
"""

import datetime as dt
from collections.abc import Iterable

from sayso.formats.events import Event
from sayso.formats.written import Written
from sayso.tables import Cell

WEEK = 7
LONG = "its days are more than a week"
FIRST_DAY = "days after the first: there is room for one"


def line(cells: Iterable[Cell], missing: str = "") -> str:
    r"""One line with its end.

    >>> line(["a\tb", 'say "so"', None, 4.0, 0])
    "a b\tsay 'so'\t\t4.0\t0\n"
    """
    return "\t".join(cell(one) or missing for one in cells) + "\n"


def cell(value: Cell) -> str:
    """One value in words, in which nothing ends a cell or a line."""
    if value is None:
        return ""
    words = value.isoformat() if isinstance(value, dt.date) else str(value)
    return " ".join(words.replace('"', "'").split())


def one_of_list(text: str, part: str = ";") -> str:
    """Text that is one of a list parted by a sign."""
    return " ".join(text.replace(part, ",").split())


def one_day(event: Event, written: Written) -> dt.date | None:
    """The day of an event for formats that have room for one; None where it is too unsure.

    Args:
        event: with its days.
        written: counts what is left out or lost.
    """
    if event.days > WEEK:
        written.left_out[LONG] += 1
        return None
    if event.days > 1:
        written.lost[FIRST_DAY] += 1
    return event.first
