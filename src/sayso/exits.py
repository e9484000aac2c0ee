"""How a command ends: exit codes, messages, signals.

In:   whatever a command's work raises
Out:  one message on the error stream, and an exit code (`EXIT`, listed in `docs/command.md`)

Known faults: none known.
"""

import logging
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import typer

from sayso.base.errors import BugInSayso, ConfigError, SaysoError

OK = 0
BUG = 1
USAGE = 2
NOTHING_CODED = 3
BROKEN = 4
DROPPED = 5
FOUND = 6
INTERRUPTED = 130
PIPE_CLOSED = 141
TERMINATED = 143

EXIT: dict[int, str] = {
    OK: "done; single reports may have been dropped, each is counted",
    BUG: "a bug in sayso; the traceback says where",
    USAGE: "wrong arguments or settings, or an input that does not exist; nothing was run",
    NOTHING_CODED: "no report could be coded",
    BROKEN: "the model or another part does not work, or the disk refused",
    DROPPED: "with --strict: some report was dropped; the others are coded and written",
    FOUND: "with --strict: `sayso check` found an error that nobody has settled, or `sayso diff` a "
    "difference; or `sayso release --verify` found a release that was changed. "
    "Always: `sayso why` found words or a hash that do not fit",
    INTERRUPTED: "stopped by Ctrl-C",
    PIPE_CLOSED: "the program that read the output closed it",
    TERMINATED: "stopped by a signal to end",
}


class Terminated(BaseException):
    """A signal to end (SIGTERM)."""


@contextmanager
def messages_and_codes() -> Iterator[None]:
    """Do what every command does around its work: signals, warnings, messages."""
    before = signal.signal(signal.SIGTERM, _on_terminate)
    try:
        with _warnings_on_stderr(), _messages():
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _messages() -> Iterator[None]:
    """Turn what went wrong into one message and an exit code."""
    try:
        yield
    except BrokenPipeError:
        let_go_of_stdout()
        raise typer.Exit(PIPE_CLOSED) from None
    except ConfigError as err:
        say(str(err))
        raise typer.Exit(USAGE) from None
    except BugInSayso as err:
        _tell_bug(err)
    except SaysoError as err:
        say(str(err))
        raise typer.Exit(BROKEN) from None
    except OSError as err:
        where = f"{err.filename}: " if err.filename else ""
        say(f"{where}{err.strerror or err}")
        raise typer.Exit(BROKEN) from None
    except KeyboardInterrupt:
        say("stopped")
        raise typer.Exit(INTERRUPTED) from None
    except Terminated:
        raise typer.Exit(TERMINATED) from None
    except Exception as err:
        if isinstance(err, typer.Exit | typer.Abort | typer.BadParameter):
            raise
        _tell_bug(err)


def _tell_bug(err: Exception) -> NoReturn:
    from sayso import __version__  # noqa: PLC0415  reads the package's metadata

    traceback.print_exception(err, file=sys.stderr)
    say(f"this is a bug in sayso {__version__}; please report it with the lines above")
    raise typer.Exit(BUG) from None


def _on_terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


@contextmanager
def _warnings_on_stderr() -> Iterator[None]:
    """Show our warnings; those of libraries end as counted drops, and are not shown."""
    shown = logging.StreamHandler(sys.stderr)
    shown.setFormatter(logging.Formatter("sayso: %(message)s"))
    handlers = ((logging.getLogger("sayso"), shown), (logging.root, logging.NullHandler()))
    for logger, handler in handlers:
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger, handler in handlers:
            logger.removeHandler(handler)


def say(message: str) -> None:
    """Write one message on the error stream, harmless to a terminal."""
    from sayso.show.words import visible  # noqa: PLC0415  see the module's head

    typer.echo(f"sayso: {visible(message)}", err=True)


def let_go_of_stdout() -> None:
    """Point standard output at nothing, so that the interpreter's last flush is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
