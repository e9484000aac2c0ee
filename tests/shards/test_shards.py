"""Shards: the same bytes whatever coded them, taken up where a run ended, bound to their input."""

import hashlib
import json
import os
import signal
import time

import pyarrow.parquet as pq
import pytest

from sayso.shards.columns import claims_of, drops_of, stored_of

RULES = ("--extractor", "rules", "--shard-reports", "10")
ATTACK = "Rebels attacked the town of Ilsk on Monday, killing at least 12 soldiers, police said."


def lines(n, first=0):
    """So many reports; every ninth cannot be read."""
    return "".join(
        "{\n"
        if at % 9 == 8
        else json.dumps({"id": f"n{at}", "text": f"{ATTACK} {at} men fled Marn."}) + "\n"
        for at in range(first, first + n)
    )


def digests(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def all_of(folder, table, nouns):
    return [
        noun
        for path in sorted(folder.glob(f"{table}-*.parquet"))
        for noun in nouns(pq.read_table(path))
    ]


@pytest.fixture
def news(write):
    return write("news/a.jsonl", lines(47)).parent


@pytest.fixture
def coded(news, sayso, tmp_path):
    done = sayso("code", "news", "-o", "coded/", *RULES)
    assert done.exit_code == 0, done.output
    return tmp_path / "coded"


def test_shards_hold_what_a_file_of_claims_holds(news, sayso, coded, tmp_path):
    assert sayso("code", "news", "-o", "c.parquet", "--extractor", "rules").exit_code == 0
    one = claims_of(pq.read_table(tmp_path / "c.parquet"))
    assert all_of(coded, "claims", claims_of) == one
    reports = all_of(coded, "reports", stored_of)
    drops = all_of(coded, "drops", drops_of)
    assert len(reports) + len(drops) == 47
    assert {drop.reason for drop in drops} == {"bad_json"}
    by_id = {report.report_id: report for report in reports}
    for claim in one:
        doc = by_id[claim.doc]
        assert doc.text[claim.trigger.start : claim.trigger.end] == claim.trigger.text
    assert all("fled Marn" in report.received.content.decode() for report in reports)


def test_manifest_tells_each_file(coded):
    told = json.loads((coded / "manifest.json").read_text())
    assert [shard["items"] for shard in told["shards"]] == [10, 10, 10, 10, 7]
    assert told["items"] == told["coded"] + sum(
        d["n"] for s in told["shards"] for d in s["dropped"]
    )
    for shard in told["shards"]:
        for file in shard["files"]:
            content = (coded / file["name"]).read_bytes()
            assert file["bytes"] == len(content)
            assert file["sha256"] == hashlib.sha256(content).hexdigest()
            assert file["rows"] == pq.read_metadata(coded / file["name"]).num_rows


@pytest.mark.parametrize("how", [("--jobs", "2"), ("--engine", "pool", "--jobs", "3")])
def test_bytes_do_not_depend_on_workers_or_engine(sayso, coded, tmp_path, how):
    assert sayso("code", "news", "-o", "again/", *how, *RULES).exit_code == 0
    assert digests(tmp_path / "again") == digests(coded)


def test_same_command_again_codes_nothing(sayso, coded, monkeypatch):
    before = digests(coded)

    def never(*_):
        raise AssertionError("coded again")

    monkeypatch.setattr("sayso.engines.work.code_report", never)
    again = sayso("code", "news", "-o", "coded/", *RULES)
    assert again.exit_code == 0, again.output
    assert "47 of them by an earlier run" in again.stderr
    assert digests(coded) == before


def test_lost_shard_is_made_again_and_the_whole_ones_stay(sayso, coded):
    before = digests(coded)
    (coded / "shard-00003.json").unlink()
    (coded / "claims-00004.parquet").write_bytes(b"torn")
    (coded / "manifest.json").unlink()
    again = sayso("code", "news", "-o", "coded/", *RULES)
    assert "30 of them by an earlier run" in again.stderr, again.stderr
    assert digests(coded) == before


def test_input_that_grew_is_coded_from_where_it_grew(sayso, write, coded, tmp_path):
    write("news/b.jsonl", lines(15, first=100))
    again = sayso("code", "news", "-o", "coded/", *RULES)
    assert "40 of them by an earlier run" in again.stderr, again.stderr
    assert sayso("code", "news", "-o", "fresh/", *RULES).exit_code == 0
    assert digests(coded) == digests(tmp_path / "fresh")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("--min",), "the input is not what shard 0 was made from"),
        (("--identify",), "holds shards of another run (other settings)"),
        (("--shard-reports", "20"), "--shard-reports 10, now 20"),
        (("--date", "2024-05-01"), "the input is not what shard 0 was made from"),
    ],
    ids=["input", "settings", "size", "day"],
)
def test_folder_of_another_run_is_refused_and_left_as_it_is(sayso, write, coded, change, message):
    if change == ("--min",):
        write("news/a.jsonl", lines(47, first=1))
        change = ()
    before = digests(coded)
    again = sayso("code", "news", "-o", "coded/", *RULES, *change)
    assert again.exit_code == 2
    assert message in again.stderr
    assert digests(coded) == before


@pytest.mark.parametrize(
    "args",
    [
        ("-o", "coded/", "--format", "csv"),
        ("-o", "coded/", "--documents", "d.jsonl"),
        ("-o", "no/such/coded/"),
        ("-o", "c.parquet", "--shard-reports", "5"),
        ("-o", "coded/", "--engine", "local", "--jobs", "2"),
        ("-o", "coded/", "--jobs", "257"),
    ],
)
def test_what_does_not_go_together_is_refused_before_the_work(news, sayso, tmp_path, args):
    done = sayso("code", "news", *args)
    assert done.exit_code == 2, done.output
    assert not (tmp_path / "coded").exists()


def test_shards_need_input_that_can_be_read_again(sayso):
    done = sayso("code", "-", "-o", "coded/", *RULES, stdin=b"{}")
    assert done.exit_code == 2
    assert "name files" in done.stderr


def test_shards_do_not_go_into_their_own_input(news, sayso):
    done = sayso("code", "news", "-o", "news/coded/", *RULES)
    assert done.exit_code == 2
    assert "name a folder outside of it" in done.stderr


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_run_leaves_whole_shards_and_goes_on(write, start, sayso, tmp_path, how):
    write("news/a.jsonl", lines(1500))
    args = ("code", "news", "-o", "coded/", *RULES)
    process = start(*args)
    coded = tmp_path / "coded"
    until = time.monotonic() + 60
    while not (coded / "shard-00002.json").exists() and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(process.pid, how)
    _, err = process.communicate(timeout=30)
    assert b"Traceback" not in err
    assert not (coded / "manifest.json").exists()
    if how != signal.SIGKILL:
        assert b"whole shards are kept in coded/" in err
        assert not list(coded.glob("*.unfinished"))
    done = sayso(*args)
    assert done.exit_code == 0, done.output
    assert "by an earlier run" in done.stderr
    assert sayso("code", "news", "-o", "fresh/", *RULES).exit_code == 0
    left = {name for name in digests(coded) if name.endswith(".unfinished")}
    found = {name: sha for name, sha in digests(coded).items() if name not in left}
    assert found == digests(tmp_path / "fresh")
