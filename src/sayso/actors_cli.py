"""The command `sayso actors`: find an actor, check a file of actors, add one to it.

In:   arguments; the shipped roster, and `sayso-actors.csv` of the folder or the file named
Out:  what bears a name, with scores and reasons; what is wrong in a file; a row more in it

Method: thin, like `cli`. What is wrong in the user's own file is wrong input (code 2), in
the shipped roster a broken part (code 4).
Known faults: none known.
"""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.base.errors import AssetError, ConfigError
from sayso.commands import facts, look, looking
from sayso.commands.looking import with_filters
from sayso.exits import messages_and_codes, say

if TYPE_CHECKING:
    from sayso.identify.actors_roster import Roster

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)


@app.callback(invoke_without_command=True)
@with_filters("actors")
def _root(*, ctx: typer.Context, options: dict[str, Any]) -> None:
    """Look actors up, and keep a file of your own with those that are missing.

    With --record and no command: the actors of the record, as `sayso actors list` shows them.
    """
    if ctx.invoked_subcommand is None:
        looking.look("actors", options)
    elif any(value not in (None, "", False, {}) for value in options.values()):
        with messages_and_codes():
            raise ConfigError(f"options of sayso actors {ctx.invoked_subcommand} stand behind it")


app.command(name="list", short_help="Show the actors of a record.")(look.actors)
app.command(name="show", short_help="Show what a record tells of an actor, over time.")(facts.show)

FileOption = Annotated[
    Path | None,
    typer.Option(
        "--file",
        metavar="FILE",
        help="Your own file of actors. [default: sayso-actors.csv in this folder]",
    ),
]


@app.command(short_help="Say which actors bear a name.")
def find(
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, an acronym, or an id.")],
    day: Annotated[
        dt.datetime | None,
        typer.Option(
            "--day",
            metavar="DAY",
            formats=["%Y-%m-%d"],
            help="Day of the report, as 2014-10-05: codes and offices are those of that day.",
        ),
    ] = None,
    country: Annotated[
        list[str] | None,
        typer.Option(
            "--country",
            metavar="C",
            help="A country that the report speaks of, as PAK or Pakistan. May be repeated.",
        ),
    ] = None,
    file: FileOption = None,
) -> None:
    """Say which actors bear a name, how sure that is and why, and which one is taken.

    \b
    Examples:
      sayso actors find TTP
      sayso actors find Taliban --country PAK
      sayso actors find "Afghan Taliban" --day 2022-05-01
    """
    with messages_and_codes():
        from sayso.identify.actors_show import found  # noqa: PLC0415  reads word lists

        _use(file)
        states = frozenset(_iso(c) for c in country or ())
        for line in found(name, day.date() if day else None, states):
            typer.echo(line)


@app.command(short_help="Check the roster and your own file.")
def check(
    *,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="Your own file of actors. [default: sayso-actors.csv in this folder]",
        ),
    ] = None,
) -> None:
    """Check the shipped roster, and your own file above it; name file and line of a fault.

    \b
    Examples:
      sayso actors check
      sayso actors check team/actors.csv
    """
    with messages_and_codes():
        from sayso.identify.actors_roster import roster  # noqa: PLC0415
        from sayso.identify.actors_show import checks  # noqa: PLC0415

        path = _use(file)
        for line in checks(roster(), str(path) if path else ""):
            typer.echo(line)


@app.command(short_help="Add an actor to your own file.")
def add(
    *,
    name: Annotated[str, typer.Option("--name", help="Its name, as the news prints it.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", help="armed_group, militia, party, ngo, igo, media, ...")
    ] = "",
    country: Annotated[
        str | None, typer.Option("--country", metavar="C", help="Where it is based, as KEN.")
    ] = None,
    sector: Annotated[
        str | None, typer.Option("--sector", help="One or two of PLOVER's sectors, as REB.")
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Where you know it from.")] = "",
    id_: Annotated[
        str, typer.Option("--id", metavar="ID", help="Its id. [default: made from the name]")
    ] = "",
    full_name: Annotated[str, typer.Option("--full-name", help="Its full name.")] = "",
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="NAME", help="Another spelling. May be repeated."),
    ] = None,
    acronym: Annotated[
        list[str] | None,
        typer.Option("--acronym", help="An acronym, with its case. May be repeated."),
    ] = None,
    active_in: Annotated[
        list[str] | None,
        typer.Option("--active-in", metavar="C", help="Another country. May be repeated."),
    ] = None,
    part_of: Annotated[
        list[str] | None,
        typer.Option("--part-of", metavar="ID", help="An actor it is a part of. May be repeated."),
    ] = None,
    since: Annotated[
        str, typer.Option("--from", metavar="DAY", help="First day, as 2012-03-01.")
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DAY", help="Last day, as 2019-11-30.")
    ] = "",
    file: FileOption = None,
) -> None:
    """Add an actor to your own file, which is read above the shipped roster.

    Name, kind, country, sector and source are asked for when they are not given; country and
    sector may be empty.

    \b
    Example:
      sayso actors add --name "Orda Front" --acronym OF --kind armed_group \\
        --country KEN --sector REB --source "own notes"
    """
    with messages_and_codes():
        from sayso.identify.actors_own import FILE_NAME, added, id_from, use  # noqa: PLC0415
        from sayso.identify.actors_roster import roster  # noqa: PLC0415
        from sayso.identify.actors_show import notes  # noqa: PLC0415

        path = file if file is not None else Path(FILE_NAME)
        if path.is_dir() or not path.parent.is_dir():
            raise ConfigError(f"{path} cannot be written: name a file in a folder that exists")
        _use(path if path.exists() else None)
        name = name or _asked("name", "Name")
        kind = kind or _asked("kind", "Kind (armed_group, militia, party, ngo, igo, media, ...)")
        if country is None:
            country = _asked("country", "Country, as KEN (may be empty)", may_be_empty=True)
        if sector is None:
            sector = _asked("sector", "Sector, as REB (may be empty)", may_be_empty=True)
        source = source or _asked("source", "Source: where you know it from")
        actor = id_ or id_from(name)
        if not id_ and actor in roster().actors:
            raise ConfigError(
                f"{actor} is in the roster: see `sayso actors find {actor}`. "
                f"To put a row of yours in its place give --id {actor}; else give another id"
            )
        cells = [
            actor, kind, name, full_name, "|".join(also or ()), "|".join(acronym or ()),
            _iso(country), "|".join(map(_iso, active_in or ())), sector,
            "|".join(part_of or ()), since, until, source,
        ]  # fmt: skip
        try:
            line = added(path, [cell.strip() for cell in cells])
            use(path)
        except AssetError as err:
            raise ConfigError(f"nothing was written: {err}") from err
        typer.echo(f"{actor} stands in {path}, line {line}")
        for note in notes(roster(), actor):
            say(note)


def _use(file: Path | None) -> Path | None:
    """Put the user's file in use: the one named, else the one of the folder, if there is one."""
    from sayso.identify.actors_own import FILE_NAME, use  # noqa: PLC0415

    if file is None and not Path(FILE_NAME).is_file():
        use(None)
        return None
    path = file if file is not None else Path(FILE_NAME)
    try:
        use(path)
    except AssetError as err:
        if str(err).startswith(str(path)):
            raise ConfigError(str(err)) from err
        raise  # a fault of the shipped roster is not the user's
    return path


def _asked(option: str, question: str, *, may_be_empty: bool = False) -> str:
    if not sys.stdin.isatty():
        raise ConfigError(f"--{option} is missing, and there is no terminal to ask on")
    answer: str = typer.prompt(question, default="" if may_be_empty else None, err=True)
    return answer.strip()


def _iso(country: str) -> str:
    """A country by its code or its name."""
    from sayso.identify.actors_index import names  # noqa: PLC0415
    from sayso.identify.actors_roster import roster  # noqa: PLC0415

    known: Roster = roster()
    if country in known.isos:
        return country
    state = names().state_of(country) or names().state_of(country.title())
    if not state:
        raise ConfigError(f"{country!r} is no country that the roster knows; write it as PAK")
    return known.actors[state].country
