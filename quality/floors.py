"""Floors: the figures below which the gate fails.

In:   `floors.json`, and what was measured
Out:  a verdict for each figure; the floors, raised or lowered when asked

Method: floors stand by extractor and set, with a fingerprint of the annotations and the
extractor's name. When the annotations change, old floors say nothing, and every figure
fails until the floors are set anew. Raising never lowers a floor; lowering is a word of
its own, so that it is somebody's decision and stands in the history.
Known faults: none.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from sayso.base.errors import AssetError

PATH = Path(__file__).resolve().parent / "floors.json"

# Room under the measured figure. Coding is the same at every run on one machine; int8
# arithmetic differs between processors in the last digits of a score, which turns a claim in
# some hundreds: .005 is two claims of the 442 of dev.
ROOM = 0.005

Verdict = Literal["pass", "fail", "no_floor", "other_annotations"]
FAILED: frozenset[Verdict] = frozenset({"fail", "no_floor", "other_annotations"})


class SetFloors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The floors of one set."""

    fingerprint: str
    floors: dict[str, int | float]


Floors = dict[str, dict[str, SetFloors]]  # extractor -> set -> floors


def read_floors(path: Path = PATH) -> Floors:
    """Read the floors; none when there is no file.

    Raises:
        AssetError: the file is not in the form of floors.
    """
    if not path.exists():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=Floors)
    except msgspec.DecodeError as err:
        raise AssetError(f"{path}: {err}") from err


def write_floors(floors: Floors, path: Path = PATH) -> None:
    """Write the floors, sorted, one figure a line, so that a change reads as one line."""
    tree = msgspec.to_builtins(floors)
    path.write_text(json.dumps(tree, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def judge(
    head: Mapping[str, float], fingerprint: str, floors: SetFloors | None
) -> dict[str, Verdict]:
    """Hold each figure against its floor; a floor whose figure is gone fails too."""
    if floors is None:
        return dict.fromkeys(head, "no_floor")
    if floors.fingerprint != fingerprint:
        return dict.fromkeys(head, "other_annotations")
    verdicts: dict[str, Verdict] = {}
    for name in dict.fromkeys([*head, *floors.floors]):
        if name not in floors.floors:
            verdicts[name] = "no_floor"
        else:
            verdicts[name] = "pass" if head.get(name, -1.0) >= floors.floors[name] else "fail"
    return verdicts


def floor_under(value: float) -> int | float:
    """Give the floor under a measured figure: a share less some room, a count as it is.

    >>> floor_under(0.6471), floor_under(24)
    (0.642, 24)
    """
    if isinstance(value, int):
        return value
    return max(0.0, int((value - ROOM) * 1000) / 1000)


def reset(
    head: Mapping[str, float], fingerprint: str, old: SetFloors | None, *, lower: bool
) -> tuple[SetFloors | None, list[str]]:
    """Set a set's floors by what was measured.

    Args:
        head: the measured figures.
        fingerprint: of the annotations measured on.
        old: the floors that stand.
        lower: lower floors too; else they are only raised.

    Returns:
        The new floors, and what changed, in words. None in their place when the annotations
        changed and a floor would fall: that takes `lower`.
    """
    before = old.floors if old else {}
    measured = {name: floor_under(value) for name, value in head.items()}
    falls = [n for n, floor in before.items() if measured.get(n, -1.0) < floor]
    if falls and not lower:
        if old is not None and old.fingerprint != fingerprint:
            return None, [f"{n}: would fall from {before[n]}; --lower does that" for n in falls]
        measured |= {n: before[n] for n in falls}
    changes = [
        f"{name}: {before.get(name, 'none')} -> {floor}"
        for name, floor in measured.items()
        if before.get(name) != floor
    ]
    changes += [f"{name}: {before[name]} -> none" for name in before if name not in measured]
    return SetFloors(fingerprint, measured), changes
