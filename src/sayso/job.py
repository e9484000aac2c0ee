"""One run of `sayso code`: input read, reports coded, files written whole, sums held to account.

In:   paths and settings, and where the claims go
Out:  the files, and the `Account` of the run

Method: to a file, records go through a journal beside it, so that a killed run resumes
and no half-written file stays (`docs/decisions/0051-resume-from-a-partial-file.md`); to a
stream, each record is written as it comes; to a folder, shard by shard (`job_shards`). What a run
writes is never read as its input.
Known faults: standard input cannot be read twice, so a run on it starts anew. A resumed
run reads its input twice (it codes nothing twice).
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from sayso.base.errors import ConfigError
from sayso.base.nouns import Drop, Report
from sayso.base.storage import is_url
from sayso.capture import read_inputs
from sayso.config import Settings
from sayso.engines import code_each
from sayso.job_account import Account
from sayso.job_shards import SHARD_REPORTS, to_shards
from sayso.journal import Head, Journal, partial_path, whole_file
from sayso.pipeline import Tools, load_tools
from sayso.writers import ENDINGS, WRITERS, Format, write_documents

__all__ = ["Account", "Job", "folder_named", "run", "summary", "written_by"]


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
        shards: folder for shards, a path or a URL, in place of `output`; None for none.
        shard_reports: items of the input a shard.
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
    shards: str | None = None
    shard_reports: int = SHARD_REPORTS
    on_bytes: Callable[[int], None] = _unheard
    on_record: Callable[["Account"], None] = _unheard


def run(job: Job, account: Account) -> None:
    """Run a job. `account` is filled as it goes, so that it tells what was done before an error.

    Raises:
        ConfigError: an input does not exist, or an output cannot be written.
        ModelError: the model is missing or does not fit its manifest.
        WorkerDiedError: worker processes end again and again without an answer.
    """
    _check_paths(job)
    items = _items(job, job.on_bytes)
    tools = load_tools(job.settings)  # before any file is opened: a missing model leaves no trace
    account.made_by = tools.extractor.made_by
    if job.shards is not None:
        to_shards(
            job.shards,
            items,
            job.settings,
            tools,
            account,
            inputs=tuple(job.inputs),
            shard_reports=job.shard_reports,
            on_record=job.on_record,
        )
    elif job.output is None:
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


def folder_named(output: str | None) -> str | None:
    """The folder of shards that an output names: what ends with a slash, or is a URL.

    >>> folder_named("coded/"), folder_named("s3://bucket/coded"), folder_named("claims.csv")
    ('coded/', 's3://bucket/coded/', None)
    """
    if output is None or not (output.endswith(("/", os.sep)) or is_url(output)):
        return None
    return output if output.endswith(("/", os.sep)) else output + "/"


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
            raise ConfigError(
                f"{path} is a folder; name a file to write, or say {path}/ for shards of Parquet"
            )
        if not path.parent.is_dir():
            raise ConfigError(f"{path}: the folder {path.parent} does not exist")
        if not os.access(path.parent, os.W_OK):
            raise ConfigError(f"{path}: the folder {path.parent} may not be written to")
        if path.resolve() in named:
            raise ConfigError(f"{path} is an input; name another file to write")
    if job.shards is not None:
        _check_shards(job, job.shards)
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise ConfigError(f"{job.output} is named for the claims and for the documents")


def _check_shards(job: Job, where: str) -> None:
    if job.format != "parquet":
        raise ConfigError(f"{where}: shards are Parquet; leave out --format {job.format}")
    if job.documents is not None:
        raise ConfigError("--documents is not needed: shards hold the texts (reports-*.parquet)")
    if "-" in job.inputs:
        raise ConfigError(
            "shards need input that can be read again; - (standard input) cannot: name files"
        )
    if is_url(where):
        if Path(where).suffix.lower() in ENDINGS:
            raise ConfigError(f"{where}: a URL is a folder of shards, not a file; leave its ending")
        return
    folder = Path(where)
    if not folder.parent.is_dir():
        raise ConfigError(f"{where}: the folder {folder.parent} does not exist")
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{where} is a file; name a folder")
    for path in job.inputs:
        if not is_url(path) and folder.resolve().is_relative_to(Path(path).resolve()):
            raise ConfigError(f"{where} lies in the input {path}; name a folder outside of it")


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
        "output": job.shards or (None if job.output is None else str(job.output)),
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
