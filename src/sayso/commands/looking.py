"""What all looking commands share: filters, order, format, and where it goes.

In:   a thing of `record.queries`, options as they were given
Out:  rows on standard output or in a file; on the error stream how many match, how many cannot
      be told, and what names were taken for

Method: `with_filters` gives a command the options of the filters that its thing takes, from one
list (`filtering`). A table holds a page, other formats all rows, as they are read; a file
appears when it is whole.
Known faults: a table of more than a page is held in memory.
"""

import inspect
import io
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Literal

import typer

from sayso.base.errors import ConfigError
from sayso.commands import filtering
from sayso.commands.options import AsOfOption, RecordAsOfOption, RecordOption, looked_at
from sayso.commands.output import use_own_actors
from sayso.exits import messages_and_codes, say

if TYPE_CHECKING:
    from sayso.base.nouns import Noun
    from sayso.record.queries import Filter, Tally, Thing
    from sayso.record.view import View

FormatName = Literal["table", "json", "jsonl", "csv", "parquet", "geojson"]
_ENDINGS: dict[str, FormatName] = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".geojson": "geojson",
}
_PAGE = 50  # rows of a table when nothing is said: a screen or two
_MAPPED = ("incidents", "claims")  # what has a point

_SHARED: dict[str, tuple[Any, Any]] = {
    "sort": (
        Annotated[
            str,
            typer.Option(
                "--sort", metavar="FIELD", help="Order by this; -FIELD for the other way round."
            ),
        ],
        "",
    ),
    "limit": (
        Annotated[
            int | None,
            typer.Option(
                "--limit",
                metavar="N",
                min=0,
                help=f"At most so many; 0 for all. [default: {_PAGE} in a table, else all]",
            ),
        ],
        None,
    ),
    "count": (Annotated[bool, typer.Option("--count", help="Say only how many match.")], False),
    "by": (
        Annotated[
            str,
            typer.Option("--by", metavar="FIELD", help="Count the matches by type, country ..."),
        ],
        "",
    ),
    "format_": (
        Annotated[
            FormatName | None,
            typer.Option(
                "--format",
                help="Format. [default: by the ending of FILE, else table]",
                show_default=False,
            ),
        ],
        None,
    ),
    "output": (
        Annotated[
            Path | None,
            typer.Option("-o", "--output", metavar="FILE", help="File. [default: the screen]"),
        ],
        None,
    ),
    "as_of": (AsOfOption, None),
    "record_as_of": (RecordAsOfOption, None),
    "record": (RecordOption, None),
}


def with_filters(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of looking at the thing `name`.

    The command takes `options`, a dict, in their place: each option by its name, and the filters
    that were given under "words".
    """
    names = _TAKES.get(name, tuple(filtering.OPTIONS))
    shared = [_parameter(key, kind, default) for key, (kind, default) in _SHARED.items()]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        added = [*map(filtering.parameter, names), *shared]

        @filtering.with_parameters(command, "options", added)
        def wrapped(**given: Any) -> None:
            words = filtering.words_given(**{name: given.pop(name) for name in names})
            options = {"words": words, **{key: given.pop(key) for key in _SHARED}}
            command(**given, options=options)

        return wrapped

    return decorate


# What a thing does not take is no option of its command (`Thing.takes`; a test holds them equal).
_TAKES: dict[str, tuple[str, ...]] = {
    "incidents": tuple(f for f in filtering.OPTIONS if f != "kind"),
    "reports": tuple(f for f in filtering.OPTIONS if f not in ("surely", "undecided")),
}


def _parameter(name: str, kind: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


# --- what a command does ------------------------------------------------------------------


def look(thing_of: str, options: dict[str, Any]) -> None:
    """Look at a thing: rows, a count, or counts by a field."""
    with messages_and_codes():
        from sayso.record.queries import filter_from  # noqa: PLC0415  SQLAlchemy is slow to load

        shape = format_given(thing_of, options["output"], options["format_"])
        use_own_actors()
        asked = filter_from(options["words"])
        with (
            looked_at(options["record"]) as opened,
            opened.read(moment_given(options["as_of"], options["record_as_of"])) as view,
        ):
            thing = thing_named(thing_of)
            if options["count"]:
                typer.echo(str(_count(thing, view, asked)))
            elif options["by"]:
                _by(thing, view, asked, options, shape)
            else:
                _rows(thing, view, asked, options, shape)


def thing_named(name: str) -> "Thing[Any]":
    """The thing of `record.queries` that a command is called after."""
    from sayso.record import queries  # noqa: PLC0415  see `look`

    found: Thing[Any] = getattr(queries, name.upper())
    return found


def moment_given(as_of: str | None, record_as_of: str | None) -> str | None:
    """The time of `--as-of` or `--record-as-of`, which here are the same.

    Raises:
        ConfigError: both are given, and differ.
    """
    if as_of and record_as_of and as_of != record_as_of:
        raise ConfigError("--as-of and --record-as-of are the same here; give one")
    return as_of or record_as_of


def format_given(name: str, output: Path | None, asked: FormatName | None) -> FormatName:
    """The format that is asked for, else that of the file's ending, else a table.

    Raises:
        ConfigError: the file cannot be written, its ending names no format, or the thing has none.
    """
    shape: FormatName | None = asked
    if output is not None:
        if output.is_dir() or not output.parent.is_dir():
            raise ConfigError(f"{output} cannot be written: name a file in a folder that exists")
        shape = asked or _ENDINGS.get(output.suffix.lower())
        if shape is None:
            formats = ", ".join(dict.fromkeys(_ENDINGS.values()))
            raise ConfigError(
                f"{output}: the ending {output.suffix!r} names no format; say --format, one of "
                f"{formats}"
            )
    if shape == "geojson" and name not in _MAPPED:
        raise ConfigError(f"{name} have no point on a map; geojson is for {', '.join(_MAPPED)}")
    if shape == "parquet" and output is None and sys.stdout.isatty():
        raise ConfigError("parquet cannot be shown on a terminal; name a file with -o")
    return shape or "table"


def _count(thing: "Thing[Any]", view: "View", asked: "Filter") -> int:
    for note in thing.notes(view, asked):
        say(note)
    total = thing.tally(view, asked)
    _tell_unknown(thing.name, total, asked)
    return total.match


def _by(
    thing: "Thing[Any]", view: "View", asked: "Filter", options: dict[str, Any], shape: FormatName
) -> None:
    from sayso.record.queries import Facet  # noqa: PLC0415  see `look`

    for note in thing.notes(view, asked):
        say(note)
    facets = thing.facets(view, asked, [options["by"]])[options["by"]]
    facets = facets[: options["limit"] or None]
    put(facets, Facet, "facets", shape, options["output"])


def _rows(
    thing: "Thing[Any]", view: "View", asked: "Filter", options: dict[str, Any], shape: FormatName
) -> None:
    from sayso.record.queries.pages import MOST  # noqa: PLC0415  see `look`
    from sayso.show.words import counted  # noqa: PLC0415

    for note in thing.notes(view, asked):
        say(note)
    limit = options["limit"]
    if limit is None and shape == "table":
        limit = _PAGE
    rows: Iterator[Noun]
    if limit and limit <= MOST:
        page = thing.page(view, asked, sort=options["sort"], limit=limit, least=True)
        rows, total = iter(page.rows), page.total
    else:
        rows = thing.each(view, asked, sort=options["sort"])
        rows, total = islice(rows, limit or None), thing.tally(view, asked)
    done = put(rows, thing.row, thing.name, shape, options["output"])
    shown = "" if done.rows == total.match else f", {done.rows:,} shown (--limit 0 for all)"
    number = counted(total.match, thing.name.removesuffix("s"))
    say(
        f"at least {number} (--count for how many){shown}"
        if "match" in total.least
        else number + shown
    )
    _tell_unknown(thing.name, total, asked)
    if done.no_point:
        say(f"{done.no_point:,} of them have no coordinates: they are in it without a point")


def _tell_unknown(name: str, total: "Tally", asked: "Filter") -> None:
    """Say what is not among the matches because its own day or place is not known."""
    days = asked.from_day is not None or asked.to_day is not None
    places = bool(asked.asked & {"place", "admin1", "country", "box"})
    what = "point" if asked.box is not None else "place"
    parts = [
        f"{total.no_day:,} without a day" if days and total.no_day else "",
        f"{total.no_place:,} without a {what}" if places and total.no_place else "",
        f"{total.neither:,} without either" if total.neither else "",
    ]
    if any(parts):
        listed = ", ".join(part for part in parts if part)
        least = "at least " if "no_place" in total.least else ""
        say(f"not among these, though all else fits: {name} {least}{listed}")


def put(rows: Any, row: type["Noun"], name: str, shape: FormatName, output: Path | None) -> Any:
    """Write rows to a file, whole or not at all, or to standard output."""
    from sayso.journal import whole_file  # noqa: PLC0415
    from sayso.record.queries.formats import BOM, WRITERS  # noqa: PLC0415  see `look`

    def write(out: BinaryIO) -> Any:
        if shape == "table":
            from sayso.commands.look_show import write_table  # noqa: PLC0415  rich: 0.1 s

            return write_table(rows, name, out, screen=output is None and sys.stdout.isatty())
        if shape == "csv" and output is not None:
            out.write(BOM)
        return WRITERS[shape](rows, row, out)

    if output is not None:
        with whole_file(output) as file:
            return write(file)
    if shape in ("table", "parquet"):  # whole, so that what fails leaves nothing half on a screen
        held = io.BytesIO()
        done = write(held)
        sys.stdout.buffer.write(held.getvalue())
    else:
        done = write(sys.stdout.buffer)
    sys.stdout.flush()
    return done
