"""Splitting a text where spans begin and end."""

from hypothesis import given
from hypothesis import strategies as st

from sayso.base.nouns import Claim, Document, Span
from sayso.show.segments import blocks_of, paragraphs


def test_segments_of_a_paragraph_are_its_text(story):
    doc, claims = story
    joined = ["".join(s.text for s in segments) for segments in paragraphs(doc, claims)]
    assert joined == [doc.text[start:end] for start, end in doc.blocks]


def test_words_in_two_claims_know_both(story):
    doc, claims = story
    body = paragraphs(doc, claims)[1]
    assert body[0].text == "Rebels"
    assert [(m.claim, m.role.name) for m in body[0].marks] == [(0, "actor"), (1, "actor")]


def test_document_without_blocks_is_split_at_blank_lines():
    doc = Document(report_id="r", text="One\nline.\n \nTwo.\n")
    assert [doc.text[a:b].strip() for a, b in blocks_of(doc)] == ["One\nline.", "Two."]


@given(st.data())
def test_any_spans_leave_the_text_whole(data):
    text = data.draw(st.text(alphabet="ab \u00e9\U0001f600", min_size=1, max_size=40))
    cut = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)

    def span(pair):
        return Span(start=pair[0], end=pair[1], text=text[pair[0] : pair[1]])

    claims = [
        Claim(
            id=str(n),
            doc="r",
            kind="event",
            type="AID",
            trigger=span(data.draw(cut)),
            evidence=span(data.draw(cut)),
            instrument=(span(data.draw(cut)),),
        )
        for n in range(data.draw(st.integers(0, 4)))
    ]
    doc = Document(report_id="r", text=text, blocks=((0, len(text)),))
    (segments,) = paragraphs(doc, claims)
    assert "".join(segment.text for segment in segments) == text
    for segment in segments:
        assert doc.text[segment.start : segment.end] == segment.text
        assert all(m.start <= segment.start and segment.end <= m.end for m in segment.marks)
