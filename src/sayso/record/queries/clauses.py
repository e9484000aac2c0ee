"""What a filter means in SQL, for claims and for incidents.

In:   a `Wanted` (a filter whose names were looked up), a view
Out:  `Clauses`: what must hold, apart from the days and the place, and these two each as what
      matches and what cannot be told

Method: of claims and incidents the columns of `ix_*_look` are asked; actors, words and voices
are sought in their own tables, and give numbers or ids (`Among`). See `narrow` for how these meet.
Known faults: none known.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sayso.record import schema
from sayso.record.queries.filters import Filter
from sayso.record.queries.lookup import Wanted, look_up
from sayso.record.queries.narrow import Among, Clause, Way, Ways, in_scan
from sayso.record.queries.words import passages_with
from sayso.record.view import View


@dataclass(frozen=True, slots=True)
class Part:
    """What matches, and what cannot be told because nothing is known."""

    match: Clause
    missing: Clause


@dataclass(frozen=True, slots=True)
class Clauses:
    """What a filter asks of the rows of a table.

    Attributes:
        core: what must hold whatever the day and the place.
        day, place: None where nothing is asked of it.
        ways: how sets from other tables are met; None where there are none.
    """

    table: sa.Table
    core: tuple[Clause, ...]
    day: Part | None = None
    place: Part | None = None
    ways: Ways | None = None

    def way(self, *, in_order: bool = False) -> Way:
        """How to find all that match, or the first in the order of the look index."""
        return self.ways.exact[in_order] if self.ways else Way()

    def select(self, *columns: Any, way: Way | None = None) -> sa.Select[Any]:
        """Columns of the rows that match."""
        parts = (part.match for part in (self.day, self.place) if part is not None)
        return self.rows(*columns, way=way).where(*parts)

    def rows(self, *columns: Any, way: Way | None = None) -> sa.Select[Any]:
        """Columns of the rows that match but for day and place, which are the caller's to add."""
        way = way or self.way()
        query = sa.select(*columns).select_from(self.table)
        if way.hint:
            query = query.with_hint(self.table, f"INDEXED BY {way.hint}", "sqlite")
        return query.where(*self.core, *way.clauses)


# --- the parts that claims and incidents share --------------------------------------------


def day_part(table: Any, filter_: Filter) -> Part | None:
    """Days that are asked for, of rows with `day_from`, `day_to` and `day_basis`."""
    first, last, basis = table.c.day_from, table.c.day_to, table.c.day_basis
    missing = sa.and_(first.is_(None), last.is_(None))
    clauses: list[Clause] = []
    if filter_.from_day is not None:
        may = sa.or_(last >= filter_.from_day, sa.and_(last.is_(None), first.is_not(None)))
        clauses.append(first >= filter_.from_day if filter_.surely else may)
    if filter_.to_day is not None:
        may = sa.or_(first <= filter_.to_day, sa.and_(first.is_(None), last.is_not(None)))
        clauses.append(last <= filter_.to_day if filter_.surely else may)
    if not clauses:
        return None
    if filter_.surely:
        clauses += [first.is_not(None), last.is_not(None), basis != "report_date"]
    return Part(sa.and_(*clauses), missing)


def place_part(view: View, table: Any, wanted: Wanted) -> Part | None:
    """Place, province, country and box that are asked for."""
    filter_ = wanted.filter
    c = table.c
    parts: list[Part] = []
    if filter_.country:
        parts.append(Part(c.country.in_(filter_.country), c.country == ""))
    if wanted.admin1 is not None:
        parts.append(Part(c.admin1.in_(wanted.admin1), c.admin1 == ""))
    if wanted.places is not None:
        place = in_scan(view, c.place)  # its own index is for finding names, not rows
        by_name = sa.and_(c.geonameid.is_(None), place.in_(wanted.places))
        match = sa.or_(c.geonameid.in_(wanted.geonameids or ()), by_name)
        parts.append(Part(match, sa.and_(c.geonameid.is_(None), place == "")))
    if filter_.box is not None:
        west, south, east, north = filter_.box
        from_west, to_east = c.lon >= west, c.lon <= east
        both = sa.and_ if west <= east else sa.or_
        across = both(from_west, to_east)
        clauses = [c.lat.between(south, north), across]
        clauses += [c.geo_precision == "place"] if filter_.surely else []
        parts.append(Part(sa.and_(*clauses), c.lat.is_(None)))
    if not parts:
        return None
    match = sa.and_(*(part.match for part in parts))
    either = (sa.or_(part.match, part.missing) for part in parts)
    # SQL's "not" of an unknown is unknown, so what is missing is asked for by itself.
    some_missing = sa.or_(*(part.missing for part in parts))
    return Part(match, sa.and_(*either, some_missing))


def undecided(view: View, table: Any, filter_: Filter) -> list[Clause]:
    """What has no day, no place, where that is asked for."""
    c = table.c
    clauses: list[Clause] = []
    if "day" in filter_.undecided:
        clauses += [c.day_from.is_(None), c.day_to.is_(None)]
    if "place" in filter_.undecided:
        clauses += [no_place(view, table)]
    return clauses


def no_day(table: Any) -> Clause:
    """Nothing is known of the day."""
    return sa.and_(table.c.day_from.is_(None), table.c.day_to.is_(None))


def no_place(view: View, table: Any) -> Clause:
    """Nothing is known of the place."""
    return sa.and_(in_scan(view, table.c.place) == "", table.c.country == "")


# --- claims -------------------------------------------------------------------------------

CLAIMS_TAKE = frozenset(Filter.__struct_fields__)


def claims(view: View, filter_: Filter) -> tuple[Clauses, Wanted]:
    """What a filter asks of claims."""
    wanted = look_up(view, filter_, schema.claim)
    return of_claims(view, wanted), wanted


def of_claims(view: View, wanted: Wanted) -> Clauses:
    """What a filter whose names are known asks of claims."""
    table, filter_ = schema.claim, wanted.filter
    core = [view.open(table), _state(filter_), *undecided(view, table, filter_)]
    core += [table.c.kind == filter_.kind] if filter_.kind else []
    for name in ("type", "mode", "status"):
        values = getattr(filter_, name)
        core += [table.c[name].in_(values)] if values else []
    sets: list[Among] = []
    if wanted.actors is not None:
        with_actor = _with_actor(wanted.actors, filter_.role)
        is_in = with_actor.where(schema.claim_actor.c.claim == table.c.n).exists()
        sets.append(Among(table.c.n, with_actor, is_in))
    if filter_.text:
        words = passages_with(filter_.text, view.conn.dialect.name)
        sets.append(Among(table.c.passage, words, in_scan(view, table.c.passage).in_(words)))
    if filter_.disputed or filter_.tellers:
        each = _is_joined(view, filter_)
        sets.append(Among(table.c.n, _claims_joined(view, filter_), each))
    if wanted.speakers is not None:
        by_speaker = _with_actor(wanted.speakers, "source")
        of_outlet = table.c.outlet.in_(wanted.outlets or ())
        if not wanted.outlets:
            is_in = by_speaker.where(schema.claim_actor.c.claim == table.c.n).exists()
            sets.append(Among(table.c.n, by_speaker, is_in))
        elif not wanted.speakers:
            core.append(of_outlet)
        else:
            core.append(sa.or_(of_outlet, in_scan(view, table.c.n).in_(by_speaker)))
    ways = Ways(view, table, sets)
    day, place = day_part(table, filter_), place_part(view, table, wanted)
    return Clauses(table, tuple(core), day, place, ways)


def _state(filter_: Filter) -> Clause:
    state = schema.claim.c.state
    return state.in_(filter_.state) if filter_.state else state != "rejected"


def _with_actor(keys: tuple[str, ...], role: str) -> sa.Select[Any]:
    actor = schema.claim_actor
    roles = (role,) if role else ("actor", "recipient")
    return sa.select(actor.c.claim).where(actor.c.key.in_(keys), actor.c.role.in_(roles))


def _claims_joined(view: View, filter_: Filter) -> Any:
    """Numbers of claims of incidents and relations that are disputed, that enough voices tell."""
    queries = []
    for link, told in _told(view, filter_):
        claim = schema.claim.alias()
        query = told.add_columns(claim.c.n).join(claim, claim.c.id == link.c.claim)
        queries.append(query.where(view.open(claim)))
    return sa.union_all(*queries)


def _is_joined(view: View, filter_: Filter) -> Clause:
    """The same asked of one claim."""
    clauses = []
    for link, told in _told(view, filter_):
        one = told.add_columns(sa.literal(1)).where(link.c.claim == schema.claim.c.id)
        clauses.append(one.exists())
    return sa.or_(*clauses)


def _told(view: View, filter_: Filter) -> list[tuple[sa.Table, sa.Select[Any]]]:
    """Links of claims to incidents and relations that are told as is asked, without columns."""
    found = []
    for thing, link, ref in (
        (schema.incident, schema.incident_claim, schema.incident_claim.c.incident),
        (schema.relation, schema.relation_claim, schema.relation_claim.c.relation),
    ):
        query = sa.select().select_from(link).join(thing, thing.c.id == ref)
        query = query.where(view.open(link), view.open(thing))
        query = query.where(thing.c.disputed) if filter_.disputed else query
        query = query.where(thing.c.tellers >= filter_.tellers) if filter_.tellers else query
        found.append((link, query))
    return found


# --- incidents ----------------------------------------------------------------------------

INCIDENTS_TAKE = CLAIMS_TAKE - {"kind"}
_BY_CLAIM = ("source", "text", "state")  # asked of the claims of an incident, of one and the same


def incidents(view: View, filter_: Filter) -> tuple[Clauses, Wanted]:
    """What a filter asks of incidents."""
    wanted = look_up(view, filter_, schema.incident)
    table = schema.incident
    core = [view.open(table), *undecided(view, table, filter_)]
    for name in ("type", "mode", "status"):
        values = getattr(filter_, name)
        core += [table.c[name].in_(values)] if values else []
    core += [table.c.disputed] if filter_.disputed else []
    core += [table.c.tellers >= filter_.tellers] if filter_.tellers else []
    sets: list[Among] = []
    if wanted.actors is not None:
        sets.append(_incidents_with_actor(view, wanted))
    if filter_.asked & set(_BY_CLAIM):
        sets.append(by_claims(view, table.c.id, schema.incident_claim, "incident", wanted))
    ways = Ways(view, table, sets)
    day, place = day_part(table, filter_), place_part(view, table, wanted)
    return Clauses(table, tuple(core), day, place, ways), wanted


def _incidents_with_actor(view: View, wanted: Wanted) -> Among:
    """Actors and recipients are the incident's; who says so is asked of its claims."""
    assert wanted.actors is not None
    if wanted.filter.role == "source":
        asked = Wanted(Filter(), outlets=(), speakers=wanted.actors)
        return _by_claims(view, schema.incident.c.id, schema.incident_claim, "incident", asked)
    actor = schema.incident_actor
    query = sa.select(actor.c.incident).where(actor.c.key.in_(wanted.actors))
    query = query.where(actor.c.role == wanted.filter.role) if wanted.filter.role else query
    is_in = query.where(actor.c.incident == schema.incident.c.n).exists()
    return Among(schema.incident.c.n, query, is_in)


def by_claims(
    view: View, column: sa.ColumnElement[Any], link: sa.Table, ref: str, wanted: Wanted
) -> Among:
    """One claim of the thing meets what is asked of source, text and state together.

    Args:
        view: the record.
        column: the thing's id.
        link: which claims belong to it.
        ref: the column of `link` that holds its id.
        wanted: what is asked for, with outlets and speakers looked up.
    """
    filter_ = wanted.filter.only(*_BY_CLAIM)
    asked = Wanted(filter_, outlets=wanted.outlets, speakers=wanted.speakers)
    return _by_claims(view, column, link, ref, asked)


def _by_claims(
    view: View, column: sa.ColumnElement[Any], link: sa.Table, ref: str, asked: Wanted
) -> Among:
    claims = of_claims(view, asked)

    def chosen() -> sa.Select[Any]:
        if link is schema.relation_claim and claims.ways is not None:  # few claims have a relation
            walked = claims.select(link.c[ref], way=claims.way(in_order=True))
            is_told = schema.claim.c.id == in_scan(view, link.c.claim)
            return walked.join(link, is_told).where(view.open(link)).distinct()
        own = claims.select(schema.claim.c.id)
        return sa.select(link.c[ref]).where(view.open(link), link.c.claim.in_(own)).distinct()

    if claims.ways is None or claims.ways.bounded is None:
        return Among(column, chosen)
    far, is_open = claims.ways.bounded, view.open(link)
    own = schema.claim.c.id
    some = claims.select(link.c[ref], way=far.some).join(link, link.c.claim == own).where(is_open)
    each = claims.select(sa.literal(1), way=far.walk).join(link, link.c.claim == own)
    return Among(column, chosen, each.where(is_open, link.c[ref] == column).exists(), some)
