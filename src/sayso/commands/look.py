"""`sayso incidents`, `claims`, `sources`, `reports`, and the actors of a record.

In:   arguments; a record, read only
Out:  rows as a table, JSON, CSV, Parquet or GeoJSON; one incident, claim or report in full

Method: thin; `looking` has what they share, `record.queries` does the work.
Known faults: none known.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.base.errors import ConfigError
from sayso.commands.looking import look, moment_given, with_filters
from sayso.commands.options import looked_at
from sayso.commands.output import as_text
from sayso.exits import messages_and_codes

if TYPE_CHECKING:
    from sayso.record.view import View

app = typer.Typer()


def _id(of: str) -> Any:
    return Annotated[
        str,
        typer.Argument(metavar="[ID]", help=f"Show this one {of} in full.", show_default=False),
    ]


@app.command(short_help="Show incidents: what happened, as many voices tell it.")
@with_filters("incidents")
def incidents(*, id_: _id("incident") = "", options: dict[str, Any]) -> None:  # type: ignore[valid-type]
    """Show the incidents of a record, or one of them with each value, voice and sentence.

    \b
    Examples:
      sayso incidents --from 2014-10-01 --to 2014-10-31 --country IRQ
      sayso incidents --actor TTP --role actor --sort -killed
      sayso incidents --box 35,32,43,38 -o incidents.geojson
      sayso incidents i-4ntvkaicoptwivdk
    """
    if not id_:
        look("incidents", options)
        return
    with messages_and_codes():
        from sayso.commands.look_detail import incident_lines  # noqa: PLC0415
        from sayso.record.queries.detail import incident_detail  # noqa: PLC0415  SQLAlchemy

        with _view(options) as view:
            detail = incident_detail(view, id_)
        _put_detail(detail, incident_lines(detail), options)


@app.command(short_help="Show claims: who says what.")
@with_filters("claims")
def claims(*, id_: _id("claim") = "", options: dict[str, Any]) -> None:  # type: ignore[valid-type]
    """Show the claims of a record as they stand, or one of them in full.

    Rejected claims are left out unless --state asks for them.

    \b
    Examples:
      sayso claims --text "cease fire" --status negated
      sayso claims --source Reuters --type ASSAULT -o claims.parquet
      sayso claims --state rejected
      sayso claims c-bepniy27usbyr4pl
    """
    if not id_:
        look("claims", options)
        return
    with messages_and_codes():
        from sayso.commands.look_detail import claim_lines  # noqa: PLC0415
        from sayso.record.queries.detail import claim_detail  # noqa: PLC0415  SQLAlchemy

        with _view(options) as view:
            detail = claim_detail(view, id_)
        _put_detail(detail, claim_lines(detail), options)


@app.command(short_help="Show sources: what each tells, and how alone.")
@with_filters("sources")
def sources(*, options: dict[str, Any]) -> None:
    """Show the outlets and speakers of a record: what they tell, how alone, how contradicted.

    Filters choose the claims that are counted. Who is alone may be the one who was there: these
    are facts of the record, and judge nobody.

    \b
    Examples:
      sayso sources
      sayso sources --country IRQ --sort -alone
    """
    look("sources", options)


@app.command(short_help="Show reports: what came in.")
@with_filters("reports")
def reports(
    *,
    id_: _id("report") = "",  # type: ignore[valid-type]
    as_text_: Annotated[
        bool, typer.Option("--as-text", help="The cleaned text of report ID.")
    ] = False,
    raw: Annotated[bool, typer.Option("--raw", help="The bytes of report ID as received.")] = False,
    options: dict[str, Any],
) -> None:
    """Show the reports of a record; or one of them, its text, or its bytes as received.

    Days are of publication. Other filters ask for reports with such a claim.

    \b
    Examples:
      sayso reports --source "Hill Radio" --from 2031-03-01
      sayso reports r-f5linctyjn7mvkve --as-text
      sayso reports r-f5linctyjn7mvkve --raw -o page.html
    """
    if not id_:
        with messages_and_codes():
            if as_text_ or raw:
                raise ConfigError("say which report: sayso reports ID --as-text")
        look("reports", options)
        return
    with messages_and_codes():
        from sayso.record.queries.reports import report_bytes, report_text  # noqa: PLC0415

        with _view(options) as view:
            if raw:
                content = report_bytes(view, id_)
            elif as_text_:
                content = report_text(view, id_).encode("utf-8", "surrogatepass")
            else:
                from sayso.record.why import lines, why  # noqa: PLC0415

                content = as_text(lines(why(view, id_)))
        put_bytes(content, options["output"])


@with_filters("actors")
def actors(*, options: dict[str, Any]) -> None:
    """Show the actors of a record: how often they act, suffer and speak, and when.

    Filters choose the claims that are counted.

    \b
    Examples:
      sayso actors list
      sayso actors list --country IRQ --sort -incidents
    """
    look("actors", options)


@contextmanager
def _view(options: dict[str, Any]) -> Iterator["View"]:
    """The record that one thing is looked up in.

    Raises:
        ConfigError: filters or an order were given too.
    """
    if any(options[name] for name in ("words", "sort", "count", "by", "limit")):
        raise ConfigError("one in full takes no filter, order or count")
    at = moment_given(options["as_of"], options["record_as_of"])
    with looked_at(options["record"]) as record, record.read(at) as view:
        yield view


def _put_detail(detail: Any, lines: Iterable[str], options: dict[str, Any]) -> None:
    import msgspec  # noqa: PLC0415

    output: Path | None = options["output"]
    shape = options["format_"] or ("json" if output and output.suffix == ".json" else "table")
    if shape not in ("table", "json"):
        raise ConfigError("one in full is shown as a table or as json")
    content = msgspec.json.encode(detail) + b"\n" if shape == "json" else as_text(lines)
    put_bytes(content, output)


def put_bytes(content: bytes, output: Path | None) -> None:
    """Write to standard output, or a whole file.

    Raises:
        ConfigError: the file cannot be written.
    """
    from sayso.journal import whole_file  # noqa: PLC0415

    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    if output.is_dir() or not output.parent.is_dir():
        raise ConfigError(f"{output} cannot be written: name a file in a folder that exists")
    with whole_file(output) as file:
        file.write(content)
