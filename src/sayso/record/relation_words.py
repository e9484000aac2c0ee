"""Relations, phases and states in words for people.

In:   relations as told (`record.told`), phases
Out:  text of one line each, without what a terminal could take for a command

Method: what is known is said with its days, what is not known is said to be unknown, with what was
told last before and next after. Words of reports are made harmless by who prints them.
Known faults: English alone.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from sayso.base.joined import Phase, Relation, Teller
from sayso.link.relations import Rival, first_day, last_day
from sayso.record.told import Told

_ONE = dt.timedelta(days=1)

# How a relation is said; "{a}" and "{b}" are its ends.
SAID: Mapping[str, str] = {
    "allegiance": "{a} owes allegiance to {b}",
    "alliance": "{a} is allied with {b}",
    "backing": "{a} backs {b}",
    "hostility": "{a} is at war with {b}",
    "rivalry": "{a} is a rival of {b}",
    "part_of": "{a} is part of {b}",
    "split": "{a} has split from {b}",
    "merger": "{a} has merged with {b}",
    "leads": "{a} leads {b}",
    "member_of": "{a} is a member of {b}",
    "controls": "{a} controls {b}",
    "present_in": "{a} is present in {b}",
    "alias": "{a} is also called {b}",
}


def relation_said(one: Relation) -> str:
    """A relation as one clause, with its modes."""
    said = SAID[one.type].format(a=one.actor_name, b=one.recipient_name)
    return f"{said} ({', '.join(one.modes)})" if one.modes else said


def listed(tellers: Iterable[Teller]) -> str:
    """Voices by name: "A", "A and B", "A, B and C"."""
    names = [t.name for t in tellers]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def says(tellers: Sequence[Teller]) -> str:
    """Voices with their verb: "says A", "say A and B"."""
    return f"{'say' if len(tellers) > 1 else 'says'} {listed(tellers)}"


def phase_said(phase: Phase) -> str:
    """What a phase tells, with its days: "from 2018-03-10 (pledge) to 2018-11-18 (split)"."""
    said = _days(phase)
    if phase.kind == "denied":
        said = f"denied {said}"
    elif phase.kind == "planned":
        said = f"planned {said}"
    if phase.basis == "report_date" and phase.kind == "point" and phase.start:
        said += ", the day of the report"
    if phase.hedged:
        said += ", with doubt"
    if phase.disputed:
        said += ", disputed"
    return said


def _days(phase: Phase) -> str:
    by, until = _reason(phase.starts_by), _reason(phase.ends_by)
    if phase.start is None:
        if phase.end is None:
            return f"{'ended ' if phase.ends else ''}on a day that is not known{until or by}"
        return f"ended {_when_ended(phase)}{until}" if phase.ends else f"by {phase.end}"
    if phase.ends:
        last = phase.sure_end + _ONE if phase.sure_end else None
        return f"from {_start(phase)}{by} to {_border(last, phase.end)}{until}"
    return _held(phase, by)


def _held(phase: Phase, by: str) -> str:
    """A phase of which no end is told."""
    if phase.start == phase.end:
        return f"on {phase.start}{by}"
    if phase.kind == "point":
        return f"on some day from {phase.start} to {phase.end or 'later'}{by}"
    if phase.end is None:
        return f"since {_start(phase)}{by}, until a day that nobody tells"
    return f"from {_start(phase)}{by}, last told on {phase.end}"


def _start(phase: Phase) -> str:
    return _border(phase.start, phase.sure_start)


def _when_ended(phase: Phase) -> str:
    """The day of an end, the days between which it lies, or the day by which it was over."""
    if phase.sure_end is None:
        return f"by {phase.end}"
    first = phase.sure_end + _ONE
    return f"on {first}" if first == phase.end else f"between {first} and {phase.end}"


def _border(first: dt.date | None, last: dt.date | None) -> str:
    if first is None or last is None or first == last:
        return str(first or last)
    return f"{first}/{last}"


def _reason(by: str) -> str:
    return f" ({by})" if by else ""


def state_said(told: Told) -> str:
    """The state on the day in one sentence."""
    on = told.standing
    if on.state == "held":
        return f"held, {says(on.yes)}"
    if on.state == "ended":
        return f"ended, {says(on.no)}"
    if on.state == "denied":
        return f"denied by {listed(on.no)}"
    if on.state == "disputed":
        return f"disputed: it holds, {says(on.yes)}; it does not, {says(on.no)}"
    return f"unknown: {gap_said(told)}"


def gap_said(told: Told) -> str:
    """What is told before and after a day of which nobody speaks."""
    on = told.standing
    parts = [f"it may be so: {phase_said(p)}, {says(p.tellers)}" for p in on.maybe]
    if on.before is not None:
        parts.append(f"last {_told(on.before, last=True)}, {says(on.before.tellers)}")
    if on.after is not None:
        parts.append(f"next {_told(on.after, last=False)}, {says(on.after.tellers)}")
    if not parts:
        return "nobody tells of it before or after"
    return "nobody is certain of this day; " + "; ".join(parts)


def _told(phase: Phase, *, last: bool) -> str:
    if phase.kind == "denied":
        return f"denied on {last_day(phase) if last else first_day(phase)}"
    if phase.ends and (last or phase.start is None):
        how = f" ({phase.ends_by})" if phase.ends_by else ""
        return f"told to have ended {_when_ended(phase)}{how}"
    if phase.begins and not last:
        return f"told to begin on {_start(phase)}"
    return f"told to hold on {last_day(phase) if last else first_day(phase)}"


def rivals_said(told: Told) -> tuple[str, ...]:
    """Remarks on others who are told to lead the same body or to hold the same place."""
    return tuple(rival_said(told.relation, rival) for rival in told.rivals)


def rival_said(one: Relation, rival: Rival) -> str:
    """Who is told to do the same at the same time, and who says so."""
    verb = "lead" if one.type == "leads" else "control"
    days = f"on {rival.first}"
    if rival.first != rival.last:
        days = f"between {rival.first} and {rival.last}"
    return (
        f"{rival.relation.actor_name} is told to {verb} {one.recipient_name} too, {days}, "
        f"{says(rival.tellers)}"
    )
