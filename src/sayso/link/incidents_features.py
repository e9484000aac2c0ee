"""What of a claim tells whether another claim is of the same happening.

In:   claims of one report, and the day on which it was published
Out:  `Telling`s: days as numbers, place, parties, counts, deed, words, small and ready to compare

Method: no value is made up. Days of the basis "report_date" are not told days: only the
day of the report is kept for them. A party counts as named when it has an id that is no role
("any.people" is one). Words of places are kept beside ids, so that undecided places compare
too. Of the sentence the stems of its words and its words with a capital are kept, both hashed.
Known faults: a capital at the head of a sentence counts as a name unless the word is common.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from sayso.base import keys
from sayso.base.nouns import Actor, Claim, Number, Place, Voice
from sayso.link.incidents_words import (
    deed_of,
    place_words,
    site_words,
    stem,
    tool_words,
    words,
)

ROLE = "any."
NEW = "new."
PRECISE = ("place", "admin2")  # precisions of a `Where` whose point is near the happening
_KEPT_STEMS = 24  # content words of a sentence that are kept: 19 in 20 sentences have fewer
_WORD = re.compile(r"[\w'’]+")
_SHORT = 3


class Party(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Who acts or suffers. `named` is False for roles and for words that nobody identified."""

    key: str
    name: str
    named: bool
    words: frozenset[str]


class Spot(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A place on the map, as a claim's `where` or one of its mentions has it."""

    geonameid: int | None
    lat: float | None
    lon: float | None
    admin1: str
    country: str
    precision: str
    name: str


class Telling(msgspec.Struct, frozen=True, gc=False):
    """One claim as linking sees it.

    Attributes:
        first, last: told days as ordinals (`date.toordinal`); None where not told or open.
        published: day of the report as an ordinal.
        spots: decided places, finest first; only the claim's own or its sentence's.
        places: words of its place mentions that name something, folded.
        things: names in the words of sites that it has as recipients: "the Torsk hospital".
        sites: "market", "station": what kind of spot, also where it stands as recipient.
        names: hashes of the words with a capital in its sentence, folded.
        stems: hashes of the content words of its sentence.
        at: where its trigger begins; `sentence`: where its sentence does. Code points.
        bare: it names no place, party, day or count of its own: "the attack".
        speakers: keys of who says so, innermost first.
    """

    claim: str
    report: str
    type: str
    mode: str
    status: str
    hedged: bool
    told: str
    deed: str
    first: int | None
    last: int | None
    published: int | None
    spots: tuple[Spot, ...]
    places: frozenset[str]
    things: frozenset[str]
    sites: frozenset[str]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    counts: tuple[tuple[str, int | None, int | None], ...]
    tools: frozenset[str]
    names: frozenset[int]
    stems: frozenset[int]
    at: int
    sentence: int
    bare: bool
    speakers: tuple[str, ...]


def tellings(claims: Iterable[Claim], published: dt.date | None) -> tuple[Telling, ...]:
    """Read the events among the claims of one report, in text order.

    Args:
        claims: of one report; relations are passed over.
        published: its publication day, None when unknown.
    """
    day = None if published is None else published.toordinal()
    found = [_telling(claim, day) for claim in claims if claim.kind == "event"]
    return tuple(sorted(found, key=lambda t: (t.at, t.claim)))


def hashed(*parts: str | int) -> int:
    """A whole number of 63 bits for some words, the same in every process.

    >>> hashed("a", 1) == hashed("a", 1), 0 <= hashed("b") < 2**63
    (True, True)
    """
    raw = "\x1f".join(str(p) for p in parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(raw, digest_size=8).digest()) >> 1


@functools.lru_cache(maxsize=100_000)
def _hash_of(word: str) -> int:
    return hashed(word)


def _telling(claim: Claim, published: int | None) -> Telling:
    told, deed = deed_of(claim.trigger.text, claim.mode)
    first, last = _days(claim)
    mentions = [m.name or m.text for m in claim.place]
    things = [r.text for r in claim.recipient if site_words(r.text)]
    own = frozenset().union(*(place_words(m) for m in mentions))
    actors, recipients = parties(claim.actor), parties(claim.recipient)
    sites = frozenset().union(*(site_words(m.text) for m in (*claim.place, *claim.recipient)))
    counts = tuple(_count(n) for n in claim.number if n.what != "other" and (n.low or n.high))
    names, stems = _sentence(claim.evidence.text)
    return Telling(
        claim=claim.id,
        report=claim.doc,
        type=claim.type,
        mode=claim.mode,
        status=claim.status,
        hedged=claim.hedged,
        told=told,
        deed=deed,
        first=first,
        last=last,
        published=published,
        spots=spots_of(claim),
        places=own,
        things=frozenset().union(*(_capitals(t) for t in things)),
        sites=sites,
        actors=actors,
        recipients=recipients,
        counts=counts,
        tools=frozenset().union(*(tool_words(i.text) for i in claim.instrument)),
        names=names,
        stems=stems,
        at=claim.trigger.start,
        sentence=claim.evidence.start,
        bare=not (own or sites or actors or recipients or counts or first is not None),
        speakers=tuple(keys.actor_key(v) for v in claim.source if who(v)),
    )


def who(mention: Actor | Voice) -> bool:
    """Whether the mention says who: it has an id or a name, or its words are no pronoun.

    >>> who(Actor(start=0, end=4, text="They")), who(Actor(start=0, end=6, text="Rebels"))
    (False, True)
    """
    if mention.actor_id or mention.name:
        return True
    return mention.text.casefold().strip(" ,.") not in words().pronouns


def parties(mentions: Iterable[Actor]) -> tuple[Party, ...]:
    """The parties that mentions name, each key once, sorted by key; pronouns left out."""
    found = {}
    for mention in mentions:
        if who(mention):
            key = keys.actor_key(mention)
            found[key] = Party(
                key=key,
                name=mention.name or mention.text,
                named=bool(mention.actor_id) and not mention.actor_id.startswith(ROLE),
                words=_party_words(mention.actor_id, mention.name or mention.text),
            )
    return tuple(found[key] for key in sorted(found))


@functools.lru_cache(maxsize=50_000)
def _party_words(actor_id: str, text: str) -> frozenset[str]:
    """Folded words of a name, for names that nobody identified or that are provisional."""
    slug = actor_id.removeprefix(NEW).removeprefix(ROLE)
    small = words().small
    parts = _WORD.findall(text.casefold()) + re.split(r"[-.]", slug)
    return frozenset(stem(p) for p in parts if p and p not in small)


def _days(claim: Claim) -> tuple[int | None, int | None]:
    when = claim.when
    if when is None or when.basis == "report_date" or when.earliest is None or when.latest is None:
        return None, None
    return when.earliest.toordinal(), when.latest.toordinal()


def spots_of(claim: Claim) -> tuple[Spot, ...]:
    """The decided places of a claim, or of its sentence, the finest first."""
    found = [_spot(p) for p in claim.place if p.precision]
    where = claim.where
    if where is not None and where.precision and where.basis != "report":
        found.append(
            Spot(
                where.geonameid,
                where.lat,
                where.lon,
                where.admin1,
                where.country,
                where.precision,
                where.name,
            )
        )
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda s: (s.precision not in PRECISE, repr(s))))


def _spot(place: Place) -> Spot:
    return Spot(
        place.geonameid,
        place.lat,
        place.lon,
        place.admin1,
        place.country,
        place.precision,
        place.name or place.text,
    )


def _capitals(text: str) -> frozenset[str]:
    """Names in the words of a thing: "the Torsk hospital" is in, or of, Torsk."""
    return frozenset(w for w in place_words(text) if w.title() in text or w.upper() in text)


def _count(number: Number) -> tuple[str, int | None, int | None]:
    return number.what, number.low, number.high


def _sentence(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Names and stems of a sentence, hashed."""
    lists = words()
    names: set[int] = set()
    stems: set[int] = set()
    for word in _WORD.findall(text):
        bare = word.removesuffix("'s").removesuffix("’s")
        folded = bare.casefold()
        if len(folded) < _SHORT or folded in lists.small:
            continue
        if word[0].isupper() and folded not in lists.common:
            names.add(_hash_of(folded))
        if len(stems) < _KEPT_STEMS:
            stems.add(_hash_of(stem(folded)))
    return frozenset(names), frozenset(stems)
