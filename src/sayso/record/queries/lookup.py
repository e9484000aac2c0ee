"""Names in a filter, looked up: what the record calls them.

In:   a `Filter` with names as a person types them
Out:  `Wanted`: keys, ids and names as they stand in rows, and notes on what was taken for what

Method: a key or an id that the record holds is taken as it is. Of other names both what the
roster calls so and what a report of the record calls so are taken; several actors of one name
are all taken, and a note says so. A place's name is one that the record shows, or the words of a
report that were settled to a place. Outlets and speakers by name without case. What the record
does not know matches nothing, and a note says so.
Known faults: a name that reports give to several actors ("the army") brings all of them; the
roster's part of a name is found only where the roster is that of the coding.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from sayso.base.keys import GEO, NAME, bare, bare_place, fold
from sayso.record import schema
from sayso.record.called import all_called
from sayso.record.queries.filters import Filter
from sayso.record.view import View

_MOST_NAMED = 5  # keys in a note; the rest is counted
_SURE = 0.9  # of the roster: names, spellings and acronyms; not peoples and capitals


@dataclass(slots=True)
class Wanted:
    """A filter with its names looked up. None where nothing is asked for."""

    filter: Filter
    actors: tuple[str, ...] | None = None
    geonameids: tuple[int, ...] | None = None
    places: tuple[str, ...] | None = None  # names of places that have no id
    admin1: tuple[str, ...] | None = None
    outlets: tuple[str, ...] | None = None
    speakers: tuple[str, ...] | None = None
    notes: list[str] = field(default_factory=list)


def look_up(view: View, filter_: Filter, table: sa.Table = schema.claim) -> Wanted:
    """Look up the names of a filter.

    Args:
        view: the record.
        filter_: what is asked for.
        table: whose places and provinces are meant, `claim` or `incident`.
    """
    wanted = Wanted(filter_)
    if filter_.actor:
        find = relation_keys if table is schema.relation else actor_keys
        wanted.actors = _all(view, filter_.actor, find, "actor", wanted.notes)
    if filter_.place:
        _look_up_places(view, table, wanted)
    if filter_.admin1:
        found, unknown = _named(view, filter_.admin1, table.c.admin1)
        wanted.admin1 = tuple(sorted(found))
        wanted.notes += [f"no province of the record goes by {name!r}" for name in sorted(unknown)]
    if filter_.source:
        _look_up_sources(view, wanted)
    return wanted


def _all(
    view: View,
    names: Iterable[str],
    find: Callable[[View, str], tuple[str, ...]],
    what: str,
    notes: list[str],
) -> tuple[str, ...]:
    """All keys that any of the names stands for, with a note for each name that is no key."""
    found: list[str] = []
    for name in names:
        keys = find(view, name)
        found += keys
        if not keys:
            notes.append(f"no {what} of the record goes by {name!r}")
        elif keys != (name,):
            more = f" and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
            notes.append(f"{what} {name!r} is taken for {', '.join(keys[:_MOST_NAMED])}{more}")
    return tuple(sorted(set(found)))


def _named(view: View, names: Iterable[str], column: sa.Column[str]) -> tuple[set[str], set[str]]:
    """Values of a column by their names: as written, else without case; and names that none has."""
    found = _present(view, column, names, is_open=True)
    rest = {name for name in names if name not in found}
    if rest:
        known: dict[str, set[str]] = {}
        for value in _distinct(view, column):
            known.setdefault(fold(value), set()).add(value)
        for name in sorted(rest):
            if fold(name) in known and fold(name):
                found |= known[fold(name)]
                rest.discard(name)
    return found, rest


# --- actors -------------------------------------------------------------------------------


def actor_keys(view: View, name: str) -> tuple[str, ...]:
    """Keys of the record's actors that `name` stands for: itself where it is a key."""
    table = schema.claim_actor
    if _present(view, table.c.key, [name]):
        return (name,)
    folded = bare(name.removeprefix(NAME))
    by_words = view.conn.execute(
        sa.select(table.c.key).where(table.c.folded == folded).distinct()
    ).scalars()
    by_name = _present(view, table.c.key, [NAME + folded, *roster_ids(name)])
    return tuple(sorted({*by_words, *by_name}))


def relation_keys(view: View, name: str) -> tuple[str, ...]:
    """Keys by which relations know what `name` stands for, an actor or a place.

    Names that the record joins (`alias`) lead to the key that relations have; what claims call so
    is taken too, where a relation has that key.
    """
    table = schema.relation
    found = {one.key for one in all_called(view, name)}
    if found == {name}:
        return (name,)
    for key in (table.c.actor, table.c.recipient):
        found |= _present(view, key, actor_keys(view, name), is_open=True)
    return tuple(sorted(found))


def roster_ids(name: str) -> set[str]:
    """Ids that the roster gives to exactly this name, spelling or acronym."""
    from sayso.identify import actors_index  # noqa: PLC0415  reads the roster: 0.3 s
    from sayso.identify.actors_known import provisional  # noqa: PLC0415

    index = actors_index.names()
    key = actors_index.fold(actors_index.trimmed(name))
    hits = [
        *index.by_name.get(key, ()),
        *index.by_acronym.get(name.replace(".", ""), ()),
        *index.persons.get(key, ()),
    ]
    return {hit.actor for hit in hits if hit.score >= _SURE} | {provisional(name)}


def get_ready() -> None:
    """Read the roster now, so that the first who asks for a name does not wait for it."""
    roster_ids("nobody")


def _present(
    view: View, column: sa.Column[str], keys: Iterable[str], *, is_open: bool = False
) -> set[str]:
    """Those of the keys that stand in the column, each found by the index; in open rows only."""
    found: set[str] = set()
    for key in set(keys):
        query = sa.select(sa.literal(1)).where(column == key).limit(1)
        query = query.where(view.open(column.table)) if is_open else query
        if view.conn.execute(query).first():
            found.add(key)
    return found


# --- places -------------------------------------------------------------------------------


def _look_up_places(view: View, table: sa.Table, wanted: Wanted) -> None:
    ids: set[int] = set()
    names: set[str] = set()
    shown: list[str] | None = None
    for given in wanted.filter.place:
        digits = given.removeprefix(GEO)
        if digits.isdecimal() and digits.isascii():
            ids.add(int(digits))
            continue
        found_ids, found_names = _by_words(view, bare_place(given))
        if not found_ids and not found_names:
            shown = _distinct(view, table.c.place) if shown is None else shown
            found_ids, found_names = _by_look(view, table, shown, given)
        if not found_ids and not found_names:
            wanted.notes.append(f"no place of the record goes by {given!r}")
        elif found_ids:
            listed = ", ".join(f"{GEO}{n}" for n in sorted(found_ids))
            wanted.notes.append(f"place {given!r} is taken for {listed}")
        ids |= found_ids
        names |= found_names
    wanted.geonameids, wanted.places = tuple(sorted(ids)), tuple(sorted(names))


def _by_words(view: View, folded: str) -> tuple[set[int], set[str]]:
    """Places that reports of the record call so: ids, and names of those without one."""
    table = schema.claim_place
    rows = view.conn.execute(
        sa.select(table.c.key, table.c.name).where(table.c.folded == folded).distinct()
    )
    ids: set[int] = set()
    names: set[str] = set()
    for key, name in rows:
        if key.startswith(GEO):
            ids.add(int(key.removeprefix(GEO)))
        else:
            names.add(name)
    return ids, names


def _by_look(
    view: View, table: sa.Table, shown: Iterable[str], given: str
) -> tuple[set[int], set[str]]:
    """Places whose shown name is the same but for case, accents and signs."""
    from sayso.identify.places_fold import fold as look  # noqa: PLC0415  loads tables

    names = {name for name in shown if name and look(name) == look(given)}
    rows = view.conn.execute(
        sa.select(table.c.geonameid).where(view.open(table), table.c.place.in_(names)).distinct()
    ).scalars()
    return {n for n in rows if n is not None}, names


def _distinct(view: View, column: Any) -> list[str]:
    """The values of a text column.

    SQLite jumps from one value to the next where an index begins with the column; its own
    DISTINCT reads every entry.
    """
    table = column.table
    indexed = any(
        next(iter(index.columns)) is column
        and index.dialect_options["sqlite"].get("where") is not None
        for index in table.indexes
    )
    if view.at is not None or view.conn.dialect.name != "sqlite" or not indexed:
        query: Any = sa.select(column).where(view.open(table)).distinct()
        return list(view.conn.execute(query).scalars())
    is_open = view.open(table)
    first = sa.select(sa.func.min(column).label("value")).where(is_open).cte("d", recursive=True)
    after = sa.select(sa.func.min(column)).where(is_open, column > first.c.value).scalar_subquery()
    values = first.union_all(sa.select(after).where(first.c.value.is_not(None)))
    query = sa.select(values.c.value).where(values.c.value.is_not(None))
    return list(view.conn.execute(query).scalars())


# --- sources ------------------------------------------------------------------------------


def _look_up_sources(view: View, wanted: Wanted) -> None:
    outlets, _ = _named(view, wanted.filter.source, schema.document.c.outlet)
    table = schema.claim_actor
    speakers: set[str] = set()
    for given in wanted.filter.source:
        speaks = sa.select(table.c.key).where(
            table.c.role == "source", table.c.key.in_(actor_keys(view, given))
        )
        keys = set(view.conn.execute(speaks.distinct()).scalars())
        speakers |= keys
        if not keys and fold(given) not in map(fold, outlets):
            wanted.notes.append(f"no outlet or speaker of the record goes by {given!r}")
        elif keys and keys != {given}:
            listed = ", ".join(sorted(keys)[:_MOST_NAMED])
            wanted.notes.append(f"source {given!r} is taken for {listed}")
    wanted.outlets, wanted.speakers = tuple(sorted(outlets)), tuple(sorted(speakers))
