"""Annotated documents: words are found where the codebook says, and faults are named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sayso.base.errors import AssetError
from sayso.score import AnnotatedDocument, fingerprint, read_annotated

Write = Callable[..., Path]
EVENT: dict[str, Any] = {"s": 1, "kind": "event", "type": "ASSAULT", "trigger": "hit"}


def test_every_mention_is_the_words_of_the_text(document: AnnotatedDocument) -> None:
    for claim in document.claims:
        for mention in (claim.trigger, *(m for ms in claim.roles.values() for m in ms)):
            assert document.text[mention.start : mention.end] == mention.text


def test_a_name_after_the_arrow_is_kept_apart_from_the_words(document: AnnotatedDocument) -> None:
    (actor,) = document.claims[1].roles["actor"]
    assert (actor.text, actor.name) == ("it", "The army")


def test_words_of_another_sentence_are_found_there_and_called_far(
    document: AnnotatedDocument,
) -> None:
    (place,) = document.claims[2].roles["place"]
    assert place.far
    assert place.end <= len(document.sentences[0])


def test_words_that_stand_twice_are_those_nearest_to_the_trigger(annotate: Write) -> None:
    text = "The army left, and the army hit a post, the army said."
    (doc,) = read_annotated(annotate([EVENT | {"actor": ["the army"]}], [text]))
    (actor,) = doc.claims[0].roles["actor"]
    assert text[actor.end :].startswith(" hit")


def test_a_whole_word_goes_before_a_part_of_one(annotate: Write) -> None:
    text = "They hit the theatre; the man said he saw it."
    (doc,) = read_annotated(annotate([EVENT | {"source": ["he"]}], [text]))
    assert doc.claims[0].roles["source"][0].start == text.index("he saw")


def test_a_document_with_an_empty_list_counts_as_one_without_claims(annotate: Write) -> None:
    (doc,) = read_annotated(annotate([]))
    assert doc.claims == ()


def test_without_a_kind_of_source_the_source_stands_for_it(annotate: Write) -> None:
    (doc,) = read_annotated(annotate(source_kind="", source="Hill Radio"))
    assert doc.source_kind == "Hill Radio"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"type": "ATTACK"}, "no event of type 'ATTACK'"),
        ({"kind": "relation"}, "no relation of type 'ASSAULT'"),
        ({"mode": "demo"}, "has no mode 'demo'"),
        ({"s": 9}, "no sentence 9"),
        ({"actor": ["Martians"]}, "not in sentence 1: 'Martians'"),
        ({"place": ["@2 Monday"]}, "not in sentence 2: 'Monday'"),
        ({"place": ["@7 Monday"]}, "@7 Monday"),
        ({"actor": [""]}, "no words"),
        ({"trigger": "@2 shelled"}, "stands in another sentence"),
        ({"status": "perhaps"}, "perhaps"),
        ({"number": [{"t": "12", "what": "sheep"}]}, "sheep"),
        ({"wheel": 4}, "wheel"),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    annotate: Write, change: dict[str, Any], says: str
) -> None:
    claim = EVENT | {"trigger": "attacked"} | change
    with pytest.raises(AssetError, match=r"claims\.jsonl:1") as caught:
        read_annotated(annotate([claim]))
    assert says in str(caught.value)


def test_claims_of_a_document_that_is_not_there_are_refused(annotate: Write) -> None:
    folder = annotate()
    with (folder / "claims.jsonl").open("a") as file:
        file.write(json.dumps({"doc": "d2", "claims": []}) + "\n")
    with pytest.raises(AssetError, match="unknown documents: d2"):
        read_annotated(folder)


def test_a_document_that_stands_twice_is_refused(annotate: Write) -> None:
    folder = annotate()
    for name in ("docs.jsonl", "claims.jsonl"):
        line = (folder / name).read_text()
        (folder / name).write_text(line * 2)
        with pytest.raises(AssetError, match=rf"{name}:2: d1 stands twice"):
            read_annotated(folder)
        (folder / name).write_text(line)


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"claims\.jsonl: cannot be read"):
        read_annotated(tmp_path)


def test_the_fingerprint_changes_with_annotations_and_extractor(annotate: Write) -> None:
    folder = annotate()
    first = fingerprint(folder, "rules")
    assert first == fingerprint(folder, "rules")
    assert first != fingerprint(folder, "model")
    annotate([])
    assert first != fingerprint(folder, "rules")
