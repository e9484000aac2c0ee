"""Who belongs to whom: an army to its state, a minister to his government.

In:   keys of actors, and the roster
Out:  whether two keys are of one side

Method: the roster's parents, all the way up, and the bodies and countries of a person's offices;
a body of a state belongs to the state. Names that nobody identified are of one side only when
they are equal.
Known faults: a person counts for every office ever held.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.identify.actors_roster import Roster


def kin(a: str, b: str, roster: "Roster") -> bool:
    """Whether one actor is the other or belongs to it, or a state holds both.

    Args:
        a, b: keys as `base.keys.actor_key` gives them.
        roster: the roster in use.
    """
    return a == b or bool(above(a, roster) & above(b, roster))


def above(key: str, roster: "Roster") -> frozenset[str]:
    """An actor and all that it belongs to, by the roster; provisional actors are alone."""
    found: set[str] = set()
    todo = [key]
    while todo:
        one = todo.pop()
        if one in found:
            continue
        found.add(one)
        known = roster.actors.get(one)
        if known is not None:
            todo += known.parents
        elif one.startswith("p."):
            todo += [role.body for role in roster.roles.get(one, ()) if role.body]
    return frozenset(found)


def is_named(key: str) -> bool:
    """Whether a key is an actor, not a role without a name ("any.") or words ("name:")."""
    return not key.startswith(("any.", "name:", "outlet:", "report:"))
