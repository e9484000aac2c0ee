"""One run of `sayso import`: rows of a table into a record, then linked.

In:   rows with what they tell; a record open for writing
Out:  a record that holds them as claims of their table, and the `Account` of the run

Method: a row is a report. The same row, read with the same mapping, changes nothing; a row with
the id of a stored one and other bytes replaces it, as a corrected report does (`record.ingest`).
Rows are stored in batches, each an act. in = stored + unchanged + dropped, or the run ends
with an error. Then what is marked is linked.
Known faults: a row that a later edition of the table leaves out stays in the record.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sayso.base.nouns import Drop, Report
from sayso.imports.claims import coded_row
from sayso.imports.mapping import edition
from sayso.imports.read import Item
from sayso.imports.told import Table, Told
from sayso.pipeline import Coded
from sayso.record.account import Account
from sayso.record.ingest import add_drops, add_many
from sayso.record.linking import link_all
from sayso.record.open import Record

STEP = "import"
# A commit takes some 20 ms whatever is in it, a row under 1 ms.
_BATCH = 500


def made_by(table: Table) -> str:
    """What the claims of a table carry. The digit is the edition of the readers' rules.

    >>> made_by("acled")
    'import acled 1'
    """
    return f"{STEP} {table} 1"


def _unheard(*_: object) -> None:
    """Nobody listens."""


@dataclass(slots=True)
class Imported:
    """What a run did.

    Attributes:
        left_open: how many stored rows leave what open, by the codes of `told.LEFT_OPEN`.
    """

    account: Account = field(default_factory=Account)
    left_open: Counter[str] = field(default_factory=Counter)


def run(
    record: Record,
    items: Iterable[Item],
    table: Table,
    *,
    name: str,
    done: Imported | None = None,
    link: bool = True,
    on_link: Callable[[str], None] = _unheard,
) -> Imported:
    """Store a table's rows and link them.

    Args:
        record: open for writing.
        items: rows, and what each tells.
        table: which one.
        name: of the file, for people: rows are "NAME#line".
        done: of the files before, which is added to.
        link: whether to link now; not where more files follow.
        on_link: called with the name of each step of linking.

    Raises:
        ConfigError: the table cannot be read.
        RecordError: the record is locked for too long, or the disk is full.
    """
    done = done or Imported()
    done.account.made_by = made_by(table)
    batch: list[tuple[Report, Coded]] = []
    drops: list[Drop] = []
    for row, told in items:
        done.account.n_in += 1
        origin = f"{name}#{row.number}"
        if isinstance(told, Told):
            report, coded = coded_row(row, told, origin=origin, made_by=made_by(table))
            batch.append((report, coded))
            done.left_open.update(_left_open(told, coded))
        else:
            drops.append(Drop(step=STEP, reason=told.reason, origin=origin, detail=told.detail))
        if len(batch) + len(drops) >= _BATCH:
            _commit(record, batch, drops, done, table=table, name=name)
            batch, drops = [], []
    _commit(record, batch, drops, done, table=table, name=name)
    done.account.check()
    if link:
        done.account.linked = link_all(record, on_progress=on_link)
    return done


def _left_open(told: Told, coded: Coded) -> set[str]:
    left = set(told.left_open)
    if told.country_words and not told.country:
        left.add("country_unknown")
    (claim,) = coded.claims
    if not all(who.actor_id for who in (*claim.actor, *claim.recipient)):
        left.add("actor_open")
    return left


def _commit(
    record: Record,
    batch: list[tuple[Report, Coded]],
    drops: list[Drop],
    done: Imported,
    *,
    table: Table,
    name: str,
) -> None:
    """Store some rows in one act; an act that would change nothing leaves no row."""
    if not batch and not drops:
        return
    with record.write(STEP, step=table, model=made_by(table), settings=edition()) as act:
        added = add_many(act, batch)
        noted = add_drops(act, drops)
        outcomes = Counter(one.outcome for one in (*added, *noted))
        act.detail |= {"table": table, "file": name, "reports": dict(outcomes)}
        act.detail["claims_new"] = sum(len(one.change.new) for one in added)
        if not any(one.wrote for one in (*added, *noted)):
            act.unchanged()
    for one in added:
        done.account.count(one)
    for drop in drops:
        done.account.count_drop(drop)
