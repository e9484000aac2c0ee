"""Claims as they stand, one a row.

In:   a `View`, a `Filter`
Out:  `ClaimRow`s

Method: the row is what the claim's body says, with its report and with what became of it.
Lists of one role are in step: the second name belongs to the second key.
Known faults: none known.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.keys import actor_key, shown_name
from sayso.base.nouns import Claim, Noun
from sayso.record import schema
from sayso.record.queries import clauses
from sayso.record.queries.filters import Filter
from sayso.record.queries.lookup import Wanted
from sayso.record.queries.narrow import pairs
from sayso.record.queries.tables import TableThing
from sayso.record.rows import claim_of, in_parts
from sayso.record.view import View


class ClaimRow(Noun, kw_only=True, frozen=True):
    """A claim. `docs/looking.md` explains the columns.

    Attributes:
        state: coded (by the machine), accepted, edited, added, rejected.
        actor, recipient, source: names for people; *_key: what the record knows them by.
        told_place: the places that the claim names, as printed; `place` is where it is put.
        number_low, number_high: None where open.
        incident, relation: id of what the claim tells of, "" where it tells of none yet.
        sentence_start, trigger_start ...: offsets in the document's text, in code points.
    """

    id: str
    kind: str
    type: str
    mode: str
    status: str
    hedged: bool
    state: str
    actor: tuple[str, ...]
    trigger: str
    recipient: tuple[str, ...]
    day_from: dt.date | None
    day_to: dt.date | None
    day_precision: str
    day_basis: str
    told_place: tuple[str, ...]
    place: str
    geonameid: int | None
    lat: float | None
    lon: float | None
    admin1: str
    country: str
    geo_precision: str
    geo_basis: str
    number: tuple[str, ...]
    number_what: tuple[str, ...]
    number_low: tuple[int | None, ...]
    number_high: tuple[int | None, ...]
    instrument: tuple[str, ...]
    source: tuple[str, ...]
    outlet: str
    sentence: str
    incident: str
    relation: str
    actor_key: tuple[str, ...]
    recipient_key: tuple[str, ...]
    source_key: tuple[str, ...]
    report: str
    title: str
    published: dt.date | None
    url: str
    trigger_start: int
    trigger_end: int
    sentence_start: int
    sentence_end: int
    score: float
    made_by: str


class _Claims(TableThing[ClaimRow]):
    name = "claims"
    row = ClaimRow
    table = schema.claim
    takes = clauses.CLAIMS_TAKE
    sorts = ("day", "id", "type", "country", "place", "outlet")
    facets_by = (
        "type", "kind", "country", "month", "year", "outlet", "status", "state", "mode", "actor",
    )  # fmt: skip

    def where(self, view: View, filter_: Filter) -> tuple[clauses.Clauses, Wanted]:
        return clauses.claims(view, filter_)

    def sort_column(self, by: str) -> sa.ColumnElement[Any]:
        return self.table.c["day_from" if by == "day" else by]

    def facet(self, view: View, by: str, asked: clauses.Clauses) -> sa.Select[Any]:
        if by != "actor":
            return super().facet(view, by, asked)
        actor = schema.claim_actor
        matched = asked.select(self.table.c.n)
        return (
            sa.select(
                actor.c.key.label("value"),
                sa.func.max(actor.c.name).label("label"),
                sa.func.count(actor.c.claim.distinct()).label("n"),
            )
            .where(actor.c.role != "source", actor.c.claim.in_(matched))
            .group_by(actor.c.key)
        )

    def rows(self, view: View, numbers: Sequence[int]) -> dict[int, ClaimRow]:
        claim, document = schema.claim, schema.document
        found: dict[int, Any] = {}
        for part in in_parts(numbers):
            query = sa.select(
                claim.c.n, claim.c.body, claim.c.state, claim.c.place,
                document.c.title, document.c.published, document.c.url,
            ).join(document, document.c.n == claim.c.document)  # fmt: skip
            for row in view.conn.execute(query.where(claim.c.n.in_(part))).mappings():
                found[row["n"]] = (claim_of(row), row)
        ids = [claim.id for claim, _ in found.values()]
        incidents = joined(view, schema.incident_claim, "incident", ids)
        relations = joined(view, schema.relation_claim, "relation", ids)
        return {
            n: _row(claim, row, incidents.get(claim.id, ""), relations.get(claim.id, ""))
            for n, (claim, row) in found.items()
        }


def joined(view: View, link: sa.Table, ref: str, claims: Sequence[str]) -> dict[str, str]:
    """Claim id -> id of the incident or relation that it tells of; of several the first by id."""
    found: dict[str, str] = {}
    for part in in_parts(claims):
        query = sa.select(link.c.claim, sa.func.min(link.c[ref])).group_by(link.c.claim)
        found |= pairs(view, query.where(view.open(link), link.c.claim.in_(part)))
    return found


def _row(claim: Claim, row: Any, incident: str, relation: str) -> ClaimRow:
    when, where = claim.when, claim.where
    return ClaimRow(
        id=claim.id,
        kind=claim.kind,
        type=claim.type,
        mode=claim.mode,
        status=claim.status,
        hedged=claim.hedged,
        state=row["state"],
        actor=tuple(map(shown_name, claim.actor)),
        trigger=claim.trigger.text,
        recipient=tuple(map(shown_name, claim.recipient)),
        day_from=when.earliest if when else None,
        day_to=when.latest if when else None,
        day_precision=when.precision if when else "",
        day_basis=when.basis if when else "",
        told_place=tuple(place.text for place in claim.place),
        place=row["place"],
        geonameid=where.geonameid if where else None,
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        admin1=where.admin1 if where else "",
        country=where.country if where else "",
        geo_precision=where.precision if where else "",
        geo_basis=where.basis if where else "",
        number=tuple(number.text for number in claim.number),
        number_what=tuple(number.what for number in claim.number),
        number_low=tuple(number.low for number in claim.number),
        number_high=tuple(number.high for number in claim.number),
        instrument=tuple(span.text for span in claim.instrument),
        source=tuple(map(shown_name, claim.source)),
        outlet=claim.outlet,
        sentence=claim.evidence.text,
        incident=incident,
        relation=relation,
        actor_key=tuple(map(actor_key, claim.actor)),
        recipient_key=tuple(map(actor_key, claim.recipient)),
        source_key=tuple(map(actor_key, claim.source)),
        report=claim.doc,
        title=row["title"],
        published=row["published"],
        url=row["url"],
        trigger_start=claim.trigger.start,
        trigger_end=claim.trigger.end,
        sentence_start=claim.evidence.start,
        sentence_end=claim.evidence.end,
        score=claim.score,
        made_by=claim.made_by,
    )


def bodies(view: View, numbers: Sequence[int]) -> dict[int, msgspec.Raw]:
    """Whole claims as JSON, by the numbers of their rows."""
    return raw_bodies(view, schema.claim, numbers)


def raw_bodies(view: View, table: sa.Table, numbers: Sequence[int]) -> dict[int, msgspec.Raw]:
    """Bodies of rows as they are stored, by number."""
    found: dict[int, msgspec.Raw] = {}
    for part in in_parts(numbers):
        rows = view.conn.execute(sa.select(table.c.n, table.c.body).where(table.c.n.in_(part)))
        found |= {n: msgspec.Raw(body.encode()) for n, body in rows}
    return found


CLAIMS = _Claims()
