"""Incidents: lists, columns for map and timeline, one in full, its history.

In:   an `Ask`
Out:  answers

Known faults: none known.
"""

from weakref import WeakKeyDictionary

from sayso.record.history import history
from sayso.record.open import Record
from sayso.record.queries import INCIDENTS, Filter
from sayso.record.queries.choices import choices
from sayso.record.queries.columns import incident_columns
from sayso.record.queries.detail import claims_ever, incident_detail, incident_now
from sayso.record.queries.incidents import row_of
from sayso.record.queries.judged import judged_claims
from sayso.record.queries.overview import last_act
from sayso.serve import answers
from sayso.serve.routing import Ask, get
from sayso.serve.rows import (
    evidence_of,
    facet_of,
    incident_row,
    link_view,
    total_of,
    value_of,
)
from sayso.serve.telling import changes, judgements

_ALL = Filter()
_FACETS = ("type", "country", "status", "outlet", "actor", "month")
_MOST_FACETS = 300  # values of one facet that a list to choose from can hold
_HIDDEN = ("status",)  # told beside the title, not as a column of the matrix


@get("incidents", answers.Incidents, takes=("sort", "limit", "after"), filtered=True)
def incidents(ask: Ask) -> answers.Incidents:
    """Incidents that match, newest first, a page at a time."""
    page = INCIDENTS.page(
        ask.view,
        ask.filter,
        sort=ask.query.get("sort") or "-day",
        limit=ask.limit,
        after=ask.query.get("after", ""),
    )
    return answers.Incidents(
        total=total_of(page.total, _all(ask)),
        items=tuple(map(incident_row, page.rows)),
        next=page.next or None,
    )


@get("incidents/columns", answers.Columns, filtered=True)
def columns(ask: Ask) -> answers.Columns:
    """All incidents that match, as columns for map and timeline."""
    found = incident_columns(ask.view, ask.filter)
    return answers.Columns(
        total=total_of(found.total, _all(ask)),
        types=found.types,
        precisions=found.precisions,
        statuses=found.statuses,
        countries=found.countries,
        ids=found.ids,
        day_from=found.day_from,
        day_to=found.day_to,
        type=found.type,
        status=found.status,
        disputed=found.disputed,
        lon=found.lon,
        lat=found.lat,
        precision=found.precision,
        killed=found.killed,
        tellers=found.tellers,
        country=found.country,
    )


@get("facets", answers.Facets, filtered=True)
def facets(ask: Ask) -> answers.Facets:
    """How many incidents each type, country, status, source, actor, month would leave.

    Each list is counted with all of the filter but its own part, so that another value of it can be
    chosen directly.
    """
    found = choices(ask.view, INCIDENTS, ask.filter, _FACETS)
    return answers.Facets(
        **{name: tuple(map(facet_of, values[:_MOST_FACETS])) for name, values in found.items()}
    )


@get("incidents/{id}", answers.IncidentPage)
def incident(ask: Ask) -> answers.IncidentPage:
    """One incident: what is told of it, by whom, in which words, and why it is one."""
    detail = incident_detail(ask.view, ask.path["id"])
    found = detail.incident
    fields = tuple(
        answers.Field(name=name, disputed=name in found.disputed, values=tuple(map(value_of, told)))
        for name, told in found.values.items()
        if told and name not in _HIDDEN
    )
    same = [link for link in detail.links if link.judgement == "same"]
    return answers.IncidentPage(
        row=incident_row(row_of(found, detail.rule)),
        lat=found.lat,
        lon=found.lon,
        fields=fields,
        estimates=found.estimates,
        tellers=found.tellers,
        evidence=evidence_of(detail.evidence),
        links=tuple(map(link_view, sorted(same, key=lambda link: -link.score))),
        unsure=tuple(map(link_view, detail.beyond)),
        aliases=tuple(old for old, _ in detail.former),
    )


@get("incidents/{id}/history", answers.History)
def incident_history(ask: Ask) -> answers.History:
    """Every change of one incident, newest first, in sentences."""
    found, _ = incident_now(ask.view, ask.path["id"])
    claims = claims_ever(ask.view, found.id) | set(found.claims)
    judged = judgements(judged_claims(ask.view, claims))
    told = {change.act for change in judged}
    rest = [one for one in changes(history(ask.view, found.id)) if one.act not in told]
    return answers.History(items=tuple(sorted((*judged, *rest), key=lambda one: -one.act)))


_counted: WeakKeyDictionary[Record, tuple[int, int]] = WeakKeyDictionary()


def _all(ask: Ask) -> int:
    """How many incidents there are; counted once for each act."""
    act = last_act(ask.view)
    before = _counted.get(ask.record)
    if before is None or before[0] != act:
        before = _counted[ask.record] = act, INCIDENTS.tally(ask.view, _ALL).match
    return before[1]
