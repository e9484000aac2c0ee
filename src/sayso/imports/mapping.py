"""The reviewed table of types, modes and countries.

In:   `mapping.toml` beside this file
Out:  `Fit`: type, mode and which columns fill the roles; None for a type that is not listed

Method: read once and checked against the ontology as a whole; a fault stops the program.
Known faults: what a table's type means has changed over its editions; the mapping is of the lists
of 2023 and later.
"""

import functools
import tomllib
from pathlib import Path

import msgspec

from sayso.base import ids, ontology
from sayso.base.errors import AssetError
from sayso.base.nouns import Noun

_PATH = Path(__file__).with_name("mapping.toml")


class Fit(Noun, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What one type of a table becomes. `type` "" says that none of the codebook fits."""

    type: str
    why: str
    mode: str = ""
    words: str = ""
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()


class Mapping(Noun, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """The whole table."""

    acled: dict[str, Fit]
    ged: dict[str, Fit]
    polecat: dict[str, Fit]
    modes: dict[str, str]
    countries: dict[str, str]


@functools.cache
def mapping() -> Mapping:
    """Give the table that is shipped.

    Raises:
        AssetError: a type or a mode that the ontology does not have.
    """
    try:
        read = msgspec.convert(tomllib.loads(_PATH.read_text("utf-8")), Mapping)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as err:
        raise AssetError(f"{_PATH}: {err}") from err
    for part in (read.acled, read.ged, read.polecat):
        for name, fit in part.items():
            check(name, fit.type, fit.mode)
    for name, mode in read.modes.items():
        check(name, name.partition("-")[0], mode)
    return read


def check(name: str, type_: str, mode: str) -> None:
    """Refuse what the ontology does not have.

    Raises:
        AssetError: there is no such type, or it has no such mode.
    """
    types = ontology.load().types
    if not type_ and not mode:
        return
    if type_ not in types or types[type_].kind != "event":
        raise AssetError(f"{_PATH}: {name}: no type {type_!r} of an event")
    if mode and mode not in types[type_].mode_table:
        raise AssetError(f"{_PATH}: {name}: {type_} has no mode {mode!r}")


@functools.cache
def edition() -> str:
    """A hash of the table: rows that were read by another are read anew."""
    return ids.digest(_PATH.read_bytes())


def plover(type_: str, mode: str) -> Fit | None:
    """The type and mode of POLECAT's words; None for a type that is not known.

    >>> plover("ASSAULT", "assassinate").mode, plover("DEMAND", "assist").type
    ('targeted', 'REQUEST')
    """
    table, types = mapping(), ontology.load().types
    fit = table.polecat.get(type_)
    if fit is None:
        if type_ not in types or not types[type_].plover:
            return None
        fit = Fit(type=type_, why="the same name")
    if not fit.type or fit.mode:
        return fit
    known = types[fit.type].mode_table
    mode = table.modes.get(f"{fit.type}-{mode}", mode if mode in known else "")
    return msgspec.structs.replace(fit, mode=mode)
