"""One batch of coded reports into the record, in one act; and into the account.

In:   reports with what was made of them, drops; what made them
Out:  an act, or none where nothing is new

Known faults: none known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.base.nouns import Drop, Report
from sayso.config import Settings
from sayso.pipeline import Coded
from sayso.record.account import Account, detail_of
from sayso.record.ingest import add_drops, add_many
from sayso.record.open import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What coded a batch: step, version and model; the settings, without a day that was given."""

    made_by: str
    settings: Settings

    @property
    def digest(self) -> str:
        """Digest of the settings, as the record keeps it."""
        return self.settings.digest()


def store(
    record: Record,
    kind: str,
    origin: Origin,
    batch: Sequence[tuple[Report, Coded]],
    drops: Sequence[Drop],
    *,
    account: Account,
) -> None:
    """Store a batch in one act; an act that would change nothing leaves no row.

    Raises:
        RecordError: the record is locked for too long, or the disk is full.
    """
    if not batch and not drops:
        return
    with record.write(kind, step="code", model=origin.made_by, settings=origin.digest) as act:
        done = add_many(act, batch)
        noted = add_drops(act, drops)
        act.detail |= detail_of(done, noted, origin.settings)
        if not any(added.wrote for added in (*done, *noted)):
            act.unchanged()
    for (_, coded), added in zip(batch, done, strict=True):
        if coded.drop is not None:
            account.count_drop(coded.drop)
        account.count(added)
    for drop in drops:
        account.count_drop(drop)
