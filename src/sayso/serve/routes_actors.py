"""Actors and relations: lists, one in full, lifelines, the network of a day.

In:   an `Ask`
Out:  answers

Known faults: none known.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from sayso.base.errors import ConfigError, MissingError
from sayso.base.joined import Phase, Relation
from sayso.link.relations import state_on
from sayso.record.called import called
from sayso.record.facts import Known, facts_of
from sayso.record.network import network
from sayso.record.queries import ACTORS, INCIDENTS, SOURCES, Filter
from sayso.record.queries.actors import ActorRow
from sayso.record.queries.evidence import evidence
from sayso.record.queries.relations import relation as one_relation
from sayso.record.told import all_claims, relations_of
from sayso.record.view import View
from sayso.serve import answers
from sayso.serve.routing import Ask, get
from sayso.serve.rows import evidence_of, facet_of, relation_view, total_of

MOST_NODES = 300  # more cannot be told apart on a screen
WINDOW = 90  # days that a tie told once stays in sight: a judgement (docs/decisions/0152)
MOST_WINDOW = 3_660  # days: ten years, beyond which "lately" means nothing


@get("actors", answers.Actors, takes=("sort", "limit", "after"), filtered=True)
def actors(ask: Ask) -> answers.Actors:
    """Actors of the claims that match, those with the most incidents first."""
    page = ACTORS.page(
        ask.view,
        ask.filter,
        sort=ask.query.get("sort") or "-incidents",
        limit=ask.limit,
        after=ask.query.get("after", ""),
    )
    return answers.Actors(
        total=total_of(page.total, ACTORS.tally(ask.view, Filter()).match),
        items=tuple(map(_actor_row, page.rows)),
        next=page.next or None,
    )


@get("actors/{key:path}", answers.ActorPage)
def actor(ask: Ask) -> answers.ActorPage:
    """One actor: names, ties through time, incidents, who tells of it, what the roster knows."""
    view, key = ask.view, ask.path["key"]
    filter_ = Filter(actor=(key,))
    # Who only speaks is an actor too, and is found in that role alone.
    rows = _rows(view, filter_) or _rows(view, Filter(actor=(key,), role="source"))
    try:
        facts = facts_of(view, key)
    except ConfigError:
        facts = None
    if not rows and facts is None:
        raise MissingError(f"{key}: the record knows no such actor")
    row = _actor_row(rows[0]) if rows else _bare_row(key, facts.name if facts else key)
    counted = INCIDENTS.facets(view, filter_, ("type", "year"))
    told_by = SOURCES.page(view, filter_, limit=12, sort="-claims").rows
    names = (
        Counter(fact.other_name for fact in facts.facts if fact.heading == "names") if facts else {}
    )
    names = {row.name: max(1, row.claims), **names}
    return answers.ActorPage(
        row=row,
        names=tuple(answers.Facet(value=name, label=name, n=n) for name, n in names.items()),
        relations=tuple(relation_view(fact.relation) for fact in facts.facts) if facts else (),
        roster=tuple(_roster_fact(what) for what in facts.known) if facts else (),
        by_type=tuple(map(facet_of, counted["type"])),
        by_year=tuple(sorted(map(facet_of, counted["year"]), key=lambda one: one.value)),
        as_source=rows[0].as_source if rows else 0,
        sources=tuple(answers.Facet(value=s.key, label=s.name, n=s.claims) for s in told_by),
    )


def _rows(view: View, filter_: Filter) -> list[ActorRow]:
    found = ACTORS.page(view, filter_, limit=500).rows
    return [row for row in found if row.key in filter_.actor]


@get("relations", answers.Relations, takes=("actor", "other", "type", "day"))
def relations(ask: Ask) -> answers.Relations:
    """Relations of an actor, or between two, with their state on a day."""
    day = _day(ask)
    types = tuple(part for part in ask.query.get("type", "").split(",") if part)
    who = [_key(ask.view, ask.query.get(name, "")) for name in ("actor", "other")]
    found = relations_of(ask.view, actor=who[0], other=who[1], types=types)
    return answers.Relations(items=tuple(_on(one, day) for one in found), day=day)


@get("relations/{id}", answers.RelationView)
def relation(ask: Ask) -> answers.RelationView:
    """One relation: its phases, and the sentences behind each."""
    found = one_relation(ask.view, ask.path["id"])
    return relation_view(found, evidence=evidence_of(evidence(ask.view, _claims(found.phases))))


@get("lifelines", answers.Relations, takes=("actors",))
def lifelines(ask: Ask) -> answers.Relations:
    """All relations of some actors, for drawing them through time."""
    keys = [key for key in ask.query.get("actors", "").split(",") if key]
    found = {one.id: one for key in keys for one in relations_of(ask.view, actor=key)}
    return answers.Relations(items=tuple(map(relation_view, found.values())), day=None)


@get("network", answers.Network, takes=("day", "window"), filtered=True)
def network_of_day(ask: Ask) -> answers.Network:
    """Actors and the relations that somebody tells to hold on a day, or told lately before it."""
    filter_ = ask.filter
    day, window = _day(ask) or _last_day(ask.view), _window(ask)
    if day is None:
        return answers.Network(day=None, window=window, nodes=(), edges=(), left_out=0)
    graph = network(ask.view, day, window=window)
    wanted = set(filter_.type)
    edges = {
        id_: (a, b, data)
        for a, b, id_, data in graph.edges(keys=True, data=True)
        if not wanted or data["type"] in wanted
    }
    if filter_.actor:
        edges = {id_: one for id_, one in edges.items() if {one[0], one[1]} & set(filter_.actor)}
    weight: Counter[str] = Counter()
    for a, b, data in edges.values():
        for end in (a, b):
            weight[end] += len(data["evidence"])
    shown = {key for key, _ in sorted(weight.items(), key=lambda kv: (-kv[1], kv[0]))[:MOST_NODES]}
    nodes = tuple(
        answers.Node(key=key, name=graph.nodes[key]["name"], code="", country="", n=weight[key])
        for key in sorted(shown)
    )
    drawn = tuple(
        answers.Edge(
            a=a,
            b=b,
            type=data["type"],
            sign=data["sign"],
            state=data["state"],
            disputed=data["state"] == "disputed",
            last=data["last"],
            relation=id_,
            claims=len(data["evidence"]),
        )
        for id_, (a, b, data) in sorted(edges.items())
        if a in shown and b in shown
    )
    return answers.Network(
        day=day, window=window, nodes=nodes, edges=drawn, left_out=len(weight) - len(shown)
    )


def _window(ask: Ask) -> int:
    text = ask.query.get("window") or str(WINDOW)
    if not (text.isascii() and text.isdecimal() and int(text) <= MOST_WINDOW):
        raise ConfigError(f"window {text!r} is no number of days up to {MOST_WINDOW:,}")
    return int(text)


def _last_day(view: View) -> dt.date | None:
    """The last day on which any relation is told of."""
    days = [
        day
        for one in relations_of(view)
        for phase in one.phases
        for day in (phase.sure_end, phase.end, phase.start)
        if day is not None
    ]
    return max(days, default=None)


def _on(one: Relation, day: dt.date | None) -> answers.RelationView:
    return relation_view(one, state=state_on(one, day).state if day else "")


def _claims(phases: Iterable[Phase]) -> set[str]:
    return {id_ for phase in phases for id_ in (*all_claims(phase), *phase.end_claims)}


def _key(view: View, name: str) -> str:
    return called(view, name).key if name else ""


def _day(ask: Ask) -> dt.date | None:
    text = ask.query.get("day", "")
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as err:
        raise ConfigError(f"{text!r} is not a day; write it as 2014-10-05") from err


def _actor_row(row: ActorRow) -> answers.ActorRow:
    return answers.ActorRow(
        key=row.key,
        name=row.name,
        code=row.code,
        country="",
        incidents=row.incidents,
        relations=row.relations,
        claims=row.claims,
        first_day=row.first_day,
        last_day=row.last_day,
    )


def _bare_row(key: str, name: str) -> answers.ActorRow:
    return answers.ActorRow(
        key=key,
        name=name,
        code="",
        country="",
        incidents=0,
        relations=0,
        claims=0,
        first_day=None,
        last_day=None,
    )


def _roster_fact(known: Known) -> answers.RosterFact:
    return answers.RosterFact(
        what=known.what, value=known.value, since="", until="", source=known.source
    )
