"""ACLED: its columns, names and codes, and nothing that is not sure."""

import csv

import coded_island
import pandas as pd
import pytest

from sayso.base import ontology
from sayso.formats import FORMATS
from sayso.formats.acled import COLUMNS, DISORDER, named_as, table, time_precision
from sayso.formats.events_parties import Sides
from sayso.formats.export import export
from sayso.record.open import open_record

# As ACLED publishes them.
PUBLISHED = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
]  # fmt: skip
SUB_EVENTS = {
    "Battles": {
        "Government regains territory", "Non-state actor overtakes territory", "Armed clash",
    },
    "Protests": {
        "Excessive force against protesters", "Protest with intervention", "Peaceful protest",
    },
    "Riots": {"Violent demonstration", "Mob violence"},
    "Explosions/Remote violence": {
        "Chemical weapon", "Air/drone strike", "Suicide bomb",
        "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade",
    },
    "Violence against civilians": {
        "Sexual violence", "Attack", "Abduction/forced disappearance",
    },
    "Strategic developments": {
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction",
        "Non-violent transfer of territory", "Other",
    },
}  # fmt: skip


def made(record, path, *chosen):
    written = export(record, FORMATS["acled"], path, chosen=chosen, force=True)
    frame = pd.read_csv(path, dtype={"interaction": str}, parse_dates=["event_date"])
    return written, frame.set_index("event_id_cnty", drop=False)


@pytest.fixture
def rows(island, tmp_path):
    return made(island, tmp_path / "acled.csv")[1]


@pytest.mark.parametrize("chosen", [(), ("days=report",), ("rule=min",)])
def test_every_incident_is_a_row_or_left_out(island, tmp_path, chosen):
    written, read = made(island, tmp_path / "a.csv", *chosen)
    assert len(read) == written.rows["events"]
    assert written.rows["events"] + sum(written.left_out.values()) == len(coded_island.ALL)
    assert not set(coded_island.NOT_TAKEN_PLACE) & set(read.index)


def test_columns_are_those_of_acled(rows):
    assert list(COLUMNS) == PUBLISHED
    assert list(rows.columns) == PUBLISHED


def test_the_table_has_only_acleds_names_and_our_types():
    types = ontology.load().types
    for (type_, mode, sides), named in table().items():
        assert mode == "" or mode in types[type_].mode_table
        assert sides in {"any", "armed", "civil"}
        assert not named.event or not named.sub_event or named.sub_event in SUB_EVENTS[named.event]
        assert named.event == "" or named.event in SUB_EVENTS
        assert (type_, mode, "any") in table()
    assert set(DISORDER) | {"Riots"} == set(SUB_EVENTS)


def test_every_line_of_the_table_has_its_reason(pytestconfig):
    path = pytestconfig.rootpath / "src/sayso/formats/acled.csv"
    with path.open(encoding="utf-8", newline="") as file:
        assert all(row["why"] for row in csv.DictReader(file))


def test_a_battle_a_strike_and_a_killing(rows):
    battle, civil, bombs = (rows.loc[f"i-{name}"] for name in ("battle", "civil", "bombs"))
    assert (battle["event_type"], battle["sub_event_type"]) == ("Battles", "Armed clash")
    assert (battle["inter1"], battle["inter2"], battle["interaction"]) == (2, 1, "12")
    assert (battle["iso"], battle["country"], battle["region"]) == (352, "Iceland", "Europe")
    assert (battle["time_precision"], battle["geo_precision"], battle["fatalities"]) == (1, 1, 8)
    assert pd.isna(battle["civilian_targeting"])
    assert civil["sub_event_type"] == "Attack"
    assert civil["civilian_targeting"] == "Civilian targeting"
    assert (civil["interaction"], civil["time_precision"], civil["geo_precision"]) == ("27", 2, 3)
    assert (bombs["sub_event_type"], bombs["interaction"]) == ("Air/drone strike", "78")


def test_a_clash_has_both_sides_and_a_protest_one(rows):
    clash, protest = rows.loc["i-clash"], rows.loc["i-protest"]
    assert {clash["actor1"], clash["actor2"]} == {"Hallin Front", "Dask Brigade"}
    assert clash["interaction"] == "22"
    assert (protest["event_type"], protest["interaction"]) == ("Protests", "60")
    assert protest["tags"] == "crowd size=1900-2100"
    assert pd.isna(protest["fatalities"])
    assert rows.loc["i-arrest", "time_precision"] == 3


def test_notes_hold_the_sentences_and_who_says_so(rows):
    notes = rows.loc["i-battle", "notes"]
    assert f"Hill Radio, 2031-03-02: {coded_island.BATTLE} [according to a major]" in notes
    assert "[according to a nurse]" in notes
    assert notes.count(coded_island.BATTLE) == 1  # a copy tells it in the same words
    assert rows.loc["i-battle", "source"] == "Hill Radio; The Courier, Ilsk; Marn Gazette"
    assert "\n" not in rows.loc["i-arrest", "notes"]


def test_what_is_not_sure_is_empty(island, tmp_path):
    written, rows = made(island, tmp_path / "a.csv", "days=report")
    line = rows.loc["i-dateline"]
    assert line[["event_type", "disorder_type", "country", "iso", "inter1", "inter2"]].isna().all()
    assert line["actor1"] == "'-1"
    assert pd.isna(rows.loc["i-no-day", "time_precision"])
    assert written.lost["event_type: ASSAULT without a mode may be one or another"] == 1
    assert written.left_out["ACLED has no event for DISPLACE"] == 1
    assert written.left_out["ACLED has no event for ACCUSE without a mode"] == 1


def test_modes_that_are_the_means_need_no_sides():
    nobody = Sides(None, None)
    assert named_as("ASSAULT", "drone", nobody).sub_event == "Air/drone strike"
    assert named_as("ASSAULT", "firearms", nobody).event == ""


def test_precision_of_time():
    assert [time_precision(n) for n in (1, 2, 7, 8, 31, 32)] == [1, 2, 2, 3, 3, None]


def test_the_order_of_reports_changes_nothing(island, backwards_path, tmp_path):
    made(island, tmp_path / "one.csv")
    with open_record(backwards_path, readonly=True) as other:
        made(other, tmp_path / "two.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
