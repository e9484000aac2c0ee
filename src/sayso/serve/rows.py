"""Rows of the record as the API answers them.

In:   rows of `record.queries`, nouns of `base.joined`
Out:  structs of `answers`

Known faults: none known.
"""

from collections.abc import Iterable

import msgspec

from sayso.base.joined import Link, Relation, Told
from sayso.record import queries
from sayso.record.queries import pages
from sayso.record.queries.evidence import Evidence
from sayso.record.queries.in_full import Standing
from sayso.serve import answers


def total_of(tally: pages.Tally, of_all: int) -> answers.Total:
    """How many match, beside how many there are."""
    return answers.Total(
        all=of_all, match=tally.match, no_day=tally.no_day, no_place=tally.no_place
    )


def facet_of(facet: pages.Facet) -> answers.Facet:
    """A facet; what is undecided says so."""
    return answers.Facet(value=facet.value, label=facet.label or "undecided", n=facet.n)


def incident_row(row: queries.IncidentRow) -> answers.IncidentRow:
    """An incident on one line."""
    who = [
        answers.Who(key=key, name=name, role=role)
        for role, names, keys in (
            ("actor", row.actor, row.actor_key),
            ("recipient", row.recipient, row.recipient_key),
        )
        for name, key in zip(names, keys, strict=True)
    ]
    return answers.IncidentRow(
        id=row.id,
        type=row.type,
        mode=row.mode,
        day_from=row.day_from,
        day_to=row.day_to,
        day_basis=row.day_basis,
        place=row.place,
        country=row.country,
        geo_precision=row.geo_precision,
        actors=tuple(who),
        status=row.status,
        disputed=row.disputed,
        killed_best=row.killed_best,
        killed_low=row.killed_low,
        killed_high=row.killed_high,
        claims=row.claims,
        reports=row.reports,
        tellers=row.tellers,
    )


def claim_view(one: Standing) -> answers.ClaimView:
    """A claim as it stands, and what became of it."""
    return answers.ClaimView(
        claim=one.claim, state=one.state, incident=one.incident, relation=one.relation
    )


def report_row(row: queries.ReportRow) -> answers.ReportRow:
    """A report on one line."""
    return answers.ReportRow(
        id=row.id,
        title=row.title,
        outlet=row.outlet,
        published=row.published,
        published_from=row.published_from,
        # Others may make a browser run something when a page of ours leads there.
        url=row.url if row.url.startswith(("http://", "https://")) else "",
        media=row.media,
        claims=row.claims,
        copy_of=row.copy_of,
    )


def value_of(told: Told) -> answers.Value:
    """A told value."""
    return answers.Value(
        value=told.value,
        key=told.key,
        low=told.low,
        high=told.high,
        earliest=told.earliest,
        latest=told.latest,
        tellers=told.tellers,
        claims=told.claims,
        denied=told.denied,
        hedged=told.hedged,
    )


def relation_view(
    one: Relation, *, state: str = "", evidence: tuple[answers.Evidence, ...] = ()
) -> answers.RelationView:
    """A relation with its phases."""
    return answers.RelationView(
        id=one.id,
        type=one.type,
        actor=one.actor,
        actor_name=one.actor_name,
        recipient=one.recipient,
        recipient_name=one.recipient_name,
        modes=one.modes,
        phases=one.phases,
        disputed=one.disputed,
        tellers=len(one.tellers),
        claims=len(one.claims),
        state=state,
        evidence=evidence,
    )


def evidence_of(told: Iterable[Evidence]) -> tuple[answers.Evidence, ...]:
    """The words of claims, in the order given."""
    return tuple(answers.Evidence(**msgspec.structs.asdict(one)) for one in told)


def link_view(link: Link) -> answers.LinkView:
    """A judgement on two claims."""
    return answers.LinkView(**msgspec.structs.asdict(link))
