"""The pool: worker processes of this machine, and what happens when one dies.

In:   chunks in the order of the input; what is asked for
Out:  one answer a chunk, in the same order

Method: each worker loads the model once. Chunks go to whichever worker has least to do; answers
are kept until it is their turn. At most `_WINDOW` chunks a worker are drawn from the input and not
yet given on, so memory does not grow with the input. A worker that dies is replaced. The chunk that
it was at is tried again, report by report, each alone at a worker, so that only a report that
itself costs a second worker its life is lost: it becomes a drop (`work.lost`). What else the dead
worker held was not begun, and goes to others.
Known faults: a worker that hangs is waited for.
"""

import multiprocessing
import os
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext

import msgspec

from sayso.engines.errors import WorkerDiedError, that_can_be_sent
from sayso.engines.work import Chunk, Work, answer, lost, merged, packed, unpacked
from sayso.pipeline import load_tools

_AHEAD = 2  # chunks at a worker: one in work, one waiting
# Chunks drawn for each worker: a report may take ten times as long as another, and meanwhile the
# other workers go on. 1 MB each at most.
_WINDOW = 8
# Deaths one after the other without any answer between them: then it is not the reports.
_HOPELESS = 10


def in_pool(chunks: Iterable[Chunk], work: Work, jobs: int) -> Generator[bytes, None, None]:
    """Code chunks in `jobs` processes.

    Raises:
        WorkerDiedError: workers die again and again.
    """
    pool = _Pool(work, jobs)
    try:
        yield from pool.run(iter(chunks))
    finally:
        pool.end()


class _Task:
    """A chunk, or a piece of one, that one worker is to answer."""

    def __init__(self, chunk: Chunk, *, again: bool = False) -> None:
        self.chunk = chunk
        self.again = again
        self.answer: bytes | None = None


class _Slot:
    """A chunk's place in the order: its task, or those of its reports when it is tried again."""

    def __init__(self, chunk: Chunk) -> None:
        self.tasks = [_Task(chunk)]

    def answers(self) -> list[bytes] | None:
        found = [task.answer for task in self.tasks if task.answer is not None]
        return found if len(found) == len(self.tasks) else None


class _Pool:
    """The parent's side."""

    def __init__(self, work: Work, jobs: int) -> None:
        # spawn: a forked child would inherit the locks of onnxruntime's and Arrow's threads.
        context = multiprocessing.get_context("spawn")
        self._work = work
        self._start: Callable[[], _Worker] = lambda: _Worker(context, msgspec.json.encode(work))
        self._workers = [self._start() for _ in range(jobs)]
        self._slots: deque[_Slot] = deque()
        self._todo: deque[tuple[_Slot, _Task]] = deque()
        self._deaths = 0

    def run(self, chunks: Iterator[Chunk]) -> Iterator[bytes]:
        """Give the answers in the order of the chunks."""
        more = True
        while more or self._slots:
            while more and len(self._slots) < len(self._workers) * _WINDOW:
                chunk = next(chunks, None)
                if chunk is None:
                    more = False
                    break
                slot = _Slot(chunk)
                self._slots.append(slot)
                self._todo.append((slot, slot.tasks[0]))
                self._hand_out()
            while self._slots and (answers := self._slots[0].answers()) is not None:
                self._slots.popleft()
                yield merged(answers, self._work)
                if more:
                    break  # draw from the input before giving on what else is there
            else:
                if self._slots:
                    self._hear()
                    self._hand_out()

    def end(self) -> None:
        """End the workers; what they are still doing is wanted by no one."""
        for worker in self._workers:
            worker.end()

    def _hand_out(self) -> None:
        while self._todo:
            worker = min(self._workers, key=_held)
            # A report that is tried again is alone at its worker, so that no other is blamed.
            most = 1 if self._todo[0][1].again else _AHEAD
            if _held(worker) >= most:
                return
            worker.take(*self._todo.popleft())

    def _hear(self) -> None:
        """Wait until some worker answers or dies."""
        heard_of = wait([worker.pipe for worker in self._workers])
        for worker in [worker for worker in self._workers if worker.pipe in heard_of]:
            try:
                heard = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if isinstance(heard, Exception):
                raise heard
            if heard is None:
                worker.is_loaded = True
                continue
            self._deaths = 0
            _, task = worker.tasks.popleft()
            task.answer = heard

    def _bury(self, worker: "_Worker") -> None:
        """Put another in the place of a worker that died, and what it held back in line."""
        self._deaths += 1
        if self._deaths >= _HOPELESS:
            under_way = ", ".join(_name(slot) for slot in self._slots)
            raise WorkerDiedError(
                f"{self._deaths} worker processes ended one after the other without an answer "
                "(killed, or out of memory); fewer --jobs need less memory. "
                f"Under way: {under_way}"
            )
        held = list(worker.tasks)
        worker.end()
        if held and worker.is_loaded:
            slot, task = held[0]
            held[:1] = self._again(slot, task)
        self._todo.extendleft(reversed(held))
        self._workers[self._workers.index(worker)] = self._start()

    def _again(self, slot: _Slot, task: _Task) -> list[tuple[_Slot, _Task]]:
        if task.again:
            task.answer = lost(task.chunk, self._work)
            return []
        pieces = [_Task([item], again=True) for item in task.chunk]
        slot.tasks = pieces
        return [(slot, piece) for piece in pieces]


def _held(worker: "_Worker") -> int:
    """How much a worker has to do; one with a report that is tried again takes no other."""
    return _AHEAD if any(task.again for _, task in worker.tasks) else len(worker.tasks)


def _name(slot: _Slot) -> str:
    return slot.tasks[0].chunk[0].origin


class _Worker:
    """A worker process as its parent sees it.

    Each has a pipe of its own, whose other end the parent does not hold: so a worker that
    dies, even in the middle of an answer, is an end of file here. (A pool of the standard
    library shares one pipe for all answers, and then waits for ever.)
    """

    def __init__(self, context: SpawnContext, work: bytes) -> None:
        self.pipe, theirs = context.Pipe()
        self.tasks: deque[tuple[_Slot, _Task]] = deque()
        self._process = context.Process(target=_code, args=(theirs, work), daemon=True)
        self._process.start()
        theirs.close()
        self.is_loaded = False

    def take(self, slot: _Slot, task: _Task) -> None:
        """Give it a chunk; it takes it from the pipe at once, whatever it is doing."""
        self.tasks.append((slot, task))
        try:
            self.pipe.send_bytes(packed(task.chunk))
        except OSError:
            return  # it is dead: the next look at its pipe finds that out

    def end(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.join()
        self.pipe.close()


# --- in the worker ---------------------------------------------------------------------


def _code(pipe: Connection, work_json: bytes) -> None:
    """Code chunks until the parent closes the pipe. An error is the answer to a chunk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    done: queue.SimpleQueue[bytes | Exception | None] = queue.SimpleQueue()
    threading.Thread(target=_take_up, args=(pipe, waiting), daemon=True).start()
    threading.Thread(target=_give_back, args=(pipe, done), daemon=True).start()
    try:
        work = msgspec.json.decode(work_json, type=Work)
        tools = load_tools(work.settings, threads=1)  # N jobs share the cores as N threads
    except Exception as err:
        done.put(that_can_be_sent(err))
        threading.Event().wait()
        return
    done.put(None)
    while True:
        chunk = unpacked(waiting.get())
        try:
            done.put(answer(chunk, tools, work))
        except Exception as err:  # the parent raises it
            done.put(that_can_be_sent(err))


def _take_up(pipe: Connection, waiting: "queue.SimpleQueue[bytes]") -> None:
    """Empty the pipe as it fills, so that parent and worker never wait for each other to
    read; and end with the parent, which would otherwise leave a worker behind for ever."""
    try:
        while True:
            waiting.put(pipe.recv_bytes())
    except (EOFError, OSError):
        os._exit(1)


def _give_back(pipe: Connection, done: "queue.SimpleQueue[bytes | Exception | None]") -> None:
    """Send answers while the next chunk is worked at, whenever the parent comes to read."""
    try:
        while True:
            pipe.send(done.get())
    except OSError:
        os._exit(1)
