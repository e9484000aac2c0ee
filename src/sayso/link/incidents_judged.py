"""What people judged on pairs of claims: same or different. The machine never overrules it.

In:   decisions, in the order in which they were made
Out:  `Judged`: which claims must be together, which must not, whatever the scores say

Method: the newest decision counts first; an older one that contradicts those before it is
set aside and named. "Same" is closed under itself, and what is different from a claim is
different from all that are the same as it.
Known faults: none.
"""

from collections.abc import Iterable, Mapping

import msgspec

from sayso.base.joined import Judgement


class Decision(msgspec.Struct, frozen=True):
    """A person's word on two claims."""

    a: str
    b: str
    judgement: Judgement
    person: str


class Judged(msgspec.Struct, frozen=True):
    """Decisions, closed.

    Attributes:
        group: claim to the smallest id of those that it is the same as; judged claims only.
        apart: group to the groups from which it differs.
        held: the decisions that hold, by pair of ids in order.
        set_aside: the decisions that newer ones contradict.
    """

    group: Mapping[str, str] = {}
    apart: Mapping[str, frozenset[str]] = {}
    held: Mapping[tuple[str, str], Decision] = {}
    set_aside: tuple[Decision, ...] = ()

    def differ(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Whether any claim of one was judged different from any of the other."""
        theirs = {self.group[c] for c in other if c in self.group}
        return bool(theirs) and any(
            self.group[c] in self.apart and self.apart[self.group[c]] & theirs
            for c in one
            if c in self.group
        )


NOTHING = Judged()


def judged(decisions: Iterable[Decision]) -> Judged:
    """Close decisions.

    Args:
        decisions: oldest first; "unsure" ones are passed over, and so is a claim with itself.

    >>> found = judged([Decision("a", "b", "same", "Kim"), Decision("b", "c", "different", "Kim")])
    >>> found.differ(["a"], ["c"])
    True
    """
    parent: dict[str, str] = {}
    foes: dict[str, set[str]] = {}
    held: dict[tuple[str, str], Decision] = {}
    aside = []

    def root(claim: str) -> str:
        while parent.setdefault(claim, claim) != claim:
            claim = parent[claim]
        return claim

    for decision in reversed(list(decisions)):
        pair = (min(decision.a, decision.b), max(decision.a, decision.b))
        if decision.judgement == "unsure" or decision.a == decision.b or pair in held:
            continue
        one, other = sorted((root(decision.a), root(decision.b)))
        if decision.judgement == "different":
            if one == other:
                aside.append(decision)
                continue
            foes.setdefault(one, set()).add(other)
            foes.setdefault(other, set()).add(one)
        elif one != other:
            if other in foes.get(one, ()):
                aside.append(decision)
                continue
            parent[other] = one
            for foe in foes.pop(other, set()):
                foes[foe].discard(other)
                foes[foe].add(one)
                foes.setdefault(one, set()).add(foe)
        held[pair] = decision
    return Judged(
        group={claim: root(claim) for claim in sorted(parent)},
        apart={group: frozenset(others) for group, others in sorted(foes.items())},
        held=held,
        set_aside=tuple(aside),
    )
