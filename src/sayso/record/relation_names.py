"""Which names the record joins: the alias relations around some keys, and what the roster states.

In:   a view, keys of actors
Out:  `Names` for these keys

Method: from each key along the open `alias` relations to all that hang together; of these
`link.relations_names` joins what may be joined. The roster joins an actor that it has under two
ids, where it says that the one became the other.
Known faults: none known.
"""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from sayso.base.joined import Relation
from sayso.link.relations import Edge, Names, edge_of, join, plain
from sayso.record.relation_rows import as_relation
from sayso.record.rows import in_parts
from sayso.record.schema import relation
from sayso.record.view import View

_RENAMED = "renamed_to"


def names_for(view: View, keys: Iterable[str]) -> Names:
    """Which names these keys are joined to.

    Args:
        view: the record.
        keys: of actors, in any form; places and others are passed over.
    """
    edges: dict[str, Edge] = {}
    seen: set[str] = set()
    stated = _stated()
    used: set[Edge] = set()
    todo = {plain(key) for key in keys}
    while todo:
        seen |= todo
        near: set[str] = set()
        for alias in aliases_of(view, todo):
            edge = edge_of(alias)
            if edge is not None:
                edges[alias.id] = edge
                near |= {edge.a, edge.b}
        for key in todo:
            for edge in stated.get(key, ()):
                used.add(edge)
                near |= {edge.a, edge.b}
        todo = near - seen
    return join(edges.values(), used)


def aliases_of(view: View, keys: Iterable[str]) -> list[Relation]:
    """The alias relations in which one of some plain keys stands."""
    found: dict[str, Relation] = {}
    for part in in_parts(sorted(set(keys))):
        for column in (relation.c.actor, relation.c.recipient):
            rows = view.conn.execute(
                sa.select(relation.c.body).where(
                    view.open(relation), relation.c.type == "alias", column.in_(part)
                )
            ).scalars()
            found |= {alias.id: alias for alias in map(as_relation, rows)}
    return [found[id_] for id_ in sorted(found)]


def changed(before: Names, after: Names) -> set[str]:
    """Keys whose actor is another than before."""
    keys = before.actor.keys() | after.actor.keys()
    return {key for key in keys if before.joined(key) != after.joined(key)}


def _stated() -> Mapping[str, list[Edge]]:
    """What the roster states of one actor under two ids, by each of them."""
    from sayso.identify.actors_roster import roster  # noqa: PLC0415  reads the roster: 0.06 s

    found: dict[str, list[Edge]] = {}
    for ties in roster().ties.values():
        for tie in ties:
            if tie.tie == _RENAMED:
                day = f" on {tie.since}" if tie.since else ""
                how = f"the roster states that {tie.actor} was renamed to {tie.other}{day}"
                edge = Edge(a=tie.actor, b=tie.other, how=how)
                found.setdefault(tie.actor, []).append(edge)
                found.setdefault(tie.other, []).append(edge)
    return found
