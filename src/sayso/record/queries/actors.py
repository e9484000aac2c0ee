"""The actors of a record, one a row: how often they act, suffer and speak, and when.

In:   a `View`, a `Filter` of claims
Out:  `ActorRow`s

Method: whoever stands in a role of a claim that matches, by key; where an actor and a role are
asked for, those that meet it in these claims, the asked one among them. Days are those of the
claims. The name is the one that most claims have.
Known faults: an actor under two keys (identified in one report, not in another) is two rows.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from sayso.base.keys import NAME
from sayso.base.nouns import Noun
from sayso.record.queries.clauses import Clauses
from sayso.record.queries.counting import One, each_claim
from sayso.record.queries.groups import GroupedThing, most
from sayso.record.queries.lookup import Wanted
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
        found: defaultdict[str, _Count] = defaultdict(_Count)
        for one in each_claim(view, asked, relations=True):
            roles: dict[str, set[str]] = {}
            for who in one.who:
                roles.setdefault(who.key, set()).add(who.role)
                count = found[who.key]
                count.names[who.name] += 1
                count.codes[who.code] += bool(who.code)
            for key, own in roles.items():
                found[key].add(one, own)
        return [count.row(key) for key, count in found.items()]

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

    names: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    claims: int = 0
    reports: int = 0
    last: int = -1
    incidents: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    def add(self, one: One, roles: set[str]) -> None:
        """Count a claim in which the actor has these roles."""
        self.claims += 1
        self.roles.update(roles)
        self.reports += self.last != one.document
        self.last = one.document
        if roles == {"source"}:
            return
        self.incidents.update(one.incidents)
        self.relations.update(one.relations)
        first, last = one.day_from or one.day_to, one.day_to or one.day_from
        if first is not None and last is not None:
            self.first_day = min(first, self.first_day or first)
            self.last_day = max(last, self.last_day or last)

    def row(self, key: str) -> ActorRow:
        """The row of the actor."""
        return ActorRow(
            key=key,
            name=most(self.names),
            code=most(self.codes),
            identified=not key.startswith(NAME),
            claims=self.claims,
            as_actor=self.roles["actor"],
            as_recipient=self.roles["recipient"],
            as_source=self.roles["source"],
            reports=self.reports,
            incidents=len(self.incidents),
            relations=len(self.relations),
            first_day=self.first_day,
            last_day=self.last_day,
        )


ACTORS = _Actors()
