"""Annotated reports to training examples: what does not fit is counted."""

import json

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from sayso.base.ontology import load
from sayso.extract.encode import Encoder
from sayso.extract.labels import Labels
from sayso.train.examples import Builder

SENTENCES = ["Rebels shelled Dorn on Monday .", "They fled ."]
CLAIMS = [
    {"s": 1, "kind": "event", "type": "ASSAULT", "mode": "heavy-weapons", "trigger": "shelled",
     "actor": ["Rebels => Northern Front"], "place": ["Dorn"], "source": ["@2 They"]},
    {"s": 2, "kind": "event", "type": "DISPLACE", "trigger": "fled", "actor": ["They => rebels"],
     "status": "negated", "hedged": True},
]  # fmt: skip


@pytest.fixture
def builder(tmp_path):
    words = sorted({w for s in SENTENCES for w in s.split()})
    vocabulary = {w: i for i, w in enumerate(["[UNK]", "[CLS]", "[SEP]", *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    docs, claims = {"doc": "a", "sentences": SENTENCES}, {"doc": "a", "claims": CLAIMS}
    (tmp_path / "docs.jsonl").write_text(json.dumps(docs) + "\n")
    (tmp_path / "claims.jsonl").write_text(json.dumps(claims) + "\n")
    return Builder(Labels.of(load()), Encoder(tmp_path / "tokenizer.json"))


def test_roles_are_tagged_at_their_words(builder, tmp_path):
    first, second = builder.folder(tmp_path)
    (claim,) = first.claims
    tags = builder.labels.tags
    assert [tags[i] for i in claim.roles] == [
        "O", "B-actor", "O", "B-place", "O", "O", "O", "O",
    ]  # fmt: skip
    assert claim.trigger == [2]
    (flight,) = second.claims
    assert (builder.labels.statuses[flight.status], flight.hedged) == ("negated", 1)


def test_what_is_left_out_is_counted_by_reason(builder, tmp_path):
    builder.folder(tmp_path)
    assert builder.left == {"mention in another sentence": 1}


def test_sentences_of_the_test_set_are_not_trained_on(builder, tmp_path):
    (first,) = builder.folder(tmp_path, frozenset([SENTENCES[1]]))
    assert first.text == SENTENCES[0]
    assert builder.left["sentence stands in dev or test"] == 1
