"""Claims as tables: one flat row a claim for spreadsheets, or nested as the claim is.

In:   claims, each with the document that it was made from
Out:  rows of plain values, Arrow tables

Method: the flat columns are listed once, below, with their type and how the value is
taken; the CSV file, `to_arrow`, `to_pandas` and `to_polars` use this list. The nested
form is derived from the nouns themselves, so that a new field cannot be forgotten. Lists
are joined with "; " in flat columns, an empty place kept, so that columns of one role
stay in step. `docs/claims.md` explains each column.
Known faults: a mention that itself contains "; " cannot be told apart in a flat column;
the offsets can.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from sayso.base.nouns import Claim, Document, Number, Span

if TYPE_CHECKING:
    import pyarrow as pa

Cell = str | int | float | bool | dt.date | None
Row = dict[str, Cell]

_SEPARATOR = "; "

# A cell that opens with one of these is run as a formula by Excel, LibreOffice and Google
# Sheets; tab and carriage return are stripped first by some of them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _joined(values: Iterable[str]) -> str:
    parts = list(values)
    return _SEPARATOR.join(parts) if any(parts) else ""


def _words(spans: Sequence[Span]) -> str:
    return _joined(span.text for span in spans)


def _offsets(spans: Sequence[Span]) -> str:
    return _joined(f"{span.start}-{span.end}" for span in spans)


def _attribute(spans: Sequence[Span], name: str) -> str:
    return _joined(str(getattr(span, name)) for span in spans)


def _bound(numbers: Sequence[Number], name: str) -> str:
    return _joined("" if (n := getattr(number, name)) is None else str(n) for number in numbers)


_Take = Callable[[Claim, Document | None], Cell]


def _when(name: str) -> _Take:
    return lambda claim, _: None if claim.when is None else getattr(claim.when, name)


def _where(name: str) -> _Take:
    return lambda claim, _: None if claim.where is None else getattr(claim.where, name) or None


def _coordinate(name: str) -> _Take:
    # 0.0 is a real latitude, so it may not be taken for "nothing".
    return lambda claim, _: None if claim.where is None else getattr(claim.where, name)


def _doc(name: str) -> _Take:
    return lambda _, doc: None if doc is None else getattr(doc, name)


# (column, Arrow type, value). Who did what to whom comes first, for people who scroll;
# ids, offsets and provenance last.
FLAT_COLUMNS: tuple[tuple[str, str, _Take], ...] = (
    ("id", "string", lambda c, _: c.id),
    ("kind", "string", lambda c, _: c.kind),
    ("type", "string", lambda c, _: c.type),
    ("mode", "string", lambda c, _: c.mode),
    ("actor", "string", lambda c, _: _words(c.actor)),
    ("trigger", "string", lambda c, _: c.trigger.text),
    ("recipient", "string", lambda c, _: _words(c.recipient)),
    ("place", "string", lambda c, _: _words(c.place)),
    ("time", "string", lambda c, _: _words(c.time)),
    ("from", "date32", _when("earliest")),
    ("to", "date32", _when("latest")),
    ("date_precision", "string", _when("precision")),
    ("date_basis", "string", _when("basis")),
    ("number", "string", lambda c, _: _words(c.number)),
    ("number_what", "string", lambda c, _: _attribute(c.number, "what")),
    ("number_low", "string", lambda c, _: _bound(c.number, "low")),
    ("number_high", "string", lambda c, _: _bound(c.number, "high")),
    ("instrument", "string", lambda c, _: _words(c.instrument)),
    ("source", "string", lambda c, _: _words(c.source)),
    ("outlet", "string", lambda c, _: c.outlet),
    ("status", "string", lambda c, _: c.status),
    ("hedged", "bool", lambda c, _: c.hedged),
    ("score", "double", lambda c, _: c.score),
    ("evidence", "string", lambda c, _: c.evidence.text),
    ("actor_name", "string", lambda c, _: _attribute(c.actor, "name")),
    ("actor_id", "string", lambda c, _: _attribute(c.actor, "actor_id")),
    ("recipient_name", "string", lambda c, _: _attribute(c.recipient, "name")),
    ("recipient_id", "string", lambda c, _: _attribute(c.recipient, "actor_id")),
    ("source_name", "string", lambda c, _: _attribute(c.source, "name")),
    ("source_id", "string", lambda c, _: _attribute(c.source, "actor_id")),
    ("where_name", "string", _where("name")),
    ("geonameid", "int64", _where("geonameid")),
    ("lat", "double", _coordinate("lat")),
    ("lon", "double", _coordinate("lon")),
    ("admin1", "string", _where("admin1")),
    ("country", "string", _where("country")),
    ("place_precision", "string", _where("precision")),
    ("place_basis", "string", _where("basis")),
    ("doc", "string", lambda c, _: c.doc),
    ("origin", "string", _doc("origin")),
    ("title", "string", _doc("title")),
    ("published", "date32", _doc("published")),
    ("url", "string", _doc("url")),
    ("trigger_at", "string", lambda c, _: _offsets([c.trigger])),
    ("evidence_at", "string", lambda c, _: _offsets([c.evidence])),
    ("actor_at", "string", lambda c, _: _offsets(c.actor)),
    ("recipient_at", "string", lambda c, _: _offsets(c.recipient)),
    ("place_at", "string", lambda c, _: _offsets(c.place)),
    ("time_at", "string", lambda c, _: _offsets(c.time)),
    ("number_at", "string", lambda c, _: _offsets(c.number)),
    ("instrument_at", "string", lambda c, _: _offsets(c.instrument)),
    ("source_at", "string", lambda c, _: _offsets(c.source)),
    ("made_by", "string", lambda c, _: c.made_by),
)

# What a nested row has beside the fields of the claim.
DOCUMENT_COLUMNS = ("origin", "title", "published", "url", "language")

Pair = tuple[Claim, Document | None]


def flat_row(claim: Claim, doc: Document | None) -> Row:
    """One claim as plain values, a column each; None where the text does not say."""
    return {name: take(claim, doc) for name, _, take in FLAT_COLUMNS}


def nested_row(claim: Claim, doc: Document | None) -> dict[str, Any]:
    """One claim as it is: lists of structs, with its document's columns beside it."""
    row: dict[str, Any] = msgspec.to_builtins(claim, builtin_types=(dt.date,))
    return row | {name: doc and getattr(doc, name) for name in DOCUMENT_COLUMNS}


def arrow_schema(*, flat: bool) -> "pa.Schema":
    """Columns and types of the tables."""
    import pyarrow as pa  # noqa: PLC0415  0.2 s that JSON lines and `--help` do not pay

    if flat:
        return pa.schema([(name, pa.type_for_alias(kind)) for name, kind, _ in FLAT_COLUMNS])
    fields = [(f.encode_name, arrow_type(f.type)) for f in _fields(Claim)]
    document = {f.name: arrow_type(f.type) for f in _fields(Document) if f.name in DOCUMENT_COLUMNS}
    return pa.schema(fields + [(name, document[name]) for name in DOCUMENT_COLUMNS])


def arrow_table(pairs: Iterable[Pair], *, flat: bool) -> "pa.Table":
    """An Arrow table of claims, one row each; empty input gives an empty table with columns."""
    import pyarrow as pa  # noqa: PLC0415  see arrow_schema

    make = flat_row if flat else nested_row
    return pa.Table.from_pylist([make(*pair) for pair in pairs], schema=arrow_schema(flat=flat))


def _fields(noun: type[msgspec.Struct]) -> tuple[msgspec.inspect.Field, ...]:
    info = msgspec.inspect.type_info(noun)
    assert isinstance(info, msgspec.inspect.StructType)
    return info.fields


def arrow_type(info: msgspec.inspect.Type) -> "pa.DataType":
    """The Arrow type that holds what a field of a struct may hold."""
    import pyarrow as pa  # noqa: PLC0415  see arrow_schema

    kinds = msgspec.inspect
    if isinstance(info, kinds.UnionType):  # X | None: every Arrow column may be null
        (one,) = (t for t in info.types if not isinstance(t, kinds.NoneType))
        return arrow_type(one)
    if isinstance(info, kinds.VarTupleType | kinds.ListType):
        return pa.list_(arrow_type(info.item_type))
    if isinstance(info, kinds.TupleType):  # (start, end): of one type
        return pa.list_(arrow_type(info.item_types[0]))
    if isinstance(info, kinds.StructType):
        return pa.struct([(f.encode_name, arrow_type(f.type)) for f in info.fields])
    simple = {
        kinds.StrType: pa.string(),
        kinds.LiteralType: pa.string(),
        kinds.EnumType: pa.string(),
        kinds.IntType: pa.int64(),
        kinds.FloatType: pa.float64(),
        kinds.BoolType: pa.bool_(),
        kinds.BytesType: pa.binary(),
        kinds.DateType: pa.date32(),
    }
    return simple[type(info)]


def csv_cell(value: Cell) -> str:
    """One value as text that a spreadsheet does not take for a formula.

    >>> csv_cell("=1+1"), csv_cell(-4.5), csv_cell(True), csv_cell(None)
    ("'=1+1", '-4.5', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA) else value
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
