"""Actors of a record by the beginning of any word of their names: what a search box asks.

In:   a view, words as they are typed
Out:  keys, names and how often each is named, the most frequent first

Known faults: names that only the roster has are not sought; `called` and `find` do that.
"""

import sqlalchemy as sa

from sayso.base.keys import fold
from sayso.record import schema
from sayso.record.queries.groups import nobody
from sayso.record.view import View


def actors_named(view: View, words: str, most: int) -> list[tuple[str, str, int]]:
    """Key, name and number of claims of actors whose name has a word that begins with `words`."""
    actor, claim = schema.claim_actor, schema.claim
    folded = fold(words)
    if not folded:
        return []
    like = sa.or_(
        actor.c.folded.startswith(folded, autoescape=True),
        actor.c.folded.contains(" " + folded, autoescape=True),
    )
    unnamed = ["", *sorted(nobody())]
    n = sa.func.count(actor.c.claim.distinct())
    query = (
        sa.select(actor.c.key, sa.func.max(actor.c.name), n)
        .join(claim, claim.c.n == actor.c.claim)
        .where(view.open(claim), claim.c.state != "rejected", like, actor.c.key.not_in(unnamed))
        .group_by(actor.c.key)
        .order_by(n.desc(), actor.c.key)
        .limit(most)
    )
    return [(key, name, count) for key, name, count in view.conn.execute(query)]
