"""Whom and what a mention means, in words: the choice, the runners-up, the reasons.

In:   mentions of claims as identified
Out:  short plain strings, the same on the terminal and on the page

Known faults: scores of actors and of places are not of one scale (`docs/claims.md`).
"""

from collections.abc import Iterable

from sayso.base.nouns import Actor, Candidate, Claim, Place, Span, Voice

Mention = Actor | Place | Voice

MEANT_ROLES = ("actor", "recipient", "place", "source")
"""The roles whose mentions have candidates."""


def identified(claims: Iterable[Claim]) -> bool:
    """Whether the claims of a report were identified: without, "undecided" would be untrue."""
    return any(m.candidates for c in claims for role in MEANT_ROLES for m in getattr(c, role))


def meant_in(spans: Iterable[Span]) -> tuple[Mention, ...]:
    """The mentions among spans that may mean an actor or a place."""
    return tuple(span for span in spans if isinstance(span, Actor | Place | Voice))


def choice(mention: Mention) -> Candidate | None:
    """The candidate that was chosen, None when none was."""
    if isinstance(mention, Place):
        chosen = "" if mention.geonameid is None else str(mention.geonameid)
    else:
        chosen = mention.actor_id
    return next((c for c in mention.candidates if c.id == chosen != ""), None)


def others(mention: Mention) -> tuple[Candidate, ...]:
    """The candidates that were not chosen, the best first."""
    best = choice(mention)
    return tuple(c for c in mention.candidates if c is not best)


def choice_words(mention: Mention) -> str:
    """What was chosen, or how far it is known, or "undecided".

    >>> choice_words(Place(start=0, end=3, text="Ilk", country="SYR", precision="country"))
    'undecided, in SYR'
    """
    best = choice(mention)
    if best is not None:
        return best.name
    if isinstance(mention, Place) and mention.precision:
        holder = ", ".join(part for part in (mention.admin1, mention.country) if part)
        if mention.precision == "region":
            return "a region without a point" + (f", in {holder}" if holder else "")
        return f"undecided, in {holder}" if holder else "undecided"
    return "undecided"


def scored(candidate: Candidate) -> str:
    """Name and score of a candidate."""
    return f"{candidate.name} ({candidate.score:.2f})"


def meaning(mention: Mention) -> str:
    """One line on a mention: its choice with score and reasons, then the runners-up.

    >>> meaning(Actor(start=0, end=2, text="IS", actor_id="is", candidates=(
    ...     Candidate(id="is", name="Islamic State", score=0.9, reasons=("acronym",)),)))
    'IS = Islamic State (0.90: acronym)'
    """
    best, rest = choice(mention), others(mention)
    if best is not None:
        rivals = ", ".join(map(scored, rest))
        return f"{mention.text} = {_because(best)}" + (f"; or {rivals}" if rivals else "")
    said = f"{mention.text}: {choice_words(mention)}"
    if not rest:
        return said
    return "; ".join((said, ", ".join((_because(rest[0]), *map(scored, rest[1:])))))


def _because(candidate: Candidate) -> str:
    if not candidate.reasons:
        return scored(candidate)
    return f"{candidate.name} ({candidate.score:.2f}: {', '.join(candidate.reasons)})"
