"""Killed at any moment, a record is sound, and the same command again finishes the work."""

import random
import signal
import time

import forked
import pytest
import same_record
import unrest

from sayso import exits
from sayso.record.open import open_record

N = 24  # reports; committed by threes
# Fifty kills in all, by SIGKILL, which no program can catch: it stops as in a power cut of the
# process. Delays are drawn between nothing and the time of an undisturbed run.
KILLS_OF_ADD = 30
KILLS_OF_LINK = 20
KILLS_IN_A_ROW = 5


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The record as one run leaves it; how long that took."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "news.jsonl").write_text(unrest.lines(N))
    add(folder)  # starts the fork server
    (folder / "war.sayso").unlink()
    started = time.monotonic()
    code, err = add(folder)
    seconds = time.monotonic() - started
    assert code == 0, err
    with open_record(folder / "war.sayso", readonly=True) as record:
        rows, counts = same_record.open_rows(record), same_record.all_counts(record)
    assert counts["copy"]
    assert counts["incident_claim"] > counts["incident"]
    assert counts["relation"]
    return folder, rows, counts, seconds


def add(folder):
    return forked.run(folder, "add", "news.jsonl", "--record", "war.sayso", *forked.RULES)


def start(folder):
    return forked.start(folder, "add", "news.jsonl", "--record", "war.sayso", *forked.RULES)


class Killer:
    """Kills processes after a time drawn between nothing and what an undisturbed one takes."""

    def __init__(self, seconds, seed):
        self.seconds = seconds
        self.draw = random.Random(seed)
        self.kills = 0

    def kill(self, process):
        started = time.monotonic()
        process.join(self.draw.uniform(0, self.seconds))
        if process.exitcode is None:
            process.kill()
            process.join()
        if process.exitcode == -signal.SIGKILL:
            self.kills += 1
        else:  # it was quicker
            assert process.exitcode == 0
            self.seconds = min(self.seconds, time.monotonic() - started)


def check(path):
    if path.exists():
        same_record.check_sound(path)


def same(path, rows, counts):
    with open_record(path, readonly=True) as record:
        assert same_record.open_rows(record) == rows
        assert same_record.all_counts(record) == counts  # nothing was there twice in between


def test_adding_is_killed_and_taken_up(undisturbed, tmp_path):
    source, rows, counts, seconds = undisturbed
    killer = Killer(seconds, 20310301)
    runs = 0
    while killer.kills < KILLS_OF_ADD:
        folder = tmp_path / f"{runs}"
        folder.mkdir()
        (folder / "news.jsonl").write_bytes((source / "news.jsonl").read_bytes())
        for _ in range(KILLS_IN_A_ROW):
            killer.kill(start(folder))
            check(folder / "war.sayso")
        code, err = add(folder)
        assert code == 0, err
        check(folder / "war.sayso")
        same(folder / "war.sayso", rows, counts)
        runs += 1
        assert runs < KILLS_OF_ADD, "hardly any run was hit: the delays are too long"


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_database_outlives_the_kills_of_its_client(undisturbed, place, tmp_path):
    source, rows, counts, seconds = undisturbed
    (tmp_path / "news.jsonl").write_bytes((source / "news.jsonl").read_bytes())
    where = place("war")
    args = ("add", "news.jsonl", "--record", where, *forked.RULES)
    killer = Killer(seconds, 20310304)
    for _ in range(6):
        killer.kill(forked.start(tmp_path, *args))
    code, err = forked.run(tmp_path, *args)
    assert code == 0, err
    assert killer.kills
    same(where, rows, counts)


def test_linking_is_killed_and_taken_up(undisturbed, tmp_path):
    source, rows, counts, _ = undisturbed
    add_only = tmp_path / "stored.sayso"
    process = forked.context().Process(target=forked.store, args=(source / "news.jsonl", add_only))
    process.start()
    process.join()
    assert process.exitcode == 0
    started = time.monotonic()
    (tmp_path / "whole.sayso").write_bytes(add_only.read_bytes())
    link(tmp_path / "whole.sayso").join()
    killer = Killer(time.monotonic() - started, 20310302)
    runs = 0
    while killer.kills < KILLS_OF_LINK:
        path = tmp_path / f"{runs}.sayso"
        path.write_bytes(add_only.read_bytes())
        for _ in range(KILLS_IN_A_ROW):
            killer.kill(link(path))
            check(path)
        last = link(path)
        last.join()
        assert last.exitcode == 0
        check(path)
        same(path, rows, counts)
        runs += 1
        assert runs < KILLS_OF_LINK, "hardly any run was hit: the delays are too long"


def link(path):
    process = forked.context().Process(target=forked.link, args=(path,))
    process.start()
    return process


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, exits.INTERRUPTED), (signal.SIGTERM, exits.TERMINATED)]
)
def test_a_run_that_is_told_to_stop_says_so_and_is_taken_up(undisturbed, tmp_path, number, code):
    source, rows, counts, _ = undisturbed
    (tmp_path / "news.jsonl").write_bytes((source / "news.jsonl").read_bytes())
    stopped = 0
    for turn in range(40):  # eight, and more until one was hit: how fast a machine is differs
        if stopped and turn >= 8:
            break
        process = start(tmp_path)
        while not (tmp_path / "ready").exists() and process.exitcode is None:
            time.sleep(0.01)
        process.join(0.03 * (turn % 8))
        if process.exitcode is None:
            forked.send(process, number)
        process.join()
        said = (tmp_path / "err").read_text()
        if "reports in" not in said:  # else the signal came when all was done
            assert process.exitcode in (0, code), said
        if process.exitcode == code:
            assert "Traceback" not in said
            stopped += "give the same command again" in said
        check(tmp_path / "war.sayso")
        (tmp_path / "ready").unlink()
    assert stopped
    code, err = add(tmp_path)
    assert code == 0, err
    same(tmp_path / "war.sayso", rows, counts)
