"""`sayso relations` and `sayso actors show`: what they print, and how they end."""

import csv
import io
import json

import handmade
import pyarrow.parquet as pq
import pytest
from telling import c, link_relations, report

from sayso import exits
from sayso.record.ingest import add_coded
from sayso.record.open import open_record

BROKE_AWAY = "The Kell Brigade broke away from the Ridge Front on 1 May, Jon Harle said."
MADE = (
    report("2031-03-02", "The Kell Brigade swore allegiance to the Ridge Front on Saturday.",
           c("allegiance", "swore allegiance", actor="The Kell Brigade", recipient="Ridge Front",
             time="on Saturday"), id_="r-1"),
    report("2031-05-02", BROKE_AWAY,
           c("split", "broke away", actor="The Kell Brigade", recipient="Ridge Front",
             time="on 1 May", source="Jon Harle"), id_="r-2"),
    report("2031-05-04", "Mira Vonn leads the Ridge Front. Oskar Tull leads the Ridge Front.",
           c("leads", "leads", actor="Mira Vonn", recipient="Ridge Front"),
           c("leads", "leads", actor="Oskar Tull", recipient="Ridge Front", nth=1), id_="r-3"),
    report("2031-07-04", "Mira \x1b[2JVonn =leads the Ridge Front.",
           c("leads", "leads", actor="Vonn", recipient="Ridge Front"), id_="r-4"),
)  # fmt: skip
PAIR = ("--between", "Kell Brigade", "Ridge Front")


@pytest.fixture(autouse=True)
def _in_a_folder_with_a_record(tmp_path, monkeypatch):
    monkeypatch.delenv("SAYSO_RECORD", raising=False)
    with open_record(tmp_path / "war.sayso", create=True) as record:
        with record.write("add", step="test") as act:
            for made in MADE:
                add_coded(act, made.report, handmade.make_coded(made.report, *made.claims))
        link_relations(record)


def test_the_state_of_a_day_with_who_says_so_and_the_sentences(sayso):
    done = sayso("relations", *PAIR, "--type", "allegiance", "--as-of", "2031-04-01")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[:3] == [
        "Kell Brigade owes allegiance to Ridge Front",
        "  on 2031-04-01: held, say Jon Harle and Hill Radio",
        "    from 2031-03-01 (pledge) to 2031-05-01 (split)",
    ]
    assert BROKE_AWAY in done.stdout
    ended = sayso("relations", *PAIR, "--type", "allegiance", "--as-of", "2031-06-01")
    assert "on 2031-06-01: ended, says Jon Harle" in ended.stdout


def test_an_unknown_day_says_what_is_told_before_and_after(sayso):
    done = sayso("relations", "--between", "Vonn", "Ridge Front", "--as-of", "2031-07-01")
    assert "unknown: nobody is certain of this day; next told to hold on 2031-07-04" in done.stdout


def test_rivals_are_remarked(sayso):
    done = sayso("relations", "--between", "Mira Vonn", "ridge front", "--as-of", "2031-05-04")
    assert "but Oskar Tull is told to lead Ridge Front too, on 2031-05-04" in done.stdout


def test_what_nobody_speaks_of_is_counted(sayso):
    done = sayso("relations", "--as-of", "2031-05-04")
    assert done.stdout.count("leads") >= 2
    assert "of 2 relations nobody speaks on 2031-05-04" in done.stderr


def test_all_phases_without_a_day(sayso):
    done = sayso("relations", "--actor", "Ridge Front")
    assert done.exit_code == 0
    assert "Mira Vonn leads Ridge Front" in done.stdout
    assert "on 2031-05-04, the day of the report" in done.stdout


def test_formats_agree(sayso, tmp_path):
    asked = ("relations", "--as-of", "2031-04-01")
    lines = [json.loads(line) for line in sayso(*asked, "--format", "json").stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(sayso(*asked, "--format", "csv").stdout)))
    sayso(*asked, "-o", "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [r["id"] for r in rows] == [r["id"] for r in lines] == [r["id"] for r in table]
    assert [r["state"] for r in rows] == [r["standing"]["state"] for r in lines]
    assert str(table[0]["day"]) == rows[0]["day"] == "2031-04-01"
    assert lines[0]["sentences"][0]["text"].startswith("The Kell Brigade")
    phases = sayso("relations", "--format", "csv", "-o", "phases.csv")
    assert phases.exit_code == 0
    text = (tmp_path / "phases.csv").read_text("utf-8-sig")
    assert {row["kind"] for row in csv.DictReader(io.StringIO(text))} == {"span", "point"}
    assert "sentences" in json.loads(sayso("relations", "--format", "json").stdout.splitlines()[0])


def test_words_of_reports_do_nothing_to_the_terminal(sayso):
    out = sayso("relations", "--actor", "Vonn").stdout
    assert "\x1b" not in out
    assert "\ufffd[2J" in out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--between", "Kell Brigade", "Nobody"), "no actor or place of the record goes by"),
        (("--type", "love"), "no type of relation 'love'; there are"),
        ((*PAIR, "--actor", "Vonn"), "say --between or --actor"),
        (("-o", "out.doc"), "names no format"),
        (("--record", "none.sayso"), "none.sayso"),
        (("--as-of", "yesterday"), "is not a day"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(sayso, args, message):
    done = sayso("relations", *args)
    assert done.exit_code == exits.USAGE
    assert message in " ".join(done.output.split())


def test_a_pair_without_a_relation_is_no_error(sayso):
    done = sayso("relations", "--between", "Kell Brigade", "Vonn", "--as-of", "2031-04-01")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no relation is told between Kell Brigade and Vonn" in done.stderr


def test_the_page_of_an_actor(sayso, tmp_path):
    done = sayso("actors", "show", "the Ridge Front")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "Ridge Front [new.ridge-front]"
    assert {"leaders", "allegiance from", "split off"} <= set(lines)
    page = json.loads(sayso("actors", "show", "new.ridge-front", "--format", "json").stdout)
    assert page["name"] == "Ridge Front"
    assert {f["heading"] for f in page["facts"]} == {"leaders", "allegiance from", "split off"}
    assert sayso("actors", "show", "Nobody").exit_code == exits.USAGE


def test_the_record_as_it_was(sayso):
    done = sayso("relations", *PAIR, "--record-as-of", "2001-01-01")
    assert done.exit_code == exits.USAGE
    assert "goes by 'Kell Brigade'" in done.output
