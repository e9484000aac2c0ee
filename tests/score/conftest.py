"""Two annotated sentences, and a builder of coded claims for them.

Strategy: claims are coded by their words, so that a test reads as what was coded.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from sayso.base import ids
from sayso.base.nouns import Actor, Claim, Number, Place, Span, Time, Voice
from sayso.score import AnnotatedDocument, read_annotated

SENTENCES = [
    "Rebels attacked the town of Ilsk on Monday, killing at least 12 soldiers, police said.",
    "The army denied that it had shelled Ilsk and called on the rebels to leave.",
]
CLAIMS: list[dict[str, Any]] = [
    {
        "s": 1,
        "kind": "event",
        "type": "ASSAULT",
        "trigger": "attacked",
        "actor": ["Rebels"],
        "recipient": ["soldiers"],
        "place": ["Ilsk"],
        "number": [{"t": "at least 12", "what": "killed"}],
        "source": ["police"],
    },
    {
        "s": 2,
        "kind": "event",
        "type": "ASSAULT",
        "mode": "heavy-weapons",
        "trigger": "shelled",
        "actor": ["it => The army"],
        "place": ["Ilsk"],
        "source": ["The army"],
        "status": "negated",
    },
    {
        "s": 2,
        "kind": "event",
        "type": "RETREAT",
        "mode": "withdraw",
        "trigger": "leave",
        "actor": ["the rebels"],
        "place": ["@1 Ilsk"],
        "source": ["The army"],
        "status": "hypothetical",
    },
]
TYPES: dict[str, type[Span]] = {
    "actor": Actor, "recipient": Actor, "place": Place, "time": Time, "instrument": Span,
    "source": Voice,
}  # fmt: skip

Write = Callable[..., Path]
Code = Callable[..., Claim]


@pytest.fixture
def annotate(tmp_path: Path) -> Write:
    """Write a folder of one annotated document; gives the folder."""

    def write(
        claims: Iterable[dict[str, Any]] = CLAIMS,
        sentences: Iterable[str] = SENTENCES,
        **more: Any,
    ) -> Path:
        doc = {"doc": "d1", "sentences": list(sentences), "source_kind": "wire"} | more
        (tmp_path / "docs.jsonl").write_text(json.dumps(doc) + "\n")
        line = {"doc": "d1", "claims": list(claims)}
        (tmp_path / "claims.jsonl").write_text(json.dumps(line) + "\n")
        return tmp_path

    return write


@pytest.fixture
def document(annotate: Write) -> AnnotatedDocument:
    (found,) = read_annotated(annotate())
    return found


@pytest.fixture
def code() -> Code:
    """Build a coded claim of the text; words are looked for from sentence `s` on."""
    text = " ".join(SENTENCES)

    def build(s: int, type_: str, trigger: str, *, kind: Any = "event", **more: Any) -> Claim:
        begin = text.index(SENTENCES[s - 1])

        def at(words: str, cls: type[Span] = Span, **fields: Any) -> Any:
            start = text.index(words, begin)
            return cls(start=start, end=start + len(words), text=words, **fields)

        roles: dict[str, Any] = {
            role: tuple(at(words, TYPES[role]) for words in more.pop(role))
            for role in list(more)
            if role in TYPES
        }
        roles["number"] = tuple(
            at(words, Number, what=what) for words, what in more.pop("number", ())
        )
        span = at(trigger)
        return Claim(
            id=ids.claim_id("d1", kind, type_, span.start, span.end),
            doc="d1",
            kind=kind,
            type=type_,
            trigger=span,
            evidence=at(SENTENCES[s - 1]),
            **roles,
            **more,
        )

    return build
