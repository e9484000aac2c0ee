"""Adding reports: kept as received, nothing twice, claims whose words stand in their text."""

import handmade
import sqlalchemy as sa

from sayso.record import schema
from sayso.record.ingest import add_many


def rows(record, table, *columns):
    with record.read() as view:
        return view.conn.execute(
            sa.select(*(table.c[c] for c in columns)).where(view.open(table))
        ).all()


def counts(record):
    with record.read() as view:
        return {
            name: view.conn.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for name, table in schema.metadata.tables.items()
        }


def test_the_war_is_stored(war):
    assert len(rows(war, schema.report, "id")) == 12
    assert len(rows(war, schema.claim, "id")) == 20
    assert {(*r,) for r in rows(war, schema.claim, "state")} == {("coded",)}


def test_adding_the_same_again_changes_nothing(war):
    before = counts(war)
    with war.write("add") as act:
        added = add_many(act, handmade.the_war())
        assert {a.outcome for a in added} == {"unchanged"}
        act.unchanged()
    assert counts(war) == before
