"""The user's own file of actors: read above the shipped roster, and added to.

In:   a CSV file in the form of `groups.csv` (`sayso-actors.csv` by default), rows for it
Out:  the roster with it in use; the file with a row more

Method: the whole file is checked by the loader of the roster, with its own rows and those
that it points to; only what the loader takes is written. The source of a row may be any
words, and has to be there.
Known faults: only the first fault is named. A row that takes the place of a shipped one
keeps that one's ties and dated codes.
"""

import csv
import io
from pathlib import Path

from sayso.base.errors import AssetError
from sayso.base.ids import digest
from sayso.identify.actors_index import fold
from sayso.identify.actors_names import forget
from sayso.identify.actors_read import Listed, fail, headings
from sayso.identify.actors_roster import SHIPPED, Own, Roster, put_in_use, roster

FILE_NAME = "sayso-actors.csv"


def use(path: Path | None) -> str:
    """Read a file of the user's above the shipped roster, in this process, from now on.

    Args:
        path: the file; None for the shipped roster alone.

    Returns:
        A hash of what is in it, "" without a file: it can change what is coded.

    Raises:
        AssetError: the file cannot be read, or a row is wrong; file and line are named.
    """
    own = None if path is None else read(path)
    put_in_use(own)
    forget()
    try:
        roster()
    except AssetError:
        put_in_use(None)
        raise
    return digest(own.text) if own else ""


def read(path: Path) -> Own:
    """Read the file, with or without the mark that spreadsheets put before UTF-8.

    Raises:
        AssetError: it cannot be read.
    """
    try:
        return Own(label=str(path), text=path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as err:
        reason = err.strerror if isinstance(err, OSError) else "it is not UTF-8"
        raise AssetError(f"{path}: cannot be read: {reason}") from err


def added(path: Path, cells: list[str]) -> int:
    """Add a row where its id comes in order, and write the file; make it if there is none.

    Args:
        path: the file.
        cells: the row, in the order of `headings(Listed)`.

    Returns:
        The line on which the row stands.

    Raises:
        AssetError: the loader refuses the file with the row; nothing was written.
    """
    own = read(path) if path.exists() else Own(label=str(path), text="")
    lines = own.text.splitlines() or [_line(headings(Listed))]
    at = next(
        (i for i, line in enumerate(lines) if i and line.partition(",")[0].strip('"') > cells[0]),
        len(lines),
    )
    if any(not cell.isprintable() for cell in cells):
        fail(own.label, at + 1, "a value has a line break or another sign that cannot be seen")
    lines.insert(at, _line(cells))
    text = "\n".join(lines) + "\n"
    Roster(SHIPPED, Own(label=own.label, text=text))
    part = path.with_name(path.name + ".partial")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return at + 1


def shared_names(known: Roster, actor: str) -> dict[str, tuple[str, ...]]:
    """Names and acronyms of an actor that others of the roster bear, with those others."""
    row = known.actors[actor]
    mine = {fold(n) for n in (row.name, row.full_name, *row.names, *row.acronyms) if n}
    found: dict[str, tuple[str, ...]] = {}
    for name, bearers in known.collisions().items():
        if actor in bearers and fold(name) in mine:
            found[name] = tuple(b for b in bearers if b != actor)
    return found


def id_from(name: str) -> str:
    """The id that a name suggests.

    >>> id_from("Orda Front (Renewed)")
    'orda-front-renewed'
    """
    return "-".join("".join(c if c.isascii() else " " for c in fold(name)).split())


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
