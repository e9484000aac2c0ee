"""A report with its claims on a terminal."""

import io

import msgspec
import pytest
from rich.console import Console

from sayso.base.nouns import Document
from sayso.show.terminal import claims_table, report_view


@pytest.fixture
def printed():
    def show(renderable, width=100, **more):
        console = Console(file=io.StringIO(), width=width, highlight=False, **more)
        console.print(renderable)
        return console.file.getvalue()

    return show


def test_text_is_marked_without_colour(story, printed):
    text = printed(report_view(*story))
    assert "<Rebels> [1 attacked] <the town of Ilsk> on <Monday>" in text
    assert "[2 killing]" in text
    assert "at least 12 killed" in text
    assert "police, reported by Hill Radio" in text
    assert "[negated]  [hedged]" in text
    assert "\x1b" not in text


def test_terminal_with_colours_gets_them(story, printed):
    assert "\x1b[" in printed(report_view(*story), force_terminal=True, color_system="standard")


def test_report_without_claims_says_so(story, printed):
    assert "No claims were found" in printed(report_view(story[0], ()))


def test_orders_to_the_terminal_in_a_report_do_nothing(printed):
    doc = Document(
        report_id="r", text="\x1b[2J\x1b]0;owned\x07 text", outlet="\x1b[31mX", origin="a\x9bb"
    )
    text = printed(report_view(doc, ()))
    assert not {"\x1b", "\x07", "\x9b"} & set(text)
    assert "\ufffd[2J" in text


def test_markup_in_a_report_is_text(printed):
    doc = Document(report_id="r", text="[bold]not bold[/bold] [link=x]y[/link]")
    assert "[bold]not bold[/bold] [link=x]y[/link]" in printed(report_view(doc, ()))


def test_table_has_a_row_for_each_claim(story, printed):
    doc, claims = story
    text = printed(claims_table([(claim, doc) for claim in claims]), width=160)
    assert text.count("ASSAULT") == 2
    assert "police < Hill Radio" in text
    assert "negated, hedged" in text


def test_narrow_terminal_folds_and_loses_no_word(story, printed):
    doc, claims = story
    claims = tuple(msgspec.structs.replace(c, outlet="A" * 90) for c in claims)
    assert "".join(printed(report_view(doc, claims), width=40).split()).count("A" * 90) == 3


def test_identified_claims_say_what_was_chosen_over_what_and_why(known_story, printed):
    text = " ".join(printed(report_view(*known_story), width=200).split())
    assert (
        "the town of Ilsk = Ilsk, Hallin, VEL (0.91: exact name, <near>); "
        "or Ilsk (district), Dask, DAS (0.04)"
    ) in text
    assert (
        "Rebels: undecided; Hallin Front (0.60: several bear the name), Hallin Front & Sons (0.60)"
    ) in text
    assert "soldiers: undecided" in text


def test_claims_that_nobody_identified_say_nothing_of_it(story, printed):
    text = printed(report_view(*story))
    assert "undecided" not in text
    assert "meant" not in text
