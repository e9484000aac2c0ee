"""Rules on whether a claim fits the ontology, and says enough to be of use.

In:   one claim
Out:  faults: unknown types and modes, roles that the type has not, half a relation

Known faults: none known.
"""

from sayso.base.nouns import ROLES
from sayso.base.ontology import load
from sayso.record.checks import settling
from sayso.record.checks.look import SeenClaim
from sayso.record.checks.rule import Fault, Found, on_claims
from sayso.record.checks.words import listed, quoted

_OF_PLACE = ("controls", "present_in")
_VERBAL = (1, 3)  # PLOVER's quads of verbal cooperation and verbal conflict
_HARM = ("killed", "wounded", "abducted", "displaced")
_WHO_OR_WHERE = ("actor", "recipient", "place", "number", "instrument")


@on_claims(
    "type-unknown",
    "error",
    means="The ontology has no such type, or has it as the other kind.",
    settle=settling.EDIT,
)
def type_unknown(seen: SeenClaim) -> Found:
    """Kind and type against the ontology."""
    kind, type_ = seen.claim.kind, seen.claim.type
    entry = load().types.get(type_)
    if entry is None:
        yield Fault(f"{type_!r} is no type of the ontology", facts=(type_,))
    elif entry.kind != kind:
        yield Fault(f"{type_} is no {kind} but of kind {entry.kind}", facts=(type_, kind))


@on_claims(
    "mode-unknown",
    "error",
    means="The type has no such mode.",
    settle=settling.EDIT,
)
def mode_unknown(seen: SeenClaim) -> Found:
    """Mode against those of the type."""
    type_, mode = seen.claim.type, seen.claim.mode
    entry = load().types.get(type_)
    if entry is not None and mode and mode not in entry.mode_table:
        modes = listed(entry.modes, most=20) or "none"
        yield Fault(f"{type_} has no mode {mode!r}; it has {modes}", facts=(type_, mode))


@on_claims(
    "role-not-of-type",
    "notice",
    means="A role is filled that claims of this type do not have, such as a weapon in a meeting.",
    settle=settling.EDIT,
)
def role_not_of_type(seen: SeenClaim) -> Found:
    """Roles against those of the type."""
    claim = seen.claim
    entry = load().types.get(claim.type)
    if entry is None:
        return
    filled = [role for role in ROLES if role != "source" and getattr(claim, role)]
    alien = [role for role in filled if role not in entry.roles]
    if alien:
        words = [f"{role} {quoted(getattr(claim, role)[0].text)}" for role in alien]
        yield Fault(f"{claim.type} has no {listed(words)}", facts=(claim.type, *alien))


@on_claims(
    "harmed-by-words",
    "warning",
    means="A verbal act (a meeting, an accusation, a promise) is told to have killed, wounded, "
    "abducted or displaced people: the act that did is missing, or the type is wrong.",
    settle=settling.EDIT + "; `sayso decide add` the act that is missing",
)
def harmed_by_words(seen: SeenClaim) -> Found:
    """Counts of harm on PLOVER's verbal quads."""
    claim = seen.claim
    entry = load().types.get(claim.type)
    if entry is None or entry.quad not in _VERBAL:
        return
    for n in claim.number:
        if n.what in _HARM:
            yield Fault(
                f"{claim.type}, by {quoted(claim.trigger.text)}, with {quoted(n.text)} {n.what}",
                facts=(claim.type, n.what, n.text),
            )


@on_claims(
    "relation-half",
    "notice",
    means="A relation has one end only, so it joins nobody and says nothing over time.",
    settle=settling.EDIT,
)
def relation_half(seen: SeenClaim) -> Found:
    """Actor and recipient, or actor and place."""
    claim = seen.claim
    if claim.kind != "relation":
        return
    other = "place" if claim.type in _OF_PLACE else "recipient"
    missing = [role for role in ("actor", other) if not getattr(claim, role)]
    if missing:
        yield Fault(
            f"{claim.type}, by {quoted(claim.trigger.text)}: no {' and no '.join(missing)}",
            facts=tuple(missing),
        )


@on_claims(
    "claim-bare",
    "notice",
    means="An event says neither who, nor to whom, nor where, nor with what.",
    settle=settling.EDIT,
)
def claim_bare(seen: SeenClaim) -> Found:
    """Nothing but a trigger."""
    claim = seen.claim
    if claim.kind == "event" and not any(getattr(claim, role) for role in _WHO_OR_WHERE):
        yield Fault(f"{claim.type}, by {quoted(claim.trigger.text)}, has no role but its time")
