"""One side of a comparison: the rows of a release, of a folder or of the record at a time.

In:   Arrow tables by name, from a folder or made from the record
Out:  `Side`: rows by their ids

Known faults: all rows of both sides are held in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sayso.record.release.columns import CLAIM_FLAT, SEPARATOR
from sayso.tables import Cell, Row

# Of claims the changes leave out how sure the machine is and where the words stand: who reads them
# asks what is claimed.
_NOT_COMPARED = frozenset(("score", *(name for name in CLAIM_FLAT if name.endswith("_at"))))


@dataclass(slots=True)
class Side:
    """One side.

    Attributes:
        name: what people call it: a release, a folder, a time.
        incidents, claims, reports: rows by id; rows of claims hold only what is known.
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
        return [row for batch in _batches(tables.get(table, [])) for row in batch]

    aliases: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows("aliases"):
        aliases[str(row["old"])].append((str(row["new"] or ""), str(row["why"])))
    return Side(
        name=name,
        incidents=_by_id(rows("incidents")),
        told=_grouped(rows("told"), "incident"),
        relations=_grouped(rows("relations"), "id"),
        claims=_claims(_batches(tables.get("claims", []))),
        reports=_by_id(rows("reports")),
        links={(str(row["a"]), str(row["b"])): row for row in rows("links")},
        aliases=dict(aliases),
        versions=versions,
    )


def _batches(given: Any) -> Iterable[list[Row]]:
    if isinstance(given, list):
        return [given]
    return (batch.to_pylist() for batch in given.to_batches(max_chunksize=5_000))


def _claims(batches: Iterable[list[Row]]) -> dict[str, Row]:
    """Rows of claims, by far the most: only what is known, and each text once in memory."""
    texts: dict[str, str] = {}
    found: dict[str, Row] = {}
    for batch in batches:
        for row in batch:
            found[str(row["id"])] = {
                name: texts.setdefault(value, value) if isinstance(value, str) else value
                for name, value in row.items()
                if value is not None and name not in _NOT_COMPARED
            }
    return found


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
