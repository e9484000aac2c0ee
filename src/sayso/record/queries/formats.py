"""Rows as files: JSON, JSON lines, CSV, Parquet, GeoJSON.

In:   rows of one thing, as structs, as they are read
Out:  bytes written to an open file; how many rows, and how many of them have no point

Method: all formats have the same columns. In CSV, made for spreadsheets as everywhere
(`docs/decisions/0052-csv-for-spreadsheets.md`), lists are joined with "; ", an empty place kept.
GeoJSON (RFC 7946) has a feature for every row; what has no point has no geometry, and is counted.
Known faults: Parquet on a stream that cannot tell its place is held in memory first.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

import msgspec

from sayso.base.nouns import Noun
from sayso.record.queries.arrow import batches, columns, schema
from sayso.tables import csv_cell

BOM = "\ufeff".encode()
_SEPARATOR = "; "

_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Written:
    """How many rows were written; `no_point`: of them without coordinates, in GeoJSON."""

    rows: int = 0
    no_point: int = 0


def write_json(rows: Iterable[Noun], row: type[Noun], out: BinaryIO) -> Written:
    """One array, an object a line."""
    del row
    done = Written()
    for one in rows:
        out.write((b",\n" if done.rows else b"[\n") + _encode(one))
        done.rows += 1
    out.write(b"\n]\n" if done.rows else b"[]\n")
    return done


def write_jsonl(rows: Iterable[Noun], row: type[Noun], out: BinaryIO) -> Written:
    """An object a line."""
    del row
    done = Written()
    for one in rows:
        out.write(_encode(one) + b"\n")
        done.rows += 1
    return done


def write_csv(rows: Iterable[Noun], row: type[Noun], out: BinaryIO) -> Written:
    """A row a line, the first with the names. The caller writes `BOM` before it into a file."""
    done = Written()
    buffer = io.StringIO(newline="")
    sheet = csv.writer(buffer)
    names = columns(row)
    sheet.writerow(names)
    for one in rows:
        sheet.writerow([csv_cell(flat(getattr(one, name))) for name in names])
        done.rows += 1
        if buffer.tell() > 1 << 16:
            out.write(buffer.getvalue().encode("utf-8", "surrogatepass"))
            buffer.seek(0)
            buffer.truncate()
    out.write(buffer.getvalue().encode("utf-8", "surrogatepass"))
    return done


def flat(value: Any) -> Any:
    """A value for one cell: lists joined, "" where one of several is not known.

    >>> flat(("8", "12")), flat((8, None)), flat((None,)), flat(7)
    ('8; 12', '8; ', '', 7)
    """
    if not isinstance(value, tuple):
        return value
    cells = ["" if part is None else str(part) for part in value]
    return _SEPARATOR.join(cells) if any(cells) else ""


def write_parquet(rows: Iterable[Noun], row: type[Noun], out: BinaryIO) -> Written:
    """Columns with their types, lists as lists."""
    import pyarrow as pa  # noqa: PLC0415  0.2 s that other formats do not pay
    import pyarrow.parquet as pq  # noqa: PLC0415

    done = Written()
    held = None if out.seekable() else io.BytesIO()
    with pq.ParquetWriter(
        pa.PythonFile(held or out, mode="w"), schema(row), compression="zstd"
    ) as writer:
        for batch in batches(rows, row):
            writer.write_batch(batch)
            done.rows += batch.num_rows
    if held is not None:
        out.write(held.getvalue())
    return done


def write_geojson(rows: Iterable[Noun], row: type[Noun], out: BinaryIO) -> Written:
    """A FeatureCollection; all columns but the point are properties."""
    done = Written()
    names = [name for name in columns(row) if name not in ("lat", "lon")]
    out.write(b'{"type":"FeatureCollection","features":[\n')
    for one in rows:
        lat, lon = getattr(one, "lat", None), getattr(one, "lon", None)
        placed = lat is not None and lon is not None
        feature = {
            "type": "Feature",
            "id": getattr(one, "id", None),
            "geometry": {"type": "Point", "coordinates": [lon, lat]} if placed else None,
            "properties": {name: getattr(one, name) for name in names},
        }
        out.write((b",\n" if done.rows else b"") + _encode(feature))
        done.rows += 1
        done.no_point += not placed
    out.write(b"\n]}\n")
    return done


Writer = Callable[[Iterable[Noun], type[Noun], BinaryIO], Written]
WRITERS: dict[str, Writer] = {
    "json": write_json,
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "geojson": write_geojson,
}
