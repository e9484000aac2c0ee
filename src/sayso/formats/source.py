"""What formats are written from: a record as of one act, within filters, read in parts.

In:   a `View`; filters in words; what the format may be told (`--set`)
Out:  `Source`: incidents, relations and claims as they stand, facts and texts of reports

Method: the reading is that of releases (`record.release.gather`), so that an export, a release
and what looking shows hold the same things. Rules that do no harm are applied before: the
source then looks at the record of what may be shown (`record.release.shown`).
Known faults: facts of reports are held for all reports at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sayso.base.errors import MissingError
from sayso.base.joined import Incident, Relation
from sayso.base.nouns import Claim, Document
from sayso.record.release import gather
from sayso.record.release.gather import Scope
from sayso.record.release.units import Coded, ReportFacts
from sayso.record.release.wanted import Words, wanted
from sayso.record.view import View


@dataclass(frozen=True, slots=True)
class Case:
    """An incident with its claims as they stand, by id; rejected ones are not among them."""

    incident: Incident
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation with its claims as they stand, by id."""

    relation: Relation
    claims: tuple[Claim, ...]


@dataclass(slots=True)
class Source:
    """What a format is written from.

    Attributes:
        view: the record as of the export; SQL beyond what is here belongs into `record`.
        scope: ids within the filters.
        facts: of every report, by id: outlet, title, day, address, hash, what it copies.
        title: of the record.
        chosen: what was set, with defaults filled in.
        id: of the one thing that is asked for; "" for all.
        name_people: whether persons who decided may be named; else they are "a person".
        states: claim id to "coded", "accepted" ... as the claims that were read have it.
    """

    view: View
    scope: Scope
    facts: dict[str, ReportFacts]
    title: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    name_people: bool = False
    states: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        view: View,
        filters: Words | None = None,
        *,
        title: str = "",
        chosen: Mapping[str, str] | None = None,
        id_: str = "",
        name_people: bool = False,
    ) -> "Source":
        """Find what is within the filters, and read the facts of reports.

        Raises:
            ConfigError: a filter cannot be read, or does not fit.
            MissingError: there is no incident of this id within the filters.
        """
        scope = gather.scope(view, wanted(view, filters or {}))
        return cls(
            view=view,
            scope=_of_one(scope, id_) if id_ else scope,
            facts=gather.reports(view),
            title=title,
            chosen=dict(chosen or {}),
            id=id_,
            name_people=name_people,
        )

    def incidents(self) -> Iterator[Case]:
        """Incidents within the filters with all their claims, by id."""
        for unit in gather.units(self.view, Scope(incidents=self.scope.incidents)):
            if unit.incident is not None:
                yield Case(unit.incident, tuple(self._plain(unit.claims)))

    def relations(self) -> Iterator[Tie]:
        """Relations within the filters with all their claims, by id."""
        for unit in gather.units(self.view, Scope(relations=self.scope.relations)):
            if unit.relation is not None:
                yield Tie(unit.relation, tuple(self._plain(unit.claims)))

    def claims(self) -> Iterator[Claim]:
        """Every claim within the filters, by id: of incidents, of relations, and single ones."""
        yield from self._plain(gather.coded_claims(self.view, self.scope.all_claims()))

    def claims_by_id(self, ids: Iterable[str]) -> list[Claim]:
        """Some claims as they stand, by id."""
        return list(self._plain(gather.coded_claims(self.view, ids)))

    def incident_of(self, claim: str) -> str:
        """Id of the incident that a claim tells of, "" for none within the filters."""
        return self.scope.incident_of.get(claim, "")

    def relations_of(self, claim: str) -> list[str]:
        """Ids of the relations that a claim tells of."""
        return self.scope.relations_of.get(claim, [])

    def documents(self, reports: Iterable[str]) -> Iterator[Document]:
        """Texts of reports, by id; offsets of claims count code points in them."""
        return gather.documents(self.view, reports)

    def incident(self, id_: str) -> Case:
        """One incident with its claims.

        Raises:
            MissingError: there is none, or it is outside the filters.
        """
        if id_ not in self.scope.incidents:
            raise MissingError(f"{id_}: the record has no such incident within the filters")
        for unit in gather.units(self.view, Scope(incidents=[id_])):
            if unit.incident is not None:
                return Case(unit.incident, tuple(self._plain(unit.claims)))
        raise MissingError(f"{id_}: the record has no such incident")

    def _plain(self, coded: Iterable[Coded]) -> Iterator[Claim]:
        for one in coded:
            self.states[one.claim.id] = one.state
            yield one.claim


def _of_one(scope: Scope, id_: str) -> Scope:
    """The part of a scope that is one incident and its claims."""
    if id_ not in scope.incidents:
        raise MissingError(f"{id_}: the record has no such incident within the filters")
    own = {claim: incident for claim, incident in scope.incident_of.items() if incident == id_}
    return Scope(incidents=[id_], incident_of=own)
