"""One report, and one claim in its report, with all that stands about them.

In:   a `View`, an id or numbers of claims
Out:  `ReportWhole`, `InContext`

Known faults: none known.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from sayso.base.errors import MissingError
from sayso.base.joined import Copy
from sayso.base.nouns import Claim, Document, Noun
from sayso.record import schema
from sayso.record.queries.claims import joined
from sayso.record.queries.decoders import copy_of
from sayso.record.queries.reports import REPORTS, ReportRow
from sayso.record.rows import claim_of, document_of, in_parts
from sayso.record.view import View


class Standing(Noun, frozen=True, kw_only=True):
    """A claim as it stands. incident, relation: ids of what it tells of, "" for none."""

    claim: Claim
    state: str
    incident: str
    relation: str


class Copied(Noun, frozen=True, kw_only=True):
    """A copy of, or by, a report; title, outlet and day are the other one's."""

    copy: Copy
    title: str
    outlet: str
    published: dt.date | None


class ReportWhole(Noun, frozen=True, kw_only=True):
    """A report. sentences are half-open stretches of the text; claims by where their trigger
    stands; copies are what it repeats, then what repeats it."""

    row: ReportRow
    document: Document
    sentences: tuple[tuple[int, int], ...]
    claims: tuple[Standing, ...]
    copies: tuple[Copied, ...]


class InContext(Noun, frozen=True, kw_only=True):
    """A claim with the sentence before and the one after, and other claims of its incident.

    start: offset of the words in the report's text.
    """

    standing: Standing
    report: ReportRow
    words: str
    start: int
    siblings: tuple[str, ...]


def report_whole(view: View, id_: str) -> ReportWhole:
    """A report with its text, its claims and its copies.

    Raises:
        MissingError: the record has no such report.
    """
    table, passage = schema.document, schema.passage
    query = sa.select(table).where(view.open(table), table.c.report == id_)
    row = view.conn.execute(query).mappings().first()
    if row is None:
        raise MissingError(f"{id_}: the record has no such report")
    sentences = view.conn.execute(
        sa.select(passage.c.start, passage.c.end)
        .where(passage.c.document == row["n"])
        .order_by(passage.c.start)
    )
    return ReportWhole(
        row=REPORTS.rows(view, [row["n"]])[row["n"]],
        document=document_of(row),
        sentences=tuple((start, end) for start, end in sentences),
        claims=_claims(view, id_),
        copies=tuple(_copies(view, id_)),
    )


def in_context(view: View, numbers: Sequence[int]) -> dict[int, InContext]:
    """Claims by their number, each in its report."""
    claim, document = schema.claim, schema.document
    found: dict[int, Any] = {}
    for part in in_parts(numbers):
        query = sa.select(
            claim.c.n, claim.c.body, claim.c.state, claim.c.document, document.c.text
        ).join(document, document.c.n == claim.c.document)
        for row in view.conn.execute(query.where(claim.c.n.in_(part))).mappings():
            found[row["n"]] = row
    standing = dict(zip(found, _standing(view, list(found.values())), strict=True))
    siblings = _siblings(view, {one.incident for one in standing.values()})
    reports = REPORTS.rows(view, sorted({row["document"] for row in found.values()}))
    answer = {}
    for n, one in standing.items():
        row, words = found[n], one.claim.evidence
        start, end = _around(view, row["document"], words.start, words.end)
        answer[n] = InContext(
            standing=one,
            report=reports[row["document"]],
            words=row["text"][start:end],
            start=start,
            siblings=tuple(i for i in siblings.get(one.incident, ()) if i != one.claim.id),
        )
    return answer


def _claims(view: View, report: str) -> tuple[Standing, ...]:
    table = schema.claim
    query = sa.select(table.c.body, table.c.state).where(view.open(table), table.c.report == report)
    found = _standing(view, view.conn.execute(query).mappings().all())

    def place(one: Standing) -> tuple[int, int, str]:
        return one.claim.trigger.start, one.claim.trigger.end, one.claim.type

    return tuple(sorted(found, key=place))


def _standing(view: View, rows: Sequence[Any]) -> list[Standing]:
    claims = [claim_of(row) for row in rows]
    ids = [claim.id for claim in claims]
    incidents = joined(view, schema.incident_claim, "incident", ids)
    relations = joined(view, schema.relation_claim, "relation", ids)
    return [
        Standing(
            claim=claim,
            state=row["state"],
            incident=incidents.get(claim.id, ""),
            relation=relations.get(claim.id, ""),
        )
        for claim, row in zip(claims, rows, strict=True)
    ]


def _copies(view: View, report: str) -> list[Copied]:
    copy, document = schema.copy, schema.document
    found = []
    for own, other in ((copy.c.report, copy.c.of), (copy.c.of, copy.c.report)):
        query = (
            sa.select(copy.c.body, document.c.title, document.c.outlet, document.c.published)
            .join(document, sa.and_(document.c.report == other, view.open(document)))
            .where(view.open(copy), own == report)
            .order_by(document.c.published, other)
        )
        found += [
            Copied(copy=copy_of(body), title=title, outlet=outlet, published=published)
            for body, title, outlet, published in view.conn.execute(query)
        ]
    return found


def _around(view: View, document: int, start: int, end: int) -> tuple[int, int]:
    """From the sentence before to the sentence after."""
    passage = schema.passage
    own = passage.c.document == document
    before = sa.select(sa.func.max(passage.c.start)).where(own, passage.c.end <= start)
    after = sa.select(sa.func.min(passage.c.end)).where(own, passage.c.start >= end)
    first = view.conn.execute(before).scalar()
    last = view.conn.execute(after).scalar()
    return (start if first is None else first), (end if last is None else last)


def _siblings(view: View, incidents: set[str]) -> dict[str, list[str]]:
    link = schema.incident_claim
    found: dict[str, list[str]] = {}
    for part in in_parts(sorted(incidents - {""})):
        query = sa.select(link.c.incident, link.c.claim).where(
            view.open(link), link.c.incident.in_(part)
        )
        for incident, id_ in view.conn.execute(query.order_by(link.c.claim)):
            found.setdefault(incident, []).append(id_)
    return found
