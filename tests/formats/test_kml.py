"""KML: pins only where a place is known, days as time, words that stay words."""

import pytest
from lxml import etree

from sayso.formats import FORMATS
from sayso.formats.export import export

K = {"k": "http://www.opengis.net/kml/2.2"}


@pytest.fixture
def made(told_war_record, tmp_path):
    written = export(told_war_record, FORMATS["kml"], tmp_path / "a.kml")
    tree = etree.parse(tmp_path / "a.kml")
    return written, {one.get("id"): one for one in tree.iterfind(".//k:Placemark", K)}, tree


def test_every_incident_is_a_placemark(made):
    written, marks, _ = made
    assert len(marks) == written.rows["placemarks"] == 7


def test_pins_stand_where_a_place_is_known(made):
    written, marks, _ = made
    assert marks["i-attack"].findtext("k:Point/k:coordinates", namespaces=K) == "41.2,43.1"
    without = {id_ for id_, one in marks.items() if one.find("k:Point", K) is None}
    assert without == {"i-killing", "i-lost"}
    assert written.lost.total() == 2


def test_days_are_stamps_or_spans(made):
    _, marks, _ = made
    assert marks["i-attack"].findtext("k:TimeStamp/k:when", namespaces=K) == "2031-03-01"
    span = marks["i-plan"].find("k:TimeSpan", K)
    assert [one.text for one in span] == ["2031-06-23", "2031-06-29"]
    assert marks["i-lost"].find("k:TimeStamp", K) is None


def test_children_are_in_the_order_of_the_schema(made):
    _, marks, _ = made
    order = ["name", "description", "TimeStamp", "TimeSpan", "styleUrl", "ExtendedData", "Point"]
    for mark in marks.values():
        tags = [order.index(etree.QName(one).localname) for one in mark]
        assert tags == sorted(tags)


def test_styles_are_there_and_tell_what_took_place(made):
    _, marks, tree = made
    styles = {f"#{one.get('id')}" for one in tree.iterfind(".//k:Style", K)}
    used = {id_: one.findtext("k:styleUrl", namespaces=K) for id_, one in marks.items()}
    assert set(used.values()) <= styles
    assert (used["i-attack"], used["i-plan"]) == ("#disputed", "#other")


def test_hostile_words_are_no_html(made):
    _, marks, tree = made
    assert "$[name]" not in etree.tostring(tree, encoding="unicode")  # it would be put in as it is
    assert "<b>" not in marks["i-lost"].findtext("k:description", namespaces=K)
