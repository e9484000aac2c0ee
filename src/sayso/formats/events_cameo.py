"""CAMEO: the codes of GDELT and Phoenix, from PLOVER's types and modes.

In:   an event with its sides
Out:  `Cameo`: code, base, root, quad class, Goldstein's score; or None where no code is sure
      CAMEO's codes of actors, from PLOVER's

Method: `events_cameo.csv` gives each type and mode the narrowest code that covers all that it
covers (why is in the table), so a code is often a root's general one. Two have none: ACCUSE
without a mode is of two roots (09, 11), and so is ASSAULT (18, 19), unless both sides carry arms.
Scores are those of the scale in Phoenix's pipeline; 116 is not in it, and has that of its root.
Known faults: going to CAMEO and back by PLOVER's own table does not give every mode back.
"""

import csv
import functools
from importlib.resources import files

import msgspec

from sayso.base import ontology
from sayso.formats.events_parties import Party, Sides
from sayso.identify.actors_read import NO_STATES, SECTORS

NO_CODE = "no CAMEO code is sure for {}"
# PLOVER's sectors that CAMEO calls otherwise; PLOVER turned MED (media, now medical) around.
_SECTORS = {"JRN": "MED", "MED": "HLH"}
_SAME = SECTORS - {*_SECTORS, "PRE", "PRM", "REL", "SOC", "UNK"}
# PLOVER's countries that are no states: CAMEO writes these before the types, as roots.
_ROOTS = {"IGO": "IGO", "NGO": "NGO", "MNC": "MNC", "IMG": "IMG", "UNO": "IGOUNO"}


class Cameo(msgspec.Struct, frozen=True):
    """A code of the table."""

    code: str
    goldstein: float

    @property
    def root(self) -> str:
        """The first two digits."""
        return self.code[:2]

    @property
    def base(self) -> str:
        """The first three digits."""
        return self.code[:3]

    @property
    def quad(self) -> int:
        """GDELT's quad class: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict."""
        number = int(self.root)
        return next(quad for last, quad in ((5, 1), (8, 2), (13, 3), (20, 4)) if number <= last)


@functools.cache
def table() -> dict[tuple[str, str], Cameo]:
    """Type and mode to code, read once a process."""
    text = (files("sayso.formats") / "events_cameo.csv").read_text("utf-8")
    return {
        (row["type"], row["mode"]): Cameo(row["code"], float(row["goldstein"]))
        for row in csv.DictReader(text.splitlines())
    }


def cameo(type_: str, mode: str, sides: Sides, assault: str = "leave") -> Cameo | None:
    """The code of an event.

    Args:
        type_: of the codebook.
        mode: "" where none is told.
        sides: who did it, and to whom.
        assault: what whoever exports makes of an ASSAULT without a mode whose sides are not sure:
            "180", "190" or nothing ("leave").
    """
    if (type_, mode) == ("ASSAULT", ""):
        if _both_armed(sides):
            mode = "armed"
        elif assault != "leave":
            # The score of a root's general code stands with any mode that has it.
            return next(code for code in table().values() if code.code == assault)
    return table().get((type_, mode))


def told_as(type_: str, mode: str) -> str:
    """Type and mode, for messages."""
    return f"{type_} {mode}".strip() if mode or type_ == "DISPLACE" else f"{type_} without a mode"


def _both_armed(sides: Sides) -> bool:
    return all(one is not None and one.is_armed for one in (sides.first, sides.second))


class CameoActor(msgspec.Struct, frozen=True):
    """An actor in CAMEO's codes; all "" where PLOVER's are not known."""

    country: str = ""
    root: str = ""
    group: str = ""
    types: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """All parts in a row, as "SYRMIL" or "IGOUNO"."""
        return self.country + self.root + self.group + "".join(self.types)


def cameo_actor(party: Party | None) -> CameoActor:
    """An actor's codes. What CAMEO has no code for is left away."""
    if party is None:
        return CameoActor()
    types = tuple(
        _SECTORS.get(one, one) for one in party.sectors if one in _SAME or one in _SECTORS
    )
    root = _ROOTS.get(party.country, "")
    country = "" if root or party.country in NO_STATES - {"EUR"} else party.country
    return CameoActor(country=country, root=root[:3], group=root[3:], types=types)


def check() -> list[str]:
    """Types and modes of the codebook that have no code.

    >>> check()
    ['ACCUSE without a mode', 'ASSAULT without a mode', 'DISPLACE']
    """
    return [
        told_as(type_.name, mode)
        for type_ in ontology.load().types.values()
        if type_.kind == "event"
        for mode in ("", *type_.mode_table)
        if (type_.name, mode) not in table()
    ]
