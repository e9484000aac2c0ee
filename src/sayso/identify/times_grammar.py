"""How times are said: rules over words, each with what it builds.

In:   the tokens of a text (`times_words`)
Out:  `Sym`: what a stretch of words says, not yet reckoned against any day

Method: every rule is tried at every place; `times_find` keeps the leftmost longest and
joins neighbours ("noon" + "Thursday"). A builder may refuse a match by giving None.
Known faults: finance's own calendar (fiscal years, "the year-ago period") is read as the
ordinary one; times of day carry no zone.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from sayso.identify.times_words import Lexicon, Tables, Tokens, tables

Kind = Literal["date", "time", "duration", "set", "ref"]


class Sym(msgspec.Struct, frozen=True, kw_only=True):
    """What words say of a time; fields that they do not say are None or "".

    Attributes:
        year to feast: calendar fields. `wday` counts from Monday = 0, `feast` is a row
            number in the tables, `decade` and `century` are first years.
        part: "MO", "AF" ..., or a clock time "22:00".
        step, unit: "last week" is step -1, unit "week"; with `amount` it is a length.
        amount: number of units; None with `unit` set and `vague` is "some".
        side: which way a length points: ago, hence (from the report's day); earlier,
            later (from another day of the report); past, next (up to, from the report's day).
        that: the words point to another day of the report ("that day").
        mod: START, MID, END.
        until: end of a range whose beginning the other fields give.
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
    short_year: int | None = None
    part: str = ""
    step: int | None = None
    unit: str = ""
    amount: float | None = None
    vague: bool = False
    side: Literal["", "ago", "hence", "earlier", "later", "past", "next"] = ""
    that: bool = False
    mod: Literal["", "START", "MID", "END"] = ""
    until: "Sym | None" = None
    ref: str = ""


class Hit(msgspec.Struct, frozen=True):
    """A rule's match: groups as words, for the builders."""

    tokens: Tokens
    groups: dict[str, tuple[int, int]]

    def __contains__(self, name: str) -> bool:
        return name in self.groups

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a group; () when it took no part."""
        first, last = self.groups.get(name, (0, 0))
        return self.tokens.words[first:last]

    def word(self, name: str) -> str:
        """First word of a group, "" when it took no part."""
        return (self.words(name) or ("",))[0]


Builder = Callable[[Hit], Sym | None]

_NUMBER = (
    "(?:(?:NUMW|SMALL|DAYNUM|NUM|YEAR|DECIMAL)(?: DASH? NUMW)*"
    "(?: <and> <a> <half>| SMALL <⁄> SMALL)?|<half>|<a> <couple> <of>|<a> <dozen>)"
)
_VAGUE = "(?:<a>? <few>|<several>|<many>|<some>|<dozens> <of>|<a> <number> <of>|<countless>)"
_DAY = "(?P<day>SMALL|DAYNUM|ORDNUM)"
_DAY2 = "(?: TO (?P<day2>SMALL|DAYNUM|ORDNUM))"
_REL = "(?:<the>|<this>)? (?P<rel>NEAR|<past>)"


def words_of(phrase: str) -> str:
    """A phrase as a rule: "new year's day" -> "<new> <year> <'s> <day>"."""
    spaced = phrase.replace("'s", " 's").replace("-", " - ").replace(".", " . ")
    spaced = spaced.replace("s' ", "s ' ")
    return " ".join(f"<{word}>" for word in spaced.split())


def classes(table: Tables) -> dict[str, list[str]]:
    """Word classes of the rules."""
    low = ["~may", "~march", "~mar", "~dec", "~jan", "~jun"]
    return {
        "MONTH": list(table.months),
        "MONTHLOW": low,
        "WDAY": list(table.weekdays),
        "WDAYS": [word + "s" for word in table.weekdays if word.endswith("day")],
        "NUMW": list(table.numbers),
        "ORDW": list(table.ordinals),
        "UNIT": list(table.units),
        "UNITPL": [word for word in table.units if word.endswith("s")],
        "PART": list(table.parts),
        "SEASON": list(table.seasons),
        "NEAR": list(table.near),
        "SETW": list(table.sets),
        "DAYWORD": ["today", "yesterday", "tomorrow", "tonight", "overnight"],
        "MOD": ["early", "late", "mid", "earlier", "later", "middle"],
        "AMPM": ["am", "pm", "a.m.", "p.m.", "a.m", "p.m", "a. m.", "p. m."],
        "ZONE": ["est", "edt", "pst", "pdt", "gmt", "utc", "cet", "et", "bst"],
        "TO": ["-", "–", "—", "to", "through"],
        "DASH": ["-", "–"],
        "COMMA": [","],
        "DOT": ["."],
    }


def number(words: tuple[str, ...]) -> float | None:
    """A number in words or figures; None when it is none.

    >>> number(("two", "hundred", "fifty"))
    250.0
    """
    total, current = 0.0, 0.0
    table = tables().numbers
    if words[:1] == ("half",):
        return 0.5
    for i, word in enumerate(words):
        if word in table:
            value = table[word]
            if value in (100, 1000, 12):
                current = max(current, 1) * value
                if value == 1000:
                    total, current = total + current, 0
            else:
                current += value
        elif word == "half":
            current += 0.5
        elif word == "⁄" or words[i - 1 : i] == ("⁄",):
            continue
        elif word[0].isdigit():
            value_read = float(word.replace(",", ""))
            over = words[i + 1 : i + 3]
            if over[:1] == ("⁄",) and len(over) == 2 and over[1].isdigit() and int(over[1]):
                value_read /= int(over[1])
            current += value_read
    return total + current or None


def _ordinal(words: tuple[str, ...]) -> int:
    """"ninth", "9th" or "twenty-first" as a number; 0 for none."""
    total = 0
    for word in words:
        if word[:1].isdigit():
            return int("".join(c for c in word if c.isdigit()))
        total += tables().ordinals.get(word, 0) or tables().numbers.get(word, 0)
    return total


def _int(word: str) -> int | None:
    digits = "".join(c for c in word if c.isdigit())
    return int(digits) if digits else None


def _calendar(hit: Hit) -> Sym | None:
    """Month, day, year in any order, with an optional second day."""
    day = _ordinal(hit.words("day")) if "day" in hit else None
    day2 = _int(hit.word("day2"))
    if day is not None and not 1 <= day <= 31:
        return None
    sym = Sym(
        year=_int(hit.word("year")),
        month=tables().months.get(hit.word("month").lstrip("~")),
        day=day,
        wday=tables().weekdays.get(hit.word("wday")),
        short_year=_int(hit.word("yy")),
    )
    if day2 is not None:
        if not (day and day < day2 <= 31):
            return None
        return msgspec.structs.replace(sym, until=msgspec.structs.replace(sym, day=day2))
    return sym


def _iso(hit: Hit) -> Sym | None:
    year, month, day = (int(x) for x in hit.word("iso").split("-"))
    return _checked(year, month, day)


def _checked(year: int, month: int, day: int, wday: int | None = None) -> Sym | None:
    """A date if the calendar has it, and on that weekday if one is said."""
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    if wday is not None and date.weekday() != wday:
        return None
    return Sym(year=year, month=month, day=day)


def _slash(hit: Hit) -> Sym | None:
    """9/3/2015: two readings, unless only one is a date (or falls on the weekday said)."""
    one, two, three = (int(x) for x in hit.word("slash").replace(".", "/").split("/"))
    wday = tables().weekdays.get(hit.word("wday"))
    if one > 31:
        return _checked(one, two, three, wday)
    if three < 1000:
        if three > 99:
            return None
        three += 1900 if three >= 60 else 2000
    found = {
        sym
        for sym in (_checked(three, one, two, wday), _checked(three, two, one, wday))
        if sym is not None
    }
    if len(found) == 1:
        return found.pop()
    return Sym(year=three, unit="undecided") if found else None


def _year(hit: Hit) -> Sym | None:
    year, end = _int(hit.word("year")), _int(hit.word("year2"))
    if year is None:
        return None
    if end is not None:
        if end < 100:
            end += year - year % 100
        if not year < end <= year + 200:
            return None
        return Sym(year=year, until=Sym(year=end))
    return Sym(year=year)


def _decade(hit: Hit) -> Sym | None:
    value = _int(hit.word("years"))
    if value is None or value % 10:
        return None
    if value < 100:
        value += 1900
    elif value < 1000:
        return None
    mod = _mod(hit.word("mod"))
    if value % 100 == 0 and value < 2000:  # "the 1800s" is the century
        return Sym(century=value, mod=mod)
    return Sym(decade=value, mod=mod)


def _mod(word: str) -> Literal["", "START", "MID", "END"]:
    if word in ("early", "beginning", "start", "outset", "earlier", "turn"):
        return "START"
    if word in ("late", "end", "close", "later"):
        return "END"
    return "MID" if word in ("mid", "middle") else ""


def _step(hit: Hit) -> int | None:
    word = hit.word("rel")
    return -1 if word == "past" else tables().near.get(word)


def _near(hit: Hit) -> Sym | None:
    """"last Friday", "next year", "this summer", "the following month"."""
    step = _step(hit)
    back = hit.word("rel") in ("following", "preceding", "previous")
    unit = tables().units.get(hit.word("unit"), "")
    if unit in ("second", "minute", "hour"):
        return None
    return Sym(
        step=step,
        that=back,
        unit=unit,
        wday=tables().weekdays.get(hit.word("wday")),
        month=tables().months.get(hit.word("month")),
        season=_season(hit),
        part=tables().parts.get(hit.word("part"), ""),
        kind="time" if "part" in hit else "date",
    )


def _season(hit: Hit) -> str:
    row = tables().seasons.get(hit.word("season"))
    return str(row["code"]) if row else ""


def _that(hit: Hit) -> Sym | None:
    unit = tables().units.get(hit.word("unit"), "")
    part = tables().parts.get(hit.word("part"), "")
    if unit in ("second", "minute", "hour") or hit.word("unit").endswith("s"):
        return None
    return Sym(step=0, that=True, unit=unit or "day", part=part, kind="time" if part else "date")


def _dayword(hit: Hit) -> Sym | None:
    word = hit.word("dayword")
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    part = tables().parts.get(hit.word("part"), "")
    if word in ("tonight", "overnight"):
        part = "NI"
    return Sym(
        step=step,
        unit="overnight" if word == "overnight" else "day",
        part=part,
        kind="time" if part else "date",
    )


def _length(hit: Hit) -> tuple[float | None, str]:
    unit = tables().units[hit.word("unit")]
    if "vague" in hit:
        return None, unit
    amount = number(hit.words("n")) if hit.words("n") else 1.0
    return amount, unit


def _shifted(hit: Hit) -> Sym | None:
    """"three weeks ago", "two days later", "a week from now"."""
    amount, unit = _length(hit)
    side = {
        "ago": "ago", "back": "ago", "earlier": "earlier", "before": "earlier",
        "previously": "earlier", "later": "later", "afterwards": "later", "after": "later",
        "from": "hence", "hence": "hence", "on": "later",
    }[hit.word("side")]  # fmt: skip
    return Sym(amount=amount, unit=unit, vague=amount is None, side=side)  # type: ignore[arg-type]


def _span(hit: Hit) -> Sym | None:
    """"the past two weeks", "the next few days", "the first nine months", "recent years"."""
    amount, unit = _length(hit)
    if "n" not in hit:
        amount = None
    word = hit.word("rel")
    side = "past" if word in ("past", "last", "previous", "recent", "preceding") else ""
    side = "next" if word in ("next", "coming", "following", "upcoming") else side
    that = word in ("previous", "preceding", "following")
    return Sym(
        kind="duration", amount=amount, unit=unit, vague=amount is None,
        side=side, that=that,  # type: ignore[arg-type]
    )  # fmt: skip


def _duration(hit: Hit) -> Sym | None:
    amount, unit = _length(hit)
    if "n" in hit and amount is None:
        return None
    if "bare" in hit:
        amount = None
    return Sym(kind="duration", amount=amount, unit=unit, vague=amount is None)


def _set(hit: Hit) -> Sym | None:
    word = hit.word("set")
    if word:
        amount, unit = tables().sets[word]
        return Sym(kind="set", amount=amount, unit=unit)
    wday = tables().weekdays.get(hit.word("wday").removesuffix("s"))
    if "wday" in hit and wday is None:
        wday = tables().weekdays.get(hit.word("wday"))
    return Sym(
        kind="set",
        amount=number(hit.words("n")) or 1.0 if "n" in hit else 1.0,
        unit=tables().units.get(hit.word("unit"), ""),
        wday=wday,
        month=tables().months.get(hit.word("month")),
        season=_season(hit),
        part=tables().parts.get(hit.word("part"), ""),
    )


def _clock(hit: Hit) -> Sym | None:
    raw = hit.word("clock").replace(" ", "")
    hour, minute = (raw.split(":") + ["0"])[:2]
    value, half = int(hour), hit.word("ampm")[:1]
    if value > 24 or int(minute) > 59 or (half and not 1 <= value <= 12):
        return None
    if half:
        value = value % 12 + (12 if half == "p" else 0)
    return Sym(kind="time", part=f"{value:02}:{int(minute):02}")
