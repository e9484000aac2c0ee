"""The command: `sayso code`, `sayso show`, `sayso doctor`; `sayso actors` is in `actors_cli`.

In:   arguments, files, standard input
Out:  claims on standard output or in a file; everything meant for people on the error
      stream; an exit code

Method: thin. Each command builds the settings, calls the module that does the work, and
leaves errors to `exits`. Modules are
imported where they are used, so that `--help` does not wait for a model.
Known faults: none known.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from sayso import actors_cli
from sayso.base.errors import ConfigError
from sayso.commands import (
    add,
    check,
    compare,
    decide,
    export,
    imports,
    look,
    mcp,
    relations,
    release,
    rounds,
    serve,
    why,
)
from sayso.commands.options import (
    DateOption,
    ExtractorOption,
    IdentifyOption,
    SettingsOption,
    settings_given,
    stderr,
)
from sayso.exits import (
    BROKEN,
    DROPPED,
    INTERRUPTED,
    NOTHING_CODED,
    OK,
    PIPE_CLOSED,
    TERMINATED,
    Terminated,
    let_go_of_stdout,
    messages_and_codes,
    say,
)

if TYPE_CHECKING:
    from sayso.job import Account, Job

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
app.add_typer(actors_cli.app, name="actors", short_help="Find, check and add actors.")
app.add_typer(rounds.app, name="round", short_help="Blind second coding, agreement, adjudication.")
# Beside those of this module.
for group in (
    add,
    decide,
    look,
    why,
    check,
    relations,
    release,
    serve,
    export,
    imports,
    compare,
    mcp,
):
    app.add_typer(group.app)


def main() -> NoReturn:
    """Run the command; the entry point of the package."""
    try:
        app()
        code: int | str | None = OK
    except SystemExit as ended:
        code = ended.code
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_stdout()
        code = PIPE_CLOSED
    raise SystemExit(code)


def _version(wanted: bool) -> None:
    if wanted:
        from sayso import __version__  # noqa: PLC0415  reads the package's metadata

        typer.echo(f"sayso {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Turn news reports into claims: who did what to whom, where, when, and on whose say-so.

    \b
    Examples:
      sayso code news/ -o claims.csv     code a folder into a spreadsheet
      sayso show report.html             read one report with its claims marked
      sayso doctor                       see whether everything works
    """


@app.command(short_help="Turn reports into claims.")
def code(
    *,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files and folders: HTML, text, Markdown, PDF, RSS, Atom, WARC, JSON lines, "
            "plain or gzipped. - reads standard input.",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE|FOLDER/",
            help="File to write; with a slash at its end, a folder of Parquet shards, here or on "
            "object storage. [default: the screen]",
        ),
    ] = None,
    format_: Annotated[
        Literal["jsonl", "csv", "parquet", "table"] | None,
        typer.Option(
            "--format",
            help="Format of the claims. [default: by the ending of FILE, else jsonl]",
            show_default=False,
        ),
    ] = None,
    date: DateOption = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", help="Workers. [default: 1]"),
    ] = None,
    engine: Annotated[
        Literal["auto", "local", "pool", "ray"] | None,
        typer.Option(
            "--engine",
            help="Where they run: this process, processes of this machine, or Ray. "
            "[default: local for one, pool for more]",
            show_default=False,
        ),
    ] = None,
    shard_reports: Annotated[
        int | None,
        typer.Option(
            "--shard-reports", metavar="N", min=1, help="Reports a shard. [default: 2000]"
        ),
    ] = None,
    extractor: ExtractorOption = None,
    identify: IdentifyOption = None,
    documents: Annotated[
        Path | None,
        typer.Option(
            "--documents",
            metavar="FILE",
            help="Write the cleaned texts too, as JSON lines; the claims' offsets count in them.",
        ),
    ] = None,
    summary: Annotated[
        Path | None,
        typer.Option("--summary", metavar="FILE", help="Write the account of the run as JSON."),
    ] = None,
    settings: SettingsOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=f"End with code {DROPPED} when a report was dropped.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No bar and no account, only errors.")
    ] = False,
) -> None:
    """Turn reports into claims, one a line.

    A bad report is dropped and counted, and the rest is coded. A run that is stopped goes
    on where it ended when the same command is given again (with -o).

    \b
    Examples:
      sayso code report.html
      sayso code news/ feed.xml -o claims.csv
      sayso code archive.warc.gz -o claims.parquet --jobs 4
      sayso code crawl/ -o coded/ --jobs 8 --identify
      sayso code s3://bucket/crawl/ -o s3://bucket/coded/ --engine ray --jobs 64
      sayso code letter.txt --date 2014-10-05 --format table
      cat reports.jsonl | sayso code - > claims.jsonl
    """
    with messages_and_codes():
        from sayso.engines import engine_of  # noqa: PLC0415  see the module's head
        from sayso.job import Account, Job, folder_named  # noqa: PLC0415
        from sayso.job_shards import SHARD_REPORTS  # noqa: PLC0415
        from sayso.writers import choose_format  # noqa: PLC0415

        shards = folder_named(output)
        path = None if shards or output in (None, "-") else Path(str(output))
        chosen = format_ or "parquet" if shards else choose_format(path, format_)
        if shard_reports is not None and not shards:
            raise ConfigError("--shard-reports is for shards: name a folder, -o FOLDER/")
        if not shards and path is None and chosen == "parquet" and sys.stdout.isatty():
            raise ConfigError("parquet cannot be shown on a terminal; name a file with -o")
        job = Job(
            inputs=inputs,
            settings=settings_given(
                settings,
                date=date,
                extractor=extractor,
                identify=identify,
                jobs=jobs,
                engine=engine,
            ),
            output=path,
            stream=sys.stdout.buffer,
            stdin=sys.stdin.buffer if "-" in inputs else None,
            format=chosen,
            documents=documents,
            shards=shards,
            shard_reports=shard_reports or SHARD_REPORTS,
        )
        engine_of(job.settings)  # refused before the work
        account = Account()
        _run(job, account, summary=summary, quiet=quiet)
        totals = account.totals
        if not totals.n_coded:
            say("no report could be coded" if totals.n_in else "no report came in")
            raise typer.Exit(NOTHING_CODED)
        if strict and totals.dropped:
            raise typer.Exit(DROPPED)


def _run(job: "Job", account: "Account", *, summary: Path | None, quiet: bool) -> None:
    from sayso import __version__  # noqa: PLC0415  see the module's head
    from sayso import job as jobs  # noqa: PLC0415

    if summary is not None and not summary.parent.is_dir():
        raise ConfigError(f"{summary}: the folder {summary.parent} does not exist")
    started = time.monotonic()
    # A bar between lines of output on one screen would be torn.
    to_stdout = job.output is None and job.shards is None
    crowded = to_stdout and sys.stdout.isatty()
    try:
        if quiet or crowded or not sys.stderr.isatty():
            jobs.run(job, account)
        else:
            from sayso.capture import total_bytes  # noqa: PLC0415
            from sayso.closing import progress_bar  # noqa: PLC0415

            with progress_bar(stderr(), total_bytes(job.inputs)) as bar:
                seen = replace(job, on_bytes=bar.on_bytes, on_record=bar.on_record)
                jobs.run(seen, account)
    except (KeyboardInterrupt, Terminated) as err:
        say(_how_to_go_on(job, account))
        stopped = INTERRUPTED if isinstance(err, KeyboardInterrupt) else TERMINATED
        raise typer.Exit(stopped) from None
    finally:
        seconds = time.monotonic() - started
        if summary is not None and account.made_by:
            summary.write_bytes(jobs.summary(job, account, version=__version__, seconds=seconds))
    if not quiet:
        from sayso.closing import account_view, print_trimmed  # noqa: PLC0415

        target = "written to standard output" if to_stdout else f"in {job.shards or job.output}"
        print_trimmed(stderr(), account_view(account, seconds=seconds, target=target))


def _how_to_go_on(job: "Job", account: "Account") -> str:
    from sayso.show.words import counted  # noqa: PLC0415  see the module's head

    n = counted(account.totals.n_in, "report")
    if job.shards is not None:
        return (
            f"stopped after {n}; whole shards are kept in {job.shards}: "
            "give the same command again to go on"
        )
    if job.output is None:
        return f"stopped after {n}; with -o FILE a stopped run can go on later"
    if "-" in job.inputs:
        return f"stopped after {n}; nothing was written to {job.output}"
    return (
        f"stopped after {n}; nothing was written to {job.output} yet. "
        "What is done is kept: give the same command again to go on"
    )


@app.command(short_help="Show a report with its claims marked.")
def show(
    *,
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="A report, or anything that `code` reads.")
    ],
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write one HTML page, which needs no network."),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="Show this report alone, where there are several."),
    ] = None,
    date: DateOption = None,
    extractor: ExtractorOption = None,
    identify: IdentifyOption = None,
    settings: SettingsOption = None,
) -> None:
    """Show a report with its claims marked in the text, and the claims in words.

    On a terminal in colour (NO_COLOR=1 switches that off); in a pipe as plain text.

    \b
    Examples:
      sayso show report.html
      sayso show reports.jsonl --id demo-03 --html page.html
      sayso show report.txt --date 2014-10-05 | less
    """
    with messages_and_codes():
        from sayso.viewing import coded_reports, print_reports, write_page  # noqa: PLC0415

        chosen = settings_given(settings, date=date, extractor=extractor, identify=identify)
        if html is not None and (html.is_dir() or not html.parent.is_dir()):
            raise ConfigError(f"{html} cannot be written: name a file in a folder that exists")
        reports = coded_reports(report, chosen, only)
        n_shown = write_page(html, reports) if html is not None else print_reports(reports)
        if not n_shown:
            what = f"no report with the id {only!r} was found" if only else "no report to show"
            say(what)
            raise typer.Exit(NOTHING_CODED)


@app.command(short_help="Say whether everything works.")
def doctor() -> None:
    """Say what is installed and whether it works, with a trial claim; code 4 when not.

    \b
    Example:
      sayso doctor
    """
    with messages_and_codes():
        from rich.console import Console  # noqa: PLC0415  see the module's head

        from sayso.closing import print_trimmed  # noqa: PLC0415
        from sayso.doctor import examine, findings_view  # noqa: PLC0415

        findings = examine()
        print_trimmed(Console(highlight=False), findings_view(findings))
        if any(finding.state == "broken" for finding in findings):
            raise typer.Exit(BROKEN)
