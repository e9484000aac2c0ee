"""What is told of a relation on one day.

In:   a `Relation`, a day
Out:  `Standing`: held, ended, denied, disputed or unknown; who says so; the phases that speak of
      the day, and those next to it

Method: only phases that are certain of the day speak of it. An end speaks of every day from it
until somebody tells of a later day that it holds, because an end is a change that stays; that
it held once says nothing of a later day, so between two told days the state is unknown. The
day of a beginning counts as held, that of an end as ended: the state is that of the evening.
Known faults: of a day in the window of an imprecise beginning or end nothing is known, even if
most of the window has passed.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from sayso.base.joined import Phase, Relation, State, Teller
from sayso.base.nouns import Noun

_HOLDS = ("span", "point")


class Standing(Noun, kw_only=True, frozen=True):
    """How a relation stands on a day, as far as it is told.

    Attributes:
        state: see `joined.State`. "unknown" says that nobody speaks of this day.
        yes, no: voices that say that it holds on the day, and that it does not.
        speaks: the phases that say so.
        maybe: phases that may have begun or ended on this day, or lie on some day around it, and
            plans for it.
        before, after: the phase told last before the day, and next after it.
    """

    state: State
    yes: tuple[Teller, ...] = ()
    no: tuple[Teller, ...] = ()
    speaks: tuple[Phase, ...] = ()
    maybe: tuple[Phase, ...] = ()
    before: Phase | None = None
    after: Phase | None = None


def state_on(relation: Relation, day: dt.date) -> Standing:
    """Say how a relation stands on a day. Never "held" where no voice is certain of the day."""
    phases = relation.phases
    over = _over(phases, day)
    held = [p for p in phases if p.kind in _HOLDS and _is_sure(p, day)]
    if any(p.end == day for p in over):  # the day of an end is over
        held = [p for p in held if p.sure_end != day]
    denied = [p for p in phases if p.kind == "denied" and _is_sure(p, day)]
    yes = [t for p in held for t in _but(_speaking(p, day), p.deniers)]
    yes += [t for p in over for t in p.end_deniers]
    no = [t for p in held for t in p.deniers] + [t for p in denied for t in p.tellers]
    no += [t for p in over for t in _but(p.enders, p.end_deniers)]
    spoke = [*held, *denied, *over]
    spoke += [p for p in phases if p not in spoke and _answers(p, [*held, *over])]
    spoke = spoke if yes or no else []
    maybe = [p for p in phases if p not in spoke and _may_cover(p, day)]
    rest = [p for p in phases if p not in spoke and p not in maybe and p.kind != "planned"]
    return Standing(
        state=_state(is_yes=bool(yes), is_no=bool(no), is_over=bool(over)),
        yes=_voices(yes),
        no=_voices(no),
        speaks=tuple(sorted(spoke, key=first_day)),
        maybe=tuple(maybe),
        before=max((p for p in rest if last_day(p) < day), key=last_day, default=None),
        after=min((p for p in rest if first_day(p) > day), key=first_day, default=None),
    )


def _state(*, is_yes: bool, is_no: bool, is_over: bool) -> State:
    if is_yes:
        return "disputed" if is_no else "held"
    if is_no:
        return "ended" if is_over else "denied"
    return "unknown"


def _over(phases: Sequence[Phase], day: dt.date) -> list[Phase]:
    """The phases that ended by the day, after which nobody tells that it holds again.

    An end that all who told it have taken back is none.
    """
    ended = [
        p
        for p in phases
        if p.ends and p.end is not None and p.end <= day and _but(p.enders, p.end_deniers)
    ]
    again = [p.start for p in phases if p.kind in _HOLDS and p.start and p.start <= day]
    latest = max(again, default=dt.date.min)
    return [p for p in ended if p.end is not None and p.end >= latest]


def _answers(phase: Phase, spoke: Iterable[Phase]) -> bool:
    """Whether it is a denial of one of the phases that speak."""
    if phase.kind != "denied":
        return False
    own = set(phase.claims)
    voices = {t.key for t in phase.tellers}
    return any(own & set(p.against) and voices & {t.key for t in p.deniers} for p in spoke)


def _is_sure(phase: Phase, day: dt.date) -> bool:
    if phase.sure_start is None or phase.sure_end is None:
        return False
    return phase.sure_start <= day <= phase.sure_end


def _may_cover(phase: Phase, day: dt.date) -> bool:
    """Whether the day lies in what a phase may cover: in its windows, or in what it plans."""
    if phase.end is None or day > phase.end:
        return False
    if phase.start is None:
        return phase.ends and phase.sure_end is not None and day > phase.sure_end
    return phase.start <= day and (phase.kind == "planned" or not _is_sure(phase, day))


def first_day(phase: Phase) -> dt.date:
    """The first day that a phase tells of; of an end alone its last."""
    return phase.start or phase.end or dt.date.min


def last_day(phase: Phase) -> dt.date:
    """The last day that a phase tells of."""
    return phase.end or phase.start or dt.date.min


def _speaking(phase: Phase, day: dt.date) -> list[Teller]:
    """The voices of a phase that tell of the day."""
    until = phase.until or (day,) * len(phase.tellers)
    return [t for t, last in zip(phase.tellers, until, strict=True) if last and day <= last]


def _but(tellers: Iterable[Teller], others: Iterable[Teller]) -> list[Teller]:
    """The voices that are none of the others."""
    keys = {t.key for t in others}
    return [t for t in tellers if t.key not in keys]


def _voices(tellers: Iterable[Teller]) -> tuple[Teller, ...]:
    """Each voice once, in the order of the keys."""
    return tuple({t.key: t for t in sorted(tellers, key=lambda t: (t.key, t.name))}.values())


class Rival(Noun, kw_only=True, frozen=True):
    """A remark: another is told to have the same place, or to head the same body, at the time.

    Attributes:
        relation: the other relation.
        tellers: who says so.
        first, last: days between which both are told.
    """

    relation: Relation
    tellers: tuple[Teller, ...]
    first: dt.date
    last: dt.date


def rivals(relation: Relation, others: Iterable[Relation], day: dt.date | None) -> list[Rival]:
    """Others who are told to lead the same body, or to hold the same place, at one time.

    Nothing is decided by it: a body may have two heads, and both claims stand.

    Args:
        relation: one of `leads` or `controls`; of other types nothing is remarked.
        others: relations of the same type and recipient, this one among them or not.
        day: the day that is asked about; None for any.

    Returns:
        One remark for each other relation whose told days and those of this one run through each
        other: both are told to hold on one day, or one between two told days of the other.
    """
    if relation.type not in ("leads", "controls"):
        return []
    found = []
    for other in others:
        if (
            other.type != relation.type
            or other.recipient != relation.recipient
            or other.actor == relation.actor
        ):
            continue
        shared = [(max(a[0], b[0]), min(a[1], b[1])) for a in _runs(relation) for b in _runs(other)]
        shared = [
            (start, end)
            for start, end in shared
            if start <= end and (day is None or start <= day <= end)
        ]
        if shared:
            held = [p for p in other.phases if p.kind in _HOLDS and p.start is not None]
            found.append(
                Rival(
                    relation=other,
                    tellers=_voices(t for p in held for t in p.tellers),
                    first=min(start for start, _ in shared),
                    last=max(end for _, end in shared),
                )
            )
    return sorted(found, key=lambda r: (r.first, r.relation.id))


def _runs(relation: Relation) -> list[tuple[dt.date, dt.date]]:
    """Stretches from the first to the last told day, parted by told ends. No state is meant."""
    held = sorted(
        (p for p in relation.phases if p.kind in _HOLDS and p.sure_start and p.sure_end),
        key=first_day,
    )
    ends = sorted(p.end for p in relation.phases if p.ends and p.end)
    runs: list[tuple[dt.date, dt.date]] = []
    for phase in held:
        assert phase.sure_start is not None
        assert phase.sure_end is not None
        if runs and not any(runs[-1][1] <= e <= phase.sure_start for e in ends):
            runs[-1] = runs[-1][0], max(runs[-1][1], phase.sure_end)
        else:
            runs.append((phase.sure_start, phase.sure_end))
    return runs
