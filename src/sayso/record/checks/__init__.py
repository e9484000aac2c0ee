"""Rules over a record: what cannot be so, what is probably wrong, what users should know.

In:   a `View`
Out:  `check(view)`: findings, each with a reason, the ids concerned, and how to settle it

Method: importing this package registers every rule. `sayso check` prints the findings,
`docs/checks.md` is made from the rules (`python -m sayso.record.checks`).
Known faults: see each module.
"""

from sayso.record.checks import (  # noqa: F401  each registers its rules
    aliases,
    claim_actors,
    claim_days,
    claim_form,
    claim_numbers,
    claim_places,
    claim_words,
    deaths,
    incident_values,
    incident_voices,
    links,
    names,
    outlets,
    passages,
    people,
    relation_pairs,
    relation_phases,
    reports,
    tolls,
    upkeep,
)
from sayso.record.checks.rule import REGISTER, SEVERITIES, Finding, Rule, Severity
from sayso.record.checks.run import SETTLE, check, chosen, narrowed

__all__ = [
    "REGISTER",
    "SETTLE",
    "SEVERITIES",
    "Finding",
    "Rule",
    "Severity",
    "check",
    "chosen",
    "narrowed",
]
