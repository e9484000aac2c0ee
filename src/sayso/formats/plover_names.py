"""Types and modes under the names of PLOVER's versions, and of what was coded with it.

In:   type and mode of the codebook, which are those of PLOVER 2.0 and DISPLACE
Out:  `Named`: type and mode in that version; None where it has none that is sure

Method: `plover_names.csv` has what is unlike 2.0, with its reason. 2016 had a type for each root of
CAMEO, so the code of `events_cameo.csv` decides, and no modes.
Known faults: the draft of 2016 changed from month to month; this is the list of its README.
"""

import csv
import functools
from importlib.resources import files

import msgspec

from sayso.base import ontology
from sayso.formats.events_cameo import cameo
from sayso.formats.events_parties import Sides

# PLOVER in 2016: CAMEO's roots, and the class of each: 1 verbal, 2 material cooperation, 3 verbal,
# 4 material conflict. Root 08 stays what it is, CONCEDE or RETREAT.
_ROOTS = {
    "03": ("AGREE", 1), "04": ("CONSULT", 1), "05": ("SUPPORT", 1), "06": ("COOPERATE", 2),
    "07": ("AID", 2), "09": ("INVESTIGATE", 2), "10": ("DEMAND", 3), "11": ("DISAPPROVE", 3),
    "12": ("REJECT", 3), "13": ("THREATEN", 3), "14": ("PROTEST", 4), "15": ("MOBILIZE", 4),
    "16": ("SANCTION", 3), "17": ("COERCE", 4), "18": ("ASSAULT", 4), "19": ("FIGHT", 4),
    "20": ("FIGHT", 4),
}  # fmt: skip
_YIELD = {"CONCEDE": 1, "RETREAT": 2}


class Named(msgspec.Struct, frozen=True):
    """A type and mode. `scale` is PLOVER's intensity, None where that version has none.

    `lost`: there is a mode, and this version has no name for it.
    """

    type: str
    mode: str = ""
    quad: int | None = None
    scale: float | None = None
    lost: bool = False


def named(type_: str, mode: str, version: str, sides: Sides) -> Named | None:
    """Name a type and mode.

    Args:
        type_: of the codebook.
        mode: "" for none.
        version: "2.0", "2021", "2016" or "polecat".
        sides: for 2016, where who did it to whom may decide.
    """
    entry = ontology.load().types[type_]
    if not entry.plover:
        return None
    if version == "2016":
        return _as_in_2016(type_, mode, sides)
    as_type, as_mode = type_, mode
    rows = _unlike()
    found = rows.get((version, type_, mode)) or rows.get((version, type_, "*"))
    if found is not None:
        as_type, as_mode = found[0], mode if found[1] == "*" else found[1]
    known = ontology.load().types.get(as_type, entry)
    own = entry.mode_table[mode].intensity if mode else None
    return Named(
        as_type,
        as_mode,
        known.quad,
        entry.intensity if own is None else own,
        lost=bool(mode) and not as_mode,
    )


def _as_in_2016(type_: str, mode: str, sides: Sides) -> Named | None:
    if type_ in _YIELD:
        return Named(type_, quad=_YIELD[type_], lost=bool(mode))
    code = cameo(type_, mode, sides)
    if code is None:
        return None
    as_type, quad = _ROOTS[code.root]
    return Named(as_type, quad=quad, lost=bool(mode))


@functools.cache
def _unlike() -> dict[tuple[str, str, str], tuple[str, str]]:
    text = (files("sayso.formats") / "plover_names.csv").read_text("utf-8")
    return {
        (row["version"], row["type"], row["mode"]): (row["as_type"], row["as_mode"])
        for row in csv.DictReader(text.splitlines())
    }
