"""Thresholds chosen on the development documents, with the very graphs that ship.

In:   the model folder, annotated documents
Out:  one threshold a type: one for all events, one for all relations

Method: each kind is swept by itself; kept is the threshold with the best mean of claim F1
and who-to-whom F1. One threshold a type fits the development documents better and others
worse: most types stand there fewer than twenty times.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sayso.base.nouns import Claim, Document, Span
from sayso.detect import read
from sayso.extract.draw import Drawer, Thresholds
from sayso.extract.encode import Encoder
from sayso.extract.labels import Labels
from sayso.extract.model import OnnxNetwork
from sayso.score import AnnotatedDocument, Scores, score

log = logging.getLogger(__name__)

_SWEEP = tuple(round(0.2 + 0.05 * i, 2) for i in range(11))  # .20 to .70


def drawer(folder: Path, labels: Labels, thresholds: Sequence[float], threads: int) -> Drawer:
    """A drawer over the graphs in a folder, with thresholds of its own."""
    limits = Thresholds(np.array(thresholds, dtype=np.float32))
    return Drawer(OnnxNetwork(folder, threads), Encoder(folder / "tokenizer.json"), labels, limits)


def as_document(annotated: AnnotatedDocument) -> Document:
    """The document of an annotated one: its sentences joined, its division kept."""
    spans, at = [], 0
    for sentence in annotated.sentences:
        spans.append(Span(start=at, end=at + len(sentence), text=sentence))
        at += len(sentence) + 1
    return Document(report_id=annotated.doc, text=annotated.text, given=tuple(spans))


def coded_by(drawn: Drawer, documents: Sequence[AnnotatedDocument]) -> dict[str, tuple[Claim, ...]]:
    """Code annotated documents."""
    out = {}
    for annotated in documents:
        doc = as_document(annotated)
        out[annotated.doc] = drawn.draw(doc, read(doc), "train")
    return out


def choose(
    folder: Path, labels: Labels, documents: Sequence[AnnotatedDocument], threads: int
) -> tuple[list[float], Scores]:
    """Choose the thresholds; give them and the scores at the chosen ones."""
    best = {"event": (0.0, 0.5), "relation": (0.0, 0.5)}
    for limit in _SWEEP:
        drawn = drawer(folder, labels, [limit] * len(labels.types), threads)
        scores = score(documents, coded_by(drawn, documents))
        for kind, so_far in best.items():
            claim, who = scores.figure(kind, "claim").f1, scores.figure(kind, "who to whom").f1
            log.info("threshold %.2f %s claim %.3f who to whom %.3f", limit, kind, claim, who)
            best[kind] = max(so_far, ((claim + who) / 2, limit))
    thresholds = [best[kind][1] for kind in labels.kinds]
    scores = score(documents, coded_by(drawer(folder, labels, thresholds, threads), documents))
    return thresholds, scores
