"""Claims onto files and streams: JSON lines, CSV, Parquet, a table for the eye.

In:   records as lines of JSON, as the engines give them
Out:  bytes of the chosen format

Method: a writer is a function from records to parts of the file, so that a file can be
written whole and a stream as the records come. CSV is what a spreadsheet opens rightly:
UTF-8 with a byte order mark in files (none on standard output, where other programs
read it), CRLF, and an apostrophe before a text that a spreadsheet would run as a formula
(`docs/decisions/0052-csv-for-spreadsheets.md`).
Known faults: Parquet and the table hold all rows of a batch, the table all rows, in memory.
"""

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from sayso.base.errors import ConfigError
from sayso.engines import RawRecord, Record
from sayso.tables import FLAT_COLUMNS, Pair, arrow_schema, arrow_table, csv_cell, flat_row

Format = Literal["jsonl", "csv", "parquet", "table"]

ENDINGS: dict[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".txt": "table",
}

_BOM = "\ufeff".encode()
_ROW_GROUP = 20_000  # claims a Parquet row group: some 10 MB, the size that readers like
_TABLE_WIDTH = (
    160  # columns of a table that is not on a screen: what a wide screen and A4 across can show
)

_decode = msgspec.json.Decoder(Record).decode
_decode_raw = msgspec.json.Decoder(RawRecord).decode


def choose_format(path: Path | None, asked: Format | None) -> Format:
    """The format that was asked for, else by the file's ending; JSON lines on a stream.

    Raises:
        ConfigError: the ending names no format and none was asked for.

    >>> choose_format(Path("claims.CSV"), None)
    'csv'
    """
    if asked is not None:
        return asked
    if path is None or not path.suffix:
        return "jsonl"
    try:
        return ENDINGS[path.suffix.lower()]
    except KeyError:
        formats = ", ".join(WRITERS)
        raise ConfigError(
            f"{path}: the ending {path.suffix!r} names no format; say --format, one of {formats}"
        ) from None


def write_jsonl(lines: Iterable[bytes], *, to_file: bool) -> Iterator[bytes]:
    """One claim a line, as it was encoded."""
    del to_file
    for line in lines:
        claims = _decode_raw(line).claims
        if claims:
            yield b"\n".join(claims) + b"\n"


def write_csv(lines: Iterable[bytes], *, to_file: bool) -> Iterator[bytes]:
    """One claim a row, flat."""
    buffer = io.StringIO(newline="")
    rows = csv.writer(buffer)
    rows.writerow([name for name, _, _ in FLAT_COLUMNS])
    yield (_BOM if to_file else b"") + buffer.getvalue().encode()
    for line in lines:
        buffer.seek(0)
        buffer.truncate()
        for pair in _pairs(line):
            rows.writerow([csv_cell(value) for value in flat_row(*pair).values()])
        yield buffer.getvalue().encode("utf-8", "surrogatepass")


def write_parquet(lines: Iterable[bytes], *, to_file: bool) -> Iterator[bytes]:
    """Nested: one claim a row, its roles as lists of structs."""
    del to_file
    import pyarrow as pa  # noqa: PLC0415  0.2 s that JSON lines do not pay
    import pyarrow.parquet as pq  # noqa: PLC0415

    sink = _Parts()
    writer = pq.ParquetWriter(
        pa.PythonFile(sink, mode="w"), arrow_schema(flat=False), compression="zstd"
    )
    batch: list[Pair] = []
    for line in lines:
        batch.extend(_pairs(line))
        if len(batch) >= _ROW_GROUP:
            writer.write_table(arrow_table(batch, flat=False))
            batch.clear()
            yield sink.take()
    if batch:
        writer.write_table(arrow_table(batch, flat=False))
    writer.close()
    yield sink.take()


def write_table(lines: Iterable[bytes], *, to_file: bool) -> Iterator[bytes]:
    """A table for the eye: who, what, whom, where, when, on whose say-so."""
    from rich.console import Console  # noqa: PLC0415  0.1 s that JSON lines do not pay

    from sayso.show.terminal import claims_table  # noqa: PLC0415

    screen = not to_file and sys.stdout.isatty()
    console = Console(
        file=io.StringIO(),
        width=None if screen else _TABLE_WIDTH,
        force_terminal=screen,
    )
    with console.capture() as capture:
        console.print(claims_table([pair for line in lines for pair in _pairs(line)]))
    yield "".join(line.rstrip() + "\n" for line in capture.get().splitlines()).encode()


WRITERS: dict[Format, Callable[..., Iterator[bytes]]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "table": write_table,
}


def write_documents(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The documents as JSON lines that sayso reads again; claims' offsets count in `text`."""
    for line in lines:
        doc = _decode(line).document
        if doc is not None:
            yield (
                msgspec.json.encode(
                    {
                        "id": doc.report_id,
                        "title": doc.title,
                        "text": doc.text,
                        "date": doc.published,
                        "source": doc.outlet,
                        "url": doc.url,
                        "language": doc.language,
                        "origin": doc.origin,
                    }
                )
                + b"\n"
            )


def _pairs(line: bytes) -> list[Pair]:
    record = _decode(line)
    return [(claim, record.document) for claim in record.claims]


class _Parts:
    """A file for Parquet to write to, emptied part by part; `tell` counts all of it."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._n_bytes = 0

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        self._n_bytes += len(part)
        return len(part)

    def tell(self) -> int:
        return self._n_bytes

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
