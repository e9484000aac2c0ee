"""Findings, and how they are said to people.

In:   findings of the comparisons, and what each weighs
Out:  `Reason`s in words, the weightiest first

Method: a finding has a code; its words stand in one table here, its weight in
`incidents_weights.toml`. The same code means the same everywhere.
Known faults: none.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sayso.base.joined import Reason


class Found(NamedTuple):
    """One finding: a code, its strength (in [0, 1] or somewhat above), what fills its words.

    `more` is put into words by `said` alone: most findings are never shown.
    """

    code: str
    strength: float = 1.0
    more: tuple[object, ...] = ()


SAID = {
    "bias.across": "two reports, before anything is compared",
    "bias.within": "two claims of one report, before anything is compared",
    "type.same": "same type: {}",
    "type.near": "different type: {} and {}",
    "type.far": "types that are not of one happening: {} and {}",
    "deed.same": "same deed: {}",
    "deed.other": "another deed: {} and {}",
    "word.same": "same word for it: {}",
    "day.same": "same day, told by both",
    "day.within": "told times overlap",
    "day.next": "told days next to each other",
    "day.near": "told days {} days apart",
    "day.far": "told days {} days apart",
    "day.other": "told days {} days apart",
    "day.fits": "the day that one tells is {} days before the other's report",
    "day.late": "the day that one tells is {} days before the other's report",
    "day.old": "the day that one tells is {} days before the other's report",
    "day.after": "the day that one tells is {} days after the other's report",
    "reports.close": "neither tells a day; reports {} days apart",
    "reports.near": "neither tells a day; reports {} days apart",
    "reports.week": "neither tells a day; reports {} days apart",
    "reports.far": "neither tells a day; reports {} days apart",
    "place.same": "same place: {}",
    "place.words": "same name of a place: {}",
    "place.near": "{} apart",
    "place.within": "one place within the other, or one province: {}, {}",
    "place.country": "same country: {}",
    "place.apart": "other place: {}",
    "place.far": "other place: {}",
    "place.otherwords": "other name of a place: {} and {}",
    "place.context": "one names the place in its report: {}",
    "site.same": "same site: {}",
    "site.other": "another site: {} and {}",
    "actor.same": "same actor: {}",
    "actor.akin": "actors that belong together: {} and {}",
    "actor.role": "same kind of actor: {}",
    "actor.other": "other actor: {} and {}",
    "recipient.same": "same recipient: {}",
    "recipient.akin": "recipients that belong together: {} and {}",
    "recipient.role": "same kind of recipient: {}",
    "recipient.other": "other recipient: {} and {}",
    "speech.same": "same speaker: {}",
    "speech.akin": "speakers that belong together: {} and {}",
    "speech.role": "same kind of speaker: {}",
    "speech.other": "another speaker: {} and {}",
    "speech.open": "what is said has no known speaker in both",
    "count.same": "both say {} {}",
    "count.fits": "counts that fit: {} and {} {}",
    "count.close": "counts close to each other: {} and {} {}",
    "count.other": "other counts: {} and {} {}",
    "count.far": "counts far apart: {} and {} {}",
    "count.clash": "one voice tells two counts",
    "status.denied": "one denies what the other asserts",
    "status.ahead": "one is still to come or supposed, the other has happened",
    "tool.same": "same instrument: {}",
    "tool.other": "other instrument: {} and {}",
    "words.shared": "sentences share {} of their words",
    "names.shared": "sentences name the same: {} names",
    "report.shared": "reports name the same: {} of the names of one",
    "report.apart": "reports name nobody and no place in common",
    "near.same": "in one sentence",
    "near.next": "in sentences next to each other",
    "near.far": "{} sentences between them",
    "lead": "both open the report",
    "bare": "one names nothing of its own: {}",
    "person.same": "judged the same by {}",
    "person.different": "judged different by {}",
    "person.against": "people's judgements contradict each other",
    "others": "the other claims of the two happenings do not fit",
}


def said(found: Found) -> str:
    """A finding in words.

    >>> said(Found("count.same", 1.0, ("17", "17", "killed"))), said(Found("day.same"))
    ('both say 17 killed', 'same day, told by both')
    """
    more = found.more
    if found.code == "count.same":
        more = (more[0], more[2])
    return SAID[found.code].format(*map(_in_words, more))


def _in_words(value: object) -> object:
    """What fills the words of a finding: sets of words in order, shares as per cent."""
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    return f"{value:.0%}" if isinstance(value, float) else value


def reasons(found: Iterable[Found], weights: Mapping[str, float]) -> tuple[Reason, ...]:
    """Findings as reasons, the weightiest first; those that weigh nothing are left out."""
    weighed = [(round(weights[f.code] * f.strength, 3), said(f)) for f in found]
    ordered = sorted(weighed, key=lambda w: (-abs(w[0]), w[1]))
    return tuple(Reason(what=words, weight=weight) for weight, words in ordered if weight)
