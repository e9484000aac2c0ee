"""How times are written: one rule a line, over words, each with its builder.

In:   the reviewed tables
Out:  `lexicon()` and `rules()`: compiled rules, in the order in which ties are broken

Method: see `times_words` for the notation. Names in capitals are classes of words, names
in angle brackets are words. Where two rules match at one place the longer match wins, then
the earlier rule.
Known faults: compiling takes about 20 ms, once a process.
"""

import functools
from collections.abc import Callable, Iterable

from sayso.identify import times_dates as dates
from sayso.identify import times_grammar as say
from sayso.identify.times_sym import Hit, Sym
from sayso.identify.times_words import Lexicon, Rule, Tables, tables

Builder = Callable[[Hit], Sym | None]

# A number in words or figures: "12", "twenty-four", "2 1/2", "two and a half", "a couple of".
_NUMBER = (
    "(?:(?:NUMW|SMALL|DAYNUM|NUM|YEAR|DECIMAL)(?: DASH? NUMW)*"
    "(?: <and> <a> <half>| SMALL </> SMALL| DASH SMALL </> SMALL)?|<half> (?:<a>|<an>)"
    "|<a> <couple> (?:<of>)?|(?:<a>)? <couple> <of>|<a> <dozen>|<a> <hundred>|<a> <thousand>"
    "|(?:<a>|<an>) <half>|<a> <half> DASH <dozen>|<half> <a> <dozen>)"
)
_N = f"(?P<n>{_NUMBER})(?: (?:TO|<or>) (?P<n2>{_NUMBER}))?"
_VAGUE = (
    "(?P<vague>(?:<a>)? <few>|(?:<the>)? <several>|<many>|<some>|(?:<the>)? <couple> <of>"
    "|<dozens> <of>|<hundreds> <of>|<thousands> <of>|<a> <number> <of>|<countless>)"
)
_DAY = "(?:<the>)? (?P<day>SMALL|DAYNUM|ORDNUM|ORDW(?: DASH ORDW)?|NUMW DASH ORDW)"
_DAY_OF = f"{_DAY} (?:<day> )?(?:<of>)?"
_DAY2 = "(?: (?:TO|<and>) (?P<day2>SMALL|DAYNUM|ORDNUM))?"
_YEAR = "(?:(?P<year>YEAR)|<nineteen> (?P<year_w>NUMW(?: DASH? NUMW)?))"
_WDAY = "(?:(?P<wday>WDAY) DOT? COMMA? )?"
_WEEK = "(?:<the>? (?P<week><week>) <of> )?"
_OF_MONTH = "(?:(?:<the> )?<month> <of> )?"
_REL = "(?:(?:<the>|<this>) )?(?P<rel>NEAR|<past>)"
_A = "(?P<one>(?:<a>|<an>|<the>) )"
_PLURAL = "(?P<unit>UNITPL)"
_UNIT = "(?P<unit>UNIT)"
_AMOUNT = f"(?:{_N} DASH?|{_VAGUE}|<a>|<an>|<another>|<one>|<the>)(?: <more>)?"
_SIDE = (
    "(?P<side><ago>|<back>|<earlier>|<before>|<previously>|<later>|<afterwards>|<afterward>"
    "|<after>|<hence>|<from> (?:<now>|<today>)|<since>|<beforehand>|<prior>|<from>)"
)


def words_of(phrase: str) -> str:
    """Write a phrase as a rule.

    >>> words_of("new year's day")
    "<new> <year> <'s> <day>"
    """
    spaced = phrase.replace("'s", " 's").replace("-", " - ").replace(".", " . ")
    spaced = spaced.replace("s' ", "s ' ")
    return " ".join(f"<{word}>" for word in spaced.split())


def _any_of(phrases: list[str]) -> str:
    # Longest first, so that "in the past" is not cut to "the past".
    return "|".join(words_of(p) for p in sorted(phrases, key=len, reverse=True))


def _classes(table: Tables) -> dict[str, Iterable[str]]:
    """Word classes of the rules. A "~" word is a name of a month written small."""
    return {
        "MONTH": list(table.months),
        "MONTHLOW": ["~may", "~march", "~mar", "~dec", "~jan", "~jun"],
        "WDAY": list(table.weekdays),
        "WDAYFULL": [word for word in table.weekdays if word.endswith("day")],
        "WDAYS": [word + "s" for word in table.weekdays if word.endswith("day")],
        "NUMW": list(table.numbers),
        "ORDW": list(table.ordinals),
        "UNIT": list(table.units),
        "UNITPL": [word for word in table.units if word.endswith("s")],
        "UNITSG": [word for word in table.units if not word.endswith("s") and word != "night"],
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


def _rule(builder: Builder, rule: str) -> tuple[str, Builder]:
    return rule, builder


def _source(table: Tables) -> list[tuple[str, Builder]]:
    feasts = "|".join(
        f"(?P<feast{i}>{_any_of(row['names'])})" for i, row in enumerate(table.feasts)
    )
    return [
        # Calendar dates
        _rule(dates.iso, "(?P<iso>ISO)"),
        _rule(dates.slash, f"{_WDAY}(?P<slash>SLASH)"),
        _rule(
            dates.calendar, f"{_WEEK}{_WDAY}(?P<month>MONTH) DOT? {_DAY}{_DAY2}(?: COMMA? {_YEAR})?"
        ),
        _rule(
            dates.calendar,
            f"{_WEEK}{_WDAY}{_DAY_OF}{_DAY2} (?P<month>MONTH|MONTHLOW) DOT? COMMA? {_YEAR}",
        ),
        _rule(
            dates.calendar,
            f"{_WEEK}{_WDAY}{_DAY_OF}{_DAY2} (?P<month>MONTH|MONTHLOW)(?: DOT? (?P<yy>NUM))?",
        ),
        _rule(dates.calendar, f"{_WDAY}(?P<day>SMALL|DAYNUM) DASH (?P<month>MONTH) DASH {_YEAR}"),
        _rule(
            dates.calendar,
            f"{_OF_MONTH}(?P<month>MONTH) DOT? COMMA? (?:<of> )?(?:<the> <year> )?{_YEAR}",
        ),
        _rule(dates.month, f"{_OF_MONTH}(?P<bare>(?P<month>MONTH))"),
        _rule(dates.weekday, "(?P<wday>WDAYFULL) COMMA? <the> (?P<day>ORDNUM)"),
        _rule(dates.weekday, "(?P<wday>WDAYFULL)"),
        _rule(dates.weekday, "(?P<abbr>(?P<wday>WDAY)) DOT? COMMA? (?P<part>PART)"),
        _rule(dates.day_of_month, "<the> (?P<day>ORDNUM)"),
        _rule(dates.nine_eleven, "(?P<nine>SMALL) </> (?P<eleven>SMALL)"),
        # Years and longer
        _rule(dates.year, "(?P<year>YEAR) (?:TO|</>) (?P<year2>YEAR|SMALL|DAYNUM|NUM)"),
        _rule(dates.year, f"(?:(?P<sure><the> <year>(?: <of>)?|<year>) )?{_YEAR}"),
        _rule(dates.year, "(?P<sure><the> <year>) (?P<twok><two> <thousand>)"),
        _rule(dates.decade, "(?P<the><the> )?(?P<years>YEARS)"),
        _rule(
            dates.decade,
            "(?P<the><the> )?(?P<tens><twenties>|<thirties>|<forties>|<fifties>|<sixties>"
            "|<seventies>|<eighties>|<nineties>)",
        ),
        _rule(
            dates.century,
            "(?:<the> )?(?P<ord>ORDNUM|ORDW(?: DASH ORDW)?|NUMW DASH ORDW) DASH? <century>",
        ),
        _rule(dates.quarter, "(?:<the> )?(?:<fiscal> DASH? )?(?P<ord>ORDW|ORDNUM) DASH? <quarter>"),
        _rule(
            dates.half,
            "(?:<the> )?(?P<ord><first>|<second>|<last>|<latter>) DASH? <half>(?P<of> <of>)?",
        ),
        _rule(dates.year, "<fiscal> (?:<year> )?(?P<year>YEAR)"),
        # Words that point from a day
        _rule(say.dayword, "(?P<dayword>DAYWORD)(?: (?P<part>PART))?"),
        _rule(say.dayword, "<the> <day> (?P<beyond><before> <yesterday>|<after> <tomorrow>)"),
        _rule(say.near_that, "(?:<the> )?<very>? <next> (?:(?P<unit><day>)|(?P<part>PART))"),
        _rule(say.near, f"{_REL} (?:(?P<unit>UNITSG)|(?P<part>PART)|(?P<season>SEASON))"),
        _rule(say.near, f"{_REL} (?:(?P<wday>WDAYFULL)|(?P<month>MONTH)(?: DOT? {_DAY})?)"),
        _rule(
            say.near, f"{_REL} (?P<fiscal><fiscal>|<financial>|<full>|<calendar>) (?P<unit>UNITSG)"
        ),
        _rule(
            say.that,
            "(?:<that>|(?:<the>|<that>) <very>? <same>|<the> <very>) (?:(?P<unit>UNITSG)"
            "|(?P<part>PART)|(?P<season>SEASON))",
        ),
        _rule(say.that, "<that> (?:(?P<wday>WDAY)|(?P<month>MONTH))"),
        _rule(
            say.the_unit,
            "(?P<the><the> )(?P<unit><day>|<week>|<weekend>|<month>|<quarter>|<year>|<half>)",
        ),
        _rule(say.the_unit, "(?P<unit><weekend>)"),
        _rule(
            say.the_unit,
            "(?P<the><the> )(?P<which><full> |<fiscal> |<latest> )(?:<fiscal> )?"
            "(?P<unit><week>|<month>|<quarter>|<year>)",
        ),
        _rule(say.year_end, "(?:<the> )?<year> (?:DASH|<'s>)? <end>"),
        # Lengths
        _rule(
            say.shifted, f"{_AMOUNT} {_UNIT}(?P<half2> <and> <a> <half>)? (?:<or> <so> )?{_SIDE}"
        ),
        _rule(say.shifted, f"(?:<the> )?{_UNIT} DASH? {_SIDE}(?: <quarter>| <period>)?"),
        _rule(say.span, f"{_REL} (?:{_N}|{_VAGUE})(?: <more>)? {_UNIT}"),
        _rule(say.span, f"{_REL} (?:<couple> <of> )?{_PLURAL}"),
        _rule(
            say.span,
            "(?:<the> )?(?P<rel><recent>|<past>|<first>|<latest>|<final>|<opening>|<early>)"
            f" (?:{_N} |{_VAGUE} )?{_PLURAL}",
        ),
        _rule(say.span, f"(?:{_N}|{_VAGUE}) <of> <the> (?P<rel><past>|<last>|<next>) {_PLURAL}"),
        _rule(say.span, f"<the> {_PLURAL} (?P<rel><ahead>|<past>)"),
        _rule(
            say.duration,
            f"(?:<the> )?(?:{_N}|{_VAGUE})(?: DASH? (?P<kind><trading>|<working>|<calendar>"
            f"|<more>|<full>|<straight>|<consecutive>))? DASH? {_UNIT}(?P<old> DASH? <old>)?"
            "(?P<half2> <and> <a> <half>)?",
        ),
        _rule(
            say.duration,
            "(?P<one><a>|<an>|<another>|<one>|<each>|<full>) (?P<mid><full> |<whole> |<entire> "
            "|<additional> |<extra> )?(?P<unit>UNITSG)(?P<half2> <and> <a> <half>)?",
        ),
        _rule(say.duration, f"(?P<bare>{_PLURAL})(?: DASH <long>)?"),
        _rule(say.duration, "(?P<bare>(?P<unit>UNITSG)) DASH <long>"),
        _rule(
            say.duration, "<all> (?P<unit><day>|<night>|<week>|<month>|<year>)(?: DASH? <long>)?"
        ),
        # Repeated times
        _rule(say.repeated, "(?P<set>SETW)"),
        _rule(
            say.repeated,
            f"(?:<every>|<each>)(?: (?P<n>{_NUMBER}))? (?:(?P<unit>UNIT)|(?P<wday>WDAY)"
            "|(?P<part>PART)|(?P<season>SEASON)|(?P<month>MONTH))",
        ),
        _rule(say.repeated, "(?P<wday>WDAYS)(?: (?P<part>PART))?"),
        _rule(
            say.repeated, "(?P<wday>WDAYFULL) (?P<part><mornings>|<afternoons>|<evenings>|<nights>)"
        ),
        # Times of day
        _rule(dates.clock, "(?P<clock>CLOCK)(?: (?P<ampm>AMPM))?(?: ZONE)?"),
        _rule(dates.clock, "(?P<clock>SMALL) (?P<ampm>AMPM)(?: ZONE)?"),
        _rule(dates.clock, "(?P<clock>SMALL) <o> <'> <clock>"),
        _rule(dates.clock, "(?P<clock>SMALL) <in> <the> (?P<half><morning>|<afternoon>|<evening>)"),
        _rule(dates.early_hours, "(?:<the> )?(?:<early> <hours>|<small> <hours>)"),
        _rule(dates.part, "(?:<the> |<this> )?(?P<part>PART)"),
        # Seasons and feasts
        _rule(
            dates.season,
            f"(?P<the><the> )?(?P<season>SEASON)(?: (?:<of> )?(?:<the> <year> )?{_YEAR})?",
        ),
        _rule(
            dates.feast,
            f"(?:{_REL} )?(?:{feasts})(?: COMMA? {_YEAR})?(?: (?P<week><week>|<weekend>))?",
        ),
        # Words that name no time
        _rule(say.reference, f"(?P<present>{_any_of(table.refs['present'])})"),
        _rule(say.reference, f"(?P<past>{_any_of(table.refs['past'])})"),
        _rule(say.reference, f"(?P<future>{_any_of(table.refs['future'])})"),
    ]


@functools.cache
def _compiled() -> tuple[Lexicon, tuple[tuple[Rule, Builder], ...]]:
    source = _source(tables())
    extra = [words_of(" ".join(("beginning start end close middle turn outset", LEAD_WORDS)))]
    lexicon = Lexicon(_classes(tables()), [rule for rule, _ in source] + extra)
    return lexicon, tuple((lexicon.compile(rule), builder) for rule, builder in source)


# Words that stand before a time and change it; `times_find` looks for them by themselves.
LEAD_WORDS = "about around nearly almost over approximately roughly some more less than at least"


def lexicon() -> Lexicon:
    """Word codes of all rules."""
    return _compiled()[0]


def rules() -> tuple[tuple[Rule, Builder], ...]:
    """All rules with their builders."""
    return _compiled()[1]
