"""The three tables of a shard: reports with their text, claims, drops; both ways.

In:   reports with what the pipeline made of them, or rows of the tables
Out:  `Part`: Arrow tables as bytes, with the tally of each report; or the nouns again

Method: the columns are derived from the nouns, so that a new field cannot be forgotten. A row of
`reports` is the document, with the report as it was received in the struct `received`. Claims
are the rows of the Parquet file of `sayso code`, in the order of their reports.
Known faults: the bytes as received are kept whole, beside the text that was made of them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from sayso.base.ids import digest
from sayso.base.nouns import Claim, Document, Drop, Noun, Report
from sayso.pipeline import Coded
from sayso.tables import DOCUMENT_COLUMNS, arrow_schema, arrow_type, nested_row

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("reports", "claims", "drops")


class Stored(Document, kw_only=True, frozen=True):
    """A row of `reports`: the document and what it was made from.

    Attributes:
        seal: hash of the bytes as received.
        spans: half-open (start, end) of the sentences.
        received: the report.
    """

    seal: str
    spans: tuple[tuple[int, int], ...] = ()
    received: Report


class DropRow(Drop, kw_only=True, frozen=True):
    """A row of `drops`. `report_id` and `seal` are "" for what never became a report."""

    report_id: str = ""
    seal: str = ""


class Tally(Noun, kw_only=True, frozen=True):
    """What became of one report, without its claims: enough for the account of a run.

    `key` tells the item of the input: two inputs are the same when their keys are.
    """

    key: str
    n_claims: int = 0
    mentions: dict[str, int] = msgspec.field(default_factory=dict)
    drop: Drop | None = None


class Part(Noun, kw_only=True, frozen=True):
    """Some reports in the order of the input, as they leave a worker.

    Attributes:
        tallies: one an item.
        tables: Arrow tables as streams of bytes, in the order of `TABLES`.
        n_bytes: bytes as received of all.
    """

    tallies: tuple[Tally, ...]
    tables: tuple[bytes, ...]
    n_bytes: int = 0


def key_of(item: Report | Drop) -> str:
    """Tell an item of the input: which report with which bytes, or which drop."""
    if isinstance(item, Drop):
        return digest("drop", item.step, item.reason, item.origin, item.detail)
    return digest("report", item.report_id, item.origin, str(item.published), item.content)


def part_of(coded: Iterable[tuple[Report | Drop, Coded]]) -> Part:
    """Make the tables of some reports."""
    tallies: list[Tally] = []
    stored: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    drops: list[dict[str, Any]] = []
    n_bytes = 0
    for item, done in coded:
        report = item if isinstance(item, Report) else None
        seal = "" if report is None else digest(report.content)
        n_bytes += 0 if report is None else len(report.content)
        tallies.append(
            Tally(
                key=key_of(item),
                n_claims=len(done.claims),
                mentions=done.mentions,
                drop=done.drop,
            )
        )
        if done.drop is not None:
            id_ = "" if report is None else report.report_id
            drops.append(_plain(done.drop) | {"report_id": id_, "seal": seal})
        elif report is not None and done.document is not None:
            doc, reading = done.document, done.reading
            spans = [(s.start, s.end) for s in reading.sentences] if reading else []
            stored.append(_plain(doc) | {"seal": seal, "spans": spans, "received": _plain(report)})
            claims += [nested_row(claim, doc) for claim in done.claims]
    return Part(
        tallies=tuple(tallies),
        tables=tuple(
            _as_bytes(rows, schema(name))
            for name, rows in zip(TABLES, (stored, claims, drops), strict=True)
        ),
        n_bytes=n_bytes,
    )


@lru_cache
def schema(name: str) -> "pa.Schema":
    """Columns and types of one of the `TABLES`."""
    import pyarrow as pa  # noqa: PLC0415  0.2 s that JSON lines and `--help` do not pay

    if name == "claims":
        return arrow_schema(flat=False)
    info = msgspec.inspect.type_info(Stored if name == "reports" else DropRow)
    assert isinstance(info, msgspec.inspect.StructType)
    return pa.schema([(f.encode_name, arrow_type(f.type)) for f in info.fields])


def stored_of(rows: "pa.Table | pa.RecordBatch") -> list[Stored]:
    """Rows of `reports` as nouns.

    Raises:
        msgspec.ValidationError: a value does not fit.
    """
    return msgspec.convert(rows.to_pylist(), list[Stored])


def claims_of(rows: "pa.Table | pa.RecordBatch") -> list[Claim]:
    """Rows of `claims` as nouns; the columns of their documents are left.

    Raises:
        msgspec.ValidationError: a value does not fit.
    """
    return msgspec.convert(rows.drop_columns(list(DOCUMENT_COLUMNS)).to_pylist(), list[Claim])


def drops_of(rows: "pa.Table | pa.RecordBatch") -> list[DropRow]:
    """Rows of `drops` as nouns.

    Raises:
        msgspec.ValidationError: a value does not fit.
    """
    return msgspec.convert(rows.to_pylist(), list[DropRow])


def table_of(parts: Sequence[bytes]) -> "pa.Table":
    """Join tables that came as bytes; one chunk a column, so that files do not tell the parts."""
    import pyarrow as pa  # noqa: PLC0415  see schema

    tables = [pa.ipc.open_stream(part).read_all() for part in parts]
    return pa.concat_tables(tables).combine_chunks()


def _as_bytes(rows: list[dict[str, Any]], columns: "pa.Schema") -> bytes:
    import pyarrow as pa  # noqa: PLC0415  see schema

    table = pa.Table.from_pylist(rows, schema=columns)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, columns) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _plain(noun: Noun) -> dict[str, Any]:
    return msgspec.to_builtins(noun, builtin_types=(dt.date, bytes))  # type: ignore[no-any-return]
