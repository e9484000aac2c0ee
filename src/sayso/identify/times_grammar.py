"""Builders of times that point or measure: "last week", "two days later", "for a month".

In:   a `Hit` of a rule in `times_rules`
Out:  `Sym`, or None where the words are not that after all

Method: nothing is reckoned here; "last Friday" stays step -1, weekday 4. What the words point
from (the report's day, another day of the report) is told apart where the words tell it.
Known faults: "the following day" always points from another day of the report, though
some writers mean the day after publication.
"""

from sayso.identify.times_sym import Hit, Side, Sym, number
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
    if word == "past" and unit:
        return Sym(kind="duration", amount=1.0, unit=unit, side="past")
    part = _part(hit)
    return Sym(
        kind="time" if part else "date",
        step=-1 if word == "past" else tables().near.get(word),
        unit=unit,
        wday=tables().weekdays.get(hit.word("wday")),
        month=tables().months.get(hit.word("month")),
        season=_season(hit),
        part=part,
    )


def near_that(hit: Hit) -> Sym | None:
    """The next day, the following month, the previous year: from another day of the report."""
    unit, part = _unit(hit), _part(hit)
    if unit in _SHORT:
        return None
    return Sym(
        kind="time" if part else "date",
        step=tables().near[hit.word("rel")] if "rel" in hit else 1,
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
    if not unit or hit.after() == "-":
        return None
    return Sym(step=0, unit=unit)


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
    return Sym(
        kind="duration",
        amount=amount,
        high=high,
        unit=unit,
        vague=amount is None,
        side=side,
        that=word in ("previous", "preceding", "following"),
    )


def duration(hit: Hit) -> Sym | None:
    """Two weeks, a month, for days: how long, not when."""
    amount, high, unit = _length(hit)
    if "n" in hit and amount is None:
        return None
    if "n" in hit and hit.glued():
        return None
    if "half2" in hit and amount is not None:
        amount += 0.5
    bare = "bare" in hit
    return Sym(
        kind="duration", amount=None if bare else amount, high=high, unit=unit,
        vague=bare or amount is None, age="old" in hit,
    )  # fmt: skip


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
    for group in ("present", "past", "future"):
        if group in hit:
            return Sym(kind="ref", ref=f"{group.upper()}_REF")
    return None
