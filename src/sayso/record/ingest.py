"""Add coded reports: the bytes as received, the text, its sentences, its claims.

In:   reports with what the pipeline made of them; an act
Out:  rows, and an `Added` for each report: new, unchanged, recoded or dropped

Method: a report is known by its id. The same bytes coded by the same model with the same
settings change nothing. Other bytes, another model or other settings are a recoding: the
machine's old coding is closed and people's decisions are laid over the new one
(`standing`). Reports are written many at a time.
Known faults: bytes that are the same but came with other metadata (an address, a title) are
taken as the same report; what came first stays. Only a publication day given anew counts.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec
import sqlalchemy as sa

from sayso.base import ids
from sayso.base.errors import BugInSayso
from sayso.base.nouns import Document, Drop, Report
from sayso.pipeline import Coded
from sayso.record import schema
from sayso.record.acts import Act
from sayso.record.coding import Names
from sayso.record.decisions import load_names
from sayso.record.rows import (
    Row,
    content_row,
    document_of,
    document_row,
    in_parts,
    insert,
    insert_new,
    mark,
    numbers,
    pack_claims,
    report_row,
    storable,
)
from sayso.record.standing import Change, Target, close_rows, write_claims

Outcome = Literal["new", "unchanged", "recoded", "dropped"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the record holds of a report: enough to tell whether it is to be coded anew."""

    report_n: int
    sha256: str
    published: dt.date | None
    published_from: str
    coding_n: int
    document_n: int
    made_by: str
    settings: str

    def is_same(self, report: Report, *, sha256: str, made_by: str, settings: str) -> bool:
        """The same bytes, by the same model and settings, and no other day given."""
        return (self.sha256, self.made_by, self.settings) == (
            sha256,
            made_by,
            settings,
        ) and report.published in (None, self.published)


@dataclass(slots=True)
class Added:
    """What became of one report.

    Attributes:
        report: public id, "" for what was dropped before it had one.
        is_noted: for a drop: it was not in the record yet.
        change: what changed among its claims.
    """

    report: str
    outcome: Outcome
    is_noted: bool = False
    change: Change = field(default_factory=Change)

    @property
    def wrote(self) -> bool:
        """Something was written."""
        return self.outcome in ("new", "recoded") or self.is_noted


@dataclass(slots=True)
class _Work:
    """One report that has to be written."""

    report: Report
    coded: Coded
    doc: Document
    sha256: str
    known: Known | None
    old_doc: Document | None = None
    document_n: int = 0
    passages: Sequence[tuple[int, int, int]] | None = None

    @property
    def has_new_text(self) -> bool:
        """The document, with what is known beside its text, is not the one that is stored."""
        return (
            self.old_doc is None
            or msgspec.structs.replace(self.old_doc, origin=self.doc.origin) != self.doc
        )


def add_coded(act: Act, report: Report, coded: Coded) -> Added:
    """Add one report. See `add_many`, which is faster for many."""
    return add_many(act, [(report, coded)])[0]


def add_many(
    act: Act, items: Sequence[tuple[Report, Coded]], names: Names | None = None
) -> list[Added]:
    """Add reports as `pipeline.code_report` left them.

    The act's `model` and `settings` are taken as what coded them. An id may come only once.

    Args:
        act: the act that adds them.
        items: reports, and what became of each.
        names: decisions on names, when the caller has them at hand.

    Returns:
        What became of each, in order.
    """
    known = known_reports(act.conn, [report.report_id for report, _ in items])
    added: list[Added] = []
    works: list[tuple[_Work, Added]] = []
    for report, coded in items:
        sha256 = hashlib.sha256(report.content).hexdigest()
        before = known.get(report.report_id)
        if coded.drop is not None:
            done = add_drops(act, [coded.drop])[0]
            done.report = report.report_id
        elif coded.document is None:
            raise BugInSayso(f"{report.origin}: neither coded nor dropped")
        elif before is not None and before.is_same(
            report, sha256=sha256, made_by=act.model, settings=act.settings
        ):
            done = Added(report.report_id, "unchanged")
        else:
            done = Added(report.report_id, "new" if before is None else "recoded")
            works.append((_Work(report, coded, coded.document, sha256, before), done))
        added.append(done)
    if works:
        changes = _write(act, [work for work, _ in works], names)
        for (_, done), change in zip(works, changes, strict=True):
            done.change = change
    return added


def add_drops(act: Act, drops: Sequence[Drop]) -> list[Added]:
    """Note what was left out and why. The same drop is noted once."""
    keys = [ids.digest(drop.origin, drop.step, drop.reason) for drop in drops]
    noted: set[str] = set()
    for part in in_parts(set(keys)):
        noted |= set(
            act.conn.execute(
                sa.select(schema.drop.c.key).where(schema.drop.c.key.in_(part))
            ).scalars()
        )
    rows: list[Row] = []
    added: list[Added] = []
    for key, drop in zip(keys, drops, strict=True):
        added.append(Added("", "dropped", is_noted=key not in noted))
        if key not in noted:
            noted.add(key)
            told = {name: storable(text) for name, text in msgspec.to_builtins(drop).items()}
            rows.append({"key": key, "made": act.n, **told})
    insert(act.conn, schema.drop, rows)
    return added


def known_reports(conn: sa.Connection, report_ids: Iterable[str]) -> dict[str, Known]:
    """What the record holds of these reports, by id."""
    report, coding = schema.report, schema.coding
    found: dict[str, Known] = {}
    for part in in_parts(set(report_ids)):
        rows = conn.execute(
            sa.select(
                report.c.id, report.c.n, report.c.sha256,
                report.c.published, report.c.published_from,
                coding.c.n, coding.c.document, coding.c.made_by, coding.c.settings,
            )
            .join(coding, sa.and_(coding.c.report == report.c.id, coding.c.closed.is_(None)))
            .where(report.c.closed.is_(None), report.c.id.in_(part))
        )  # fmt: skip
        for id_, *fields in rows:
            found[id_] = Known(*fields)
    return found


def _write(act: Act, works: list[_Work], names: Names | None) -> list[Change]:
    """Write reports, documents, sentences and codings; then the claims."""
    conn = act.conn
    _look_up_documents(conn, works)
    insert_new(conn, schema.content, [content_row(w.report, w.sha256) for w in works])
    renewed = [w for w in works if w.known is None or w.known.sha256 != w.sha256
               or w.report.published not in (None, w.known.published)]  # fmt: skip
    close_rows(act, schema.report, [w.known.report_n for w in renewed if w.known])
    insert(
        conn,
        schema.report,
        [{**report_row(w.report, w.sha256), "made": act.n} for w in renewed],
    )
    _write_documents(act, [w for w in works if w.has_new_text])
    close_rows(act, schema.coding, [w.known.coding_n for w in works if w.known])
    insert(
        conn,
        schema.coding,
        [
            {
                "report": w.report.report_id,
                "document": w.document_n,
                "made_by": act.model,
                "settings": act.settings,
                "claims": pack_claims(w.coded.claims),
                "made": act.n,
            }
            for w in works
        ],
    )
    targets = [
        Target(
            report=w.report.report_id,
            document=w.document_n,
            text=w.doc.text,
            machine=w.coded.claims,
            passages=w.passages,
            is_new=w.known is None,
        )
        for w in works
    ]
    return write_claims(act, targets, load_names(conn) if names is None else names)


def _look_up_documents(conn: sa.Connection, works: Sequence[_Work]) -> None:
    by_number = {work.known.document_n: work for work in works if work.known}
    table = schema.document
    for part in in_parts(by_number):
        for row in conn.execute(sa.select(table).where(table.c.n.in_(part))).mappings():
            work = by_number[row["n"]]
            work.old_doc, work.document_n = document_of(row), row["n"]


def _write_documents(act: Act, works: Sequence[_Work]) -> None:
    conn = act.conn
    close_rows(act, schema.document, [w.document_n for w in works if w.known])
    documents: list[Row] = []
    for work, n in zip(works, numbers(conn, schema.document, len(works)), strict=True):
        work.document_n = n
        sha256 = hashlib.sha256(work.doc.text.encode("utf-8", "surrogatepass")).hexdigest()
        documents.append({**document_row(work.doc, sha256), "n": n, "made": act.n})
    insert(conn, schema.document, documents)
    counts = [len(work.coded.reading.sentences) if work.coded.reading else 0 for work in works]
    given = iter(numbers(conn, schema.passage, sum(counts)))
    passages: list[Row] = []
    for work in works:
        sentences = work.coded.reading.sentences if work.coded.reading else ()
        work.passages = [(s.start, s.end, next(given)) for s in sentences]
        passages += [
            {
                "n": n,
                "document": work.document_n,
                "start": start,
                "end": end,
                "text": work.doc.text[start:end],
            }
            for start, end, n in work.passages
        ]
    insert(conn, schema.passage, passages)
    named = (work.report.report_id for work in works)
    # Rows of a table share words with each other, and none repeats another.
    mark(conn, "document", [id_ for id_ in named if not ids.table_of(id_)])
