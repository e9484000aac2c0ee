"""What two records hold, without what numbers it: to tell that nothing is lost or there twice."""

import ast
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from sayso.record import (
    schema,
    schema_rounds,  # noqa: F401  its tables are of the record too
)
from sayso.record.open import Record

_NUMBERS = {"n", "made", "closed", "document", "passage", "claim", "incident"}
# Not compared: when it was done and by how many acts; notes of linking to itself, by number.
_LEFT_OUT = {"act", "setting", "claim_key", "copy_band", "relation_key"}
_BY_NUMBER = {"passage", "claim_actor", "claim_place", "incident_actor"}

Rows = dict[str, list[str]]


def open_rows(record: Record) -> Rows:
    """All open rows by table, sorted."""
    found: Rows = {}
    with record.read() as view:
        for name, table in schema.metadata.tables.items():
            if name in _LEFT_OUT:
                continue
            query = sa.select(table)
            if "closed" in table.c:
                query = query.where(view.open(table))
            numbers = _NUMBERS - ({"claim", "incident"} if name not in _BY_NUMBER else set())
            rows = view.conn.execute(query).mappings()
            found[name] = sorted(
                repr({k: v for k, v in row.items() if k not in numbers}) for row in rows
            )
    return found


def all_counts(record: Record) -> dict[str, int]:
    """How many rows each table has, closed ones too; acts aside."""
    with record.read() as view:
        return {
            name: view.conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for name, table in schema.metadata.tables.items()
            if name != "act"
        }


def grouped(found: Rows) -> Rows:
    """What is linked, but for the ids of incidents: which came first gives the id, and keeps it."""
    members: dict[str, set[str]] = {}
    for row in map(ast.literal_eval, found["incident_claim"]):
        members.setdefault(row["incident"], set()).add(row["claim"])
    left_out = ("incident", "decision", "drop")
    return {
        "incident_claim": sorted(repr(sorted(claims)) for claims in members.values()),
        **{name: rows for name, rows in found.items() if not name.startswith(left_out)},
    }


def check_sound(path: Path) -> None:
    """The file is whole, by SQLite's own checks, and every act in it ended."""
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        if conn.execute("SELECT name FROM sqlite_master WHERE name = 'act'").fetchall():
            assert conn.execute("SELECT count(*) FROM act WHERE ended IS NULL").fetchone() == (0,)
