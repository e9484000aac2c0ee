"""What a person calls an actor or a place, and which ends of relations are meant.

In:   a view, a name, an acronym or a key
Out:  `Called`: the key that relations know it by, and the name they show

Method: what goes by exactly the name counts, in this order: a key; a name that the record joins
to an actor (`relation_names`); a name that relations show; what the roster calls so. Names are
compared without case and article. Of several none is chosen.
Known faults: a name that the roster alone knows, and no relation of the record, is not found.
"""

import difflib
from collections.abc import Iterable

import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.base.keys import bare, bare_place, place_key
from sayso.base.nouns import Noun, Place
from sayso.link.relations import Names, plain
from sayso.link.relations_names import key_of_name
from sayso.record.relation_names import names_for
from sayso.record.rows import in_parts
from sayso.record.schema import claim, claim_actor, relation
from sayso.record.view import View

_SURE = 0.9  # of the roster: its names, spellings and acronyms; not peoples and capitals
_MOST = 8  # names in a message


class Called(Noun, kw_only=True, frozen=True):
    """An end of relations.

    Attributes:
        key: the key of the actor, as open relations have it.
        name: for people.
        names: which other keys are joined to it, and on whose word.
    """

    key: str
    name: str
    names: Names


def called(view: View, name: str) -> Called:
    """The one actor or place of the record's relations that goes by a name.

    Raises:
        ConfigError: none does, or several do; the message names them.
    """
    found = all_called(view, name)
    if len(found) == 1:
        return found[0]
    if found:
        listed = "; ".join(f"{one.key} ({one.name})" for one in found[:_MOST])
        more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
        raise ConfigError(f"{name!r} may mean {listed}{more}: say which, by the key")
    if _is_in_claims(view, name):
        raise ConfigError(f"no relation of the record names {name!r}, though claims do")
    near = difflib.get_close_matches(bare(name), sorted(set(map(bare, _shown(view)))), _MOST)
    hint = f"; near to it: {', '.join(near)}" if near else ""
    raise ConfigError(f"no actor or place of the record goes by {name!r}{hint}")


def all_called(view: View, name: str) -> list[Called]:
    """All that go by a name, in the order of their keys."""
    keys = _keys(view, name)
    names = names_for(view, keys)
    heads = sorted({names.joined(key) for key in keys})
    shown = _names_of(view, heads)
    return [
        Called(key=key, name=shown[key], names=names_for(view, [key]))
        for key in heads
        if key in shown
    ]


def _keys(view: View, name: str) -> set[str]:
    """Keys that a name may be or have, whether or not relations have them."""
    name = name.strip()
    if _names_of(view, [name]):
        return {name}
    key = key_of_name(name)
    place = place_key(Place(start=0, end=0, text=name))
    own = {plain(name), key, place}
    joined = names_for(view, own)
    found = {k for k in own if _names_of(view, [joined.joined(k)])}
    if not found:
        found = _by_shown_name(view, name)
    if not found:
        from sayso.identify.actors_names import find  # noqa: PLC0415  reads the roster: 0.3 s

        found = {one.id for one in find(name) if one.score >= _SURE}
    return found


def _by_shown_name(view: View, name: str) -> set[str]:
    wanted = {bare(name), bare_place(name)}
    found: set[str] = set()
    for key, shown in ((relation.c.actor, relation.c.actor_name),
                       (relation.c.recipient, relation.c.recipient_name)):  # fmt: skip
        rows = view.conn.execute(sa.select(key, shown).where(view.open(relation)).distinct())
        found |= {this for this, words in rows if bare(words) in wanted}
    return found


def _names_of(view: View, keys: Iterable[str]) -> dict[str, str]:
    """Those of the keys that relations have, with the name shown most for each."""
    counted: dict[str, dict[str, int]] = {}
    for part in in_parts(sorted(set(keys))):
        for key, shown in ((relation.c.actor, relation.c.actor_name),
                           (relation.c.recipient, relation.c.recipient_name)):  # fmt: skip
            rows = view.conn.execute(
                sa.select(key, shown, sa.func.sum(relation.c.claims))
                .where(view.open(relation), key.in_(part))
                .group_by(key, shown)
            )
            for this, words, n in rows:
                names = counted.setdefault(this, {})
                names[words] = names.get(words, 0) + int(n)
    return {
        key: min(names, key=lambda name: (-names[name], -len(name), name))
        for key, names in counted.items()
    }


def _is_in_claims(view: View, name: str) -> bool:
    keys = [name, f"name:{bare(name)}", key_of_name(name)]
    query = (
        sa.select(claim_actor.c.n)
        .join(claim, claim.c.n == claim_actor.c.claim)
        .where(
            view.open(claim),
            sa.or_(claim_actor.c.key.in_(keys), claim_actor.c.folded == bare(name)),
        )
    )
    return view.conn.execute(query.limit(1)).first() is not None


def _shown(view: View) -> set[str]:
    found: set[str] = set()
    for column in (relation.c.actor_name, relation.c.recipient_name):
        query = sa.select(column).where(view.open(relation)).distinct()
        found |= set(view.conn.execute(query).scalars())
    return found
