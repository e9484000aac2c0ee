"""`sayso code -o FOLDER/`: a run of any size, written and taken up again by shards.

In:   a job whose output is a folder, of this machine or on object storage
Out:  whole shards, and the manifest when all is done; the `Account` of the run

Method: a shard holds so many items of the input, so the shards of one input are the same
whatever coded them. A run that is given again reads the input from its start, holds each whole
shard against it, and codes from there on. A last shard that is not full is coded anew when
the input has grown.
Known faults: two runs that write one folder at the same time disturb each other. A resumed run
reads its input twice (it codes no whole shard twice).
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain, islice

import msgspec

from sayso.base.errors import ConfigError
from sayso.base.ids import digest
from sayso.base.nouns import Drop, Report
from sayso.base.storage import Folder, folder_of
from sayso.config import RunSettings, Settings
from sayso.engines import code_tables
from sayso.job_account import Account
from sayso.pipeline import Tools
from sayso.shards.columns import key_of
from sayso.shards.manifest import (
    MANIFEST,
    Head,
    Shard,
    manifest_of,
    note_name,
    whole_shards,
    write_json,
)
from sayso.shards.write import ShardWriter

# Reports a shard: some 6 minutes of one worker with the model, which is what a kill can cost; 60 MB
# of news in pages, 5 MB of plain text.
SHARD_REPORTS = 2_000

Items = Iterator[Report | Drop]


def to_shards(
    where: str,
    items: Items,
    settings: Settings,
    tools: Tools,
    account: Account,
    *,
    inputs: tuple[str, ...],
    shard_reports: int,
    on_record: Callable[[Account], None],
) -> None:
    """Write the shards that are not there yet, and the manifest.

    Args:
        where: the folder; it is made where there is none.
        items: the input, from its start.
        settings: the settings tree.
        tools: loaded, for work in this process.
        account: filled as it goes.
        inputs: what the user named, for the manifest.
        shard_reports: items of the input a shard.
        on_record: called after each chunk with the account so far.

    Raises:
        ConfigError: the folder holds shards of other settings, another input or another model.
        WorkerDiedError: worker processes end again and again without an answer.
    """
    folder = folder_of(where, make=True)
    # As `sayso add` does: the day goes with the report, so that coding it again keeps it.
    own = msgspec.structs.replace(settings.undated(), run=RunSettings())
    head = Head(made_by=account.made_by, settings=own, shard_reports=shard_reports)
    shards, rest = _taken_up(folder, head, _dated(items, settings.clean.date))
    for shard in shards:
        _count(account, shard)
    account.n_resumed = account.n_received = sum(shard.items for shard in shards)
    folder.remove(MANIFEST)
    run = msgspec.structs.replace(settings.undated(), run=settings.run)
    undated = Tools(extractor=tools.extractor, identify=tools.identify, min_score=tools.min_score)
    parts = code_tables(
        _received(rest, account), run, end_at=shard_reports, first=account.n_resumed, tools=undated
    )
    with closing(parts):
        coming = iter(parts)
        while (first := next(coming, None)) is not None:
            with ShardWriter(folder, head, len(shards)) as writer:
                for chunk in chain([first], coming):
                    writer.add(chunk)
                    for tally in (tally for part in chunk for tally in part.tallies):
                        account.count(tally.n_claims, tally.drop, tally.mentions)
                    on_record(account)
                    if writer.items >= shard_reports:
                        break
                shards.append(writer.finish())
    _remove_after(folder, len(shards))
    write_json(folder, MANIFEST, manifest_of(head, shards, inputs))


def _taken_up(folder: Folder, head: Head, items: Items) -> tuple[list[Shard], Items]:
    """The whole shards that hold for this input, and the input after them."""
    before, shards = whole_shards(folder)
    if before is not None and before != head:
        raise ConfigError(
            f"{folder.where} holds shards of another run ({_differs(before, head)}): "
            "name another folder, or empty this one"
        )
    kept: list[Shard] = []
    for shard in shards:
        # Of a shard that is not full the items may be coded anew.
        is_full = shard.items == head.shard_reports
        held: list[Report | Drop] = []
        keys: list[str] = []
        for item in islice(items, shard.items):
            keys.append(key_of(item))
            if not is_full:
                held.append(item)
        if digest(*keys) != shard.input:
            raise ConfigError(
                f"{folder.where}: the input is not what shard {shard.n} was made from; "
                "name another folder, or empty this one to start anew"
            )
        if not is_full and (following := next(items, None)) is not None:
            return kept, chain(held, [following], items)
        kept.append(shard)
    return kept, items


def _differs(before: Head, head: Head) -> str:
    if before.made_by != head.made_by:
        return f"made by {before.made_by}, now {head.made_by}"
    if before.shard_reports != head.shard_reports:
        return f"--shard-reports {before.shard_reports}, now {head.shard_reports}"
    return "other settings"


def _count(account: Account, shard: Shard) -> None:
    totals = account.totals
    totals.n_in += shard.items
    totals.n_coded += shard.coded
    totals.n_without_claims += shard.without_claims
    totals.n_claims += shard.claims
    totals.mentions.update(shard.mentions)
    for dropped in shard.dropped:
        totals.dropped[dropped.first.step, dropped.first.reason] += dropped.n
        account.drops.append(dropped.first)


def _remove_after(folder: Folder, n: int) -> None:
    """A note of an earlier and longer run would be taken for a shard of this one."""
    while folder.size(note_name(n)) is not None:
        folder.remove(note_name(n))
        n += 1


def _received(items: Items, account: Account) -> Items:
    for item in items:
        account.n_received += 1
        yield item


def _dated(items: Items, day: dt.date | None) -> Items:
    for item in items:
        if day is None or isinstance(item, Drop):
            yield item
        else:
            yield msgspec.structs.replace(item, published=day, published_from="given")
