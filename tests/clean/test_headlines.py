"""Headlines: one copy, and a block of its own."""

from typing import Any

import pytest

TITLE = "Rebels seize bridge at Orda"
PROSE = (
    "The army said that rebels had attacked the town of Orda and that twelve people were killed."
)


@pytest.mark.parametrize(
    "head",
    [
        f"{TITLE}\n\n",
        f"{TITLE}{TITLE}\n\n",
        f"{TITLE} {TITLE}\n\n",
        f"{TITLE}\n\n{TITLE}\n\n",
        f"{TITLE}\n{TITLE}\n\n",
        f"{TITLE}\n\n{TITLE}{TITLE}\n\n",
        f"{TITLE} {TITLE} {TITLE}\n\n",
        f"{TITLE}{TITLE}",
        f"{TITLE.upper()}\n\n{TITLE}\n\n",
        f"{TITLE}\n\n7 May 2024\n\n{TITLE}\n\n",
        f"{TITLE}\u00a0{TITLE}\n\n",
    ],
)
def test_a_headline_that_a_page_repeats_becomes_one(make: Any, head: str) -> None:
    doc = make.text(head + PROSE + "\n\n" + make.BODY[1])
    assert doc.title.lower() == TITLE.lower()
    assert doc.text.lower().count(TITLE.lower()) == 1
    assert make.blocks(doc)[0] == doc.title
    assert make.blocks(doc)[-2:] == [PROSE, make.BODY[1]]


def test_a_first_sentence_that_begins_like_the_headline_is_left_whole(make: Any) -> None:
    lead = TITLE + ", killing 12 soldiers, the army said on the radio."
    doc = make.text(f"{TITLE}\n\n{lead}")
    assert make.blocks(doc) == [TITLE, lead]


def test_a_text_without_headline_has_none(make: Any) -> None:
    doc = make.text(f"{PROSE}\n\n{make.BODY[1]}")
    assert doc.title == ""
    assert make.blocks(doc) == [PROSE, make.BODY[1]]


def test_a_sentence_that_is_repeated_many_times_is_not_a_headline(make: Any) -> None:
    doc = make.text(PROSE * 50)
    assert doc.text == PROSE * 50


def test_a_cross_head_is_a_block_of_its_own(make: Any) -> None:
    doc = make.text(f"{TITLE}\n\n{PROSE}\n\n\u00a0‘No Retreat’\n\n{make.BODY[1]}")
    assert make.blocks(doc) == [TITLE, PROSE, "‘No Retreat’", make.BODY[1]]


@pytest.mark.parametrize("front", ["7 May 2024\n\n", "By Mara Keel\n\n", "Updated May 7, 2024\n\n"])
def test_day_and_byline_before_the_headline_are_not_taken_for_it(make: Any, front: str) -> None:
    assert make.text(f"{front}{TITLE}\n\n{PROSE}").title == TITLE


def test_a_headline_that_looks_like_furniture_stays(make: Any) -> None:
    title = "Watch: Rebels cross the bridge"
    assert make.blocks(make.text(f"{title}\n\n{PROSE}", title=title)) == [title, PROSE]
