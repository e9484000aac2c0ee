"""UCDP's GED: columns and codes as its readers expect them, and nothing that is not sure."""

import csv
import datetime as dt

import coded_island
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.formats import FORMATS
from sayso.formats.events import number_of
from sayso.formats.export import export
from sayso.formats.ged import COLUMNS, date_prec, priogrid
from sayso.formats.source import Source
from sayso.link.incidents_estimates import RULES
from sayso.record.open import open_record

# As UCDP publishes them; numbers that may be missing are floats in pandas.
PUBLISHED = [
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
]  # fmt: skip
CODES = {
    "type_of_violence": {1, 2, 3},
    "where_prec": set(range(1, 8)),
    "date_prec": set(range(1, 6)),
    "event_clarity": {1, 2},
    "region": {"Africa", "Americas", "Asia", "Europe", "Middle East"},
}


def made(record, path, *chosen):
    written = export(record, FORMATS["ged"], path, chosen=chosen, force=True)
    frame = pd.read_csv(
        path,
        dtype={"id": "int64", "year": "int64", "latitude": float, "best": "Int64"},
        parse_dates=["date_start", "date_end"],
    )
    return written, frame.set_index("relid", drop=False)


@pytest.fixture
def table(island, tmp_path):
    return made(island, tmp_path / "ged.csv", "deaths=any", "days=report")


@pytest.mark.parametrize("chosen", [(), ("deaths=any",), ("days=report",), ("rule=max",)])
def test_every_incident_is_a_row_or_left_out(island, tmp_path, chosen):
    written, rows = made(island, tmp_path / "ged.csv", *chosen)
    assert len(rows) == written.rows["events"]
    assert written.rows["events"] + sum(written.left_out.values()) == len(coded_island.ALL)
    assert not set(coded_island.NOT_TAKEN_PLACE) & set(rows.index)
    assert rows["id"].is_unique


def test_columns_are_those_of_ucdp(table):
    assert list(COLUMNS) == PUBLISHED
    assert list(table[1].columns) == PUBLISHED


def test_codes_are_in_ucdps_lists(table):
    for name, codes in CODES.items():
        assert set(table[1][name].dropna()) <= codes, name


def test_a_battle_of_a_state_and_a_group(table):
    row = table[1].loc["i-battle"]
    assert row["type_of_violence"] == 1
    assert (row["side_a"], row["side_b"]) == ("Government of Iceland", "Hallin Front")
    assert row["dyad_name"] == "Government of Iceland - Hallin Front"
    assert row["gwnoa"] == row["country_id"] == 395
    assert pd.isna(row["gwnob"])
    assert (row["country"], row["region"], row["adm_1"]) == ("Iceland", "Europe", "Hallin")
    assert row["date_start"] == row["date_end"] == dt.datetime(2031, 3, 1)
    assert (row["date_prec"], row["where_prec"]) == (1, 1)
    assert row["geom_wkt"] == "POINT (-20.3 64.31)"


def test_voices_are_the_original_source_and_copies_are_not_counted(table):
    row = table[1].loc["i-battle"]
    assert row["number_of_sources"] == 2
    assert set(row["source_original"].split(";")) == {"a major", "a nurse"}
    assert row["source_office"] == "Hill Radio;Marn Gazette"
    assert row["source_date"] == "2031-03-02;2031-03-03"
    first = next(csv.reader([row["source_article"]], delimiter=";"))
    assert first == ["Hill Radio,2031-03-02,Front 'attacks', =army", "Marn Gazette,2031-03-03,"]


def test_violence_against_civilians_and_of_two_groups(table):
    civil, clash = table[1].loc["i-civil"], table[1].loc["i-clash"]
    assert (civil["type_of_violence"], civil["side_b"]) == (3, "Civilians")
    assert (civil["date_prec"], civil["where_prec"]) == (3, 4)
    assert (clash["type_of_violence"], clash["dyad_name"]) == (2, "Dask Brigade - Hallin Front")
    assert (clash["low"], clash["high"], clash["where_prec"]) == (3, 5, 3)


def test_what_is_not_sure_is_empty(table):
    rows = table[1]
    gunmen, line = rows.loc["i-no-day"], rows.loc["i-dateline"]
    assert pd.isna(gunmen["type_of_violence"])
    assert gunmen["side_a"] == "Gunmen"
    assert pd.isna(rows.loc["i-bombs", "type_of_violence"])  # who was meant is not told
    assert rows.loc["i-bombs", "side_b"] == "teachers"
    assert pd.isna(gunmen["date_prec"])
    assert line[["country", "country_id", "latitude", "where_prec"]].isna().all()
    assert line["side_a"] == "'-1"
    assert rows[["deaths_a", "deaths_b", "deaths_civilians", "event_clarity"]].isna().all(axis=None)
    assert rows.loc["i-talks", ["best", "low", "high", "deaths_unknown"]].isna().all()


@pytest.mark.parametrize("rule", ["record", *RULES])
def test_bounds_hold_by_every_rule(island, tmp_path, rule):
    _, rows = made(island, tmp_path / "ged.csv", f"rule={rule}")
    known = rows.dropna(subset=["best", "low", "high"])
    assert ((known["low"] <= known["best"]) & (known["best"] <= known["high"])).all()
    assert (rows["deaths_unknown"].dropna() == rows["best"].dropna()).all()
    best = {"max": 12, "latest": 12, "min": 8}.get(rule)
    assert best is None or rows.loc["i-battle", "best"] == best


def test_rules_are_those_of_the_record():
    choices = dict(FORMATS["ged"].choices)
    assert choices["rule"].values == ("record", *RULES)


def test_the_order_of_reports_changes_nothing(island, backwards_path, tmp_path):
    made(island, tmp_path / "one.csv")
    with open_record(backwards_path, readonly=True) as other:
        made(other, tmp_path / "two.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_what_stays_open_is_counted(island, tmp_path):
    written, _ = made(island, tmp_path / "ged.csv", "deaths=any")
    assert written.lost["that some voice denies it"] == 1
    assert written.left_out["it is only denied"] == 1
    assert written.left_out["its first or its last day is not told"] == 1


def test_filters_hold(island, tmp_path):
    with island.read() as view:
        within = Source.of(view, {"type": ["PROTEST"]}).scope.incidents
    written = export(
        island, FORMATS["ged"], tmp_path / "a.csv", filters={"type": ["PROTEST"]},
        chosen=["deaths=any"],
    )  # fmt: skip
    assert written.rows["events"] == len(within) == 1


# To six digits, as places have them: nearer to a line no cell can be told.
@given(
    st.integers(-90_000_000, 90_000_000).map(lambda n: n / 1e6),
    st.integers(-180_000_000, 180_000_000).map(lambda n: n / 1e6),
)
def test_a_cell_holds_its_point(lat, lon):
    row, column = divmod(priogrid(lat, lon) - 1, 720)
    assert 0 <= row < 360
    assert -90 + row / 2 <= lat <= -89.5 + row / 2
    assert -180 + column / 2 <= lon <= -179.5 + column / 2


@given(st.integers(1, 400))
def test_precision_falls_with_the_span(days):
    assert (date_prec(days) or 6) <= (date_prec(days + 1) or 6)


@given(st.text())
def test_a_number_is_held_exactly_by_a_float(id_):
    assert int(float(number_of(id_))) == number_of(id_)
