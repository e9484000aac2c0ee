"""Invented wire stories, and what papers make of them, for tests of copies.

`ATTACK` is a story of an agency. `rewritten` gives it as papers print it, each in a named way.
`toll(...)` writes the story of a day's shelling from one template; `bulletin(...)` that of a
ministry. `OTHER` tells of the attack in a reporter's own words, with the same quotation.
"""

import datetime as dt

from handmade import make_document, make_report

from sayso.base.nouns import Document


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


TITLE = "Bomb at market in Ilsk kills 12"
ATTACK = _paragraphs("""
ILSK, Vel (VNA) - A bomb hidden in a vegetable cart exploded at a crowded market in the town of
Ilsk on Saturday, killing at least 12 people and wounding 30, police said.

The blast tore through the main hall shortly after 9 a.m., when farmers from the Hallin valley
were unloading their trucks, said Colonel Bero Tamm, the chief of police in Ilsk.

"We heard one loud bang and then nothing but screaming, and the roof came down on the people who
were standing at the scales," said Mira Osk, who sells onions near the gate.

Nobody claimed the attack. The government blamed the Hallin Front, which has fought the army in
the valley since 2027 and denied any part in two bombings last spring.

The wounded were taken to hospitals in Ostrel and Marn, where doctors asked citizens to give
blood. Soldiers closed the bridge over the Sull and searched cars until the evening.

President Ana Dorell called off a visit to Dask and promised that those who planted the bomb would
be found. Opposition leaders accused her of having withdrawn troops from the valley.

More than 4,000 people have died in the conflict, according to the Vel Peace Institute.
""")

REWORDED = (
    "At least 12 people were killed and 30 wounded in the town of Ilsk on Saturday when a bomb in "
    "a vegetable cart exploded in a crowded market, according to police."
)
RISEN = ATTACK[0].replace("at least 12", "at least 17").replace("30", "41")
NEW = (
    "Two men were arrested in Ostrel on Sunday after a shopkeeper recognised the cart, an officer "
    "of the border guard told the agency. Both had crossed from Dask a week earlier."
)

OTHER = _paragraphs("""
Rescue workers in Ilsk were still lifting beams from the wreck of the covered market at noon,
three hours after an explosion brought its roof down over the morning's trade.

"We heard one loud bang and then nothing but screaming, and the roof came down on the people who
were standing at the scales," said Mira Osk, an onion seller with dust in her hair.

A list pinned to the door of the town hall by early afternoon held a dozen names. Beside it a
clerk had written, in pencil, how many beds were left at Ostrel.

Around the scales, where the cart had stood, investigators in white laid out little flags and sent
away the boys who had climbed the fountain for a better view.
""")

FURNITURE = (
    "The Valley Post is written for the people of the valley, and paid for by them.",
    "Our reporters in Ilsk, Ostrel, Marn and Dask follow the war in Hallin every day.",
    "The Valley Post was founded in 1911 by Jor Pell and is printed in Ostrel by the Pell family.",
)


def wire(
    name: str,
    *body: str,
    title: str = TITLE,
    outlet: str = "",
    day: str | dt.date | None = "2031-03-01",
) -> Document:
    """A document of these paragraphs."""
    return make_document(
        make_report(
            name, "\n\n".join(body or ATTACK), title=title, outlet=outlet or name, published=day
        )
    )


def rewritten() -> dict[str, Document]:
    """The attack as papers print it: name of what they did to it, and the document."""
    lead, *rest = ATTACK
    return {
        "same": wire("same"),
        "cut": wire("cut", *ATTACK[:4]),
        "brief": wire("brief", *ATTACK[:2]),
        "reordered": wire("reordered", lead, *reversed(rest)),
        "lead": wire("lead", REWORDED, *rest),
        "headline": wire("headline", title="Market blast shakes Hallin valley"),
        "byline": wire(
            "byline",
            "By Jory Pell",
            "Updated 14:05",
            *ATTACK[:4],
            "Advertisement",
            *ATTACK[4:],
            "Sign up for our morning newsletter and never miss what happens in the valley.",
        ),
        "style": wire(
            "style",
            *(p.replace('"', "'").replace("Tamm", "Támm").replace(" two ", " 2 ") for p in ATTACK),
        ),
        "edited": wire(
            "edited",
            *(p.replace("shortly", "just").replace("searched", "stopped") for p in ATTACK),
        ),
        "toll": wire(
            "toll", RISEN, *rest, title="Bomb at market in Ilsk kills 17", day="2031-03-02"
        ),
        "more": wire("more", lead, NEW, *rest, day="2031-03-02"),
    }


def toll(day: str, place: str, killed: str, wounded: str, published: str) -> Document:
    """A day's shelling, from a template."""
    return wire(
        f"toll-{place}-{published}",
        f"Shells fired by the Hallin Front killed {killed} people and wounded {wounded} in {place} "
        f"on {day}, the regional governor said.",
        f"The shells struck a row of houses near the railway station of {place} in the early "
        "morning, when most people were asleep, Governor Pavo Lind wrote on his page.",
        f"Rescue workers pulled {wounded} people from the rubble and took them to hospital. "
        "Schools in the district will stay closed until further notice.",
        "The Hallin Front did not comment on the accusation at once. It has always denied that it "
        "aims at civilians.",
        title=f"Shelling kills {killed} in {place}",
        outlet="Vel News Agency",
        day=published,
    )


def bulletin(day: str, killed: str, wounded: str, total: str, published: str) -> Document:
    """What a ministry counts each day, from a template: the same names and place every day."""
    return wire(
        f"bulletin-{published}",
        f"The Health Ministry of Vel said on {day} that {killed} people had been killed and "
        f"{wounded} wounded in the Hallin valley over the past 24 hours.",
        f"Hospitals in Ostrel admitted {wounded} patients on {day}, among them {killed} who died "
        "of their wounds, the ministry said in its daily statement.",
        f"The total since the offensive began has risen to {total}, the ministry added. It does "
        "not tell fighters from civilians.",
        title=f"Vel ministry: {killed} killed in a day",
        outlet="Vel News Agency",
        day=published,
    )
