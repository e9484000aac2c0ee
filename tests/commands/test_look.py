"""`sayso incidents`, `claims`, `actors list`, `sources`, `reports`: what they print and write."""

import csv
import io
import json
import re
import shutil

import handmade
import pyarrow.parquet as pq
import pytest

from sayso.commands.filtering import OPTIONS
from sayso.commands.look_show import write_table
from sayso.commands.looking import _TAKES
from sayso.record import queries
from sayso.record.decide import decide
from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.open import open_record
from sayso.record.queries import narrow, tables
from sayso.record.queries.filters import KEYS
from sayso.show.words import visible

LISTS = {
    "incidents": queries.INCIDENTS,
    "claims": queries.CLAIMS,
    "actors list": queries.ACTORS,
    "sources": queries.SOURCES,
    "reports": queries.REPORTS,
}
EVIL = "[red]=cmd()|'/c calc'!A0 \x1b[2J\u202e attacked Ilsk; villagers."


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The war, with a report that would do harm, linked, with two decisions."""
    path = tmp_path_factory.mktemp("war") / "war.sayso"
    with open_record(path, create=True) as record:
        reports = handmade.the_war()
        evil = handmade.make_report("=evil-1", EVIL, outlet="+Hill & <b>", title="@title")
        doc = handmade.make_document(evil)
        claim = handmade.make_claim(
            doc, "ASSAULT", "attacked", actor="=cmd()", recipient="villagers", place="Ilsk",
            source="[red]",
        )  # fmt: skip
        with record.write("add", step="test") as act:
            for report, coded in [*reports, (evil, handmade.make_coded(evil, claim))]:
                add_coded(act, report, coded)
        first = next(c.id for _, coded in reports for c in coded.claims if c.type == "PROTEST")
        decide(record, "reject", first, person="Ann", reason="not a protest")
        link_all(record)
    return path


@pytest.fixture(autouse=True)
def _in_its_folder(made, tmp_path, monkeypatch):
    monkeypatch.delenv("SAYSO_RECORD", raising=False)
    shutil.copy(made, tmp_path / "war.sayso")


def rows_of(made, thing, asked=None):
    with open_record(made, readonly=True) as record, record.read() as view:
        return list(thing.each(view, asked or queries.Filter()))


@pytest.mark.parametrize("name", LISTS)
def test_options_are_the_filters_that_the_thing_takes(name):
    field_of = dict(zip(KEYS, queries.Filter.__struct_fields__, strict=True))
    assert {option.rstrip("_") for option in OPTIONS} == set(KEYS)
    options = _TAKES.get(name.split()[0], tuple(OPTIONS))
    assert {field_of[option.rstrip("_")] for option in options} == LISTS[name].takes


@pytest.mark.parametrize("name", LISTS)
def test_a_table_says_how_many_match_and_is_harmless(sayso, name):
    done = sayso(*name.split())
    assert done.exit_code == 0, done.output
    assert "\x1b" not in done.stdout
    assert re.search(r"^sayso: \d+ \w+", done.stderr)
    assert all(len(line) <= 160 for line in done.stdout.splitlines())


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_table_fits_the_screen_and_loses_nothing(made, name, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    rows = rows_of(made, LISTS[name])
    out = io.BytesIO()
    write_table(rows, name.split()[0], out, screen=True)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue().decode()).splitlines()
    assert all(len(line) <= width for line in lines)
    squeezed = "".join("".join(lines).split())
    for row in rows:
        key = getattr(row, "id", None) or row.name
        if width == 80:  # a narrower table may cut a word anywhere, a wider one mixes cells
            assert "".join(visible(key).split()) in squeezed


@pytest.mark.parametrize("name", LISTS)
def test_all_formats_have_the_same_rows_and_columns(sayso, made, tmp_path, name):
    thing = LISTS[name]
    rows = rows_of(made, thing)
    columns = list(thing.row.__struct_fields__)
    done = sayso(*name.split(), "--format", "json")
    decoded = json.loads(done.stdout)
    assert [list(row) for row in decoded] == [columns] * len(rows)
    lines = sayso(*name.split(), "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == decoded
    sayso(*name.split(), "-o", "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names == columns
    assert json.loads(json.dumps(table.to_pylist(), default=str)) == decoded
    assert sayso(*name.split(), "-o", "out.csv").stdout == ""
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    sheet = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert sheet[0] == columns
    assert len(sheet) == len(rows) + 1
    assert not [cell for row in sheet for cell in row if cell.startswith(("=", "+", "@"))]


def test_an_empty_result_is_a_whole_file_in_every_format(sayso, tmp_path):
    for ending in ("json", "jsonl", "csv", "parquet", "geojson", "txt"):
        done = sayso("claims", "--text", "nowhere", "-o", f"none.{ending}")
        assert done.exit_code == 0, done.output
        assert "0 claims" in done.stderr
    assert json.loads((tmp_path / "none.json").read_text()) == []
    assert json.loads((tmp_path / "none.geojson").read_text())["features"] == []
    assert pq.read_table(tmp_path / "none.parquet").num_rows == 0
    assert (tmp_path / "none.csv").read_text("utf-8-sig").startswith("id,kind,")


def test_geojson_has_all_rows_and_counts_those_without_a_point(sayso, made, tmp_path):
    done = sayso("incidents", "-o", "map.geojson")
    tree = json.loads((tmp_path / "map.geojson").read_text())
    rows = rows_of(made, queries.INCIDENTS)
    assert tree["type"] == "FeatureCollection"
    assert [f["id"] for f in tree["features"]] == [row.id for row in rows]
    for feature, row in zip(tree["features"], rows, strict=True):
        if row.lat is None:
            assert feature["geometry"] is None
        else:
            assert feature["geometry"] == {"type": "Point", "coordinates": [row.lon, row.lat]}
        assert feature["properties"]["geo_precision"] == row.geo_precision
    unplaced = sum(row.lat is None for row in rows)
    assert unplaced
    assert f"{unplaced} of them have no coordinates" in done.stderr
    assert sayso("sources", "--format", "geojson").exit_code == 2


def test_what_cannot_be_told_is_counted_beside_the_matches(sayso):
    done = sayso("claims", "--box", "40,42,42,44", "--count")
    assert int(done.stdout) > 0
    assert re.search(
        r"not among these, though all else fits: claims \d+ without a point", done.stderr
    )
    done = sayso("incidents", "--from", "2031-03-01", "--count")
    assert "without a day" in done.stderr
    done = sayso("incidents", "--undecided", "day")
    assert "undecided" in done.stdout


def test_names_are_taken_for_keys_and_that_is_told(sayso):
    done = sayso("claims", "--actor", "Hallin Front", "--count")
    assert "actor 'Hallin Front' is taken for vel.hallin-front" in done.stderr
    done = sayso("claims", "--actor", "Nobody\x1b[2J At All", "--count")
    assert done.stdout == "0\n"
    assert "no actor of the record goes by" in done.stderr
    assert "\x1b" not in done.stderr


def test_limits_orders_and_counts(sayso):
    by = json.loads(sayso("claims", "--by", "type", "--format", "json").stdout)
    assert by[0]["value"] == "ASSAULT"
    assert sum(row["n"] for row in by) == int(sayso("claims", "--count").stdout)
    assert "ASSAULT" in sayso("claims", "--by", "type", "--limit", "1").stdout
    done = sayso("claims", "--limit", "2", "--format", "jsonl")
    assert len(done.stdout.splitlines()) == 2
    assert "2 shown" in done.stderr
    up, down = (
        [json.loads(line)["tellers"] for line in
         sayso("incidents", "--sort", sort, "--format", "jsonl").stdout.splitlines()]
        for sort in ("tellers", "-tellers")
    )  # fmt: skip
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)


def test_rejected_claims_are_shown_when_asked_for(sayso):
    kept = sayso("claims", "--format", "jsonl").stdout
    rejected = sayso("claims", "--state", "rejected", "--format", "jsonl").stdout
    assert json.loads(rejected)["state"] == "rejected"
    assert json.loads(rejected)["id"] not in kept


def test_the_record_as_it_was(sayso):
    assert sayso("claims", "--as-of", "2000-01-01", "--count").stdout == "0\n"
    assert sayso("claims", "--record-as-of", "2000-01-01", "--count").stdout == "0\n"
    done = sayso("claims", "--as-of", "2000-01-01", "--record-as-of", "2001-01-01")
    assert done.exit_code == 2


def test_one_incident_in_full(sayso, made):
    row = next(row for row in rows_of(made, queries.INCIDENTS) if "killed" in row.disputed)
    done = sayso("incidents", row.id)
    assert done.exit_code == 0, done.output
    for words in ("killed (disputed)", "17 killed", "8 killed", "A hospital in Ilsk", "said in",
                  "“A hospital in Ilsk said 17 people were killed in the attack.”"):  # fmt: skip
        assert words in done.stdout
    tree = json.loads(sayso("incidents", row.id, "--format", "json").stdout)
    assert tree["incident"]["id"] == row.id
    assert {one["claim"] for one in tree["evidence"]} == set(tree["incident"]["claims"])
    sayso("incidents", row.id, "-o", "one.json")
    assert sayso("incidents", row.id, "--type", "ASSAULT").exit_code == 2
    assert sayso("incidents", row.id, "--format", "csv").exit_code == 2
    assert "no such incident" in sayso("incidents", "i-none").stderr


def test_one_claim_in_full(sayso, made):
    rows = rows_of(made, queries.CLAIMS)
    row = next(row for row in rows if row.report == "=evil-1")
    done = sayso("claims", row.id)
    assert done.exit_code == 0, done.output
    assert "\x1b" not in done.stdout
    assert "[red]=cmd()" in done.stdout
    denied = next(row for row in rows if row.status == "negated")
    shown = sayso("claims", denied.id).stdout
    assert f"> {denied.sentence}" in shown
    assert "negated" in shown
    tree = json.loads(sayso("claims", denied.id, "--format", "json").stdout)
    assert tree["claim"]["id"] == denied.id
    rejected = queries.Filter(state=("rejected",))
    (gone,) = rows_of(made, queries.CLAIMS, rejected)
    assert "not a protest" in sayso("claims", gone.id).stdout
    assert "no such claim" in sayso("claims", "c-none").stderr


def test_a_report_its_text_and_its_bytes(sayso, tmp_path):
    war = {report.report_id: report for report, _ in handmade.the_war()}
    done = sayso("reports", "hill-1", "--raw")
    assert done.stdout_bytes == war["hill-1"].content
    sayso("reports", "hill-1", "--raw", "-o", "hill.txt")
    assert (tmp_path / "hill.txt").read_bytes() == war["hill-1"].content
    assert "killing 8 soldiers" in sayso("reports", "hill-1", "--as-text").stdout
    assert "as received" in sayso("reports", "hill-1").stdout
    assert sayso("reports", "none", "--raw").exit_code == 2
    assert sayso("reports", "--raw").exit_code == 2


def test_actors_of_a_record_without_a_command(sayso, made):
    done = sayso("actors", "--record", "war.sayso", "--format", "jsonl", "--type", "PROTEST,COERCE")
    asked = queries.Filter(type=("PROTEST", "COERCE"))
    keys = [json.loads(line)["key"] for line in done.stdout.splitlines()]
    assert keys == [row.key for row in rows_of(made, queries.ACTORS, asked)]
    wrong = sayso("actors", "--record", "war.sayso", "find", "TTP")
    assert wrong.exit_code == 2
    assert "stand behind it" in wrong.stderr
    assert "Commands" in sayso("actors").output


@pytest.mark.parametrize(
    "wrong",
    [
        ("incidents", "--from", "someday"),
        ("incidents", "--type", "WAR"),
        ("incidents", "--sort", "colour"),
        ("incidents", "--by", "colour"),
        ("incidents", "-o", "no-such-folder/x.csv"),
        ("incidents", "-o", "x.docx"),
        ("incidents", "--text", "&&"),
        ("claims", "--role", "actor"),
        ("claims", "--record", "none.sayso"),
        ("claims", "--as-of", "then"),
    ],
)
def test_what_cannot_be_meant_ends_with_code_2_and_writes_nothing(sayso, tmp_path, wrong):
    before = set(tmp_path.iterdir())
    done = sayso(*wrong)
    assert done.exit_code == 2, done.output
    assert done.stderr.startswith("sayso: ")
    assert done.stdout == ""
    assert {path.suffix for path in set(tmp_path.iterdir()) - before} <= {
        ".sayso-shm",
        ".sayso-wal",
    }


def test_a_file_stays_as_it_was_when_writing_fails(sayso, tmp_path, monkeypatch):
    (tmp_path / "out.csv").write_text("old")

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sayso.record.queries.formats.csv_cell", fails)
    assert sayso("claims", "-o", "out.csv").exit_code == 4
    assert (tmp_path / "out.csv").read_text() == "old"
    assert list(tmp_path.glob("*.unfinished")) == []


def test_a_count_that_is_a_least_says_so(sayso, monkeypatch):
    monkeypatch.setattr(narrow, "_MOST_FOUND", 2)
    monkeypatch.setattr(tables, "FEW", 0)
    shown = sayso("claims", "--text", "the", "--limit", "2")
    assert "at least 3 claims (--count for how many), 2 shown" in shown.stderr.replace("\n", " ")
    exact = sayso("claims", "--text", "the", "--count")
    assert int(exact.stdout) > 3
