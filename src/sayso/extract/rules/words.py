"""A sentence as words with classes, and its noun phrases.

In:   a sentence of the document, and the lexicon
Out:  `Words`: per word its offsets in the document, its lower-case form and a class letter;
      and the noun phrases ("chunks"), each with what governs it

Method: closed classes by list; verb forms by list and by the words beside them; what is left
is a noun or adjective (small letter) or part of a name (capital). Phrases are one regular
expression over the class letters. No tagger, no parser.
Known faults: a word that is noun and verb ("force", "report") is told apart by its neighbours
alone; a name that begins a sentence with a closed-class word ("The Hague") loses it.

Class letters: D determiner, X pronoun, W relative, P preposition, o "of", T "to",
C and/or, S subordinator, A auxiliary, O modal, R adverb, # number, N noun or adjective,
M name, V verb, G possessive ending, t time word, K noun that is a trigger, q quotation mark,
. end or break, comma and brackets as they are.
"""

import re
from dataclasses import dataclass, field

from sayso.base.nouns import Sentence
from sayso.extract.rules.lexicon import Lexicon

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|%)?"
    r"|[^\W_]+(?:[.'’‘\-‐‑][^\W_]+)*\.?"
    r"|[^\w\s]|_",
)
_SPLIT = re.compile(r"^(.+?)(['’](?:s|S|re|ve|ll|d|m))$")
_QUOTES = frozenset("\"“”„«»")
_BREAKS = frozenset(".;:!?—–…")
_CHUNK = re.compile(r"X|D{0,2}(?:[#NM]G?|D(?=[#N]))+(?:oD{0,2}(?:[#NM]G?)+)*")
_OPENERS = frozenset("PoTVCS,(q.")


@dataclass(slots=True)
class Chunk:
    """A noun phrase: words `a` to `b` (half open).

    `head` is the index of the head of its first part (before "of"); `gov` the class letter
    of what governs it ("P", "V", "," ...), shared by members of one list; `lead` is the index of
    the preposition or verb that governs, -1 when nothing does; `first` is the number of the
    chunk that begins its list.
    """

    a: int
    b: int
    head: int
    gov: str = ""
    lead: int = -1
    first: int = -1


@dataclass(slots=True)
class Words:
    """The words of one sentence; lists of one length."""

    sentence: Sentence
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lows: list[str] = field(default_factory=list)
    cls: list[str] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    chunk_at: list[int] = field(default_factory=list)  # index of the chunk a word is in, or -1
    known: frozenset[str] = frozenset()
    low_text: str = ""

    def has(self, phrase: str) -> bool:
        """Tell whether a word or phrase stands in the sentence, case ignored."""
        phrase = phrase.lower()
        if " " in phrase:
            return phrase in self.low_text
        return phrase in self.known


def read_words(sentence: Sentence, lexicon: Lexicon) -> Words:
    """Divide a sentence into words and give each its class."""
    words = Words(sentence)
    _divide(words, lexicon)
    words.known = frozenset(words.lows)
    words.low_text = sentence.text.lower()
    _classify(words, lexicon)
    return words


def _divide(words: Words, lexicon: Lexicon) -> None:
    base = words.sentence.start
    abbreviations, compounds = lexicon.classes.abbreviations, lexicon.classes.compounds

    def add(text: str, at: int) -> None:
        words.starts.append(at)
        words.ends.append(at + len(text))
        words.texts.append(text)
        words.lows.append(text.lower().replace("’", "'"))

    for match in _TOKEN.finditer(words.sentence.text):
        text, at = match.group(), base + match.start()
        if len(text) == 1 or "." in text[:-1]:
            add(text, at)
            continue
        stop = ""
        if text.endswith(".") and text.lower() not in abbreviations:
            text, stop = text[:-1], "."
        ending = _SPLIT.match(text)
        stem, tail = (ending.group(1), ending.group(2)) if ending else (text, "")
        front, dash, back = stem.rpartition("-")
        if dash and back.lower() in compounds and front:
            add(front, at)
            add("-", at + len(front))
            add(back, at + len(front) + 1)
        else:
            add(stem, at)
        if tail:
            add(tail, at + len(stem))
        if stop:
            add(".", at + len(text))


def _closed_classes(lexicon: Lexicon) -> dict[str, str]:
    c = lexicon.classes
    table: dict[str, str] = {}
    for letter, found in (
        ("D", c.determiners), ("X", c.pronouns), ("P", c.prepositions), ("R", c.adverbs),
        ("S", c.subordinators), ("C", c.conjunctions), ("A", c.auxiliaries), ("O", c.modals),
        ("#", c.numbers), ("W", c.relatives),
    ):  # fmt: skip
        table.update(dict.fromkeys(found, letter))
    table.update({"of": "o", "to": "T", "that": "S", "'s": "G", "'": "G", "-": "-"})
    table.update(dict.fromkeys(_QUOTES, "q"))
    table.update(dict.fromkeys(_BREAKS, "."))
    table.update({",": ",", "(": "(", ")": ")", "[": "(", "]": ")"})
    return table


_CLOSED: dict[int, dict[str, str]] = {}


def _classify(words: Words, lexicon: Lexicon) -> None:
    closed = _CLOSED.get(id(lexicon))
    if closed is None:
        closed = _CLOSED[id(lexicon)] = _closed_classes(lexicon)
    c, lows, texts, cls = lexicon.classes, words.lows, words.texts, words.cls
    n = len(lows)
    longer = [t for t in texts if len(t) > 3 and t[0].isalpha()]
    title_case = len(longer) > 3 and sum(t[0].isupper() for t in longer) > 0.7 * len(longer)

    def nounlike(i: int) -> bool:
        if i >= n or lows[i] in closed or not texts[i][0].isalpha():
            return False
        flags = lexicon.verbs.get(lows[i], "")
        return texts[i][0].isupper() or not flags or flags == "b" or lows[i] in c.agents

    for i in range(n):
        low, text = lows[i], texts[i]
        prev = cls[i - 1] if i else "."
        capital = text[0].isupper()
        letter = closed.get(low, "")
        flags = lexicon.verbs.get(low, "")
        if letter and capital and i and letter in "PRDSXO" and prev == "M" and len(text) > 2:
            letter = ""
        if letter == "G" and (prev in "WX" or (low == "'s" and i + 1 < n and lows[i + 1] == "been")):
            letter = "A"
        if low == "'" and not (prev in "NM" and texts[i - 1].endswith("s")):
            letter = "q"
        if low in ("us", "it") and text.isupper():
            letter = "M"
        if low == "her" and not nounlike(i + 1):
            letter = "X"
        if low == "may" and capital and i + 1 < n and not lows[i + 1].isalpha():
            letter = "t"
        if not letter and (low[0].isdigit()):
            letter = "#"
        if not letter and low in c.times and (capital or low not in ("march", "may")):
            letter = "t"
        if not letter and flags and not (capital and i and not title_case):
            letter = _verb_or_noun(words, i, flags, prev, nounlike(i + 1), lexicon, closed)
            if capital and letter == "N" and title_case:
                letter = "M" if low not in c.agents else "N"
        if not letter and low.endswith("ly") and not capital and low not in c.not_adverbs:
            letter = "R"
        if not letter and text[0].isalpha():
            first_word = i == 0 or (prev in ".q" and i < 3)
            plain = not capital or (first_word and low in c.agents)
            letter = "N" if plain else "M"
        cls.append(letter or ".")


def _verb_or_noun(
    words: Words, i: int, flags: str, prev: str, noun_follows: bool, lexicon: Lexicon,
    closed: dict[str, str],
) -> str:  # fmt: skip
    """Tell verb from noun or adjective by the words beside; "V" or "N"."""
    lows, cls = words.lows, words.cls
    low = lows[i]
    nxt = lows[i + 1] if i + 1 < len(lows) else "."
    next_letter = closed.get(nxt, "")
    before = prev
    j = i - 1
    while before == "R" and j > 0:
        j -= 1
        before = cls[j]
    if "d" in flags or ("n" in flags and "b" not in flags):
        if "b" in flags and (before in "DG" or (before == "N" and not noun_follows)):
            return "N"
        if prev in "DGPV#" and noun_follows and next_letter == "":
            return "N"
        return "N" if prev == "D" and next_letter != "o" and noun_follows else "V"
    if "g" in flags:
        if prev in "DG#":
            return "N"
        return "V"
    if before in "TO" or (before == "A" and lows[j] in ("do", "does", "did", "don't", "didn't", "doesn't")):
        return "V" if "b" in flags else "N"
    starts_object = next_letter in ("D", "X", "#", "S") or (
        i + 1 < len(words.texts) and words.texts[i + 1][0].isupper()
    )
    if "s" in flags and low not in lexicon.classes.agents:
        if before in "XW" or (before in "M)" and (starts_object or next_letter in ("T", "P", "R"))):
            return "V"
        if before == "N" and not lows[j].endswith("s") and starts_object:
            return "V"
        return "N"
    if "b" in flags:
        if before == "X" and lows[j] not in ("him", "them", "her", "it"):
            return "V"
        if before == "N" and lows[j].endswith("s") and (starts_object or next_letter == "T"):
            return "V"
        if before == "C" and i > 2 and cls[j - 1] in "NMK" and "T" in cls[max(0, j - 6) : j]:
            return "V" if starts_object else "N"
    return "N"


def find_chunks(words: Words) -> None:
    """Find the noun phrases; nouns that are triggers (class K) end them."""
    words.chunks.clear()
    letters = "".join(words.cls)
    words.chunk_at = [-1] * len(letters)
    for match in _CHUNK.finditer(letters):
        a, b = match.span()
        while b > a and letters[b - 1] == "G":
            b -= 1
        stop = letters.find("o", a, b)
        head = (stop if stop > a else b) - 1
        while head > a and letters[head] == "G":
            head -= 1
        for k in range(a, b):
            words.chunk_at[k] = len(words.chunks)
        words.chunks.append(Chunk(a, b, head))
    last: Chunk | None = None
    for number, chunk in enumerate(words.chunks):
        chunk.first = number
        _govern(words, chunk, last, letters)
        last = chunk


def _govern(words: Words, chunk: Chunk, last: Chunk | None, letters: str) -> None:
    """Say what governs a chunk; a member of a list has what its first member has."""
    i = chunk.a - 1
    while i >= 0 and letters[i] == "R":
        i -= 1
    if i < 0:
        return
    chunk.gov, chunk.lead = letters[i], i
    between = letters[last.b : chunk.a] if last else ""
    joined = between in ("C", ",C", "CP") or (between == "," and _list_goes_on(letters, chunk.b))
    if last and joined and not between.endswith("CP"):
        after = letters[chunk.b : chunk.b + 1]
        if not (after and after in "VAO" and last.gov in "PTo"):
            chunk.gov, chunk.lead, chunk.first = last.gov, last.lead, last.first


def _list_goes_on(letters: str, at: int) -> bool:
    return bool(re.match(r",?C?D{0,2}[#NM]+,?C", letters[at : at + 14]) and letters[at : at + 1] in ",C")
