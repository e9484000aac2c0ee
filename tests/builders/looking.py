"""A record with claims of all sorts, and what a filter means, said again in plain Python.

The claims are drawn from lists with a fixed seed: days with open ends, months, days taken from
the report's date; places known to the town, the province, the country, or not at all, two of
them on either side of the date line; speakers and none; all statuses. Some are rejected or
accepted by a person. `claim_matches` and its like are the reference that queries are held to.
"""

import datetime as dt
import random
import re
from typing import Any

import handmade
import msgspec

from sayso.base.joined import Incident
from sayso.base.keys import actor_key
from sayso.base.nouns import Claim, When, Where
from sayso.record.decide import decide
from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.open import Record
from sayso.record.queries import Filter

_SPOTS: tuple[Where | None, ...] = (
    Where(name="Velia", geonameid=900010, country="VEL", precision="country", basis="report"),
    Where(name="Hallin", geonameid=900011, lat=43.5, lon=41.5, admin1="Hallin", country="VEL",
          precision="admin1", basis="role"),
    Where(name="West Reef", geonameid=900012, lat=-17.0, lon=-179.5, country="REE",
          precision="place", basis="role"),
    Where(name="East Reef", geonameid=900013, lat=-17.5, lon=179.25, country="REE",
          precision="place", basis="sentence"),
    Where(name="Zyrqa", country="DAS", precision="region", basis="role"),
    None,
)  # fmt: skip
_OUTLETS = ("Hill Radio", "The Courier", "Marn Gazette", "")


def fill(record: Record, *, reports: int = 40, seed: int = 7) -> None:
    """Add the war and more claims, judge some of them, link."""
    draw = random.Random(seed)
    made = handmade.the_war()
    for number in range(reports):
        made.append(_report(draw, number))
    with record.write("add", step="test", model="sayso test") as act:
        for report, coded in made:
            add_coded(act, report, coded)
    claims = [claim for _, coded in made for claim in coded.claims]
    for claim in draw.sample(claims, 6):
        decide(record, "reject", claim.id, person="Ann")
    for claim in draw.sample(claims, 3):
        decide(record, "accept", claim.id, person="Ann")
    link_all(record)


def _report(draw: random.Random, number: int) -> tuple[Any, Any]:
    outlet = draw.choice(_OUTLETS)
    day = dt.date(2031, 1, 1) + dt.timedelta(days=draw.randrange(200))
    published = None if draw.random() < 0.15 else day
    sentences, wanted = [], []
    for _ in range(draw.randint(1, 3)):
        actor = draw.choice(["The Hallin Front", "The army", "The Dask Brigade", "Gunmen"])
        verb, type_, mode = draw.choice(
            [("attacked", "ASSAULT", ""), ("shelled", "ASSAULT", "heavy-weapons"),
             ("warned", "THREATEN", ""), ("arrested", "COERCE", "arrest"),
             ("backed", "backing", "")]
        )  # fmt: skip
        whom = draw.choice(["soldiers", "villagers", "the government", "Free Hallin"])
        place = draw.choice(["Ilsk", "Ostrel", "Marn", "Dask", "Zyrqa", ""])
        source = draw.choice(["", "police", "the army", "a nurse"])
        at = f" in {place}" if place else ""
        says = f", {source} said" if source else ""
        sentences.append(f"{actor} {verb} {whom}{at}{says}.")
        more: dict[str, Any] = {
            "actor": actor,
            "recipient": whom,
            "place": place,
            "source": source or (),
            "when": _when(draw, day),
            "status": draw.choice(["asserted"] * 5 + ["negated", "future", "hypothetical"]),
        }
        wanted.append((type_, verb, mode, more, sum(f" {verb} " in s for s in sentences[:-1])))
    report = handmade.make_report(
        f"drawn-{number:03d}", " ".join(sentences), outlet=outlet, published=published
    )
    doc = handmade.make_document(report)
    claims = []
    for type_, verb, mode, more, nth in wanted:
        claim = handmade.make_claim(doc, type_, verb, mode=mode, nth=nth, **more)
        spot = draw.choice(_SPOTS) if draw.random() < 0.3 else claim.where
        claims.append(msgspec.structs.replace(claim, where=spot, when=_basis(draw, claim.when)))
    return report, handmade.make_coded(report, *claims)


def _when(draw: random.Random, day: dt.date) -> Any:
    first = day - dt.timedelta(days=draw.randrange(5))
    return draw.choice(
        [None, str(first), str(first), str(first), (str(first.replace(day=1)), str(first)),
         (str(first), None), (None, str(first))]
    )  # fmt: skip


def _basis(draw: random.Random, when: When | None) -> When | None:
    basis = draw.choice(["stated", "relative", "report_date"])
    return None if when is None else msgspec.structs.replace(when, basis=basis)


# --- what a filter means ------------------------------------------------------------------

Verdict = tuple[bool, str, str]  # the rest fits; "yes", "no" or "missing" of day and place


def claim_verdict(claim: Claim, state: str, asked: Filter) -> Verdict:
    """What a filter says of a claim; `actor` and `source` hold keys and names of outlets."""
    when, where = claim.when, claim.where
    place = where.name if where and where.name else (claim.place[0].text if claim.place else "")
    rest = [
        state in asked.state if asked.state else state != "rejected",
        not asked.kind or claim.kind == asked.kind,
        not asked.type or claim.type in asked.type,
        not asked.mode or claim.mode in asked.mode,
        not asked.status or claim.status in asked.status,
        not asked.actor or bool(_keys(claim, asked.role) & set(asked.actor)),
        not asked.source or _told_by(claim, asked),
        not asked.text or holds(claim.evidence.text, asked.text),
        "day" not in asked.undecided or when is None,
        "place" not in asked.undecided or not (place or (where and where.country)),
    ]
    days = (when.earliest, when.latest, when.basis) if when else (None, None, "")
    return all(rest), day_verdict(*days, asked), place_verdict(place, where, asked)


def incident_verdict(incident: Incident, claims: list[tuple[Claim, str]], asked: Filter) -> Verdict:
    """What a filter says of an incident with these claims and their states."""
    of_claims = asked.only("source", "text", "state")
    who = [t.key for role in ("actor", "recipient") for t in incident.values.get(role, ())
           if asked.role in ("", role)]  # fmt: skip
    if asked.role == "source":
        who = [actor_key(voice) for claim, _ in claims for voice in claim.source]
    rest = [
        not asked.type or incident.type in asked.type,
        not asked.mode or incident.mode in asked.mode,
        not asked.status or incident.status in asked.status,
        not asked.disputed or bool(incident.disputed),
        len(incident.tellers) >= asked.tellers,
        not asked.actor or bool(set(who) & set(asked.actor)),
        not of_claims.asked or any(claim_verdict(*one, of_claims)[0] for one in claims),
        "day" not in asked.undecided or (incident.day_from or incident.day_to) is None,
        "place" not in asked.undecided or not (incident.place or incident.country),
    ]
    where = Where(name=incident.place, geonameid=incident.geonameid, lat=incident.lat,
                  lon=incident.lon, admin1=incident.admin1, country=incident.country,
                  precision=incident.geo_precision)  # fmt: skip
    days = day_verdict(incident.day_from, incident.day_to, incident.day_basis, asked)
    return all(rest), days, place_verdict(incident.place, where, asked)


def holds(sentence: str, text: str) -> bool:
    """A sentence has all words, each "phrase", each opening*; plain ASCII."""
    words = re.findall(r"[a-z0-9]+", sentence.lower())
    for quoted, star, plain in re.findall(r'"([^"]*)"(\*?)|([^\s"]+)', text.lower()):
        part = re.findall(r"[a-z0-9]+", quoted or plain)
        opens = bool(star) or plain.endswith("*")
        runs = [words[at : at + len(part)] for at in range(len(words))]
        if not any(
            run == part
            or (opens and len(run) == len(part) and run[:-1] == part[:-1]
                and run[-1].startswith(part[-1]))
            for run in runs
        ):  # fmt: skip
            return False
    return True


def day_verdict(first: Any, last: Any, basis: str, asked: Filter) -> str:
    """Whether days fit."""
    if asked.from_day is None and asked.to_day is None:
        return "yes"
    if first is None and last is None:
        return "missing"
    low, high = first or dt.date.min, last or dt.date.max
    begin, end = asked.from_day or dt.date.min, asked.to_day or dt.date.max
    if not asked.surely:
        return "yes" if low <= end and high >= begin else "no"
    sure = first is not None and last is not None and basis != "report_date"
    return "yes" if sure and begin <= low and high <= end else "no"


def place_verdict(name: str, where: Where | None, asked: Filter) -> str:
    """Whether a place fits: "missing" where it may, for all that is known."""
    where = where or Where()
    verdicts = []
    if asked.country:
        verdicts.append(_fits(where.country in asked.country, where.country == ""))
    if asked.admin1:
        verdicts.append(_fits(where.admin1 in asked.admin1, where.admin1 == ""))
    if asked.place:
        ids = {int(given) for given in asked.place if given.isdigit()}
        named = where.geonameid is None and name in asked.place
        unknown = where.geonameid is None and name == ""
        verdicts.append(_fits(where.geonameid in ids or named, unknown))
    if asked.box is not None:
        verdicts.append(_fits(in_box(where, asked), where.lat is None))
    if "no" in verdicts:
        return "no"
    return "missing" if "missing" in verdicts else "yes"


def in_box(where: Where, asked: Filter) -> bool:
    """The point lies in the box."""
    if where.lat is None or where.lon is None or asked.box is None:
        return False
    west, south, east, north = asked.box
    inside = west <= where.lon <= east
    if west > east:
        inside = where.lon >= west or where.lon <= east
    return (
        inside and south <= where.lat <= north and (not asked.surely or where.precision == "place")
    )


def _fits(fits: bool, unknown: bool) -> str:
    return "yes" if fits else "missing" if unknown else "no"


def _keys(claim: Claim, role: str) -> set[str]:
    roles = (role,) if role else ("actor", "recipient")
    return {actor_key(who) for name in roles for who in getattr(claim, name)}


def _told_by(claim: Claim, asked: Filter) -> bool:
    return claim.outlet in asked.source or bool(
        {actor_key(voice) for voice in claim.source} & set(asked.source)
    )
