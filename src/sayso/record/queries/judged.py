"""Decisions of people on claims and names, with who, when and why, the undone among them.

In:   a view, ids of claims
Out:  `Judged`, the newest first

Method: a decision whose words moved is written anew under its id, so the rows of one id are told
as one decision: made by the first, undone when none is open.
Known faults: decisions on pairs are read whole, as they hold two ids in one column.
"""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.nouns import Noun
from sayso.record import schema
from sayso.record.decisions import ON_PAIRS, decision_of
from sayso.record.rows import in_parts
from sayso.record.view import View


class Judged(Noun, kw_only=True, frozen=True):
    """One decision. `value` as `coding.Decision` has it; act and at are of the making."""

    id: str
    kind: str
    subject: str
    value: dict[str, Any]
    person: str
    reason: str
    act: int
    at: str
    undone: bool = False
    undone_by: str = ""
    undone_for: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """Ids of the claims that it is about."""
        return tuple(self.subject.split())


def judged_claims(view: View, claims: Collection[str]) -> list[Judged]:
    """All decisions on these claims, and on pairs with one of them; the newest first."""
    table = schema.decision
    rows: list[Any] = []
    for part in in_parts(sorted(claims)):
        rows += _rows(view, table.c.subject.in_(part))
    wanted = set(claims)
    if wanted:
        of_pairs = _rows(view, table.c.kind.in_(ON_PAIRS))
        rows += [row for row in of_pairs if not wanted.isdisjoint(row["subject"].split())]
    return _told(view, rows)


def judged_latest(view: View, limit: int) -> list[Judged]:
    """The newest decisions of the record."""
    table = schema.decision
    last = sa.select(table.c.id).group_by(table.c.id).order_by(sa.func.max(table.c.made).desc())
    ids = view.conn.execute(last.limit(limit)).scalars().all()
    return _told(view, _rows(view, table.c.id.in_(ids)))


def judged_kinds(view: View, ids: Collection[str]) -> list[str]:
    """Kinds of these decisions, each once."""
    table = schema.decision
    query = sa.select(table.c.kind).where(table.c.id.in_(ids)).distinct()
    return sorted(view.conn.execute(query).scalars())


def _rows(view: View, clause: sa.ColumnElement[bool]) -> list[Any]:
    table = schema.decision
    query = sa.select(table).where(clause)
    if view.at is not None:
        query = query.where(table.c.made <= view.at)
    return list(view.conn.execute(query).mappings())


def _told(view: View, rows: Iterable[Any]) -> list[Judged]:
    by_id: dict[str, list[Any]] = {}
    for row in rows:
        by_id.setdefault(row["id"], []).append(row)
    acts = _acts(view, {n for own in by_id.values() for row in own for n in _numbers(row)})
    found = []
    for own in by_id.values():
        own.sort(key=lambda row: int(row["made"]))
        first, last = own[0], own[-1]
        ended = last["closed"] is not None and (view.at is None or last["closed"] <= view.at)
        undoing = acts[last["closed"]] if ended else None
        decision = decision_of(last)
        found.append(
            Judged(
                id=decision.id,
                kind=decision.kind,
                subject=decision.subject,
                value=decision.value,
                person=decision.person,
                reason=decision.reason,
                act=first["made"],
                at=acts[first["made"]].at,
                undone=ended,
                undone_by=undoing.person if undoing else "",
                undone_for=undoing.reason if undoing else "",
            )
        )
    return sorted(found, key=lambda one: -one.act)


def _numbers(row: Any) -> list[int]:
    return [n for n in (row["made"], row["closed"]) if n is not None]


def _acts(view: View, numbers: Collection[int]) -> dict[int, Any]:
    table = schema.act
    found: dict[int, Any] = {}
    for part in in_parts(sorted(numbers)):
        query = sa.select(table.c.n, table.c.at, table.c.person, table.c.reason)
        found |= {row.n: row for row in view.conn.execute(query.where(table.c.n.in_(part)))}
    return found


def edits(judged: Judged) -> dict[str, tuple[Any, Any]]:
    """Field -> what it was, what it became, of an edit."""
    before = judged.value.get("claim", {})
    return {name: (before.get(name), new) for name, new in judged.value.get("set", {}).items()}


def words(judged: Judged) -> str:
    """The trigger's words of the claim that was judged, "" for others."""
    claim = judged.value.get("claim")
    return str(claim["trigger"]["text"]) if isinstance(claim, dict) else ""


def shown(value: Any) -> str:
    """A value of a claim's field, in JSON form, for people.

    >>> shown([{"start": 0, "end": 4, "text": "army"}]), shown(None), shown(True)
    ('army', 'nothing', 'yes')
    """
    if value in (None, "", [], ()):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    return _fields_shown(value) if isinstance(value, dict) else str(value)


def _fields_shown(value: dict[str, Any]) -> str:
    if "text" in value:
        if "what" not in value:
            return str(value["text"])
        bounds = _bounds(value.get("low"), value.get("high"))
        return f"{value['text']} ({value['what']}: {bounds})"
    if "precision" in value and "name" not in value:
        first, last = value.get("from") or "open", value.get("to") or "open"
        return str(first) if first == last else f"{first} to {last}"
    return str(value.get("name") or msgspec.json.encode(value).decode())


def _bounds(low: int | None, high: int | None) -> str:
    if low == high:
        return "undecided" if low is None else f"{low:,}"
    return f"{'?' if low is None else f'{low:,}'} to {'?' if high is None else f'{high:,}'}"
