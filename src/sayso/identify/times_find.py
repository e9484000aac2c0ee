"""Times in a text: where they stand and what they say.

In:   a text
Out:  `Found`s in text order, none overlapping another

Method: all rules are tried over the text's tokens; the leftmost longest match whose builder
accepts it is kept. Then neighbours that name one time are joined ("noon" + "Thursday",
"June" + "last year", "the third quarter" + "of" + "1984"), and the words before that
change a time are taken in ("early", "the end of", "about").
Known faults: a time whose halves are parted by other words stays two.
"""

import heapq
import re

import msgspec

from sayso.identify.times_dates import mod
from sayso.identify.times_rules import lexicon, rules
from sayso.identify.times_sym import Bound, Found, Hit, Sym
from sayso.identify.times_words import Tokens

_LINKS = (
    "",
    ",",
    "(",
    "of",
    "in",
    "on",
    "'s",
    "of the",
    "in the",
    "on the",
    ", on",
    "at",
    "'",
    "the",
)
_EDGES = ("beginning", "start", "outset", "end", "close", "middle", "turn")
_ABOUT = ("about", "around", "nearly", "almost", "approximately", "roughly", "some")
_BOUNDS: dict[tuple[str, ...], Bound] = {
    ("more", "than"): "over",
    ("over",): "over",
    ("at", "least"): "over",
    ("less", "than"): "under",
    ("up", "to"): "under",
}
_BOUNDS.update({(word,): "about" for word in _ABOUT})


def find(text: str) -> list[Found]:
    """Find the times of a text."""
    tokens = lexicon().tokens(text)
    joined: list[Found] = []
    for found in _matches(tokens):
        if joined:
            both = _join(tokens, joined[-1], found)
            if both is not None:
                joined[-1] = both
                continue
        joined.append(found)
    return [_lead(tokens, found, joined[i - 1].last if i else 0) for i, found in enumerate(joined)]


def _matches(tokens: Tokens) -> list[Found]:
    queue: list[tuple[int, int, int, re.Match[str]]] = []  # start, -end, order of the rule

    def seek(order: int, start: int) -> None:
        match = rules()[order][0].search(tokens.codes, start)
        if match is not None:
            heapq.heappush(queue, (match.start(), -match.end(), order, match))

    for order in range(len(rules())):
        seek(order, 0)
    found: list[Found] = []
    end = 0
    while queue:
        start, minus_end, order, match = heapq.heappop(queue)
        seek(order, max(start + 1, end))
        if start < end:
            continue
        groups = {name: match.span(name) for name in match.re.groupindex if match.start(name) >= 0}
        sym = rules()[order][1](Hit(tokens=tokens, groups=groups, first=start, end=-minus_end))
        if sym is not None:
            end = -minus_end
            first, last = tokens.spans[start][0], tokens.spans[end - 1][1]
            found.append(Found(first, last, start, end, sym))
    return found


def _join(tokens: Tokens, left: Found, right: Found) -> Found | None:
    between = " ".join(tokens.words[left.last : right.first])
    if between not in _LINKS:
        return None
    sym = merge(left.sym, right.sym)
    if sym is None:
        return None
    return Found(left.start, right.end, left.first, right.last, sym)


def merge(left: Sym, right: Sym) -> Sym | None:  # noqa: PLR0911
    """Put two readings together when each says what the other leaves open; else None.

    >>> merge(Sym(month=6), Sym(step=-1, unit="year")).step
    -1
    """
    if "set" in (left.kind, right.kind) or "ref" in (left.kind, right.kind):
        return None
    if left.unit == "day" and left.step is not None and right.month and right.day and right.year:
        return right  # "today (2 May 2014)"
    if "duration" in (left.kind, right.kind) or left.until or right.until:
        return None
    if left.side or right.side or left.either or right.either:
        return None
    fields = ("year", "month", "day", "wday", "quarter", "half", "season", "feast", "part", "mod")
    both = {}
    for name in fields:
        one, two = getattr(left, name), getattr(right, name)
        if one not in (None, "") and two not in (None, ""):
            return None
        both[name] = one if one not in (None, "") else two
    if left.decade or right.decade or left.century or right.century:
        return None
    if (left.unit and right.unit) or not _nested(left, right):
        return None
    if both["wday"] is not None and both["day"] and both["month"]:  # "this Sunday, March 8"
        return Sym(kind="time" if both["part"] else "date", **both)
    pointing = left if left.unit or left.step is not None else right
    if left.step is not None and right.step is not None:
        return None
    if both["year"] and pointing.unit == "year":
        return None
    return Sym(
        kind="time" if both["part"] else "date",
        step=pointing.step,
        unit=pointing.unit,
        that=left.that or right.that,
        **both,
    )


def _grain(sym: Sym) -> int:  # noqa: PLR0911
    """How fine a reading is: 0 for hours, 1 days, 2 weeks, 3 months ..., 6 years."""
    if sym.part and sym.day is None and sym.wday is None and not sym.unit:
        return 0
    if sym.day is not None or sym.wday is not None or sym.unit in ("day", "overnight"):
        return 1
    if sym.feast is not None:
        return 1
    if sym.unit in ("week", "weekend", "fortnight"):
        return 2
    if sym.month is not None or sym.unit == "month":
        return 3
    if sym.quarter or sym.season or sym.half or sym.unit in ("quarter", "half"):
        return 4
    return 6


def _nested(left: Sym, right: Sym) -> bool:
    """Whether one of the two lies within the other: a part of a day, a day of a month ..."""
    fine, coarse = sorted((_grain(left), _grain(right)))
    weekday_and_date = {fine, coarse} == {1} and (left.wday is None) != (right.wday is None)
    return fine < coarse or weekday_and_date


def _lead(tokens: Tokens, found: Found, floor: int) -> Found:
    """Take in the words before a time that change it."""
    first, sym = found.first, found.sym
    words = tokens.words
    if sym.kind in ("date", "time") and not sym.mod:
        at = first - 1
        if at >= floor and words[at] in ("-", "–"):
            at -= 1
        edge = mod(words[at]) if at >= floor else ""
        if edge and words[at] not in _EDGES:
            first = at
            sym = msgspec.structs.replace(sym, mod=edge)
        elif at >= floor and words[at] in ("of", "in"):
            the = first - 2
            edge = mod(words[the]) if the >= floor else ""
            if edge and (words[the] in _EDGES) == (words[at] == "of"):
                first = the
                sym = msgspec.structs.replace(sym, mod=edge)
        if first > floor and first != found.first and words[first - 1] == "the":
            first -= 1
    if (sym.kind == "duration" or sym.side) and not sym.bound:
        for lead, bound in _BOUNDS.items():
            if sym.side in ("past", "next") and lead in (("over",), ("within",), ("some",)):
                continue  # "over the past week" is within it
            if first - len(lead) >= floor and words[first - len(lead) : first] == lead:
                first -= len(lead)
                sym = msgspec.structs.replace(sym, bound=bound)
                break
    if first == found.first:
        return found
    return Found(tokens.spans[first][0], found.end, first, found.last, sym)
