"""From the signs of one relation to its phases.

In:   all signs of one relation, in any order
Out:  `Phase`s, by start, then kind

Method, in this order (1 to 3 are in `relations_joins`):

1. Signs that tell the same of the same days are one phase.
2. Beginnings whose windows meet are one beginning, and ends likewise: the narrowest window
   counts. A told beginning and the next told end after it are one span. Nothing else joins two
   claims but "still": it reaches back to the last day told before it, if no end lies between.
3. A report that tells the end does not tell that it held after it: what it says without days
   belongs to the end.
4. A denial with days speaks of these days. A general one answers the phases that cover its day,
   else the last that was told before it and not ended ("never": all before it). The denial of
   an end answers the end on its days, else the last before it.
5. A phase, or its end, is disputed when a voice tells the contrary that does not tell the phase,
   or whose last word is the contrary.

Known faults: of two ends told for unlike days both stand, and the first closes the span.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from sayso.base.joined import Phase, PhaseKind, Teller
from sayso.link.relations_joins import Draft, alike, drafts
from sayso.link.relations_signs import Day, Sign, Window


def phases(signs: Iterable[Sign]) -> tuple[Phase, ...]:
    """The phases of one relation."""
    ordered = sorted(signs, key=_order)
    held = drafts([s for s in ordered if s.says == "holds"])
    denied = alike(s for s in ordered if s.says == "denied")
    planned = alike(s for s in ordered if s.says == "planned")
    days = _Days(held)
    for draft in denied:
        for sign in draft.signs:
            for answered in days.answered(sign):
                whole = sign.general or _covers(draft, answered)
                (answered.contrary if whole else answered.partly).append(sign)
                draft.contrary += answered.signs
    for sign in ordered:
        if sign.says == "kept":
            for answered in days.ends_answered(sign):
                answered.end_contrary.append(sign)
    made = [_phase(d, None) for d in held]
    made += [_phase(d, "denied") for d in denied]
    made += [_phase(d, "planned") for d in planned]
    return tuple(sorted(made, key=_place))


class _Days:
    """The phases that hold, by their days: which of them a denial answers."""

    def __init__(self, held: Sequence[Draft]) -> None:
        self.held = [(d, _first(d), _last(d)) for d in held if d.period.start is not None]
        self.ended = [(d, _when_ended(d)) for d in held if d.period.ends]
        self.over = sorted(_last(d) for d, _ in self.ended)

    def answered(self, denial: Sign) -> list[Draft]:
        """The phases to which a denial is the contrary."""
        first, last = _bounds(denial.period.start, denial.period.end)
        if not denial.general:
            low, high = first or Day.min, last or Day.max
            return [d for d, start, end in self.held if start <= high and low <= end]
        if first is None:
            return []
        if denial.always:
            return [d for d, start, _ in self.held if start <= first]
        covering = [d for d, start, end in self.held if start <= first <= end]
        return covering or self._told_last(first)

    def _told_last(self, day: Day) -> list[Draft]:
        """The phases told last before a day, where they have not ended."""
        at = bisect_right(self.over, day)
        over = self.over[at - 1] if at else Day.min
        before = [(d, end) for d, _, end in self.held if over < end <= day and not d.period.ends]
        latest = max((end for _, end in before), default=None)
        return [d for d, end in before if end == latest]

    def ends_answered(self, denial: Sign) -> list[Draft]:
        """The phases whose end is denied."""
        first, last = _bounds(denial.period.start, denial.period.end)
        if not denial.general:
            return [d for d, _ in self.ended if _touches(d.period.end, first, last)]
        if first is None:
            return []
        before = [(d, day) for d, day in self.ended if day <= first]
        latest = max((day for _, day in before), default=None)
        return [d for d, day in before if day == latest]


def _phase(draft: Draft, kind: PhaseKind | None) -> Phase:
    period = draft.period
    if kind is None:
        kind = "point" if period.start == period.end and not period.ends else "span"
    begun = [s for s in draft.signs if s.period.begins]
    deniers = standing(draft.contrary, draft.signs)
    end_deniers = standing(draft.end_contrary, draft.enders)
    partly = standing(draft.partly, draft.signs)
    first, last = period.sure_start, period.sure_end
    voices = tellers(draft.signs)
    return Phase(
        kind=kind,
        start=period.start[0] if period.start else None,
        end=period.end[1] if period.end else None,
        sure_start=first,
        sure_end=last,
        begins=period.begins,
        ends=period.ends,
        starts_by=_by(begun),
        ends_by=_by(draft.enders),
        basis=period.basis,
        hedged=all(s.hedged for s in draft.signs),
        disputed=bool(deniers or end_deniers or partly),
        claims=_claims(draft.signs),
        end_claims=_claims(draft.enders),
        against=_claims(draft.contrary) if kind != "denied" else (),
        end_against=_claims(draft.end_contrary),
        tellers=voices,
        until=_until(draft, voices),
        enders=tellers(draft.enders),
        deniers=deniers,
        end_deniers=end_deniers,
    )


def _until(draft: Draft, voices: Sequence[Teller]) -> tuple[Day | None, ...]:
    """The last day that each voice tells of, where they differ."""
    period = draft.period
    if not period.begins or period.ends or period.start == period.end:
        return ()
    last: dict[str, Day] = {}
    for sign in draft.signs:
        end = sign.period.end[0] if sign.period.end else None
        if end is not None:
            last[sign.teller.key] = max(end, last.get(sign.teller.key, Day.min))
    days = tuple(last.get(voice.key) for voice in voices)
    return days if len(set(days)) > 1 else ()


def tellers(signs: Iterable[Sign]) -> tuple[Teller, ...]:
    """The independent voices of signs: those of most reports first, then by key."""
    reports: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for sign in signs:
        reports.setdefault(sign.teller.key, set()).add(sign.report)
        names.setdefault(sign.teller.key, set()).add(sign.teller.name)
    ordered = sorted(reports, key=lambda key: (-len(reports[key]), key))
    return tuple(Teller(key=key, name=_name(names[key])) for key in ordered)


def standing(contrary: Iterable[Sign], own: Iterable[Sign]) -> tuple[Teller, ...]:
    """The voices of the contrary that do not tell it themselves, or not as their last word."""
    contrary = list(contrary)
    last = _last_words(own)
    denied = _last_words(contrary)
    keys = {key for key, day in denied.items() if key not in last or day > last[key]}
    return tellers(s for s in contrary if s.teller.key in keys)


def _last_words(signs: Iterable[Sign]) -> dict[str, Day]:
    last: dict[str, Day] = {}
    for sign in signs:
        day = sign.told or Day.min
        last[sign.teller.key] = max(day, last.get(sign.teller.key, Day.min))
    return last


def _name(names: Iterable[str]) -> str:
    """One of several ways to write a name: the longest, then the first in order."""
    return min(names, key=lambda name: (-len(name), name))


def _by(signs: Iterable[Sign]) -> str:
    return ", ".join(sorted({s.by for s in signs} - {""}))


def _claims(signs: Iterable[Sign]) -> tuple[str, ...]:
    return tuple(sorted({s.claim for s in signs}))


def _order(sign: Sign) -> tuple[Day, str, str, str, str]:
    return sign.told or Day.min, sign.report, sign.claim, sign.says, repr(sign.period)


def _place(phase: Phase) -> tuple[Day, str, Day, tuple[str, ...]]:
    start = phase.start or phase.end or Day.min
    return start, phase.kind, phase.end or Day.max, phase.claims


def _bounds(start: Window | None, end: Window | None) -> tuple[Day | None, Day | None]:
    first = (start[0] or start[1]) if start else None
    last = (end[1] or end[0]) if end else first
    return first or last, last


def _first(draft: Draft) -> Day:
    first, _ = _bounds(draft.period.start, draft.period.end)
    return first or Day.min


def _last(draft: Draft) -> Day:
    _, last = _bounds(draft.period.start, draft.period.end)
    return last or Day.min


def _covers(denial: Draft, answered: Draft) -> bool:
    return _first(denial) <= _first(answered) and _last(answered) <= _last(denial)


def _touches(window: Window | None, first: Day | None, last: Day | None) -> bool:
    if window is None:
        return False
    return (window[0] or Day.min) <= (last or Day.max) and (first or Day.min) <= (
        window[1] or Day.max
    )


def _when_ended(draft: Draft) -> Day:
    assert draft.period.end is not None
    return draft.period.end[0] or draft.period.end[1] or Day.min
