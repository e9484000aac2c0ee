"""The words behind claims, each with its report and its independent voice.

In:   a view, ids of claims
Out:  `Evidence`, of the earliest report first

Method: claims as they stand, with their documents; whether another report told the words before
is what linking goes by (`link.copies.origin`), and so is the voice.
Known faults: none known.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from sayso.base.joined import Copy
from sayso.base.keys import shown_name
from sayso.base.nouns import Noun
from sayso.link.copies import origin
from sayso.link.incidents_voices import Source, teller_of
from sayso.record import schema
from sayso.record.copies import copies_of, days_of
from sayso.record.rows import claim_of, in_parts
from sayso.record.view import View


class Evidence(Noun, kw_only=True, frozen=True):
    """The words of a claim.

    Attributes:
        teller: key of the independent voice (`joined.Teller`).
        start, end, trigger_start, trigger_end: offsets in the document's text, in code points.
        source: the speaker whom the text names, "" when it names none.
        copied: another report told the words before.
    """

    claim: str
    teller: str
    report: str
    outlet: str
    title: str
    published: dt.date | None
    start: int
    end: int
    text: str
    trigger_start: int
    trigger_end: int
    source: str
    status: str
    hedged: bool
    state: str
    copied: bool


def evidence(view: View, claims: Iterable[str]) -> list[Evidence]:
    """The words behind claims; ids that the record does not have are left out."""
    table, document = schema.claim, schema.document
    rows: list[Any] = []
    for part in in_parts(sorted(set(claims))):
        query = (
            sa.select(table.c.body, table.c.state, document.c.title, document.c.outlet,
                      document.c.published)
            .join(document, document.c.n == table.c.document)
            .where(view.open(table), table.c.id.in_(part))
        )  # fmt: skip
        rows += view.conn.execute(query).mappings().all()
    found = [(claim_of(row), row) for row in rows]
    reports = {claim.doc for claim, _ in found}
    copies: defaultdict[str, list[Copy]] = defaultdict(list)
    for copy in copies_of(view, reports):
        copies[copy.report].append(copy)
    repeated = {copy.of for own in copies.values() for copy in own}
    days = days_of(view, reports | repeated)
    firsts = {
        claim.id: origin(
            claim.doc, claim.evidence.start, claim.evidence.end, copies[claim.doc], days
        )
        for claim, _ in found
    }
    outlets = _outlets(view, repeated)
    outlets |= {claim.doc: row["outlet"] for claim, row in found}
    told = [
        Evidence(
            claim=claim.id,
            teller=teller_of(claim, Source(first, outlets.get(first, ""))).key,
            report=claim.doc,
            outlet=row["outlet"],
            title=row["title"],
            published=row["published"],
            start=claim.evidence.start,
            end=claim.evidence.end,
            text=claim.evidence.text,
            trigger_start=claim.trigger.start,
            trigger_end=claim.trigger.end,
            source=", ".join(map(shown_name, claim.source)),
            status=claim.status,
            hedged=claim.hedged,
            state=row["state"],
            copied=first != claim.doc,
        )
        for claim, row in found
        for first in [firsts[claim.id]]
    ]
    return sorted(told, key=lambda one: (one.published or dt.date.max, one.report, one.start))


def _outlets(view: View, reports: Iterable[str]) -> dict[str, str]:
    table = schema.document
    found: dict[str, str] = {}
    for part in in_parts(reports):
        query = sa.select(table.c.report, table.c.outlet)
        rows = view.conn.execute(query.where(view.open(table), table.c.report.in_(part)))
        found.update((report, outlet) for report, outlet in rows)
    return found
