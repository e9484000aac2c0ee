"""Adding from shards: reports that `sayso code` has coded go into the record as they are.

In:   a folder of shards; a record open for writing
Out:  a record that holds them, as if they had been added from the input; the account

Method: the model and the settings are those of the shards' manifest, so what the record then
holds is what coding the same input into it would have left. What it holds already is passed over.
Shard by shard, some reports an act; linking follows after every `LINK_AT` claims, so that what
linking holds in memory does not grow with the folder.
Known faults: a report that had been given a day before, and comes without one, is stored with its
text as it was coded here, without the day.
"""

import hashlib
from collections.abc import Callable, Iterator

from sayso.base.nouns import Drop, Report
from sayso.base.storage import folder_of
from sayso.pipeline import Coded
from sayso.record.account import Account
from sayso.record.ingest import known_reports
from sayso.record.linking import link_all, n_marks
from sayso.record.open import Record
from sayso.record.storing import Origin, store
from sayso.shards.read import Read, manifest_in, read_shard

_BATCH_REPORTS = 64  # reports an act, as many as are coded into one
# Marks of claims at which linking comes in between: of 101,283 claims the process then had 765 MB
# in place of 957, for a tenth more time (docs/decisions/0163-record-from-shards.md).
LINK_AT = 25_000


def add_shards(
    record: Record,
    where: str,
    account: Account,
    *,
    on_report: Callable[[Account], None],
    on_link: Callable[[str], None],
) -> None:
    """Add the reports of a folder of shards.

    Args:
        record: open for writing.
        where: the folder, a path or a URL.
        account: filled as it goes.
        on_report: called after each report with the account so far.
        on_link: called with the name of each step of linking.

    Raises:
        ConfigError: the folder is not what a run of `sayso code` left when it ended.
        RecordError: the record is locked for too long, or the disk is full.
    """
    folder = folder_of(where)
    manifest = manifest_in(folder)
    origin = Origin(made_by=manifest.head.made_by, settings=manifest.head.settings)
    account.made_by = origin.made_by
    for shard in manifest.shards:
        for group in _groups(read_shard(folder, shard)):
            account.n_in += len(group)
            batch, drops = _fresh(record, group, origin, account)
            store(record, "add", origin, batch, drops, account=account)
            on_report(account)
        if sum(n_marks(record, ("claim",)).values()) >= LINK_AT:
            account.link(link_all(record, on_progress=on_link))


def _fresh(
    record: Record, group: list[Read], origin: Origin, account: Account
) -> tuple[list[tuple[Report, Coded]], list[Drop]]:
    """What of a group is to be stored; what is not is counted."""
    reports = [read.report.report_id for read in group if read.report is not None]
    with record.read() as view:
        known = known_reports(view.conn, reports)
    batch: list[tuple[Report, Coded]] = []
    drops: list[Drop] = []
    for read in group:
        report, coded = read.report, read.coded
        if report is None:
            drops += [coded.drop] if coded.drop is not None else []
            continue
        before = known.get(report.report_id)
        sha256 = hashlib.sha256(report.content).hexdigest()
        if (
            coded.drop is None
            and before is not None
            and before.is_same(
                report, sha256=sha256, made_by=origin.made_by, settings=origin.digest
            )
        ):
            account.n_unchanged += 1
        else:
            batch.append((report, coded))
    return batch, drops


def _groups(reads: Iterator[Read]) -> Iterator[list[Read]]:
    group: list[Read] = []
    for read in reads:
        group.append(read)
        if len(group) >= _BATCH_REPORTS:
            yield group
            group = []
    if group:
        yield group
