"""Days of a time mention: its readings, and the words between and before them.

In:   the words of a mention, the words before it, and an `Anchor`
Out:  `Reckoned`, or None

Method: "since", "until", "before", "after", "by" and "from" open one side; two times in one
mention are a stretch ("from 3 May to 6 May", "May and June"), unless the first is counted
from the second ("two days after Saturday's attack"). Nothing is shut out that the words
leave in: "after 2011" begins with 2011, "before July" ends with July.
Known faults: "until" in "not until Friday" is read as an end.
"""

import datetime as dt
import functools
import re

import msgspec

from sayso.identify.times_find import find
from sayso.identify.times_point import Anchor, Reckoned, hull
from sayso.identify.times_reckon import reckon
from sayso.identify.times_sym import Sym

_OPENS_END = re.compile(
    r"\b(?:(?:ever )?since|from|after|following|starting|beginning|as early as)"
    r"(?: (?:on|in|at|about|around))?(?: the| its| a)?\s*$",
    re.IGNORECASE,
)
_OPENS_START = re.compile(
    r"\b(?:until|till|up to|through|before|by|prior to|ahead of|as late as|(?:no|not) later than)"
    r"(?: (?:on|in|at|about|around))?(?: the| its| a)?\s*$",
    re.IGNORECASE,
)
_STARTS = re.compile(r"^\W*(?:ever )?since\b", re.IGNORECASE)
_ENDS = re.compile(r"^\W*(?:until|till)\b", re.IGNORECASE)
_SINCE_THEN = re.compile(r"\W*(?:ever )?since(?: then)?\W*", re.IGNORECASE)
_EVE = re.compile(r"\beve of(?: the| a)?\s*$", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:around|about|circa)(?: the)?\s*$", re.IGNORECASE)
_ONE = dt.timedelta(days=1)
_ABOUT_DAYS = dt.timedelta(days=3)  # "around 3 May": a week. Chosen by hand
_FROM = re.compile(r"\b(?:from|between)\s*$", re.IGNORECASE)


class Phrase(msgspec.Struct, frozen=True):
    """A mention's readings, each with the words that stand before it in the mention."""

    syms: tuple[Sym, ...]
    before: tuple[str, ...]
    after: str
    since_then: bool = False


@functools.lru_cache(maxsize=4096)
def read(words: str) -> Phrase:
    """Read a mention's words; times that name no day are left out."""
    found = [each for each in find(words) if _names_days(each.sym)]
    ends = [0, *(each.end for each in found)]
    return Phrase(
        tuple(each.sym for each in found),
        tuple(words[ends[i] : each.start] for i, each in enumerate(found)),
        words[ends[-1] :],
        _SINCE_THEN.fullmatch(words) is not None,
    )


def _names_days(sym: Sym) -> bool:
    if sym.kind in ("set", "ref") or sym.age:
        return False
    if sym.kind == "duration" and not sym.side:
        return False
    part_alone = sym.part and sym == Sym(kind="time", part=sym.part, mod=sym.mod)
    return not part_alone


def needs_that(phrase: Phrase) -> bool:
    """Whether the days hang on another day of the report."""
    return phrase.since_then or any(
        sym.that or sym.side in ("earlier", "later") for sym in phrase.syms
    )


def days_of(phrase: Phrase, anchor: Anchor, *, context: str = "") -> Reckoned | None:
    """Give the days of a mention.

    Args:
        phrase: the mention as read.
        anchor: what it is reckoned from.
        context: a few words that stand before the mention in the text.
    """
    if phrase.since_then and anchor.that is not None:
        return Reckoned(anchor.that[0], None, "span", "relative")
    if not phrase.syms:
        return None
    first = phrase.syms[0]
    if first.clause:
        return _counted(phrase, anchor)
    if len(phrase.syms) == 1:
        lead = phrase.before[0] if phrase.before[0].strip() else context
        found = reckon(first, anchor)
        if not first.part and _ABOUT.search(lead):
            found = _about(found)
        # "from 3 to 6 May" is closed on both sides.
        closed = first.until is not None and _FROM.search(lead) is not None
        # "before dawn on Friday" is on Friday.
        closed = closed or (bool(first.part) and lead.rstrip().endswith(("before", "after")))
        return found if closed else _opened(found, lead)
    syms = _shared(phrase.syms)
    total = reckon(syms[0], anchor)
    for sym in syms[1:]:
        total = hull(total, reckon(sym, anchor))
    return total


def _opened(found: Reckoned | None, lead: str) -> Reckoned | None:
    """Open one side where "since", "until" ... stand before."""
    if found is None:
        return None
    if _EVE.search(lead) and found.first is not None:
        eve = max(found.first, dt.date.min + _ONE) - _ONE
        return Reckoned(eve, eve, "day", found.basis)
    if _OPENS_END.search(lead) or _STARTS.match(lead):
        return msgspec.structs.replace(found, last=None) if found.first else None
    if _OPENS_START.search(lead) or _ENDS.match(lead):
        return msgspec.structs.replace(found, first=None) if found.last else None
    return found


def _about(found: Reckoned | None) -> Reckoned | None:
    """Around 3 May: some days to either side."""
    if found is None or found.precision != "day" or not (found.first and found.last):
        return found
    try:
        first, last = found.first - _ABOUT_DAYS, found.last + _ABOUT_DAYS
    except OverflowError:
        return None
    return Reckoned(first, last, "week", found.basis)


def _counted(phrase: Phrase, anchor: Anchor) -> Reckoned | None:
    """Two days after Saturday's attack; without a day to count from: undecided."""
    first = phrase.syms[0]
    if len(phrase.syms) == 1:
        # "two days before" with nothing behind it points back in the report.
        if phrase.after.strip(" ,.;"):
            return None
        return reckon(first, anchor)
    base = reckon(phrase.syms[1], anchor)
    if base is None or base.first is None or base.last is None:
        return None
    counted = reckon(first, msgspec.structs.replace(anchor, that=(base.first, base.last)))
    if counted is None:
        return None
    if base.precision != "day" and counted.precision == "day":
        counted = msgspec.structs.replace(counted, precision="span")
    counted = msgspec.structs.replace(counted, basis=base.basis)
    if phrase.before[0].lower().split()[-1:] == ["the"]:  # "in the two weeks before the vote"
        return hull(counted, base)
    return counted


def _shared(syms: tuple[Sym, ...]) -> tuple[Sym, ...]:
    """Lend a year or month that is said once to the others: "3 to 6 May", "March to June 2013"."""
    lender = syms[-1]
    if lender.year is None or lender.step is not None:
        return syms
    lent = []
    for sym in syms:
        calendar = (sym.month or sym.season or sym.quarter) and sym.year is None
        if calendar and sym.step is None and not sym.that:
            year = lender.year
            if sym.month and lender.month and sym.month > lender.month:
                year -= 1
            lent.append(msgspec.structs.replace(sym, year=year))
        elif sym == Sym(day=sym.day) and sym.day and lender.month and lender.day:
            lent.append(msgspec.structs.replace(sym, month=lender.month, year=lender.year))
        else:
            lent.append(sym)
    return tuple(lent)
