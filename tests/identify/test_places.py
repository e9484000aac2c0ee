"""Places of claims, as a user sees them: words in, what is known of the place out.

Strategy: one claim whose place is the phrase under test, in an invented report about a real
country; ids, precision and points are looked at, never the scores in between.
"""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.base.nouns import Actor, Claim, Document, Place, Span
from sayso.identify.places import identify_places

MOSUL, BAGHDAD, KOBANI, KABUL = 99072, 98182, 172256, 1138958
ABOUT_IRAQ = "Rebels attacked {} on Monday, officials in Baghdad said. Iraq sent troops."


def claims_of(text, *phrases, evidence=None, kind="event", actor=""):
    """One claim over the whole text, its places the last occurrence of each phrase."""
    evidence = evidence or text
    start = text.index(evidence)
    return (
        Claim(
            id="c",
            doc="d",
            kind=kind,
            type="ASSAULT",
            trigger=Span(start=start, end=start + 6, text=text[start : start + 6]),
            evidence=Span(start=start, end=start + len(evidence), text=evidence),
            place=tuple(_span(Place, text, phrase) for phrase in phrases),
            actor=(_span(Actor, text, actor),) if actor else (),
        ),
    )


def _span(cls, text, words):
    at = text.rindex(words)
    return cls(start=at, end=at + len(words), text=words)


def document(text):
    return Document(report_id="d", text=text, blocks=((0, len(text)),))


def placed(phrase, text=ABOUT_IRAQ, **more):
    text = text.format(phrase)
    (claim,) = identify_places(claims_of(text, phrase, **more), document(text))
    return claim.place[0]


def where(text, *phrases, **more):
    (claim,) = identify_places(claims_of(text, *phrases, **more), document(text))
    return claim.where


@pytest.mark.parametrize("name", ["Kobani", "Kobane", "Kobanî", "Ayn al-Arab", "‘Ayn al-‘Arab"])
def test_spellings_of_one_town_have_one_id(name):
    found = placed(name, "Fighters of both sides died in {}, Syria, on Friday. Syria denied it.")
    assert (found.geonameid, found.country, found.precision) == (KOBANI, "SYR", "place")
    assert (round(found.lat, 1), round(found.lon, 1)) == (36.9, 38.4)


@pytest.mark.parametrize(
    ("phrase", "country", "precision"),
    [
        ("Mosul", "IRQ", "place"),
        ("the town of Sinjar", "IRQ", "place"),
        ("Diyala Province", "IRQ", "admin1"),
        ("Iraq", "IRQ", "country"),
        ("northern Iraq", "IRQ", "region"),
        ("parts of Iraq", "IRQ", "region"),
        ("Iraq's border with Syria", "IRQ", "region"),
        ("the Turkish border", "", "region"),
        ("the Mediterranean Sea", "", "region"),
        ("the Bekaa Valley", "LBN", "region"),
        ("Darfur", "SDN", "region"),
    ],
)
def test_what_is_known_is_given_and_no_more(phrase, country, precision):
    found = placed(phrase)
    assert (found.country, found.precision) == (country, precision)
    if precision in ("country", "region"):
        assert found.lat is None
        assert found.lon is None


def test_near_a_town_is_not_in_it():
    assert placed("the town of Mosul").precision == "place"
    for phrase in ("near the city of Mosul", "a village 20 km north of Mosul", "Mosul airport"):
        found = placed(phrase)
        assert (found.name, found.precision) == ("Mosul", "admin2")


def test_far_from_a_town_only_its_country_is_known():
    found = placed("80 miles south of Mosul")
    assert (found.country, found.precision, found.geonameid, found.lat) == (
        "IRQ",
        "country",
        None,
        None,
    )


def test_words_before_the_mention_count_too():
    text = (
        "Rebels attacked a convoy 10 km east of Mosul on Monday, officials in Baghdad, Iraq, said."
    )
    (claim,) = identify_places(claims_of(text, "Mosul"), document(text))
    assert claim.place[0].precision == "admin2"


def test_a_village_that_is_missing_gets_its_province():
    found = placed("the village of Zyrqa Qoltan in Nineveh province")
    assert (found.admin1, found.country, found.precision) == ("Nineveh", "IRQ", "admin1")


def test_the_country_of_a_missing_place_is_taken_only_where_it_is_said():
    said = placed("Zyrqa Qoltan", "Rebels burnt the Iraqi village of {} on Monday.")
    assert (said.country, said.precision, said.geonameid) == ("IRQ", "country", 99237)
    assert placed("Zyrqa Qoltan", "Iraqi forces shelled {} on Monday.").country == ""


def test_gaza_is_not_a_province_of_mozambique():
    assert placed("Gaza", "Israel bombed {} on Monday, the army said.").country == "PSE"
    assert placed(
        "Gaza", "Floods in {} killed ten. Maputo and Beira, Mozambique, were hit."
    ).country in ("MOZ", "")


def test_names_of_regions_are_no_towns():
    assert placed("Kashmir", "Militants fought Indian troops in {}.").precision == "region"
    assert placed("the Gulf", "Ships were attacked in {} on Monday.").precision == "region"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Hodeidah", "YEM"),
        ("Deir Ezzor", "SYR"),
        ("Qamishli", "SYR"),
        ("Hawija", "IRQ"),
        ("Waziristan", "PAK"),
        ("Jubaland", "SOM"),
        ("the Lower Shabelle region", "SOM"),
        ("Baluchistan", "PAK"),
    ],
)
def test_places_of_war_are_known_as_the_press_spells_them(name, country):
    assert placed(name, "A bomb went off in {} on Monday.").country == country


def test_which_congo_the_report_tells():
    about = "A bomb went off in {} on Monday, officials in %s said."
    assert placed("Congo", about % "Goma, North Kivu").country == "COD"
    assert placed("Congo", about % "Brazzaville").country == "COG"


def test_a_name_of_no_known_place_stays_undecided():
    text = ABOUT_IRAQ.format("Zyrqa Qoltan")
    assert placed("Zyrqa Qoltan") == _span(Place, text, "Zyrqa Qoltan")


@pytest.mark.parametrize(
    "name",
    [
        "the Qalder Islands",  # there is a district "Islands" in Hong Kong
        "the Zyrqa Delta",  # a state of Nigeria
        "Port Averey",  # a town in France
        "Zyrqa Forest",  # a town in Belgium
        "the Marrow woods",  # a town in Georgia
    ],
)
def test_a_word_for_a_thing_in_a_name_that_is_not_known_is_no_place(name):
    found = placed(name, "Rebels attacked {} on Monday, officials said.")
    assert (found.geonameid, found.country, found.precision) == (None, "", "")


def test_known_names_with_such_words_are_found():
    for name, country in (("Port Sudan", "SDN"), ("the Niger Delta", "NGA"), ("New Delhi", "IND")):
        assert placed(name, "Rebels attacked {} on Monday, officials said.").country == country


def test_a_small_place_far_from_all_others_of_the_report_is_not_believed():
    about = "Rebels left Baghdad, Mosul and Tikrit for {}. Iraqi troops in Kirkuk, Iraq, followed."
    assert placed("Zossen", about).geonameid is None
    assert placed("Zossen", "A guard died in {}, police in Berlin said.").country == "DEU"
    assert placed("London", about).country == "GBR"
    assert placed("Ramadi", about).country == "IRQ"


def test_the_end_of_another_name_is_no_place_that_was_named_before():
    text = "The Qalder Islands will send observers. Rebels attacked towns across {} on Monday."
    assert placed("the province", text).geonameid is None
    assert where("A bomb killed five soldiers in the Qalder Islands on Monday.") is None


def test_a_first_name_that_is_a_province_too_says_nothing():
    text = "The minister, Paul Everin, said so. Rebels attacked towns across {} on Monday."
    assert placed("the province", text).geonameid is None


def test_of_a_name_of_many_places_no_more_is_said_than_they_share():
    found = placed("Springfield", "A bomb went off in {} on Monday.")
    assert (found.country, found.precision, found.lat) == ("USA", "country", None)
    assert placed("San Jose", "A bomb went off in {} on Monday.").lat is None


def test_the_report_tells_places_of_one_name_apart():
    tripoli = "Militias fought in {} on Monday. {} said so. Troops left {}."
    libya = placed("Tripoli", tripoli.format("{}", "Libya", "Misrata and Benghazi"))
    lebanon = placed("Tripoli", tripoli.format("{}", "Lebanon", "Beirut and Sidon"))
    assert (libya.country, lebanon.country) == ("LBY", "LBN")
    assert libya.geonameid != lebanon.geonameid


def test_a_province_and_its_town_of_one_name_are_told_apart_by_the_word():
    about = "Rebels attacked {} on Monday, officials in Damascus, Syria, said."
    assert placed("Aleppo governorate", about).precision == "admin1"
    assert placed("the city of Aleppo", about).precision == "place"


def test_two_towns_in_one_mention_have_no_point():
    found = placed("Mosul and Tikrit")
    assert (found.country, found.geonameid, found.lat) == ("IRQ", None, None)


def test_capitals_are_read_from_the_adjective():
    assert placed("the Iraqi capital").geonameid == BAGHDAD
    assert placed("the Afghan capital").geonameid == KABUL


def test_the_city_is_the_one_named_last_unless_two_were():
    one = "Troops entered Mosul in Iraq. On Monday they shelled the city."
    two = "Troops left Tikrit and entered Mosul in Iraq. On Monday they shelled the city."
    assert placed("the city", one.replace("the city", "{}")).geonameid == MOSUL
    assert placed("the city", two.replace("the city", "{}")).geonameid is None


def test_the_referent_named_by_extraction_is_looked_up():
    text = "Officials in Baghdad, Iraq, said that rebels attacked their home on Monday."
    (claim,) = claims_of(text, "their home")
    mention = msgspec.structs.replace(claim.place[0], name="Mosul")
    claim = msgspec.structs.replace(claim, place=(mention,))
    (out,) = identify_places((claim,), document(text))
    assert out.place[0].geonameid == MOSUL


def test_where_is_the_finest_of_the_claims_own_places():
    text = "Rebels attacked Mosul in northern Iraq on Monday."
    found = where(text, "northern Iraq", "Mosul")
    assert (found.geonameid, found.basis) == (MOSUL, "role")


def test_without_a_place_of_its_own_the_sentence_tells():
    text = "A bomb killed five soldiers in the city of Mosul, Iraq. Kirkuk was quiet."
    found = where(text, evidence="A bomb killed five soldiers in the city of Mosul, Iraq.")
    assert (found.geonameid, found.basis) == (MOSUL, "sentence")


def test_the_place_of_an_actor_is_not_the_place_of_the_deed():
    text = "The mayor of Mosul condemned the raid."
    assert where(text, actor="The mayor of Mosul") is None


def test_a_dateline_gives_its_country_and_no_point():
    text = "BAGHDAD (AP) - A bomb killed five soldiers on Monday. Iraq blamed rebels from Tikrit."
    found = where(text, evidence="BAGHDAD (AP) - A bomb killed five soldiers on Monday.")
    assert (found.country, found.precision, found.lat, found.basis) == (
        "IRQ",
        "country",
        None,
        "report",
    )


def test_a_writer_abroad_says_nothing_of_the_place():
    text = (
        "BEIRUT (AP) - A bomb killed five soldiers on Monday. Syria and Syrian rebels were silent."
    )
    assert where(text, evidence="BEIRUT (AP) - A bomb killed five soldiers on Monday.") is None


def test_a_relation_has_only_places_of_its_own():
    text = "BAGHDAD (AP) - The group joined the alliance in Mosul, Iraq."
    assert where(text, kind="relation") is None


def test_claims_without_place_and_no_claims_at_all_are_fine():
    text = "The army denied it."
    assert identify_places((), document(text)) == ()
    assert where(text) is None


NAMES = [
    *("Mosul", "Paris", "Georgia", "Springfield", "Ky.", "al-", "the", "'s", "St.", "U.S.", "%"),
    *("Turkish", "border", "northern", "Zyrq", "И", "مدينة", "camp", ",", "and", "—", "near"),
    *("of", "Province", "\n", "20 km", "12,,3 miles of", "the city"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(NAMES) | st.text(max_size=6), min_size=1, max_size=12), st.data())
def test_any_text_is_read_twice_alike_and_never_fails(words, data):
    text = " ".join(words)
    spans = data.draw(st.lists(st.tuples(*[st.integers(0, len(text))] * 2), max_size=3))
    places = tuple(Place(start=min(s), end=max(s), text=text[min(s) : max(s)]) for s in spans)
    claim = Claim(
        id="c",
        doc="d",
        kind="event",
        type="ASSAULT",
        trigger=Span(start=0, end=1, text=text[:1]),
        evidence=Span(start=0, end=len(text), text=text),
        place=places,
    )
    once = identify_places((claim,), document(text))
    assert once == identify_places((claim,), document(text))
    for before, after in zip(places, once[0].place, strict=True):
        assert (before.start, before.end, before.text) == (after.start, after.end, after.text)
        assert (after.lat is None) == (after.lon is None)
        assert after.precision or (not after.country and after.geonameid is None)
        if after.precision in ("country", "region"):
            assert after.lat is None


def test_order_of_claims_changes_nothing():
    text = "Rebels attacked Mosul and left Tikrit, officials in Baghdad, Iraq, said."
    first, second = claims_of(text, "Mosul")[0], claims_of(text, "Tikrit")[0]
    there = identify_places((first, second), document(text))
    back = identify_places((second, first), document(text))
    assert there == back[::-1]


def test_of_two_places_none_is_picked():
    text = "Jets struck targets in Mosul and in Tikrit."
    found = where(text, "Mosul", "Tikrit")
    assert (found.country, found.precision) == ("IRQ", "country")
    text = "Jets struck targets in Syria and in Iraq."
    assert where(text, "Syria", "Iraq") is None
