"""One incident or one claim in full, with the words behind every value.

In:   a view, an id
Out:  `IncidentDetail`, `ClaimDetail`

Method: an id that was public once leads to what it became (`incident_alias`).
Known faults: none known.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from sayso.base.errors import MissingError
from sayso.base.joined import Incident, Link
from sayso.base.nouns import Claim, Noun
from sayso.record import schema
from sayso.record.queries.claims import joined
from sayso.record.queries.decoders import incident_of, link_of
from sayso.record.queries.evidence import Evidence, evidence
from sayso.record.queries.judged import Judged, judged_claims
from sayso.record.queries.pages import check_id
from sayso.record.rows import claim_of, in_parts
from sayso.record.view import View


class IncidentDetail(Noun, kw_only=True, frozen=True):
    """An incident in full.

    Attributes:
        rule: of its estimates.
        evidence: the words of each of its claims, of the earliest report first.
        links: judgements on pairs of its claims; `unsure` and "different" ones among them.
        beyond: unsure judgements on a claim of it and one outside, the surest first.
        former: ids that it was public by, and why they are no more.
        decisions: of people on its claims, the newest first.
    """

    incident: Incident
    rule: str
    evidence: tuple[Evidence, ...]
    links: tuple[Link, ...]
    beyond: tuple[Link, ...]
    former: tuple[tuple[str, str], ...]
    decisions: tuple[Judged, ...]


class ClaimDetail(Noun, kw_only=True, frozen=True):
    """A claim in full, with its report and with what became of it.

    Attributes:
        before, after: the sentences beside it, "" where it is the first or last.
    """

    claim: Claim
    state: str
    incident: str
    relation: str
    title: str
    published: dt.date | None
    url: str
    origin: str
    text_sha256: str
    before: str
    after: str
    decisions: tuple[Judged, ...]


def incident_detail(view: View, id_: str) -> IncidentDetail:
    """An incident by its id, or by one that it had.

    Raises:
        MissingError: there is no such incident, or it became several, or none.
    """
    one, rule = incident_now(view, id_)
    return IncidentDetail(
        incident=one,
        rule=rule,
        evidence=tuple(evidence(view, one.claims)),
        links=tuple(links_among(view, one.claims)),
        beyond=tuple(unsure_beyond(view, one.claims)),
        former=_former(view, one.id),
        decisions=tuple(judged_claims(view, one.claims)),
    )


def incident_now(view: View, id_: str) -> tuple[Incident, str]:
    """An incident by its id, or by one that it had, and the rule of its estimates.

    Raises:
        MissingError: there is no such incident, or it became several, or none.
    """
    check_id(id_)
    table, been = schema.incident, [id_]
    while True:
        query = sa.select(table.c.body, table.c.rule)
        query = query.where(view.open(table), table.c.id == been[-1])
        if (row := view.conn.execute(query).first()) is not None:
            return incident_of(row.body), row.rule
        became = _became(view, been[-1])
        if became in been:
            raise MissingError(f"{id_} was renamed in a circle; see `sayso why {id_}`")
        been.append(became)


def _became(view: View, id_: str) -> str:
    """The one incident that an id stands for now.

    Raises:
        MissingError: none, or several.
    """
    table = schema.incident_alias
    query = sa.select(table.c.new, table.c.why).where(view.open(table), table.c.old == id_)
    rows = view.conn.execute(query.order_by(table.c.new)).all()
    news = [new for new, _ in rows if new]
    if len(news) == 1 and news[0] != id_:
        return str(news[0])
    if news:
        raise MissingError(f"{id_} was {rows[0].why}; it is now {', '.join(news)}")
    if rows:
        raise MissingError(f"{id_} was {rows[0].why}; see `sayso why {id_}`")
    raise MissingError(f"{id_}: the record has no such incident")


def _former(view: View, id_: str) -> tuple[tuple[str, str], ...]:
    table = schema.incident_alias
    query = sa.select(table.c.old, table.c.why).where(view.open(table), table.c.new == id_)
    return tuple((old, why) for old, why in view.conn.execute(query.order_by(table.c.old)))


def links_among(view: View, claims: Sequence[str]) -> list[Link]:
    """Open judgements on pairs of these claims, in the order of their ids."""
    table = schema.link
    wanted = set(claims)
    found: list[Link] = []
    for part in in_parts(claims):
        query = sa.select(table.c.b, table.c.body).where(view.open(table), table.c.a.in_(part))
        found += [link_of(body) for b, body in view.conn.execute(query) if b in wanted]
    return sorted(found, key=lambda link: (link.a, link.b))


def unsure_beyond(view: View, claims: Sequence[str]) -> list[Link]:
    """Unsure judgements on one of these claims and one outside, the surest first."""
    table, own = schema.link, set(claims)
    found: dict[tuple[str, str], Link] = {}
    for part in in_parts(claims):
        for column in (table.c.a, table.c.b):
            query = sa.select(table.c.body).where(view.open(table), column.in_(part))
            for body in view.conn.execute(query.where(table.c.judgement == "unsure")).scalars():
                link = link_of(body)
                if not {link.a, link.b} <= own:
                    found[link.a, link.b] = link
    return sorted(found.values(), key=lambda one: (-one.score, one.a, one.b))


def claims_ever(view: View, id_: str) -> set[str]:
    """Claims that belong to an incident or once did: a rejected one belongs to none now."""
    table = schema.incident_claim
    query = sa.select(table.c.claim).where(table.c.incident == id_)
    if view.at is not None:
        query = query.where(table.c.made <= view.at)
    return set(view.conn.execute(query).scalars())


def claim_detail(view: View, id_: str) -> ClaimDetail:
    """A claim by its id.

    Raises:
        MissingError: there is no such claim.
    """
    check_id(id_)
    table, document, report = schema.claim, schema.document, schema.report
    query = (
        sa.select(
            table.c.body, table.c.state, table.c.document, document.c.title,
            document.c.published, document.c.url, document.c.sha256, report.c.origin,
        )
        .join(document, document.c.n == table.c.document)
        .join(report, sa.and_(report.c.id == table.c.report, view.open(report)))
        .where(view.open(table), table.c.id == id_)
    )  # fmt: skip
    row = view.conn.execute(query).mappings().first()
    if row is None:
        raise MissingError(f"{id_}: the record has no such claim (see `sayso why {id_}`)")
    claim = claim_of(row)
    before, after = _beside(view, row["document"], claim)
    return ClaimDetail(
        claim=claim,
        state=row["state"],
        incident=joined(view, schema.incident_claim, "incident", [id_]).get(id_, ""),
        relation=joined(view, schema.relation_claim, "relation", [id_]).get(id_, ""),
        title=row["title"],
        published=row["published"],
        url=row["url"],
        origin=row["origin"],
        text_sha256=row["sha256"],
        before=before,
        after=after,
        decisions=tuple(judged_claims(view, [id_])),
    )


def _beside(view: View, document: int, claim: Claim) -> tuple[str, str]:
    """The sentences before and after the claim's."""
    table = schema.passage

    def one(query: sa.Select[Any]) -> str:
        own = query.where(table.c.document == document).limit(1)
        return str(view.conn.execute(own).scalar() or "")

    text = sa.select(table.c.text)
    ends_before = table.c.end <= claim.evidence.start
    begins_after = table.c.start >= claim.evidence.end
    return (
        one(text.where(ends_before).order_by(table.c.start.desc())),
        one(text.where(begins_after).order_by(table.c.start)),
    )


def numbered(told: Iterable[Evidence]) -> dict[str, int]:
    """Claim id -> its number among the sentences, from 1."""
    return {one.claim: number for number, one in enumerate(told, start=1)}
