"""A record of its own that holds what may be shown, and nothing else.

In:   a `View`, filters, the do-no-harm rules with the day that they count from
Out:  a new record in a file; exported sites and formats are made from it

Method: `record.release` decides what is withheld (`Plan`) and gives incidents and relations as
they may be shown; what it does to a row of a claim is done to the claim here. Of a report only the
sentences that shown claims rest on are kept, whether there are rules or not: its text belongs to
whoever wrote it. Whatever reads the new record cannot show more than is in it.
Known faults: where a rule touches anything, no link is shown, since its reasons may tell what is
withheld.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from sayso.base.joined import Copy, Incident, Relation
from sayso.base.nouns import Document, Media, Report
from sayso.record import schema
from sayso.record.acts import Act
from sayso.record.incidents_write import write_incidents, write_links
from sayso.record.open import Record, open_record
from sayso.record.relation_rows import write as write_relations
from sayso.record.release import gather
from sayso.record.release.build import (
    Source,
    incident_shown,
    relation_shown,
    renamed_tellers,
)
from sayso.record.release.harm_marks import Dated, Plan
from sayso.record.release.harm_rules import ReleaseFile
from sayso.record.release.harm_words import Words
from sayso.record.release.rows import report_row, report_shown
from sayso.record.release.shown_nouns import composed, cut_noun, shown_claim
from sayso.record.release.units import Coded, ReportFacts, Verdict
from sayso.record.release.wanted import Words as Filters
from sayso.record.release.wanted import wanted
from sayso.record.rows import (
    Row,
    actor_rows,
    as_json,
    content_row,
    document_row,
    insert,
    insert_new,
    numbers,
    place_rows,
)
from sayso.record.rows import (
    claim_row as stored_claim_row,
)
from sayso.record.rows import report_row as stored_report_row
from sayso.record.view import View

N = TypeVar("N", Incident, Relation)


@dataclass(slots=True)
class Shown:
    """What went into the new record.

    Attributes:
        incidents: their ids.
        touched: units, claims and reports of which something is withheld.
        withheld: words that may stand nowhere in the site, as far as they are names.
    """

    incidents: list[str] = field(default_factory=list)
    touched: int = 0
    withheld: Words = field(default_factory=lambda: Words(()))


def shown_record(
    view: View, path: Path, *, name: str, filters: Filters, file: ReleaseFile, day: dt.date
) -> tuple[Record, Shown]:
    """Make the record that holds what may be shown.

    Args:
        view: the record as it is.
        path: of the new file; it must not be there.
        name: what the new record is called.
        filters: as `wanted` takes them; empty for everything.
        file: the rules.
        day: from which delays count.

    Returns:
        The new record, open, and what is in it.

    Raises:
        ConfigError: a filter cannot be read, or does not fit.
    """
    scope = gather.scope(view, wanted(view, filters))
    source = Source.of(view, scope, name_people=file.release.name_people)
    plan = source.plan([Dated(rules=file.harm, day=day)])
    made = open_record(path, create=True)
    with made.write("export", step="export") as act:
        copier = _Copier(act, source, plan)
        insert(act.conn, schema.setting, [{"key": "name", "value": name, "made": act.n}])
        copier.copy()
    shown = copier.shown
    shown.touched = len(plan.units) + len(plan.marks)
    shown.withheld = Words(plan.names)
    return made, shown


class _Copier:
    """Writes what may be shown, kind by kind."""

    def __init__(self, act: Act, source: Source, plan: Plan) -> None:
        self.act = act
        self.source = source
        self.plan = plan
        self.shown = Shown()

    def copy(self) -> None:
        claims = self._claims()
        self._reports(claims)
        kept = {coded.claim.id for _, coded in claims}
        self._units(kept)
        free = kept - self.plan.claims.keys()
        if not self.plan.units:
            write_links(self.act, {}, gather.links(self.source.view, free))

    # --- claims and their reports -------------------------------------------------------

    def _claims(self) -> list[tuple[str, Coded]]:
        """Claims as they may be shown, each with the raw id of its report."""
        scope, plan = self.source.scope, self.plan
        everywhere = Words(plan.names)
        kept = [id_ for id_ in scope.all_claims() if id_ not in plan.gone_claims]
        found = []
        for coded in gather.coded_claims(self.source.view, kept):
            units = (scope.incident_of.get(coded.claim.id, ""),
                     *scope.relations_of.get(coded.claim.id, []), coded.claim.id)  # fmt: skip
            words = Words(())
            for unit in units:
                words |= plan.words.get(unit, Words(()))
            found.append(
                (coded.claim.doc, shown_claim(coded, words, everywhere, plan, self.source))
            )
        return found

    def _reports(self, claims: list[tuple[str, Coded]]) -> None:
        by_report: dict[str, list[Coded]] = defaultdict(list)
        for raw, coded in claims:
            by_report[raw].append(coded)
        for raw, own in sorted(by_report.items()):
            self._report(raw, own)
        self._copies(by_report.keys())

    def _report(self, raw: str, own: list[Coded]) -> None:
        conn, made = self.act.conn, self.act.n
        facts = self.source.facts.get(raw, ReportFacts(id=raw))
        row: dict[str, Any] = report_row(
            facts, len(own), self.plan.marks.get(raw), self.source.secret
        )
        text, blocks, placed = composed(own)
        report = Report(
            report_id=row["id"], content=b"", media=Media.TEXT, origin="",
            title=row["title"] or "", outlet=row["outlet"] or "", url=row["url"] or "",
            language=row["language"] or "", published=row["published"],
            published_from=row["published_from"] or None,
        )  # fmt: skip
        document = Document(
            report_id=report.report_id, text=text, title=report.title, outlet=report.outlet,
            published=report.published, published_from=report.published_from,
            language=report.language, url=report.url, origin="", blocks=tuple(blocks),
        )  # fmt: skip
        sha256 = row["sha256"] or ""  # of bytes that are not shown
        insert_new(conn, schema.content, [content_row(report, sha256)])
        insert(conn, schema.report, [{**stored_report_row(report, sha256), "made": made}])
        (n,) = numbers(conn, schema.document, 1)
        own_sha256 = row["text_sha256"] or ""
        insert(
            conn, schema.document, [{**document_row(document, own_sha256), "n": n, "made": made}]
        )
        passages = {
            block: {"n": at, "document": n, "start": block[0], "end": block[1],
                    "text": text[block[0] : block[1]]}
            for block, at in zip(blocks, numbers(conn, schema.passage, len(blocks)), strict=True)
        }  # fmt: skip
        insert(conn, schema.passage, list(passages.values()))
        rows: list[Row] = []
        who: list[Row] = []
        where: list[Row] = []
        for at, coded in zip(numbers(conn, schema.claim, len(placed)), placed, strict=True):
            claim = coded.claim
            passage = passages.get((claim.evidence.start, claim.evidence.end))
            rows.append(
                {**stored_claim_row(claim, coded.state), "n": at, "document": n,
                 "passage": passage and passage["n"], "made": made}
            )  # fmt: skip
            who += actor_rows(claim, at)
            where += place_rows(claim, at)
        insert(conn, schema.claim, rows)
        insert(conn, schema.claim_actor, who)
        insert(conn, schema.claim_place, where)

    def _copies(self, reports: Iterable[str]) -> None:
        known = set(reports)
        rows = [
            {"report": one.report, "of": one.of, "kind": one.kind, "share": one.share,
             "body": as_json(one), "made": self.act.n}
            for one in map(self._copy, gather.copies(self.source.view))
            if {one.report, one.of} <= {self._id(raw) for raw in known}
        ]  # fmt: skip
        insert(self.act.conn, schema.copy, rows)

    def _copy(self, one: Copy) -> Copy:
        """Which passages it adds is left out: they stand in texts that are not shown."""
        return msgspec.structs.replace(
            one, report=self._id(one.report), of=self._id(one.of), adds=(), reasons=()
        )

    def _id(self, report: str) -> str:
        marked = report in self.plan.marks
        return report_shown(report, self.source.secret) if marked else report

    # --- incidents and relations --------------------------------------------------------

    def _units(self, kept: set[str]) -> None:
        plan, source = self.plan, self.source
        renamed = renamed_tellers(plan, source.secret)
        rules = self._estimate_rules()
        incidents: list[tuple[Incident, str]] = []
        relations: list[Relation] = []
        for unit in source.units():
            verdict = plan.units.get(unit.id, Verdict())
            if verdict.leave_out:
                continue
            words = plan.words.get(unit.id, Words(()))
            if unit.incident is not None:
                one = incident_shown(plan, unit, unit.incident, renamed)
                one = self._ids_shown(cut_noun(one, words, names=True), kept)
                incidents.append((one, rules.get(unit.id, "")))
            elif unit.relation is not None:
                told = relation_shown(source, plan, unit, unit.relation, renamed)
                relations.append(self._ids_shown(cut_noun(told, words, names=True), kept))
        write_incidents(self.act, {}, incidents)
        members = [
            {"incident": one.id, "claim": id_, "made": self.act.n}
            for one, _ in incidents
            for id_ in one.claims
        ]
        insert(self.act.conn, schema.incident_claim, members)
        write_relations(self.act, {}, relations)
        self.shown.incidents = [one.id for one, _ in incidents]

    def _ids_shown(self, noun: N, kept: set[str]) -> N:
        return msgspec.structs.replace(
            noun,
            reports=tuple(sorted(map(self._id, noun.reports))),
            claims=tuple(id_ for id_ in noun.claims if id_ in kept),
        )

    def _estimate_rules(self) -> Mapping[str, str]:
        table = schema.incident
        query = sa.select(table.c.id, table.c.rule).where(self.source.view.open(table))
        rows = self.source.view.conn.execute(query)
        return {str(id_): str(rule) for id_, rule in rows}
