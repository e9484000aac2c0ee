"""The gate of relations: the chronicle with claims coded by hand, and with the machine's own.

In:   the arguments of `python -m quality`
Out:  a table on the screen; status 1 when a figure is under its floor

Method: see `chronicle`. With the claims coded by hand all days must be right: that measures
the joining alone. With the machine's claims it measures the whole path, and the floors say
how far it gets. Floors stand in `floors_relations.json`, in the form of the others.
Known faults: one invented war; its sentences are plainer than the news.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from quality import chronicle, page
from quality import floors as fl
from quality.gate import options_of, words
from sayso.base.errors import SaysoError
from sayso.base.ids import digest
from sayso.config import ExtractorName

PATH = fl.PATH.with_name("floors_relations.json")
_BY_HAND = "coded by hand"
_SURE = ("held", "ended")


class Measured(NamedTuple):
    """A set of claims, a hash of what it is held against, and the figures that have floors."""

    name: str
    fingerprint: str
    n_days: int
    head: dict[str, float]
    wrong: tuple[str, ...]


def main(arguments: list[str] | None = None) -> int:
    """Measure, show, and return the exit status."""
    options = options_of(arguments)
    console = Console(highlight=False)
    path = PATH if options.floors == fl.PATH else options.floors.with_name(PATH.name)
    try:
        floors = fl.read_floors(path)
        measured = {
            _BY_HAND: measure(_BY_HAND, list(chronicle.answers(chronicle.annotated_claims()))),
            options.extractor: measured_by_machine(options.extractor),
        }
    except SaysoError as err:
        Console(stderr=True, highlight=False).print(f"Error: {err}", markup=False)
        return 2
    failed: list[str] = []
    refused = False
    for maker, result in measured.items():
        standing = floors.setdefault(maker, {})
        if options.up or options.lower:
            old = standing.get(result.name)
            new, changes = fl.reset(result.head, result.fingerprint, old, lower=options.lower)
            refused |= new is None
            standing |= {} if new is None else {result.name: new}
            for change in changes:
                console.print(f"{result.name}, {maker}: {change}", markup=False)
        failed += _show(maker, result, standing, console)
    if options.up or options.lower:
        fl.write_floors(floors, path)
    if failed:
        console.print(f"\n{len(failed)} figures failed: {'; '.join(failed)}", markup=False)
    return 1 if failed or refused else 0


def measured_by_machine(extractor: ExtractorName) -> Measured:
    """The chronicle with the claims that the machine draws."""
    return measure(extractor, list(chronicle.answers(chronicle.machine_claims(extractor))))


def measure(maker: str, answers: Sequence[chronicle.Answer]) -> Measured:
    """Count what is right.

    "right" is all that is asked of a day: state, voices, the days told before and after.
    "state right" is the state alone. "not said falsely" counts the days on which it is not said
    to be held or ended where the texts do not say so.
    """
    right = sum(not a.wrong for a in answers)
    states = sum(a.said_state == a.expected.state for a in answers)
    false = sum(a.said_state in _SURE and a.said_state != a.expected.state for a in answers)
    hashed = digest(maker, *((chronicle.FOLDER / name).read_bytes() for name in chronicle.FILES))
    return Measured(
        name="chronicle",
        fingerprint=hashed,
        n_days=len(answers),
        head={
            "days right": right,
            "state right": states,
            "not said falsely": len(answers) - false,
        },
        wrong=tuple(
            f"{a.expected.type} {a.expected.actor}, {a.expected.recipient}, {a.expected.day}: "
            f"{'; '.join(a.wrong)}"
            for a in answers
            if a.wrong
        ),
    )


def _show(
    maker: str, result: Measured, standing: dict[str, fl.SetFloors], console: Console
) -> list[str]:
    """Print the figures; give the names of those that failed."""
    floors = standing.get(result.name)
    verdicts = fl.judge(result.head, result.fingerprint, floors)
    console.print(f"\n{result.name}, {maker}: {result.n_days} days", markup=False)
    table = Table()
    for heading in ("figure", "value", "floor", ""):
        table.add_column(heading, justify="left" if heading in ("figure", "") else "right")
    for name, verdict in verdicts.items():
        floor = page.number(floors.floors.get(name) if floors else None)
        table.add_row(name, page.number(result.head.get(name)), floor, words(verdict))
    console.print(table)
    if maker == _BY_HAND:
        for line in result.wrong:
            console.print(f"  wrong: {line}", markup=False)
    return [f"{result.name}, {maker}: {name}" for name, v in verdicts.items() if v in fl.FAILED]
