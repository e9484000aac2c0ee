"""What a relation claim tells: that it holds, began, ended, is denied or planned.

In:   a claim of kind "relation", and what is known of its report
Out:  its signs, one for each pair and period

Method: the status and a few cues around the trigger (`relations_words.toml`). "No longer" and
"former" end it, whichever status the claim has: without a day of their own they tell only that
it was over by the day of the report. Words like "pledged", "took" or "named" begin it when
the claim has a time of its own. "Still" and "remains" reach back.
Known faults: tense is not read, so that "was allied" without a time is a point on the day of the
report.
"""

import msgspec

from sayso.base.joined import Teller
from sayso.base.nouns import Claim
from sayso.link.relations_days import day_of, is_timed, periods
from sayso.link.relations_pairs import Joined, pairs
from sayso.link.relations_signs import Day, Party, Period, Reports, Says, Sign, teller
from sayso.link.relations_words import cue, has

# A split or a merger is a change by itself: with a day, it begins on that day.
_CHANGES = frozenset({"split", "merger"})
_BEGINS_BY = {
    "allegiance": "pledge",
    "alliance": "alliance made",
    "hostility": "outbreak",
    "split": "split",
    "merger": "merger",
    "leads": "takes office",
    "member_of": "takes office",
    "controls": "taken",
    "alias": "named so",
}
_WEEK = 7  # days back within which "on Tuesday" is the day of saying so, as papers write


def signs_of(claim: Claim, reports: Reports, joined: Joined) -> list[Sign]:
    """Read one relation claim. It gives no sign when a side names nobody."""
    found = pairs(claim.type, claim, joined)
    if not found:
        return []
    told = day_of(claim, reports.days.get(claim.doc))
    by = teller(claim, reports, joined)
    return [
        _sign(claim, pair, told, by, period) for pair in found for period in periods(claim, told)
    ]


def _sign(
    claim: Claim, pair: tuple[Party, Party], told: Day | None, by: Teller, period: Period
) -> Sign:
    sign = Sign(
        type=claim.type,
        actor=pair[0].key,
        recipient=pair[1].key,
        period=period,
        hedged=claim.hedged,
        mode=claim.mode,
        claim=claim.id,
        report=claim.doc,
        told=told,
        teller=by,
    )
    if claim.status in ("future", "hypothetical"):
        return msgspec.structs.replace(sign, says="planned", period=_plain(period))
    ended_by = _ended_by(claim)
    if ended_by:
        return msgspec.structs.replace(sign, period=ended(period, told), by=ended_by)
    if claim.status == "negated":
        return denial(sign, claim, period, told)
    timed = period.basis != "report_date"
    began = claim.type in _CHANGES or cue("began", claim)
    still = cue("still", claim) and not period.begins
    if began and not still and not period.ends:
        closed = period.start is not None and period.start == period.end
        if closed or period.begins:
            period = msgspec.structs.replace(period, begins=timed or period.begins)
        return msgspec.structs.replace(sign, period=period, by=_BEGINS_BY.get(claim.type, ""))
    return msgspec.structs.replace(sign, period=period, still=still)


def _ended_by(claim: Claim) -> str:
    """How the words tell that it is over, "" when they do not. A former name is a name."""
    if claim.type == "alias":
        return ""
    if cue("no_longer", claim):
        return "no longer"
    if claim.status == "negated":
        return ""
    if cue("former", claim) or any(has("former", t.text) for t in claim.time):
        return "former"
    if claim.type not in _CHANGES and cue("ended", claim):
        return "ended"
    return ""


def ended(period: Period, told: Day | None) -> Period:
    """The days of an end: those that are told, else by the day of the report."""
    if period.ends:
        return period
    if period.basis == "report_date":
        return Period(end=(None, told), ends=True)
    window = period.start or period.end
    return Period(end=window, ends=True, basis=period.basis)


def denial(
    sign: Sign, claim: Claim, period: Period, told: Day | None, says: Says = "denied"
) -> Sign:
    """A denial. Without days of its own, or with the day on which it was spoken, it is general."""
    start = period.start
    on_a_day = start is not None and start == period.end and start[0] == start[1]
    if not is_timed(claim):
        general = True
    elif on_a_day and start is not None and start[0] is not None and told is not None:
        general = 0 <= (told - start[0]).days <= _WEEK
    else:
        general = False
    return msgspec.structs.replace(
        sign,
        says=says,
        period=_plain(period),
        general=general,
        always=has("never", claim.evidence.text),
    )


def _plain(period: Period) -> Period:
    return msgspec.structs.replace(period, begins=False, ends=False)
