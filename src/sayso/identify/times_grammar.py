"""Builders of times that point or measure: "last week", "two days later", "for a month".

In:   a `Hit` of a rule in `times_rules`
Out:  `Sym`, or None where the words are not that after all

Method: nothing is reckoned here; "last Friday" stays step -1, weekday 4. What the words point
from (the report's day, another day of the report) is told apart where the words tell it.
Known faults: "the following day" always points from another day of the report, though
some writers mean the day after publication.
"""

from sayso.identify.times_sym import Hit, Side, Sym, number, ordinal
from sayso.identify.times_words import tables

_SHORT = ("second", "minute", "hour")

_SIDES: dict[str, Side] = {
    "ago": "ago",
    "back": "ago",
    "earlier": "earlier",
    "before": "earlier",
    "beforehand": "earlier",
    "previously": "earlier",
    "prior": "earlier",
    "later": "later",
    "afterwards": "later",
    "afterward": "later",
    "after": "later",
    "since": "later",
    "from": "hence",
    "hence": "hence",
}


def _unit(hit: Hit) -> str:
    return tables().units.get(hit.word("unit"), "")


def _part(hit: Hit) -> str:
    return tables().parts.get(hit.word("part"), "")


def _season(hit: Hit) -> str:
    row = tables().seasons.get(hit.word("season"))
    return str(row["code"]) if row else ""


def near(hit: Hit) -> Sym | None:
    """Last Friday, next year, this summer, the past week."""
    word, unit = hit.word("rel"), _unit(hit)
    if unit in _SHORT:
        return None
    if word == "this" and unit == "day":  # "to this day"
        return None
    article = hit.tokens.words[hit.first] == "the"
    if unit and (word == "past" or (word == "last" and article)):  # "the last week": up to now
        return Sym(kind="duration", amount=1.0, unit=unit, side="past")
    part = _part(hit)
    return Sym(
        kind="time" if part else "date",
        that=word in ("following", "previous", "preceding"),
        day=ordinal(hit.words("day")) or None,
        step=-1 if word == "past" else tables().near.get(word),
        unit=unit or ("day" if part else ""),
        wday=tables().weekdays.get(hit.word("wday")),
        month=tables().months.get(hit.word("month")),
        season=_season(hit),
        part=part,
    )


def near_that(hit: Hit) -> Sym | None:
    """The next day, the next morning: from another day of the report."""
    unit, part = _unit(hit), _part(hit)
    if unit in _SHORT:
        return None
    return Sym(
        kind="time" if part else "date",
        step=1,
        that=True,
        unit=unit or "day",
        part=part,
    )


def that(hit: Hit) -> Sym | None:
    """That day, the same week, that Friday."""
    unit, part = _unit(hit), _part(hit)
    if unit in _SHORT or hit.word("unit").endswith("s"):
        return None
    wday = tables().weekdays.get(hit.word("wday"))
    month = tables().months.get(hit.word("month"))
    season = _season(hit)
    if not unit and wday is None and month is None and not season:
        unit = "day"
    return Sym(
        kind="time" if part else "date",
        step=0,
        that=True,
        unit=unit,
        part=part,
        wday=wday,
        month=month,
        season=season,
    )


def the_unit(hit: Hit) -> Sym | None:
    """The week, the year: the present one, where nothing else is said."""
    unit = _unit(hit)
    if not unit or hit.after() in ("-", "of"):  # "the day of the massacre"
        return None
    if unit == "day":  # told before; "earlier in the day"
        return Sym(step=0, unit=unit, that=True)
    done = "latest" in hit.words("which")  # the latest quarter is one that is over
    return Sym(step=-1 if done else 0, unit=unit)


def year_end(hit: Hit) -> Sym | None:
    """Year-end, the year's end."""
    return Sym(step=0, unit="year", mod="END")


def dayword(hit: Hit) -> Sym | None:
    """Today, yesterday morning, tonight, overnight, the day before yesterday."""
    if "beyond" in hit:
        return Sym(step=-2 if hit.word("beyond") == "before" else 2, unit="day")
    word = hit.word("dayword")
    part = _part(hit)
    if word in ("tonight", "overnight"):
        part = "NI"
    return Sym(
        kind="time" if part else "date",
        step={"yesterday": -1, "tomorrow": 1}.get(word, 0),
        unit="overnight" if word == "overnight" else "day",
        part=part,
    )


def _length(hit: Hit) -> tuple[float | None, float | None, str]:
    """Amount, upper amount ("two or three"), unit."""
    if "vague" in hit:
        return None, None, _unit(hit)
    low = number(hit.words("n")) if "n" in hit else 1.0
    high = number(hit.words("n2")) if "n2" in hit else None
    return low, high if low and high and high > low else None, _unit(hit)


def shifted(hit: Hit) -> Sym | None:
    """Three weeks ago, two days later, a week from now, months before."""
    amount, high, unit = _length(hit)
    word = hit.word("side")
    bare = hit.word("unit").endswith("s") and "n" not in hit
    if word == "from" and len(hit.words("side")) == 1 and hit.after() not in ("now", "today"):
        return None
    if word == "back" and hit.after() in ("to", "in", "from", "home"):
        return None
    if bare:
        amount = None
    if "half2" in hit and amount is not None:
        amount += 0.5
    of_clause = word in ("after", "before", "since", "prior")
    return Sym(
        amount=amount, high=high, unit=unit, vague=amount is None, side=_SIDES[word],
        clause=of_clause,
    )  # fmt: skip


def span(hit: Hit) -> Sym | None:
    """The past two weeks, the next few days, the first nine months, recent years."""
    amount, high, unit = _length(hit)
    if "n" not in hit:
        amount = None
    word = hit.word("rel")
    side: Side = ""
    if word in ("past", "last", "previous", "recent", "preceding", "latest"):
        side = "past"
    elif word in ("next", "coming", "following", "upcoming", "ahead"):
        side = "next"
    recent = word == "recent" or (word == "past" and "n" not in hit and "vague" not in hit)
    return Sym(
        kind="duration",
        amount=amount,
        high=high,
        unit=unit,
        vague=amount is None,
        side=side,
        ref="PAST_REF" if recent else "",
        that=word in ("previous", "preceding", "following"),
    )


def duration(hit: Hit) -> Sym | None:  # noqa: PLR0911
    """Two weeks, a month, for days: how long, not when."""
    amount, high, unit = _length(hit)
    if "n" in hit and amount is None:
        return None
    if "n" in hit and hit.glued():
        return None
    if hit.tokens.words[hit.end - 1] == unit and _is_year(hit.words("n")) and not _dashed(hit):
        return None  # "the 1988 quarter"
    if hit.after() in ("before", "after", "earlier", "later") and "n" in hit:
        return None  # counted from something: `shifted`
    if unit == "quarter" and (hit.after() in ("of", "century") or "-" in _between(hit)):
        return None  # a share, not a time
    if "n" not in hit and "vague" not in hit and "bare" not in hit and _is_rate(hit):
        return None
    if "bare" in hit and unit == "generation":
        return None
    if "half2" in hit and amount is not None:
        amount += 0.5
    bare = "bare" in hit
    return Sym(
        kind="duration", amount=None if bare else amount, high=high, unit=unit,
        vague=bare or amount is None, age="old" in hit,
    )  # fmt: skip


def _between(hit: Hit) -> tuple[str, ...]:
    return hit.tokens.words[hit.first : hit.end]


def _is_year(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and len(words[0]) == 4 and "1900" <= words[0] <= "2050"


def _dashed(hit: Hit) -> bool:
    return "-" in _between(hit)


def _is_rate(hit: Hit) -> bool:
    """$500 million a year, 700 seats a week: a rate, not a length."""
    if hit.word("one") not in ("a", "an"):
        return False
    before = hit.before()
    plural = before.endswith("s") and before not in ("is", "was", "has", "as", "this", "'s")
    return plural or before[:1].isdigit() or before in ("million", "billion", "%", "percent")


def repeated(hit: Hit) -> Sym | None:
    """Daily, every week, each July, Fridays, Tuesday nights."""
    if "set" in hit:
        amount, unit = tables().sets[hit.word("set")]
        return Sym(kind="set", amount=float(amount), unit=unit)
    word = hit.word("wday")
    return Sym(
        kind="set",
        amount=number(hit.words("n")) or 1.0 if "n" in hit else 1.0,
        unit=_unit(hit),
        wday=tables().weekdays.get(word, tables().weekdays.get(word.removesuffix("s"))),
        month=tables().months.get(hit.word("month")),
        season=_season(hit),
        part=_part(hit),
    )


def reference(hit: Hit) -> Sym | None:
    """Now, recently, soon: words that name no time."""
    words = _between(hit)
    if words == ("soon",) and (hit.before() in ("as", "too") or hit.after() in ("as", "after")):
        return None
    follows = hit.after()
    counted = follows in tables().units or follows in tables().numbers or follows[:1].isdigit()
    if words == ("the", "past") and (counted or follows in ("few", "several", "couple")):
        return None
    for group in ("present", "past", "future"):
        if group in hit:
            return Sym(kind="ref", ref=f"{group.upper()}_REF")
    return None
