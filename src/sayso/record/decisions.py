"""Decisions of people as the record keeps them: rows of `decision`, read and written.

In:   a connection
Out:  open decisions on claims of reports, and what names mean; rows of decisions

Method: decisions are numbered in the order in which they were made, and laid in that order; a
row that is written anew (its words moved) keeps the number.
Known faults: none known.
"""

from collections.abc import Iterable, Mapping

import msgspec
import sqlalchemy as sa

from sayso.record import schema
from sayso.record.coding import Decision, MeantActor, MeantPlace, Names
from sayso.record.rows import Fields, Row, as_json, in_parts

ON_CLAIMS = ("accept", "reject", "edit", "add")
ON_PAIRS = ("same", "different")
ON_REPORTS = ("copy", "independent")


def load_decisions(conn: sa.Connection, reports: Iterable[str]) -> dict[str, list[Decision]]:
    """Open decisions on claims of these reports, by report, in the order they were made."""
    table = schema.decision
    found: dict[str, list[Decision]] = {}
    for part in in_parts(set(reports)):
        rows = conn.execute(
            sa.select(table).where(
                table.c.closed.is_(None), table.c.report.in_(part), table.c.kind.in_(ON_CLAIMS)
            )
        ).mappings()
        for decision in sorted(map(decision_of, rows), key=lambda d: order_of(d.id)):
            found.setdefault(decision.report, []).append(decision)
    return found


def load_names(conn: sa.Connection) -> Names:
    """What names mean in this record by people's decision; of two on one name the later."""
    table = schema.decision
    rows = conn.execute(
        sa.select(table).where(table.c.closed.is_(None), table.c.kind.in_(("actor", "place")))
    ).mappings()
    decisions = sorted(map(decision_of, rows), key=lambda d: order_of(d.id))
    return Names(
        actors={
            d.subject: msgspec.convert(d.value, MeantActor) for d in decisions if d.kind == "actor"
        },
        places={
            d.subject: msgspec.convert(d.value, MeantPlace) for d in decisions if d.kind == "place"
        },
    )


def decision_of(row: Fields) -> Decision:
    """The decision of a row of `decision`."""
    return Decision(
        id=row["id"],
        kind=row["kind"],
        subject=row["subject"],
        report=row["report"],
        value=msgspec.json.decode(row["value"]) if row["value"] else {},
        person=row["person"],
        reason=row["reason"],
    )


def decision_row(decision: Decision, made: int) -> Row:
    """A row of `decision`."""
    return {
        "id": decision.id,
        "kind": decision.kind,
        "subject": decision.subject,
        "report": decision.report,
        "value": as_json(decision.value),
        "person": decision.person,
        "reason": decision.reason,
        "made": made,
    }


def order_of(decision_id: str) -> int:
    """Decisions are numbered in the order in which they were made ("d12")."""
    return int(decision_id[1:])


def pairs_renamed(conn: sa.Connection, renamed: Mapping[str, str]) -> list[Decision]:
    """Decisions on pairs in which a claim goes by another id now, with that id."""
    if not renamed:
        return []
    table = schema.decision
    rows = conn.execute(
        sa.select(table).where(table.c.closed.is_(None), table.c.kind.in_(ON_PAIRS))
    ).mappings()
    found = []
    for decision in map(decision_of, rows):
        pair = " ".join(sorted(renamed.get(id_, id_) for id_ in decision.subject.split()))
        if pair != decision.subject:
            found.append(msgspec.structs.replace(decision, subject=pair))
    return found
