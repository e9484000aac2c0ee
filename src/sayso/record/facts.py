"""The page of facts of one actor or place: names, leaders, allies, foes, areas, over time.

In:   a view, a name
Out:  `Facts`: relations by what they are to the actor, with phases and sentences; apart from
      them what the roster knows, with its sources

Method: relations as the record has them, each under one heading for each end. The roster is not
mixed in: what it knows stands by itself, since no report of the record says so.
Known faults: none known.
"""

from collections.abc import Iterator, Mapping

from sayso.base.joined import Relation
from sayso.base.nouns import Noun
from sayso.link.relations import Rival
from sayso.link.relations_names import is_known
from sayso.record.called import Called, called
from sayso.record.relation_names import aliases_of
from sayso.record.told import Sentence, all_claims, relations_of, rivals_of, sentences
from sayso.record.view import View

# What a relation is to the actor, by type: where he is its first end, and its second.
HEADINGS: Mapping[str, tuple[str, str]] = {
    "alias": ("names", "names"),
    "leads": ("leads", "leaders"),
    "member_of": ("member of", "members"),
    "part_of": ("part of", "parts"),
    "allegiance": ("allegiance to", "allegiance from"),
    "alliance": ("allies", "allies"),
    "backing": ("backs", "backers"),
    "hostility": ("foes", "foes"),
    "rivalry": ("rivals", "rivals"),
    "split": ("split from", "split off"),
    "merger": ("merged with", "merged with"),
    "controls": ("controls", "controlled by"),
    "present_in": ("present in", "present here"),
}
ORDER = tuple(dict.fromkeys(h for pair in HEADINGS.values() for h in pair))


class Fact(Noun, kw_only=True, frozen=True):
    """One relation, seen from the actor.

    Attributes:
        heading: what it is to the actor: "leaders", "allies" ...
        other, other_name: key and name of the other end.
        rivals: others who are told to lead the same body or to hold the same place at one time.
    """

    heading: str
    other: str
    other_name: str
    relation: Relation
    rivals: tuple[Rival, ...] = ()


class Known(Noun, kw_only=True, frozen=True):
    """A line of the roster: what, and the source of its row (a key of `roster/sources.toml`)."""

    what: str
    value: str
    source: str = ""


class Facts(Noun, kw_only=True, frozen=True):
    """All facts of one actor or place.

    Attributes:
        key, name: of the actor.
        names: other keys that are joined to it, each with who says so.
        facts: in the order of `ORDER`, then by the name of the other end.
        sentences: behind the claims of all phases, by the claim's id.
        known: what the roster knows of it; no report of the record says so.
    """

    key: str
    name: str
    names: Mapping[str, tuple[str, ...]]
    facts: tuple[Fact, ...]
    sentences: Mapping[str, Sentence]
    known: tuple[Known, ...] = ()


def facts_of(view: View, name: str) -> Facts:
    """The page of facts of what goes by a name.

    Raises:
        ConfigError: nothing of the record's relations goes by it, or several do.
    """
    who = called(view, name)
    own = [*relations_of(view, actor=who.key), *_aliases(view, who)]
    facts = sorted(
        (fact for one in {r.id: r for r in own}.values() for fact in _facts(view, who, one)),
        key=lambda f: (ORDER.index(f.heading), f.other_name, f.relation.id),
    )
    claims = {id_ for f in facts for phase in f.relation.phases for id_ in all_claims(phase)}
    return Facts(
        key=who.key,
        name=who.name,
        names={k: who.names.how.get(k, ()) for k in sorted(who.names.members(who.key) - {who.key})},
        facts=tuple(facts),
        sentences=sentences(view, claims),
        known=tuple(_known(who)),
    )


def _aliases(view: View, who: Called) -> list[Relation]:
    return aliases_of(view, who.names.members(who.key))


def _facts(view: View, who: Called, one: Relation) -> Iterator[Fact]:
    members = who.names.members(who.key)
    ends = ((one.recipient, one.recipient_name), (one.actor, one.actor_name))
    for own, (other, name), heading in zip(
        (one.actor, one.recipient), ends, HEADINGS[one.type], strict=True
    ):
        if own == who.key or (one.type == "alias" and own in members):
            yield Fact(
                heading=heading,
                other=other,
                other_name=name,
                relation=one,
                rivals=rivals_of(view, one),
            )
            if heading in ("names", "allies", "foes", "rivals", "merged with"):
                return  # once, whichever end the actor is


def _known(who: Called) -> Iterator[Known]:
    """What the roster has of an actor, with the source of its row."""
    if not is_known(who.key):
        return
    from sayso.identify.actors_roster import roster  # noqa: PLC0415  reads the roster: 0.06 s

    known = roster()
    if who.key.startswith("p."):
        person = known.persons.get(who.key)
        if person is None:
            return
        for name in person.names:
            yield Known(what="name", value=name, source=person.source)
        for role in known.roles.get(who.key, ()):
            of = f"{role.office or 'office'}, {role.body or role.country}"
            yield Known(what="office", value=of + _span(role.since, role.until), source=role.source)
        return
    row = known.actors.get(who.key)
    if row is None:
        return
    for what, values in (
        ("name", (row.name, row.full_name, *row.names, *row.acronyms)),
        ("part of", row.parents),
        ("country", (row.country,)),
        ("active in", row.countries),
        ("kind", (row.kind.replace("_", " "),)),
    ):
        for value in values:
            if value:
                yield Known(what=what, value=value.lstrip("~"), source=row.source)
    if row.since or row.until:
        span = _span(row.since, row.until).strip()
        yield Known(what="existed", value=span, source=row.source)
    for tie in known.ties.get(who.key, ()):
        what = tie.tie.replace("_", " ")
        yield Known(what=what, value=tie.other + _span(tie.since, tie.until), source=tie.source)


def _span(since: object, until: object) -> str:
    return (f" from {since}" if since else "") + (f" until {until}" if until else "")
