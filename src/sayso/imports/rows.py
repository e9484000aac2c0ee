"""The rows of a table, each with its bytes as received.

In:   a file, the columns that it must have
Out:  `Row`s, in order; a row that does not fit the head says so

Method: a row ends where a line ends and no quotation mark is open (CSV), or with its line
(tab separated, where quotation marks mean nothing). Bytes that are not UTF-8 are read as
Latin-1, row by row, since weekly files of POLECAT mix both.
Known faults: a lone quotation mark in an unquoted cell of a CSV swallows the rows up to the next;
they are dropped as one when they pass the limit, else they do not fit the columns.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from sayso.base.errors import ConfigError
from sayso.imports.told import Row, Table, Unfit

# The longest note of ACLED that we know of has some 3,000 characters, GED lists of articles 10,000.
_MOST_BYTES = 1 << 20
_BOM = b"\xef\xbb\xbf"

# The columns without which a row cannot be read, as the makers of the tables name them.
NEEDED: dict[Table, tuple[str, ...]] = {
    "acled": (
        "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1",
        "actor2", "country", "location", "latitude", "longitude", "geo_precision", "source",
        "notes", "fatalities",
    ),
    "ged": (
        "id", "type_of_violence", "side_a", "side_b", "source_original", "where_prec",
        "where_coordinates", "latitude", "longitude", "country", "date_prec", "date_start",
        "date_end", "best", "high", "low",
    ),
    "polecat": (
        "Event ID", "Event Date", "Event Type", "Event Mode", "Actor Name", "Recipient Name",
        "Country", "Latitude", "Longitude", "Source", "Publication Date",
    ),
}  # fmt: skip
TAB: tuple[Table, ...] = ("polecat",)


def read_rows(path: Path, table: Table) -> Iterator[Row]:
    """Read a table.

    Raises:
        ConfigError: the file is not there, or is no table of this kind.
    """
    try:
        with path.open("rb") as file:
            yield from rows_of(file, table, str(path))
    except OSError as err:
        raise ConfigError(f"{path}: cannot be read: {err.strerror or err}") from err


def rows_of(file: BinaryIO, table: Table, where: str) -> Iterator[Row]:
    """Read a table from an open file; see `read_rows`."""
    records = _records(file, quoted=table not in TAB)
    number, raw = next(records, (1, b""))
    head = [name.strip() for name in _cells(raw.removeprefix(_BOM), table)]
    head = head[1:] if head[:1] == ["#"] else head
    missing = [name for name in NEEDED[table] if name not in head]
    if missing:
        raise ConfigError(
            f"{where}: the first line does not name the columns of {table}: "
            f"{', '.join(missing)} missing{_guess(head)}. A file without a head needs one"
        )
    for number, raw in records:
        if not raw.strip():
            continue
        if len(raw) > _MOST_BYTES:
            yield Row(number, raw[:_MOST_BYTES], unfit=Unfit("row_too_long", f"line {number}"))
            continue
        yield _row(number, raw, head, table)


def table_of(path: Path) -> Table:
    """Which table a file is, by its first line.

    Raises:
        ConfigError: the file cannot be read, or is none of them.
    """
    try:
        with path.open("rb") as file:
            first = file.readline(_MOST_BYTES).removeprefix(_BOM)
    except OSError as err:
        raise ConfigError(f"{path}: cannot be read: {err.strerror or err}") from err
    for table, needed in NEEDED.items():
        head = [name.strip() for name in _cells(first.rstrip(b"\r\n"), table)]
        if all(name in head for name in needed):
            return table
    raise ConfigError(f"{path}: its first line names the columns of none of {', '.join(NEEDED)}")


def check_head(path: Path, table: Table) -> None:
    """Refuse a file whose first line does not name the table's columns.

    Raises:
        ConfigError: see `read_rows`.
    """
    next(read_rows(path, table), None)


def _row(number: int, raw: bytes, head: Sequence[str], table: Table) -> Row:
    cells = _cells(raw, table)
    if len(cells) > len(head) and not any(cell.strip() for cell in cells[len(head) :]):
        cells = cells[: len(head)]  # weekly files of POLECAT end some lines with empty tabs
    if len(cells) != len(head):
        told = f"{len(cells)} cells under {len(head)} columns"
        return Row(number, raw, unfit=Unfit("not_in_columns", told))
    return Row(number, raw, dict(zip(head, (cell.strip() for cell in cells), strict=True)))


def _records(file: BinaryIO, *, quoted: bool) -> Iterator[tuple[int, bytes]]:
    """Records with the number of the line on which each begins, without the end of the line."""
    held, begun, is_open = b"", 0, False
    for number, line in enumerate(file, start=1):
        begun = begun or number
        held += line
        if quoted and line.count(b'"') % 2:
            is_open = not is_open
        if not is_open or len(held) > _MOST_BYTES:
            yield begun, held.rstrip(b"\r\n")
            held, begun, is_open = b"", 0, False
    if held:
        yield begun, held.rstrip(b"\r\n")


def _cells(raw: bytes, table: Table) -> list[str]:
    text = decoded(raw)
    if table in TAB:
        return text.split("\t")
    try:
        return next(csv.reader([text.replace("\0", "\ufffd")]), [])
    except csv.Error:  # a carriage return outside quotation marks, or a cell beyond csv's limit
        return []


def decoded(raw: bytes) -> str:
    """UTF-8, else Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _guess(head: Sequence[str]) -> str:
    """Which other table the head would fit, in words."""
    for other, needed in NEEDED.items():
        if all(name in head for name in needed):
            return f" (it looks like {other})"
    return ""
