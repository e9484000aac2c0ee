"""Reports as received, one a row, with what each repeats and how much it tells.

In:   a `View`, a `Filter`
Out:  `ReportRow`s; a report's text and its bytes

Method: days are of publication. What is asked of place, actor, type and the like is asked of the
claims of the report, all of one and the same claim, and so are words and voices then. Where
words and outlets alone are asked for, reports without a claim match too.
Known faults: none known.
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.errors import MissingError
from sayso.base.nouns import Noun
from sayso.record import schema
from sayso.record.queries import clauses
from sayso.record.queries.clauses import Clauses, Part
from sayso.record.queries.decoders import copy_of
from sayso.record.queries.filters import Filter
from sayso.record.queries.lookup import Wanted, look_up
from sayso.record.queries.narrow import Among, Way, Ways, in_scan, once, pairs, some_of
from sayso.record.queries.pages import Tally, check_id
from sayso.record.queries.tables import TableThing
from sayso.record.queries.words import passages_with
from sayso.record.rows import in_parts, unpacked
from sayso.record.view import View

_OF_REPORTS = {"from_day", "to_day", "text", "source"}  # what needs no claim


class ReportRow(Noun, kw_only=True, frozen=True):
    """A report. `docs/looking.md` explains the columns.

    Attributes:
        sha256: of the bytes as received; text_sha256 of the cleaned text in UTF-8.
        claims, incidents: how many it tells; the rejected are left out.
        copy_of: the report that it repeats, "" when none; copy_kind, copy_share: see `Copy`.
    """

    id: str
    title: str
    outlet: str
    published: dt.date | None
    published_from: str
    url: str
    language: str
    media: str
    origin: str
    claims: int
    incidents: int
    copy_of: str
    copy_kind: str
    copy_share: float | None
    size: int
    characters: int
    sha256: str
    text_sha256: str


class _Reports(TableThing[ReportRow]):
    name = "reports"
    row = ReportRow
    table = schema.document
    id_column = "report"
    takes = clauses.CLAIMS_TAKE - {"surely", "undecided"}
    sorts = ("day", "id", "outlet", "title")
    facets_by = ("outlet", "month", "year", "language")

    def where(self, view: View, filter_: Filter) -> tuple[Clauses, Wanted]:
        table = self.table
        core: list[sa.ColumnElement[bool]] = [view.open(table)]
        sets: list[Among] = []
        if filter_.asked - _OF_REPORTS:
            asked, wanted = clauses.claims(view, filter_.without("from_day", "to_day"))
            sets.append(_of(view, asked))
        else:
            wanted = look_up(view, filter_.only("source"))
            if filter_.text:
                passage = schema.passage
                words = passages_with(filter_.text, view.conn.dialect.name)
                holds = sa.select(passage.c.document).where(passage.c.n.in_(words))
                sets.append(Among(table.c.n, holds))
            if filter_.source:
                core.append(self._from_source(view, wanted))
        ways = Ways(view, table, sets)
        return Clauses(table, tuple(core), self._days(filter_), None, ways), wanted

    def _from_source(self, view: View, wanted: Wanted) -> sa.ColumnElement[bool]:
        """Published by an outlet, or with a claim that a speaker makes."""
        outlet = in_scan(view, self.table.c.outlet)
        found = [outlet.in_(wanted.outlets or ())]
        if wanted.speakers:
            said = clauses.of_claims(view, Wanted(Filter(), outlets=(), speakers=wanted.speakers))
            found.append(in_scan(view, self.table.c.n).in_(_of(view, said).chosen))
        return sa.or_(*found)

    def count(
        self,
        view: View,
        filter_: Filter,
        asked: Clauses,
        way: Way | None = None,
        *,
        least: bool = False,
    ) -> Tally:
        """Matches, and reports with a claim that matches but for its place, which is not known."""
        total = super().count(view, filter_, asked, way)
        if not filter_.asked & {"place", "admin1", "country", "box"}:
            return total
        of_claims, _ = clauses.claims(view, filter_.without("from_day", "to_day"))
        assert of_claims.place is not None
        missing = Part(of_claims.place.missing, sa.false())
        number = in_scan(view, self.table.c.n)
        of_unplaced = dataclasses.replace(of_claims, place=missing)
        placed = dataclasses.replace(_of(view, of_claims), column=number)
        unplaced = _of(view, of_unplaced, each_once=not least)
        unplaced = dataclasses.replace(unplaced, column=number)
        held, is_whole = some_of(view, unplaced) if least else (once(view, unplaced), True)
        others = (view.open(self.table), held, sa.not_(once(view, placed)))
        counted = super().count(view, filter_, Clauses(self.table, others, asked.day))
        return msgspec.structs.replace(
            total,
            no_place=counted.match,
            neither=counted.no_day,
            least=() if is_whole else ("no_place", "neither"),
        )

    def _days(self, filter_: Filter) -> Part | None:
        day = self.table.c.published
        parts = [day >= filter_.from_day] if filter_.from_day else []
        parts += [day <= filter_.to_day] if filter_.to_day else []
        return Part(sa.and_(*parts), day.is_(None)) if parts else None

    def open_ends(self, view: View) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
        return self.table.c.published.is_(None), sa.false()

    def day_column(self) -> sa.ColumnElement[Any]:
        return self.table.c.published

    def sort_column(self, by: str) -> sa.ColumnElement[Any]:
        return self.table.c[{"day": "published", "id": "report"}.get(by, by)]

    def rows(self, view: View, numbers: Sequence[int]) -> dict[int, ReportRow]:
        document, report, content = schema.document, schema.report, schema.content
        found: dict[int, Any] = {}
        for part in in_parts(numbers):
            query = (
                sa.select(
                    document.c.n, document.c.report, document.c.title, document.c.outlet,
                    document.c.published, document.c.published_from, document.c.url,
                    document.c.language, report.c.media, report.c.origin, content.c.size,
                    sa.func.length(document.c.text).label("characters"), report.c.sha256,
                    document.c.sha256.label("text_sha256"),
                )
                .join(report, sa.and_(report.c.id == document.c.report, view.open(report)))
                .join(content, content.c.sha256 == report.c.sha256)
            )  # fmt: skip
            for row in view.conn.execute(query.where(document.c.n.in_(part))).mappings():
                found[row["n"]] = row
        ids = [row["report"] for row in found.values()]
        claims, incidents = _counts(view, ids)
        copies = _copies(view, ids)
        return {
            n: _row(row, claims.get(id_, 0), incidents.get(id_, 0), copies.get(id_))
            for n, row in found.items()
            for id_ in [row["report"]]
        }


def _of(view: View, asked: Clauses, *, each_once: bool = True) -> Among:
    """Documents of the claims that match."""
    query = asked.select(in_scan(view, schema.claim.c.document).label("n"))
    return Among(schema.document.c.n, query.distinct() if each_once else query)


def _counts(view: View, reports: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    """How many claims each report makes, and how many incidents they tell."""
    claim, link = schema.claim, schema.incident_claim
    claims: dict[str, int] = {}
    incidents: dict[str, int] = {}
    for part in in_parts(reports):
        stands = (view.open(claim), claim.c.state != "rejected", claim.c.report.in_(part))
        query = sa.select(claim.c.report, sa.func.count()).where(*stands)
        claims |= pairs(view, query.group_by(claim.c.report))
        told = (
            sa.select(claim.c.report, sa.func.count(link.c.incident.distinct()))
            .join(link, sa.and_(link.c.claim == claim.c.id, view.open(link)))
            .where(*stands)
        )
        incidents |= pairs(view, told.group_by(claim.c.report))
    return claims, incidents


def _copies(view: View, reports: Sequence[str]) -> dict[str, Any]:
    """What each report repeats: of several the one that it shares most with."""
    copy = schema.copy
    found: dict[str, Any] = {}
    for part in in_parts(reports):
        query = sa.select(copy.c.body).where(view.open(copy), copy.c.report.in_(part))
        for body in view.conn.execute(query.order_by(copy.c.share, copy.c.of.desc())).scalars():
            one = copy_of(body)
            found[one.report] = one
    return found


def _row(row: Any, claims: int, incidents: int, copy: Any) -> ReportRow:
    return ReportRow(
        id=row["report"],
        title=row["title"],
        outlet=row["outlet"],
        published=row["published"],
        published_from=row["published_from"],
        url=row["url"],
        language=row["language"],
        media=row["media"],
        origin=row["origin"],
        claims=claims,
        incidents=incidents,
        copy_of=copy.of if copy else "",
        copy_kind=copy.kind if copy else "",
        copy_share=copy.share if copy else None,
        size=row["size"],
        characters=row["characters"],
        sha256=row["sha256"],
        text_sha256=row["text_sha256"],
    )


def report_text(view: View, report_id: str) -> str:
    """The cleaned text of a report, in which all offsets count.

    Raises:
        MissingError: the record has no such report.
    """
    check_id(report_id)
    table = schema.document
    query = sa.select(table.c.text).where(view.open(table), table.c.report == report_id)
    text = view.conn.execute(query).scalar()
    if text is None:
        raise MissingError(f"{report_id}: the record has no such report")
    return str(text)


def report_bytes(view: View, report_id: str) -> bytes:
    """A report's bytes as they were received.

    Raises:
        MissingError: the record has no such report.
    """
    check_id(report_id)
    report, content = schema.report, schema.content
    query = (
        sa.select(content.c.bytes, content.c.packed)
        .join(report, report.c.sha256 == content.c.sha256)
        .where(view.open(report), report.c.id == report_id)
    )
    row = view.conn.execute(query).mappings().first()
    if row is None:
        raise MissingError(f"{report_id}: the record has no such report")
    return unpacked(row)


REPORTS = _Reports()
