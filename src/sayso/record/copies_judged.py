"""What people decide on two reports: that one repeats the other, or that each tells for itself.

In:   open decisions of the kinds "copy" and "independent"; pairs as the machine found them
Out:  pairs as they stand

Method: a person's word on a pair goes before the machine's. A pair that is independent has no row;
a pair that is a copy has one even where the machine found none. Where two reports that are
independent of each other both repeat a third, they stay in one family by it: each of these pairs
is a judgement of its own.
Known faults: none known.
"""

from collections.abc import Callable, Iterable, Mapping

import msgspec
import sqlalchemy as sa

from sayso.base.joined import Copy
from sayso.link.copies import Wording, first, share_of
from sayso.record.decisions import ON_REPORTS
from sayso.record.schema import decision

Pair = tuple[str, str]


def judged(conn: sa.Connection, reports: Iterable[str]) -> dict[Pair, tuple[str, str]]:
    """Pairs on which a person decided, and in which one of some reports stands.

    Returns:
        Sorted pair to kind of the last decision and person.
    """
    wanted = set(reports)
    query = (
        sa.select(decision.c.subject, decision.c.kind, decision.c.person)
        .where(decision.c.closed.is_(None), decision.c.kind.in_(ON_REPORTS))
        .order_by(decision.c.n)
    )
    found = {}
    for row in conn.execute(query):
        a, b = row.subject.split()
        if a in wanted or b in wanted:
            found[a, b] = row.kind, row.person
    return found


def as_judged(
    found: Mapping[Pair, Copy],
    decided: Mapping[Pair, tuple[str, str]],
    wording_of: Callable[[set[str]], Mapping[str, Wording]],
) -> dict[Pair, Copy]:
    """Pairs as they stand, by (report, the one that it repeats).

    Args:
        found: as the machine has them, by the same.
        decided: as `judged` gives them.
        wording_of: reads reports; called for those that a person joined and the machine did not.
    """
    stands = dict(found)
    by_both = {tuple(sorted(pair)): pair for pair in found}
    joined: dict[Pair, str] = {}
    for both, (kind, person) in decided.items():
        pair = by_both.get(both)
        if kind == "independent":
            if pair is not None:
                del stands[pair]
        elif pair is not None:
            stands[pair] = msgspec.structs.replace(
                found[pair], reasons=(f"decided by {person}", *found[pair].reasons)
            )
        else:
            joined[both] = person
    words = wording_of({id_ for both in joined for id_ in both}) if joined else {}
    for both, person in joined.items():
        if both[0] in words and both[1] in words:
            one = _joined(words[both[0]], words[both[1]], person)
            stands[one.report, one.of] = one
    return stands


def _joined(a: Wording, b: Wording, person: str) -> Copy:
    """A pair that a person joined; how much it shares is measured all the same."""
    before, now = sorted((a, b), key=lambda w: first(w.report, w.published))
    return Copy(
        report=now.report,
        of=before.report,
        kind="copy",
        share=round(share_of(before, now), 4),
        reasons=(f"decided by {person}",),
    )
