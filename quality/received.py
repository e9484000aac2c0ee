"""Claims of a report as received, moved to the offsets of its annotated sentences.

In:   a file as an outlet published it (headline repeated, cross-heads, no date), and the same
      report as annotated sentences
Out:  claims whose offsets count in the sentences joined by one space, as scores want them

Method: each annotated sentence is sought in the cleaned text, in order; a claim moves with the
sentence that holds its trigger. A claim outside all of them (a cross-head) is kept at an offset
beyond the text, so that it counts as coded and is never right.
Known faults: a sentence whose words the cleaning changed is not found; that is an error here.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

import sayso
from sayso.base.errors import BugInSayso
from sayso.base.nouns import ROLES, Claim, Span
from sayso.config import ExtractorName
from sayso.score import AnnotatedDocument


def code_received(
    path: Path, annotated: AnnotatedDocument, extractor: ExtractorName
) -> list[Claim]:
    """Code a file and move its claims to the annotated offsets.

    Raises:
        BugInSayso: the file was dropped, or an annotated sentence is not in its text.
    """
    claims = sayso.code(path, extractor=extractor)
    if len(claims.documents) != 1:
        raise BugInSayso(f"{path}: not read as one report: {claims.drops}")
    places = list(_places(annotated, claims.documents[0].text))
    return [_moved(claim, places, annotated) for claim in claims]


def _places(annotated: AnnotatedDocument, text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, shift) of each annotated sentence in the text."""
    at, joined = 0, 0
    for sentence in annotated.sentences:
        found = text.find(sentence, at)
        if found < 0:
            raise BugInSayso(f"{annotated.doc}: not in the cleaned text: {sentence[:60]!r}")
        yield found, found + len(sentence), joined - found
        at = found + len(sentence)
        joined += len(sentence) + 1


def _moved(claim: Claim, places: list[tuple[int, int, int]], annotated: AnnotatedDocument) -> Claim:
    shift = len(annotated.text)
    for start, end, by in places:
        if start <= claim.trigger.start < end:
            shift = by
    roles = {
        role: tuple(_shifted(span, places, shift) for span in getattr(claim, role))
        for role in ROLES
    }
    return msgspec.structs.replace(
        claim,
        doc=annotated.doc,
        trigger=_by(claim.trigger, shift),
        evidence=_by(claim.evidence, shift),
        **roles,
    )


def _shifted(span: Span, places: list[tuple[int, int, int]], shift: int) -> Span:
    """A mention moves with its own sentence, which may be another than the trigger's."""
    return _by(span, next((by for a, b, by in places if a <= span.start < b), shift))


def _by(span: Span, shift: int) -> Span:
    return msgspec.structs.replace(span, start=span.start + shift, end=span.end + shift)
