"""Why a claim, a decision or a report is in the record.

In:   a view, an id
Out:  `Why`, or None where the id is not of that kind

Known faults: none known.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base import ids
from sayso.base.keys import actor_key, bare, bare_place, place_key
from sayso.base.nouns import Actor, Claim, Number, Place, Span, Time, Voice
from sayso.record import schema
from sayso.record.decisions import decision_of
from sayso.record.queries.decoders import copy_of
from sayso.record.queries.judged import judged_claims
from sayso.record.rows import claim_of, in_parts
from sayso.record.view import View
from sayso.record.why_parts import (
    Check,
    Why,
    act,
    at,
    bytes_of,
    document,
    history,
    quoted,
    text_of,
    told,
    versions,
    words_stand,
)
from sayso.show.words import bounds_words, interval, type_words, when_words

# --- claims -------------------------------------------------------------------------------


def told_claim(view: View, id_: str) -> Why | None:
    """A claim, by its id: its words, how its mentions were settled, who judged it."""
    rows = versions(view, schema.claim, id_)
    if not rows:
        return None
    row = rows[0]
    claim = claim_of(row)
    state = row["state"] if row["closed"] is None else f"{row['state']}, until act {row['closed']}"
    facts = told(
        {
            "state": state,
            "who": _names(claim.actor),
            "to whom": _names(claim.recipient),
            "when": when_words(claim.when) or "undecided",
            "where": _place(claim) or "undecided",
            "how many": _numbers(claim),
            "says who": _names(claim.source),
            "outlet": claim.outlet,
            "status": claim.status + (", hedged" if claim.hedged else ""),
            "score": f"{claim.score:.2f}",
            "drawn by": claim.made_by,
            "sentence": f"{quoted(claim.evidence.text)} at {at(claim.evidence)}",
            "trigger": f"{quoted(claim.trigger.text)} at {at(claim.trigger)}",
            "tells": ", ".join(_tells(view, id_)),
            "versions": history(rows),
        }
    )
    return Why(
        what="claim",
        id=id_,
        says=type_words(claim),
        facts=facts,
        checks=(
            words_stand(claim, text_of(view, row["document"])),
            *_id_fits(claim, row["state"]),
        ),
        because=(
            act(view, row["made"]),
            *map(_mention, _all_mentions(claim)),
            *_decisions(view, [id_]),
            *_name_decisions(view, claim),
            document(view, row["document"]),
        ),
    )


def short_claim(view: View, id_: str) -> Why:
    """A claim told in short, below what it tells: who says so, and the words."""
    row = versions(view, schema.claim, id_)[0]
    claim = claim_of(row)
    own = document(view, row["document"])
    facts = told(
        {
            "says who": _names(claim.source),
            "outlet": claim.outlet,
            "report": f"{claim.doc}, {own.facts.get('published', 'no day known')}",
            "status": "" if claim.status == "asserted" else claim.status,
            "state": row["state"],
            "sentence": f"{quoted(claim.evidence.text)} at {at(claim.evidence)}",
            "text's sha256": own.facts["sha256"],
        }
    )
    checks = (words_stand(claim, text_of(view, row["document"])), *own.checks)
    return Why(what="claim", id=id_, says=type_words(claim), facts=facts, checks=checks)


def _id_fits(claim: Claim, state: str) -> tuple[Check, ...]:
    """Whether the id is the hash of what it names; an edit of the type leaves the id as it was."""
    own = ids.claim_id(claim.doc, claim.kind, claim.type, claim.trigger.start, claim.trigger.end)
    if state == "edited" and own != claim.id:
        return ()
    return (Check(what="the id is the hash of report, type and trigger", holds=own == claim.id),)


def _names(mentions: Iterable[Actor | Voice]) -> str:
    return "; ".join(f"{who.text} [{actor_key(who)}]" for who in mentions)


def _place(claim: Claim) -> str:
    where = claim.where
    if where is None:
        return "; ".join(place.text for place in claim.place)
    known = ", ".join(part for part in (where.name, where.admin1, where.country) if part)
    return f"{known} [{place_key(where)}], {where.precision}, known by {where.basis}"


def _numbers(claim: Claim) -> str:
    return "; ".join(
        f"{number.text} {number.what}"
        + (f" ({bounds})" if (bounds := bounds_words(number)) else "")
        for number in claim.number
    )


def _tells(view: View, id_: str) -> list[str]:
    found: list[str] = []
    for link, name in ((schema.incident_claim, "incident"), (schema.relation_claim, "relation")):
        query = sa.select(link.c[name]).where(view.open(link), link.c.claim == id_)
        found += [
            f"{name} {this}" for this in view.conn.execute(query.order_by(link.c[name])).scalars()
        ]
    return found


def _all_mentions(claim: Claim) -> list[tuple[str, Span]]:
    roles = ("actor", "recipient", "place", "time", "number", "instrument", "source")
    return [(role, span) for role in roles for span in getattr(claim, role)]


def _mention(one: tuple[str, Span]) -> Why:
    """A mention: its words, what they were taken for, and the reasons."""
    role, span = one
    facts: dict[str, object] = {}
    if isinstance(span, Actor | Voice):
        facts |= {"taken for": span.actor_id or "undecided", "stands for": span.name}
    elif isinstance(span, Place):
        known = "" if span.geonameid is None else f"geo:{span.geonameid} {span.name}"
        facts["taken for"] = known or span.name or "undecided"
    elif isinstance(span, Time):
        facts["days"] = interval(span.earliest, span.latest) or "undecided"
        facts["basis"] = span.basis
    elif isinstance(span, Number):
        facts["bounds"] = bounds_words(span)
    for rank, candidate in enumerate(getattr(span, "candidates", ()), start=1):
        reasons = "; ".join(candidate.reasons)
        facts[f"candidate {rank}"] = (
            f"{candidate.id} {candidate.name}, {candidate.score:.2f}: {reasons}"
        )
    return Why(what=role, says=f"{quoted(span.text)} at {at(span)}", facts=told(facts))


# --- decisions ----------------------------------------------------------------------------


def _decisions(view: View, claims: Sequence[str]) -> list[Why]:
    found = [decision(view, one.id) for one in judged_claims(view, claims)]
    return [one for one in found if one is not None]


def pair_decisions(view: View, claims: Sequence[str]) -> list[Why]:
    """Decisions on claims and on pairs of them."""
    return _decisions(view, claims)


def _name_decisions(view: View, claim: Claim) -> list[Why]:
    """Decisions on what a name means, where the claim has the name."""
    everyone: tuple[Actor | Voice, ...] = (*claim.actor, *claim.recipient, *claim.source)
    named = {bare(who.name or who.text) for who in everyone}
    named |= {bare_place(place.text) for place in claim.place}
    if claim.where is not None:
        named.add(bare_place(claim.where.name))
    table = schema.decision
    query = sa.select(table.c.id).where(
        view.open(table), table.c.kind.in_(("actor", "place")), table.c.subject.in_(named)
    )
    found = view.conn.execute(query.order_by(table.c.n)).scalars()
    return [one for id_ in dict.fromkeys(found) if (one := decision(view, id_))]


def decision(view: View, id_: str) -> Why | None:
    """A decision of a person: who, when, why, on what, and whether it was undone."""
    rows = versions(view, schema.decision, id_)
    if not rows:
        return None
    last, first = decision_of(rows[0]), rows[-1]
    value = {name: part for name, part in last.value.items() if name != "claim"}
    seen = last.value.get("claim")
    facts = told(
        {
            "on": last.subject,
            "value": _json(value) if value else "",
            "claim as it was seen": f"{seen['type']} {quoted(seen['evidence']['text'])}"
            if seen
            else "",
            "by": last.person,
            "reason": last.reason,
            "undone": f"by act {rows[0]['closed']}" if rows[0]["closed"] is not None else "",
            "versions": history(rows) if len(rows) > 1 else "",
        }
    )
    because = [act(view, first["made"])]
    if rows[0]["closed"] is not None:
        because.append(act(view, rows[0]["closed"], "undone by"))
    return Why(what="decision", id=id_, says=last.kind, facts=facts, because=tuple(because))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


# --- reports ------------------------------------------------------------------------------


def report(view: View, id_: str) -> Why | None:
    """A report: the bytes, the text, what coded it, what it repeats and what repeats it."""
    rows = versions(view, schema.report, id_)
    if not rows:
        return None
    documents = versions(view, schema.document, id_, "report")
    codings = versions(view, schema.coding, id_, "report")
    n_claims = sa.select(sa.func.count()).select_from(schema.claim)
    stands = view.open(schema.claim), schema.claim.c.report == id_
    facts = told(
        {
            "claims": view.conn.execute(n_claims.where(*stands)).scalar_one(),
            "versions": history(rows),
            "versions of the text": history(documents) if len(documents) > 1 else "",
        }
    )
    return Why(
        what="report",
        id=id_,
        says=rows[0]["title"] or rows[0]["origin"],
        facts=facts,
        checks=tuple(_passages_fit(view, documents[0])) if documents else (),
        because=(
            *(document(view, row["n"]) for row in documents[:1]),
            *(_coding(view, row) for row in codings),
            *copies(view, [id_]),
            *([] if documents else bytes_of(view, id_, rows[0]["made"])),
        ),
    )


def _passages_fit(view: View, row: Any) -> list[Check]:
    table = schema.passage
    query = sa.select(table).where(table.c.document == row["n"])
    parts = view.conn.execute(query).mappings().all()
    fit = all(row["text"][part["start"] : part["end"]] == part["text"] for part in parts)
    return [Check(what=f"its {len(parts)} sentences stand in the text", holds=fit)]


def _coding(view: View, row: Any) -> Why:
    closed = row["closed"]
    facts = told(
        {
            "by": row["made_by"],
            "settings": row["settings"],
            "until": f"act {closed}" if closed is not None else "",
        }
    )
    return Why(what="coding", says="claims drawn", facts=facts, because=(act(view, row["made"]),))


def copies(view: View, reports: Collection[str], *, among: bool = False) -> list[Why]:
    """Which reports repeat one of these or are repeated; `among`: only of these by these."""
    table = schema.copy
    rows: list[Any] = []
    for part in in_parts(reports):
        beside = sa.or_(table.c.report.in_(part), table.c.of.in_(part))
        rows += view.conn.execute(sa.select(table).where(view.open(table), beside)).mappings()
    found = []
    for row in {row["n"]: row for row in rows}.values():
        copy = copy_of(row["body"])
        if among and not {copy.report, copy.of} <= set(reports):
            continue
        adds = ", ".join(f"{passage.start}-{passage.end}" for passage in copy.adds)
        facts = told({"reasons": "; ".join(copy.reasons), "adds": adds})
        says = f"{copy.report} repeats {copy.of}: {copy.kind}, {copy.share:.0%} of the smaller"
        found.append(Why(what="copy", says=says, facts=facts, because=(act(view, row["made"]),)))
    return sorted(found, key=lambda one: one.says)
