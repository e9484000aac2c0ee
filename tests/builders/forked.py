"""Commands in processes of their own that start at once, so that many can be killed in a test.

In:   arguments of `sayso`, or a function of this module
Out:  a process: `kill()` is SIGKILL, `exitcode` what the command ended with

Method: multiprocessing's fork server imports sayso and its tables once; each process is a fork of
it. It is a process like any other: nothing in it runs on when it is killed. Batches are made
small, so that a short run has many commits between which it can be killed.
"""

import ctypes
import datetime as dt
import multiprocessing
import multiprocessing.forkserver
import os
import resource
import sys
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import sayso.cli
import sayso.record.copies
import sayso.record.incidents
import sayso.record.relations
from sayso.record import acts, adding
from sayso.record.linking import Linked, link_all
from sayso.record.open import open_record

BATCH = 3  # reports in a commit

RULES = ("--extractor", "rules", "--no-identify")


def context() -> Any:
    """The fork server's context; the first process waits for the server."""
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["forked"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)  # the server is not told of `sys.path`
    try:
        multiprocessing.forkserver.ensure_running()
    finally:
        os.environ.pop("PYTHONPATH")
        os.environ |= {"PYTHONPATH": before} if before is not None else {}
    return made


def start(where: Path, *args: object, before: Callable[..., None] | None = None) -> BaseProcess:
    """Start `sayso ARGS` with what it prints in files `out` and `err` of a folder.

    Args:
        where: the folder; it is the command's working folder too.
        args: arguments of the command.
        before: called in the new process first.
    """
    process: BaseProcess = context().Process(
        target=_run, args=(where, before, list(map(str, args)))
    )
    process.start()
    return process


def run(where: Path, *args: object, before: Callable[..., None] | None = None) -> tuple[int, str]:
    """Run `sayso ARGS` to its end; give the exit code and what it said to people."""
    process = start(where, *args, before=before)
    process.join(60)
    assert process.exitcode is not None, f"hangs: {args}"
    return process.exitcode, (where / "err").read_text("utf-8", "replace")


def _run(where: Path, before: Callable[..., None] | None, args: list[str]) -> None:
    os.chdir(where)
    for name, stream in (("out", sys.stdout), ("err", sys.stderr)):
        with (where / name).open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    adding._BATCH_REPORTS = BATCH
    adding.run = _noted(adding.run)
    if before is not None:
        before()
    sys.argv = ["sayso", *args]
    sayso.cli.main()


def _noted(run_job: Callable[..., None]) -> Callable[..., None]:
    """Make the file `ready` when the work begins: from then on the command handles signals."""

    def noted(*args: object) -> None:
        Path("ready").touch()
        run_job(*args)

    return noted


def store(news: Path, where: Path) -> None:
    """Add reports to a record and link nothing. To be run in a process of its own."""
    adding.link_all = lambda *_, **__: Linked()  # type: ignore[assignment]
    os.chdir(news.parent)
    adding._BATCH_REPORTS = BATCH
    sys.argv = ["sayso", "add", news.name, "--record", str(where), "--quiet", *RULES]
    sayso.cli.main()


def link(where: Path) -> None:
    """Link what is marked in a record. To be run in a process of its own."""
    with open_record(where) as record:
        link_all(record)


def send(process: BaseProcess, number: int) -> None:
    """Send a signal to a process."""
    assert process.pid is not None
    os.kill(process.pid, number)


# --- what goes wrong ----------------------------------------------------------------------


def small_files() -> None:
    """No file may grow beyond 1 MB: what is written past that is refused, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))


def clock_gone_back() -> None:
    """The clock of a machine that lost its battery."""
    acts.now = lambda: dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class _Head(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def without_rights() -> None:
    """Give up root's right to pass over permissions, for good. Does nothing to other users.

    Raises:
        OSError: the system knows no capabilities.
    """
    if os.geteuid():
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head = _Head(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3; this process
    sets = (ctypes.c_uint32 * 6)()
    if libc.capget(ctypes.byref(head), sets):
        raise OSError(ctypes.get_errno(), "capget")
    for at in range(3):  # effective, permitted, inheritable, of the first 32
        sets[at] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    if libc.capset(ctypes.byref(head), sets):
        raise OSError(ctypes.get_errno(), "capset")
