"""Builders of dates: what the words of a calendar date, year, feast or hour say.

In:   a `Hit` of a rule in `times_rules`
Out:  `Sym`, or None where the words are not that after all

Method: a builder refuses what the calendar does not have (30 February) and bare figures
that are more likely a number than a year.
Known faults: finance's own calendar (fiscal years, "the year-ago period") is read as the
ordinary one; times of day carry no zone.
"""

import datetime as dt

import msgspec

from sayso.identify.times_sym import Hit, Mod, Sym, number, ordinal, whole
from sayso.identify.times_words import listed, tables

# A bare four-figure number is read as a year inside these bounds. Chosen by hand: below
# them a bare figure in news is mostly a count, above them always.
_FIRST_BARE_YEAR, _LAST_BARE_YEAR = 1900, 2050


def mod(word: str) -> Mod:
    """START, MID or END for "early", "mid", "late" and their like; "" for others."""
    if word in ("early", "beginning", "start", "outset", "earlier", "turn"):
        return "START"
    if word in ("late", "end", "close", "later"):
        return "END"
    return "MID" if word in ("mid", "middle") else ""


def _year_of(hit: Hit) -> int | None:
    if "year_w" in hit:  # "nineteen ninety-six"
        value = number(hit.words("year_w"))
        return 1900 + int(value) if value and value < 100 else None
    return whole(hit.word("year"))


def calendar(hit: Hit) -> Sym | None:  # noqa: PLR0911
    """Month, day, year in any order, with an optional second day."""
    day = ordinal(hit.words("day")) if "day" in hit else None
    day2 = whole(hit.word("day2"))
    if day is not None and not 1 <= day <= 31:
        return None
    short = whole(hit.word("yy"))
    if short is not None and (len(hit.word("yy")) != 2 or hit.after() not in ("(", ")", "")):
        return None
    month = tables().months.get(hit.word("month").lstrip("~"))
    if month is None:
        return None
    year = _year_of(hit)
    if short is not None:
        year = 1900 + short if short >= 40 else 2000 + short
    sym = Sym(
        year=year,
        month=month,
        day=day,
        wday=tables().weekdays.get(hit.word("wday")),
        unit=hit.word("week"),
    )
    if day is not None and checked(year or 2000, month, day) is None:
        return None
    if day2 is None:
        return sym
    if not (day and day < day2 and checked(year or 2000, month, day2)):
        return None
    return msgspec.structs.replace(sym, until=msgspec.structs.replace(sym, day=day2, wday=None))


def month(hit: Hit) -> Sym | None:
    """A month alone; "May" that opens a sentence is left out, it is mostly the verb."""
    word = hit.word("month")
    if len(word) < 4 and word != "may":  # "Sun", "Mar": only within a date
        return None
    if hit.alone():
        return Sym(month=tables().months[word])
    if word in ("may", "march") and hit.before() in ("", ".", '"', "“", "”", "?", "!", "the"):
        return None
    return Sym(month=tables().months[word])


def iso(hit: Hit) -> Sym | None:
    """2014-10-05."""
    year, month_, day = (int(x) for x in hit.word("iso").split("-"))
    return checked(year, month_, day)


def checked(year: int, month_: int, day: int, wday: int | None = None) -> Sym | None:
    """Make a date if the calendar has it, and on that weekday if one is said."""
    try:
        date = dt.date(year, month_, day)
    except ValueError:
        return None
    if wday is not None and date.weekday() != wday:
        return None
    return Sym(year=year, month=month_, day=day)


def slash(hit: Hit) -> Sym | None:
    """9/3/2015: two readings, unless only one is a date (or falls on the weekday said)."""
    one, two, three = (int(x) for x in hit.word("slash").replace(".", "/").split("/"))
    wday = tables().weekdays.get(hit.word("wday"))
    if one > 31:
        return checked(one, two, three, wday)
    if three < 1000:
        if three > 99:
            return None
        three += 1900 if three >= 60 else 2000
    # Month first is the habit of the United States, day first of the others.
    found = [checked(three, one, two, wday), checked(three, two, one, wday)]
    read = [sym for sym in found if sym is not None]
    if len(read) == 2 and read[0] != read[1]:
        first, second = sorted(read, key=lambda sym: (sym.month or 0, sym.day or 0))
        return Sym(year=three, either=(first, second))
    return read[0] if read else None


def year(hit: Hit) -> Sym | None:
    """A year, or a stretch of years: "1988-89", "2014/15"."""
    first, end = _year_of(hit), whole(hit.word("year2"))
    if "twok" in hit:
        return Sym(year=2000)
    if first is None or hit.glued():
        return None
    if end is not None:
        if len(hit.word("year2")) < 3:  # "1988-89", "2007-8"
            end += first - first % 10 ** len(hit.word("year2"))
        return Sym(year=first, until=Sym(year=end)) if first < end <= first + 200 else None
    if hit.after() in listed("counted") or hit.before() in ("no", "no.", "number", "#", "flight"):
        return None
    known = _FIRST_BARE_YEAR <= first <= _LAST_BARE_YEAR
    said = (
        "sure" in hit
        or hit.alone()
        or (hit.before() in listed("before_year") and first <= _LAST_BARE_YEAR)
    )
    return Sym(year=first) if known or said else None


def decade(hit: Hit) -> Sym | None:  # noqa: PLR0911
    """The 1990s, the '80s, the nineties, the 1800s."""
    if "tens" in hit:
        if hit.before() in ("his", "her", "their", "my", "your") or "the" not in hit:
            return None
        tens = "twenties thirties forties fifties sixties seventies eighties nineties"
        return Sym(decade=1920 + 10 * tens.split().index(hit.word("tens")))
    value = whole(hit.word("years"))
    if value is None or value % 10:
        return None
    if value < 100:
        if hit.before() in ("his", "her", "their", "my", "your"):
            return None
        value += 1900 if value > 20 else 2000
    elif not 1000 <= value <= 2100:
        return None
    if value % 100 == 0 and value < 2000:  # "the 1800s" is the century
        return Sym(century=value)
    return Sym(decade=value)


def century(hit: Hit) -> Sym | None:
    """The 20th century."""
    count = ordinal(hit.words("ord"))
    return Sym(century=100 * (count - 1)) if 2 <= count <= 21 else None


def quarter(hit: Hit) -> Sym | None:
    """The third quarter."""
    count = ordinal(hit.words("ord"))
    return Sym(quarter=count) if 1 <= count <= 4 else None


def half(hit: Hit) -> Sym | None:
    """The first half, where "of" a year follows or a plain year does; a match has halves too."""
    word = hit.word("ord")
    if "of" not in hit or not (hit.after()[:1].isdigit() or hit.after() in ("the", "this", "last")):
        return None
    if hit.after() in ("the", "this", "last") and hit.after(2) not in ("year", "decade"):
        return None
    return Sym(half=1 if word == "first" else 2)


def weekday(hit: Hit) -> Sym | None:
    """Friday; Fri. morning; Friday the 13th."""
    part = tables().parts.get(hit.word("part"), "")
    day = ordinal(hit.words("day")) if "day" in hit else None
    return Sym(
        kind="time" if part else "date",
        wday=tables().weekdays[hit.word("wday")],
        part=part,
        day=day if day and day <= 31 else None,
    )


def day_of_month(hit: Hit) -> Sym | None:
    """On the 9th: not where a noun follows ("the 9th brigade")."""
    day = ordinal(hit.words("day"))
    follows = hit.after()
    if not 1 <= day <= 31 or (follows[:1].isalpha() and follows not in listed("after_day")):
        return None
    return Sym(day=day)


def nine_eleven(hit: Hit) -> Sym | None:
    """9/11, and no other day written so."""
    day = tables().events.get(f"{hit.word('nine')}/{hit.word('eleven')}")
    return Sym(year=day.year, month=day.month, day=day.day) if day else None


def season(hit: Hit) -> Sym | None:
    """The summer, summer 2014; not "fall" and "spring" as verbs."""
    word, said_year = hit.word("season"), _year_of(hit)
    plain = word in ("fall", "spring") and said_year is None and not hit.alone()
    if plain and "the" not in hit and hit.before() not in ("in", "since"):
        return None
    if said_year is None and (hit.after() == "of" or hit.before() in tables().ordinals):
        return None  # "the fall of the capital", "the second winter of the war"
    if plain and hit.after() in ("in", "to"):
        return None
    return Sym(season=str(tables().seasons[word]["code"]), year=said_year)


def feast(hit: Hit) -> Sym | None:
    """Ramadan, Thanksgiving Day, last Christmas, Easter week."""
    index = next(i for i in range(len(tables().feasts)) if f"feast{i}" in hit)
    word = hit.word("rel")
    step = -1 if word == "past" else tables().near.get(word)
    return Sym(feast=index, step=step, year=_year_of(hit), unit=hit.word("week"))


def clock(hit: Hit) -> Sym | None:
    """10:35 p.m.; 4 in the morning; 9 o'clock."""
    raw = hit.word("clock").replace(" ", "")
    hour, minute = [*raw.split(":"), "0"][:2]
    value = int(hour)
    half_word = hit.word("ampm")[:1] or {"morning": "a", "": ""}.get(hit.word("half"), "p")
    if value > 24 or int(minute) > 59 or (half_word and not 1 <= value <= 12):
        return None
    if half_word:
        value = value % 12 + (12 if half_word == "p" else 0)
    return Sym(kind="time", part=f"{value:02}:{int(minute):02}")


def early_hours(hit: Hit) -> Sym | None:
    """The early hours: of a day that other words name."""
    return Sym(kind="time", part="MO") if hit.after() in ("of", "on") else None


def part(hit: Hit) -> Sym | None:
    """The morning, at dawn, overnight: a part of a day that other words name, or none do."""
    word = hit.word("part")
    alone = hit.end - hit.first == 1
    if word in ("morning", "afternoon", "evening", "night") and alone:
        return Sym(kind="time", part=tables().parts[word]) if hit.before() in _TO_NIGHT else None
    if hit.before() in ("a", "an", "one", "good", "high", "every"):
        return None
    return Sym(kind="time", part=tables().parts[word])


# Before "night" or "morning" without an article: a time, not a kind ("night flights").
_TO_NIGHT = ("by", "until", "till", "at", "since", "before", "after", "mid", "-")
