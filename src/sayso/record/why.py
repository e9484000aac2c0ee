"""Why a record says what it says: from any id down to the words, and back up to who made it.

In:   a view; the id of a claim, incident, relation, report, decision, link ("ID ID"), or the key
      of an actor
Out:  `Why`: a tree of what it rests on, with facts and checks

Method: each thing tells the act that made it, what it was made from, and what was decided about
it. While telling, the words of every claim are held against the text, and text and bytes against
their SHA-256; what does not fit is said and does not stop the telling.
Known faults: the tree of an incident or relation tells its claims in short; `why` of a claim's id
tells all of it.
"""

from collections.abc import Callable, Iterator

from sayso.base.errors import ConfigError
from sayso.record.queries.pages import check_id
from sayso.record.view import View
from sayso.record.why_actors import actor
from sayso.record.why_claims import decision, report, told_claim
from sayso.record.why_links import incident, link, relation
from sayso.record.why_parts import Check, Why

__all__ = ["Check", "Why", "faults", "lines", "why"]

# In this order: a claim's id is what is asked for most; any text may be an actor's key.
_TELLERS: tuple[Callable[[View, str], Why | None], ...] = (
    told_claim,
    incident,
    relation,
    decision,
    link,
    report,
    actor,
)


def why(view: View, id_: str) -> Why:
    """Tell how something came about.

    Args:
        view: the record, now or as it was.
        id_: of a claim, incident, relation, decision or report; of two claims, with a space
            between, their link; the key of an actor.

    Raises:
        ConfigError: nothing in the record goes by this id.
    """
    check_id(id_)
    wanted = " ".join(id_.split()) or id_
    for teller in _TELLERS:
        found = teller(view, wanted)
        if found is not None:
            return found
    raise ConfigError(
        f"{id_}: nothing in the record goes by this id; of an actor give the key "
        "(see `sayso actors list`)"
    )


def faults(told: Why) -> list[Check]:
    """All checks in the tree that do not hold."""
    own = [check for check in told.checks if not check.holds]
    return own + [check for part in told.because for check in faults(part)]


def lines(told: Why, depth: int = 0) -> Iterator[str]:
    """The tree as text."""
    pad = "  " * depth
    head = f"{told.what} {told.id}".strip()
    yield f"{pad}{head}: {told.says}" if told.says else f"{pad}{head}"
    for name, value in told.facts.items():
        yield f"{pad}    {name}: {value}"
    for check in told.checks:
        yield f"{pad}    [{'ok' if check.holds else 'FAULT'}] {check.what}"
    for part in told.because:
        yield from lines(part, depth + 1)
