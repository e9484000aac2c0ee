"""Blocks: where accounts of one happening are sought, so that not all pairs are compared.

In:   an `Account`
Out:  whole numbers; accounts that share one are compared (`pairs`)

Method: a key is a group of types, a stretch of time and an anchor: a place, a word of a place
name, a named party, a count. Time is a week, overlapping by a day; a report that tells no day
stands in the weeks of the two before it, and times wider than a month stand in years. What
names no place of its own has the names that its report tells most. Two reports of some days
with one sentence meet whatever days they tell. Finer keys, of a day and a deed, stand beside
the weeks.

A block of more than `FULL` accounts is over-full: in it each account is compared with the
`HUBS` accounts of the smallest ids alone. Ids are hashes, so hubs are a sample that no order
of arrival changes; an incident with many reports is still found whole, since all its accounts
meet the same hubs. What is lost is pairs of small happenings that share only over-full
blocks, which the finer keys are there to prevent.
Known faults: a claim without any day, in a report without one, meets only its like. Towns
within 30 km of each other, told with other ids and no common party or count, do not meet.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sayso.link.incidents_accounts import SPEECH, Account
from sayso.link.incidents_days import FRESH, LATE, WIDEST
from sayso.link.incidents_features import PRECISE, hashed

FULL = 64
HUBS = 24
_WEEK = 7
_MOST = 4  # anchors of one sort: a list of ten towns is no better known by its ninth
_NOTABLE = 5  # counts below are told of too many happenings in a week
_LONG = 7  # content words from which on one sentence is hardly chance

# Groups of types that are compared; NEAR types share at least one (held by a test).
_GROUPS: dict[str, tuple[str, ...]] = {
    "ASSAULT": ("force",),
    "PROTEST": ("force",),
    "MOBILIZE": ("force",),
    "COERCE": ("force", "law"),
    "DISPLACE": ("force", "deal"),
    "SANCTION": ("law",),
    "RETREAT": ("law", "deal"),
    "REJECT": ("law", "speech"),
    "ACCUSE": ("speech",),
    "THREATEN": ("speech",),
    "REQUEST": ("speech", "deal"),
    "AGREE": ("deal",),
    "CONCEDE": ("deal",),
    "CONSULT": ("deal",),
    "COOPERATE": ("deal",),
    "AID": ("deal",),
    "SUPPORT": ("deal",),
}


def groups(type_: str) -> tuple[str, ...]:
    """Groups in which claims of a type are sought; an unknown type is its own."""
    return _GROUPS.get(type_, (type_,))


def keys(account: Account) -> frozenset[int]:
    """The blocks of an account."""
    anchors = _anchors(account)
    spans = _spans(account)
    found: set[int] = set()
    for group in groups(account.type):
        for span in spans:
            found.update(hashed(group, span, anchor) for anchor in anchors)
            found.update(hashed(group, span, count) for count in _counts(account))
        fine = [a for a in anchors if a.startswith(("geo:", "at:"))][:_MOST] or anchors[:1]
        for day in _near_days(account):
            for deed in account.deeds or {""}:
                found.update(hashed(group, day, deed, anchor) for anchor in fine)
        said = [hashed(*sorted(stems)) for stems in account.stems if len(stems) >= _LONG]
        for week in _report_weeks(account):
            found.update(hashed(group, week, "said", words) for words in said)
    return frozenset(found)


def _anchors(account: Account) -> list[str]:
    """Places, words of places and parties; what the report names most where there is no place."""
    fine = [f"geo:{s.geonameid}" for s in account.spots if s.geonameid and s.precision in PRECISE]
    coarse = [f"geo:{s.geonameid}" for s in account.spots if s.precision == "admin1"]
    coarse += [
        f"in:{s.country}/{s.admin1}/{deed}"
        for s in account.spots
        if s.admin1
        for deed in account.deeds
    ]
    at = [f"at:{word}" for word in sorted(account.places | account.things)]
    actors = [p.key for p in account.actors if p.named]
    recipients = [p.key for p in account.recipients if p.named]
    found = [*actors[:_MOST], *recipients[:_MOST]]
    if account.type not in SPEECH:
        found = [*fine[:_MOST], *at[:_MOST], *coarse[:_MOST], *found]
    if not (fine or at) or not found:
        found += account.around.often
    return list(dict.fromkeys(found))


def _counts(account: Account) -> Iterator[str]:
    for what, low, high in account.counts[:_MOST]:
        figure = low if low is not None else high
        if figure is not None and figure >= _NOTABLE:
            yield f"{what}:{figure}"


def _spans(account: Account) -> tuple[str, ...]:
    """Weeks and years in which an account is sought."""
    weeks: set[int] = set()
    years: set[int] = set()
    for first, last in account.days:
        if last - first <= WIDEST:
            weeks.update(_weeks(first - 1, last + 1))
        if last - first > WIDEST or (account.published or last) - last > WIDEST:
            years.update(range(_year(first), min(_year(last), _year(first) + 1) + 1))
    if not account.days and account.published is not None:
        weeks.update(_weeks(account.published - LATE, account.published + 1))
    found = [f"week {w}" for w in sorted(weeks)] + [f"year {y}" for y in sorted(years)]
    return tuple(found) or ("undated",)


def _report_weeks(account: Account) -> tuple[str, ...]:
    """Weeks in which the same words may be printed again; a copy follows within days."""
    day = account.published
    if day is None:
        return ("undated",)
    return tuple(f"week {w}" for w in _weeks(day - FRESH, day + FRESH))


def _near_days(account: Account) -> tuple[str, ...]:
    if not account.days:
        day = account.published
        return () if day is None else (f"day {day - 1}", f"day {day}")
    return tuple(f"day {first}" for first, last in account.days if last - first <= 1)


def _weeks(first: int, last: int) -> range:
    return range(first // _WEEK, last // _WEEK + 1)


def _year(day: int) -> int:
    return dt.date.fromordinal(max(day, 1)).year


def pairs(
    blocks: Mapping[int, Sequence[str]], of: Iterable[str] | None = None
) -> set[tuple[str, str]]:
    """The pairs that are compared.

    Args:
        blocks: key to the ids in it, in any order.
        of: only pairs with one of these; None for all.
    """
    wanted = None if of is None else set(of)
    found = set()
    for members in blocks.values():
        hubs = hubs_of(members)
        left = hubs if hubs is not None else members
        for one in left:
            others = members if wanted is None or one in wanted else wanted.intersection(members)
            for other in others:
                if one != other:
                    found.add((one, other) if one < other else (other, one))
    return found


def hubs_of(members: Sequence[str]) -> list[str] | None:
    """The accounts that stand for an over-full block; None where all pairs are compared."""
    return sorted(members)[:HUBS] if len(members) > FULL else None


def blocks_of(accounts: Iterable[Account]) -> dict[int, list[str]]:
    """Put accounts into their blocks; blocks of one are left out."""
    found: dict[int, list[str]] = {}
    for account in accounts:
        for key in keys(account):
            found.setdefault(key, []).append(account.lead)
    return {key: members for key, members in found.items() if len(members) > 1}


def fullest(blocks: Mapping[int, Sequence[str]]) -> Counter[int]:
    """How many blocks there are of each size: for measuring."""
    return Counter(len(members) for members in blocks.values())
