"""Do two accounts tell of one happening? Log odds, from reasons that can be read.

In:   two `Account`s, of two reports ("across") or of one ("within")
Out:  findings, and the sum of their weights: the log odds (base e) that they do

Method: findings on type, deed, day, place, parties, counts, instrument, status and words are
weighed and summed, as in logistic regression. Nothing is counted over a corpus, so a pair has
the same score in every record. Weights stand in `incidents_weights.toml`, and its head says
how they were fitted.
Known faults: findings are taken as independent given the answer, which they are not quite:
a report that names the town tends to name the day.
"""

import functools
import math
import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from sayso.base.errors import AssetError
from sayso.link.incidents_accounts import Account
from sayso.link.incidents_days import days
from sayso.link.incidents_found import SAID, Found
from sayso.link.incidents_parties import counts, parties
from sayso.link.incidents_places import Side, places
from sayso.link.incidents_words import are_akin

Sort = Literal["across", "within"]

WEIGHTS = Path(__file__).with_name("incidents_weights.toml")
_FEW = 3  # names in common that count in full; also how many both must have to have none
_SENTENCES = 6  # of an account whose words are compared: what comes later is background
_ALONE, _CARRIES = 0.3, 0.4  # like words count .3 alone, in full with .28 of the names
_ALIKE = 0.12  # share of words that two sentences of unlike matter have in common by chance

# Types that reports, or coders, give to one happening: of 4,103 pairs of claims of one
# happening in ECB+ (topics 1-35, claims of the model) 3,793 have one type, 255 one of these
# pairs. RETREAT with AGREE, CONCEDE and SUPPORT is how truces are told.
NEAR = frozenset(
    order
    for pair in (
        "ASSAULT COERCE",
        "ASSAULT PROTEST",
        "ASSAULT MOBILIZE",
        "COERCE PROTEST",
        "COERCE MOBILIZE",
        "COERCE SANCTION",
        "COERCE DISPLACE",
        "SANCTION REJECT",
        "SANCTION RETREAT",
        "REJECT RETREAT",
        "RETREAT AGREE",
        "RETREAT CONCEDE",
        "RETREAT SUPPORT",
        "RETREAT DISPLACE",
        "AGREE CONCEDE",
        "AGREE CONSULT",
        "AGREE SUPPORT",
        "AGREE COOPERATE",
        "AGREE AID",
        "AGREE REQUEST",
        "CONSULT COOPERATE",
        "CONSULT SUPPORT",
        "CONSULT REQUEST",
        "COOPERATE AID",
        "AID SUPPORT",
        "ACCUSE REJECT",
        "ACCUSE REQUEST",
        "ACCUSE THREATEN",
        "REQUEST THREATEN",
        "REJECT THREATEN",
    )
    for order in (tuple(pair.split()), tuple(reversed(pair.split())))
)


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weight of each code, for pairs across reports and within one."""

    across: dict[str, float]
    within: dict[str, float]

    def of(self, sort: Sort) -> dict[str, float]:
        """The weights of one sort."""
        return self.across if sort == "across" else self.within


@functools.cache
def weights() -> Weights:
    """The weights that are shipped.

    Raises:
        AssetError: the file is wrong, or a code is not known.
    """
    try:
        found = msgspec.toml.decode(WEIGHTS.read_bytes(), type=Weights)
    except (OSError, msgspec.ValidationError, tomllib.TOMLDecodeError) as err:
        raise AssetError(f"{WEIGHTS}: {err}") from err
    strange = {*found.across, *found.within} ^ set(SAID) - _UNWEIGHED
    if strange:
        raise AssetError(f"{WEIGHTS}: unknown or missing: {', '.join(sorted(strange))}")
    return found


_UNWEIGHED = {"person.same", "person.different", "person.against", "others"}


def log_odds(one: Account, other: Account, sort: Sort) -> float:
    """Sum the weights of all findings."""
    weigh = weights().of(sort)
    if one.type != other.type and (one.type, other.type) not in NEAR:
        return weigh[f"bias.{sort}"] + weigh["type.far"]  # what `findings` comes to, sooner
    odds = 0.0
    for code, strength, _ in findings(one, other, sort):
        odds += weigh.get(code, 0.0) * strength
    return odds


def probability(odds: float) -> float:
    """The probability for log odds.

    >>> probability(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-odds)) if odds > 0 else math.exp(odds) / (1.0 + math.exp(odds))


def findings(one: Account, other: Account, sort: Sort) -> list[Found]:
    """Compare two accounts in every respect.

    Args:
        one, other: in any order; the findings are the same but for the order in their words.
        sort: "within" adds how near they stand in the text.
    """
    found = [Found(f"bias.{sort}"), _types(one, other)]
    if found[1].code == "type.far":
        return found
    found += _deeds(one, other)
    day = days(one.days, other.days, one.published, other.published)
    if day is not None and not (sort == "within" and not (one.days and other.days)):
        found.append(day)
    found += _places(one, other)
    found += _parties(one, other)
    found += counts(one.counts, other.counts)
    found += _status(one, other)
    found += _tools(one, other)
    if sort == "within":
        return [*found, *_words(one, other, 1.0), *_nearness(one, other)]
    share = _share(one, other)
    return [*found, *_words(one, other, share), *_reports(one, other, share)]


def _types(one: Account, other: Account) -> Found:
    if one.type == other.type:
        return Found("type.same", 1.0, (one.type,))
    code = "type.near" if (one.type, other.type) in NEAR else "type.far"
    return Found(code, 1.0, (one.type, other.type))


def _deeds(one: Account, other: Account) -> list[Found]:
    found = []
    shared = one.deeds & other.deeds
    if shared:
        found.append(Found("deed.same", 1.0, (shared,)))
    elif not any(are_akin(a, b) for a in one.deeds or {""} for b in other.deeds or {""}):
        found.append(Found("deed.other", 1.0, (one.deeds, other.deeds)))
    told = one.told & other.told
    if told:
        found.append(Found("word.same", 1.0, (told,)))
    return found


def _places(one: Account, other: Account) -> list[Found]:
    found = []
    place = places(_side(one), _side(other))
    if place is not None:
        found.append(place)
    elif not (one.places or one.spots) or not (other.places or other.spots):
        shared = _named_there(one, other) | _named_there(other, one)
        if shared:
            found.append(Found("place.context", 1.0, (shared,)))
    if one.sites and other.sites and (place is None or place.code not in _ELSEWHERE):
        shared = one.sites & other.sites
        if shared:
            found.append(Found("site.same", 1.0, (shared,)))
        else:
            found.append(Found("site.other", 1.0, (one.sites, other.sites)))
    return found


def _side(account: Account) -> Side:
    return Side(account.spots, account.places, account.things)


_ELSEWHERE = ("place.apart", "place.far", "place.otherwords")


def _named_there(one: Account, other: Account) -> frozenset[str]:
    """Words of the places of one that the report of the other names."""
    return frozenset(word for word in one.places if f"at:{word}" in other.around.named)


def _parties(one: Account, other: Account) -> list[Found]:
    if one.speaks and other.speaks:
        speech = parties("speech", one.actors, other.actors)
        found = [Found("speech.open") if speech is None else speech]
    else:
        actor = parties("actor", one.actors, other.actors)
        found = [] if actor is None else [actor]
    recipient = parties("recipient", one.recipients, other.recipients)
    return found if recipient is None else [*found, recipient]


def _status(one: Account, other: Account) -> list[Found]:
    if one.ahead != other.ahead:
        return [Found("status.ahead")]
    return [Found("status.denied")] if one.denied != other.denied else []


def _tools(one: Account, other: Account) -> list[Found]:
    if not one.tools or not other.tools:
        return []
    shared = one.tools & other.tools
    if shared:
        return [Found("tool.same", 1.0, (shared,))]
    return [Found("tool.other", 1.0, (" ".join(sorted(one.tools)), " ".join(sorted(other.tools))))]


def _words(one: Account, other: Account, share: float) -> list[Found]:
    """Words in common. What all pages of an outlet carry is no sign: the names must fit too."""
    best = 0.0
    for a in one.stems[:_SENTENCES]:
        for b in other.stems[:_SENTENCES]:
            if shared := len(a & b):
                best = max(best, shared / (len(a) + len(b) - shared))
    found = []
    if best > _ALIKE:
        strength = best * min(1.0, _ALONE + share / _CARRIES)
        found.append(Found("words.shared", strength, (best,)))
    names = len(one.names & other.names)
    if names:
        found.append(Found("names.shared", min(names, _FEW) / _FEW, (names,)))
    return found


def _nearness(one: Account, other: Account) -> list[Found]:
    found = []
    between = min(abs(a - b) for a in one.ranks for b in other.ranks)
    if between == 0:
        found.append(Found("near.same"))
    elif between == 1:
        found.append(Found("near.next"))
    else:
        found.append(Found("near.far", min(between, 10) / 10, (between - 1,)))
    if one.speakers == other.speakers and _clash(one, other):
        found.append(Found("count.clash"))
    if one.opens and other.opens:
        found.append(Found("lead"))
    if one.bare or other.bare:
        bare = one if one.bare else other
        found.append(Found("bare", 1.0, (bare.told,)))
    return found


def _clash(one: Account, other: Account) -> bool:
    """Counts of one thing that cannot both be right."""
    return any(
        f.code in ("count.close", "count.other", "count.far")
        for f in counts(one.counts, other.counts)
    )


def _share(one: Account, other: Account) -> float:
    """Share of the names of one report that the other has too, of the one with fewer.

    Where both name few, what they share is less than it looks: `_FEW` are taken as unlike.
    """
    here, there = one.around.named, other.around.named
    return len(here & there) / (min(len(here), len(there)) + _FEW)


def _reports(one: Account, other: Account, share: float) -> list[Found]:
    if share:
        return [Found("report.shared", share, (share,))]
    fewer = min(len(one.around.named), len(other.around.named))
    return [Found("report.apart")] if fewer >= _FEW else []
