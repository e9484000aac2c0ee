"""What an entry of the ontology holds: the structs that its files are read into.

In:   tables of the files, converted by `sayso.base.ontology.read`
Out:  `ClaimType` with its `Mode`s and marked `Example`s, and `Term`; unknown keys are refused
"""

import re
from typing import Any

import msgspec

from sayso.base import ids
from sayso.base.errors import AssetError
from sayso.base.nouns import (
    Actor,
    Claim,
    Kind,
    Number,
    Place,
    Sentence,
    Span,
    Status,
    Time,
    Voice,
    What,
)

_SPAN_ROLES: dict[str, type[Span]] = {
    "actor": Actor, "recipient": Actor, "place": Place, "time": Time, "instrument": Span,
    "source": Voice,
}  # fmt: skip


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what is read from the files: frozen, and unknown keys are errors."""


class Term(Entry, kw_only=True, frozen=True):
    """A word of the ontology that is no type: a role, a status, what a number counts."""

    name: str
    definition: str


class Mode(Entry, kw_only=True, frozen=True):
    """A way in which an event of a type is done.

    Attributes:
        intensity: PLOVER's score, -10 (conflict) to 10 (cooperation); None where it has none.
        cameo: CAMEO codes that mean this type and mode.
    """

    name: str = ""
    definition: str
    intensity: float | None = None
    cameo: tuple[str, ...] = ()


class Counted(Entry, kw_only=True, frozen=True):
    """A number in an example: the words, and what they count."""

    t: str
    what: What


class Example(Entry, kw_only=True, frozen=True):
    """An invented sentence with one claim marked, by exact words for each role."""

    type: str
    text: str
    trigger: str
    mode: str = ""
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()
    number: tuple[Counted, ...] = ()
    source: tuple[str, ...] = ()
    status: Status = "asserted"
    hedged: bool = False

    def words(self, role: str) -> tuple[str, ...]:
        """Give the exact words marked for a role of `nouns.ROLES`, in the order written."""
        marked: tuple[str | Counted, ...] = getattr(self, role)
        return tuple(m.t if isinstance(m, Counted) else m for m in marked)

    def claim(self, kind: Kind, doc: str = "") -> Claim:
        """Build the marked claim over `text`, as one sentence of a document named `doc`.

        Where words stand twice in the text, the ones nearest to the trigger are meant.

        Raises:
            AssetError: some words do not stand in the text as whole words.
        """
        trigger = _find(self.text, self.trigger, 0)
        roles: dict[str, tuple[Span, ...]] = {
            role: tuple(_as(cls, _find(self.text, w, trigger.start)) for w in self.words(role))
            for role, cls in _SPAN_ROLES.items()
        }
        numbers = tuple(
            Number(what=n.what, **msgspec.structs.asdict(_find(self.text, n.t, trigger.start)))
            for n in self.number
        )
        fields: dict[str, Any] = {**roles, "number": numbers}
        return Claim(
            id=ids.claim_id(doc, kind, self.type, trigger.start, trigger.end),
            doc=doc, kind=kind, type=self.type, mode=self.mode, trigger=trigger,
            evidence=Sentence(start=0, end=len(self.text), text=self.text),
            status=self.status, hedged=self.hedged, made_by="ontology", **fields,
        )  # fmt: skip


class ClaimType(Entry, kw_only=True, frozen=True):
    """One type of event or relation, as its file has it.

    Attributes:
        name: as claims carry it: "ASSAULT", "leads".
        includes, excludes: where the type ends; an excluded case names where it belongs.
        roles: the roles that claims of this type may fill.
        mode_table: its modes by name; `modes` gives the names.
        plover: PLOVER's name, "" where it has none (relations, DISPLACE).
        quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material
            conflict; None where PLOVER has no such type.
        intensity: PLOVER's score of the type, -10 to 10; None likewise.
        cameo: CAMEO codes that mean this type and no mode of it.
        source: where name and facts come from.
        why: page of docs/decisions that argues it.
    """

    name: str
    kind: Kind
    label: str
    definition: str
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    roles: tuple[str, ...]
    source: str
    why: str
    plover: str = ""
    quad: int | None = None
    intensity: float | None = None
    cameo: tuple[str, ...] = ()
    mode_table: dict[str, Mode] = msgspec.field(name="modes", default_factory=dict)
    examples: tuple[Example, ...]

    @property
    def modes(self) -> tuple[str, ...]:
        """Names of its modes, in the order of the file."""
        return tuple(self.mode_table)


def _find(text: str, words: str, near: int) -> Span:
    hits = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if not words or not hits:
        raise AssetError(f"{words!r} does not stand in the text as whole words: {text!r}")
    start = min(hits, key=lambda hit: abs(hit - near))
    return Span(start=start, end=start + len(words), text=words)


def _as(cls: type[Span], span: Span) -> Span:
    return cls(start=span.start, end=span.end, text=span.text)
