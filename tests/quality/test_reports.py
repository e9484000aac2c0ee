"""The project's own test set is well formed and holds what it is there for."""

import itertools
from collections import Counter
from pathlib import Path

import pytest

from sayso.base import ontology
from sayso.base.nouns import Status
from sayso.score import AnnotatedDocument, read_annotated

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"wire", "paper", "broadcast", "statement", "ngo", "blog"}


@pytest.fixture(scope="module")
def documents() -> tuple[AnnotatedDocument, ...]:
    return read_annotated(ROOT / "quality" / "reports")


def test_it_reads_by_the_codebook(documents: tuple[AnnotatedDocument, ...]) -> None:
    assert len(documents) >= 77
    assert {doc.source_kind for doc in documents} == KINDS


def test_every_report_was_coded(documents: tuple[AnnotatedDocument, ...]) -> None:
    assert all(doc.claims for doc in documents)


def test_every_type_is_there_often_enough_to_be_measured(
    documents: tuple[AnnotatedDocument, ...],
) -> None:
    types = Counter(claim.type for doc in documents for claim in doc.claims)
    assert min(types[name] for name in ontology.load().types) >= 9


@pytest.mark.parametrize(
    ("status", "least"), [("negated", 40), ("future", 15), ("hypothetical", 40)]
)
def test_what_did_not_happen_is_there(
    documents: tuple[AnnotatedDocument, ...], status: Status, least: int
) -> None:
    assert sum(claim.status == status for doc in documents for claim in doc.claims) >= least


def test_no_claim_stands_twice(documents: tuple[AnnotatedDocument, ...]) -> None:
    for doc in documents:
        keys = Counter((c.type, c.trigger.start, c.trigger.end) for c in doc.claims)
        assert keys.most_common(1)[0][1] == 1, doc.doc


def test_mentions_do_not_overlap_within_a_role(documents: tuple[AnnotatedDocument, ...]) -> None:
    for doc in documents:
        for claim in doc.claims:
            for role, found in claim.roles.items():
                spans = sorted((m.start, m.end) for m in found)
                for (_, end), (start, _) in itertools.pairwise(spans):
                    assert end <= start, (doc.doc, claim.trigger.text, role)


def test_no_recipe_reads_it() -> None:
    for path in (ROOT / "recipes").rglob("*.toml"):
        assert "quality/reports" not in path.read_text("utf-8"), path
