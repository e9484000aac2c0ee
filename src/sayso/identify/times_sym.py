"""What words say of a time, before it is reckoned against any day.

In:   matches of the rules (`Hit`), from which the builders make readings
Out:  `Sym`, the symbolic reading of a phrase; `Found`, a reading with its place in a text;
      `number` and `ordinal`, words and figures as numbers

Method: a reading keeps only what is said ("last", "Friday", "the 9th"). Which day that is
depends on the report and is worked out apart: `times_reckon` gives days for claims,
`times_timex` the values of the TIMEX3 standard.
Known faults: one field holds both halves of a stretch's end (`until`), so a stretch of
stretches cannot be said.
"""

from typing import Literal

import msgspec

from sayso.identify.times_words import Tokens, tables

Kind = Literal["date", "time", "duration", "set", "ref"]
Mod = Literal["", "START", "MID", "END"]
Bound = Literal["", "about", "over", "under"]
Side = Literal["", "ago", "hence", "earlier", "later", "past", "next"]


class Sym(msgspec.Struct, frozen=True, kw_only=True):
    """What words say of a time; fields that they do not say are None or "".

    Attributes:
        year to feast: calendar fields. `wday` counts from Monday = 0, `feast` is a row
            number in the tables, `decade` and `century` are first years.
        part: "MO", "AF" ..., or a clock time "22:00".
        step, unit: "last week" is step -1, unit "week"; with `amount` it is a length.
        amount: number of units; None with `unit` set and `vague` is "some". `high` is
            the upper number of "two or three weeks".
        clause: a happening should follow that it is reckoned from ("two days after ...").
        age: the words give somebody's age.
        side: which way a length points: ago, hence (from the report's day); earlier,
            later (from another day of the report); past, next (up to, from the report's day).
        that: the words point to another day of the report ("that day").
        mod: START, MID, END.
        bound: about ("nearly two weeks"), over ("more than"), under ("less than").
        until: end of a range whose beginning the other fields give.
        either: two readings of figures that the words leave open (3/4/2014).
        ref: PRESENT_REF, PAST_REF, FUTURE_REF for words that name no time.
    """

    kind: Kind = "date"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    wday: int | None = None
    quarter: int | None = None
    half: int | None = None
    season: str = ""
    feast: int | None = None
    decade: int | None = None
    century: int | None = None
    part: str = ""
    step: int | None = None
    unit: str = ""
    amount: float | None = None
    high: float | None = None
    vague: bool = False
    clause: bool = False
    age: bool = False
    side: Side = ""
    that: bool = False
    mod: Mod = ""
    bound: Bound = ""
    until: "Sym | None" = None
    either: tuple["Sym", "Sym"] | None = None
    ref: str = ""


class Found(msgspec.Struct, frozen=True):
    """A reading and where it stands: offsets in the text, and in its tokens."""

    start: int
    end: int
    first: int
    last: int
    sym: Sym


class Hit(msgspec.Struct, frozen=True):
    """A rule's match: groups as words, for the builders. `end` is the token after it."""

    tokens: Tokens
    groups: dict[str, tuple[int, int]]
    first: int
    end: int

    def __contains__(self, name: str) -> bool:
        return name in self.groups

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a group; () when it took no part."""
        first, last = self.groups.get(name, (0, 0))
        return self.tokens.words[first:last]

    def word(self, name: str) -> str:
        """First word of a group, "" when it took no part."""
        return (self.words(name) or ("",))[0]

    def before(self, count: int = 1) -> str:
        """The word that stands `count` tokens before the match, "" at the text's start."""
        at = self.first - count
        return self.tokens.words[at] if at >= 0 else ""

    def after(self, count: int = 1) -> str:
        """The word that stands `count` tokens after the match, "" at the text's end."""
        at = self.end + count - 1
        return self.tokens.words[at] if at < len(self.tokens.words) else ""

    def alone(self) -> bool:
        """Whether the match is the whole text, as a mention of a claim is."""
        return self.first == 0 and self.end == len(self.tokens.words)

    def raw(self, at: int) -> str:
        """A token as printed, "" outside the text."""
        if not 0 <= at < len(self.tokens.spans):
            return ""
        first, last = self.tokens.spans[at]
        return self.tokens.text[first:last]

    def glued(self) -> bool:
        """Whether the match touches a letter, figure, hyphen or currency sign on its left."""
        start = self.tokens.spans[self.first][0]
        before = self.tokens.text[start - 1 : start]
        return before.isalnum() or before in set("$£€¥#.,:/_@") - {""}


def number(words: tuple[str, ...]) -> float | None:
    """Read a number in words or figures; None when it is none, or nought.

    >>> number(("two", "hundred", "fifty"))
    250.0
    >>> number(("2", "1", "/", "2"))
    2.5
    """
    total, current = 0.0, 0.0
    table = tables().numbers
    if "/" in words:
        at = words.index("/")
        over, under = words[at - 1], words[at + 1]
        part = int(over) / int(under) if int(under) else 0.0
        whole = number(tuple(word for word in words[: at - 1] if word not in ("-", "–")))
        return (whole or 0.0) + part
    for word in words:
        if word in table:
            value = table[word]
            if word == "couple":
                current += 2
            elif value in (12, 100, 1000) and word != "twelve":
                current = (current or 1.0) * value
                if value == 1000:
                    total, current = total + current, 0.0
            else:
                current += value
        elif word == "half":
            current = 0.5 if words[-1] == "dozen" else current + 0.5
        elif word[0].isdigit():
            current += float(word.replace(",", ""))
    return total + current or None


def ordinal(words: tuple[str, ...]) -> int:
    """Read "ninth", "9th", "9" or "twenty-first" as a number; 0 for none.

    >>> ordinal(("twenty", "-", "first"))
    21
    """
    total = 0
    for word in words:
        if word[:1].isdigit():
            return whole(word) or 0
        total += tables().ordinals.get(word, 0) or tables().numbers.get(word, 0)
    return total


def whole(word: str) -> int | None:
    """Read the figures of a word as a whole number; None when it has none.

    >>> whole("1990s")
    1990
    """
    digits = "".join(c for c in word if c in "0123456789")
    return int(digits) if digits else None
