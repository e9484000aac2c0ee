"""What a person reviews: the queue of claims, one claim in its context, what names may mean.

In:   an `Ask`
Out:  answers

Known faults: none known.
"""

from collections.abc import Sequence

import msgspec

from sayso.base.errors import ConfigError, MissingError
from sayso.record.queries import review
from sayso.record.queries.in_full import in_context
from sayso.record.queries.judged import judged_claims, judged_latest
from sayso.record.queries.meaning import actors_meant, places_meant
from sayso.record.view import View
from sayso.record.why import why
from sayso.serve import answers
from sayso.serve.routing import Ask, get
from sayso.serve.rows import claim_view, report_row
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
    found = in_context(view, [row.n for row in rows])
    standing = [n for n, one in found.items() if one.standing.state != "rejected"]
    doubts = review.findings(view, standing)
    judged = judged_claims(view, [one.standing.claim.id for one in found.values()])
    return tuple(
        answers.QueueItem(
            claim=claim_view(one.standing),
            report=report_row(one.report),
            context=one.words,
            context_start=one.start,
            siblings=one.siblings,
            doubt=(*doubts.get(row.n, ()), *row.doubt),
            score=one.standing.claim.score,
            decisions=judgements(j for j in judged if one.standing.claim.id in j.about),
        )
        for row in rows
        for one in [found[row.n]]
    )
