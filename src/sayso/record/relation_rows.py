"""Rows of relations from the noun and back, and the difference that is written.

In:   relations as they were and as they are to be
Out:  rows of `relation` and `relation_claim` made and closed

Known faults: none known.
"""

from collections.abc import Iterable, Mapping

import msgspec
import sqlalchemy as sa

from sayso.base.joined import Relation
from sayso.record.acts import Act
from sayso.record.rows import Row, as_json, in_parts, insert
from sayso.record.schema import relation, relation_claim
from sayso.record.standing import close_rows
from sayso.record.view import View

as_relation = msgspec.json.Decoder(Relation).decode
_PLANNED = "planned"


def relation_row(one: Relation) -> Row:
    """A relation as its table takes it; `made` is the caller's to add.

    First and last day are those told, plans left out.
    """
    days = [d for p in one.phases if p.kind != _PLANNED for d in (p.start, p.end) if d]
    return {
        "id": one.id,
        "type": one.type,
        "actor": one.actor,
        "recipient": one.recipient,
        "actor_name": one.actor_name,
        "recipient_name": one.recipient_name,
        "first_day": min(days, default=None),
        "last_day": max(days, default=None),
        "disputed": one.disputed,
        "claims": len(one.claims),
        "tellers": len(one.tellers),
        "body": as_json(one),
    }


def between(view: View, pairs: Iterable[tuple[str, str]]) -> list[tuple[int, Relation]]:
    """Open relations between the keys of each pair, in either order, with their row numbers."""
    wanted = {frozenset(pair) for pair in pairs}
    keys = sorted({key for pair in wanted for key in pair})
    found: dict[int, Relation] = {}
    for part in in_parts(keys):
        rows = view.conn.execute(
            sa.select(relation.c.n, relation.c.actor, relation.c.recipient, relation.c.body).where(
                view.open(relation), relation.c.actor.in_(part)
            )
        )
        for n, actor, recipient, body in rows:
            if frozenset((actor, recipient)) in wanted:
                found[n] = as_relation(body)
    return sorted(found.items())


def write(act: Act, old: Mapping[int, Relation], new: Iterable[Relation]) -> tuple[int, int]:
    """Write the difference: what is the same stays.

    Args:
        act: the act that writes.
        old: the open rows that may change, by their numbers.
        new: what is to stand in their place.

    Returns:
        How many relations were made and closed.
    """
    conn = act.conn
    wanted = {one.id: one for one in new}
    gone = {n: one for n, one in old.items() if wanted.get(one.id) != one}
    kept = {one.id for n, one in old.items() if n not in gone}
    made = [one for id_, one in sorted(wanted.items()) if id_ not in kept]
    close_rows(act, relation, list(gone))
    insert(conn, relation, [{**relation_row(one), "made": act.n} for one in made])
    before = {(one.id, claim) for one in gone.values() for claim in one.claims}
    after = {(one.id, claim) for one in made for claim in one.claims}
    _close_links(act, before - after)
    insert(
        conn,
        relation_claim,
        [{"relation": id_, "claim": claim, "made": act.n} for id_, claim in sorted(after - before)],
    )
    return len(made), len(gone)


def _close_links(act: Act, links: set[tuple[str, str]]) -> None:
    numbers: list[int] = []
    for part in in_parts(sorted({id_ for id_, _ in links})):
        rows = act.conn.execute(
            sa.select(relation_claim.c.n, relation_claim.c.relation, relation_claim.c.claim).where(
                relation_claim.c.closed.is_(None), relation_claim.c.relation.in_(part)
            )
        )
        numbers += [n for n, id_, claim in rows if (id_, claim) in links]
    close_rows(act, relation_claim, numbers)
