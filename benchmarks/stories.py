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
Method, other news (`--news`, by default beside ECB+): the 383 documents of 69 happenings that come
with Giveme5W1H, all together; nothing was tuned on them, so that they show how far figures of
ECB+ carry.
Method, speed (`--speed`): documents of topics 1 to 35 in copies, names in each copy made unlike.
Topics 1 to 35 were used for tuning; topics 36 to 45 are only reported.

Run `python benchmarks/stories.py [--data FOLDER] [--news FOLDER] [--speed 10000]`.
"""

import argparse
import json
import os
import re
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import coref
import floors
from ecbplus import BESIDE, TEST, TUNE, Text, event_mentions, read_texts
from sayso.base.nouns import Document
from sayso.link.stories import find_stories
from sayso.link.stories_events import EventMention, group_events, same_heads

NEWS = BESIDE.parent / "clusters/news_cluster"
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


def news(folder: Path) -> None:
    """The figures of another corpus, for which nothing was tuned."""
    texts: list[Document] = []
    gold: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        tree = json.loads(path.read_text("utf-8"))
        title, text = tree["title"] or "", tree["text"] or ""
        text = text if text.startswith(title) else f"{title}\n{text}"
        texts.append(Document(report_id=tree["dId"], text=text))
        gold[tree["dId"]] = str(tree["newsCluster"]["EventId"])
    found = find_stories(texts)
    p, r, f1 = coref.b_cubed(gold, coref.named(found))
    print(
        f"\nNews of other papers: {len(texts)} documents of {len(set(gold.values()))} happenings, "
        f"{len(found)} stories found\n  B-cubed  P {p:.3f}  R {r:.3f}  F1 {f1:.3f}"
    )


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
        ours, plain = (figures[f"CoNLL F1, stories {which}, {n}"] for n in ("sayso", "same head"))
        figures[f"CoNLL F1 above same head, stories {which}"] = ours - plain
    return figures


def systems(
    mentions: Sequence[EventMention], story: Mapping[str, str]
) -> dict[str, Sequence[Sequence[str]]]:
    return {"same head": same_heads(mentions, story), "sayso": group_events(mentions, story)}


def speed(n: int, texts: Sequence[Text]) -> None:
    """Time of grouping n documents: the given ones again and again, each time with other names."""
    docs = [
        Document(
            report_id=f"{i:06}",
            text=_NAME.sub(r"\1" + "x" * (i // len(texts)), "\n".join(texts[i % len(texts)].lines)),
        )
        for i in range(n)
    ]
    started = time.perf_counter()
    found = find_stories(docs)
    spent = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\nSpeed: {n:,} documents in {spent:.1f} s, {len(found):,} stories, peak memory "
        f"{peak:,.0f} MB; load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores"
    )


_NAME = re.compile(r"(?<=[a-z,] )([A-Z][a-z]+)")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=BESIDE, help="the folder of ECB+")
    parser.add_argument("--speed", type=int, metavar="N", help="time N documents too")
    parser.add_argument("--news", type=Path, default=NEWS, help="the folder news_cluster")
    args = parser.parse_args()
    if not (args.data / "ecbplus").is_dir():
        print(f"{args.data}: not there. Give the folder of ECB+ with --data.")
        return 2
    texts = read_texts(args.data, TEST)
    told, figures = stories(texts)
    figures |= happenings(texts, told)
    if args.news.is_dir():
        news(args.news)
    if args.speed:
        speed(args.speed, read_texts(args.data, TUNE))
    sunk = floors.under("ECB+", figures, FLOORS)
    print("\n".join(sunk))
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
