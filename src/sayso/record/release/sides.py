"""One side of a comparison: the rows of a release, of a folder or of the record at a time.

In:   Arrow tables by name, from a folder or made from the record
Out:  `Side`: rows by their ids

Known faults: all rows of both sides are held in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sayso.record.release.columns import SEPARATOR
from sayso.tables import Cell, Row

# Columns of claims that say where words stand or how sure the machine is; who reads changes of a
# record asks for what is claimed. They follow from the others, or are in `claims` itself.
_NOT_COMPARED = frozenset(("score",))


@dataclass(slots=True)
class Side:
    """One side.

    Attributes:
        name: what people call it: a release, a folder, a time.
        incidents, claims, reports: rows by id.
        told, relations: rows by the incident or relation that they belong to.
        links: rows by pair.
        aliases: ids that were released once, to (new id or "", why).
        versions: versions of sayso and models, for people.
    """

    name: str
    incidents: dict[str, Row] = field(default_factory=dict)
    told: dict[str, list[Row]] = field(default_factory=dict)
    relations: dict[str, list[Row]] = field(default_factory=dict)
    claims: dict[str, Row] = field(default_factory=dict)
    reports: dict[str, Row] = field(default_factory=dict)
    links: dict[tuple[str, str], Row] = field(default_factory=dict)
    aliases: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    versions: str = ""


def side_of(name: str, tables: Mapping[str, Any], versions: str = "") -> Side:
    """A side from tables (Arrow tables, or lists of rows); a table that is missing is empty."""

    def rows(table: str) -> list[Row]:
        given = tables.get(table, [])
        return given if isinstance(given, list) else given.to_pylist()

    aliases: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows("aliases"):
        aliases[str(row["old"])].append((str(row["new"] or ""), str(row["why"])))
    return Side(
        name=name,
        incidents=_by_id(rows("incidents")),
        told=_grouped(rows("told"), "incident"),
        relations=_grouped(rows("relations"), "id"),
        claims={
            id_: {k: v for k, v in row.items() if k not in _NOT_COMPARED}
            for id_, row in _by_id(rows("claims")).items()
        },
        reports=_by_id(rows("reports")),
        links={(str(row["a"]), str(row["b"])): row for row in rows("links")},
        aliases=dict(aliases),
        versions=versions,
    )


def listed(cell: Cell) -> list[str]:
    """The values of a cell that holds a list."""
    return str(cell).split(SEPARATOR) if cell else []


def in_words(cell: Cell) -> str:
    """A cell as text: "" where nothing is known."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    return {str(row["id"]): row for row in rows}


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row[key])].append(row)
    return dict(found)
