"""`sayso check`: what it prints, how findings are chosen and settled, how it ends."""

import csv
import io
import json
from pathlib import Path

import handmade
import pytest

from sayso import exits
from sayso.record.checks import REGISTER
from sayso.record.ingest import add_coded
from sayso.record.open import open_record

TEXT = "Rebels =1+1 attacked the town of Ilsk on Sunday, killing 12 soldiers, police said."


@pytest.fixture
def checked(sayso, tmp_path: Path):
    """A record with a claim that is told for the week after its report, and `sayso` beside it."""
    report = handmade.make_report("r-1", TEXT, outlet="Hill Radio", published="2024-05-01")
    doc = handmade.make_document(report)
    claim = handmade.make_claim(doc, "ASSAULT", "=1+1 attacked", actor="Rebels", when="2024-05-05")
    with (
        open_record(tmp_path / "war.sayso", create=True) as record,
        record.write("add") as act,
    ):
        add_coded(act, report, handmade.make_coded(report, claim))

    def run(*args, **more):
        return sayso("check", *args, **more)

    run.claim = claim
    run.sayso = sayso
    return run


def _found(result) -> list[dict]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_findings_stand_under_their_rule_with_how_to_settle_them(checked):
    result = checked("--rule", "day-after-report")
    assert result.exit_code == 0
    assert "error day-after-report  1" in result.stdout
    assert checked.claim.id in result.stdout
    assert '"=1+1 attacked" is told for 2024-05-05, in a report of 2024-05-01' in result.stdout
    assert "sayso decide edit ID when=DAY" in result.stdout
    assert "sayso: 1 error" in result.stderr


def test_json_lines_carry_all_of_a_finding(checked):
    (finding,) = _found(checked("--rule", "day-after-report", "--format", "json"))
    assert finding["ids"] == [checked.claim.id, "r-1"]
    assert finding["severity"] == "error"
    assert finding["day"] == "2024-05-05"
    assert f"`sayso decide edit {checked.claim.id} when=DAY`" in finding["settle"]


def test_csv_cells_run_as_no_formula(checked, tmp_path):
    result = checked("--rule", "day-after-report", "-o", "found.csv")
    assert result.exit_code == 0
    assert result.stdout == ""
    text = (tmp_path / "found.csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["subject"] == checked.claim.id
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_an_empty_csv_has_its_heading(checked):
    result = checked("--rule", "days-reversed", "--format", "csv")
    assert result.stdout.startswith("id,rule,severity,")
    assert "sayso: no findings" in result.stderr


def test_a_finding_that_is_settled_is_no_longer_shown(checked):
    only = ("--rule", "day-after-report", "--format", "json")
    (finding,) = _found(checked(*only))
    settle = ("decide", "settle", finding["id"], "--person", "Anna")
    assert checked.sayso(*settle).exit_code == exits.USAGE  # not without a reason
    assert checked.sayso(*settle, "--reason", "the paper was post-dated").exit_code == 0
    assert _found(checked(*only)) == []
    (shown,) = _found(checked(*only, "--all"))
    assert shown["settled"] == "Anna: the paper was post-dated"
    assert "the paper was post-dated" in checked("--rule", "day-after-report", "--all").stdout
    assert checked(*only, "--strict").exit_code == 0


def test_undoing_shows_it_again(checked):
    only = ("--rule", "day-after-report", "--format", "json")
    (finding,) = _found(checked(*only))
    who = ("--person", "Anna", "--reason", "post-dated")
    decision = checked.sayso("decide", "settle", finding["id"], *who).stdout.strip()
    assert checked.sayso("undo", decision, *who).exit_code == 0
    assert _found(checked(*only)) == [finding]


def test_an_edit_settles_it_too(checked):
    edit = ("decide", "edit", checked.claim.id, "when=2024-04-28", "--person", "Anna")
    assert checked.sayso(*edit).exit_code == 0
    assert _found(checked("--rule", "day-after-report", "--format", "json")) == []


def test_strict_ends_with_a_code_of_its_own_when_there_are_errors(checked):
    assert checked("--strict").exit_code == exits.FOUND
    assert checked("--strict", "--rule", "linking-not-done").exit_code == 0  # a warning


def test_severity_leaves_out_what_is_less_grave(checked):
    found = _found(checked("--severity", "warning", "--format", "json"))
    assert {f["severity"] for f in found} <= {"error", "warning"}
    assert {f["severity"] for f in found} != {"error"}


def test_days_and_countries_narrow_what_is_shown(checked):
    only = ("--rule", "day-after-report", "--format", "json")
    assert len(_found(checked(*only, "--from", "2024-05-05", "--to", "2024-05-05"))) == 1
    assert _found(checked(*only, "--from", "2024-05-06")) == []
    assert _found(checked(*only, "--to", "2024-05-04")) == []
    assert _found(checked(*only, "--country", "SYR")) == []


def test_as_of_looks_at_the_record_as_it_was(checked):
    assert _found(checked("--as-of", "2020-01-01", "--format", "json")) == []


def test_the_list_needs_no_record(sayso):
    result = sayso("check", "--list", "--format", "json")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == list(REGISTER)
    assert "what it means" in sayso("check", "--list").stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--rule", "no-such-rule"), "no rule is called no-such-rule"),
        (("-o", "found.xyz"), "names no format"),
        (("-o", "nowhere/found.csv"), "cannot be written"),
        (("--record", "other.sayso"), "there is no such record"),
    ],
)
def test_wrong_arguments_end_with_a_message(checked, args, words):
    result = checked(*args)
    assert result.exit_code == exits.USAGE
    assert words in result.stderr


def test_the_folders_own_actors_count(checked, tmp_path):
    head = (
        "id,kind,name,full_name,names,acronyms,country,countries,sector,parents,from,until,source"
    )
    row = "a-front,armed_group,A Front,,Rebels,,,,REB,,2030-01-01,,hand"
    (tmp_path / "sayso-actors.csv").write_text(f"{head}\n{row}\n", "utf-8")
    who = ("--person", "Anna")
    assert checked.sayso("decide", "actor", "Rebels", "a-front", *who).exit_code in (0, 2)
    edit = '[{"text": "Rebels", "actor_id": "a-front"}]'
    assert checked.sayso("decide", "edit", checked.claim.id, f"actor={edit}", *who).exit_code == 0
    (finding,) = _found(checked("--rule", "actor-not-yet-there", "--format", "json"))
    assert "there since 2030-01-01" in finding["reason"]
