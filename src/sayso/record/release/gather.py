"""What a release is made from: the record as of one act, read in parts.

In:   a `View`, and which incidents, relations and claims are wanted (`Scope`)
Out:  `Unit`s with their claims; facts of reports; copies, links, aliases

Method: ids first, then nouns by parts of some hundred, so that memory does not grow with the
record. Everything is ordered by id, so that the same record gives the same order.
Known faults: facts of reports are held for all reports at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.joined import Copy, Incident, Link, Relation
from sayso.base.nouns import Document
from sayso.record import schema
from sayso.record.release.units import Coded, ReportFacts, Unit, UnitKind
from sayso.record.rows import claim_of, in_parts
from sayso.record.view import View

# Units that are read at a time: some thousand claims, a few megabytes.
_AT_A_TIME = 500

_incident = msgspec.json.Decoder(Incident).decode
_relation = msgspec.json.Decoder(Relation).decode
_copy = msgspec.json.Decoder(Copy).decode
_link = msgspec.json.Decoder(Link).decode


@dataclass(slots=True)
class Scope:
    """Ids of what a release is about, each list sorted.

    Attributes:
        incidents, relations: those within the filters.
        claims: claims that are in neither, and within the filters.
        incident_of, relations_of: claim id to what it tells of.
    """

    incidents: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    incident_of: dict[str, str] = field(default_factory=dict)
    relations_of: dict[str, list[str]] = field(default_factory=dict)

    def all_claims(self) -> list[str]:
        """Ids of every claim, sorted."""
        return sorted({*self.incident_of, *self.relations_of, *self.claims})


def scope(view: View, wanted: Mapping[UnitKind, set[str]] | None = None) -> Scope:
    """Find what a release is about.

    Args:
        view: the record as of the release.
        wanted: ids within the filters, by kind; None for everything.
    """
    found = Scope()
    claim, incident, relation = schema.claim, schema.incident, schema.relation
    only = dict(wanted) if wanted is not None else {}
    found.incidents = _ids(view, incident, only.get("incident"))
    found.relations = _ids(view, relation, only.get("relation"))
    incidents, relations = set(found.incidents), set(found.relations)
    link = schema.incident_claim
    taken: set[str] = set()
    for unit, id_ in _pairs(view, link, "incident"):
        taken.add(id_)
        if unit in incidents:
            found.incident_of[id_] = unit
    joined: dict[str, list[str]] = defaultdict(list)
    for unit, id_ in _pairs(view, schema.relation_claim, "relation"):
        taken.add(id_)
        if unit in relations:
            joined[id_].append(unit)
    found.relations_of = {id_: sorted(units) for id_, units in joined.items()}
    alone = set(_ids(view, claim, only.get("claim"), claim.c.state != "rejected"))
    found.claims = sorted(alone - taken)
    return found


def _ids(
    view: View, table: sa.Table, wanted: set[str] | None, *where: sa.ColumnElement[bool]
) -> list[str]:
    found = view.conn.execute(sa.select(table.c.id).where(view.open(table), *where)).scalars()
    return sorted(id_ for id_ in found if wanted is None or id_ in wanted)


def _pairs(view: View, table: sa.Table, unit: str) -> Iterator[tuple[str, str]]:
    rows = view.conn.execute(sa.select(table.c[unit], table.c.claim).where(view.open(table)))
    for row in rows:
        yield row[0], row[1]


def resting_on(view: View, within: Scope, reports: Set[str]) -> Scope:
    """The part of a scope whose claims stand in some reports."""
    table = schema.claim
    ids: set[str] = set()
    for part in in_parts(sorted(reports)):
        query = sa.select(table.c.id).where(view.open(table), table.c.report.in_(part))
        ids |= set(view.conn.execute(query).scalars())
    incidents = {within.incident_of[id_] for id_ in ids if id_ in within.incident_of}
    relations = {r for id_ in ids for r in within.relations_of.get(id_, ())}
    return Scope(
        incidents=sorted(incidents),
        relations=sorted(relations),
        claims=sorted(ids.intersection(within.claims)),
        incident_of=within.incident_of,
        relations_of=within.relations_of,
    )


def units(view: View, within: Scope) -> Iterator[Unit]:
    """All units with their claims: incidents, relations, single claims, each kind by id."""
    kinds: tuple[tuple[UnitKind, Sequence[str]], ...] = (
        ("incident", within.incidents),
        ("relation", within.relations),
        ("claim", within.claims),
    )
    for kind, ids in kinds:
        for part in _parts(ids):
            yield from _units(view, kind, part)


def _units(view: View, kind: UnitKind, ids: list[str]) -> Iterator[Unit]:
    if kind == "claim":
        for coded in coded_claims(view, ids):
            yield Unit(kind="claim", id=coded.claim.id, claims=(coded,))
        return
    nouns: dict[str, Any]
    if kind == "incident":
        nouns = {i.id: i for i in map(_incident, _bodies(view, schema.incident, ids))}
    else:
        nouns = {r.id: r for r in map(_relation, _bodies(view, schema.relation, ids))}
    claims = {
        c.claim.id: c for c in coded_claims(view, {i for n in nouns.values() for i in n.claims})
    }
    for id_ in ids:
        noun = nouns[id_]
        own = tuple(claims[c] for c in noun.claims if c in claims)
        if kind == "incident":
            yield Unit(kind=kind, id=id_, incident=noun, claims=own)
        else:
            yield Unit(kind=kind, id=id_, relation=noun, claims=own)


def _bodies(view: View, table: sa.Table, ids: Iterable[str]) -> Iterator[str]:
    for part in in_parts(ids):
        yield from view.conn.execute(
            sa.select(table.c.body).where(view.open(table), table.c.id.in_(part))
        ).scalars()


def coded_claims(view: View, ids: Iterable[str]) -> Iterator[Coded]:
    """Claims as they stand, by id."""
    table = schema.claim
    for part in in_parts(sorted(set(ids))):
        rows = view.conn.execute(
            sa.select(table.c.id, table.c.state, table.c.body).where(
                view.open(table), table.c.id.in_(part), table.c.state != "rejected"
            )
        ).mappings()
        for row in sorted(rows, key=lambda row: str(row["id"])):
            yield Coded(claim=claim_of(row), state=row["state"])


def reports(view: View) -> dict[str, ReportFacts]:
    """Facts of every report, by id; of copies the earliest that it repeats, by id the first."""
    report, document = schema.report, schema.document
    texts = {
        row.report: row
        for row in view.conn.execute(
            sa.select(
                document.c.report,
                document.c.sha256,
                document.c.title,
                document.c.outlet,
                document.c.published,
                document.c.published_from,
                document.c.language,
                document.c.url,
            ).where(view.open(document))
        )
    }
    copied: dict[str, Copy] = {}
    for copy in copies(view):
        if copy.report not in copied or copy.of < copied[copy.report].of:
            copied[copy.report] = copy
    found = {}
    rows = view.conn.execute(sa.select(report.c.id, report.c.sha256).where(view.open(report)))
    for row in rows:
        facts = ReportFacts(id=row.id, sha256=row.sha256)
        if (text := texts.get(row.id)) is not None:
            facts = msgspec.structs.replace(
                facts,
                outlet=text.outlet,
                title=text.title,
                url=text.url,
                language=text.language,
                published=text.published,
                published_from=text.published_from,
                text_sha256=text.sha256,
            )
        if (of := copied.get(row.id)) is not None:
            facts = msgspec.structs.replace(
                facts, copy_of=of.of, copy_kind=of.kind, copy_share=of.share
            )
        found[row.id] = facts
    return found


def documents(view: View, ids: Iterable[str]) -> Iterator[Document]:
    """Texts of reports, by id."""
    table = schema.document
    for part in in_parts(sorted(set(ids))):
        query = (
            sa.select(table.c.report, table.c.text, table.c.title, table.c.outlet,
                      table.c.published, table.c.language, table.c.url)
            .where(view.open(table), table.c.report.in_(part))
            .order_by(table.c.report)
        )  # fmt: skip
        for row in view.conn.execute(query):
            yield Document(
                report_id=row.report, text=row.text, title=row.title, outlet=row.outlet,
                published=row.published, language=row.language, url=row.url,
            )  # fmt: skip


def copies(view: View) -> Iterator[Copy]:
    """Every pair of reports that tell in the same words."""
    table = schema.copy
    for body in view.conn.execute(sa.select(table.c.body).where(view.open(table))).scalars():
        yield _copy(body)


def families(view: View) -> dict[str, set[str]]:
    """Reports to all reports that share words with them, directly or through others."""
    joined: dict[str, set[str]] = {}
    for copy in copies(view):
        both = joined.get(copy.report, {copy.report}) | joined.get(copy.of, {copy.of})
        for report in both:
            joined[report] = both
    return joined


def links(view: View, claims: set[str]) -> Iterator[Link]:
    """Judgements on pairs of these claims, by pair."""
    table = schema.link
    rows = view.conn.execute(
        sa.select(table.c.a, table.c.b, table.c.body)
        .where(view.open(table))
        .order_by(table.c.a, table.c.b)
    )
    for row in sorted((r for r in rows if r.a in claims and r.b in claims), key=lambda r: r[:2]):
        yield _link(row.body)


def aliases(view: View) -> dict[str, list[tuple[str, str]]]:
    """Old ids of incidents to (new id, why)."""
    table = schema.incident_alias
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    rows = view.conn.execute(
        sa.select(table.c.old, table.c.new, table.c.why).where(view.open(table))
    )
    for row in rows:
        found[row.old].append((row.new, row.why))
    return {old: sorted(became) for old, became in found.items()}


def all_incidents(view: View) -> set[str]:
    """Ids of every incident, within the filters or not."""
    table = schema.incident
    return set(view.conn.execute(sa.select(table.c.id).where(view.open(table))).scalars())


def _parts(ids: Sequence[str]) -> Iterator[list[str]]:
    todo = iter(ids)
    while part := list(islice(todo, _AT_A_TIME)):
        yield part
