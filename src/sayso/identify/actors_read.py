"""The tables of the roster: rows of the reviewed files, each checked as it is read.

In:   the CSV files of `roster/`, and a file of the user's in the same form
Out:  one struct a row, with the line that it stands on

Method: the heading must be the columns of the struct, in their order; every row must have
as many fields, a source that `sources.toml` names, and values of the right form. What is
wrong raises `AssetError` with file and line. What rows say of each other is checked in
`actors_roster`.
Known faults: none known.
"""

import csv
import datetime as dt
import functools
import re
import tomllib
from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable
from typing import Any, NoReturn, TypeVar

import msgspec

from sayso.base.errors import AssetError
from sayso.identify.actors_words import words

KINDS = words("kinds")
TIES = words("ties")
# PLOVER's sectors (manual 2.0), and its countries that are no states.
SECTORS = words("sectors")
NO_STATES = words("no_states")

_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all rows: where it stands, and where its facts come from."""

    line: int
    source: str


class State(Row, kw_only=True, frozen=True):
    """A state, past or present. `seats` stand for its government ("White House")."""

    iso3: str
    iso2: str
    name: str
    full_name: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    capitals: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    seats: tuple[str, ...]
    since: dt.date | None
    until: dt.date | None


class Listed(Row, kw_only=True, frozen=True):
    """An organisation or group. A name that opens with "~" needs its country in the report."""

    id: str
    kind: str
    name: str
    full_name: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    country: str
    countries: tuple[str, ...]
    sector: str
    parents: tuple[str, ...]
    since: dt.date | None
    until: dt.date | None


class Tie(Row, kw_only=True, frozen=True):
    """What an actor has to do with another, from a day until a day."""

    actor: str
    tie: str
    other: str
    since: dt.date | None
    until: dt.date | None


class Dated(Row, kw_only=True, frozen=True):
    """The country and sector of an actor in a span of days."""

    actor: str
    country: str
    sector: str
    since: dt.date | None
    until: dt.date | None


class Person(Row, kw_only=True, frozen=True):
    """A person, with other spellings."""

    id: str
    name: str
    names: tuple[str, ...]


class Role(Row, kw_only=True, frozen=True):
    """An office or standing of a person.

    `until` is None when the end is not known; then `vouched` is the last day for which the
    source speaks, None for rows that are kept up to date.
    """

    person: str
    office: str
    body: str
    country: str
    sector: str
    since: dt.date | None
    until: dt.date | None
    vouched: dt.date | None


class Noun(Row, kw_only=True, frozen=True):
    """A role noun ("gunmen"): the generic actor that it names, and a state's body if it is one."""

    noun: str
    group: str
    sector: str
    unit: str


_Row = TypeVar("_Row", bound=Row)
_HEADS = {"since": "from"}


def read_table(folder: Traversable, name: str, kind: type[_Row]) -> list[_Row]:
    """Read one file of the roster.

    Raises:
        AssetError: the file cannot be read, its heading is not that of the table, or a row
            has a value that does not fit; file and line are named.
    """
    label = f"roster/{name}"
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as err:
        raise AssetError(f"{label}: cannot be read: {err}") from err
    return read_rows(label, text, kind, _sources(folder))


def read_rows(
    label: str, text: str, kind: type[_Row], sources: frozenset[str] | None
) -> list[_Row]:
    """Read the rows of a table.

    Args:
        label: the file, as messages name it.
        text: what is in it.
        kind: struct of a row.
        sources: keys that may stand as a row's source; None for any words.

    Raises:
        AssetError: see `read_table`.
    """
    heads = headings(kind)
    fields = [f for f in msgspec.structs.fields(kind) if f.name not in ("line", "source")]
    makers = [_maker(f.type) for f in fields]
    keys = [f.name for f in fields]
    lines = _lines(label, text)
    _, heading = next(lines, (1, []))
    if heading != heads:
        fail(label, 1, f"columns are {', '.join(heading)}; expected {', '.join(heads)}")
    since, until = (keys.index(k) if k in keys else None for k in ("since", "until"))
    rows = []
    for line, cells in lines:
        if len(cells) != len(heads):
            fail(label, line, f"{len(cells)} fields; expected {len(heads)}")
        try:
            values = [make(cell) for make, cell in zip(makers, cells, strict=False)]
        except ValueError as err:
            fail(label, line, f"{', '.join(cells)}: {err}")
        _check_source(label, line, cells[-1], sources)
        if since is not None and until is not None:
            _check_days(label, line, values[since], values[until])
        rows.append(kind(line=line, source=cells[-1], **dict(zip(keys, values, strict=True))))
    return rows


def headings(kind: type[Row]) -> list[str]:
    """The columns of a table, in their order."""
    fields = [f for f in msgspec.structs.fields(kind) if f.name not in ("line", "source")]
    return [_HEADS.get(f.name, f.name) for f in fields] + ["source"]


def check_id(label: str, line: int, value: str) -> None:
    """Hold ids to lower-case words joined by "-", parts joined by "."."""
    if not _ID.fullmatch(value):
        fail(label, line, f'id "{value}" is not lower-case words joined by "-" or "."')


def check_sector(label: str, line: int, value: str) -> None:
    """Hold a sector to one or two of PLOVER's."""
    if not _is_sector(value):
        fail(label, line, f'sector "{value}" is not one or two of PLOVER\'s codes')


@functools.cache
def _is_sector(value: str) -> bool:
    return len(value) <= 6 and {value[i : i + 3] for i in range(0, len(value), 3)} <= SECTORS


def fail(label: str, line: int, what: str) -> NoReturn:
    """Raise `AssetError` for a place in a file of the roster."""
    raise AssetError(f"{label}, line {line}: {what}")


def _lines(label: str, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as err:
        fail(label, reader.line_num, f"not CSV: {err}")


def _sources(folder: Traversable) -> frozenset[str]:
    try:
        return frozenset(tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise AssetError(f"roster/sources.toml: cannot be read: {err}") from err


def _maker(type_: object) -> Callable[[str], object]:
    if type_ is str:
        return str.strip
    if type_ is int:
        return int
    return _many if type_ == tuple[str, ...] else _day


def _many(cell: str) -> tuple[str, ...]:
    if not cell:
        return ()
    if "|" not in cell:
        return (cell,)
    values = tuple(cell.split("|"))
    if any(not v.strip() for v in values):
        raise ValueError("an empty value between bars")
    if len(set(values)) != len(values):
        raise ValueError("a value stands twice")
    return values


@functools.cache
def _day(cell: str) -> dt.date | None:
    return dt.date.fromisoformat(cell) if cell else None


def _check_source(label: str, line: int, cell: str, known: frozenset[str] | None) -> None:
    keys = {part.partition(":")[0] for part in cell.split()}
    if keys and (known is None or keys <= known):
        return
    if not keys:
        fail(label, line, "no source")
    fail(label, line, f"source {', '.join(sorted(keys - (known or keys)))} is not in sources.toml")


def _check_days(label: str, line: int, since: Any, until: Any) -> None:
    if since and until and since > until:
        fail(label, line, f"from {since} is after until {until}")
