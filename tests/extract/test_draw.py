"""Drawing claims with a network: here a made-up one that knows two words."""

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from sayso.base.nouns import Count, Document, Quotation, Reading, Sentence, Voice
from sayso.base.ontology import load
from sayso.extract.assemble import Found, Mention, assemble
from sayso.extract.draw import Drawer, Filled, Thresholds
from sayso.extract.encode import Encoder
from sayso.extract.labels import Labels

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "rebels",
    "shelled",
    "dorn",
    ",",
    "killing",
    "at",
    "least",
    "12",
    ".",
    "leader",
    "kasht",
    "said",
]
LABELS = Labels.of(load())
TYPES = {"shelled": LABELS.types.index("ASSAULT"), "leader": LABELS.types.index("leads")}
SLOTS = {"rebels": "actor", "dorn": "place", "kasht": "actor", "12": "number:killed"}


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    tokenizer.save(str(path))
    return Encoder(path)


class WordNetwork:
    """Triggers on two words, and fills roles by word; hidden states are the ids."""

    def read(self, ids, shapes, mask):
        logits = np.full((*ids.shape, len(LABELS.types)), -9.0, dtype=np.float32)
        for word, type_ in TYPES.items():
            logits[ids == WORDS.index(word), type_] = 9
        return ids[:, :, None].astype(np.float32), logits

    def fill(self, hidden, mask, marks, types):
        ids = hidden[:, :, 0].astype(int)
        n, t = ids.shape
        role = np.zeros((n, t, len(LABELS.tags)), dtype=np.float32)
        role[:, :, 0] = 5
        for word, slot in SLOTS.items():
            role[ids == WORDS.index(word), LABELS.tags.index("B-" + slot)] = 9
        source = np.tile(np.array([5.0, 0, 0], dtype=np.float32), (n, t, 1))
        mode = np.zeros((n, len(LABELS.modes)), dtype=np.float32)
        mode[:, LABELS.modes.index("heavy-weapons")] = 5
        status = np.tile(np.array([5.0, 0, 0, 0], dtype=np.float32), (n, 1))
        return Filled(role, source, status, np.tile(np.float32([5, 0]), (n, 1)), mode)


@pytest.fixture
def drawer(encoder):
    limits = Thresholds(np.full(len(LABELS.types), 0.5, dtype=np.float32))
    return Drawer(WordNetwork(), encoder, LABELS, limits)


def reading_of(text, *, counts=(), quotations=()):
    sentences, at = [], 0
    for part in text.split("|"):
        sentences.append(Sentence(start=at, end=at + len(part), text=part))
        at += len(part) + 1
    return Reading(sentences=tuple(sentences), counts=counts, quotations=quotations)


def draw(drawer, text, **found):
    doc = Document(report_id="r-1", text=text.replace("|", " "), outlet="The Outlet")
    return doc, drawer.draw(doc, reading_of(text, **found), "test")


def test_every_span_is_the_words_of_the_text(drawer):
    doc, claims = draw(drawer, "Kasht said .|Rebels shelled Dorn , killing at least 12 .")
    (claim,) = claims
    for span in (claim.trigger, claim.evidence, *claim.actor, *claim.place, *claim.number):
        assert doc.text[span.start : span.end] == span.text
    assert (claim.trigger.text, claim.evidence.text[:6]) == ("shelled", "Rebels")
    assert [a.text for a in claim.actor] == ["Rebels"]
    assert claim.outlet == "The Outlet"


def test_a_mode_that_the_type_does_not_have_is_not_given(drawer):
    _, claims = draw(drawer, "Rebels shelled Dorn .|leader Kasht")
    assert {c.type: c.mode for c in claims} == {"ASSAULT": "heavy-weapons", "leads": ""}


def test_a_count_brings_its_bounds(drawer):
    text = "Rebels shelled Dorn , killing at least 12 ."
    start = text.index("at least")
    count = Count(start=start, end=start + 11, text="at least 12", low=12, high=None)
    _, (claim,) = draw(drawer, text, counts=(count,))
    (number,) = claim.number
    assert (number.what, number.low, number.high) == ("killed", 12, None)


def test_a_claim_in_a_quotation_is_said_by_its_speaker_in_another_sentence(drawer):
    text = "Kasht said .|Rebels shelled Dorn ."
    voice = Voice(start=0, end=5, text="Kasht")
    quotation = Quotation(start=13, end=len(text), text=text[13:], voices=(voice,))
    _, (claim,) = draw(drawer, text, quotations=(quotation,))
    assert claim.source == (voice,)


def test_claims_come_in_text_order_whatever_the_length_of_sentences(drawer):
    text = "|".join(["Rebels shelled Dorn , killing at least 12 .", "leader Kasht"] * 20)
    _, claims = draw(drawer, text)
    assert [c.trigger.start for c in claims] == sorted(c.trigger.start for c in claims)
    assert len(claims) == 40
    assert len({c.id for c in claims}) == 40


def test_two_places_joined_by_and_are_two():
    text = "Kasht struck Dorn and Ilmen in Bosnia and Herzegovina"
    doc = Document(report_id="r-1", text=text)
    (sentence,) = reading_of(text).sentences
    places = [Mention("place", 13, 27), Mention("place", 31, len(text))]
    found = Found("event", "ASSAULT", "", 6, 12, places, (), "asserted", False, 1.0)
    claim = assemble(doc, sentence, reading_of(text), found, "test")
    assert [p.text for p in claim.place] == ["Dorn", "Ilmen", "Bosnia and Herzegovina"]
    assert all(text[p.start : p.end] == p.text for p in claim.place)


def test_the_end_of_a_very_long_sentence_is_read(drawer):
    text = "said " * 400 + "Rebels shelled Dorn ."
    doc, (claim,) = draw(drawer, text)
    assert claim.trigger.text == "shelled"
    assert doc.text[claim.trigger.start :].startswith("shelled")
    assert [p.text for p in claim.place] == ["Dorn"]
