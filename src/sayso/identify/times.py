"""Days for the time mentions of claims.

In:   claims as extracted, and their document
Out:  the same claims, with days on their `time` mentions and with `when`

Method: each mention is read and reckoned from the report's day (`times_phrase`). The text is
scanned only where a mention hangs on another day of the report ("two days later"). `when`
is the narrowest of the claim's times if they overlap, and all of them together if not; with
no time that can be reckoned it is the report's day, and its basis says so.
Known faults: "that day" is taken to be the day told last before it.
"""

import datetime as dt
import functools
import re

import msgspec

from sayso.base.nouns import Claim, Document, Time, When
from sayso.identify.times_calendar import Days, Hemisphere
from sayso.identify.times_find import find
from sayso.identify.times_look import looks_ahead
from sayso.identify.times_phrase import days_of, needs_that, read
from sayso.identify.times_point import Anchor, Look, Reckoned
from sayso.identify.times_reckon import reckon
from sayso.identify.times_sym import Found
from sayso.identify.times_words import tables

_CONTEXT = 24  # characters before a mention in which "since", "until" ... are looked for

# A dateline stands in the first lines, and a wire story is out within days of it; a week
# leaves room for weeklies. Chosen by hand.
_HEAD_LINES, _HEAD_CHARACTERS, _DATELINE_DAYS = 4, 120, 7
_BEFORE_DATE = re.compile(r"^\W*[^\W\d_a-z][^\d\n()]{1,60},\s*(?:\()?$")
_AFTER_DATE = re.compile(r"^\s*,?\s*(?:\(|--|[-–—:])")


def date_claims(claims: tuple[Claim, ...], doc: Document) -> tuple[Claim, ...]:
    """Give every time mention its days and every claim its `when`.

    Nothing is made more precise than the text. What depends on the report's day stays
    without days when that is unknown.

    Args:
        claims: claims of one document, dated or not.
        doc: the document that they were drawn from.
    """
    report = _Dates(doc)
    dated = []
    for claim in claims:
        times = tuple(_dated(time, claim, report) for time in claim.time)
        when = _when(times, claim) or _report_day(report.day)
        dated.append(msgspec.structs.replace(claim, time=times, when=when))
    return tuple(dated)


def _dated(time: Time, claim: Claim, report: "_Dates") -> Time:
    phrase = read(time.text)
    that = report.told_before(time.start) if needs_that(phrase) else None
    look: Look = "ahead" if _looks_ahead(time, claim) else "behind"
    anchor = Anchor(report.day, that, look, report.hemisphere)
    before = report.doc.text[max(time.start - _CONTEXT, 0) : time.start]
    found = days_of(phrase, anchor, context=before)
    if found is None or (found.first is None and found.last is None):
        return msgspec.structs.replace(time, earliest=None, latest=None, precision=None, basis=None)
    return msgspec.structs.replace(
        time,
        earliest=found.first,
        latest=found.last,
        precision=found.precision,
        basis=found.basis,
    )


def _looks_ahead(time: Time, claim: Claim) -> bool:
    if claim.status in ("future", "hypothetical"):
        return True
    sentence, at = claim.evidence, time.start - claim.evidence.start
    if not 0 <= at < len(sentence.text):
        return False
    return looks_ahead(sentence.text[:at])


def _report_day(day: dt.date | None) -> When | None:
    if day is None:
        return None
    return When(earliest=day, latest=day, precision="day", basis="report_date")


def _when(times: tuple[Time, ...], claim: Claim) -> When | None:
    """Choose among the claim's times; None where none has days."""
    dated = [time for time in times if time.precision is not None]
    if not dated:
        return None
    if not _overlap(dated):
        first = _least([time.earliest for time in dated])
        last = _most([time.latest for time in dated])
        stated = all(time.basis == "stated" for time in dated)
        return When(
            earliest=first, latest=last, precision="span", basis="stated" if stated else "relative"
        )
    best = min(dated, key=lambda time: (_width(time), abs(time.start - claim.trigger.start)))
    assert best.precision is not None
    assert best.basis is not None
    return When(
        earliest=best.earliest, latest=best.latest, precision=best.precision, basis=best.basis
    )


def _overlap(times: list[Time]) -> bool:
    latest_start = max((time.earliest or dt.date.min) for time in times)
    earliest_end = min((time.latest or dt.date.max) for time in times)
    return latest_start <= earliest_end


def _width(time: Time) -> int:
    return ((time.latest or dt.date.max) - (time.earliest or dt.date.min)).days


def _least(days: list[dt.date | None]) -> dt.date | None:
    known = [day for day in days if day is not None]
    return min(known) if len(known) == len(days) else None


def _most(days: list[dt.date | None]) -> dt.date | None:
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


class _Dates:
    """What a report says of days, worked out when first asked for."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.day = _dateline(doc) or doc.published

    @functools.cached_property
    def hemisphere(self) -> Hemisphere | None:
        """North, unless the report names a state of the south or on the line."""
        words = set(re.findall(r"[^\W\d_]+", self.doc.text.lower()))
        names = tables().hemispheres
        if words & set(names["straddling_names"].split()):
            return None
        return None if words & set(names["south_names"].split()) else "north"

    @functools.cached_property
    def _told(self) -> list[tuple[int, Days]]:
        """Days told in the text, each with where its words end."""
        told: list[tuple[int, Days]] = []
        for found in find(self.doc.text):
            reckoned = self._reckon(found, told[-1][1] if told else None)
            if reckoned is not None and reckoned.first and reckoned.last:
                told.append((found.end, (reckoned.first, reckoned.last)))
        return told

    def _reckon(self, found: Found, that: Days | None) -> Reckoned | None:
        sym = found.sym
        if sym.kind == "duration" or sym.clause:
            return None
        return reckon(sym, Anchor(self.day, that, "behind", self.hemisphere))

    def told_before(self, start: int) -> Days | None:
        """The day told last before a place in the text."""
        before = [days for end, days in self._told if end <= start]
        return before[-1] if before else None


def _dateline(doc: Document) -> dt.date | None:
    """The day in a dateline ("KABUL, March 3 (Agency) --"), which "today" is reckoned from.

    A day without a year needs the report's day, and must lie close before it.
    """
    for line in doc.text.split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        head = line[:_HEAD_CHARACTERS]
        for found in find(head)[:1] if "," in head else ():
            if not (
                _BEFORE_DATE.match(head[: found.start]) and _AFTER_DATE.match(head[found.end :])
            ):
                continue
            reckoned = reckon(found.sym, Anchor(doc.published))
            if reckoned is None or reckoned.precision != "day" or reckoned.first is None:
                continue
            day = reckoned.first
            gap = (doc.published - day).days if doc.published else 0
            if -1 <= gap <= _DATELINE_DAYS:
                return day
    return None
