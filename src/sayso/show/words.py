"""A claim in words: labels of roles, the chain of voices, dates and counts.

In:   a `Claim`
Out:  short plain strings, the same on the terminal and on the page

Known faults: labels are English only, as the reports are.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.base.nouns import Actor, Claim, Number, Place, Span, Time, Voice, When

# C0 and C1 controls: on a terminal they are orders to it, in HTML they have no place.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    """Put U+FFFD for control characters: something was there, and it does nothing.

    >>> visible("\\x1b[2Jgone")
    '�[2Jgone'
    """
    return _CONTROL.sub("\ufffd", text)


def counted(n: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "report"), counted(1200, "claim")
    ('1 report', '1,200 claims')
    """
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


@dataclass(frozen=True, slots=True)
class Role:
    """A role as it is shown: the field of `Claim`, its label, and one letter for markup."""

    name: str
    label: str
    letter: str


TRIGGER = Role("trigger", "what", "g")
ROLES: tuple[Role, ...] = (
    Role("actor", "who", "a"),
    Role("recipient", "to whom", "r"),
    Role("place", "where", "p"),
    Role("time", "when", "t"),
    Role("number", "how many", "n"),
    Role("instrument", "by what means", "i"),
    Role("source", "says who", "s"),
)


def role_spans(claim: Claim) -> list[tuple[Role, Span]]:
    """Every span of a claim with its role, the trigger first."""
    spans: list[tuple[Role, Span]] = [(TRIGGER, claim.trigger)]
    for role in ROLES:
        spans += [(role, span) for span in getattr(claim, role.name)]
    return spans


def type_words(claim: Claim) -> str:
    """Type and mode: "ASSAULT, aerial", "part of"."""
    return claim.type.replace("_", " ") + (f", {claim.mode}" if claim.mode else "")


def mention(span: Span) -> str:
    """A mention's words, with what is known beyond them.

    >>> mention(Actor(start=0, end=9, text="the group", name="Sons of the Hills"))
    'the group (Sons of the Hills)'
    """
    if isinstance(span, Actor | Voice | Place) and span.name and span.name != span.text:
        return f"{span.text} ({span.name})"
    if isinstance(span, Number):
        return f"{span.text} {span.what}" if span.what != "other" else span.text
    if isinstance(span, Time):
        days = interval(span.earliest, span.latest)
        return f"{span.text} ({days})" if days and days != span.text else span.text
    return span.text


def mentions(spans: Sequence[Span]) -> str:
    """Several mentions in one line."""
    return "; ".join(mention(span) for span in spans)


def interval(earliest: dt.date | None, latest: dt.date | None) -> str:
    """Days as ISO dates: one day, a span, or a side left open.

    >>> interval(dt.date(2024, 7, 1), None)
    'from 2024-07-01'
    """
    if earliest is None and latest is None:
        return ""
    if earliest == latest:
        return str(earliest)
    if latest is None:
        return f"from {earliest}"
    if earliest is None:
        return f"until {latest}"
    return f"{earliest} to {latest}"


def when_words(when: When | None) -> str:
    """The days of a claim with their basis, "" when nothing is known."""
    if when is None:
        return ""
    days = interval(when.earliest, when.latest)
    if not days:
        return ""
    if when.basis == "report_date":
        return f"{days}, the day of the report; the text names none"
    return days


def basis_words(when: When) -> str:
    """How precise the days are, and how they were found."""
    how = {
        "stated": "stated in the text",
        "relative": "reckoned from the dates of the report",
        "report_date": "the day of the report",
    }[when.basis]
    return f"to the {when.precision}, {how}" if when.precision != "span" else f"a span, {how}"


def bounds_words(number: Number) -> str:
    """The bounds of a count: "12 or more", "" when they are not known.

    >>> bounds_words(Number(start=0, end=11, text="at least 12", what="killed", low=12))
    '12 or more'
    """
    low, high = number.low, number.high
    if low is None and high is None:
        return ""
    if low == high:  # "17" needs no second 17; "eight" is told as 8
        return "" if f"{low:,}" in number.text else f"{low:,}"
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"{high:,} or fewer"
    return f"{low:,} to {high:,}"


def chain(claim: Claim) -> tuple[str, ...]:
    """Who says so, innermost first, the outlet last; empty when no outlet is known either."""
    voices = [mention(voice) + (f", {voice.role}" if voice.role else "") for voice in claim.source]
    return (*voices, claim.outlet) if claim.outlet else tuple(voices)


def qualifiers(claim: Claim) -> tuple[str, ...]:
    """What keeps the claim from being a plain assertion: "negated", "hedged" ..."""
    status = () if claim.status == "asserted" else (claim.status,)
    return (*status, "hedged") if claim.hedged else status
