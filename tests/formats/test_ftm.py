"""FollowTheMoney: its own package takes every entity and statement as it is."""

import json

import pytest

from sayso.base import ontology
from sayso.formats import FORMATS
from sayso.formats.export import export
from sayso.formats.ftm_entities import _mapped
from sayso.identify.actors_read import KINDS

# It needs PyICU, which is compiled: where that cannot be, these tests are skipped.
model = pytest.importorskip("followthemoney").model
EntityProxy = pytest.importorskip("followthemoney.proxy").EntityProxy
Statement = pytest.importorskip("followthemoney.statement").Statement
serialize = pytest.importorskip("followthemoney.statement.serialize")


@pytest.fixture
def made(told_war_record, tmp_path):
    written = export(told_war_record, FORMATS["ftm"], tmp_path / "a.json")
    lines = (tmp_path / "a.json").read_text("utf-8").splitlines()
    return written, {one["id"]: one for one in map(json.loads, lines)}


def test_the_package_takes_every_value_as_it_is(made):
    _, entities = made
    for one in entities.values():
        schema = model.get(one["schema"])
        schema.validate(one)  # required properties
        proxy = EntityProxy.from_dict(one, cleaned=False)
        assert {k: set(v) for k, v in proxy.to_dict()["properties"].items()} == {
            k: set(v) for k, v in one["properties"].items()
        }, one


def test_entities_that_are_pointed_to_are_there_and_fit(made):
    _, entities = made
    for one in entities.values():
        proxy = model.get_proxy(one)
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert model.get(entities[value]["schema"]).is_a(prop.range), (one, prop.name)


def test_what_did_not_take_place_is_left_out_and_counted(made):
    written, entities = made
    events = {id_ for id_, one in entities.items() if one["schema"] == "Event"}
    assert events == {"i-attack", "i-killing", "i-shelling", "i-protest", "i-lost"}
    assert written.left_out["an incident that is future"] == 1
    assert written.left_out["an incident that is negated"] == 1
    assert written.left_out["a phase of a relation that is denied"] == 1


def test_an_end_is_given_only_where_one_is_told(made):
    _, entities = made
    by_role = {
        e["properties"]["role"][0]: e for e in entities.values() if "role" in e["properties"]
    }
    war = by_role["hostility"]["properties"]
    assert war["startDate"] == ["2027-01-01"]
    assert "endDate" not in war
    pledge = by_role["allegiance"]["properties"]
    assert (pledge["startDate"], pledge["endDate"]) == (["2031-04-01"], ["2031-05-19"])


def test_a_beginning_within_a_year_is_that_year(made):
    _, entities = made
    member = next(e for e in entities.values() if e["properties"].get("role") == ["member_of"])
    assert member["properties"]["startDate"] == ["2030"]


def test_whom_nobody_identified_is_not_joined(made):
    _, entities = made
    soldiers = [
        e["id"]
        for e in entities.values()
        if e["properties"].get("name") in (["people"], ["soldiers"])
    ]
    assert len(soldiers) == 3  # people of two incidents, soldiers of one


def test_disagreement_is_told(made):
    _, entities = made
    notes = " ".join(entities["i-attack"]["properties"]["notes"])
    assert "8 killed, says" in notes
    assert "17 killed, says A hospital in Ilsk" in notes


def test_statements_are_read_and_keep_outlets_apart(told_war_record, tmp_path):
    export(told_war_record, FORMATS["ftm"], tmp_path / "s.json", chosen=["as=statements"])
    read = list(serialize.read_path_statements(tmp_path / "s.json", "json"))
    assert len({one.id for one in read}) == len(read)
    for one in read:
        assert one.id == Statement.make_key(one.dataset, one.entity_id, one.prop, one.value, False)
    attack = [one for one in read if one.entity_id == "i-attack" and one.prop == "notes"]
    assert {one.dataset for one in attack} == {"hill_radio", "the_courier", "marn_gazette"}
    assert {one.origin for one in attack} == {"hill-1", "courier-1", "gazette-1"}


def test_entities_and_statements_tell_the_same(told_war_record, made, tmp_path):
    _, entities = made
    export(told_war_record, FORMATS["ftm"], tmp_path / "s.json", chosen=["as=statements"])
    from_statements = {}
    for line in (tmp_path / "s.json").read_text("utf-8").splitlines():
        one = json.loads(line)
        from_statements.setdefault((one["entity_id"], one["prop"]), set()).add(one["value"])
    assert from_statements == {
        (e["id"], prop): set(values)
        for e in entities.values()
        for prop, values in e["properties"].items()
    }


def test_the_map_names_what_there_is():
    assert set(_mapped()["actors"]) - {"person"} <= KINDS
    assert set(_mapped()["relations"]) <= set(ontology.load().of_kind("relation"))
    for part in _mapped().values():
        for row in part.values():
            assert model.get(row["schema"]) is not None
            assert row["why"]
