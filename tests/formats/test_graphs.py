"""Relations as networks: networkx reads back the same nodes, edges and spells."""

import networkx as nx
import pytest
from lxml import etree

from sayso.formats import FORMATS
from sayso.formats.export import export
from sayso.formats.source import Source

NS = {"g": "http://www.gexf.net/1.2draft"}


@pytest.fixture
def gexf(told_war_record, tmp_path):
    written = export(told_war_record, FORMATS["gexf"], tmp_path / "a.gexf")
    return written, tmp_path / "a.gexf"


@pytest.fixture
def graphml(told_war_record, tmp_path):
    written = export(told_war_record, FORMATS["graphml"], tmp_path / "a.graphml")
    return written, nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)


def spells(path):
    tree = etree.parse(path)
    return {
        edge.get("id"): [dict(s.attrib) for s in edge.iterfind(".//g:spell", NS)]
        for edge in tree.iterfind(".//g:edge", NS)
    }


def test_networkx_reads_nodes_and_edges_back(gexf):
    written, path = gexf
    graph = nx.read_gexf(path)
    assert len(graph) == written.rows["nodes"] == 5
    assert graph.number_of_edges() == written.rows["edges"] == 5
    assert graph.nodes["vel.hallin-front"]["label"] == "Hallin Front"
    assert graph.nodes["geo:900001"]["kind"] == "place"


def test_spells_are_open_where_the_phase_is(gexf):
    written, path = gexf
    found = spells(path)
    assert found["l-pledge"] == [{"start": "2031-04-01", "end": "2031-05-19"}]
    assert found["l-split"] == [{"start": "2031-05-19", "end": "2031-05-19"}]
    assert sum(map(len, found.values())) == written.rows["spells"]
    root = etree.parse(path).getroot()
    assert root.find("g:graph", NS).get("timeformat") == "date"


def test_denied_phases_are_no_edges_and_are_counted(gexf, graphml):
    for written, _ in (gexf, graphml):
        assert written.left_out["a phase of a relation that is denied"] == 1
    _, graph = graphml
    assert {data["phase"] for *_, data in graph.edges(data=True)} == {"span", "point"}


def test_symmetric_relations_say_so(gexf):
    _, path = gexf
    edges = {data["id"]: data for *_, data in nx.read_gexf(path).edges(data=True)}
    assert edges["l-war"]["symmetric"] is True
    assert edges["l-pledge"]["symmetric"] is False


def test_every_held_phase_is_an_edge_with_its_days(told_war_record, graphml):
    written, graph = graphml
    with told_war_record.read() as view:
        held = [
            (tie.relation.id, phase)
            for tie in Source.of(view).relations()
            for phase in tie.relation.phases
            if phase.kind not in ("denied", "planned")
        ]
    assert graph.number_of_edges() == len(held) == written.rows["edges"]
    edges = {data["relation_id"]: data for *_, data in graph.edges(data=True)}
    assert edges["l-war"]["start"] == "2027-01-01"
    assert edges["l-war"]["begins"] is True
    assert edges["l-pledge"]["disputed"] is True
    assert edges["l-pledge"]["ends_by"] == "split"


def test_no_relation_is_an_empty_network(told_war_record, tmp_path):
    for name, read in (("gexf", nx.read_gexf), ("graphml", nx.read_graphml)):
        export(told_war_record, FORMATS[name], tmp_path / name, filters={"country": ["ISL"]})
        assert len(read(tmp_path / name)) == 0
