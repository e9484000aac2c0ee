"""Where the per-report steps run: in this process, or in a pool of worker processes.

In:   reports and drops, in the order of the input; the settings
Out:  one `Record` a report as a line of JSON, in the same order whatever `jobs` is

Method: each worker loads the model once. What crosses a process boundary is bytes:
MessagePack of reports one way, lines of JSON the other, which the parent writes on
without building a claim (`docs/decisions/0050-bytes-cross.md`). The queue is bounded:
at most `_AHEAD` chunks a worker are under way, so memory does not grow with the input.
Known faults: a report that kills its worker (memory) stops the run; the message names
the reports that were under way, not the one at fault.
"""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import msgspec

from sayso.base.errors import BugInSayso, SaysoError
from sayso.base.ids import digest
from sayso.base.nouns import Claim, Document, Drop, Noun, Report
from sayso.config import Settings
from sayso.pipeline import Tools, code_report, load_tools

# A chunk is what one message to a worker holds: enough to hide the cost of the message
# (0.3 ms), little enough that Ctrl-C, order and the progress bar stay prompt (8 reports of
# 15 sentences are about a second of work). Anything from 4 to 32 gives the same speed.
_CHUNK_REPORTS = 8
_CHUNK_BYTES = 1 << 20
_AHEAD = 2  # chunks under way for each worker: one in work, one waiting


class WorkerDiedError(SaysoError):
    """A worker process ended without an answer (killed, or out of memory)."""


class Record(Noun, kw_only=True, frozen=True):
    """What became of one report, as it crosses processes and stands in a partial file.

    Attributes:
        origin: where the report was read from.
        report_id: its id, "" when it was dropped before it had one.
        seal: hash of its bytes as received, so that a resumed run sees that it changed.
        document: the document; its text, division and blocks only when they were asked for.
        claims: its claims.
        drop: why it was left out, None when it was coded.
    """

    origin: str
    report_id: str = ""
    seal: str = ""
    document: Document | None = None
    claims: tuple[Claim, ...] = ()
    drop: Drop | None = None


class RawRecord(Noun, kw_only=True, frozen=True):
    """A `Record` whose document and claims are left as they were encoded."""

    origin: str
    report_id: str = ""
    seal: str = ""
    document: msgspec.Raw = msgspec.Raw(b"null")
    claims: tuple[msgspec.Raw, ...] = ()
    drop: Drop | None = None


_encode_record = msgspec.json.Encoder().encode
_encode_reports = msgspec.msgpack.Encoder().encode
_decode_reports = msgspec.msgpack.Decoder(list[Report]).decode


def code_each(
    items: Iterable[Report | Drop],
    settings: Settings,
    *,
    keep_text: bool = False,
    tools: Tools | None = None,
) -> Generator[bytes, None, None]:
    """Code reports with as many processes as the settings say.

    Args:
        items: reports; a drop passes through in its place.
        settings: the settings tree; `settings.run.jobs` chooses the engine.
        keep_text: keep each document's text in its record.
        tools: loaded already, for work in this process; None loads what the settings ask for.

    Yields:
        `Record`s as JSON without a line end, in the order of `items`.

    Raises:
        ModelError: the model is missing or does not fit its manifest.
        WorkerDiedError: a worker process ended without an answer.
    """
    if settings.run.jobs == 1:
        return _in_process(items, tools or load_tools(settings), keep_text)
    return _in_pool(items, settings, keep_text)


def record_of(item: Report | Drop, tools: Tools, *, keep_text: bool) -> bytes:
    """Code one report to its record, as JSON."""
    if isinstance(item, Drop):
        return _encode_record(Record(origin=item.origin, drop=item))
    coded = code_report(item, tools)
    doc = coded.document
    if doc is not None and not keep_text:
        doc = msgspec.structs.replace(doc, text="", given=(), blocks=())
    return _encode_record(
        Record(
            origin=item.origin,
            report_id=item.report_id,
            seal=digest(item.content),
            document=doc,
            claims=coded.claims,
            drop=coded.drop,
        )
    )


def _in_process(
    items: Iterable[Report | Drop], tools: Tools, keep_text: bool
) -> Generator[bytes, None, None]:
    for item in items:
        yield record_of(item, tools, keep_text=keep_text)


def _in_pool(
    items: Iterable[Report | Drop], settings: Settings, keep_text: bool
) -> Generator[bytes, None, None]:
    jobs = settings.run.jobs
    others = set(multiprocessing.active_children())
    # spawn: a forked child would inherit the locks of onnxruntime's and Arrow's threads.
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(msgspec.json.encode(settings),),
    )
    under_way: deque[tuple[list[Report | Drop], Future[list[bytes]]]] = deque()
    finished = False
    try:
        for chunk in _chunks(items):
            reports = [item for item in chunk if isinstance(item, Report)]
            future = pool.submit(_code_chunk, _encode_reports(reports), keep_text)
            under_way.append((chunk, future))
            if len(under_way) >= jobs * _AHEAD:
                yield from _in_order(*under_way.popleft())
        while under_way:
            yield from _in_order(*under_way.popleft())
        finished = True
    except BrokenProcessPool as err:
        raise WorkerDiedError(
            "a worker process ended without an answer (killed, or out of memory); "
            "fewer --jobs need less memory. Under way since: "
            f"{_first_origins(under_way) or 'the last reports of the run'}"
        ) from err
    finally:
        pool.shutdown(wait=finished, cancel_futures=True)
        if not finished:  # interrupted or failed: do not wait for reports that no one wants
            for child in set(multiprocessing.active_children()) - others:
                child.terminate()


def _chunks(items: Iterable[Report | Drop]) -> Iterator[list[Report | Drop]]:
    chunk: list[Report | Drop] = []
    size_bytes = 0
    for item in items:
        chunk.append(item)
        size_bytes += len(item.content) if isinstance(item, Report) else 0
        if len(chunk) >= _CHUNK_REPORTS or size_bytes >= _CHUNK_BYTES:
            yield chunk
            chunk, size_bytes = [], 0
    if chunk:
        yield chunk


def _in_order(
    chunk: list[Report | Drop], future: "Future[list[bytes]]"
) -> Generator[bytes, None, None]:
    answers = iter(future.result())
    for item in chunk:
        if isinstance(item, Drop):
            yield _encode_record(Record(origin=item.origin, drop=item))
        else:
            yield next(answers)


def _first_origins(under_way: Iterable[tuple[list[Report | Drop], object]]) -> str:
    return ", ".join(chunk[0].origin for chunk, _ in under_way)


# --- in the worker ---------------------------------------------------------------------

_worker: list[Tools | SaysoError] = []  # a worker's own: filled once, when it starts


def _start_worker(settings_json: bytes) -> None:
    """Load the tools once. An error is kept and raised with the first chunk, where the
    parent hears of it; raised here, it would only break the pool without a word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    settings = msgspec.json.decode(settings_json, type=Settings)
    try:
        _worker[:] = [load_tools(settings, threads=1)]  # N jobs share the cores as N threads
    except SaysoError as err:
        _worker[:] = [err]


def _end_with_parent() -> None:
    """Without this, workers whose parent was killed wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _code_chunk(reports: bytes, keep_text: bool) -> list[bytes]:
    if not _worker:
        raise BugInSayso("a chunk reached a worker that was not started")
    tools = _worker[0]
    if isinstance(tools, SaysoError):
        raise tools
    return [record_of(report, tools, keep_text=keep_text) for report in _decode_reports(reports)]
