"""What a person wrote, as values of a claim: words become spans of the text.

In:   JSON as a person gives it: "actor": "the army" or ["the army"] or [{"text": ...}]
Out:  the JSON form of a claim's fields (`docs/claims.md`), checked against text and ontology

Method: words are sought in the sentence of the claim first, then nearest to it in the text.
Days may be "2014-10-05" or "2014-10-01..2014-10-05", either end left out. A place may be a
GeoNames id or "36.89,38.35".
Known faults: of words that stand twice in the sentence the first is taken; give "start".
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from sayso.base import ids, ontology
from sayso.base.errors import ConfigError
from sayso.base.nouns import ROLES, Claim, Span
from sayso.record.anchoring import spans
from sayso.record.coding import EDITABLE
from sayso.record.meant import place_meant

Tree = Mapping[str, Any]

_TYPE_OF = {f.name: f.type for f in msgspec.structs.fields(Claim)}


def fields_given(tree: Tree, claim: Claim, text: str) -> dict[str, Any]:
    """New values of a claim's fields, in JSON form, with every stretch of words found.

    Args:
        tree: field -> value, as a person gives it.
        claim: the claim that is edited.
        text: of its document.

    Raises:
        ConfigError: a field that cannot be edited, words that do not stand in the text, a type
            or mode that the ontology does not have, a value that does not fit its field.
    """
    if not tree:
        raise ConfigError("nothing to edit: give FIELD=VALUE, or an object of JSON")
    found: dict[str, Any] = {}
    for name, value in tree.items():
        if name not in EDITABLE:
            raise ConfigError(f"{name!r} cannot be edited; these can: {', '.join(EDITABLE)}")
        if name in ROLES:
            found[name] = [_span(item, name, claim, text) for item in _listed(value)]
        elif name == "when":
            found[name] = _when(value)
        elif name == "where":
            found[name] = _where(value, claim)
        else:
            found[name] = value
        try:
            msgspec.convert(found[name], _TYPE_OF[name])
        except msgspec.ValidationError as err:
            raise ConfigError(f"{name}: {err}") from err
    edited = msgspec.convert(msgspec.to_builtins(claim) | found, Claim)
    _check(edited, text)
    return found


def claim_given(
    tree: Any,
    *,
    report: str,
    text: str,
    sentences: list[tuple[int, int]],
    outlet: str = "",
    made_by: str = "",
) -> Claim:
    """A whole claim, as a person gives it by words.

    Args:
        tree: "type", "trigger" (words; with "start" or "evidence" where they stand twice), and
            any field that can be edited.
        report: public id of the report.
        text: of its document.
        sentences: of that document.
        outlet, made_by: as the claim carries them.

    Raises:
        ConfigError: type or trigger is missing or unknown, or as `fields_given`.
    """
    if not isinstance(tree, Mapping) or not {"type", "trigger"} <= tree.keys():
        raise ConfigError('add needs an object with "type", "trigger" (words) and the roles')
    given = dict(tree)
    type_, words, inside = given.pop("type"), given.pop("trigger"), given.pop("evidence", "")
    at = given.pop("start", None)
    if at is not None and not isinstance(at, int):
        raise ConfigError("start is the offset of the trigger's words, a whole number")
    known = ontology.load()
    if type_ not in known.types:
        raise ConfigError(f"no type {type_!r}; there are {', '.join(known.types)}")
    start, (first, last) = sentence_with(str(words), sentences, text, str(inside), at)
    end, kind = start + len(str(words)), known.types[type_].kind
    claim = Claim(
        id=ids.claim_id(report, kind, type_, start, end),
        doc=report,
        kind=kind,
        type=type_,
        trigger=Span(start=start, end=end, text=text[start:end]),
        evidence=Span(start=first, end=last, text=text[first:last]),
        outlet=outlet,
        made_by=made_by,
    )
    if given:
        whole = msgspec.to_builtins(claim) | msgspec.to_builtins(fields_given(given, claim, text))
        claim = msgspec.convert(whole, Claim)
    return claim


def sentence_with(
    words: str,
    passages: list[tuple[int, int]],
    text: str,
    inside: str = "",
    at: int | None = None,
) -> tuple[int, tuple[int, int]]:
    """Where `words` stand, and the sentence that they stand in.

    Args:
        words: of the trigger.
        passages: the sentences of the document.
        text: of the document.
        inside: words that the sentence must hold, when `words` stand in several.
        at: offset of the words, where it is known.

    Raises:
        ConfigError: in no sentence, or in several.
    """
    if at is not None:
        passages = [(start, end) for start, end in passages if start <= at < end]
        if text[at : at + len(words)] == words and passages and at + len(words) <= passages[0][1]:
            return at, passages[0]
    found = [
        (text.index(words, start, end), (start, end))
        for start, end in passages
        if words in text[start:end] and inside in text[start:end]
    ]
    if not words or not found:
        raise ConfigError(f"{words!r} does not stand in one sentence of the report")
    if len(found) > 1:
        raise ConfigError(
            f"{words!r} stands in {len(found)} sentences; say in which, with words of it as "
            '"evidence"'
        )
    return found[0]


def _listed(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _span(item: Any, role: str, claim: Claim, text: str) -> dict[str, Any]:
    if not isinstance(item, str | Mapping):
        raise ConfigError(f"{role}: {item!r} is neither words nor an object")
    tree: dict[str, Any] = {"text": item} if isinstance(item, str) else dict(item)
    if role == "number" and not tree.get("text"):
        tree |= msgspec.to_builtins(claim.trigger)
    words = tree.get("text", "")
    if not isinstance(words, str) or not words:
        raise ConfigError(f'{role}: give the words of the report, as "text"')
    start = tree.get("start")
    if start is None:
        start = _find(words, claim, text)
    if start < 0 or text[start : start + len(words)] != words:
        raise ConfigError(f"{role}: {words!r} does not stand in the report there")
    return tree | {"start": start, "end": start + len(words)}


def _find(words: str, claim: Claim, text: str) -> int:
    start = text.find(words, claim.evidence.start, claim.evidence.end)
    if start >= 0:
        return start
    before = text.rfind(words, 0, claim.evidence.start)
    return before if before >= 0 else text.find(words)


def _when(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    first, is_span, last = (part.strip() for part in value.partition(".."))
    last = last if is_span else first
    return {
        "from": first or None,
        "to": last or None,
        "precision": "day" if first == last else "span",
        "basis": "stated",
    }


def _where(value: Any, claim: Claim) -> Any:
    """Where it happened: a GeoNames id or "lat,lon", or the fields themselves; "" for nowhere."""
    if value in (None, ""):
        return None
    if not isinstance(value, str | int):
        return value
    printed = next((place.text for place in claim.place), claim.where.name if claim.where else "")
    return msgspec.to_builtins(place_meant(value, printed)) | {"basis": "role"}


def _check(claim: Claim, text: str) -> None:
    known = ontology.load()
    if claim.type not in known.types:
        raise ConfigError(f"no type {claim.type!r}; there are {', '.join(known.types)}")
    entry = known.types[claim.type]
    if entry.kind != claim.kind:
        raise ConfigError(
            f"{claim.type} is of kind {entry.kind}, the claim is of kind {claim.kind}: reject it "
            "and add another"
        )
    if claim.mode and claim.mode not in entry.mode_table:
        modes = ", ".join(entry.mode_table) or "none"
        raise ConfigError(f"{claim.type} has no mode {claim.mode!r}; its modes: {modes}")
    when = claim.when
    if when and when.earliest and when.latest and when.latest < when.earliest:
        raise ConfigError(f"when: {when.latest} is before {when.earliest}")
    if any(text[span.start : span.end] != span.text for span in spans(claim)):
        raise ConfigError("words of the claim do not stand in the report")
