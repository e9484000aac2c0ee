"""GraphML: the network of relations, for yEd, Cytoscape, igraph and networkx.

In:   a `Source`
Out:  one GraphML file

Method: one edge for each phase in which a relation is told to hold, with its days as attributes,
since GraphML knows no time. networkx writes.
Known faults: edges of symmetric relations are directed, from the smaller key, since readers take
one direction for the whole graph; `symmetric` says so.
"""

from pathlib import Path

from sayso.base.ids import digest
from sayso.formats.graph import add_nodes, empty_graph, ends, held_relations, plain, told_by
from sayso.formats.plain import iso
from sayso.formats.source import Source
from sayso.formats.written import Written


def write(source: Source, target: Path) -> Written:
    """Write the network.

    Args:
        source: what to write.
        target: a file that is not there yet.

    Returns:
        Nodes and edges; phases that are left out.
    """
    import networkx as nx  # noqa: PLC0415  0.3 s that other formats do not pay

    written = Written()
    relations = list(held_relations(source, written))
    graph = empty_graph()
    add_nodes(graph, relations)
    for relation, phases in relations:
        first, last = ends(relation)
        for phase in phases:
            days = iso(phase.start), iso(phase.end)
            own = f"{relation.id}-{digest(phase.kind, *days, *phase.claims)}"
            graph.add_edge(
                first, last, key=own, relation_id=relation.id, **plain(relation),
                phase=phase.kind, start=days[0], end=days[1],
                sure_start=iso(phase.sure_start), sure_end=iso(phase.sure_end),
                begins=phase.begins, ends=phase.ends, starts_by=phase.starts_by,
                ends_by=phase.ends_by, basis=phase.basis, hedged=phase.hedged,
                disputed=phase.disputed, told_by=told_by((phase,)),
            )  # fmt: skip
    written.rows["nodes"], written.rows["edges"] = len(graph), graph.number_of_edges()
    with target.open("wb") as out:
        nx.write_graphml_lxml(graph, out, prettyprint=True)
    return written
