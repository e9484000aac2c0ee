"""What the JSON API answers of actors, relations and the network.

In:   nothing
Out:  frozen structs
"""

import datetime as dt

from sayso.base.joined import Phase
from sayso.serve.answers.record import Answer, Evidence, Facet, Total


class ActorRow(Answer, kw_only=True, frozen=True):
    """An actor on one line."""

    key: str
    name: str
    code: str
    country: str
    incidents: int
    relations: int
    claims: int
    first_day: dt.date | None
    last_day: dt.date | None


class Actors(Answer, kw_only=True, frozen=True):
    """A page of actors."""

    total: Total
    items: tuple[ActorRow, ...]
    next: str | None


class RelationView(Answer, kw_only=True, frozen=True):
    """A relation with its phases; state: as of the day that was asked for."""

    id: str
    type: str
    actor: str
    actor_name: str
    recipient: str
    recipient_name: str
    modes: tuple[str, ...]
    phases: tuple[Phase, ...]
    disputed: bool
    tellers: int
    claims: int
    state: str
    evidence: tuple[Evidence, ...] = ()


class Relations(Answer, kw_only=True, frozen=True):
    """Relations; all that match."""

    items: tuple[RelationView, ...]
    day: dt.date | None


class RosterFact(Answer, kw_only=True, frozen=True):
    """What the roster that comes with sayso says of an actor; not told by any report."""

    what: str
    value: str
    since: str
    until: str
    source: str


class ActorPage(Answer, kw_only=True, frozen=True):
    """An actor in full. by_type and by_year count incidents."""

    row: ActorRow
    names: tuple[Facet, ...]
    relations: tuple[RelationView, ...]
    roster: tuple[RosterFact, ...]
    by_type: tuple[Facet, ...]
    by_year: tuple[Facet, ...]
    as_source: int
    sources: tuple[Facet, ...]


class Node(Answer, kw_only=True, frozen=True):
    """An actor of the network; n: its incidents and relations."""

    key: str
    name: str
    code: str
    country: str
    n: int


class Edge(Answer, kw_only=True, frozen=True):
    """A relation between two actors on a day. sign as in `TypeInfo`. last: null where somebody
    tells of the day itself, else the last day that is told of, within the window."""

    a: str
    b: str
    type: str
    sign: int
    state: str
    disputed: bool
    last: dt.date | None
    relation: str
    claims: int


class Network(Answer, kw_only=True, frozen=True):
    """Actors and relations as of a day, and those last told of within `window` days before it.
    left_out: actors beyond the most that are drawn."""

    day: dt.date | None
    window: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int
