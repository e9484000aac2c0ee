"""One run of `sayso add`: input read, what is new coded, stored in batches, linked.

In:   inputs, shards (`adding_shards`) or the stored reports, settings; a record open for writing
Out:  a record that holds them, and the `Account` of the run

Method: what the record holds already, coded by the same model with the same settings, is
passed over before any work. The rest is coded (`engines`) and committed in batches, so a run
that is killed resumes by being given again. No lock is held while reports are coded.
in = stored + unchanged + dropped, or the run ends with an error.
Known faults: reports that cleaning drops are read again in each run; only their drop is
kept, not their text.
"""

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec
import sqlalchemy as sa

from sayso.base.ids import ROW
from sayso.base.nouns import DateSource, Document, Drop, Reading, Report, Sentence
from sayso.capture import read_inputs
from sayso.config import Settings
from sayso.engines import Record as Line
from sayso.engines import code_each
from sayso.pipeline import Coded, Tools, load_tools
from sayso.record import schema
from sayso.record.account import Account
from sayso.record.adding_shards import add_shards
from sayso.record.ingest import Known, known_reports
from sayso.record.linking import link_all
from sayso.record.open import Record
from sayso.record.rows import report_of, unpacked
from sayso.record.storing import Origin, store

# A batch is what a kill can cost. A commit takes some 20 ms whatever is in it, coding a report
# 20 to 200 ms: so the commits cost some hundredths of the run.
_BATCH_REPORTS = 50
_BATCH_S = 5.0
# Reports looked up together, before they are coded; held in memory, so bounded in bytes too.
_GROUP_REPORTS = 64
_GROUP_BYTES = 8 << 20

_decode = msgspec.json.Decoder(Line).decode


def _unheard(*_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddJob:
    """What is to be done.

    Attributes:
        inputs: files and folders, "-" for standard input; may be empty with `coded` or `recode`.
        coded: folders of shards that `sayso code` wrote.
        settings: the settings tree.
        stdin: standard input, when "-" is among the inputs.
        recode: code the stored reports again where another model or other settings coded them.
        on_bytes: called with the number of bytes just read from disk.
        on_report: called after each report with the account so far.
        on_link: called with the name of each step of linking.
    """

    inputs: Sequence[str]
    settings: Settings
    coded: Sequence[str] = ()
    stdin: BinaryIO | None = None
    recode: bool = False
    on_bytes: Callable[[int], None] = _unheard
    on_report: Callable[[Account], None] = _unheard
    on_link: Callable[[str], None] = _unheard


def run(record: Record, job: AddJob, account: Account) -> None:
    """Run a job. `account` is filled as it goes, so that it tells what was done before an error.

    Raises:
        ConfigError: an input does not exist; the record cannot be written to.
        ModelError: the model is missing or does not fit its manifest.
        RecordError: the record is locked for too long, or the disk is full.
    """
    items: Iterable[Report | Drop] = ()
    if job.inputs:
        items = read_inputs(
            job.inputs, stdin=job.stdin, progress=job.on_bytes, skip=files_of(record)
        )
    for where in job.coded:
        add_shards(record, where, account, on_report=job.on_report, on_link=job.on_link)
    if job.inputs or job.recode:
        tools = load_tools(job.settings.undated())
        account.made_by = tools.extractor.made_by
        adder = _Adder(record, job, tools, account)
        adder.add("add", items)
        if job.recode:
            adder.add("recode", adder.outdated())
    account.check()
    account.link(link_all(record, on_progress=job.on_link))


def files_of(record: Record) -> list[Path]:
    """The files of a record, which are never its input."""
    if "://" in record.where:
        return []
    path = Path(record.where)
    return [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm", "-journal")]


class _Adder:
    """The run as it goes."""

    def __init__(self, record: Record, job: AddJob, tools: Tools, account: Account) -> None:
        self._record = record
        self._job = job
        self._tools = tools
        self._account = account
        # The day that a user gives goes with the report, not with the settings, so that coding
        # it again later keeps it.
        self._day = job.settings.clean.date
        self._settings = job.settings.undated()
        self._origin = Origin(made_by=account.made_by, settings=self._settings)
        self._digest = self._origin.digest
        self._waiting: deque[Report] = deque()  # at the engine, in order
        self._drops: list[Drop] = []
        self._batch: list[tuple[Report, Coded]] = []
        self._since = time.monotonic()
        self._kind = "add"

    def add(self, kind: str, items: Iterable[Report | Drop]) -> None:
        """Code and store what is new among `items`."""
        self._kind = kind
        lines = code_each(self._fresh(items), self._settings, keep_text=True, tools=self._tools)
        try:
            with closing(lines):
                for line in lines:
                    self._batch.append((self._waiting.popleft(), _coded(_decode(line))))
                    self._commit_when_due()
                    self._job.on_report(self._account)
        except Exception:
            raise
        except BaseException:  # stopped by a signal: keep what is coded
            self._commit()
            raise
        self._commit()

    def outdated(self) -> Iterator[Report]:
        """Stored reports that another model or other settings coded, as they were received."""
        report, coding, content = schema.report, schema.coding, schema.content
        last = 0
        query = (
            sa.select(report, content.c.packed, content.c.bytes)
            .join(content, content.c.sha256 == report.c.sha256)
            .join(coding, sa.and_(coding.c.report == report.c.id, coding.c.closed.is_(None)))
            .where(
                report.c.closed.is_(None),
                report.c.id.not_like(f"{ROW}%"),  # a row of a table is read, not coded
                sa.or_(
                    coding.c.made_by != self._account.made_by, coding.c.settings != self._digest
                ),
            )
            .order_by(report.c.n)
            .limit(_GROUP_REPORTS)
        )
        while True:
            with self._record.read() as view:
                rows = view.conn.execute(query.where(report.c.n > last)).mappings().all()
            if not rows:
                return
            for row in rows:
                last = row["n"]
                yield report_of(row, unpacked(row))

    def _fresh(self, items: Iterable[Report | Drop]) -> Iterator[Report]:
        """Pass on what has to be coded; count what has not."""
        for group in _groups(items):
            self._account.n_in += len(group)
            reports = [self._dated(item) for item in group if isinstance(item, Report)]
            with self._record.read() as view:
                known = known_reports(view.conn, [report.report_id for report in reports])
            for item in group:
                if isinstance(item, Drop):
                    self._drops.append(item)
            for report in reports:
                before = known.get(report.report_id)
                sha256 = hashlib.sha256(report.content).hexdigest()
                if before is not None and before.is_same(
                    report, sha256=sha256, made_by=self._account.made_by, settings=self._digest
                ):
                    self._account.n_unchanged += 1
                    self._job.on_report(self._account)
                    continue
                fresh = report
                if before is not None and before.sha256 == sha256 and report.published is None:
                    fresh = _redated(report, before)
                self._waiting.append(fresh)
                yield fresh

    def _dated(self, report: Report) -> Report:
        if self._day is None or self._kind == "recode":  # what is stored has the day it was given
            return report
        return msgspec.structs.replace(report, published=self._day, published_from="given")

    def _commit_when_due(self) -> None:
        waited = time.monotonic() - self._since
        if len(self._batch) >= _BATCH_REPORTS or waited >= _BATCH_S:
            self._commit()

    def _commit(self) -> None:
        """Store what is coded, in one act; an act that would change nothing leaves no row."""
        store(
            self._record, self._kind, self._origin, self._batch, self._drops, account=self._account
        )
        self._batch, self._drops = [], []
        self._since = time.monotonic()


def _redated(report: Report, known: Known) -> Report:
    """The same bytes with the day that they were given before."""
    return msgspec.structs.replace(
        report,
        published=known.published,
        published_from=msgspec.convert(known.published_from or None, DateSource | None),
    )


def _groups(items: Iterable[Report | Drop]) -> Iterator[list[Report | Drop]]:
    group: list[Report | Drop] = []
    size_bytes = 0
    for item in items:
        group.append(item)
        size_bytes += len(item.content) if isinstance(item, Report) else 0
        if len(group) >= _GROUP_REPORTS or size_bytes >= _GROUP_BYTES:
            yield group
            group, size_bytes = [], 0
    if group:
        yield group


def _coded(line: Line) -> Coded:
    """What the pipeline said, from how it crosses processes."""
    doc = line.document
    reading = None if doc is None else Reading(sentences=_sentences(doc, line.sentences))
    return Coded(document=doc, reading=reading, claims=line.claims, drop=line.drop)


def _sentences(doc: Document, spans: Iterable[tuple[int, int]]) -> tuple[Sentence, ...]:
    return tuple(Sentence(start=s, end=e, text=doc.text[s:e]) for s, e in spans)
