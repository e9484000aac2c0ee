"""The tables of a release: each column's name, type, meaning and what it must hold.

In:   `columns.toml`, a reviewed text
Out:  `SHEETS`: what tables, Parquet schemas, the data package and the codebook are made from

Known faults: lists in one cell are joined with "; ", so that a name that itself contains "; "
cannot be told apart; keys and ids never contain it.
"""

import tomllib
from importlib.resources import files
from typing import Literal, get_args

import msgspec

from sayso.base.errors import AssetError
from sayso.base.nouns import What
from sayso.tables import FLAT_COLUMNS

ColumnType = Literal["string", "integer", "number", "boolean", "date"]
SEPARATOR = "; "
COUNTED: tuple[str, ...] = tuple(what for what in get_args(What) if what != "other")

# Of a claim's flat columns a release leaves out the file name on the coder's disk, and what
# stands once for each report in `reports`.
_OF_REPORT = frozenset(("origin", "title", "published", "url"))
CLAIM_FLAT: tuple[str, ...] = tuple(n for n, _, _ in FLAT_COLUMNS if n not in _OF_REPORT)


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column.

    Attributes:
        refers: "incidents.id" where its values stand there.
        allowed: all values that it may hold, () for any.
    """

    name: str
    type: ColumnType
    about: str
    required: bool = False
    refers: str = ""
    allowed: tuple[str, ...] = ()


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table. `key` names the columns that tell its rows apart."""

    name: str
    title: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parquet: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its columns."""
        return tuple(column.name for column in self.columns)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sheet: tuple[Sheet, ...]


def _read() -> tuple[Sheet, ...]:
    path = files("sayso.record.release") / "columns.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File).sheet
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as err:
        raise AssetError(f"{path}: {err}") from err


SHEETS = _read()
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
