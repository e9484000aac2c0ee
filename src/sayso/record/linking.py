"""Linking: copies, then incidents, then relations, for what changed since the last time.

In:   a record with marks in `dirty`
Out:  `Linked`: what each step counted; no marks left

Method: each step is an act of its own (kind "link") in the module of `record/` that bears
its name: `update(act) -> counts`. It reads its own marks, writes the difference and deletes
the marks that it has dealt with (`rows.mark` says which are whose), all in one transaction.
So a killed run leaves whole steps behind it, and the next takes up at the first mark. A step
that finds no marks is not run, and leaves no act. A step may do a part only and count what
is left under "left": it is called again, in an act of its own, until nothing is.
Known faults: while a big step runs, other writers wait (`open.WAIT_S`); readers do not.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from sayso.base.errors import BugInSayso
from sayso.record.open import Record
from sayso.record.schema import dirty

# In this order: incidents count voices, which copies join; relations name incidents' claims.
STEPS: dict[str, tuple[str, ...]] = {
    "copies": ("document",),
    "incidents": ("claim", "incident"),
    "relations": ("relation_claim", "relation"),
}

Counts = Mapping[str, int]


@dataclass(slots=True)
class Linked:
    """What linking did: step -> what it counted; a step that had nothing to do is not there."""

    steps: dict[str, dict[str, int]] = field(default_factory=dict)


def _unheard(_: str) -> None:
    """Nobody listens."""


def link_all(record: Record, *, on_progress: Callable[[str], None] = _unheard) -> Linked:
    """Link everything that is marked.

    Args:
        record: open for writing.
        on_progress: called with the name of each step that is run.

    Raises:
        RecordError: the record is locked for too long, or the disk is full.
    """
    linked = Linked()
    for step, kinds in STEPS.items():
        update = _update(step)
        last: dict[str, int] = {}
        while waiting := n_marks(record, kinds):
            if waiting == last:
                raise BugInSayso(f"{step} dealt with none of its marks: {waiting}")
            last = waiting
            on_progress(step)
            with record.write("link", step=step) as act:
                counts = dict(update(act))
                act.detail |= counts
            total = linked.steps.setdefault(step, {})
            for name, n in counts.items():
                total[name] = total.get(name, 0) + n
            if not counts.get("left"):
                break
    return linked


def n_marks(record: Record, kinds: tuple[str, ...]) -> dict[str, int]:
    """How many marks of these kinds wait, by kind; one that has none is not there."""
    with record.read() as view:
        query = sa.select(dirty.c.kind, sa.func.count()).where(dirty.c.kind.in_(kinds))
        rows = view.conn.execute(query.group_by(dirty.c.kind)).all()
        return {row[0]: row[1] for row in rows}


def _update(step: str) -> Callable[[Any], Counts]:
    """The step's work; loaded when there is some, since the models of words are slow to read."""
    return importlib.import_module(f"sayso.record.{step}").update  # type: ignore[no-any-return]
