"""What a plan of withholding holds: verdicts by id, and the reports that tell what is withheld.

In:   nothing
Out:  `Dated`, `Mark`, `Plan`, which `harm_plan` fills and rows are made by

Known faults: none known.
"""

import datetime as dt

import msgspec

from sayso.base.nouns import Span
from sayso.record.release.harm_rules import HarmRule
from sayso.record.release.harm_words import Words
from sayso.record.release.units import EvidenceLevel, Verdict

BEREFT = "claims of it are left out"
"""Why a rule reached a unit that shares claims with one that it left out."""


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """Rules with the day from which their delays count; `first` numbers the first rule."""

    rules: tuple[HarmRule, ...]
    day: dt.date
    first: int = 1


class Mark(msgspec.Struct, kw_only=True):
    """A report that tells what is withheld.

    Attributes:
        rules: numbers of the rules that touch it.
        words: not to stand in any sentence of it.
        everywhere: all names that are withheld in any report; cut out of the words of claims
            that a rule touches, since a report may name a place without saying that anything
            happened there.
        dates: days are not to stand in it either, and it has no publication day.
        outlet: its outlet is withheld.
        sentences: evidence sentences that are withheld, with how.
        places, times, voices: stretches of its text whose meaning is withheld.
        place_keys, voice_keys: what those mean.
    """

    rules: set[int] = msgspec.field(default_factory=set)
    words: set[str] = msgspec.field(default_factory=set)
    everywhere: Words = Words(())
    dates: bool = False
    outlet: bool = False
    sentences: dict[tuple[int, int], EvidenceLevel] = msgspec.field(default_factory=dict)
    places: list[tuple[Span, Verdict]] = msgspec.field(default_factory=list)
    times: list[tuple[Span, Verdict]] = msgspec.field(default_factory=list)
    voices: list[tuple[Span, Verdict]] = msgspec.field(default_factory=list)
    place_keys: dict[str, Verdict] = msgspec.field(default_factory=dict)
    voice_keys: dict[str, Verdict] = msgspec.field(default_factory=dict)


class Plan(msgspec.Struct, kw_only=True):
    """What is withheld, by public id.

    Attributes:
        units: of incidents, relations and single claims.
        claims: the union over the units that a claim is in.
        gone_claims: those that are left out, with their units or with a young phase.
        words: of a touched unit, for the rows about it.
        names: all of them but days, to look whether they are left anywhere.
        beside: of claims that no rule touches and whose sentence is withheld: how.
        marks: of reports.
        via: by (unit, rule): "match", or why the rule reached further.
    """

    units: dict[str, Verdict] = msgspec.field(default_factory=dict)
    claims: dict[str, Verdict] = msgspec.field(default_factory=dict)
    gone_claims: set[str] = msgspec.field(default_factory=set)
    words: dict[str, Words] = msgspec.field(default_factory=dict)
    names: set[str] = msgspec.field(default_factory=set)
    beside: dict[str, EvidenceLevel] = msgspec.field(default_factory=dict)
    marks: dict[str, Mark] = msgspec.field(default_factory=dict)
    via: dict[tuple[str, int], str] = msgspec.field(default_factory=dict)

    def gone(self) -> set[str]:
        """Ids of units that are left out."""
        return {id_ for id_, verdict in self.units.items() if verdict.leave_out}
