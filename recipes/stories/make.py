"""Count the table of words and fit the weights by which stories are told apart.

In:   ECB+ (topics 1 to 35 of it) and the annotated training news, by argument or beside the
      checkout
Out:  `src/sayso/link/stories_words.tsv.gz`, `src/sayso/link/stories_weights.toml`; with `--folds`
      figures of folds alone

Method: *Table*: in how many texts each base form stands; forms that stand in one text alone are
left out, since that is what is taken of a form that the table lacks. A word is a name when
more texts have it with a capital inside a sentence than in small letters; lines of mostly capitals
(headlines) are not asked. *Weights*: logistic regression with a ridge over pairs of documents;
those of one topic and those of unlike topics that share words enough weigh as 5 to 1 in
sum. A document's gist is made with a table that lacks its own topic, as that of a new report
will. *Folds*: 12 random groups of 10 topics, as many as the test part has; table and weights
come from the others.
The annotated news hold some documents of the test topics: these are left out of the table.
Known faults: the table is counted on 2,600 texts, many of them a sentence.

Run `python recipes/stories/make.py [--stories FOLDER] [--news FOLDER] [--folds]`.
"""

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sayso.link import stories_alike
from sayso.link.stories import group_gists
from sayso.link.stories_alike import FEATURES, LEAST_COSINE, Weights, evidence, profile
from sayso.link.stories_gist import gist_of
from sayso.link.stories_words import TABLE, TOKEN, Row, Words, irregular

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
import coref  # noqa: E402
from ecbplus import BESIDE, TEST, TUNE, read_texts  # noqa: E402

NEWS = BESIDE.parents[1] / "claims/train/docs.jsonl"
SEED, FOLDS, TOPICS_A_FOLD = 1, 12, 10
RIDGE = 1.0
UNLIKE_TOPICS = 0.2  # weight of all their pairs; folds: .05, .2 and 1 within .006 of B-cubed F1
ALONE = 0  # "topic" of a text that is none of ECB+


class Read(NamedTuple):
    """A text with what it is."""

    topic: int
    story: str
    name: str
    lines: list[str]


def read_all(stories: Path, news: Path) -> list[Read]:
    """Read the texts; none of a test topic."""
    found = [Read(t.topic, t.story, t.name, t.lines) for t in read_texts(stories, TUNE)]
    for line in news.read_text("utf-8").splitlines():
        doc = json.loads(line)
        if doc["doc"].startswith("ecb-"):
            continue  # those of topics 1 to 35 are there already, the others are for the test
        found.append(Read(ALONE, "", doc["doc"], doc["sentences"]))
    assert not any(text.topic in TEST for text in found)
    return found


class Counted(NamedTuple):
    """Counts over some texts."""

    texts: Counter[str]
    as_name: Counter[str]
    small: Counter[str]

    def without(self, other: "Counted") -> "Counted":
        """The counts over those texts that `other` did not count."""
        return Counted(*(a - b for a, b in zip(self, other, strict=True)))


def count(texts: Iterable[Read], table: Words) -> Counted:
    """Count in how many texts each base form stands, with a capital, and small."""
    found = Counted(Counter(), Counter(), Counter())
    for text in texts:
        every: set[str] = set()
        as_name: set[str] = set()
        small: set[str] = set()
        for line in text.lines:
            words = TOKEN.findall(line)
            bases = [table.base(word) for word in words]
            every.update(bases)
            if 2 * sum(word[0].isupper() for word in words) > len(words):
                continue
            for word, base in list(zip(words, bases, strict=True))[1:]:
                if word[0].isalpha():
                    (as_name if word[0].isupper() else small).add(base)
        found.texts.update(every)
        found.as_name.update(as_name)
        found.small.update(small)
    return found


def as_words(counted: Counted, n_texts: int) -> Words:
    """Make a table of counts."""
    texts, as_name, small = counted
    rows = {
        base: Row(n, as_name[base] > 0 and as_name[base] >= small[base])
        for base, n in texts.items()
        if n > 1
    }
    return Words(n_texts, rows, irregular())


def plain_table(texts: Sequence[Read]) -> Words:
    """A table of words as printed, by which the base forms are chosen."""
    printed = Counter(
        w for t in texts for w in {w.lower() for x in t.lines for w in TOKEN.findall(x)}
    )
    return Words(len(texts), {w: Row(n, False) for w, n in printed.items()}, irregular())


def tables(texts: Sequence[Read]) -> tuple[Words, dict[int, Words]]:
    """The table of all texts, and for each topic that of all other texts."""
    first = plain_table(texts)
    counted = count(texts, first)
    whole = as_words(counted, len(texts))
    lacking = {}
    for topic in sorted({text.topic for text in texts} - {ALONE}):
        own = [text for text in texts if text.topic == topic]
        lacking[topic] = as_words(counted.without(count(own, first)), len(texts) - len(own))
    return whole, lacking


def fit(texts: Sequence[Read], lacking: dict[int, Words]) -> Weights:
    """Fit the weights on the texts of ECB+."""
    own = [text for text in texts if text.topic != ALONE]
    profiles = [profile(gist_of("\n".join(t.lines), lacking[t.topic])) for t in own]
    rows, same, within = [], [], []
    for i, a in enumerate(profiles):
        for j in range(i):
            found = evidence(a, profiles[j])
            is_within = own[i].topic == own[j].topic
            if found[0] >= LEAST_COSINE:
                rows.append(found)
                same.append(own[i].story == own[j].story)
                within.append(is_within)
    inside = np.asarray(within)
    weight = np.where(inside, 1.0, UNLIKE_TOPICS * inside.sum() / max((~inside).sum(), 1))
    x = np.column_stack([np.ones(len(rows)), np.asarray(rows)])
    solved = logistic(x, np.asarray(same, dtype=float), weight)
    return Weights(float(solved[0]), tuple(map(float, solved[1:])))


def logistic(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weighted logistic regression by Newton's method; the constant has no ridge."""
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[0, 0] = 1e-6
    solved = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ solved, -30, 30)))
        slope = x.T @ (weight * (p - y)) + ridge @ solved
        step = np.linalg.solve((x.T * (weight * p * (1 - p))) @ x + ridge, slope)
        solved -= step
        if abs(step).max() < 1e-8:
            break
    return solved


def folds(texts: Sequence[Read]) -> None:
    """Print B-cubed figures of held-out groups of topics, by threshold."""
    rng = random.Random(SEED)  # noqa: S311
    topics = sorted({text.topic for text in texts} - {ALONE})
    groups: list[list[int]] = []
    while len(groups) < FOLDS:
        mixed = rng.sample(topics, len(topics))
        groups += [mixed[i : i + TOPICS_A_FOLD] for i in (0, 10, 20)]
    grid = [round(0.3 + 0.05 * i, 2) for i in range(9)]
    sums = {threshold: np.zeros(3) for threshold in grid}
    for held in groups:
        rest = [text for text in texts if text.topic not in held]
        whole, lacking = tables(rest)
        model = fit(rest, lacking)
        asked = [text for text in texts if text.topic in held]
        gists = {text.name: gist_of("\n".join(text.lines), whole) for text in asked}
        gold = {text.name: text.story for text in asked}
        for threshold in grid:
            found = group_gists(gists, threshold=threshold, model=model)
            told = {name: str(i) for i, names in enumerate(found) for name in names}
            sums[threshold] += coref.b_cubed(gold, told)
    for threshold, total in sums.items():
        p, r, f = total / len(groups)
        sys.stdout.write(f"  {threshold:.2f}: B-cubed P {p:.3f} R {r:.3f} F1 {f:.3f}\n")


def write(whole: Words, model: Weights) -> None:
    """Write both files."""
    lines = [f"texts\t{whole.n_texts}\t"]
    lines += [
        f"{base}\t{row.texts}\t{'name' if row.is_name else ''}"
        for base, row in sorted(whole.rows.items())
    ]
    raw = "\n".join(lines).encode("utf-8")
    TABLE.write_bytes(gzip.compress(raw, 9, mtime=0))
    named = zip(("constant", *FEATURES), (model.constant, *model.features), strict=True)
    stories_alike.WEIGHTS.write_text(
        "# Weights of what speaks for two reports telling one story (natural log odds).\n"
        "# Made by recipes/stories/make.py; not by hand.\n\n[weights]\n"
        + "".join(f"{name} = {value:.3f}\n" for name, value in named),
        "utf-8",
    )
    sys.stdout.write(f"{TABLE.name}: {len(lines) - 1:,} words of {whole.n_texts:,} texts\n")
    sys.stdout.write(stories_alike.WEIGHTS.read_text("utf-8"))


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stories", type=Path, default=BESIDE)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument(
        "--folds", action="store_true", help="print held-out figures, write nothing"
    )
    args = parser.parse_args()
    texts = read_all(args.stories, args.news)
    if args.folds:
        folds(texts)
        return 0
    whole, lacking = tables(texts)
    write(whole, fit(texts, lacking))
    return 0


if __name__ == "__main__":
    sys.exit(main())
