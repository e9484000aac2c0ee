"""Claims of one happening, from whatever reports, joined into clusters by links with reasons.

In:   the event claims of reports, their days of publication, people's judgements
Out:  `Link`s and clusters of claims; incidents are the connected components of the "same" links

Method: read each report by itself (`incidents_report`): its claims of one happening become one
account. Compare accounts that share a block (`incidents_blocks`, `incidents_score`), settle
each connected component of the likely pairs (`incidents_cluster`). Both steps look at nothing
else in the record, so a component can be settled alone when a report is added, with the same
outcome as all at once (`record.incidents` does that).
Rows of a table that was imported (`base.ids.table_of`) are reports of one hand: those of ACLED and
UCDP GED, which list each happening once, are never joined to each other.
Known faults: those of its parts; `docs/incidents.md` gives figures.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sayso.base.ids import table_of
from sayso.base.joined import Link
from sayso.base.nouns import Claim
from sayso.link.incidents_accounts import Account
from sayso.link.incidents_blocks import blocks_of, pairs
from sayso.link.incidents_cluster import Pair, settle
from sayso.link.incidents_judged import NOTHING, Judged
from sayso.link.incidents_report import (
    UNSURE,
    Read,
    judge,
    link_of,
    people_links,
    read_report,
    told_apart,
)
from sayso.link.incidents_score import log_odds, probability

ONCE = ("acled", "ged")
"""Tables whose makers list each happening once."""

Told = tuple[Sequence[Claim], dt.date | None]
"""The claims of one report, and its day of publication."""


class Joined(NamedTuple):
    """What linking found.

    Attributes:
        clusters: ids of the claims of each happening, sorted; sorted by their first.
        links: by their claims' ids; "same" ones hold within clusters only.
    """

    clusters: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]


def join_claims(reports: Iterable[Told], people: Judged = NOTHING) -> Joined:
    """Join the claims of many reports, all at once.

    Args:
        reports: each report once, in any order, with those of its claims that count.
        people: judgements on pairs of claims, which always hold.
    """
    reads = [read_report(claims, published, people) for claims, published in reports]
    accounts = {a.lead: a for read in reads for a in read.accounts}
    return join_accounts(reads, compare(accounts, pairs(blocks_of(accounts.values()))), people)


def compare(accounts: Mapping[str, Account], wanted: Iterable[Pair]) -> dict[Pair, float]:
    """Probabilities of pairs of accounts; only those that may be one happening are kept.

    Args:
        accounts: by the claim that stands for them.
        wanted: pairs of their keys, in order. Accounts of one report were compared already,
            claim by claim; those with judged claims are left to `compare_judged`.
    """
    found = {}
    for pair in wanted:
        one, other = accounts[pair[0]], accounts[pair[1]]
        if one.report != other.report and not _listed_apart(one, other):
            score = probability(log_odds(one, other, "across"))
            if score >= UNSURE:
                found[pair] = score
    return found


def join_accounts(
    reads: Sequence[Read], scores: Mapping[Pair, float], people: Judged = NOTHING
) -> Joined:
    """Settle accounts whose pairs were compared, and judge all links by the outcome.

    Args:
        reads: the reports whose accounts they are.
        scores: of the compared pairs (`compare`).
        people: judgements on pairs of claims.
    """
    accounts = {a.lead: a for read in reads for a in read.accounts}
    scores = dict(scores) | compare_judged(accounts, people)
    clusters = settle_accounts(accounts, scores, people)
    home = {claim: n for n, cluster in enumerate(clusters) for claim in cluster}
    found = {(link.a, link.b): link for read in reads for link in read.links}
    found |= {p: link_of(p, accounts[p[0]], accounts[p[1]], scores[p]) for p in scores}
    found = {p: judge(link, home[link.a] == home[link.b]) for p, link in found.items()}
    found |= {(link.a, link.b): link for link in people_links(people, home)}
    return Joined(clusters, tuple(found[pair] for pair in sorted(found)))


def settle_accounts(
    accounts: Mapping[str, Account], scores: Mapping[Pair, float], people: Judged
) -> tuple[tuple[str, ...], ...]:
    """Cluster accounts: whole connected components of the likely pairs, one or many.

    Args:
        accounts: by the claim that stands for each.
        scores: of their compared pairs, judged ones of one report included.
        people: judgements on pairs of claims.

    Returns:
        Ids of the claims of each cluster, sorted; sorted by their first.
    """
    claims = {lead: a.claims for lead, a in accounts.items()}

    def ask(one: str, other: str) -> float:
        return _odds(accounts[one], accounts[other])

    def two(ones: Iterable[str], others: Iterable[str]) -> bool:
        return _told_as_two([accounts[i] for i in ones], [accounts[i] for i in others])

    settled = settle(claims, scores, ask, people, two)
    return tuple(
        sorted(
            tuple(sorted(c for lead in cluster for c in claims[lead]))
            for cluster in settled.clusters
        )
    )


def _odds(one: Account, other: Account) -> float:
    return log_odds(one, other, "within" if one.report == other.report else "across")


def _told_as_two(ones: Iterable[Account], others: Iterable[Account]) -> bool:
    """A report has accounts on both sides, and puts them on other days or in other places.

    So does a table, whose rows are reports: it is one hand or one machine. Of a table that people
    coded any two rows are two happenings.
    """
    theirs: dict[str, list[Account]] = {}
    for account in others:
        theirs.setdefault(table_of(account.report) or account.report, []).append(account)
    return any(
        _listed_apart(one, other) or told_apart([one], [other])
        for one in ones
        for other in theirs.get(table_of(one.report) or one.report, ())
    )


def _listed_apart(one: Account, other: Account) -> bool:
    """Two rows of a table whose makers list each happening once."""
    table = table_of(one.report)
    return table in ONCE and table == table_of(other.report) and one.report != other.report


def compare_judged(accounts: Mapping[str, Account], people: Judged) -> dict[Pair, float]:
    """Pairs of accounts of one report that were left for here: both hold judged claims."""
    by_report: dict[str, list[str]] = {}
    for lead, account in accounts.items():
        if any(c in people.group for c in account.claims):
            by_report.setdefault(account.report, []).append(lead)
    found = {}
    for leads in by_report.values():
        for one, other in itertools.combinations(sorted(leads), 2):
            score = probability(_odds(accounts[one], accounts[other]))
            if score >= UNSURE:
                found[one, other] = score
    return found
