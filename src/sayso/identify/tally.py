"""How many mentions were settled and how many are undecided, by kind.

In:   the claims of one report, identified
Out:  counts by name; none is left out, so that the kinds add up to the mentions

Method: words that stand in several claims count once, settled if any claim settles them.
Known faults: a mention that was split into its actors counts as several.
"""

from collections import Counter
from collections.abc import Iterable

from sayso.base.nouns import Actor, Claim, Place, Voice

LIES_IN = "what the name may mean lies in it"
BESIDE = "the words beside it say so"
"""First reasons of a place that was chosen instead of the one that is meant, as what holds it."""

STATES = {
    "actors": ("settled", "new", "undecided"),
    "places": ("settled", "partly", "undecided"),
}
"""What may become of a mention. new: a name that the roster does not know; partly: only what
holds the place is known (country, province, region)."""


def tally(claims: Iterable[Claim]) -> dict[str, int]:
    """Count the mentions of claims: "actors_settled", "places_undecided" ...; all are named."""
    best: dict[tuple[str, int, int], int] = {}
    for claim in claims:
        mentions: tuple[Actor | Voice | Place, ...]
        mentions = (*claim.actor, *claim.recipient, *claim.source, *claim.place)
        for mention in mentions:
            kind = "places" if isinstance(mention, Place) else "actors"
            key = (kind, mention.start, mention.end)
            rank = STATES[kind].index(_state(mention))
            best[key] = min(rank, best.get(key, rank))
    found = Counter(f"{kind}_{STATES[kind][rank]}" for (kind, _, _), rank in best.items())
    return {
        f"{kind}_{state}": found[f"{kind}_{state}"] for kind in STATES for state in STATES[kind]
    }


def _state(mention: Actor | Voice | Place) -> str:
    if isinstance(mention, Place):
        if not mention.precision:
            return "undecided"
        first = {c.reasons[0] for c in mention.candidates[:1] if c.reasons}
        held = mention.geonameid is None or not first.isdisjoint((LIES_IN, BESIDE))
        return "partly" if held else "settled"
    if not mention.actor_id:
        return "undecided"
    return "new" if mention.actor_id.startswith("new.") else "settled"
