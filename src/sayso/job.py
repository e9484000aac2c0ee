"""One run of `sayso code`: input read, reports coded, files written whole, sums held to account.

In:   paths and settings, and where the claims go
Out:  the files, and the `Account` of the run

Method: to a file, records go through a journal beside it, so that a killed run resumes
and no half-written file stays (`docs/decisions/0051-resume-from-a-partial-file.md`); to a
stream, each record is written as it comes. What a run writes is never read as its input.
Known faults: standard input cannot be read twice, so a run on it starts anew. A resumed
run reads its input twice (it codes nothing twice).
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec

from sayso.base.errors import ConfigError
from sayso.base.nouns import Drop, Report
from sayso.capture import read_inputs
from sayso.config import Settings
from sayso.engines import RawRecord, code_each
from sayso.journal import Head, Journal, partial_path, whole_file
from sayso.pipeline import Tools, Totals, load_tools
from sayso.writers import WRITERS, Format, write_documents

# Drops that are kept one by one (some 300 bytes each); all are counted. A table of reasons
# serves better than a longer list.
_MAX_LISTED = 10_000

_decode = msgspec.json.Decoder(RawRecord).decode


def _unheard(*_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done.

    Attributes:
        inputs: files and folders, "-" for standard input.
        settings: the settings tree.
        output: file to write; None writes to `stream`.
        stream: where the claims go without an output file.
        stdin: standard input, when "-" is among the inputs.
        format: format of the claims.
        documents: file for the cleaned documents, or None.
        on_bytes: called with the number of bytes just read from disk.
        on_record: called after each report with the account so far.
    """

    inputs: Sequence[str]
    settings: Settings
    output: Path | None
    stream: BinaryIO
    stdin: BinaryIO | None = None
    format: Format = "jsonl"
    documents: Path | None = None
    on_bytes: Callable[[int], None] = _unheard
    on_record: Callable[["Account"], None] = _unheard


@dataclass(slots=True)
class Account:
    """What a run did.

    Attributes:
        totals: reports in, coded and dropped, and claims.
        drops: the first drops, one by one; `totals` counts all.
        n_received: reports that came in, counted apart from `totals`, which must agree.
        n_resumed: reports that an earlier run had done.
        made_by: what made the claims.
        finished: the run came to its end.
    """

    totals: Totals = field(default_factory=Totals)
    drops: list[Drop] = field(default_factory=list)
    n_received: int = 0
    n_resumed: int = 0
    made_by: str = ""
    finished: bool = False

    def add(self, line: bytes) -> None:
        """Count one record."""
        record = _decode(line)
        self.totals.add(len(record.claims), record.drop, record.mentions)
        if record.drop is not None and len(self.drops) < _MAX_LISTED:
            self.drops.append(record.drop)


def run(job: Job, account: Account) -> None:
    """Run a job. `account` is filled as it goes, so that it tells what was done before an error.

    Raises:
        ConfigError: an input does not exist, or an output cannot be written.
        ModelError: the model is missing or does not fit its manifest.
        WorkerDiedError: a worker process ended without an answer.
    """
    _check_paths(job)
    items = _items(job, job.on_bytes)
    tools = load_tools(job.settings)  # before any file is opened: a missing model leaves no trace
    account.made_by = tools.extractor.made_by
    if job.output is None:
        _to_stream(job, items, tools, account)
    else:
        _to_file(job, job.output, items, tools, account)
    account.totals.check(account.n_received)
    account.finished = True


def _to_file(
    job: Job, output: Path, items: Iterator[Report | Drop], tools: Tools, account: Account
) -> None:
    head = Head(
        made_by=account.made_by,
        settings=job.settings.digest(),
        keep_text=job.documents is not None,
    )
    again = None if "-" in job.inputs else _items(job, _unheard)
    journal = Journal.open(output, head, again)
    done = False
    try:
        for line in journal.lines():
            account.add(line)
        account.n_resumed = account.n_received = journal.n_done
        rest = _counted(items, account, skip=journal.n_done)
        with closing(_coded(job, rest, tools)) as lines:
            for line in lines:
                journal.add(line)
                account.add(line)
                job.on_record(account)
        with whole_file(output) as file:
            for part in WRITERS[job.format](journal.lines(), to_file=True):
                file.write(part)
        if job.documents is not None:
            with whole_file(job.documents) as file:
                for part in write_documents(journal.lines()):
                    file.write(part)
        done = True
    finally:
        journal.close(done=done)


def _to_stream(job: Job, items: Iterator[Report | Drop], tools: Tools, account: Account) -> None:
    with ExitStack() as stack:
        documents = stack.enter_context(whole_file(job.documents)) if job.documents else None

        def counted(lines: Iterable[bytes]) -> Iterator[bytes]:
            for line in lines:
                account.add(line)
                job.on_record(account)
                if documents is not None:
                    documents.writelines(write_documents([line]))
                yield line

        lines = stack.enter_context(closing(_coded(job, _counted(items, account), tools)))
        for part in WRITERS[job.format](counted(lines), to_file=False):
            job.stream.write(part)
            job.stream.flush()


def _coded(job: Job, items: Iterator[Report | Drop], tools: Tools) -> Generator[bytes, None, None]:
    return code_each(items, job.settings, keep_text=job.documents is not None, tools=tools)


def _items(job: Job, on_bytes: Callable[[int], None]) -> Iterator[Report | Drop]:
    return read_inputs(job.inputs, stdin=job.stdin, progress=on_bytes, skip=written_by(job))


def written_by(job: Job) -> list[Path]:
    """The files that a run writes, which are never its input."""
    own: list[Path] = []
    for path in (job.output, job.documents):
        if path is not None:
            own += [path, partial_path(path), path.with_name(path.name + ".unfinished")]
    return own


def _counted(
    items: Iterator[Report | Drop], account: Account, *, skip: int = 0
) -> Iterator[Report | Drop]:
    for place, item in enumerate(items):
        if place >= skip:
            account.n_received += 1
            yield item


def _check_paths(job: Job) -> None:
    """Refuse before the work, not after it."""
    named = {Path(path).resolve() for path in job.inputs if path != "-"}
    outputs = [path for path in (job.output, job.documents) if path is not None]
    for path in outputs:
        if path.is_dir():
            raise ConfigError(f"{path} is a folder; name a file to write")
        if not path.parent.is_dir():
            raise ConfigError(f"{path}: the folder {path.parent} does not exist")
        if not os.access(path.parent, os.W_OK):
            raise ConfigError(f"{path}: the folder {path.parent} may not be written to")
        if path.resolve() in named:
            raise ConfigError(f"{path} is an input; name another file to write")
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise ConfigError(f"{job.output} is named for the claims and for the documents")


def summary(job: Job, account: Account, *, version: str, seconds: float) -> bytes:
    """The account as JSON, for programs."""
    totals = account.totals
    dropped = [
        {"step": step, "reason": reason, "n": n}
        for (step, reason), n in sorted(totals.dropped.items())
    ]
    tree = {
        "version": version,
        "made_by": account.made_by,
        "settings": job.settings,
        "settings_digest": job.settings.digest(),
        "inputs": list(job.inputs),
        "output": None if job.output is None else str(job.output),
        "format": job.format,
        "finished": account.finished,
        "reports_in": totals.n_in,
        "coded": totals.n_coded,
        "coded_without_claims": totals.n_without_claims,
        "dropped": totals.dropped.total(),
        "dropped_by_reason": dropped,
        "drops": account.drops,
        "drops_not_listed": totals.dropped.total() - len(account.drops),
        "claims": totals.n_claims,
        "mentions": dict(totals.mentions),
        "resumed_reports": account.n_resumed,
        "seconds": round(seconds, 3),
    }
    return msgspec.json.format(msgspec.json.encode(tree), indent=2) + b"\n"
