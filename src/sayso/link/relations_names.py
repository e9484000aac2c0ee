"""Names of one actor: which keys are joined, and on whose word.

In:   `alias` relations of the record ("also known as", "renamed", an acronym in brackets), and
      what the roster states
Out:  `Names`: each key to the key of its actor, and for each joined key the reason

Method: names are joined by nothing but what is told or what the roster states; then the keys
are the parts of a graph, so that the order of reports is of no account. Three things
are not joined, however often they are told, since one wrong join makes two histories one:
an acronym that stands for two names that nothing else joins; a name that is told for two
actors of the roster; two actors of the roster, which holds them apart. Denied, hedged and
planned aliases join nothing.
The key of a joined actor is that of the roster, if it knows him, else that made from his
longest name.
Known faults: a name that passed from one group to another joins the two; reject one of the
claims, or decide the actor of the name.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping

import msgspec

from sayso.base.joined import Relation
from sayso.base.keys import NAME, bare
from sayso.base.nouns import Noun

_NEW = "new."
_ROLE = "any."
_ACRONYM = re.compile(r"new\.[a-z0-9]{2,6}")  # longer ones are words ("Polisario")


class Edge(Noun, kw_only=True, frozen=True):
    """Two keys that are told, or stated, to be names of one actor. `how` says by whom."""

    a: str
    b: str
    how: str = ""


class Names(Noun, kw_only=True, frozen=True):
    """Which keys are names of one actor.

    Attributes:
        actor: key to the key of its actor; a key that is joined to nothing is not in it.
        how: key to the reasons, as `Edge.how` says them, sorted.
        undecided: keys that are told to be names of several actors, which are not joined.
    """

    actor: Mapping[str, str] = msgspec.field(default_factory=dict)
    how: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    undecided: frozenset[str] = frozenset()

    def joined(self, key: str) -> str:
        """The key of the actor that a key names: itself, where nothing joins it."""
        own = plain(key)
        return self.actor.get(own, own)

    def members(self, key: str) -> frozenset[str]:
        """All plain keys of the actor with this key."""
        head = self.joined(key)
        return frozenset(k for k, to in self.actor.items() if to == head) | {head}


@functools.lru_cache(maxsize=100_000)
def key_of_name(name: str) -> str:
    """The key of a name that nobody identified: as identification makes the id of a new name.

    >>> key_of_name("the RLF"), key_of_name("Kell’s Brigade")
    ('new.rlf', 'new.kells-brigade')
    """
    folded = unicodedata.normalize("NFKD", re.sub(r"['’]", "", bare(name)))
    words = "".join(c for c in folded if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    return _NEW + words if words else NAME + bare(name)


def plain(key: str) -> str:
    """A key without the difference between a name taken for a new actor and one left open.

    Identification leaves a name open where its words do not show that it is one (it opens a
    sentence), and makes it a new actor elsewhere; the id of a new actor is made of the name alone.

    >>> plain("name:kell brigade"), plain("islamic-state")
    ('new.kell-brigade', 'islamic-state')
    """
    return key_of_name(key.removeprefix(NAME)) if key.startswith(NAME) else key


def edge_of(alias: Relation) -> Edge | None:
    """What an alias relation joins; None where it is denied, ended, hedged or only planned."""
    says = [p for p in alias.phases if p.kind in ("span", "point") and not p.hedged]
    if not says or any(p.kind == "denied" or p.disputed or p.ends for p in alias.phases):
        return None
    who = sorted({t.name for p in says for t in p.tellers})
    how = f"{alias.actor_name} = {alias.recipient_name}, told by {', '.join(who)}"
    return Edge(a=alias.actor, b=alias.recipient, how=how)


def is_known(key: str) -> bool:
    """Whether a key is of an actor whom the roster knows.

    >>> [is_known(k) for k in ("islamic-state", "new.rlf", "name:rlf")]
    [True, False, False]
    """
    return not key.startswith((_NEW, NAME, _ROLE, "geo:", "place:", "outlet:", "report:"))


def join(edges: Iterable[Edge], stated: Iterable[Edge] = ()) -> Names:
    """Join keys by the edges.

    Args:
        edges: of alias relations (`edge_of`).
        stated: of the roster: new names of an actor that it has under two ids. Only these join
            two actors of the roster.
    """
    told = {Edge(a=plain(e.a), b=plain(e.b), how=e.how) for e in edges}
    told = {e for e in told if e.a != e.b and not (e.a.startswith(_ROLE) or e.b.startswith(_ROLE))}
    told = {e for e in told if not (is_known(e.a) and is_known(e.b))}
    stated = set(stated)
    undecided = _two_meanings(told)
    told = {e for e in told if e.a not in undecided and e.b not in undecided}
    loose = [e for e in told if not is_known(e.a) and not is_known(e.b)]
    known_of: dict[str, set[str]] = {}
    roster = _parts(stated)
    for part in _parts(loose, also=[k for e in told for k in (e.a, e.b) if not is_known(k)]):
        touched = {k for e in told if {e.a, e.b} & part for k in (e.a, e.b) if is_known(k)}
        heads = {min(next((p for p in roster if k in p), {k})) for k in touched}
        for key in part:
            known_of[key] = heads
    undecided |= {k for k, heads in known_of.items() if len(heads) > 1}
    firm = [e for e in told if not (is_known(e.a) or is_known(e.b)) or not ({e.a, e.b} & undecided)]
    parts = _parts([*firm, *stated])
    actor = {key: _head(part) for part in parts for key in part}
    how: dict[str, set[str]] = {}
    for edge in (*firm, *stated):
        for key in (edge.a, edge.b):
            how.setdefault(key, set()).update({edge.how} - {""})
    return Names(
        actor=dict(sorted(actor.items())),
        how={key: tuple(sorted(reasons)) for key, reasons in sorted(how.items()) if reasons},
        undecided=frozenset(undecided),
    )


def _two_meanings(edges: Iterable[Edge]) -> set[str]:
    """Acronyms whose full names fall apart when the acronym is taken out."""
    edges = list(edges)
    found = set()
    for key in {k for e in edges for k in (e.a, e.b) if _ACRONYM.fullmatch(k)}:
        near = {k for e in edges if key in (e.a, e.b) for k in (e.a, e.b)} - {key}
        rest = [e for e in edges if key not in (e.a, e.b)]
        if len([p for p in _parts(rest, also=near) if p & near]) > 1:
            found.add(key)
    return found


def _parts(edges: Iterable[Edge], also: Iterable[str] = ()) -> list[frozenset[str]]:
    """The connected parts of the graph, each key of `also` in one, in the order of their keys."""
    near: dict[str, set[str]] = {key: set() for key in also}
    for edge in edges:
        near.setdefault(edge.a, set()).add(edge.b)
        near.setdefault(edge.b, set()).add(edge.a)
    seen: set[str] = set()
    parts = []
    for start in sorted(near):
        if start in seen:
            continue
        part, todo = {start}, [start]
        while todo:
            new = near[todo.pop()] - part
            part |= new
            todo.extend(new)
        seen |= part
        parts.append(frozenset(part))
    return parts


def _head(part: frozenset[str]) -> str:
    """The key that stands for all of a part: of the roster, else of the longest name."""

    def rank(key: str) -> tuple[int, int, str]:
        kind = 0 if is_known(key) else 1 if key.startswith(_NEW) else 2
        return kind, -len(key), key

    return min(part, key=rank)
