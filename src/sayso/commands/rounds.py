"""`sayso round`: blind second coding of a sample, how far coders agree, adjudication.

In:   arguments; JSON lines of coders and of an editor; a record
Out:  reports to code, figures and units as a table or JSON lines on standard output

Method: thin; `record.rounds` and the modules beside it do the work.
Known faults: none known.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sayso.base.errors import ConfigError
from sayso.commands.filtering import with_words
from sayso.commands.options import (
    PersonOption,
    RecordOption,
    looked_at,
    person_given,
    written_to,
)
from sayso.commands.output import as_text, use_own_actors
from sayso.exits import messages_and_codes, say

if TYPE_CHECKING:
    from sayso.record.round_agreement import RoundAgreement

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    help="Have a sample coded by several people who do not see each other's work.",
)

RoundArgument = Annotated[str, typer.Argument(metavar="ROUND", help="A round, by id or name.")]
LinesArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="JSON lines; - reads standard input.")
]
ShapeOption = Annotated[
    Literal["table", "json"], typer.Option("--format", help="A table, or JSON lines.")
]


_FILTERS = ("from_", "to", "place", "country", "actor", "type", "source", "text")


@app.command(short_help="Draw a sample for coders who work apart.")
@with_words(*_FILTERS)
def make(
    *,
    size: Annotated[int, typer.Option("--size", metavar="N", min=1, help="How many reports.")],
    coder: Annotated[
        list[str], typer.Option("--coder", metavar="NAME", help="Who codes; give two or more.")
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="For people.")] = "",
    by: Annotated[
        Literal["", "outlet", "month", "language"],
        typer.Option(
            "--by",
            metavar="FIELD",
            help="As evenly over outlet, month or language as there are reports.",
            show_default=False,
        ),
    ] = "",
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="The same seed draws the same sample.")
    ] = 0,
    words: dict[str, list[str]],
    person: PersonOption = None,
    record: RecordOption = None,
) -> None:
    """Draw a sample of the reports that match, and open it to its coders.

    \b
    Example:
      sayso round make --size 40 --coder "A. Coder" --coder "B. Coder" --by outlet
    """
    with messages_and_codes():
        from sayso.record.queries import filter_from  # noqa: PLC0415  SQLAlchemy is slow to load
        from sayso.record.rounds import make_round  # noqa: PLC0415

        use_own_actors()
        who = person_given(person)
        with written_to(record) as opened:
            made = make_round(
                opened, coder, size=size, person=who, filter_=filter_from(words), by=by,
                seed=seed, name=name,
            )  # fmt: skip
        say(f"{made.reports:,} of {made.among:,} reports that match and repeat no other")
        typer.echo(made.id)


@app.command(name="list", short_help="List the rounds, and how far each coder is.")
def list_(*, record: RecordOption = None, format_: ShapeOption = "table") -> None:
    """List the rounds, the newest first, with the reports that each coder has coded.

    \b
    Example:
      sayso round list
    """
    with messages_and_codes():
        import msgspec  # noqa: PLC0415

        from sayso.record import rounds  # noqa: PLC0415  SQLAlchemy is slow to load

        with looked_at(record) as opened, opened.read() as view:
            found = [(one, rounds.progress(view, one)) for one in rounds.rounds(view)]
        if format_ == "json":
            for one, coded in found:
                _line(msgspec.to_builtins(one) | {"coded": coded})
            return
        lines = ["no rounds yet; `sayso round make` makes one"] if not found else []
        for one, coded in found:
            told = ", ".join(f"{coder} {n:,}" for coder, n in coded.items())
            called = f" ({one.name})" if one.name else ""
            lines.append(f"{one.id}{called}: {one.reports:,} reports; coded: {told}")
        typer.echo(as_text(lines), nl=False)


@app.command(name="next", short_help="Give a coder the next report: its text alone.")
def next_(
    *,
    named: RoundArgument,
    all_: Annotated[
        bool, typer.Option("--all", help="All that are left, to code on another machine.")
    ] = False,
    person: PersonOption = None,
    record: RecordOption = None,
) -> None:
    """Give a coder the next report as JSON: the text, never what anyone drew from it.

    \b
    Examples:
      sayso round next round-1 --person "A. Coder"
      sayso round next round-1 --all --person "A. Coder" > to-code.jsonl
    """
    with messages_and_codes():
        from sayso.record.round_codings import left_to  # noqa: PLC0415  SQLAlchemy is slow to load
        from sayso.record.rounds import round_named  # noqa: PLC0415

        who = person_given(person)
        with looked_at(record) as opened, opened.read() as view:
            left = left_to(view, round_named(view, named), who)
        if not left:
            say(f"{who} has coded all reports of {named}")
        for report in left if all_ else left[:1]:
            _line(report)


@app.command(short_help="Keep what a coder drew from reports.")
def code(
    *,
    named: RoundArgument,
    lines: LinesArgument,
    person: PersonOption = None,
    record: RecordOption = None,
) -> None:
    """Keep codings: a line for each report, {"report": ID, "claims": [...]}.

    A claim is written as `sayso decide add` takes it; a report without claims has []. All lines
    are kept, or none.

    \b
    Example:
      sayso round code round-1 coded.jsonl --person "A. Coder"
    """
    with messages_and_codes():
        from sayso.record.round_codings import save_coding  # noqa: PLC0415  SQLAlchemy is slow

        who = person_given(person)
        given: dict[str, Any] = {}
        for n, tree in _lines_of(lines):
            report = tree.get("report")
            if not isinstance(report, str) or "claims" not in tree:
                raise ConfigError(f'line {n}: write {{"report": ID, "claims": [...]}}')
            if report in given:
                raise ConfigError(f"line {n}: {report} is there twice")
            given[report] = tree["claims"]
        with written_to(record) as opened:
            left = save_coding(opened, named, who, given)
        say(f"{len(given):,} kept, {left:,} left")


@app.command(short_help="Say how far the coders agree, field by field.")
def agreement(
    *,
    named: RoundArgument,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Of the intervals; the same, the same.")
    ] = 0,
    record: RecordOption = None,
    format_: ShapeOption = "table",
) -> None:
    """Show Krippendorff's alpha of each field with its 95 % interval.

    \b
    Example:
      sayso round agreement round-1
    """
    with messages_and_codes():
        from sayso.record.round_agreement import round_agreement  # noqa: PLC0415  SQLAlchemy

        with looked_at(record) as opened, opened.read() as view:
            found = round_agreement(view, named, seed=seed)
        if format_ == "json":
            _line(found)
        else:
            typer.echo(as_text(_agreement_lines(found)), nl=False)


@app.command(short_help="Set codings side by side, and settle them.")
def adjudicate(
    *,
    named: RoundArgument,
    lines: Annotated[
        str,
        typer.Argument(metavar="[FILE]", help="Verdicts as JSON lines; - reads standard input."),
    ] = "",
    all_: Annotated[
        bool, typer.Option("--all", help="Also what coders agree in, and what is settled.")
    ] = False,
    person: PersonOption = None,
    record: RecordOption = None,
) -> None:
    """Without FILE: each deed in which coders differ, as JSON lines. With FILE: settle them.

    \b
    A verdict is {"unit": ID, "choose": CODER}; with "take": {FIELD: CODER} a field is another
    coder's, "choose": "" says that there is no such claim, or with "own": {...} that it is
    another than any of theirs; "reason" says why.
    \b
    Examples:
      sayso round adjudicate round-1 --person "An Editor" > differ.jsonl
      sayso round adjudicate round-1 verdicts.jsonl --person "An Editor"
    """
    with messages_and_codes():
        import msgspec  # noqa: PLC0415

        from sayso.record import round_verdicts  # noqa: PLC0415  SQLAlchemy is slow to load
        from sayso.record.linking import link_all  # noqa: PLC0415

        who = person_given(person)
        if not lines:
            with looked_at(record) as opened, opened.read() as view:
                found = round_verdicts.beside(view, named, person=who)
            for item in found:
                if all_ or item.is_open:
                    _line(item)
            return
        verdicts = []
        for n, tree in _lines_of(lines):
            try:
                verdicts.append(msgspec.convert(tree, round_verdicts.Verdict))
            except msgspec.ValidationError as err:
                raise ConfigError(f"line {n} is no verdict: {err}") from err
        with written_to(record) as opened:
            try:
                for verdict in verdicts:
                    typer.echo(round_verdicts.adjudicate(opened, named, verdict, person=who) or "-")
            finally:
                link_all(opened)


def _line(thing: Any) -> None:
    import msgspec  # noqa: PLC0415

    typer.echo(msgspec.json.encode(thing).decode())


def _lines_of(given: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Objects of JSON lines, with the number of the line."""
    import msgspec  # noqa: PLC0415

    try:
        raw = sys.stdin.buffer.read() if given == "-" else Path(given).read_bytes()
    except OSError as err:
        raise ConfigError(f"{given} cannot be read: {err.strerror}") from err
    for n, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            tree = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as err:
            raise ConfigError(f"line {n} is no JSON: {err}") from err
        if not isinstance(tree, dict):
            raise ConfigError(f"line {n} is no object of JSON")
        yield n, tree


def _agreement_lines(found: "RoundAgreement") -> Iterator[str]:
    alone = ", ".join(f"{coder} {n:,}" for coder, n in found.alone.items())
    yield f"{found.round}: {found.reports:,} reports coded by two or more, {found.left:,} to come"
    yield f"claims of one deed: {found.together:,}; of one coder alone: {alone}"
    yield ""
    yield f"{'field':<10} {'alpha':>6}  {'95 %':<16} {'same':>5} {'units':>6}  level"
    for name, one in found.fields.items():
        if one.alpha is None:
            same = "" if one.observed is None else f"{one.observed:.2f}"
            yield f"{name:<10} {'-':>6}  {'':<16} {same:>5} {one.units:>6,}  {one.reason}"
            continue
        within = "" if one.low is None else f"{one.low:.2f} to {one.high:.2f}"
        yield (
            f"{name:<10} {one.alpha:>6.2f}  {within:<16} {one.observed:>5.2f} {one.units:>6,}  "
            f"{one.level}"
        )
