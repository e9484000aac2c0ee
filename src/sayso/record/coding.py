"""Claims as they stand: the machine's, with people's decisions laid over them.

In:   the machine's claims of one report, the decisions on them and on names, the text
Out:  `Stood`: each claim with its state; decisions whose claim moved; those that fit no more

Method: pure, and the only place where a decision meets a claim; so undoing a decision is to
lay the rest anew, and coding anew with a better model is the same with other claims below.
Decisions of one claim are laid in their order: "accept" keeps the claim as the person saw
it, "edit" sets fields, "reject" leaves it out of all else; the last of them names the state.
A claim that a person accepted, edited or added stands even where the machine no longer draws
it, and what the machine draws at the same words with the same type is then left out. When
the text of the report changed, claims are found again by the words of their evidence.
(`docs/decisions/0092-decisions-over-codings.md`)
Known faults: a decision on a name also meets namesakes; a reworded sentence loses its
decisions (they are listed, `Stood.lost`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from sayso.base.keys import bare, bare_place
from sayso.base.nouns import Actor, Candidate, Claim, Noun, Place, Voice, Where
from sayso.record.anchoring import anchored

State = Literal["coded", "accepted", "edited", "added", "rejected"]

EDITABLE = (
    "type", "mode", "actor", "recipient", "place", "time", "instrument", "number", "source",
    "when", "where", "status", "hedged",
)  # fmt: skip

_replace = msgspec.structs.replace


class Decision(Noun, kw_only=True, frozen=True):
    """What a person decided, as the table `decision` keeps it.

    `value` of accept, reject, edit and add holds under "claim" the claim as the person saw
    it, of edit under "set" the new values of fields.
    """

    id: str
    kind: str
    subject: str
    report: str = ""
    value: dict[str, Any] = msgspec.field(default_factory=dict)
    person: str = ""
    reason: str = ""


class MeantActor(Noun, kw_only=True, frozen=True):
    """Whom a name means in this record."""

    id: str
    name: str = ""
    code: str | None = None


class MeantPlace(Noun, kw_only=True, frozen=True):
    """Which place a name means in this record; without an id where GeoNames has none."""

    name: str
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    admin1: str = ""
    country: str = ""
    precision: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Decisions on names, by the bare name (`keys.bare`, `keys.bare_place`)."""

    actors: Mapping[str, MeantActor] = field(default_factory=dict)
    places: Mapping[str, MeantPlace] = field(default_factory=dict)


@dataclass(slots=True)
class Stood:
    """What stands.

    Attributes:
        claims: each claim with its state, in text order.
        bases: id -> the claim before any decision on it: the machine's, or as it was added.
        moved: decision id -> the decision with its new subject and claim, where the text changed.
        lost: decisions whose words stand no more in the text.
        kept: claims that stand by a decision alone: the machine draws them no more.
    """

    claims: list[tuple[Claim, State]] = field(default_factory=list)
    bases: dict[str, Claim] = field(default_factory=dict)
    moved: dict[str, Decision] = field(default_factory=dict)
    lost: list[Decision] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def stand(
    machine: Sequence[Claim], decisions: Sequence[Decision], names: Names, text: str
) -> Stood:
    """Lay decisions over the machine's claims of one report.

    Args:
        machine: the machine's claims.
        decisions: those on claims of this report, in the order in which they were made.
        names: decisions on names.
        text: of the report's document.
    """
    stood = Stood(bases={claim.id: claim for claim in machine})
    drawn = frozenset(stood.bases)
    decided: dict[str, tuple[Claim, State]] = {}
    for own in _by_subject(decisions):
        found = _fold(_found_again(own, text, stood), drawn, names, stood)
        if found is not None:
            decided[found[0].id] = found
    taken = {_place_in_text(claim) for claim, _ in decided.values()}
    for claim in machine:
        if claim.id not in decided and _place_in_text(claim) not in taken:
            stood.claims.append((named(claim, names), "coded"))
    stood.claims += decided.values()
    stood.claims.sort(key=lambda item: (item[0].trigger.start, item[0].trigger.end, item[0].id))
    return stood


@dataclass(frozen=True, slots=True)
class _Fitting:
    """A decision whose words stand in the text: the claim before it and after it."""

    kind: str
    before: Claim
    after: Claim
    fields: tuple[str, ...]


def _by_subject(decisions: Iterable[Decision]) -> Iterable[list[Decision]]:
    groups: dict[str, list[Decision]] = {}
    for decision in decisions:
        groups.setdefault(decision.subject, []).append(decision)
    return groups.values()


def _found_again(decisions: list[Decision], text: str, stood: Stood) -> list[_Fitting]:
    """The decisions of one claim that fit the text; the others are lost."""
    fitting: list[_Fitting] = []
    for decision in decisions:
        tree, to_set = decision.value["claim"], decision.value.get("set", {})
        before = anchored(msgspec.convert(tree, Claim), text)
        after = anchored(msgspec.convert(tree | to_set, Claim), text)
        if before is None or after is None:
            stood.lost.append(decision)
            continue
        if before.id != decision.subject:
            value: dict[str, Any] = {"claim": msgspec.to_builtins(before)}
            if to_set:
                new = msgspec.to_builtins(after)
                value["set"] = {name: new[name] for name in to_set}
            stood.moved[decision.id] = _replace(decision, subject=before.id, value=value)
        fitting.append(_Fitting(decision.kind, before, after, tuple(to_set)))
    return fitting


def _fold(
    decisions: list[_Fitting], drawn: frozenset[str], names: Names, stood: Stood
) -> tuple[Claim, State] | None:
    """One claim after its decisions; None where it stands no more."""
    if not decisions:
        return None
    first = decisions[0].before
    is_added = decisions[0].kind == "add"
    is_drawn = first.id in drawn and not is_added
    base = stood.bases[first.id] if is_drawn else first
    stood.bases[first.id] = base
    state: State = "added" if is_added else "coded"
    edits: dict[str, Any] = {}
    for decision in decisions:
        if decision.kind == "accept":
            state = "accepted"
            base = base if is_added else decision.before
        elif decision.kind == "edit":
            state = "edited"
            edits |= {name: getattr(decision.after, name) for name in decision.fields}
        elif decision.kind == "reject":
            state = "rejected"
    if not is_drawn and not is_added:
        if state == "rejected":
            return None
        stood.kept.append(first.id)
    return _replace(named(base, names), **edits), state


def _place_in_text(claim: Claim) -> tuple[str, str, int, int]:
    return claim.kind, claim.type, claim.trigger.start, claim.trigger.end


# --- names --------------------------------------------------------------------------------


def named(claim: Claim, names: Names) -> Claim:
    """The claim with people's decisions on names laid over what the machine settled."""
    if not names.actors and not names.places:
        return claim
    changed: dict[str, Any] = {}
    for role in ("actor", "recipient", "source"):
        before = getattr(claim, role)
        after = tuple(_meant_actor(who, names.actors) for who in before)
        if after != before:
            changed[role] = after
    places = tuple(_meant_place(place, names.places) for place in claim.place)
    where = _meant_where(claim, places, names.places)
    if places != claim.place:
        changed["place"] = places
    if where != claim.where:
        changed["where"] = where
    return _replace(claim, **changed) if changed else claim


def _meant_actor(who: Actor | Voice, actors: Mapping[str, MeantActor]) -> Actor | Voice:
    meant = actors.get(bare(who.name or who.text))
    if meant is None:
        return who
    chosen = Candidate(id=meant.id, name=meant.name or who.name or who.text, score=1.0,
                       reasons=("decided for this record",))  # fmt: skip
    if isinstance(who, Voice):
        return _replace(who, actor_id=meant.id, candidates=(chosen,))
    return _replace(who, actor_id=meant.id, code=meant.code or "", candidates=(chosen,))


def _meant_place(place: Place, places: Mapping[str, MeantPlace]) -> Place:
    meant = places.get(bare_place(place.text))
    if meant is None:
        return place
    chosen = Candidate(
        id="" if meant.geonameid is None else str(meant.geonameid),
        name=meant.name,
        score=1.0,
        reasons=("decided for this record",),
    )
    return _replace(
        place,
        name=meant.name,
        geonameid=meant.geonameid,
        lat=meant.lat,
        lon=meant.lon,
        admin1=meant.admin1,
        country=meant.country,
        precision=meant.precision,
        candidates=(chosen,),
    )


def _meant_where(
    claim: Claim, places: tuple[Place, ...], meant_by: Mapping[str, MeantPlace]
) -> Where | None:
    """Where the claim is put, when the place that put it there was decided."""
    where = claim.where
    for before, after in zip(claim.place, places, strict=True):
        is_it = where is None or (where.geonameid, where.name) == (before.geonameid, before.name)
        if after != before and (is_it or (where is not None and where.basis == "report")):
            return _where(after, "role")
    if where is not None and where.basis == "sentence":
        meant = meant_by.get(bare_place(where.name))
        if meant is not None:
            return _where(meant, where.basis)
    return where


def _where(place: Place | MeantPlace, basis: str) -> Where:
    return Where(
        name=place.name,
        geonameid=place.geonameid,
        lat=place.lat,
        lon=place.lon,
        admin1=place.admin1,
        country=place.country,
        precision=place.precision,
        basis=basis,
    )
