"""Rows of the tables are the nouns, whatever a noun may hold."""

import sys

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.base.errors import ConfigError
from sayso.base.nouns import (
    Claim,
    Document,
    Drop,
    Media,
    Reading,
    Report,
    Sentence,
    Where,
)
from sayso.config import Settings, with_choices
from sayso.engines import code_each
from sayso.pipeline import Coded
from sayso.shards.columns import (
    DropRow,
    Stored,
    claims_of,
    drops_of,
    key_of,
    part_of,
    stored_of,
    table_of,
)

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
days = st.none() | st.dates()
reports = st.builds(
    Report,
    report_id=words,
    content=st.binary(max_size=20),
    media=st.sampled_from(Media),
    origin=words,
    title=words,
    published=days,
    published_from=st.none() | st.sampled_from(["given", "dateline"]),
    sentences=st.lists(words, max_size=2).map(tuple),
)
offsets = st.tuples(st.integers(0, 9), st.integers(0, 9))
documents = st.builds(
    Document,
    report_id=words,
    text=words,
    published=days,
    blocks=st.lists(offsets, max_size=2).map(tuple),
)


def tables_of(coded):
    return [table_of([one]) for one in part_of(coded).tables]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(reports, documents, st.lists(offsets, max_size=3)), max_size=4))
def test_documents_and_reports_come_back(made):
    coded = [
        (
            report,
            Coded(
                document=doc,
                reading=Reading(
                    sentences=tuple(Sentence(start=s, end=e, text="") for s, e in spans)
                ),
            ),
        )
        for report, doc, spans in made
    ]
    found = stored_of(tables_of(coded)[0])
    assert [row.received for row in found] == [report for report, _, _ in made]
    assert [row.spans for row in found] == [tuple(spans) for _, _, spans in made]
    fields = [field.name for field in msgspec.structs.fields(Document)]
    for row, (_, doc, _) in zip(found, made, strict=True):
        assert {name: getattr(row, name) for name in fields} == msgspec.structs.asdict(doc)


def test_claims_come_back_with_all_that_they_hold(known_story):
    doc, claims = known_story
    report = Report(report_id=doc.report_id, content=b"x", media=Media.TEXT, origin=doc.origin)
    placed = msgspec.structs.replace(claims[0], where=Where(name="Ilsk", lat=0.0, lon=-1.5))
    given_claims = (placed, *claims[1:])
    found = claims_of(tables_of([(report, Coded(document=doc, claims=given_claims))])[1])
    assert tuple(found) == given_claims
    assert all(isinstance(claim, Claim) for claim in found)


def test_drops_come_back_with_the_report_that_they_are_of():
    report = Report(report_id="r1", content=b"x", media=Media.TEXT, origin="a.txt")
    early = Drop(step="capture", reason="empty", origin="b.txt")
    late = Drop(step="clean", reason="not_english", origin="a.txt", detail="fr")
    rows = drops_of(tables_of([(early, Coded(drop=early)), (report, Coded(drop=late))])[2])
    assert [(row.reason, row.report_id) for row in rows] == [("empty", ""), ("not_english", "r1")]
    assert isinstance(rows[0], DropRow)
    assert not isinstance(rows[0], Stored)


def test_key_tells_items_apart():
    report = Report(report_id="r1", content=b"x", media=Media.TEXT, origin="a.txt")
    others = [
        msgspec.structs.replace(report, content=b"y"),
        msgspec.structs.replace(report, origin="b.txt"),
        msgspec.structs.replace(report, report_id="r2"),
        Drop(step="capture", reason="empty", origin="a.txt"),
    ]
    assert len({key_of(item) for item in [report, *others]}) == 5


def test_without_ray_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"pip install 'sayso\[ray\]'"):
        list(code_each([], with_choices(Settings(), engine="ray", extractor="rules")))
