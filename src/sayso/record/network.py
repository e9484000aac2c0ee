"""The network of relations as of a day, as a graph.

In:   a view, a day
Out:  `networkx.MultiDiGraph`: a node for each actor and place, an edge for each relation that
      somebody tells to hold on the day

Method: edges of the states "held" and "disputed"; what nobody speaks of on the day is no edge. A
symmetric relation is an edge in both directions, since the graph is directed.
Known faults: none known.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from sayso.link.relations import FRIENDLY, HOSTILE, SYMMETRIC
from sayso.record.told import on_day, relations_of
from sayso.record.view import View

if TYPE_CHECKING:
    import networkx as nx

_SHOWN = ("held", "disputed")


def network(view: View, day: dt.date) -> "nx.MultiDiGraph[str]":
    """The relations that are told to hold on a day.

    Nodes are keys of actors and places, with "name" and "kind" ("actor", "place"). Edges are keyed
    by the id of the relation, and have "type", "sign" (1 friendly, -1 hostile, 0 neither),
    "state" ("held", "disputed"), "yes" and "no" (names of the voices), "tellers" (how many say
    yes), and "evidence" (ids of the claims). Aliases are no edges: they join nodes.
    """
    import networkx as nx  # noqa: PLC0415  0.2 s that nobody else pays

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(day=day.isoformat())
    for told in on_day(view, relations_of(view), day):
        one, on = told.relation, told.standing
        if one.type == "alias" or on.state not in _SHOWN:
            continue
        graph.add_node(one.actor, name=one.actor_name, kind=_kind(one.actor))
        graph.add_node(one.recipient, name=one.recipient_name, kind=_kind(one.recipient))
        edge: dict[str, Any] = {
            "type": one.type,
            "sign": sign(one.type),
            "state": on.state,
            "yes": tuple(t.name for t in on.yes),
            "no": tuple(t.name for t in on.no),
            "tellers": len(on.yes),
            "evidence": told.claims,
        }
        graph.add_edge(one.actor, one.recipient, key=one.id, **edge)
        if one.type in SYMMETRIC:
            graph.add_edge(one.recipient, one.actor, key=one.id, **edge)
    return graph


def sign(type_: str) -> int:
    """1 for a friendly type of relation, -1 for a hostile one, 0 for neither.

    >>> sign("alliance"), sign("rivalry"), sign("controls")
    (1, -1, 0)
    """
    return (type_ in FRIENDLY) - (type_ in HOSTILE)


def _kind(key: str) -> str:
    return "place" if key.startswith(("geo:", "place:")) else "actor"
