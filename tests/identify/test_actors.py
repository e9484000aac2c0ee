"""Actors of claims, as one who reads the claims sees them."""

import datetime as dt

import pytest

from sayso.base.nouns import Actor, Claim, Document, Place, Span, Voice
from sayso.identify.actors import identify_actors

DAY = dt.date(2015, 3, 2)


def doc(text: str, day: dt.date | None = DAY) -> Document:
    return Document(report_id="r-test", text=text, published=day, language="en")


def claim(
    text: str,
    *,
    actor: str = "",
    recipient: str = "",
    source: str = "",
    place: str = "",
    at: str = "",
) -> Claim:
    """A claim of a text whose mentions are the words given, first found after `at`."""
    start = text.index(at) if at else 0

    def span(words: str) -> dict[str, object]:
        begin = text.index(words, start)
        return {"start": begin, "end": begin + len(words), "text": words}

    whole = Span(start=0, end=len(text), text=text)
    return Claim(
        id="c-" + actor + recipient, doc="r-test", kind="event", type="ASSAULT",
        trigger=whole, evidence=whole,
        actor=(Actor(**span(actor)),) if actor else (),
        recipient=(Actor(**span(recipient)),) if recipient else (),
        source=(Voice(**span(source)),) if source else (),
        place=(Place(**span(place)),) if place else (),
    )  # fmt: skip


def told(text: str, mention: str, day: dt.date | None = DAY, **more: str) -> Actor:
    """What the actor of a text becomes."""
    return identify_actors((claim(text, actor=mention, **more),), doc(text, day))[0].actor[0]


@pytest.mark.parametrize(
    ("text", "mention", "actor", "code"),
    [
        ("IS militants entered the town of Velm.", "IS militants", "islamic-state", "IMGREB"),
        ("Kurdish Peshmerga fighters held the hill.", "Kurdish Peshmerga fighters", "peshmerga",
         "IRQMIL"),
        ("The 3R rebels burned a post.", "The 3R rebels", "3r-caf", "CAFREB"),
        ("Supporters of Hamas marched.", "Supporters of Hamas", "hamas", "PSEREB"),
        ("Afghan police fired at them.", "Afghan police", "afg.police", "AFGCOP"),
        ("Kenya's government denied it.", "Kenya's government", "ken.gov", "KENGOV"),
        ("The government of Iraq agreed.", "The government of Iraq", "irq.gov", "IRQGOV"),
        ("The Islamabad government agreed.", "The Islamabad government", "pak.gov", "PAKGOV"),
        ("Russian forces in Syria withdrew.", "Russian forces in Syria", "rus.mil", "RUSMIL"),
        ("Malaysian armed forces came.", "Malaysian armed forces", "mys.mil", "MYSMIL"),
        ("The Obama administration asked.", "The Obama administration", "usa.gov", "USAGOV"),
        ("C.A.R. troops fled.", "C.A.R. troops", "caf.mil", "CAFMIL"),
        ("The Iraqi people rejoiced.", "The Iraqi people", "any.people.irq", "IRQCVL"),
        ("Syrian rebels shot at a van.", "Syrian rebels", "any.rebels.syr", "SYRREB"),
        ("Two gunmen shot at a van.", "Two gunmen", "any.gunmen", "---UAF"),
        ("Civilians fled the town.", "Civilians", "any.civilians", "---CVL"),
        ("Kabul agreed to talks.", "Kabul", "afg.gov", "AFGGOV"),
    ],
)  # fmt: skip
def test_mentions_of_the_news_get_actor_and_code(
    text: str, mention: str, actor: str, code: str
) -> None:
    found = told(text, mention)
    assert (found.actor_id, found.code) == (actor, code)
    assert found.text == mention


def test_a_population_takes_the_country_of_the_claims_place() -> None:
    text = "Protesters in Cairo burned tyres."
    found = told(text, "Protesters", place="Cairo")
    assert (found.actor_id, found.code) == ("any.protesters.egy", "EGYOPP")


def test_a_code_is_that_of_the_reports_day() -> None:
    text = "The Afghan Taliban closed the road."
    assert told(text, "The Afghan Taliban", dt.date(2010, 1, 1)).code == "AFGREB"
    assert told(text, "The Afghan Taliban", dt.date(2023, 1, 1)).code == "AFGGOV"
    undated = told(text, "The Afghan Taliban", None)
    assert (undated.actor_id, undated.code) == ("afghan-taliban", "")


def test_taliban_is_told_apart_by_the_countries_of_the_report() -> None:
    afghan = "In Kandahar, Afghanistan, the Taliban attacked a post."
    pakistani = "In Peshawar, Pakistan, the Taliban attacked a post."
    both = "From Pakistan into Afghanistan the Taliban carried arms."
    assert told(afghan, "the Taliban").actor_id == "afghan-taliban"
    assert told(pakistani, "the Taliban").actor_id == "pakistani-taliban"
    assert told(both, "the Taliban").actor_id == ""


def test_an_acronym_in_brackets_means_what_the_report_says() -> None:
    text = "The Telmar Liberation Front (TLF) struck at dawn. The TLF claimed the raid."
    first = told(text, "The Telmar Liberation Front")
    later = told(text, "The TLF", at="struck")
    assert first.actor_id == later.actor_id == "new.telmar-liberation-front"


def test_an_acronym_of_another_is_the_reports_own() -> None:
    text = "The Popular Kitchen Klub (PKK) opened in Turkey. The PKK served soup."
    assert told(text, "The PKK", at="opened").actor_id == "new.popular-kitchen-klub"


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("The Sudanese Armed Forces bombed Nyala.", "The Sudanese Armed Forces", "sdn.mil"),
        ("The Sudanese army bombed Nyala.", "The Sudanese army", "sdn.mil"),
        ("In Sudan, the SAF bombed Nyala.", "the SAF", "sdn.mil"),
        ("In Somalia, the SNA took Jowhar.", "the SNA", "som.mil"),
        ("In Syria, the SNA took Ras al-Ain.", "the SNA", "sna-syria"),
    ],
)
def test_armed_forces_go_by_their_own_name_too(text: str, words: str, actor: str) -> None:
    assert told(text, words).actor_id == actor


def test_an_unknown_name_is_the_same_provisional_actor_in_every_report() -> None:
    one = told("Zoltan Verhagen-Ibori fled.", "Zoltan Verhagen-Ibori")
    other = told("Police sought Zoltan Verhagen-Ibori.", "Zoltan Verhagen-Ibori")
    assert one.actor_id == other.actor_id == "new.zoltan-verhagen-ibori"
    assert one.code == ""


def test_a_surname_is_the_one_full_name_of_the_report() -> None:
    text = "Envoy Marit Olander arrived in Orda. Olander met rebels."
    found = told(text, "Olander", at="arrived")
    assert (found.actor_id, found.name) == ("new.marit-olander", "Marit Olander")


def test_a_surname_of_two_is_no_one_of_them() -> None:
    text = "Envoy Marit Olander met General Piet Olander. Olander spoke first."
    found = told(text, "Olander", at=". Olander")
    assert found.actor_id not in ("new.marit-olander", "new.piet-olander")


def test_titles_are_no_part_of_a_name() -> None:
    text = "Sudanese President Omar al-Bashir spoke."
    found = told(text, "Sudanese President Omar al-Bashir", dt.date(2010, 5, 1))
    assert (found.actor_id, found.code) == ("p.omar-al-bashir", "SDNGOV")


@pytest.mark.parametrize(
    ("text", "mention", "actor"),
    [
        ("Ethiopian Minister of Foreign Affairs Tesfa Abomsa spoke.",
         "Ethiopian Minister of Foreign Affairs Tesfa Abomsa", "new.tesfa-abomsa"),
        ("The Nigerian National Yam Corporation paid.", "The Nigerian National Yam Corporation",
         "new.nigerian-national-yam-corporation"),
        ("The Senate Foreign Yams Committee met.", "The Senate Foreign Yams Committee",
         "new.senate-foreign-yams-committee"),
        ("Hamas Attack Repulsed in Orda", "Hamas", "hamas"),
        ("Taliban Attack Repulsed in Orda", "Taliban", ""),
        ("The Sudanese Presidency denied it.", "The Sudanese Presidency", "sdn.gov"),
        ("President Donald J. Trump spoke.", "President Donald J. Trump", "p.donald-trump"),
        ("The party of President Omar al-Bashir met.", "The party of President Omar al-Bashir", ""),
    ],
)  # fmt: skip
def test_an_office_before_a_name_is_not_the_actor(text: str, mention: str, actor: str) -> None:
    assert told(text, mention).actor_id == actor


def references(text: str, named: str, mention: str, **more: str) -> Actor:
    claims = (claim(text, actor=named), claim(text, actor=mention.strip(), **more))
    return identify_actors(claims, doc(text))[1].actor[0]


def test_the_group_is_the_one_group_that_was_named() -> None:
    text = "Boko Haram burned a school. The militants then fled."
    found = references(text, "Boko Haram", "The militants")
    assert (found.actor_id, found.name) == ("boko-haram", "Boko Haram")


def test_the_group_is_none_when_two_were_named() -> None:
    text = "Boko Haram fought al-Shabaab there. The group then fled."
    claims = (
        claim(text, actor="Boko Haram", recipient="al-Shabaab"),
        claim(text, actor="The group"),
    )
    found = identify_actors(claims, doc(text))[1].actor[0]
    assert (found.actor_id, found.name, found.code) == ("", "", "")


def test_a_group_that_no_claim_mentions_is_counted_too() -> None:
    text = "Boko Haram spoke as al-Shabaab listened. The group then fled."
    found = references(text, "Boko Haram", "The group")
    assert found.actor_id == ""
    shared = "From Pakistan to Afghanistan, Boko Haram and Taliban met. The group then fled."
    assert references(shared, "Boko Haram", "The group").actor_id == ""


def test_he_is_nobody_where_the_text_names_another_person() -> None:
    text = "Envoy Marit Olander met Piet Verhagen in Orda. By dawn he left."
    assert references(text, "Marit Olander", "he", at=" he").actor_id == ""


def test_a_headline_makes_no_actor_of_a_group_and_its_verb() -> None:
    text = "Boko Haram Denies Raid\n\nThe town of Orda burned."
    assert told(text, "Boko Haram Denies").actor_id == ""


def test_a_place_of_the_report_is_no_provisional_actor() -> None:
    text = "In Velm, shells hit Velm at dawn."
    assert told(text, "Velm", place="Velm").actor_id == ""


def test_its_leader_is_who_led_it_on_the_day() -> None:
    text = "Boko Haram burned a school. Its leader praised the raid."
    found = references(text, "Boko Haram", "Its leader")
    assert found.actor_id == "p.abubakar-shekau"


def test_he_is_the_one_person_just_named() -> None:
    text = "Envoy Marit Olander came to Orda. She met rebels."
    assert references(text, "Marit Olander", "She").actor_id == "new.marit-olander"


@pytest.mark.parametrize(
    ("text", "named", "mention", "actor"),
    [
        ("Envoy Marit Olander met Piet Verhagen in Orda. He left at dawn.", "Marit Olander", "He",
         "new.marit-olander"),
        ('Envoy Marit Olander met General Piet Verhagen. "No," Verhagen said. "Not now," he said.',
         "Marit Olander", "he", "new.piet-verhagen"),
        ("Boko Haram said that it burned the post.", "Boko Haram", "it", "boko-haram"),
        ("Boko Haram and al-Shabaab split; al-Shabaab said it burned the post.", "Boko Haram",
         "it", "al-shabaab"),
        ("Hamas freed a nurse. It asked for a truce.", "Hamas", "It", "hamas"),
        ("Hamas freed a nurse and al-Shabaab a cook. It asked for a truce.", "Hamas", "It", ""),
        ("Hamas fought the men of al-Shabaab, and it won.", "Hamas", "it", ""),
        ("Two gunmen fired until they fled.", "Two gunmen", "they", "any.gunmen"),
        ("Kenyan police fired until they fled.", "Kenyan police", "they", "ken.police"),
        ("Syrian tanks came as Hamas said it won.", "Hamas", "it", "hamas"),
        ("Marit Olander fired until it fled.", "Marit Olander", "it", ""),
        ("The Ninth of June Front burned a mill. The Front has split.", "The Ninth of June Front",
         "The Front", "new.ninth-of-june-front"),
        ("The Forest Brigades burned a mill. The brigades left.", "The Forest Brigades",
         "The brigades", "new.forest-brigades"),
        ("The Red Front and the Blue Front met. The Front has split.", "The Red Front",
         "The Front", "new.red-front"),
    ],
)  # fmt: skip
def test_a_pronoun_or_a_part_of_a_name_is_the_one_that_fits(
    text: str, named: str, mention: str, actor: str
) -> None:
    at = text[text.rindex(mention) - 1 :]
    assert references(text, named, mention, at=at).actor_id == actor


def test_what_is_resolved_counts_as_named_from_there_on() -> None:
    text = "Envoy Marit Olander met rebels. He spoke. Rain fell on Orda. It froze. He left."
    claims = (
        claim(text, actor="Marit Olander"),
        claim(text, actor="He", at="He spoke"),
        claim(text, actor="He", at="He left"),
    )
    found = [c.actor[0].actor_id for c in identify_actors(claims, doc(text))]
    assert found == ["new.marit-olander"] * 3


def test_a_mention_of_two_claims_is_the_same_in_any_order() -> None:
    text = "Protesters burned tyres in Cairo and Lima."
    claims = (
        claim(text, actor="Protesters", place="Cairo"),
        claim(text, actor="Protesters", recipient="tyres"),
    )
    one = identify_actors(claims, doc(text))
    assert identify_actors(claims[::-1], doc(text)) == one[::-1]


def test_two_actors_in_one_mention_become_two_mentions() -> None:
    text = "On Monday Britain, France and al-Shabaab signed."
    (after,) = identify_actors((claim(text, actor="Britain, France and al-Shabaab"),), doc(text))
    assert [a.actor_id for a in after.actor] == ["gbr", "fra", "al-shabaab"]
    assert all(text[a.start : a.end] == a.text for a in after.actor)
    assert identify_actors((after,), doc(text)) == (after,)


@pytest.mark.parametrize(
    "mention",
    ["Bosnia and Herzegovina", "the armies of Brazil and Peru", "Hamas and its allies",
     "Syrian and Iraqi refugees", "The Islamic State of Iraq and the Levant"],
)  # fmt: skip
def test_an_and_within_a_name_or_before_a_shared_role_parts_nothing(mention: str) -> None:
    text = f"On Monday {mention} signed."
    (after,) = identify_actors((claim(text, actor=mention),), doc(text))
    assert [a.text for a in after.actor] == [mention]


def test_the_army_is_that_of_the_one_state_told_of() -> None:
    text = "In Nigeria, villagers fled. The army sent trucks."
    assert told(text, "The army").actor_id == "nga.mil"
    both = "Between Nigeria and Chad, villagers fled. The army sent trucks."
    assert told(both, "The army").actor_id in ("", "any.military")


def test_a_capital_that_only_opens_a_sentence_makes_no_name() -> None:
    found = told("Moonbeams shone. Smoke rose.", "Moonbeams")
    assert found.actor_id == ""


@pytest.mark.parametrize("mention", ["they", "its allies", "others", "the car", "Both sides"])
def test_what_names_nobody_stays_open(mention: str) -> None:
    text = f"On Monday {mention} burned."
    found = told(text, mention)
    assert (found.actor_id, found.name, found.code) == ("", "", "")


def test_voices_are_identified_and_nothing_else_changes() -> None:
    text = "The BBC says that IS militants fled."
    before = claim(text, actor="IS militants", source="The BBC")
    (after,) = identify_actors((before,), doc(text))
    assert after.source[0].actor_id == "bbc"
    assert (after.id, after.trigger, after.place) == (before.id, before.trigger, before.place)
    assert [s.text for s in after.source] == [s.text for s in before.source]


def test_no_claims_are_no_claims() -> None:
    assert identify_actors((), doc("Nothing happened.")) == ()


def test_a_second_run_changes_nothing() -> None:
    text = "Boko Haram burned a school. The militants then fled."
    claims = (claim(text, actor="Boko Haram"), claim(text, actor="The militants"))
    once = identify_actors(claims, doc(text))
    assert identify_actors(once, doc(text)) == once


def test_order_of_claims_does_not_matter() -> None:
    text = "Boko Haram burned a school. The militants then fled."
    claims = (claim(text, actor="Boko Haram"), claim(text, actor="The militants"))
    one = identify_actors(claims, doc(text))
    other = identify_actors(claims[::-1], doc(text))
    assert one == other[::-1]
