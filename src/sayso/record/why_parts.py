"""What every answer to "why" is made of: acts, versions, documents, the words in them.

In:   a view, rows
Out:  `Why`s, `Check`s

Known faults: none known.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.nouns import Claim, Noun, Span
from sayso.record import schema
from sayso.record.anchoring import spans
from sayso.record.rows import unpacked
from sayso.record.view import View


class Check(Noun, kw_only=True, frozen=True):
    """What was held against what, and whether it fits."""

    what: str
    holds: bool


class Why(Noun, kw_only=True, frozen=True):
    """One thing, and what it rests on.

    Attributes:
        what: claim, incident, relation, link, value, estimate, phase, mention, document, report,
            coding, decision, act, actor.
        id: its id, "" where it has none.
        says: what it is, in a line.
        facts: name to value, in words.
        because: what it rests on, the nearest first.
    """

    what: str
    id: str = ""
    says: str = ""
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    because: tuple["Why", ...] = ()


def told(facts: Mapping[str, object]) -> dict[str, str]:
    """Facts in words; what is empty is left out."""
    return {name: str(value) for name, value in facts.items() if value not in (None, "", ())}


def act(view: View, n: int, did: str = "made by") -> Why:
    """An act: who or what did it, when, with which version, model and settings."""
    table = schema.act
    row = view.conn.execute(sa.select(table).where(table.c.n == n)).mappings().one()
    facts = told(
        {
            "at": row["at"],
            "by": row["person"] or "the machine",
            "step": row["step"],
            "version": f"sayso {row['version']}" if row["version"] else "",
            "model": row["model"],
            "settings": row["settings"],
            "reason": row["reason"],
        }
    )
    return Why(what="act", id=str(n), says=f"{did} {row['kind']}", facts=facts)


def versions(view: View, table: sa.Table, id_: str, column: str = "id") -> list[Any]:
    """All rows of an id that the view knows of, the latest first; `closed` as the view sees it."""
    query = sa.select(table).where(table.c[column] == id_).order_by(table.c.n.desc())
    if view.at is not None:
        query = query.where(table.c.made <= view.at)
    rows = [dict(row) for row in view.conn.execute(query).mappings()]
    for row in rows:
        if view.at is not None and row["closed"] is not None and row["closed"] > view.at:
            row["closed"] = None
    return rows


def history(rows: Iterable[Mapping[str, Any]]) -> str:
    """Which acts made and closed the versions of a thing."""
    return "; ".join(
        f"act {row['made']} on"
        if row["closed"] is None
        else f"act {row['made']} until {row['closed']}"
        for row in rows
    )


# --- texts and bytes ----------------------------------------------------------------------


def document(view: View, n: int) -> Why:
    """The text that offsets count in, by the number of its row, and the report it is of."""
    table = schema.document
    row = view.conn.execute(sa.select(table).where(table.c.n == n)).mappings().one()
    own = hashlib.sha256(row["text"].encode("utf-8", "surrogatepass")).hexdigest()
    facts = told(
        {
            "sha256": row["sha256"],
            "characters": f"{len(row['text']):,}",
            "title": row["title"],
            "outlet": row["outlet"],
            "published": row["published"],
            "day found by": row["published_from"],
            "language": row["language"],
        }
    )
    return Why(
        what="document",
        says=f"text of {row['report']}",
        facts=facts,
        checks=(Check(what="the text has this SHA-256", holds=own == row["sha256"]),),
        because=(act(view, row["made"]), *bytes_of(view, row["report"], row["made"])),
    )


def bytes_of(view: View, report_id: str, made: int) -> tuple[Why, ...]:
    """The report as received, in the version that stood when act `made` read it."""
    rows = versions(view, schema.report, report_id)
    chosen = next((row for row in rows if row["made"] <= made), rows[0] if rows else None)
    return (received(view, chosen),) if chosen else ()


def received(view: View, row: Mapping[str, Any]) -> Why:
    """A row of `report`: where it came from, and whether its bytes are those received."""
    table = schema.content
    kept = view.conn.execute(
        sa.select(table).where(table.c.sha256 == row["sha256"])
    ).mappings().first()  # fmt: skip
    own = hashlib.sha256(unpacked(kept)).hexdigest() if kept else ""
    facts = told(
        {
            "origin": row["origin"],
            "url": row["url"],
            "form": row["media"],
            "sha256": row["sha256"],
            "bytes": f"{kept['size']:,}" if kept else "",
        }
    )
    return Why(
        what="report",
        id=row["id"],
        says="as received",
        facts=facts,
        checks=(Check(what="the bytes have this SHA-256", holds=own == row["sha256"]),),
        because=(act(view, row["made"], "came in by"),),
    )


# --- words --------------------------------------------------------------------------------


def words_stand(claim: Claim, text: str) -> Check:
    """Whether all words of a claim stand in the text at their offsets."""
    wrong = [span for span in spans(claim) if text[span.start : span.end] != span.text]
    if wrong:
        found = ", ".join(f"{span.text!r} at {at(span)}" for span in wrong)
        return Check(what=f"not in the text as told: {found}", holds=False)
    n = len(spans(claim))
    return Check(
        what=f"all {n} stretches of words stand in the text where they are said", holds=True
    )


def at(span: Span) -> str:
    """Offsets of a span.

    >>> at(Span(start=4, end=9, text="Front"))
    '4-9'
    """
    return f"{span.start}-{span.end}"


def text_of(view: View, n: int) -> str:
    """Text of a document, by the number of its row."""
    table = schema.document
    return str(view.conn.execute(sa.select(table.c.text).where(table.c.n == n)).scalar_one())


def quoted(text: str) -> str:
    """Words of a report, on one line."""
    return f"“{' '.join(text.split())}”"
