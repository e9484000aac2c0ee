"""`sayso.export`: a format from a program or a notebook.

In:   a record's path or URL, a format's name, a path, filters
Out:  the file or folder; `Written`

Known faults: none known.
"""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sayso.base.errors import ConfigError
from sayso.formats.export import export as write
from sayso.formats.listed import FORMATS
from sayso.formats.written import Written
from sayso.record.open import open_record
from sayso.record.opened import filter_of
from sayso.record.release.harm_rules import ReleaseFile, read_release_file
from sayso.record.release.wanted import filter_words
from sayso.record.view import AsOf


def export(
    record: str | Path,
    fmt: str,
    target: str | Path,
    *,
    as_of: AsOf = None,
    id_: str = "",
    chosen: Mapping[str, str] | None = None,
    rules: str | Path | ReleaseFile | None = None,
    force: bool = False,
    **filters: Any,
) -> Written:
    """Write a record in a format that others read; `docs/export.md` lists them.

    Args:
        record: path of a file, or a URL of PostgreSQL.
        fmt: the format's name, as "ged".
        target: file or folder to make.
        as_of: the record as it was then.
        id_: of the one incident that is meant, where the format is of one.
        chosen: choices of the format, as {"modes": "2016"}.
        rules: rules that do no harm; unlike the command it reads none unasked.
        force: take the place of what is there.
        **filters: as in `sayso.open`: `country="SYR"`, `from_="2014-10-01"`.

    Returns:
        How much was written, and what the format could not take, each with its reason.

    Raises:
        ConfigError: there is no such format, a choice or filter does not fit, the place cannot
            be written to.
        MissingError: there is nothing of this id.
    """
    if fmt not in FORMATS:
        near = difflib.get_close_matches(fmt, FORMATS, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(FORMATS)}"
        raise ConfigError(f"there is no format {fmt!r}; {hint}")
    file = rules if isinstance(rules, ReleaseFile | None) else read_release_file(Path(rules))
    with open_record(record, readonly=True) as opened:
        return write(
            opened, FORMATS[fmt], Path(target),
            filters=filter_words(filter_of(filters)), as_of=as_of, id_=id_,
            chosen=[f"{name}={value}" for name, value in (chosen or {}).items()],
            file=file, force=force,
        )  # fmt: skip
