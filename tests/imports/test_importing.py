"""`sayso import` of tables: what the record holds after it, once and again."""

import datetime as dt
import itertools
import json

import field_tables as tables
import handmade
import pytest

import sayso as package
from sayso import exits
from sayso.record.ingest import add_many
from sayso.record.linking import link_all
from sayso.record.open import open_record

RECORD = ("--record", "war.sayso")


@pytest.fixture
def run(sayso, write):
    """Import a table and give the record's claims."""

    def done(content, table, *args):
        write("table", content)
        result = sayso("import", "table", "--from", table, *RECORD, *args)
        assert result.exit_code == 0, result.output
        return result

    return done


def claims(tmp_path):
    with package.open(tmp_path / "war.sayso") as record:
        return list(record.claims(sort="id"))


def test_rows_are_claims_of_their_tables_with_voices(run, tmp_path):
    run(tables.acled({}), "acled")
    run(tables.ged({}), "ged")
    run(tables.polecat({}), "polecat")
    by_outlet = {claim.outlet: claim for claim in claims(tmp_path)}
    assert set(by_outlet) == {"ACLED", "UCDP GED", "POLECAT"}
    ged = by_outlet["UCDP GED"]
    assert (ged.source, ged.number_low, ged.number_high) == (("police", "Hill Radio"), (8,), (14,))
    assert by_outlet["ACLED"].made_by == "import acled 1"
    with package.open(tmp_path / "war.sayso") as record:
        assert record.content(ged.report) == tables.ged({}).splitlines()[1]
        assert record.text(ged.report)[ged.trigger_start : ged.trigger_end] == ged.trigger
        assert not package.open(tmp_path / "war.sayso").why(ged.id).checks or all(
            check.holds for check in record.why(ged.id).checks
        )


def test_tables_tell_of_one_incident_side_by_side(run, tmp_path):
    run(tables.acled({}), "acled")
    run(tables.ged({}), "ged")
    (acled, ged) = claims(tmp_path)
    assert acled.incident == ged.incident != ""


def test_hand_coded_and_drawn_from_a_report_tell_of_one_incident(run, sayso, tmp_path):
    report = handmade.make_report(
        "r-1", "Hallin Front fighters clashed with the army in Ilsk on Saturday, killing 12.",
        published="2031-03-02", outlet="Hill Radio",
    )  # fmt: skip
    claim = handmade.make_claim(
        handmade.make_document(report), "ASSAULT", "clashed", actor=[("Hallin Front",), ("army",)],
        place="Ilsk", when="2031-03-01", number=("12", "killed", 12, 12),
    )  # fmt: skip
    coded = handmade.make_coded(report, claim)
    with open_record(tmp_path / "war.sayso", create=True) as record:
        with record.write("add") as act:
            add_many(act, [(report, coded)])
        link_all(record)
    row = {"country": "Velmar", "latitude": "43.1", "longitude": "41.2", "actor1": "Hallin Front",
           "actor2": "Military Forces of Velmar",
           "notes": "Hallin Front and army fought in Ilsk."}  # fmt: skip
    run(tables.acled(row), "acled")
    drawn, listed = sorted(claims(tmp_path), key=lambda one: one.made_by != handmade.MADE_BY)
    assert (drawn.made_by, listed.made_by) == (handmade.MADE_BY, "import acled 1")
    assert drawn.incident == listed.incident != ""


@pytest.mark.parametrize("table", ["acled", "ged"])
def test_rows_of_a_table_that_people_coded_are_never_one_incident(run, tmp_path, table):
    make = getattr(tables, table)
    key, first, last = {
        "acled": ("event_id_cnty", "event_date", "event_date"),
        "ged": ("id", "date_start", "date_end"),
    }[table]
    rows = [{key: f"{n}", first: f"2031-03-0{n}", last: f"2031-03-0{n}"} for n in range(1, 7)]
    run(make(*rows), table)
    run(tables.polecat({}), "polecat")  # of the first day
    found = claims(tmp_path)
    of_table = [one.incident for one in found if one.outlet != "POLECAT"]
    assert len(set(of_table)) == len(rows)
    (other,) = [one.incident for one in found if one.outlet == "POLECAT"]
    assert other == next(one.incident for one in found if one.day_from == dt.date(2031, 3, 1))


def test_the_same_again_changes_nothing_and_a_correction_replaces(run, sayso, tmp_path):
    run(tables.acled({}, {"event_id_cnty": "KEN2", "location": "Marn"}), "acled")
    before = claims(tmp_path)
    again = run(tables.acled({"event_id_cnty": "KEN2", "location": "Marn"}, {}), "acled")
    assert "unchanged" in again.stderr
    assert claims(tmp_path) == before
    acts = sayso("history", *RECORD, "--format", "json").stdout
    assert acts.count('"kind":"import"') == 1
    run(tables.acled({"fatalities": "9"}), "acled")
    after = claims(tmp_path)
    assert [one.number_low for one in after if one.report == "row-acled-KEN1"] == [(9,)]
    assert len(after) == 2
    assert '"kind":"import"' in sayso("history", *RECORD, "--format", "json").stdout


def test_in_is_stored_and_unchanged_and_dropped(run, sayso, write):
    content = tables.acled({}, {"event_id_cnty": "KEN2", "sub_event_type": "Other"}, {})
    done = run(content, "acled")
    for words in ("type_undecided: 1", "same_row_twice: 1", "actor_open"):
        assert words in done.stderr or words == "actor_open"
    assert (
        sayso("import", "table", "--from", "acled", *RECORD, "--strict").exit_code == exits.DROPPED
    )
    write("none", tables.acled({"sub_event_type": "Other"}))
    assert sayso("import", "none", "--from", "acled", *RECORD).exit_code == exits.NOTHING_CODED


def test_a_dry_run_and_a_wrong_table_make_no_record(sayso, write, tmp_path):
    write("table", tables.acled({}))
    done = sayso("import", "table", "--from", "acled", "--dry-run", *RECORD)
    assert (done.exit_code, "1 would be claims" in done.stderr) == (0, True)
    assert sayso("import", "table", "--from", "ged", *RECORD).exit_code == exits.USAGE
    write("none", b"a,b\n1,2\n")
    assert sayso("import", "none", *RECORD).exit_code == exits.USAGE
    assert "1 would be claims" in sayso("import", "table", "--dry-run").stderr  # by its head
    assert not (tmp_path / "war.sayso").exists()


def test_a_decision_outlives_what_it_does_not_rest_on_and_is_listed_where_lost(
    run, sayso, tmp_path
):
    run(tables.acled({}), "acled")
    (claim,) = claims(tmp_path)
    who = ("--person", "Test Person")
    assert sayso("decide", "edit", claim.id, "mode=firearms", *who, *RECORD).exit_code == 0
    run(tables.acled({"timestamp": "2"}), "acled")
    (after,) = claims(tmp_path)
    assert (after.mode, after.day_from) == ("firearms", dt.date(2031, 3, 1))
    reworded = run(tables.acled({"notes": "Nobody died."}), "acled")  # nobody judged these words
    assert "decisions lost" in reworded.stderr


def test_the_order_of_files_and_rows_changes_no_incident(sayso, write, tmp_path):
    rows = [{"id": f"{n}", "date_start": f"2031-03-0{n}", "date_end": f"2031-03-0{n}"} for n in
            range(1, 5)]  # fmt: skip
    weeks = [{"Event ID": f"{n}", "Event Date": f"2031-03-0{n}"} for n in range(1, 5)]
    write("acled", tables.acled({}, {"event_id_cnty": "KEN2", "event_date": "2031-03-03"}))
    found = []
    for number, order in enumerate(itertools.permutations(("acled", "ged", "polecat"))):
        turn = slice(None, None, -1 if number % 2 else 1)
        write("ged", tables.ged(*rows[turn]))
        write("polecat", tables.polecat(*weeks[turn]))
        for name in order:
            done = sayso("import", name, "--record", f"{number}.sayso", "-q")
            assert done.exit_code == 0, done.output
        with package.open(tmp_path / f"{number}.sayso") as record:
            joined = {}
            for claim in record.claims():
                joined.setdefault(claim.incident, set()).add(claim.id)
        found.append(sorted(map(sorted, joined.values())))
    assert all(one == found[0] for one in found)


def test_rows_are_no_copies_of_each_other(run, tmp_path):
    long = "The front and the army fought for the bridge in Ilsk " * 4
    run(tables.acled(*({"event_id_cnty": f"KEN{n}", "notes": long} for n in range(3))), "acled")
    with package.open(tmp_path / "war.sayso") as record:
        assert {report.copy_of for report in record.reports()} == {""}


def test_several_files_are_one_run(sayso, write, tmp_path):
    write("one", tables.polecat({}))
    write("two", tables.polecat({"Event ID": "b", "Event Date": "2031-03-20"}))
    done = sayso("import", "one", "two", *RECORD)
    assert done.exit_code == 0, done.output
    assert len(claims(tmp_path)) == 2
    write("other", tables.acled({}))
    assert sayso("import", "one", "other", *RECORD).exit_code == exits.USAGE


def test_coding_anew_leaves_rows_as_they_were_read(run, sayso, tmp_path):
    run(tables.acled({}), "acled")
    before = claims(tmp_path)
    done = sayso("add", "--recode", "--extractor", "rules", "--no-identify", *RECORD)
    assert done.exit_code == 0, done.output
    assert claims(tmp_path) == before


def test_looking_shows_them_as_any_other(run, sayso):
    run(tables.polecat({}), "polecat")
    done = sayso("claims", *RECORD, "--source", "POLECAT", "--format", "jsonl")
    assert json.loads(done.stdout)["mode"] == "firearms"
