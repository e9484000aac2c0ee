"""Incidents as GeoJSON: dots only where a place is known, and nothing of status is hidden."""

import json

import pytest
from lxml import etree

from sayso.formats import FORMATS
from sayso.formats.export import export
from sayso.formats.source import Source


@pytest.fixture
def made(told_war_record, tmp_path):
    written = export(told_war_record, FORMATS["geojson"], tmp_path / "map")
    read = json.loads((tmp_path / "map" / "incidents.geojson").read_text("utf-8"))
    return written, {one["id"]: one for one in read["features"]}, tmp_path / "map"


def test_every_incident_is_a_feature(told_war_record, made):
    written, features, _ = made
    with told_war_record.read() as view:
        assert set(features) == set(Source.of(view).scope.incidents)
    assert written.rows["incidents"] == len(features)
    assert all(f["properties"]["id"] == id_ for id_, f in features.items())


def test_rough_places_have_no_point_and_say_so(made):
    written, features, _ = made
    assert features["i-attack"]["geometry"] == {"type": "Point", "coordinates": [41.2, 43.1]}
    rough = features["i-killing"]
    assert rough["geometry"] is None
    assert rough["properties"]["geo_precision"] == "admin1"
    assert rough["properties"]["admin1"] == "Hallin"
    without = [f for f in features.values() if f["geometry"] is None]
    assert sum(written.lost.values()) == len(without) == 2


def test_status_dispute_and_bounds_are_told(made):
    _, features, _ = made
    attack = features["i-attack"]["properties"]
    assert attack["status"] == "disputed"
    assert "killed" in attack["disputed"]
    assert (attack["killed_low"], attack["killed_high"]) == (8, 17)
    assert features["i-plan"]["properties"]["status"] == "future"
    assert features["i-protest"]["properties"]["killed_best"] is None


def test_every_feature_has_the_same_properties(made):
    _, features, _ = made
    assert len({tuple(f["properties"]) for f in features.values()}) == 1


def test_hostile_words_stay_words(made):
    _, features, folder = made
    assert "<b>&" in features["i-lost"]["properties"]["actor"]
    assert "htm" not in (folder / "incidents.qml").read_text().lower()


def test_the_style_has_every_type_and_a_symbol_for_each(made):
    _, features, folder = made
    style = etree.parse(folder / "incidents.qml").getroot()
    symbols = {one.get("name") for one in style.iterfind(".//symbol")}
    categories = {one.get("value"): one.get("symbol") for one in style.iterfind(".//category")}
    assert {f["properties"]["type"] for f in features.values()} | {""} == set(categories)
    assert set(categories.values()) == symbols
    named = next(iter(features.values()))["properties"]
    assert {style.find("temporal").get(end) for end in ("startField", "endField")} <= set(named)


def test_nothing_to_show_is_an_empty_collection(told_war_record, tmp_path):
    export(told_war_record, FORMATS["geojson"], tmp_path / "a", filters={"country": ["ISL"]})
    assert json.loads((tmp_path / "a" / "incidents.geojson").read_bytes())["features"] == []
