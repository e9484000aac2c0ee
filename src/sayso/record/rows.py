"""Rows from nouns and nouns from rows; numbers for rows that others refer to.

In:   nouns (`base.nouns`)
Out:  dicts as the tables of `schema` take them; and back

Method: the JSON body holds the whole noun, the columns beside it are what queries filter by;
a row follows from its noun alone. Rows are written many at a time (`insert`), so the
numbers that bind them are taken beforehand (`numbers`): the caller holds the lock for
writing, so nobody else takes them.
Known faults: none known.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.keys import actor_key, bare, bare_place, place_key, shown_name
from sayso.base.nouns import Claim, Document, Media, Report
from sayso.record import schema

Row = dict[str, Any]
Fields = Mapping[str, Any] | sa.RowMapping

_encode = msgspec.json.Encoder().encode
_decode_claim = msgspec.json.Decoder(Claim).decode
_decode_claims = msgspec.json.Decoder(tuple[Claim, ...]).decode
_decode_document = msgspec.json.Decoder(Document).decode

# SQLite takes at most 32,766 bound values in one statement; this leaves room for others.
_MOST_BOUND = 5_000


def numbers(conn: sa.Connection, table: sa.Table, n: int) -> Sequence[int]:
    """The next `n` numbers for rows of `table`."""
    if n == 0:
        return ()
    if conn.dialect.name == "sqlite":
        last = conn.execute(sa.select(sa.func.max(table.c.n))).scalar() or 0
        return range(last + 1, last + 1 + n)
    sequence = sa.func.pg_get_serial_sequence(f'"{table.name}"', "n")
    series = sa.func.generate_series(1, n).table_valued("i")
    return conn.execute(sa.select(sa.func.nextval(sequence)).select_from(series)).scalars().all()


def insert(conn: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert many rows at once. All name the same columns."""
    if rows:
        conn.execute(sa.insert(table), rows)


def insert_new(conn: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert those rows that break no unique key of the table; pass over the others."""
    if not rows:
        return
    if conn.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as upsert  # noqa: PLC0415
    else:
        from sqlalchemy.dialects.postgresql import insert as upsert  # type: ignore[assignment]  # noqa: PLC0415
    conn.execute(upsert(table).on_conflict_do_nothing(), rows)


def mark(conn: sa.Connection, kind: str, keys: Iterable[str]) -> None:
    """Mark what linking has to look at again, by public ids.

    Each reader of `dirty` has marks of its own, and deletes those that it has dealt with:
    copies "document" (ids of reports), incidents "claim" and "incident", relations
    "relation_claim" (ids of claims) and "relation". So a claim is marked twice.
    """
    kinds = ("claim", "relation_claim") if kind == "claim" else (kind,)
    rows = [{"kind": each, "key": key} for each in kinds for key in sorted(set(keys))]
    insert_new(conn, schema.dirty, rows)


def in_parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut values for `IN (...)` into lists that a statement can hold."""
    listed = list(values)
    for at in range(0, len(listed), _MOST_BOUND):
        yield listed[at : at + _MOST_BOUND]


def storable(text: str) -> str:
    """Text for a column: U+FFFD for NUL and half surrogate pairs (names of files have them).

    >>> storable("a\\udcffb\\0")
    'a�b�'
    """
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# --- reports and documents ----------------------------------------------------------------


def content_row(report: Report, sha256: str) -> Row:
    """The bytes as received, packed where that makes them fewer."""
    packed = zlib.compress(report.content, 6)
    is_smaller = len(packed) < len(report.content)
    return {
        "sha256": sha256,
        "size": len(report.content),
        "packed": "zlib" if is_smaller else "",
        "bytes": packed if is_smaller else report.content,
    }


def unpacked(row: Fields) -> bytes:
    """The bytes as received, from a row of `content`."""
    raw = bytes(row["bytes"])
    return zlib.decompress(raw) if row["packed"] == "zlib" else raw


def report_row(report: Report, sha256: str) -> Row:
    """A report, without its bytes."""
    return {
        "id": report.report_id,
        "sha256": sha256,
        "media": report.media.value,
        "origin": storable(report.origin),
        "title": storable(report.title),
        "outlet": storable(report.outlet),
        "url": storable(report.url),
        "language": storable(report.language),
        "published": report.published,
        "published_from": report.published_from or "",
        "body": _encode({"sentences": report.sentences}).decode() if report.sentences else "",
    }


def report_of(row: Fields, content: bytes) -> Report:
    """The report as it was received."""
    body = msgspec.json.decode(row["body"]) if row["body"] else {}
    return Report(
        report_id=row["id"],
        content=content,
        media=Media(row["media"]),
        origin=row["origin"],
        title=row["title"],
        outlet=row["outlet"],
        url=row["url"],
        language=row["language"],
        published=row["published"],
        published_from=row["published_from"] or None,
        sentences=tuple(body.get("sentences", ())),
    )


def document_row(doc: Document, sha256: str) -> Row:
    """A document."""
    return {
        "report": doc.report_id,
        "text": doc.text,
        "sha256": sha256,
        "title": storable(doc.title),
        "outlet": storable(doc.outlet),
        "published": doc.published,
        "published_from": doc.published_from or "",
        "language": doc.language,
        "url": storable(doc.url),
        "body": _encode(msgspec.structs.replace(doc, text="")).decode(),
    }


def document_of(row: Fields) -> Document:
    """The document of a row of `document`."""
    return msgspec.structs.replace(_decode_document(row["body"]), text=row["text"])


# --- claims -------------------------------------------------------------------------------


def pack_claims(claims: Sequence[Claim]) -> bytes:
    """The machine's claims of a report, as `coding` keeps them."""
    return zlib.compress(_encode(tuple(claims)), 6)


def claims_of(packed: bytes) -> tuple[Claim, ...]:
    """The machine's claims of a report, from `coding.claims`."""
    return _decode_claims(zlib.decompress(bytes(packed)))


def claim_of(row: Fields) -> Claim:
    """The claim of a row of `claim`."""
    return _decode_claim(row["body"])


def claim_row(claim: Claim, state: str) -> Row:
    """A claim as it stands; `document`, `passage`, `made` and `n` are the caller's to add."""
    when, where = claim.when, claim.where
    named = shown_name(claim.place[0]) if claim.place else ""
    return {
        "id": claim.id,
        "report": claim.doc,
        "kind": claim.kind,
        "type": claim.type,
        "mode": claim.mode,
        "status": claim.status,
        "hedged": claim.hedged,
        "score": claim.score,
        "state": state,
        "trigger_start": claim.trigger.start,
        "trigger_end": claim.trigger.end,
        "day_from": when.earliest if when else None,
        "day_to": when.latest if when else None,
        "day_precision": when.precision if when else "",
        "day_basis": when.basis if when else "",
        "place": (where.name if where else "") or named,
        "geonameid": where.geonameid if where else None,
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "admin1": where.admin1 if where else "",
        "country": where.country if where else "",
        "geo_precision": where.precision if where else "",
        "outlet": claim.outlet,
        "source": shown_name(claim.source[0]) if claim.source else "",
        "made_by": claim.made_by,
        "body": _encode(claim).decode(),
    }


def actor_rows(claim: Claim, n: int) -> list[Row]:
    """Who stands in which role of the claim with the number `n`."""
    return [
        {
            "claim": n,
            "role": role,
            "position": position,
            "key": actor_key(who),
            "name": shown_name(who),
            "code": getattr(who, "code", ""),
            "folded": bare(who.name or who.text),
        }
        for role in ("actor", "recipient", "source")
        for position, who in enumerate(getattr(claim, role))
    ]


def place_rows(claim: Claim, n: int) -> list[Row]:
    """The places that the claim with the number `n` names, and where it is put."""
    rows: list[Row] = [
        {
            "claim": n,
            "role": "place",
            "position": position,
            "key": place_key(place),
            "name": shown_name(place),
            "folded": bare_place(place.text),
        }
        for position, place in enumerate(claim.place)
    ]
    if claim.where is not None and place_key(claim.where):
        rows.append(
            {
                "claim": n,
                "role": "where",
                "position": 0,
                "key": place_key(claim.where),
                "name": claim.where.name,
                "folded": bare_place(claim.where.name),
            }
        )
    return rows


def as_json(value: object) -> str:
    """A value as JSON text, for `body`, `value` and `detail` columns."""
    return _encode(value).decode()
