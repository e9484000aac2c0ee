"""What a person reviews: the queue of claims, one claim in its context, what names may mean.

In:   an `Ask`
Out:  answers

Known faults: none known.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.errors import ConfigError, MissingError
from sayso.record import schema
from sayso.record.queries import REPORTS, review
from sayso.record.queries.claims import joined
from sayso.record.queries.judged import judged_claims, judged_latest
from sayso.record.queries.meaning import actors_meant, places_meant
from sayso.record.rows import claim_of, in_parts
from sayso.record.view import View
from sayso.record.why import why
from sayso.serve import answers
from sayso.serve.routing import Ask, get
from sayso.serve.rows import report_row
from sayso.serve.telling import judgements

_MOST_HITS = 12
_MOST_DECISIONS = 200


@get(
    "review/queue",
    answers.Queue,
    takes=("order", "incident", "report", "limit", "after"),
    filtered=True,
)
def review_queue(ask: Ask) -> answers.Queue:
    """Claims that wait for a person, in an order: doubtful, country, changed, incident."""
    found = review.queue(
        ask.view,
        ask.filter,
        order=ask.query.get("order") or "doubtful",
        incident=ask.query.get("incident", ""),
        report=ask.query.get("report", ""),
        limit=ask.limit,
        after=ask.query.get("after", ""),
    )
    return answers.Queue(
        waiting=found.waiting,
        done=found.done,
        items=_items(ask.view, found.rows),
        next=found.next or None,
    )


@get("review/item/{id}", answers.QueueItem)
def review_item(ask: Ask) -> answers.QueueItem:
    """One claim in its context, whether it waits or not."""
    found = review.one(ask.view, ask.path["id"])
    if found is None:
        raise MissingError(f"{ask.path['id']}: the record has no such claim")
    return _items(ask.view, [found])[0]


@get("decisions", answers.History)
def decisions(ask: Ask) -> answers.History:
    """The latest decisions of people, newest first."""
    return answers.History(items=judgements(judged_latest(ask.view, _MOST_DECISIONS)))


@get("why/{id:path}", answers.Why)
def why_is_it(ask: Ask) -> answers.Why:
    """How something came about, from its id down to the words: a tree."""
    try:
        found = why(ask.view, ask.path["id"])
    except ConfigError as err:
        raise MissingError(str(err)) from err
    return msgspec.convert(found, answers.Why, from_attributes=True)


@get("names/actors", answers.Hits, takes=("q",))
def names_of_actors(ask: Ask) -> answers.Hits:
    """Actors that a name may mean: those of the record, then those that the roster knows."""
    found = actors_meant(ask.view, ask.query.get("q", "").strip(), _MOST_HITS)
    return answers.Hits(
        items=tuple(answers.Hit(kind="actor", id=i, label=n, detail=d) for i, n, d in found)
    )


@get("names/places", answers.Hits, takes=("q",))
def names_of_places(ask: Ask) -> answers.Hits:
    """Places of the gazetteer that a name may mean, by GeoNames id, the largest first."""
    found = places_meant(ask.query.get("q", "").strip(), _MOST_HITS)
    return answers.Hits(
        items=tuple(answers.Hit(kind="place", id=i, label=n, detail=d) for i, n, d in found)
    )


def _items(view: View, rows: Sequence[review.Waiting]) -> tuple[answers.QueueItem, ...]:
    claim, document = schema.claim, schema.document
    found: dict[int, Any] = {}
    for part in in_parts(row.n for row in rows):
        query = sa.select(
            claim.c.n, claim.c.body, claim.c.state, claim.c.document, document.c.text
        ).join(document, document.c.n == claim.c.document)
        for own in view.conn.execute(query.where(claim.c.n.in_(part))).mappings():
            found[own["n"]] = own
    claims = {n: claim_of(row) for n, row in found.items()}
    ids = [one.id for one in claims.values()]
    incidents = joined(view, schema.incident_claim, "incident", ids)
    relations = joined(view, schema.relation_claim, "relation", ids)
    siblings = _siblings(view, set(incidents.values()))
    reports = REPORTS.rows(view, sorted({row["document"] for row in found.values()}))
    doubts = review.findings(view, [n for n, row in found.items() if row["state"] != "rejected"])
    judged = judged_claims(view, ids)
    items = []
    for row in rows:
        one, own = claims[row.n], found[row.n]
        start, end = _context(view, own["document"], one.evidence.start, one.evidence.end)
        incident = incidents.get(one.id, "")
        items.append(
            answers.QueueItem(
                claim=answers.ClaimView(
                    claim=one,
                    state=own["state"],
                    incident=incident,
                    relation=relations.get(one.id, ""),
                ),
                report=report_row(reports[own["document"]]),
                context=own["text"][start:end],
                context_start=start,
                siblings=tuple(id_ for id_ in siblings.get(incident, ()) if id_ != one.id),
                doubt=(*doubts.get(row.n, ()), *row.doubt),
                score=one.score,
                decisions=judgements(j for j in judged if one.id in j.about),
            )
        )
    return tuple(items)


def _context(view: View, document: int, start: int, end: int) -> tuple[int, int]:
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
