"""Incidents in the record: found for what is marked, and written as a difference.

In:   marks of kind "claim" and "incident" (`dirty`); claims as they stand; copies; judgements
Out:  rows of `link`, `incident` and their like made and closed; counts

Method: the reports of marked claims are read anew and what they can touch is settled again
(`incidents_near`), which comes to the same as settling everything. Clusters take the ids of the
incidents that they continue (`link.incidents_ids`). An incident is told anew when its claims
changed, or one of them did, or it is marked itself because a rule was settled.
A record whose accounts were read by other rules or weights is joined anew, all of it.
Known faults: at most `MOST_MARKS` marks in one act; a first linking of more is done in steps,
and an incident that a later step adds to is written twice. Joining all anew takes no steps.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.base.joined import Incident, Link
from sayso.link.incidents import settle_accounts
from sayso.link.incidents_cluster import Pair
from sayso.link.incidents_estimates import DEFAULT_RULE, check_rule
from sayso.link.incidents_ids import name_clusters
from sayso.link.incidents_judged import Judged
from sayso.link.incidents_report import judge, link_of, person_link
from sayso.link.incidents_tell import tell
from sayso.record import incidents_read as reading
from sayso.record import incidents_write as writing
from sayso.record.acts import Act
from sayso.record.decisions import decision_of
from sayso.record.incidents_ids import sleeper, taken
from sayso.record.incidents_near import Finder, Near
from sayso.record.rows import in_parts
from sayso.record.schema import decision, dirty
from sayso.record.settle import RULE, read_setting

# Marks that one act deals with. Memory grows with them: see docs/incidents.md.
MOST_MARKS = 120_000
_CLAIMS_AT_ONCE = 4_000  # claims that are told at a time: some 20 MB


def update(act: Act) -> dict[str, int]:
    """Bring links and incidents up to date with the marks.

    Returns:
        "claims" looked at, links "linked" and "cut", incidents "told", "new" and "gone",
        marks "left".
    """
    conn = act.conn
    marks = reading.marked(conn, "claim", MOST_MARKS)
    retell = reading.marked(conn, "incident", MOST_MARKS)
    counts = dict.fromkeys(("claims", "linked", "cut", "told", "new", "gone", "left"), 0)
    counts["claims"] = len(marks)
    touched: set[str] = set(retell)
    if reading.is_outdated(conn):
        marks = sorted({*marks, *reading.all_events(conn)})
    if marks:
        touched |= _join(act, marks, counts)
    counts["told"] += _tell(act, sorted(touched))
    for kind, keys in (("claim", marks), ("incident", retell)):
        for part in in_parts(keys):
            conn.execute(sa.delete(dirty).where(dirty.c.kind == kind, dirty.c.key.in_(part)))
    left = sa.select(sa.func.count()).select_from(dirty)
    counts["left"] = conn.execute(left.where(dirty.c.kind.in_(("claim", "incident")))).scalar_one()
    return counts


def _join(act: Act, marks: Sequence[str], counts: dict[str, int]) -> set[str]:
    """Settle what the marked claims can touch; give the incidents that are to be told anew."""
    conn = act.conn
    judgements, pairs = reading.people(conn)
    finder = Finder(act, judgements, marks, _changed(conn, marks, pairs))
    near = finder.find()
    writing.write_accounts(act, near.new, near.keys, near.rows)
    clusters = settle_accounts(near.accounts, near.scores, judgements)
    home = {claim: n for n, cluster in enumerate(clusters) for claim in cluster}
    linked, cut = writing.write_links(act, near.links, _links(near, finder, judgements, home))
    ages = {i: {c: made for c, (_, made) in its.items()} for i, its in near.was.items()}
    named = name_clusters(ages, clusters, sleeper(conn, near.was), taken(conn))
    gone = writing.write_members(act, near.was, named.ids, clusters, named)
    counts["linked"] += linked
    counts["cut"] += cut
    counts["gone"] += gone
    counts["new"] += len(set(named.ids) - near.was.keys())
    marked = set(marks)
    return {
        id_
        for id_, cluster in zip(named.ids, clusters, strict=True)
        if not marked.isdisjoint(cluster) or set(near.was.get(id_, ())) != set(cluster)
    }


def _changed(conn: sa.Connection, marks: Sequence[str], pairs: Sequence[Pair]) -> set[str]:
    """Reports whose claims may be joined in another way.

    They are those of the marked claims; of a claim that is no more, those of its incident,
    its own among them; and of what people judged together with a marked claim, those too.
    """
    touched = set(marks)
    beside: dict[str, set[str]] = {}
    for a, b in pairs:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    todo = touched & beside.keys()
    while todo:
        new = {other for claim in todo for other in beside[claim]} - touched
        touched |= new
        todo = new
    found = reading.reports_of(conn, touched)
    former = reading.incidents_of(conn, reading.not_there(conn, touched))
    kept = writing.kept_incidents(conn, former)
    return found | {report for row in kept.values() for report in row.incident.reports}


def _links(near: Near, finder: Finder, people: Judged, home: Mapping[str, int]) -> Iterator[Link]:
    """All links that should stand among those that may have changed, each pair once."""
    held = {
        pair: decision
        for pair, decision in people.held.items()
        if (pair[0] in home and pair[1] in home) or _is_changed(pair, near)
    }
    for one in held.values():
        yield person_link(one)
    done = set(held)
    kept = {p: row.link for p, row in near.links.items() if not row.link.person}
    for pair in sorted(near.scores.keys() - done):
        done.add(pair)
        link = None if _is_changed(pair, near) else kept.get(pair)
        if link is None:
            ends = finder.account(pair[0]), finder.account(pair[1])
            link = link_of(pair, *ends, near.scores[pair])
        yield judge(link, _together(pair, home))
    for link in near.within:
        pair = link.a, link.b
        if pair not in done:
            done.add(pair)
            yield judge(link, _together(pair, home))
    for pair, link in kept.items():
        if not (pair in done or pair in near.lost or _is_changed(pair, near)):
            yield judge(link, _together(pair, home))


def _is_changed(pair: Pair, near: Near) -> bool:
    """One of the claims is of a report that was read anew, or counts no more."""
    return any(claim in near.rows or claim in near.gone for claim in pair)


def _together(pair: Pair, home: Mapping[str, int]) -> bool:
    return pair[0] in home and home[pair[0]] == home.get(pair[1])


# --- telling --------------------------------------------------------------------------------


def _tell(act: Act, ids: Sequence[str]) -> int:
    """Tell incidents anew, as their claims are now; return how many changed."""
    conn = act.conn
    general, own = _rules(conn)
    changed = 0
    for part in _batches(reading.claims_in(conn, ids)):
        said = reading.said_of(act.view, [c for claims in part.values() for c in claims])
        new: list[tuple[Incident, str]] = []
        for id_, claims in part.items():
            rule = own.get(id_, general)
            here = [said[c] for c in claims if c in said]
            if here:
                new.append((msgspec.structs.replace(tell(here, rule=rule), id=id_), rule))
        changed += writing.write_incidents(act, writing.kept_incidents(conn, part), new)
    return changed


def _batches(
    held: Mapping[str, Mapping[str, tuple[int, int]]],
) -> Iterator[dict[str, Mapping[str, tuple[int, int]]]]:
    batch: dict[str, Mapping[str, tuple[int, int]]] = {}
    n = 0
    for id_, claims in held.items():
        batch[id_] = claims
        n += len(claims)
        if n >= _CLAIMS_AT_ONCE:
            yield batch
            batch, n = {}, 0
    if batch:
        yield batch


def _rules(conn: sa.Connection) -> tuple[str, dict[str, str]]:
    """The rule of all estimates, and those that were settled for one incident."""
    general = _known(read_setting(conn, RULE)) or DEFAULT_RULE
    query = sa.select(decision).where(decision.c.closed.is_(None), decision.c.kind == "settle")
    own: dict[str, str] = {}
    for row in conn.execute(query.order_by(decision.c.n)).mappings():
        settled = decision_of(row)
        if settled.subject.startswith("i-"):
            rule = _known(str(settled.value.get("value", "")))
            if rule:
                own[settled.subject] = rule
    return general, own


def _known(rule: str) -> str:
    """The rule, "" where there is none of the name: a settled incident may hold other words."""
    try:
        check_rule(rule)
    except ConfigError:
        return ""
    return rule
