"""Measure how well copies are found: near-copies made of real news, among all the other news.

In:   a folder with `news_cluster/` (news in happenings), by --data or at
      ../shared/data/bench/clusters beside the checkout; `copies_pairs.csv`
Out:  precision, recall and F1 of pairs, by way of copying, with and without fingerprints, and
      beside them a plain MinHash with its best threshold

Method: the happenings are divided into two halves by a seed; all thresholds were chosen on the
first (`tune`), the second (`test`) is reported. Of each article of 80 words or more some copies
are made, each in one way (`copies_made.py`), and some twins: other happenings in its words, which
must not be found. All of them stand together with all articles of the half.
*Right* is a pair of a copy and its source, or of two articles that are copies of each other as
they came (below). *Wrong* is every other pair that is found, but for those that are not counted:
two copies of one source, and copies of articles that are copies of each other. Whether all copies
of a source end in one family is told by itself.
*The corpus's own copies*: papers print wire stories, and these do. All 139 pairs of which a tenth
of the shorter text's runs of five words, and twenty at least, stand in both (pairs of one outlet
on two happenings, which share its furniture, from 36 %) were read by us, with what this method
said of them in view, and judged "copy", "partial" (sentences of the reporter's in the same words)
or "unsure" (not counted), else no copy (mostly one speaker's words in both). The file names them.
*The peer*: MinHash of 128 permutations (rensa) over runs of five words, all pairs compared, a pair
being a copy from an estimated Jaccard on; the threshold is the best of the same half, so it
flatters the peer.
Known faults: made copies are easier than editors' ones; the corpus's own show the difference.

Run `python benchmarks/copies.py [--data FOLDER] [--half tune|test] [--errors]`. The exit code is 1
when the bar is missed, 2 when the data is not there.
"""

import argparse
import csv
import datetime as dt
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import rensa

from copies_made import Article, make_copy, make_twin, way_names
from sayso.base.errors import InputError
from sayso.base.joined import Copy
from sayso.base.nouns import Document, Media, Report
from sayso.clean import clean
from sayso.link.copies import Wording, compare, families, find_copies, read_wording

BESIDE = Path(__file__).resolve().parents[2] / "shared/data/bench/clusters"
PAIRS = Path(__file__).with_name("copies_pairs.csv")
SEED = 20
COPIES = 4  # of each source
TWINS = 0.4  # of the sources have one of each kind
MIN_WORDS = 80
PERMUTATIONS = 128
BAR_F1 = 0.97  # and no pair of two happenings

Pair = frozenset[str]


class Item(NamedTuple):
    """One text of the half: an article, a copy of one, or a twin."""

    doc: Document
    happening: str
    source: str  # id of the article that it is or was made of
    way: str  # "" for the article itself
    is_twin: bool = False


class Half(NamedTuple):
    """What is looked through, and what is known of it."""

    items: dict[str, Item]
    judged: dict[Pair, str]

    def truth(self, pair: Pair) -> str:
        """ "yes", "no", or "skip" for a pair that is not counted."""
        a, b = (self.items[id_] for id_ in pair)
        if a.is_twin or b.is_twin:
            return "no"
        if a.source == b.source:
            return "yes" if not (a.way and b.way) else "skip"
        judged = self.judged.get(Pair((a.source, b.source)))
        if a.way or b.way or judged == "unsure":
            return "skip" if judged else "no"
        return "yes" if judged else "no"


def read_articles(folder: Path) -> Iterator[tuple[str, str, Article, dict[str, str]]]:
    """Id, happening, article and fields of each of the news, by id."""
    for path in sorted((folder / "news_cluster").glob("*.json")):
        row = json.loads(path.read_text("utf-8"))
        body = tuple(filter(None, (line.strip() for line in (row["text"] or "").split("\n"))))
        yield row["dId"], row["newsCluster"]["Event"], Article(row["title"] or "", body), row


def build(folder: Path, half: str) -> Half:
    """Make the texts of one half."""
    rows = list(read_articles(folder))
    happenings = sorted({happening for _, happening, _, _ in rows})
    random.Random(SEED).shuffle(happenings)
    middle = len(happenings) // 2
    kept = set(happenings[:middle] if half == "tune" else happenings[middle:])
    items: dict[str, Item] = {}

    ways = way_names()
    for n, (id_, happening, article, fields) in enumerate(rows):
        if happening not in kept:
            continue
        day = dt.date.fromisoformat(fields["date_publish"][:10]) if fields["date_publish"] else None
        outlet = fields["source_domain"]
        doc = document(id_, article, day, outlet)
        if doc is None:
            continue
        items[id_] = Item(doc, happening, id_, "")
        if sum(len(p.split()) for p in article.body) < MIN_WORDS:
            continue
        rng = random.Random(f"{SEED} {id_}")
        for k in range(COPIES):
            paper = f"paper{rng.randrange(50)}.invalid"
            made = make_copy(ways[(n * COPIES + k) % len(ways)], article, rng, paper)
            later = day and day + dt.timedelta(days=rng.randrange(2))
            doc = document(f"{id_}-copy{k}", made.article, later, paper)
            if doc is not None:
                items[doc.report_id] = Item(doc, happening, id_, made.way)
        for kind in ("twin", "bulletin"):
            twin = make_twin(kind, article, rng) if rng.random() < TWINS else None
            later = day and day + dt.timedelta(days=rng.randrange(1, 8))
            doc = twin and document(f"{id_}-{kind}", twin.article, later, outlet)
            if doc is not None:
                name = doc.report_id
                items[name] = Item(doc, f"{happening}, {kind}", name, kind, is_twin=True)
    with PAIRS.open(encoding="utf-8", newline="") as file:
        judged = {Pair((row["a"], row["b"])): row["judged"] for row in csv.DictReader(file)}
    return Half(items, judged)


def document(name: str, article: Article, day: dt.date | None, outlet: str) -> Document | None:
    """Clean an article as if it had come as a line of JSON; None where it is refused."""
    line = {"id": name, "title": article.title, "text": "\n".join(article.body)}
    report = Report(
        report_id=name,
        content=json.dumps(line).encode(),
        media=Media.JSON,
        origin=name,
        title=article.title,
        outlet=outlet,
        published=day,
        published_from="given" if day else None,
    )
    try:
        return clean(report)
    except InputError as err:
        print(f"{name} was left out: {err}")
        return None


# --- ways of finding ----------------------------------------------------------------------


def exhaustive(wordings: list[Wording]) -> tuple[Copy, ...]:
    """Compare all pairs that share a run at all."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for i, wording in enumerate(wordings):
        for run in set(wording.runs.tolist()):
            holders[run].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        shared.update(combinations(held, 2))
    found = (compare(wordings[i], wordings[j]) for (i, j), n in shared.items() if n > 5)
    return tuple(copy for copy in found if copy is not None)


def peer(
    wordings: list[Wording], truth: Callable[[Pair], str], n_yes: int
) -> tuple[float, set[Pair]]:
    """Plain MinHash and Jaccard: the best threshold, and the pairs from there on."""
    hashes = [wording.runs.tolist() or [0] for wording in wordings]
    rows = rensa.RMinHash.digest_matrix_from_token_hash_sets(hashes, PERMUTATIONS, SEED).to_rows()
    matrix = np.asarray(rows, dtype=np.uint64)
    scored: list[tuple[float, Pair]] = []
    for i in range(len(wordings) - 1):
        alike = (matrix[i + 1 :] == matrix[i]).mean(axis=1)
        for j in np.flatnonzero(alike >= 0.03):
            pair = Pair((wordings[i].report, wordings[i + 1 + int(j)].report))
            scored.append((float(alike[j]), pair))
    scored.sort(key=lambda item: -item[0])
    best, best_f1, right, wrong = 1.0, 0.0, 0, 0
    for k, (score, pair) in enumerate(scored):
        verdict = truth(pair)
        right += verdict == "yes"
        wrong += verdict == "no"
        if k + 1 < len(scored) and scored[k + 1][0] == score:
            continue
        f1 = 2 * right / (right + wrong + n_yes)
        if f1 > best_f1:
            best, best_f1 = score, f1
    return best, {pair for score, pair in scored if score >= best}


# --- figures ------------------------------------------------------------------------------


class Figures(NamedTuple):
    """What was found."""

    found: set[Pair]
    right: int
    wrong: int
    missed: int
    elsewhere: int  # wrong pairs of two happenings of the corpus
    twins: int  # wrong pairs of a report and one in its form of words

    @property
    def f1(self) -> float:
        """F1 of pairs."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    @property
    def line(self) -> str:
        """As a row of a table."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return (
            f"{self.right} | {self.wrong} | {self.missed} | {precision:.4f} | {recall:.4f} | "
            f"{self.f1:.4f} | {self.elsewhere} | {self.twins}"
        )


def judge(found: Iterable[Pair], half: Half, right: set[Pair]) -> Figures:
    """Count."""
    found = set(found)
    wrong = {pair for pair in found if half.truth(pair) == "no"}
    twins = {pair for pair in wrong if any(half.items[id_].is_twin for id_ in pair)}
    elsewhere = sum(len({half.items[id_].happening for id_ in pair}) > 1 for pair in wrong - twins)
    hits = len(found & right)
    return Figures(found, hits, len(wrong), len(right) - hits, elsewhere, len(twins))


def pairs_of(copies: Iterable[Copy]) -> Iterator[Pair]:
    """The pairs of some copies."""
    return (Pair((copy.report, copy.of)) for copy in copies)


def peer_line(name: str, wordings: list[Wording], half: Half, right: set[Pair]) -> str:
    """The peer's row."""
    threshold, pairs = peer(wordings, half.truth, len(right))
    return f"| {name}, Jaccard from {threshold:.2f} | {judge(pairs, half, right).line} |"


def by_way(figures: Figures, half: Half, right: set[Pair]) -> Iterator[str]:
    """Recall of each way of copying, and of the corpus's own copies; twins that were taken in."""
    asked: Counter[str] = Counter()
    got: Counter[str] = Counter()
    for pair in right:
        ways = sorted(filter(None, (half.items[id_].way for id_ in pair)))
        way = ways[0] if ways else f"the corpus's own: {half.judged[pair]}"
        asked[way] += 1
        got[way] += pair in figures.found
    for way in sorted(asked):
        yield f"| {way} | {asked[way]} | {got[way]} | {got[way] / asked[way]:.3f} |"
    for kind in ("twin", "bulletin"):
        twins = {id_ for id_, item in half.items.items() if item.is_twin and item.way == kind}
        taken = {id_ for pair in figures.found for id_ in pair} & twins
        yield f"| {kind}: must not be found | {len(twins)} | {len(taken)} | |"


def in_one_family(copies: Iterable[Copy], half: Half) -> str:
    """How many sources have all their copies in their family, and families of two happenings."""
    original = families(copies, {id_: item.doc.published for id_, item in half.items.items()})
    made: defaultdict[str, set[str]] = defaultdict(set)
    happenings: defaultdict[str, set[str]] = defaultdict(set)
    for id_, item in half.items.items():
        if not item.is_twin:
            made[item.source].add(original.get(id_, id_))
        happenings[original.get(id_, id_)].add(item.happening)
    whole = sum(len(heads) == 1 for heads in made.values())
    mixed = sum(len(each) > 1 for each in happenings.values())
    return (
        f"{whole} of {len(made)} articles with all their copies in one family; "
        f"{mixed} families of two happenings"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=BESIDE)
    parser.add_argument("--half", choices=("tune", "test"), default="test")
    parser.add_argument("--errors", action="store_true", help="list what was wrong or missed")
    args = parser.parse_args()
    if not (args.data / "news_cluster").is_dir():
        print(f"{args.data}: not there, not measured. Give the folder that holds news_cluster/.")
        return 2
    half = build(args.data, args.half)
    began = time.perf_counter()
    wordings = [read_wording(item.doc) for item in half.items.values()]
    read = time.perf_counter()
    copies = find_copies(wordings)
    found = time.perf_counter()
    right = {
        pair for a, b in combinations(half.items, 2) if half.truth(pair := Pair((a, b))) == "yes"
    }
    kinds = Counter(
        "twins" if item.is_twin else "copies" if item.way else "articles"
        for item in half.items.values()
    )
    n_happenings = len({item.happening for item in half.items.values() if not item.is_twin})
    print(f"{args.half}: {dict(kinds)}, {n_happenings} happenings, {len(right)} pairs to find")
    ours = judge(pairs_of(copies), half, right)
    every = judge(pairs_of(exhaustive(wordings)), half, right)
    print("| | right | wrong | missed | precision | recall | F1 | two happenings | twins |")
    print("|---|---|---|---|---|---|---|---|---|")
    print(f"| sayso | {ours.line} |")
    print(f"| sayso, all pairs compared | {every.line} |")
    print(peer_line("MinHash", wordings, half, right))
    no_twins = [wording for wording in wordings if not half.items[wording.report].is_twin]
    without = judge(pairs_of(find_copies(no_twins)), half, right)
    print(f"| sayso, without twins | {without.line} |")
    print(peer_line("MinHash, without twins", no_twins, half, right))
    print("\n| way | pairs | found | recall |\n|---|---|---|---|")
    print(*by_way(ours, half, right), sep="\n")
    print(f"\n{in_one_family(copies, half)}")
    n = len(wordings)
    print(
        f"{1e3 * (read - began) / n:.2f} ms a text to read, {1e3 * (found - read) / n:.2f} to find"
    )
    if args.errors:
        for pair in sorted(map(sorted, right - ours.found)):
            print("missed", *(f"{id_} ({half.items[id_].way})" for id_ in pair))
        for pair in sorted(map(sorted, (p for p in ours.found if half.truth(p) == "no"))):
            print("wrong", *(f"{id_} ({half.items[id_].way})" for id_ in pair))
    if ours.f1 < BAR_F1 or ours.elsewhere:
        print(f"missed: F1 {BAR_F1} and no pair of two happenings")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
