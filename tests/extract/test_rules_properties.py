"""What holds for whatever text the rule extractor is given."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.base.nouns import ROLES, Count, Document, Quotation, Reading, Sentence, Voice
from sayso.extract.rules import RuleExtractor

EXTRACTOR = RuleExtractor()

WORDS = [
    "Rebels", "the", "army", "Velmar", "attacked", "killed", "12", "at", "least", "on", "Monday",
    "in", "Kesh", ",", "said", "that", "who", "to", "of", "by", "and", "accused", "urged", "’s",
    "'s", "(LM)", "leader", "president", "Oru", "Tamm", "U.S.", "-backed", "Velmar-backed", "not",
    "will", "if", "“", "”", ".", "air", "strikes", "shelling", "released", "was", "according",
    "İstanbul", "ﬁght", "attack", "held", "with", "between", "must", "—",
]  # fmt: skip
news = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
anything = st.text(max_size=120)
texts = st.lists(st.one_of(news, anything), max_size=4)


def document(sentences: list[str]) -> tuple[Document, Reading]:
    """Sentences joined by one space, each with a count and a quotation wherever one fits."""
    text, at, spans, counts, quotations = " ".join(sentences), 0, [], [], []
    for words in sentences:
        end = at + len(words)
        spans.append(Sentence(start=at, end=end, text=words))
        if "12" in words:
            start = at + words.index("12")
            counts.append(Count(start=start, end=start + 2, text="12", low=12, high=12))
        if words:
            voice = Voice(start=at, end=at + 1, text=words[0])
            quotations.append(Quotation(start=at, end=end, text=words, voices=(voice,)))
        at = end + 1
    reading = Reading(sentences=tuple(spans), counts=tuple(counts), quotations=tuple(quotations))
    return Document(report_id="r", text=text), reading


@given(texts)
@settings(deadline=None)
def test_every_span_has_the_words_that_stand_there(sentences: list[str]):
    doc, reading = document(sentences)
    for claim in EXTRACTOR.extract(doc, reading):
        roles = [span for role in ROLES for span in getattr(claim, role)]
        for span in (claim.trigger, claim.evidence, *roles):
            assert 0 <= span.start < span.end <= len(doc.text)
            assert doc.text[span.start : span.end] == span.text
        assert claim.evidence.start <= claim.trigger.start < claim.trigger.end
        assert claim.trigger.end <= claim.evidence.end


@given(texts)
@settings(deadline=None)
def test_two_claims_of_a_kind_never_share_a_word_of_their_triggers(sentences: list[str]):
    claims = EXTRACTOR.extract(*document(sentences))
    assert len({c.id for c in claims}) == len(claims)
    for kind in ("event", "relation"):
        spans = sorted((c.trigger.start, c.trigger.end) for c in claims if c.kind == kind)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@given(texts)
@settings(deadline=None)
def test_the_same_text_gives_the_same_claims_in_text_order(sentences: list[str]):
    doc, reading = document(sentences)
    claims = EXTRACTOR.extract(doc, reading)
    assert claims == RuleExtractor().extract(doc, reading)
    starts = [c.trigger.start for c in claims]
    assert starts == sorted(starts)


@given(texts, news)
@settings(deadline=None)
def test_a_sentence_more_changes_no_claim_of_those_before_it(sentences: list[str], more: str):
    before = EXTRACTOR.extract(*document(sentences))
    after = EXTRACTOR.extract(*document([*sentences, more]))
    assert set(before) <= set(after)
