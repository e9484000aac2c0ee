"""Rules on tolls that stand out from the record.

In:   the killed of all incidents
Out:  faults: an incident whose toll is beyond all others

Method: robust z of the logarithm, by median and median deviation: tolls spread by factors, and a
few great ones must not hide each other.
Known faults: an outlier is sought in the whole record, not country by country.
"""

import math
import statistics

import sqlalchemy as sa

from sayso.record import schema
from sayso.record.checks.look import Look
from sayso.record.checks.rule import Fault, Found, on_record
from sayso.show.words import counted

# Iglewicz and Hoaglin (1993) call a robust z above 3.5 an outlier; tolls spread as their logarithm.
_ROBUST_Z = 3.5
_ENOUGH = 20  # tolls below which a median says little
_LEAST_OUTLIER = 25  # dead, as UCDP's threshold; without it a record of ones makes 5 an outlier


@on_record(
    "count-outlier",
    "warning",
    "incident",
    means="The killed of one incident stand out from those of all others in the record (robust z "
    f"of the logarithm above {_ROBUST_Z:g}, and at least {_LEAST_OUTLIER}).",
    settle="`sayso why {id}`; `sayso decide edit` if a count is wrong",
)
def count_outlier(look: Look) -> Found:
    """Median and median deviation of log tolls; needs at least `_ENOUGH` of them."""
    table = schema.incident.c
    select = (
        sa.select(table.id, table.killed_best, table.type, table.day_from, table.country)
        .where(look.open(schema.incident), table.killed_best > 0)
        .order_by(table.killed_best.desc(), table.id)
    )
    rows = list(look.rows(select))
    if len(rows) < _ENOUGH:
        return
    logs = [math.log(row.killed_best) for row in rows]
    median = statistics.median(logs)
    # A median deviation of 0 (most tolls equal) would make everything an outlier; a factor of
    # two is no outlier anywhere.
    spread = max(statistics.median(abs(x - median) for x in logs), math.log(2) / 2)
    for row, value in zip(rows, logs, strict=True):
        z = 0.6745 * (value - median) / spread
        if z <= _ROBUST_Z:
            return
        if row.killed_best >= _LEAST_OUTLIER:
            yield Fault(
                f"{row.killed_best:,} killed; the median of "
                f"{counted(len(rows), 'incident')} is {math.exp(median):.0f}",
                subject=row.id,
                facts=(row.killed_best,),
                day=row.day_from,
                country=row.country,
            )
