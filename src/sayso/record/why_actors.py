"""Whom a key of the record stands for, and why reports were taken to mean it.

In:   a view, a key
Out:  `Why`, or None where no claim has the key

Method: the words that claims have for it, how often, and the reasons given when they were settled,
as the first claims have them.
Known faults: at most `_MOST_WORDS` of the words are told, with the reasons of `_MOST_READ` claims.
"""

from collections import Counter
from typing import Any

import sqlalchemy as sa

from sayso.base.keys import actor_key, bare
from sayso.record import schema
from sayso.record.queries.narrow import Among, listed, narrow
from sayso.record.rows import claim_of
from sayso.record.view import View
from sayso.record.why_claims import decision
from sayso.record.why_parts import Why, told

_MOST_WORDS = 20
_MOST_READ = 50  # claims of one way to name it: the reasons are few and repeat


def actor(view: View, key: str) -> Why | None:
    """A key: the words that reports have for it, why they were taken for it, what was decided."""
    among = _standing(view, key)
    names = _counted(view, key, "name", among)
    if not names:
        return None
    roles = _counted(view, key, "role", among)
    words = _counted(view, key, "folded", among)
    facts = told(
        {
            "names": "; ".join(f"{name} ({n:,})" for name, n in names[:_MOST_WORDS]),
            "stands": ", ".join(f"{n:,} times as {role}" for role, n in roles),
        }
    )
    because = [_words(view, key, folded, n, among) for folded, n in words[:_MOST_WORDS]]
    return Why(
        what="actor",
        id=key,
        says=names[0][0],
        facts=facts,
        because=(*because, *_in_roster(key)),
    )


def _standing(view: View, key: str) -> Any:
    """Numbers of the claims in which the key stands, the rejected left out."""
    claim, who = schema.claim, schema.claim_actor
    every, _ = narrow(
        view, claim, [Among(claim.c.n, sa.select(who.c.claim).where(who.c.key == key))]
    )
    query = sa.select(claim.c.n).where(view.open(claim), claim.c.state != "rejected")
    if every.hint:
        query = query.with_hint(claim, f"INDEXED BY {every.hint}", "sqlite")
    query = query.where(*every.clauses)
    if view.conn.dialect.name != "sqlite":
        return query
    return listed(list(view.conn.execute(query).scalars()))  # found once, see `narrow`


def _counted(view: View, key: str, column: str, among: Any) -> list[tuple[str, int]]:
    """How often the key stands with each value of a column, the most frequent first."""
    who = schema.claim_actor
    value, n = who.c[column], sa.func.count()
    query = sa.select(value, n).where(who.c.key == key, who.c.claim.in_(among))
    rows = view.conn.execute(query.group_by(value).order_by(n.desc(), value))
    return [(str(shown), count) for shown, count in rows]


def _words(view: View, key: str, folded: str, n: int, among: Any) -> Why:
    """One way in which reports name the actor, and the reasons for taking it so."""
    who, claim = schema.claim_actor, schema.claim
    some = (
        sa.select(who.c.claim, who.c.role)
        .where(who.c.key == key, who.c.folded == folded, who.c.claim.in_(among))
        .order_by(who.c.claim)
        .limit(_MOST_READ)
        .subquery()
    )
    query = sa.select(claim.c.body, claim.c.id, some.c.role).join(some, some.c.claim == claim.c.n)
    reasons: Counter[str] = Counter()
    first = ""
    for row in view.conn.execute(query.order_by(claim.c.n)).mappings():
        first = first or row["id"]
        for one in getattr(claim_of(row), row["role"]):
            if actor_key(one) == key and bare(one.name or one.text) == folded:
                chosen = [c for c in one.candidates if c.id == key]
                reasons.update(["; ".join(c.reasons) for c in chosen] or ["by its name alone"])
    table = schema.decision
    named = sa.select(table.c.id).where(
        view.open(table), table.c.kind == "actor", table.c.subject == folded
    )
    decided = [decision(view, each) for each in view.conn.execute(named).scalars()]
    facts = {f"{count} times": reason for reason, count in reasons.most_common(3)}
    return Why(
        what="named",
        says=f"“{folded}”, {n:,} times, first in {first}",
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
