"""Settings of a record, and what a person settles: an estimate rule, for all or one incident;
a finding of `checks`, which is then no longer shown.

In:   key and value
Out:  rows of `setting`; marks on the incidents that they concern

Method: a setting that a person settles is a decision; undoing it brings back the value that
the latest decision left sets, or the one from before the first.
Known faults: none known.
"""

from typing import Any

import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.link.incidents_estimates import DEFAULT_RULE, check_rule
from sayso.record import schema
from sayso.record.acts import Act
from sayso.record.coding import Decision
from sayso.record.decisions import decision_of, order_of
from sayso.record.rows import insert, mark

NAME = "name"
RULE = "estimate_rule"
FINDING = "f-"  # with it begin the ids of findings (`checks.rule`)
DEFAULTS = {RULE: DEFAULT_RULE}  # what a new record begins with
SETTABLE = {
    NAME: "what the record is called in releases",
    RULE: "how best, low and high of a number follow from what is told",
}


def read_setting(conn: sa.Connection, key: str, at: sa.ColumnElement[bool] | None = None) -> str:
    """Value of a setting, "" where it was never set. `at`: `View.open(setting)`; None for now."""
    table = schema.setting
    is_open = table.c.closed.is_(None) if at is None else at
    query = sa.select(table.c.value).where(table.c.key == key, is_open)
    return conn.execute(query).scalar() or ""


def write_setting(act: Act, key: str, value: str) -> None:
    """Set a setting; one that is set so already is left alone. "" takes it away."""
    if read_setting(act.conn, key) == value:
        return
    act.close(schema.setting, schema.setting.c.key == key)
    if value:
        insert(act.conn, schema.setting, [{"key": key, "value": value, "made": act.n}])


def decision(act: Act, kind: str, subject: str, value: Any) -> Decision:
    """The decision that settles a setting, an incident or a finding.

    Raises:
        ConfigError: no setting, incident or finding goes by this name; no value (a finding
            needs none).
    """
    if subject.startswith(FINDING):
        return Decision(id="", kind=kind, subject=subject)
    if value in (None, ""):
        raise ConfigError("settle needs a value")
    if subject in SETTABLE:
        if subject == RULE:
            check_rule(str(value))
        kept = {"value": str(value), "before": read_setting(act.conn, subject)}
        return Decision(id="", kind=kind, subject=subject, value=kept)
    table = schema.incident
    if act.conn.execute(
        sa.select(table.c.n).where(table.c.id == subject, table.c.closed.is_(None))
    ).first():
        check_rule(str(value))
        return Decision(id="", kind=kind, subject=subject, value={"value": str(value)})
    raise ConfigError(
        f"{subject!r} is neither an incident nor a setting, nor the id of a finding; "
        f"settings: {', '.join(SETTABLE)}"
    )


def check_reason(subject: str, reason: str) -> None:
    """Refuse to settle a finding without a word on why it may stand.

    Raises:
        ConfigError: there is no reason.
    """
    if subject.startswith(FINDING) and not reason.strip():
        raise ConfigError(f"{subject}: a finding is settled with a reason why it may stand")


def follow(act: Act, settled: Decision) -> None:
    """Let the record follow a settlement that was made or undone."""
    if settled.subject.startswith(FINDING):
        return
    if settled.subject not in SETTABLE:
        mark(act.conn, "incident", [settled.subject])
        return
    table = schema.decision
    rows = act.conn.execute(
        sa.select(table).where(table.c.kind == "settle", table.c.subject == settled.subject)
    ).mappings()
    all_of = list(rows)
    left = sorted(
        (decision_of(row) for row in all_of if row["closed"] is None), key=lambda d: order_of(d.id)
    )
    if left:
        value = str(left[-1].value["value"])
    else:
        first = min((decision_of(row) for row in all_of), key=lambda d: order_of(d.id))
        value = str(first.value["before"])
    write_setting(act, settled.subject, value)
    if settled.subject == RULE:
        incident = schema.incident
        mark(
            act.conn,
            "incident",
            act.conn.execute(sa.select(incident.c.id).where(incident.c.closed.is_(None))).scalars(),
        )
