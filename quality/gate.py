"""The gate: code the test sets, print the figures beside their floors, fail below one.

In:   `python -m quality [--data FOLDER] [--extractor model|rules] [--raise | --lower]`
Out:  a table; `quality/report.json` and `docs/quality.md`; status 1 when a figure is under
      its floor, 2 when nothing could be measured

Method: the project's own reports always; `dev` and the seed report when the folder of
shared data is beside the checkout, and a line that says so when it is not. Floors are
changed only by `--raise` (up alone) and `--lower` (to what was measured, also down).
"""

import argparse
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.table import Table

from quality import floors as fl
from quality import page, sets
from sayso.base.errors import SaysoError
from sayso.config import ExtractorName

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Run the gate and return the exit status."""
    options = options_of(arguments)
    console = Console(highlight=False)
    try:
        return _run(options, console)
    except SaysoError as err:
        Console(stderr=True, highlight=False).print(f"Error: {err}", markup=False)
        return 2


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    """Read the arguments; `actors_gate` has the same."""
    parser = argparse.ArgumentParser(
        prog="python -m quality", description="Measure the coding against the floors."
    )
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--extractor", choices=get_args(ExtractorName), default="model")
    parser.add_argument("--floors", type=Path, default=fl.PATH, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=ROOT, help=argparse.SUPPRESS)
    change = parser.add_mutually_exclusive_group()
    change.add_argument(
        "--raise", dest="up", action="store_true", help="raise floors to what was measured"
    )
    change.add_argument(
        "--lower", action="store_true", help="set floors to what was measured, also downward"
    )
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, console: Console) -> int:
    test_sets = sets.sets_of(options.data)
    for name in sorted({"dev", "seed"} - {s.name for s in test_sets}):
        console.print(f"{name}: not measured, {options.data} has no claims/{name}", markup=False)
    measured = [sets.measure(test_set, options.extractor) for test_set in test_sets]
    all_floors = fl.read_floors(options.floors)
    standing = all_floors.setdefault(options.extractor, {})
    refused = False
    if options.up or options.lower:
        for result in measured:
            new, changes = fl.reset(
                result.head, result.fingerprint, standing.get(result.name), lower=options.lower
            )
            refused |= new is None
            standing |= {} if new is None else {result.name: new}
            for change in changes:
                console.print(f"{result.name}: {change}", markup=False)
        fl.write_floors(all_floors, options.floors)
    page.write(options.out, options.extractor, measured, all_floors)
    verdicts: list[fl.Verdict] = []
    failed: list[str] = []
    for result in measured:
        for name, verdict in _show(result, standing.get(result.name), console).items():
            verdicts.append(verdict)
            failed += [f"{result.name}: {name}"] if verdict in fl.FAILED else []
    if failed:
        console.print(f"\n{len(failed)} figures failed: {'; '.join(failed)}", markup=False)
        if any(v in ("no_floor", "other_annotations") for v in verdicts):
            console.print("Floors that are missing or of other annotations are set by --raise.")
    return 1 if failed or refused else 0


def _show(
    result: sets.Measured, standing: fl.SetFloors | None, console: Console
) -> dict[str, fl.Verdict]:
    """Print a set's figures; give the verdicts."""
    verdicts = fl.judge(result.head, result.fingerprint, standing)
    table = Table(
        title=f"{result.name}: {len(result.documents)} reports, {result.n_claims} claims "
        f"({result.made_by or 'no claims were coded'})",
        title_justify="left",
    )
    for heading in ("figure", "value", "95 % interval", "floor", ""):
        table.add_column(heading, justify="left" if heading in ("figure", "") else "right")
    for name, verdict in verdicts.items():
        value = result.head.get(name)
        interval = result.intervals.get(sets.HEAD[name]) if name in sets.HEAD else None
        floor = standing.floors.get(name) if standing else None
        table.add_row(
            name,
            page.number(value),
            f"{page.number(interval[0])} to {page.number(interval[1])}" if interval else "",
            page.number(floor),
            verdict.replace("_", " ") if verdict == "pass" else f"[bold]{words(verdict)}[/]",
        )
    console.print(table)
    for drop in result.drops:
        console.print(f"  dropped: {drop.origin} {drop.reason} {drop.detail}", markup=False)
    return verdicts


def words(verdict: fl.Verdict) -> str:
    """A verdict for people."""
    return {
        "pass": "pass",
        "fail": "FAIL",
        "no_floor": "FAIL: no floor",
        "other_annotations": "FAIL: floor of other annotations",
    }[verdict]
