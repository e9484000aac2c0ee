"""The class of each word, told by lists and by the words beside it.

In:   `Words` as divided, and the lexicon
Out:  `Words.cls`: one letter a word

Method: closed classes by list; verb forms by list and by their neighbours; what is left is a
noun or adjective (small letter) or part of a name (capital). No tagger.
Known faults: a word that is noun and verb ("force", "report") is told apart by its neighbours
alone; a name that begins with a closed-class word ("The Hague") loses it.

Letters: D determiner, X pronoun, W relative, P preposition, o "of", T "to", C and/or,
S subordinator, A auxiliary, O modal, R adverb, # number, N noun or adjective, M name, V verb,
G possessive ending, t word of time, q quotation mark, comma and brackets as they are, "." any
other break; K, set later, a noun that is a trigger.
"""

from typing import NamedTuple

from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.words import Words

_BOUNDS_ALONE = frozenset(
    ("about", "around", "over", "nearly", "some", "almost", "approximately", "roughly")
)
_BOUNDS = _BOUNDS_ALONE | {"at", "more", "up", "as", "fewer", "less"}
_BOUND_TAILS = frozenset(("least", "most", "than", "to", "many", "as", "few", "a", "the"))
_MARKS = frozenset("$£€#@%&*+")  # signs beside a word or number; they break nothing
_PLURALS = ("s", "men", "people", "police", "children", "military")
_TIME_LEADS = frozenset(("last", "next", "past", "this", "that"))
_OBJECT_PRONOUNS = frozenset(("him", "them", "her", "it"))
_DO = frozenset(("do", "does", "did", "don't", "didn't", "doesn't"))
_NAME_MAY_BE = frozenset("PRDSXO")  # classes that a capital word inside a name does not have


class _Beside(NamedTuple):
    """What stands beside a word that may be a verb."""

    prev: str  # class letter right before
    before: str  # class letter before any adverbs
    before_low: str
    next_letter: str  # closed class of the next word, "" when it is in none
    counts: bool  # a number follows
    noun: bool  # something like a noun follows
    opens: bool  # what follows can begin an object


def classify(words: Words, lexicon: Lexicon) -> None:
    """Fill `words.cls`."""
    compounds = "-" in words.known
    bound_to = 0  # words before this one belong to the bound of a number
    for i, low in enumerate(words.lows):
        if low in _BOUNDS and i >= bound_to:
            bound_to = max(bound_to, _bound(words, i, lexicon))
        if i < bound_to:
            letter = "R"
        elif compounds and (_joins(words, i) or _joins(words, i - 1)):
            letter = "N"
        else:
            letter = _closed(words, i, lexicon) or _open(words, i, lexicon)
        words.cls.append(letter)


def _joins(words: Words, i: int) -> bool:
    """Tell whether word `i` is the hyphen of a compound."""
    if not 0 < i < len(words.lows) - 1 or words.lows[i] != "-":
        return False
    return words.ends[i - 1] == words.starts[i] and words.ends[i] == words.starts[i + 1]


def _bound(words: Words, i: int, lexicon: Lexicon) -> int:
    """Give the index of the number that a bound like "at least" leads to; 0 without one."""
    for j in range(i + 1, min(i + 4, len(words.lows))):
        low = words.lows[j]
        if low[0].isdigit() or low in lexicon.classes.numbers:
            return j if j > i + 1 or words.lows[i] in _BOUNDS_ALONE else 0
        if low not in _BOUND_TAILS:
            return 0
    return 0


def _closed(words: Words, i: int, lexicon: Lexicon) -> str:
    """Give the closed class of a word where it is used as one; else ""."""
    low, text = words.lows[i], words.texts[i]
    letter = lexicon.closed.get(low, "")
    prev = words.letter(i - 1)
    capital = text[0].isupper()
    following = words.lows[i + 1] if i + 1 < len(words.lows) else "."
    if capital and i and letter in _NAME_MAY_BE and prev == "M" and len(text) > 2:
        letter = ""
    elif low in ("us", "it") and text.isupper():
        letter = "M"
    elif letter == "G" and (prev in "WX" or (low == "'s" and following == "been")):
        letter = "A"
    elif low == "'" and not (prev in "NM" and words.texts[i - 1].endswith("s")):
        letter = "q"
    elif low == "her" and not _nounlike(words, i + 1, lexicon):
        letter = "X"
    elif _is_time(low, capital, following, lexicon):
        letter = "t"
    return letter


def _is_time(low: str, capital: bool, following: str, lexicon: Lexicon) -> bool:
    """Tell time from "this" and "may": "this week", "May 4"."""
    if low in _TIME_LEADS:
        return following in lexicon.classes.times
    return low == "may" and capital and not following.isalpha()


def _open(words: Words, i: int, lexicon: Lexicon) -> str:  # noqa: PLR0911  a table of cases
    """Tell noun, name, verb, number, adverb and time from each other."""
    c, low, text = lexicon.classes, words.lows[i], words.texts[i]
    prev, capital = words.letter(i - 1), text[0].isupper()
    if low[0].isdigit():
        following = words.lows[i + 1] if i + 1 < len(words.lows) else "."
        day = len(low) < 5 and (prev == "t" or following in c.months)
        return "t" if day else "#"
    if low in c.times and (capital or low not in ("march", "may")):
        return "t"
    following = words.texts[i + 1] if i + 1 < len(words.texts) else "."
    if low in c.particles and prev == "M" and following[0].isupper():
        return "M"
    if low in lexicon.verbs and (not capital or not i or words.title_case):
        letter = _verb_or_noun(words, i, lexicon)
        named = capital and letter == "N" and words.title_case and low not in c.agents
        return "M" if named else letter
    if low.endswith("ly") and not capital and low not in c.not_adverbs:
        return "R"
    if text[0].isalpha():
        first = i == 0 or (prev in ".q" and i < 3)
        return "N" if not capital or (first and low in c.agents) else "M"
    return "R" if low in _MARKS else "."


def _nounlike(words: Words, i: int, lexicon: Lexicon) -> bool:
    if i >= len(words.lows):
        return False
    low, text = words.lows[i], words.texts[i]
    if low in lexicon.closed or not text[0].isalpha():
        return False
    forms = lexicon.verbs.get(low, "")
    return text[0].isupper() or forms in ("", "b") or low in lexicon.classes.agents


def _beside(words: Words, i: int, lexicon: Lexicon) -> _Beside:
    j = i - 1
    while j > 0 and words.cls[j] == "R":
        j -= 1
    following = words.lows[i + 1] if i + 1 < len(words.lows) else "."
    next_letter = lexicon.closed.get(following, "")
    counts = following[0].isdigit() or next_letter == "#"
    return _Beside(
        prev=words.letter(i - 1),
        before=words.letter(j),
        before_low=words.lows[j] if j >= 0 else "",
        next_letter=next_letter,
        counts=counts,
        noun=_nounlike(words, i + 1, lexicon),
        opens=counts
        or next_letter in ("D", "X", "S")
        or (i + 1 < len(words.texts) and words.texts[i + 1][0].isupper()),
    )


def _verb_or_noun(words: Words, i: int, lexicon: Lexicon) -> str:
    low = words.lows[i]
    forms, beside = lexicon.verbs[low], _beside(words, i, lexicon)
    if "d" in forms or ("n" in forms and "b" not in forms):
        verb = _is_past(forms, beside)
    elif "g" in forms:
        named = beside.prev in "NM" and low in lexicon.classes.place_heads  # "the Kesh crossing"
        verb = beside.prev not in "DG#" and not named
    elif beside.before in "TO" or (beside.before == "A" and beside.before_low in _DO):
        verb = "b" in forms
    elif "s" in forms and low not in lexicon.classes.agents:
        verb = _is_third(beside)
    else:
        verb = "b" in forms and _is_plural_present(words, i, beside, lexicon)
    return "V" if verb else "N"


def _is_past(forms: str, beside: _Beside) -> bool:
    """Tell a past form from the same word as noun or adjective: "displaced families"."""
    noun_before = beside.before in "DG" or (beside.before == "N" and not beside.noun)
    if "b" in forms and noun_before:
        return False
    if beside.prev in "DGPV#" and beside.noun and beside.next_letter == "":
        return False
    return not (beside.prev == "D" and (beside.noun or beside.counts))


def _is_third(beside: _Beside) -> bool:
    if beside.before in "XW" or (beside.prev == "R" and beside.before in "NM"):
        return True
    if beside.before in "M)":
        return beside.opens or beside.next_letter in ("T", "P", "R")
    return beside.before == "N" and not beside.before_low.endswith("s") and beside.opens


def _is_plural_present(words: Words, i: int, beside: _Beside, lexicon: Lexicon) -> bool:
    if beside.before == "X":
        return beside.before_low not in _OBJECT_PRONOUNS
    if beside.before == "N" and beside.before_low.endswith(_PLURALS):
        named = words.lows[i] in lexicon.plain and beside.next_letter == ""
        return beside.opens or beside.next_letter == "T" or named
    if beside.before == "M":
        return beside.next_letter in ("D", "X")
    joined = beside.before == "C" and i > 2 and "T" in words.cls[max(0, i - 7) : i]
    return joined and beside.opens
