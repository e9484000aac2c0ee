"""Ray Data: workers on this machine or on the machines of a cluster.

In:   chunks in the order of the input; what is asked for
Out:  one answer a chunk, in the same order

Method: one Ray Data pipeline for the whole run, so that each actor loads the model once. Its
source is a task that asks a feeder for chunk after chunk; only this process reads the input,
since repeats are known by what came before. Chunks and answers cross in rows of Arrow tables. At
most `_WINDOW` rows a worker are under way, so neither this process nor Ray's store of objects
grows with the input. Ray starts an actor that died anew and gives it its row again, once; a row
that fails again is left out by Ray, seen here as a gap, and coded by a pool of one process beside
this one, which drops the report that costs it its life. The feeder keeps a row until its answer
is here, so that Ray can ask again when a machine is lost.
An environment variable RAY_ADDRESS names the cluster; without it Ray runs on this machine, on
loopback only, and reports nothing to anybody.
Known faults: one process reads all input and writes all output (docs/scale.md has its pace). If
this process ends, so does the run; it is taken up by shards.
"""

import logging
import os
import pickle
import queue
import threading
import warnings
from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from sayso.base.errors import BugInSayso, ConfigError
from sayso.engines.errors import WorkerDiedError, that_can_be_sent
from sayso.engines.pool import in_pool
from sayso.engines.work import Chunk, Work, answer, packed, unpacked
from sayso.pipeline import Tools, load_tools

if TYPE_CHECKING:
    import pyarrow as pa

# Chunks in one row: Ray needs tens of milliseconds for a row, a chunk a second of the model's time.
_TOGETHER = 4
_WINDOW = 4  # rows under way for each worker: 4 MB of reports at most
_TRIES = 1  # tasks of an actor that died are given to it again so often
_END_S = 30.0  # how long a run that is given up waits for Ray to end its tasks


def in_ray(chunks: Iterable[Chunk], work: Work, jobs: int) -> Generator[bytes, None, None]:
    """Code chunks in `jobs` actors.

    Raises:
        ConfigError: Ray is not installed, or the cluster cannot be reached.
        WorkerDiedError: Ray gave the run up.
    """
    ours = _connect(jobs)
    run = _Run(work, jobs)
    try:
        yield from run.answers(iter(chunks))
    finally:
        run.end()
        if ours:
            _ray().shutdown()


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # before it is imported
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # else on our error stream
    try:
        import ray  # noqa: PLC0415  an extra, and slow to load
        import ray.data  # noqa: PLC0415
    except ImportError as err:
        raise ConfigError("Ray is not installed: pip install 'sayso[ray]'") from err
    return ray


def _connect(jobs: int) -> bool:
    """Connect, unless the program has done so; return whether Ray is ours to end."""
    ray = _ray()
    if ray.is_initialized():
        return False
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    address = os.environ.get("RAY_ADDRESS")
    try:
        if address:
            ray.init(address=address, **quiet)
        else:
            ray.init(
                address="local",
                num_cpus=jobs,
                include_dashboard=False,
                _node_ip_address="127.0.0.1",
                **quiet,
            )
    except (ConnectionError, RuntimeError, ValueError) as err:
        where = f"the cluster at {address}" if address else "a local Ray"
        raise ConfigError(f"{where} cannot be reached: {err}") from err
    return True


class _Run:
    """One run, as the process that reads and writes sees it."""

    def __init__(self, work: Work, jobs: int) -> None:
        ray = _ray()
        # What it warns of is seen here as gaps, and told by us.
        logging.getLogger("ray.data._internal").setLevel(logging.CRITICAL)
        self._work = work
        self._asked = msgspec.json.encode(work)
        self._jobs = jobs
        self._feeder = ray.remote(num_cpus=0, max_concurrency=1000)(_Feeder).remote()
        self._heard: queue.SimpleQueue[Any] = queue.SimpleQueue()  # rows, an error, None at the end
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def answers(self, chunks: Iterator[Chunk]) -> Iterator[bytes]:
        ray = _ray()
        kept: dict[int, list[Chunk]] = {}  # under way
        fed = done = 0
        more = True
        while True:
            while more and fed - done < self._jobs * _WINDOW:
                kept[fed] = list(islice(chunks, _TOGETHER))
                if not kept[fed]:
                    more = False
                    del kept[fed]
                    self._feeder.end.remote(fed)
                    break
                row = _row(fed, [packed(chunk) for chunk in kept[fed]], self._asked)
                ray.get(self._feeder.put.remote(fed, row))
                fed += 1
            if not more and not kept:
                return
            heard = self._heard.get()
            if isinstance(heard, BaseException):
                raise WorkerDiedError(f"Ray gave the run up: {heard}") from heard
            upto = fed if heard is None else heard[0]
            for number in range(done, upto):  # left out by Ray, since it failed again
                yield from in_pool(kept.pop(number), self._work, 1)
            done = upto
            if heard is not None:
                answers, error = heard[1:]
                if error is not None:
                    raise pickle.loads(error)  # noqa: S301  our own bytes
                del kept[done]
                done += 1
                yield from answers
            elif more:
                raise BugInSayso("Ray ended the run before the input ended")
            self._feeder.forget.remote(done)

    def end(self) -> None:
        """End the pipeline; what it is still doing is wanted by no one."""
        self._feeder.end.remote(0)
        self._thread.join(_END_S)

    def _listen(self) -> None:
        try:
            for table in self._pipeline().iter_batches(
                batch_size=None, batch_format="pyarrow", prefetch_batches=0
            ):
                for row in table.to_pylist():
                    self._heard.put((row["number"], row["answers"], row["error"]))
            self._heard.put(None)
        except BaseException as err:  # the other thread raises it
            self._heard.put(err)

    def _pipeline(self) -> Any:
        import ray.data  # noqa: PLC0415  an extra

        from sayso.engines.in_ray_source import fed_by  # noqa: PLC0415  needs Ray to be defined

        context = ray.data.DataContext.get_current().copy()
        context.execution_options.preserve_order = True
        context.execution_options.verbose_progress = False
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        context.max_errored_blocks = -1  # seen as gaps
        # A row is a block: a chunk that waits for others to fill a block would wait for ever.
        context.target_max_block_size = 1
        with warnings.catch_warnings(), ray.data.DataContext.current(context):
            # Ray 2.60 says that `max_task_retries` goes in 2.64, not yet what takes its place.
            warnings.simplefilter("ignore")
            rows = ray.data.read_datasource(fed_by(self._feeder), override_num_blocks=1, num_cpus=0)
            return rows.map_batches(
                _Coder,
                batch_size=None,
                batch_format="pyarrow",
                zero_copy_batch=True,
                compute=ray.data.ActorPoolStrategy(size=self._jobs),
                num_cpus=1,
                max_restarts=-1,
                max_task_retries=_TRIES,
            )


class _Feeder:
    """An actor that holds the chunks that are under way, for the source to ask for."""

    def __init__(self) -> None:
        self._rows: dict[int, Any] = {}
        self._forgotten = 0
        self._end: int | None = None
        self._changed = threading.Condition()

    def put(self, number: int, row: "pa.Table") -> None:
        with self._changed:
            self._rows[number] = row
            self._changed.notify_all()

    def get(self, number: int) -> "pa.Table | None":
        """A chunk as soon as it is there; None after the last. An answered one comes empty."""
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    number in self._rows
                    or number < self._forgotten
                    or (self._end is not None and number >= self._end)
                )
            )
            if number in self._rows:
                return self._rows[number]
            return _row(number, []) if number < self._forgotten else None

    def forget(self, upto: int) -> None:
        with self._changed:
            self._forgotten = upto
            for number in [n for n in self._rows if n < upto]:
                del self._rows[number]
            self._changed.notify_all()

    def end(self, n_chunks: int) -> None:
        with self._changed:
            self._end = n_chunks if self._end is None else min(self._end, n_chunks)
            self._changed.notify_all()


class _Coder:
    """An actor that codes. It loads the model once, with the first chunk.

    What is asked for comes with each chunk: what is given to an actor when it is made would be
    missing when Ray makes it again on another machine.
    """

    def __init__(self) -> None:
        self._ready: tuple[bytes, Work, Tools] | None = None

    def __call__(self, rows: "pa.Table") -> "pa.Table":
        import pyarrow as pa  # noqa: PLC0415  0.2 s

        answers: list[list[bytes]] = []
        errors: list[bytes | None] = []
        for row in rows.to_pylist():
            try:
                answers.append([self._answer(chunk, row["work"]) for chunk in row["chunks"]])
                errors.append(None)
            except Exception as err:  # the other side raises it
                answers.append([])
                errors.append(pickle.dumps(that_can_be_sent(err)))
        return pa.table(
            {
                "number": rows["number"],
                "answers": pa.array(answers, pa.list_(pa.large_binary())),
                "error": pa.array(errors, pa.binary()),
            }
        )

    def _answer(self, chunk: bytes, asked: bytes) -> bytes:
        if self._ready is None or self._ready[0] != asked:
            work = msgspec.json.decode(asked, type=Work)
            self._ready = asked, work, load_tools(work.settings, threads=1)
        _, work, tools = self._ready
        return answer(unpacked(chunk), tools, work)


def _row(number: int, chunks: list[bytes], asked: bytes = b"") -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415  0.2 s that the other engines do not pay

    return pa.table(
        {
            "number": pa.array([number], pa.int64()),
            "chunks": pa.array([chunks], pa.list_(pa.large_binary())),
            "work": pa.array([asked], pa.binary()),
        }
    )
