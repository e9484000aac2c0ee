"""Pages, feed entries, PDF files and JSON lines."""

import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from sayso.base.nouns import Media
from sayso.clean import clean

TITLE = "Rebels seize bridge at Orda"
PROSE = (
    "The army said that rebels had attacked the town of Orda and that twelve people were killed."
)


def test_a_page_gives_its_article_and_nothing_around_it(make: Any) -> None:
    head = '<meta property="og:site_name" content="The Lantern">'
    doc = make.html(make.page(head=head, site=" - The Lantern"))
    assert doc.title == TITLE
    assert make.blocks(doc)[0] == TITLE
    assert make.blocks(doc)[1:] == list(make.BODY)
    assert "script said" not in doc.text


def test_broken_tags_lose_no_paragraph(make: Any) -> None:
    raw = make.page().replace(b"</p>", b"").replace(b"</article>", b"</div></span>")
    doc = make.html(raw + b"<p <b>")
    assert make.blocks(doc)[1:5] == list(make.BODY)


def test_a_page_laid_out_in_tables_with_line_breaks_is_read(make: Any) -> None:
    cell = "<br><br>".join(["<b>" + TITLE + "</b>", *make.BODY])
    doc = make.html(f"<html><body><table><tr><td>{cell}</td></tr></table></body></html>")
    assert make.blocks(doc) == [TITLE, *make.BODY]


def test_a_page_of_two_sentences_is_read(make: Any) -> None:
    doc = make.html(f"<html><body><h1>{TITLE}</h1><p>The army left.</p><p>The town was burned.</p>")
    assert make.blocks(doc) == [TITLE, "The army left.", "The town was burned."]


def test_the_declared_encoding_of_a_page_is_believed(make: Any) -> None:
    raw = make.page(body=("Повстанцы напали на деревню.", *make.BODY)).decode()
    raw = raw.replace('charset="utf-8"', 'charset="koi8-r"').replace("“", '"').replace("”", '"')
    assert "Повстанцы" in make.html(raw.encode("koi8-r")).text


@pytest.mark.parametrize(
    "content",
    [
        b"<html><head><title>Log in</title></head><body><form><input></form></body></html>",
        b"<html></html>",
        b"<!-- nothing -->",
        b"<p></p>",
    ],
)
def test_a_page_without_article_is_dropped(make: Any, content: bytes) -> None:
    assert make.reason(make.received(content, Media.HTML)) == "no_text"


def test_a_feed_entry_is_title_and_words(make: Any) -> None:
    doc = clean(
        make.received(
            "<p>The army <b>left</b> the town.</p><script>x()</script><figure>Smoke</figure>"
            "<p>It was burned.</p><p><a href='/x'>Read more...</a></p>",
            Media.FEED_ENTRY,
            title=TITLE,
            outlet="The Lantern",
        )
    )
    assert make.blocks(doc) == [TITLE, "The army left the town.", "It was burned."]
    assert doc.outlet == "The Lantern"


def test_pdf_lines_become_paragraphs_without_running_titles_and_divided_words(make: Any) -> None:
    first = [
        "The Lantern Review, May 2024",
        TITLE,
        "Rebels of the Northern Front seized the bridge at Orda on Tuesday after two days",
        "of heavy fighting between them and forces loyal to the old and the new gov-",
        "ernment, the army said. The rebels, who are few and hungry, are said to be Velm-",
        "backed. Their leader spoke late on Monday in the city, after he had been to the",
        "1",
    ]
    second = [
        "The Lantern Review, May 2024",
        "front near the river, where more than 3,000 people have fled their homes since",
        "Sunday, according to the Red Crescent.",
        "Talks go on",
        "The government has denied that the bridge was lost, and said that its forces still",
        "hold the eastern bank of the river.",
        "2",
    ]
    doc = clean(make.received(make.pdf(first, second, title="Microsoft Word - x.doc"), Media.PDF))
    assert doc.title == TITLE
    assert make.blocks(doc) == [
        TITLE,
        "Rebels of the Northern Front seized the bridge at Orda on Tuesday after two days of heavy "  # noqa: ISC004
        "fighting between them and forces loyal to the old and the new government, the army said. "
        "The rebels, who are few and hungry, are said to be Velm-backed. "
        "Their leader spoke late on Monday in the city, after he had been to the "
        "front near the river, where more than 3,000 people have fled their homes since Sunday, "
        "according to the Red Crescent.",
        "Talks go on",
        "The government has denied that the bridge was lost, and said that its forces still hold "  # noqa: ISC004
        "the eastern bank of the river.",
    ]
    assert doc.published is None  # the day on which the file was made says nothing


def test_bad_pdf_files_are_dropped(make: Any) -> None:
    assert make.reason(make.received(make.pdf([]), Media.PDF)) == "no_text"
    assert make.reason(make.received(b"%PDF-1.4\nnothing", Media.PDF)) == "damaged"
    assert make.reason(make.received(make.pdf([PROSE])[:200], Media.PDF)) == "damaged"


def test_a_pdf_with_a_password_is_dropped(make: Any) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make.pdf([PROSE]))))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    assert make.reason(make.received(file.getvalue(), Media.PDF)) == "encrypted"


def test_json_sentences_are_joined_by_one_space_and_nothing_else(make: Any) -> None:
    sentences = [TITLE, "The army\u00a0left.", "Read more: x", "“It was so,”  he said.\n"]
    for title in (TITLE, "", "Another title, that is not among them"):
        doc = make.line(title=title, sentences=sentences)
        assert doc.text == f"{TITLE} The army left. Read more: x “It was so,”  he said. "
        assert len(doc.text) == len(" ".join(sentences))
        assert [span.text for span in doc.given][:2] == [TITLE, "The army left."]
        assert all(doc.text[s.start : s.end] == s.text for s in doc.given)
        assert doc.title == title


def test_a_title_that_is_the_first_sentence_is_a_block(make: Any) -> None:
    doc = make.line(title=TITLE, sentences=[TITLE, "The army left.", "It was so."])
    assert make.blocks(doc) == [TITLE, "The army left. It was so."]


def test_json_text_keeps_every_offset_and_puts_spaces_for_what_is_left_out(make: Any) -> None:
    raw = (
        f"{TITLE}\n\n{TITLE}{TITLE}\n\nThe army\u00a0said\r\nit left.\n\nRead more: x\n\nIt was so."
    )
    doc = make.line(text=raw)
    assert len(doc.text) == len(raw)
    assert doc.title == TITLE
    assert [" ".join(block.split()) for block in make.blocks(doc)] == [
        TITLE,
        "The army said it left.",
        "It was so.",
    ]
    assert "Read more" not in doc.text
    assert doc.text.index("It was so.") == raw.index("It was so.")


def test_a_json_title_comes_first_unless_it_is_there(make: Any) -> None:
    assert make.blocks(make.line(title=TITLE, text=PROSE)) == [TITLE, PROSE]
    assert make.line(title=TITLE, text=PROSE).text == f"{TITLE}\n\n{PROSE}"
    joined = make.line(title=TITLE, text=f"{TITLE} {PROSE}")
    assert joined.text == f"{TITLE} {PROSE}"
    assert make.blocks(joined) == [TITLE, PROSE]
