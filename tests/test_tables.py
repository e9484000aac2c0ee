"""Claims as rows, files and data frames."""

import csv
import datetime as dt
import io

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.base.nouns import Claim, Where
from sayso.engines import Record
from sayso.tables import FLAT_COLUMNS, arrow_table, flat_row
from sayso.writers import WRITERS, csv_cell


@pytest.fixture
def lines(story):
    doc, claims = story
    record = Record(origin=doc.origin, report_id=doc.report_id, document=doc, claims=claims)
    return [msgspec.json.encode(record)]


def test_flat_row_says_what_the_claim_says(story):
    doc, claims = story
    row = flat_row(claims[0], doc)
    assert row["actor"] == "Rebels"
    assert row["actor_name"] == "Hallin Front"
    assert row["from"] == row["to"] == dt.date(2024, 4, 29)
    assert row["date_basis"] == "relative"
    assert (row["number"], row["number_low"], row["number_high"]) == ("at least 12", "12", "")
    assert (row["source"], row["outlet"]) == ("police", "Hill Radio")
    start, end = map(int, str(row["trigger_at"]).split("-"))
    assert doc.text[start:end] == row["trigger"] == "attacked"


def test_what_the_text_does_not_say_is_null_and_zero_is_a_latitude(story):
    doc, claims = story
    row = flat_row(claims[1], None)
    assert row["from"] is row["lat"] is row["geonameid"] is row["published"] is None
    where = msgspec.structs.replace(claims[1], where=Where(name="Null Island", lat=0.0, lon=0.0))
    assert flat_row(where, doc)["lat"] == 0.0


def test_columns_have_names_of_their_own():
    names = [name for name, _, _ in FLAT_COLUMNS]
    assert len(names) == len(set(names))


def test_csv_file_is_what_a_spreadsheet_opens(lines, story):
    whole = b"".join(WRITERS["csv"](lines, to_file=True))
    assert whole.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(whole.decode("utf-8-sig"), newline="")))
    assert [row["trigger"] for row in rows] == ["attacked", "killing", "<denied>"]
    assert rows[2]["hedged"] == "true"
    assert rows[1]["from"] == ""
    assert not b"".join(WRITERS["csv"](lines, to_file=False)).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_runs_as_a_formula(text):
    assert csv_cell(text) == "'" + text
    assert csv_cell(-1.5) == "-1.5"


@given(st.text(max_size=30))
def test_csv_gives_back_any_text(text):
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([csv_cell(text), "x"])
    buffer.seek(0)
    assert next(csv.reader(buffer))[0].removeprefix("'") == text.removeprefix("'")


def test_parquet_is_the_claim_as_it_is(lines, story):
    table = pq.read_table(pa.BufferReader(b"".join(WRITERS["parquet"](lines, to_file=True))))
    fields = {f.encode_name for f in msgspec.structs.fields(Claim)}
    assert fields <= set(table.column_names)
    first = table.slice(0, 1).to_pylist()[0]
    assert first["actor"][0]["name"] == "Hallin Front"
    assert first["when"]["from"] == dt.date(2024, 4, 29)
    assert first["title"] == story[0].title
    assert table.slice(1, 1).to_pylist()[0]["when"] is None


@pytest.mark.parametrize("flat", [True, False])
def test_no_claims_make_an_empty_table_with_all_columns(flat):
    table = arrow_table([], flat=flat)
    assert table.num_rows == 0
    assert "trigger" in table.column_names


@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet", "table"])
def test_no_records_make_a_valid_file(format_):
    whole = b"".join(WRITERS[format_]([], to_file=True))
    if format_ == "parquet":
        assert pq.read_table(pa.BufferReader(whole)).num_rows == 0
    if format_ == "csv":
        assert whole.decode("utf-8-sig").splitlines()[0].startswith("id,kind,type")


def test_table_in_a_pipe_is_plain_text(lines):
    text = b"".join(WRITERS["table"](lines, to_file=False)).decode()
    assert "\x1b" not in text
    assert "attacked" in text
    assert not any(line.endswith(" ") for line in text.splitlines())


def test_json_line_is_the_claim(lines, story):
    first = b"".join(WRITERS["jsonl"](lines, to_file=True)).splitlines()[0]
    assert msgspec.json.decode(first, type=Claim) == story[1][0]
    assert set(msgspec.json.decode(first)["time"][0]) >= {"start", "end", "text", "from", "to"}


def test_candidates_stand_in_json_and_parquet_and_not_in_flat_columns(known_story):
    doc, claims = known_story
    nested = arrow_table([(claim, doc) for claim in claims], flat=False).to_pylist()
    towns = nested[0]["place"][0]["candidates"]
    assert [(c["id"], c["score"]) for c in towns] == [("7", 0.91), ("8", 0.04)]
    assert towns[0]["reasons"] == ["exact name", "<near>"]
    assert nested[1]["actor"][0]["candidates"] == []
    record = Record(origin=doc.origin, document=doc, claims=claims)
    lines = b"".join(WRITERS["jsonl"]([msgspec.json.encode(record)], to_file=True)).splitlines()
    assert msgspec.json.decode(lines[0], type=Claim) == claims[0]
    assert not any("candidate" in name for name in flat_row(claims[0], doc))
