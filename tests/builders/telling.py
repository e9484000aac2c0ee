"""Short reports that tell of relations, and their claims by hand, dated by the path.

    told = report("2031-03-02", "The Kell Brigade is allied with Nerath.",
                  c("alliance", "allied", actor="The Kell Brigade", recipient="Nerath"))

`many()` gives hypothesis reports of a small world in which everybody is told to be everything.
"""

import datetime as dt
from typing import Any

import handmade
import msgspec
from hypothesis import strategies as st

from sayso.base.nouns import Claim, Document, Report
from sayso.identify.times import date_claims
from sayso.link import relations as link
from sayso.record import copies, relations
from sayso.record.open import Record

FRONT, BRIGADE, UNION = "Ridge Front", "Kell Brigade", "Lowland Union"
GROUPS = (FRONT, BRIGADE, UNION)
PERSONS = ("Daro Kesk", "Mira Vonn")
TOWNS = ("Karsholt", "Ostrel")


class Made(msgspec.Struct, frozen=True):
    """A report with its document and its claims."""

    report: Report
    document: Document
    claims: tuple[Claim, ...]


def c(*args: str, **more: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    """A claim by words, as `handmade.make_claim` takes it; `time` is dated by the path."""
    return args, more


def report(day: str | dt.date | None, text: str, *claims: Any, outlet: str = "Hill Radio",
           id_: str = "") -> Made:  # fmt: skip
    """A report of a day with the claims of its text."""
    made = handmade.make_report(id_ or f"r-{day}", text, outlet=outlet, published=day)
    doc = handmade.make_document(made)
    drawn = tuple(handmade.make_claim(doc, *args, **more) for args, more in claims)
    return Made(made, doc, date_claims(drawn, doc))


def known(*made: Made, origins: dict[str, str] | None = None) -> link.Reports:
    """What linking knows of the reports."""
    return link.Reports(
        days={m.report.report_id: m.report.published for m in made},
        outlets={m.report.report_id: m.report.outlet for m in made},
        origins=origins or {},
    )


def linked(*made: Made, origins: dict[str, str] | None = None) -> dict[str, Any]:
    """Relations of the reports by type, actor's and recipient's name: "leads Daro Kesk Front"."""
    reports = known(*made, origins=origins)
    claims = [claim for m in made for claim in m.claims]
    names = link.joined_names(claims, reports)
    return {
        f"{r.type} {r.actor_name} {r.recipient_name}": r
        for r in link.relate(claims, reports, names)
    }


def link_relations(record: Record, *, copies_too: bool = False) -> dict[str, int]:
    """Run the steps of linking that relations need, and no others."""
    total: dict[str, int] = {}
    steps = [copies, relations] if copies_too else [relations]
    for step in steps:
        left = 1
        while left:
            with record.write("link", step=step.__name__.rpartition(".")[2]) as act:
                counts = step.update(act)
            left = counts.pop("left")
            if step is relations:
                total = {name: total.get(name, 0) + n for name, n in counts.items()}
    return total


# --- many -----------------------------------------------------------------------------------

_DAYS = st.dates(dt.date(2031, 1, 1), dt.date(2031, 12, 28))
_OUTLETS = st.sampled_from(["Hill Radio", "The Courier", "Marn Gazette"])
_SPEAKERS = st.sampled_from(["", "Ida Brandt", "Pell Anders", FRONT])


def _spoken(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _sentence(kind: str, *, a: str, b: str, person: str, town: str, day: str, by: str) -> Any:
    """A sentence of a kind, and its claims."""
    other = f"{b.split(maxsplit=1)[0]}ers"
    said, more = (f", {by} said.", {"source": by}) if by else (".", {})
    on, since = f"on {day}", f"since {day}"
    pair = {"actor": a, "recipient": b, **more}
    kinds: dict[str, tuple[str, list[Any]]] = {
        "ally": (f"{a} is allied with {b}", [c("alliance", "allied", **pair)]),
        "ally since": (
            f"{a} has been allied with {b} {since}",
            [c("alliance", "allied", time=since, **pair)],
        ),
        "ally still": (f"{a} is still allied with {b}", [c("alliance", "allied", **pair)]),
        "no ally": (
            f"{a} is not allied with {b}",
            [c("alliance", "allied", status="negated", **pair)],
        ),
        "no longer": (
            f"{a} is no longer allied with {b}",
            [c("alliance", "allied", status="negated", **pair)],
        ),
        "will ally": (
            f"{a} will be allied with {b}",
            [c("alliance", "allied", status="future", **pair)],
        ),
        "pledge": (
            f"{a} swore allegiance to {b} {on}",
            [c("allegiance", "swore allegiance", time=on, **pair),
             c("SUPPORT", "swore allegiance", time=on, **pair)],
        ),
        "split": (f"{a} broke away from {b} {on}", [c("split", "broke away", time=on, **pair)]),
        "no split": (
            f"{a} has not broken away from {b}",
            [c("split", "broken away", status="negated", **pair)],
        ),
        "war": (
            f"{a} has fought {b} {since}",
            [c("hostility", "fought", time=since, **pair)],
        ),
        "truce": (
            f"{a} and {b} agreed to a truce {on}",
            [c("AGREE", "agreed", actor=[a, b], time=on, **more)],
        ),
        "broken": (
            f"{a} broke the truce with {b} {on}",
            [c("ASSAULT", "broke the truce", time=on, **pair)],
        ),
        "leads": (
            f"{person} leads {b}",
            [c("leads", "leads", actor=person, recipient=b, **more)],
        ),
        "killed": (
            f"{person} was killed {on}",
            [c("ASSAULT", "killed", recipient=person, time=on, **more)],
        ),
        "alive": (
            f"{person} was not killed",
            [c("ASSAULT", "killed", recipient=person, status="negated", **more)],
        ),
        "holds": (f"{a} controls {town}", [c("controls", "controls", actor=a, place=town, **more)]),
        "takes": (
            f"{a} captured {town} from {b} {on}",
            [c("ASSAULT", "captured", place=town, time=on, **pair)],
        ),
        "leaves": (
            f"{a} withdrew from {town} {on}",
            [c("RETREAT", "withdrew", mode="withdraw", actor=a, place=town, time=on, **more)],
        ),
        "alias": (
            f"{a} is also known as the {other}",
            [c("alias", "also known as", actor=a, recipient=other, **more)],
        ),
        "rejects": (
            f"{b} backs {a}, a charge that {b} rejects",
            [c("backing", "backs", actor=b, recipient=a, **more), c("REJECT", "rejects", actor=b)],
        ),
    }  # fmt: skip
    text, claims = kinds[kind]
    return text + said, claims


KINDS = (
    "ally", "ally since", "ally still", "no ally", "no longer", "will ally", "pledge", "split",
    "no split", "war", "truce", "broken", "leads", "killed", "alive", "holds", "takes", "leaves",
    "alias", "rejects",
)  # fmt: skip


@st.composite
def many(draw: Any, most: int = 12) -> list[Made]:
    """Reports of one sentence each, on days of one year."""
    made = []
    for at in range(draw(st.integers(1, most))):
        a, b = draw(st.permutations(GROUPS))[:2]
        day, back = draw(_DAYS), draw(st.integers(0, 60))
        text, claims = _sentence(
            draw(st.sampled_from(KINDS)),
            a=a,
            b=b,
            person=draw(st.sampled_from(PERSONS)),
            town=draw(st.sampled_from(TOWNS)),
            day=_spoken(day - dt.timedelta(days=back)),
            by=draw(_SPEAKERS),
        )
        made.append(report(day, text, *claims, outlet=draw(_OUTLETS), id_=f"r-{at:02}"))
    return made
