"""Relations as a graph: actors and places are nodes, what is told to hold between them are edges.

In:   a `Source`
Out:  a `networkx.MultiDiGraph`

Method: only phases that are told to hold make edges; what is denied or planned is left out and
counted. Keys join what the record joins. Nodes and edges come by id, attributes are plain values
of one type each, so that every reader takes them.
Known faults: the whole graph is in memory.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sayso.base.joined import Phase, Relation
from sayso.base.keys import GEO, PLACE
from sayso.formats.plain import voice, xml_text
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.link.relations_pairs import SYMMETRIC
from sayso.record.release.columns import SEPARATOR

if TYPE_CHECKING:
    import networkx as nx

Held = tuple[Relation, tuple[Phase, ...]]


def held_relations(source: Source, written: Written) -> Iterator[Held]:
    """Relations with the phases in which they are told to hold, by id; the rest is counted.

    Args:
        source: what to read.
        written: gets the counts.
    """
    for tie in source.relations():
        held = tuple(p for p in tie.relation.phases if p.kind not in ("denied", "planned"))
        for phase in tie.relation.phases:
            if phase.kind in ("denied", "planned"):
                written.left_out[f"a phase of a relation that is {phase.kind}"] += 1
        if held:
            yield tie.relation, held
        else:
            written.left_out["a relation that nobody tells to hold"] += 1


def empty_graph() -> "nx.MultiDiGraph":
    """A graph without nodes."""
    import networkx as nx  # noqa: PLC0415  0.3 s that other formats do not pay

    return nx.MultiDiGraph()


def add_nodes(graph: "nx.MultiDiGraph", relations: list[Held]) -> None:
    """Add the sides of relations as nodes, by key, with name and kind.

    Args:
        graph: is added to.
        relations: as `held_relations` gives them.
    """
    names: dict[str, Counter[str]] = {}
    for relation, _ in relations:
        for key, name in (
            (relation.actor, relation.actor_name),
            (relation.recipient, relation.recipient_name),
        ):
            names.setdefault(key, Counter())[name or key] += 1
    for key in sorted(names):
        name = min(names[key], key=lambda one: (-names[key][one], one))
        kind = "place" if key.startswith((GEO, PLACE)) else "actor"
        graph.add_node(xml_text(key), label=xml_text(name), kind=kind)


def plain(relation: Relation) -> dict[str, Any]:
    """What is told of a relation, as plain values."""
    return {
        "relation": relation.type,
        "modes": SEPARATOR.join(relation.modes),
        "symmetric": relation.type in SYMMETRIC,
        "claims": len(relation.claims),
        "reports": len(relation.reports),
        "voices": len(relation.tellers),
    }


def ends(relation: Relation) -> tuple[str, str]:
    """The nodes of a relation."""
    return xml_text(relation.actor), xml_text(relation.recipient)


def told_by(phases: tuple[Phase, ...]) -> str:
    """Who says so, in any of the phases."""
    found = dict.fromkeys(voice(teller) for phase in phases for teller in phase.tellers)
    return xml_text(SEPARATOR.join(found))
