"""The command `sayso serve`: the workbench over a record, in a browser on this machine.

In:   a record, where to listen, who may do what
Out:  a server until Ctrl-C

Method: loopback unless told; on any other address everybody needs a token, which is made and
shown when none is given. The address with the token is for one person: the page keeps the token
in its tab and takes it out of the address.
Known faults: one process; a big step of linking makes others wait.
"""

import secrets
import socket
import webbrowser
from typing import Annotated, Literal

import typer

from sayso.base.errors import ConfigError
from sayso.commands.options import RecordOption, record_given
from sayso.exits import messages_and_codes

PORT = 8470
_TRIED = 20  # ports after the first, when it is taken

app = typer.Typer()


@app.command(short_help="Open the workbench over a record in a browser.")
def serve(
    *,
    where: Annotated[
        str | None, typer.Argument(metavar="[RECORD]", help="The record; the same as --record.")
    ] = None,
    record: RecordOption = None,
    host: Annotated[
        str, typer.Option("--host", metavar="NAME", help="Where to listen; not loopback: tokens.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", help=f"Port. [default: {PORT}, or the next free]"),
    ] = None,
    token: Annotated[
        list[str] | None,
        typer.Option(
            "--token",
            metavar="NAME:ROLE:SECRET",
            help="Who may come in, as reader, coder or editor. May be repeated.",
        ),
    ] = None,
    role: Annotated[
        Literal["reader", "coder", "editor"],
        typer.Option("--role", help="What everybody may do where no token is needed."),
    ] = "editor",
    open_: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in a browser.")
    ] = True,
) -> None:
    """Open the workbench: read, see and correct a record in a browser.

    It listens on this machine alone and sends nothing anywhere.

    \b
    Examples:
      sayso serve war.sayso
      sayso serve war.sayso --role reader --no-open
      sayso serve --host 0.0.0.0 --token "Ada:editor:$SECRET" --record postgresql+psycopg://db/war
    """
    with messages_and_codes():
        import uvicorn  # noqa: PLC0415  slow to load

        from sayso.record.open import open_record  # noqa: PLC0415
        from sayso.serve.app import make_app  # noqa: PLC0415
        from sayso.serve.guard import LOOPBACK  # noqa: PLC0415
        from sayso.serve.people import Person, tokens_given  # noqa: PLC0415

        tokens = tokens_given(token or [])
        is_open = host not in LOOPBACK
        if is_open and not tokens:
            tokens = {secrets.token_urlsafe(24): Person("", role)}
        hosts = LOOPBACK if not is_open else LOOPBACK | {host, socket.gethostname().lower()}
        with open_record(record_given(where or record), readonly=role == "reader") as opened:
            app = make_app(opened, hosts=hosts, tokens=tokens, open_role=role)
            listening = _listen(host, port)
            address = f"http://{_shown(host)}:{listening.getsockname()[1]}/"
            typer.echo(f"{opened.where} is at {address} (Ctrl-C ends it)", err=True)
            for secret, person in tokens.items():
                who = f"{person.name or 'anybody'} ({person.role})"
                typer.echo(f"  {who}: {address}#token={secret}", err=True)
            listening.listen()  # so that a browser that is quicker than the server waits
            if open_ and not is_open:
                webbrowser.open(address)
            config = uvicorn.Config(app, log_level="warning", server_header=False)
            uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int | None) -> socket.socket:
    """A socket on the port that is asked for, or on the first free one.

    Raises:
        ConfigError: none can be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = [port] if port is not None else range(PORT, PORT + _TRIED)
    for at in tried:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, at))
        except OSError as err:
            listening.close()
            failure = err
            continue
        return listening
    raise ConfigError(f"cannot listen on {host}, port {tried[0]}: {failure.strerror}; see --port")


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104  only shown
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host
