"""Rules on outlets: who only copies, where coverage breaks off, whose names are spelt two ways.

In:   outlets with the days of their reports
Out:  faults

Method: a change of coverage makes a spike or a hole that is none of the war's. An outlet's reports
are counted by calendar month; a month stands out against the outlet's own median. Months before
its first report and after its last are no gap.
Known faults: a war that begins looks like coverage that begins.
"""

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from rapidfuzz import fuzz

from sayso.record.checks.look import Look, Row
from sayso.record.checks.rule import Fault, Found, on_record
from sayso.record.checks.words import quoted
from sayso.record.schema import claim, document
from sayso.show.words import counted

_SOME = 5  # reports of an outlet below which its habits are not known
_MANY = 24  # two a month for a year: below it months of none are no news
_ONLY = 0.9
_JUMP = 4  # times the outlet's median month; 3 is what a bad month does, by ACLED's spikes
_LEAST_JUMP = 10
_GAP_MONTHS = 2
_MOST_OF_ALL = 0.5
_ALL = 50  # reports below which one outlet easily is half
_ALIKE = 93  # of 100 (rapidfuzz ratio): "Hill Radio" and "Hill  radio", not "Radio 1" and "Radio 2"

_SOURCES = "`sayso sources` shows what there is; `sayso decide settle` with the reason"


@on_record(
    "outlet-only-copies",
    "notice",
    "record",
    means=f"At least {_ONLY:.0%} of an outlet's reports repeat others: it adds no voice.",
    settle=_SOURCES,
)
def outlet_only_copies(look: Look) -> Found:
    """Share of an outlet's reports that are copies of another outlet's."""
    outlet_of = {row.report: row.outlet for row in _reports(look)}
    copied: Counter[str] = Counter()
    for report, outlet in outlet_of.items():
        original = look.original(report)
        copied[outlet] += original != report and outlet_of.get(original) != outlet
    for outlet, total in sorted(Counter(outlet_of.values()).items()):
        if outlet and total >= _SOME and copied[outlet] >= _ONLY * total:
            yield Fault(
                f"{copied[outlet]:,} of {counted(total, 'report')} of {quoted(outlet)} copy others",
                subject=f"outlet:{outlet}",
            )


@on_record(
    "outlet-gap",
    "warning",
    "record",
    means=f"An outlet that reports steadily has no report for {_GAP_MONTHS} months or more: a hole "
    "in the record, not a quiet war.",
    settle="`sayso add` the missing reports; " + _SOURCES,
)
def outlet_gap(look: Look) -> Found:
    """Whole months without a report, between the first and the last."""
    for outlet, months in _by_month(look):
        run: list[int] = []
        for month in range(min(months), max(months) + 1):
            if month not in months:
                run.append(month)
                continue
            if len(run) >= _GAP_MONTHS and _is_steady(months):
                yield Fault(
                    f"{quoted(outlet)} has {counted(sum(months.values()), 'report')}, and none "
                    f"from {_month(run[0])} to {_month(run[-1])}",
                    subject=f"outlet:{outlet}",
                    facts=(run[0], run[-1]),
                    day=_first_of(run[0]),
                )
            run = []


@on_record(
    "outlet-jump",
    "warning",
    "record",
    means=f"An outlet has at least {_JUMP} times its usual number of reports in a month: coverage "
    "may have changed, not the war.",
    settle=_SOURCES,
)
def outlet_jump(look: Look) -> Found:
    """A month against the median of the outlet's other months."""
    for outlet, months in _by_month(look):
        every = [months[m] for m in range(min(months), max(months) + 1)]
        if len(every) < _SOME or not _is_steady(months):
            continue
        for month, count in sorted(months.items()):
            others = list(every)
            others.remove(count)
            usual = statistics.median(others)
            if count >= max(_LEAST_JUMP, _JUMP * max(usual, 1)):
                yield Fault(
                    f"{quoted(outlet)}: {counted(count, 'report')} in {_month(month)}, "
                    f"{usual:g} in a usual month",
                    subject=f"outlet:{outlet}",
                    facts=(month,),
                    day=_first_of(month),
                )


@on_record(
    "one-outlet-dominates",
    "notice",
    "record",
    means=f"More than {_MOST_OF_ALL:.0%} of the reports are of one outlet.",
    settle=_SOURCES,
)
def one_outlet_dominates(look: Look) -> Found:
    """Share of the largest outlet among reports that are no copies."""
    own = [row.outlet for row in _reports(look) if row.report not in look.copies]
    for outlet, count in Counter(own).most_common(1):
        if outlet and len(own) >= _ALL and count > _MOST_OF_ALL * len(own):
            yield Fault(
                f"{count:,} of {counted(len(own), 'report')} are of {quoted(outlet)}",
                subject=f"outlet:{outlet}",
            )


@on_record(
    "outlet-two-spellings",
    "warning",
    "record",
    means="Two outlets differ by a letter or two: if they are one, its voice counts twice.",
    settle="`sayso add` the reports again with one spelling; " + _SOURCES,
)
def outlet_two_spellings(look: Look) -> Found:
    """Names that are alike once folded, digits apart."""
    names = sorted({row.outlet for row in _reports(look) if row.outlet})
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            if _digits(one) == _digits(other) and _alike(one, other):
                yield Fault(
                    f"{quoted(one)} and {quoted(other)}",
                    ids=(f"outlet:{other}",),
                    subject=f"outlet:{one}",
                    facts=(other,),
                )


@on_record(
    "outlet-without-claims",
    "notice",
    "record",
    means=f"At least {_ONLY:.0%} of an outlet's reports gave no claim: its pages may not be read "
    "rightly.",
    settle="`sayso show` one of its reports; " + _SOURCES,
)
def outlet_without_claims(look: Look) -> Found:
    """Share of an outlet's reports that no claim stands in."""
    with_claims = {
        row.report
        for row in look.rows(sa.select(claim.c.report).where(look.open(claim)).distinct())
    }
    total: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    for row in _reports(look):
        total[row.outlet] += 1
        empty[row.outlet] += row.report not in with_claims
    for outlet, n in sorted(total.items()):
        if outlet and n >= _SOME and empty[outlet] >= _ONLY * n:
            yield Fault(
                f"{empty[outlet]:,} of {counted(n, 'report')} of {quoted(outlet)} gave no claim",
                subject=f"outlet:{outlet}",
            )


def _reports(look: Look) -> Iterator[Row]:
    columns = document.c.report, document.c.outlet, document.c.published
    return look.rows(sa.select(*columns).where(look.open(document)).order_by(document.c.report))


def _by_month(look: Look) -> Iterator[tuple[str, Counter[int]]]:
    """Outlets with enough dated reports, and how many reports each month has."""
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for row in _reports(look):
        if row.outlet and row.published:
            found[row.outlet][row.published.year * 12 + row.published.month - 1] += 1
    for outlet, months in sorted(found.items()):
        if sum(months.values()) >= _MANY:
            yield outlet, months


def _is_steady(months: Counter[int]) -> bool:
    """Whether most months from first to last have a report."""
    return len(months) * 2 > max(months) - min(months) + 1


def _first_of(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def _month(month: int) -> str:
    return _first_of(month).strftime("%Y-%m")


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _alike(one: str, other: str) -> bool:
    """Names of outlets; of two addresses ("hill.example") an ending makes another edition."""
    a, b = (" ".join(name.casefold().split()).removeprefix("www.") for name in (one, other))
    if "." in a and "." in b and " " not in a + b:
        return a == b
    return a == b or fuzz.ratio(a, b, score_cutoff=_ALIKE) > 0
