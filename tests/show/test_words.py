"""A claim in words."""

import datetime as dt

import pytest

from sayso.base.nouns import Number, When
from sayso.show.words import basis_words, bounds_words, chain, qualifiers, when_words


def test_chain_ends_with_the_outlet(story):
    _, claims = story
    assert chain(claims[0]) == ("police", "Hill Radio")


def test_negated_and_hedged_are_said(story):
    _, claims = story
    assert qualifiers(claims[2]) == ("negated", "hedged")


@pytest.mark.parametrize(
    ("text", "low", "high", "words"),
    [
        ("eight", 8, 8, "8"),
        ("17", 17, 17, ""),
        ("more than 5,000", 5001, None, "5,001 or more"),
        ("up to 30", None, 30, "30 or fewer"),
        ("dozens", 24, 99, "24 to 99"),
        ("some", None, None, ""),
    ],
)
def test_bounds_in_words(text, low, high, words):
    number = Number(start=0, end=len(text), text=text, what="killed", low=low, high=high)
    assert bounds_words(number) == words


def test_day_of_the_report_is_never_shown_as_the_day_of_the_happening():
    day = dt.date(2024, 5, 1)
    when = When(earliest=day, latest=day, precision="day", basis="report_date")
    assert when_words(when) == "2024-05-01, the day of the report; the text names none"
    assert basis_words(when) == "to the day, the day of the report"


def test_open_interval_shows_its_open_side():
    when = When(earliest=dt.date(2023, 7, 1), latest=None, precision="month", basis="stated")
    assert when_words(when) == "from 2023-07-01"
