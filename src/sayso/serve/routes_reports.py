"""Reports: lists, one with its text and claims, its page as received.

In:   an `Ask`
Out:  answers

Known faults: none known.
"""

import sqlalchemy as sa

from sayso.base.errors import MissingError
from sayso.record import schema
from sayso.record.queries import REPORTS, Filter
from sayso.record.queries.claims import joined
from sayso.record.queries.decoders import copy_of
from sayso.record.rows import claim_of, document_of
from sayso.record.view import View
from sayso.serve import answers
from sayso.serve.pages import is_shown
from sayso.serve.routing import Ask, get
from sayso.serve.rows import report_row, total_of


@get("reports", answers.Reports, takes=("sort", "limit", "after"), filtered=True)
def reports(ask: Ask) -> answers.Reports:
    """Reports that match, newest first, a page at a time."""
    page = REPORTS.page(
        ask.view,
        ask.filter,
        sort=ask.query.get("sort") or "-day",
        limit=ask.limit,
        after=ask.query.get("after", ""),
    )
    return answers.Reports(
        total=total_of(page.total, REPORTS.tally(ask.view, Filter()).match),
        items=tuple(map(report_row, page.rows)),
        next=page.next or None,
    )


@get("reports/{id}", answers.ReportPage)
def report(ask: Ask) -> answers.ReportPage:
    """One report: its text, its claims with their offsets, what it repeats."""
    view, id_ = ask.view, ask.path["id"]
    table = schema.document
    row = (
        view.conn.execute(sa.select(table).where(view.open(table), table.c.report == id_))
        .mappings()
        .first()
    )
    if row is None:
        raise MissingError(f"{id_}: the record has no such report")
    document = document_of(row)
    listed = REPORTS.rows(view, [row["n"]])[row["n"]]
    passage = schema.passage
    sentences = view.conn.execute(
        sa.select(passage.c.start, passage.c.end)
        .where(passage.c.document == row["n"])
        .order_by(passage.c.start)
    )
    return answers.ReportPage(
        row=report_row(listed),
        text=document.text,
        sha256=listed.sha256,
        text_sha256=listed.text_sha256,
        origin=listed.origin,
        language=document.language,
        blocks=document.blocks,
        sentences=tuple((start, end) for start, end in sentences),
        claims=_claims(view, id_),
        copies=_copies(view, id_),
        has_page=is_shown(listed.media),
    )


def _claims(view: View, report: str) -> tuple[answers.ClaimView, ...]:
    table = schema.claim
    query = sa.select(table.c.body, table.c.state).where(view.open(table), table.c.report == report)
    found = [(claim_of(row), row["state"]) for row in view.conn.execute(query).mappings()]
    ids = [claim.id for claim, _ in found]
    incidents = joined(view, schema.incident_claim, "incident", ids)
    relations = joined(view, schema.relation_claim, "relation", ids)
    found.sort(key=lambda one: (one[0].trigger.start, one[0].trigger.end, one[0].type))
    return tuple(
        answers.ClaimView(
            claim=claim,
            state=state,
            incident=incidents.get(claim.id, ""),
            relation=relations.get(claim.id, ""),
        )
        for claim, state in found
    )


def _copies(view: View, report: str) -> tuple[answers.CopyView, ...]:
    """What it repeats, then what repeats it."""
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
            answers.CopyView(
                copy=copy_of(row["body"]),
                title=row["title"],
                outlet=row["outlet"],
                published=row["published"],
            )
            for row in view.conn.execute(query).mappings()
        ]
    return tuple(found)
