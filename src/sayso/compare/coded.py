"""Happenings of a record, without what was imported from the table that it is held against.

In:   a view, a filter, the table
Out:  `Happening`s; incidents that cannot be compared are counted

Method: an incident that claims of the table alone tell is no coded one. Where other claims tell of
it too, days, place, sides and dead are taken from those, so that a table is never held against
itself. Incidents that did not take place (denied, planned, hypothetical) are left out, counted.
Known faults: of several claims beside the table's, the first that tells a thing is taken for it.
"""

from collections import Counter, defaultdict

from sayso.base.joined import Incident
from sayso.base.keys import actor_key, shown_name
from sayso.base.nouns import Claim
from sayso.compare.happening import Happening, side
from sayso.compare.listed import types_of
from sayso.imports.told import OUTLETS, Table
from sayso.record.queries import CLAIMS, INCIDENTS, ClaimRow, Filter, IncidentRow
from sayso.record.queries.detail import claim_detail, incident_now
from sayso.record.view import View

_TOOK_PLACE = ("asserted", "disputed")


def coded(view: View, asked: Filter, table: Table) -> tuple[list[Happening], Counter[str]]:
    """Read a record's happenings, and count what is left out."""
    own: defaultdict[str, list[ClaimRow]] = defaultdict(list)
    for row in CLAIMS.each(view, Filter(source=(OUTLETS[table],))):
        if row.outlet == OUTLETS[table] and row.made_by.startswith("import "):
            own[row.incident].append(row)
    types = types_of(table)
    found: list[Happening] = []
    left_out: Counter[str] = Counter()
    for incident in INCIDENTS.each(view, asked):
        imported = own.get(incident.id, [])
        if len(imported) == incident.claims:
            left_out["told by the table itself alone"] += 1
        elif incident.status not in _TOOK_PLACE:
            left_out["did not take place (denied, planned, hypothetical)"] += 1
        elif types is not None and incident.type not in types:
            left_out["of a type that the table does not list"] += 1
        elif imported:
            found.append(_without(view, incident, {row.id for row in imported}))
        else:
            found.append(_whole(incident))
    dated = [one for one in found if one.day_from is not None]
    if len(dated) < len(found):
        left_out["without a day"] = len(found) - len(dated)
    return dated, left_out


def _whole(incident: IncidentRow) -> Happening:
    who = [*zip(incident.actor_key, incident.actor, strict=True),
           *zip(incident.recipient_key, incident.recipient, strict=True)]  # fmt: skip
    return Happening(
        id=incident.id,
        type=incident.type,
        mode=incident.mode,
        day_from=incident.day_from or incident.day_to,
        day_to=incident.day_to or incident.day_from,
        place=incident.place,
        country=incident.country,
        lat=incident.lat,
        lon=incident.lon,
        precision=incident.geo_precision,
        sides=frozenset(side(key, name) for key, name in who) - {""},
        names=tuple(name for _, name in who),
        low=incident.killed_low,
        best=incident.killed_best,
        high=incident.killed_high,
    )


def _without(view: View, row: IncidentRow, imported: set[str]) -> Happening:
    """The incident as claims that were not imported tell it."""
    incident: Incident = incident_now(view, row.id)[0]
    claims = [claim_detail(view, id_).claim for id_ in incident.claims if id_ not in imported]
    when = next((claim.when for claim in claims if claim.when and claim.when.earliest), None)
    where = next((claim.where for claim in claims if claim.where and claim.where.name), None)
    who = [(actor_key(one), shown_name(one)) for claim in claims
           for one in (*claim.actor, *claim.recipient)]  # fmt: skip
    low, high = _dead(claims)
    first = when.earliest if when else None
    return Happening(
        id=row.id,
        type=claims[0].type,
        mode=next((claim.mode for claim in claims if claim.mode), ""),
        day_from=first,
        day_to=(when.latest or first) if when else None,
        place=where.name if where else "",
        country=where.country if where else "",
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        precision=where.precision if where else "",
        sides=frozenset(side(key, name) for key, name in who) - {""},
        names=tuple(dict.fromkeys(name for _, name in who)),
        low=low,
        best=low if low is not None else high,
        high=high,
    )


def _dead(claims: list[Claim]) -> tuple[int | None, int | None]:
    for claim in claims:
        for number in claim.number:
            if number.what == "killed":
                return number.low, number.high
    return None, None
