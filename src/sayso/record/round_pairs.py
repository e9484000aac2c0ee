"""Claims of coders who read one report apart: which are of one deed, and where they differ.

In:   what each coder drew from one report
Out:  `Unit`s: at most one claim of each coder; the values of each field, one for each coder

Method: as `score.pairs`, for any number of coders. Two claims may be of one deed when kind and
type are the same and the triggers overlap; else when kind and type are the same, both stand in
one sentence and share an actor or recipient; else when the triggers overlap (the types then
differ, which is a disagreement on the type, not on whether there is a claim). Within each of
these the pairs that share most mentions are joined first. Who is named is an actor's id where
one is given, else the name; words that overlap by half are one name within a unit, so that "the
army" and "army" agree, but never two ids that differ.
Known faults: two claims of one type on one trigger are told apart by their mentions alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sayso.base import ids
from sayso.base.keys import NAME, PLACE, actor_key, bare, place_key
from sayso.base.nouns import ROLES, Claim, Noun, Number, Span
from sayso.record.agreement import Level
from sayso.score.pairs import overlap

FIELDS: dict[str, Level] = {
    "kind": "nominal",
    "type": "nominal",
    "mode": "nominal",
    "status": "nominal",
    "hedged": "nominal",
    "actor": "set",
    "recipient": "set",
    "place": "set",
    "day": "nominal",
    "counts": "set",
    "killed": "ratio",
    "source": "set",
}
"""What is compared of claims of one deed, and at which level of measurement."""

_MENTIONED = {"actor": "actor", "recipient": "recipient", "source": "source", "place": "place"}
_WORDS = "words:"

# How well two claims fit, before mentions are counted.
_SAME, _SAME_SENTENCE, _OTHER_TYPE = 3, 2, 1


class Unit(Noun, kw_only=True, frozen=True):
    """What coders drew of one deed.

    Attributes:
        id: follows from the claims ("u-..."), so it is the same each time.
        report: public id.
        claims: by coder; a coder who read the report and drew no such claim is missing.
        readers: all coders who read the report.
        values: field -> coder -> value, of the coders with a claim; None is no value.
        differs: fields in which they differ; "claim" where not all have one.
    """

    id: str
    report: str
    claims: dict[str, Claim]
    readers: tuple[str, ...]
    values: dict[str, dict[str, Any]]
    differs: tuple[str, ...]


def units_of(report: str, codings: Mapping[str, Sequence[Claim]]) -> list[Unit]:
    """Join what coders drew from one report, in the order of the text.

    Args:
        report: public id.
        codings: coder -> claims; a coder who found none has an empty list.
    """
    readers = tuple(sorted(codings))
    nodes = [
        (coder, claim)
        for coder in readers
        for claim in sorted(codings[coder], key=lambda c: (c.trigger.start, c.trigger.end, c.id))
    ]
    ranked = sorted(
        (*(-points for points in fit), i, j)
        for i, (one, left) in enumerate(nodes)
        for j, (other, right) in enumerate(nodes)
        if i < j and one != other and (fit := fitting(left, right))
    )
    group = [{i} for i in range(len(nodes))]
    for *_, i, j in ranked:
        joined = group[i] | group[j]
        if group[i] is not group[j] and len({nodes[k][0] for k in joined}) == len(joined):
            for k in joined:
                group[k] = joined
    found = [
        _unit(report, readers, {nodes[k][0]: nodes[k][1] for k in sorted(members)})
        for first, members in enumerate(group)
        if first == min(members)
    ]
    return sorted(found, key=lambda u: (min(c.trigger.start for c in u.claims.values()), u.id))


def fitting(left: Claim, right: Claim) -> tuple[int, int] | None:
    """How well two claims fit: how, and the mentions that they share; None when not at all."""
    is_same = (left.kind, left.type) == (right.kind, right.type)
    do_overlap = overlap(left.trigger, right.trigger) > 0
    if is_same and do_overlap:
        how = _SAME
    elif is_same and overlap(left.evidence, right.evidence) and _share_a_party(left, right):
        how = _SAME_SENTENCE
    elif do_overlap:
        how = _OTHER_TYPE
    else:
        return None
    shared = sum(
        any(_same_words(a, b) for b in getattr(right, role))
        for role in ROLES
        for a in getattr(left, role)
    )
    return how, shared


def _share_a_party(left: Claim, right: Claim) -> bool:
    return any(
        overlap(a, b)
        for role in ("actor", "recipient")
        for a in getattr(left, role)
        for b in getattr(right, role)
    )


def _same_words(a: Span, b: Span) -> bool:
    """Half of the longer one's characters are shared (as `score.pairs`)."""
    return overlap(a, b) * 2 >= max(a.end - a.start, b.end - b.start)


def _unit(report: str, readers: tuple[str, ...], claims: dict[str, Claim]) -> Unit:
    values = values_of(claims)
    differs = ["claim"] if len(claims) < len(readers) else []
    differs += [name for name, given in values.items() if len(set(given.values())) > 1]
    return Unit(
        id="u-" + ids.digest(report, *(f"{coder}\n{claim.id}" for coder, claim in claims.items())),
        report=report,
        claims=claims,
        readers=readers,
        values=values,
        differs=tuple(differs),
    )


# --- values -------------------------------------------------------------------------------


def values_of(claims: Mapping[str, Claim]) -> dict[str, dict[str, Any]]:
    """The value of each field, by who gave it; equal where they mean the same."""
    values: dict[str, dict[str, Any]] = {
        name: {who: getattr(claim, name) for who, claim in claims.items()}
        for name in ("kind", "type", "mode", "status", "hedged")
    }
    for name, role in _MENTIONED.items():
        given = {who: _mentions(claim, role) for who, claim in claims.items()}
        values[name] = _labels(given)
    days = _labels({who: _days(claim) for who, claim in claims.items()})
    values["day"] = {who: " ".join(sorted(labels)) for who, labels in days.items()}
    values["counts"] = {who: _counts(claim) for who, claim in claims.items()}
    values["killed"] = {who: _killed(claim) for who, claim in claims.items()}
    return {name: values[name] for name in FIELDS}


_Mention = tuple[Span | None, str, bool]  # words, key, whether the key is more than the words


def _mentions(claim: Claim, role: str) -> list[_Mention]:
    found: list[_Mention] = []
    for one in getattr(claim, role):
        key = place_key(one) if role == "place" else actor_key(one)
        found.append((one, key, not key.startswith((NAME, PLACE))))
    if role == "place" and claim.where is not None and claim.where.basis != "report":
        key = place_key(claim.where)
        if key and key not in {known for _, known, _ in found}:
            words = next((one for one, _, is_known in found if not is_known), None)
            found = [item for item in found if item[0] is not words or words is None]
            found.append((words, key, not key.startswith(PLACE)))
    return found


def _days(claim: Claim) -> list[_Mention]:
    words = claim.time[0] if claim.time else None
    if claim.when is not None and claim.when.basis != "report_date":
        return [(words, f"{claim.when.earliest or ''}..{claim.when.latest or ''}", True)]
    return [(words, _WORDS + bare(words.text), False)] if words else []


def _labels(given: Mapping[str, list[_Mention]]) -> dict[str, frozenset[str]]:
    """One label for what is the same among all who gave it."""
    everyone = [mention for mentions in given.values() for mention in mentions]
    return {
        who: frozenset(_label(mention, everyone) for mention in mentions)
        for who, mentions in given.items()
    }


def _label(mention: _Mention, everyone: list[_Mention]) -> str:
    words, key, is_known = mention
    if is_known or words is None:
        return key
    near = [one for one in everyone if one[0] is not None and _same_words(words, one[0])]
    known = [other for _, other, is_sure in near if is_sure]
    return min(known or [other for _, other, _ in near])


def _counts(claim: Claim) -> frozenset[str]:
    return frozenset(
        f"{n.what} {'' if n.low is None else n.low}..{'' if n.high is None else n.high}"
        for n in claim.number
    )


def _killed(claim: Claim) -> float | None:
    """The middle of the bounds; the one bound where the other is open."""
    counted: list[Number] = [n for n in claim.number if n.what == "killed"]
    bounds = [bound for n in counted for bound in (n.low, n.high) if bound is not None]
    return sum(bounds) / len(bounds) if bounds else None
