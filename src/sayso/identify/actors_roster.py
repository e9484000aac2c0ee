"""The roster of known actors, whole and checked, and their codes as of a day.

In:   the reviewed files in `roster/`, and the user's own file where one is in use
Out:  `Roster`: actors by id, their ties, dated codes, persons and their offices

Method: every state gives six actors: itself, and its government, armed forces, police,
parliament and courts, to which a row with the same id gives the name that they go by. Persons
are two thirds of the rows and are read when the first one is asked for. The files are read
once a process.
Known faults: a code is that of a day, so an office that changes hands on the day belongs
to both holders.
"""

import datetime as dt
import functools
from collections import Counter, defaultdict
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from sayso.identify.actors_read import (
    KINDS,
    NO_STATES,
    TIES,
    Dated,
    Listed,
    Noun,
    Person,
    Role,
    State,
    Tie,
    check_id,
    check_sector,
    fail,
    read_rows,
    read_table,
)

# suffix of the id, kind, sector, name
UNITS = (
    ("gov", "government", "GOV", "Government of {}"),
    ("mil", "military", "MIL", "Armed forces of {}"),
    ("police", "police", "COP", "Police of {}"),
    ("leg", "legislature", "LEG", "Parliament of {}"),
    ("jud", "judiciary", "JUD", "Courts of {}"),
)
SHIPPED: Traversable = files("sayso.identify") / "roster"
_LISTS = ("organisations.csv", "groups.csv")
# Ids that are made, not given: of persons, of roles without a name, of provisional actors.
_MADE = ("p.", "any.", "new.")


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """The user's own file of actors: what messages call it, and what is in it."""

    label: str
    text: str


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """An actor of the roster. `country` and `sector` are those of no particular day.

    `own`: it is of the user's own file, and goes before others that bear its name. `source`: of
    the row.
    """

    id: str
    kind: str
    name: str
    full_name: str = ""
    names: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    country: str = ""
    countries: tuple[str, ...] = ()
    sector: str = ""
    parents: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    own: bool = False
    source: str = ""


class Roster:
    """All known actors.

    Attributes:
        states: rows of `states.csv`.
        actors: every actor but persons, by id.
        ties: what they have to do with each other, by the id of the first.
        nouns: role nouns by the noun.
        isos: codes that may stand as an actor's country.
    """

    def __init__(self, folder: Traversable, own: Own | None = None) -> None:
        """Read and check all files but those of persons.

        Args:
            folder: holds the shipped files.
            own: the user's file. A row of it takes the place of a shipped one with its id.

        Raises:
            AssetError: a row is wrong; file and line are named.
        """
        self._folder = folder
        self.states = read_table(folder, "states.csv", State)
        self.actors: dict[str, Known] = {}
        self._bodies: set[str] = set()
        for state in self.states:
            self._add_state(state)
        self.isos = frozenset(s.iso3 for s in self.states) | NO_STATES | {""}
        listed = [(f"roster/{n}", row) for n in _LISTS for row in read_table(folder, n, Listed)]
        for label, row in listed:
            self._add(label, row)
        if own is not None:
            rows = read_rows(own.label, own.text, Listed, None)
            for row in rows:
                self._add(own.label, row, own=True)
            listed += [(own.label, row) for row in rows]
        for label, row in listed:
            for parent in row.parents:
                if parent not in self.actors:
                    fail(label, row.line, f'parent "{parent}" is no actor')
        self.ties = self._read_ties()
        self._codes = self._read_codes()
        self.nouns = self._read_nouns()

    def _add_state(self, row: State) -> None:
        low = row.iso3.lower()
        if low in self.actors:
            fail("roster/states.csv", row.line, f'iso3 "{row.iso3}" stands twice')
        self.actors[low] = Known(
            id=low, kind="state", name=row.name, full_name=row.full_name, names=row.names,
            acronyms=row.acronyms, country=row.iso3, since=row.since, until=row.until,
            source=row.source,
        )  # fmt: skip
        for unit, kind, sector, name in UNITS:
            key = f"{low}.{unit}"
            self._bodies.add(key)
            self.actors[key] = Known(
                id=key, kind=kind, name=name.format(row.name), country=row.iso3, sector=sector,
                parents=(low,), since=row.since, until=row.until, source=row.source,
            )  # fmt: skip

    def _add(self, label: str, row: Listed, *, own: bool = False) -> None:
        check_id(label, row.line, row.id)
        if row.id.startswith(_MADE):
            fail(label, row.line, f'id "{row.id}" begins as those that sayso makes')
        stands = self.actors.get(row.id)
        is_body = not own and row.id in self._bodies  # of a state: a row gives it a name
        self._bodies.discard(row.id)
        if stands is not None and not is_body and (stands.own or not own):
            fail(label, row.line, f'id "{row.id}" stands twice')
        if (
            stands is not None
            and is_body
            and (row.kind, row.sector) != (stands.kind, stands.sector)
        ):
            fail(label, row.line, f'"{row.id}" is {stands.kind}, {stands.sector}')
        if row.kind not in KINDS:
            fail(label, row.line, f'kind "{row.kind}" is none of {", ".join(sorted(KINDS))}')
        check_sector(label, row.line, row.sector)
        for country in (row.country, *row.countries):
            if country not in self.isos:
                fail(label, row.line, f'country "{country}" is not in states.csv')
        if not row.name:
            fail(label, row.line, "no name")
        also = (stands.name,) if stands is not None and is_body else ()
        self.actors[row.id] = Known(
            id=row.id, kind=row.kind, name=row.name, full_name=row.full_name,
            names=(*row.names, *also), acronyms=row.acronyms, country=row.country,
            countries=row.countries, sector=row.sector, parents=row.parents, since=row.since,
            until=row.until, own=own, source=row.source,
        )  # fmt: skip

    def _read_ties(self) -> dict[str, list[Tie]]:
        found: dict[str, list[Tie]] = defaultdict(list)
        for row in read_table(self._folder, "ties.csv", Tie):
            for key in (row.actor, row.other):
                if key not in self.actors:
                    fail("roster/ties.csv", row.line, f'"{key}" is no actor')
            if row.tie not in TIES:
                fail(
                    "roster/ties.csv",
                    row.line,
                    f'tie "{row.tie}" is none of {", ".join(sorted(TIES))}',
                )
            found[row.actor].append(row)
        return dict(found)

    def _read_codes(self) -> dict[str, list[Dated]]:
        found: dict[str, list[Dated]] = defaultdict(list)
        for row in read_table(self._folder, "codes.csv", Dated):
            if row.actor not in self.actors:
                fail("roster/codes.csv", row.line, f'"{row.actor}" is no actor')
            if row.country not in self.isos:
                fail("roster/codes.csv", row.line, f'country "{row.country}" is not in states.csv')
            check_sector("roster/codes.csv", row.line, row.sector)
            found[row.actor].append(row)
        return dict(found)

    def _read_nouns(self) -> dict[str, Noun]:
        found: dict[str, Noun] = {}
        units = {unit for unit, *_ in UNITS} | {""}
        for row in read_table(self._folder, "generics.csv", Noun):
            if row.noun in found:
                fail("roster/generics.csv", row.line, f'noun "{row.noun}" stands twice')
            if row.unit not in units:
                fail(
                    "roster/generics.csv",
                    row.line,
                    f'unit "{row.unit}" is none of a state\'s bodies',
                )
            check_sector("roster/generics.csv", row.line, row.sector)
            found[row.noun] = row
        return found

    @functools.cached_property
    def persons(self) -> dict[str, Person]:
        """Persons by id, read when first asked for."""
        found: dict[str, Person] = {}
        for row in read_table(self._folder, "people.csv", Person):
            check_id("roster/people.csv", row.line, row.id)
            if row.id in found:
                fail("roster/people.csv", row.line, f'id "{row.id}" stands twice')
            found[row.id] = row
        return found

    @functools.cached_property
    def roles(self) -> dict[str, list[Role]]:
        """Offices and standing of persons, by the person's id."""
        found: dict[str, list[Role]] = defaultdict(list)
        for row in read_table(self._folder, "roles.csv", Role):
            if row.person not in self.persons:
                fail("roster/roles.csv", row.line, f'"{row.person}" is no person of people.csv')
            if row.body and row.body not in self.actors:
                fail("roster/roles.csv", row.line, f'body "{row.body}" is no actor')
            if row.country not in self.isos:
                fail("roster/roles.csv", row.line, f'country "{row.country}" is not in states.csv')
            check_sector("roster/roles.csv", row.line, row.sector)
            found[row.person].append(row)
        return dict(found)

    def code(self, actor: str, day: dt.date | None) -> str:
        """PLOVER country and sector of an actor as of a day, "" when they are not known.

        The first three letters are the country ("---" when it is not known), the rest are
        the sectors. An actor whose code changed has none without a day.

        Args:
            actor: id of an actor or person of the roster.
            day: the day, usually that of the report; None when it is not known.
        """
        if actor.startswith("p."):
            return self._person_code(actor, day)
        known = self.actors.get(actor)
        if known is None:
            return ""
        spans = self._codes.get(actor)
        if spans:
            codes = {s.country + s.sector for s in spans if day is None or _covers(s, day)}
            return next(iter(codes)) if len(codes) == 1 else ""
        if not (known.country or known.sector):
            return ""
        return (known.country or "---") + known.sector

    def _person_code(self, person: str, day: dt.date | None) -> str:
        if day is None:
            return ""
        held = [r for r in self.roles.get(person, []) if _covers(r, day)]
        codes = {r.country + r.sector for r in held if r.vouched is None or day <= r.vouched}
        # Two offices at once: the plain one if one is a part of the other ("GOV", "GOVBUS").
        shortest = min(codes, key=len, default="")
        return shortest if all(c.startswith(shortest) for c in codes) else ""

    def countries_of(self, actor: str) -> frozenset[str]:
        """States that an actor belongs to or is active in."""
        if actor.startswith("p."):
            return frozenset(r.country for r in self.roles.get(actor, []))
        known = self.actors[actor]
        return frozenset((known.country, *known.countries)) - NO_STATES - {""}

    def collisions(self) -> dict[str, tuple[str, ...]]:
        """Names that more than one actor bears, with the actors: for who keeps the roster."""
        bearers: dict[str, Counter[str]] = defaultdict(Counter)
        for actor in self.actors.values():
            for name in (actor.name, actor.full_name, *actor.names, *actor.acronyms):
                if name:
                    bearers[name.lstrip("~").casefold()][actor.id] += 1
        return {name: tuple(sorted(ids)) for name, ids in bearers.items() if len(ids) > 1}


def _covers(row: Dated | Role, day: dt.date) -> bool:
    return (row.since is None or row.since <= day) and (row.until is None or day <= row.until)


@functools.cache
def roster() -> Roster:
    """The roster in use, read when first asked for."""
    return Roster(SHIPPED, _in_use.own)


class _InUse:
    """Which file of the user's is read with the shipped ones; set by `actors_own.use`."""

    own: Own | None = None


_in_use = _InUse()


def put_in_use(own: Own | None) -> None:
    """Set the user's file for this process; `actors_own.use` forgets what was read before."""
    _in_use.own = own
    roster.cache_clear()
