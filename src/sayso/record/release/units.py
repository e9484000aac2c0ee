"""What rules and tables work on: an incident or a relation with all its claims, read whole.

In:   nouns
Out:  `Unit`, and `Verdict`: what rules withhold of one

Method: a rule is decided for the whole unit, never for one claim of it, because what one
report of a happening says is what the others say too.
Known faults: none known.
"""

import datetime as dt
from typing import Literal, TypeVar

import msgspec

from sayso.base.joined import Incident, Relation
from sayso.base.nouns import Claim, Place, Where
from sayso.record.release.harm_rules import DayGrain, PlaceGrain

UnitKind = Literal["incident", "relation", "claim"]
EvidenceLevel = Literal["", "cut", "drop"]

_PLACES: tuple[PlaceGrain, ...] = ("admin1", "country")
_DAYS: tuple[DayGrain, ...] = ("week", "month", "year")
_LEVELS: tuple[EvidenceLevel, ...] = ("", "cut", "drop")


class ReportFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown of a report, beside its claims. `copy_of` is "" or a report's id."""

    id: str
    outlet: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    published: dt.date | None = None
    published_from: str = ""
    sha256: str = ""
    text_sha256: str = ""
    copy_of: str = ""
    copy_kind: str = ""
    copy_share: float | None = None


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as it stands in the record; `state` as in the table `claim`."""

    claim: Claim
    state: str = "coded"


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """An incident, a relation, or a claim that is in neither, with its claims by id."""

    kind: UnitKind
    id: str
    incident: Incident | None = None
    relation: Relation | None = None
    claims: tuple[Coded, ...] = ()


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is withheld of a unit or a claim.

    Attributes:
        rules: numbers of the rules, from 1.
        leave_out: all of it.
        since: phases of a relation that begin or end after this day are left out.
        place, day: to which grain; None leaves them.
        coordinates: latitude, longitude and GeoNames id.
        speakers, outlets: names to drop as rules give them; `all_speakers`, `all_outlets`
            drop every one.
        evidence: what becomes of the evidence sentences.
        bereft: some of its claims went with another unit.
    """

    rules: frozenset[int] = frozenset()
    leave_out: bool = False
    since: dt.date | None = None
    place: PlaceGrain | None = None
    day: DayGrain | None = None
    coordinates: bool = False
    speakers: frozenset[str] = frozenset()
    all_speakers: bool = False
    outlets: frozenset[str] = frozenset()
    all_outlets: bool = False
    evidence: EvidenceLevel = ""
    bereft: bool = False

    def __or__(self, other: "Verdict") -> "Verdict":
        """Withhold what either withholds."""
        since = [day for day in (self.since, other.since) if day is not None]
        return Verdict(
            rules=self.rules | other.rules,
            leave_out=self.leave_out or other.leave_out,
            since=min(since, default=None),
            place=_coarser(_PLACES, self.place, other.place),
            day=_coarser(_DAYS, self.day, other.day),
            coordinates=self.coordinates or other.coordinates,
            speakers=self.speakers | other.speakers,
            all_speakers=self.all_speakers or other.all_speakers,
            outlets=self.outlets | other.outlets,
            all_outlets=self.all_outlets or other.all_outlets,
            evidence=_coarser(_LEVELS, self.evidence, other.evidence) or "",
            bereft=self.bereft or other.bereft,
        )

    @property
    def source(self) -> bool:
        """Some speaker's name is dropped."""
        return self.all_speakers or bool(self.speakers)

    @property
    def outlet(self) -> bool:
        """Some outlet's name is dropped."""
        return self.all_outlets or bool(self.outlets)

    @property
    def words(self) -> bool:
        """Words of reports are withheld, so that reports are not named by title and address."""
        return bool(self.place or self.day or self.source or self.outlet or self.evidence)

    def shown(self) -> "Verdict":
        """The same without leaving anything out."""
        return msgspec.structs.replace(self, leave_out=False, since=None)


def wheres_in(claim: Claim) -> list[Place | Where]:
    """The places that a claim names, where it happens among them."""
    found: list[Place | Where] = [claim.where] if claim.where is not None else []
    found += claim.place
    return found


_T = TypeVar("_T")


def _coarser(order: tuple[_T, ...], a: _T | None, b: _T | None) -> _T | None:
    given = [grain for grain in (a, b) if grain is not None]
    return max(given, key=order.index, default=None)
