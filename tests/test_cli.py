"""The command, as a user and as a script see it."""

import contextlib
import csv
import gzip
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from sayso import cli, exits
from sayso.base.errors import ModelError

ATTACK = "Rebels attacked the town of Ilsk on Monday, police said."
RULES = ("--extractor", "rules")


def lines_of(*texts, **more):
    return "".join(
        json.dumps({"id": f"d{n}", "text": t} | more) + "\n" for n, t in enumerate(texts)
    )


def account(result):
    """The closing table, with single spaces."""
    return " ".join(result.stderr.split())


def claims_in(text):
    return [json.loads(line) for line in text.splitlines()]


# --- what comes out --------------------------------------------------------------------


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


# --- bad input: a counted drop or a clear message, and the rest is coded ------------------


def _gzip(text):
    return gzip.compress(text.encode())


_WARC = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999\r\n\r\nHTT"
_GERMAN = "Die Rebellen haben am Montag die Stadt angegriffen, teilte die Polizei mit. " * 8

BAD = {
    "empty file": ("empty.txt", b"", "empty"),
    "white space only": ("space.txt", b" \n\t\n", "empty"),
    "binary": ("x.dat", bytes(range(256)) * 40, "binary"),
    "picture": ("x.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), None),
    "truncated gzip": ("x.txt.gz", _gzip(ATTACK * 9)[:-20], "truncated"),
    "not gzip at all": ("x.jsonl.gz", b"\x1f\x8b\x08\x00 no", None),
    "truncated WARC": ("x.warc", _WARC, None),
    "json of another kind": ("x.json", b'{"a": 1}', "no_text"),
    "not English": ("de.txt", _GERMAN.encode(), "not_english"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_report_is_dropped_with_its_reason_and_the_good_one_is_coded(sayso, write, case):
    name, content, reason = BAD[case]
    write(f"news/{name}", content)
    write("news/zz-good.txt")
    result = sayso("code", "news", *RULES)
    assert result.exit_code == 0, result.stderr
    assert "attacked" in result.stdout
    assert "dropped 1" in account(result)
    assert "reports in 2" in account(result)
    assert reason is None or reason in result.stderr
    assert f"news/{name}" in result.stderr, "the account names the first report that was hit"


@pytest.mark.parametrize(
    "content",
    [
        ATTACK.encode("utf-16"),
        (ATTACK + " caf\u00e9 \u201cyes\u201d").encode("cp1252"),
        ATTACK.encode() + b" caf\xc3\xa9 caf\xe9",
        ATTACK.replace(" on ", "\0 on ").encode(),
        f"<p>{ATTACK}<script>var x = 'killed';</script><b><div></p></i>".encode(),
        (ATTACK + " " + "and then it rained " * 1250).encode(),
    ],
    ids=["utf-16", "cp1252", "mixed encodings", "NUL bytes", "broken HTML", "5,000 words"],
)
def test_hard_report_is_coded(sayso, write, content):
    result = sayso("code", write("x.txt", content), *RULES)
    assert result.exit_code == 0, result.stderr
    assert '"text":"attacked"' in result.stdout


def test_line_of_two_megabytes_is_no_reason_to_fail(sayso, write):
    write("x.jsonl", lines_of(ATTACK, "and so on " * 200_000, ATTACK))
    result = sayso("code", "x.jsonl", *RULES)
    assert result.exit_code == 0
    assert {c["doc"] for c in claims_in(result.stdout)} >= {"d0", "d2"}
    assert "reports in 3" in account(result)


def test_text_of_forty_megabytes_is_one_counted_drop(sayso, write):
    write("big.txt", (ATTACK + " ") * (40_000_000 // len(ATTACK)))
    write("good.txt")
    result = sayso("code", "big.txt", "good.txt", *RULES)
    assert result.exit_code == 0
    assert "too_long" in result.stderr
    assert "dropped 1" in account(result)


def test_bad_lines_in_the_middle_are_named_and_the_rest_is_coded(sayso, write):
    good = lines_of(ATTACK, ATTACK).splitlines(keepends=True)
    write("x.jsonl", good[0] + '{"text": "cut of\n' + "[1, 2]\n" + '{"id": "x"}\n' + good[1])
    result = sayso("code", "x.jsonl", *RULES)
    assert result.exit_code == 0
    assert {c["doc"] for c in claims_in(result.stdout)} == {"d0", "d1"}
    assert "x.jsonl#2: line 2" in result.stderr
    assert "bad_json 2" in account(result)
    assert "no_text 1" in account(result)


def test_same_file_twice_is_coded_once(sayso, write):
    write("ilsk.txt")
    once = sayso("code", "ilsk.txt", *RULES)
    twice = sayso("code", "ilsk.txt", "ilsk.txt", *RULES)
    assert twice.stdout == once.stdout
    assert "duplicate" in twice.stderr


def test_unreadable_file_is_dropped(sayso, write, tmp_path):
    write("news/good.txt")
    (tmp_path / "news" / "gone.txt").symlink_to(tmp_path / "nowhere")
    result = sayso("code", "news", *RULES)
    assert result.exit_code == 0
    assert "unreadable" in result.stderr


def test_folder_without_reports_is_said_and_not_taken_for_success(sayso, tmp_path):
    (tmp_path / "none").mkdir()
    result = sayso("code", "none", *RULES)
    assert result.exit_code == exits.NOTHING_CODED
    assert "empty_folder" in result.stderr
    assert "no report could be coded" in result.stderr


def test_strict_run_fails_when_something_was_dropped(sayso, write):
    write("x.jsonl", lines_of(ATTACK) + "{\n")
    result = sayso("code", "x.jsonl", "--strict", *RULES)
    assert result.exit_code == exits.DROPPED
    assert "attacked" in result.stdout
    assert sayso("code", write("ilsk.txt"), "--strict", *RULES).exit_code == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["missing.txt"], "missing.txt"),
        (["https://example.org/a.html"], "sayso fetches nothing"),
        (["ilsk.txt", "--date", "5.10.2014"], "write it as 2014-10-05"),
        (["ilsk.txt", "--jobs", "0"], "run.jobs"),
        (["ilsk.txt", "--format", "xlsx"], "xlsx"),
        (["ilsk.txt", "-o", "no/such/c.csv"], "does not exist"),
        (["ilsk.txt", "-o", "."], "is a folder"),
        (["ilsk.txt", "-o", "ilsk.txt"], "is an input"),
        (["ilsk.txt", "-o", "c.csv", "--documents", "c.csv"], "named for the claims"),
        (["ilsk.txt", "--settings", "no.toml"], "no.toml"),
        (["-", "-"], "only once"),
        ([], "Missing argument"),
    ],
)
def test_wrong_arguments_are_told_in_one_message(sayso, write, args, words):
    content = write("ilsk.txt").read_bytes()
    result = sayso("code", *args, *RULES)
    assert result.exit_code == exits.USAGE
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert write("ilsk.txt").read_bytes() == content


def test_output_inside_the_input_folder_is_never_its_input(sayso, write, tmp_path):
    write("ilsk.txt")
    for _ in range(2):
        result = sayso("code", ".", "-o", "claims.jsonl", "--documents", "texts.jsonl", *RULES)
        assert result.exit_code == 0
        assert "reports in 1" in account(result)


def test_bug_keeps_its_traceback_and_says_that_it_is_one(sayso, write, monkeypatch):
    def broken(*_):
        raise KeyError("oops")

    monkeypatch.setattr("sayso.engines.records.code_report", broken)
    result = sayso("code", write("ilsk.txt"), *RULES)
    assert result.exit_code == exits.BUG
    assert "KeyError: 'oops'" in result.stderr
    assert "this is a bug in sayso" in result.stderr


def test_missing_model_is_one_message(sayso, write, monkeypatch):
    def missing(**_):
        raise ModelError("the model is not there; reinstall sayso")

    monkeypatch.setattr("sayso.extract.model.ModelExtractor.load", missing)
    result = sayso("code", write("ilsk.txt"), "-o", "c.jsonl")
    assert result.exit_code == exits.BROKEN
    assert result.stderr == "sayso: the model is not there; reinstall sayso\n"


# --- pipes, signals, resuming --------------------------------------------------------------


_SENTENCES = " ".join(
    f"Rebels attacked the village of Ala on Monday, {voice} said."
    for voice in ("police", "the army", "the mayor", "residents") * 2
)
# Enough reports for a run to be caught in the middle: about a second of work.
MANY = lines_of(*(f"Report {n}. {_SENTENCES}" for n in range(120)))


@pytest.fixture
def many(write):
    return write("many.jsonl", MANY)


@pytest.fixture(scope="module")
def whole():
    """What an undisturbed run over MANY writes."""
    return CliRunner().invoke(cli.app, ["code", "-", "-q", *RULES], input=MANY.encode()).stdout


def _wait_for_records(path, n, process):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        if path.exists() and path.read_bytes().count(b"\n") > n:
            return
        time.sleep(0.01)
    pytest.fail(f"no {n} records in time; the run ended with {process.poll()}")


ENDS = {
    signal.SIGINT: exits.INTERRUPTED,
    signal.SIGTERM: exits.TERMINATED,
    signal.SIGKILL: -signal.SIGKILL,
}


@pytest.mark.parametrize(
    ("how", "jobs"),
    [
        (signal.SIGINT, "1"),
        (signal.SIGTERM, "1"),
        (signal.SIGKILL, "1"),
        (signal.SIGINT, "2"),
    ],
    ids=["Ctrl-C", "terminate", "kill", "Ctrl-C in a pool"],
)
def test_stopped_run_leaves_nothing_half_written_and_goes_on(  # noqa: PLR0917
    many, whole, start, tmp_path, how, jobs
):
    args = ("code", many.name, "-o", "c.jsonl", *RULES)
    partial, output = tmp_path / "c.jsonl.partial", tmp_path / "c.jsonl"
    process = start(*args, "--jobs", jobs)
    _wait_for_records(partial, 5, process)
    process.send_signal(how)
    _, err = process.communicate(timeout=20)
    assert process.returncode == ENDS[how], err
    assert not output.exists()
    if how != signal.SIGKILL:
        assert b"give the same command again to go on" in err
        assert b"Traceback" not in err
    with partial.open("ab") as file:
        file.write(b'{"origin": "torn')  # as a kill in the middle of a write leaves it
    again = start(*args)
    _, err = again.communicate(timeout=60)
    assert again.returncode == 0, err
    assert b"by an earlier run" in err
    assert not partial.exists()
    assert output.read_text("utf-8") == whole


def test_partial_file_of_other_settings_or_input_is_not_taken_up(many, sayso, write, tmp_path):
    write("ilsk.txt")
    write("c.jsonl.partial", '{"made_by":"sayso 0.0 rules-0","settings":"x"}\n{"origin":"x"}\n')
    result = sayso("code", "ilsk.txt", "-o", "c.jsonl", *RULES)
    assert result.exit_code == 0
    assert "starting anew" in result.stderr
    assert "by an earlier run" not in result.stderr
    assert claims_in((tmp_path / "c.jsonl").read_text())


def test_workers_that_are_killed_cost_nothing(many, whole, start, tmp_path):
    process = start("code", many.name, "-o", "c.jsonl", "--jobs", "2", *RULES)
    _wait_for_records(tmp_path / "c.jsonl.partial", 5, process)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for child in children:
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(int(child), signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert (tmp_path / "c.jsonl").read_text("utf-8") == whole


def test_bar_is_for_a_terminal_and_never_in_the_output(write, start):
    write("ilsk.txt")
    terminal, end = pty.openpty()
    process = start("code", "ilsk.txt", *RULES, stderr=end, env=os.environ | {"TERM": "xterm"})
    out, _ = process.communicate(timeout=30)
    os.close(end)
    shown = b""
    with contextlib.suppress(OSError):  # how Linux says that the other end is closed
        while part := os.read(terminal, 65536):
            shown += part
    os.close(terminal)
    assert "━".encode() in shown
    assert b"reports in" in shown
    assert claims_in(out.decode())


def test_reader_that_goes_away_ends_the_run_quietly(many, start):
    process = start("code", "many.jsonl", *RULES)
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=20)
    assert process.returncode == exits.PIPE_CLOSED
    assert err == b""


def test_failed_run_keeps_the_old_output(sayso, write, monkeypatch, tmp_path):
    write("ilsk.txt")
    write("c.csv", "old")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sayso.writers.flat_row", full)
    result = sayso("code", "ilsk.txt", "-o", "c.csv", *RULES)
    assert result.exit_code == exits.BROKEN
    assert "No space left on device" in result.stderr
    assert (tmp_path / "c.csv").read_text() == "old"
    assert not list(tmp_path.glob("*.unfinished"))


# --- show, doctor, help ------------------------------------------------------------------


def test_show_prints_the_report_with_its_claims(sayso, write):
    result = sayso("show", write("ilsk.txt"), *RULES)
    assert result.exit_code == 0
    assert "attacked]" in result.stdout
    assert "[1 " in result.stdout
    assert "\x1b" not in result.stdout


def test_show_writes_one_page(sayso, write, tmp_path):
    write("ilsk.txt")
    result = sayso("show", "ilsk.txt", "--html", "p.html", *RULES)
    assert result.exit_code == 0
    html = (tmp_path / "p.html").read_text("utf-8")
    assert html.startswith("<!doctype html>")
    assert "Content-Security-Policy" in html
    assert "Rebels seize border town" in html


def test_show_chooses_one_report_of_several(sayso, write):
    write("x.jsonl", lines_of("First thing.", ATTACK))
    both = sayso("show", "x.jsonl", *RULES).stdout
    assert "First thing" in both
    assert "attacked" in both
    one = sayso("show", "x.jsonl", "--id", "d1", *RULES).stdout
    assert "First thing" not in one
    assert "attacked" in one
    none = sayso("show", "x.jsonl", "--id", "d7", *RULES)
    assert none.exit_code == exits.NOTHING_CODED
    assert "'d7'" in none.stderr


def test_show_of_a_bad_report_says_why(sayso, write):
    result = sayso("show", write("empty.txt", b""), *RULES)
    assert result.exit_code == exits.NOTHING_CODED
    assert "empty" in result.stderr


def test_help_has_examples_and_every_command(sayso):
    assert {"code", "show", "doctor"} <= set(sayso("--help").stdout.split())
    for command in ("code", "show", "doctor"):
        text = sayso(command, "--help").stdout
        assert "Example" in text
        assert f"sayso {command}" in text


def test_version_is_the_package_s(sayso):
    assert sayso("--version").stdout == f"sayso {version('sayso')}\n"


def test_help_loads_neither_model_nor_tables():
    code = (
        "import sys; sys.argv = ['sayso', '--help']\n"
        "import sayso.cli\n"
        "try: sayso.cli.main()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pyarrow', 'onnxruntime', 'trafilatura', 'rich.console', 'lxml'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_show_identified_says_what_was_chosen_over_what(sayso, write):
    text = "Taliban fighters attacked soldiers in Mosul on Monday, police said. Iraq sent troops."
    path = write("mosul.txt", text)
    shown = sayso("show", path, "--identify", "--extractor", "rules")
    assert shown.exit_code == 0
    words = " ".join(shown.stdout.split())
    assert "Taliban fighters: undecided; Afghan Taliban (0.60:" in words
    assert "= Mosul, Nineveh, IRQ (0.9" in words
    assert "; or Mosul (district), Nineveh, IRQ (0.0" in words
    assert "meant" not in sayso("show", path, "--extractor", "rules").stdout


def test_account_of_an_identified_run_tells_settled_and_undecided(sayso, write, tmp_path):
    write("mosul.txt", "Rebels attacked soldiers in Mosul on Monday. Iraq sent troops.")
    summary = tmp_path / "summary.json"
    ended = sayso(
        "code", "mosul.txt", "--identify", "--extractor", "rules", "-o", "c.jsonl",
        "--summary", summary,
    )  # fmt: skip
    assert ended.exit_code == 0
    mentions = json.loads(summary.read_text())["mentions"]
    assert mentions["places_settled"] == 1
    assert "1 settled" in ended.stderr
