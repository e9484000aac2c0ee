"""Write links and incidents as a difference: what is as it was stays, with whatever made it.

In:   what linking found, and the rows that it may replace
Out:  rows of `link`, `incident`, `incident_claim`, `incident_actor`, `incident_alias` made and
      closed; `account` and `claim_key` filled; counts

Method: a link follows from its noun alone, an incident from its noun and the rule of its
estimates; equal ones are left alone. An incident that only changed what it tells keeps the rows
of its claims.
Known faults: none known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from sayso.base.joined import Incident, Link
from sayso.link.incidents_accounts import Account, pack
from sayso.link.incidents_cluster import Pair
from sayso.link.incidents_ids import Named
from sayso.link.incidents_report import version
from sayso.record.acts import Act
from sayso.record.incidents_read import KeptLink
from sayso.record.rows import Row, as_json, in_parts, insert, numbers
from sayso.record.schema import (
    account,
    claim,
    claim_key,
    document,
    incident,
    incident_actor,
    incident_alias,
    incident_claim,
    link,
)
from sayso.record.standing import close_rows

Held = Mapping[str, Mapping[str, tuple[int, int]]]
_decode = msgspec.json.Decoder(Incident).decode


class Kept(msgspec.Struct, frozen=True):
    """An open row of `incident`."""

    n: int
    rule: str
    incident: Incident


def write_accounts(
    act: Act,
    new: Mapping[str, tuple[Account, ...]],
    keys: Mapping[str, Iterable[int]],
    rows: Mapping[str, int],
) -> None:
    """Keep the accounts of some reports, and their blocks, in place of those that they had.

    Args:
        new: accounts by report.
        keys: the claim that stands for an account to its blocks.
        rows: claim id to the number of its open row.
    """
    numbered: dict[str, int] = {}
    for part in in_parts(sorted(new)):
        query = sa.select(document.c.report, document.c.n).where(
            document.c.closed.is_(None), document.c.report.in_(part)
        )
        for report, n in act.conn.execute(query):
            numbered[report] = n
    for part in in_parts(sorted(numbered.values())):
        act.conn.execute(sa.delete(account).where(account.c.document.in_(part)))
    kept = [
        {"document": numbered[report], "version": version(), "body": pack(accounts)}
        for report, accounts in new.items()
        if accounts and report in numbered
    ]
    insert(act.conn, account, kept)
    _write_keys(act, numbered.values(), keys, rows)


def _write_keys(
    act: Act, documents: Iterable[int], keys: Mapping[str, Iterable[int]], rows: Mapping[str, int]
) -> None:
    for part in in_parts(sorted(documents)):
        theirs = sa.select(claim.c.n).where(claim.c.document.in_(part))
        act.conn.execute(sa.delete(claim_key).where(claim_key.c.claim.in_(theirs)))
    batch: list[Row] = []
    for lead, its in keys.items():
        batch += [{"key": key, "claim": rows[lead]} for key in sorted(its)]
        if len(batch) >= _ROWS_AT_ONCE:
            insert(act.conn, claim_key, batch)
            batch = []
    insert(act.conn, claim_key, batch)


_ROWS_AT_ONCE = 50_000  # rows that wait in memory to be written: some 20 MB


def write_links(act: Act, old: Mapping[Pair, KeptLink], new: Iterable[Link]) -> tuple[int, int]:
    """Write links in place of those that may have changed.

    Args:
        old: all open links that may have changed.
        new: all that should stand among them.

    Returns:
        How many were made, and closed.
    """
    stays: set[Pair] = set()
    made, batch = 0, []
    for one in new:
        pair = (one.a, one.b)
        if pair in old and old[pair].link == one:
            stays.add(pair)
            continue
        batch.append(_link_row(one) | {"made": act.n})
        if len(batch) >= _ROWS_AT_ONCE:
            made += len(batch)
            insert(act.conn, link, batch)
            batch = []
    gone = [row.n for pair, row in old.items() if pair not in stays]
    close_rows(act, link, gone)
    insert(act.conn, link, batch)
    return made + len(batch), len(gone)


def _link_row(one: Link) -> Row:
    return {
        "a": one.a,
        "b": one.b,
        "judgement": one.judgement,
        "score": one.score,
        "person": one.person,
        "body": as_json(one),
    }


def kept_incidents(conn: sa.Connection, ids: Iterable[str]) -> dict[str, Kept]:
    """The open rows of some incidents."""
    found = {}
    for part in in_parts(ids):
        query = sa.select(incident.c.n, incident.c.rule, incident.c.body).where(
            incident.c.closed.is_(None), incident.c.id.in_(part)
        )
        for n, rule, body in conn.execute(query):
            one = _decode(body)
            found[one.id] = Kept(n, rule, one)
    return found


def write_incidents(act: Act, old: Mapping[str, Kept], new: Sequence[tuple[Incident, str]]) -> int:
    """Write incidents whose telling changed; return how many.

    Args:
        old: open rows, by id; also of incidents that are told anew.
        new: incidents as they are told, each with the rule of its estimates.
    """
    differ = [
        (one, rule)
        for one, rule in new
        if one.id not in old or old[one.id].rule != rule or old[one.id].incident != one
    ]
    close_rows(act, incident, [old[one.id].n for one, _ in differ if one.id in old])
    given = numbers(act.conn, incident, len(differ))
    rows, actors = [], []
    for n, (one, rule) in zip(given, differ, strict=True):
        rows.append(_incident_row(one, rule) | {"n": n, "made": act.n})
        actors += list(_actor_rows(one, n))
    insert(act.conn, incident, rows)
    insert(act.conn, incident_actor, actors)
    return len(differ)


def _incident_row(one: Incident, rule: str) -> Row:
    killed = next((e for e in one.estimates if e.what == "killed"), None)
    return {
        "id": one.id,
        "type": one.type,
        "mode": one.mode,
        "status": one.status,
        "disputed": bool(one.disputed),
        "day_from": one.day_from,
        "day_to": one.day_to,
        "day_precision": one.day_precision or "",
        "day_basis": one.day_basis,
        "place": one.place,
        "geonameid": one.geonameid,
        "lat": one.lat,
        "lon": one.lon,
        "admin1": one.admin1,
        "country": one.country,
        "geo_precision": one.geo_precision,
        "killed_best": killed.best if killed else None,
        "killed_low": killed.low if killed else None,
        "killed_high": killed.high if killed else None,
        "claims": len(one.claims),
        "reports": len(one.reports),
        "tellers": len(one.tellers),
        "rule": rule,
        "body": as_json(one),
    }


def _actor_rows(one: Incident, n: int) -> Iterator[Row]:
    for role in ("actor", "recipient"):
        keys = {told.key: told.value for told in reversed(one.values.get(role, ()))}
        for key in sorted(keys):
            yield {"incident": n, "role": role, "key": key, "name": keys[key]}


def write_members(
    act: Act, was: Held, ids: Sequence[str], clusters: Sequence[Sequence[str]], named: Named
) -> int:
    """Write which claim is in which incident, and what became of ids; return how many closed.

    Args:
        was: the incidents that may have changed, with their claims and rows.
        ids: of the clusters, in their order.
        clusters: ids of the claims of each.
        named: with the aliases to write, and the ids that are used again.
    """
    now = {claim_id: id_ for id_, its in zip(ids, clusters, strict=True) for claim_id in its}
    closing = [
        n
        for id_, its in was.items()
        for claim_id, (n, _) in its.items()
        if now.get(claim_id) != id_
    ]
    before = {claim_id: id_ for id_, its in was.items() for claim_id in its}
    close_rows(act, incident_claim, closing)
    rows = [
        {"incident": id_, "claim": claim_id, "made": act.n}
        for claim_id, id_ in now.items()
        if before.get(claim_id) != id_
    ]
    insert(act.conn, incident_claim, rows)
    gone = sorted(was.keys() - set(ids))
    for part in in_parts(gone):
        act.close(incident, incident.c.id.in_(part))
    for part in in_parts(named.woken):
        act.close(incident_alias, incident_alias.c.old.in_(part))
    aliases = [{"old": a.old, "new": a.new, "why": a.why, "made": act.n} for a in named.aliases]
    insert(act.conn, incident_alias, aliases)
    return len(gone)
