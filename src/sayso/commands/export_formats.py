"""A subcommand of `sayso export` for each format of the field.

In:   `sayso.formats.FORMATS`; arguments; a record
Out:  a file or a folder, and a line on what was written, left out and lost

Method: all subcommands have the same options; what one format alone can be told is given by
`--set`. A file or folder is made beside its place and moved there when it is whole.
Known faults: none known.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.base.errors import ConfigError
from sayso.commands.filtering import OF_UNITS, with_words
from sayso.commands.options import AsOfOption, RecordOption, looked_at
from sayso.commands.rules import NoRulesOption, RulesOption, rules_given
from sayso.exits import messages_and_codes, say
from sayso.formats import FORMATS, Format

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sayso.formats.written import Written
    from sayso.record.open import Record

SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="A choice of this format. May be given again."
    ),
]


CodedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--coded",
        metavar="DIR",
        help="Claims that `sayso code -o DIR/` wrote, in place of a record. May be given again.",
    ),
]


def add_formats(group: typer.Typer) -> None:
    """Give a group one subcommand for each format."""
    for one in FORMATS.values():
        _add(group, one)


def _add(group: typer.Typer, fmt: Format) -> None:
    def command(
        *,
        output: Annotated[
            Path,
            typer.Argument(
                metavar="FILE" if fmt.ending else "DIR",
                help="File to write; - for standard output." if fmt.ending else "Folder to make.",
            ),
        ],
        record: RecordOption = None,
        coded: CodedOption = None,
        as_of: AsOfOption = None,
        id_: Annotated[
            str,
            typer.Option("--id", metavar="ID", help="Only this incident."),
        ] = "",
        choices: SetOption = None,
        rules: RulesOption = None,
        no_rules: NoRulesOption = False,
        force: Annotated[
            bool, typer.Option("--force", help="Take the place of what is there.")
        ] = False,
        words: dict[str, list[str]],
    ) -> None:
        with messages_and_codes():
            from sayso.formats.export import export  # noqa: PLC0415  slow to load
            from sayso.record.queries.filters import filter_from  # noqa: PLC0415
            from sayso.record.release.wanted import filter_words  # noqa: PLC0415

            with _opened(record, coded, as_of) as opened:
                made = export(
                    opened, fmt, output,
                    filters=filter_words(filter_from(words)), as_of=as_of, id_=id_,
                    chosen=choices or (), file=rules_given(rules, no_rules=no_rules), force=force,
                )  # fmt: skip
            for line in told(output, made):
                say(line)

    command.__doc__ = _help(fmt)
    group.command(name=fmt.name, short_help=fmt.what)(with_words(*OF_UNITS)(command))


def _opened(
    record: str | None, coded: list[str] | None, as_of: str | None
) -> "AbstractContextManager[Record]":
    if not coded:
        return looked_at(record)
    if record or as_of:
        raise ConfigError("give --coded, or --record with --as-of, not both")
    from sayso.formats.coded import record_of  # noqa: PLC0415  slow to load

    return record_of(coded)


def _help(fmt: Format) -> str:
    lines = [fmt.what, ""]
    if fmt.extra:
        lines += [f"It needs: pip install 'sayso[{fmt.extra}]'.", ""]
    for name, choice in fmt.choices:
        values = ", ".join(choice.values) or "any text"
        default = f" [default: {choice.default}]" if choice.default else ""
        lines += [f"--set {name}=VALUE: {choice.help} ({values}){default}", ""]
    which = " --id i-7c2m" if fmt.id_ else ""
    lines += [
        f"What it cannot hold is counted; docs/formats/{fmt.name}.md lists it.",
        "",
        "\b",
        "Examples:",
        f"  sayso export {fmt.name} {fmt.example} --record war.sayso{which}",
    ]
    if not fmt.id_:
        lines.append(
            f"  sayso export {fmt.name} {fmt.example} --country SYR --from 2014-10-01 --force"
        )
    return "\n".join(lines) + "\n"


def told(output: Path, made: "Written") -> list[str]:
    """What was written, in lines for people."""
    from sayso.show.words import counted  # noqa: PLC0415

    rows = ", ".join(f"{n:,} {_named(what, n)}" for what, n in made.rows.items()) or "nothing"
    lines = [f"wrote {rows}" + ("" if str(output) == "-" else f" to {output}")]
    lines += [
        f"left out {counted(n, 'time')}: {why}" for why, n in sorted(made.left_out.items()) if n
    ]
    lines += [f"lost {counted(n, 'time')}: {why}" for why, n in sorted(made.lost.items()) if n]
    return lines


def _named(what: str, n: int) -> str:
    """A format's word for what it wrote, for one or many.

    >>> _named("events", 1), _named("entities", 1), _named("events", 2), _named("of Address", 1)
    ('event', 'entity', 'events', 'of Address')
    """
    if n != 1 or what.startswith("of "):
        return what
    return f"{what[:-3]}y" if what.endswith("ies") else what.removesuffix("s")
