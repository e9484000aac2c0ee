"""What `sayso code` writes, as a user and as a script see it."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from commanded import ATTACK, RULES, account, claims_in, lines_of

from sayso import exits


def test_claims_come_out_one_a_line_and_the_account_on_the_error_stream(sayso, write):
    result = sayso("code", write("ilsk.txt"), *RULES)
    assert result.exit_code == 0
    claims = claims_in(result.stdout)
    assert any(c["type"] == "ASSAULT" and c["trigger"]["text"] == "attacked" for c in claims)
    assert "reports in 1" in account(result)
    assert f"claims {len(claims)}" in account(result)
    assert "reports in" not in result.stdout


def test_offsets_count_in_the_documents(sayso, write, tmp_path):
    write("news/a.txt", "Caf\u00e9 owners \U0001f600 warned.\n\n" + ATTACK)
    write(
        "news/b.html",
        f"<html><title>Ilsk falls</title><body><p>{ATTACK} {ATTACK}</p></body></html>",
    )
    result = sayso("code", "news", "-o", "c.jsonl", "--documents", "d.jsonl", *RULES)
    assert result.exit_code == 0, result.stderr
    docs = {d["id"]: d["text"] for d in claims_in((tmp_path / "d.jsonl").read_text("utf-8"))}
    claims = claims_in((tmp_path / "c.jsonl").read_text("utf-8"))
    assert claims
    for claim in claims:
        text = docs[claim["doc"]]
        for span in [claim["trigger"], claim["evidence"], *claim["actor"], *claim["source"]]:
            assert text[span["start"] : span["end"]] == span["text"]


def test_documents_are_input_again_and_give_the_same_claims(sayso, write, tmp_path):
    write("ilsk.txt")
    first = sayso("code", "ilsk.txt", "--documents", "d.jsonl", *RULES)
    again = sayso("code", "d.jsonl", *RULES)
    same = [(c["id"], c["trigger"]) for c in claims_in(first.stdout)]
    assert same == [(c["id"], c["trigger"]) for c in claims_in(again.stdout)]


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "txt"])
def test_format_follows_the_ending(sayso, write, tmp_path, ending):
    write("ilsk.txt")
    n_claims = len(claims_in(sayso("code", "ilsk.txt", *RULES).stdout))
    path = tmp_path / f"c.{ending}"
    assert sayso("code", "ilsk.txt", "-o", path, *RULES).exit_code == 0
    if ending == "jsonl":
        assert len(claims_in(path.read_text())) == n_claims
    elif ending == "csv":
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert len(list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))) == n_claims
    elif ending == "parquet":
        assert pq.read_table(path).num_rows == n_claims
    else:
        assert "attacked" in path.read_text()
        assert "\x1b" not in path.read_text()
    assert not list(tmp_path.glob("*.partial")) + list(tmp_path.glob("*.unfinished"))


def test_ending_that_names_no_format_is_refused_before_any_work(sayso, write, tmp_path):
    result = sayso("code", write("ilsk.txt"), "-o", "c.xlsx", *RULES)
    assert result.exit_code == exits.USAGE
    assert "'.xlsx' names no format" in result.stderr
    assert sayso("code", "ilsk.txt", "-o", "c.xlsx", "--format", "csv", *RULES).exit_code == 0


def test_given_date_dates_the_claims_and_without_one_they_stay_undated(sayso, write):
    write("ilsk.txt", ATTACK)
    undated = claims_in(sayso("code", "ilsk.txt", *RULES).stdout)
    dated = claims_in(sayso("code", "ilsk.txt", "--date", "2024-05-01", *RULES).stdout)
    assert all(claim["when"] is None for claim in undated)
    assert any(claim["when"] for claim in dated)


def test_jobs_change_nothing_in_the_output(sayso, write, start):
    texts = [f"{ATTACK} The army killed {n} men in village {n}." for n in range(30)]
    lines = lines_of(*texts).splitlines(keepends=True)
    lines[11] = "{broken\n"
    write("many.jsonl", "".join(lines))
    one = sayso("code", "many.jsonl", *RULES)
    two = start("code", "many.jsonl", "--jobs", "2", *RULES)
    out, err = two.communicate()
    assert two.returncode == 0, err
    assert out.decode() == one.stdout
    assert b"bad_json" in err


def test_standard_input_is_read(sayso):
    result = sayso("code", "-", *RULES, stdin=lines_of(ATTACK, ATTACK).encode())
    assert {c["doc"] for c in claims_in(result.stdout)} == {"d0", "d1"}


def test_summary_is_for_programs(sayso, write, tmp_path):
    write("x.jsonl", lines_of(ATTACK) + "{\n")
    assert sayso("code", "x.jsonl", "--summary", "s.json", "-q", *RULES).exit_code == 0
    tree = json.loads((tmp_path / "s.json").read_text())
    assert (tree["reports_in"], tree["coded"], tree["dropped"]) == (2, 1, 1)
    assert tree["dropped_by_reason"] == [{"step": "capture", "reason": "bad_json", "n": 1}]
    assert tree["drops"][0]["origin"] == "x.jsonl#2"
    assert tree["finished"] is True


def test_quiet_says_nothing_when_all_is_well(sayso, write):
    assert sayso("code", write("ilsk.txt"), "-q", *RULES).stderr == ""


def test_settings_file_counts_and_a_wrong_key_is_named(sayso, write):
    write("ilsk.txt")
    write("sayso.toml", '[extract]\nextractor = "rules"\nmin_score = 1.0\n')
    assert sayso("code", "ilsk.txt").stdout == ""
    write("sayso.toml", "[extract]\nmin_scor = 1.0\n")
    result = sayso("code", "ilsk.txt")
    assert result.exit_code == exits.USAGE
    assert 'unknown key "extract.min_scor"; did you mean "extract.min_score"?' in result.stderr
