"""Measure on ECB+: news to stories, and happenings across the reports of a story.

In:   the folder of ECB+, by `--data` or at ../shared/data/bench/stories beside the checkout
Out:  figures of the test topics, 36 to 45; held to `quality/floors_stories.json`

Method, stories: all documents of the test topics together, their text without address lines,
through `sayso.link.stories`; B-cubed against the two stories of each topic.
Method, happenings: the annotated event mentions of the sentences that ECB+ names as checked are
given (`ecbplus.py` says which), and their words and sentences alone; a mention that is in no chain
is a cluster of one, and counts. The document's story is given as annotated, or as found. Two
systems: the same head in one story is one happening (the usual baseline), and
`sayso.link.stories_events`. MUC, B-cubed, CEAF-e and CoNLL F1 by `coref.py`, over all test
mentions as one set.
Topics 1 to 35 were used for tuning; topics 36 to 45 are only reported.

Run `python benchmarks/stories.py [--data FOLDER] [--speed 10000]`.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import coref
import floors
from ecbplus import BESIDE, TEST, Text, event_mentions, read_texts

from sayso.base.nouns import Document
from sayso.link.stories import find_stories
from sayso.link.stories_events import EventMention, group_events, same_heads
from sayso.link.stories_words import words

FLOORS = floors.PATH.with_name("floors_stories.json")


def document(text: Text) -> Document:
    return Document(report_id=text.name, text="\n".join(text.lines))


def stories(texts: Sequence[Text]) -> tuple[dict[str, str], dict[str, float]]:
    """The story that each document was put in, and the figures."""
    started = time.perf_counter()
    found = find_stories(document(text) for text in texts)
    spent = time.perf_counter() - started
    told = {name: names[0] for names in found for name in names}
    gold = {text.name: text.story for text in texts}
    p, r, f1 = coref.b_cubed(gold, told)
    print(
        f"News to stories: {len(texts)} documents of {len({t.topic for t in texts})} topics, "
        f"{len(set(gold.values()))} stories, {len(found)} found in {spent:.1f} s\n"
        f"  B-cubed  P {p:.3f}  R {r:.3f}  F1 {f1:.3f}"
    )
    return told, {"B-cubed F1": f1}


def happenings(texts: Sequence[Text], told: Mapping[str, str]) -> dict[str, float]:
    """The figures of mentions."""
    rows = [row for text in texts for row in event_mentions(text)]
    mentions = [mention for mention, _ in rows]
    gold = {mention.id: chain for mention, chain in rows}
    of_chain = coref.members(gold).values()
    print(
        f"\nHappenings: {len(mentions)} mentions in {len({m.report for m in mentions})} documents, "
        f"{len(of_chain)} happenings, {sum(len(c) == 1 for c in of_chain)} of one mention"
    )
    print(
        "| stories | system | MUC P | R | F1 | B-cubed P | R | F1 | CEAF-e P | R | F1 | CoNLL F1 |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    figures = {}
    annotated = {text.name: text.story for text in texts}
    for which, story in (("annotated", annotated), ("found", told)):
        for name, found in systems(mentions, story).items():
            response = coref.named(found)
            three = [of(gold, response) for of in (coref.muc, coref.b_cubed, coref.ceaf_e)]
            conll = sum(score.f1 for score in three) / 3
            cells = " | ".join(f"{value:.3f}" for score in three for value in score)
            print(f"| {which} | {name} | {cells} | **{conll:.3f}** |")
            figures[f"CoNLL F1, stories {which}, {name}"] = conll
    return figures


def systems(
    mentions: Sequence[EventMention], story: Mapping[str, str]
) -> dict[str, Sequence[Sequence[str]]]:
    return {"same head": same_heads(mentions, story), "sayso": group_events(mentions, story)}


def speed(n: int) -> None:
    """Time of grouping invented documents: words drawn from the table, 5 documents a story."""
    rng = random.Random(7)
    table = words()
    common = [(base, row.texts) for base, row in table.rows.items() if base.isalpha()]
    bases, weights = [base for base, _ in common], [texts for _, texts in common]
    docs = []
    for i in range(n):
        own = random.Random(i // 5)
        names = [f"Qx{own.randrange(20 * n):x}" for _ in range(6)]
        said = own.choices(bases, weights, k=60)
        text = rng.choices(bases, weights, k=250) + rng.choices(said + names, k=120)
        docs.append(Document(report_id=f"{i:06}", text=" ".join(text)))
    started = time.perf_counter()
    found = find_stories(docs)
    spent = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nSpeed: {n:,} invented documents in {spent:.1f} s, {len(found):,} stories found of "
          f"{len({i // 5 for i in range(n)}):,}; peak memory {peak:,.0f} MB")  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=BESIDE, help="the folder of ECB+")
    parser.add_argument("--speed", type=int, metavar="N", help="time N invented documents too")
    args = parser.parse_args()
    if not (args.data / "ecbplus").is_dir():
        print(f"{args.data}: not there. Give the folder of ECB+ with --data.")
        return 2
    texts = read_texts(args.data, TEST)
    told, figures = stories(texts)
    figures |= happenings(texts, told)
    if args.speed:
        speed(args.speed)
    sunk = floors.under("ECB+", figures, FLOORS)
    print("\n".join(sunk))
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
