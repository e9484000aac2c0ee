"""Write claims as they stand: the difference between what is open and what should be.

In:   the machine's claims of reports (`Target`), people's decisions as the record holds them
Out:  rows of `claim`, `claim_actor`, `claim_place` made and closed; `dirty` marks; a `Change`
      for each report

Method: `coding.stand` says what should stand; what stands already with the same content
stays, with whatever made it; the rest is closed and written anew. Many reports at a time,
with a handful of statements in all.
Known faults: none known.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from sayso.base.nouns import Claim
from sayso.record import schema
from sayso.record.acts import Act
from sayso.record.anchoring import anchored
from sayso.record.coding import Decision, Names, State, Stood, stand
from sayso.record.decisions import decision_row, load_decisions, load_names, pairs_renamed
from sayso.record.rows import (
    Row,
    actor_rows,
    claim_of,
    claim_row,
    claims_of,
    in_parts,
    insert,
    mark,
    numbers,
    place_rows,
)

_FIELDS = tuple(name for name in Claim.__struct_fields__ if name != "made_by")


@dataclass(slots=True)
class Target:
    """One report whose claims are to be brought up to date.

    Attributes:
        report: public id.
        document: number of its open document row.
        text: of that document.
        machine: the machine's claims.
        passages: (start, end, number) of its sentences; None to have them looked up.
        is_new: the record has nothing of this report yet, so nothing needs to be looked up.
    """

    report: str
    document: int
    text: str
    machine: Sequence[Claim]
    passages: Sequence[tuple[int, int, int]] | None = None
    is_new: bool = False


@dataclass(slots=True)
class Change:
    """What became of the claims of one report.

    Attributes:
        n_claims: how many stand now, rejected ones among them.
        new, changed, retracted: ids.
        kept: ids of claims that stand by a person's decision alone.
        fields: in how many of the changed claims each field changed.
        lost: ids of decisions whose words stand no more in the text.
    """

    n_claims: int = 0
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retracted: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    fields: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    @property
    def is_none(self) -> bool:
        """Nothing changed."""
        return not (self.new or self.changed or self.retracted)

    def add(self, other: "Change") -> None:
        """Sum up."""
        self.n_claims += other.n_claims
        self.new += other.new
        self.changed += other.changed
        self.retracted += other.retracted
        self.kept += other.kept
        self.fields.update(other.fields)
        self.lost += other.lost


@dataclass(slots=True)
class _Open:
    """An open row of `claim`."""

    n: int
    document: int
    state: str
    body: str


@dataclass(slots=True)
class _Plan:
    """Rows to make and to close."""

    insert: list[tuple[Target, Claim, State]] = field(default_factory=list)
    close: list[int] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    moved: list[Decision] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)


def restand(act: Act, reports: Iterable[str]) -> dict[str, Change]:
    """Lay decisions anew over the stored coding of these reports, and write what changed."""
    targets = [
        Target(row.report, row.document, row.text, claims_of(row.claims))
        for row in stored_codings(act.conn, reports)
    ]
    changes = write_claims(act, targets, load_names(act.conn))
    return {target.report: change for target, change in zip(targets, changes, strict=True)}


def stored_codings(conn: sa.Connection, reports: Iterable[str]) -> list[Any]:
    """(report, document, text, claims) of the open codings of these reports."""
    coding, document = schema.coding, schema.document
    found: list[Any] = []
    for part in in_parts(set(reports)):
        found += conn.execute(
            sa.select(coding.c.report, coding.c.document, document.c.text, coding.c.claims)
            .join(document, document.c.n == coding.c.document)
            .where(coding.c.closed.is_(None), coding.c.report.in_(part))
        ).all()
    return sorted(found, key=lambda row: str(row.report))


def write_claims(act: Act, targets: Sequence[Target], names: Names) -> list[Change]:
    """Bring the claims of these reports up to date."""
    known = [target.report for target in targets if not target.is_new]
    decisions = load_decisions(act.conn, known)
    open_rows = _open_claims(act.conn, known)
    plan = _Plan()
    changes = []
    for target in targets:
        stood = stand(target.machine, decisions.get(target.report, ()), names, target.text)
        changes.append(_differ(target, stood, open_rows.get(target.report, {}), plan))
    _write(act, plan)
    return changes


def _differ(target: Target, stood: Stood, old: Mapping[str, _Open], plan: _Plan) -> Change:
    """Compare what is open with what should stand, and plan the difference."""
    change = Change(n_claims=len(stood.claims), kept=list(stood.kept))
    change.lost = [decision.id for decision in stood.lost]
    plan.moved += stood.moved.values()
    # Where the text changed, a claim is followed to where its words now stand.
    before: dict[str, tuple[str, Claim]] = {}
    for id_, row in old.items():
        claim = claim_of({"body": row.body})
        if row.document != target.document:
            claim = anchored(claim, target.text) or claim
            if claim.id != id_:
                plan.renamed[id_] = claim.id
        before[claim.id] = (id_, claim)
    for claim, state in stood.claims:
        id_, then = before.pop(claim.id, ("", None))
        row_then = old.get(id_)
        if then is None or row_then is None:
            change.new.append(claim.id)
        else:
            differ = [f for f in _FIELDS if getattr(then, f) != getattr(claim, f)]
            differ += ["state"] * (row_then.state != state)
            if differ:
                change.changed.append(claim.id)
                change.fields.update(differ)
            elif row_then.document == target.document:
                continue  # stays as it is, with whatever made it
            plan.close.append(row_then.n)
            plan.touched.add(id_)
        plan.insert.append((target, claim, state))
        plan.touched.add(claim.id)
    for id_, _ in before.values():
        change.retracted.append(id_)
        plan.close.append(old[id_].n)
        plan.touched.add(id_)
    return change


def _write(act: Act, plan: _Plan) -> None:
    conn = act.conn
    close_rows(act, schema.claim, plan.close)
    claims: list[Row] = []
    actors: list[Row] = []
    places: list[Row] = []
    passages = _passages(conn, [target for target, _, _ in plan.insert])
    given = numbers(conn, schema.claim, len(plan.insert))
    for n, (target, claim, state) in zip(given, plan.insert, strict=True):
        row = claim_row(claim, state)
        row["n"] = n
        row["document"] = target.document
        row["passage"] = _passage(claim, passages[target.document])
        row["made"] = act.n
        claims.append(row)
        actors += actor_rows(claim, n)
        places += place_rows(claim, n)
    insert(conn, schema.claim, claims)
    insert(conn, schema.claim_actor, actors)
    insert(conn, schema.claim_place, places)
    mark(conn, "claim", plan.touched)
    _move_decisions(act, plan)


def close_rows(act: Act, table: sa.Table, ns: Iterable[int]) -> None:
    """Close rows by their numbers."""
    for part in in_parts(ns):
        act.close(table, table.c.n.in_(part))


# --- passages -----------------------------------------------------------------------------


def _passages(
    conn: sa.Connection, targets: Sequence[Target]
) -> dict[int, Sequence[tuple[int, int, int]]]:
    passage = schema.passage
    known: dict[int, Any] = {t.document: t.passages for t in targets if t.passages is not None}
    missing = {t.document for t in targets} - known.keys()
    known |= {document: [] for document in missing}
    for part in in_parts(missing):
        rows = conn.execute(
            sa.select(passage.c.document, passage.c.start, passage.c.end, passage.c.n)
            .where(passage.c.document.in_(part))
            .order_by(passage.c.document, passage.c.start)
        )
        for document, start, end, n in rows:
            known[document].append((start, end, n))
    return known


def _passage(claim: Claim, passages: Sequence[tuple[int, int, int]]) -> int | None:
    """Number of the passage that the claim's trigger stands in."""
    for start, end, n in passages:
        if start <= claim.trigger.start < end:
            return n
    return None


def _move_decisions(act: Act, plan: _Plan) -> None:
    """Point decisions at the claims that their words now belong to."""
    table = schema.decision
    moved = {decision.id: decision for decision in plan.moved}
    moved |= {d.id: d for d in pairs_renamed(act.conn, plan.renamed)}
    if moved:
        act.close(table, table.c.id.in_(list(moved)))
        insert(act.conn, table, [decision_row(d, act.n) for d in moved.values()])


def _open_claims(conn: sa.Connection, reports: Iterable[str]) -> dict[str, dict[str, _Open]]:
    table = schema.claim
    found: dict[str, dict[str, _Open]] = {}
    for part in in_parts(set(reports)):
        rows = conn.execute(
            sa.select(
                table.c.report, table.c.id, table.c.n, table.c.document, table.c.state, table.c.body
            ).where(table.c.closed.is_(None), table.c.report.in_(part))
        )
        for report, id_, n, document, state, body in rows:
            found.setdefault(report, {})[id_] = _Open(n, document, state, body)
    return found
