"""The invented war of `handmade`, joined by hand, with what exports stumble over.

    make(record)

Incidents, by id: `i-attack` (tolls that disagree, a denial, a copy), `i-shelling`, `i-protest`,
`i-killing` (known only to the province), `i-plan` (future), `i-denied` (negated), `i-lost` (no day,
no place, hostile words). Relations: `l-pledge` (held, ended, denied), `l-war` (open end),
`l-split`, `l-holds` (a place), `l-member` (with an address to cite).
"""

import datetime as dt

import handmade
import msgspec
import sqlalchemy as sa
from joined_by_hand import claims_of, incident, join, relation, teller

from sayso.base.joined import Copy, Phase
from sayso.record import schema
from sayso.record.ingest import add_coded

HOSTILE = '=cmd|"/c calc"!A1 <b>&"\'\x0b😀 ]]>'


def hostile():
    """A report whose words attack whoever reads them, and that has an address."""
    text = (
        f"Free Hallin {HOSTILE} met nobody, 😀 they said. "
        "Free Hallin belongs to the Hallin Front since 2030, they said."
    )
    report = handmade.make_report(
        "odd-1", text, title=f"=1+1 {HOSTILE}", outlet="Hill Radio", published="2031-07-04",
        url="https://hill.example/a?b=1&c=2",
    )  # fmt: skip
    doc = handmade.make_document(report)
    met = handmade.make_claim(doc, "CONSULT", "met", actor=(HOSTILE, ""), source="they")
    belongs = handmade.make_claim(
        doc, "member_of", "belongs", actor="Free Hallin", recipient="Hallin Front", source="they",
        when=("2030-01-01", None),
    )  # fmt: skip
    return report, handmade.make_coded(report, met, belongs)


def make(record):
    """Fill a new record."""
    with record.write("add", step="test") as act:
        for report, coded in [*handmade.the_war(), hostile()]:
            add_coded(act, report, coded)
    claims = claims_of(record)
    # One look by report and trigger, so that a test reads as the reports do.
    at = {(c.doc, c.type, c.trigger.text, c.status): c for c in claims.values()}

    def of(*keys):
        return [at[key if len(key) == 4 else (*key, "asserted")] for key in keys]

    attack = incident(
        "i-attack",
        of(("hill-1", "ASSAULT", "attacked"), ("hill-1", "ASSAULT", "killed"),
           ("courier-1", "ASSAULT", "attacked"), ("gazette-1", "ASSAULT", "attacked"),
           ("gazette-1", "ASSAULT", "killed", "negated")),
    )  # fmt: skip
    attack = msgspec.structs.replace(
        attack, status="disputed", mode="firearms", disputed=("killed", "status")
    )
    killing = msgspec.structs.replace(
        incident("i-killing", of(("hill-4", "ASSAULT", "killed"))), place="Hallin",
        geo_precision="admin1",
    )  # fmt: skip
    plan = incident("i-plan", of(("gazette-3", "ASSAULT", "attack", "future")))
    denied = incident("i-denied", of(("gazette-1", "ASSAULT", "killed", "negated")))
    incidents = [
        attack,
        killing,
        incident("i-shelling", of(("hill-2", "ASSAULT", "hit"))),
        incident("i-protest", of(("courier-2", "PROTEST", "marched"))),
        msgspec.structs.replace(plan, status="future"),
        msgspec.structs.replace(denied, status="negated", id="i-denied"),
        incident("i-lost", of(("odd-1", "CONSULT", "met"))),
    ]
    incidents[5] = msgspec.structs.replace(incidents[5], claims=(), reports=())  # claims tell one
    pledge = of(("hill-3", "allegiance", "pledged"), ("gazette-2", "allegiance", "joined",
                                                      "negated"))  # fmt: skip
    held = Phase(
        kind="span", start=dt.date(2031, 4, 1), end=dt.date(2031, 5, 19), begins=True, ends=True,
        sure_start=dt.date(2031, 4, 1), sure_end=dt.date(2031, 5, 18), starts_by="pledge",
        ends_by="split", claims=(pledge[0].id,), tellers=(teller(pledge[0]),), disputed=True,
        against=(pledge[1].id,), deniers=(teller(pledge[1]),),
    )  # fmt: skip
    relations = [
        relation("l-pledge", pledge),
        relation("l-war", of(("gazette-2", "hostility", "fought"))),
        relation("l-split", of(("courier-3", "split", "split"))),
        relation("l-holds", of(("hill-1", "controls", "taken"))),
        relation("l-member", of(("odd-1", "member_of", "belongs"))),
    ]
    war = relations[1]
    relations[0] = msgspec.structs.replace(
        relations[0], phases=(held, relations[0].phases[1]), disputed=True
    )
    relations[1] = msgspec.structs.replace(
        war,
        phases=(
            msgspec.structs.replace(
                war.phases[0], kind="span", start=dt.date(2027, 1, 1), begins=True
            ),
        ),
    )
    relations[4] = msgspec.structs.replace(
        relations[4],
        phases=(
            msgspec.structs.replace(
                relations[4].phases[0], kind="span", start=dt.date(2030, 1, 1),
                end=dt.date(2031, 7, 4), sure_start=dt.date(2030, 12, 31),
                sure_end=dt.date(2031, 7, 4), begins=True,
            ),
        ),
    )  # fmt: skip
    join(record, incidents=incidents, relations=relations)
    copy = Copy(report="courier-1", of="hill-1", kind="update", share=0.98)
    with record.write("link", step="test") as act:
        act.conn.execute(
            sa.insert(schema.copy).values(
                report=copy.report, of=copy.of, kind=copy.kind, share=copy.share,
                body=msgspec.json.encode(copy).decode(), made=act.n,
            )
        )  # fmt: skip
    return record
