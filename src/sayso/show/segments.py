"""The text split where spans begin and end, so that marks that overlap can all be shown.

In:   a document and its claims
Out:  paragraphs of segments; each segment knows the marks that cover it

Method: sort the borders, cut between them; a mark opens in the segment where its span
starts. Text between blocks (line ends, spaces) is left out: paragraphs stand for it.
Known faults: a document without blocks is split at blank lines only.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.base.nouns import Claim, Document
from sayso.show.words import Role, role_spans


@dataclass(frozen=True, slots=True)
class Mark:
    """One role of one claim over a stretch of text; `claim` counts from 0."""

    claim: int
    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with no border inside it."""

    start: int
    text: str
    marks: tuple[Mark, ...]
    evidence_of: tuple[int, ...]

    @property
    def end(self) -> int:
        """Where it ends (exclusive)."""
        return self.start + len(self.text)


def marks_of(claims: Sequence[Claim]) -> list[Mark]:
    """All marks, in the order of the claims."""
    return [
        Mark(place, role, span.start, span.end)
        for place, claim in enumerate(claims)
        for role, span in role_spans(claim)
    ]


def paragraphs(doc: Document, claims: Sequence[Claim]) -> list[list[Segment]]:
    """Split a document into paragraphs of segments.

    Joined, the segments of a paragraph are its text, character for character.
    """
    marks = sorted(marks_of(claims), key=lambda m: (m.start, -m.end, m.claim))
    evidence: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        evidence[claim.evidence.start, claim.evidence.end].append(place)
    borders = {m.start for m in marks} | {m.end for m in marks}
    borders |= {border for span in evidence for border in span}
    cuts = sorted(borders)
    return [_segments(doc.text, block, cuts, marks, evidence) for block in blocks_of(doc)]


def blocks_of(doc: Document) -> list[tuple[int, int]]:
    """The document's blocks; paragraphs between blank lines when it brings none."""
    if doc.blocks:
        return list(doc.blocks)
    return [match.span() for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", doc.text)]


def _segments(
    text: str,
    block: tuple[int, int],
    cuts: Sequence[int],
    marks: Sequence[Mark],
    evidence: dict[tuple[int, int], list[int]],
) -> list[Segment]:
    start, end = block
    inside = [start, *(cut for cut in cuts if start < cut < end), end]
    near = [m for m in marks if m.start < end and start < m.end]
    sentences = {span: of for span, of in evidence.items() if span[0] < end and start < span[1]}
    found = []
    for left, right in pairwise(inside):
        covering = tuple(m for m in near if m.start <= left and right <= m.end)
        of = [n for (s, e), places in sentences.items() if s <= left and right <= e for n in places]
        found.append(Segment(left, text[left:right], covering, tuple(sorted(of))))
    return found
