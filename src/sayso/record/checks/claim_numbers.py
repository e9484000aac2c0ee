"""Rules on the counts of a claim.

In:   one claim with its report
Out:  faults: bounds the wrong way round, more dead than people there, years taken for counts

Known faults: "troops" counts whoever took part on one side, so more dead than troops may be
the other side's.
"""

import re

from sayso.base.nouns import Number
from sayso.record.checks import settling
from sayso.record.checks.look import SeenClaim
from sayso.record.checks.rule import Fault, Found, on_claims
from sayso.record.checks.words import bounds, quoted, shown

_HARMED = ("killed", "wounded", "detained", "abducted")
_TOOK_PART = ("protesters", "troops")
# The deadliest single acts of war since 1900 killed about 100,000; a greater number is a sum
# over a war, or a misread one.
_TOO_MANY = 100_000
_BARE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
# Words that make another count of a bare number: before it ("more than 21", "3.5") and after it
# ("1,500", "2.5", "143 million", "20s"). A mention may leave them out.
_BESIDE = 40
_BOUND = re.compile(
    r"(\b(than|over|least|most|to|under|almost|nearly|about|around|some|roughly|approximately|"
    r"below|above|exceed\w*|and|or|of|by)\W{0,2}|[\d.,$€£–-])$",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"([.,]?\d|[-–\w]|\W{0,2}(hundred|thousand|million|billion|trillion|dozen|score|or |to |and |"
    r"at least|plus|more))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")


@on_claims(
    "killed-over-taken-part",
    "warning",
    means="More people are told killed, wounded, detained or abducted than took part.",
    settle=settling.EDIT,
)
def killed_over_taken_part(seen: SeenClaim) -> Found:
    """The least of the one is over the most of the other."""
    numbers = seen.claim.number
    for harmed in (n for n in numbers if n.what in _HARMED and n.low is not None):
        for part in (n for n in numbers if n.what in _TOOK_PART and n.high is not None):
            if harmed.low and part.high is not None and harmed.low > part.high:
                yield Fault(
                    f"{bounds(harmed.low, harmed.high)} {harmed.what}, of "
                    f"{bounds(part.low, part.high)} {part.what}",
                    facts=(harmed.what, harmed.low, part.what, part.high),
                )


@on_claims(
    "count-low-over-high",
    "error",
    means="The least of a count is greater than its most, or below zero.",
    settle=settling.EDIT,
)
def count_low_over_high(seen: SeenClaim) -> Found:
    """Bounds that leave no number."""
    for n in seen.claim.number:
        reversed_ = n.low is not None and n.high is not None and n.low > n.high
        if reversed_ or min(n.low or 0, n.high or 0) < 0:
            yield Fault(
                f"{quoted(n.text)} {n.what}: low {shown(n.low)}, high {shown(n.high)}",
                facts=(n.what, n.low, n.high),
            )


@on_claims(
    "number-without-count",
    "notice",
    means="Words with digits are marked as a number of people, and no bound was read from them.",
    settle=settling.EDIT,
)
def number_without_count(seen: SeenClaim) -> Found:
    """Digits, and neither low nor high; "other" may be money, per cent or years."""
    for n in seen.claim.number:
        if n.low is None and n.high is None and n.what != "other" and _DIGIT.search(n.text):
            yield Fault(f"{quoted(n.text)} {n.what} has no bounds", facts=(n.text, n.what))


@on_claims(
    "count-not-its-words",
    "warning",
    means="The words are a bare number, and the count is another.",
    settle=settling.EDIT,
)
def count_not_its_words(seen: SeenClaim) -> Found:
    """ "17" with other bounds than 17; words beside it that change a number are looked for."""
    for n in seen.claim.number:
        said = _bare(n)
        if said is None or (n.low, n.high) in ((said, said), (None, None)):
            continue
        before = seen.text[max(n.start - _BESIDE, 0) : n.start]
        after = seen.text[n.end : n.end + _BESIDE]
        if not _BOUND.search(before) and not _SCALE.match(after):
            yield Fault(
                f"{quoted(n.text)} {n.what} is counted as {bounds(n.low, n.high)}",
                facts=(n.text, n.what, n.low, n.high),
            )


def _bare(number: Number) -> int | None:
    text = number.text.strip()
    return int(text.replace(",", "")) if _BARE.fullmatch(text) else None


@on_claims(
    "year-as-count",
    "warning",
    means="A count is written as years are (1900 to 2099, no comma).",
    settle=settling.EDIT,
)
def year_as_count(seen: SeenClaim) -> Found:
    """Four digits that may be a year."""
    for n in seen.claim.number:
        if _YEAR.fullmatch(n.text.strip()):
            yield Fault(f"{quoted(n.text)} counts as {n.what}", facts=(n.text, n.what))


@on_claims(
    "count-too-great",
    "warning",
    means=f"One event is told to have killed more than {_TOO_MANY:,} people: rather the sum "
    "over a war.",
    settle=settling.EDIT,
)
def count_too_great(seen: SeenClaim) -> Found:
    """More dead than any one act has left."""
    for n in seen.claim.number:
        if seen.claim.kind == "event" and n.what == "killed" and (n.low or 0) > _TOO_MANY:
            yield Fault(
                f"{quoted(seen.claim.trigger.text)}: {bounds(n.low, n.high)} killed",
                facts=(n.low, n.high),
            )
