"""Options that several commands on a record share, and how the record is found.

In:   `--record`, the environment, the folder
Out:  an open `Record`; times and days read

Method: `--record`, else SAYSO_RECORD, else the only `*.sayso` of the folder; never a guess
between two.
Known faults: none known.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.base.errors import ConfigError

if TYPE_CHECKING:
    from sayso.record.open import Record

RECORD_ENV = "SAYSO_RECORD"
PERSON_ENV = "SAYSO_PERSON"
ENDING = ".sayso"

RecordOption = Annotated[
    str | None,
    typer.Option(
        "--record",
        metavar="FILE|URL",
        help=f"The record: a file, or a URL of PostgreSQL. "
        f"[default: {RECORD_ENV}, else the only *{ENDING} in this folder]",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="The record as it was then: 2026-05-01 (the whole day) or 2026-05-01T14:30, in UTC.",
    ),
]
RecordAsOfOption = Annotated[
    str | None,
    typer.Option(
        "--record-as-of",
        metavar="TIME",
        help="The record as it was then: 2026-05-01 (the whole day) or 2026-05-01T14:30, in UTC.",
    ),
]
PersonOption = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="NAME",
        help=f"Who decides; it is kept with the decision. [default: {PERSON_ENV}]",
    ),
]
ReasonOption = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with what was done.")
]


def record_given(given: str | None) -> str:
    """Path or URL of the record that is meant.

    Raises:
        ConfigError: none is named, and the folder holds none or several.
    """
    named = given or os.environ.get(RECORD_ENV, "")
    if named:
        return named
    here = sorted(path.name for path in Path().glob(f"*{ENDING}") if path.is_file())
    if len(here) == 1:
        return here[0]
    if here:
        raise ConfigError(f"several records here ({', '.join(here)}): say which, with --record")
    raise ConfigError(
        f"no record named: say --record FILE, or set {RECORD_ENV}; this folder holds no *{ENDING}"
    )


def looked_at(given: str | None) -> "Record":
    """Open the record that is meant for reading only.

    Raises:
        ConfigError: as `record_given` and `open_record`.
    """
    from sayso.record.open import open_record  # noqa: PLC0415  SQLAlchemy is slow to load

    return open_record(record_given(given), readonly=True)


def written_to(given: str | None, *, create: bool = False) -> "Record":
    """Open the record that is meant for writing.

    Raises:
        ConfigError: as `record_given` and `open_record`.
    """
    from sayso.record.open import open_record  # noqa: PLC0415  SQLAlchemy is slow to load

    return open_record(record_given(given), create=create)


def person_given(given: str | None) -> str:
    """Name of the person who decides.

    Raises:
        ConfigError: nobody is named.
    """
    name = (given or os.environ.get(PERSON_ENV, "")).strip()
    if not name:
        raise ConfigError(f"who decides? Say --person NAME, or set {PERSON_ENV}")
    return name
