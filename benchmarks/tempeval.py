"""Measure the finding and reading of times on TempEval-3's annotated news.

In:   a folder with `timebank/`, `aquaint/` and `platinum/` (TimeML, `.tml`), by argument or at
      ../shared/data/bench/tempeval3 beside the checkout
Out:  extent (strict, relaxed) and value, each as precision, recall and F1

Method, as TempEval-3 scores: the times of the text proper count, not the creation time.
*Relaxed*: two extents match when they overlap, each matching at most once, in text order.
*Strict*: matched with the same first and last character. *Value*: matched (relaxed) and
with the same value as written, so that value F1 = relaxed F1 x share of right values.
Published for comparison, on platinum: HeidelTime .903 relaxed, .776 value.

Run `python benchmarks/tempeval.py [FOLDER] [--parts timebank aquaint] [--errors]`.
"""

import argparse
import datetime as dt
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import floors
from sayso.identify.times_timex import Timex, annotate

BESIDE = Path(__file__).resolve().parents[2] / "shared/data/bench/tempeval3"


def read(path: Path) -> tuple[str, dt.date, list[Timex]]:
    """The text, the day it was written, and the times that annotators marked."""
    root = ET.fromstring(path.read_text("utf-8"))
    made = next(tag for tag in root.iter("TIMEX3") if tag.get("functionInDocument") == CREATION)
    text: list[str] = []
    gold: list[Timex] = []
    node = root.find("TEXT")
    assert node is not None
    walk(node, text, gold)
    return "".join(text), dt.date.fromisoformat(made.attrib["value"][:10]), gold


CREATION = "CREATION_TIME"


def walk(node: ET.Element, text: list[str], gold: list[Timex]) -> None:
    start = sum(map(len, text))
    text.append(node.text or "")
    for child in node:
        walk(child, text, gold)
        text.append(child.tail or "")
    if node.tag == "TIMEX3" and node.get("functionInDocument") != CREATION:
        end = sum(map(len, text))
        gold.append(Timex(start, end, node.attrib["type"], node.attrib.get("value", "")))


def pairs(gold: list[Timex], found: list[Timex]) -> list[tuple[Timex, Timex]]:
    """Match overlapping extents one to one; the same extent first, then text order."""
    left = list(found)
    matched = []
    for exact in (True, False):
        for g in gold:
            if any(g is a for a, _ in matched):
                continue
            for f in left:
                same = (g.start, g.end) == (f.start, f.end)
                if same if exact else (g.start < f.end and f.start < g.end):
                    matched.append((g, f))
                    left.remove(f)
                    break
    return matched


def f1(right: int, n_found: int, n_gold: int) -> float:
    return 2 * right / max(n_found + n_gold, 1)


def measure(folder: Path, part: str, errors: bool) -> dict[str, float]:
    counts: Counter[str] = Counter()
    spent = 0.0
    lists: dict[str, Counter[str]] = {"missed": Counter(), "extra": Counter(), "value": Counter()}
    for path in sorted((folder / part).glob("*.tml")):
        text, day, gold = read(path)
        before = time.perf_counter()
        found = annotate(text, day)
        spent += time.perf_counter() - before
        matched = pairs(gold, found)
        counts["docs"] += 1
        counts["gold"] += len(gold)
        counts["found"] += len(found)
        counts["relaxed"] += len(matched)
        counts["strict"] += sum((g.start, g.end) == (f.start, f.end) for g, f in matched)
        counts["value"] += sum(g.value == f.value for g, f in matched)
        counts["type"] += sum(g.type == f.type for g, f in matched)
        if not errors:
            continue
        for g in gold:
            if not any(g is a for a, _ in matched):
                lists["missed"][" ".join(text[g.start : g.end].lower().split())] += 1
        for f in found:
            if not any(f is b for _, b in matched):
                words = " ".join(text[f.start : f.end].lower().split())
                around = " ".join(text[max(f.start - 25, 0) : f.end + 20].split())
                lists["extra"][f"{words}   | {around}"] += 1
        for g, f in matched:
            if g.value != f.value:
                words = " ".join(text[f.start : f.end].lower().split())
                around = " ".join(text[max(f.start - 60, 0) : f.end + 30].split())
                lists["value"][f"{words} | {g.value} not {f.value} | {day} | {around}"] += 1
    print(f"{part}: {counts['docs']} documents, {counts['gold']} times, {counts['found']} found")
    figures = {}
    for name in ("strict", "relaxed", "value", "type"):
        figures[name] = f1(counts[name], counts["found"], counts["gold"])
        p, r = (counts[name] / max(counts[of], 1) for of in ("found", "gold"))
        print(f"  {name:8} P {p:.3f}  R {r:.3f}  F1 {figures[name]:.3f}")
    print(f"  {1000 * spent / max(counts['docs'], 1):.2f} ms a document")
    for name, listed in lists.items():
        for words, count in sorted(listed.items(), key=lambda item: (-item[1], item[0])):
            print(f"  {name}: {count} {words}")
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=BESIDE)
    parser.add_argument("--parts", nargs="+", default=["timebank", "aquaint", "platinum"])
    parser.add_argument("--errors", action="store_true", help="list what was missed and mistaken")
    args = parser.parse_args()
    if not args.folder.is_dir():
        print(f"{args.folder}: not there. Give the folder with TempEval-3's TimeML files.")
        return 2
    sunk = []
    for part in args.parts:
        sunk += floors.under(part, measure(args.folder, part, args.errors))
    print("\n".join(sunk))
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
