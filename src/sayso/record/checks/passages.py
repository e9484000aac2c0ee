"""Rules on what hangs on a document: its passages, and the claims of texts that were replaced.

In:   passages and claims with their documents
Out:  faults

Known faults: none known.
"""

import sqlalchemy as sa

from sayso.record.checks.look import Look
from sayso.record.checks.rule import Fault, Found, on_record
from sayso.record.checks.words import quoted
from sayso.record.schema import claim, document, passage

_AGAIN = "`sayso add` the report again, so that its claims are drawn from the text that stands"


@on_record(
    "passage-does-not-fit",
    "error",
    "report",
    means="A passage that is searched and shown does not stand in the text where it says.",
    settle="the record was changed from outside: go back to a copy",
)
def passage_does_not_fit(look: Look) -> Found:
    """Words of each passage against the text, in the database."""
    there = sa.func.substr(document.c.text, passage.c.start + 1, passage.c.end - passage.c.start)
    columns = document.c.report, passage.c.n, passage.c.start, passage.c.end, passage.c.text
    select = sa.select(*columns, there.label("there")).join(
        document, document.c.n == passage.c.document
    )
    where = look.open(document), sa.or_(there != passage.c.text, there.is_(None))
    for row in look.rows(select.where(*where).order_by(passage.c.n)):
        yield Fault(
            f"{quoted(row.text)} is said to stand at {row.start}-{row.end}, where the text has "
            f"{quoted(row.there or '')}",
            subject=row.report,
            facts=(row.start, row.end),
        )


@on_record(
    "evidence-not-a-passage",
    "warning",
    "claim",
    means="A claim's sentence is none of the passages of its text, so a search for words does not "
    "find it.",
    settle=_AGAIN,
)
def evidence_not_a_passage(look: Look) -> Found:
    """Claims without a passage, or with one of another text."""
    columns = claim.c.id, claim.c.report, claim.c.day_from, claim.c.country, passage.c.n
    select = sa.select(*columns).outerjoin(passage, passage.c.n == claim.c.passage)
    alien = sa.or_(passage.c.n.is_(None), passage.c.document != claim.c.document)
    where = look.open(claim), claim.c.state != "rejected", alien
    for row in look.rows(select.where(*where).order_by(claim.c.n)):
        yield Fault(
            f"no passage of {row.report} holds its evidence",
            ids=(row.report,),
            subject=row.id,
            day=row.day_from,
            country=row.country,
        )


@on_record(
    "claim-of-replaced-text",
    "error",
    "claim",
    means="A claim stands in a text that was replaced by another.",
    settle=_AGAIN,
)
def claim_of_replaced_text(look: Look) -> Found:
    """Claims that hold, of documents that do not."""
    select = sa.select(claim.c.id, claim.c.report, claim.c.day_from, claim.c.country)
    select = select.join(document, document.c.n == claim.c.document)
    where = look.open(claim), sa.not_(look.open(document))
    for row in look.rows(select.where(*where).order_by(claim.c.n)):
        yield Fault(
            f"the text of {row.report} was replaced",
            ids=(row.report,),
            subject=row.id,
            day=row.day_from,
            country=row.country,
        )
