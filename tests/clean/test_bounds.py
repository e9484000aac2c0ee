"""Language, length, and what always holds."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.base.errors import InputError
from sayso.base.nouns import Document, Media
from sayso.clean import MAX_CHARS

TITLE = "Rebels seize bridge at Orda"
PROSE = (
    "The army said that rebels had attacked the town of Orda and that twelve people were killed."
)


@pytest.mark.parametrize(
    "foreign",
    [
        "Los rebeldes atacaron la aldea el lunes y mataron a doce soldados, según el ejército.",
        "Die Rebellen haben am Montag das Dorf angegriffen und zwölf Soldaten getötet.",
        "هاجم المتمردون القرية يوم الاثنين وقتلوا اثني عشر جنديا، حسبما أعلن الجيش.",
        "Pemberontak menyerang desa itu pada hari Senin dan menewaskan dua belas tentara.",
    ],
)
def test_other_languages_are_dropped(make: Any, foreign: str) -> None:
    assert make.reason(make.received(foreign)) == "not_english"
    assert make.reason(make.received(foreign, language="en")) == "not_english"


@pytest.mark.parametrize("short", ["Gunmen kill 12", "Kabul", "Al-Shabaab", "12 dead"])
def test_text_too_short_to_tell_is_kept(make: Any, short: str) -> None:
    assert make.text(short).language in ("", "en")


def test_english_is_told(make: Any) -> None:
    assert make.text(PROSE).language == "en"
    assert make.text(PROSE, language="es").language == "en"


def test_no_words_are_no_text(make: Any) -> None:
    assert make.reason(make.received("***\n\n---\n")) == "no_text"
    assert make.reason(make.received("Advertisement\n\nShare\n")) == "no_text"
    assert make.reason(make.received(json.dumps({"text": "\u00a0 \n"}), Media.JSON)) == "no_text"


@pytest.mark.parametrize(
    "content",
    [
        PROSE.encode() * 430_000,  # 40 MB
        PROSE.encode() * 22_000,  # a line of 2 MB
        ("\n".join([PROSE] * 11_000)).encode(),
    ],
)
@pytest.mark.parametrize("media", [Media.TEXT, Media.MARKDOWN, Media.HTML, Media.FEED_ENTRY])
def test_what_is_too_long_is_dropped_in_seconds(make: Any, content: bytes, media: Media) -> None:
    began = time.process_time()
    if media is Media.HTML:
        content = b"<html><body><article><p>" + content + b"</p></article>"
    assert make.reason(make.received(content, media)) == "too_long"
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "content",
    [
        "a" * MAX_CHARS,
        "ab cd\n" * (MAX_CHARS // 20),
        "a\n\n" * (MAX_CHARS // 20),
        "(A " * (MAX_CHARS // 3),
        "[" * MAX_CHARS,
        "BAGHDAD, " * (MAX_CHARS // 9),
    ],
)
def test_odd_texts_take_seconds_at_most(make: Any, content: str) -> None:
    began = time.process_time()
    for media in (Media.TEXT, Media.MARKDOWN):
        make.outcome(make.received(content, media))
    assert time.process_time() - began < 10


def holds(doc: Document) -> None:
    last = 0
    for start, end in doc.blocks:
        assert last <= start < end <= len(doc.text)
        assert doc.text[start:end].strip() == doc.text[start:end] != ""
        assert "\n" not in doc.text[start:end]
        last = end
    assert doc.blocks
    for span in doc.given:
        assert doc.text[span.start : span.end] == span.text
    assert not any((c < " " and c != "\n") or "\x7f" <= c < "\xa0" for c in doc.text)
    assert (doc.published is None) == (doc.published_from is None)
    doc.text.encode()


MEDIA = st.sampled_from(list(Media))
PARTS = [PROSE, "The army left.", "“It was so,” he said.", TITLE, TITLE, "Read more: x"]
PARTS += ["7 May 2024", "Lima, 20 Aug 88 (EFE) -- ", "<p>", "</p>", "<h1>", "<br>", "# ", "- "]
PARTS += ["\n", "\n\n", " ", "\u00a0", "\x00", "\ufffd", "é", "\r\n", "\u200b"]
WORDS = st.lists(st.sampled_from(PARTS), max_size=25)


@settings(deadline=None)  # the first call loads libraries
@given(st.binary(max_size=2000), MEDIA)
def test_any_bytes_give_a_document_or_a_known_reason(
    make: Any, content: bytes, media: Media
) -> None:
    doc = make.outcome(make.received(content, media))
    if isinstance(doc, Document):
        holds(doc)


@settings(deadline=None)  # the first call loads libraries
@given(WORDS, MEDIA, st.sampled_from(["", TITLE, "Another title"]))
def test_any_mixture_of_real_parts_gives_sound_documents(
    make: Any, parts: list[str], media: Media, title: str
) -> None:
    raw = "".join(parts)
    content = json.dumps({"text": raw}) if media is Media.JSON else raw
    doc = make.outcome(make.received(content, media, title=title))
    if isinstance(doc, Document):
        holds(doc)
        assert doc == make.outcome(make.received(content, media, title=title))


@settings(deadline=None)  # the first call loads libraries
@given(st.lists(st.text(max_size=30), min_size=1, max_size=8), st.text(max_size=30))
def test_offsets_of_json_are_those_of_the_text_that_came(
    make: Any, sentences: list[str], title: str
) -> None:
    sentences = [s.encode("utf-8", "replace").decode() for s in sentences]
    try:
        doc = make.line(title=title, sentences=sentences)
    except InputError:
        return
    assert len(doc.text) == len(" ".join(sentences))
    holds(doc)


@settings(deadline=None)
@given(WORDS, st.sampled_from([Media.TEXT, Media.HTML]), st.sampled_from(["", TITLE]))
def test_a_cleaned_text_that_is_read_again_keeps_its_offsets(
    make: Any, parts: list[str], media: Media, title: str
) -> None:
    doc = make.outcome(make.received("".join(parts), media, title=title))
    if isinstance(doc, Document):
        again = make.line(text=doc.text, title=doc.title)
        assert len(again.text) == len(doc.text)
        assert again.title == doc.title
        assert all(a in (b, " ") for a, b in zip(again.text, doc.text, strict=True))
