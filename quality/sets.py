"""The sets that are measured, and how each is coded.

In:   the project's own reports (`quality/reports`), and, when the folder of shared data is
      there, `claims/dev` and `claims/seed`, the latter also as received
Out:  `Measured`: what an extractor made of one set

Method: the documents go the way that users' reports go: written as JSON lines, read and
coded by `sayso.code`. "own" and "dev" come divided into the annotators' sentences; "own,
as text" is the same reports as running text, divided by sayso itself.
Known faults: the sets hold clean text; what is lost on web pages and PDFs shows in the
tests of the readers, not here.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import sayso
from quality.received import code_received
from sayso.base.errors import BugInSayso
from sayso.base.nouns import Claim, Drop
from sayso.config import ExtractorName
from sayso.score import (
    AnnotatedDocument,
    Figure,
    Scores,
    fingerprint,
    intervals,
    pair_claims,
    read_annotated,
    score,
    who_to_whom_right,
)
from sayso.score.figures import Item

OWN = Path(__file__).resolve().parent / "reports"

# The figures that have floors: the first seven are those by which coders' agreement is known.
HEAD: dict[str, Item] = {
    "event claim": ("event", "claim"),
    "event, who to whom": ("event", "who to whom"),
    "event, all roles": ("event", "all roles"),
    "event source": ("event", "source"),
    "relation claim": ("relation", "claim"),
    "relation, who to whom": ("relation", "who to whom"),
    "status of paired claims": ("all", "status"),
    "not asserted": ("all", "not asserted"),
    "hedged": ("all", "hedged F1"),
    "mode of paired events": ("event", "mode"),
}
CLAIMS_RIGHT = "claims right"
WHO_TO_WHOM_RIGHT = "claims with who to whom right"


class TestSet(NamedTuple):
    """A set to measure.

    `counted` ones are small and give counts of claims, not F1. `received` is the one report of
    the set as an outlet published it; it is coded in place of the sentences.
    """

    name: str
    folder: Path
    as_text: bool = False
    counted: bool = False
    received: Path | None = None


class Measured(NamedTuple):
    """What came out for one set; `head` holds the figures that have floors."""

    name: str
    fingerprint: str
    made_by: str
    documents: tuple[AnnotatedDocument, ...]
    drops: tuple[Drop, ...]
    scores: Scores
    intervals: dict[Item, tuple[float, float]]
    head: dict[str, float]

    @property
    def n_claims(self) -> int:
        """Annotated claims of the set."""
        return sum(len(doc.claims) for doc in self.documents)

    def figure(self, name: str) -> Figure:
        """Give the counts behind one of the head figures."""
        return self.scores.figure(*HEAD[name])


def sets_of(data: Path | None) -> list[TestSet]:
    """List the sets: the project's own, and those of the shared data where they are there."""
    found = [TestSet("own", OWN), TestSet("own, as text", OWN, as_text=True)]
    if data is not None:
        for name in ("dev", "seed"):
            if (data / "claims" / name / "claims.jsonl").is_file():
                found.append(TestSet(name, data / "claims" / name, counted=name == "seed"))
        seed = data / "claims" / "seed"
        if (seed / "report.txt").is_file():
            found.append(
                TestSet("seed, as received", seed, counted=True, received=seed / "report.txt")
            )
    return found


def measure(test_set: TestSet, extractor: ExtractorName) -> Measured:
    """Code a set and score it.

    Raises:
        AssetError: the annotations do not keep to the codebook.
        BugInSayso: a document's text is not what its annotations count in.
    """
    documents = read_annotated(test_set.folder)
    if test_set.received is not None:
        received = code_received(test_set.received, documents[0], extractor)
        coded = {documents[0].doc: received}
        drops: tuple[Drop, ...] = ()
        made_by = received[0].made_by if received else ""
    else:
        coded, drops, made_by = _code(documents, extractor, as_text=test_set.as_text)
    scores = score(documents, coded)
    head: dict[str, float] = {name: scores.figure(*item).f1 for name, item in HEAD.items()}
    if test_set.counted:
        pairs = [
            pair for doc in documents for pair in pair_claims(doc.claims, coded.get(doc.doc, ()))
        ]
        head = {
            CLAIMS_RIGHT: len(pairs),
            WHO_TO_WHOM_RIGHT: sum(who_to_whom_right(*pair) for pair in pairs),
        }
    return Measured(
        name=test_set.name,
        fingerprint=fingerprint(test_set.folder, extractor),
        made_by=made_by,
        documents=documents,
        drops=drops,
        scores=scores,
        intervals=intervals(scores),
        head=head,
    )


def _code(
    documents: Sequence[AnnotatedDocument], extractor: ExtractorName, *, as_text: bool
) -> tuple[dict[str, list[Claim]], tuple[Drop, ...], str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for doc in documents:
                body = {"text": doc.text} if as_text else {"sentences": doc.sentences}
                file.write(json.dumps({"id": doc.doc} | body, ensure_ascii=False) + "\n")
        claims = sayso.code(path, extractor=extractor)
    texts = {doc.doc: doc.text for doc in documents}
    for read in claims.documents:
        if read.text != texts[read.report_id]:
            raise BugInSayso(f"{read.report_id}: the document's text is not that of the report")
    coded: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        coded[claim.doc].append(claim)
    return coded, claims.drops, claims[0].made_by if claims else ""
