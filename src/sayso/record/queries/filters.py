"""What is asked for: one frozen `Filter`, the same for commands, Python and the web app.

In:   values as a caller has them, or words as a command line or an address has them
Out:  a `Filter` that is in order

Method: fields combine with "and", several values of one field with "or". A field that is
left empty asks for nothing.
Known faults: none known.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

import msgspec

from sayso.base import ontology
from sayso.base.errors import ConfigError
from sayso.base.keys import GEO
from sayso.base.nouns import Kind, Noun, Status

Role = Literal["", "actor", "recipient", "source"]
State = Literal["coded", "accepted", "edited", "added", "rejected"]
Open = Literal["day", "place"]
Box = tuple[float, float, float, float]

# No database keeps them in a text.
_NOT_IN_NAMES = re.compile("[\x00\ud800-\udfff]")

_MOST_TELLERS = 1_000_000
_LONGEST_PLACE_ID = 18  # digits: what a database can hold; GeoNames has 8

# Statuses of incidents stand beside those of claims (`joined.Incident.status`).
_STATUSES = (*get_args(Status), "disputed")


class Filter(Noun, kw_only=True, frozen=True):
    """What is asked for. Empty asks for all.

    Attributes:
        from_day, to_day: first and last day. What may lie between them matches: a day that is
            known to the month, where the month touches them. Of reports the day of publication.
        surely: only what must lie between the days (stated, not taken from the report's date)
            and in the box (known to the town).
        place: GeoNames ids in digits, or names as the record or its reports have them.
        admin1: provinces, by the name that the record has.
        country: ISO 3166 alpha-3 codes.
        box: west, south, east, north in degrees; west above east crosses the date line.
        actor: keys (`keys.actor_key`) or names.
        role: in which the actor stands: actor, recipient, or source (it is who says so); "" for
            either of the first two.
        kind: of claims: event, relation.
        type, mode, status: as the codebook has them; of incidents "disputed" is a status too.
        source: outlets or speakers, by name or key.
        text: words that stand in one sentence; "in quotes" as a phrase, with * at the end as
            the opening of a word.
        disputed: only what independent voices contradict each other in.
        tellers: least number of independent voices.
        state: of claims: coded, accepted, edited, added, rejected. Empty leaves out the rejected.
        undecided: only what has no day, no place.

    Raises:
        ConfigError: a value that cannot be meant.
    """

    from_day: dt.date | None = None
    to_day: dt.date | None = None
    surely: bool = False
    place: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    box: Box | None = None
    actor: tuple[str, ...] = ()
    role: Role = ""
    kind: Kind | Literal[""] = ""
    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    text: str = ""
    disputed: bool = False
    tellers: int = 0
    state: tuple[State, ...] = ()
    undecided: tuple[Open, ...] = ()

    def __post_init__(self) -> None:
        if self.from_day and self.to_day and self.from_day > self.to_day:
            raise ConfigError(f"no day lies from {self.from_day} to {self.to_day}")
        if self.role and not self.actor:
            raise ConfigError("role says in which role the actor stands; say which actor too")
        for name in ("place", "admin1", "country", "actor", "mode", "source"):
            for value in getattr(self, name):
                if _NOT_IN_NAMES.search(value):
                    raise ConfigError(f"{name} {value!r}: such characters cannot stand in a name")
        if not 0 <= self.tellers <= _MOST_TELLERS:
            raise ConfigError(f"tellers must be 0 to {_MOST_TELLERS:,}")
        for value in self.place:
            digits = value.removeprefix(GEO)
            if digits.isdecimal() and len(digits) > _LONGEST_PLACE_ID:
                raise ConfigError(f"place {value}: no GeoNames id has so many digits")
        if self.box is not None:
            _check_box(self.box)
        _check("type", self.type, lambda: (*ontology.EVENT_TYPES, *ontology.RELATION_TYPES))
        _check("status", self.status, lambda: _STATUSES)
        _check("state", self.state, lambda: get_args(State))
        _check("undecided", self.undecided, lambda: get_args(Open))
        _check("role", (self.role,), lambda: get_args(Role))
        _check("kind", (self.kind,), lambda: ("", *get_args(Kind)))

    @property
    def asked(self) -> frozenset[str]:
        """Names of the fields that ask for something."""
        return frozenset(
            name
            for name in self.__struct_fields__
            if getattr(self, name) not in (None, "", (), False, 0)
        )

    def only(self, *names: str) -> "Filter":
        """The same, but for the fields that are not named, which then ask for nothing."""
        return Filter(**{name: getattr(self, name) for name in names})

    def without(self, *names: str) -> "Filter":
        """The same, but for the fields that are named, which then ask for nothing."""
        return self.only(*(name for name in self.__struct_fields__ if name not in names))


def _check(name: str, given: Sequence[str], known: Any) -> None:
    if not given or given == ("",):
        return
    for value in given:
        if value not in known():
            listed = ", ".join(word for word in known() if word)
            raise ConfigError(f"{name} {value!r} is not known; there are {listed}")


def _check_box(box: Box) -> None:
    west, south, east, north = box
    if not all(map(math.isfinite, box)) or not (
        -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    ):
        raise ConfigError(
            f"box {','.join(f'{edge:g}' for edge in box)}: write west,south,east,north in "
            "degrees, as 35.5,32,42.4,37.4"
        )


# --- words in -----------------------------------------------------------------------------

# Names in commands and addresses -> fields. Lists may be written with commas where no value
# has a comma of its own.
_FIELDS = {"from": "from_day", "to": "to_day"}
_LISTS = {"country", "actor", "type", "mode", "status", "state", "undecided"}
_NAMES = {"place", "admin1", "source"}
_FLAGS = {"surely", "disputed"}
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
KEYS = tuple(
    {v: k for k, v in _FIELDS.items()}.get(name, name) for name in Filter.__struct_fields__
)


def filter_from(words: Mapping[str, str | Sequence[str]]) -> Filter:
    """Read a filter from words, as an address or a command line has them.

    Args:
        words: by the names in `KEYS`: "from", "to", "box" ...; a value, or several.

    Raises:
        ConfigError: a name that is not known, or a value that cannot be read.

    >>> filter_from({"from": "2014-10-01", "type": "assault,protest"}).type
    ('ASSAULT', 'PROTEST')
    """
    fields: dict[str, Any] = {}
    for key, given in words.items():
        name = _FIELDS.get(key, key)
        if key not in KEYS:
            raise ConfigError(f"there is no filter {key!r}; there are {', '.join(KEYS)}")
        values = [given] if isinstance(given, str) else list(given)
        if key in _LISTS:
            values = [part for value in values for part in value.split(",")]
        values = [value.strip() for value in values if value.strip()]
        if not values:
            continue
        if key in _LISTS | _NAMES:
            fields[name] = tuple(dict.fromkeys(_READERS.get(key, str)(v) for v in values))
        else:
            fields[name] = _READERS.get(key, str)(values[-1])
    return Filter(**fields)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as err:
        raise ConfigError(f"{text!r} is not a day; write it as 2014-10-05") from err


def _box(text: str) -> Box:
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError as err:
        raise ConfigError(f"box {text!r}: write west,south,east,north in degrees") from err
    return west, south, east, north


def _flag(text: str) -> bool:
    if text.casefold() not in _YES + _NO:
        raise ConfigError(f"{text!r} is neither yes nor no; write 1 or 0")
    return text.casefold() in _YES


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as err:
        raise ConfigError(f"{text!r} is not a whole number") from err


def _type(text: str) -> str:
    """A type in any case: "assault", "Allied with"."""
    plain = text.replace(" ", "_")
    known = (*ontology.EVENT_TYPES, *ontology.RELATION_TYPES)
    return next((name for name in known if name.casefold() == plain.casefold()), text)


def _country(text: str) -> str:
    """A country by its alpha-3 code or its name."""
    if len(text) == 3 and text.isascii() and text.isalpha():
        return text.upper()
    from sayso.identify.actors_index import names  # noqa: PLC0415  reads the roster: 0.3 s
    from sayso.identify.actors_roster import roster  # noqa: PLC0415

    state = names().state_of(text) or names().state_of(text.title())
    if not state:
        raise ConfigError(f"country {text!r} is not known; write its code, as PAK")
    return roster().actors[state].country


_READERS: dict[str, Any] = {
    "from": _day,
    "to": _day,
    "box": _box,
    "tellers": _number,
    "type": _type,
    "country": _country,
    "status": str.lower,
    "state": str.lower,
    "role": str.lower,
    "kind": str.lower,
    "undecided": str.lower,
} | dict.fromkeys(_FLAGS, _flag)


def refuse(filter_: Filter, takes: Iterable[str], name: str) -> None:
    """Refuse a filter that asks for what the things named do not have.

    Raises:
        ConfigError: such a field is asked for.
    """
    wrong = sorted(filter_.asked - set(takes))
    if wrong:
        shown = {v: k for k, v in _FIELDS.items()}
        raise ConfigError(
            f"{name} cannot be filtered by {', '.join(shown.get(w, w) for w in wrong)}"
        )


def replaced(filter_: Filter, **changes: Any) -> Filter:
    """The same filter with some fields changed."""
    return msgspec.structs.replace(filter_, **changes)
