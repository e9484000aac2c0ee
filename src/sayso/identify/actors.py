"""Actors of claims become actors of the roster.

In:   claims of one report, and its document
Out:  the same claims, with name, id and code on the actors, recipients and sources of which
      we are sure

`candidates` tell what each of them may mean, whether one was chosen or not.

Method: every mention is read once (`actors_phrase`), with the countries, acronyms and full
names of the whole report (`actors_context`). What names nobody is held against what the
report named before (`actors_refs`). What stays open keeps "" in all three fields.
A mention of several actors of the roster ("Russia and China") becomes one for each.
Known faults: where one of several is not in the roster, the mention stays whole and open.
"""

import bisect
import functools
from typing import TypeVar

import msgspec

from sayso.base.nouns import Actor, Candidate, Claim, Document, Place, Voice
from sayso.identify.actors_candidates import MOST, of_choice, of_open
from sayso.identify.actors_context import Context
from sayso.identify.actors_finding import Finding
from sayso.identify.actors_index import names, trimmed
from sayso.identify.actors_known import known
from sayso.identify.actors_phrase import listed, read_phrase
from sayso.identify.actors_refs import fitting, is_reference, resolve
from sayso.identify.actors_roster import roster
from sayso.identify.actors_told import Told, in_the_text, kind_of, of_roster

_Mention = TypeVar("_Mention", Actor, Voice)


def identify_actors(claims: tuple[Claim, ...], doc: Document) -> tuple[Claim, ...]:
    """Fill `name`, `actor_id` and `code` of actors and recipients, `name` and `actor_id` of voices.

    `name` is filled only where the words do not say it: for a reference or a surname. A
    name that is there already is kept, and looked up instead of the words.

    Args:
        claims: claims of one document.
        doc: the document that they were drawn from.
    """
    report = Report(claims, doc)
    return tuple(
        msgspec.structs.replace(
            claim,
            actor=tuple(part for m in claim.actor for part in report.filled(m, claim)),
            recipient=tuple(part for m in claim.recipient for part in report.filled(m, claim)),
            source=tuple(report.voiced(m, claim) for m in claim.source),
        )
        for claim in claims
    )


class Report:
    """The mentions of one report, read in text order, with what each of them means."""

    def __init__(self, claims: tuple[Claim, ...], doc: Document) -> None:
        self.context = Context(doc)
        self._found: dict[tuple[int, int, str], Finding | None] = {}
        self._told: list[Told] = []
        # A mention of several claims is read in the first by its trigger, in whatever order.
        claims = tuple(sorted(claims, key=lambda c: (c.trigger.start, c.trigger.end, c.id)))
        places = {place.text for claim in claims for place in claim.place}
        self._rows = {
            (m.start, m.end, m.name): (m, c) for c in reversed(claims) for m in _mentions(c)
        }
        for key in sorted(self._rows):
            mention, claim = self._rows[key]
            finding = read_phrase(mention.name or mention.text, self.context, _country(claim))
            if finding and finding.actor_id.startswith("new.") and finding.name in places:
                finding = None  # where something happened, not who did it
            self._found[key] = finding
            if finding:
                kind = kind_of(finding, mention.text)
                told = Told(start=mention.start, end=mention.end, finding=finding, kind=kind)
                self._told.append(told)
        self._named = [t for t in self._told if not t.finding.actor_id.startswith("any.")]
        self._add_what_no_claim_mentions()

    def _add_what_no_claim_mentions(self) -> None:
        """Groups that the text names: without them "the one group named" may be two."""
        taken = [(t.start, t.end) for t in self._named]
        for start, end, actor in self.context.bodies:
            if not any(start < e and s < end for s, e in taken):
                told = Told(
                    start=start, end=end, finding=of_roster(actor, self.context), kind="body"
                )
                self._named.append(told)
                self._told.append(told)
        self._named.sort(key=_start)

    @functools.cached_property
    def _all_told(self) -> list[Told]:
        """With persons and states that no claim mentions, and references as they are resolved."""
        more = in_the_text(self.context, [(t.start, t.end) for t in self._told])
        told = sorted((*self._told, *more), key=_start)
        for key in sorted(self._rows):
            mention, claim = self._rows[key]
            if not mention.name and self._is_open(mention):
                found = resolve(mention, claim, self._named, told, self.context)
                if found:
                    kind = "person" if found.person else kind_of(found, found.name)
                    start, end = mention.start, mention.end
                    more_told = Told(start=start, end=end, finding=found, kind=kind)
                    bisect.insort(told, more_told, key=_start)
        return told

    def _is_open(self, mention: Actor | Voice) -> bool:
        found = self._found[mention.start, mention.end, mention.name]
        return found is None or is_reference(mention.text, found)

    def finding(self, mention: Actor | Voice, claim: Claim) -> Finding | None:
        """What a mention means in a claim, None when that is open."""
        found = self._found[mention.start, mention.end, mention.name]
        if mention.name or not self._is_open(mention):
            return found
        return resolve(mention, claim, self._named, self._all_told, self.context) or found

    def filled(self, mention: Actor, claim: Claim) -> tuple[Actor, ...]:
        """The mention with what is known of its actor; of two actors, a mention for each."""
        found = self.finding(mention, claim)
        if found is None or found.actor_id.startswith(("new.", "any.")):
            parts = () if mention.name else self._parts(mention)
            if parts:
                return parts
        return (self._left_open(mention, claim) if found is None else _with(mention, found),)

    def _parts(self, mention: Actor) -> tuple[Actor, ...]:
        """Two or more actors of the roster in one mention ("Britain and France"), else none."""
        found = []
        for start, end in listed(mention.text):
            words = mention.text[start:end]
            # No role that the others share: "the armies of Brazil and Peru".
            name = trimmed(words)
            part = known(name, self.context) if name[:1].isupper() or "-" in name else None
            if part is None:
                return ()
            at = mention.start
            found.append(_with(Actor(start=at + start, end=at + end, text=words), part))
        return tuple(found)

    def voiced(self, mention: Voice, claim: Claim) -> Voice:
        """The voice with what is known of its actor."""
        found = self.finding(mention, claim)
        if found is None:
            return self._left_open(mention, claim)
        return msgspec.structs.replace(
            mention,
            name=_name(mention, found),
            actor_id=found.actor_id,
            candidates=_candidates(mention, found),
        )

    def _left_open(self, mention: _Mention, claim: Claim) -> _Mention:
        found = of_open(mention.name or mention.text, self.context)
        found = found or fitting(mention, claim, self._named)[:MOST]
        return msgspec.structs.replace(mention, candidates=found) if found else mention


def _with(mention: Actor, found: Finding) -> Actor:
    return msgspec.structs.replace(
        mention,
        name=_name(mention, found),
        actor_id=found.actor_id,
        code=found.code,
        candidates=_candidates(mention, found),
    )


def _candidates(mention: Actor | Voice, found: Finding) -> tuple[Candidate, ...]:
    """Those of the first run stand: it knew the words, the second has the name already."""
    if mention.candidates and mention.actor_id == found.actor_id:
        return mention.candidates
    return of_choice(found)


def _start(told: Told) -> int:
    return told.start


def _mentions(claim: Claim) -> tuple[Actor | Voice, ...]:
    return (*claim.actor, *claim.recipient, *claim.source)


def _name(mention: Actor | Voice, found: Finding) -> str:
    return found.name if found.unsaid and not mention.name else mention.name


def _country(claim: Claim) -> str:
    """The country where a claim stands, as far as its places say it; "" when they do not."""
    if claim.where is not None and len(claim.where.country) == 3:
        return claim.where.country
    found = {_state_of(place) for place in claim.place} - {""}
    return next(iter(found)) if len(found) == 1 else ""


def _state_of(place: Place) -> str:
    if len(place.country) == 3:
        return place.country
    state = names().state_of(place.text)
    return roster().actors[state].country if state else ""
