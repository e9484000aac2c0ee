"""A sentence as words, each with its place in the document.

In:   a sentence of the document, and the lexicon
Out:  `Words`: lists of one length with offsets, forms and class letters; the noun phrases are
      filled in later (`chunks.py`)

Method: one regular expression; then a full stop is parted from what is no abbreviation, the
possessive from its noun, and a compound ("Velmar-backed") at its last hyphen.
Known faults: an abbreviation that is not listed ends like a sentence.
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
_ENDING = re.compile(r"^(.+?)(['’](?:s|S|re|ve|ll|d|m))$")


@dataclass(slots=True)
class Chunk:
    """A noun phrase: words `a` to `b` (half open).

    Attributes:
        head: index of the head of its first part (before "of").
        gov: class letter of what governs it ("P", "V", "," ...), shared by a list's members.
        lead: index of the preposition or verb that governs, -1 when nothing does.
        first: number of the chunk that begins its list.
    """

    a: int
    b: int
    head: int
    gov: str = ""
    lead: int = -1
    first: int = -1


@dataclass(slots=True)
class Words:
    """The words of one sentence; the lists are of one length.

    Attributes:
        lows: small-letter forms, with straight apostrophes.
        cls: class letters; `tagging.py` explains them.
        chunk_at: number of the chunk that a word is in, or -1.
        title_case: most long words begin with a capital, as in a headline.
    """

    sentence: Sentence
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lows: list[str] = field(default_factory=list)
    cls: list[str] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    chunk_at: list[int] = field(default_factory=list)
    title_case: bool = False
    known: frozenset[str] = frozenset()
    low_text: str = ""

    def has(self, phrase: str) -> bool:
        """Tell whether a word or phrase (small letters) stands in the sentence."""
        return phrase in self.low_text if " " in phrase else phrase in self.known

    def letter(self, i: int) -> str:
        """Give the class letter of word `i`; "." before the first and after the last word."""
        return self.cls[i] if 0 <= i < len(self.cls) else "."

    def chunk_of(self, i: int) -> Chunk | None:
        """Give the noun phrase that word `i` is in."""
        if not 0 <= i < len(self.chunk_at) or self.chunk_at[i] < 0:
            return None
        return self.chunks[self.chunk_at[i]]

    def add(self, text: str, at: int) -> None:
        """Add a word that begins at offset `at` of the document."""
        self.starts.append(at)
        self.ends.append(at + len(text))
        self.texts.append(text)
        self.lows.append(text.lower().replace("’", "'"))


def divide(sentence: Sentence, lexicon: Lexicon) -> Words:
    """Divide a sentence into words; their classes are still to be found."""
    words = Words(sentence)
    for match in _TOKEN.finditer(sentence.text):
        text, at = match.group(), sentence.start + match.start()
        if text.isalnum() or len(text) == 1 or "." in text[:-1]:
            words.add(text, at)
        else:
            _add_parts(words, text, at, lexicon)
    longer = [t for t in words.texts if len(t) > 3 and t[0].isalpha()]
    words.title_case = len(longer) > 3 and sum(t[0].isupper() for t in longer) > 0.7 * len(longer)
    words.known = frozenset(words.lows)
    words.low_text = sentence.text.lower()
    return words


def _add_parts(words: Words, text: str, at: int, lexicon: Lexicon) -> None:
    stop = text.endswith(".") and text.lower() not in lexicon.classes.abbreviations
    if stop:
        text = text[:-1]
    ending = _ENDING.match(text)
    stem, tail = (ending.group(1), ending.group(2)) if ending else (text, "")
    front, dash, back = stem.rpartition("-")
    if dash and front and back.lower() in lexicon.classes.compounds:
        words.add(front, at)
        words.add("-", at + len(front))
        words.add(back, at + len(front) + 1)
    else:
        words.add(stem, at)
    if tail:
        words.add(tail, at + len(stem))
    if stop:
        words.add(".", at + len(text))
