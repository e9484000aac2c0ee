"""Where a looking command writes, and in which format.

In:   `--format` and `-o`; what is to be written
Out:  a format; bytes on standard output or in a file

Method: a file is written beside and moved into place, so that no half file is left. Text of
reports is made harmless to a terminal, line by line.
Known faults: none known.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import typer

from sayso.base.errors import ConfigError

FormatName = Literal["table", "json", "csv", "parquet"]
_ENDINGS: dict[str, FormatName] = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".csv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_BOM = "\ufeff".encode()


def format_given(output: Path | None, asked: FormatName | None) -> FormatName:
    """The format that is asked for, else that of the file's ending, else text.

    Raises:
        ConfigError: the file cannot be written, or its ending names no format.
    """
    if output is None:
        return asked or "table"
    if output.is_dir() or not output.parent.is_dir():
        raise ConfigError(f"{output} cannot be written: name a file in a folder that exists")
    if asked is not None:
        return asked
    try:
        return _ENDINGS[output.suffix.lower()]
    except KeyError:
        raise ConfigError(
            f"{output}: the ending {output.suffix!r} names no format; say --format table, json, "
            "csv or parquet"
        ) from None


def as_text(lines: Iterable[str]) -> bytes:
    """Lines of text, harmless to a terminal."""
    from sayso.show.words import visible  # noqa: PLC0415

    text = "".join(visible(" ".join(line.split("\n"))).rstrip() + "\n" for line in lines)
    return text.encode("utf-8", "surrogatepass")


def write_out(content: bytes, output: Path | None, shape: FormatName) -> None:
    """Write to standard output, or to a file; CSV with the mark that spreadsheets look for."""
    if output is None:
        typer.echo(content, nl=False)
        return
    beside = output.with_name(output.name + ".partial")
    beside.write_bytes((_BOM if shape == "csv" else b"") + content)
    beside.replace(output)


def use_own_actors() -> None:
    """Read the file of actors of this folder, where there is one."""
    from sayso.identify.actors_own import FILE_NAME, use  # noqa: PLC0415

    use(Path(FILE_NAME) if Path(FILE_NAME).is_file() else None)
