"""Annotated documents: what people (or careful coders) coded, with their words found in the text.

In:   a folder with `docs.jsonl` and `claims.jsonl`, in the form of `docs/codebook.md`
Out:  `AnnotatedDocument`s, whose claims carry spans of the text that `sayso code` would see
      (the sentences joined by one space)

Method: a mention is copied words, "@2 words" for words of sentence 2, and "words => name"
where the words do not name their referent. Words that stand twice in a sentence are the
occurrence nearest to the trigger, whole words first. Everything is checked on reading
(ontology, modes, words, sentence numbers): a measure on wrong annotations measures nothing.
Known faults: a mention that the coder meant elsewhere in its sentence cannot say so.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from sayso.base import ontology
from sayso.base.errors import AssetError
from sayso.base.ids import digest
from sayso.base.nouns import ROLES, Kind, Noun, Span, Status, What

_DOCS = "docs.jsonl"
_CLAIMS = "claims.jsonl"
_MENTION = re.compile(r"(?:@(?P<at>\d+) )?(?P<words>.*?)(?: => (?P<name>.*))?", re.DOTALL)
_UNKNOWN_KIND = "unknown"
_S = TypeVar("_S", bound=msgspec.Struct)


class AnnotatedMention(Span, kw_only=True, frozen=True):
    """Words that fill a role.

    Attributes:
        name: the referent, when the words do not name it.
        far: the words stand in another sentence than the trigger.
        what: what a number counts; None for every other role.
    """

    name: str = ""
    far: bool = False
    what: What | None = None


class AnnotatedClaim(Noun, kw_only=True, frozen=True):
    """One claim as coded by hand; `roles` maps each role to its mentions."""

    kind: Kind
    type: str
    mode: str = ""
    trigger: AnnotatedMention
    sentence: Span
    roles: dict[str, tuple[AnnotatedMention, ...]]
    status: Status = "asserted"
    hedged: bool = False


class AnnotatedDocument(Noun, kw_only=True, frozen=True):
    """A report with its claims. `source_kind` says what kind of source it stands for."""

    doc: str
    sentences: tuple[str, ...]
    claims: tuple[AnnotatedClaim, ...] = ()
    source_kind: str = _UNKNOWN_KIND

    @property
    def text(self) -> str:
        """The text in which all offsets count."""
        return " ".join(self.sentences)


class _Doc(msgspec.Struct, kw_only=True):
    doc: str
    sentences: tuple[str, ...]
    source_kind: str = ""
    source: str = ""


class _Number(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    t: str
    what: What


class _Claim(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    s: int
    kind: Kind
    type: str
    mode: str = ""
    trigger: str
    actor: list[str] = []
    recipient: list[str] = []
    place: list[str] = []
    time: list[str] = []
    instrument: list[str] = []
    source: list[str] = []
    number: list[_Number] = []
    status: Status = "asserted"
    hedged: bool = False


class _Claims(msgspec.Struct, kw_only=True):
    doc: str
    claims: list[_Claim]


def read_annotated(folder: Path) -> tuple[AnnotatedDocument, ...]:
    """Read a folder of annotated documents.

    Args:
        folder: holds `docs.jsonl` and `claims.jsonl`, one document a line each.

    Returns:
        The documents in the order of `docs.jsonl`, those without a line of claims left out
        (nobody says that they hold none).

    Raises:
        AssetError: a file is missing or a line does not keep to the codebook; the message
            names file, line and claim.
    """
    claims: dict[str, tuple[int, list[_Claim]]] = {}
    for number, entry in _lines(folder / _CLAIMS, _Claims):
        if entry.doc in claims:
            raise AssetError(f"{folder / _CLAIMS}:{number}: {entry.doc} stands twice")
        claims[entry.doc] = (number, entry.claims)
    found: dict[str, AnnotatedDocument] = {}
    for number, doc in _lines(folder / _DOCS, _Doc):
        if doc.doc in found:
            raise AssetError(f"{folder / _DOCS}:{number}: {doc.doc} stands twice")
        if doc.doc not in claims:
            continue
        line, coded = claims.pop(doc.doc)
        where = f"{folder / _CLAIMS}:{line}: {doc.doc}"
        found[doc.doc] = AnnotatedDocument(
            doc=doc.doc,
            sentences=doc.sentences,
            claims=tuple(
                _place_claim(claim, doc.sentences, f"{where} claim {index} ({claim.trigger})")
                for index, claim in enumerate(coded)
            ),
            source_kind=doc.source_kind or doc.source or _UNKNOWN_KIND,
        )
    if claims:
        raise AssetError(f"{folder / _CLAIMS}: claims of unknown documents: {', '.join(claims)}")
    return tuple(found.values())


def fingerprint(folder: Path, extractor: str) -> str:
    """Hash the annotations of a folder and the name of the extractor measured on them."""
    return digest(extractor, (folder / _DOCS).read_bytes(), (folder / _CLAIMS).read_bytes())


def _lines(path: Path, struct: type[_S]) -> Iterator[tuple[int, _S]]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as err:
        raise AssetError(f"{path}: cannot be read ({err.strerror})") from err
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, msgspec.json.decode(line, type=struct)
        except msgspec.DecodeError as err:
            raise AssetError(f"{path}:{number}: {err}") from err


def _place_claim(claim: _Claim, sentences: tuple[str, ...], where: str) -> AnnotatedClaim:
    """Find a claim's words in the text; refuse what the codebook does not allow."""
    known = ontology.load()
    if claim.type not in known.types or known.kind_of(claim.type) != claim.kind:
        raise AssetError(f"{where}: no {claim.kind} of type {claim.type!r}")
    if claim.mode and claim.mode not in known.types[claim.type].modes:
        raise AssetError(f"{where}: {claim.type} has no mode {claim.mode!r}")
    if not 1 <= claim.s <= len(sentences):
        raise AssetError(f"{where}: no sentence {claim.s}")
    starts = _starts(sentences)

    def place(mention: str, near: int | None, what: What | None = None) -> AnnotatedMention:
        return _place(mention, claim.s, near, what, sentences=sentences, starts=starts, where=where)

    trigger = place(claim.trigger, None)
    if trigger.far:
        raise AssetError(f"{where}: the trigger stands in another sentence")
    roles = {
        role: tuple(place(m, trigger.start) for m in getattr(claim, role))
        for role in ROLES
        if role != "number"
    }
    roles["number"] = tuple(place(n.t, trigger.start, n.what) for n in claim.number)
    start, sentence = starts[claim.s - 1], sentences[claim.s - 1]
    return AnnotatedClaim(
        kind=claim.kind,
        type=claim.type,
        mode=claim.mode,
        trigger=trigger,
        sentence=Span(start=start, end=start + len(sentence), text=sentence),
        roles=roles,
        status=claim.status,
        hedged=claim.hedged,
    )


def _starts(sentences: tuple[str, ...]) -> list[int]:
    starts, at = [], 0
    for sentence in sentences:
        starts.append(at)
        at += len(sentence) + 1
    return starts


def _place(
    mention: str,
    own: int,
    near: int | None,
    what: What | None,
    *,
    sentences: tuple[str, ...],
    starts: list[int],
    where: str,
) -> AnnotatedMention:
    parts = _MENTION.fullmatch(mention)
    words = parts["words"] if parts else ""
    number = int(parts["at"]) if parts and parts["at"] else own
    if not words or not 1 <= number <= len(sentences):
        raise AssetError(f"{where}: no words in {mention!r}")
    sentence, base = sentences[number - 1], starts[number - 1]
    exact = re.escape(words)
    hits = [m.start() for m in re.finditer(rf"(?<!\w){exact}(?!\w)", sentence)]
    hits = hits or [m.start() for m in re.finditer(exact, sentence)]
    if not hits:
        raise AssetError(f"{where}: not in sentence {number}: {words!r}")
    hit = hits[0] if near is None else min(hits, key=lambda h: abs(base + h - near))
    return AnnotatedMention(
        start=base + hit,
        end=base + hit + len(words),
        text=words,
        name=(parts["name"] or "") if parts else "",
        far=number != own,
        what=what,
    )
