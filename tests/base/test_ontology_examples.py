"""The rule extractor reads every example of the ontology.

The examples are what the types mean, in one sentence each; the rules are the plainest
reading of them. Shares that are asked for are those that the rules reach today, so that an
example or a rule that is changed shows here.
"""

import re

import pytest

from sayso.base import ontology
from sayso.base.nouns import Claim, Count, Document, Reading, Sentence
from sayso.base.ontology import ClaimType, Example
from sayso.extract.rules import RuleExtractor

EXTRACTOR = RuleExtractor()
EXAMPLES = [(t, e) for t in ontology.load().types.values() for e in t.examples]
NUMBER = re.compile(
    r"(?:(?:at least|more than|about) )?(?:\d[\d,]*|\bdozens|\btwo)\b", re.IGNORECASE
)


def found(entry: ClaimType, example: Example) -> Claim | None:
    """The claim that the rules draw where the example marks one."""
    text = example.text
    counts = tuple(
        Count(start=m.start(), end=m.end(), text=m.group()) for m in NUMBER.finditer(text)
    )
    sentence = Sentence(start=0, end=len(text), text=text)
    marked = example.claim(entry.kind)
    claims = EXTRACTOR.extract(
        Document(report_id="r", text=text), Reading(sentences=(sentence,), counts=counts)
    )
    for claim in claims:
        overlaps = (
            claim.trigger.start < marked.trigger.end and marked.trigger.start < claim.trigger.end
        )
        if (claim.kind, claim.type) == (entry.kind, entry.name) and overlaps:
            return claim
    return None


@pytest.mark.parametrize(("entry", "example"), EXAMPLES, ids=[e.text for _, e in EXAMPLES])
def test_the_trigger_of_every_example_is_found_with_type_mode_status_and_doubt(
    entry: ClaimType, example: Example
):
    claim = found(entry, example)
    assert claim is not None
    assert (claim.mode, claim.status, claim.hedged) == (
        example.mode,
        example.status,
        example.hedged,
    )


@pytest.mark.parametrize(
    ("role", "share"),
    [
        ("actor", 1.0),
        ("recipient", 1.0),
        ("place", 1.0),
        ("time", 1.0),
        ("instrument", 1.0),
        ("source", 1.0),
    ],
)
def test_the_roles_of_the_examples_are_found(role: str, share: float):
    marked = right = 0
    for entry, example in EXAMPLES:
        claim = found(entry, example)
        words = {m.text for m in getattr(claim, role)} if claim else set()
        marked += len(example.words(role))
        right += len(words & set(example.words(role)))
    assert marked
    assert right >= share * marked, f"{right} of {marked}"
