"""Rules on reports: their day, outlet and language, reports that are two, bytes that changed.

In:   reports, documents and their bytes
Out:  faults

Method: bytes and texts are hashed again; reports are grouped by bytes, text and address.
Known faults: none known.
"""

import datetime as dt
import hashlib
import statistics
import zlib
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from sayso.record.checks.look import Look, Row
from sayso.record.checks.rule import Fault, Found, on_record
from sayso.record.checks.words import listed, quoted
from sayso.record.schema import act, content, document, report
from sayso.show.words import counted

_ENOUGH = 10  # reports below which there is no "usual time"
# Beyond three interquartile ranges is far out (Tukey 1977); a year at least, since a record of one
# week has no spread.
_FENCE = 3
_LEAST_FENCE_DAYS = 365
_FEW = 0.02  # of all reports on that side; more of them are another time that is covered too
_ZONES = dt.timedelta(days=1)
_SHOWN = 20  # ids that a finding about many reports carries

_AGAIN = "`sayso add` the report again, with what is missing (`--date`, or in the input)"
_ONE_OF_TWO = "nothing has to be done: copies count as one voice; `sayso decide settle`"
_RESTORE = "the record was changed from outside, or the disk has failed: go back to a copy"


@on_record(
    "publication-day-missing",
    "warning",
    "report",
    means="A report has no day: what it tells without a full date stays undated.",
    settle=_AGAIN,
)
def publication_day_missing(look: Look) -> Found:
    """Documents without `published`."""
    columns = document.c.report, document.c.title
    where = look.open(document), document.c.published.is_(None)
    for row in look.rows(sa.select(*columns).where(*where).order_by(document.c.report)):
        yield Fault(f"{quoted(row.title)} has no publication day", subject=row.report)


@on_record(
    "publication-day-from-address",
    "notice",
    "report",
    means="The report's day was read from its address alone, which may be that of the page.",
    settle=_AGAIN,
)
def publication_day_from_address(look: Look) -> Found:
    """`published_from` is the address."""
    columns = document.c.report, document.c.published, document.c.url
    where = look.open(document), document.c.published_from == "address"
    for row in look.rows(sa.select(*columns).where(*where).order_by(document.c.report)):
        yield Fault(
            f"{row.published} is known from {quoted(row.url)} alone",
            subject=row.report,
            facts=(row.published,),
            day=row.published,
        )


@on_record(
    "published-after-received",
    "error",
    "report",
    means="A report is dated later than the day on which it was put into the record.",
    settle=_AGAIN,
)
def published_after_received(look: Look) -> Found:
    """Publication day against the act that made the document."""
    columns = document.c.report, document.c.published, act.c.at
    select = sa.select(*columns).join(act, act.c.n == document.c.made)
    where = look.open(document), document.c.published.is_not(None)
    for row in look.rows(select.where(*where).order_by(document.c.report)):
        received = dt.date.fromisoformat(row.at[:10])
        if row.published - received > _ZONES:
            yield Fault(
                f"dated {row.published}, received on {received}",
                subject=row.report,
                facts=(row.published,),
                day=row.published,
            )


@on_record(
    "report-far-in-time",
    "notice",
    "report",
    means="A report is far older or newer than nearly all others (three interquartile ranges, and "
    "a year): often a misread day.",
    settle=_AGAIN,
)
def report_far_in_time(look: Look) -> Found:
    """Tukey's outer fence on publication days."""
    where = look.open(document), document.c.published.is_not(None)
    select = sa.select(document.c.report, document.c.published).where(*where)
    rows = list(look.rows(select.order_by(document.c.published, document.c.report)))
    if len(rows) < _ENOUGH:
        return
    days = [row.published.toordinal() for row in rows]
    q1, _, q3 = statistics.quantiles(days, n=4)
    fence = max(_FENCE * (q3 - q1), _LEAST_FENCE_DAYS)
    few = max(1, round(_FEW * len(rows)))
    dated = list(zip(rows, days, strict=True))
    old = [row for row, day in dated if day < q1 - fence]
    new = [row for row, day in dated if day > q3 + fence]
    for side in (old, new):
        for row in side if len(side) <= few else ():
            usual = [dt.date.fromordinal(round(q)) for q in (q1, q3)]
            yield Fault(
                f"of {row.published}; half of {counted(len(rows), 'report')} are of "
                f"{usual[0]} to {usual[1]}",
                subject=row.report,
                facts=(row.published,),
                day=row.published,
            )


@on_record(
    "outlet-missing",
    "notice",
    "record",
    means="Reports name no outlet: each counts as a voice of its own, though two may be of one.",
    settle=_AGAIN,
)
def outlet_missing(look: Look) -> Found:
    """All of them in one finding."""
    yield from _missing(look, "outlet")


@on_record(
    "language-missing",
    "notice",
    "record",
    means="The language of reports could not be told.",
    settle=_AGAIN,
)
def language_missing(look: Look) -> Found:
    """All of them in one finding."""
    yield from _missing(look, "language")


def _missing(look: Look, column: str) -> Iterator[Fault]:
    select = sa.select(document.c.report).where(look.open(document))
    # Sorted here, not there: databases sort text each in its own way.
    ids = sorted(row.report for row in look.rows(select.where(document.c[column] == "")))
    if ids:
        count = sa.select(sa.func.count()).select_from(document).where(look.open(document))
        total = look.view.conn.execute(count).scalar_one()
        yield Fault(
            f"{len(ids):,} of {counted(total, 'report')}: {listed(ids)}",
            ids=tuple(ids[:_SHOWN]),
            subject="record",
        )


@on_record(
    "same-bytes-twice",
    "notice",
    "report",
    means="One file stands in the record under two ids.",
    settle=_ONE_OF_TWO,
)
def same_bytes_twice(look: Look) -> Found:
    """Reports with one hash."""
    yield from _twice(look, report, report.c.id, report.c.sha256, "the same bytes")


@on_record(
    "same-text-twice",
    "notice",
    "report",
    means="Two reports have the same text, letter by letter.",
    settle=_ONE_OF_TWO,
)
def same_text_twice(look: Look) -> Found:
    """Documents with one hash."""
    yield from _twice(look, document, document.c.report, document.c.sha256, "the same text")


@on_record(
    "same-address-twice",
    "notice",
    "report",
    means="Two reports with different texts have one address: the page was changed.",
    settle=_ONE_OF_TWO,
)
def same_address_twice(look: Look) -> Found:
    """Documents with one address and more than one text."""
    yield from _twice(look, document, document.c.report, document.c.url, "the same address")


def _twice(
    look: Look, table: sa.Table, id_: sa.Column[Any], key: sa.Column[Any], what: str
) -> Iterator[Fault]:
    again = table.alias()
    texts = sa.func.count(sa.distinct(again.c.sha256))
    many = sa.select(again.c[key.name]).where(look.open(again), again.c[key.name] != "")
    many = many.group_by(again.c[key.name]).having(sa.func.count() > 1)
    if key.name == "url":
        many = many.having(texts > 1)
    select = sa.select(id_.label("id"), key.label("key")).where(look.open(table), key.in_(many))
    rows = look.rows(select.order_by(key, id_))
    for _, same in groupby(rows, key=attrgetter("key")):
        ids = sorted(row.id for row in same)
        if len(ids) > 1:
            yield Fault(
                f"{listed(ids)} have {what}", ids=tuple(ids), subject=ids[0], facts=(ids[1],)
            )


@on_record(
    "bytes-changed",
    "error",
    "report",
    means="The bytes kept of a report do not have the hash under which they were received.",
    settle=_RESTORE,
)
def bytes_changed(look: Look) -> Found:
    """SHA-256 and size of what is kept, unpacked."""
    columns = content.c.sha256, content.c.size, content.c.packed, content.c.bytes, report.c.id
    select = sa.select(*columns).join(report, report.c.sha256 == content.c.sha256)
    for row in look.rows(select.where(look.open(report)).order_by(report.c.n)):
        try:
            raw = zlib.decompress(row.bytes) if row.packed == "zlib" else row.bytes
        except zlib.error as err:
            yield Fault(f"the bytes cannot be unpacked: {err}", subject=row.id)
            continue
        if hashlib.sha256(raw).hexdigest() != row.sha256 or len(raw) != row.size:
            yield Fault(
                f"{len(raw):,} bytes do not have the hash {row.sha256[:12]}… of "
                f"{counted(row.size, 'byte')}",
                subject=row.id,
            )


@on_record(
    "text-changed",
    "error",
    "report",
    means="The text of a report, or a passage of it, is not the one from which claims were drawn.",
    settle=_RESTORE,
)
def text_changed(look: Look) -> Found:
    """SHA-256 of each text."""
    select = sa.select(document).where(look.open(document)).order_by(document.c.n)
    for row in look.rows(select):
        fault = _text_fault(row)
        if fault:
            yield Fault(fault, subject=row.report, facts=(row.sha256,), day=row.published)


def _text_fault(row: Row) -> str:
    sha256 = hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest()
    return "" if sha256 == row.sha256 else f"hash {sha256[:12]}…, kept as {row.sha256[:12]}…"
