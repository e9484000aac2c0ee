"""Annotated documents in, training examples out, with every left-out row counted by reason.

In:   folders with `docs.jsonl` and `claims.jsonl` in the codebook's form
Out:  one `Example` for each sentence, and a count of what was left out and why

The split is by document: a folder is whole in one part. A mention that stands in another
sentence than its trigger ("@2 the rebels") is left out of the sentence's roles and counted;
the rules for quotations find those. A document of one sentence that stands word for word in
the development or test folders is left out too.
"""

import collections
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from sayso.extract.encode import Encoder, Pieces
from sayso.extract.labels import Labels

LISTS = ("actor", "recipient", "place", "time", "instrument", "source")


class Target(NamedTuple):
    """One annotated claim of a sentence, in word pieces."""

    trigger: list[int]
    type: int
    roles: list[int]
    source: list[int]
    status: int
    hedged: int
    mode: int


class Example(NamedTuple):
    """One sentence with its claims."""

    doc: str
    text: str
    pieces: Pieces
    claims: list[Target]


Left = collections.Counter[str]


def parse_mention(mention: str, sentence: int) -> tuple[int, str]:
    """Split the annotated form "@2 words => name" into sentence number and words.

    >>> parse_mention("@9 he => Maulana Fazlullah", 10)
    (9, 'he')
    """
    words = mention.partition(" => ")[0]
    at = re.match(r"@(\d+) ", words)
    return (int(at[1]), words[at.end() :]) if at else (sentence, words)


def find(words: str, text: str, near: int | None = None) -> tuple[int, int] | None:
    """Find words in a sentence, at word borders if possible, nearest to `near`."""
    exact = re.escape(words)
    hits = [m.start() for m in re.finditer(rf"(?<!\w){exact}(?!\w)", text)]
    hits = hits or [m.start() for m in re.finditer(exact, text)]
    if not hits or not words:
        return None
    start = hits[0] if near is None else min(hits, key=lambda h: abs(h - near))
    return start, start + len(words)


def read_folder(folder: Path) -> Iterator[tuple[str, list[str], list[dict[str, Any]]]]:
    """Give (document id, sentences, claims) of one annotated folder."""
    docs = {
        d["doc"]: d["sentences"] for d in map(msgspec.json.decode, _lines(folder / "docs.jsonl"))
    }
    for row in map(msgspec.json.decode, _lines(folder / "claims.jsonl")):
        yield row["doc"], docs[row["doc"]], row["claims"]


def _lines(path: Path) -> Iterable[str]:
    return (line for line in path.read_text(encoding="utf-8").split("\n") if line.strip())


class Builder:
    """Turns annotated sentences into examples; counts what it leaves out in `left`."""

    def __init__(self, labels: Labels, encoder: Encoder) -> None:
        self.labels = labels
        self.encoder = encoder
        self.left: Left = collections.Counter()
        self._type = {t: i for i, t in enumerate(labels.types)}
        self._tag = {t: i for i, t in enumerate(labels.tags)}
        self._mode = {m: i for i, m in enumerate(labels.modes)}
        self._status = {s: i for i, s in enumerate(labels.statuses)}

    def folder(self, path: Path, skip: frozenset[str] = frozenset()) -> list[Example]:
        """Build the examples of a folder, without sentences whose text is in `skip`."""
        out: list[Example] = []
        for doc, sentences, claims in read_folder(path):
            by: dict[int, list[dict[str, Any]]] = collections.defaultdict(list)
            for claim in claims:
                by[claim["s"]].append(claim)
            for number, (text, pieces) in enumerate(
                zip(sentences, self.encoder(sentences), strict=True), 1
            ):
                if text in skip:
                    self.left["sentence stands in dev or test"] += 1
                    continue
                made = [self._target(c, number, text, pieces) for c in by[number]]
                out.append(Example(doc, text, pieces, [t for t in made if t is not None]))
        return out

    def _target(
        self, claim: dict[str, Any], number: int, text: str, pieces: Pieces
    ) -> Target | None:
        at = find(parse_mention(claim["trigger"], number)[1], text)
        trigger = covered(pieces, at) if at else []
        if at is None or not trigger:
            self.left["trigger beyond the pieces read" if at else "trigger not found"] += 1
            return None
        here = _Here(number, text, pieces, at[0])
        roles, source = [0] * len(pieces.ids), [0] * len(pieces.ids)
        for role in LISTS:
            for mention in claim.get(role, []):
                self._tag_mention(here, mention, role, source if role == "source" else roles)
        for count in claim.get("number", []):
            self._tag_mention(here, count["t"], "number:" + count["what"], roles)
        return Target(
            trigger,
            self._type[claim["type"]],
            roles,
            source,
            self._status[claim.get("status", "asserted")],
            int(claim.get("hedged", False)),
            self._mode.get(claim.get("mode", ""), 0),
        )

    def _tag_mention(self, here: "_Here", mention: str, slot: str, tags: list[int]) -> None:
        where, words = parse_mention(mention, here.number)
        if where != here.number:
            self.left["mention in another sentence"] += 1
            return
        at = find(words, here.text, here.near)
        on = covered(here.pieces, at) if at else []
        if not on:
            self.left["mention beyond the pieces read" if at else "mention not found"] += 1
            return
        if slot == "source":
            begin, inside = 1, 2
        elif any(tags[i] for i in on):
            self.left["mention overlaps another role of its claim"] += 1
            return
        else:
            begin, inside = self._tag["B-" + slot], self._tag["I-" + slot]
        for q, i in enumerate(on):
            tags[i] = inside if q else begin


class _Here(NamedTuple):
    """The sentence that a claim stands in, and where its trigger starts."""

    number: int
    text: str
    pieces: Pieces
    near: int


def covered(pieces: Pieces, at: tuple[int, int]) -> list[int]:
    """Indices of the pieces that overlap the half-open range `at`."""
    return [
        i
        for i, (a, b) in enumerate(zip(pieces.starts, pieces.ends, strict=True))
        if a < at[1] and b > at[0] and b > a
    ]
