"""ECB+ (Cybulska and Vossen 2014) as documents, stories and event mentions.

In:   its folder, with `ecbplus/TOPIC/*.xml` and `ECBplus_coreference_sentences.csv`
Out:  a `Text` a document: what is printed, its story, its annotated event mentions

Method: a topic has two stories, one of the documents named `_ecb`, one of `_ecbplus`. The first
line of many documents is their address, cut into tokens; it is left out, since a document's
text in sayso has none. Tokens are put together as printed as far as that is sure (numbers,
apostrophes, marks after words). *Event mentions* are all `ACTION_*` and `NEG_ACTION_*` with
tokens, in the sentences that the CSV names as checked. Their chain is the target of their
`CROSS_DOC_COREF` (by its note), else of their `INTRA_DOC_COREF`, which is taken as the document's
own (its number there and the document); a mention in no chain is one by itself.
Known faults: chains that run over both stories of a topic are kept, as they are annotated.
"""

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from sayso.link.stories_events import EventMention

BESIDE = Path(__file__).resolve().parents[2] / "shared/data/bench/stories"
TUNE, TEST = range(1, 36), range(36, 46)


class Mention(NamedTuple):
    """An annotated event mention: its tokens by place in its sentence, and its chain."""

    sentence: int
    tokens: tuple[int, ...]
    kind: str
    chain: str


class Text(NamedTuple):
    """A document of ECB+."""

    name: str
    topic: int
    story: str
    sentences: dict[int, list[str]]  # number to tokens
    mentions: list[Mention]

    @property
    def lines(self) -> list[str]:
        """The sentences as printed, without an address before them."""
        return [printed(tokens) for tokens in self.sentences.values() if tokens[0] != "http"]


def read_texts(folder: Path, topics: Collection[int]) -> list[Text]:
    """Read the documents of some topics; topics that ECB+ lacks (15, 17) are passed over."""
    with (folder / "ECBplus_coreference_sentences.csv").open(encoding="utf-8") as file:
        checked = {
            (f"{row['Topic']}_{row['File']}", int(row["Sentence Number"]))
            for row in csv.DictReader(file)
        }
    return [
        _read(path, topic, checked)
        for topic in topics
        for path in sorted((folder / "ecbplus" / str(topic)).glob("*.xml"))
    ]


def _read(path: Path, topic: int, checked: set[tuple[str, int]]) -> Text:
    root = ET.parse(path).getroot()
    sentences: dict[int, list[str]] = {}
    places: dict[str, tuple[int, int]] = {}
    for token in root.iter("token"):
        number = int(token.attrib["sentence"])
        line = sentences.setdefault(number, [])
        places[token.attrib["t_id"]] = (number, len(line))
        line.append((token.text or "").strip())
    chains: dict[str, str] = {}
    for relation in root.iter():
        if relation.tag in ("CROSS_DOC_COREF", "INTRA_DOC_COREF"):
            note = relation.get("note") or ""
            across = relation.tag == "CROSS_DOC_COREF"
            chain = note if across else f"{path.stem} {relation.attrib['r_id']}"
            for source in relation.iter("source"):
                if across or source.attrib["m_id"] not in chains:
                    chains[source.attrib["m_id"]] = chain
    mentions = []
    for mark in root.find("Markables") or ():
        anchors = [places[a.attrib["t_id"]] for a in mark.iter("token_anchor")]
        if not anchors or "ACTION" not in mark.tag:
            continue
        number, own = anchors[0][0], mark.attrib["m_id"]
        if (path.stem, number) not in checked:
            continue
        mentions.append(
            Mention(number, tuple(i for _, i in anchors), mark.tag,
                    chains.get(own, f"{path.stem} alone {own}"))
        )  # fmt: skip
    mentions.sort()
    part = "ecbplus" if path.stem.endswith("plus") else "ecb"
    return Text(path.stem, topic, f"{topic}_{part}", sentences, mentions)


def event_mentions(text: Text) -> list[tuple[EventMention, str]]:
    """The mentions of a document as sayso takes them, each with its chain."""
    return [
        (
            EventMention(
                id=f"{text.name} {number:03}",
                report=text.name,
                sentence=mention.sentence,
                tokens=tuple(text.sentences[mention.sentence]),
                at=mention.tokens,
            ),
            mention.chain,
        )
        for number, mention in enumerate(text.mentions)
    ]


_NUMBER = re.compile(r"(?<=\d) (?:(,) (?=\d{3}\b)|(\.) (?=\d{1,2}\b))")
_LETTERS = re.compile(r"\b([A-Z]) \. (?=[A-Z] \.)")
_APOSTROPHE = re.compile(r" (['’]) (s|t|re|ve|ll|d|m)\b| (n't|['’](?:s|re|ve|ll|d|m))\b")
_AFTER_WORD = re.compile(r" ([.,;:?!)\]%])")


def printed(tokens: list[str]) -> str:
    """Put tokens together.

    >>> printed("The mayor ' s U . S . tour : 1 , 200 were n't there on May 3 , 2014 .".split())
    "The mayor's U.S. tour: 1,200 weren't there on May 3, 2014."
    """
    text = _NUMBER.sub(r"\1\2", " ".join(tokens))
    text = _LETTERS.sub(r"\1.", text)
    text = _APOSTROPHE.sub(r"\1\2\3", text)
    return _AFTER_WORD.sub(r"\1", text)
