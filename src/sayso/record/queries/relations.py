"""Relations between actors, one a row, with how often and by whom they are told.

In:   a `View`, a `Filter`
Out:  `RelationRow`s

Method: the row is read from the relation's body. Days asked for are held against the first and
last day told of any phase; the state on one day is `link.relations`' to say. Role "actor" is the
first, "recipient" the second of the pair; a symmetric type has no order, so either fits.
Known faults: days between two phases match, though nothing is known of them.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from sayso.base.errors import MissingError
from sayso.base.joined import Relation
from sayso.base.nouns import Noun
from sayso.link.relations_pairs import SYMMETRIC
from sayso.record import schema
from sayso.record.queries.clauses import Clauses, Part, by_claims
from sayso.record.queries.decoders import relation_of
from sayso.record.queries.filters import Filter
from sayso.record.queries.lookup import Wanted, look_up
from sayso.record.queries.narrow import once
from sayso.record.queries.pages import check_id
from sayso.record.queries.tables import TableThing
from sayso.record.rows import in_parts
from sayso.record.view import View


class RelationRow(Noun, kw_only=True, frozen=True):
    """A relation. `docs/looking.md` explains the columns.

    Attributes:
        actor, recipient: names for people; *_key: what the record knows them by.
        first_day, last_day: first and last day that any phase tells of; None where open.
        phases: how many phases it has.
    """

    id: str
    type: str
    mode: tuple[str, ...]
    actor: str
    recipient: str
    first_day: dt.date | None
    last_day: dt.date | None
    disputed: bool
    phases: int
    claims: int
    reports: int
    tellers: int
    told_by: tuple[str, ...]
    actor_key: str
    recipient_key: str


class _Relations(TableThing[RelationRow]):
    name = "relations"
    row = RelationRow
    table = schema.relation
    takes = frozenset(
        {"from_day", "to_day", "actor", "role", "type", "source", "text", "state", "disputed",
         "tellers"}
    )  # fmt: skip
    sorts = ("day", "id", "type", "actor", "recipient", "claims", "tellers")
    facets_by = ("type", "actor", "recipient", "year")

    def where(self, view: View, filter_: Filter) -> tuple[Clauses, Wanted]:
        table = self.table
        wanted = look_up(view, filter_, table)
        core = [view.open(table)]
        core += [table.c.type.in_(filter_.type)] if filter_.type else []
        core += [table.c.disputed] if filter_.disputed else []
        core += [table.c.tellers >= filter_.tellers] if filter_.tellers else []
        if wanted.actors is not None:
            core.append(self._between(wanted.actors, filter_.role))
        if filter_.asked & {"source", "text", "state"}:
            told = by_claims(view, table.c.id, schema.relation_claim, "relation", wanted)
            core.append(once(view, told))
        return Clauses(table, tuple(core), self._days(filter_), None), wanted

    def _between(self, keys: tuple[str, ...], role: str) -> sa.ColumnElement[bool]:
        actor, recipient = self.table.c.actor.in_(keys), self.table.c.recipient.in_(keys)
        if role not in ("actor", "recipient"):
            return sa.or_(actor, recipient)
        side, other = (actor, recipient) if role == "actor" else (recipient, actor)
        return sa.or_(side, sa.and_(other, self.table.c.type.in_(sorted(SYMMETRIC))))

    def _days(self, filter_: Filter) -> Part | None:
        first, last = self.table.c.first_day, self.table.c.last_day
        parts: list[sa.ColumnElement[bool]] = []
        if filter_.from_day is not None:
            parts.append(sa.or_(last >= filter_.from_day, last.is_(None)))
        if filter_.to_day is not None:
            parts.append(sa.or_(first <= filter_.to_day, first.is_(None)))
        if not parts:
            return None
        told = sa.or_(first.is_not(None), last.is_not(None))
        return Part(sa.and_(told, *parts), self._no_day())

    def _no_day(self) -> sa.ColumnElement[bool]:
        return sa.and_(self.table.c.first_day.is_(None), self.table.c.last_day.is_(None))

    def open_ends(self, view: View) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
        return self._no_day(), sa.false()

    def day_column(self) -> sa.ColumnElement[Any]:
        return self.table.c.first_day

    def sort_column(self, by: str) -> sa.ColumnElement[Any]:
        return self.table.c[
            {"day": "first_day", "actor": "actor_name", "recipient": "recipient_name"}.get(by, by)
        ]

    def facet(self, view: View, by: str, asked: Clauses) -> sa.Select[Any]:
        if by not in ("actor", "recipient"):
            return super().facet(view, by, asked)
        key, name = self.table.c[by], self.table.c[f"{by}_name"]
        return asked.select(
            key.label("value"), sa.func.max(name).label("label"), sa.func.count().label("n")
        ).group_by(key)

    def rows(self, view: View, numbers: Sequence[int]) -> dict[int, RelationRow]:
        found: dict[int, RelationRow] = {}
        for part in in_parts(numbers):
            query = sa.select(self.table).where(self.table.c.n.in_(part))
            for row in view.conn.execute(query).mappings():
                found[row["n"]] = _row(relation_of(row["body"]), row)
        return found


def _row(relation: Relation, row: Any) -> RelationRow:
    return RelationRow(
        id=relation.id,
        type=relation.type,
        mode=relation.modes,
        actor=relation.actor_name,
        recipient=relation.recipient_name,
        first_day=row["first_day"],
        last_day=row["last_day"],
        disputed=relation.disputed,
        phases=len(relation.phases),
        claims=len(relation.claims),
        reports=len(relation.reports),
        tellers=len(relation.tellers),
        told_by=tuple(teller.name for teller in relation.tellers),
        actor_key=relation.actor,
        recipient_key=relation.recipient,
    )


def relation(view: View, id_: str) -> Relation:
    """A relation in full, by its id, or by one that it had before names were joined.

    Raises:
        MissingError: there is no such relation, or it became several, or none.
    """
    check_id(id_)
    table = schema.relation
    query = sa.select(table.c.body).where(view.open(table), table.c.id == id_)
    body = view.conn.execute(query).scalar()
    if body is not None:
        return relation_of(body)
    became = became_of(view, id_)
    if became is None:
        raise MissingError(f"{id_}: the record has no such relation")
    if len(became) == 1:
        return relation(view, became[0])
    now = f"it is now {', '.join(became)}" if became else f"see `sayso why {id_}`"
    raise MissingError(f"{id_} is no more; {now}")


def became_of(view: View, id_: str) -> list[str] | None:
    """What a relation that is no more became: the open ones that its claims tell of now.

    An id is made of the keys of both ends, so that it goes when a name turns out to be another's.

    Returns:
        Their ids, sorted; None where there was never a relation of this id.
    """
    table, member = schema.relation, schema.relation_claim
    query = sa.select(table.c.body).where(table.c.id == id_).order_by(table.c.made.desc())
    if view.at is not None:
        query = query.where(table.c.made <= view.at)
    body = view.conn.execute(query).scalar()
    if body is None:
        return None
    was = relation_of(body)
    found: set[str] = set()
    for part in in_parts(was.claims):
        rows = (
            sa.select(member.c.relation)
            .join(table, sa.and_(table.c.id == member.c.relation, view.open(table)))
            .where(view.open(member), member.c.claim.in_(part), table.c.type == was.type)
        )
        found |= set(view.conn.execute(rows).scalars())
    return sorted(found - {id_})


RELATIONS = _Relations()
