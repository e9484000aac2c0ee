"""Compare ways to choose the hashes by which copies are looked up.

In:   the texts of one half of `copies.py` (same options)
Out:  for each way: rows a text that would be stored, pairs that would have to be compared, and
      how many of the copies that comparing all pairs finds would not be looked at

Method: *scaled* keeps the hashes below a fixed part of all numbers, eight at least; *windows* the
smallest hash of each window of runs (winnowing); *bands* a MinHash of fixed length from rensa, so
many bands of so many rows. Two texts are looked at when they share as many as is said.
Known faults: twins and copies are more frequent here than in any collection, so that the pairs to
be compared are too.

Run `python benchmarks/copies_candidates.py [--data FOLDER] [--half tune|test]`.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import rensa
from numpy.lib.stride_tricks import sliding_window_view

from copies import BESIDE, SEED, Pair, build, exhaustive
from sayso.link.copies import Wording, fingerprints, read_wording

Prints = list[list[Hashable]]


def scaled(wordings: list[Wording], scale: int) -> Prints:
    """Hashes below a part of all numbers, eight at least."""
    prints: Prints = []
    for wording in wordings:
        runs = np.unique(wording.runs[wording.is_open])
        n = int(np.searchsorted(runs, np.uint64((1 << 64) // scale)))
        prints.append(runs[: max(8, n)].tolist())
    return prints


def windows(wordings: list[Wording], width: int) -> Prints:
    """The smallest hash of each window."""
    prints: Prints = []
    for wording in wordings:
        runs = wording.runs[wording.is_open]
        if len(runs):
            runs = sliding_window_view(runs, min(width, len(runs))).min(axis=1)
        prints.append(np.unique(runs).tolist())
    return prints


def bands(wordings: list[Wording], n: int, rows: int) -> Prints:
    """Bands of a MinHash of fixed length."""
    hashes = [wording.runs[wording.is_open].tolist() or [0] for wording in wordings]
    matrix = rensa.RMinHash.digest_matrix_from_token_hash_sets(hashes, n * rows, SEED).to_rows()
    return [[(b, *row[b * rows : (b + 1) * rows]) for b in range(n)] for row in matrix]


def line(name: str, prints: Prints, wordings: list[Wording], copies: set[Pair]) -> Iterator[str]:
    """A row of the table for one hash in common, and for two."""
    holders: defaultdict[Hashable, list[int]] = defaultdict(list)
    for i, chosen in enumerate(prints):
        for each in chosen:
            holders[each].append(i)
    shared: Counter[Pair] = Counter()
    for held in holders.values():
        shared.update(
            Pair((wordings[i].report, wordings[j].report)) for i, j in combinations(held, 2)
        )
    rows = np.mean([len(chosen) for chosen in prints])
    for enough in (1, 2):
        looked = {pair for pair, n in shared.items() if n >= enough}
        yield f"| {name} | {enough} | {rows:.1f} | {len(looked)} | {len(copies - looked)} |"


def ways(wordings: list[Wording]) -> Iterable[tuple[str, Prints]]:
    """All ways, with their names."""
    yield "as shipped", [list(fingerprints(wording)) for wording in wordings]
    for scale in (8, 10, 12, 16):
        yield f"scaled, 1 of {scale}", scaled(wordings, scale)
    for width in (16, 24, 32):
        yield f"windows of {width}", windows(wordings, width)
    for n, rows in ((32, 1), (64, 1), (32, 2), (64, 2), (32, 3)):
        yield f"{n} bands of {rows}", bands(wordings, n, rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=BESIDE)
    parser.add_argument("--half", choices=("tune", "test"), default="tune")
    args = parser.parse_args()
    if not (args.data / "news_cluster").is_dir():
        print(f"{args.data}: not there, not measured. Give the folder that holds news_cluster/.")
        return 2
    wordings = [read_wording(item.doc) for item in build(args.data, args.half).items.values()]
    copies = {Pair((copy.report, copy.of)) for copy in exhaustive(wordings)}
    print(f"{args.half}: {len(wordings)} texts, {len(copies)} copies when all pairs are compared")
    print(
        "| way | in common | rows a text | pairs to compare | copies lost |\n|---|---|---|---|---|"
    )
    for name, prints in ways(wordings):
        print(*line(name, prints, wordings, copies), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
