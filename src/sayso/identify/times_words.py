"""Words of time: the reviewed tables, the tokens of a text, and rules written over words.

In:   `times_tables.toml`; a text
Out:  `Tables`, `Tokens`, and compiled rules that match over tokens

Method: every word that a table or a rule knows has one code character, so a text becomes a
short string in which each token is one character, and a rule such as
"(?P<month>MONTH) DOT? (?P<day>DAY)" becomes an ordinary regular expression over that
string: names in capitals stand for classes of words, names in angle brackets for a word
itself. All other words share one character. Rules read like grammar and run at the
speed of `re`.
Known faults: names that are also words ("may", "march", "sun") count as time words only
with a capital, so that a text without capitals loses bare "may" and "march".
"""

import datetime as dt
import functools
import re
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Any

import msgspec

from sayso.base.errors import AssetError, BugInSayso

_TABLES = "times_tables.toml"

_TOKEN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])"
    r"|[0-9]{1,4}[/.][0-9]{1,2}[/.][0-9]{2,4}(?![0-9/])"
    r"|[0-9]{1,2}:\s?[0-9]{2}(?::[0-9]{2})?(?![0-9])"
    r"|[0-9]{1,2}(?:st|nd|rd|th)\b"
    r"|(?:[0-9]{4}|['’‘]?[0-9]{2})['’]?s\b"
    r"|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+\.[0-9]+|[0-9]+(?=[^\W\d_]|\b)"
    r"|[ap]\.\s?m\b\.?|[ap]m\b"
    r"|['’]s\b|[^\W\d_]+|\S",
    re.IGNORECASE,
)

# Words that name a month or weekday only when written with a capital.
_NEEDS_CAPITAL = frozenset(["may", "march", "mar", "sun", "sat", "mon", "wed", "dec", "jan", "jun"])

_FIGURES = "0123456789"
_SHAPES = ("SMALL", "DAYNUM", "NUM", "YEAR", "ISO", "SLASH", "CLOCK", "ORDNUM", "YEARS", "DECIMAL")

Rule = re.Pattern[str]


class Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`times_tables.toml` as it stands."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, str]
    parts: dict[str, str]
    seasons: dict[str, dict[str, Any]]
    hemispheres: dict[str, str]
    feasts: list[dict[str, Any]]
    events: dict[str, dt.date]
    near: dict[str, int]
    refs: dict[str, list[str]]
    sets: dict[str, tuple[int, str]]
    lists: dict[str, str]


class Tokens(msgspec.Struct, frozen=True):
    """A text as tokens; `codes` has one character for each. Offsets count code points."""

    text: str
    codes: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


@functools.cache
def tables() -> Tables:
    """Read the reviewed tables, once.

    Raises:
        AssetError: the file is missing a table or holds a value of the wrong kind.
    """
    raw = resources.files(__package__).joinpath(_TABLES).read_text("utf-8")
    try:
        return msgspec.convert(tomllib.loads(raw), Tables)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as err:
        raise AssetError(f"{_TABLES}: {err}") from err


@functools.cache
def listed(name: str) -> frozenset[str]:
    """The words of a list in the tables."""
    return frozenset(tables().lists[name].split())


class Lexicon:
    """Gives every known word its code character, and compiles rules over them.

    Args:
        classes: class name in capitals -> its words, lower case.
        rules: rule texts; the words in angle brackets become known words too.
    """

    def __init__(self, classes: dict[str, Iterable[str]], rules: Iterable[str]) -> None:
        self._codes: dict[str, str] = {}
        self._classes = {name: "".join(map(self._add, words)) for name, words in classes.items()}
        for rule in rules:
            for word in re.findall(r"<([^A-Z<>=!]+)>", rule):
                self._add(word)
        self._shapes = {name: chr(0xF000 + i) for i, name in enumerate(_SHAPES)}
        self._other = {True: chr(0xF100), False: chr(0xF101)}  # capital, small
        self._punct = chr(0xF102)

    def _add(self, word: str) -> str:
        return self._codes.setdefault(word, chr(0xE000 + len(self._codes)))

    def compile(self, rule: str) -> Rule:
        """Turn a rule over words into a regular expression over codes.

        Raises:
            BugInSayso: the rule names an unknown class.
        """

        def word(match: re.Match[str]) -> str:
            name = match[0]
            if name.startswith("<"):
                return self._codes[name[1:-1]]
            if name in self._classes:
                return f"[{self._classes[name]}]"
            if name in self._shapes:
                return self._shapes[name]
            raise BugInSayso(f"no class {name!r} in rule {rule!r}")

        named = re.sub(r"\?P<(\w+)>", lambda m: f"?P({m[1]})", rule)
        coded = re.sub(r"<[^<>=!]+>|\b[A-Z]{2,}\b", word, named)
        return re.compile(re.sub(r"\?P\((\w+)\)", r"?P<\1>", coded.replace(" ", "")))

    def tokens(self, text: str) -> Tokens:
        """Cut a text into tokens and code each."""
        words, spans, codes = [], [], []
        for match in _TOKEN.finditer(text):
            raw = match[0]
            low = raw.lower()
            words.append(low.replace("’", "'").replace("‘", "'"))
            spans.append(match.span())
            codes.append(self._code(raw, words[-1]))
        return Tokens(text=text, codes="".join(codes), words=tuple(words), spans=tuple(spans))

    def _code(self, raw: str, low: str) -> str:
        if raw[0] in _FIGURES or (raw[0] in "'’‘" and raw[1:2] in _FIGURES and raw[1:]):
            return self._shapes[_shape(low)]
        code = self._codes.get(low)
        if code is not None and not (low in _NEEDS_CAPITAL and not raw[0].isupper()):
            return code
        if low in _NEEDS_CAPITAL:
            return self._codes.get("~" + low, self._other[False])
        return self._other[raw[0].isupper()] if raw[0].isalpha() else self._punct


def _shape(low: str) -> str:  # noqa: PLR0911
    """Name the shape of a token that begins with a digit."""
    if "-" in low:
        return "ISO"
    if low.count("/") == 2 or low.count(".") == 2:
        return "SLASH"
    if ":" in low:
        return "CLOCK"
    if low.endswith(("st", "nd", "rd", "th")):
        return "ORDNUM"
    if low.endswith("s"):
        return "YEARS"
    if "." in low:
        return "DECIMAL"
    if "," in low or len(low) > 4:
        return "NUM"
    value = int(low)
    if len(low) == 4 and 1000 <= value <= 2150:
        return "YEAR"
    if 1 <= value <= 12 and len(low) <= 2:
        return "SMALL"
    return "DAYNUM" if 13 <= value <= 31 and len(low) == 2 else "NUM"
