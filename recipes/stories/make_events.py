"""Count heads and fit the weights by which mentions of happenings are joined.

In:   ECB+, topics 1 to 35 of it, by argument or beside the checkout
Out:  `src/sayso/link/stories_acts.tsv.gz`, `src/sayso/link/stories_event_weights.toml`; with
      `--folds` figures of folds alone

Method: over pairs of annotated mentions in one story (as annotated): how many pairs with two given
heads there are, and how many name one happening; pairs of heads that were seen in fewer than
`LEAST_SEEN` pairs and never named one happening are left out. Logistic regression with a ridge over
the same pairs; the counts that a pair is judged with lack its own topic, as those of a new
story will. *Folds*: twice three parts of the topics; counts and weights come from the others.

Run `python recipes/stories/make_events.py [--stories FOLDER] [--folds]`.
"""

import argparse
import gzip
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from make import SEED, logistic

from sayso.link import stories_events
from sayso.link.stories_acts import COUNTS, Heads, families
from sayso.link.stories_events import (
    FEATURES,
    EventMention,
    Seen,
    Weights,
    evidence,
    group_events,
    same_heads,
    see,
    shares,
)
from sayso.link.stories_words import words

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
import coref  # noqa: E402
from ecbplus import BESIDE, TUNE, Text, event_mentions, read_texts  # noqa: E402

LEAST_SEEN = 5  # folds: 2 and 10 are within .0004


class Counted(NamedTuple):
    """Pairs of heads, by how many pairs of mentions have them."""

    same: Counter[tuple[str, str]]
    every: Counter[tuple[str, str]]


class Story(NamedTuple):
    """A story's mentions, and the happening that each names."""

    topic: int
    seen: list[Seen]
    chains: list[str]


def read_stories(texts: Sequence[Text]) -> list[Story]:
    """Put the annotated mentions of texts into their stories."""
    by_story: dict[tuple[int, str], list[tuple[EventMention, str]]] = defaultdict(list)
    for text in texts:
        by_story[text.topic, text.story] += event_mentions(text)
    return [
        Story(topic, [see(m, words()) for m, _ in rows], [chain for _, chain in rows])
        for (topic, _), rows in sorted(by_story.items())
    ]


def count(stories: Sequence[Story]) -> dict[int, Counted]:
    """Count pairs of heads, by topic."""
    found: dict[int, Counted] = defaultdict(lambda: Counted(Counter(), Counter()))
    for story in stories:
        counted = found[story.topic]
        for i, a in enumerate(story.seen):
            for j in range(i):
                b = story.seen[j]
                pair = (a.head, b.head) if a.head <= b.head else (b.head, a.head)
                counted.every[pair] += 1
                if story.chains[i] == story.chains[j]:
                    counted.same[pair] += 1
    return dict(found)


def as_heads(by_topic: Mapping[int, Counted], without: Collection[int] = ()) -> Heads:
    """Join the counts of topics."""
    same: Counter[tuple[str, str]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    for topic, counted in by_topic.items():
        if topic not in without:
            same.update(counted.same)
            every.update(counted.every)
    counts = {pair: (same[pair], n) for pair, n in every.items() if n >= LEAST_SEEN or same[pair]}
    return Heads(families(), counts)


def fit(stories: Sequence[Story], by_topic: Mapping[int, Counted]) -> Weights:
    """Fit the weights."""
    own = {story.topic for story in stories}
    rest = set(by_topic) - own
    rows, labels = [], []
    for topic in sorted(own):
        known = as_heads(by_topic, {topic, *rest})
        for story in (story for story in stories if story.topic == topic):
            share = shares(story.seen)
            for i, a in enumerate(story.seen):
                for j in range(i):
                    rows.append(evidence(a, story.seen[j], share, known))
                    labels.append(story.chains[i] == story.chains[j])
    x = np.column_stack([np.ones(len(rows)), np.asarray(rows)])
    solved = logistic(x, np.asarray(labels, dtype=float), np.ones(len(rows)))
    return Weights(float(solved[0]), tuple(map(float, solved[1:])))


def folds(texts: Sequence[Text]) -> None:
    """Print CoNLL F1 of held-out parts of the topics, in annotated stories, by threshold."""
    rng = random.Random(SEED)  # noqa: S311
    stories = read_stories(texts)
    by_topic = count(stories)
    topics = sorted(by_topic)
    mixed = rng.sample(topics, len(topics)) + rng.sample(topics, len(topics))
    size = len(topics) // 3
    sums: Counter[str] = Counter()
    parts = [mixed[i : i + size] for i in range(0, 6 * size, size)]
    for held in parts:
        model = fit([s for s in stories if s.topic not in held], by_topic)
        known = as_heads(by_topic, held)
        rows = [row for t in texts if t.topic in held for row in event_mentions(t)]
        gold = {mention.id: chain for mention, chain in rows}
        mentions = [mention for mention, _ in rows]
        story = {text.name: text.story for text in texts}
        sums["same head"] += coref.conll(gold, coref.named(same_heads(mentions, story)))
        for threshold in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
            found = group_events(mentions, story, threshold=threshold, model=model, known=known)
            sums[f"{threshold:.2f}"] += coref.conll(gold, coref.named(found))
    for name, total in sums.items():
        sys.stdout.write(f"  {name}: CoNLL F1 {total / len(parts):.4f}\n")


def write(known: Heads, model: Weights) -> None:
    """Write both files."""
    lines = [f"{a}\t{b}\t{n}\t{of}" for (a, b), (n, of) in sorted(known.counts.items())]
    COUNTS.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), 9, mtime=0))
    named = zip(("constant", *FEATURES), (model.constant, *model.features), strict=True)
    stories_events.WEIGHTS.write_text(
        "# Weights of what speaks for two mentions naming one happening (natural log odds).\n"
        "# Made by recipes/stories/make_events.py; not by hand.\n\n[weights]\n"
        + "".join(f"{name} = {value:.3f}\n" for name, value in named),
        "utf-8",
    )
    sys.stdout.write(f"{COUNTS.name}: {len(lines):,} pairs of heads\n")
    sys.stdout.write(stories_events.WEIGHTS.read_text("utf-8"))


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stories", type=Path, default=BESIDE)
    parser.add_argument(
        "--folds", action="store_true", help="print held-out figures, write nothing"
    )
    args = parser.parse_args()
    texts = read_texts(args.stories, TUNE)
    if args.folds:
        folds(texts)
        return 0
    stories = read_stories(texts)
    by_topic = count(stories)
    write(as_heads(by_topic), fit(stories, by_topic))
    return 0


if __name__ == "__main__":
    sys.exit(main())
