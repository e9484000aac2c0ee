"""Signs: what one claim tells of one relation, before the claims are joined.

In:   nothing; the parts of `link.relations` pass these between them
Out:  `Sign`, the days of a sign (`Period`), who tells it, and what is known of reports

Method: a beginning or an end is a window of days, since few texts name the day. What is certain
lies between the last day of the one and the first of the other.
Known faults: none of its own.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from sayso.base.joined import Teller
from sayso.base.keys import actor_key, bare, shown_name
from sayso.base.nouns import Actor, Basis, Claim, Noun, Voice
from sayso.link.relations_words import patterns

Day = dt.date
Window = tuple[Day | None, Day | None]
"""First and last day that something may have happened on; a first of None is "by then"."""

Says = Literal["holds", "denied", "planned", "kept"]
_ONE = dt.timedelta(days=1)


class Reports(Noun, kw_only=True, frozen=True):
    """What is known of the reports that claims are of.

    Attributes:
        days: report to its publication day.
        outlets: report to its outlet.
        origins: id of a claim, or of a report, to the report whose words it repeats; what is not
            in it is its own origin (`link.copies.origin`).
    """

    days: Mapping[str, Day | None] = msgspec.field(default_factory=dict)
    outlets: Mapping[str, str] = msgspec.field(default_factory=dict)
    origins: Mapping[str, str] = msgspec.field(default_factory=dict)


class Period(Noun, kw_only=True, frozen=True):
    """The days of a sign.

    Attributes:
        start, end: in which days it begins to hold and ends, or is first and last told to hold;
            None where nobody tells.
        begins, ends: it is told to begin, to end; else to hold on these days at least.
        basis: as `When.basis`.
    """

    start: Window | None = None
    end: Window | None = None
    begins: bool = False
    ends: bool = False
    basis: Basis = "report_date"

    @property
    def sure_start(self) -> Day | None:
        """First day on which it holds for certain; None where nobody tells."""
        return self._sure()[0]

    @property
    def sure_end(self) -> Day | None:
        """Last day on which it holds for certain; None where nobody tells. The day of an end is
        over."""
        return self._sure()[1]

    @property
    def sure(self) -> tuple[Day, Day] | None:
        """First and last day on which it holds for certain, where both are known."""
        first, last = self._sure()
        return None if first is None or last is None else (first, last)

    def _sure(self) -> tuple[Day | None, Day | None]:
        first = self.start[1] if self.start else None
        last = self.end[0] if self.end else None
        if last is not None and self.ends:
            last = last - _ONE if last > Day.min else None
        if first is not None and last is not None and first > last:
            return None, None
        return first, last


class Sign(Noun, kw_only=True, frozen=True):
    """What one claim tells of one relation.

    Attributes:
        type, actor, recipient: of which relation; keys as the record joins them.
        says: it holds (or began, or ended); it does not; it will; "kept" denies that it ended.
        by: what began or ended it, in words.
        still: the text says that it held before, too.
        general: a denial that names no days of its own: it answers what was said before.
        always: the denial says "never".
        own: it may stand for a relation by itself; the end that another type of claim implies
            does not.
        told: day of the report.
    """

    type: str
    actor: str
    recipient: str
    says: Says = "holds"
    period: Period
    by: str = ""
    still: bool = False
    general: bool = False
    always: bool = False
    own: bool = True
    hedged: bool = False
    mode: str = ""
    claim: str
    report: str
    told: Day | None = None
    teller: Teller


class Party(Noun, kw_only=True, frozen=True):
    """One side of a relation: key, and the name as the report has it."""

    key: str
    name: str


def party(who: Actor | Voice) -> Party | None:
    """Whoever is meant; None where the words name nobody ("rebels", "he").

    A role without a name is another's in every report, so that it joins nothing; nor does a name
    that is short for another ("the Front"). Of whom the roster does not know, the name counts.
    """
    key = actor_key(who)
    name = shown_name(who).strip()
    if who.actor_id and not who.actor_id.startswith("new."):
        return None if who.actor_id.startswith("any.") else Party(key=key, name=name)
    if names_nobody(name) or is_short(name) or not any(c.isupper() for c in name):
        return None
    return Party(key=key, name=name)


def names_nobody(name: str) -> bool:
    """Whether words are a pronoun, stand behind one without a name, or are none.

    >>> [names_nobody(name) for name in ("They", "Its army", "Our Homeland", "the Hallin Front")]
    [True, True, False, False]
    """
    first_small = name[:1].lower() + name[1:]
    return not name or patterns()["pronouns"].fullmatch(first_small) is not None


def is_short(name: str) -> bool:
    """Whether a name is short for another of its report, and stands for it nowhere else.

    >>> is_short("The Front"), is_short("Hallin Front")
    (True, False)
    """
    return patterns()["short"].fullmatch(bare(name)) is not None


def teller(claim: Claim, reports: Reports, joined: Callable[[str], str]) -> Teller:
    """The independent voice of a claim: its innermost speaker, else the outlet it is from.

    A speaker whom the text does not name ("he said") is a voice of that report alone.
    """
    origin = reports.origins.get(claim.id) or reports.origins.get(claim.doc) or claim.doc
    if claim.source:
        voice = claim.source[0]
        name = shown_name(voice).strip()
        if voice.actor_id or not names_nobody(name):
            key = actor_key(voice)
            named = voice.actor_id or any(c.isupper() for c in name)
            return Teller(key=joined(key) if named else key, name=name)
        return Teller(key=f"report:{origin}", name=f"{name} (not named)")
    outlet = reports.outlets.get(origin) or (claim.outlet if origin == claim.doc else "")
    if outlet:
        return Teller(key=f"outlet:{outlet}", name=outlet)
    return Teller(key=f"report:{origin}", name=origin)
