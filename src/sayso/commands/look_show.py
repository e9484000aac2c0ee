"""Rows of a record as a table for the eye.

In:   rows of one thing
Out:  text: on a screen as wide as that, else as wide as a page across

Method: a few columns that a person scans; the other formats have all. What is undecided says so.
Text of reports is made harmless to a terminal.
Known faults: all rows are held in memory, since a table has to know its widths.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.record.queries.formats import Written
from sayso.show.words import interval, visible

_WIDTH = 160  # as `writers`: what a wide screen and A4 across can show
_NARROW = 110  # columns; a table of ten columns is not read below
# Columns in the first line of a paragraph: what a number counts must be said beside it.
_IN_HEAD = {"incidents": 3, "claims": 3, "actors": 1, "sources": 2, "reports": 3}
_MOST_NAMES = 3  # in one cell; the rest is counted
UNDECIDED = "undecided"

Column = tuple[str, Callable[[Any], str], bool]  # label, text, whether it is a number


def write_table(rows: Iterable[Any], name: str, out: BinaryIO, *, screen: bool) -> Written:
    """Write the table of a thing; on a narrow screen a paragraph a row."""
    listed = list(rows)
    console = Console(
        file=io.StringIO(), width=None if screen else _WIDTH, force_terminal=screen or None
    )
    is_narrow = console.width < _NARROW and name != "facets"
    with console.capture() as capture:
        columns = COLUMNS[name]
        console.print(
            _paragraphs(listed, columns, _IN_HEAD[name]) if is_narrow else _table(listed, columns)
        )
    lines = (line.rstrip() + "\n" for line in capture.get().splitlines())
    out.write("".join(lines).encode("utf-8", "surrogatepass"))
    return Written(rows=len(listed))


def _table(rows: Iterable[Any], columns: Sequence[Column]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for label, _, is_number in columns:
        is_key = label in ("id", "key")
        table.add_column(
            label, justify="right" if is_number else "left", overflow="fold", no_wrap=is_key
        )
    for row in rows:
        table.add_row(*(Text(visible(text(row))) for _, text, _ in columns))
    return table


def _paragraphs(rows: Iterable[Any], columns: Sequence[Column], first: int) -> Group:
    """What stands first in a table in a line of its own, the rest below it with its labels."""
    parts: list[RenderableType] = []
    for row in rows:
        head = [visible(text(row)) for _, text, _ in columns[:first]]
        parts.append(Text("  ".join(filter(None, head)), style="bold"))
        rest = ((label, visible(text(row))) for label, text, _ in columns[first:])
        told = "; ".join(f"{label}: {value}" for label, value in rest if value)
        parts.append(Padding(Text(told, overflow="fold"), (0, 0, 0, 4)))
    return Group(*parts)


def names(values: Sequence[str]) -> str:
    """Some names in a line.

    >>> names(("a", "b", "c", "d", "e"))
    'a; b; c and 2 more'
    """
    more = len(values) - _MOST_NAMES
    shown = "; ".join(values[:_MOST_NAMES])
    return f"{shown} and {more} more" if more > 0 else shown


def days(row: Any) -> str:
    """The days of a row, "undecided" where there are none; "~" before what no text states."""
    told = interval(row.day_from, row.day_to)
    mark = "~" if row.day_basis == "report_date" else ""
    return f"{mark}{told}" if told else UNDECIDED


def place(row: Any) -> str:
    """Where a row is put, with its country, and how far that is sure unless to the town."""
    known = ", ".join(part for part in (row.place, row.country) if part)
    coarse = row.geo_precision not in ("", "place")
    return (f"{known} ({row.geo_precision})" if coarse else known) or UNDECIDED


def number(best: int | None, low: int | None, high: int | None) -> str:
    """An estimate with its bounds.

    >>> number(17, 8, 17), number(3, 3, 3), number(12, 12, None), number(None, None, None)
    ('17 (8-17)', '3', '12 (12 or more)', '')
    """
    if best is None and low is None and high is None:
        return ""
    shown = "?" if best is None else f"{best:,}"
    if low == high:
        return shown
    bounds = f"{low or 0:,} or more" if high is None else f"{low or 0:,}-{high:,}"
    return f"{shown} ({bounds})"


def _what(row: Any) -> str:
    type_ = str(row.type).replace("_", " ")
    return type_ + (f", {row.mode}" if row.mode else "")


def _status(row: Any) -> str:
    disputed = f"disputed: {', '.join(row.disputed)}" if row.disputed else ""
    parts = [row.status] if row.status not in ("asserted", "disputed") else []
    return "; ".join([*parts, disputed] if disputed else parts) or str(row.status)


def _claim_status(row: Any) -> str:
    parts = [] if row.status == "asserted" else [row.status]
    parts += ["hedged"] if row.hedged else []
    parts += [row.state] if row.state != "coded" else []
    return ", ".join(parts) or "asserted"


def _span(row: Any) -> str:
    return interval(row.first_day, row.last_day) or UNDECIDED


COLUMNS: dict[str, tuple[Column, ...]] = {
    "incidents": (
        ("when", days, False),
        ("what", _what, False),
        ("where", place, False),
        ("who", lambda r: names(r.actor), False),
        ("to whom", lambda r: names(r.recipient), False),
        ("killed", lambda r: number(r.killed_best, r.killed_low, r.killed_high), True),
        ("voices", lambda r: f"{r.tellers:,}", True),
        ("reports", lambda r: f"{r.reports:,}", True),
        ("status", _status, False),
        ("id", lambda r: r.id, False),
    ),
    "claims": (
        ("when", days, False),
        ("who", lambda r: names(r.actor), False),
        ("what", lambda r: f"{_what(r)}: {r.trigger}", False),
        ("to whom", lambda r: names(r.recipient), False),
        ("where", place, False),
        ("how many", lambda r: names(r.number), False),
        ("says who", lambda r: " < ".join((*r.source, *filter(None, [r.outlet]))), False),
        ("status", _claim_status, False),
        ("id", lambda r: r.id, False),
    ),
    "actors": (
        ("name", lambda r: r.name, False),
        ("claims", lambda r: f"{r.claims:,}", True),
        ("acts", lambda r: f"{r.as_actor:,}", True),
        ("suffers", lambda r: f"{r.as_recipient:,}", True),
        ("speaks", lambda r: f"{r.as_source:,}", True),
        ("incidents", lambda r: f"{r.incidents:,}", True),
        ("relations", lambda r: f"{r.relations:,}", True),
        ("days", _span, False),
        ("key", lambda r: r.key, False),
    ),
    "sources": (
        ("source", lambda r: r.name, False),
        ("kind", lambda r: r.kind, False),
        ("reports", lambda r: f"{r.reports:,}", True),
        ("copies", lambda r: f"{r.copies:,}", True),
        ("claims", lambda r: f"{r.claims:,}", True),
        ("incidents", lambda r: f"{r.incidents:,}", True),
        ("alone", lambda r: f"{r.alone:,}", True),
        ("contradicted", lambda r: f"{r.contradicted:,}", True),
        ("published", _span, False),
    ),
    "reports": (
        ("published", lambda r: str(r.published or UNDECIDED), False),
        ("outlet", lambda r: r.outlet, False),
        ("title", lambda r: r.title or r.origin, False),
        ("claims", lambda r: f"{r.claims:,}", True),
        ("incidents", lambda r: f"{r.incidents:,}", True),
        ("repeats", lambda r: f"{r.copy_of} ({r.copy_kind})" if r.copy_of else "", False),
        ("id", lambda r: r.id, False),
    ),
    "facets": (
        ("value", lambda r: r.label or UNDECIDED, False),
        ("number", lambda r: f"{r.n:,}", True),
        ("key", lambda r: r.value if r.value != r.label else "", False),
    ),
}
