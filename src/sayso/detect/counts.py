"""Counts: phrases of quantity in running text, with their bounds.

In:   a text and its sentences
Out:  Counts in text order, each inside one sentence

Method: numbers and words of quantity are found first; words of bound before and after are then
taken in ("at least", "or so"), and what is no count of people or things is left out by its
neighbours: dates, years, times, ages, money, shares, measures, names such as "AK-47" or
"Article 5". What a phrase means is said by `amounts.bounds`, which also serves phrases that the
model found. The words are in `counts.toml`.
Known faults: a bare number from 1500 to 2099 is taken as a year unless a word of bound stands
before it; "one" is taken as a number only before a noun in small letters.
"""

import functools
import re
from collections.abc import Sequence

from sayso.base.nouns import Count, Sentence
from sayso.detect.amounts import DIGITS, NOTHING, bounds
from sayso.detect.words import count_words

__all__ = ["bounds", "find_counts"]

# The longest word of bound before a number, doubled: "no fewer than", "an estimated".
_REACH = 40
_YEARS = range(1500, 2100)
_AGE_BEFORE = re.compile(r"[\w.”’]\s*,\s*$")


def find_counts(text: str, sentences: Sequence[Sentence]) -> tuple[Count, ...]:
    """Find the phrases of quantity of a text.

    Args:
        text: the document's text.
        sentences: its sentences, in order.
    """
    core, firsts = _core(), _first_words()
    found: list[Count] = []
    for sentence in sentences:
        at = sentence.start
        for word in _WORD_OR_NUMBER.finditer(text, sentence.start, sentence.end):
            if word.start() < at or not (word[0][0].isdecimal() or word[0].lower() in firsts):
                continue
            match = core.match(text, word.start(), sentence.end)
            if match is None:
                continue
            span = _count_at(text, match, sentence)
            if span is None:
                at = match.end()
                continue
            start, end = max(at, span[0]), span[1]
            words = text[start:end]
            low, high = bounds(words)
            if (low, high) == NOTHING and not match["share"]:
                continue
            found.append(Count(start=start, end=end, text=words, low=low, high=high))
            at = end
    return tuple(found)


def _count_at(text: str, match: re.Match[str], sentence: Sentence) -> tuple[int, int] | None:
    """The whole phrase around a number, or None when it counts nothing."""
    start, end = match.span()
    first, stop = sentence.start, sentence.end
    before = text[max(first, start - _REACH) : start]
    lead = _before().search(before)
    after = _after().match(text, end, stop)
    if after is not None:
        end = after.end()
    if match["digits"] and _is_other_number(text, match, before, first, bounded=lead is not None):
        return None
    if match["digits"] or match["spelled"] or match["between"] or match["vague"]:
        if _is_measure(text, match.end() if after is None else end, stop):
            return None
        if match["spelled"] and _is_pronoun(text, match, before):
            return None
    if lead is not None:
        start -= len(before) - lead.start()
    return start, end


def _is_other_number(  # noqa: PLR0911  a list of tests
    text: str, match: re.Match[str], before: str, first: int, *, bounded: bool
) -> bool:
    """Whether digits are a year, a date, a time, an age, money or part of a name."""
    others = count_words().not_counts
    end = match.end()
    digits = match["digits"]
    left = before[-1:]
    if (
        left
        and (left in "$€£¥₹₽₺₪#+/:.-–—@'’°′″" or left.isalnum())
        and not (left in "–—" and before[-2:-1].isspace())
    ):
        return True
    if before.rstrip(",.: ")[-1:].isdigit():
        return True  # a further part of a date, a time or a telephone number
    right = text[end : end + 2]
    if right[:1].isalpha() or (right[:1] in ",-:/.’'" and right[1:].isalnum()):
        return True
    words = before.split()
    last = words[-1].lower().strip('(“"') if words else ""
    if last in others.names or last in others.currencies or last.rstrip(".") in others.months:
        return True
    following = _DAY_LIST.match(text, end)
    if following and following[1].lower().rstrip(".") in others.months and len(digits) <= 2:
        return True
    if _CLOCK.match(text, end) or (left == "[" and right[:1] == "]"):
        return True
    if match.start() == first and right[:1] in (".", ")"):
        return True  # the number of a paragraph
    if left == "(" and right[:1] == ")":
        return True  # an age or a number said twice: "sixteen (16)"
    if all(_is_year(part) for part in _NOT_DIGITS.split(digits)) and not bounded:
        return True
    if digits.isdecimal():
        if len(digits) >= 9 or (len(digits) > 1 and digits[0] == "0"):
            return True
        if len(digits) <= 3 and right[:1] in (",", ")") and _AGE_BEFORE.search(before):
            return _is_age(text, before, end)
    return False


_WORD_OR_NUMBER = re.compile(r"[^\W\d_]+|\d+")
_CLOCK = re.compile(r":\s?\d")
_NOT_DIGITS = re.compile(r"\s*[-–—]\s*|\s+(?:to|or)\s+")
_NEXT_WORD = re.compile(r"\s+([^\W\d_][\w’'-]*)")
# "11 and 14 September": the month may follow another day.
_DAY_LIST = re.compile(r"(?:\s*(?:and|or|to|,|[-–])\s*\d{1,2})*\s+([A-Z][a-z]+)")
_WORD = re.compile(r"\s*([^\W\d_][\w.’'-]*|%)")


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits.isdecimal() and int(digits) in _YEARS


def _is_age(text: str, before: str, end: int) -> bool:
    """`Imre Vasko, 54, said`: a number alone between a capitalised word and a comma."""
    words = before.rstrip(", ").split()
    return bool(words) and words[-1][:1].isupper() and text[end : end + 1] in ",.)"


def _is_measure(text: str, end: int, stop: int) -> bool:
    if text[end : end + 1] in ("-", "–") and text[end + 1 : end + 2].isalpha():
        return True  # "12-year-old", "three-day"
    if text[end : end + 1] in ("%", "°"):
        return True
    following = _WORD.match(text, end, stop)
    if following is None:
        return False
    word = following[1].lower().rstrip(".,")
    return word in count_words().not_counts.units or word.endswith(("-year-old", "-fold"))


def _is_pronoun(text: str, match: re.Match[str], before: str) -> bool:
    """Whether "one" only points: "the one who", "one of", "one day"."""
    if before[-1:] in ("-", "’", "'"):
        return True
    if match[0][0].isupper() and before.endswith((" of ", " of the ")):
        return True  # "the Army of the Two Rivers"
    if match[0].lower() != "one":
        return False
    others = count_words().not_counts
    words = before.split()
    if words and words[-1].lower() in others.one_after:
        return True
    following = _NEXT_WORD.match(text, match.end())
    return following is None or following[1] in others.one_before


def _ways(words: Sequence[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )


@functools.cache
def _first_words() -> frozenset[str]:
    """Words with which a match of `_core` can begin; all others are passed over quickly."""
    words = count_words()
    more = "a an half tens several between no none nobody not both third quarter fifth tenth"
    listed = (words.numbers, words.scales, words.vague, words.words.parts, more.split())
    return frozenset(word for group in listed for word in group)


@functools.cache
def _core() -> re.Pattern[str]:
    """Numbers and words of quantity, without their bounds."""
    words = count_words()
    scales = rf"(?:{_ways(list(words.scales))})"
    letters = rf"(?:{_ways(list(words.letters))})\b"
    number = rf"(?:{_ways(list(words.numbers))})"
    digits = rf"(?:{DIGITS})(?:{letters}|(?:\s+{scales}\b)+)?"
    spelled = rf"\b{number}\b(?:(?:-|\s+(?:and\s+)?)(?:{number}|{scales})\b)*"
    spelled += rf"(?:\s+and\s+a\s+half(?:\s+{scales}\b)+)?"
    joint = r"(?:\s?[-–—]\s?|\s+(?:to|or)\s+)"
    vague = (
        rf"\b(?:(?:tens|hundreds|dozens|thousands)\s+of\s+(?:thousands|millions)"
        rf"|(?:several|a\s+few|a\s+couple\s+of)(?:\s+{scales}\b)+"
        rf"|half\s+an?\s+{scales}|(?:a\s+)?{scales}|tens|dozens|scores|hundreds|thousands"
        rf"|millions|several|a\s+handful)\b"
    )
    share = (
        r"\b(?:one|two|three|four|\d)\s+(?:in|out\s+of)\s+(?:every\s+)?(?:two|three|four|five|six"
        r"|seven|eight|nine|ten|\d{1,3})\b|\b(?:(?:one|two|three|four|a)[-\s])?"
        r"(?:thirds?|quarters?|fifths?|tenths?)(?=\s+of\b)|\bhalf(?=\s+(?:of|the)\b)"
    )
    nobody = rf"\b(?:{_ways(words.words.nobody)})\b|\bboth\b(?=\s+(?:of\s+|the\s+)?[a-z])"
    return re.compile(
        rf"(?P<share>{share})"
        rf"|(?P<between>\bbetween\s+(?:{digits}|{spelled})\s+and\s+(?:{digits}|{spelled}))"
        rf"|(?P<digits>{digits}(?:{joint}{digits})?)"
        rf"|(?P<spelled>{spelled}(?:{joint}{spelled})?)|(?P<vague>{vague})|(?P<whole>{nobody})",
        re.IGNORECASE,
    )


@functools.cache
def _before() -> re.Pattern[str]:
    """Words of bound that end where the number begins."""
    ways = _ways(list(count_words().bounds))
    return re.compile(rf"(?<!\w)(?:(?:{ways}|a|an)\s+)*(?:{ways})\s+$", re.IGNORECASE)


@functools.cache
def _after() -> re.Pattern[str]:
    """Words of bound right after the number."""
    ways = _ways([w for w in count_words().bounds_after if w[0].isalpha() and w != "plus"])
    return re.compile(rf"(?:\+|\s+(?:{ways})\b(?!\s+than))", re.IGNORECASE)
