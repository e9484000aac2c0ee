"""The file of rules, words that are found and cut, and days that are widened."""

import datetime as dt

import pytest
from guarded_town import rules
from hypothesis import given
from hypothesis import strategies as st

from sayso.base.errors import ConfigError
from sayso.record.release.harm_apply import days_at
from sayso.record.release.harm_rules import read_release_file, release_file_from
from sayso.record.release.harm_words import CUT, Words, parts_of, same_name, squeezed


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "rule 1 does nothing"),
        ({"place": "town"}, "harm rule 1.place"),
        ({"place": "admin1", "match": {"country": ["Kenya"]}}, "write its code, as KEN"),
        ({"place": "admin1", "match": {"type": ["BATTLE"]}}, "no type 'BATTLE'"),
        ({"place": "admin1", "match": {"plaice": ["Ilsk"]}}, "unknown field `plaice`"),
        ({"delay": 0}, "delay"),
        ({"drop": ["name"]}, "drop"),
        ({"place": "admin1", "reason": "Ilsk is besieged", "match": {"place": ["Ilsk"]}},
         "is published and names 'Ilsk'"),
        ({"place": "admin1", "match": {"from": dt.date(2031, 3, 2), "to": dt.date(2031, 3, 1)}},
         "is after"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_refused_with_its_number(rule, words):
    with pytest.raises(ConfigError, match="rules") as refused:
        rules(rule)
    assert words in str(refused.value)


def test_a_rule_needs_reason_and_match():
    for rule in ({"place": "admin1", "match": {}}, {"place": "admin1", "reason": "Safety"}):
        with pytest.raises(ConfigError, match="harm rule 1"):
            release_file_from({"harm": [rule]}, where="rules")


def test_a_file_is_read(write):
    path = write(
        "rules.toml",
        """
[release]
title = "The Varda record"
licences = [{ name = "CC-BY-4.0" }]

[[harm]]
reason = "Aid workers live there"
match = { country = ["VEL"], from = 2031-03-01 }
place = "admin1"
delay = 30
drop = ["source"]
evidence = "cut"
""",
    )
    found = read_release_file(path)
    (rule,) = found.harm
    assert found.release.licences[0].name == "CC-BY-4.0"
    assert rule.match.from_ == dt.date(2031, 3, 1)
    assert rule.match.keys() == ("country", "day")
    assert rule.actions() == (
        "place coarsened to admin1", "left out when younger than 30 days",
        "name of the source dropped",
    )  # fmt: skip


def test_a_file_that_is_no_toml_is_refused(write, tmp_path):
    with pytest.raises(ConfigError, match="not valid TOML"):
        read_release_file(write("rules.toml", "harm = ["))
    with pytest.raises(ConfigError, match="cannot be read"):
        read_release_file(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("phrase", "keep", "found"),
    [
        ("Ilsk", (), {"Ilsk"}),
        ("the town of Ilsk", (), {"the town of Ilsk", "Ilsk"}),
        ("Ilsk in Hallin", ("Hallin",), {"Ilsk in Hallin", "Ilsk"}),
        ("Hallin", ("Hallin",), set()),
        ("nurse Amina Kerr", (), {"nurse Amina Kerr", "Amina Kerr", "Amina", "Kerr"}),
        ("police", (), set()),  # nobody's name: it is cut where it is the source, not elsewhere
        ("The Army", (), set()),
        ("Upper City", (), {"Upper City"}),
        ("إلسك", (), {"إلسك"}),
        ("al-Hasaka", (), {"al-Hasaka", "Hasaka"}),
        (
            "near Tel al-Hasaka",
            (),
            {"near Tel al-Hasaka", "Tel al-Hasaka", "Tel", "al-Hasaka", "Hasaka"},
        ),
        ("", (), set()),
    ],
)
def test_words_of_a_place(phrase, keep, found):
    assert parts_of(phrase, keep) == found


@pytest.mark.parametrize(
    "text", ["Ilsk", "ILSK,", "ílsk", "(Ilsk)", "near-Ilsk road", "Ilsk's mayor", "ilsk_1"]
)
def test_a_word_is_found_in_any_spelling(text):
    assert CUT in Words(["Ilsk"]).cut(text)
    assert Words(["Ilsk"]).found(text) == {"ilsk"}


@pytest.mark.parametrize("text", ["Ilskov", "Tilsk", "", "the town"])
def test_other_words_stay(text):
    assert Words(["Ilsk"]).cut(text) == text


def test_gaps_match_whatever_joins_the_words():
    words = Words(["Hill Radio"])
    for text in ("hill-radio.example", "Hill\nRadio", "HILL_RADIO"):
        assert CUT in words.cut(text)
    assert squeezed("Hill-Rádio 1") == "hillradio1"


def test_no_words_cut_nothing():
    assert not Words([""])
    assert Words([]).cut("Ilsk") == "Ilsk"
    assert not same_name(" ", "Ilsk")
    assert Words(["--"]).cut("a -- b") == "a -- b"


@pytest.mark.parametrize("text", [
    "on Saturday", "since 5 March", "March 2nd, 2031", "2031-03-02", "yesterday", "last week",
    "the 5th of March 2031", "02/03/2031",
])  # fmt: skip
def test_days_are_cut(text):
    assert CUT in Words([]).cut(text, dates=True)


@given(st.lists(st.text("abcÀß İı-", min_size=1, max_size=6), max_size=4), st.text("abcÀß İı-."))
def test_nothing_is_found_after_it_was_cut(names, text):
    words = Words(names)
    assert words.found(words.cut(text).replace(CUT, "|")) == set()


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.integers(0, 400))
def test_widened_days_hold_the_days_and_nothing_else_of_them(first, length):
    last = first + dt.timedelta(days=length)
    for grain in ("week", "month", "year"):
        start, end = days_at(grain, first, last)
        assert start is not None
        assert end is not None
        assert start <= first
        assert last <= end
        assert days_at(grain, start, end) == (start, end)
    assert days_at("month", None, None) == (None, None)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ministry of Defence", {"Ministry of Defence"}),
        ("the Contact Group", {"the Contact Group", "Contact Group"}),
        ("General Amina Kerr", {"General Amina Kerr", "Amina", "Kerr"}),
        ("He", set()),
    ],
)
def test_words_of_a_voice(name, found):
    assert parts_of(name, voice=True) == found


@given(
    st.sets(st.text("abAB éö-", min_size=1, max_size=5), max_size=30),
    st.text("abAB éö-.", max_size=40),
)
def test_many_words_are_found_as_each_by_itself(names, text):
    one_by_one = set().union(*(Words([name]).found(text) for name in names))
    assert bool(Words(names).found(text)) == bool(one_by_one)
