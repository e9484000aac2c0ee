"""An incident in plain values: what several formats say of it in the same way.

In:   nouns of the record
Out:  titles, names, days and points; text that XML and JSON can hold

Known faults: labels are English only.
"""

import datetime as dt
import re
from typing import Any

import msgspec

from sayso.base.joined import Estimate, Incident, Phase, Teller, Told
from sayso.base.nouns import Number
from sayso.record.release.units import ReportFacts
from sayso.show.words import bounds_words, interval

HAPPENED = frozenset({"asserted", "disputed"})
"""Statuses of what somebody says took place; the others are denied, planned or supposed."""

_NAMES_IN_TITLE = 3  # of each side; more make no line that a map or a list can show

# What XML 1.0 permits; the rest stands as U+FFFD, so that something is seen to have been there.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""Text that XML can hold.

    >>> xml_text("a\x00b")
    'a�b'
    """
    return _NOT_XML.sub("\ufffd", text)


def json_bytes(value: Any) -> bytes:
    """JSON on one line, keys as given, text as it is."""
    return msgspec.json.encode(_sound(value))


def _sound(value: Any) -> Any:
    """Halves of surrogate pairs cannot be written as UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if _half(value) else value
    if isinstance(value, dict):
        return {key: _sound(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(part) for part in value]
    return value


def _half(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def told(incident: Incident, field: str) -> list[Told]:
    """Values of a field that somebody tells and does not deny, best supported first."""
    return [value for value in incident.values.get(field, ()) if not value.denied]


def names(incident: Incident, field: str) -> list[str]:
    """The same, as names for people."""
    return [value.value for value in told(incident, field)]


def estimate(incident: Incident, what: str) -> Estimate | None:
    """best, low and high of what is counted; None where nobody tells it."""
    return next((e for e in incident.estimates if e.what == what), None)


def count_words(one: Estimate) -> str:
    """An estimate in words: "best 8, 8 to 17 killed"."""
    bounds = bounds_words(Number(start=0, end=0, text="", what="other", low=one.low, high=one.high))
    best = f"best {one.best}" if one.best is not None else ""
    return f"{', '.join(part for part in (best, bounds) if part) or 'unknown'} {one.what}"


def title(incident: Incident) -> str:
    """One line: what, who, to whom, where, when; nothing for what nobody tells."""
    what = ", ".join(part for part in (incident.type, incident.mode) if part)
    who, whom = (_some(names(incident, role)) for role in ("actor", "recipient"))
    sides = " → ".join(part for part in (who, whom) if part) if who else whom and f"→ {whom}"
    days = interval(incident.day_from, incident.day_to)
    tail = ", ".join(part for part in (place_words(incident), days) if part)
    return f"{what}: {' | '.join(part for part in (sides, tail) if part)}".rstrip(": ")


def _some(all_: list[str]) -> str:
    more = len(all_) - _NAMES_IN_TITLE
    return ", ".join(all_[:_NAMES_IN_TITLE]) + (f" and {more} more" if more > 0 else "")


def place_words(incident: Incident) -> str:
    """Place, province, country: what is known, from the smallest, none of them twice."""
    parts = (incident.place, incident.admin1, incident.country)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def point(incident: Incident) -> tuple[float, float] | None:
    """Longitude and latitude where the place itself is known.

    None where only a district, a province or a country is: its middle is not where it was.
    """
    if incident.geo_precision != "place" or incident.lat is None or incident.lon is None:
        return None
    return incident.lon, incident.lat


def why_no_point(incident: Incident) -> str:
    """Why `point` gives None, as exports count it."""
    if incident.geo_precision in ("", "place"):
        return "no place is known"
    return f"the place is known only to {incident.geo_precision}"


def iso(day: dt.date | None) -> str:
    """A day as ISO 8601 has it, "" for none."""
    return day.isoformat() if day else ""


def whole(first: dt.date | None, last: dt.date | None) -> str:
    """The day, month or year whose first and last day these are; "" where they are none.

    >>> whole(dt.date(2030, 1, 1), dt.date(2030, 12, 31))
    '2030'
    """
    if first is None or last is None:
        return ""
    if first == last:
        return first.isoformat()
    after = last + dt.timedelta(days=1)
    if first.year != last.year or first.day != 1 or after.day != 1:
        return ""
    if first.month == last.month:
        return first.isoformat()[:7]
    return first.isoformat()[:4] if (first.month, last.month) == (1, 12) else ""


def beginning(phase: Phase) -> str:
    """When a phase began: a day, a month or a year; "" where none is told, or none of these."""
    return whole(phase.start, phase.sure_start or phase.end) if phase.begins else ""


def ending(phase: Phase) -> str:
    """When it ended. The last sure day may be the one before: on its last day it is over."""
    sure = phase.sure_end or phase.start
    if not phase.ends or phase.end is None or sure is None:
        return ""
    day = dt.timedelta(days=1)
    if phase.end - sure <= day:
        return phase.end.isoformat()
    return whole(sure, phase.end) or whole(sure + day, phase.end)


def voices(incident: Incident) -> list[str]:
    """Names of the independent voices that tell it."""
    return [voice(teller) for teller in incident.tellers]


def voice(teller: Teller) -> str:
    """Name of a voice for people; of a report without an outlet, that it is one.

    >>> voice(Teller(key="report:r-1", name="r-1"))
    'report r-1'
    """
    return f"report {teller.name}" if teller.key.startswith("report:") else teller.name


def report_words(facts: ReportFacts) -> str:
    """A report in words: outlet, title, day; its id where nothing is known."""
    parts = (facts.outlet, facts.title, iso(facts.published))
    return ", ".join(part for part in parts if part) or facts.id
