"""Incidents: lists, columns for map and timeline, one in full, its history.

In:   an `Ask`
Out:  answers

Known faults: none known.
"""

import sqlalchemy as sa

from sayso.base.joined import Incident, Link
from sayso.record import schema
from sayso.record.history import history
from sayso.record.queries import INCIDENTS, Filter
from sayso.record.queries.columns import incident_columns
from sayso.record.queries.decoders import incident_of, link_of
from sayso.record.queries.incidents import row_of
from sayso.record.queries.judged import judged_claims
from sayso.record.rows import in_parts
from sayso.record.view import View
from sayso.serve import answers
from sayso.serve.routing import Ask, MissingError, get
from sayso.serve.rows import evidence_of, facet_of, incident_row, total_of, value_of
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
    )


@get("facets", answers.Facets, filtered=True)
def facets(ask: Ask) -> answers.Facets:
    """How many of the matching incidents have which type, country, status, source, actor, month."""
    found = INCIDENTS.facets(ask.view, ask.filter, _FACETS)
    return answers.Facets(
        **{name: tuple(map(facet_of, values[:_MOST_FACETS])) for name, values in found.items()}
    )


@get("incidents/{id}", answers.IncidentPage)
def incident(ask: Ask) -> answers.IncidentPage:
    """One incident: what is told of it, by whom, in which words, and why it is one."""
    id_ = ask.path["id"]
    found, rule = _incident(ask.view, _now(ask.view, id_))
    same, unsure = _links(ask.view, found)
    fields = tuple(
        answers.Field(name=name, disputed=name in found.disputed, values=tuple(map(value_of, told)))
        for name, told in found.values.items()
        if told and name not in _HIDDEN
    )
    return answers.IncidentPage(
        row=incident_row(row_of(found, rule)),
        lat=found.lat,
        lon=found.lon,
        fields=fields,
        estimates=found.estimates,
        tellers=found.tellers,
        evidence=evidence_of(ask.view, found.claims),
        links=tuple(map(_link_view, same)),
        unsure=tuple(map(_link_view, unsure)),
        aliases=_aliases(ask.view, found.id),
    )


@get("incidents/{id}/history", answers.History)
def incident_history(ask: Ask) -> answers.History:
    """Every change of one incident, newest first, in sentences."""
    id_ = _now(ask.view, ask.path["id"])
    found, _ = _incident(ask.view, id_)
    judged = judgements(judged_claims(ask.view, _ever(ask.view, id_) | set(found.claims)))
    told = {change.act for change in judged}
    rest = [one for one in changes(history(ask.view, id_)) if one.act not in told]
    return answers.History(items=tuple(sorted((*judged, *rest), key=lambda one: -one.act)))


def _all(ask: Ask) -> int:
    return INCIDENTS.tally(ask.view, _ALL).match


def _now(view: View, id_: str) -> str:
    """The incident that goes by an id now, if it was merged since.

    Raises:
        MissingError: there is none of this id.
    """
    table, alias = schema.incident, schema.incident_alias
    for _ in range(100):  # merged again and again; a circle would be a fault of linking
        is_open = sa.select(table.c.id).where(view.open(table), table.c.id == id_)
        if view.conn.execute(is_open).first():
            return id_
        new = sa.select(alias.c.new).where(view.open(alias), alias.c.old == id_)
        following = view.conn.execute(new.where(alias.c.why == "merged")).scalar()
        if not following:
            break
        id_ = following
    raise MissingError(
        f"{id_}: the record has no such incident now; `sayso why {id_}` may tell more"
    )


def _incident(view: View, id_: str) -> tuple[Incident, str]:
    table = schema.incident
    query = sa.select(table.c.body, table.c.rule).where(view.open(table), table.c.id == id_)
    body, rule = view.conn.execute(query).one()
    return incident_of(body), rule


def _ever(view: View, id_: str) -> set[str]:
    """Claims that belong to the incident or once did: a rejected one belongs to none."""
    table = schema.incident_claim
    query = sa.select(table.c.claim).where(table.c.incident == id_)
    if view.at is not None:
        query = query.where(table.c.made <= view.at)
    return set(view.conn.execute(query).scalars())


def _links(view: View, found: Incident) -> tuple[list[Link], list[Link]]:
    """Links within the incident, and unsure ones that lead out of it; the surest first."""
    table, own = schema.link, set(found.claims)
    links: dict[tuple[str, str], Link] = {}
    for part in in_parts(sorted(own)):
        for column in (table.c.a, table.c.b):
            query = sa.select(table.c.body).where(view.open(table), column.in_(part))
            for body in view.conn.execute(query).scalars():
                link = link_of(body)
                links[link.a, link.b] = link
    ordered = sorted(links.values(), key=lambda one: (-one.score, one.a, one.b))
    same = [one for one in ordered if one.judgement == "same"]
    unsure = [one for one in ordered if one.judgement == "unsure" and not {one.a, one.b} <= own]
    return same, unsure


def _link_view(link: Link) -> answers.LinkView:
    return answers.LinkView(
        a=link.a,
        b=link.b,
        judgement=link.judgement,
        score=link.score,
        reasons=link.reasons,
        person=link.person,
    )


def _aliases(view: View, id_: str) -> tuple[str, ...]:
    alias = schema.incident_alias
    query = sa.select(alias.c.old).where(view.open(alias), alias.c.new == id_)
    return tuple(sorted(view.conn.execute(query).scalars()))
