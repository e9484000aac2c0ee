"""What formats of events share: which incidents took place, when, by whose word, in which words.

In:   a `Source`
Out:  `Event`s, in the order of their ids; what is left out, counted

Method: an incident is an event when at least one voice asserts it. What is only denied, planned or
supposed is none. A day is told, or is that of the first report where a format's own practice is to
write that one. Numbers follow the record's rule, or one that was asked for.
Known faults: an event's number is a hash of its id; of a million events two may share one with a
chance of 1 in 9,000.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.base.joined import Copy, Estimate, Incident
from sayso.base.keys import shown_name
from sayso.base.nouns import Claim
from sayso.formats.source import Case, Source
from sayso.formats.written import Written
from sayso.link.copies_families import origin
from sayso.link.incidents_estimates import estimates_of
from sayso.link.incidents_voices import Said, teller_of
from sayso.link.incidents_voices import Source as FirstTold
from sayso.record.release import gather
from sayso.record.release.units import ReportFacts

NOT_TAKEN_PLACE = {
    "negated": "it is only denied",
    "future": "it is planned, and has not happened",
    "hypothetical": "it is supposed, and has not happened",
}
NO_DAY = "no day is told"
NO_DAY_AT_ALL = "no day is told, and no report has one"
OPEN_DAY = "its first or its last day is not told"
DENIED = "that some voice denies it"
WHO_SAYS = "who says so"
DATELINE = "the country: only that of a report's dateline is known"
_BITS = 52  # a whole number that R, JavaScript and a float column hold exactly


@dataclass(frozen=True, slots=True)
class Event:
    """An incident that took place, as some voice says.

    Attributes:
        first, last: its days; of a day that is not told, that of the first report.
        told: whether the day is told.
        reports: the reports that tell it, oldest first.
    """

    case: Case
    first: dt.date
    last: dt.date
    told: bool
    reports: tuple[ReportFacts, ...]

    @property
    def incident(self) -> Incident:
        """The incident."""
        return self.case.incident

    @property
    def number(self) -> int:
        """A whole number for formats whose ids are numbers; the same for the same incident."""
        return number_of(self.incident.id)

    @property
    def days(self) -> int:
        """How many days it may be."""
        return (self.last - self.first).days + 1

    @property
    def on_map(self) -> bool:
        """Whether its place is told, and not only the country of a report's dateline."""
        return self.incident.geo_basis != "report"

    @property
    def country(self) -> str:
        """Alpha-3 code of the country that is told, "" for none."""
        return self.incident.country if self.on_map else ""

    @property
    def precision(self) -> str:
        """How far the place reaches; "" where none is told."""
        return self.incident.geo_precision if self.on_map else ""

    def claims(self) -> list[Claim]:
        """Its claims in the order of reports, oldest first, and of their texts."""
        rank = {facts.id: n for n, facts in enumerate(self.reports)}
        return sorted(
            self.case.claims,
            key=lambda c: (rank.get(c.doc, len(rank)), c.evidence.start, c.trigger.start, c.id),
        )

    def sentences(self) -> list[list[Claim]]:
        """The claims of each sentence that tells it; copied sentences count once."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims():
            found.setdefault(claim.evidence.text, []).append(claim)
        return list(found.values())

    def facts(self, claim: Claim) -> ReportFacts:
        """Of the report of a claim."""
        return next((f for f in self.reports if f.id == claim.doc), ReportFacts(id=claim.doc))


def number_of(id_: str) -> int:
    """A whole number made from an id."""
    return int.from_bytes(hashlib.sha256(id_.encode()).digest()[:8], "big") >> (64 - _BITS)


def events(source: Source, written: Written, *, every_status: bool = False) -> Iterator[Event]:
    """Incidents that took place, by id.

    Args:
        source: what is exported; `days` among what was chosen says what becomes of an event
            without a day. With an id only that incident.
        written: counts what is left out.
        every_status: also what is only denied, planned or supposed.

    Raises:
        MissingError: there is no incident of the id within the filters.
    """
    by_report = source.chosen.get("days") == "report"
    for case in [source.incident(source.id)] if source.id else source.incidents():
        incident = case.incident
        why = None if every_status else NOT_TAKEN_PLACE.get(incident.status)
        first, last, told = incident.day_from, incident.day_to, True
        if incident.day_basis == "report_date" or (first is None and last is None):
            told, last = False, first
        if why is None and (first is None or last is None or not (told or by_report)):
            why = OPEN_DAY if told else NO_DAY_AT_ALL if by_report else NO_DAY
        if why is not None or first is None or last is None:
            written.left_out[why or NO_DAY] += 1
            continue
        if incident.status == "disputed":
            written.lost[DENIED] += 1
        if incident.geo_basis == "report":
            written.lost[DATELINE] += 1
        yield Event(case, first, last, told, reports_of(source, incident))


def reports_of(source: Source, incident: Incident) -> tuple[ReportFacts, ...]:
    """Facts of the reports that tell an incident, oldest first, those without a day last."""
    found = [source.facts.get(id_, ReportFacts(id=id_)) for id_ in incident.reports]
    return tuple(sorted(found, key=lambda f: (f.published or dt.date.max, f.id)))


def speaker(claim: Claim) -> str:
    """Who says so in a claim: the innermost voice that is no outlet, "" for the reporter."""
    return shown_name(claim.source[0]).strip(" ,;:") if claim.source else ""


@dataclass(slots=True)
class Counting:
    """Estimates by the record's rule, or by another one."""

    source: Source
    _copies: dict[str, list[Copy]] | None = field(default=None)

    def of(self, case: Case) -> dict[str, Estimate]:
        """What is counted, by what it is ("killed")."""
        rule = self.source.chosen.get("rule", "record")
        if rule == "record":
            return {one.what: one for one in case.incident.estimates}
        said = [self._said(claim) for claim in case.claims]
        return {one.what: one for one in estimates_of(said, rule)}

    def _said(self, claim: Claim) -> Said:
        if self._copies is None:
            self._copies = defaultdict(list)
            for copy in gather.copies(self.source.view):
                self._copies[copy.report].append(copy)
        facts = self.source.facts
        told, own = None, self._copies.get(claim.doc)
        if own:
            near = {claim.doc, *(copy.of for copy in own)}
            days = {id_: facts[id_].published for id_ in near if id_ in facts}
            first = origin(claim.doc, claim.evidence.start, claim.evidence.end, own, days)
            if first != claim.doc:
                told = FirstTold(first, facts[first].outlet if first in facts else "")
        day = facts[claim.doc].published if claim.doc in facts else None
        return Said(claim, teller_of(claim, told), day.toordinal() if day else 0)
