"""Within one report: which claims tell of one happening.

In:   the event claims of one report, and people's judgements
Out:  its `Account`s, and the links between the claims of each

Method: all pairs of claims are scored with the weights for one report, where nearness in the
text counts and a bare "the attack" goes with what was told before, and clustered as accounts
are (`incidents_cluster`). Two claims that people judged, in different groups, are not joined
by the machine here; they may meet as accounts, where judgements on other reports count too.
Known faults: claims with more than `REACH` sentences of events between them meet only through
claims between them.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Mapping

import msgspec

from sayso.base.ids import digest
from sayso.base.joined import Judgement, Link, Reason
from sayso.base.nouns import Claim
from sayso.link.incidents_accounts import Account, around, pool
from sayso.link.incidents_cluster import EVEN, Pair, settle
from sayso.link.incidents_days import days
from sayso.link.incidents_features import Telling, tellings
from sayso.link.incidents_found import Found, reasons, said
from sayso.link.incidents_judged import NOTHING, Decision, Judged
from sayso.link.incidents_places import Side, places
from sayso.link.incidents_score import WEIGHTS, Sort, findings, log_odds, probability, weights
from sayso.link.incidents_words import WORDS

# Sentences with events between two claims that are compared. Keeps long reports near linear;
# a report of usual length has fewer sentences in all.
REACH = 30
# Pairs less likely than this are not worth a person's look: see `docs/incidents.md`.
UNSURE = 0.4


# Raise it when tellings or accounts are made in another way: records then join all claims anew.
_READING = 1


@functools.cache
def version() -> str:
    """What accounts and links follow from, besides claims: reading, words and weights."""
    return digest(_READING, *(path.read_bytes() for path in (WORDS, WEIGHTS)))


class Read(msgspec.Struct, frozen=True):
    """A report as linking sees it: its accounts in text order, links between their claims."""

    accounts: tuple[Account, ...]
    links: tuple[Link, ...]


def read_report(
    claims: Iterable[Claim], published: dt.date | None, people: Judged = NOTHING
) -> Read:
    """Join the claims of one report that tell of one happening.

    Args:
        claims: all that count of one report; relations are passed over.
        published: its day of publication.
        people: judgements; those on other reports may hold claims of this one apart.
    """
    told = tellings(claims, published)
    behind = around(told)
    single = {t.claim: pool([t], behind) for t in told}
    by_claim = {t.claim: t for t in told}
    ids = list(single)
    own = _each_apart(people, ids)
    scores: dict[Pair, float] = {}
    for i, one in enumerate(ids):
        for other in ids[i + 1 :]:
            near = single[other].ranks[0] - single[one].ranks[0] <= REACH
            if near and not (own.group and own.differ((one,), (other,))):
                pair = (one, other) if one < other else (other, one)
                scores[pair] = probability(log_odds(single[one], single[other], "within"))

    def ask(one: str, other: str) -> float:
        return log_odds(single[one], single[other], "within")

    def elsewhere(ones: Iterable[str], others: Iterable[str]) -> bool:
        return told_apart([single[c] for c in ones], [single[c] for c in others])

    settled = settle({i: (i,) for i in ids}, scores, ask, own, elsewhere)
    accounts = [
        pool(sorted((by_claim[c] for c in cluster), key=_in_text), behind)
        for cluster in settled.clusters
    ]
    links = [
        link_of(pair, single[pair[0]], single[pair[1]], scores[pair])
        for pair in sorted(scores)
        if scores[pair] >= UNSURE
    ]
    return Read(tuple(sorted(accounts, key=lambda a: (a.at, a.lead))), tuple(links))


def told_apart(ones: Iterable[Account], others: Iterable[Account]) -> bool:
    """Both sides tell days, or decided places, and none of one side fits any of the other.

    Args:
        ones, others: accounts of one report: what it tells of two days or places is two.
    """
    sides = list(ones), list(others)
    spots = [Side(tuple(s for a in side for s in a.spots)) for side in sides]
    place = places(spots[0], spots[1])
    if place is not None and place.code in ("place.apart", "place.far"):
        return True
    told = [[d for a in side for d in a.days] for side in sides]
    day = days(told[0], told[1], None, None)
    return day is not None and day.code in ("day.near", "day.far", "day.other")


def _in_text(telling: Telling) -> tuple[int, str]:
    return telling.at, telling.claim


def _each_apart(people: Judged, ids: Iterable[str]) -> Judged:
    """The judgements on claims of one report, with no two groups to be joined by the machine."""
    group = {i: people.group[i] for i in ids if i in people.group}
    groups = frozenset(group.values())
    return Judged(group=group, apart={g: groups - {g} for g in groups})


def link_of(pair: Pair, one: Account, other: Account, score: float) -> Link:
    """The machine's link between two claims, with its reasons; "unsure" until it is judged.

    Args:
        pair: the claims that stand for the accounts, in order.
        score: their probability.
    """
    sort: Sort = "within" if one.report == other.report else "across"
    return Link(
        a=pair[0],
        b=pair[1],
        judgement="unsure",
        score=score,
        reasons=reasons(findings(one, other, sort), weights().of(sort)),
    )


def judge(link: Link, together: bool) -> Link:
    """A link of the machine, judged by where its claims ended up.

    Args:
        together: they are in one cluster. If they are not, and yet likely the same, that is
            because the other claims of the two happenings do not fit, or people said so.
    """
    likely = link.score > EVEN
    why = tuple(r for r in link.reasons if r != _OTHERS)
    if likely and not together:
        why += (_OTHERS,)
    judgement: Judgement = "same" if likely and together else "unsure"
    return Link(a=link.a, b=link.b, judgement=judgement, score=link.score, reasons=why)


_OTHERS = Reason(what=said(Found("others")), weight=0.0)


def person_link(decision: Decision) -> Link:
    """The link of a person's judgement: sure."""
    a, b = sorted((decision.a, decision.b))
    same = decision.judgement == "same"
    found = Found("person.same" if same else "person.different", 1.0, (decision.person,))
    return Link(
        a=a,
        b=b,
        judgement=decision.judgement,
        score=1.0 if same else 0.0,
        reasons=(Reason(what=said(found), weight=0.0),),
        person=decision.person,
    )


def people_links(people: Judged, claims: Mapping[str, object]) -> list[Link]:
    """The links of the judgements on claims that are there."""
    return [
        person_link(people.held[pair])
        for pair in sorted(people.held)
        if pair[0] in claims and pair[1] in claims
    ]
