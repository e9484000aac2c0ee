"""Events that begin or end a relation.

In:   claims of kind "event" (and of `split` and `merger`), and what is known of their reports
Out:  signs

Method: one small rule for each kind of event, by type, mode and a few words around the trigger:

- a pledge of allegiance (SUPPORT) begins `allegiance`; the taking of a place (ASSAULT, COERCE)
  begins `controls` and ends that of whom it is taken from;
- a truce or peace (AGREE, SUPPORT, RETREAT ceasefire) ends `hostility`; breaking it begins it;
- being killed, ousted or resigning ends what a person `leads` or is `member_of`;
- withdrawing or being driven from a place ends `controls` and `present_in` there;
- cutting funds or arms ends `backing`; expelling ends `part_of`, `member_of`, `allegiance`;
- a `split` ends `allegiance`, `part_of` and `merger`; a `merger` ends `rivalry`, `hostility` and
  `split`.

A pledge, a taking and a broken truce stand by themselves; the others end only what somebody
told to hold (`Sign.own`). Denied, they deny that end, or that beginning. What is only planned,
asked for or threatened is nothing here.
Known faults: a truce of one side (CONCEDE) ends nothing; nor does an arrest.
"""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from sayso.base.nouns import Claim
from sayso.link.relations_days import day_of, periods
from sayso.link.relations_pairs import SYMMETRIC, Joined, parties, place_party, sides
from sayso.link.relations_read import denial, ended
from sayso.link.relations_signs import Party, Reports, Sign, teller
from sayso.link.relations_words import after, before, between, has

ANYBODY = "*"
"""Recipient of an end that holds for whatever the person led or served in."""

_OFFICES = ("leads", "member_of")
_HERE = ("controls", "present_in")
# Words, chosen by hand: behind a trigger, in which a truce is named; between a place and its
# taking ("Ilsk has been captured").
_NEAR, _FEW = 8, 3


class _Event:
    """One event, with what is asked of it more than once."""

    def __init__(self, claim: Claim, reports: Reports, joined: Joined) -> None:
        self.claim = claim
        self.told = day_of(claim, reports.days.get(claim.doc))
        self.teller = teller(claim, reports, joined)
        self.actors, self.recipients, self.places = parties(claim, joined)
        self.pairs = sides(claim, joined)
        self.trigger = claim.trigger.text.lower()

    def near(self, reach: int = _NEAR) -> str:
        """Trigger and the words behind it."""
        return f"{self.trigger} {after(self.claim, reach)}"

    def begins(self, type_: str, actor: Party, recipient: Party, by: str) -> Iterator[Sign]:
        """The event begins a relation, or it is denied that it did."""
        for sign in self._signs(type_, actor, recipient.key, by, own=True):
            if self.claim.status == "negated":
                yield denial(sign, self.claim, sign.period, self.told)
            else:
                dated = sign.period.basis != "report_date" and not sign.period.ends
                yield msgspec.structs.replace(
                    sign, period=msgspec.structs.replace(sign.period, begins=dated)
                )

    def ends(self, type_: str, actor: Party, recipient: Party | None, by: str) -> Iterator[Sign]:
        """The event ends a relation, or it is denied that it did."""
        key = recipient.key if recipient else ANYBODY
        for sign in self._signs(type_, actor, key, by, own=False):
            if self.claim.status == "negated":
                yield denial(sign, self.claim, sign.period, self.told, "kept")
            else:
                yield msgspec.structs.replace(sign, period=ended(sign.period, self.told))

    def _signs(
        self, type_: str, actor: Party, recipient: str, by: str, *, own: bool
    ) -> Iterator[Sign]:
        ends = (actor.key, recipient)
        if type_ in SYMMETRIC:
            ends = (min(ends), max(ends))
        for period in periods(self.claim, self.told)[:1]:
            yield Sign(
                type=type_, actor=ends[0], recipient=ends[1], period=period, by=by, own=own,
                hedged=self.claim.hedged, claim=self.claim.id, report=self.claim.doc,
                told=self.told, teller=self.teller,
            )  # fmt: skip


def signs_of(claim: Claim, reports: Reports, joined: Joined) -> list[Sign]:
    """Read one claim for what it begins or ends besides what it tells by itself."""
    if claim.status not in ("asserted", "negated"):
        return []
    rules = _RULES.get(claim.type, ())
    if not rules:
        return []
    event = _Event(claim, reports, joined)
    return [sign for rule in rules for sign in rule(event)]


def _pledge(event: _Event) -> Iterator[Sign]:
    if has("pledge", event.near()):
        for a in event.actors:
            for r in event.recipients:
                if a.key != r.key:
                    yield from event.begins("allegiance", a, r, "pledge")


def _truce(event: _Event) -> Iterator[Sign]:
    words = event.near()
    if event.claim.type == "RETREAT" and event.claim.mode not in ("ceasefire", ""):
        return
    if not has("truce", f"{before(event.claim)} {words}") or has("no_truce", words):
        return
    if _breaks(event):
        return
    for a, b in event.pairs:
        yield from event.ends("hostility", a, b, "truce" if "peace" not in words else "peace")


def _breaks(event: _Event) -> bool:
    """A truce is broken: "broke the truce", whichever of these words is the trigger."""
    lead = f"{before(event.claim, _FEW)} {event.trigger}"
    return has("breaks", lead) and has("truce", event.near())


def _broken(event: _Event) -> Iterator[Sign]:
    if _breaks(event):
        for a, b in event.pairs:
            yield from event.begins("hostility", a, b, "truce broken")


def _death(event: _Event) -> Iterator[Sign]:
    sentence = event.claim.evidence.text
    if has("kills", sentence) and not has("lives", sentence):
        for person in event.recipients:
            for office in _OFFICES:
                yield from event.ends(office, person, None, "death")


def _ousted(event: _Event) -> Iterator[Sign]:
    if has("ousts", event.near(1)):
        for person in event.recipients:
            for office in _OFFICES:
                yield from event.ends(office, person, None, "ousted")


def _resigns(event: _Event) -> Iterator[Sign]:
    if event.claim.mode == "resign":
        for person in event.actors:
            for office in _OFFICES:
                yield from event.ends(office, person, None, "resigned")


def _withdraws(event: _Event) -> Iterator[Sign]:
    if event.claim.mode != "withdraw":
        return
    for actor in event.actors:
        for place in event.places:
            for type_ in _HERE:
                yield from event.ends(type_, actor, place, "withdrew")
        for other in event.recipients:
            yield from event.ends("part_of", actor, other, "withdrew")


def _takes(event: _Event) -> Iterator[Sign]:
    if not has("takes", event.trigger):
        return
    for place in _taken_places(event):
        for actor in event.actors:
            yield from event.begins("controls", actor, place, "taken")
        for loser in event.recipients:
            yield from event.ends("controls", loser, place, "taken from it")


def _taken_places(event: _Event) -> Iterator[Party]:
    """Places that are themselves taken: not those in which something is."""
    for mention in event.claim.place:
        place = place_party(mention)
        gap = between(event.claim, mention, event.claim.trigger)
        if mention.start > event.claim.trigger.start:
            taken = not has("in_place", gap)
        else:
            taken = has("was_taken", gap) and len(gap.split()) <= _FEW
        if place is not None and taken:
            yield place


def _driven(event: _Event) -> Iterator[Sign]:
    if has("drives", event.trigger) and has("away", after(event.claim, 12)):
        for loser in event.recipients:
            for place in event.places:
                for type_ in _HERE:
                    yield from event.ends(type_, loser, place, "driven out")


def _cuts(event: _Event) -> Iterator[Sign]:
    if has("cuts", event.trigger) and has("backing", event.near()):
        for actor in event.actors:
            for recipient in event.recipients:
                yield from event.ends("backing", actor, recipient, "cut off")


def _expels(event: _Event) -> Iterator[Sign]:
    if event.claim.mode == "expel":
        for body in event.actors:
            for member in event.recipients:
                for type_ in ("part_of", "member_of", "allegiance"):
                    yield from event.ends(type_, member, body, "expelled")


def _split(event: _Event) -> Iterator[Sign]:
    for actor in event.actors:
        for body in event.recipients:
            for type_ in ("allegiance", "part_of", "merger"):
                yield from event.ends(type_, actor, body, "split")


def _merger(event: _Event) -> Iterator[Sign]:
    for a, b in event.pairs:
        for type_ in ("rivalry", "hostility"):
            yield from event.ends(type_, a, b, "merger")
        for one, other in ((a, b), (b, a)):
            yield from event.ends("split", one, other, "merger")


_Rule = Callable[[_Event], Iterator[Sign]]
_RULES: Mapping[str, tuple[_Rule, ...]] = {
    "SUPPORT": (_pledge, _truce),
    "AGREE": (_truce,),
    "CONCEDE": (_broken,),
    "RETREAT": (_truce, _resigns, _withdraws),
    "REJECT": (_broken,),
    "THREATEN": (_broken,),
    "SANCTION": (_broken, _cuts, _expels, _ousted),
    "ASSAULT": (_broken, _death, _takes, _driven, _ousted),
    "COERCE": (_takes, _ousted, _driven),
    "split": (_split,),
    "merger": (_merger,),
}
READ = frozenset(_RULES)
"""Types of claims that are read here."""
