"""Claims of a document by the network: read each sentence once, fill each claim found.

In:   a `Document`, its `Reading`, and a `Network` (ONNX when sayso runs, torch in training)
Out:  `Claim`s in text order

Method: sentences are cut to word pieces, put with others of like length and read; every trigger
above its type's threshold is one claim, filled in a second, short read (`docs/model.md`).
Batches hold sentences of one document only, so that a document's claims do not depend on
what else is coded: int8 arithmetic rounds by the largest value of a batch.
Where the word rules (`rules/`) find the same trigger, its probability is raised: each finds
what the other misses (`docs/decisions/0017-rules-beside-the-model.md`).
Known faults: see `encode` on very long sentences.
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
from sayso.extract.labels import SOURCE_TAGS, Labels
from sayso.extract.rules import RuleExtractor

Ints = NDArray[np.int64]

# Padding is read like words: 15 sentences cost 133 ms in one batch, 100 in batches of 8, 93 of 4,
# 89 of 2, sorted by length, on one core. So a batch holds sentences of like length.
_BATCH = 8
_ALIKE = 1.2  # longest over shortest of a batch
_PAGE = 64  # sentences whose hidden states are kept at a time: 64 x 160 x 384 floats = 16 MB
_OUTSIDE = 50.0  # a logit that no sequence of tags gets past


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


class Mark(NamedTuple):
    """A trigger that the word rules found: offsets in the sentence, index of its type."""

    start: int
    end: int
    type: int


class _Row(NamedTuple):
    """A claim to be filled: number of its sentence, words, trigger, hidden states (T, H)."""

    sentence: int
    words: Words
    trigger: Trigger
    hidden: Floats


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
        support = self._support(doc, reading, sentences)
        claims: list[Claim] = []
        for at in range(0, len(sentences), _PAGE):
            page = sentences[at : at + _PAGE]
            windows = self._encoder.windows([s.text for s in page])
            marks = [support[at + i] for i, _ in windows]
            for n, found in self._page([pieces for _, pieces in windows], marks):
                sentence = page[windows[n][0]]
                moved = _moved(found, sentence.start)
                claims.append(assemble(doc, sentence, reading, moved, made_by))
        return tuple(sorted(claims, key=lambda c: (c.trigger.start, c.kind, c.type)))

    def _support(
        self, doc: Document, reading: Reading, sentences: list[Sentence]
    ) -> list[list[Mark]]:
        """Where the word rules find triggers in each sentence."""
        marks: list[list[Mark]] = [[] for _ in sentences]
        if self._rules is None:
            return marks
        number = {sentence.start: i for i, sentence in enumerate(sentences)}
        for claim in self._rules.extract(doc, reading):
            base = claim.evidence.start
            start, end = claim.trigger.start - base, claim.trigger.end - base
            marks[number[base]].append(Mark(start, end, self._type_index[claim.type]))
        return marks

    def _page(self, pieces: list[Pieces], support: list[list[Mark]]) -> list[tuple[int, Found]]:
        """Read the sentences of a page, find their triggers, fill the claims."""
        rows: list[_Row] = []
        for group in alike([len(p.ids) for p in pieces]):
            hidden, logits = self._network.read(*stack([pieces[i] for i in group]))
            for at, i in enumerate(group):
                n = len(pieces[i].ids)
                self._raise(logits[at], pieces[i], support[i])
                words = words_of(pieces[i])
                prob = sigmoid(logits[at, :n])
                found = find_triggers(prob, words, self._thresholds.types, self._kinds)
                rows += [_Row(i, words, trigger, hidden[at, :n]) for trigger in found]
        return self._fill(rows, pieces) if rows else []

    def _raise(self, logits: Floats, pieces: Pieces, marks: list[Mark]) -> None:
        """Add the rules' support to a sentence's logits (T, types), once a piece and type."""
        raised = {
            (k, mark.type)
            for mark in marks
            for k, (a, b) in enumerate(zip(pieces.starts, pieces.ends, strict=True))
            if a < mark.end and b > mark.start
        }
        for k, type_ in raised:
            logits[k, type_] += self._thresholds.support

    def _fill(self, rows: list[_Row], pieces: list[Pieces]) -> list[tuple[int, Found]]:
        """Fill the claims of a page in a second read."""
        n, width = len(rows), max(len(row.hidden) for row in rows)
        role = np.zeros((n, width, len(self._labels.tags)), dtype=np.float32)
        source = np.zeros((n, width, len(SOURCE_TAGS)), dtype=np.float32)
        role[:, :, 0] = source[:, :, 0] = _OUTSIDE  # of padding: no role
        whole: dict[int, Filled] = {}
        for group in alike([len(row.hidden) for row in rows]):
            part = [rows[i] for i in group]
            filled = self._network.fill(*stack_rows(part))
            for at, i in enumerate(group):
                length = len(rows[i].hidden)
                role[i, :length] = filled.role[at, :length]
                source[i, :length] = filled.source[at, :length]
                whole[i] = Filled(*(logits[at] for logits in filled))
        roles, sources = best_tags(role), best_tags(source)
        return [
            (row.sentence, self._found(pieces[row.sentence], row, whole[i], roles[i], sources[i]))
            for i, row in enumerate(rows)
        ]

    def _found(
        self, pieces: Pieces, row: _Row, filled: Filled, roles: Ints, sources: Ints
    ) -> Found:
        labels, trigger = self._labels, row.trigger
        type_ = labels.types[trigger.type]
        mode = max(labels.modes_of[type_], key=lambda m: float(filled.mode[m]))
        return Found(
            kind=cast(Kind, labels.kinds[trigger.type]),
            type=type_,
            mode=labels.modes[mode],
            start=pieces.starts[trigger.pieces[0]],
            end=pieces.ends[trigger.pieces[-1]],
            mentions=[
                Mention(labels.slots[slot], start, end)
                for slot, start, end in find_mentions(roles, row.words)
            ],
            sources=[
                Mention("source", start, end) for _, start, end in find_mentions(sources, row.words)
            ],
            status=cast(Status, labels.statuses[int(filled.status.argmax())]),
            hedged=bool(filled.hedged[1] > filled.hedged[0]),
            score=trigger.score,
        )


def alike(lengths: Sequence[int]) -> list[list[int]]:
    """Group indices of like length, so that little is padded.

    >>> alike([10, 40, 11, 9, 41])
    [[3, 0], [2], [1, 4]]
    """
    groups: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        last = groups[-1] if groups else []
        if last and len(last) < _BATCH and lengths[i] <= lengths[last[0]] * _ALIKE:
            last.append(i)
        else:
            groups.append([i])
    return groups


def stack_rows(rows: Sequence[_Row]) -> tuple[Floats, Ints, Floats, Ints]:
    """Pad claims to (N, T): hidden (N, T, H), mask and trigger marks (N, T), types (N,)."""
    n, width = len(rows), max(len(row.hidden) for row in rows)
    hidden = np.zeros((n, width, rows[0].hidden.shape[1]), dtype=np.float32)
    mask = np.zeros((n, width), dtype=np.int64)
    marks = np.zeros((n, width), dtype=np.float32)
    for i, row in enumerate(rows):
        hidden[i, : len(row.hidden)], mask[i, : len(row.hidden)] = row.hidden, 1
        marks[i, row.trigger.pieces] = 1
    return hidden, mask, marks, np.array([row.trigger.type for row in rows], dtype=np.int64)


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
