"""The rule extractor: what a reader would say about single invented sentences."""

import time

import pytest

from sayso.base.nouns import Claim, Count, Document, Quotation, Reading, Sentence, Voice
from sayso.extract.rules import RuleExtractor

EXTRACTOR = RuleExtractor()


def read(*sentences: str) -> Document:
    """A document of the sentences, joined by one space."""
    return Document(report_id="r-test", text=" ".join(sentences), outlet="Kesh Courier")


def reading(doc: Document, sentences: tuple[str, ...], **counts: tuple[int | None, int | None]):
    """Sentences as given; counts by their words ("at_least_12" is "at least 12")."""
    at, found = 0, []
    for text in sentences:
        found.append(Sentence(start=at, end=at + len(text), text=text))
        at += len(text) + 1
    spans = []
    for key, (low, high) in counts.items():
        words = key.replace("_", " ").strip()
        start = doc.text.index(words)
        spans.append(Count(start=start, end=start + len(words), text=words, low=low, high=high))
    return Reading(sentences=tuple(found), counts=tuple(spans))


def claims(*sentences: str, **counts: tuple[int | None, int | None]) -> tuple[Claim, ...]:
    doc = read(*sentences)
    return EXTRACTOR.extract(doc, reading(doc, sentences, **counts))


def one(type_: str, *sentences: str, **counts: tuple[int | None, int | None]) -> Claim:
    """The only claim of a type."""
    found = [c for c in claims(*sentences, **counts) if c.type == type_]
    assert len(found) == 1, [(c.type, c.trigger.text) for c in claims(*sentences)]
    return found[0]


def texts(spans) -> list[str]:
    return [span.text for span in spans]


def test_an_active_verb_has_its_subject_as_actor_and_its_object_as_recipient():
    claim = one("ASSAULT", "Government troops ambushed the Dawn Column near Kesh on Monday.")
    assert (claim.trigger.text, claim.status, claim.hedged) == ("ambushed", "asserted", False)
    assert texts(claim.actor) == ["Government troops"]
    assert texts(claim.recipient) == ["the Dawn Column"]
    assert texts(claim.place) == ["Kesh"]
    assert texts(claim.time) == ["on Monday"]


def test_a_passive_verb_turns_them_round():
    claim = one("ASSAULT", "Three judges were kidnapped by the Iron Hand.")
    assert texts(claim.actor) == ["the Iron Hand"]
    assert texts(claim.recipient) == ["judges"]
    assert claim.mode == "abduct"


def test_a_noun_takes_the_subject_of_the_verb_that_carries_it():
    claim = one("ASSAULT", "The rebels launched an attack on Port Selm.")
    assert claim.trigger.text == "attack"
    assert texts(claim.actor) == ["The rebels"]
    assert texts(claim.recipient) == ["Port Selm"]


def test_the_owner_of_a_raid_does_it_and_the_owner_of_an_arrest_suffers_it():
    assert texts(one("ASSAULT", "Velmar's shelling of Dorn went on.").actor) == ["Velmar"]
    assert texts(one("COERCE", "Omar Teiss's arrest shocked the town.").recipient) == ["Omar Teiss"]


def test_several_actors_are_one_claim_with_a_list():
    claim = one("SUPPORT", "Ardania, Velmar and Tolmara signed a treaty.")
    assert texts(claim.actor) == ["Ardania", "Velmar", "Tolmara"]


def test_the_dead_and_wounded_of_an_act_are_its_numbers():
    text = "A car bombing in Kesh killed at least 12 people and wounded 30, police said."
    claim = one("ASSAULT", text, at_least_12=(12, None), _30=(30, 30))
    assert claim.trigger.text == "car bombing"
    numbers = [(n.text, n.what, n.low, n.high) for n in claim.number]
    assert numbers == [("at least 12", "killed", 12, None), ("30", "wounded", 30, 30)]
    assert texts(claim.source) == ["police"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Velmar did not attack the port.", "negated"),
        ("Velmar denied that its troops attacked the port.", "negated"),
        ("Velmar will arrest the rebels.", "future"),
        ("Velmar plans to arrest the rebels.", "future"),
        ("Velmar would arrest the rebels.", "hypothetical"),
        ("If Velmar arrested the rebels the talks would end.", "hypothetical"),
        ("Velmar arrested the rebels.", "asserted"),
    ],
)
def test_status_follows_the_words_before_the_trigger(text: str, status: str):
    found = [c for c in claims(text) if c.type in ("ASSAULT", "COERCE")]
    assert [c.status for c in found] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels allegedly attacked the port.",
        "Rebels reportedly attacked the port.",
        "Rebels may have attacked the port.",
    ],
)
def test_words_of_doubt_make_a_claim_hedged(text: str):
    assert one("ASSAULT", text).hedged


def test_what_an_accuser_alleges_is_hedged_and_has_the_accuser_as_source():
    found = claims("The mayor accused the army of shelling farms.")
    accuse, assault = found
    assert (accuse.type, texts(accuse.actor), accuse.hedged) == ("ACCUSE", ["The mayor"], False)
    assert texts(assault.actor) == ["the army"]
    assert texts(assault.source) == ["The mayor"]
    assert assault.hedged


def test_what_a_request_asks_for_is_hypothetical_and_has_the_asker_as_source():
    request, release = claims("Tolmara urged the Dawn Column to release the captives.")
    assert (request.type, request.mode, request.status) == ("REQUEST", "yield", "asserted")
    assert (release.type, release.status) == ("RETREAT", "hypothetical")
    assert texts(release.actor) == ["the Dawn Column"]
    assert texts(release.source) == ["Tolmara"]


def test_a_visit_that_will_be_is_a_promise():
    assert one("AGREE", "President Oru Tamm will visit Velmar.").status == "asserted"


def test_a_refusal_to_meet_is_one_claim():
    found = claims("The Iron Hand refused to meet the envoys.")
    assert [(c.type, c.mode) for c in found] == [("REJECT", "meet")]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Rebels burned the depot, a police spokesman said.", ["a police spokesman"]),
        ("Rebels burned the depot, said Ana Stroud.", ["Ana Stroud"]),
        ("According to Radio Selm, rebels burned the depot.", ["Radio Selm"]),
        ("Mayor Sena Polk said that rebels burned the depot.", ["Mayor Sena Polk"]),
        ("Ana Stroud told reporters that rebels burned the depot.", ["Ana Stroud"]),
        ("Rebels burned the depot.", []),
    ],
)
def test_the_source_is_whoever_is_said_to_say_it(text: str, source: list[str]):
    claim = next(c for c in claims(text) if c.trigger.text == "burned")
    assert texts(claim.source) == source


def test_a_quotation_gives_its_speaker_who_may_stand_in_another_sentence():
    sentences = ("Ana Stroud was angry.", "“Rebels burned the depot.", "They shot at us.”")
    doc = read(*sentences)
    voice = Voice(start=0, end=10, text="Ana Stroud")
    start = doc.text.index("“")
    quotation = Quotation(
        start=start, end=len(doc.text), text=doc.text[start:], voices=(voice,)
    )  # fmt: skip
    found = EXTRACTOR.extract(
        doc, Reading(sentences=reading(doc, sentences).sentences, quotations=(quotation,))
    )
    assert found
    assert all(c.source == (voice,) for c in found)


@pytest.mark.parametrize(
    ("text", "type_", "actor", "recipient"),
    [
        ("Dawn Column leader Omar Teiss left.", "leads", "Omar Teiss", "Dawn Column"),
        ("Oru Tamm, the president of Ardania, left.", "leads", "Oru Tamm", "Ardania"),
        ("The group's commander, Edo Marr, left.", "leads", "Edo Marr", "The group"),
        ("The head of the Kesh Party, Sena Polk, left.", "leads", "Sena Polk", "the Kesh Party"),
        ("Velmar's foreign minister Lena Ruus left.", "member_of", "Lena Ruus", "Velmar"),
        ("The Lowland Militia (LM) left.", "alias", "The Lowland Militia", "LM"),
        ("Velmar-backed rebels left.", "backing", "Velmar", "rebels"),
        ("The Iron Hand broke away from the Kesh Party.", "split", "The Iron Hand",
         "the Kesh Party"),
        ("The Iron Hand is allied with Velmar.", "alliance", "The Iron Hand", "Velmar"),
        ("The Iron Hand is funded by Velmar.", "backing", "Velmar", "The Iron Hand"),
        ("The Iron Hand has waged an insurgency against Velmar.", "hostility", "The Iron Hand",
         "Velmar"),
    ],
)  # fmt: skip
def test_relations_are_found_by_word_and_form(text: str, type_: str, actor: str, recipient: str):
    claim = one(type_, text)
    assert texts(claim.actor) == [actor]
    assert texts(claim.recipient) == [recipient]


def test_a_former_office_says_so_in_time():
    claim = one("leads", "Former Kesh Party leader Sena Polk left.")
    assert texts(claim.time) == ["Former"]


@pytest.mark.parametrize(
    ("text", "type_", "actor", "place"),
    [
        ("The Iron Hand controls Port Selm.", "controls", "The Iron Hand", "Port Selm"),
        ("Port Selm is held by the rebels since May.", "controls", "the rebels", "Port Selm"),
        ("The Iron Hand is based in Ilmen.", "present_in", "The Iron Hand", "Ilmen"),
    ],
)
def test_land_that_is_held_is_a_place(text: str, type_: str, actor: str, place: str):
    claim = one(type_, text)
    assert (texts(claim.actor), texts(claim.place)) == ([actor], [place])
    assert claim.recipient == ()


def test_an_acronym_stands_for_the_part_of_the_phrase_that_has_its_initials():
    text = "Omar Teiss, the leader of the Dawn Column (DC), left."
    assert texts(one("alias", text).actor) == ["the Dawn Column"]


def test_headlines_in_the_present_are_read():
    claim = one("COERCE", "Rebels seize border town")
    assert (texts(claim.actor), texts(claim.recipient)) == (["Rebels"], ["border town"])


def test_an_office_that_names_no_body_gives_no_relation():
    assert claims("The spokesman Juri Kall smiled.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "The harvest was good this year.",
        "Ilmen lies on the river Ane.",
        "In March the snow melted.",
        "He had a heart attack.",
    ],
)
def test_a_sentence_without_an_act_gives_no_claim(text: str):
    assert claims(text) == ()


def test_claims_say_what_made_them():
    claim = one("ASSAULT", "Rebels attacked Kesh.")
    assert claim.made_by == EXTRACTOR.made_by
    assert claim.made_by.startswith("sayso ")
    assert claim.made_by.endswith(" rules-1")
    assert 0 < claim.score <= 1


def test_the_outlet_is_the_document_s():
    doc = Document(report_id="r", text="Rebels attacked Kesh.", outlet="Kesh Courier")
    (claim,) = EXTRACTOR.extract(doc, reading(doc, (doc.text,)))
    assert claim.outlet == "Kesh Courier"


def test_a_sentence_of_thousands_of_words_is_read_in_seconds():
    text = "Rebels attacked the port, killing 12 people in Kesh, " * 600
    doc = Document(report_id="r", text=text)
    before = time.process_time()
    found = EXTRACTOR.extract(doc, reading(doc, (text,)))
    assert time.process_time() - before < 5
    assert found
