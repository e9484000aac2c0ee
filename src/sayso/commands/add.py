"""`sayso add`: reports into a record.

In:   files and folders; the record, made where there is none
Out:  a record that holds them, linked; the account of the run on the error stream

Method: thin; `record.adding` does the work, `commands.account` shows it.
Known faults: none known.
"""

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.base.errors import ConfigError
from sayso.commands.options import (
    DateOption,
    ExtractorOption,
    RecordOption,
    SettingsOption,
    settings_given,
    stderr,
    written_to,
)
from sayso.exits import (
    DROPPED,
    INTERRUPTED,
    NOTHING_CODED,
    TERMINATED,
    Terminated,
    messages_and_codes,
    say,
)

if TYPE_CHECKING:
    from sayso.record.account import Account
    from sayso.record.adding import AddJob
    from sayso.record.open import Record

app = typer.Typer()


@app.command(short_help="Add reports to a record.")
def add(
    *,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT",
            help="Files and folders, as `sayso code` reads them. - reads standard input.",
        ),
    ] = None,
    coded: Annotated[
        list[str] | None,
        typer.Option(
            "--coded",
            metavar="FOLDER",
            help="A folder of shards that `sayso code -o FOLDER/` wrote, or its URL: its reports "
            "are added as they were coded there. May be repeated.",
        ),
    ] = None,
    record: RecordOption = None,
    date: DateOption = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", help="Worker processes. [default: 1]"),
    ] = None,
    extractor: ExtractorOption = None,
    identify: Annotated[
        bool,
        typer.Option(
            "--identify/--no-identify",
            help="Settle which actors and places are meant; without it little can be linked.",
        ),
    ] = True,
    recode: Annotated[
        bool,
        typer.Option(
            "--recode",
            help="Code the stored reports again with the model and settings of this run; "
            "decisions of people are kept. INPUT may then be left out.",
        ),
    ] = False,
    settings: SettingsOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=f"End with code {DROPPED} when a report was dropped.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No bar and no account, only errors.")
    ] = False,
) -> None:
    """Add reports to a record: kept as received, coded, linked.

    The record is made where there is none. Adding the same again changes nothing. A run that
    is stopped goes on where it ended when the same command is given again.

    \b
    Examples:
      sayso add news/ --record war.sayso
      sayso add feed.xml letter.txt --jobs 2
      sayso add --coded coded/ --record war.sayso
      sayso add --recode
    """
    with messages_and_codes():
        from sayso.record.account import Account  # noqa: PLC0415  slow to load
        from sayso.record.adding import AddJob  # noqa: PLC0415

        if not inputs and not coded and not recode:
            raise ConfigError("nothing to add: name files or folders, or say --coded or --recode")
        if coded and not inputs and date is not None:
            raise ConfigError("--date goes with `sayso code`: what is in shards has its day")
        job = AddJob(
            inputs=inputs or [],
            coded=coded or [],
            settings=settings_given(
                settings, date=date, extractor=extractor, identify=identify, jobs=jobs
            ),
            stdin=sys.stdin.buffer if "-" in (inputs or ()) else None,
            recode=recode,
        )
        account = Account()
        with written_to(record, create=bool(inputs or coded)) as opened:
            _run(opened, job, account, quiet=quiet)
        n_dropped = account.dropped.total()
        if account.n_in and account.n_in == n_dropped:
            say("no report could be coded")
            raise typer.Exit(NOTHING_CODED)
        if not account.n_in and not recode:
            say("no report came in")
            raise typer.Exit(NOTHING_CODED)
        if strict and n_dropped:
            raise typer.Exit(DROPPED)


def _run(record: "Record", job: "AddJob", account: "Account", *, quiet: bool) -> None:
    from sayso.record import adding  # noqa: PLC0415  see the command

    started = time.monotonic()
    try:
        if quiet or not sys.stderr.isatty():
            adding.run(record, job, account)
        else:
            from sayso.capture import total_bytes  # noqa: PLC0415
            from sayso.commands.account import adding_bar  # noqa: PLC0415

            total = total_bytes(job.inputs) if job.inputs else 0
            with adding_bar(stderr(), total) as bar:
                seen = replace(
                    job, on_bytes=bar.on_bytes, on_report=bar.on_report, on_link=bar.on_link
                )
                adding.run(record, seen, account)
    except (KeyboardInterrupt, Terminated) as err:
        say(
            f"stopped after {account.n_in:,} reports; what is done is kept in {record.where}: "
            "give the same command again to go on"
        )
        stopped = INTERRUPTED if isinstance(err, KeyboardInterrupt) else TERMINATED
        raise typer.Exit(stopped) from None
    if not quiet:
        from sayso.closing import print_trimmed  # noqa: PLC0415
        from sayso.commands.account import adding_view  # noqa: PLC0415

        seconds = time.monotonic() - started
        print_trimmed(stderr(), adding_view(account, seconds=seconds, where=record.where))
