"""Scores: coded claims against annotated ones, counted document by document.

In:   annotated documents, and the coded claims of each
Out:  `Scores`

Method: claims are paired (see `pairs`). A mention is right when its claim is paired, its
role is the same and the mentions are the same, each used once. A mention annotated in
another sentence than the trigger's counts when found and is never missed. Items:

    event, relation     claim; the seven roles; "who to whom" (actor and recipient), "all
                        roles"; the same with "exact " before it: the very same characters
    event               mode, as a share of paired events
    all                 status, hedged, mode as shares of paired claims; "not asserted" and
                        "hedged F1" as F1 among them
    type T              claim, who to whom, all roles
    status S            found (share of such claims that were paired); claim (paired, with
                        this status on both sides)

Known faults: `all` counts status and hedged on paired claims only, so a coder that finds the
easy claims alone looks good there; `status S` counts all claims.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sayso.base.nouns import ROLES, Claim
from sayso.score.annotated import AnnotatedClaim, AnnotatedDocument
from sayso.score.figures import Item, Scores
from sayso.score.pairs import mentions, pair_claims, same_mention

_KINDS = ("event", "relation")
_SUMS = (("who to whom", ("actor", "recipient")), ("all roles", ROLES))
_EXACT = "exact "


class _Rows:
    """Counts of one document by item."""

    def __init__(self) -> None:
        self.rows: dict[Item, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(
        self, group: str, name: str, right: int = 0, coded: int = 0, annotated: int = 0
    ) -> None:
        row = self.rows[group, name]
        row[0] += right
        row[1] += coded
        row[2] += annotated

    def share(self, group: str, name: str, agree: bool) -> None:
        self.add(group, name, agree, 1, 1)

    def role(self, claim: tuple[str, str], name: str, counts: tuple[int, int, int]) -> None:
        """Count a role's mentions for the claim's kind and type, alone and in the sums."""
        kind, type_ = claim
        exact, role = (_EXACT, name.removeprefix(_EXACT)) if name.startswith(_EXACT) else ("", name)
        self.add(kind, name, *counts)
        for label, roles in _SUMS:
            if role in roles:
                self.add(kind, exact + label, *counts)
                if not exact:
                    self.add(f"type {type_}", label, *counts)


def score(documents: Sequence[AnnotatedDocument], coded: Mapping[str, Sequence[Claim]]) -> Scores:
    """Score coded claims against annotated documents.

    Args:
        documents: the annotated documents; all of them count, coded or not.
        coded: the claims of each document by its id, offsets counting in the sentences
            joined by one space. Claims of other documents are left alone.

    Returns:
        Counts by document and item; see the head of this file for the items.
    """
    return Scores(
        [doc.doc for doc in documents],
        [doc.source_kind for doc in documents],
        [_count(doc.claims, coded.get(doc.doc, ())) for doc in documents],
    )


def who_to_whom_right(annotated: AnnotatedClaim, coded: Claim) -> bool:
    """Tell whether a paired claim has just the actors and recipients that were annotated.

    A mention annotated in another sentence may be missing.
    """
    for role in ("actor", "recipient"):
        n_right, n_coded, n_far = _hits(annotated, coded, role, exact=False)
        if not n_right == n_coded == _near(annotated, role) + n_far:
            return False
    return True


def _count(
    annotated: Sequence[AnnotatedClaim], coded: Sequence[Claim]
) -> dict[Item, tuple[int, int, int]]:
    rows = _Rows()
    for kind in _KINDS:  # so that every document has the main items, in one order
        for name in ("claim", "who to whom", "all roles", *ROLES):
            rows.add(kind, name)
    for left in annotated:
        rows.add(left.kind, "claim", annotated=1)
        rows.add(f"type {left.type}", "claim", annotated=1)
        rows.add(f"status {left.status}", "claim", annotated=1)
        rows.add(f"status {left.status}", "found", coded=1, annotated=1)
        for role in ROLES:
            for exact in ("", _EXACT):
                rows.role((left.kind, left.type), exact + role, (0, 0, _near(left, role)))
    for right in coded:
        rows.add(right.kind, "claim", coded=1)
        rows.add(f"type {right.type}", "claim", coded=1)
        rows.add(f"status {right.status}", "claim", coded=1)
        for role in ROLES:
            for exact in ("", _EXACT):
                n = len(mentions(right, role))
                rows.role((right.kind, right.type), exact + role, (0, n, 0))
    for left, right in pair_claims(annotated, coded):
        _count_pair(rows, left, right)
    return {item: (row[0], row[1], row[2]) for item, row in rows.rows.items()}


def _count_pair(rows: _Rows, left: AnnotatedClaim, right: Claim) -> None:
    rows.add(left.kind, "claim", right=1)
    rows.add(f"type {left.type}", "claim", right=1)
    rows.add(f"status {left.status}", "found", right=1)
    if left.status == right.status:
        rows.add(f"status {left.status}", "claim", right=1)
    for role in ROLES:
        for exact in ("", _EXACT):
            n_right, _, n_far = _hits(left, right, role, exact=bool(exact))
            rows.role((left.kind, left.type), exact + role, (n_right, 0, n_far))
    rows.share("all", "status", left.status == right.status)
    rows.share("all", "hedged", left.hedged == right.hedged)
    rows.share("all", "mode", left.mode == right.mode)
    if left.kind == "event":
        rows.share("event", "mode", left.mode == right.mode)
    off_left, off_right = left.status != "asserted", right.status != "asserted"
    rows.add("all", "not asserted", off_left and off_right, off_right, off_left)
    rows.add("all", "hedged F1", left.hedged and right.hedged, right.hedged, left.hedged)


def _near(claim: AnnotatedClaim, role: str) -> int:
    """How many mentions of a role must be found: those in the trigger's sentence."""
    return sum(not m.far for m in claim.roles[role])


def _hits(left: AnnotatedClaim, right: Claim, role: str, *, exact: bool) -> tuple[int, int, int]:
    """Mentions of a role that are right, that were coded, and right ones annotated far away."""
    unused = list(mentions(right, role))
    n_coded, n_right, n_far = len(unused), 0, 0
    for mention in left.roles[role]:
        hit = next((c for c in unused if same_mention(mention, c, exact=exact)), None)
        if hit is not None:
            unused.remove(hit)
            n_right += 1
            n_far += mention.far
    return n_right, n_coded, n_far
