"""Words for reasons: days, bounds and lists as a person reads them.

In:   values of claims and incidents
Out:  short text. Words of reports are put between quotation marks and cut to a line

Known faults: none known.
"""

import datetime as dt
from collections.abc import Iterable

_LONGEST = 60  # characters of quoted words: a reason stays on one or two lines


def quoted(words: str) -> str:
    """Words of a report, on one line.

    >>> quoted("the  army" + chr(10) + "said")
    '"the army said"'
    """
    line = " ".join(words.split())
    return f'"{line}"' if len(line) <= _LONGEST else f'"{line[: _LONGEST - 1]}…"'


def days(first: dt.date | None, last: dt.date | None) -> str:
    """An interval of days.

    >>> days(dt.date(2024, 5, 1), dt.date(2024, 5, 1)), days(None, dt.date(2024, 5, 1))
    ('2024-05-01', 'until 2024-05-01')
    """
    if first is None and last is None:
        return "no day"
    if first is None:
        return f"until {last}"
    if last is None:
        return f"since {first}"
    return str(first) if first == last else f"{first} to {last}"


def bounds(low: int | None, high: int | None) -> str:
    """A count with its bounds.

    >>> bounds(12, None), bounds(8, 17), bounds(None, 5)
    ('at least 12', '8 to 17', 'at most 5')
    """
    if low is None and high is None:
        return "uncounted"
    if high is None:
        return f"at least {low:,}"
    if low is None:
        return f"at most {high:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def shown(value: object) -> str:
    """A value that may be undecided, beside others of its kind.

    >>> shown(None), shown(""), shown(12)
    ('none', 'none', '12')
    """
    return "none" if value in (None, "") else str(value)


def listed(parts: Iterable[str], most: int = 3) -> str:
    """The first few, and how many more.

    >>> listed(["a", "b", "c", "d"])
    'a, b, c and 1 more'
    """
    every = list(parts)
    shown = every[:most] if len(every) > most else every
    rest = len(every) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest:,} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))
