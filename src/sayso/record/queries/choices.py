"""What can be chosen in a list, beside all else that is asked for.

In:   a view, a thing, a filter, names of facets
Out:  for each name its facets, counted with the filter but for what that list itself chooses

Method: of a facet whose own fields are in the filter these are left out, so that another value can
be chosen directly and its number is what the choice would show. Facets with the same filter
are counted together.
Known faults: a mode that is asked for stays in force for the types, and a box for the countries:
they are chosen elsewhere.
"""

from collections.abc import Sequence
from typing import Any

from sayso.record.queries.filters import Filter
from sayso.record.queries.pages import Facet, Thing
from sayso.record.view import View

# Facet to the fields of a filter that its list sets. A facet not named has the field of its name.
_OWN = {
    "outlet": ("source",),
    "actor": ("actor", "role"),  # a role is of the actor that is asked for
    "month": ("from_day", "to_day"),
    "year": ("from_day", "to_day"),
}


def choices(
    view: View, thing: Thing[Any], filter_: Filter, by: Sequence[str]
) -> dict[str, tuple[Facet, ...]]:
    """How many would match with each value, whatever is chosen of the same facet now.

    Args:
        view: where to look.
        thing: what is counted.
        filter_: what is asked for.
        by: some of the thing's `facets_by`.

    Returns:
        Facets by name, in the order of `by`; the most frequent first.

    Raises:
        ConfigError: a filter or a facet that the thing does not take.
    """
    together: dict[Filter, list[str]] = {}
    for name in by:
        rest = filter_.without(*_OWN.get(name, (name,)))
        together.setdefault(rest, []).append(name)
    found: dict[str, tuple[Facet, ...]] = {}
    for rest, names in together.items():
        found |= thing.facets(view, rest, names)
    return {name: found[name] for name in by}
