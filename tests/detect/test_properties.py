"""What holds for any text."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.base.nouns import Document, Reading
from sayso.detect import read
from sayso.detect.amounts import bounds

PIECES = st.sampled_from(
    "“ ” \" ‘ ’ ' « » ( ) [ ] . ! ? … , ; : — - • \n \n\n a.m. U.S. Gen. Vasko Orl he said told "  # noqa: SIM905
    "the army men according to 12 160,000 3-5 16 000 $5 % two hundred and fifty dozens at least "
    "between no one aged Jan. 2014 é 𝒳 \u00a0 \u2028 \x85 \x1c `` ''".split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=60).map(" ".join),
    st.lists(PIECES, max_size=60).map("".join),
)


def document(text: str) -> Document:
    blocks = tuple((m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    return Document(report_id="r", text=text, blocks=blocks)


def check(doc: Document, reading: Reading) -> None:
    for span in (*reading.sentences, *reading.quotations, *reading.counts):
        assert doc.text[span.start : span.end] == span.text
        assert span.start < span.end
    for quote in reading.quotations:
        for voice in quote.voices:
            assert doc.text[voice.start : voice.end] == voice.text
    for group in (reading.sentences, reading.quotations, reading.counts):
        for one, other in pairwise(group):
            assert one.end <= other.start
    kept = "".join("".join(s.text.split()) for s in reading.sentences)
    assert kept == "".join(doc.text.split())
    for sentence in reading.sentences:
        assert sentence.text == sentence.text.strip()
        if doc.blocks:
            start, end = doc.blocks[sentence.block]
            assert start <= sentence.start
            assert sentence.end <= end
    for count in reading.counts:
        assert any(s.start <= count.start and count.end <= s.end for s in reading.sentences)
        assert count.low is None or count.high is None or count.low <= count.high


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_every_span_fits_and_no_word_is_lost(text):
    doc = document(text)
    check(doc, read(doc))


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_the_same_holds_for_a_text_without_blocks(text):
    doc = Document(report_id="r", text=text)
    check(doc, read(doc))


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_any_phrase_has_bounds_in_order(phrase):
    low, high = bounds(phrase)
    assert low is None or low >= 0
    assert high is None or high >= 0
    assert low is None or high is None or low <= high


@pytest.mark.parametrize("unit", ["“He said so. ", "(He said so. ", "word ", "12 men, ", "\n", "x"])
def test_the_time_grows_with_the_length(unit):
    def seconds(size: int) -> float:
        doc = document((unit * (size // len(unit))) + ".")
        taken = []
        for _ in range(3):  # the least of three: a collection of garbage is not the reader's time
            start = time.process_time()
            read(doc)
            taken.append(time.process_time() - start)
        return min(taken)

    seconds(20_000)
    # Linear is 4; quadratic would be 16. The constant keeps the clock's grain out.
    assert seconds(100_000) < 8 * seconds(25_000) + 0.2


def test_a_line_of_two_megabytes_is_read():
    sentence = "The army of Ordania said that more than 160 men had left Kesh by noon. "
    doc = document(sentence * (2_000_000 // len(sentence)))
    reading = read(doc)
    assert len(reading.sentences) == len(reading.counts) == 2_000_000 // len(sentence)
