"""Why an incident, a relation or a link of two claims is in the record.

In:   a view; an id, or the ids of two claims
Out:  `Why`, or None where the id is not of that kind

Known faults: none known.
"""

from typing import Any

import sqlalchemy as sa

from sayso.base.joined import Incident, Phase, Told
from sayso.record import schema
from sayso.record.queries.decoders import incident_of, link_of
from sayso.record.queries.relations import became_of
from sayso.record.relation_rows import as_relation
from sayso.record.rows import in_parts
from sayso.record.view import View
from sayso.record.why_claims import copies, decision, pair_decisions, short_claim
from sayso.record.why_parts import Why, act, history, told, versions
from sayso.show.words import interval

# --- incidents ----------------------------------------------------------------------------


def incident(view: View, id_: str) -> Why | None:
    """An incident: each value with who tells it, the rule of its numbers, links, aliases."""
    rows = versions(view, schema.incident, id_)
    renamed = _renamed(view, id_)
    if not rows:
        return renamed
    row = rows[0]
    if row["closed"] is not None and renamed is not None:
        return renamed
    one = incident_of(row["body"])
    facts = told(
        {
            "state": "" if row["closed"] is None else f"gone since act {row['closed']}",
            "status": one.status,
            "disputed": ", ".join(one.disputed),
            "told in": f"{len(one.claims)} claims, {len(one.reports)} reports, "
            f"by {len(one.tellers)} independent voices",
            "voices": "; ".join(f"{teller.name} [{teller.key}]" for teller in one.tellers),
            "was also": ", ".join(_former(view, id_)),
            "versions": history(rows),
        }
    )
    return Why(
        what="incident",
        id=id_,
        says=" ".join(part for part in (one.type, one.mode, interval(one.day_from, one.day_to),
                                        one.place) if part),
        facts=facts,
        because=(
            act(view, row["made"]),
            *(_value(name, value) for name, values in one.values.items() for value in values),
            *_estimates(one),
            *(short_claim(view, claim) for claim in one.claims),
            *_links(view, one.claims),
            *copies(view, one.reports, among=True),
            *pair_decisions(view, one.claims),
            *_settled(view, id_),
        ),
    )  # fmt: skip


def _value(name: str, value: Told) -> Why:
    facts = told(
        {
            "told by": "; ".join(teller.name for teller in value.tellers),
            "in": ", ".join(value.claims),
            "key": value.key,
            "denied": "yes" if value.denied else "",
            "hedged": "yes" if value.hedged else "",
        }
    )
    return Why(what="value", says=f"{name}: {value.value}", facts=facts)


def _estimates(one: Incident) -> list[Why]:
    return [
        Why(
            what="estimate",
            says=f"{each.what}: best {_n(each.best)}, low {_n(each.low)}, high {_n(each.high)}",
            facts=told({"rule": each.rule, "reason": each.reason}),
        )
        for each in one.estimates
    ]


def _n(number: int | None) -> str:
    return "open" if number is None else f"{number:,}"


def _renamed(view: View, id_: str) -> Why | None:
    """What became of an id that was public once."""
    table = schema.incident_alias
    query = sa.select(table).where(view.open(table), table.c.old == id_).order_by(table.c.new)
    rows = view.conn.execute(query).mappings().all()
    if not rows:
        return None
    became = [row["new"] for row in rows if row["new"]]
    says = f"{rows[0]['why']}: now {', '.join(became)}" if became else str(rows[0]["why"])
    now = [incident(view, new) for new in became if new != id_]
    return Why(
        what="incident",
        id=id_,
        says=says,
        facts=told({"versions": history(versions(view, schema.incident, id_))}),
        because=(act(view, rows[0]["made"]), *(one for one in now if one is not None)),
    )


def _former(view: View, id_: str) -> list[str]:
    table = schema.incident_alias
    query = sa.select(table.c.old, table.c.why).where(view.open(table), table.c.new == id_)
    return [f"{old} ({why})" for old, why in view.conn.execute(query.order_by(table.c.old))]


def _settled(view: View, id_: str) -> list[Why]:
    table = schema.decision
    query = sa.select(table.c.id).where(table.c.kind == "settle", table.c.subject == id_)
    ids = view.conn.execute(query.order_by(table.c.n)).scalars()
    return [one for each in dict.fromkeys(ids) if (one := decision(view, each))]


# --- links --------------------------------------------------------------------------------


def link(view: View, id_: str) -> Why | None:
    """The link of two claims, by their ids with a space between."""
    pair = tuple(sorted(id_.split()))
    if len(pair) != 2:
        return None
    table = schema.link
    query = sa.select(table).where(table.c.a == pair[0], table.c.b == pair[1])
    if view.at is not None:
        query = query.where(table.c.made <= view.at)
    rows = view.conn.execute(query.order_by(table.c.n.desc())).mappings().all()
    decided = [one for one in pair_decisions(view, pair) if one.facts.get("on") == " ".join(pair)]
    if not rows and not decided:
        return None
    because = (*(_link(view, row) for row in rows), *decided)
    claims = [short_claim(view, claim) for claim in pair if versions(view, schema.claim, claim)]
    says = because[0].says
    return Why(what="link", id=" ".join(pair), says=says, because=(*because, *claims))


def _link(view: View, row: Any) -> Why:
    one = link_of(row["body"])
    reasons = {
        f"reason {rank}": f"{reason.weight:+.2f} {reason.what}"
        for rank, reason in enumerate(one.reasons, start=1)
    }
    closed = row["closed"]
    facts = told(
        {
            "by": one.person or "the machine",
            "until": f"act {closed}" if closed is not None else "",
            **reasons,
        }
    )
    return Why(
        what="link",
        id=f"{one.a} {one.b}",
        says=f"{one.judgement}, {one.score:.2f}",
        facts=facts,
        because=(act(view, row["made"]),),
    )


def _links(view: View, claims: tuple[str, ...]) -> list[Why]:
    """Open links between these claims."""
    table = schema.link
    wanted = set(claims)
    rows: list[Any] = []
    for part in in_parts(claims):
        query = sa.select(table).where(view.open(table), table.c.a.in_(part))
        rows += [row for row in view.conn.execute(query).mappings() if row["b"] in wanted]
    rows.sort(key=lambda row: (row["a"], row["b"]))
    return [_link(view, row) for row in rows]


# --- relations ----------------------------------------------------------------------------


def relation(view: View, id_: str) -> Why | None:
    """A relation: its phases, each with the claims that tell it and those against it."""
    rows = versions(view, schema.relation, id_)
    if not rows:
        return None
    row = rows[0]
    one = as_relation(row["body"])
    facts = told(
        {
            "state": "" if row["closed"] is None else f"gone since act {row['closed']}",
            "now": "" if row["closed"] is None else ", ".join(became_of(view, id_) or ()),
            "between": f"{one.actor_name} [{one.actor}] and {one.recipient_name} [{one.recipient}]",
            "modes": ", ".join(one.modes),
            "disputed": "yes" if one.disputed else "",
            "told by": "; ".join(f"{teller.name} [{teller.key}]" for teller in one.tellers),
            "versions": history(rows),
        }
    )
    return Why(
        what="relation",
        id=id_,
        says=one.type.replace("_", " "),
        facts=facts,
        because=(
            act(view, row["made"]),
            *map(_phase, one.phases),
            *(short_claim(view, claim) for claim in one.claims),
            *pair_decisions(view, one.claims),
        ),
    )


def _phase(phase: Phase) -> Why:
    facts = told(
        {
            "sure": interval(phase.sure_start, phase.sure_end),
            "begins": phase.starts_by or ("told" if phase.begins else ""),
            "ends": phase.ends_by or ("told" if phase.ends else ""),
            "basis": phase.basis,
            "told by": "; ".join(teller.name for teller in phase.tellers),
            "in": ", ".join(phase.claims),
            "against it": ", ".join(phase.against),
            "denied by": "; ".join(teller.name for teller in phase.deniers),
            "its end is denied by": "; ".join(teller.name for teller in phase.end_deniers),
            "hedged": "yes" if phase.hedged else "",
        }
    )
    days = interval(phase.start, phase.end) or "no day told"
    return Why(what="phase", says=f"{phase.kind}, {days}", facts=facts)
