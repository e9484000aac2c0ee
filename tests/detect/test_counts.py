"""Phrases of quantity: which are found, and what they mean."""

from pathlib import Path

import pytest

from sayso.base.errors import AssetError
from sayso.base.nouns import Document
from sayso.detect import read, words
from sayso.detect.counts import bounds

PAGE = Path(__file__).parents[2] / "docs" / "counts.md"


def rows() -> list[tuple[str, int | None, int | None]]:
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("| ")
    ]
    return [
        (phrase, int(low) if low else None, int(high) if high else None)
        for phrase, low, high, _ in cells[1:]
    ]


def counts(text: str) -> list[str]:
    doc = Document(report_id="r", text=text, blocks=((0, len(text)),))
    return [count.text for count in read(doc).counts]


@pytest.mark.parametrize(("phrase", "low", "high"), rows())
def test_the_page_says_what_the_code_does(phrase, low, high):
    assert bounds(phrase) == (low, high)
    assert bounds(phrase.capitalize()) == (low, high)


def test_the_page_has_all_kinds_of_phrase():
    assert len(rows()) > 40


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("More than 160,000 people fled.", ["More than 160,000"]),
        ("At least 12 soldiers and two policemen were killed.", ["At least 12", "two"]),
        ("Between 10 and 15 men took part.", ["Between 10 and 15"]),
        ("As many as 30 or 40 fled, some 10,000-12,000 stayed.", None),
        ("Dozens were wounded and hundreds more fled.", ["Dozens", "hundreds more"]),
        ("Tens of thousands marched; several hundred were held.", None),
        ("Two-thirds of them fled, one in five died.", ["Two-thirds", "one in five"]),
        ("No one was hurt, and none fled; both sides left.", ["No one", "none", "both"]),
        ("One soldier died, another four were hurt.", ["One", "another four"]),
        ("A dozen or so men, 300 or more women.", ["A dozen or so", "300 or more"]),
        ("At least 1.5 million were displaced.", ["At least 1.5 million"]),
        ("Some 16 000 troops and 2,000 tanks crossed.", ["Some 16 000", "2,000"]),
        ("More than 2000 were held in 2014.", ["More than 2000"]),
        ("Suicide attack on a market, killing 11", ["11"]),
        ("The toll rose to 26.", ["26"]),
        ("Two hundred and fifty men left.", ["Two hundred and fifty"]),
    ],
)
def test_counts_are_found(text, found):
    if found is None:
        assert len(counts(text)) == 2
    else:
        assert counts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "They met on Jan. 5, 2014 and on 11 and 14 September.",
        "In 2014 the war of the 1970s was over.",
        "The shelling began at 6 p.m. and ended at 22:19.",
        "Vasko, 54, has a son aged 12 and a 3-year-old daughter.",
        "The fee was $5 million, €3m or 40 dollars.",
        "About 60 percent, or 12.5%, agreed.",
        "They carried AK-47s and drove T-72 tanks under Resolution 2254 and Article 5.",
        "It was the 2nd time, the third in two years, 40 km from Kesh.",
        "The Army of the Two Rivers is the one that fled one day.",
        "A man saw the army in a town.",
        "He lived at 10/12/2014 and called +44 20 7946 0958.",
        "The so-called Group of Seven met.",
    ],
)
def test_what_is_no_count_is_left_out(text):
    assert counts(text) == []


def test_bounds_reads_what_the_model_marks():
    assert bounds("$43,100") == (43100, 43100)
    assert bounds("£1.1bn") == (1_100_000_000, 1_100_000_000)
    assert bounds("Sixteen (16)") == (16, 16)
    assert bounds('"at least" six') == (6, None)
    assert bounds("over 24, 000") == (24001, None)
    assert bounds("a company") == (1, 1)
    assert bounds("") == bounds("the other") == bounds("²") == (None, None)


def test_a_wrong_word_list_stops_the_program(tmp_path, monkeypatch):
    (tmp_path / "counts.toml").write_text('[numbers]\none = "1"\n')
    monkeypatch.setattr(words, "__file__", str(tmp_path / "words.py"))
    with pytest.raises(AssetError, match=r"counts\.toml: .*numbers"):
        words._read("counts.toml", words.CountWords)
    (tmp_path / "counts.toml").write_text("[numbers\n")
    with pytest.raises(AssetError, match=r"counts\.toml"):
        words._read("counts.toml", words.CountWords)
    with pytest.raises(AssetError, match=r"speech\.toml"):
        words._read("speech.toml", words.SpeechWords)
