"""Copies in the record: added in any order the same rows, and only what changed is written."""

import random

import handmade
import pytest
import sqlalchemy as sa
import wire

from sayso.base.errors import ConfigError
from sayso.pipeline import Coded
from sayso.record import copies, schema
from sayso.record.decide import decide, undo
from sayso.record.ingest import add_many
from sayso.record.open import open_record


def item(doc):
    """A report of a document, with a claim of each paragraph that tells of killing."""
    report = handmade.make_report(doc.report_id, doc.text, published=doc.published)
    found = []
    if "killing" in doc.text:
        found.append(handmade.make_claim(doc, "ASSAULT", "killing"))
    return report, Coded(document=doc, reading=handmade.read(doc), claims=tuple(found))


def stories():
    docs = [wire.wire("agency", outlet="VNA"), *wire.rewritten().values()]
    docs.append(wire.wire("other", *wire.OTHER, title="Market roof falls on traders"))
    docs.append(wire.toll("Monday", "Ilsk", "three", "eight", "2031-03-04"))
    docs.append(wire.toll("Thursday", "Ostrel", "five", "two", "2031-03-07"))
    return docs


def add(record, *docs):
    with record.write("add", step="test") as act:
        add_many(act, [item(doc) for doc in docs])


def link(record):
    with record.write("link", step="copies") as act:
        return copies.update(act)


def open_rows(record, as_of=None):
    with record.read(as_of) as view:
        table = schema.copy
        rows = sa.select(table.c.report, table.c.of, table.c.kind, table.c.body)
        return sorted(view.conn.execute(rows.where(view.open(table))).all())


def row_numbers(record):
    with record.read() as view:
        rows = sa.select(schema.copy.c.n).where(view.open(schema.copy))
        return set(view.conn.execute(rows).scalars())


def marks(record, kind):
    with record.read() as view:
        rows = sa.select(schema.dirty.c.key).where(schema.dirty.c.kind == kind)
        return set(view.conn.execute(rows).scalars())


def forget(record, kind):
    with record.write("link") as act:
        act.conn.execute(sa.delete(schema.dirty).where(schema.dirty.c.kind == kind))


def bands(record):
    with record.read() as view:
        table = schema.copy_band
        return sorted(view.conn.execute(sa.select(table.c.band, table.c.document)).all())


@pytest.fixture
def linked(record):
    add(record, *stories())
    link(record)
    return record


def test_one_by_one_is_all_at_once(linked, tmp_path):
    docs = stories()
    random.Random(5).shuffle(docs)
    with open_record(tmp_path / "slow.sayso", create=True) as slow:
        for doc in docs:
            add(slow, doc)
            link(slow)
        assert open_rows(slow) == open_rows(linked) != []


def test_copies_are_of_the_agency_and_nothing_else_is_one(linked):
    names = {name for report, of, *_ in open_rows(linked) for name in (report, of)}
    assert names == {"agency", *wire.rewritten()}
    with linked.read() as view:
        found = copies.copies_of(view, ["cut"])
        assert "agency" in {copy.of for copy in found}
        assert {copy.report for copy in found} == {"cut"}
        assert len(copies.family_copies(view, ["cut"])) == len(open_rows(linked))
        assert copies.family_copies(view, ["other"]) == ()
        assert copies.days_of(view, ["agency"])["agency"].isoformat() == "2031-03-01"


def test_what_did_not_change_stays(linked):
    before = row_numbers(linked)
    add(linked, wire.wire("late", *wire.ATTACK[:5], day="2031-03-05"))
    counts = link(linked)
    assert counts["reports"] == 1
    assert counts["closed"] == counts["left"] == 0
    assert before < row_numbers(linked)
    assert len(row_numbers(linked) - before) == counts["found"] > 1


def test_a_report_that_comes_with_another_text_is_no_copy_any_more(linked):
    with linked.read() as view:
        then = view.conn.execute(sa.select(sa.func.max(schema.act.c.n))).scalar_one()
    before = open_rows(linked)
    add(linked, wire.wire("cut", *wire.FURNITURE, title="About the Post"))
    counts = link(linked)
    assert counts["closed"] > 0
    assert counts["found"] == 0
    assert open_rows(linked) == [row for row in before if "cut" not in row[:2]]
    assert open_rows(linked, then) == before


def test_looking_again_changes_nothing(linked):
    before, prints = row_numbers(linked), bands(linked)
    with linked.write("link") as act:
        rows = [{"kind": "document", "key": doc.report_id} for doc in stories()]
        act.conn.execute(sa.insert(schema.dirty), rows)
    forget(linked, "claim")
    counts = link(linked)
    assert (counts["found"], counts["closed"], counts["claims"]) == (0, 0, 0)
    assert (row_numbers(linked), bands(linked)) == (before, prints)
    assert marks(linked, "document") == marks(linked, "claim") == set()


def test_claims_of_a_family_that_got_another_original_are_marked(linked):
    forget(linked, "claim")
    add(linked, wire.wire("first", outlet="VNA", day="2031-02-28"))
    forget(linked, "claim")
    link(linked)
    with linked.read() as view:
        claim = schema.claim
        rows = sa.select(claim.c.id).where(view.open(claim), claim.c.report.notin_(["other"]))
        assert marks(linked, "claim") == set(view.conn.execute(rows).scalars())


def test_claims_of_others_are_not_marked(linked):
    add(linked, wire.toll("Friday", "Ilsk", "nine", "six", "2031-03-08"))
    forget(linked, "claim")
    assert link(linked)["claims"] == 0
    assert marks(linked, "claim") == set()


def test_a_part_is_done_and_the_rest_is_left(record, monkeypatch):
    add(record, *stories())
    monkeypatch.setattr(copies, "_BATCH", 4)
    left = [link(record)["left"] for _ in range(4)]
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    parts = open_rows(record)
    monkeypatch.undo()
    add(record, wire.wire("x", *wire.OTHER[1:]))
    link(record)
    assert [row for row in open_rows(record) if "x" not in row[:2]] == parts


def test_a_story_in_more_papers_than_are_compared_is_still_one_family(record, monkeypatch):
    monkeypatch.setattr(copies, "MOST_HOLDERS", 3)
    docs = [wire.wire(f"paper{n:02}", day="2031-03-01") for n in range(12)]
    for doc in docs:
        add(record, doc)
        link(record)
    with record.read() as view:
        family = copies.family_copies(view, ["paper11"])
    assert {name for copy in family for name in (copy.report, copy.of)} == {
        doc.report_id for doc in docs
    }
    assert len(family) < 12 * 11 / 2


def pairs(record):
    return {(report, of) for report, of, *_ in open_rows(record)}


def test_what_a_person_says_of_two_reports_goes_before_what_is_found(linked):
    before = open_rows(linked)
    report, of = sorted(pairs(linked))[0]
    forget(linked, "claim")
    made = decide(linked, "independent", report, of, person="Ada", reason="each was there")
    link(linked)
    assert pairs(linked) == {(a, b) for a, b, *_ in before} - {(report, of)}
    with pytest.raises(ConfigError, match="Ada decided independent on them"):
        decide(linked, "copy", report, of, person="Bo")
    add(linked, wire.wire("x", *wire.OTHER[1:]))
    link(linked)
    assert (report, of) not in pairs(linked)  # nor when linked anew
    undo(linked, made, person="Ada")
    link(linked)
    assert [row for row in open_rows(linked) if "x" not in row[:2]] == before


def test_a_person_may_join_what_is_in_other_words(linked):
    add(linked, wire.toll("Friday", "Ilsk", "nine", "six", "2031-03-08"))
    link(linked)
    names = sorted({name for pair in pairs(linked) for name in pair})
    with linked.read() as view:
        rows = sa.select(schema.document.c.report).where(view.open(schema.document))
        every = set(view.conn.execute(rows).scalars())
    lone = min(every - set(names))
    made = decide(linked, "copy", lone, names[0], person="Ada")
    link(linked)
    (own,) = [pair for pair in pairs(linked) if lone in pair]
    assert set(own) == {lone, names[0]}
    with linked.read() as view:
        (row,) = [c for c in copies.family_copies(view, [lone]) if lone in (c.report, c.of)]
    assert row.reasons == ("decided by Ada",)
    assert 0 <= row.share <= 1
    undo(linked, made, person="Ada")
    link(linked)
    assert not [pair for pair in pairs(linked) if lone in pair]


def test_a_pair_of_reports_needs_two_that_are_there(linked):
    report = sorted(pairs(linked))[0][0]
    for other in ("", report, "nothing"):
        with pytest.raises(ConfigError):
            decide(linked, "independent", report, other, person="Ada")
