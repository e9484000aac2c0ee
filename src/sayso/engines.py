"""Where the per-report steps run: in this process, or in a pool of worker processes.

In:   reports and drops, in the order of the input; the settings
Out:  one `Record` a report as a line of JSON, in the same order whatever `jobs` is

Method: each worker loads the model once. What crosses a process boundary is bytes:
MessagePack of reports one way, lines of JSON the other, which the parent writes on
without building a claim (`docs/decisions/0050-bytes-cross.md`). Chunks go to the workers
in turn and their answers are taken in turn; at most `_AHEAD` chunks a worker are under
way, so memory does not grow with the input.
Known faults: a report that kills its worker (memory) stops the run; the message names
the reports that were under way, not the one at fault. While one worker is busy with a
very long report, the others run out of work.
"""

import itertools
import multiprocessing
import os
import pickle
import queue
import signal
import threading
import traceback
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext

import msgspec

from sayso.base.errors import BugInSayso, SaysoError
from sayso.base.ids import digest
from sayso.base.nouns import Claim, Document, Drop, Noun, Report
from sayso.config import Settings
from sayso.pipeline import Coded, Tools, code_report, load_tools

# A chunk is what one message to a worker holds: enough to hide the cost of the message,
# little enough that order, the partial file and the bar stay prompt. Not swept: a message
# costs under a millisecond, a report tens of them, so the speed hardly depends on it.
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
        sentences: half-open (start, end) of its sentences, when its text was asked for.
        claims: its claims.
        mentions: how many of their mentions were settled, by kind; {} when none were looked up.
        drop: why it was left out, None when it was coded.
    """

    origin: str
    report_id: str = ""
    seal: str = ""
    document: Document | None = None
    sentences: tuple[tuple[int, int], ...] = ()
    claims: tuple[Claim, ...] = ()
    mentions: dict[str, int] = msgspec.field(default_factory=dict)
    drop: Drop | None = None


class RawRecord(Noun, kw_only=True, frozen=True):
    """A `Record` whose document and claims are left as they were encoded."""

    origin: str
    report_id: str = ""
    seal: str = ""
    document: msgspec.Raw = msgspec.Raw(b"null")
    sentences: msgspec.Raw = msgspec.Raw(b"[]")
    claims: tuple[msgspec.Raw, ...] = ()
    mentions: dict[str, int] = msgspec.field(default_factory=dict)
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
            sentences=_sentences(coded) if keep_text else (),
            claims=coded.claims,
            mentions=coded.mentions,
            drop=coded.drop,
        )
    )


def _sentences(coded: Coded) -> tuple[tuple[int, int], ...]:
    return tuple((s.start, s.end) for s in coded.reading.sentences) if coded.reading else ()


def _in_process(
    items: Iterable[Report | Drop], tools: Tools, keep_text: bool
) -> Generator[bytes, None, None]:
    for item in items:
        yield record_of(item, tools, keep_text=keep_text)


def _in_pool(
    items: Iterable[Report | Drop], settings: Settings, keep_text: bool
) -> Generator[bytes, None, None]:
    # spawn: a forked child would inherit the locks of onnxruntime's and Arrow's threads.
    context = multiprocessing.get_context("spawn")
    settings_json = msgspec.json.encode(settings)
    workers = [_Worker(context, settings_json, keep_text) for _ in range(settings.run.jobs)]
    turns = itertools.cycle(workers)
    under_way: deque[tuple[list[Report | Drop], _Worker]] = deque()
    try:
        for chunk in _chunks(items):
            worker = next(turns)
            under_way.append((chunk, worker))
            worker.send([item for item in chunk if isinstance(item, Report)])
            if len(under_way) >= len(workers) * _AHEAD:
                yield from _in_order(*under_way[0])
                under_way.popleft()
        while under_way:
            yield from _in_order(*under_way[0])
            under_way.popleft()
    except (EOFError, ConnectionError) as err:
        raise WorkerDiedError(
            "a worker process ended without an answer (killed, or out of memory); "
            "fewer --jobs need less memory. Under way since: "
            f"{', '.join(chunk[0].origin for chunk, _ in under_way)}"
        ) from err
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A worker process as its parent sees it.

    Each has a pipe of its own, whose other end the parent does not hold: so a worker that
    dies, even in the middle of an answer, is an end of file here. (A pool of the standard
    library shares one pipe for all answers, and then waits for ever.)
    """

    def __init__(self, context: SpawnContext, settings_json: bytes, keep_text: bool) -> None:
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(theirs, settings_json, keep_text), daemon=True
        )
        self._process.start()
        theirs.close()

    def send(self, reports: list[Report]) -> None:
        """Give it reports to code; it takes them from the pipe at once, whatever it is doing."""
        self._pipe.send_bytes(_encode_reports(reports))

    def answer(self) -> list[bytes]:
        """Wait for the records of the chunk that was sent first; raises what it raised."""
        answer: list[bytes] | Exception = self._pipe.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End it; what it is still doing is wanted by no one."""
        self._process.terminate()
        self._process.join()
        self._pipe.close()


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


def _in_order(chunk: list[Report | Drop], worker: _Worker) -> Iterator[bytes]:
    answers = iter(worker.answer())
    for item in chunk:
        if isinstance(item, Drop):
            yield _encode_record(Record(origin=item.origin, drop=item))
        else:
            yield next(answers)


# --- in the worker ---------------------------------------------------------------------


def _work(pipe: Connection, settings_json: bytes, keep_text: bool) -> None:
    """Code chunks until the parent closes the pipe. An error is the answer to a chunk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    chunks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_take_up, args=(pipe, chunks), daemon=True).start()
    settings = msgspec.json.decode(settings_json, type=Settings)
    tools: Tools | None = None
    while True:
        reports = _decode_reports(chunks.get())
        answer: list[bytes] | Exception
        try:
            if tools is None:
                tools = load_tools(settings, threads=1)  # N jobs share the cores as N threads
            answer = [record_of(report, tools, keep_text=keep_text) for report in reports]
        except Exception as err:  # the parent raises it
            answer = _that_can_be_sent(err)
        pipe.send(answer)


def _take_up(pipe: Connection, chunks: "queue.SimpleQueue[bytes]") -> None:
    """Empty the pipe as it fills, so that parent and worker never wait for each other to
    read; and end with the parent, which would otherwise leave a worker behind for ever."""
    try:
        while True:
            chunks.put(pipe.recv_bytes())
    except (EOFError, OSError):
        os._exit(1)


def _that_can_be_sent(err: Exception) -> Exception:
    if not isinstance(err, SaysoError):
        err.add_note("in a worker process:\n" + traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(err))  # noqa: S301  our own bytes
    except Exception:
        return BugInSayso(f"{type(err).__name__}: {err}\n{traceback.format_exc()}")
    return err
