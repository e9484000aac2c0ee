"""Actors and references: how many are found, and how many of those are right.

In:   `quality/actors.csv`, invented sentences with the actor that a mention names; and, where
      the folder of shared data is there, `claims/dev`: its mentions with a capital
      (`quality/actors_dev.csv`, by offset), and those to which its coders wrote the referent
      ("they => Boko Haram")
Out:  `Counts` by set, and the figures that have floors (`floors_actors.json`)

Method: the mentions are given, and identified with the claims of their document around them,
as `sayso code` does it. A reference is right when the annotated name is read as the same
actor, or is the same name but for titles and first names.
Known faults: a wrong person of the same surname would count as right.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from sayso.base.errors import AssetError
from sayso.base.nouns import Actor, Claim, Document, Place, Span, Voice
from sayso.identify.actors import Report, identify_actors
from sayso.identify.actors_context import Context, without_titles
from sayso.identify.actors_finding import Finding
from sayso.identify.actors_index import fold
from sayso.identify.actors_names import name_of
from sayso.identify.actors_phrase import read_phrase
from sayso.score import AnnotatedClaim, AnnotatedDocument
from sayso.score.annotated import AnnotatedMention

ROWS = Path(__file__).resolve().parent / "actors.csv"
DEV_ROWS = ROWS.with_name("actors_dev.csv")
COLUMNS = ["text", "day", "actor", "code"]
_MENTION = re.compile(r"(?P<before>[^\[]*)\[(?P<words>[^\]]+)\](?P<after>[^\[]*)")


class Case(NamedTuple):
    """A mention of an invented text, and what it names.

    `actor` is "" for nobody of the roster; `code` is "" where it is not asked for.
    """

    line: int
    text: str
    mention: Span
    day: dt.date | None
    actor: str
    code: str


class Outcome(NamedTuple):
    """What a mention should be and what it became."""

    where: str
    words: str
    wanted: str
    found: str
    verdict: str  # right, wrong, role, open; left: rightly given nobody of the roster


class Counts(NamedTuple):
    """Right, wrong, given a role without a name, left open."""

    right: int
    wrong: int
    role: int
    open: int

    @property
    def precision(self) -> float:
        """Right of those that were given an actor."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Right of all."""
        return self.right / max(sum(self), 1)


def counted(outcomes: Iterable[Outcome]) -> Counts:
    """Count outcomes by verdict."""
    verdicts = [o.verdict for o in outcomes]
    return Counts(*(verdicts.count(v) for v in ("right", "wrong", "role", "open")))


def read_cases(path: Path = ROWS) -> tuple[Case, ...]:
    """Read the invented sentences, each with one mention in square brackets.

    Raises:
        AssetError: a row is wrong, or names an actor that the roster does not have.
    """
    cases = []
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, strict=True)
        if next(lines) != COLUMNS:
            raise AssetError(f"{path}: expected the columns {', '.join(COLUMNS)}")
        for cells in lines:
            where = f"{path}, line {lines.line_num}"
            match = _MENTION.fullmatch(cells[0])
            if len(cells) != len(COLUMNS) or match is None:
                raise AssetError(f"{where}: expected {len(COLUMNS)} fields and one [mention]")
            _, day, actor, code = cells
            if actor and not actor.startswith("any.") and not name_of(actor):
                raise AssetError(f'{where}: "{actor}" is no actor of the roster')
            start = len(match["before"])
            words = match["words"]
            mention = Span(start=start, end=start + len(words), text=words)
            text = match["before"] + words + match["after"]
            published = dt.date.fromisoformat(day) if day else None
            cases.append(Case(lines.line_num, text, mention, published, actor, code))
    return tuple(cases)


def links(cases: Iterable[Case]) -> Iterator[tuple[Outcome, bool | None]]:
    """Identify the mention of each sentence; whether its code is right, None if not asked for."""
    for case in cases:
        found = _identified(case)
        outcome = _linked(f"line {case.line}", case.mention.text, case.actor, found.actor_id)
        yield outcome, (found.code == case.code if case.code else None)


def dev_links(documents: Iterable[AnnotatedDocument], path: Path = DEV_ROWS) -> Iterator[Outcome]:
    """Identify the mentions with a capital of annotated documents, whose actors stand by offset.

    Raises:
        AssetError: a row is of no mention of its document.
    """
    documents = tuple(documents)
    here = {doc.doc for doc in documents}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["doc"] in here]
    wanted = {(r["doc"], int(r["start"]), int(r["end"])): r["actor"] for r in rows}
    for doc in documents:
        for mention, found, gold in _mentions(doc):
            key = (doc.doc, mention.start, mention.end)
            if key in wanted:
                given = found.actor_id if found else ""
                words = f"{gold.text} => {gold.name}" if gold.name else gold.text
                yield _linked(f"{key[0]}:{key[1]}", words, wanted.pop(key), given)
    if wanted:
        raise AssetError(f"{path}: no such mention: {', '.join(map(str, list(wanted)[:3]))}")


def _linked(where: str, words: str, wanted: str, given: str) -> Outcome:
    if given == wanted:
        verdict = "right" if wanted else "left"
    elif given and not given.startswith(("any.", "new.")):
        verdict = "wrong"
    elif not wanted:
        verdict = "left"
    else:
        verdict = "role" if given.startswith("any.") else "open"
    return Outcome(where, words, wanted, given, verdict)


def _identified(case: Case) -> Actor:
    whole = Span(start=0, end=len(case.text), text=case.text)
    mention = Actor(start=case.mention.start, end=case.mention.end, text=case.mention.text)
    claim = Claim(
        id="c", doc="r", kind="event", type="ASSAULT", trigger=whole, evidence=whole,
        actor=(mention,),
    )  # fmt: skip
    doc = Document(report_id="r", text=case.text, language="en", published=case.day)
    return identify_actors((claim,), doc)[0].actor[0]


def references(documents: Iterable[AnnotatedDocument]) -> Iterator[Outcome]:
    """Resolve every mention whose referent the coders wrote; each of a document once."""
    for doc in documents:
        context = Context(document_of(doc))
        for mention, found, gold in _mentions(doc):
            if gold.name:
                yield _reference(f"{doc.doc}:{mention.start}", gold, found, context)


def document_of(doc: AnnotatedDocument) -> Document:
    """The document of an annotated one, as cleaning gives it."""
    return Document(report_id=doc.doc, text=doc.text, language="en")


def claims_of(doc: AnnotatedDocument) -> tuple[Claim, ...]:
    """The annotated claims as an extractor gives them: no names of referents."""
    return tuple(_claim(doc, i, c) for i, c in enumerate(doc.claims))


def _mentions(
    doc: AnnotatedDocument,
) -> Iterator[tuple[Actor | Voice, Finding | None, AnnotatedMention]]:
    """Actors, recipients and sources of a document, each place once, with what is found."""
    claims = claims_of(doc)
    report = Report(claims, document_of(doc))
    seen = set()
    for claim, annotated in zip(claims, doc.claims, strict=True):
        for role in ("actor", "recipient", "source"):
            for mention, gold in zip(getattr(claim, role), annotated.roles[role], strict=True):
                if (gold.start, gold.end) not in seen:
                    seen.add((gold.start, gold.end))
                    yield mention, report.finding(mention, claim), gold


def _reference(
    where: str, gold: AnnotatedMention, found: Finding | None, context: Context
) -> Outcome:
    wanted = read_phrase(gold.name, context)
    verdict = "wrong"
    if found is None or not found.actor_id:
        verdict = "open"
    elif (wanted and wanted.actor_id == found.actor_id) or _same(gold.name, found.name):
        verdict = "right"
    elif found.actor_id.startswith("any."):
        verdict = "role"
    words = f"{gold.text} => {gold.name}"
    name = f"{found.actor_id} ({found.name})" if found else ""
    return Outcome(where, words, wanted.actor_id if wanted else "", name, verdict)


def _same(one: str, other: str) -> bool:
    words = [set(fold(" ".join(without_titles(n.split()))).split()) for n in (one, other)]
    return bool(words[0] and words[1]) and (words[0] <= words[1] or words[1] <= words[0])


def _claim(doc: AnnotatedDocument, index: int, claim: AnnotatedClaim) -> Claim:
    """The claim as the extractor would give it: no names of referents."""
    evidence = claim.sentence
    return Claim(
        id=f"{doc.doc}-{index}", doc=doc.doc, kind=claim.kind, type=claim.type,
        trigger=_span(claim.trigger), evidence=evidence,
        actor=tuple(Actor(start=m.start, end=m.end, text=m.text) for m in claim.roles["actor"]),
        recipient=tuple(
            Actor(start=m.start, end=m.end, text=m.text) for m in claim.roles["recipient"]
        ),
        source=tuple(Voice(start=m.start, end=m.end, text=m.text) for m in claim.roles["source"]),
        place=tuple(Place(start=m.start, end=m.end, text=m.text) for m in claim.roles["place"]),
    )  # fmt: skip


def _span(mention: AnnotatedMention) -> Span:
    return Span(start=mention.start, end=mention.end, text=mention.text)
