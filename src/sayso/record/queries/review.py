"""What waits for a person: claims that nobody judged, the doubtful first.

In:   a view, a filter, an order
Out:  `Waiting`: claims with what is doubtful about them, and how many wait and are done

Method: doubt is a sum of plain grounds (`_GROUNDS`), reckoned in the database, so that a page
ends where the next begins even while claims are judged between the two. What the rules of
`checks` find in single claims counts too; since a row of a claim never changes, it is looked
through once. `changed` is what a person judged and the machine now draws otherwise.
Known faults: with more than `MOST_CHECKED` claims waiting, findings are told with a claim but
do not move it forward.
"""

import weakref
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal, get_args

import msgspec
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.base.keys import NAME
from sayso.base.nouns import Claim, Noun
from sayso.record import schema
from sayso.record.anchoring import anchored
from sayso.record.checks.look import Look
from sayso.record.checks.run import chosen
from sayso.record.coding import Decision
from sayso.record.decisions import ON_CLAIMS, load_decisions
from sayso.record.queries import clauses
from sayso.record.queries.filters import Filter, replaced
from sayso.record.queries.lookup import look_up
from sayso.record.queries.narrow import pairs
from sayso.record.queries.pages import from_token, token
from sayso.record.rows import claims_of, in_parts
from sayso.record.standing import stored_codings
from sayso.record.view import View

Order = Literal["doubtful", "country", "changed", "incident"]
ORDERS: tuple[Order, ...] = get_args(Order)

MOST_CHECKED = 5_000  # claims: the rules look at one in 0.2 ms, so that this is a second
_JUDGED = ("accepted", "edited", "added", "rejected")
_UNSURE = 0.6  # scores below are said to be low; the model's own threshold is 0.5
_LAST = "\uffff"  # undecided countries and claims of no incident come last

# Hundredths of doubt. Disputes weigh most, because what is wrong there misleads most; the others
# are equal for want of a reason to tell them apart. A low score adds up to 100 by itself.
_GROUNDS = {
    "a check doubts it": 60,
    "its incident is disputed": 40,
    "it is hedged": 25,
    "no day is decided": 25,
    "no place is decided": 25,
    "its actor is not settled": 25,
}
_CHECKED, _DISPUTED, _HEDGED, _NO_DAY, _NO_PLACE, _NO_ACTOR = _GROUNDS


class Waiting(Noun, kw_only=True, frozen=True):
    """A claim that waits. n: number of its row; doubt: why it comes now, weightiest first."""

    n: int
    doubt: tuple[str, ...]
    weight: float


class Waits(Noun, kw_only=True, frozen=True):
    """A page of what waits, and how many of those asked for wait and are judged."""

    rows: tuple[Waiting, ...]
    waiting: int
    done: int
    next: str = ""


def queue(
    view: View,
    filter_: Filter,
    *,
    order: str = "doubtful",
    incident: str = "",
    report: str = "",
    limit: int = 20,
    after: str = "",
) -> Waits:
    """Claims that wait for a person, a page at a time.

    Args:
        view: the record.
        filter_: which claims; `state` is not asked of it.
        order: one of `ORDERS`.
        incident, report: only its claims; of these the judged ones too, in order of the text.
        limit: how many.
        after: `next` of the page before.

    Raises:
        ConfigError: no such order, or an `after` of another.
    """
    if order not in ORDERS:
        raise ConfigError(f"no order {order!r}; there are {', '.join(ORDERS)}")
    only = _of(view, incident, report)
    waiting, done = (_count(view, filter_, states, only) for states in (("coded",), _JUDGED))
    if order == "changed":
        found_changed = _changed(view, filter_, only, limit, after)
        return msgspec.structs.replace(found_changed, done=done)
    checked = _checked(view, filter_, waiting)
    states = (*_JUDGED, "coded") if only is not None else ("coded",)
    asked, core = _asked(view, filter_, states, only)
    claim = schema.claim
    grounds = _grounds(view, checked)
    weight = sum(
        (sa.case((clause, _GROUNDS[name]), else_=0) for name, clause in grounds.items()),
        start=sa.cast(sa.func.round(100 * (1 - claim.c.score)), sa.Integer),
    )
    lead = _lead(view, order)
    query = asked.select(
        claim.c.n, lead.label("lead"), weight.label("weight"), claim.c.score,
        *(clause.label(f"g{i}") for i, clause in enumerate(grounds.values())),
    ).where(*core)  # fmt: skip
    found = query.subquery()
    query = sa.select(found)
    if after:
        value, n = from_token(after, order)
        head, _, heavy = str(value).rpartition("|")
        query = query.where(_beyond(found, head, int(heavy), int(n)))
    query = query.order_by(found.c.lead, found.c.weight.desc(), found.c.n)
    rows = view.conn.execute(query.limit(limit + 1)).all()
    listed = [_waiting(row, tuple(grounds)) for row in rows[:limit]]
    following = ""
    if len(rows) > limit > 0:
        last = rows[limit - 1]
        following = token(order, f"{last.lead}|{last.weight}", str(last.n))
    return Waits(rows=tuple(listed), waiting=waiting, done=done, next=following)


def one(view: View, claim_id: str) -> Waiting | None:
    """A claim by its id, whether it waits or not; None when it does not stand."""
    table = schema.claim
    grounds = _grounds(view, ())
    columns = [clause.label(f"g{i}") for i, clause in enumerate(grounds.values())]
    query = sa.select(table.c.n, sa.literal(0).label("weight"), table.c.score, *columns)
    row = view.conn.execute(query.where(view.open(table), table.c.id == claim_id)).first()
    return None if row is None else _waiting(row, tuple(grounds))


def findings(view: View, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
    """What the rules that look at one claim find in these, by number of the row."""
    known = _KNOWN.setdefault(view.conn.engine, {})
    new = [n for n in numbers if n not in known]
    if new:
        rules = [rule for rule in chosen() if rule.over == "claim"]
        known |= dict.fromkeys(new, ())
        for part in in_parts(new):
            for seen in Look(view).claims(part):
                faults = [fault for rule in rules for fault in rule.find(seen)]
                known[seen.row.n] = tuple(fault.reason for fault in faults)
    return {n: known[n] for n in numbers if known[n]}


_KNOWN: "weakref.WeakKeyDictionary[sa.Engine, dict[int, tuple[str, ...]]]" = (
    weakref.WeakKeyDictionary()
)


# --- which claims -------------------------------------------------------------------------


def _of(view: View, incident: str, report: str) -> Any:
    """Ids of the claims of one incident or report, as a query; None where neither is named."""
    if incident:
        link = schema.incident_claim
        return sa.select(link.c.claim).where(view.open(link), link.c.incident == incident)
    if report:
        claim = schema.claim.alias()
        return sa.select(claim.c.id).where(view.open(claim), claim.c.report == report)
    return None


def _asked(
    view: View, filter_: Filter, states: Sequence[Any], only: Any
) -> tuple[clauses.Clauses, list[sa.ColumnElement[bool]]]:
    wanted = look_up(view, replaced(filter_, state=tuple(states)), schema.claim)
    core: list[sa.ColumnElement[bool]]
    core = [] if only is None else [schema.claim.c.id.in_(only)]
    return clauses.of_claims(view, wanted), core


def _count(view: View, filter_: Filter, states: Sequence[Any], only: Any) -> int:
    asked, core = _asked(view, filter_, states, only)
    n: int = view.conn.execute(asked.select(sa.func.count()).where(*core)).scalar_one()
    return n


def _checked(view: View, filter_: Filter, waiting: int) -> list[int]:
    """Numbers of waiting claims that a rule doubts; none where too many wait."""
    if waiting > MOST_CHECKED:
        return []
    asked, _ = _asked(view, filter_, ("coded",), None)
    numbers = list(view.conn.execute(asked.select(schema.claim.c.n)).scalars())
    return sorted(findings(view, numbers))


def _grounds(view: View, checked: Sequence[int]) -> dict[str, sa.ColumnElement[bool]]:
    claim, actor = schema.claim, schema.claim_actor
    link, incident = schema.incident_claim, schema.incident
    disputed = (
        sa.select(link.c.claim)
        .join(incident, incident.c.id == link.c.incident)
        .where(view.open(link), view.open(incident), incident.c.disputed)
    )
    is_settled = sa.and_(actor.c.key != "", sa.not_(actor.c.key.startswith(NAME)))
    unsettled = (
        sa.select(actor.c.claim)
        .where(actor.c.role == "actor")
        .group_by(actor.c.claim)
        .having(sa.func.max(sa.case((is_settled, 1), else_=0)) == 0)
    )
    is_event = claim.c.kind == "event"
    no_place = sa.and_(is_event, claim.c.geonameid.is_(None), claim.c.country == "")
    no_day = sa.and_(is_event, claim.c.day_from.is_(None), claim.c.day_to.is_(None))
    return {
        _CHECKED: claim.c.n.in_(checked) if checked else sa.false(),
        _DISPUTED: claim.c.id.in_(disputed),
        _HEDGED: claim.c.hedged,
        _NO_DAY: no_day,
        _NO_PLACE: no_place,
        _NO_ACTOR: claim.c.n.in_(unsettled),
    }


def _lead(view: View, order: str) -> sa.ColumnElement[Any]:
    """What comes before doubt in an order."""
    claim = schema.claim
    if order == "country":
        lead: Any = sa.case((claim.c.country == "", _LAST), else_=claim.c.country)
    elif order == "incident":
        link = schema.incident_claim
        own = sa.select(sa.func.min(link.c.incident)).where(
            view.open(link), link.c.claim == claim.c.id
        )
        lead = sa.func.coalesce(own.scalar_subquery(), _LAST)
    else:
        return sa.literal("")
    return sa.collate(lead, "C") if view.conn.dialect.name != "sqlite" else lead


def _beyond(found: Any, head: str, heavy: int, n: int) -> sa.ColumnElement[bool]:
    lead, weight = found.c.lead, found.c.weight
    same = sa.or_(weight < heavy, sa.and_(weight == heavy, found.c.n > n))
    return sa.or_(lead > head, sa.and_(lead == head, same))


def _waiting(row: Any, names: Sequence[str]) -> Waiting:
    told = [name for i, name in enumerate(names) if getattr(row, f"g{i}") and name != _CHECKED]
    if row.score < _UNSURE:
        told.append(f"sayso is not sure of it ({row.score:.0%})")
    return Waiting(n=row.n, doubt=tuple(told), weight=row.weight / 100)


# --- what changed since it was judged -----------------------------------------------------


def _changed(view: View, filter_: Filter, only: Any, limit: int, after: str) -> Waits:
    """Claims that a person judged and the machine, coding anew since, draws otherwise."""
    otherwise = changed_since(view)
    asked, core = _asked(view, filter_, _JUDGED, only)
    claim = schema.claim
    numbers: list[tuple[str, int]] = []
    for part in in_parts(sorted(otherwise)):
        query = asked.select(claim.c.id, claim.c.n).where(claim.c.id.in_(part), *core)
        numbers += pairs(view, query).items()
    numbers.sort()
    first = from_token(after, "changed")[1] if after else ""
    rest = [(id_, n) for id_, n in numbers if id_ > first]
    rows = [Waiting(n=n, doubt=otherwise[id_], weight=1.0) for id_, n in rest[:limit]]
    following = token("changed", "", rest[limit - 1][0]) if len(rest) > limit > 0 else ""
    return Waits(rows=tuple(rows), waiting=len(numbers), done=0, next=following)


def changed_since(view: View) -> dict[str, tuple[str, ...]]:
    """Claim id -> what the machine draws otherwise than when a person judged it."""
    decision, coding = schema.decision, schema.coding
    first = (
        sa.select(decision.c.id, sa.func.min(decision.c.made).label("made"))
        .where(decision.c.kind.in_(ON_CLAIMS))
        .group_by(decision.c.id)
        .subquery()
    )
    judged = (
        sa.select(decision.c.subject, decision.c.report, first.c.made)
        .join(first, first.c.id == decision.c.id)
        .where(view.open(decision), decision.c.kind.in_(ON_CLAIMS))
    )
    latest: dict[str, tuple[str, int]] = {}  # of several decisions on a claim the last
    for subject, report, made in view.conn.execute(judged):
        latest[subject] = (report, max(made, latest.get(subject, ("", 0))[1]))
    coded = pairs(view, sa.select(coding.c.report, coding.c.made).where(view.open(coding)))
    old = {id_: report for id_, (report, made) in latest.items() if coded.get(report, 0) > made}
    if not old:
        return {}
    decisions = load_decisions(view.conn, old.values())
    found: dict[str, tuple[str, ...]] = {}
    for row in stored_codings(view.conn, old.values()):
        drawn = {claim.id: claim for claim in claims_of(row.claims)}
        for last in _last(decisions.get(row.report, ())):
            told = _otherwise(last, drawn, row.text) if last.subject in old else ()
            if told:
                found[last.subject] = told
    return found


def _last(decisions: Iterable[Decision]) -> Iterable[Decision]:
    return {decision.subject: decision for decision in decisions}.values()


def _otherwise(decision: Decision, drawn: dict[str, Claim], text: str) -> tuple[str, ...]:
    """How the machine's claim differs from the one that was judged."""
    if decision.kind == "add":
        return ()
    seen = anchored(msgspec.convert(decision.value["claim"], Claim), text)
    if seen is None:
        return ()
    now = drawn.get(seen.id)
    if now is None:
        return ("sayso no longer draws it",)
    skipped = ("id", "score", "made_by", "outlet")
    names = [n for n in Claim.__struct_fields__ if n not in skipped]
    differ = [name for name in names if _bare(seen, name) != _bare(now, name)]
    return (f"sayso now draws it with another {', '.join(differ)}",) if differ else ()


def _bare(claim: Claim, name: str) -> Any:
    """A field without the candidates and their scores, which move with every model."""
    value = getattr(claim, name)
    if isinstance(value, tuple):
        return tuple(
            msgspec.structs.replace(v, candidates=()) if hasattr(v, "candidates") else v
            for v in value
        )
    return value
