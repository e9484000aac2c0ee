"""The demonstration: its files are fresh, and what was written into them is read out again."""

import gzip
import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from sayso.base.errors import InputError
from sayso.base.nouns import Document, Drop
from sayso.capture import read_inputs
from sayso.clean import clean

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo"


def _module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def docs():
    lines = (DEMO / "docs.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def cleaned():
    """What the stages make of demo/reports: documents, and reasons of drops."""
    documents: list[Document] = []
    reasons: list[str] = []
    for item in read_inputs([DEMO / "reports"]):
        if isinstance(item, Drop):
            reasons.append(item.reason)
            continue
        try:
            documents.append(clean(item, date=None))
        except InputError as err:
            reasons.append(err.reason)
    return documents, reasons


def test_the_files_are_what_docs_jsonl_says():
    made = dict(_module(DEMO / "make_reports.py").make())
    found = {path.name: path.read_bytes() for path in (DEMO / "reports").iterdir()}
    plain = {
        name: {n: gzip.decompress(b) if n.endswith(".gz") else b for n, b in files.items()}
        for name, files in (("made", made), ("found", found))
    }
    assert plain["made"] == plain["found"]


def test_twelve_reports_are_read_and_two_things_that_are_none_are_counted(cleaned):
    documents, reasons = cleaned
    assert len(documents) == 12
    assert Counter(reasons) == {"http_error": 1, "not_english": 1}


def test_every_sentence_survives_its_format(docs, cleaned):
    texts = {doc.title: " ".join(doc.text.split()) for doc in cleaned[0]}
    missing = [
        (doc["doc"], sentence)
        for doc in docs
        for sentence in doc["sentences"]
        if sentence not in texts[doc["title"]]
    ]
    assert missing == []


def test_what_stands_around_an_article_is_left_out(cleaned):
    text = "\n".join(doc.text for doc in cleaned[0])
    for words in ("cookie", "Read more", "Read also", "newsletter", "Most read", "Share on"):
        assert words not in text


def test_titles_are_not_doubled(docs, cleaned):
    for doc in cleaned[0]:
        assert " ".join(doc.text.split()).count(doc.title) == 1, doc.title
    assert {doc.title for doc in cleaned[0]} == {doc["title"] for doc in docs}


def test_days_are_found_or_left_open_and_never_wrong(docs, cleaned):
    stated = {doc["title"]: doc["date"] for doc in docs}
    found = {doc.title: str(doc.published) for doc in cleaned[0] if doc.published}
    assert found.items() <= stated.items()
    assert len(found) >= 8
    # The bulletin names a weekday, a day and a month, but no year.
    assert "Radio Nardish, evening bulletin, Monday 8 May" not in found


def test_the_claims_coded_by_hand_quote_their_sentences(docs):
    sentences = {doc["doc"]: doc["sentences"] for doc in docs}
    lines = (DEMO / "claims.jsonl").read_text("utf-8").splitlines()
    coded = [json.loads(line) for line in lines]
    assert [doc["doc"] for doc in coded] == list(sentences)
    for doc in coded:
        for claim in doc["claims"]:
            assert claim["trigger"] in sentences[doc["doc"]][claim["s"] - 1]
