"""`sayso why`: how something in a record came about, down to the words and who made it.

In:   an id; a record, read only
Out:  the tree of `record.why` as text or JSON; what does not fit on the error stream

Known faults: none known.
"""

from pathlib import Path
from typing import Annotated

import typer

from sayso.commands.options import AsOfOption, RecordAsOfOption, RecordOption, looked_at
from sayso.exits import FOUND, messages_and_codes, say

app = typer.Typer()


@app.command(short_help="Tell how something in the record came about.")
def why(
    *,
    id_: Annotated[
        list[str],
        typer.Argument(
            metavar="ID",
            help="Id of a claim, incident, relation, report or decision; two ids of claims for "
            "their link; the key of an actor.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="The whole tree as JSON.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="File. [default: the screen]"),
    ] = None,
    as_of: AsOfOption = None,
    record_as_of: RecordAsOfOption = None,
    record: RecordOption = None,
) -> None:
    """Tell how something came about: who or what made it, from which words of which text.

    While telling, the words are held against the text, and text and bytes against their SHA-256.
    What does not fit is said, and the command ends with code 6.

    \b
    Examples:
      sayso why i-4ntvkaicoptwivdk
      sayso why c-bepniy27usbyr4pl --json
      sayso why c-bepniy27usbyr4pl c-rqrrnxtolpusvf4r
    """
    with messages_and_codes():
        from sayso.commands.look import put_bytes  # noqa: PLC0415
        from sayso.commands.looking import moment_given  # noqa: PLC0415
        from sayso.commands.output import as_text  # noqa: PLC0415
        from sayso.record.why import faults, lines  # noqa: PLC0415  SQLAlchemy is slow to load
        from sayso.record.why import why as tell  # noqa: PLC0415

        with (
            looked_at(record) as opened,
            opened.read(moment_given(as_of, record_as_of)) as view,
        ):
            told = tell(view, " ".join(id_))
        if as_json:
            import msgspec  # noqa: PLC0415

            content = msgspec.json.encode(told) + b"\n"
        else:
            content = as_text(lines(told))
        put_bytes(content, output)
        wrong = faults(told)
        for check in wrong:
            say(f"does not hold: {check.what}")
        if wrong:
            raise typer.Exit(FOUND)
