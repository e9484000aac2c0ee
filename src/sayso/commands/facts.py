"""`sayso actors show`: the page of facts of one actor or place of a record.

In:   a name; a record, read only
Out:  names, leaders, parents, allies, foes, areas and the rest over time, each with who says so and
      the sentences; what the roster knows stands apart

Method: thin; `record.facts` does the work. `actors_cli` registers the command.
Known faults: none known.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sayso.commands.options import RecordAsOfOption, RecordOption, looked_at
from sayso.commands.output import as_text, format_given, use_own_actors, write_out
from sayso.exits import messages_and_codes

if TYPE_CHECKING:
    from sayso.record.facts import Facts


def show(
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, an acronym, or a key.")],
    record: RecordOption = None,
    record_as_of: RecordAsOfOption = None,
    format_: Annotated[
        Literal["table", "json"] | None,
        typer.Option(
            "--format",
            help="Text or JSON. [default: by the ending of FILE, else text]",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")
    ] = None,
) -> None:
    """Show what the reports of a record tell of an actor or a place, over time.

    \b
    Examples:
      sayso actors show TTP
      sayso actors show "Ridge Liberation Front" --format json -o front.json
    """
    with messages_and_codes():
        from sayso.record.facts import facts_of  # noqa: PLC0415  SQLAlchemy is slow to load

        shape = format_given(output, format_)
        use_own_actors()
        with looked_at(record) as opened, opened.read(record_as_of) as view:
            facts = facts_of(view, name)
        content = as_json(facts) if shape == "json" else as_text(lines(facts))
        write_out(content, output, shape)


def as_json(facts: "Facts") -> bytes:
    """The whole page as one JSON object."""
    import msgspec  # noqa: PLC0415

    return msgspec.json.encode(facts) + b"\n"


def lines(facts: "Facts") -> Iterator[str]:
    """The page as text."""
    from sayso.commands.relations_show import phase_lines  # noqa: PLC0415
    from sayso.record.relation_words import rival_said  # noqa: PLC0415

    yield f"{facts.name} [{facts.key}]"
    for key, how in facts.names.items():
        yield f"  also {key}" + (f": {'; '.join(how)}" if how else "")
    heading = ""
    for fact in facts.facts:
        if fact.heading != heading:
            heading = fact.heading
            yield ""
            yield heading
        modes = f" ({', '.join(fact.relation.modes)})" if fact.relation.modes else ""
        yield f"  {fact.other_name}{modes} [{fact.relation.id}]"
        for rival in fact.rivals:
            yield f"    but {rival_said(fact.relation, rival)}"
        for phase in fact.relation.phases:
            yield from phase_lines(phase, facts.sentences)
    if facts.known:
        yield ""
        yield "known from the roster (no report of this record says so)"
        for known in facts.known:
            source = f" [{known.source}]" if known.source else ""
            yield f"  {known.what}: {known.value}{source}"
