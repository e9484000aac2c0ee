"""Sentences to word pieces, with the shape of each word beside them.

In:   sentences as text
Out:  `Pieces`: ids, shapes and code-point offsets of each sentence's word pieces

The tokenizer file ships with the model. Offsets count code points of the sentence.
Known faults: a sentence of more than `MAX_PIECES` is read in stretches, and a claim whose roles
stand in another stretch lacks them; the detect stage cuts long sentences where clauses end, so
that this is rare.
"""

from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

# 160 pieces hold 99.9 % of the annotated training sentences; attention grows with the
# square of the length, so that the rare longer one would cost as much as twenty others.
MAX_PIECES = 160

SHAPES = ("special", "lower", "capital", "upper", "mixed", "digits", "mark", "other")
_SPECIAL, _LOWER, _CAPITAL, _UPPER, _MIXED, _DIGITS, _MARK, _OTHER = range(len(SHAPES))


class Pieces(NamedTuple):
    """Word pieces of one sentence, special pieces first and last.

    ids, shapes: T numbers each. starts, ends: offsets in the sentence, 0 and 0 for the
    special pieces. words: index of the word that each piece belongs to, -1 for special.
    """

    ids: list[int]
    shapes: list[int]
    starts: list[int]
    ends: list[int]
    words: list[int]


def shape_of(word: str) -> int:
    """Index in SHAPES of a word's letter shape.

    >>> [SHAPES[shape_of(w)] for w in ("IS", "is", "Is", "al-Qaida", "160,000", ",")]
    ['upper', 'lower', 'capital', 'mixed', 'digits', 'mark']
    """
    if word.isdigit() or (word[0].isdigit() and any(c.isdigit() for c in word)):
        return _DIGITS
    if not any(c.isalpha() for c in word):
        return _MARK
    if word.islower():
        return _LOWER
    if word.isupper():
        return _UPPER if len(word) > 1 else _CAPITAL
    if word[0].isupper() and word[1:].islower():
        return _CAPITAL
    return _MIXED


class Encoder:
    """Cuts sentences into the model's word pieces."""

    def __init__(self, tokenizer_file: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_PIECES)

    def __call__(self, sentences: list[str]) -> list[Pieces]:
        """Cut each sentence; the result has one `Pieces` a sentence, in order."""
        return [
            self._pieces(text, enc)
            for text, enc in zip(sentences, self._tokenizer.encode_batch(sentences), strict=True)
        ]

    def windows(self, sentences: list[str]) -> list[tuple[int, Pieces]]:
        """Cut each sentence; one that is too long for a read comes in several stretches.

        Returns:
            (index of the sentence, its pieces), in order; offsets count in the sentence.
        """
        return [
            (i, self._pieces(text, part))
            for i, (text, enc) in enumerate(
                zip(sentences, self._tokenizer.encode_batch(sentences), strict=True)
            )
            for part in (enc, *enc.overflowing)
        ]

    @staticmethod
    def _pieces(text: str, enc: object) -> Pieces:
        offsets = enc.offsets  # type: ignore[attr-defined]
        words = [-1 if w is None else w for w in enc.word_ids]  # type: ignore[attr-defined]
        span: dict[int, tuple[int, int]] = {}
        for (start, end), word in zip(offsets, words, strict=True):
            if word >= 0:
                first = span.get(word, (start, end))
                span[word] = (first[0], end)
        shape = {w: shape_of(text[a:b]) if b > a else _OTHER for w, (a, b) in span.items()}
        return Pieces(
            ids=list(enc.ids),  # type: ignore[attr-defined]
            shapes=[shape[w] if w >= 0 else _SPECIAL for w in words],
            starts=[a for a, _ in offsets],
            ends=[b for _, b in offsets],
            words=words,
        )
