"""The network of relations as of a day, as a graph.

In:   a view, a day, a window of days before it
Out:  `networkx.MultiDiGraph`: a node for each actor and place, an edge for each relation that
      somebody tells to hold on the day, or told last within the window

Method: edges of the states "held" and "disputed". Where nobody speaks of the day, the newest
stretch of which anybody tells stands for the relation, if it reaches into the window: such an
edge has the day it was last told of, and the state that it had then. A denial or an end that is
newer, or a plan, makes no edge. A symmetric relation is an edge in both directions, since the
graph is directed.
Known faults: a relation that ended without a word stays in the window until its days are over.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from sayso.base.joined import Phase, Relation
from sayso.link.relations import FRIENDLY, HOSTILE, SYMMETRIC
from sayso.link.relations_state import first_day, last_day
from sayso.record.told import all_claims, on_day, relations_of
from sayso.record.view import View

if TYPE_CHECKING:
    import networkx as nx

_SHOWN = ("held", "disputed")


def network(view: View, day: dt.date, *, window: int = 0) -> "nx.MultiDiGraph[str]":
    """The relations that are told to hold on a day, or were within a window before it.

    Nodes are keys of actors and places, with "name" and "kind" ("actor", "place"). Edges are keyed
    by the id of the relation, and have "type", "sign" (1 friendly, -1 hostile, 0 neither),
    "state" ("held", "disputed"), "last" (None where somebody tells of the day itself, else the
    last day that is told of; the day itself where only "in March" or the like is told), "yes" and
    "no" (names of the voices), "tellers" (how many say yes), and "evidence" (ids of the claims).
    Aliases are no edges: they join nodes.

    Args:
        view: the record.
        day: as of which.
        window: how many days before the day still count as lately told; 0 for the day alone.
    """
    import networkx as nx  # noqa: PLC0415  0.2 s that nobody else pays

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(day=day.isoformat())
    for told in on_day(view, relations_of(view), day):
        one, on = told.relation, told.standing
        edge: dict[str, Any] | None = None
        if one.type == "alias":
            continue
        if on.state in _SHOWN:
            edge = {
                "state": on.state,
                "last": None,
                "yes": tuple(t.name for t in on.yes),
                "no": tuple(t.name for t in on.no),
                "evidence": told.claims,
            }
        elif on.state == "unknown":
            edge = _lately(one, day, window)
        if edge is None:
            continue
        edge |= {"type": one.type, "sign": sign(one.type), "tellers": len(edge["yes"])}
        graph.add_node(one.actor, name=one.actor_name, kind=_kind(one.actor))
        graph.add_node(one.recipient, name=one.recipient_name, kind=_kind(one.recipient))
        graph.add_edge(one.actor, one.recipient, key=one.id, **edge)
        if one.type in SYMMETRIC:
            graph.add_edge(one.recipient, one.actor, key=one.id, **edge)
    return graph


def _lately(one: Relation, day: dt.date, window: int) -> dict[str, Any] | None:
    """The edge of a relation of which nobody tells on the day, but did lately; else None."""

    def reach(phase: Phase) -> dt.date:
        return min(phase.sure_end or last_day(phase), day)

    told = [p for p in one.phases if p.kind != "planned" and first_day(p) <= day]
    latest = max(map(reach, told), default=None)
    if latest is None or window < 1 or (day - latest).days > window:
        return None
    newest = [p for p in told if reach(p) == latest]
    yes = {t.key: t.name for p in newest if p.kind != "denied" for t in p.tellers}
    no = {t.key: t.name for p in newest if p.kind == "denied" for t in p.tellers}
    no |= {t.key: t.name for p in newest if p.kind != "denied" for t in p.deniers}
    if not yes.keys() - no.keys():
        return None
    return {
        "state": "disputed" if no else "held",
        "last": latest,
        "yes": tuple(name for key, name in sorted(yes.items()) if key not in no),
        "no": tuple(name for _, name in sorted(no.items())),
        "evidence": tuple(sorted({id_ for p in newest for id_ in all_claims(p)})),
    }


def sign(type_: str) -> int:
    """1 for a friendly type of relation, -1 for a hostile one, 0 for neither.

    >>> sign("alliance"), sign("rivalry"), sign("controls")
    (1, -1, 0)
    """
    return (type_ in FRIENDLY) - (type_ in HOSTILE)


def _kind(key: str) -> str:
    return "place" if key.startswith(("geo:", "place:")) else "actor"
