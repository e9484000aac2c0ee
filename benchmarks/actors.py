"""Measure the identification of actors: links, references, dated codes, speed.

In:   `quality/actors.csv`; and, by argument or at ../shared/data beside the checkout, a folder
      with `claims/` (dev, train) and `bench/petrarch`
Out:  precision and recall of links; right of the references that were coded; the dated
      actors of PETRARCH's unit records that the roster covers; milliseconds a report

Method: as `python -m quality`, which holds dev to its floors. *Train* leaves out the invented
reports. PETRARCH's records with dated actors are of an invented world; the roster covers
those that stand in ours (Zimbabwe), and they are counted with the code of their day.

Run `python benchmarks/actors.py [FOLDER] [--set dev] [--errors]`.
"""

import argparse
import datetime as dt
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from quality import linking  # noqa: E402  the checkout's folder, not a package
from sayso.identify.actors import identify_actors  # noqa: E402
from sayso.identify.actors_names import chosen, find  # noqa: E402
from sayso.identify.actors_roster import roster  # noqa: E402
from sayso.score import read_annotated  # noqa: E402

_DATED = re.compile(r'<Sentence date="(\d+)" id="(DATE-\d+)".*?<Text>(.*?)</Text>', re.DOTALL)
_NAME = re.compile(r"[A-Z]\w+")


def show(title: str, outcomes: Iterable[linking.Outcome], errors: bool) -> None:
    """Print the counts, and what is not right."""
    outcomes = list(outcomes)
    counts = linking.counted(outcomes)
    print(
        f"{title}: {len(outcomes)} mentions, {counts.right} right, {counts.wrong} wrong, "
        f"{counts.role} a role without a name, {counts.open} open; "
        f"P {counts.precision:.3f}  R {counts.recall:.3f}"
    )
    for outcome in outcomes if errors else ():
        if outcome.verdict not in ("right", "left"):
            became = f"{outcome.wanted or 'nobody'} -> {outcome.found or 'open'}"
            print(f"  {outcome.verdict:5} {outcome.where}: {outcome.words}: {became}")


def petrarch(path: Path) -> None:
    """The dated actors of the unit records that the roster knows, with their codes."""
    sentences = _DATED.findall(path.read_text("latin-1"))
    known = []
    for day, record, text in sentences:
        when = dt.datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
        for name in dict.fromkeys(_NAME.findall(text)):
            best = chosen(find(name, day=when))
            if best:
                known.append(f"{record} {name}: {best.id} {roster().code(best.id, when)}")
    print(
        f"PETRARCH: {len(sentences)} records with dated actors; known: {'; '.join(known) or 'none'}"
    )


def speed(folder: Path) -> None:
    """Milliseconds a report once the roster is read, median of three runs over all."""
    documents = [d for d in read_annotated(folder) if d.claims]
    pairs = [(linking.claims_of(d), linking.document_of(d)) for d in documents]
    n_sentences = sum(len(d.sentences) for d in documents)
    runs = []
    for _ in range(4):
        started = time.process_time()
        for claims, doc in pairs:
            identify_actors(claims, doc)
        runs.append(time.process_time() - started)
    spent = sorted(runs[1:])[1]
    print(
        f"speed: {len(pairs)} reports of {n_sentences / len(pairs):.1f} sentences, "
        f"{1000 * spent / len(pairs):.1f} ms a report; first run {runs[0]:.2f} s"
    )


def main() -> None:
    """Measure what is there."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared" / "data")
    parser.add_argument("--set", default="dev", choices=("dev", "train"), dest="part")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    results = list(linking.links(linking.read_cases()))
    show("invented sentences", (o for o, _ in results), options.errors)
    codes = [right for _, right in results if right is not None]
    print(f"codes as of the day: {sum(codes)} of {len(codes)} right")
    folder = options.folder / "claims" / options.part
    if not folder.is_dir():
        print(f"{folder}: not there, so nothing else is measured")
        return
    documents = [d for d in read_annotated(folder) if not d.doc.startswith("inv")]
    if options.part == "dev":
        show("names in dev", linking.dev_links(documents), options.errors)
    show(f"references in {options.part}", linking.references(documents), options.errors)
    speed(options.folder / "claims" / "dev")
    records = options.folder / "bench" / "petrarch" / "PETR.UnitTest.records.xml"
    if records.is_file():
        petrarch(records)


if __name__ == "__main__":
    main()
