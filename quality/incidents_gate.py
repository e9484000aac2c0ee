"""The gate of incidents: are the claims of one happening joined, and only they?

In:   the arguments of `python -m quality`
Out:  a table on the screen; status 1 when a figure is under its floor

Method: the invented reports of `incidents_gold`, all claims of a half joined at once and held
against the happenings that were annotated beforehand: B-cubed and CoNLL F1
(`benchmarks/coref.py`), clusters of one claim counted. With the claims coded by hand that
measures the joining; with the machine's own, the whole path, as far as its claims meet annotated
ones. The weights of linking were fitted on "tuning" among others, never on "test".
Known faults: two invented wars and a half; each half was annotated by one reader.
"""

import json
from collections import defaultdict
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks import coref
from quality import floors as fl
from quality import incidents_gold as gold
from quality import page
from quality.gate import options_of, words
from sayso.base.errors import BugInSayso, SaysoError
from sayso.base.ids import digest
from sayso.base.nouns import Claim, Media, Report
from sayso.config import ExtractorName, Settings, with_choices
from sayso.link.incidents import join_claims
from sayso.pipeline import code_report, load_tools
from sayso.score import fingerprint

PATH = fl.PATH.with_name("floors_incidents.json")
_BY_HAND = "coded by hand"


class Measured(NamedTuple):
    """A half, a hash of its annotations, what was joined, and the figures that have floors."""

    name: str
    fingerprint: str
    n_reports: int
    n_claims: int
    n_happenings: int
    n_found: int
    head: dict[str, float]


def main(arguments: list[str] | None = None) -> int:
    """Measure, show, and return the exit status."""
    options = options_of(arguments)
    console = Console(highlight=False)
    path = PATH if options.floors == fl.PATH else options.floors.with_name(PATH.name)
    try:
        floors = fl.read_floors(path)
        measured = {_BY_HAND: [measure(gold.read_half(name)) for name in gold.HALVES]}
        measured[options.extractor] = [by_machine(n, options.extractor) for n in gold.HALVES]
    except SaysoError as err:
        Console(stderr=True, highlight=False).print(f"Error: {err}", markup=False)
        return 2
    failed: list[str] = []
    refused = False
    for maker, results in measured.items():
        standing = floors.setdefault(maker, {})
        for result in results:
            if options.up or options.lower:
                old = standing.get(result.name)
                new, changes = fl.reset(result.head, result.fingerprint, old, lower=options.lower)
                refused |= new is None
                standing |= {} if new is None else {result.name: new}
                for change in changes:
                    console.print(f"{result.name}, {maker}: {change}", markup=False)
            failed += _show(maker, result, standing.get(result.name), console)
    if options.up or options.lower:
        fl.write_floors(floors, path)
    if failed:
        console.print(f"\n{len(failed)} figures failed: {'; '.join(failed)}", markup=False)
    return 1 if failed or refused else 0


def by_machine(name: str, extractor: ExtractorName) -> Measured:
    """A half with the claims that the machine draws from its reports."""
    tools = load_tools(with_choices(Settings(), extractor=extractor, identify=True))
    coded: dict[str, list[Claim]] = defaultdict(list)
    for annotated, doc in gold.documents(name):
        line = json.dumps({"id": annotated.doc, "sentences": annotated.sentences})
        report = Report(
            report_id=annotated.doc,
            content=line.encode(),
            media=Media.JSON,
            origin=annotated.doc,
            outlet=doc.outlet,
            published=doc.published,
            published_from="given",
            sentences=annotated.sentences,
        )
        drawn = code_report(report, tools)
        if drawn.document is None or drawn.document.text != doc.text:
            raise BugInSayso(f"{annotated.doc}: the document's text is not that of the report")
        coded[annotated.doc] = list(drawn.claims)
    return measure(gold.laid_over(name, coded))


def measure(half: gold.Half) -> Measured:
    """Join the claims of a half and hold the clusters against what they should be."""
    joined = join_claims((claims, doc.published) for doc, claims in half.reports)
    key = half.happening
    told = {c: n for n, cluster in enumerate(joined.clusters) for c in cluster if c in key}
    precision, recall, f1 = coref.b_cubed(key, told)
    head = {
        "B-cubed, precision": precision,
        "B-cubed, recall": recall,
        "B-cubed F1": f1,
        "CoNLL F1": coref.conll(key, told),
    }
    n_found = len(set(told.values()))
    hashed = _hash(half.name)
    return Measured(
        half.name, hashed, len(half.reports), len(key), len(set(key.values())), n_found, head
    )


def _hash(name: str) -> str:
    folders = [gold.DEMO, gold.FOLDER / name] if name == "tuning" else [gold.FOLDER / name]
    files = (gold.FOLDER / name / "clusters.csv", gold.FOLDER / "places.csv")
    parts = [fingerprint(folder, "incidents") for folder in folders]
    return digest(*parts, *(file.read_bytes() for file in files))


def _show(maker: str, result: Measured, floors: fl.SetFloors | None, console: Console) -> list[str]:
    """Print the figures; give the names of those that failed."""
    verdicts = fl.judge(result.head, result.fingerprint, floors)
    console.print(
        f"\nincidents, {result.name}, claims {maker}: {result.n_claims} claims of "
        f"{result.n_happenings} happenings in {result.n_reports} reports; "
        f"{result.n_found} incidents",
        markup=False,
    )
    table = Table()
    for heading in ("figure", "value", "floor", ""):
        table.add_column(heading, justify="left" if heading in ("figure", "") else "right")
    for name, verdict in verdicts.items():
        floor = page.number(floors.floors.get(name) if floors else None)
        table.add_row(name, page.number(result.head.get(name)), floor, words(verdict))
    console.print(table)
    return [f"{result.name}, {maker}: {name}" for name, v in verdicts.items() if v in fl.FAILED]
