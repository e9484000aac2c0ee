"""Options that several commands share: how reports are coded, and how the record is found.

In:   arguments, the environment, the folder, `sayso.toml`
Out:  the settings tree; an open `Record`

Method: `--record`, else SAYSO_RECORD, else the only `*.sayso` of the folder; never a guess
between two.
Known faults: none known.
"""

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sayso.base.errors import ConfigError

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.config import Settings
    from sayso.record.open import Record

RECORD_ENV = "SAYSO_RECORD"
PERSON_ENV = "SAYSO_PERSON"
ENDING = ".sayso"


def day_given(text: str) -> dt.date:
    """A day as an option takes it.

    Raises:
        typer.BadParameter: it is not written as 2014-10-05.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as err:
        raise typer.BadParameter(f"{text!r} is not a day; write it as 2014-10-05") from err


DateOption = Annotated[
    dt.date | None,
    typer.Option(
        "--date",
        metavar="DAY",
        parser=day_given,
        help="Publication day of every report, as 2014-10-05; it goes before what a page says.",
    ),
]
ExtractorOption = Annotated[
    Literal["model", "rules"] | None,
    typer.Option(
        "--extractor",
        help="What draws the claims: the shipped model, or word rules, small and rough. "
        "[default: model]",
        show_default=False,
    ),
]
IdentifyOption = Annotated[
    bool | None,
    typer.Option(
        "--identify/--no-identify",
        help="Settle which actors and places are meant, or leave their words. "
        "[default: no-identify]",
        show_default=False,
    ),
]
SettingsOption = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        metavar="FILE",
        help="Settings to read. [default: sayso.toml in this folder, where there is one]",
    ),
]
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


def settings_given(
    path: Path | None,
    *,
    date: dt.date | None = None,
    extractor: Literal["model", "rules"] | None = None,
    identify: bool | None = None,
    jobs: int | None = None,
    engine: Literal["auto", "local", "pool", "ray"] | None = None,
) -> "Settings":
    """The settings of a file, with what was chosen for this run laid over them.

    Raises:
        ConfigError: the file cannot be read, or a value does not fit.
    """
    from sayso.config import FILE_NAME, Settings, read_settings, with_choices  # noqa: PLC0415

    if path is None and Path(FILE_NAME).is_file():
        path = Path(FILE_NAME)
    settings = Settings() if path is None else read_settings(path)
    return with_choices(
        settings, date=date, extractor=extractor, identify=identify, jobs=jobs, engine=engine
    )


def stderr() -> "Console":
    """The error stream, on which people read."""
    from rich.console import Console  # noqa: PLC0415  0.1 s that the first claim does not wait for

    return Console(stderr=True, highlight=False)
