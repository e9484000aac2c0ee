"""What a rule over a record is, and what it finds.

In:   nothing; the modules of rules register themselves here
Out:  `Rule`, `Fault` (what a rule says), `Finding` (what is shown), and the register

Method: a rule is a small function with an id that never changes. Most look at one claim, one
incident or one relation at a time, so that one pass over the table serves them all; the rest
ask the database. A finding's id is a hash of the rule, what it is about, and the values that
the judgement rests on: it stays while they do, and a person can settle it.
Known faults: none known.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

import msgspec

from sayso.base.errors import BugInSayso
from sayso.base.ids import digest
from sayso.base.nouns import Noun
from sayso.record.settle import FINDING

if TYPE_CHECKING:
    from sayso.record.checks.look import Look, SeenClaim, SeenIncident, SeenRelation

Severity = Literal["error", "warning", "notice"]
About = Literal["claim", "incident", "relation", "actor", "report", "record"]
Pass = Literal["claim", "incident", "relation", "record"]

SEVERITIES: dict[Severity, str] = {
    "error": "cannot be so: the record contradicts itself, its ontology or the calendar",
    "warning": "is probably wrong, and a person should look",
    "notice": "may be right, and whoever uses the record should know",
}
"""The severities, worst first, and what each means."""


class Fault(NamedTuple):
    """What a rule says of one thing.

    Attributes:
        reason: one sentence with the values.
        ids: ids of all that it concerns besides the subject.
        facts: the values that the judgement rests on; with others it is another finding.
        subject: what it is about, where that is not the claim, incident or relation looked at.
        day, country: for filters, where they are not those of what is looked at.
    """

    reason: str
    ids: tuple[str, ...] = ()
    facts: tuple[object, ...] = ()
    subject: str = ""
    day: dt.date | None = None
    country: str = ""


class Finding(Noun, kw_only=True, frozen=True):
    """A fault as it is shown.

    Attributes:
        id: "f-" and a hash of rule, subject and facts.
        subject: id of what it is about; `ids` are all ids concerned, the subject first.
        reason: one sentence with the values. Words of reports may stand in it.
        settle: what would settle it.
        day, country: of what it is about; None and "" where it has none.
        settled: who settled it and why, "" while nobody did.
    """

    id: str
    rule: str
    severity: Severity
    about: About
    subject: str
    ids: tuple[str, ...]
    reason: str
    settle: str
    day: dt.date | None = None
    country: str = ""
    settled: str = ""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule.

    Attributes:
        id: stable, in words joined by hyphens.
        about: what its findings are about.
        means: what a finding means, for the page and for `--list`.
        settle: what a person does about it; "{id}" is the subject, "{other}" the next id.
        over: which pass runs it.
        find: the function.
    """

    id: str
    severity: Severity
    about: About
    means: str
    settle: str
    over: Pass
    find: Callable[[Any], Iterator[Fault]]

    def finding(
        self, fault: Fault, subject: str = "", *, day: dt.date | None = None, country: str = ""
    ) -> Finding:
        """Make the finding of a fault; arguments stand in for what the fault leaves open."""
        about = fault.subject or subject
        ids = tuple(dict.fromkeys((about, *fault.ids)))
        return Finding(
            id=FINDING + digest(self.id, about, *map(str, fault.facts)),
            rule=self.id,
            severity=self.severity,
            about=self.about,
            subject=about,
            ids=ids,
            reason=fault.reason,
            settle=self.settle.replace("{id}", about).replace("{other}", ids[1] if ids[1:] else ""),
            day=fault.day or day,
            country=fault.country or country,
        )


REGISTER: dict[str, Rule] = {}
"""All rules by id, in the order in which they were registered."""

Found = Iterator[Fault]


_F = TypeVar("_F", bound=Callable[[Any], Found])


def _register(
    id_: str, *, over: Pass, severity: Severity, about: About, means: str, settle: str
) -> Callable[[_F], _F]:
    def put(find: _F) -> _F:
        if id_ in REGISTER:
            raise BugInSayso(f"two rules are called {id_}")
        REGISTER[id_] = Rule(
            id=id_, severity=severity, about=about, means=means, settle=settle, over=over, find=find
        )
        return find

    return put


def on_claims(
    rule: str, severity: Severity, *, means: str, settle: str
) -> "Callable[[Callable[[SeenClaim], Found]], Callable[[SeenClaim], Found]]":
    """Register a rule that looks at each claim that was not rejected."""
    return _register(
        rule, over="claim", severity=severity, about="claim", means=means, settle=settle
    )


def on_incidents(
    rule: str, severity: Severity, *, means: str, settle: str
) -> "Callable[[Callable[[SeenIncident], Found]], Callable[[SeenIncident], Found]]":
    """Register a rule that looks at each incident, with its claims."""
    return _register(
        rule, over="incident", severity=severity, about="incident", means=means, settle=settle
    )


def on_relations(
    rule: str, severity: Severity, *, means: str, settle: str
) -> "Callable[[Callable[[SeenRelation], Found]], Callable[[SeenRelation], Found]]":
    """Register a rule that looks at each relation."""
    return _register(
        rule, over="relation", severity=severity, about="relation", means=means, settle=settle
    )


def on_record(
    rule: str, severity: Severity, about: About, *, means: str, settle: str
) -> "Callable[[Callable[[Look], Found]], Callable[[Look], Found]]":
    """Register a rule that asks the database itself; its faults name their subject."""
    return _register(
        rule, over="record", severity=severity, about=about, means=means, settle=settle
    )
