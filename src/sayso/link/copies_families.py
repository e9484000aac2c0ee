"""Families of copies, and whose words a passage is.

In:   `Copy` rows of any reports, and the days on which the reports were published
Out:  for each report of a family the original; for a passage of a report the report that
      told it first

Method: copies are edges; a family is a connected component; its original is the report that
comes first in order (`first`): earliest published, unknown days last, then the smaller id.
A report that repeats another tells nothing new but in the passages that it adds. Whose words a
passage is, is asked of each pair by itself, not of the family: two reports may be joined by a
third that has a part of each.
Known faults: where A has B's words and B has C's, but A and C were not found to be copies, A's
words are given to B. A passage counts as added when more than half of it is.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from sayso.base.joined import Copy

Days = Mapping[str, dt.date | None]


def first(report: str, day: dt.date | None) -> tuple[bool, dt.date, str]:
    """Sort key of reports: the earlier published first, unknown days last, then by id."""
    return day is None, day or dt.date.max, report


def families(copies: Iterable[Copy], days: Days | None = None) -> dict[str, str]:
    """Give each report of a family the original of the family, itself included.

    Args:
        copies: all copies among the reports in question, in any order.
        days: publication day of each report. Without it the order is taken from the pairs, and
            where they leave several reports that repeat none, the smallest id counts.

    Returns:
        Report to original. A report that is in no copy is not in it: it stands for itself.

    >>> pair = Copy(report="r2", of="r1", kind="copy", share=1.0)
    >>> families([pair])
    {'r1': 'r1', 'r2': 'r1'}
    """
    joined: dict[str, set[str]] = {}
    repeats: set[str] = set()
    for copy in copies:
        joined.setdefault(copy.report, set()).add(copy.of)
        joined.setdefault(copy.of, set()).add(copy.report)
        repeats.add(copy.report)
    days = days or {}
    original: dict[str, str] = {}
    for start in sorted(joined):
        if start in original:
            continue
        members, todo = {start}, [start]
        while todo:
            new = joined[todo.pop()] - members
            members |= new
            todo.extend(new)
        # The first in order repeats none, so asking for that too changes nothing where days
        # are known, and stands for them where they are not.
        head = min(members, key=lambda r: (r in repeats, *first(r, days.get(r))))
        original |= dict.fromkeys(members, head)
    return dict(sorted(original.items()))


def is_added(copy: Copy, start: int, end: int) -> bool:
    """Whether a passage of `copy.report` is not in `copy.of`: more than half of it is added.

    Args:
        start, end: half open, in code points of the text of `copy.report`; a claim's evidence.
    """
    inside = sum(max(0, min(end, passage.end) - max(start, passage.start)) for passage in copy.adds)
    return 2 * inside > end - start


def origin(
    report: str, start: int, end: int, copies: Iterable[Copy], days: Days | None = None
) -> str:
    """Name the report that told a passage first: `report` itself where it adds the passage.

    Args:
        report: id of the report in whose text the passage stands.
        start, end: the passage, half open, in code points; as a rule a claim's evidence.
        copies: at least those whose `report` is this one; others are passed over.
        days: publication days; without them the smallest id of those that have the words.

    Returns:
        Id of a report. Claims of one origin, without a speaker, are one voice.
    """
    days = days or {}
    have = [c.of for c in copies if c.report == report and not is_added(c, start, end)]
    return min(have, key=lambda r: first(r, days.get(r)), default=report)
