"""The invented reports with known happenings hold together, and are as hard as they should be."""

from collections import defaultdict

import pytest

from quality import incidents_gold as gold

SEVERAL = 12  # happenings that several claims tell, in each half


def happenings(name):
    """Happening to the reports that tell it, unclear claims left out."""
    found = defaultdict(list)
    for (doc, _), (_, label) in gold._labels(name):
        if label and label != gold.UNCLEAR:
            found[label].append(doc)
    return found


@pytest.mark.parametrize("name", gold.HALVES)
def test_each_label_stands_on_an_annotated_event(name):
    labels = dict(gold._labels(name))
    for annotated, doc in gold.documents(name):
        assert doc.published is not None
        for index, claim in enumerate(annotated.claims):
            if claim.kind == "event":
                gold._label(labels, name, annotated, index)
                labels.pop((annotated.doc, index))
    assert labels == {}


@pytest.mark.parametrize("name", gold.HALVES)
def test_there_are_happenings_that_several_reports_tell(name):
    across = [docs for docs in happenings(name).values() if len(set(docs)) > 1]
    assert len(across) >= SEVERAL
    assert sum(1 for _ in gold.documents(name)) >= 18


def test_the_halves_share_no_report_and_no_town():
    one, other = ({doc.doc for doc, _ in gold.documents(name)} for name in gold.HALVES)
    assert one.isdisjoint(other)
    texts = {name: " ".join(a.text for a, _ in gold.documents(name)) for name in gold.HALVES}
    for place in gold._places():
        assert sum(place in text for text in texts.values()) <= 1
