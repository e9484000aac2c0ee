"""Where, when, by what means and how many.

In:   `Words` with chunks, and the document's counts
Out:  the places, times and instruments of the sentence; what a count counts

Method: a place is a name or a word such as "town" after "in", "near" and the like; a time is a
regular expression; an instrument must be on the list; what a count counts is read from the words
around it ("killing at least 12"), else from the type of the claim that its phrase takes part in.
Known faults: a name after "in" is a place unless it holds a word for an organisation.
"""

import bisect
import re

from sayso.base.nouns import Count, What
from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.triggers import Trigger
from sayso.extract.rules.words import Chunk, Words

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.)"
)
_YEAR = r"(?:1[89]|20)\d\d"
_UNIT = r"(?:day|week|month|year|decade|weekend|night|hour|summer|spring|autumn|winter)s?"
_N = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|a|several|many|a few|the past \w+)"
TIME = re.compile(
    r"\b(?:(?:on|in|since|until|till|by|from|during|over|for|before|after|at|as of|earlier|late"
    r"|early|later|last|next|this|past|the)\s+){0,3}"
    rf"(?:{_DAY}(?:\s+(?:morning|evening|night|afternoon))?|\d{{1,2}}\s+{_MONTH}(?:,?\s+{_YEAR})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?|(?<!\w\s){_MONTH},?\s+{_YEAR}"
    rf"|(?<=in\s){_MONTH}|(?<=last\s){_MONTH}|(?<=since\s){_MONTH}|(?<=until\s){_MONTH}"
    rf"|(?<=in\s){_YEAR}s?|(?<=since\s){_YEAR}|(?<=until\s){_YEAR}|(?<=the\s){_YEAR}s)\b"
    rf"|\b(?:earlier |later |late |early )?(?:last|this|next|past)\s+{_UNIT}\b"
    rf"|\b(?:yesterday|today|tonight|tomorrow|overnight|recently)\b"
    rf"|\b{_N}\s+{_UNIT}\s+(?:ago|earlier|later)\b"
    r"|\bin recent (?:days|weeks|months|years)\b|\bover the weekend\b"
    rf"|\bfor (?:{_N} )?(?:days|weeks|months|years|decades)\b",
    re.IGNORECASE,
)
_WORDS: dict[What, tuple[str, ...]] = {
    "killed": (
        "killed", "kill", "kills", "killing", "dead", "died", "deaths", "death", "dies", "die",
        "slain", "fatalities", "lives", "bodies", "executed", "murdered",
    ),
    "wounded": ("wounded", "wounding", "injured", "injuring", "injures", "injuries", "hurt"),
    "displaced": ("displaced", "displacing", "fled", "flee", "homeless", "uprooted"),
    "detained": ("arrested", "detained", "arresting", "detaining", "arrests", "jailed"),
    "abducted": ("kidnapped", "abducted", "kidnapping", "abducting"),
}  # fmt: skip
_KEYS = {word: what for what, words in _WORDS.items() for word in words}
_BEFORE, _AFTER = 4, 8  # words around a count for its key; swept on train: flat from 4, 8
_NOT_ONLY_PLACE = frozenset(("to", "from", "on", "off", "over"))
_OF_TYPE: dict[str, What] = {"DISPLACE": "displaced", "PROTEST": "protesters", "MOBILIZE": "troops"}


def places(words: Words, lexicon: Lexicon) -> list[Chunk]:
    """Find phrases that name a place after a word like "in", in text order."""
    leads = lexicon.classes.place_leads
    return [
        chunk
        for chunk in words.chunks
        if chunk.gov in ("P", "T")
        and words.lows[chunk.lead] in leads
        and words.lows[chunk.lead - 1] != "according"
        and _is_place(words, chunk, lexicon)
    ]


def _is_place(words: Words, chunk: Chunk, lexicon: Lexicon) -> bool:
    c, low, letter = lexicon.classes, words.lows[chunk.head], words.cls[chunk.head]
    if letter == "N":
        return low in c.place_heads
    if letter != "M" or low in c.organisations:
        return False
    return not (words.lows[chunk.lead] in _NOT_ONLY_PLACE and low in c.agents)


_ALONE = frozenset(("recently", "overnight", "today", "yesterday", "tonight", "tomorrow"))


def times(words: Words) -> list[tuple[int, int, int]]:
    """Find phrases of time: (start, end) in the document, and the index of their first word."""
    base = words.sentence.start
    found: list[tuple[int, int, int]] = []
    if "t" not in words.cls and "#" not in words.cls and words.known.isdisjoint(_ALONE):
        return found  # the pattern is dear, and finds nothing here
    for match in TIME.finditer(words.sentence.text):
        start, end = base + match.start(), base + match.end()
        found.append((start, end, bisect.bisect_left(words.starts, start)))
    return found


def instruments(words: Words, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Find the listed weapons and means, as word ranges."""
    found, i = [], 0
    while i < len(words.lows):
        listed = lexicon.instruments.get(words.lows[i])
        hit = listed and next((w for w in listed if tuple(words.lows[i : i + len(w)]) == w), None)
        if hit and words.cls[i] != "M":
            found.append((i, i + len(hit)))
            i += len(hit)
        else:
            i += 1
    return found


def counted(words: Words, count: Count) -> tuple[int, int, What | None]:
    """Give a count's words, and what the words around it say that it counts."""
    n = len(words.lows)
    a = bisect.bisect_right(words.ends, count.start)
    b = bisect.bisect_left(words.starts, count.end)
    for k in range(a - 1, max(-1, a - 1 - _BEFORE), -1):
        if words.cls[k] in ".;" or words.cls[k] == "#":
            break
        if words.lows[k] in _KEYS and words.cls[k] in "VK" and (k + 1 == a or _direct(words, k, a)):
            return a, b, _KEYS[words.lows[k]]
    for k in range(b, min(n, b + _AFTER)):
        if words.cls[k] == "." or (words.cls[k] == "#" and words.lows[k].isdigit()):
            break
        if words.lows[k] in _KEYS:
            return a, b, _KEYS[words.lows[k]]
    return a, b, None


def _direct(words: Words, k: int, a: int) -> bool:
    return all(letter in "RDP#NCX" for letter in words.cls[k + 1 : a]) and a - k <= 4


def what_of_type(trigger: Trigger) -> What:
    """Tell what a count counts by the claim that it takes part in."""
    if trigger.group.mode == "abduct":
        return "abducted"
    if trigger.group.mode == "arrest":
        return "detained"
    return _OF_TYPE.get(trigger.group.type, "other")
