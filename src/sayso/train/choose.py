"""Thresholds chosen on the development documents, with the very graphs that ship.

In:   the model folder, annotated documents
Out:  one threshold a type: one for all events, one for all relations; the rules' support

Method: each kind is swept by itself; kept is the threshold with the best mean of claim F1
and who-to-whom F1. One threshold a type fits the development documents better and others
worse: most types stand there fewer than twenty times.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sayso.base.nouns import Claim, Document, Span
from sayso.detect import read
from sayso.extract.draw import Drawer, Thresholds
from sayso.extract.encode import Encoder
from sayso.extract.labels import Labels
from sayso.extract.model import OnnxNetwork
from sayso.score import AnnotatedDocument, Scores, score

log = logging.getLogger(__name__)

_SWEEP = tuple(round(0.2 + 0.05 * i, 2) for i in range(13))  # .20 to .80
_SUPPORT = (0.0, 1.0, 2.0, 3.0)


class Chosen(NamedTuple):
    """Thresholds by type, and the support of the word rules (see `draw.Thresholds`)."""

    thresholds: list[float]
    support: float


def drawer(folder: Path, labels: Labels, chosen: Chosen, threads: int) -> Drawer:
    """A drawer over the graphs in a folder, with thresholds of its own."""
    limits = Thresholds(np.array(chosen.thresholds, dtype=np.float32), chosen.support)
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
) -> tuple[Chosen, Scores]:
    """Choose thresholds and support; give them and the scores with them."""
    best: dict[float, dict[str, tuple[float, float]]] = {}
    for support in _SUPPORT:
        best[support] = {"event": (0.0, 0.5), "relation": (0.0, 0.5)}
        for limit in _SWEEP:
            drawn = drawer(folder, labels, Chosen([limit] * len(labels.types), support), threads)
            scores = score(documents, coded_by(drawn, documents))
            for kind, so_far in best[support].items():
                claim, who = (scores.figure(kind, name).f1 for name in ("claim", "who to whom"))
                log.info("%g %.2f %s claim %.3f who %.3f", support, limit, kind, claim, who)
                best[support][kind] = max(so_far, ((claim + who) / 2, limit))
    support = max(_SUPPORT, key=lambda s: sum(figure for figure, _ in best[s].values()))
    chosen = Chosen([best[support][kind][1] for kind in labels.kinds], support)
    scores = score(documents, coded_by(drawer(folder, labels, chosen, threads), documents))
    return chosen, scores
