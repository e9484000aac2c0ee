"""Claims of a document by the network: read each sentence once, fill each claim found.

In:   a `Document`, its `Reading`, and a `Network` (ONNX when sayso runs, torch in training)
Out:  `Claim`s in text order

Method: sentences are cut to word pieces, grouped by length and read; every trigger above
its type's threshold is one claim, filled in a second, short read (`docs/model.md`).
Batches hold sentences of one document only, so that a document's claims do not depend on
what else is coded: int8 arithmetic rounds by the largest value of a batch.
Where the word rules (`rules/`) find the same trigger, its probability is raised: each finds
what the other misses (`docs/decisions/0017-rules-beside-the-model.md`).
Known faults: words beyond `MAX_PIECES` of a sentence are not read; `detect` cuts sentences
so that this is rare.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from sayso.base.nouns import Claim, Document, Kind, Reading, Sentence, Status
from sayso.extract.assemble import Found, Mention, assemble
from sayso.extract.decode import (
    Floats,
    Trigger,
    Words,
    best_tags,
    find_mentions,
    find_triggers,
    sigmoid,
    words_of,
)
from sayso.extract.encode import Encoder, Pieces
from sayso.extract.labels import Labels
from sayso.extract.rules import RuleExtractor

Ints = NDArray[np.int64]

# Sentences of one read: swept 4 to 32 on two cores, speed flat from 8, memory grows.
_BATCH = 16
_BATCH_CLAIMS = 24


class Filled(NamedTuple):
    """Logits of N claims: role (N, T, tags), source (N, T, 3), and one row each of the rest."""

    role: Floats
    source: Floats
    status: Floats
    hedged: Floats
    mode: Floats


class Network(Protocol):
    """The two reads of the claim network. B sentences, T pieces, N claims, H width."""

    def read(self, ids: Ints, shapes: Ints, mask: Ints) -> tuple[Floats, Floats]:
        """Hidden (B, T, H) and trigger logits (B, T, types) of sentences (B, T)."""

    def fill(self, hidden: Floats, mask: Ints, marks: Floats, types: Ints) -> Filled:
        """Logits of claims: hidden (N, T, H), mask and trigger marks (N, T), types (N,)."""


class Thresholds(NamedTuple):
    """When a word is a trigger.

    types: (types,) least probability of each type. support: added to the log odds where the
    word rules find the same type at the same word; 0 leaves the rules unasked.
    """

    types: Floats
    support: float = 0.0


class Drawer:
    """Draws claims with a network."""

    def __init__(
        self, network: Network, encoder: Encoder, labels: Labels, thresholds: Thresholds
    ) -> None:
        self._network = network
        self._encoder = encoder
        self._labels = labels
        self._thresholds = thresholds
        self._rules = RuleExtractor() if thresholds.support else None
        self._type_index = {name: i for i, name in enumerate(labels.types)}
        self._kinds = np.array([kind == "relation" for kind in labels.kinds], dtype=np.float32)

    def draw(self, doc: Document, reading: Reading, made_by: str) -> tuple[Claim, ...]:
        """Return the document's claims in text order."""
        sentences = [s for s in reading.sentences if s.text.strip()]
        pieces = self._encoder([s.text for s in sentences])
        support = self._support(doc, reading, sentences, pieces)
        order = sorted(range(len(pieces)), key=lambda i: len(pieces[i].ids))
        claims: list[Claim] = []
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            parts = [pieces[i] for i in batch]
            for i, found in self._batch(parts, [support.get(i, ()) for i in batch]):
                sentence = sentences[batch[i]]
                claims.append(
                    assemble(doc, sentence, reading, _moved(found, sentence.start), made_by)
                )
        return tuple(sorted(claims, key=lambda c: (c.trigger.start, c.kind, c.type)))

    def probabilities(self, pieces: list[Pieces]) -> list[tuple[Words, Floats]]:
        """Trigger probabilities (T, types) of each sentence, for choosing thresholds."""
        out: list[tuple[Words, Floats]] = []
        for at in range(0, len(pieces), _BATCH):
            batch = pieces[at : at + _BATCH]
            _, logits = self._network.read(*stack(batch))
            prob = sigmoid(logits)
            out += [(words_of(p), prob[i, : len(p.ids)]) for i, p in enumerate(batch)]
        return out

    def _support(
        self, doc: Document, reading: Reading, sentences: list[Sentence], pieces: list[Pieces]
    ) -> dict[int, list[tuple[int, int]]]:
        """(piece, type) pairs of each sentence at which the word rules find a trigger."""
        if self._rules is None:
            return {}
        number = {sentence.start: i for i, sentence in enumerate(sentences)}
        out: dict[int, list[tuple[int, int]]] = {}
        for claim in self._rules.extract(doc, reading):
            i = number[claim.evidence.start]
            start, end = (
                at - claim.evidence.start for at in (claim.trigger.start, claim.trigger.end)
            )
            out.setdefault(i, []).extend(
                (k, self._type_index[claim.type])
                for k, (a, b) in enumerate(zip(pieces[i].starts, pieces[i].ends, strict=True))
                if a < end and b > start
            )
        return out

    def _batch(
        self, pieces: list[Pieces], support: Sequence[Sequence[tuple[int, int]]]
    ) -> list[tuple[int, Found]]:
        ids, shapes, mask = stack(pieces)
        hidden, logits = self._network.read(ids, shapes, mask)
        for i, pairs in enumerate(support):
            for piece, type_ in set(pairs):
                logits[i, piece, type_] += self._thresholds.support
        prob = sigmoid(logits)
        words = [words_of(p) for p in pieces]
        rows: list[tuple[int, Trigger]] = [
            (i, trigger)
            for i, p in enumerate(pieces)
            for trigger in find_triggers(
                prob[i, : len(p.ids)], words[i], self._thresholds.types, self._kinds
            )
        ]
        found: list[tuple[int, Found]] = []
        for at in range(0, len(rows), _BATCH_CLAIMS):
            part = rows[at : at + _BATCH_CLAIMS]
            width = max(len(pieces[i].ids) for i, _ in part)
            marks = np.zeros((len(part), width), dtype=np.float32)
            for n, (_, trigger) in enumerate(part):
                marks[n, trigger.pieces] = 1
            which = np.array([i for i, _ in part])
            filled = self._network.fill(
                hidden[which, :width],
                mask[which, :width],
                marks,
                np.array([t.type for _, t in part], dtype=np.int64),
            )
            roles, sources = best_tags(filled.role), best_tags(filled.source)
            for n, (i, trigger) in enumerate(part):
                mentions = [
                    Mention(self._labels.slots[slot], start, end)
                    for slot, start, end in find_mentions(roles[n], words[i])
                ]
                mentions += [
                    Mention("source", start, end)
                    for _, start, end in find_mentions(sources[n], words[i])
                ]
                found.append((i, self._found(pieces[i], trigger, filled, n, mentions)))
        return found

    def _found(
        self, pieces: Pieces, trigger: Trigger, filled: Filled, n: int, mentions: list[Mention]
    ) -> Found:
        labels = self._labels
        type_ = labels.types[trigger.type]
        mode = max(labels.modes_of[type_], key=lambda m: float(filled.mode[n, m]))
        return Found(
            kind=cast(Kind, labels.kinds[trigger.type]),
            type=type_,
            mode=labels.modes[mode],
            start=pieces.starts[trigger.pieces[0]],
            end=pieces.ends[trigger.pieces[-1]],
            mentions=[m for m in mentions if m.slot != "source"],
            sources=[m for m in mentions if m.slot == "source"],
            status=cast(Status, labels.statuses[int(filled.status[n].argmax())]),
            hedged=bool(filled.hedged[n, 1] > filled.hedged[n, 0]),
            score=trigger.score,
        )


def stack(pieces: list[Pieces]) -> tuple[Ints, Ints, Ints]:
    """Pad sentences to (B, T): ids, shapes, mask."""
    width = max(len(p.ids) for p in pieces)
    ids, shapes, mask = (np.zeros((len(pieces), width), dtype=np.int64) for _ in range(3))
    for i, p in enumerate(pieces):
        n = len(p.ids)
        ids[i, :n], shapes[i, :n], mask[i, :n] = p.ids, p.shapes, 1
    return ids, shapes, mask


def _moved(found: Found, by: int) -> Found:
    def move(mentions: list[Mention]) -> list[Mention]:
        return [Mention(m.slot, m.start + by, m.end + by) for m in mentions]

    return found._replace(
        start=found.start + by,
        end=found.end + by,
        mentions=move(list(found.mentions)),
        sources=move(list(found.sources)),
    )


__all__ = ["Drawer", "Filled", "Network", "Sentence", "Thresholds", "stack"]
