"""Which incidents, relations and single claims are within the filters of a release.

In:   a `View`, a `Filter`
Out:  ids by kind, or None for everything

Method: each kind is asked through the queries that looking uses, so that a release holds what
`sayso incidents` shows with the same filters. A kind that cannot be asked for something (a
relation lies in no box) is left out when that is asked.
Known faults: none known.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from sayso.record.release.units import UnitKind
from sayso.record.view import View

if TYPE_CHECKING:
    from sayso.record.queries.filters import Filter

Words = dict[str, list[str]]
"""Filters as they are kept with a release: by the names that commands use."""


def wanted(view: View, words: Words) -> Mapping[UnitKind, set[str]] | None:
    """Ids within the filters; None when nothing is asked for.

    Raises:
        ConfigError: a filter cannot be read, or incidents cannot be asked for it.
    """
    if not words:
        return None
    from sayso.record.queries import (  # noqa: PLC0415  a release of everything needs none
        CLAIMS,
        INCIDENTS,
        RELATIONS,
        filter_from,
    )

    asked = filter_from(words)
    found: dict[UnitKind, set[str]] = {"incident": set(), "relation": set(), "claim": set()}
    found["incident"] = {row.id for row in INCIDENTS.each(view, asked)}
    if asked.asked <= RELATIONS.takes:
        found["relation"] = {row.id for row in RELATIONS.each(view, asked)}
    if asked.asked <= CLAIMS.takes:
        found["claim"] = {row.id for row in CLAIMS.each(view, asked)}
    return found


def filter_words(asked: "Filter") -> Words:
    """A filter in words, by the names that commands use; `filter_from` reads them again."""
    from sayso.record.queries.filters import KEYS, Filter  # noqa: PLC0415  see `wanted`

    plain = msgspec.to_builtins(asked)
    names = dict(zip(Filter.__struct_fields__, KEYS, strict=True))
    found: Words = {}
    for field in Filter.__struct_fields__:
        if field in asked.asked:
            value = plain[field]
            if field == "box":
                value = ",".join(f"{edge:g}" for edge in value)
            found[names[field]] = (
                list(map(str, value)) if isinstance(value, list | tuple) else [_word(value)]
            )
    return found


def _word(value: object) -> str:
    return "yes" if value is True else str(value)
