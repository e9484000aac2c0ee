"""GEXF: the network of relations in time, for Gephi.

In:   a `Source`
Out:  one GEXF file, version 1.2, dynamic, days as dates

Method: one edge for each relation, one spell for each phase in which it is told to hold. A spell
has a start or an end only where the phase has one; an open side is open in GEXF too. What lies
between two spells is not known, and the file says nothing of it. networkx writes; the day of
writing that it puts into the file is taken out.
Known faults: a phase of no known day makes no spell; an edge without any is there at all times
(`dated` is false). Edges of symmetric relations are directed too, since readers take one direction
for the whole graph; `symmetric` says so.
"""

from pathlib import Path
from typing import Any

from lxml import etree

from sayso.base.joined import Phase
from sayso.formats.graph import add_nodes, empty_graph, ends, held_relations, plain, told_by
from sayso.formats.plain import iso
from sayso.formats.source import Source
from sayso.formats.written import Written

_GEXF = "{http://www.gexf.net/1.2draft}"


def write(source: Source, target: Path) -> Written:
    """Write the network.

    Args:
        source: what to write.
        target: a file that is not there yet.

    Returns:
        Nodes, edges and spells; phases that are left out or have no day.
    """
    import networkx as nx  # noqa: PLC0415  0.3 s that other formats do not pay

    written = Written()
    relations = list(held_relations(source, written))
    graph = empty_graph()
    add_nodes(graph, relations)
    for relation, phases in relations:
        spells = [spell for spell in map(_spell, phases) if spell is not None]
        if len(spells) < len(phases):
            written.lost["a phase of no known day: no spell"] += len(phases) - len(spells)
        first, last = ends(relation)
        more: dict[str, Any] = {"spells": spells} if spells else {}
        graph.add_edge(
            first, last, key=relation.id, id=relation.id, label=relation.type,
            told_by=told_by(phases), disputed=any(phase.disputed for phase in phases),
            dated=bool(spells), **plain(relation), **more,
        )  # fmt: skip
        written.rows["spells"] += len(spells)
    written.rows["nodes"], written.rows["edges"] = len(graph), graph.number_of_edges()
    text = "\n".join(nx.generate_gexf(graph, version="1.2draft"))
    target.write_bytes(_settled(text))
    return written


def _spell(phase: Phase) -> tuple[str | None, str | None] | None:
    if phase.start is None and phase.end is None:
        return None
    return iso(phase.start) or None, iso(phase.end) or None


def _settled(text: str) -> bytes:
    """The same without the day of writing, and with days as dates whatever there is."""
    root = etree.fromstring(text.encode())
    meta = root.find(f"{_GEXF}meta")
    if meta is not None:
        meta.attrib.pop("lastmodifieddate", None)
        creator = meta.find(f"{_GEXF}creator")
        if creator is not None:
            creator.text = "sayso"
    graph = root.find(f"{_GEXF}graph")
    if graph is not None:
        graph.set("mode", "dynamic")
        graph.set("timeformat", "date")
    for key in root.findall(f".//{_GEXF}attribute[@title='networkx_key']"):  # it is the edge's id
        for value in root.findall(f".//{_GEXF}attvalue[@for='{key.get('id')}']"):
            value.getparent().remove(value)
        key.getparent().remove(key)
    found: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return found
