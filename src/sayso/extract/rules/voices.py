"""Who says it.

In:   `Words` with chunks, and the lexicon
Out:  `Attribution`s: a speaker and the words that the speaker is said to say

Method: a verb of saying covers what follows it, or what stands before it when a comma or a
quotation mark leads to it ("..., police said"). "according to" covers its sentence. Verbs that
also mean other things ("report", "claim") need "that", a comma or a quotation mark.
Known faults: a new clause after "but" stays under the speaker before it.
"""

from dataclasses import dataclass

from sayso.extract.rules.clause import object_of, subject
from sayso.extract.rules.frame import is_agent
from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.words import Chunk, Words

_HAVE = frozenset(("has", "have", "had", "'s"))
_SAID_NOUNS = frozenset(
    ("statement", "report", "reports", "media", "sources", "source", "accounts", "website",
     "newspaper", "television", "radio", "video", "letter", "study", "indictment")
)  # fmt: skip


@dataclass(slots=True)
class Attribution:
    """A speaker, the words that it covers (half open), and the verb's index."""

    speakers: list[Chunk]
    a: int
    b: int
    verb: int
    denies: bool = False


def find_attributions(words: Words, lexicon: Lexicon) -> list[Attribution]:
    """Find who is said to speak in a sentence, in text order."""
    found: list[Attribution] = []
    n = len(words.lows)
    for i, low in enumerate(words.lows):
        if low == "according" and i + 2 < n and words.lows[i + 1] == "to":
            chunks = object_of(words, i + 2)
            if chunks:
                found.append(Attribution(chunks, 0, n, i))
        elif _is_said(words, i, lexicon):
            attribution = _said(words, i, lexicon.bases[low], lexicon)
            if attribution:
                found.append(attribution)
    return found


def _is_said(words: Words, i: int, lexicon: Lexicon) -> bool:
    low = words.lows[i]
    if words.cls[i] != "V" or lexicon.bases.get(low) not in lexicon.classes.said:
        return False
    passive = words.letter(i - 1) == "A" and words.lows[i - 1] not in _HAVE
    return not passive and "g" not in lexicon.verbs[low]


def _said(words: Words, i: int, base: str, lexicon: Lexicon) -> Attribution | None:
    n, after = len(words.lows), words.letter(i + 1)
    if words.letter(i - 1) in ",q":
        chunks = object_of(words, i + 1)
        if _speaks(words, chunks, lexicon):
            return Attribution(chunks, 0, i, i)
    speakers = subject(words, i, lexicon)
    if not _speaks(words, speakers, lexicon):
        return None
    start = speakers[0].a
    closes = after in ".,t" or (after == "P" and _nothing_follows(words, i + 1))
    if start > 1 and words.cls[start - 1] in ",q" and closes:
        return Attribution(speakers, 0, start, i)
    denies = base == "deny"
    plain = base not in lexicon.classes.said_weak or after in "Sq"
    if not (plain or (denies and after in "VDNMK") or "that" in words.lows[i + 1 : i + 5]):
        return None
    return Attribution(speakers, i + 1, n, i, denies=denies)


def _nothing_follows(words: Words, i: int) -> bool:
    return not any(letter in "VK" for letter in words.cls[i:])


def _speaks(words: Words, chunks: list[Chunk], lexicon: Lexicon) -> bool:
    return bool(chunks) and all(
        is_agent(words, c, lexicon) or words.lows[c.head] in _SAID_NOUNS for c in chunks
    )


def covering(attributions: list[Attribution], at: int) -> list[Attribution]:
    """Give the attributions that cover word `at`, innermost (narrowest) first."""
    found = [t for t in attributions if t.a <= at < t.b and t.verb != at]
    return sorted(found, key=lambda t: t.b - t.a)
