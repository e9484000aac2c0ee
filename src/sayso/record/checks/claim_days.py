"""Rules on the day of a claim.

In:   one claim with its report
Out:  faults: days after the report, days that the words do not bear, days too wide to use

Method: what happened cannot lie after the report that tells it; a weekday in the words must
be that of the day.
Known faults: a report whose own day is wrong makes its claims look wrong.
"""

import datetime as dt
import re

from sayso.record.checks import settling
from sayso.record.checks.look import SeenClaim
from sayso.record.checks.rule import Fault, Found, on_claims
from sayso.record.checks.words import days, quoted

# The Americas may print on the 5th what happened in Asia on the 6th; no zone is further off.
_ZONES = dt.timedelta(days=1)
# UCDP's coarsest class of days (date_prec 5) begins above a month.
_WIDE = dt.timedelta(days=31)
# No news report that is read today tells a day before this but as history, and none plans
# further ahead; misread numbers ("in 1500 homes") lie beyond. Chosen by hand.
_FIRST_YEAR = 1900
_AHEAD = dt.timedelta(days=3660)

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
# With these the phrase names another day than its weekday.
_SHIFTED = re.compile(r"\b(after|before|since|until|till|eve|days?|week|weeks|following)\b", re.I)


@on_claims(
    "day-after-report",
    "error",
    means="Something is told as having happened, or not, on a day after the report was "
    "published (one day is allowed for time zones).",
    settle=settling.EDIT_DAY,
)
def day_after_report(seen: SeenClaim) -> Found:
    """Asserted or negated, later than the report."""
    when, published = seen.claim.when, seen.published
    if when is None or when.earliest is None or published is None:
        return
    told = seen.claim.status in ("asserted", "negated")
    if told and when.earliest - published > _ZONES:
        span = days(when.earliest, when.latest)
        yield Fault(
            f"{quoted(seen.claim.trigger.text)} is told for {span}, in a report of {published}",
            ids=(seen.claim.doc,),
            facts=(when.earliest, published),
        )


@on_claims(
    "future-day-past",
    "warning",
    means="Something is told as still to come, for a day before the report.",
    settle=settling.EDIT_DAY,
)
def future_day_past(seen: SeenClaim) -> Found:
    """Future, earlier than the report."""
    claim, published = seen.claim, seen.published
    when = claim.when
    if claim.status != "future" or when is None or when.latest is None or published is None:
        return
    if when.basis != "report_date" and when.latest < published:
        yield Fault(
            f"{quoted(claim.trigger.text)} is told as to come, on "
            f"{days(when.earliest, when.latest)}, in a report of {published}",
            ids=(claim.doc,),
            facts=(when.latest, published),
        )


@on_claims(
    "days-reversed",
    "error",
    means="An interval of days ends before it begins.",
    settle=settling.EDIT_DAY,
)
def days_reversed(seen: SeenClaim) -> Found:
    """`when` or a time, last day before the first."""
    spans = [seen.claim.when, *seen.claim.time]
    for span in spans:
        if span and span.earliest and span.latest and span.latest < span.earliest:
            yield Fault(
                f"{quoted(seen.claim.trigger.text)} is told from {span.earliest} to {span.latest}",
                facts=(span.earliest, span.latest),
            )
            return


@on_claims(
    "weekday-does-not-fit",
    "warning",
    means="The words name a weekday, and the day that they became is another.",
    settle=settling.EDIT_DAY,
)
def weekday_does_not_fit(seen: SeenClaim) -> Found:
    """One weekday in the words, one day, and they differ."""
    for time in seen.claim.time:
        if time.earliest is None or time.earliest != time.latest:
            continue
        named = {word.lower() for word in _WEEKDAY.findall(time.text)}
        if len(named) != 1 or _SHIFTED.search(time.text):
            continue
        day = _WEEKDAYS[time.earliest.weekday()]
        if day not in named:
            yield Fault(
                f"{quoted(time.text)} became {time.earliest}, which is a {day.capitalize()}",
                facts=(time.text, time.earliest),
            )


@on_claims(
    "day-wide",
    "notice",
    means="An event's day is known to more than a month only.",
    settle=settling.EDIT_DAY,
)
def day_wide(seen: SeenClaim) -> Found:
    """An asserted event within an interval of more than a month."""
    claim, when = seen.claim, seen.claim.when
    if claim.kind != "event" or claim.status != "asserted" or when is None:
        return
    if when.earliest and when.latest and when.latest - when.earliest > _WIDE:
        width = (when.latest - when.earliest).days + 1
        yield Fault(
            f"{quoted(claim.trigger.text)} lies anywhere in {width:,} days: "
            f"{days(when.earliest, when.latest)}",
            facts=(when.earliest, when.latest),
        )


@on_claims(
    "day-far-off",
    "warning",
    means=f"A day before {_FIRST_YEAR}, or more than ten years after the report: often a "
    "number that was read as a year.",
    settle=settling.EDIT_DAY,
)
def day_far_off(seen: SeenClaim) -> Found:
    """Outside of what news tell."""
    when = seen.claim.when
    if when is None:
        return
    first, last = when.earliest or when.latest, when.latest or when.earliest
    early = first is not None and first.year < _FIRST_YEAR
    late = bool(last and seen.published and last - seen.published > _AHEAD)
    if early or late:
        yield Fault(
            f"{quoted(seen.claim.trigger.text)} is told for {days(when.earliest, when.latest)}"
            + (f", in a report of {seen.published}" if seen.published else ""),
            facts=(when.earliest, when.latest),
        )
