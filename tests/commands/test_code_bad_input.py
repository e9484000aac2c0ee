"""Bad input of `sayso code`: a counted drop or a clear message, and the rest is coded."""

import gzip

import pytest
from commanded import ATTACK, RULES, account, claims_in, lines_of

from sayso import exits
from sayso.base.errors import ModelError


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
