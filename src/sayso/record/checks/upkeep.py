"""Rules on the record as a whole: work left undone, acts out of order, bodies that cannot be read.

In:   acts, what is dirty, drops, codings
Out:  faults

Known faults: an act that another process is running now is not told from one that was killed.
"""

from collections import Counter

import msgspec
import sqlalchemy as sa

from sayso.base.joined import Incident, Relation
from sayso.base.nouns import Claim
from sayso.record import schema
from sayso.record.checks.look import Look
from sayso.record.checks.rule import Fault, Found, on_record
from sayso.record.checks.words import listed, quoted
from sayso.show.words import counted

_MANY_DROPPED = 0.2  # of what came in; below it, broken pages are what any folder holds
_SOME = 10


@on_record(
    "linking-not-done",
    "warning",
    "record",
    means="Linking has still to look at some claims: incidents and relations are behind.",
    settle="any `sayso add` or `sayso decide` links what waits",
)
def linking_not_done(look: Look) -> Found:
    """Rows of `dirty`, by kind; only of the record as it is now."""
    if look.view.at is not None:
        return
    table = schema.dirty.c
    select = sa.select(table.kind, sa.func.count().label("left")).group_by(table.kind)
    left = [counted(row.left, row.kind) for row in look.rows(select.order_by(table.kind))]
    if left:
        yield Fault(f"{listed(left, most=4)} wait to be linked", subject="record")


@on_record(
    "act-never-ended",
    "warning",
    "record",
    means="An act began and did not end: it was killed, or is running now.",
    settle="give the same command again, which goes on where it was stopped",
)
def act_never_ended(look: Look) -> Found:
    """Acts without `ended`."""
    table = schema.act.c
    select = sa.select(table.n, table.kind, table.at).where(table.ended.is_(None))
    if look.view.at is not None:
        select = select.where(table.n <= look.view.at)
    for row in look.rows(select.order_by(table.n)):
        yield Fault(
            f"act {row.n} ({row.kind}) began at {row.at} and has no end", subject=f"act:{row.n}"
        )


@on_record(
    "acts-out-of-order",
    "error",
    "record",
    means="An act is dated before the act before it: a look as of a time would mislead.",
    settle="the record was changed from outside: go back to a copy",
)
def acts_out_of_order(look: Look) -> Found:
    """Times against numbers."""
    table = schema.act.c
    last, number = "", 0
    for row in look.rows(sa.select(table.n, table.at).order_by(table.n)):
        if row.at < last:
            yield Fault(
                f"act {row.n} is of {row.at}, act {number} of {last}",
                subject=f"act:{row.n}",
                facts=(row.at,),
            )
        last, number = row.at, row.n


@on_record(
    "many-dropped",
    "warning",
    "record",
    means=f"More than {_MANY_DROPPED:.0%} of what came in was left out.",
    settle="see the reasons in docs/inputs.md; `sayso decide settle` if it is as it should be",
)
def many_dropped(look: Look) -> Found:
    """Drops against reports, with the commonest reasons."""
    table, report = schema.drop.c, schema.report
    by_reason = sa.select(table.reason, sa.func.count().label("n")).where(look.open(schema.drop))
    rows = list(look.rows(by_reason.group_by(table.reason)))
    dropped = sum(row.n for row in rows)
    count = sa.select(sa.func.count()).select_from(report).where(look.open(report))
    total = dropped + look.view.conn.execute(count).scalar_one()
    if total >= _SOME and dropped > _MANY_DROPPED * total:
        reasons = Counter({row.reason: row.n for row in rows})
        shown = [f"{reason} ({n:,})" for reason, n in sorted(reasons.items(), key=_most_first)]
        yield Fault(f"{dropped:,} of {counted(total, 'report')}: {listed(shown)}", subject="drops")


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


@on_record(
    "coded-by-several",
    "notice",
    "record",
    means="Reports were coded by different models or versions, so differences between them may be "
    "the coder's.",
    settle="`sayso add --recode`, so that one model coded all",
)
def coded_by_several(look: Look) -> Found:
    """What made the codings that hold."""
    table = schema.coding
    select = sa.select(table.c.made_by, sa.func.count().label("n")).where(look.open(table))
    rows = list(look.rows(select.group_by(table.c.made_by).order_by(table.c.made_by)))
    if len(rows) > 1:
        told = [f"{quoted(row.made_by)} ({counted(row.n, 'report')})" for row in rows]
        yield Fault(
            f"coded by {listed(told)}", subject="codings", facts=tuple(row.made_by for row in rows)
        )


@on_record(
    "body-unreadable",
    "error",
    "record",
    means="What the record keeps of a claim, incident or relation cannot be read; the other rules "
    "pass it over.",
    settle="the record was changed from outside, or by another version: go back to a copy",
)
def body_unreadable(look: Look) -> Found:
    """Each JSON body against its noun."""
    for table, noun in (
        (schema.claim, Claim),
        (schema.incident, Incident),
        (schema.relation, Relation),
    ):
        decoder = msgspec.json.Decoder(noun)
        select = sa.select(table.c.id, table.c.body).where(look.open(table))
        for row in look.rows(select.order_by(table.c.n)):
            try:
                decoder.decode(row.body)
            except msgspec.DecodeError as err:
                yield Fault(f"{table.name} {row.id}: {err}", subject=row.id)
