"""Words that may not be shown: found in any text in any spelling that folding joins, and cut.

In:   names and phrases that are withheld; texts
Out:  `Words`: `cut(text)` puts `CUT` in their place, `found(text)` names those that are there

Method: text and words are compared without case, accents and the width of gaps; a gap also
matches a hyphen or underscore, so that "Hill Radio" is found in "hill-radio.example". A word
counts only as a whole word. Of a phrase ("the town of Ilsk") the parts in capitals are words of
their own, since a report repeats the name and not the phrase.
Known faults: a name written from another alphabet in another way ("Ilsk", "Eelsk"), and words
made from it ("Ilskian"), are not found. Whoever needs that drops the evidence, which is what
rules do unless they say `evidence = "cut"`.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Set
from typing import Any

CUT = "[withheld]"

# Capitalised words that name nobody by themselves: cutting them would only mar sentences.
_PLAIN_WORDS = (
    "a an the of and in on at to for from by with al el de di da du la le bin ibn abu van von "
    "mr mrs ms dr sir st north south east west northern southern eastern western central upper "
    "lower new old town city village district province region governorate county state "
    "general colonel major captain sergeant president minister prime chief commander spokesman "
    "spokeswoman spokesperson he she it they we i you his her their its our who which one both "
    "some many several another other officials residents witnesses"
)
# Of names with one of these no single word is anybody's name: "Ministry of Defence".
_BODY_WORDS = (
    "police army navy forces force guard government ministry office hospital radio television tv "
    "news press agency times post gazette united nations union front brigade battalion movement "
    "party council committee commission court parliament group organisation organization "
    "organisations association institute university bank company league congress alliance"
)
_BODIES = frozenset(_BODY_WORDS.split())
_EMPTY = frozenset(_PLAIN_WORDS.split()) | _BODIES
_JOINTS = re.compile(r"[’'-]")
_CAPITALISED = re.compile(r"[^\W\d_][\w’'-]*")

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
DATES = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b\.?(?:,?\s+\d{{4}})?"
    rf"|(?:{_MONTHS})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|tomorrow"
    r"|(?:this|last|next)\s+(?:morning|afternoon|evening|night|week|weekend|month))\b",
    re.IGNORECASE,
)
"""Days as reports print them, for sentences whose day is withheld: more is cut than is read."""


def parts_of(phrase: str, keep: Iterable[str] = (), *, voice: bool = False) -> Set[str]:
    """The words to withhold for a phrase: itself, and its names.

    Args:
        phrase: as a report or a gazetteer has it.
        keep: names that may be shown.
        voice: it names who speaks; of a body ("Ministry of Defence") only the whole name counts.

    >>> sorted(parts_of("the town of Old Kerr in Hallin", keep=["Hallin"]))
    ['Kerr', 'Old Kerr', 'the town of Old Kerr in Hallin']
    """
    return _parts(phrase, tuple(sorted({name for name in keep if name})), voice)


@functools.lru_cache(maxsize=65_536)
def _parts(phrase: str, keep: tuple[str, ...], voice: bool) -> frozenset[str]:
    phrase = " ".join(phrase.split())
    kept = {_folded(k)[0] for k in keep}
    kept_tokens = {token for k in kept for token in k.split()}
    if not phrase or _folded(phrase)[0] in kept:
        return frozenset()
    found: set[str] = set()
    run: list[str] = []
    tokens: list[str] = _CAPITALISED.findall(phrase)
    body = voice and not _BODIES.isdisjoint(_folded(token)[0] for token in tokens)
    for token in [*tokens, ""]:
        if _is_name(token):
            run.append(token)
            continue
        if run:
            found |= _names(run, kept, kept_tokens, body=body)
        run = []
    caseless = not any(token[:1].isupper() or token[:1].islower() for token in tokens)
    named = body and any(map(_is_name, tokens[1:]))
    if found or caseless or named:  # a script without capitals is withheld as it stands
        found.add(phrase)
    return frozenset(found)


def _is_name(token: str) -> bool:
    """Whether a word is written as a name: "Ilsk", "al-Hasaka", "d’Ivoire"."""
    return any(part[:1].isupper() for part in _JOINTS.split(token))


def _names(run: list[str], kept: set[str], kept_tokens: set[str], *, body: bool) -> set[str]:
    while run and _folded(run[0])[0] in {"the", "a", "an"}:
        run = run[1:]
    if not run:
        return set()
    folded = [_folded(token)[0] for token in run]
    if all(token in kept_tokens for token in folded):
        return set()
    if len(run) < 2 and (body or folded[0] in _EMPTY):
        return set()
    found = {
        token
        for token, plain in zip(run, folded, strict=True)
        if plain not in _EMPTY and plain not in kept_tokens and len(plain) > 1
    }
    joints = (part for token in found for part in _JOINTS.split(token)[1:])  # al-Hasaka: Hasaka
    found |= {part for part in joints if part[:1].isupper() and len(part) > 2}
    if body:
        found = set()
    whole = " ".join(run)
    return found | ({whole} if _folded(whole)[0] not in kept else set())


class Words:
    """A set of words to find and cut. Falsy when empty."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(w for w in (" ".join(word.split()) for word in words) if w)

    def __bool__(self) -> bool:
        return bool(self.words)

    def __or__(self, other: "Words") -> "Words":
        return Words(self.words | other.words)

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _compiled(self.words)

    def found(self, text: str) -> set[str]:
        """The words (folded) that stand in a text."""
        if not self.words or not text:
            return set()
        return {m.group().casefold() for m in self._pattern.finditer(_folded(text)[0])}

    def cut(self, text: str, *, dates: bool = False) -> str:
        """The text with `CUT` where the words stood; with `dates` also what reads like a day.

        >>> Words(["Ilsk"]).cut("ILSK (Hill Radio) - Rebels of Ílsk fled Ilskov.")
        '[withheld] (Hill Radio) - Rebels of [withheld] fled Ilskov.'
        """
        if not text:
            return text
        spans: list[tuple[int, int]] = []
        if self.words:
            folded, at = _folded(text)
            spans = [(at[m.start()], at[m.end() - 1] + 1) for m in self._pattern.finditer(folded)]
        if dates:
            spans += [m.span() for m in DATES.finditer(text)]
        out, end = [], 0
        for first, last in sorted(spans):
            if first < end:
                end = max(end, last)
                continue
            out += [text[end:first], CUT]
            end = last
        return "".join([*out, text[end:]]) if out else text


def squeezed(text: str) -> str:
    """A text as its folded letters and digits alone, to find names in addresses and ids."""
    return "".join(c for c in _folded(text)[0] if c.isalnum())


def same_name(given: str, text: str) -> bool:
    """Whether a name that a rule gives stands in a text, as whole words.

    >>> same_name("ilsk", "the town of Ilsk"), same_name("Ilsk", "Ilskov")
    (True, False)
    """
    return bool(_compiled(frozenset({given})).search(_folded(text)[0])) if given.strip() else False


@functools.lru_cache(maxsize=4096)
def _compiled(words: frozenset[str]) -> re.Pattern[str]:
    tree: dict[str, Any] = {}
    for word in words:
        tokens = [token for token in re.split(r"[\W_]+", _folded(word)[0]) if token]
        branch = tree
        for character in "\0".join(tokens):
            branch = branch.setdefault(character, {})
        if tokens:
            branch[""] = {}
    return re.compile(rf"(?<![^\W_])(?:{_as_pattern(tree)})(?![^\W_])" if tree else r"(?!)")


def _as_pattern(tree: dict[str, Any]) -> str:
    """A tree of characters as a pattern: thousands of words are tried as fast as a few."""
    branches = [
        ("[\\W_]+" if character == "\0" else re.escape(character)) + _as_pattern(tree[character])
        for character in sorted(tree, reverse=True)
        if character
    ]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined})?" if "" in tree else joined


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and where each character of it stood."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    out: list[str] = []
    at: list[int] = []
    for i, character in enumerate(text):
        for plain in unicodedata.normalize("NFKD", character.casefold()):
            if not unicodedata.combining(plain):
                out.append(plain)
                at.append(i)
    return "".join(out), at
