"""Answers from a record: every value with the ids of the claims that tell it.

In:   a view, and what is asked in words
Out:  JSON trees of bounded size

Method: the same queries as the commands'. Nothing is put into words here: an answer is ids, values
of the record and quotes. What would make an answer too long is left out, and the answer says
how much, and how to ask for the rest.
Known faults: sizes are bounded by the number of things, not to the letter.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from sayso.asked.quotes import (
    MOST_IDS,
    MOST_QUOTED,
    NOTICE,
    Tree,
    claim_tree,
    short,
    some_ids,
    told_tree,
)
from sayso.base.errors import ConfigError
from sayso.base.joined import Incident, Phase, Relation
from sayso.record.queries import (
    ACTORS,
    CLAIMS,
    INCIDENTS,
    RELATIONS,
    ClaimRow,
    Filter,
    Page,
    filter_from,
    relation,
)
from sayso.record.queries.detail import claim_detail, incident_detail, incident_now
from sayso.record.queries.lookup import actor_keys
from sayso.record.told import on_day
from sayso.record.view import View
from sayso.record.why import lines, why

MOST = 25  # things on a page
_MOST_QUOTES = 40  # of an incident; the rest by its claims' ids
_MOST_VALUES = 12  # of a field of an incident
_MOST_LINES = 300  # of "why"
_MOST_WORDS = 200  # characters of a filter

Words = Mapping[str, Any]


def asked_of(words: Words) -> Filter:
    """A filter from the arguments of a tool; empty ones ask for nothing.

    Raises:
        ConfigError: a value that cannot be meant.
    """
    given: dict[str, str | list[str]] = {}
    for key, value in words.items():
        if value in (None, "", [], False):
            continue
        parts = [str(part) for part in (value if isinstance(value, list) else [value])]
        if len(parts) > MOST or any(len(part) > _MOST_WORDS for part in parts):
            raise ConfigError(f"{key}: at most {MOST} values of {_MOST_WORDS} characters")
        given[key] = "yes" if value is True else parts if isinstance(value, list) else parts[0]
    return filter_from(given)


def search_incidents(view: View, words: Words, *, limit: int, after: str) -> Tree:
    """Incidents that match, with what is told of each."""
    page = INCIDENTS.page(view, asked_of(words), limit=_bounded(limit), after=after)
    found = [_incident(*incident_now(view, row.id)) for row in page.rows]
    return _answer("incidents", found, page.total.match, page.next, page.notes)


def get_incident(view: View, id_: str) -> Tree:
    """One incident: each value with its claims, and the words of the claims.

    Raises:
        MissingError: there is no such incident.
    """
    detail = incident_detail(view, _id(id_))
    one = detail.incident
    first = [told.claim for told in detail.evidence][:_MOST_QUOTES]
    tree = _incident(one, detail.rule)
    tree["evidence"] = short(view, first, _MOST_QUOTES)
    left = len(one.claims) - len(tree["evidence"])
    if left > 0:
        tree["evidence_left_out"] = left
    tree["may_be_the_same"] = [
        {"claims": [link.a, link.b], "score": link.score,
         "reasons": [reason.what for reason in link.reasons[:5]]}
        for link in detail.beyond[:5]
    ]  # fmt: skip
    return {"notice": NOTICE, "incident": tree}


def search_claims(view: View, words: Words, *, limit: int, after: str) -> Tree:
    """Claims that match, each with its words and who says so."""
    page = CLAIMS.page(view, asked_of(words), limit=_bounded(limit), after=after)
    found = [claim_tree(view, row.id) for row in page.rows]
    return _answer("claims", found, page.total.match, page.next, page.notes)


def get_claim(view: View, id_: str) -> Tree:
    """One claim with the sentences beside it.

    Raises:
        MissingError: there is no such claim.
    """
    tree = claim_tree(view, _id(id_))
    told = claim_detail(view, tree["claim"])
    tree |= {"before": told.before[:MOST_QUOTED], "after": told.after[:MOST_QUOTED]}
    tree["decisions"] = [msgspec.to_builtins(one) for one in told.decisions[:MOST]]
    return {"notice": NOTICE, "claim": tree}


def relations(view: View, words: Words, *, day: str, limit: int, after: str) -> Tree:
    """Relations that match: their phases, or what is told to hold on a day."""
    page = RELATIONS.page(view, asked_of(words), limit=_bounded(limit), after=after)
    wanted = [relation(view, row.id) for row in page.rows]
    found = [_relation(view, one) for one in wanted]
    if day:
        on = _day(day)
        states = {told.relation.id: told for told in on_day(view, wanted, on)}
        for tree, one in zip(found, wanted, strict=True):
            told = states.get(one.id)
            if told is not None:
                tree["on_day"] = {
                    "day": on.isoformat(), "state": told.standing.state,
                    "yes": [t.name for t in told.standing.yes],
                    "no": [t.name for t in told.standing.no], **some_ids(told.claims),
                }  # fmt: skip
    return _answer("relations", found, page.total.match, page.next, page.notes)


def actor(view: View, name: str) -> Tree:
    """Whom a name or a key means in the record, how often they are told of, and first claims.

    Raises:
        ConfigError: no name.
    """
    keys = actor_keys(view, _id(name))
    page = ACTORS.page(view, Filter(actor=(name,)), limit=MOST)
    found: list[Tree] = []
    for key in sorted(keys)[:MOST]:
        claims = CLAIMS.page(view, Filter(actor=(key,)), limit=MOST)
        told = [row for row in page.rows if row.key == key]
        tree: Tree = msgspec.to_builtins(told[0]) if told else {"key": key}
        found.append({**tree, **_first(claims)})
    return {"notice": NOTICE, "actors": found, "notes": list(page.notes)}


def _first(claims: Page[ClaimRow]) -> Tree:
    tree: Tree = {"claims_in_all": claims.total.match}
    tree["first_claims"] = [row.id for row in claims.rows]
    return tree


def why_of(view: View, id_: str) -> Tree:
    """How something came about, line by line, down to the words and their hashes.

    Raises:
        ConfigError: nothing goes by this id.
    """
    told = list(lines(why(view, _id(id_))))
    tree: Tree = {
        "notice": NOTICE,
        "id": id_,
        "lines": [line[:2_000] for line in told[:_MOST_LINES]],
    }
    if len(told) > _MOST_LINES:
        tree["lines_left_out"] = len(told) - _MOST_LINES
    return tree


# --- parts ----------------------------------------------------------------------------------


def _answer(
    name: str, found: Sequence[Tree], total: int, following: str, notes: Sequence[str]
) -> Tree:
    tree: Tree = {"notice": NOTICE, "total": total, name: list(found), "notes": list(notes)}
    if following:
        tree["next"] = following
    return tree


def _incident(one: Incident, rule: str) -> Tree:
    return {
        "incident": one.id, "type": one.type, "mode": one.mode, "status": one.status,
        "disputed": list(one.disputed),
        "values": {
            field: [told_tree(told) for told in values[:_MOST_VALUES]]
            for field, values in one.values.items()
        },
        "estimates": [
            {"what": e.what, "best": e.best, "low": e.low, "high": e.high, "rule": rule,
             "reason": e.reason, **some_ids(_tellers_of(one, e.what))}
            for e in one.estimates
        ],
        "tellers": [teller.name for teller in one.tellers[:MOST_IDS]],
        "reports": len(one.reports), **some_ids(one.claims),
    }  # fmt: skip


def _tellers_of(one: Incident, what: str) -> list[str]:
    return sorted({claim for told in one.values.get(what, ()) for claim in told.claims})


def _relation(view: View, one: Relation) -> Tree:
    return {
        "relation": one.id, "type": one.type, "modes": list(one.modes),
        "actor": {"key": one.actor, "name": one.actor_name},
        "recipient": {"key": one.recipient, "name": one.recipient_name},
        "disputed": one.disputed,
        "phases": [_phase(phase) for phase in one.phases[:MOST]],
        "evidence": short(view, one.claims, 5), **some_ids(one.claims),
    }  # fmt: skip


def _phase(phase: Phase) -> Tree:
    def day(one: dt.date | None) -> str | None:
        return None if one is None else one.isoformat()

    return {
        "kind": phase.kind, "start": day(phase.start), "end": day(phase.end),
        "starts_by": phase.starts_by, "ends_by": phase.ends_by, "basis": phase.basis,
        "hedged": phase.hedged, "disputed": phase.disputed,
        "tellers": [teller.name for teller in phase.tellers[:MOST_IDS]],
        "against": list(phase.against[:MOST_IDS]), **some_ids(phase.claims),
    }  # fmt: skip


def _bounded(limit: int) -> int:
    if not 1 <= limit <= MOST:
        raise ConfigError(f"limit is from 1 to {MOST}; ask for the rest with `after`")
    return limit


def _id(given: str) -> str:
    if not given.strip() or len(given) > _MOST_WORDS:
        raise ConfigError(f"give an id or a name, of at most {_MOST_WORDS} characters")
    return given.strip()


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as err:
        raise ConfigError(f"{text!r} is no day; write it as 2014-10-05") from err
