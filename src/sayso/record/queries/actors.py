"""The actors of a record, one a row: how often they act, suffer and speak, and when.

In:   a `View`, a `Filter` of claims
Out:  `ActorRow`s

Method: whoever stands in a role of a claim that matches, by key; where an actor and a role are
asked for, those that meet it in these claims, the asked one among them. Days are those of the
claims. The name is the one that most claims have.
Known faults: an actor under two keys (identified in one report, not in another) is two rows.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from sayso.base.keys import NAME
from sayso.base.nouns import Noun
from sayso.record import schema
from sayso.record.queries.clauses import Clauses
from sayso.record.queries.groups import GroupedThing, matched
from sayso.record.queries.lookup import Wanted
from sayso.record.queries.narrow import pairs
from sayso.record.view import View


class ActorRow(Noun, kw_only=True, frozen=True):
    """An actor. `docs/looking.md` explains the columns.

    Attributes:
        key: id, or "name:" and the folded name of whom nobody identified.
        code: PLOVER code that most of its claims have, "" when none is known.
        claims: in how many claims it stands in any role; as_*: in this role.
        incidents, relations: how many its claims tell; as speaker alone does not count.
        first_day, last_day: of claims in which it acts or suffers.
    """

    key: str
    name: str
    code: str
    identified: bool
    claims: int
    as_actor: int
    as_recipient: int
    as_source: int
    reports: int
    incidents: int
    relations: int
    first_day: dt.date | None
    last_day: dt.date | None


class _Actors(GroupedThing[ActorRow]):
    name = "actors"
    row = ActorRow
    sorts = ("claims", "name", "key", "incidents", "relations", "reports", "first_day", "last_day")
    facets_by = ("identified", "code")

    def count_up(self, view: View, asked: Clauses, wanted: Wanted) -> list[ActorRow]:
        actor = schema.claim_actor
        some = matched(asked, "n", "id", "document", "day_from", "day_to").cte("some")
        stands = sa.select(actor.c.key).join(some, some.c.n == actor.c.claim).group_by(actor.c.key)
        acts = stands.where(actor.c.role != "source")
        n_claims = sa.func.count(some.c.n.distinct())
        whole = stands.add_columns(n_claims, sa.func.count(some.c.document.distinct()))
        by_role = stands.add_columns(actor.c.role, n_claims).group_by(actor.c.role)
        roles = {(key, role): n for key, role, n in view.conn.execute(by_role)}
        days = acts.add_columns(
            sa.func.min(sa.func.coalesce(some.c.day_from, some.c.day_to)),
            sa.func.max(sa.func.coalesce(some.c.day_to, some.c.day_from)),
        )
        spans = {key: (first, last) for key, first, last in view.conn.execute(days)}
        names = _most_frequent(view, stands, actor.c.name, n_claims)
        codes = _most_frequent(view, acts, actor.c.code, n_claims)
        incidents = _told(view, acts, some, schema.incident_claim, "incident")
        relations = _told(view, acts, some, schema.relation_claim, "relation")
        rows = []
        for key, claims, reports in view.conn.execute(whole):
            first, last = spans.get(key, (None, None))
            rows.append(
                ActorRow(
                    key=key,
                    name=names[key],
                    code=codes.get(key, ""),
                    identified=not key.startswith(NAME),
                    claims=claims,
                    as_actor=roles.get((key, "actor"), 0),
                    as_recipient=roles.get((key, "recipient"), 0),
                    as_source=roles.get((key, "source"), 0),
                    reports=reports,
                    incidents=incidents.get(key, 0),
                    relations=relations.get(key, 0),
                    first_day=first,
                    last_day=last,
                )
            )
        return rows

    def sort_value(self, row: ActorRow, by: str) -> Any:
        value = getattr(row, by)
        return value.casefold() if by == "name" else value

    def facet_values(self, row: ActorRow, by: str) -> tuple[str, str]:
        if by == "identified":
            return ("1", "identified") if row.identified else ("0", "by name only")
        return row.code, row.code

    def identity(self, row: ActorRow) -> str:
        return row.key


def _most_frequent(
    view: View, grouped: sa.Select[Any], column: Any, n_claims: Any
) -> dict[str, str]:
    """Key -> the value that most claims have; of equals the first by letter; "" if no other."""
    found: dict[str, tuple[bool, int, str]] = {}
    for key, value, n in view.conn.execute(grouped.add_columns(column, n_claims).group_by(column)):
        rank = (value == "", -n, value)
        found[key] = min(found.get(key, rank), rank)
    return {key: value for key, (_, _, value) in found.items()}


def _told(
    view: View, grouped: sa.Select[Any], some: Any, link: sa.Table, ref: str
) -> dict[str, int]:
    """Key -> how many incidents or relations its claims tell of."""
    query = grouped.join(link, sa.and_(link.c.claim == some.c.id, view.open(link)))
    return pairs(view, query.add_columns(sa.func.count(link.c[ref].distinct())))


ACTORS = _Actors()
