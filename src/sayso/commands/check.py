"""`sayso check`: rules over a record.

In:   arguments; a record, read only
Out:  findings on standard output or in a file, how many there are on the error stream

Method: thin; `record.checks` does the work.
Known faults: none known.
"""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sayso.base.errors import ConfigError
from sayso.commands.options import RecordOption, day_given, looked_at
from sayso.commands.output import FormatName, format_given, use_own_actors, write_out
from sayso.exits import FOUND, messages_and_codes, say

if TYPE_CHECKING:
    from sayso.record.checks import Finding, Rule

app = typer.Typer()


@app.command(short_help="Check a record by a hundred rules.")
def check(
    *,
    record: RecordOption = None,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="ID", help="Only this rule; may be given again."),
    ] = None,
    severity: Annotated[
        Literal["error", "warning", "notice"],
        typer.Option("--severity", help="This severity and graver ones."),
    ] = "notice",
    country: Annotated[
        list[str] | None,
        typer.Option(
            "--country", metavar="CODE", help="Only of this country, as SYR; may be given again."
        ),
    ] = None,
    from_: Annotated[
        dt.date | None,
        typer.Option("--from", metavar="DAY", parser=day_given, help="Only from this day on."),
    ] = None,
    to: Annotated[
        dt.date | None,
        typer.Option("--to", metavar="DAY", parser=day_given, help="Only until this day."),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Also what people have settled, with who did and why.")
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            "--record-as-of",
            metavar="TIME",
            help="The record as it was then: 2026-05-01 (the whole day) or 2026-05-01T14:30, UTC.",
        ),
    ] = None,
    format_: Annotated[
        Literal["table", "json", "csv"] | None,
        typer.Option(
            "--format",
            help="A table, JSON lines or CSV. [default: by the ending of FILE, else a table]",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            "--limit", metavar="N", min=0, help="Findings of a rule that a table shows; 0 for all."
        ),
    ] = 10,
    list_: Annotated[
        bool, typer.Option("--list", help="List the rules and what each means; no record needed.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help=f"End with code {FOUND} when an error was found.")
    ] = False,
) -> None:
    """Check a record: what cannot be so, what is probably wrong, what users should know.

    Nothing is changed. A finding that is right as it stands is settled by its id, and no
    longer shown. All rules, with what they mean: docs/checks.md.

    \b
    Examples:
      sayso check
      sayso check --severity error --strict
      sayso check --rule two-holders --country SYR --format csv -o holders.csv
      sayso decide settle f-2u4h... --reason "the town is divided"
    """
    with messages_and_codes():
        from sayso.record import checks  # noqa: PLC0415  slow to load

        chosen = checks.chosen(rule or (), severity=severity)
        shape = _format(output, format_)
        screen = output is None and sys.stdout.isatty()
        if list_:
            write_out(_rules(chosen, shape, screen=screen), output, shape)
            return
        use_own_actors()
        with looked_at(record) as opened, opened.read(as_of) as view:
            found = checks.check(view, chosen)
        found = checks.narrowed(found, countries=country or (), first=from_, last=to)
        left = [finding for finding in found if not finding.settled]
        shown = found if all_ else left
        write_out(_findings(shown, shape, limit=limit, screen=screen), output, shape)
        say(_account(left, len(found) - len(left)))
        if strict and any(finding.severity == "error" for finding in left):
            raise typer.Exit(FOUND)


def _format(output: Path | None, asked: "FormatName | None") -> FormatName:
    shape = format_given(output, asked)
    if shape == "parquet":
        raise ConfigError(f"{output}: findings are written as table, json or csv; say --format")
    return shape


def _rules(rules: "tuple[Rule, ...]", shape: FormatName, *, screen: bool) -> bytes:
    from sayso.commands import check_show as show  # noqa: PLC0415

    if shape == "table":
        return show.rules_table(rules, screen=screen)
    columns = ("id", "severity", "about", "means", "settle")
    rows = [{name: getattr(rule, name) for name in columns} for rule in rules]
    return show.as_json(rows) if shape == "json" else show.as_csv(rows, columns)


def _findings(findings: "list[Finding]", shape: FormatName, *, limit: int, screen: bool) -> bytes:
    import msgspec  # noqa: PLC0415

    from sayso.commands import check_show as show  # noqa: PLC0415
    from sayso.record.checks import Finding  # noqa: PLC0415

    if shape == "table":
        return show.findings_table(findings, limit=limit, screen=screen)
    rows = [msgspec.structs.asdict(finding) for finding in findings]
    return show.as_json(rows) if shape == "json" else show.as_csv(rows, Finding.__struct_fields__)


def _account(left: "list[Finding]", n_settled: int) -> str:
    from collections import Counter  # noqa: PLC0415

    from sayso.record.checks import SEVERITIES  # noqa: PLC0415
    from sayso.show.words import counted  # noqa: PLC0415

    by_severity = Counter(finding.severity for finding in left)
    told = ", ".join(counted(by_severity[s], s) for s in SEVERITIES if by_severity[s])
    settled = f"; {counted(n_settled, 'finding')} settled" if n_settled else ""
    return (told or "no findings") + settled
