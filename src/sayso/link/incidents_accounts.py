"""One report's account of one happening: what its claims of it tell, pooled.

In:   tellings of one report
Out:  `Account`s, of single claims or of several that are of one happening

Method: what a report tells of a happening is spread over its sentences: the day in one, the
toll in another. So reports are compared by their accounts, not claim by claim. Pooling keeps
all values; a comparison takes the pair that fits best. `Around` is what the whole report
names, which stands behind claims that name little.
Known faults: what the report names in claims of other happenings counts as named too.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from sayso.link.incidents_days import Days
from sayso.link.incidents_features import Party, Spot, Telling
from sayso.link.incidents_parties import Count

SPEECH = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT"})
"""Types whose happening is that somebody says something: who speaks decides."""

_AHEAD = frozenset({"future", "hypothetical"})
_V = TypeVar("_V")
_OPENING = 400  # code points: a headline and a first sentence, as a rule


class Around(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a report names anywhere in its events.

    Attributes:
        named: keys of named parties, "geo:" ids, and words of place names behind "at:".
        often: at most three of them, the most told first.
        ranks: start of a sentence to its number among the sentences that hold events.
    """

    named: frozenset[str]
    often: tuple[str, ...]
    ranks: dict[int, int]


class Account(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What the claims of one report tell of one happening; a single claim is one too.

    Attributes:
        claims: their ids, sorted.
        lead: the claim that stands for all in links: the one that tells most.
        type: the type of most claims; of several, that of the first in the text.
        types, deeds, told: of all claims.
        ahead: all claims are of the future or supposed. denied: all deny.
        stems: of each sentence, in text order.
        at: where the first trigger begins.
        ranks: numbers of its sentences (`Around.ranks`).
        opens: a claim stands in one of the first two sentences with events, near the beginning:
            headline and lead, as a rule.
        The rest is as in `Telling`, pooled.
    """

    claims: tuple[str, ...]
    lead: str
    report: str
    published: int | None
    type: str
    types: frozenset[str]
    deeds: frozenset[str]
    told: frozenset[str]
    ahead: bool
    denied: bool
    days: tuple[Days, ...]
    spots: tuple[Spot, ...]
    places: frozenset[str]
    things: frozenset[str]
    sites: frozenset[str]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    counts: tuple[Count, ...]
    tools: frozenset[str]
    speakers: frozenset[str]
    names: frozenset[int]
    stems: tuple[frozenset[int], ...]
    at: int
    ranks: tuple[int, ...]
    opens: bool
    bare: bool
    around: Around

    @property
    def speaks(self) -> bool:
        """Whether the happening is that somebody says something."""
        return self.type in SPEECH


class _Packed(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The accounts of one report, with what stands behind all of them once."""

    around: Around
    accounts: tuple[Account, ...]


_NONE = Around(named=frozenset(), often=(), ranks={})
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Packed).decode


def pack(accounts: Sequence[Account]) -> bytes:
    """The accounts of one report as bytes."""
    behind = accounts[0].around if accounts else _NONE
    bare = tuple(msgspec.structs.replace(a, around=_NONE) for a in accounts)
    return zlib.compress(_encode(_Packed(behind, bare)), 1)


def unpack(packed: bytes) -> tuple[Account, ...]:
    """The accounts that `pack` was given."""
    found = _decode(zlib.decompress(packed))
    for one in found.accounts:
        msgspec.structs.force_setattr(one, "around", found.around)
    return found.accounts


def around(tellings: Iterable[Telling]) -> Around:
    """Collect what a report names."""
    names: Counter[str] = Counter()
    sentences = set()
    for telling in tellings:
        sentences.add(telling.sentence)
        names.update(p.key for p in (*telling.actors, *telling.recipients) if p.named)
        names.update(f"geo:{s.geonameid}" for s in telling.spots if s.geonameid is not None)
        names.update(f"at:{word}" for word in telling.places | telling.things)
    return Around(
        named=frozenset(names),
        often=tuple(sorted(names, key=lambda n: (-names[n], n))[:3]),
        ranks={start: number for number, start in enumerate(sorted(sentences))},
    )


def pool(tellings: Sequence[Telling], behind: Around) -> Account:
    """Pool tellings of one report into an account.

    Args:
        tellings: at least one, all of one report, in text order.
        behind: what the report names.
    """
    first = tellings[0]
    types = Counter(t.type for t in tellings)
    statuses = {t.status for t in tellings}
    days = {(t.first, t.last) for t in tellings if t.first is not None and t.last is not None}
    return Account(
        claims=tuple(sorted(t.claim for t in tellings)),
        lead=max(tellings, key=lambda t: (_tells(t), -t.at, t.claim)).claim,
        report=first.report,
        published=first.published,
        type=max(types, key=lambda name: types[name]),
        types=frozenset(types),
        deeds=frozenset(t.deed for t in tellings if t.deed),
        told=frozenset(t.told for t in tellings),
        ahead=statuses <= _AHEAD,
        denied=statuses == {"negated"},
        days=tuple(sorted(days)),
        spots=_unique(s for t in tellings for s in t.spots),
        places=_union(t.places for t in tellings),
        things=_union(t.things for t in tellings),
        sites=_union(t.sites for t in tellings),
        actors=_parties(p for t in tellings for p in t.actors),
        recipients=_parties(p for t in tellings for p in t.recipients),
        counts=_unique(c for t in tellings for c in t.counts),
        tools=_union(t.tools for t in tellings),
        speakers=frozenset(s for t in tellings for s in t.speakers[:1]),
        names=frozenset().union(*(t.names for t in tellings)),
        stems=tuple(t.stems for t in tellings),
        at=first.at,
        ranks=tuple(sorted({behind.ranks[t.sentence] for t in tellings})),
        opens=any(t.at < _OPENING and behind.ranks[t.sentence] <= 1 for t in tellings),
        bare=all(t.bare for t in tellings),
        around=behind,
    )


def _tells(telling: Telling) -> int:
    """How much a claim tells: a claim that asserts goes before one that does not."""
    fields = (telling.first is not None, telling.places or telling.spots, telling.actors)
    more = (telling.recipients, telling.counts, telling.status == "asserted")
    return sum(map(bool, (*fields, *more)))


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _unique(values: Iterable[_V]) -> tuple[_V, ...]:
    return tuple(dict.fromkeys(values))


def _parties(found: Iterable[Party]) -> tuple[Party, ...]:
    by_key = {p.key: p for p in found}
    return tuple(by_key[key] for key in sorted(by_key))
