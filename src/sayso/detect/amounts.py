"""The meaning of a phrase of quantity: the lowest and the highest number that it allows.

In:   the words of a phrase ("more than 160,000"), as found by `counts.py` or by the model
Out:  (low, high); None on a side that the words leave open, (None, None) where they give no number

Method: the phrase is cut into numbers, vague words and words of bound (`counts.toml`). One number
and its bound give the answer; two numbers with "to", "-", "or" or "between" are a range. What is
counted plays no part: "six years" is 6, "$5" is 5; shares ("60 percent", "two-thirds of", "one in
five") are no absolute number. `docs/counts.md` is the table of meanings.
Known faults: "half of the 6,000" gives no number though it could be reckoned.
"""

import functools
import re
from fractions import Fraction
from typing import NamedTuple

from sayso.detect.words import Bound, CountWords, count_words

# "About 50" allows a tenth to either side, rounded outward. Rounding to two figures moves a number
# by at most 5 %, to one figure by up to a third; a tenth lies between. Stated, not measured.
ABOUT = Fraction(1, 10)

Bounds = tuple[int | None, int | None]
NOTHING: Bounds = (None, None)

# "160,000", "16 000" with any kind of space, "1.5"; "24, 000" as some tokenisers leave it.
DIGITS = r"\d{1,3}(?:(?:,\s?|[\u00a0\u202f\u2009 ])\d{3})+(?!\d|,\d)|\d+\.\d+|\d+"
_TOKEN = re.compile(rf"({DIGITS})|([^\W\d_]+)|(\+)|([-–—])|(%)|\S")
_SHARE = re.compile(
    r"%|\bper\s?cent|\bpercent|\bpct\b|\b(?:in|out of) (?:every )?(?:\d|two|three|four|five|six|"
    r"seven|eight|nine|ten|twenty|hundred|a hundred)|\b(?:majority|any|part|rest) of\b|\ball but\b"
    r"|\bhardly\b|\bunknown\b",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?<!and a )\bhalf(?: an?)? (?=dozen|hundred|thousand|million|billion|trillion)"
)
_AND_A_HALF = re.compile(r"\band a half\b")
_JOINING = frozenset(("to", "or", "-", "and"))


class _Number(NamedTuple):
    first: int  # token range
    last: int
    low: Fraction
    high: Fraction | None  # None for a vague word: open above
    scale: int = 1  # the scale that ends it: 1,000,000 for "15 million"


@functools.lru_cache(maxsize=4096)
def bounds(phrase: str) -> Bounds:
    """Read a phrase of quantity.

    Args:
        phrase: the words, as printed; what is counted may follow.

    Returns:
        Lowest and highest number that the words allow.

    >>> bounds("more than 160,000"), bounds("up to 30"), bounds("dozens")
    ((160001, None), (None, 30), (24, None))
    >>> bounds("two hundred and fifty"), bounds("10-15"), bounds("two-thirds of")
    ((250, 250), (10, 15), (None, None))
    """
    words = count_words()
    text = " ".join(phrase.lower().replace("’", "'").strip(" \"“”'‘.,;:").split())
    if _begins_with(text, words.words.nobody) or text == "no" or text.startswith("no "):
        rest = text.removeprefix("no ")
        if _begins_with(rest, ("more than", "fewer than", "less than")):
            pass
        else:
            return 0, 0
    if _SHARE.search(text):
        return NOTHING
    text = _HALF.sub("0.5 ", text)
    tokens = [_plain(m) for m in _TOKEN.finditer(text)]
    if any(t in words.words.parts for t in tokens) and not _AND_A_HALF.search(text):
        return NOTHING
    numbers = _numbers(tokens, words)
    if not numbers:
        return _without_number(tokens)
    bound = _bound_of(text, words)
    first = numbers[0]
    if len(numbers) > 1:
        between = tokens[first.last : numbers[1].first]
        joined = len(between) == 1 and between[0] in _JOINING
        if joined and (between[0] != "and" or "between" in tokens):
            return _range(first, numbers[1], bound)
    return _meaning(first, bound)


def _plain(match: re.Match[str]) -> str:
    if match[1]:
        return re.sub(r"[^\d.]", "", match[1])
    if match[4]:
        return "-"
    return match[0]


def _begins_with(text: str, phrases: tuple[str, ...]) -> bool:
    return any(text == p or text.startswith(p + " ") for p in phrases)


def _without_number(tokens: list[str]) -> Bounds:
    if "both" in tokens or "pair" in tokens or "couple" in tokens:
        return 2, 2
    if tokens and tokens[0] in ("a", "an", "another", "single", "lone"):
        return (1, 1) if "number" not in tokens and "lot" not in tokens else NOTHING
    return NOTHING


def _numbers(tokens: list[str], words: CountWords) -> list[_Number]:
    """Numbers of a phrase, in order."""
    found: list[_Number] = []
    i = 0
    while i < len(tokens):
        number = _number_at(tokens, i, words)
        if number is None:
            i += 1
            continue
        found.append(number)
        i = number.last
    return found


def _number_at(tokens: list[str], i: int, words: CountWords) -> _Number | None:
    word = tokens[i]
    if word[0].isdecimal():
        value, after = Fraction(word), i + 1
        if after < len(tokens) and tokens[after] in words.letters:
            value, after = value * words.letters[tokens[after]], after + 1
        return _scaled(tokens, i, after, (value, value), words)
    if words.vague.get(word) and tokens[max(0, i - 1)] != "as":  # not "as few as 250"
        low = Fraction(words.vague[word])
        j = i + 1
        while (
            j + 1 < len(tokens)
            and tokens[j] == "of"
            and (tokens[j + 1] in words.vague or tokens[j + 1] in words.scales)
        ):
            # "tens of thousands": 20 x 1,000, the plural alone would be 2 x 1,000.
            unit = tokens[j + 1]
            low *= words.scales.get(unit) or words.scales.get(unit.removesuffix("s"), 1)
            j += 2
        return _scaled(tokens, i, j, (low, None), words)
    if word in words.numbers or word in words.scales:
        return _spelled(tokens, i, words)
    if word == "couple" and i + 1 < len(tokens) and tokens[i + 1] in ("of", *words.scales):
        j = i + 2 if tokens[i + 1] == "of" else i + 1
        if j < len(tokens) and tokens[j] in words.scales:
            return _scaled(tokens, i, j, (Fraction(2), None), words)
    return None


def _scaled(
    tokens: list[str],
    first: int,
    i: int,
    value: tuple[Fraction, Fraction | None],
    words: CountWords,
) -> _Number:
    """Multiply by the scales that follow: "1.5 million", "several hundred thousand"."""
    low, high = value
    half = tokens[i : i + 3] == ["and", "a", "half"]
    if half and high is not None:
        low, high, i = low + Fraction(1, 2), high + Fraction(1, 2), i + 3
    scale = 1
    while i < len(tokens) and tokens[i] in words.scales:
        scale *= words.scales[tokens[i]]
        i += 1
    return _Number(first, i, low * scale, None if high is None else high * scale, scale)


def _spelled(tokens: list[str], first: int, words: CountWords) -> _Number:
    """Read "two hundred and fifty thousand", "twenty-five", "two and a half million"."""
    bare = tokens[first] in words.scales  # "a hundred and five"
    total, current, i = 0, 1 if bare else words.numbers[tokens[first]], first + (not bare)
    smallest = 10**18  # the scale last used; a smaller one or a number may follow it
    while i < len(tokens):
        token = tokens[i]
        j = i
        if token in ("-", "and") and i + 1 < len(tokens):
            j = i + 1
        nxt = tokens[j]
        if token not in ("-", "and") and nxt in words.scales:
            factor = words.scales[nxt]
            if factor <= 100:
                current *= factor
            else:
                total, current = total + current * factor, 0
            smallest = factor
        elif nxt in words.numbers and _goes_on(current, words.numbers[nxt], smallest, token):
            current += words.numbers[nxt]
        else:
            break
        i = j + 1
    value = Fraction(total + current)
    number = _scaled(tokens, first, i, (value, value), words)
    last = tokens[number.last - 1]
    return number._replace(scale=max(number.scale, words.scales.get(last, 1)))


def _goes_on(current: int, number: int, smallest: int, joint: str) -> bool:
    """Whether a number word continues the one before: "twenty five", "hundred and five"."""
    if 20 <= current % 100 < 100 and current % 10 == 0 and 0 < number < 10 and joint != "and":
        return True
    return smallest < 10**18 and number < smallest and current % 100 == 0


def _bound_of(text: str, words: CountWords) -> Bound:
    """The strongest word of bound; "exact" words give way to any other."""
    for table in ("bounds", "bounds_after"):
        meaning: dict[str, Bound] = getattr(words, table)
        for match in _finder(table).finditer(text):
            if meaning[match[1]] != "exact":
                return meaning[match[1]]
    return "exact"


@functools.cache
def _finder(table: str) -> re.Pattern[str]:
    phrases = sorted(getattr(count_words(), table), key=len, reverse=True)
    ways = "|".join(re.escape(p) for p in phrases)
    return re.compile(rf"(?:(?<!\w)|(?=\+))({ways})(?!\w)")


def _meaning(number: _Number, bound: Bound) -> Bounds:
    low, high = number.low, number.high
    if low.denominator != 1:
        return NOTHING
    n = int(low)
    if high is None:  # a vague word: only its lowest is known
        return NOTHING if bound in ("under", "most", "nearly") else (n, None)
    slack = abs(low) * ABOUT
    table: dict[Bound, Bounds] = {
        "over": (n + 1, None),
        "least": (n, None),
        "under": (None, n - 1 if n > 0 else 0),
        "most": (None, n),
        "nearly": (None, n),
        "about": (_floor(low - slack), -_floor(-(low + slack))),
        "exact": (n, n),
    }
    return table[bound]


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator


def _range(first: _Number, second: _Number, bound: Bound) -> Bounds:
    low, high = first.low, second.high
    if high is not None and first.scale == 1 < second.scale and low * second.scale <= high:
        low *= second.scale  # "10 to 15 million": the scale belongs to both
    if low.denominator != 1 or (high is not None and (high.denominator != 1 or high < low)):
        return NOTHING
    if bound in ("over", "least"):
        return _meaning(first._replace(low=low), bound)
    upper = None if high is None else _meaning(second, bound)[1]
    if bound in ("under", "most", "nearly"):
        return None, upper
    return _meaning(first._replace(low=low), bound)[0], upper
