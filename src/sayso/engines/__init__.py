"""Where the per-report steps run: in this process, in a pool of processes, or in Ray.

In:   reports and drops, in the order of the input; the settings
Out:  for each, in the same order whatever engine runs: a `Record` as a line of JSON, or its
      rows of Arrow tables (`shards.columns.Part`)

Method: an engine is one function: chunks in, one answer of bytes a chunk out, in order.
`work.answer` makes the answer, so engines cannot differ in what they say. What crosses a process
boundary is bytes (`docs/decisions/0050-bytes-cross.md`), with Ray in Arrow tables. Each
worker loads the model once.
Known faults: see the engines.
"""

from collections.abc import Generator, Iterable
from contextlib import closing

from sayso.base.errors import ConfigError
from sayso.base.nouns import Drop, Report
from sayso.config import Settings
from sayso.engines.errors import WorkerDiedError
from sayso.engines.records import RawRecord, Record, record_of
from sayso.engines.work import (
    CHUNK_REPORTS,
    Chunk,
    Work,
    answer,
    chunks,
    lines_of,
    parts_of,
)
from sayso.pipeline import Tools, load_tools
from sayso.shards.columns import Part

__all__ = ["RawRecord", "Record", "WorkerDiedError", "code_each", "code_tables", "record_of"]

_MOST_PROCESSES = 256  # a slip of the pen (--jobs 2000) would fill the machine's memory


def code_each(
    items: Iterable[Report | Drop],
    settings: Settings,
    *,
    keep_text: bool = False,
    tools: Tools | None = None,
) -> Generator[bytes, None, None]:
    """Code reports with the engine and as many workers as the settings say.

    Args:
        items: reports; a drop passes through in its place.
        settings: the settings tree; `settings.run` chooses the engine.
        keep_text: keep each document's text in its record.
        tools: loaded already, for work in this process; None loads what the settings ask for.

    Yields:
        `Record`s as JSON without a line end, in the order of `items`.

    Raises:
        ModelError: the model is missing or does not fit its manifest.
        WorkerDiedError: worker processes end again and again without an answer.
    """
    work = Work(settings=settings, form="lines", keep_text=keep_text)
    # In this process nothing is gained by chunks, and the next report waits for no other.
    most = 1 if engine_of(settings) == "local" else CHUNK_REPORTS
    with closing(_answers(chunks(items, most=most), work, tools)) as answers:
        for answered in answers:
            yield from lines_of(answered)


def code_tables(
    items: Iterable[Report | Drop],
    settings: Settings,
    *,
    end_at: int,
    first: int = 0,
    tools: Tools | None = None,
) -> Generator[list[Part], None, None]:
    """Code reports to tables.

    Args:
        items: reports; a drop passes through in its place.
        settings: as for `code_each`.
        end_at: no chunk crosses a multiple of so many items.
        first: place of the first item in the whole input.
        tools: as for `code_each`.

    Yields:
        The parts of a chunk, in the order of `items`.

    Raises:
        ModelError: the model is missing or does not fit its manifest.
        WorkerDiedError: worker processes end again and again without an answer.
    """
    work = Work(settings=settings, form="tables")
    with closing(_answers(chunks(items, end_at=end_at, first=first), work, tools)) as answers:
        for answered in answers:
            yield parts_of(answered)


def engine_of(settings: Settings) -> str:
    """The engine that is meant: without one named, the number of workers decides.

    Raises:
        ConfigError: more workers are asked for than the engine has.
    """
    engine, jobs = settings.run.engine, settings.run.jobs
    if engine == "local" and jobs > 1:
        raise ConfigError(f"--engine local codes in one process: leave out --jobs {jobs}, or pool")
    if engine == "auto":
        engine = "local" if jobs == 1 else "pool"
    if engine == "pool" and jobs > _MOST_PROCESSES:
        raise ConfigError(
            f"--jobs {jobs}: one machine runs at most {_MOST_PROCESSES}; more need --engine ray"
        )
    return engine


def _answers(
    divided: Iterable[Chunk], work: Work, tools: Tools | None
) -> Generator[bytes, None, None]:
    engine, jobs = engine_of(work.settings), work.settings.run.jobs
    if engine == "local":
        return _local(divided, work, tools or load_tools(work.settings))
    if engine == "pool":
        from sayso.engines.pool import in_pool  # noqa: PLC0415  only when it is used

        return in_pool(divided, work, jobs)
    from sayso.engines.in_ray import in_ray  # noqa: PLC0415  an extra, and slow to load

    return in_ray(divided, work, jobs)


def _local(divided: Iterable[Chunk], work: Work, tools: Tools) -> Generator[bytes, None, None]:
    for chunk in divided:
        yield answer(chunk, tools, work)
