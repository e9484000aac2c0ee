"""Adjudication: what coders drew side by side, and an editor's verdict on each deed.

In:   a round that two coders or more have coded; verdicts
Out:  `Beside`s; decisions of the record (accept, edit, add, reject) and rows of `round_verdict`

Method: each unit of `round_pairs` is set beside the claim that stands in the record for the
same words, if there is one (each claim beside one unit, the best fit first). Of the claim that
is chosen only those fields are set in which it differs from what stands, so that what the
machine settled of the same words (ids, coordinates) is not lost. The reason of each decision
names the coders. A verdict holds until its decision is undone, or it is opened again.
Known faults: the words of the deed stay those of the claim that stands.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base import ids
from sayso.base.errors import ConfigError
from sayso.base.nouns import Claim, Noun
from sayso.record import schema
from sayso.record.by_words import claim_given
from sayso.record.coding import EDITABLE
from sayso.record.decide import take, undo
from sayso.record.open import Record
from sayso.record.round_codings import codings_of, report_of
from sayso.record.round_pairs import Unit, fitting, units_of, values_of
from sayso.record.rounds import Round, round_named
from sayso.record.rows import as_json, claim_of, insert
from sayso.record.schema_rounds import round_verdict
from sayso.record.view import View

FIELDS_OF: dict[str, tuple[str, ...]] = {
    "type": ("type",),
    "mode": ("mode",),
    "status": ("status",),
    "hedged": ("hedged",),
    "actor": ("actor",),
    "recipient": ("recipient",),
    "place": ("place", "where"),
    "day": ("time", "when"),
    "counts": ("number",),
    "killed": ("number",),
    "source": ("source",),
}
"""The fields of a claim that stand behind what is compared."""


class Verdict(Noun, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What an editor says of one unit.

    Attributes:
        unit: its id.
        choose: the coder whose claim is right; "" for neither: there is no such claim, or `own`.
        take: field -> another coder, from whom it is taken instead.
        own: the editor's own claim, where no coder has it right, as `sayso decide add` takes it.
        reason: why.
    """

    unit: str
    choose: str
    take: dict[str, str] = msgspec.field(default_factory=dict)
    own: dict[str, Any] | None = None
    reason: str = ""


class Beside(Noun, kw_only=True, frozen=True):
    """One unit, and what stands in the record.

    Attributes:
        standing: the claim that the record has for the same words; None when none.
        state: of that claim.
        verdict, decision, person: how it was settled; None and "" when it is not.
    """

    unit: Unit
    standing: Claim | None = None
    state: str = ""
    verdict: Verdict | None = None
    decision: str = ""
    person: str = ""

    @property
    def is_open(self) -> bool:
        """Coders differ, and nobody has settled it."""
        return self.verdict is None and bool(self.unit.differs)


def beside(view: View, named: str, *, person: str) -> list[Beside]:
    """All units of a round, in the order of its reports.

    Args:
        view: of the record.
        named: the round.
        person: who wants to see them; a coder must have coded all his reports.

    Raises:
        ConfigError: no such round, nobody is named, or a coder with reports left.
    """
    if not person.strip():
        raise ConfigError("who looks at what coders drew? Say the name of a person")
    one = round_named(view, named)
    codings = codings_of(view, one, person=person)
    given = _verdicts(view, one)
    found = []
    for report, by_coder in codings.items():
        units = units_of(report, by_coder)
        standing = _standing(view, report, units)
        for unit in units:
            claim, state = standing.get(unit.id, (None, ""))
            verdict, decision, who = given.get(unit.id, (None, "", ""))
            found.append(Beside(unit=unit, standing=claim, state=state, verdict=verdict,
                                decision=decision, person=who))  # fmt: skip
    return found


def _verdicts(view: View, one: Round) -> dict[str, tuple[Verdict, str, str]]:
    """Verdicts that hold: those whose decision was not undone."""
    table, decision = round_verdict, schema.decision
    rows = view.conn.execute(
        sa.select(table).where(view.open(table), table.c.round == one.id).order_by(table.c.n)
    ).all()
    named = {id_ for row in rows for id_ in row.decision.split()}
    stand = set(
        view.conn.execute(
            sa.select(decision.c.id).where(view.open(decision), decision.c.id.in_(named))
        ).scalars()
    )
    return {
        row.unit: (msgspec.json.decode(row.body, type=Verdict), row.decision, row.person)
        for row in rows
        if not row.decision or stand & set(row.decision.split())
    }


def _standing(view: View, report: str, units: Sequence[Unit]) -> dict[str, tuple[Claim, str]]:
    """The claim of the record beside each unit, each beside one, the best fit first."""
    table = schema.claim
    query = sa.select(table.c.body, table.c.state).where(view.open(table), table.c.report == report)
    claims = [(claim_of(row), row["state"]) for row in view.conn.execute(query).mappings()]
    ranked = sorted(
        (tuple(-points for points in fit), u, own.id)
        for u, unit in enumerate(units)
        for own, _ in claims
        if (fit := max(_fit(claim, own) for claim in unit.claims.values())) > _NONE
    )
    by_id = {claim.id: (claim, state) for claim, state in claims}
    found: dict[str, tuple[Claim, str]] = {}
    for _, u, claim_id in ranked:
        if units[u].id not in found and claim_id in by_id:
            found[units[u].id] = by_id.pop(claim_id)
    return found


_NONE = (0, 0, 0)


def _fit(claim: Claim, own: Claim) -> tuple[int, int, int]:
    fit = fitting(claim, own)
    return (int(claim.id == own.id), *fit) if fit else _NONE


# --- verdicts -----------------------------------------------------------------------------


def adjudicate(record: Record, named: str, verdict: Verdict, *, person: str) -> str:
    """Settle one unit.

    Returns:
        Ids of the decisions that followed, with spaces between; "" where the record has it so.

    Raises:
        ConfigError: no such round, unit, coder or field; the coder has no such claim; it is settled
            already; a coder with reports left; the claim does not fit the record's text.
    """
    with record.read() as view:
        one = round_named(view, named)
        item = _item(view, one, verdict.unit, person)
        if item.decision:
            raise ConfigError(
                f"{item.person} settled {verdict.unit} by {item.decision}; undo that first"
            )
        plan = _plan(item, verdict, _chosen(view, one, item, verdict, person))
    reason = _reason(one, item.unit, verdict)
    table = round_verdict
    with record.write(
        "decide" if plan else "round", person=person, reason=reason, step="adjudicate"
    ) as act:
        act.detail |= {"round": one.id, "subject": verdict.unit}
        made = " ".join(
            take(act, kind, subject, value, reason=reason).id for kind, subject, value in plan
        )
        act.close(table, table.c.round == one.id, table.c.unit == verdict.unit)
        row = {"round": one.id, "unit": verdict.unit, "decision": made, "person": person,
               "body": as_json(verdict), "made": act.n}  # fmt: skip
        insert(act.conn, table, [row])
    return made


def reopen(record: Record, named: str, unit: str, *, person: str) -> str:
    """Open a unit again: the decisions of its verdict are undone.

    Returns:
        Ids of the decisions that were undone, with spaces between; "" where none had followed.

    Raises:
        ConfigError: no such round or unit; nobody settled it; a coder with reports left.
    """
    with record.read() as view:
        one = round_named(view, named)
        item = _item(view, one, unit, person)
        if item.verdict is None:
            raise ConfigError(f"{unit}: nobody has settled it, so there is nothing to open")
        made = item.decision.split()
        table = schema.decision
        stand = set(
            view.conn.execute(
                sa.select(table.c.id).where(view.open(table), table.c.id.in_(made))
            ).scalars()
        )
    undone = [id_ for id_ in reversed(made) if id_ in stand]
    for id_ in undone:
        undo(record, id_, person=person, reason=f"{one.id}: opened again")
    with record.write("round", person=person, step="open again") as act:
        act.detail |= {"round": one.id, "subject": unit}
        act.close(round_verdict, round_verdict.c.round == one.id, round_verdict.c.unit == unit)
    return " ".join(reversed(undone))


def _item(view: View, one: Round, unit: str, person: str) -> Beside:
    found = next((i for i in beside(view, one.id, person=person) if i.unit.id == unit), None)
    if found is None:
        raise ConfigError(f"{unit}: {one.id} has no such unit (see `round adjudicate`)")
    return found


def _chosen(view: View, one: Round, item: Beside, verdict: Verdict, person: str) -> Claim | None:
    """The claim that a verdict asks for; None where there is to be none."""
    if verdict.own is None and verdict.choose:
        return merged(item.unit, verdict)
    if verdict.take or (verdict.own is not None and verdict.choose):
        raise ConfigError("a field is taken from a coder only where a claim is chosen")
    if verdict.own is None:
        return None
    text, _ = report_of(view, one, item.unit.report, person)
    return claim_given(verdict.own, report=text.report, text=text.text, outlet=text.outlet,
                       sentences=list(text.sentences), made_by=f"person {person}")  # fmt: skip


def _plan(item: Beside, verdict: Verdict, chosen: Claim | None) -> list[tuple[str, str, Any]]:
    """The decisions that a verdict asks for: kind, subject, value."""
    own, is_left_out = item.standing, item.state == "rejected"
    if chosen is None:
        return [("reject", own.id, None)] if own and not is_left_out else []
    add = ("add", item.unit.report, _as_added(chosen))
    if own is None:
        return [add]
    if own.kind != chosen.kind:
        return [add] if is_left_out else [("reject", own.id, None), add]
    values = values_of({"chosen": chosen, "own": own})
    names = {
        field
        for name, fields in FIELDS_OF.items()
        if values[name]["chosen"] != values[name]["own"]
        for field in fields
    }
    if verdict.own is not None and chosen.instrument != own.instrument:
        names.add("instrument")  # coders are not compared by it
    if not names:
        return [("accept", own.id, None)] if item.state != "accepted" else []
    tree = _tree(chosen)
    return [("edit", own.id, {name: tree[name] for name in sorted(names)})]


def merged(unit: Unit, verdict: Verdict) -> Claim:
    """The claim that a verdict asks for.

    Raises:
        ConfigError: a coder without such a claim, a field that is not compared.
    """
    for coder in (verdict.choose, *verdict.take.values()):
        if coder not in unit.claims:
            raise ConfigError(f"{coder!r} has no claim in {unit.id}; {', '.join(unit.claims)} has")
    changes: dict[str, Any] = {}
    for name, coder in verdict.take.items():
        if name not in FIELDS_OF:
            raise ConfigError(f"{name!r} cannot be taken; these can: {', '.join(FIELDS_OF)}")
        changes |= {field: getattr(unit.claims[coder], field) for field in FIELDS_OF[name]}
    claim = msgspec.structs.replace(unit.claims[verdict.choose], **changes)
    id_ = ids.claim_id(claim.doc, claim.kind, claim.type, claim.trigger.start, claim.trigger.end)
    return msgspec.structs.replace(claim, id=id_)


def _tree(claim: Claim) -> dict[str, Any]:
    """A claim as a person would give it: lists, as JSON has them."""
    tree: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(claim))
    return tree


def _as_added(claim: Claim) -> dict[str, Any]:
    tree = _tree(claim)
    given = {name: tree[name] for name in EDITABLE if tree[name] not in ("", [], None)}
    return given | {"trigger": claim.trigger.text, "start": claim.trigger.start}


def _reason(one: Round, unit: Unit, verdict: Verdict) -> str:
    said = f"as {verdict.choose} has it" if verdict.choose else "no such claim"
    said = "neither; a claim of my own" if verdict.own is not None else said
    said += "".join(f", {name} as {coder}" for name, coder in verdict.take.items())
    return "; ".join(filter(None, (f"{one.id}, {' and '.join(unit.readers)}: {said}",
                                   verdict.reason)))  # fmt: skip
