"""Running rules over a record.

In:   a `View`, and which rules to run
Out:  findings, the gravest first; what people settled is told apart

Method: rules that look at one claim, incident or relation share one pass over the table; the
others ask the database each by itself. Findings are sorted by severity, rule and subject, so
that two runs over one record print the same.
Known faults: all findings are held in memory to be sorted.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.record.checks.look import Look, SeenClaim, SeenIncident, SeenRelation
from sayso.record.checks.rule import REGISTER, SEVERITIES, Finding, Rule, Severity
from sayso.record.schema import decision
from sayso.record.view import View

SETTLE = "settle"
"""Kind of the decision by which a person settles a finding; its subject is the finding's id."""

_GRAVITY = {severity: at for at, severity in enumerate(SEVERITIES)}


def chosen(ids: Iterable[str] = (), *, severity: Severity = "notice") -> tuple[Rule, ...]:
    """Rules by id (all where none is named) that are at least as grave as `severity`.

    Raises:
        ConfigError: there is no such rule.
    """
    wanted = set(ids)
    unknown = sorted(wanted - REGISTER.keys())
    if unknown:
        raise ConfigError(f"no rule is called {', '.join(unknown)}; `sayso check --list` shows all")
    return tuple(
        rule
        for rule in REGISTER.values()
        if (not wanted or rule.id in wanted) and _GRAVITY[rule.severity] <= _GRAVITY[severity]
    )


def check(view: View, rules: Sequence[Rule] | None = None) -> list[Finding]:
    """Run rules over a record and return all they find, settled or not.

    Args:
        view: the record, as of any time.
        rules: as `chosen` gives them; all where None.
    """
    rules = chosen() if rules is None else rules
    look = Look(view)
    found: dict[str, Finding] = {}
    for finding in _findings(look, rules):
        found.setdefault(finding.id, finding)
    settled = _settled(look)
    marked = [
        msgspec.structs.replace(f, settled=settled[f.id]) if f.id in settled else f
        for f in found.values()
    ]
    return sorted(marked, key=_order)


def narrowed(
    findings: Iterable[Finding],
    *,
    countries: Collection[str] = (),
    first: Any = None,
    last: Any = None,
) -> list[Finding]:
    """Findings of countries (alpha-3) and days; with a filter, those that have none fall away.

    Args:
        findings: what `check` found.
        countries: any of them; empty for all.
        first, last: first and last day (`datetime.date`), None for an open side.
    """
    wanted = {country.upper() for country in countries}
    kept = []
    for finding in findings:
        day = finding.day
        if wanted and finding.country not in wanted:
            continue
        if (first or last) and day is None:
            continue
        if day is not None and ((first and day < first) or (last and day > last)):
            continue
        kept.append(finding)
    return kept


def _findings(look: Look, rules: Sequence[Rule]) -> Iterator[Finding]:
    by_pass = {over: [r for r in rules if r.over == over] for over in ("claim", "incident")}
    if by_pass["claim"]:
        yield from _each(look.claims(), by_pass["claim"], _of_claim)
    if by_pass["incident"]:
        yield from _each(look.incidents(), by_pass["incident"], _of_incident)
    of_relations = [rule for rule in rules if rule.over == "relation"]
    if of_relations:
        yield from _each(look.relations(), of_relations, _of_relation)
    for rule in rules:
        if rule.over == "record":
            for fault in rule.find(look):
                yield rule.finding(fault)


def _each(
    things: Iterable[Any], rules: Sequence[Rule], about: Callable[[Any], dict[str, Any]]
) -> Iterator[Finding]:
    finders = [(rule, rule.find) for rule in rules]
    for seen in things:
        for rule, find in finders:
            for fault in find(seen):
                yield rule.finding(fault, **about(seen))


def _of_claim(seen: SeenClaim) -> dict[str, Any]:
    return {"subject": seen.row.id, "day": seen.row.day_from, "country": seen.row.country}


def _of_incident(seen: SeenIncident) -> dict[str, Any]:
    return {"subject": seen.row.id, "day": seen.row.day_from, "country": seen.row.country}


def _of_relation(seen: SeenRelation) -> dict[str, Any]:
    return {"subject": seen.row.id, "day": seen.row.first_day}


def _settled(look: Look) -> dict[str, str]:
    """Ids of findings that a person settled, with who and why."""
    columns = decision.c.subject, decision.c.person, decision.c.reason
    where = look.open(decision), decision.c.kind == SETTLE
    select = sa.select(*columns).where(*where).order_by(decision.c.n)
    return {
        row.subject: f"{row.person}: {row.reason}" if row.reason else row.person
        for row in look.rows(select)
    }


def _order(finding: Finding) -> tuple[int, str, str, str]:
    return _GRAVITY[finding.severity], finding.rule, finding.subject, finding.id
