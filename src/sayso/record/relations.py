"""Relations in the record: found anew for the pairs that are marked, written as a difference.

In:   marks of kind "relation_claim" (ids of claims) and "relation" (pairs of keys)
Out:  rows of `relation` and `relation_claim` made and closed; `relation_key` filled

Method: in two steps, so that a pair is worked out once, however many of its claims are new.
First every marked claim is entered in `relation_key` under the pairs on which it bears, `alias`
relations are brought up to date, and the pairs are marked: those of the claim as it stands,
those of the relations that it was in, and, where names were joined or parted, all pairs of these
names. Then the marked pairs are taken: their claims, as they stand, become relations
(`link.relations`), and what differs from the open rows is written.
Known faults: a relation whose names are joined anew goes on under another id; its old rows are
closed, and `sayso history` has them.
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import product

import sqlalchemy as sa

from sayso.base.keys import actor_key
from sayso.base.nouns import Claim
from sayso.link.copies import origin
from sayso.link.relations import ANYBODY, Names, Reports, aliases, bears_on, edge_of, plain, relate
from sayso.record.acts import Act
from sayso.record.copies import copies_of
from sayso.record.relation_names import changed, names_for
from sayso.record.relation_rows import between, write
from sayso.record.rows import claim_of, in_parts, insert_new, mark
from sayso.record.schema import claim, dirty, document, relation, relation_claim, relation_key
from sayso.record.view import View

_CLAIMS = 20_000  # marked claims read at once: some 100 MB
_PAIRS = 2_000  # marked pairs worked out in one act
_SPOKE = "~"  # second key of a claim's speaker: whose independence a joined name may change
_GAP = "\t"  # between the keys of a marked pair; no key holds one (`keys.fold`)
_OFFICES = ("leads", "member_of")

Pair = tuple[str, str]


def update(act: Act) -> dict[str, int]:
    """Bring relations up to date with what is marked.

    Returns:
        "claims" entered, "pairs" worked out, relations "made" and "closed", marks "left".
    """
    counts = {"claims": 0, "pairs": 0, "made": 0, "closed": 0}
    waiting = _n_marks(act.conn)
    while ids := _marks(act.conn, "relation_claim", _CLAIMS):
        counts["claims"] += len(ids)
        _enter(act, ids, counts)
        if _n_marks(act.conn) != waiting:  # as many marks as before would look like no work
            break
    if not _marks(act.conn, "relation_claim", 1):
        marked = _marks(act.conn, "relation", _PAIRS)
        counts["pairs"] += len(marked)
        _work_out(act, [_pair(key) for key in marked], counts)
        _unmark(act.conn, "relation", marked)
    return counts | {"left": _n_marks(act.conn)}


# --- first: the claims, under the pairs on which they bear ----------------------------------


def _enter(act: Act, ids: Sequence[str], counts: dict[str, int]) -> None:
    """Enter marked claims under their pairs, and mark the pairs."""
    conn = act.conn
    was_in = _relations_with(conn, ids)
    pairs = {pair for _, pair in was_in}
    named = {pair for type_, pair in was_in if type_ == "alias"}
    rejecting: list[Claim] = []
    rows: list[dict[str, int]] = []
    for n, one in _claims(act.view, claim.c.id, ids):
        own = set(bears_on(one))
        pairs |= own
        if one.type == "alias":
            named |= own
        if one.type == "REJECT":
            rejecting.append(one)
        if own:
            own |= {(plain(actor_key(voice)), _SPOKE) for voice in one.source}
        rows += [{"key": key, "claim": n} for key in sorted({_hash(pair) for pair in own})]
    insert_new(conn, relation_key, rows)
    pairs |= _pairs_beside(act.view, rejecting)
    pairs |= _update_aliases(act, sorted(named), counts)
    mark(conn, "relation", [_GAP.join(pair) for pair in pairs])
    _unmark(conn, "relation_claim", ids)


def _relations_with(conn: sa.Connection, ids: Sequence[str]) -> set[tuple[str, Pair]]:
    """Type and pair of the open relations that hold some of the claims."""
    found: set[tuple[str, Pair]] = set()
    for part in in_parts(ids):
        rows = conn.execute(
            sa.select(relation.c.type, relation.c.actor, relation.c.recipient)
            .join(relation_claim, relation_claim.c.relation == relation.c.id)
            .where(
                relation.c.closed.is_(None),
                relation_claim.c.closed.is_(None),
                relation_claim.c.claim.in_(part),
            )
            .distinct()
        )
        found |= {(type_, (actor, recipient)) for type_, actor, recipient in rows}
    return found


def _pairs_beside(view: View, rejecting: Sequence[Claim]) -> set[Pair]:
    """The pairs of what stands in one sentence with a REJECT: it may deny that."""
    sentences = {(one.doc, one.evidence.start) for one in rejecting}
    beside = _claims(view, claim.c.report, sorted({doc for doc, _ in sentences}))
    return {
        pair
        for _, one in beside
        if one.kind == "relation" and (one.doc, one.evidence.start) in sentences
        for pair in bears_on(one)
    }


def _update_aliases(act: Act, pairs: Sequence[Pair], counts: dict[str, int]) -> set[Pair]:
    """Bring alias relations up to date.

    Returns:
        The pairs of all names that were joined or parted by it.
    """
    if not pairs:
        return set()
    view = act.view
    old = {n: one for n, one in between(view, pairs) if one.type == "alias"}
    told = [one for _, one in _claims_on(view, pairs) if one.type == "alias"]
    wanted = {frozenset(pair) for pair in pairs}
    new = [
        one
        for one in aliases(told, _reports(view, told))
        if frozenset((one.actor, one.recipient)) in wanted
    ]
    edges = {edge_of(one) for one in old.values()}, {edge_of(one) for one in new}
    keys = {key for edge in edges[0] | edges[1] if edge for key in (edge.a, edge.b)}
    before = names_for(view, keys)
    made, closed = write(act, old, new)
    counts["made"] += made
    counts["closed"] += closed
    after = names_for(view, keys)
    return _pairs_of_names(view, changed(before, after), before)


def _pairs_of_names(view: View, keys: set[str], before: Names) -> set[Pair]:
    """All pairs of which an end, or a voice, is now another actor."""
    found: set[Pair] = set()
    heads = keys | {before.joined(key) for key in keys}
    for part in in_parts(sorted(heads)):
        for column in (relation.c.actor, relation.c.recipient):
            rows = view.conn.execute(
                sa.select(relation.c.actor, relation.c.recipient).where(
                    view.open(relation), relation.c.type != "alias", column.in_(part)
                )
            )
            for actor, recipient in rows:
                found |= set(product(before.members(actor), before.members(recipient)))
    for _, one in _claims_on(view, [(key, _SPOKE) for key in sorted(heads)]):
        found |= set(bears_on(one))
    return found


# --- then: the pairs ------------------------------------------------------------------------


def _work_out(act: Act, marked: Sequence[Pair], counts: dict[str, int]) -> None:
    """Find the relations of the marked pairs anew, and write what differs."""
    view = act.view
    marked = [*marked, *_offices(view, marked)]
    pairs = {pair for pair in marked if ANYBODY not in pair}
    names = names_for(view, {key for pair in pairs for key in pair})
    joined = {(names.joined(a), names.joined(b)) for a, b in pairs}
    sought: set[Pair] = set()
    for a, b in joined:
        ends = names.members(a), names.members(b)
        sought |= set(product(*ends))
        sought |= {(key, ANYBODY) for side in ends for key in side}
    claims = [one for _, one in _claims_on(view, sorted(sought))]
    reports = {one.doc for one in claims if one.kind == "relation"}
    beside = _claims(view, claim.c.report, sorted(reports), claim.c.type == "REJECT")
    claims = list({one.id: one for one in [*claims, *(one for _, one in beside)]}.values())
    wanted = {frozenset(pair) for pair in joined}
    new = [
        one
        for one in relate(claims, _reports(view, claims), names)
        if one.type != "alias" and frozenset((one.actor, one.recipient)) in wanted
    ]
    rows = {n: one for n, one in between(view, pairs | joined) if one.type != "alias"}
    made, closed = write(act, rows, new)
    counts["made"] += made
    counts["closed"] += closed


def _offices(view: View, marked: Iterable[Pair]) -> list[Pair]:
    """The pairs of all that is told to be led or served by those whose office may have ended."""
    persons = sorted({next(k for k in pair if k != ANYBODY) for pair in marked if ANYBODY in pair})
    names = names_for(view, persons)
    found: list[Pair] = []
    for part in in_parts({member for key in persons for member in names.members(key)}):
        rows = view.conn.execute(
            sa.select(relation.c.actor, relation.c.recipient).where(
                view.open(relation), relation.c.actor.in_(part), relation.c.type.in_(_OFFICES)
            )
        )
        found += [(actor, recipient) for actor, recipient in rows]
    return found


# --- reading --------------------------------------------------------------------------------


def _claims_on(view: View, pairs: Iterable[Pair]) -> list[tuple[int, Claim]]:
    """Claims that take part and bear on one of the pairs, as they have it."""
    numbers: set[int] = set()
    for part in in_parts(sorted({_hash(pair) for pair in pairs})):
        numbers |= set(
            view.conn.execute(
                sa.select(relation_key.c.claim).where(relation_key.c.key.in_(part))
            ).scalars()
        )
    return _claims(view, claim.c.n, sorted(numbers))


def _claims(
    view: View,
    column: sa.Column[str] | sa.Column[int],
    values: Sequence[str | int],
    *where: sa.ColumnElement[bool],
) -> list[tuple[int, Claim]]:
    """Claims that take part, by a column; with their row numbers."""
    found: dict[int, Claim] = {}
    for part in in_parts(values):
        rows = view.conn.execute(
            sa.select(claim.c.n, claim.c.body).where(
                view.open(claim), claim.c.state != "rejected", column.in_(part), *where
            )
        ).mappings()
        found |= {row["n"]: claim_of(row) for row in rows}
    return sorted(found.items())


def _reports(view: View, claims: Sequence[Claim]) -> Reports:
    """What linking has to know of the reports of some claims, and of those that they repeat."""
    reports = {one.doc for one in claims}
    copies = copies_of(view, reports)
    by_report: dict[str, list[int]] = {}
    for at, copy in enumerate(copies):
        by_report.setdefault(copy.report, []).append(at)
    days, outlets = {}, {}
    for part in in_parts(sorted(reports | {copy.of for copy in copies})):
        rows = view.conn.execute(
            sa.select(document.c.report, document.c.published, document.c.outlet).where(
                view.open(document), document.c.report.in_(part)
            )
        )
        for report, published, outlet in rows:
            days[report], outlets[report] = published, outlet
    origins = {}
    for one in claims:
        own = [copies[at] for at in by_report.get(one.doc, ())]
        if own:
            span = one.evidence
            origins[one.id] = origin(one.doc, span.start, span.end, own, days)
    return Reports(days=days, outlets=outlets, origins=origins)


def _hash(pair: Pair) -> int:
    """A pair as the table has it: 63 bits, whichever of two keys comes first."""
    ends = pair if pair[1] in (ANYBODY, _SPOKE) else sorted(pair)
    raw = hashlib.blake2b(_GAP.join(ends).encode(), digest_size=8).digest()
    return int.from_bytes(raw) >> 1


def _pair(key: str) -> Pair:
    a, _, b = key.partition(_GAP)
    return a, b


def _marks(conn: sa.Connection, kind: str, limit: int) -> Sequence[str]:
    query = sa.select(dirty.c.key).where(dirty.c.kind == kind).order_by(dirty.c.n).limit(limit)
    return conn.execute(query).scalars().all()


def _n_marks(conn: sa.Connection) -> int:
    query = sa.select(sa.func.count()).select_from(dirty)
    return conn.execute(query.where(dirty.c.kind.in_(("relation_claim", "relation")))).scalar_one()


def _unmark(conn: sa.Connection, kind: str, keys: Sequence[str]) -> None:
    for part in in_parts(keys):
        conn.execute(sa.delete(dirty).where(dirty.c.kind == kind, dirty.c.key.in_(part)))
