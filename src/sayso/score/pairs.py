"""Which coded claim answers which annotated one.

In:   the annotated and the coded claims of one document
Out:  pairs, one to one, the best first

Method: two claims may be paired when kind and type are the same and the triggers overlap
(10 points), or the coded trigger stands in the annotated sentence and the two share an
actor or recipient (5 points). Each annotated mention that is found adds a point. The best
pairs are taken first; ties go to the earlier annotated claim, then to the earlier coded one.
Two mentions are the same when they share at least half of the longer one's characters.
Known faults: two claims of one type on one trigger are told apart by their roles alone.
"""

from collections.abc import Sequence

from sayso.base.nouns import ROLES, Claim, Number, Span
from sayso.score.annotated import AnnotatedClaim, AnnotatedMention

# From the codebook's measure: an overlapping trigger outweighs any number of shared roles
# that claims in fact have (seven roles, seldom more than five mentions).
_TRIGGERS_OVERLAP = 10
_SAME_SENTENCE = 5


def overlap(a: Span, b: Span) -> int:
    """Characters that two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def same_mention(annotated: AnnotatedMention, coded: Span, *, exact: bool = False) -> bool:
    """Tell whether a coded mention is the annotated one.

    Args:
        annotated: a mention as annotated.
        coded: a mention as coded; a number must count the same thing.
        exact: ask for the very same characters, not for half of them.
    """
    what = coded.what if isinstance(coded, Number) else None
    if what != annotated.what:
        return False
    if exact:
        return (annotated.start, annotated.end) == (coded.start, coded.end)
    longer = max(annotated.end - annotated.start, coded.end - coded.start)
    return overlap(annotated, coded) * 2 >= longer


def mentions(claim: Claim, role: str) -> tuple[Span, ...]:
    """The mentions of a coded claim in a role."""
    found: tuple[Span, ...] = getattr(claim, role)
    return found


def pair_claims(
    annotated: Sequence[AnnotatedClaim], coded: Sequence[Claim]
) -> list[tuple[AnnotatedClaim, Claim]]:
    """Pair the claims of one document, each used once."""
    ranked = sorted(
        (-points, i, j)
        for i, left in enumerate(annotated)
        for j, right in enumerate(coded)
        if (points := _points(left, right))
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    pairs = []
    for _, i, j in ranked:
        if i not in used_left and j not in used_right:
            pairs.append((annotated[i], coded[j]))
            used_left.add(i)
            used_right.add(j)
    return pairs


def _points(left: AnnotatedClaim, right: Claim) -> int:
    """How well two claims fit; 0 when they may not be paired."""
    if (left.kind, left.type) != (right.kind, right.type):
        return 0
    if overlap(left.trigger, right.trigger):
        points = _TRIGGERS_OVERLAP
    elif left.sentence.start <= right.trigger.start < left.sentence.end and any(
        overlap(m, c)
        for role in ("actor", "recipient")
        for m in left.roles[role]
        for c in mentions(right, role)
    ):
        points = _SAME_SENTENCE
    else:
        return 0
    return points + sum(
        any(same_mention(m, c) for c in mentions(right, role))
        for role in ROLES
        for m in left.roles[role]
    )
