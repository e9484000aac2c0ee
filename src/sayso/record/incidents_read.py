"""What linking incidents has to read: marks, claims of reports, blocks, links, judgements.

In:   a `View` on the record as it is
Out:  reports as linking sees them (`link.incidents_report.Read`), members of blocks, links

Method: many rows with few statements; everything by an index over open rows. Claims that a
person rejected, and relations, take no part.
Known faults: none known.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from sayso.base.joined import Copy, Link
from sayso.base.nouns import Claim
from sayso.link.copies import origin
from sayso.link.incidents_accounts import Account, unpack
from sayso.link.incidents_judged import Decision, Judged, judged
from sayso.link.incidents_report import Read, read_report, version
from sayso.link.incidents_voices import Said, Source, teller_of
from sayso.record.copies import copies_of, days_of
from sayso.record.decisions import ON_PAIRS
from sayso.record.rows import claim_of, in_parts
from sayso.record.schema import (
    account,
    claim,
    claim_key,
    decision,
    dirty,
    document,
    incident_claim,
    link,
)
from sayso.record.view import View

_decode_link = msgspec.json.Decoder(Link).decode
_COUNTS = (claim.c.closed.is_(None), claim.c.kind == "event", claim.c.state != "rejected")
_READ_AT_ONCE = 500  # reports whose claims are held in full at a time: some 30 MB


class KeptLink(msgspec.Struct, frozen=True):
    """An open row of `link`."""

    n: int
    link: Link


def marked(conn: sa.Connection, kind: str, limit: int) -> Sequence[str]:
    """Public ids that are marked, the first marked first."""
    query = sa.select(dirty.c.key).where(dirty.c.kind == kind).order_by(dirty.c.n).limit(limit)
    return conn.execute(query).scalars().all()


def reports_of(conn: sa.Connection, claims: Iterable[str]) -> set[str]:
    """Reports of those of the claims that are open events, rejected ones too."""
    found: set[str] = set()
    is_event = claim.c.closed.is_(None), claim.c.kind == "event"
    for part in in_parts(claims):
        query = sa.select(claim.c.report).where(*is_event, claim.c.id.in_(part))
        found.update(conn.execute(query.distinct()).scalars())
    return found


def not_there(conn: sa.Connection, claims: Iterable[str]) -> set[str]:
    """Those of some claims that have no open row."""
    wanted = set(claims)
    for part in in_parts(sorted(wanted)):
        query = sa.select(claim.c.id).where(claim.c.closed.is_(None), claim.c.id.in_(part))
        wanted.difference_update(conn.execute(query).scalars())
    return wanted


def people(conn: sa.Connection) -> tuple[Judged, list[tuple[str, str]]]:
    """All that people judged on pairs of claims, and the pairs, of claims that count or not.

    Decisions on claims that were rejected or are gone do not count.
    """
    query = (
        sa.select(decision.c.kind, decision.c.subject, decision.c.person)
        .where(decision.c.closed.is_(None), decision.c.kind.in_(ON_PAIRS))
        .order_by(decision.c.n)
    )
    found = [(kind, *subject.split(), person) for kind, subject, person in conn.execute(query)]
    pairs = [(a, b) for _, a, b, _ in found]
    there: set[str] = set()
    for part in in_parts({c for pair in pairs for c in pair}):
        query_there = sa.select(claim.c.id).where(*_COUNTS, claim.c.id.in_(part))
        there.update(conn.execute(query_there).scalars())
    counts = (Decision(a, b, kind, who) for kind, a, b, who in found if a in there and b in there)
    return judged(counts), pairs


def read_reports(
    view: View, reports: Iterable[str], judgements: Judged
) -> Iterator[tuple[str, Read, dict[str, int]]]:
    """Read reports from their claims, joined within each.

    Returns:
        Each report with its accounts and links, and the row numbers of its claims.
    """
    wanted = sorted(set(reports))
    for at in range(0, len(wanted), _READ_AT_ONCE):
        part = wanted[at : at + _READ_AT_ONCE]
        days = days_of(view, part)
        claims: dict[str, list[Claim]] = {report: [] for report in part}
        rows: dict[str, dict[str, int]] = {report: {} for report in part}
        query = sa.select(claim.c.n, claim.c.body).where(*_COUNTS, claim.c.report.in_(part))
        for n, body in view.conn.execute(query):
            one = claim_of({"body": body})
            claims[one.doc].append(one)
            rows[one.doc][one.id] = n
        for report in part:
            yield report, read_report(claims[report], days.get(report), judgements), rows[report]


def accounts_of(conn: sa.Connection, reports: Iterable[str]) -> dict[str, tuple[Account, ...]]:
    """The accounts of reports as linking has kept them; reports without events are not there."""
    found: dict[str, tuple[Account, ...]] = {}
    for part in in_parts(sorted(reports)):
        query = (
            sa.select(document.c.report, account.c.body)
            .join(account, account.c.document == document.c.n)
            .where(document.c.closed.is_(None), document.c.report.in_(part))
        )
        for report, body in conn.execute(query):
            found[report] = unpack(body)
    return found


def is_outdated(conn: sa.Connection) -> bool:
    """Whether accounts are kept that were read by other rules, words or weights."""
    query = sa.select(account.c.document).where(account.c.version != version()).limit(1)
    return conn.execute(query).first() is not None


def all_events(conn: sa.Connection) -> Sequence[str]:
    """Ids of all claims that count."""
    return conn.execute(sa.select(claim.c.id).where(*_COUNTS)).scalars().all()


def keys_of(conn: sa.Connection, reports: Iterable[str]) -> dict[int, set[str]]:
    """Blocks in which accounts of these reports stand: key to the claims that stand for them.

    Claims that are closed by now are among them where their document is open.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for part in in_parts(reports):
        documents = sa.select(document.c.n).where(
            document.c.closed.is_(None), document.c.report.in_(part)
        )
        query = (
            sa.select(claim_key.c.key, claim.c.id)
            .join(claim, claim.c.n == claim_key.c.claim)
            .where(claim.c.document.in_(documents))
        )
        for key, id_ in conn.execute(query):
            found[key].add(id_)
    return found


def members_of(conn: sa.Connection, keys: Iterable[int]) -> dict[int, dict[str, str]]:
    """Members of blocks: key to the claims that stand for accounts, each with its report."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for part in in_parts(sorted(keys)):
        query = (
            sa.select(claim_key.c.key, claim.c.id, claim.c.report)
            .join(claim, claim.c.n == claim_key.c.claim)
            .where(*_COUNTS, claim_key.c.key.in_(part))
        )
        for key, id_, report in conn.execute(query):
            found[key][id_] = report
    return found


def blocks_of(conn: sa.Connection, claims: Iterable[int]) -> dict[str, set[int]]:
    """Blocks of accounts, by the row numbers of the claims that stand for them."""
    found: dict[str, set[int]] = defaultdict(set)
    for part in in_parts(claims):
        query = (
            sa.select(claim.c.id, claim_key.c.key)
            .join(claim, claim.c.n == claim_key.c.claim)
            .where(claim_key.c.claim.in_(part))
        )
        for id_, key in conn.execute(query):
            found[id_].add(key)
    return found


def links_of(conn: sa.Connection, claims: Iterable[str]) -> dict[tuple[str, str], KeptLink]:
    """Open links on which one of the claims stands."""
    found: dict[tuple[str, str], KeptLink] = {}
    for part in in_parts(claims):
        for column in (link.c.a, link.c.b):
            query = sa.select(link.c.n, link.c.body).where(
                link.c.closed.is_(None), column.in_(part)
            )
            for n, body in conn.execute(query):
                one = _decode_link(body)
                found[one.a, one.b] = KeptLink(n, one)
    return found


def incidents_of(conn: sa.Connection, claims: Iterable[str]) -> set[str]:
    """Ids of the open incidents that hold one of the claims."""
    found: set[str] = set()
    for part in in_parts(claims):
        query = sa.select(incident_claim.c.incident).where(
            incident_claim.c.closed.is_(None), incident_claim.c.claim.in_(part)
        )
        found.update(conn.execute(query.distinct()).scalars())
    return found


def claims_in(
    conn: sa.Connection, incidents: Iterable[str]
) -> dict[str, dict[str, tuple[int, int]]]:
    """Incident to its claims, each with the number of its row and the act that made it."""
    found: dict[str, dict[str, tuple[int, int]]] = {i: {} for i in incidents}
    for part in in_parts(list(found)):
        columns = (incident_claim.c.incident, incident_claim.c.claim)
        query = sa.select(*columns, incident_claim.c.n, incident_claim.c.made).where(
            incident_claim.c.closed.is_(None), incident_claim.c.incident.in_(part)
        )
        for id_, claim_id, n, made in conn.execute(query):
            found[id_][claim_id] = (n, made)
    return found


def said_of(view: View, ids: Iterable[str]) -> dict[str, Said]:
    """Claims with their voices and the days of their reports."""
    claims: list[Claim] = []
    for part in in_parts(ids):
        query = sa.select(claim.c.body).where(*_COUNTS, claim.c.id.in_(part))
        claims += [claim_of({"body": body}) for body in view.conn.execute(query).scalars()]
    reports = {one.doc for one in claims}
    copies = copies_of(view, reports)
    repeated = {c.of for c in copies}
    days = days_of(view, reports | repeated)
    outlets = _outlets(view, repeated)
    own = defaultdict(list)
    for copy in copies:
        own[copy.report].append(copy)
    return {one.id: _said(one, own.get(one.doc), days, outlets) for one in claims}


def _said(
    one: Claim,
    own: Sequence[Copy] | None,
    days: Mapping[str, dt.date | None],
    outlets: Mapping[str, str],
) -> Said:
    source = None
    if own:
        span = one.evidence
        first = origin(one.doc, span.start, span.end, own, days)
        if first != one.doc:
            source = Source(first, outlets.get(first, ""))
    day = days.get(one.doc)
    return Said(one, teller_of(one, source), day.toordinal() if day else 0)


def _outlets(view: View, reports: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in in_parts(sorted(reports)):
        query = sa.select(document.c.report, document.c.outlet).where(
            view.open(document), document.c.report.in_(part)
        )
        for report, outlet in view.conn.execute(query):
            found[report] = outlet
    return found
