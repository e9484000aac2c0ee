"""Sentence ends, as a reader would put them."""

import re

import pytest

from sayso.base.nouns import Document, Span
from sayso.detect import read
from sayso.detect.sentences import MAX_CHARS, MAX_WORDS


def document(*paragraphs: str) -> Document:
    text = "\n\n".join(paragraphs)
    blocks = tuple((m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    return Document(report_id="r", text=text, blocks=blocks)


HARD = [
    ["U.S. Gen. A. B. Smith Jr. said the raid took place on Jan. 5 in St. Petersburg.", "He left."],
    ["Brig. Gen. Tarek A. Hassan Sr. met Lt. Col. J.P. Marsh in No. 3 Barracks.", "They spoke."],
    ["The base, No. 3 of five, was hit.", "Army Capt. Ola Rehn was killed."],
    ["“We will not leave.”", "The mayor said it twice."],
    ["“We will not leave,” the mayor said.", "“We were born here.”"],
    ['"We will not leave," the mayor said.', '"We were born here."', "Nobody answered."],
    ["“We will fight.", "We will win,” he said."],
    ["‘They shot at us.’", "The driver was still shaking."],
    ["‘They shot at us,’ said the driver.", "‘Then they left.’"],
    ["He said ‘no.’", "Then he left."],
    ["The army’s spokesman denied it.", "The rebels’ leader did not."],
    ["Fighting began at 6 a.m. on Sunday and ended at 4 p.m. Monday.", "The dead lay there."],
    ["The shelling began at 5 a.m.", "The town was empty by noon."],
    ["The aid came from the U.S.", "The rest came from Norway."],
    ["The U.S.-led coalition struck.", "U.S. Central Command said so."],
    ["The fleet of the U.S. Third Army left.", "It was raining."],
    ["The firm, Vasko Arms Inc., denied the sale.", "Its rival, Orl & Co. Ltd., did not."],
    ["Sen. J. D. Halloran (R-Ohio) and Rep. Ann Mbeki spoke.", "Gov. Lund did not."],
    ["“I waited... and waited,” she said.", "No one came."],
    ["He paused ... then he spoke.", "“They are gone ...”", "Nobody replied."],
    ["Who fired first?", "Nobody knows.", "“Was it us?” he asked.", "It was not."],
    ["“Stop!” Orl shouted.", "They did not."],
    ["“Stop!”", "They did not stop."],
    ["(He had been wounded in April.)", "He never spoke of it."],
    ["They were named in a report.[2]", "The report is sealed."],
    ["They met in Washington, D.C. on Friday.", "The talks failed."],
    ["Gunmen killed Pte. John Kay and Cpl. Ed Moss.", "Sgt. Lee lived."],
    ["The 1st Bn. of the 2nd Rgt. moved out.", "It was Oct. 1."],
    ["The rebels took Hill 402.", "3 soldiers died."],
    ["The police hold:", "• twelve men from Kesh", "• two women"],
    ["Troops crossed the river.", "«We saw them,» said a ferryman."],
    ["The prisoners were fed , he said .", '" They ate well . "', "Then they slept ."],
]


@pytest.mark.parametrize("sentences", HARD, ids=lambda s: s[0][:30])
def test_hard_ends(sentences):
    found = [s.text for s in read(document(" ".join(sentences))).sentences]
    assert found == sentences


def test_a_headline_without_a_full_stop_stays_apart():
    reading = read(document("Rebels take Kesh", "Rebels took Kesh on Monday. Nobody was hurt."))
    assert [(s.block, s.text) for s in reading.sentences] == [
        (0, "Rebels take Kesh"),
        (1, "Rebels took Kesh on Monday."),
        (1, "Nobody was hurt."),
    ]


def test_a_dateline_is_part_of_the_first_sentence():
    reading = read(document("KESH, Ordania. The army left on Monday. It was dark."))
    assert [s.text for s in reading.sentences] == [
        "KESH, Ordania. The army left on Monday.",
        "It was dark.",
    ]


def test_a_division_that_was_given_is_kept():
    text = "One. Two three. Four"
    given = (Span(start=0, end=15, text="One. Two three."), Span(start=16, end=20, text="Four"))
    doc = Document(report_id="r", text=text, blocks=((0, 15), (16, 20)), given=given)
    assert [(s.text, s.block) for s in read(doc).sentences] == [("One. Two three.", 0), ("Four", 1)]


def test_a_text_without_blocks_is_divided_at_blank_lines():
    doc = Document(report_id="r", text="Rebels take Kesh\n\nThe army left.\nIt was dark.")
    assert [s.text for s in read(doc).sentences] == [
        "Rebels take Kesh",
        "The army left.",
        "It was dark.",
    ]


def test_a_sentence_of_5000_words_is_cut_at_clause_borders_and_nothing_is_lost():
    clause = "the army of Ordania held the hill above the river all night, and "
    text = clause * 360 + "then it left."
    sentences = read(document(text)).sentences
    assert " ".join(s.text for s in sentences) == text
    assert all(len(s.text.split()) <= MAX_WORDS for s in sentences)
    assert all(len(s.text.split()) > MAX_WORDS // 2 for s in sentences[:-1])
    assert all(s.text.endswith(",") for s in sentences[:-1])


def test_a_text_without_spaces_is_cut_too():
    sentences = read(document("x" * 5000)).sentences
    assert "".join(s.text for s in sentences) == "x" * 5000
    assert all(len(s.text) <= MAX_CHARS for s in sentences)


def test_a_semicolon_is_preferred_to_a_comma():
    text = "word " * 70 + "left; then, " + "word " * 70 + "end."
    assert [s.text.split()[-1] for s in read(document(text)).sentences] == ["left;", "end."]


def test_no_text_no_sentence():
    assert read(Document(report_id="r", text="")).sentences == ()
    assert read(Document(report_id="r", text=" \n\n \t ")).sentences == ()
