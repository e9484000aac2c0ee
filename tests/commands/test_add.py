"""`sayso add`: the record it makes, the account, how it ends."""

import os
import signal
import time

import pytest
import sqlalchemy as sa

from sayso import exits
from sayso.record import schema
from sayso.record.open import open_record

RULES = ("--extractor", "rules", "--no-identify")


def n_reports(path):
    with open_record(path, readonly=True) as record, record.read() as view:
        query = sa.select(sa.func.count()).select_from(schema.report)
        return view.conn.execute(query.where(view.open(schema.report))).scalar()


def test_reports_go_in_once(sayso, write, tmp_path):
    write("news/a.txt")
    write("news/empty.txt", b"")
    done = sayso("add", "news", "--record", "war.sayso", *RULES)
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert "reports in" in done.stderr
    assert "war.sayso" in done.stderr
    assert n_reports(tmp_path / "war.sayso") == 1
    again = sayso("add", "news", *RULES)  # the only record here
    assert "unchanged" in again.stderr
    assert n_reports(tmp_path / "war.sayso") == 1


def test_quiet_says_nothing(sayso, write):
    write("a.txt")
    done = sayso("add", "a.txt", "--record", "war.sayso", "-q", *RULES)
    assert (done.exit_code, done.output) == (0, "")


def test_standard_input_is_read(sayso, tmp_path):
    line = b'{"id": "x", "text": "Rebels attacked the town of Ilsk on Monday, police said."}'
    done = sayso("add", "-", "--record", "war.sayso", *RULES, stdin=line)
    assert done.exit_code == 0, done.output
    assert n_reports(tmp_path / "war.sayso") == 1


def test_codes_tell_how_it_ended(sayso, write):
    write("a.txt")
    write("empty.txt", b"")
    record = ("--record", "war.sayso")
    assert (
        sayso("add", "a.txt", "empty.txt", "--strict", *record, *RULES).exit_code == exits.DROPPED
    )
    assert sayso("add", "empty.txt", *record, *RULES).exit_code == exits.NOTHING_CODED
    assert sayso("add", *record).exit_code == exits.USAGE
    assert sayso("add", "nowhere.txt", *record, *RULES).exit_code == exits.USAGE


def test_coding_anew_says_what_changed(sayso, write):
    write("a.txt")
    sayso("add", "a.txt", "--record", "war.sayso", *RULES)
    write("sayso.toml", "[extract]\nmin_score = 0.99\n")
    done = sayso("add", "--recode", *RULES)
    assert done.exit_code == 0, done.output
    assert "coded anew" in done.stderr
    assert "retracted" in done.stderr
    assert sayso("add", "--recode", *RULES).stderr.startswith("reports in 0")


def test_a_record_that_is_not_there_is_not_made_for_nothing(sayso, tmp_path):
    done = sayso("add", "--recode", "--record", "war.sayso")
    assert done.exit_code == exits.USAGE
    assert "no such record" in done.stderr
    assert not (tmp_path / "war.sayso").exists()


def test_which_record_is_never_guessed(sayso, write, tmp_path, monkeypatch):
    write("a.txt")
    none = sayso("add", "a.txt", *RULES)
    assert none.exit_code == exits.USAGE
    assert "--record" in none.stderr
    for name in ("a.sayso", "b.sayso"):
        assert sayso("add", "a.txt", "--record", name, *RULES).exit_code == 0
    both = sayso("add", "a.txt", *RULES)
    assert both.exit_code == exits.USAGE
    assert "a.sayso, b.sayso" in both.stderr
    monkeypatch.setenv("SAYSO_RECORD", "b.sayso")
    assert sayso("add", "a.txt", *RULES).exit_code == 0


def test_another_file_is_left_alone(sayso, write, tmp_path):
    write("a.txt")
    path = write("notes.sayso", "my own notes")
    done = sayso("add", "a.txt", "--record", "notes.sayso", *RULES)
    assert done.exit_code == exits.USAGE
    assert "not a record of sayso" in done.stderr
    assert path.read_text() == "my own notes"


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, exits.INTERRUPTED), (signal.SIGTERM, exits.TERMINATED)]
)
def test_a_stopped_run_says_how_to_go_on(start, sayso, write, tmp_path, *, number, code):
    text = "Rebels attacked the town of Ilsk on Monday, police said. " * 40
    lines = "\n".join(f'{{"id": "r{n}", "text": "{text} {n}"}}' for n in range(60))
    pipe = tmp_path / "slow.jsonl"
    os.mkfifo(pipe)
    process = start("add", "slow.jsonl", "--record", "war.sayso", *RULES)
    with pipe.open("w") as feed:
        feed.write(lines + "\n")
        feed.flush()
        deadline = time.monotonic() + 60
        while not (tmp_path / "war.sayso").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == code, err
    assert b"give the same command again" in err
    pipe.unlink()
    write("slow.jsonl", lines)
    assert sayso("add", "slow.jsonl", "--record", "war.sayso", *RULES).exit_code == 0
    assert n_reports(tmp_path / "war.sayso") == 60
