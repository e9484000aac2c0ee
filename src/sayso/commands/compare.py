"""`sayso compare`: what a record has of a table that people coded, and how the two agree.

In:   a record, filters; a table of ACLED, UCDP GED or POLECAT
Out:  figures as text or JSON; every pair, extra and missed one as CSV

Method: thin; `sayso.compare` does the work. The record is only read.
Known faults: none known.
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sayso.base.errors import ConfigError
from sayso.commands.filtering import with_words
from sayso.commands.options import RecordAsOfOption, looked_at
from sayso.exits import messages_and_codes, say

app = typer.Typer()


_FILTERS = (
    "from_", "to", "country", "type", "place", "admin1", "box", "actor", "mode", "source", "text",
    "tellers",
)  # fmt: skip


@app.command(short_help="Measure a record against a table that people coded.")
@with_words(*_FILTERS)
def compare(
    *,
    coded: Annotated[str, typer.Argument(metavar="CODED", help="The record.")],
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="ACLED, UCDP GED or POLECAT.")],
    days: Annotated[
        int, typer.Option("--days", metavar="N", min=0, max=31, help="Most days apart.")
    ] = 1,
    km: Annotated[
        float, typer.Option("--km", metavar="N", min=0.1, max=1000, help="Most kilometres apart.")
    ] = 50.0,
    any_actor: Annotated[
        bool, typer.Option("--any-actor", help="A pair although no side is in common.")
    ] = False,
    same_type: Annotated[
        bool, typer.Option("--same-type", help="No pair where the types differ.")
    ] = False,
    pairs: Annotated[
        Path | None,
        typer.Option("--pairs", metavar="FILE", help="Every pair, extra and missed one, as CSV."),
    ] = None,
    format_: Annotated[
        Literal["table", "json"], typer.Option("--format", help="A table, or JSON.")
    ] = "table",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="File. [default: the screen]"),
    ] = None,
    words: dict[str, list[str]],
    record_as_of: RecordAsOfOption = None,
) -> None:
    """Match the incidents of a record with the rows of a table, and say how far they agree.

    --from, --to, --country and --type hold for both; the other filters for the record alone.
    What the record has by `sayso import` of the same table does not count as coded.

    \b
    Examples:
      sayso compare war.sayso GEDEvent.csv --country SYR --from 2014-01-01 --to 2014-12-31
      sayso compare war.sayso acled.csv --days 2 --km 25 --pairs pairs.csv
      sayso compare war.sayso week.txt --same-type --format json -o figures.json
    """
    with messages_and_codes():
        import msgspec  # noqa: PLC0415  see `cli`

        from sayso.commands.look import put_bytes  # noqa: PLC0415
        from sayso.commands.output import as_text, use_own_actors  # noqa: PLC0415
        from sayso.compare.coded import coded as of_record  # noqa: PLC0415  slow to load
        from sayso.compare.listed import listed, within  # noqa: PLC0415
        from sayso.compare.match import Rule, match  # noqa: PLC0415
        from sayso.compare.measure import measure  # noqa: PLC0415
        from sayso.compare.told import lines, pairs_csv  # noqa: PLC0415
        from sayso.imports.read import read_table  # noqa: PLC0415
        from sayso.imports.rows import table_of  # noqa: PLC0415
        from sayso.record.queries.filters import filter_from  # noqa: PLC0415

        if not table.is_file():
            raise ConfigError(f"{table}: there is no such file")
        whose = table_of(table)
        use_own_actors()
        asked = filter_from(words)
        rule = Rule(days=days, km=km, any_actor=any_actor, same_type=same_type)
        with looked_at(coded) as opened, opened.read(record_as_of) as view:
            ours, left_out = of_record(view, asked, whose)
        theirs, left_in_table = listed(read_table(table, whose))
        theirs, beyond = within(theirs, asked)
        if beyond:
            left_in_table["beyond the days, countries or types that are asked for"] = beyond
        if asked.asked - {"from_day", "to_day", "country", "type"}:
            say("note: some filters hold for the record alone, so more of the table is missed")
        matched = match(ours, theirs, rule)
        figures = measure(matched)
        if pairs is not None:
            put_bytes(pairs_csv(matched), pairs)
        if format_ == "json":
            whole = {
                "rule": rule, "table": whose, "figures": figures, "pairs": matched.pairs,
                "extra": [one.id for one in matched.only_one],
                "missed": [one.id for one in matched.only_other],
                "not_compared": {"coded": left_out, "listed": left_in_table},
            }  # fmt: skip
            put_bytes(msgspec.json.encode(whole, enc_hook=sorted) + b"\n", output)
        else:
            put_bytes(as_text(lines(figures, matched, rule, left_out, left_in_table)), output)
