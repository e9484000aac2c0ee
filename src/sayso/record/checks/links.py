"""Rules on what linking made: do incidents and relations follow their claims and decisions?

In:   links, incidents, relations
Out:  faults

Known faults: while linking runs in another process, what it has still to do may show up here.
"""

import datetime as dt
from collections import defaultdict

import sqlalchemy as sa

from sayso.record.checks.look import Look, SeenIncident, SeenRelation
from sayso.record.checks.rule import Fault, Found, on_incidents, on_record, on_relations
from sayso.record.checks.words import days, listed
from sayso.record.schema import (
    claim,
    dirty,
    incident,
    incident_claim,
    link,
    relation,
    relation_claim,
)
from sayso.show.words import counted

_LIKELY = 0.5
_LINK = (
    "any `sayso add` or `sayso decide` links what waits; if it comes again it is a bug in sayso: "
    "please report it"
)


@on_incidents(
    "told-by-no-claim",
    "error",
    means="A value of an incident is told by a claim that is not in the incident.",
    settle=_LINK,
)
def told_by_no_claim(seen: SeenIncident) -> Found:
    """Claims of each told value against those that stand and are joined to it."""
    for field, values in seen.incident.values.items():
        for told in values:
            missing = [c for c in told.claims if c not in seen.claims]
            if missing or not told.claims:
                who = f"by {listed(missing)}, not in the incident" if missing else "by no claim"
                yield Fault(
                    f"{field} {told.value} is told {who}",
                    ids=tuple(missing),
                    facts=(field, told.value, *missing),
                )


@on_incidents(
    "claims-differ",
    "error",
    means="The claims that an incident lists are not those that are joined to it.",
    settle=_LINK,
)
def claims_differ(seen: SeenIncident) -> Found:
    """Body against `incident_claim`."""
    apart = sorted(set(seen.incident.claims) ^ set(seen.claims))
    if apart:
        yield Fault(
            f"{listed(apart)}: listed or joined, not both", ids=tuple(apart), facts=tuple(apart)
        )


@on_relations(
    "relation-claims-differ",
    "error",
    means="The claims that a relation lists are not those that are joined to it.",
    settle=_LINK,
)
def relation_claims_differ(seen: SeenRelation) -> Found:
    """Body against `relation_claim`."""
    apart = sorted(set(seen.relation.claims) ^ set(seen.claims))
    if apart:
        yield Fault(
            f"{listed(apart)}: listed or joined, not both", ids=tuple(apart), facts=tuple(apart)
        )


@on_record(
    "claim-in-two-incidents",
    "error",
    "claim",
    means="One claim is in two incidents.",
    settle=_LINK,
)
def claim_in_two_incidents(look: Look) -> Found:
    """Claims with more than one open row."""
    table = incident_claim
    many = sa.select(table.c.claim).where(look.open(table)).group_by(table.c.claim)
    many = many.having(sa.func.count() > 1)
    select = sa.select(table.c.claim, table.c.incident).where(look.open(table))
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = look.rows(select.where(table.c.claim.in_(many)).order_by(table.c.claim, table.c.n))
    for row in rows:
        found[row.claim].append(row.incident)
    for subject, incidents in found.items():
        yield Fault(f"in {listed(incidents)}", ids=tuple(incidents), subject=subject)


@on_record(
    "rejected-still-joined",
    "error",
    "claim",
    means="A claim that was rejected, or that stands no more, is still in an incident or relation.",
    settle=_LINK,
)
def rejected_still_joined(look: Look) -> Found:
    """Joined claims that do not stand; those that linking has still to look at are left out."""
    stands = sa.select(claim.c.id).where(look.open(claim), claim.c.state != "rejected")
    for joins, column, mark in (
        (incident_claim, "incident", "claim"),
        (relation_claim, "relation", "relation_claim"),
    ):
        select = sa.select(joins.c.claim, joins.c[column].label("of")).where(
            look.open(joins), joins.c.claim.not_in(stands), joins.c.claim.not_in(_waiting(mark))
        )
        for row in look.rows(select.order_by(joins.c.claim)):
            yield Fault(f"still in {column} {row.of}", ids=(row.of,), subject=row.claim)


def _waiting(mark: str = "claim") -> sa.Select[tuple[str]]:
    """Ids of claims that linking has still to look at, by the marks of one step of it."""
    return sa.select(dirty.c.key).where(dirty.c.kind == mark)


@on_record(
    "event-not-joined",
    "warning",
    "claim",
    means="An event's claim is in no incident, though linking is done with it.",
    settle=_LINK,
)
def event_not_joined(look: Look) -> Found:
    """Claims of events without an incident that are not dirty."""
    joined = sa.select(incident_claim.c.claim).where(look.open(incident_claim))
    select = sa.select(claim.c.id, claim.c.type, claim.c.day_from, claim.c.country).where(
        look.open(claim),
        claim.c.kind == "event",
        claim.c.state != "rejected",
        claim.c.id.not_in(joined),
        claim.c.id.not_in(_waiting()),
    )
    for row in look.rows(select.order_by(claim.c.n)):
        yield Fault(
            f"{row.type} in no incident", subject=row.id, day=row.day_from, country=row.country
        )


@on_record(
    "joined-to-nothing",
    "error",
    "record",
    means="Claims are joined to an incident or a relation that does not stand.",
    settle=_LINK,
)
def joined_to_nothing(look: Look) -> Found:
    """Rows that join, of incidents and relations that are not open."""
    for joins, column, table in (
        (incident_claim, "incident", incident),
        (relation_claim, "relation", relation),
    ):
        stands = sa.select(table.c.id).where(look.open(table))
        of = joins.c[column]
        select = sa.select(of.label("of"), sa.func.count().label("claims"))
        where = look.open(joins), of.not_in(stands)
        for row in look.rows(select.where(*where).group_by(of).order_by(of)):
            yield Fault(
                f"{counted(row.claims, 'claim')} joined to {column} {row.of}, which does not stand",
                subject=row.of,
            )


@on_record(
    "unsure-link",
    "notice",
    "claim",
    means="Two claims more likely than not tell of one happening, and the machine was not sure "
    "enough, or something else speaks against joining them.",
    settle="`sayso decide same {id} {other}`, or `sayso decide different {id} {other}`",
)
def unsure_link(look: Look) -> Found:
    """Open links that are more likely than not and wait for a person, the likeliest first; of
    two incidents the likeliest alone, since to settle that one settles the others.
    """
    one, other = claim.alias(), claim.alias()
    of_one, of_other = incident_claim.alias(), incident_claim.alias()
    shown = [
        side.c[name].label(f"{name}_{letter}")
        for side, letter in ((one, "a"), (other, "b"))
        for name in ("type", "day_from", "outlet")
    ]
    columns = link.c.a, link.c.b, link.c.score, one.c.country, *shown
    incidents = of_one.c.incident.label("incident_a"), of_other.c.incident.label("incident_b")
    select = (
        sa.select(*columns, *incidents)
        .join(one, sa.and_(one.c.id == link.c.a, look.open(one)))
        .join(other, sa.and_(other.c.id == link.c.b, look.open(other)))
        .outerjoin(of_one, sa.and_(of_one.c.claim == link.c.a, look.open(of_one)))
        .outerjoin(of_other, sa.and_(of_other.c.claim == link.c.b, look.open(of_other)))
        .where(look.open(link), link.c.judgement == "unsure", link.c.score >= _LIKELY)
    )
    told: set[frozenset[str]] = set()
    for row in look.rows(select.order_by(link.c.score.desc(), link.c.a, link.c.b)):
        pair = frozenset((row.incident_a or row.a, row.incident_b or row.b))
        if pair in told or len(pair) == 1:
            continue
        told.add(pair)
        a = _told(row.type_a, row.day_from_a, row.outlet_a)
        b = _told(row.type_b, row.day_from_b, row.outlet_b)
        yield Fault(
            f"{a}, and {b} ({row.b}): one happening with probability {row.score:.2f}",
            ids=(row.b,),
            facts=(row.b,),
            subject=row.a,
            day=row.day_from_a,
            country=row.country,
        )


def _told(type_: str, day: dt.date | None, outlet: str) -> str:
    return " ".join(filter(None, (type_, days(day, day) if day else "", outlet and f"in {outlet}")))


@on_record(
    "judgement-not-followed",
    "error",
    "claim",
    means="A person judged two claims, and the incidents are otherwise.",
    settle=_LINK,
)
def judgement_not_followed(look: Look) -> Found:
    """Persons' links against the incidents of both claims."""
    one, other = incident_claim.alias(), incident_claim.alias()
    select = (
        sa.select(link.c.a, link.c.b, link.c.judgement, link.c.person)
        .join(one, sa.and_(one.c.claim == link.c.a, look.open(one)))
        .join(other, sa.and_(other.c.claim == link.c.b, look.open(other)))
        .where(
            look.open(link),
            link.c.person != "",
            sa.or_(
                sa.and_(link.c.judgement == "same", one.c.incident != other.c.incident),
                sa.and_(link.c.judgement == "different", one.c.incident == other.c.incident),
            ),
            link.c.a.not_in(_waiting()),
            link.c.b.not_in(_waiting()),
        )
    )
    for row in look.rows(select.order_by(link.c.a, link.c.b)):
        are = "in two incidents" if row.judgement == "same" else "in one incident"
        yield Fault(
            f"{row.a} and {row.b} are {are}; {row.person} judged them {row.judgement}",
            ids=(row.b,),
            facts=(row.b, row.judgement),
            subject=row.a,
        )
