"""Any of the tables, row by row.

In:   a file, and which table it is
Out:  each row with what it tells, or why it tells nothing that can be kept

Method: in = told + left out. Of two rows with one id the first counts.
Known faults: ids seen are held in memory: some 100 bytes a row.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sayso.imports import acled, ged, polecat
from sayso.imports.cells import BadCell
from sayso.imports.rows import read_rows
from sayso.imports.told import Row, Table, Told, Unfit

_READERS: dict[Table, Callable[[dict[str, str]], Told | Unfit]] = {
    "acled": acled.read,
    "ged": ged.read,
    "polecat": polecat.read,
}
Item = tuple[Row, Told | Unfit]


def read_table(path: Path, table: Table) -> Iterator[Item]:
    """Read a table; see `told_of`.

    Raises:
        ConfigError: the file is not there, or is no table of this kind.
    """
    return told_of(read_rows(path, table), table)


def told_of(rows: Iterable[Row], table: Table) -> Iterator[Item]:
    """What each row tells, or why it is left out."""
    seen: dict[str, bytes] = {}
    for row in rows:
        told = row.unfit or _told(row, table)
        if isinstance(told, Told):
            mark = hashlib.sha256(row.raw).digest()
            before = seen.setdefault(told.event, mark)
            if before is not mark:
                reason = "same_row_twice" if before == mark else "same_id_twice"
                told = Unfit(reason, told.event)
        yield row, told


def _told(row: Row, table: Table) -> Told | Unfit:
    try:
        return _READERS[table](row.cells)
    except BadCell as err:
        return Unfit(err.reason, str(err))
