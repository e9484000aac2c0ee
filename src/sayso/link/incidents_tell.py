"""What an incident tells, from its claims and their voices.

In:   the claims of one happening, each with its voice
Out:  an `Incident` without its id

Method: values stay side by side (`incidents_values`). For tables one of each field is shown:
the best supported type, of it the best supported mode; the day and the place that most voices
tell or allow, of these the narrowest ("on 6 May" is allowed by who says "in May"). What is
denied is shown only where nothing else is told. With no told day the first report's day is
shown, with its basis; with no told place, the country of a report's dateline.
Known faults: the first report's day is not the happening's, only the latest that it can be.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from sayso.base.joined import Incident, Told
from sayso.base.keys import place_key
from sayso.base.nouns import When, Where
from sayso.link.incidents_disputes import disputed, status_of
from sayso.link.incidents_estimates import DEFAULT_RULE, estimates_of
from sayso.link.incidents_features import PRECISE
from sayso.link.incidents_values import values_of
from sayso.link.incidents_voices import Said, tellers_of

_V = TypeVar("_V", When, Where)
_FINER = ("place", "admin2", "admin1", "country", "region", "")
_SURER = ("stated", "relative", "report_date")


def tell(said: Sequence[Said], *, rule: str = DEFAULT_RULE) -> Incident:
    """Tell one happening.

    Args:
        said: at least one claim; in any order.
        rule: of the estimates (`incidents_estimates.RULES`).

    Raises:
        ConfigError: there is no such rule.
    """
    said = sorted(said, key=lambda s: s.claim.id)
    values = values_of(said)
    type_ = _first(values["type"])
    modes = [s for s in said if s.claim.type == type_ and s.claim.mode]
    day = _best([(s, s.claim.when) for s in said], _days_hold, _day_order)
    where = _best([(s, s.claim.where) for s in said], _lies_in, _place_order)
    return Incident(
        id="",
        type=type_,
        mode=_first(values_of(modes)["mode"]) if modes else "",
        day_from=day.earliest if day else None,
        day_to=day.latest if day else None,
        day_precision=day.precision if day else None,
        day_basis=day.basis if day else "",
        place=where.name if where else "",
        geonameid=where.geonameid if where else None,
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        admin1=where.admin1 if where else "",
        country=where.country if where else "",
        geo_precision=where.precision if where else "",
        geo_basis=where.basis if where else "",
        status=status_of(said),
        disputed=disputed(values, said),
        values=values,
        estimates=estimates_of(said, rule),
        claims=tuple(s.claim.id for s in said),
        reports=tuple(sorted({s.claim.doc for s in said})),
        tellers=tellers_of(said),
    )


def _first(told: Sequence[Told]) -> str:
    """The best supported value; one that is denied only where nothing else is told."""
    return min(told, key=lambda t: t.denied).value


class _Told(NamedTuple):
    """A day or a place, whether it is told in a claim that denies, and by whom."""

    denied: bool
    voice: str


def _best(
    told: Sequence[tuple[Said, _V | None]],
    allows: Callable[[_V, _V], bool],
    order: Callable[[_V], tuple[object, ...]],
) -> _V | None:
    """The value that most voices tell or allow; of these the first in `order`.

    Args:
        told: the value of each claim.
        allows: whether the first holds where the second does.
        order: the surest and narrowest first.
    """
    known = [
        (value, _Told(s.claim.status == "negated", s.teller.key)) for s, value in told if value
    ]
    values = list(dict.fromkeys(value for value, _ in known))

    def rank(value: _V) -> tuple[object, ...]:
        voices = {by.voice for other, by in known if allows(other, value)}
        denied = all(by.denied for other, by in known if other == value)
        head, *rest = order(value)
        return head, denied, -len(voices), *rest

    return min(values, key=rank, default=None)


def _days_hold(wide: When, narrow: When) -> bool:
    """A told time that covers another; a report's day allows those of earlier reports."""
    if wide == narrow:
        return True
    if "report_date" in (wide.basis, narrow.basis):
        if wide.basis != narrow.basis or wide.earliest is None or narrow.earliest is None:
            return False
        return narrow.earliest <= wide.earliest
    if narrow.earliest is None or narrow.latest is None:
        return False
    return (wide.earliest is None or wide.earliest <= narrow.earliest) and (
        wide.latest is None or wide.latest >= narrow.latest
    )


def _day_order(when: When) -> tuple[object, ...]:
    """Told before the report's day; narrow before wide; of reports' days the first."""
    told = when.basis == "report_date"
    first, last = when.earliest, when.latest
    if first is None or last is None:
        return told, 1, 0, str(first or last), _SURER.index(when.basis)
    width = 0 if told else (last - first).days
    return told, 0, width, first.isoformat(), _SURER.index(when.basis)


def _lies_in(wide: Where, narrow: Where) -> bool:
    """A place that holds another, or is it."""
    if place_key(wide) == place_key(narrow) and wide.precision == narrow.precision:
        return True
    if wide.precision == "country":
        return bool(wide.country) and wide.country == narrow.country
    if wide.precision == "admin1":
        return (wide.country, wide.admin1) == (narrow.country, narrow.admin1)
    return False


def _place_order(where: Where) -> tuple[object, ...]:
    """The claim's own before its report's country; fine before coarse."""
    fine = where.precision not in PRECISE
    known = _FINER.index(where.precision) if where.precision in _FINER else len(_FINER)
    return where.basis == "report", fine, known, where.basis != "role", repr(where)
