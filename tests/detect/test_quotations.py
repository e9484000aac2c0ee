"""Quotations, and who the text says speaks them."""

import re

import pytest

from sayso.base.nouns import Document
from sayso.detect import read


def spoken(*paragraphs: str) -> list[tuple[str, str, str]]:
    """Each quotation with the words and the name of its speaker."""
    text = "\n\n".join(paragraphs)
    blocks = tuple((m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    doc = Document(report_id="r", text=text, blocks=blocks)
    found = []
    for quote in read(doc).quotations:
        assert doc.text[quote.start : quote.end] == quote.text
        assert all(doc.text[v.start : v.end] == v.text for v in quote.voices)
        voice = quote.voices[0] if quote.voices else None
        found.append((quote.text, voice.text if voice else "", voice.name if voice else ""))
    return found


def speakers(*paragraphs: str) -> list[str]:
    return [voice for _, voice, _ in spoken(*paragraphs)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will not leave,” the mayor of Kesh said.", "the mayor of Kesh"),
        ("“We will not leave,” said Imre Vasko, the mayor.", "Imre Vasko"),
        ("“We will not leave”, Vasko said on Monday.", "Vasko"),
        ("“Where are they?” Orl asked.", "Orl"),
        ("“We will not leave,” according to the hospital.", "the hospital"),
        ("According to the hospital, “dozens” died.", "the hospital"),
        ("Addressing the Front, he said: “We stand with you.”", "he"),
        ("Imre Vasko, 54, the mayor of Kesh, said: “We will fight. We will win.”", "Imre Vasko"),
        ("Vasko told reporters that the raid was “a crime”.", "Vasko"),
        ("The army called the raid “a crime” and left.", "The army"),
        ("Spokesman Adel Karim condemned the raid, calling it “a crime”.", "Spokesman Adel Karim"),
        ("In a statement on Friday, the Front said it would “fight on”.", "the Front"),
        ("Rep. Jim Orl (R-Ohio), a member, said: “No.”", "Rep. Jim Orl"),
        ("The “volunteers” had left, Vasko said.", "Vasko"),
        ("“We will not leave.” — Imre Vasko", "Imre Vasko"),
        ("‘They shot at us,’ said the driver’s wife.", "the driver’s wife"),
        ("«We saw them,» said a ferryman.", "a ferryman"),
        ('"We saw them," said a ferryman.', "a ferryman"),
        ("VASKO: “No.”", "VASKO"),
        ("A man who gave no name said: “No.”", "A man"),
    ],
)
def test_who_speaks(text, speaker):
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “enemy” fled.",
        "Troops of the “Free Army” and of the “Front” fought in Kesh.",
        "He was told “no” by the guard.",
        "“Enough.”",
        "The claims of “victory” are many.",
    ],
)
def test_no_speaker_is_made_up(text):
    assert set(speakers(text)) == {""}


def test_apostrophes_open_nothing():
    assert spoken("The army’s men and the rebels’ men weren't here in the '90s.") == []


def test_a_quotation_runs_over_sentences_and_paragraphs():
    found = spoken("“We will return,” Vasko said. “We always do.", "“You will see. We know how.”")
    assert [text for text, _, _ in found] == [
        "“We will return,”",
        "“We always do.\n\n“You will see. We know how.”",
    ]
    assert [voice for _, voice, _ in found] == ["Vasko", "Vasko"]


def test_paragraphs_of_one_speech_that_were_run_together():
    assert speakers("“We will return. “We always do,” he said.") == ["he"]


def test_a_mark_that_nothing_closes_ends_with_its_paragraph():
    found = spoken("Vasko said: “We will return.", "The army left. “Good,” said Orl.")
    assert [(text, voice) for text, voice, _ in found] == [
        ("“We will return.", "Vasko"),
        ("“Good,”", "Orl"),
    ]


def test_a_speaker_is_carried_on_to_a_quotation_that_stands_alone():
    assert speakers("“In these days we stand by you,” said Vasko. “Forget rivalries.”") == [
        "Vasko",
        "Vasko",
    ]
    assert speakers("Vasko told the crowd that it was over.", "“We lost.”") == ["Vasko"]


def test_a_speaker_is_not_carried_over_other_sentences():
    assert speakers("“We lost,” said Vasko. Rain fell on Kesh. “Good.”") == ["Vasko", ""]


def test_two_speakers_in_turn():
    assert speakers("“We went,” said Orl. “No,” added Lund.") == ["Orl", "Lund"]


def test_a_pronoun_gets_a_name_only_when_one_person_can_be_meant():
    assert spoken("Gen. Ola Rehn spoke on Monday. “We lost,” he said.")[0][1:] == ("he", "Ola Rehn")
    assert spoken("“No,” said Imre Vasko. “Never,” he added.")[1][1:] == ("he", "Imre Vasko")
    two = "Gen. Ola Rehn met President Imre Vasko on Monday. “We lost,” he said."
    assert spoken(two)[0][1:] == ("he", "")
    body = "The Defence Ministry said it was over. “We lost,” he said."
    assert spoken(body)[0][1:] == ("he", "")
    assert spoken("It rained in Kesh. “We lost,” he said.")[0][1:] == ("he", "")


def test_words_inside_other_words_are_not_a_quotation_of_their_own():
    assert spoken("“He told me ‘go home’ twice,” said Orl.") == [
        ("“He told me ‘go home’ twice,”", "Orl", "")
    ]
