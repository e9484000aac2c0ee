"""`sayso decide`, `sayso undo`, `sayso history`: people's judgement, and who did what.

In:   arguments; a record
Out:  the id of the decision on standard output; the record linked anew where it follows

Method: thin; `record.decide` and `record.history` do the work.
Known faults: none known.
"""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sayso.base.errors import ConfigError
from sayso.commands.options import (
    PersonOption,
    ReasonOption,
    RecordAsOfOption,
    RecordOption,
    looked_at,
    person_given,
    written_to,
)
from sayso.exits import messages_and_codes

if TYPE_CHECKING:
    from sayso.record.history import Entry

app = typer.Typer()

_FLAGS = {"true": True, "false": False, "yes": True, "no": False}


@app.command(short_help="Judge a claim, join two, say what a name means.")
def decide(
    *,
    kind: Annotated[
        Literal[
            "accept",
            "reject",
            "edit",
            "add",
            "same",
            "different",
            "copy",
            "independent",
            "actor",
            "place",
            "settle",
        ],
        typer.Argument(
            metavar="KIND",
            help="accept, reject, edit, add, same, different, copy, independent, actor, place "
            "or settle.",
        ),
    ],
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT", help="Id of a claim, report or incident; a name; a setting."
        ),
    ],
    value: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VALUE]", help="What is decided; see the examples."),
    ] = None,
    record: RecordOption = None,
    person: PersonOption = None,
    reason: ReasonOption = "",
) -> None:
    """Keep a decision of a person. It can be undone, and outlives coding anew.

    \b
    Examples:
      sayso decide accept c-7d2m...                     the claim is right as it stands
      sayso decide reject c-7d2m... --reason "a drill"  leave it out of all else
      sayso decide edit c-7d2m... when=2014-10-05       set fields, as FIELD=VALUE
      sayso decide edit c-7d2m... 'actor=the army' mode=aerial
      sayso decide add r-5kq3... '{"type": "ASSAULT", "trigger": "shelled"}'
      sayso decide same c-7d2m... c-p4xa...             two claims tell of one happening
      sayso decide different c-7d2m... c-p4xa...
      sayso decide independent r-5kq3... r-9mzt...      neither repeats the other
      sayso decide actor "the Front" hallin-front       a name means an actor, by its id
      sayso decide place Kobane 172256                  or a point: 36.89,38.35
      sayso decide settle name "The war in Hallin"
    """  # fmt: skip
    with messages_and_codes():
        from sayso.record import decide as deciding  # noqa: PLC0415  slow to load

        who = person_given(person)
        given = value_given(kind, value or [])
        with written_to(record) as opened:
            made = deciding.decide(opened, kind, subject, given, person=who, reason=reason)
            _link(opened)
        typer.echo(made)


@app.command(short_help="Undo a decision.")
def undo(
    *,
    decision: Annotated[str, typer.Argument(metavar="ID", help="Id of the decision, as d12.")],
    record: RecordOption = None,
    person: PersonOption = None,
    reason: ReasonOption = "",
) -> None:
    """Undo a decision: what stood before it stands again. Both stay in the history.

    \b
    Example:
      sayso undo d12 --reason "misread the date"
    """
    with messages_and_codes():
        from sayso.record import decide as deciding  # noqa: PLC0415  slow to load

        who = person_given(person)
        with written_to(record) as opened:
            deciding.undo(opened, decision, person=who, reason=reason)
            _link(opened)


@app.command(short_help="Say who did what to a record, or to one thing in it.")
def history(
    *,
    about: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="A decision, claim, report, incident or relation, by its id."
        ),
    ] = None,
    record: RecordOption = None,
    as_of: RecordAsOfOption = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="How many, the newest first.")
    ] = 50,
    format_: Annotated[
        Literal["table", "json"], typer.Option("--format", help="A table, or JSON lines.")
    ] = "table",
) -> None:
    """List acts and decisions, the newest first.

    \b
    Examples:
      sayso history
      sayso history c-7d2m... --format json
    """
    with messages_and_codes():
        import msgspec  # noqa: PLC0415

        from sayso.record import history as told  # noqa: PLC0415  slow to load

        with looked_at(record) as opened, opened.read(as_of) as view:
            entries = told.history(view, about or "", limit=limit)
        if format_ == "json":
            for entry in entries:
                typer.echo(msgspec.json.encode(entry).decode())
        else:
            _show(entries)


def _show(entries: "list[Entry]") -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from sayso.closing import print_trimmed  # noqa: PLC0415
    from sayso.record.history import in_words  # noqa: PLC0415
    from sayso.show.words import visible  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    for head in ("act", "when", "kind", "decision", "by", "what"):
        table.add_column(head, justify="right" if head == "act" else "left", overflow="fold")
    for entry in entries:
        about = f"{', '.join(entry.about)} · " if entry.about else ""
        cells = (
            str(entry.act),
            entry.at[:19].replace("T", " "),
            entry.kind,
            entry.decision,
            entry.person or entry.model,
            about + in_words(entry),
        )
        table.add_row(*(Text(visible(cell)) for cell in cells))
    print_trimmed(Console(highlight=False), table)


def _link(opened: Any) -> None:
    from sayso.record.linking import link_all  # noqa: PLC0415

    link_all(opened)


def value_given(kind: str, words: list[str]) -> Any:
    """What the words of VALUE mean: JSON, FIELD=VALUE for an edit, or the words themselves.

    Raises:
        ConfigError: they cannot be read.

    >>> value_given("edit", ["when=2014-10-05", "hedged=yes"])
    {'when': '2014-10-05', 'hedged': True}
    """
    import msgspec  # noqa: PLC0415

    if not words:
        return None
    if len(words) == 1 and words[0].lstrip().startswith(("{", "[")):
        try:
            return msgspec.json.decode(words[0])
        except msgspec.DecodeError as err:
            raise ConfigError(f"VALUE is no JSON: {err}") from err
    if kind in ("edit", "add"):
        tree: dict[str, Any] = {}
        for word in words:
            name, equals, text = word.partition("=")
            if not equals:
                raise ConfigError(f"{word!r}: write FIELD=VALUE, or an object of JSON")
            tree[name.strip()] = _value(text)
        return tree
    return " ".join(words)


def _value(text: str) -> Any:
    import msgspec  # noqa: PLC0415

    if text.lower() in _FLAGS:
        return _FLAGS[text.lower()]
    if text.lstrip().startswith(("{", "[")):
        try:
            return msgspec.json.decode(text)
        except msgspec.DecodeError as err:
            raise ConfigError(f"{text!r} is no JSON: {err}") from err
    return text
