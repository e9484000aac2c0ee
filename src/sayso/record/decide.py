"""Decisions of people, and undoing them. Both are acts; neither deletes anything.

In:   kind, subject, value; who decides, and why
Out:  a row of `decision`, and claims as they stand after it

Method: a decision is stored with what the person saw, then the claims it is about are laid
anew (`standing.restand`). Undoing closes it and lays the rest anew, so the former state
comes back. A pair of claims or reports is only marked: `incidents` and `copies` read the open
decisions and write the links. The kinds and their values: `docs/record.md`.
Known faults: a decision on a name leaves dated codes (PLOVER) empty when they changed over time.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.base.keys import bare, bare_place
from sayso.base.nouns import Claim
from sayso.record import schema, settle
from sayso.record.acts import Act
from sayso.record.by_words import claim_given, fields_given
from sayso.record.coding import Decision, MeantActor, MeantPlace, stand
from sayso.record.decisions import (
    ON_CLAIMS,
    ON_PAIRS,
    ON_REPORTS,
    decision_of,
    decision_row,
    load_decisions,
    load_names,
)
from sayso.record.meant import actor_meant, place_meant
from sayso.record.open import Record
from sayso.record.rows import claims_of, insert, mark, numbers
from sayso.record.standing import restand, stored_codings

KINDS = (*ON_CLAIMS, *ON_PAIRS, *ON_REPORTS, "actor", "place", "settle")

Value = Any


def decide(
    record: Record, kind: str, subject: str, value: Value = None, *, person: str, reason: str = ""
) -> str:
    """Keep a person's decision and let the claims follow.

    Args:
        record: open for writing.
        kind: one of `KINDS`.
        subject: id of a claim (accept, reject, edit), of a report (add), two ids of claims with
            a space between (same, different), two ids of reports (copy, independent), a name
            (actor, place), an incident, a setting or a finding of `checks` (settle).
        value: fields of the claim (edit, add); an actor's id, or its fields (actor); a
            GeoNames id, "lat,lon", or fields (place); a value (settle); else None.
        person: who decides.
        reason: why.

    Returns:
        Id of the decision ("d12"), by which it can be undone.

    Raises:
        ConfigError: nobody is named; there is no such kind, claim, report, actor or place; the
            value does not fit; a finding is settled without a reason; nothing was changed.
        RecordError: the record is locked for too long, or the disk is full.
    """
    check_asked(kind, subject, person=person, reason=reason)
    with record.write("decide", person=person, reason=reason, step=kind) as act:
        return take(act, kind, subject, value, reason=reason).id


def check_asked(kind: str, subject: str, *, person: str, reason: str = "") -> None:
    """Refuse what is no decision, before an act begins.

    Raises:
        ConfigError: there is no such kind, nobody is named, a finding is settled without a reason.
    """
    if kind not in KINDS:
        raise ConfigError(f"no kind of decision {kind!r}; there are {', '.join(KINDS)}")
    if not person.strip():
        raise ConfigError("who decides? A decision needs the name of a person")
    if kind == "settle":
        settle.check_reason(subject, reason)


def take(act: Act, kind: str, subject: str, value: Value = None, *, reason: str = "") -> Decision:
    """Take a decision within an act, whose person it is; see `decide`."""
    decision = _MAKERS[kind](act, kind, subject, value)
    decision = msgspec.structs.replace(
        decision, id=_new_id(act), kind=kind, person=act.person, reason=reason
    )
    insert(act.conn, schema.decision, [decision_row(decision, act.n)])
    act.detail |= {"decision": decision.id, "subject": decision.subject}
    _follow(act, decision)
    return decision


def undo(record: Record, decision_id: str, *, person: str, reason: str = "") -> None:
    """Undo a decision: what stood before it, and under those that are left, stands again.

    Raises:
        ConfigError: there is no such decision, or it is undone already; nobody is named.
    """
    if not person.strip():
        raise ConfigError("who undoes it? Say the name of a person")
    table = schema.decision
    with record.write("undo", person=person, reason=reason) as act:
        row = act.conn.execute(
            sa.select(table).where(table.c.id == decision_id, table.c.closed.is_(None))
        ).mappings().first()  # fmt: skip
        if row is None:
            known = act.conn.execute(sa.select(table.c.n).where(table.c.id == decision_id)).first()
            why = "is undone already" if known else "is not in the record"
            raise ConfigError(f"{decision_id}: such a decision {why} (see `sayso history`)")
        decision = decision_of(row)
        act.close(table, table.c.id == decision_id)
        act.detail |= {"decision": decision.id, "subject": decision.subject}
        _follow(act, decision)


def _new_id(act: Act) -> str:
    (n,) = numbers(act.conn, schema.decision, 1)
    return f"d{n}"


def _follow(act: Act, decision: Decision) -> None:
    """Let the record follow a decision that was made or undone."""
    conn = act.conn
    if decision.kind in ON_CLAIMS:
        restand(act, [decision.report])
    elif decision.kind in ON_PAIRS:
        mark(conn, "claim", decision.subject.split())
    elif decision.kind in ON_REPORTS:
        mark(conn, "document", decision.subject.split())
    elif decision.kind in ("actor", "place"):
        restand(act, _reports_with(conn, decision))
    else:
        settle.follow(act, decision)


def _reports_with(conn: sa.Connection, decision: Decision) -> list[str]:
    """Reports with a claim in which the name stands."""
    claim = schema.claim
    part = schema.claim_actor if decision.kind == "actor" else schema.claim_place
    names = {decision.subject}
    if decision.kind == "place":
        names.add(bare_place(str(decision.value["name"])))  # how a claim is put once it is decided
    return list(
        conn.execute(
            sa.select(claim.c.report)
            .join(part, part.c.claim == claim.c.n)
            .where(claim.c.closed.is_(None), part.c.folded.in_(names))
            .distinct()
        ).scalars()
    )


# --- what each kind needs -----------------------------------------------------------------


def _on_claim(act: Act, kind: str, subject: str, value: Value) -> Decision:
    """Accept, reject or edit a claim: with it goes what the person saw."""
    report, base, text = _claim_seen(act.conn, subject)
    kept: dict[str, Any] = {"claim": msgspec.to_builtins(base)}
    if kind == "edit":
        if not isinstance(value, Mapping):
            raise ConfigError("edit needs the new values: FIELD=VALUE, or an object of JSON")
        kept["set"] = msgspec.to_builtins(fields_given(value, base, text))
    elif value not in (None, ""):
        raise ConfigError(f"{kind} takes no value")
    return Decision(id="", kind=kind, subject=subject, report=report, value=kept)


def _claim_seen(conn: sa.Connection, claim_id: str) -> tuple[str, Claim, str]:
    """Report, the claim before any decision on it, and the text."""
    table = schema.claim
    report = conn.execute(
        sa.select(table.c.report).where(table.c.id == claim_id, table.c.closed.is_(None))
    ).scalar()
    if report is None:
        raise ConfigError(f"{claim_id}: there is no such claim in the record")
    (row,) = stored_codings(conn, [report])
    own = load_decisions(conn, [report]).get(report, [])
    stood = stand(claims_of(row.claims), own, load_names(conn), row.text)
    return report, stood.bases[claim_id], row.text


def _added(act: Act, kind: str, subject: str, value: Value) -> Decision:
    """A claim by words, in a report."""
    stored = stored_codings(act.conn, [subject])
    if not stored:
        raise ConfigError(f"{subject}: there is no such report in the record")
    document, passage = schema.document, schema.passage
    sentences = act.conn.execute(
        sa.select(passage.c.start, passage.c.end).where(passage.c.document == stored[0].document)
    ).all()
    outlet = act.conn.execute(
        sa.select(document.c.outlet).where(document.c.n == stored[0].document)
    ).scalar()
    claim = claim_given(
        value,
        report=subject,
        text=stored[0].text,
        sentences=[(row.start, row.end) for row in sentences],
        outlet=outlet or "",
        made_by=f"person {act.person}",
    )
    there = schema.claim
    if act.conn.execute(
        sa.select(there.c.n).where(there.c.id == claim.id, there.c.closed.is_(None))
    ).first():
        raise ConfigError(f"such a claim is there: {claim.id}; edit that")
    kept = {"claim": msgspec.to_builtins(claim)}
    return Decision(id="", kind=kind, subject=claim.id, report=subject, value=kept)


def _on_pair(act: Act, kind: str, subject: str, value: Value) -> Decision:
    """Two claims that tell of one happening, or do not."""
    pair = sorted(set(f"{subject} {value or ''}".split()))
    if len(pair) != 2:
        raise ConfigError(f"{kind} needs two ids of claims")
    table = schema.claim
    for claim_id in pair:
        found = act.conn.execute(
            sa.select(table.c.kind).where(table.c.id == claim_id, table.c.closed.is_(None))
        ).scalar()
        if found is None:
            raise ConfigError(f"{claim_id}: there is no such claim in the record")
        if found != "event":
            raise ConfigError(f"{claim_id} is a {found}; only events are joined into incidents")
    _not_the_contrary(act, pair, "different" if kind == "same" else "same")
    return Decision(id="", kind=kind, subject=" ".join(pair))


def _on_reports(act: Act, kind: str, subject: str, value: Value) -> Decision:
    """Two reports of which one repeats the other, or each tells for itself."""
    pair = sorted(set(f"{subject} {value or ''}".split()))
    if len(pair) != 2:
        raise ConfigError(f"{kind} needs two ids of reports")
    table = schema.document
    for report in pair:
        query = sa.select(table.c.n).where(table.c.report == report, table.c.closed.is_(None))
        if act.conn.execute(query).first() is None:
            raise ConfigError(f"{report}: there is no such report in the record")
    _not_the_contrary(act, pair, "copy" if kind == "independent" else "independent")
    return Decision(id="", kind=kind, subject=" ".join(pair))


def _not_the_contrary(act: Act, pair: list[str], other: str) -> None:
    """Refuse a decision on a pair while the contrary stands.

    Raises:
        ConfigError: it does.
    """
    taken = schema.decision
    before = act.conn.execute(
        sa.select(taken.c.id, taken.c.person, taken.c.kind).where(
            taken.c.closed.is_(None),
            taken.c.subject == " ".join(pair),
            taken.c.kind == other,
        )
    ).first()
    if before is not None:
        raise ConfigError(f"{before.person} decided {other} on them ({before.id}); undo that first")


def _on_name(act: Act, kind: str, subject: str, value: Value) -> Decision:
    """What a name means in this record."""
    del act
    name = bare(subject) if kind == "actor" else bare_place(subject)
    if not name:
        raise ConfigError(f"{kind} needs a name, as the reports print it")
    meant: MeantActor | MeantPlace
    meant = actor_meant(value) if kind == "actor" else place_meant(value, subject)
    return Decision(id="", kind=kind, subject=name, value=msgspec.to_builtins(meant))


def _settled(act: Act, kind: str, subject: str, value: Value) -> Decision:
    """A setting of the record, or a value rule of an incident."""
    return settle.decision(act, kind, subject, value)


_MAKERS: dict[str, Callable[[Act, str, str, Value], Decision]] = {
    "accept": _on_claim,
    "reject": _on_claim,
    "edit": _on_claim,
    "add": _added,
    "same": _on_pair,
    "different": _on_pair,
    "copy": _on_reports,
    "independent": _on_reports,
    "actor": _on_name,
    "place": _on_name,
    "settle": _settled,
}
