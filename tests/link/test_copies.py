"""Copies are found whatever a paper does to them, and only they; what they add is told."""

import random

import numpy as np
import pytest
import wire
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.base.joined import Copy, Passage
from sayso.link.copies import (
    compare,
    families,
    find_copies,
    fingerprints,
    is_added,
    origin,
    read_wording,
)

AGENCY = wire.wire("agency", outlet="VNA", day="2031-03-01")
REWRITTEN = wire.rewritten()
KINDS = {"toll": "update", "more": "update"}


def copy_of(one, other):
    return compare(read_wording(one), read_wording(other))


def added(doc, copy):
    return [doc.text[passage.start : passage.end] for passage in copy.adds]


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_rewritten_story_is_a_copy(name):
    copy = copy_of(AGENCY, REWRITTEN[name])
    assert copy is not None
    assert (copy.report, copy.of) == (name, "agency")
    assert copy.kind == KINDS.get(name, "copy")
    assert 0.5 < copy.share <= 1
    assert copy.reasons


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_rewritten_story_is_found_by_its_fingerprints(name):
    assert find_copies(map(read_wording, (AGENCY, REWRITTEN[name]))) != ()


@pytest.mark.parametrize("name", [name for name in REWRITTEN if name not in KINDS])
def test_a_copy_adds_nothing(name):
    assert copy_of(AGENCY, REWRITTEN[name]).adds == ()


def test_an_update_adds_what_is_new():
    more = REWRITTEN["more"]
    assert added(more, copy_of(AGENCY, more)) == [wire.NEW]


def test_a_number_that_rose_is_new_and_the_reasons_say_so():
    toll = REWRITTEN["toll"]
    copy = copy_of(AGENCY, toll)
    (passage,) = added(toll, copy)
    assert passage.startswith("Bomb at market in Ilsk kills 17")
    assert passage.endswith(wire.RISEN)
    assert "number 12 is now 17" in copy.reasons


def test_a_sentence_that_is_turned_round_is_new():
    lead, *rest = wire.ATTACK
    claimed = rest[2].replace("Nobody claimed", "The Front claimed")
    doc = wire.wire("claimed", lead, *rest[:2], claimed, *rest[3:])
    assert added(doc, copy_of(AGENCY, doc)) == ["The Front claimed the attack."]


def test_two_reporters_who_quote_one_speaker_are_no_copies():
    other = wire.wire("other", *wire.OTHER, title="Market roof falls on traders")
    assert copy_of(AGENCY, other) is None


def test_a_part_of_each_is_a_partial_copy():
    other = wire.wire("mixed", *wire.OTHER, *wire.ATTACK[3:5], title="Market roof falls")
    copy = copy_of(AGENCY, other)
    assert copy.kind == "partial"
    new = " ".join(added(other, copy))
    assert wire.OTHER[0] in new
    assert not any(part in new for part in wire.ATTACK[3:5])


def test_happenings_told_from_one_template_are_no_copies():
    told = [
        wire.toll("Monday", "Ilsk", "three", "eight", "2031-03-04"),
        wire.toll("Thursday", "Ostrel", "five", "two", "2031-03-07"),
        wire.toll("Friday", "Ilsk", "nine", "six", "2031-03-08"),
        wire.bulletin("Monday", "14", "230", "2,345", "2031-03-04"),
        wire.bulletin("Tuesday", "19", "187", "2,364", "2031-03-05"),
    ]
    assert [copy for a in told for b in told if a is not b and (copy := copy_of(a, b))] == []


def test_the_same_words_about_another_monday_are_no_copy():
    monday = (
        "Shells killed {} people in Ilsk on Monday and set fire to the grain store by the river"
    )
    text = monday + ", a doctor at the hospital said. The army and the Front blamed each other."
    one = wire.wire("one", text.format("four"), title="", day="2031-03-04")
    other = wire.wire("other", text.format("six"), title="", day="2031-03-11")
    assert copy_of(one, other) is None
    assert copy_of(one, wire.wire("next", text.format("six"), title="", day="2031-03-05"))
    old = wire.wire("old", outlet="Almanac", day="2032-03-01")
    assert copy_of(AGENCY, old).kind == "copy"  # printed again a year later


def test_a_bulletin_in_two_papers_is_a_copy():
    one = wire.bulletin("Monday", "14", "230", "2,345", "2031-03-04")
    two = wire.wire("paper", *one.text.split("\n\n")[1:], title="Toll rises", day="2031-03-05")
    assert copy_of(one, two).kind == "copy"


def test_an_outlets_furniture_makes_no_copies():
    one = wire.wire("one", *wire.ATTACK[:2], *wire.FURNITURE, outlet="Valley Post")
    two = wire.wire("two", *wire.OTHER[2:], *wire.FURNITURE, outlet="Valley Post")
    later = wire.wire("two", *wire.OTHER[2:], *wire.FURNITURE, outlet="Post", day="2031-06-01")
    assert copy_of(one, two) is None
    assert copy_of(one, later) is None


def test_texts_of_a_few_words_are_copies_only_when_they_are_enough():
    short = "Rebels seized the border town of Ilsk on Monday."
    assert copy_of(wire.wire("a", short, title=""), wire.wire("b", short, title="")) is None
    empty = wire.wire("a", "Ilsk.", title="")
    assert fingerprints(read_wording(empty)) == ()
    assert copy_of(empty, AGENCY) is None


def test_the_earlier_report_is_the_one_that_is_repeated():
    late, unknown = wire.wire("a", day="2031-03-09"), wire.wire("aa", day=None)
    assert copy_of(late, AGENCY).of == "agency"
    assert copy_of(unknown, late).of == "a"
    assert copy_of(wire.wire("ab", day=None), unknown).of == "aa"


def test_fingerprints_are_the_same_everywhere():
    # They are stored: if this fails, records have to be indexed anew, so raise VERSION.
    wording = read_wording(AGENCY)
    prints = fingerprints(wording)
    assert (len(prints), prints[0], prints[-1]) == (16, 409661226604452099, 2294843594141845027)
    assert wording.runs.dtype == np.uint64
    assert wording.words[:6] == ("bomb", "at", "market", "in", "ilsk", "kills")


# --- families -----------------------------------------------------------------------------


def pair(report, of, *adds):
    return Copy(report=report, of=of, kind="copy", share=1.0, adds=adds)


def test_a_family_has_the_earliest_report_as_its_original():
    copies = [pair("b", "a"), pair("c", "b"), pair("z", "y")]
    expected = {"a": "a", "b": "a", "c": "a", "y": "y", "z": "y"}
    assert families(copies) == families(reversed(copies)) == expected


def test_of_several_that_repeat_none_the_earliest_published_is_the_original():
    copies = [pair("c", "a"), pair("c", "b")]
    a, b = wire.wire("a", day="2031-03-02"), wire.wire("b", day="2031-03-01")
    days = {name: doc.published for name, doc in {"a": a, "b": b}.items()}
    assert families(copies)["c"] == "a"
    assert families(copies, days)["c"] == "b"


def test_words_are_whose_report_told_them_first():
    copies = [pair("c", "b", Passage(start=50, end=90)), pair("c", "a", Passage(start=0, end=90))]
    assert origin("c", 0, 40, copies) == "b"
    assert origin("c", 50, 90, copies) == "c"
    assert origin("a", 0, 40, copies) == "a"
    assert not is_added(copies[0], 40, 60)  # just half of it
    assert is_added(copies[0], 45, 60)


def test_copies_of_a_story_are_one_voice_but_for_what_they_add():
    docs = {"agency": AGENCY, **REWRITTEN}
    copies = find_copies(map(read_wording, docs.values()))
    days = {name: doc.published for name, doc in docs.items()}
    assert set(families(copies, days).values()) == {"agency"}
    for name, doc in docs.items():
        start = doc.text.index("President Ana Dorell") if "Dorell" in doc.text else 0
        assert origin(name, start, start + 80, copies, days) == "agency"
    start = docs["more"].text.index(wire.NEW)
    assert origin("more", start, start + 80, copies, days) == "more"


# --- properties ---------------------------------------------------------------------------


@st.composite
def reports(draw):
    """Some reports, each of some paragraphs of some stories, in some order."""
    stories = (*wire.ATTACK, *wire.OTHER, wire.REWORDED, wire.RISEN, wire.NEW, *wire.FURNITURE)
    bodies = draw(
        st.lists(
            st.lists(st.sampled_from(stories), min_size=1, max_size=8, unique=True),
            min_size=2,
            max_size=6,
        )
    )
    days = st.sampled_from(["2031-03-01", "2031-03-02", "2031-05-01", None])
    outlets = st.sampled_from(["Valley Post", "Dask Times", "Marn Radio", ""])
    return [
        wire.wire(f"r{n}", *body, outlet=draw(outlets), day=draw(days))
        for n, body in enumerate(bodies)
    ]


@settings(deadline=None, max_examples=40)
@given(reports())
def test_a_pair_is_judged_the_same_whatever_comes_first_and_whatever_else_is_there(docs):
    wordings = [read_wording(doc) for doc in docs]
    copies = find_copies(wordings)
    random.Random(3).shuffle(wordings)
    assert find_copies(wordings) == copies
    for i, one in enumerate(wordings):
        for other in wordings[:i]:
            copy = compare(one, other)
            assert compare(other, one) == copy
            assert set(find_copies([one, other])) == {
                c for c in copies if {c.report, c.of} == {one.report, other.report}
            }


@settings(deadline=None, max_examples=40)
@given(reports())
def test_added_passages_are_whole_sentences_of_the_text(docs):
    texts = {doc.report_id: doc for doc in docs}
    for copy in find_copies(map(read_wording, docs)):
        text = texts[copy.report].text
        last = -1
        for passage in copy.adds:
            assert last < passage.start < passage.end <= len(text)
            last = passage.end
            words = text[passage.start : passage.end]
            assert words == words.strip()
            assert words[-1] in ".”\"'" or words.splitlines()[-1] == texts[copy.report].title
        assert 0 <= copy.share <= 1


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_read(text):
    doc = wire.wire("any", day=None).__class__(report_id="any", text=text)
    wording = read_wording(doc)
    assert len(wording.words) == len(wording.starts) == len(wording.quoted)
    assert all(text[s:e] for s, e in zip(wording.starts, wording.ends, strict=True))
    copy = compare(wording, read_wording(AGENCY))
    assert copy is None
