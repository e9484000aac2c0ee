"""Rows as Arrow tables: what pandas, polars, DuckDB and Parquet read.

In:   rows of one thing, as structs
Out:  a schema that follows from the struct alone; record batches; a table

Method: a column for each field, lists as lists. The type is derived from the struct, so a new
field cannot be forgotten. A batch is made column by column: no dict is made of any row.
Known faults: none known.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from sayso.base.nouns import Noun
from sayso.tables import arrow_type

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 20_000  # rows; as a Parquet row group some 5 MB


def columns(row: type[Noun]) -> tuple[str, ...]:
    """Names of the columns, in their order."""
    return row.__struct_fields__


def schema(row: type[Noun]) -> "pa.Schema":
    """Columns and types of a thing's rows."""
    import pyarrow as pa  # noqa: PLC0415  0.2 s that other formats do not pay

    info = msgspec.inspect.type_info(row)
    assert isinstance(info, msgspec.inspect.StructType)
    return pa.schema([(field.name, arrow_type(field.type)) for field in info.fields])


def batches(rows: Iterable[Noun], row: type[Noun]) -> Iterator["pa.RecordBatch"]:
    """The rows in batches; none for no rows."""
    import pyarrow as pa  # noqa: PLC0415

    types = schema(row)
    coming = iter(rows)
    while some := list(islice(coming, _BATCH)):
        cells = [
            pa.array([getattr(one, field.name) for one in some], type=field.type) for field in types
        ]
        yield pa.RecordBatch.from_arrays(cells, schema=types)


def table(rows: Iterable[Noun], row: type[Noun]) -> "pa.Table":
    """All rows; no rows give an empty table with its columns."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.Table.from_batches(batches(rows, row), schema=schema(row))
