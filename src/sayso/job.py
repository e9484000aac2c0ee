"""One run of `sayso code`: input read, reports coded, files written whole, sums held to account.

In:   paths and settings, and where the claims go
Out:  the files, and the `Account` of the run

Method: to a file, records go through a journal beside it, so that a killed run resumes
and no half-written file stays; to a stream, each record is written as it comes.
Known faults: standard input cannot be read twice, so a run on it starts anew.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec

from sayso.base.errors import ConfigError
from sayso.base.nouns import Drop, Report
from sayso.capture import read_inputs
from sayso.config import Settings
from sayso.engines import RawRecord, code_each
from sayso.journal import Head, Journal, replace_with
from sayso.pipeline import Totals, each_once
from sayso.writers import WRITERS, Format, write_documents

_decode = msgspec.json.Decoder(RawRecord).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done.

    Attributes:
        inputs: files and folders, "-" for standard input.
        settings: the settings tree.
        version: version of sayso and of the model, so that a partial file of another
            one is not taken up.
        output: file to write; None writes to `stream`.
        stream: where the claims go without an output file.
        stdin: standard input, when "-" is among the inputs.
        format: format of the claims.
        documents: file for the cleaned documents, or None.
        on_record: called after each report with its origin and the totals so far.
    """

    inputs: Sequence[str]
    settings: Settings
    version: str
    output: Path | None
    stream: BinaryIO
    stdin: BinaryIO | None = None
    format: Format = "jsonl"
    documents: Path | None = None
    on_record: Callable[[str, Totals], None] = lambda _origin, _totals: None


@dataclass(slots=True)
class Account:
    """What a run did: the totals, each drop, and how many reports an earlier run had done."""

    totals: Totals = field(default_factory=Totals)
    drops: list[Drop] = field(default_factory=list)
    n_received: int = 0
    n_resumed: int = 0

    def add(self, line: bytes) -> RawRecord:
        """Count one record."""
        record = _decode(line)
        self.totals.add(len(record.claims), record.drop)
        if record.drop is not None:
            self.drops.append(record.drop)
        return record


def run(job: Job, account: Account) -> None:
    """Run a job. `account` is filled as it goes, so that it tells what was done before an error.

    Raises:
        ConfigError: an input does not exist, or an output cannot be written.
        ModelError: the model is missing or does not fit its manifest.
        WorkerDied: a worker process ended without an answer.
    """
    if job.output is None:
        _to_stream(job, account)
    else:
        _to_file(job, job.output, account)
    account.totals.check(account.n_received)


def _to_file(job: Job, output: Path, account: Account) -> None:
    for path in (output, job.documents):
        if path is not None:
            _must_be_writable(path)
    head = Head(
        version=job.version,
        settings=job.settings.digest(),
        keep_text=job.documents is not None,
    )
    again = None if "-" in job.inputs else _items(job)
    journal = Journal.open(output, head, again)
    done = False
    try:
        for line in journal.lines():
            account.add(line)
        account.n_resumed = account.n_received = journal.n_done
        items = _counted(_items(job), account, skip=journal.n_done)
        with closing(code_each(items, job.settings, keep_text=head.keep_text)) as lines:
            for line in lines:
                journal.add(line)
                job.on_record(account.add(line).origin, account.totals)
        replace_with(output, WRITERS[job.format](journal.lines(), to_file=True))
        if job.documents is not None:
            replace_with(job.documents, write_documents(journal.lines()))
        done = True
    finally:
        journal.close(done=done)


def _to_stream(job: Job, account: Account) -> None:
    if job.documents is not None:
        _must_be_writable(job.documents)
    kept: list[bytes] = []

    def counted(lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            job.on_record(account.add(line).origin, account.totals)
            if job.documents is not None:
                kept.append(line)
            yield line

    items = _counted(_items(job), account)
    keep_text = job.documents is not None
    with closing(code_each(items, job.settings, keep_text=keep_text)) as lines:
        for part in WRITERS[job.format](counted(lines), to_file=False):
            job.stream.write(part)
            job.stream.flush()
    if job.documents is not None:
        replace_with(job.documents, write_documents(kept))


def _items(job: Job) -> Iterator[Report | Drop]:
    return each_once(read_inputs(job.inputs, stdin=job.stdin))


def _counted(
    items: Iterator[Report | Drop], account: Account, *, skip: int = 0
) -> Iterator[Report | Drop]:
    for place, item in enumerate(items):
        if place >= skip:
            account.n_received += 1
            yield item


def _must_be_writable(path: Path) -> None:
    """Refuse before the work, not after it."""
    if path.is_dir():
        raise ConfigError(f"{path} is a folder; name a file to write")
    if not path.parent.is_dir():
        raise ConfigError(f"{path}: the folder {path.parent} does not exist")


def summary(job: Job, account: Account, *, seconds: float, finished: bool) -> bytes:
    """The account as JSON, for programs."""
    totals = account.totals
    dropped = [
        {"step": step, "reason": reason, "n": n}
        for (step, reason), n in sorted(totals.dropped.items())
    ]
    tree = {
        "version": job.version,
        "settings": job.settings,
        "settings_digest": job.settings.digest(),
        "inputs": list(job.inputs),
        "output": None if job.output is None else str(job.output),
        "format": job.format,
        "finished": finished,
        "reports_in": totals.n_in,
        "coded": totals.n_coded,
        "coded_without_claims": totals.n_without_claims,
        "dropped": totals.dropped.total(),
        "dropped_by_reason": dropped,
        "drops": account.drops,
        "claims": totals.n_claims,
        "resumed_reports": account.n_resumed,
        "seconds": round(seconds, 3),
    }
    return msgspec.json.format(msgspec.json.encode(tree), indent=2) + b"\n"
