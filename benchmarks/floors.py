"""Floors of the public measures: figures that may not sink by accident.

In:   a set's name and its figures
Out:  what is under its floor in a file of `quality/`, `floors_identify.json` for dates and places

The floors are what was measured, less half a point; they are changed by hand, in a commit that
says why. The test sets are only held to them, never tuned on.
"""

import json
from collections.abc import Mapping
from pathlib import Path

PATH = Path(__file__).resolve().parents[1] / "quality" / "floors_identify.json"


def under(name: str, figures: Mapping[str, float], path: Path = PATH) -> list[str]:
    """Name each figure that is under its floor in the file at `path`.

    Raises:
        KeyError: a floor stands for a figure that was not measured.
    """
    floors = json.loads(path.read_text("utf-8")).get(name, {})
    return [
        f"{name}, {what}: {figures[what]:.3f} is under its floor {floor:.3f}"
        for what, floor in floors.items()
        if figures[what] < floor
    ]
