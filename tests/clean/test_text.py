"""Characters, encodings, paragraphs and furniture of plain text and Markdown."""

import datetime as dt
from typing import Any

import pytest

TITLE = "Rebels seize bridge at Orda"
PROSE = (
    "The army said that rebels had attacked the town of Orda and that twelve people were killed."
)


def test_invisible_characters_are_made_plain_and_quotes_stay(make: Any) -> None:
    raw = (
        "“Sy\u00adria\u200b\u00a0and\u202fIraq”\ufeff, the army\x00 said\tof ‘them’.\r\nIt was so."
    )
    assert make.text(raw).text == "“Syria and Iraq”, the army said of ‘them’.\n\nIt was so."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings_are_told(make: Any, encoding: str) -> None:
    raw = f"{PROSE} “We are in São Vicente,” said José Brânco – the general."
    assert make.text(raw.encode(encoding)).text == raw


def test_encodings_mixed_in_one_text_are_each_read(make: Any) -> None:
    raw = "The café was closed by the army. ".encode() + b"\x93The caf\xe9 was open,\x94 they said."
    assert make.text(raw).text == "The café was closed by the army. “The café was open,” they said."


def test_another_alphabet_is_decoded_before_it_is_refused(make: Any) -> None:
    russian = "Повстанцы напали на деревню в понедельник и убили двенадцать солдат. " * 4
    assert make.reason(make.received(russian.encode("cp1251"))) == "not_english"


def test_characters_misread_before_stay_and_are_not_guessed(make: Any) -> None:
    raw = f"{PROSE} The groupâ€™s leader denied that they had been there, and that it was so."
    assert "groupâ€™s" in make.text(raw).text


def test_text_that_is_mostly_lost_is_dropped(make: Any) -> None:
    assert (
        make.reason(
            make.received("The a\ufffdm\ufffd \ufffd\ufffd\ufffd s\ufffdd \ufffd\ufffd" * 20)
        )
        == "garbled"
    )
    assert make.reason(make.received(bytes(range(1, 32)) * 30 + b"words of some kind")) == "garbled"


def test_wrapped_lines_are_one_paragraph(make: Any) -> None:
    raw = (
        "Rebels of the Northern Front seized the bridge at Orda on Tuesday\n"
        "after two days of fighting, the army said. At least 12 soldiers\n"
        "were killed.\n"
        "   The government has denied that the bridge was lost.\n"
    )
    first, second = make.blocks(make.text(raw))
    assert first.endswith("the army said. At least 12 soldiers were killed.")
    assert second == "The government has denied that the bridge was lost."


def test_a_text_of_one_paragraph_a_line_has_a_block_a_line(make: Any) -> None:
    assert make.blocks(make.text("\n".join([TITLE, *make.BODY]))) == [TITLE, *make.BODY]


def test_markdown_marks_are_taken_out(make: Any) -> None:
    doc = make.markdown(
        "---\ntitle: Rebels seize bridge at Orda\ndate: 2024-05-07\nsource: The Lantern\n---\n"
        "# Rebels *seize* bridge at Orda\n\n"
        f"{make.BODY[0]}\nThe [army](http://a.test) **denied** it.\n\n"
        "- One man was killed.\n- Two were hurt.\n\n![Smoke](x.jpg)\n\n> “We left,” they said.\n"
    )
    assert (doc.title, doc.outlet) == (TITLE, "The Lantern")
    assert (doc.published, doc.published_from) == (dt.date(2024, 5, 7), "metadata")
    assert make.blocks(doc) == [
        TITLE,
        make.BODY[0] + " The army denied it.",
        "One man was killed.",
        "Two were hurt.",
        "“We left,” they said.",
    ]


@pytest.mark.parametrize(
    "furniture",
    [
        "Read more: Who are the Northern Front?",
        "READ MORE",
        "Also read: Talks in Velm stall",
        "Also Read | Talks in Velm stall",
        "See also",
        "Related stories",
        "Share this: Facebook Twitter WhatsApp",
        "Share on Facebook",
        "Advertisement",
        "We use cookies to make this site better. Accept all cookies",
        "Photo: Jon Bell/AFP",
        "Image credit: The Lantern",
        "(AP Photo/Jon Bell)",
        "Smoke rises over Orda. (AP Photo/Jon Bell)",
        "[Jon Bell/Reuters]",
        "Smoke over Orda on Tuesday. Jon Bell/Reuters",
        "(Reporting by Mara Keel; Editing by Jon Bell)",
        "© 2024 The Daily Lantern",
        "Sign up for our newsletter",
        "Follow us on Twitter",
    ],
)
def test_furniture_in_a_block_of_its_own_is_dropped(make: Any, furniture: str) -> None:
    assert make.blocks(make.text(f"{TITLE}\n\n{PROSE}\n\n{furniture}\n\n{make.BODY[1]}")) == [
        TITLE,
        PROSE,
        make.BODY[1],
    ]


@pytest.mark.parametrize(
    "news",
    [
        "Share prices fell after the army took power.",
        "The site uses cookies to follow its opponents, the ministry said.",
        "Photographs of the dead were shown on television.",
        "Reading more than 300 names of the dead, the bishop wept.",
        "Watch towers were burned along the border on Tuesday.",
        "Related protests were held in Velm.",
        "“Read more,” said the minister.",
        "Video: Rebels of the Northern Front show what they say are soldiers taken at Orda.",
    ],
)
def test_news_that_resembles_furniture_stays(make: Any, news: str) -> None:
    assert news in make.blocks(make.text(f"{TITLE}\n\n{PROSE}\n\n{news}"))
