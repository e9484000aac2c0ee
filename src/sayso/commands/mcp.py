"""`sayso mcp`: a record that a language model may ask, on standard input and output.

In:   a record, read only; requests of the Model Context Protocol, a line each
Out:  answers with claim ids and exact quotes; nothing else on standard output

Method: thin; `sayso.asked` does the work. The SDK is an extra.
Known faults: none known.
"""

from typing import Annotated

import typer

from sayso.base.errors import ConfigError
from sayso.commands.options import RecordOption, looked_at
from sayso.exits import messages_and_codes

app = typer.Typer()


@app.command(short_help="Let a language model ask a record, with quotes and claim ids only.")
def mcp(
    *,
    where: Annotated[
        str | None, typer.Argument(metavar="[RECORD]", help="The record; the same as --record.")
    ] = None,
    record: RecordOption = None,
) -> None:
    """Serve a record to a program that speaks the Model Context Protocol, over stdio.

    It only reads, and never goes on the network. Every value comes with the ids of the claims
    that tell it, every sentence with its offsets and its chain of sources.

    \b
    Example, as the settings of such a program name it:
      {"command": "sayso", "args": ["mcp", "war.sayso"]}
    """
    with messages_and_codes():
        if where and record and where != record:
            raise ConfigError("two records are named; give one")
        try:
            from sayso.asked.server import make_server  # noqa: PLC0415  an extra
        except ModuleNotFoundError as err:
            raise ConfigError(
                f"the SDK of the protocol is not installed ({err.name}): pip install 'sayso[mcp]'"
            ) from err
        from sayso.commands.output import use_own_actors  # noqa: PLC0415

        use_own_actors()
        with looked_at(where or record) as opened:
            make_server(opened).run("stdio")
