"""Relations over time: which claims tell that what holds between whom, and when.

In:   claims of any reports, what is known of the reports, which names are joined
Out:  `Relation`s with their phases, one for each type and pair

Method: each claim is read alone (`relations_read`, `relations_events`); the signs of one type and
pair become phases (`relations_phases`). What is asked of a day is in `relations_state`, which
names are joined in `relations_names`, the rules with examples in docs/relations.md. Nothing
depends on the order of the claims, and a relation depends on no claim but those that bear on its
two ends (`bears_on`), and on REJECTs in their sentences.
Known faults: see the parts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from sayso.base.joined import Relation, Teller
from sayso.base.keys import actor_key
from sayso.base.nouns import Claim
from sayso.link import relations_events, relations_read
from sayso.link.relations_days import day_of
from sayso.link.relations_events import ANYBODY
from sayso.link.relations_names import Edge, Names, edge_of, join, plain
from sayso.link.relations_pairs import (
    FRIENDLY,
    HOSTILE,
    SYMMETRIC,
    WITH_PLACE,
    pairs,
    parties,
    relation_id,
)
from sayso.link.relations_phases import phases, tellers
from sayso.link.relations_signs import Period, Reports, Sign, party
from sayso.link.relations_state import Rival, Standing, first_day, last_day, rivals, state_on

__all__ = [
    "ANYBODY",
    "FRIENDLY",
    "HOSTILE",
    "SYMMETRIC",
    "WITH_PLACE",
    "Edge",
    "Names",
    "Reports",
    "Rival",
    "Standing",
    "aliases",
    "bears_on",
    "edge_of",
    "first_day",
    "join",
    "joined_names",
    "last_day",
    "plain",
    "relate",
    "relation_id",
    "rivals",
    "state_on",
]

_ALONE = Names()


def relate(
    claims: Iterable[Claim], reports: Reports, names: Names = _ALONE
) -> tuple[Relation, ...]:
    """Join claims to relations.

    Args:
        claims: claims that take part, dated and identified as far as they are; in any order.
        reports: what is known of their reports.
        names: which names are joined (`joined_names`).

    Returns:
        Relations in the order of their ids. A claim of which a side names nobody is in none.
    """
    claims = sorted(claims, key=lambda claim: claim.id)
    signs = [sign for claim in claims for sign in _signs(claim, reports, names)]
    signs += _rejections(claims, signs, reports, names)
    called = _called(claims, names)
    return tuple(
        _relation(type_, actor, recipient, own, called)
        for (type_, actor, recipient), own in sorted(_grouped(signs).items())
    )


def aliases(claims: Iterable[Claim], reports: Reports) -> tuple[Relation, ...]:
    """The `alias` relations among the claims: what `joined_names` joins names by."""
    return relate((c for c in claims if c.kind == "relation" and c.type == "alias"), reports)


def joined_names(claims: Iterable[Claim], reports: Reports, stated: Iterable[Edge] = ()) -> Names:
    """Which names the claims, and the roster (`stated`), join."""
    edges = (edge_of(alias) for alias in aliases(claims, reports))
    return join((edge for edge in edges if edge is not None), stated)


def bears_on(claim: Claim) -> list[tuple[str, str]]:
    """The pairs on whose relations a claim bears, by its own plain keys (`plain`); sorted.

    A second key of `ANYBODY` means whatever the first is told to lead or to serve in. A REJECT
    may also deny what other claims of its sentence tell.
    """
    return sorted({_ends(s.actor, s.recipient) for s in _signs(claim, Reports(), _ALONE)})


def _ends(a: str, b: str) -> tuple[str, str]:
    return (b, a) if b < a and ANYBODY not in (a, b) else (a, b)


def _signs(claim: Claim, reports: Reports, names: Names) -> list[Sign]:
    signs = relations_events.signs_of(claim, reports, names.joined)
    if claim.kind == "relation":
        signs += relations_read.signs_of(claim, reports, names.joined)
    return signs


def _rejections(
    claims: Sequence[Claim], signs: Iterable[Sign], reports: Reports, names: Names
) -> list[Sign]:
    """Denials of what is alleged in the same sentence: "a charge that Dask rejected".

    Whoever rejects must be one of the pair, and not the voice that says so; and it must be
    somebody's charge: told by a speaker, or with doubt.
    """
    rejects: dict[tuple[str, int], list[Claim]] = {}
    for claim in claims:
        if claim.kind == "event" and claim.type == "REJECT" and claim.status == "asserted":
            rejects.setdefault((claim.doc, claim.evidence.start), []).append(claim)
    if not rejects:
        return []
    by_id = {claim.id: claim for claim in claims if claim.kind == "relation"}
    found = []
    for sign in signs:
        told = by_id.get(sign.claim)
        if told is None or sign.says != "holds" or sign.period.ends or not sign.own:
            continue
        if not (told.source or told.hedged):
            continue
        for claim in rejects.get((told.doc, told.evidence.start), ()):
            for who in claim.actor:
                named = party(who)
                key = names.joined(named.key) if named else ""
                if key in (sign.actor, sign.recipient) and sign.teller.key != names.joined(
                    actor_key(who)
                ):
                    assert named is not None
                    found.append(_rejection(sign, claim, key, named.name, reports))
    return found


def _rejection(sign: Sign, claim: Claim, key: str, name: str, reports: Reports) -> Sign:
    day = day_of(claim, reports.days.get(claim.doc))
    point = (day, day) if day else None
    return msgspec.structs.replace(
        sign,
        says="denied",
        period=Period(start=point, end=point),
        general=True,
        always=False,
        still=False,
        by="",
        hedged=claim.hedged,
        mode="",
        claim=claim.id,
        teller=Teller(key=key, name=name),
    )


def _grouped(signs: Iterable[Sign]) -> dict[tuple[str, str, str], list[Sign]]:
    """Signs by relation; implied ends only where somebody tells the relation itself."""
    groups: dict[tuple[str, str, str], list[Sign]] = {}
    implied: list[Sign] = []
    for sign in signs:
        if sign.own:
            groups.setdefault((sign.type, sign.actor, sign.recipient), []).append(sign)
        else:
            implied.append(sign)
    of_actor: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for key in groups:
        of_actor.setdefault(key[:2], []).append(key)
    for sign in implied:
        if sign.recipient == ANYBODY:
            for key in of_actor.get((sign.type, sign.actor), ()):
                groups[key].append(sign)
        elif (key := (sign.type, sign.actor, sign.recipient)) in groups:
            groups[key].append(sign)
    return groups


def _relation(
    type_: str, actor: str, recipient: str, signs: Sequence[Sign], called: "_Called"
) -> Relation:
    made = phases(signs)
    return Relation(
        id=relation_id(type_, actor, recipient),
        type=type_,
        actor=actor,
        recipient=recipient,
        actor_name=called.name(actor, type_, signs),
        recipient_name=called.name(recipient, type_, signs),
        modes=tuple(sorted({s.mode for s in signs} - {""})),
        phases=made,
        claims=tuple(sorted({s.claim for s in signs})),
        reports=tuple(sorted({s.report for s in signs})),
        tellers=tellers(signs),
        disputed=any(p.disputed for p in made),
    )


class _Called:
    """What reports call the actors and places."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], Counter[str]] = {}

    def add(self, claim: str, key: str, name: str) -> None:
        self._names.setdefault((claim, key), Counter())[name] += 1

    def name(self, key: str, type_: str, signs: Iterable[Sign]) -> str:
        """The name that most claims of the relation use, without its article."""
        counted: Counter[str] = Counter()
        for claim in sorted({s.claim for s in signs}):
            counted += self._names.get((claim, key), Counter())
        return min(counted, key=lambda n: (-counted[n], -len(n), n), default=key)


def _called(claims: Iterable[Claim], names: Names) -> _Called:
    called = _Called()
    for claim in claims:
        found = [p for side in parties(claim, names.joined) for p in side]
        if claim.type == "alias":
            found = [p for pair in pairs("alias", claim, names.joined) for p in pair]
        for one in found:
            called.add(claim.id, one.key, _without_article(one.name))
    return called


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first in ("The", "the", "A", "a", "An", "an") else name
