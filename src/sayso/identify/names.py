"""Places and actors of claims, in the order that lets each help the other.

In:   claims as extracted and dated, and their document
Out:  the same claims, with ids, codes and coordinates where they are sure

Places come first: the country of a claim tells which "Taliban" or "the police" is meant.
"""

from sayso.base.nouns import Claim, Document
from sayso.identify.actors import identify_actors
from sayso.identify.places import identify_places
from sayso.identify.places_gazetteer import gazetteer


def identify(claims: tuple[Claim, ...], doc: Document) -> tuple[Claim, ...]:
    """Settle the places and actors of a document's claims; what is unsure stays empty."""
    return identify_actors(identify_places(claims, doc), doc)


def prepare() -> None:
    """Build the index of places where there is none yet, once for all workers."""
    gazetteer()
