"""What was done to a record: acts and decisions, the newest first.

In:   a view; an id of a decision, claim, report, incident or relation, or nothing
Out:  `Entry`s in words and as fields

Method: of one id, the acts that made or closed a row of it, and the decisions about it.
Known faults: acts of linking that changed one incident are found by its id, not by its claims.
"""

from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.base.nouns import Noun
from sayso.record import schema
from sayso.record.view import View

_VERSIONED = {
    "claim": (schema.claim, "id"),
    "report": (schema.report, "id"),
    "document": (schema.document, "report"),
    "coding": (schema.coding, "report"),
    "incident": (schema.incident, "id"),
    "relation": (schema.relation, "id"),
    "decision": (schema.decision, "id"),
    "setting": (schema.setting, "key"),
}


class Entry(Noun, kw_only=True, frozen=True):
    """One act.

    Attributes:
        act, at, kind, step, version, model, person, reason: as the act has them.
        detail: counts, and what was decided.
        decision: its id, where the act made or undid one.
        about: for an id: what happened to it ("claim made", "claim closed").
    """

    act: int
    at: str
    kind: str
    step: str = ""
    version: str = ""
    model: str = ""
    person: str = ""
    reason: str = ""
    detail: dict[str, Any] = msgspec.field(default_factory=dict)
    decision: str = ""
    value: dict[str, Any] = msgspec.field(default_factory=dict)
    about: tuple[str, ...] = ()


def history(view: View, about: str = "", *, limit: int | None = None) -> list[Entry]:
    """The acts of a record, or those that touched one id, the newest first.

    Raises:
        ConfigError: nothing goes by this id.
    """
    table = schema.act
    query = sa.select(table).order_by(table.c.n.desc())
    if view.at is not None:
        query = query.where(table.c.n <= view.at)
    touched: dict[int, list[str]] = {}
    if about:
        touched = _touched(view, about)
        if not touched:
            raise ConfigError(f"{about}: nothing in the record goes by this id")
        query = query.where(table.c.n.in_(touched))
    rows = view.conn.execute(query.limit(limit)).mappings().all()
    values = _values(view, [row["n"] for row in rows])
    return [_entry(row, values.get(row["n"], {}), touched.get(row["n"], [])) for row in rows]


def _touched(view: View, about: str) -> dict[int, list[str]]:
    touched: dict[int, list[str]] = {}
    for name, (table, column) in _VERSIONED.items():
        versions = sa.select(table.c.made, table.c.closed).where(table.c[column] == about)
        rows = [  # two indexes, two queries: see `schema`
            *view.conn.execute(versions.where(table.c.closed.is_(None))),
            *view.conn.execute(versions.where(table.c.closed.is_not(None))),
        ]
        for made, closed in rows:
            touched.setdefault(made, []).append(f"{name} made")
            if closed is not None:
                touched.setdefault(closed, []).append(f"{name} closed")
    decision = schema.decision
    decided = view.conn.execute(
        sa.select(decision.c.id, decision.c.subject, decision.c.made, decision.c.closed).where(
            decision.c.subject.contains(about, autoescape=True)
        )
    )
    for id_, subject, made, closed in decided:
        if about in (subject, *subject.split()):
            touched.setdefault(made, []).append(f"decision {id_}")
            if closed is not None:
                touched.setdefault(closed, []).append(f"decision {id_} closed")
    return touched


def _values(view: View, acts: list[int]) -> dict[int, dict[str, Any]]:
    """What was decided in acts of kind "decide": the value, without the claim as it was seen."""
    table = schema.decision
    found: dict[int, dict[str, Any]] = {}
    if not acts:
        return found
    rows = view.conn.execute(
        sa.select(table.c.made, table.c.value).where(
            table.c.made.between(min(acts), max(acts)), table.c.value != ""
        )
    )
    for made, value in rows:
        tree = msgspec.json.decode(value)
        seen = tree.pop("claim", None)
        if seen is not None:
            tree["claim"] = f"{seen['type']} at {seen['trigger']['text']!r}"
        found[made] = tree
    return found


def _entry(row: Any, value: dict[str, Any], about: list[str]) -> Entry:
    detail = msgspec.json.decode(row["detail"]) if row["detail"] else {}
    return Entry(
        act=row["n"],
        at=row["at"],
        kind=row["kind"],
        step=row["step"],
        version=row["version"],
        model=row["model"],
        person=row["person"],
        reason=row["reason"],
        detail=detail,
        decision=detail.get("decision", "") if row["kind"] in ("decide", "undo") else "",
        value=value if row["kind"] == "decide" else {},
        about=tuple(dict.fromkeys(about)),
    )


def in_words(entry: Entry) -> str:
    """What an act did, in one line."""
    detail = entry.detail
    if entry.kind in ("decide", "undo"):
        subject = detail.get("subject", "")
        done = f"{entry.step} {subject}" if entry.kind == "decide" else f"undid {entry.decision}"
        value = ", ".join(f"{k}={_short(v)}" for k, v in entry.value.items() if k != "before")
        return " · ".join(part for part in (done, value, entry.reason) if part)
    if entry.kind in ("add", "recode"):
        reports = ", ".join(f"{n:,} {name}" for name, n in detail.get("reports", {}).items())
        claims = detail.get("recoded")
        anew = (
            f"; claims {claims['new']:,} new, {claims['changed']:,} changed, "
            f"{claims['retracted']:,} retracted, {claims['kept_by_decision']:,} kept by decision"
            if claims
            else ""
        )
        return f"reports: {reports}{anew}"
    flat = ", ".join(f"{k} {_short(v)}" for k, v in detail.items() if v not in ("", 0, {}, []))
    return " · ".join(part for part in (entry.step, flat, entry.reason) if part)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= 60 else text[:57] + "..."
