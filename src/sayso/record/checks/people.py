"""Rules on people's decisions: lost, at odds with each other, without a reason.

In:   decisions that hold
Out:  faults

Known faults: two persons who edit a claim one after the other may have agreed on it.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.record.checks.look import Look, Row
from sayso.record.checks.rule import Fault, Found, on_record
from sayso.record.checks.words import listed, quoted
from sayso.record.schema import claim, decision

_UNDO = "`sayso undo` the one that does not hold"
_ON_CLAIMS = ("accept", "edit", "add", "reject")
_PAIRS = ("same", "different")
_REPORTS = ("copy", "independent")
_NAMES = ("actor", "place")


def _decisions(look: Look, *kinds: str) -> Iterator[Row]:
    select = sa.select(decision).where(look.open(decision), decision.c.kind.in_(kinds))
    return look.rows(select.order_by(decision.c.n))


@on_record(
    "decision-lost-its-claim",
    "warning",
    "record",
    means="A person's decision is about a claim that stands no more: the text changed, or coding "
    "anew draws it no more.",
    settle="decide it again on the claim that took its place, and `sayso undo {id}`",
)
def decision_lost_its_claim(look: Look) -> Found:
    """Subjects that are no open claim. A rejected claim that is gone is as was wished."""
    stands = {row.id for row in look.rows(sa.select(claim.c.id).where(look.open(claim)))}
    for row in _decisions(look, "accept", "edit", "add", *_PAIRS):
        gone = [one for one in row.subject.split() if one not in stands]
        if gone:
            yield Fault(
                f"{row.person}'s {row.kind!r} is about {listed(gone)}, which "
                f"{'stands' if len(gone) == 1 else 'stand'} no more",
                ids=tuple(gone),
                facts=tuple(gone),
                subject=row.id,
            )


@on_record(
    "decisions-contradict",
    "warning",
    "record",
    means="Two persons decided the same thing differently; the later one holds.",
    settle=_UNDO,
)
def decisions_contradict(look: Look) -> Found:
    """Decisions on one subject by different persons with different outcomes."""
    for kinds in (_ON_CLAIMS, _PAIRS, _REPORTS, _NAMES):
        by_subject: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in _decisions(look, *kinds):
            by_subject[row.kind if kinds is _NAMES else "", row.subject].append(row)
        for rows in by_subject.values():
            for at, one in enumerate(rows):
                for other in rows[at + 1 :]:
                    what = _contradiction(one, other) if one.person != other.person else ""
                    if what:
                        yield Fault(
                            f"{what}: {one.person} ({one.id}) and {other.person} ({other.id})",
                            ids=(other.id, one.subject),
                            facts=(other.id,),
                            subject=one.id,
                        )


def _contradiction(one: Row, other: Row) -> str:
    kinds = {one.kind, other.kind}
    if kinds in ({"same", "different"}, {"copy", "independent"}):
        return f"{one.subject} both {' and '.join(sorted(kinds))}"
    if "reject" in kinds and len(kinds) > 1:
        return f"{one.subject} rejected, and {(kinds - {'reject'}).pop()}ed"
    if kinds == {"edit"}:
        a, b = _value(one).get("set", {}), _value(other).get("set", {})
        fields = sorted(name for name in a.keys() & b.keys() if a[name] != b[name])
        return f"{one.subject}, {listed(fields)}" if fields else ""
    if one.kind in _NAMES and _value(one) != _value(other):
        return f"{one.kind} {quoted(one.subject)}"
    return ""


def _value(row: Row) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(row.value) if row.value else {}
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {"value": found}


@on_record(
    "same-and-yet-different",
    "warning",
    "record",
    means="People judged claims the same in a chain, and its two ends different.",
    settle=_UNDO,
)
def same_and_yet_different(look: Look) -> Found:
    """Union of "same" against each "different"."""
    top: dict[str, str] = {}

    def find(one: str) -> str:
        while (above := top.get(one, one)) != one:
            top[one] = top.get(above, above)
            one = above
        return one

    apart: list[Row] = []
    for row in _decisions(look, *_PAIRS):
        pair = row.subject.split()
        if len(pair) != 2:
            continue
        if row.kind == "same":
            top[find(pair[0])] = find(pair[1])
        else:
            apart.append(row)
    for row in apart:
        a, b = row.subject.split()
        if find(a) == find(b):
            yield Fault(
                f"{row.person} judged {a} and {b} different; by other judgements they are the same",
                ids=(a, b),
                subject=row.id,
            )


@on_record(
    "decision-without-reason",
    "notice",
    "record",
    means="A claim was rejected, or a finding settled, without a reason.",
    settle="`sayso undo {id}`, and decide it again with --reason",
)
def decision_without_reason(look: Look) -> Found:
    """Rejections and settlements must be open to question."""
    for row in _decisions(look, "reject", "settle"):
        if not row.reason.strip():
            what = "rejected" if row.kind == "reject" else "settled"
            yield Fault(f"{row.person} {what} {row.subject}", ids=(row.subject,), subject=row.id)
