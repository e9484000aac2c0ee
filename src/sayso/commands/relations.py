"""`sayso relations`: who stands how to whom, on a day or over time, and who says so.

In:   arguments; a record, read only
Out:  relations with the sentences behind them on standard output or in a file; notes on the
      error stream

Method: thin; `record.told` and `record.called` do the work.
Known faults: none known.
"""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.base.errors import ConfigError
from sayso.commands.options import RecordAsOfOption, RecordOption, day_given, looked_at
from sayso.commands.output import FormatName, as_text, format_given, use_own_actors, write_out
from sayso.exits import messages_and_codes, say

if TYPE_CHECKING:
    from sayso.base.joined import Relation
    from sayso.record.told import Told
    from sayso.record.view import View

app = typer.Typer()


@app.command(short_help="Say who stands how to whom, on a day or over time.")
def relations(
    *,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--between", metavar="A B", help="Only between these two: names, acronyms or keys."
        ),
    ] = None,
    actor: Annotated[
        str,
        typer.Option("--actor", metavar="NAME", help="Only of this actor or place, on any side."),
    ] = "",
    type_: Annotated[
        list[str] | None,
        typer.Option(
            "--type", metavar="T", help="Only this type, as alliance; may be given again."
        ),
    ] = None,
    as_of: Annotated[
        dt.date | None,
        typer.Option(
            "--as-of",
            metavar="DAY",
            parser=day_given,
            help="The day in the world that is asked about, as 2014-10-05; without it all phases.",
        ),
    ] = None,
    record_as_of: RecordAsOfOption = None,
    format_: Annotated[
        FormatName | None,
        typer.Option(
            "--format",
            help="Text, JSON lines, CSV or Parquet. [default: by the ending of FILE, else text]",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")
    ] = None,
    record: RecordOption = None,
) -> None:
    """Say how actors stand to each other, who says so, and in which sentences.

    Of a day of which nobody is certain it says "unknown", with what is told last before and next
    after it. Without --between, text leaves out the relations that are unknown on the day.

    \b
    Examples:
      sayso relations --between TTP IS --as-of 2014-10-05
      sayso relations --actor TTP --type leads
      sayso relations --as-of 2014-10-05 --format csv -o allies.csv
    """
    with messages_and_codes():
        if between and actor:
            raise ConfigError("say --between or --actor, not both")
        shape = format_given(output, format_)
        if shape == "parquet" and output is None and sys.stdout.isatty():
            raise ConfigError("parquet cannot be shown on a terminal; name a file with -o")
        use_own_actors()
        with looked_at(record) as opened, opened.read(record_as_of) as view:
            found = _found(view, between, actor, type_ or [])
            content = (
                _phases(view, found, shape)
                if as_of is None
                else _day(view, found, as_of, shape, whole=between is not None)
            )
        write_out(content, output, shape)


def _found(
    view: "View", between: tuple[str, str] | None, actor: str, types: list[str]
) -> "list[Relation]":
    """The relations that are asked for; what there are none of is said."""
    from sayso.base import ontology  # noqa: PLC0415
    from sayso.record.called import called  # noqa: PLC0415
    from sayso.record.told import relations_of  # noqa: PLC0415

    for type_ in types:
        if type_ not in ontology.RELATION_TYPES:
            known = ", ".join(ontology.RELATION_TYPES)
            raise ConfigError(f"no type of relation {type_!r}; there are {known}")
    if between is None and not actor:
        return relations_of(view, types=types)
    ends = [called(view, name) for name in (between or (actor,))]
    found = relations_of(view, actor=ends[0].key, other=ends[1].key if between else "", types=types)
    if not found:
        names = " and ".join(one.name for one in ends)
        of = f" of type {', '.join(types)}" if types else ""
        say(f"no relation{of} is told {'between' if between else 'of'} {names}")
    return found


def _day(
    view: "View", found: "list[Relation]", day: dt.date, shape: FormatName, *, whole: bool
) -> bytes:
    from sayso.commands import relations_show as show  # noqa: PLC0415
    from sayso.record.told import on_day, sentences  # noqa: PLC0415
    from sayso.show.words import counted  # noqa: PLC0415

    told = on_day(view, found, day)
    if shape == "csv":
        return show.as_csv(map(show.day_row, told), show.DAY_COLUMNS)
    if shape == "parquet":
        return show.as_parquet(map(show.day_row, told), show.DAY_COLUMNS)
    known: list[Told] = [one for one in told if one.standing.state != "unknown"]
    if shape == "table" and not whole:
        if len(known) < len(told):
            say(f"of {counted(len(told) - len(known), 'relation')} nobody speaks on {day}")
        told = known
    words = sentences(view, {id_ for one in told for id_ in one.claims})
    if shape == "json":
        return show.as_jsonl(show.day_json(one, words) for one in told)
    return as_text(line for one in told for line in (*show.day_lines(one, words), ""))


def _phases(view: "View", found: "list[Relation]", shape: FormatName) -> bytes:
    from sayso.commands import relations_show as show  # noqa: PLC0415
    from sayso.record.told import all_claims, sentences  # noqa: PLC0415

    if shape == "csv":
        rows = (row for one in found for row in show.phase_rows(one))
        return show.as_csv(rows, show.PHASE_COLUMNS)
    if shape == "parquet":
        rows = (row for one in found for row in show.phase_rows(one))
        return show.as_parquet(rows, show.PHASE_COLUMNS)
    words = sentences(view, {c for one in found for p in one.phases for c in all_claims(p)})
    if shape == "json":
        return show.as_jsonl(show.relation_json(one, words) for one in found)
    return as_text(line for one in found for line in (*show.relation_lines(one, words), ""))
