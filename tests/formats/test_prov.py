"""PROV of one incident: rdflib reads it, and every step down to the reports is there."""

import pytest
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from told_war import make

from sayso.base.errors import ConfigError, MissingError
from sayso.formats import FORMATS
from sayso.formats.export import export
from sayso.formats.prov import write
from sayso.formats.source import Source
from sayso.record.decide import decide
from sayso.record.open import open_record

PROV = Namespace("http://www.w3.org/ns/prov#")
SAYSO = Namespace("urn:sayso:ns:")


@pytest.fixture
def made(told_war_record, tmp_path):
    written = export(told_war_record, FORMATS["prov"], tmp_path / "a.ttl", id_="i-attack")
    return written, Graph().parse(tmp_path / "a.ttl", format="turtle")


def named(kind, id_):
    return URIRef(f"urn:sayso:{kind}:{id_}")


def test_from_the_incident_down_to_the_reports(told_war_record, made):
    _, graph = made
    with told_war_record.read() as view:
        case = Source.of(view).incident("i-attack")
    claims = set(graph.objects(named("incident", "i-attack"), PROV.wasDerivedFrom))
    assert claims == {named("claim", claim.id) for claim in case.claims}
    for claim in case.claims:
        assert named("text", claim.doc) in graph.objects(
            named("claim", claim.id), PROV.wasDerivedFrom
        )
        assert (named("text", claim.doc), PROV.wasDerivedFrom, named("report", claim.doc)) in graph


def test_everything_that_is_named_is_told(made):
    written, graph = made
    verbs = (
        PROV.wasDerivedFrom, PROV.wasGeneratedBy, PROV.wasInfluencedBy, PROV.wasAttributedTo,
        PROV.wasAssociatedWith,
    )  # fmt: skip
    kinds = (PROV.Entity, PROV.Activity, PROV.Agent)
    for verb in verbs:
        for thing in graph.objects(None, verb):
            assert set(graph.objects(thing, RDF.type)) & set(kinds), thing
    told = [len(set(graph.subjects(RDF.type, kind))) for kind in kinds]
    assert told == [written.rows[name] for name in ("entities", "activities", "agents")]


def test_entities_have_the_act_that_made_them(made):
    _, graph = made
    for kind in (SAYSO.Incident, SAYSO.Claim, SAYSO.Text):
        for thing in graph.subjects(RDF.type, kind):
            (act,) = graph.objects(thing, PROV.wasGeneratedBy)
            assert (act, RDF.type, PROV.Activity) in graph


def test_hostile_words_come_back_as_they_are(told_war_record, tmp_path):
    export(told_war_record, FORMATS["prov"], tmp_path / "a.ttl", id_="i-lost")
    graph = Graph().parse(tmp_path / "a.ttl", format="turtle")
    with told_war_record.read() as view:
        (claim,) = Source.of(view).incident("i-lost").claims
    assert [str(v) for v in graph.objects(named("claim", claim.id), PROV.value)] == [
        claim.evidence.text
    ]


def test_persons_are_named_only_with_leave(tmp_path):
    with open_record(tmp_path / "own.sayso", create=True) as record:
        make(record)
        with record.read() as view:
            claim = Source.of(view).incident("i-shelling").claims[0]
        decide(record, "accept", claim.id, person="Ada", reason="read twice")
        for name_people in (False, True):
            with record.read() as view:
                source = Source.of(view, id_="i-shelling", name_people=name_people)
                write(source, tmp_path / f"{name_people}.ttl")
            graph = Graph().parse(tmp_path / f"{name_people}.ttl", format="turtle")
            people = set(graph.subjects(RDF.type, PROV.Person))
            labels = {str(graph.value(person, RDFS.label)) for person in people}
            assert labels == ({"Ada"} if name_people else {"a person"})
            assert ("Ada" in (tmp_path / f"{name_people}.ttl").read_text()) is name_people


def test_one_incident_has_to_be_named(told_war_record, tmp_path):
    with pytest.raises(ConfigError, match="--id"):
        export(told_war_record, FORMATS["prov"], tmp_path / "a.ttl")
    with pytest.raises(MissingError):
        export(told_war_record, FORMATS["prov"], tmp_path / "a.ttl", id_="i-none")
    assert not list(tmp_path.iterdir())
