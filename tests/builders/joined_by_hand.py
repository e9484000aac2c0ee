"""Incidents and relations written into a record by hand, for tests that need them as they say.

    join(record, incidents=[("i-attack", [claim, ...])], relations=[...])

What stands and is not given is closed, as linking does; the same again changes nothing. No
rule of linking is used, so that tests of what comes after it do not depend on it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.joined import Estimate, Incident, Link, Phase, Relation, Teller, Told
from sayso.base.keys import NAME, actor_key, place_key, shown_name
from sayso.base.nouns import Claim
from sayso.record import schema
from sayso.record.acts import Act
from sayso.record.open import Record
from sayso.record.rows import claim_of


def claims_of(record: Record) -> dict[str, Claim]:
    """All claims that stand, by id."""
    with record.read() as view:
        query = sa.select(schema.claim.c.body).where(
            view.open(schema.claim), schema.claim.c.state != "rejected"
        )
        found = [claim_of(row) for row in view.conn.execute(query).mappings()]
    return {claim.id: claim for claim in found}


def teller(claim: Claim) -> Teller:
    if claim.source:
        return Teller(key=actor_key(claim.source[0]), name=shown_name(claim.source[0]))
    if claim.outlet:
        return Teller(key=f"outlet:{claim.outlet}", name=claim.outlet)
    return Teller(key=f"report:{claim.doc}", name=claim.doc)


def incident(id_: str, claims: Sequence[Claim], rule: str = "most-told") -> Incident:
    """An incident of these claims; of each field the value of the first claim is the best."""
    first = claims[0]
    where, when = first.where, first.when
    values: dict[str, tuple[Told, ...]] = {}
    _tell(values, "type", [(c, Told(value=c.type)) for c in claims])
    _tell(
        values,
        "day",
        [
            (c, Told(value=_days(c), earliest=c.when.earliest, latest=c.when.latest))
            for c in claims
            if c.when
        ],
    )
    _tell(
        values,
        "place",
        [(c, Told(value=c.where.name, key=place_key(c.where))) for c in claims if c.where],
    )
    for role in ("actor", "recipient"):
        told = [
            (c, Told(value=shown_name(who), key=actor_key(who)))
            for c in claims
            for who in getattr(c, role)
        ]
        _tell(values, role, told)
    numbers = [(c, n) for c in claims for n in c.number]
    for what in {n.what for _, n in numbers}:
        told = [
            (c, Told(value=f"{n.text} {what}", low=n.low, high=n.high))
            for c, n in numbers
            if n.what == what
        ]
        _tell(values, what, told)
    estimates = tuple(
        Estimate(
            what=what,
            best=values[what][0].low,
            low=min((t.low for t in values[what] if t.low is not None), default=None),
            high=max((t.high for t in values[what] if t.high is not None), default=None),
            rule=rule,
        )
        for what in sorted({n.what for _, n in numbers})
    )
    tellers = {t.key: t for t in map(teller, claims)}
    return Incident(
        id=id_,
        type=first.type,
        mode=first.mode,
        day_from=when and when.earliest,
        day_to=when and when.latest,
        day_precision=when and when.precision,
        day_basis=when.basis if when else "",
        place=where.name if where else "",
        geonameid=where.geonameid if where else None,
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        admin1=where.admin1 if where else "",
        country=where.country if where else "",
        geo_precision=where.precision if where else "",
        geo_basis=where.basis if where else "",
        disputed=("killed",) if len(values.get("killed", ())) > 1 else (),
        values=values,
        estimates=estimates,
        claims=tuple(sorted(c.id for c in claims)),
        reports=tuple(sorted({c.doc for c in claims})),
        tellers=tuple(tellers.values()),
    )


def relation(id_: str, claims: Sequence[Claim]) -> Relation:
    """A relation of these claims, each a phase of its own."""
    first = claims[0]
    ends: list[tuple[str, str]] = [
        (actor_key(who), shown_name(who)) for who in (*first.actor[:1], *first.recipient[:1])
    ]
    if len(ends) < 2 and first.place:
        ends.append((place_key(first.place[0]), shown_name(first.place[0])))
    phases = tuple(
        Phase(
            kind="denied" if c.status == "negated" else "point",
            start=c.when and c.when.earliest,
            end=c.when and c.when.latest,
            sure_start=c.when and c.when.earliest,
            sure_end=c.when and c.when.latest,
            claims=(c.id,),
            tellers=(teller(c),),
        )
        for c in claims
    )
    return Relation(
        id=id_,
        type=first.type,
        actor=ends[0][0],
        recipient=ends[1][0],
        actor_name=ends[0][1],
        recipient_name=ends[1][1],
        phases=phases,
        claims=tuple(sorted(c.id for c in claims)),
        reports=tuple(sorted({c.doc for c in claims})),
        tellers=tuple({t.key: t for t in map(teller, claims)}.values()),
    )


def join(
    record: Record,
    *,
    incidents: Iterable[Incident] = (),
    relations: Iterable[Relation] = (),
    links: Iterable[Link] = (),
    aliases: Iterable[tuple[str, str, str]] = (),
) -> None:
    """Write these and close what else stands."""
    with record.write("link", step="test") as act:
        _write(act, schema.incident, {i.id: _incident_row(i) for i in incidents})
        _write(act, schema.relation, {r.id: _relation_row(r) for r in relations})
        for table, unit, nouns in (
            (schema.incident_claim, "incident", incidents),
            (schema.relation_claim, "relation", relations),
        ):
            pairs = {(n.id, c): {unit: n.id, "claim": c} for n in nouns for c in n.claims}
            _write(act, table, pairs, unit, "claim")
        rows = {
            (link.a, link.b): {
                "a": link.a, "b": link.b, "judgement": link.judgement, "score": link.score,
                "person": link.person, "body": _json(link),
            } for link in links
        }  # fmt: skip
        _write(act, schema.link, rows, "a", "b")
        given = {(old, new): {"old": old, "new": new, "why": why} for old, new, why in aliases}
        _write(act, schema.incident_alias, given, "old", "new")


def _tell(
    values: dict[str, tuple[Told, ...]], field: str, told: Iterable[tuple[Claim, Told]]
) -> None:
    found: dict[tuple[str, str], Told] = {}
    for claim, value in told:
        known = found.get((value.value, value.key), value)
        tellers = {t.key: t for t in (*known.tellers, teller(claim))}
        found[value.value, value.key] = msgspec.structs.replace(
            known,
            claims=tuple(sorted({*known.claims, claim.id})),
            tellers=tuple(tellers.values()),
        )
    if found:
        values[field] = tuple(found.values())


def _days(claim: Claim) -> str:
    when = claim.when
    if when is None:
        return ""
    return str(when.earliest) if when.earliest == when.latest else f"{when.earliest}/{when.latest}"


def _incident_row(i: Incident) -> dict[str, Any]:
    names = set(schema.incident.c.keys()) - {"n", "made", "closed"}
    row = {name: getattr(i, name) for name in names if name in i.__struct_fields__}
    killed = next((e for e in i.estimates if e.what == "killed"), None)
    return row | {
        "disputed": bool(i.disputed),
        "day_precision": i.day_precision or "",
        "killed_best": killed and killed.best,
        "killed_low": killed and killed.low,
        "killed_high": killed and killed.high,
        "claims": len(i.claims),
        "reports": len(i.reports),
        "tellers": len(i.tellers),
        "rule": i.estimates[0].rule if i.estimates else "",
        "body": _json(i),
    }


def _relation_row(r: Relation) -> dict[str, Any]:
    days = [d for p in r.phases for d in (p.start, p.end) if d]
    return {
        "id": r.id, "type": r.type, "actor": r.actor, "recipient": r.recipient,
        "actor_name": r.actor_name, "recipient_name": r.recipient_name,
        "first_day": min(days, default=None), "last_day": max(days, default=None),
        "disputed": r.disputed, "claims": len(r.claims), "tellers": len(r.tellers),
        "body": _json(r),
    }  # fmt: skip


def _write(act: Act, table: sa.Table, rows: dict[Any, dict[str, Any]], *keys: str) -> None:
    keys = keys or ("id",)
    open_rows = act.conn.execute(sa.select(table).where(table.c.closed.is_(None))).mappings().all()
    for row in open_rows:
        key = row[keys[0]] if len(keys) == 1 else tuple(row[k] for k in keys)
        new = rows.get(key)
        if new is not None and all(row[name] == value for name, value in new.items()):
            rows = {k: v for k, v in rows.items() if k != key}
        else:
            act.close(table, table.c.n == row["n"])
    if rows:
        act.conn.execute(sa.insert(table), [row | {"made": act.n} for row in rows.values()])


def _json(noun: Any) -> str:
    return msgspec.json.encode(noun).decode()


__all__ = ["NAME", "claims_of", "incident", "join", "relation", "teller"]
