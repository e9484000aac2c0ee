"""The actors of a record, one a row: how often they act, suffer and speak, and when.

In:   a `View`, a `Filter` of claims
Out:  `ActorRow`s

Method: whoever stands in a role of a claim that matches, by key; where an actor and a role are
asked for, those that meet it in these claims, the asked one among them. Days are those of the
claims. The name is the one that most claims have. A pronoun whose meaning is undecided is no actor.
Known faults: an actor under two keys (identified in one report, not in another) is two rows.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from sayso.base.keys import NAME
from sayso.base.nouns import Noun
from sayso.record import schema
from sayso.record.queries.clauses import Clauses, of_claims
from sayso.record.queries.counting import One, each_claim, stored_day
from sayso.record.queries.filters import Filter
from sayso.record.queries.groups import GroupedThing, most, nobody
from sayso.record.queries.lookup import Wanted
from sayso.record.queries.pages import Tally
from sayso.record.view import View

_SPEAKS = {"source"}


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
        found: defaultdict[str, _Count] = defaultdict(_Count)
        for one in each_claim(view, asked, relations=True):
            roles: dict[str, set[str]] = {}
            for _, role, key, name, code in one.who:
                count = found[key]
                count.names[name] = count.names.get(name, 0) + 1
                if code:
                    count.codes[code] = count.codes.get(code, 0) + 1
                if key in roles:
                    roles[key].add(role)
                else:
                    roles[key] = {role}
            for key, own in roles.items():
                found[key].add(one, own)
        return [count.row(key) for key, count in found.items() if key not in nobody()]

    def tally(self, view: View, filter_: Filter) -> Tally:
        """How many match; of all claims without counting them up."""
        if filter_.asked:
            return super().tally(view, filter_)
        actor, all_claims = schema.claim_actor, of_claims(view, Wanted(filter_))
        keys = sa.select(actor.c.key).where(
            actor.c.claim.in_(all_claims.select(schema.claim.c.n)),
            actor.c.key.not_in(sorted(nobody())),
        )
        query = sa.select(sa.func.count()).select_from(keys.distinct().subquery())
        return Tally(match=view.conn.execute(query).scalar_one())

    def sort_value(self, row: ActorRow, by: str) -> Any:
        value = getattr(row, by)
        return value.casefold() if by == "name" else value

    def facet_values(self, row: ActorRow, by: str) -> tuple[str, str]:
        if by == "identified":
            return ("1", "identified") if row.identified else ("0", "by name only")
        return row.code, row.code

    def identity(self, row: ActorRow) -> str:
        return row.key


@dataclass(slots=True)
class _Count:
    """What is counted up of one actor. Claims of one report come together."""

    names: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    claims: int = 0
    reports: int = 0
    last: int = -1
    incidents: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)
    first_day: Any = None  # as stored
    last_day: Any = None

    def add(self, one: One, roles: set[str]) -> None:
        """Count a claim in which the actor has these roles."""
        self.claims += 1
        for role in roles:
            self.roles[role] = self.roles.get(role, 0) + 1
        self.reports += self.last != one.document
        self.last = one.document
        if roles == _SPEAKS:
            return
        self.incidents.update(one.incidents)
        self.relations.update(one.relations)
        first, last = one.day_from or one.day_to, one.day_to or one.day_from
        if first is not None:
            self.first_day = first if self.first_day is None else min(first, self.first_day)
            self.last_day = last if self.last_day is None else max(last, self.last_day)

    def row(self, key: str) -> ActorRow:
        """The row of the actor."""
        return ActorRow(
            key=key,
            name=most(self.names),
            code=most(self.codes),
            identified=not key.startswith(NAME),
            claims=self.claims,
            as_actor=self.roles.get("actor", 0),
            as_recipient=self.roles.get("recipient", 0),
            as_source=self.roles.get("source", 0),
            reports=self.reports,
            incidents=len(self.incidents),
            relations=len(self.relations),
            first_day=stored_day(self.first_day),
            last_day=stored_day(self.last_day),
        )


ACTORS = _Actors()
