"""Rules on ids that were public once: what they became must stand.

In:   aliases of incidents
Out:  faults: circles, and ends that are nowhere

Known faults: none known.
"""

from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa

from sayso.record.checks.look import Look
from sayso.record.checks.rule import Fault, Found, on_record
from sayso.record.schema import incident, incident_alias

_BUG = "this is a bug in sayso, or the record was changed from outside: please report it"


@on_record(
    "alias-in-a-circle",
    "error",
    "incident",
    means="Following what an old id became leads back to it.",
    settle=_BUG,
)
def alias_in_a_circle(look: Look) -> Found:
    """Circles among open aliases; each is told once."""
    leads_to = _aliases(look)
    told: set[str] = set()
    for start in sorted(leads_to):
        path = _path(start, leads_to)
        if path and not told & set(path):
            told |= set(path)
            yield Fault(
                " to ".join([*path, path[0]]), ids=tuple(path), facts=tuple(path), subject=path[0]
            )


def _path(start: str, leads_to: dict[str, list[str]]) -> list[str]:
    """A way from an id back to itself, [] where there is none."""
    todo: list[list[str]] = [[start]]
    seen: set[str] = set()
    while todo:
        path = todo.pop()
        for new in leads_to.get(path[-1], ()):
            if new == start:
                return path
            if new not in seen:
                seen.add(new)
                todo.append([*path, new])
    return []


@on_record(
    "alias-to-nothing",
    "error",
    "incident",
    means="An old id became one that neither stands nor became another in its turn.",
    settle=_BUG,
)
def alias_to_nothing(look: Look) -> Found:
    """Ends of aliases that are no open incident."""
    leads_to = _aliases(look)
    ends = {new for every in leads_to.values() for new in every} - leads_to.keys()
    stands = (
        {row.id for row in look.rows(sa.select(incident.c.id).where(look.open(incident)))}
        if ends
        else set()
    )
    for old in sorted(leads_to):
        for new in leads_to[old]:
            if new in ends and new not in stands:
                yield Fault(
                    f"{old} became {new}, which does not stand",
                    ids=(new,),
                    facts=(new,),
                    subject=old,
                )


def _aliases(look: Look) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in _alias_rows(look):
        found[old].append(new)
    return dict(found)


def _alias_rows(look: Look) -> Iterator[tuple[str, str]]:
    table = incident_alias.c
    select = sa.select(table.old, table.new, table.why).where(
        look.open(incident_alias), table.new != ""
    )
    for row in look.rows(select.order_by(table.old, table.new)):
        # A split keeps the old id for one part, and says so by an alias onto itself.
        if row.old != row.new:
            yield row.old, row.new
