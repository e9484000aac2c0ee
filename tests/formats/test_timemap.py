"""timemap: its own checks, told in Python, take every event, association and source."""

import datetime as dt
import json

import pytest

from sayso.formats import FORMATS
from sayso.formats.export import export

STRINGS = {
    "id", "description", "date", "time", "time_precision", "location", "latitude", "longitude",
    "type", "category", "comments", "time_display",
}  # fmt: skip
LISTS = {"associations", "sources"}


def run(record, folder, *chosen):
    made = export(record, FORMATS["timemap"], folder, chosen=chosen)
    names = ("events", "associations", "sources")
    return made, *(json.loads((folder / f"{name}.json").read_bytes()) for name in names)


@pytest.fixture
def made(told_war_record, tmp_path):
    return run(told_war_record, tmp_path / "t")


def test_events_pass_the_checks_of_timemap(made):
    written, events, associations, sources = made
    known = {one["id"] for one in associations}
    for event in events:
        assert set(event) == STRINGS | LISTS
        assert all(isinstance(event[name], str) for name in STRINGS)
        assert dt.datetime.strptime(event["date"], "%m/%d/%Y")
        assert bool(event["latitude"]) == bool(event["longitude"])
        assert set(event["associations"]) <= known
        assert set(event["sources"]) <= set(sources)
    assert written.rows["events"] == len(events)


def test_associations_are_unique_and_each_event_has_its_category(made):
    _, events, associations, _ = made
    ids = [one["id"] for one in associations]
    assert len(ids) == len(set(ids))
    assert {one["mode"] for one in associations} == {"CATEGORY", "FILTER"}
    categories = {one["id"]: one["title"] for one in associations if one["mode"] == "CATEGORY"}
    for event in events:
        assert [categories[i] for i in event["associations"] if i in categories] == [
            event["category"]
        ]


def test_what_has_no_day_or_did_not_take_place_is_counted(made):
    written, events, _, _ = made
    assert {event["id"] for event in events} == {"i-attack", "i-killing", "i-shelling", "i-protest"}
    assert written.left_out == {
        "no day is told": 1,
        "an incident that is future": 1,
        "an incident that is negated": 1,
    }


def test_a_rough_place_is_not_on_the_map(made):
    _, events, _, _ = made
    rough = next(event for event in events if event["id"] == "i-killing")
    assert (rough["latitude"], rough["longitude"]) == ("", "")
    assert "known only to admin1" in rough["comments"]


def test_spans_come_when_asked_for(record, tmp_path):
    told = run(record, tmp_path / "a")[0]
    first, events, *_ = run(record, tmp_path / "b", "days=first")
    spans = told.left_out["more than one day may be meant"]
    assert first.rows["events"] == told.rows["events"] + spans
    assert len([event for event in events if event["time_display"]]) == spans
