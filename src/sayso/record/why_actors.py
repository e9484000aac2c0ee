"""Whom a key of the record stands for, and why reports were taken to mean it.

In:   a view, a key
Out:  `Why`, or None where no claim has the key

Method: the words that claims have for it, how often, and the reasons given when they were settled.
Known faults: at most `_MOST_WORDS` of the words are told.
"""

from collections import Counter
from typing import Any

import sqlalchemy as sa

from sayso.base.keys import actor_key, bare
from sayso.record import schema
from sayso.record.rows import claim_of
from sayso.record.view import View
from sayso.record.why_claims import decision
from sayso.record.why_parts import Why, told

_MOST_WORDS = 20


def actor(view: View, key: str) -> Why | None:
    """A key: the words that reports have for it, why they were taken for it, what was decided."""
    table, claim = schema.claim_actor, schema.claim
    query = (
        sa.select(table.c.role, table.c.folded, table.c.name, claim.c.id, claim.c.body)
        .join(claim, claim.c.n == table.c.claim)
        .where(table.c.key == key, view.open(claim), claim.c.state != "rejected")
    )
    rows = view.conn.execute(query).mappings().all()
    if not rows:
        return None
    names = Counter(row["name"] for row in rows)
    roles = Counter(row["role"] for row in rows)
    facts = told(
        {
            "names": "; ".join(f"{name} ({n})" for name, n in names.most_common(_MOST_WORDS)),
            "stands": ", ".join(f"{n} times as {role}" for role, n in roles.most_common()),
            "first claims": ", ".join(sorted({row["id"] for row in rows})[:5]),
        }
    )
    because = [_words(view, key, folded, own) for folded, own in _by_words(rows)[:_MOST_WORDS]]
    return Why(
        what="actor",
        id=key,
        says=names.most_common(1)[0][0],
        facts=facts,
        because=(*because, *_in_roster(key)),
    )


def _by_words(rows: Any) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row["folded"], []).append(row)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def _words(view: View, key: str, folded: str, rows: list[Any]) -> Why:
    """One way in which reports name the actor, and the reasons for taking it so."""
    reasons: Counter[str] = Counter()
    for row in rows:
        for who in getattr(claim_of(row), row["role"]):
            if actor_key(who) == key and bare(who.name or who.text) == folded:
                chosen = [c for c in who.candidates if c.id == key]
                reasons.update(["; ".join(c.reasons) for c in chosen] or ["by its name alone"])
    table = schema.decision
    query = sa.select(table.c.id).where(
        view.open(table), table.c.kind == "actor", table.c.subject == folded
    )
    decided = [decision(view, each) for each in view.conn.execute(query).scalars()]
    facts = {f"{n} times": reason for reason, n in reasons.most_common(3)}
    return Why(
        what="named",
        says=f"“{folded}” in {len(rows)} claims",
        facts=facts,
        because=tuple(one for one in decided if one is not None),
    )


def _in_roster(key: str) -> list[Why]:
    from sayso.identify.actors_roster import roster  # noqa: PLC0415  reads the lists: 0.3 s

    known = roster()
    entry = known.actors.get(key) or known.persons.get(key)
    if entry is None:
        return []
    return [Why(what="roster", id=key, says=f"known to the roster as {entry.name}")]
