"""How well coded claims agree with annotated ones."""

from sayso.score.annotated import (
    AnnotatedClaim,
    AnnotatedDocument,
    AnnotatedMention,
    fingerprint,
    read_annotated,
)
from sayso.score.figures import Figure, Scores, intervals
from sayso.score.pairs import pair_claims, same_mention
from sayso.score.scores import score, who_to_whom_right

__all__ = [
    "AnnotatedClaim",
    "AnnotatedDocument",
    "AnnotatedMention",
    "Figure",
    "Scores",
    "fingerprint",
    "intervals",
    "pair_claims",
    "read_annotated",
    "same_mention",
    "score",
    "who_to_whom_right",
]
