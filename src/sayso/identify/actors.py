"""Actors of claims become actors of the roster.

In:   claims of one report, and its document
Out:  the same claims, with name, id and code on the actors, recipients and sources of which
      we are sure

Method: every mention is read once (`actors_phrase`), with the countries, acronyms and full
names of the whole report (`actors_context`). What names nobody is held against what the
report named before (`actors_refs`). What stays open keeps "" in all three fields.
Known faults: a mention of two actors ("Russia and China") is given none.
"""

import msgspec

from sayso.base.nouns import Actor, Claim, Document, Place, Voice
from sayso.identify.actors_context import Context
from sayso.identify.actors_finding import Finding, code_of
from sayso.identify.actors_index import names
from sayso.identify.actors_names import name_of
from sayso.identify.actors_phrase import read_phrase
from sayso.identify.actors_refs import Told, is_reference, resolve
from sayso.identify.actors_roster import roster


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
            actor=tuple(report.filled(m, claim) for m in claim.actor),
            recipient=tuple(report.filled(m, claim) for m in claim.recipient),
            source=tuple(report.voiced(m, claim) for m in claim.source),
        )
        for claim in claims
    )


class Report:
    """The mentions of one report, read in text order, with what each of them means."""

    def __init__(self, claims: tuple[Claim, ...], doc: Document) -> None:
        self.context = Context(doc)
        self._found: dict[tuple[int, int, str], Finding | None] = {}
        self._named: list[Told] = []
        places = {place.text for claim in claims for place in claim.place}
        rows = {(m.start, m.end, m.name): (m, c) for c in reversed(claims) for m in _mentions(c)}
        for key in sorted(rows):
            mention, claim = rows[key]
            finding = read_phrase(mention.name or mention.text, self.context, _country(claim))
            if finding and finding.actor_id.startswith("new.") and finding.name in places:
                finding = None  # where something happened, not who did it
            self._found[key] = finding
            if finding and not finding.actor_id.startswith("any."):
                self._named.append(Told(start=mention.start, end=mention.end, finding=finding))
        self._add_what_no_claim_mentions()

    def _add_what_no_claim_mentions(self) -> None:
        """Groups that the text names: without them "the one group named" may be two."""
        taken = [(t.start, t.end) for t in self._named]
        for start, end, actor in self.context.bodies:
            if not any(start < e and s < end for s, e in taken):
                finding = Finding(
                    actor_id=actor,
                    name=name_of(actor),
                    code=code_of(actor, self.context.day),
                    score=0,
                    reasons=(),
                )
                self._named.append(Told(start=start, end=end, finding=finding))
        self._named.sort(key=lambda t: t.start)

    def finding(self, mention: Actor | Voice, claim: Claim) -> Finding | None:
        """What a mention means in a claim, None when that is open."""
        found = self._found[mention.start, mention.end, mention.name]
        if mention.name or (found and not is_reference(mention.text, found)):
            return found
        return resolve(mention, claim, self._named, self.context) or found

    def filled(self, mention: Actor, claim: Claim) -> Actor:
        """The mention with what is known of its actor."""
        found = self.finding(mention, claim)
        if found is None:
            return mention
        return msgspec.structs.replace(
            mention, name=_name(mention, found), actor_id=found.actor_id, code=found.code
        )

    def voiced(self, mention: Voice, claim: Claim) -> Voice:
        """The voice with what is known of its actor."""
        found = self.finding(mention, claim)
        if found is None:
            return mention
        return msgspec.structs.replace(mention, name=_name(mention, found), actor_id=found.actor_id)


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
