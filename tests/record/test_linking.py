"""Linking: each step in its order, in an act of its own, until no marks are left."""

import pytest
import sqlalchemy as sa

from sayso.base.errors import BugInSayso
from sayso.record import linking, schema
from sayso.record.linking import link_all


def marks(record):
    with record.read() as view:
        return view.conn.execute(sa.select(schema.dirty.c.kind).distinct()).scalars().all()


def link_acts(record):
    with record.read() as view:
        query = sa.select(schema.act.c.step).where(schema.act.c.kind == "link")
        return view.conn.execute(query.order_by(schema.act.c.n)).scalars().all()


def test_everything_marked_is_linked_and_nothing_twice(war):
    assert set(marks(war)) == {"document", "claim", "relation_claim"}
    heard = []
    linked = link_all(war, on_progress=heard.append)
    assert marks(war) == []
    assert list(dict.fromkeys(heard)) == list(linked.steps) == list(linking.STEPS)
    acts = link_acts(war)
    assert link_all(war).steps == {}
    assert link_acts(war) == acts


def test_a_killed_step_is_taken_up_again(war, monkeypatch):
    def die(act):
        act.conn.execute(sa.delete(schema.dirty))
        raise KeyboardInterrupt

    plain = linking._update
    monkeypatch.setattr(
        linking, "_update", lambda step: die if step == "incidents" else plain(step)
    )
    with pytest.raises(KeyboardInterrupt):
        link_all(war)
    assert "claim" in marks(war)
    monkeypatch.undo()
    link_all(war)
    assert marks(war) == []


def test_a_step_that_gets_nowhere_is_told(war, monkeypatch):
    monkeypatch.setattr(linking, "_update", lambda _: lambda _: {"left": 1})
    with pytest.raises(BugInSayso, match="none of its marks"):
        link_all(war)
