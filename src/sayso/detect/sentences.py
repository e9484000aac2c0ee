"""Sentences of a document.

In:   a Document, and the quotation marks found in it
Out:  Sentences in text order; together they hold all of the text but white space

Method: sentencex finds the ends, block by block; quotation marks are hidden from it, so that
words of several sentences in one pair of marks are divided too. A thin layer then puts the
marks on the right side of each cut and mends, by reviewed words (`sentences.toml`), what the
library is known to get wrong. What is longer than the encoder reads is cut at a clause border.
Known faults: "World War I. Clinton ..." is not cut (an initial, it seems); a headline without
a full stop is told from the text after it only by its block.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

import sentencex  # type: ignore[import-untyped]

from sayso.base.nouns import Document, Sentence
from sayso.detect.marks import Pair
from sayso.detect.words import sentence_words, speech_words

# The encoder reads 160 word pieces. Of stretches of 100 words of the annotated reports 0.5 % have
# more, of 110 words 3.7 %, of 80 words 0.1 % (1.27 pieces a word; 2026-11).
MAX_WORDS = 100
# A text without spaces would pass as one word; the longest such stretch had 808 characters.
MAX_CHARS = 900
# The library takes quadratic time where marks or brackets do not close: 0.7 s for 250,000
# characters, 43 s for 2,000,000. So a longer block is read window by window.
_WINDOW = 16_000

_HIDDEN = str.maketrans(dict.fromkeys('“”„‟«»"‘‚`\n\r\t\u00a0\u202f\u2028\u2029\u0085\v\f', " "))
_CLOSING = frozenset("”»\"’')]")
_OPENING = "“„‟«\"‘‚'(["
_STATE_END = re.compile(r"\b(?:U\.[SKN]|E\.U)\.$")
_HOUR_END = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
_LAST_WORD = re.compile(r"([^\W\d_]+)\.$")
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_ITEM = re.compile(r"[(\[]?(?:\d{1,4}|[A-Za-z]|[ivxIVX]{1,5})[.)\]]+")
_DATELINE = re.compile(r"[A-Z][A-Z’'.\- ]{2,30}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?\.")
# Ends that the library does not see: "U.S. The", ".) The", ".[2] The", a bullet.
_MISSED = re.compile(
    r"(?:[A-Z]\.){2,}[”\"’]?(?P<acronym>\s+)(?=[“\"‘]?(?P<next>[A-Z][a-z]*)\b)"
    r"|[.!?][”\"’]?\)(?P<bracket>\s+)(?=[“\"‘(]?[A-Z])"
    r"|[.!?](?:\[\d+\])+(?P<note>\s+)(?=[“\"‘(]?[A-Z])"
    r"|(?P<bullet>\s)(?=[•▪●◦‣]\s)"
    r"|(?P<line>\n[ \t]?)(?=[-*–]\s)"
)
_SAID_AFTER = re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,3}([a-z]+)\b")
_BORDERS = re.compile(r"(?P<strong>[;:—–][”\"’]?\s+)|(?P<comma>,[”\"’]?\s+)|(?P<word>\s+)")


def find_sentences(doc: Document, pairs: tuple[Pair, ...]) -> tuple[Sentence, ...]:
    """Divide a document into sentences.

    Args:
        doc: the document; where it brings its own division (`given`), that is taken as it is.
        pairs: its quotation marks, from `marks.find_pairs`.

    Returns:
        Sentences in text order, trimmed, none across a block.
    """
    text = doc.text
    if doc.given:
        starts = [start for start, _ in doc.blocks]
        return tuple(
            Sentence(
                start=span.start,
                end=span.end,
                text=span.text,
                block=max(0, bisect_right(starts, span.start) - 1),
            )
            for span in doc.given
        )
    closers = {at for pair in pairs for at in range(pair.end - pair.width_close, pair.end)}
    hidden = text.translate(_HIDDEN)
    singles = [at for at in closers if hidden[at] in "’'"]
    if singles:
        chars = list(hidden)
        for at in singles:
            chars[at] = " "
        hidden = "".join(chars)
    found = []
    for index, start, end in blocks_of(doc):
        cuts = [start, *_cuts(text, hidden, start, end, closers), end]
        for left, right in pairwise(cuts):
            for a, b in _fitting(text, *_trim(text, left, right)):
                found.append(Sentence(start=a, end=b, text=text[a:b], block=index))
    return tuple(found)


def blocks_of(doc: Document) -> Iterator[tuple[int, int, int]]:
    """Yield (index, start, end) of the blocks; text outside any is taken with the one before."""
    text, at, index = doc.text, 0, 0
    spans = doc.blocks or tuple(
        (m.start(), m.end()) for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)
    )
    for index, (start, end) in enumerate(spans):
        if text[at:start].strip():
            yield max(0, index - 1), at, start
        yield index, start, end
        at = end
    if text[at:].strip():
        yield index, at, len(text)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


def _cuts(text: str, hidden: str, start: int, end: int, closers: set[int]) -> list[int]:
    """Starts of the second and later sentences of one block."""
    keep = set()
    for cut in _library_cuts(hidden, start, end):
        moved = _past_closing(text, cut, start, end, closers)
        if moved is not None:
            keep.add(moved)
    starters = sentence_words().starters
    for match in _MISSED.finditer(text, start, end):
        if match["acronym"] is None or match["next"] in starters:
            at = match.end()
            if start < at < end and text[start:at].strip():
                keep.add(at)
    cuts: list[int] = []
    last = start
    for cut in sorted(keep):
        if _is_end(text, last, cut, end, first=last == start):
            cuts.append(cut)
            last = cut
    return cuts


def _library_cuts(hidden: str, start: int, end: int) -> Iterator[int]:
    at = start
    while at < end:
        stop = min(at + _WINDOW, end)
        window = hidden[at:stop]
        bounds = [b["start_index"] for b in sentencex.get_sentence_boundaries("en", window)][1:]
        yield from (at + b for b in bounds)
        if stop == end:
            return
        # The last cut of a window may be an effect of its end: begin again there.
        at += bounds[-1] if bounds else max(window.rfind(" ") + 1, _WINDOW // 2)


def _past_closing(text: str, cut: int, start: int, end: int, closers: set[int]) -> int | None:
    """Move a cut behind the marks that close and before those that open; None: no cut."""
    at = cut
    while at > start and (text[at - 1].isspace() or text[at - 1] in _OPENING + "”»`"):
        at -= 1
    while at < end:
        closes = at in closers or (text[at] in _CLOSING and not text[at - 1].isspace())
        if not closes and not (text[at].isspace() and at + 1 in closers):
            break
        at += 1
    stop = at
    while at < end and text[at].isspace():
        at += 1
    if at >= end or stop in (at, start):
        return None
    return at


def _is_end(  # noqa: PLR0911  a list of tests
    text: str, last: int, cut: int, end: int, *, first: bool
) -> bool:
    """Judge a cut by the words on both sides."""
    words = sentence_words()
    left = text[max(last, cut - 60) : cut].rstrip()
    bare = left.rstrip("”»\"’')")
    ahead = text[cut : min(end, cut + 60)]
    core = ahead.lstrip(_OPENING + " ")
    if ahead[:1] in "—–―" and (left != bare or ahead[1:2] != " "):
        return False  # "“...” — Imre Vasko"
    if not core or (core[0].islower() and ahead[:1] == core[:1] and not bare.endswith("\n")):
        return _is_listed(ahead)
    whole = text[last:cut].strip()
    if len(whole) < 50 and _ITEM.fullmatch(whole):
        return False
    if first and len(whole) < 60 and _DATELINE.fullmatch(whole) and len(whole.split()) < 6:
        return False
    word = _LAST_WORD.search(bare)
    if word and word[1].lower() in words.never_last and bare == left:
        return False
    following = _NEXT_WORD.match(core)
    if _STATE_END.search(left) and following and following[0] not in words.starters:
        return False
    if _HOUR_END.search(bare) and following and following[0] in words.after_hour:
        return False
    asked = left != bare and bare[-1:] in "?!"
    if asked and ahead == core:
        verb = _SAID_AFTER.match(core)
        return verb is None or verb[1] not in speech_words().said
    return True


def _is_listed(ahead: str) -> bool:
    return ahead[:1] in "•▪●◦‣-*–"


def _fitting(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what the encoder could not read whole; nothing is lost."""
    if end <= start:
        return
    if end - start <= MAX_CHARS and text.count(" ", start, end) < MAX_WORDS:
        yield start, end
        return
    at, n_words, best = start, 0, (0, -1)  # best: rank and place of the border to cut at
    for match in _BORDERS.finditer(text, start, end):
        n_words += 1
        while match.start() - at > MAX_CHARS:
            cut = best[1] if best[1] > at else at + MAX_CHARS
            yield _trim(text, at, cut)
            at, n_words, best = cut, 1, (0, -1)
        rank = 3 if match["strong"] else 2 if match["comma"] else 1
        # A clause border counts from the middle of what fits; before it, pieces get too short.
        rank = rank if n_words > MAX_WORDS // 2 else 0
        if rank >= best[0]:
            best = (rank, match.end())
        if n_words >= MAX_WORDS:
            yield _trim(text, at, best[1])
            n_words = len(text[best[1] : match.end()].split())
            at, best = best[1], (0, match.end())
    while end - at > MAX_CHARS:
        cut = best[1] if best[1] > at else at + MAX_CHARS
        yield _trim(text, at, cut)
        at, best = cut, (0, -1)
    if text[at:end].strip():
        yield _trim(text, at, end)
