"""What the claims of one incident tell, value by value, with who tells it.

In:   `Said`: the claims of one happening with their voices
Out:  field to `Told` values, best supported first

Method: values are brought together only when they are equal: the same days, bounds, actor or
place. A town and its province are two values. A place that nobody decided goes with a decided
one that bears its name in this incident. What a claim denies is told as denied, apart from
what others assert. Order: number of independent voices, then of reports, then asserted
before denied and sure before hedged, then the value itself.
Known faults: an instrument is its printed words; "bomb" and "a bomb" are one, "IED" is another.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sayso.base.joined import Told
from sayso.base.keys import actor_key, bare, bare_place, place_key, shown_name
from sayso.base.nouns import Claim, Place
from sayso.link.incidents_features import who
from sayso.link.incidents_parties import bounds
from sayso.link.incidents_voices import Said, tellers_of

PLAIN = ("type", "mode", "status")
NUMBERS = (
    "killed",
    "wounded",
    "displaced",
    "detained",
    "abducted",
    "protesters",
    "troops",
    "other",
)
FIELDS = (*PLAIN, "day", "place", "actor", "recipient", "instrument", *NUMBERS)
_REPORT_DAY = "report_date"


class Value(NamedTuple):
    """One value of one claim. Equal `same` in one field is one value."""

    field: str
    same: tuple[object, ...]
    told: Told


def values_of(said: Sequence[Said]) -> dict[str, tuple[Told, ...]]:
    """Gather what the claims of one incident tell.

    Args:
        said: all claims of it, in any order.
    """
    named = _decided_names(s.claim for s in said)
    groups: dict[tuple[str, bool, tuple[object, ...]], list[tuple[Said, Told]]] = {}
    for one in said:
        negated = one.claim.status == "negated"
        for field, same, told in _values(one.claim, named):
            denied = negated and field != "status"
            groups.setdefault((field, denied, same), []).append((one, told))
    found: dict[str, list[tuple[Told, int]]] = {}
    for (field, denied, _), members in groups.items():
        reports = len({one.claim.doc for one, _ in members})
        found.setdefault(field, []).append((_told(members, denied=denied), reports))
    return {
        field: tuple(told for told, _ in sorted(found[field], key=_support))
        for field in FIELDS
        if field in found
    }


def _told(members: Sequence[tuple[Said, Told]], *, denied: bool) -> Told:
    # Of several ways to write one value the commonest is shown; of these the first by letters.
    ways: dict[str, int] = {}
    for _, told in members:
        ways[told.value] = ways.get(told.value, 0) + 1
    first = members[0][1]
    return Told(
        value=min(ways, key=lambda w: (-ways[w], w)),
        low=first.low,
        high=first.high,
        earliest=first.earliest,
        latest=first.latest,
        key=first.key,
        claims=tuple(sorted({one.claim.id for one, _ in members})),
        tellers=tellers_of(one for one, _ in members),
        denied=denied,
        hedged=all(one.claim.hedged for one, _ in members),
    )


def _support(told_in: tuple[Told, int]) -> tuple[int, int, bool, bool, str, str]:
    told, reports = told_in
    return (-len(told.tellers), -reports, told.denied, told.hedged, told.value, told.key)


def _values(claim: Claim, named: dict[str, Place]) -> Iterator[Value]:
    for field in PLAIN:
        text = getattr(claim, field)
        if text:
            yield Value(field, (text,), Told(value=text))
    when = claim.when
    if when is not None and when.basis != _REPORT_DAY and (when.earliest or when.latest):
        first, last = when.earliest, when.latest
        yield Value("day", (first, last), Told(value=_days(claim), earliest=first, latest=last))
    yield from _places(claim, named)
    for field in ("actor", "recipient"):
        for mention in getattr(claim, field):
            if who(mention):
                key = actor_key(mention)
                yield Value(field, (key,), Told(value=shown_name(mention), key=key))
    for tool in claim.instrument:
        yield Value("instrument", (bare(tool.text),), Told(value=bare(tool.text)))
    for number in claim.number:
        if number.low is None and number.high is None:
            continue
        what = number.what
        words = number.text if what == "other" else f"{bounds(number.low, number.high)} {what}"
        told = Told(value=words, low=number.low, high=number.high)
        same = (number.low, number.high) + ((bare(words),) if what == "other" else ())
        yield Value(what, same, told)


def _days(claim: Claim) -> str:
    when = claim.when
    if when is None:
        return ""
    first, last = when.earliest, when.latest
    if first == last and first is not None:
        return first.isoformat()
    if first is None or last is None:
        return f"since {first}" if last is None else f"until {last}"
    return f"{first} to {last}"


def _places(claim: Claim, named: dict[str, Place]) -> Iterator[Value]:
    """Where it was: the claim's place on the map, and its mentions that are not on it."""
    where = claim.where
    keys = set()
    if where is not None and where.basis != "report" and place_key(where):
        keys.add(place_key(where))
        name = where.name or (claim.place[0].text if claim.place else place_key(where))
        yield Value("place", (place_key(where),), Told(value=name, key=place_key(where)))
    for place in claim.place:
        decided = place
        if place.geonameid is None:
            decided = named.get(bare_place(place.text), place)
        key = place_key(decided)
        if key and key not in keys:
            keys.add(key)
            yield Value("place", (key,), Told(value=shown_name(decided), key=key))


def _decided_names(claims: Iterable[Claim]) -> dict[str, Place]:
    """Bare words to the one decided place that bears them in this incident."""
    found: dict[str, dict[int, Place]] = {}
    for claim in claims:
        for place in claim.place:
            if place.geonameid is not None:
                for words in {bare_place(place.text), bare_place(place.name)}:
                    found.setdefault(words, {}).setdefault(place.geonameid, place)
    return {
        words: next(iter(by_id.values()))
        for words, by_id in found.items()
        if words and len(by_id) == 1
    }
