"""The ontology: what types of claims there are, and what each means.

In:   the reviewed text beside this file: `common.toml` (order, roles, what numbers count,
      status, hedging) and one file for each type in `event/` and `relation/`
Out:  one frozen `Ontology`, checked as a whole

Method: each file is read into a struct that refuses unknown keys; then the parts are
checked against each other: every type has its file, modes and roles are known, CAMEO codes
stand once, and each example's words stand in its text. One fault stops the program: what
is coded with a wrong ontology is wrong. The label sets of the model, the columns of exports
and `docs/codebook.md` (`python -m sayso.base.ontology`) all come from here.
Known faults: an example marks one claim, though its sentence may hold another.
"""

import functools
import tomllib
from pathlib import Path
from typing import TypeVar, get_args

import msgspec

from sayso.base.errors import AssetError
from sayso.base.nouns import ROLES, Kind, Status, What
from sayso.base.ontology.entries import ClaimType, Entry, Example, Mode, Term

__all__ = [
    "EVENT_TYPES",
    "RELATION_TYPES",
    "ClaimType",
    "Example",
    "Mode",
    "Ontology",
    "Term",
    "kind_of",
    "load",
    "read",
]

_FOLDER = Path(__file__).parent
_MIN_EXAMPLES = 2  # one shows what the type is; the second, that it is not that sentence alone
_E = TypeVar("_E", bound=Entry)


class _Common(Entry, kw_only=True, frozen=True):
    """The keys of `common.toml`."""

    events: tuple[str, ...]
    relations: tuple[str, ...]
    hedged: str
    roles: dict[str, str]
    what: dict[str, str]
    status: dict[str, str]


class Ontology(msgspec.Struct, frozen=True, kw_only=True):
    """All types in their fixed order (events, then relations), and the shared terms.

    `types` maps a name to its `ClaimType`; it is shared, so nobody changes it.
    """

    types: dict[str, ClaimType]
    roles: tuple[Term, ...]
    what: tuple[Term, ...]
    status: tuple[Term, ...]
    hedged: str

    def of_kind(self, kind: Kind) -> tuple[str, ...]:
        """Names of the types of one kind, in order."""
        return tuple(name for name, t in self.types.items() if t.kind == kind)

    def kind_of(self, name: str) -> Kind:
        """Tell whether a type is an event or a relation.

        Raises:
            AssetError: there is no such type.
        """
        if name not in self.types:
            raise AssetError(f"ontology: no type {name!r}; there are {', '.join(self.types)}")
        return self.types[name].kind


def _read(path: Path, cls: type[_E]) -> _E:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), cls)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as err:
        raise AssetError(f"{path}: {err}") from err


def _check_type(entry: ClaimType, path: Path, common: _Common) -> None:
    def refuse(detail: str) -> AssetError:
        return AssetError(f"{path}: {entry.name}: {detail}")

    if path.stem != entry.name.lower() or path.parent.name != entry.kind:
        raise refuse(f"stands in {path.parent.name}/{path.name}")
    if entry.name not in (common.events if entry.kind == "event" else common.relations):
        raise refuse(f"is not among the {entry.kind}s of common.toml")
    for role in entry.roles:
        if role not in common.roles:
            raise refuse(f"unknown role {role!r}")
    if bool(entry.plover) != (entry.quad is not None) or (entry.quad or 1) not in (1, 2, 3, 4):
        raise refuse(f"quad {entry.quad} does not go with plover {entry.plover!r}")
    if len(entry.examples) < _MIN_EXAMPLES:
        raise refuse(f"{len(entry.examples)} examples, at least {_MIN_EXAMPLES} expected")
    for number, example in enumerate(entry.examples, 1):
        if example.type != entry.name:
            raise refuse(f"example {number} is of another type, {example.type!r}")
        if example.mode and example.mode not in entry.mode_table:
            raise refuse(f"example {number}: unknown mode {example.mode!r}")
        for role in ROLES:
            if getattr(example, role) and role not in entry.roles:
                raise refuse(f"example {number}: {role} is not a role of this type")
        try:
            example.claim(entry.kind)
        except AssetError as err:
            raise refuse(f"example {number}: {err}") from err


def _check_codes(types: dict[str, ClaimType], folder: Path) -> None:
    seen: dict[str, str] = {}
    for entry in types.values():
        for where, codes in [
            ("", entry.cameo),
            *((m.name, m.cameo) for m in entry.mode_table.values()),
        ]:
            for code in codes:
                if code in seen:
                    raise AssetError(
                        f"{folder}: {entry.name} {where}: CAMEO {code} is {seen[code]} too"
                    )
                seen[code] = f"{entry.name} {where}".strip()


def read(folder: Path) -> Ontology:
    """Read and check an ontology from a folder laid out like the one shipped.

    Raises:
        AssetError: something in it is wrong; the message names file and entry.
    """
    path = folder / "common.toml"
    common = _read(path, _Common)
    for key, given, expected in (
        ("roles", common.roles, ROLES),
        ("what", common.what, get_args(What)),
        ("status", common.status, get_args(Status)),
    ):
        if set(given) != set(expected):
            raise AssetError(f"{path}: {key}: {sorted(given)} found, {sorted(expected)} expected")
    found: dict[str, ClaimType] = {}
    for path in sorted(folder.glob("*/*.toml")):
        entry = _read(path, ClaimType)
        _check_type(entry, path, common)
        named = {k: msgspec.structs.replace(m, name=k) for k, m in entry.mode_table.items()}
        found[entry.name] = msgspec.structs.replace(entry, mode_table=named)
    for name in (*common.events, *common.relations):
        if name not in found:
            raise AssetError(f"{folder / 'common.toml'}: {name} has no file")
    types = {name: found[name] for name in (*common.events, *common.relations)}
    _check_codes(types, folder)

    def terms(table: dict[str, str]) -> tuple[Term, ...]:
        return tuple(Term(name=k, definition=v) for k, v in table.items())

    return Ontology(
        types=types, roles=terms(common.roles), what=terms(common.what),
        status=terms(common.status), hedged=common.hedged,
    )  # fmt: skip


@functools.cache
def load() -> Ontology:
    """Give the ontology that is shipped, read once in a process.

    Raises:
        AssetError: a file of it is wrong.
    """
    return read(_FOLDER)


EVENT_TYPES: tuple[str, ...] = load().of_kind("event")
RELATION_TYPES: tuple[str, ...] = load().of_kind("relation")


def kind_of(name: str) -> Kind:
    """Tell whether a type of the shipped ontology is an event or a relation.

    >>> kind_of("ASSAULT"), kind_of("leads")
    ('event', 'relation')
    """
    return load().kind_of(name)
