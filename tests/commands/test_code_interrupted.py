"""`sayso code` in pipes, stopped, killed, taken up again."""

import contextlib
import os
import pty
import signal
import time
from pathlib import Path

import pytest
from commanded import RULES, claims_in, lines_of
from typer.testing import CliRunner

from sayso import cli, exits

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
