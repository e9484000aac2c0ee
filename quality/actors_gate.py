"""The gate of actors: links and references against their floors.

In:   the arguments of `python -m quality`
Out:  a table on the screen; status 1 when a figure is under its floor

Method: see `linking`. Floors stand in `floors_actors.json`, in the form of the others.
Known faults: `actors_dev.csv` was annotated by correcting what sayso gave, so its
precision flatters; the invented sentences were written before they were first coded.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from quality import floors as fl
from quality import linking, page, sets
from quality.gate import options_of, words
from sayso.base.errors import SaysoError
from sayso.base.ids import digest
from sayso.score import fingerprint, read_annotated

PATH = fl.PATH.with_name("floors_actors.json")
_MAKER = "actors"  # the extractor has no part in it


class Measured(NamedTuple):
    """A set, a hash of its annotations, its counts, and the figures that have floors."""

    name: str
    fingerprint: str
    counts: linking.Counts
    head: dict[str, float]


def main(arguments: list[str] | None = None) -> int:
    """Measure, show, and return the exit status."""
    options = options_of(arguments)
    console = Console(highlight=False)
    path = PATH if options.floors == fl.PATH else options.floors.with_name(PATH.name)
    try:
        floors = fl.read_floors(path)
        measured = list(measure(options.data))
    except SaysoError as err:
        Console(stderr=True, highlight=False).print(f"Error: {err}", markup=False)
        return 2
    standing = floors.setdefault(_MAKER, {})
    refused = False
    if options.up or options.lower:
        for result in measured:
            old = standing.get(result.name)
            new, changes = fl.reset(result.head, result.fingerprint, old, lower=options.lower)
            refused |= new is None
            standing |= {} if new is None else {result.name: new}
            for change in changes:
                console.print(f"{result.name}: {change}", markup=False)
        fl.write_floors(floors, path)
    failed = [name for result in measured for name in _show(result, standing, console)]
    if failed:
        console.print(f"\n{len(failed)} figures failed: {'; '.join(failed)}", markup=False)
    return 1 if failed or refused else 0


def measure(data: Path) -> Iterator[Measured]:
    """Measure the invented sentences, and dev where it is there."""
    outcomes = list(linking.links(linking.read_cases()))
    counts = linking.counted(o for o, _ in outcomes)
    codes = [right for _, right in outcomes if right is not None]
    head = {
        "links, precision": counts.precision,
        "links, recall": counts.recall,
        "codes as of the day": sum(codes) / len(codes),
    }
    yield Measured("invented sentences", digest(linking.ROWS.read_bytes()), counts, head)
    yield from _references("own reports", sets.OWN)
    folder = data / "claims" / "dev"
    if (folder / "claims.jsonl").is_file():
        yield from _dev_links(folder)
        yield from _references("dev", folder)


def _dev_links(folder: Path) -> Iterator[Measured]:
    counts = linking.counted(linking.dev_links(read_annotated(folder)))
    if sum(counts):
        head = {"links, precision": counts.precision, "links, recall": counts.recall}
        hashed = digest(fingerprint(folder, _MAKER), linking.DEV_ROWS.read_bytes())
        yield Measured("dev, names", hashed, counts, head)


def _references(name: str, folder: Path) -> Iterator[Measured]:
    counts = linking.counted(linking.references(read_annotated(folder)))
    if sum(counts):
        head = {"right of those coded": counts.precision, "right of all": counts.recall}
        yield Measured(f"{name}, references", fingerprint(folder, _MAKER), counts, head)


def _show(result: Measured, standing: dict[str, fl.SetFloors], console: Console) -> list[str]:
    """Print a set's figures; give the names of those that failed."""
    floors = standing.get(result.name)
    verdicts = fl.judge(result.head, result.fingerprint, floors)
    right, wrong, role, left_open = result.counts
    console.print(
        f"\n{result.name}: {right} right, {wrong} wrong, {role} given a role without a name, "
        f"{left_open} left open",
        markup=False,
    )
    table = Table()
    for heading in ("figure", "value", "floor", ""):
        table.add_column(heading, justify="left" if heading in ("figure", "") else "right")
    for name, verdict in verdicts.items():
        floor = page.number(floors.floors.get(name) if floors else None)
        table.add_row(name, page.number(result.head.get(name)), floor, words(verdict))
    console.print(table)
    return [f"{result.name}: {name}" for name, v in verdicts.items() if v in fl.FAILED]
