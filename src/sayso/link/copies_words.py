"""A document as words, and the fingerprints by which copies of it are found.

In:   a Document, and its sentences where they are known
Out:  `Wording`: its words with their offsets, which of them stand in quotation marks, the hash
      of every run of `K` words, its sentences; `fingerprints`: the few hashes that are stored

Method: words are folded (case, accents, possessives), numerals up to twenty and commas in
numbers written one way, so that house style makes no difference. Words in quotation marks are
left out of what is compared: two reporters who quote one speaker share his words and do not
copy each other. So are sentences in which an outlet speaks to its readers ("Sign up for ...").
The hash of a run of words is a polynomial over the words' own hashes (BLAKE2b) modulo 2^64, then
mixed (SplitMix64): the same on every machine and in every version of anything. Fingerprints are
by scaled MinHash (FracMinHash; Irber and others 2022): of all runs those whose hash is among the
smallest `1 / SCALE` of all numbers, `LEAST` at least and `MOST` at most. A MinHash of fixed length
sees how much of *all* that two texts have is common; this one finds a brief cut out of a long
report too, since a run that both have is drawn in both or in neither.
Known faults: English numerals only. A quotation that is never closed is taken to end with its
paragraph; one between straight single marks is found only when it has four words or more.
"""

import datetime as dt
import hashlib
import itertools
import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from sayso.base.nouns import Document

# These are part of what is stored: a change of any needs `VERSION` raised, and the table filled
# anew (docs/decisions/0100). How they were chosen: docs/copies.md.
K = 5
SCALE = 8
LEAST = 8
MOST = 500  # of a text of 4,000 words; of longer ones a smaller part
VERSION = 1
# Fingerprints that two texts share before they are compared word by word: so many, and such a part
# of those of the text that has fewer. A partial copy shares a fifth of its runs (`copies_compare`).
ENOUGH = 2
_ENOUGH_OF = 0.12

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMERALS = """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty"""
_DIGITS = {word: str(n) for n, word in enumerate(_NUMERALS.split(), start=2)}  # "one" is a pronoun
_QUOTES = (
    re.compile(r"[“„][^“”„]*(?:”|\Z)"),
    re.compile(r'"[^"]*(?:"|\Z)'),
    re.compile(r"(?<![^\W_])['‘](?=\w)[^‘\n]{12,400}?(?<=[\w.,!?…])['’](?![^\W_])"),
)
_POSTED = re.compile(r"[—–-] [^\n]{1,60}\(@\w+\)")  # below a post of a social network
_QUOTED_WORDS = 4  # fewer are a name or a doubted word, not speech
_DATELINE = re.compile(
    r"[^\W\d_a-zß-ÿ]{2}[^a-z—–\n]{0,40}(?:,? [^—–,.\n]{2,25}\.?){0,3}(?:\s?\([^()\n]{2,30}\))?"
    r"(?:\s?(?:—|–|--)\s?|\s-\s|:\s)"
)
_DATELINE_WITHIN = 4  # sentences: bylines stand above it
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")

Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Range = tuple[int, int]  # half open


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A document as words. All arrays but `runs` are one entry a word; `runs[i]` hashes the words
    `i .. i + K`, and there are `K - 1` fewer.

    Attributes:
        report: id of the report.
        outlet: its outlet, "" when unknown.
        published: its day, None when unknown.
        text: the document's text, to which the offsets belong.
        words: folded.
        starts, ends: offsets of each word in `text`, half open.
        quoted: the word stands in quotation marks, or in a sentence to the readers.
        runs: hash of each run of `K` words.
        open_runs: those without a word in quotation marks, sorted, each once.
        is_open: no word of the run is `quoted`.
        sentences: first word and the word after the last, of each sentence that has words.
        spans: offsets of these sentences.
        to_readers: those in which the outlet speaks to its readers.
        body: first sentence after the headline.
        dateline: first word of the dateline ("ILSK, Vel (AP) -") and the word after it; none is
            (0, 0).
    """

    report: str
    outlet: str
    published: dt.date | None
    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quoted: Flags
    runs: Hashes
    open_runs: Hashes
    is_open: Flags
    sentences: tuple[Range, ...]
    spans: tuple[Range, ...]
    to_readers: frozenset[int]
    body: int
    dateline: Range

    @property
    def n_open(self) -> int:
        """Number of words outside quotation marks."""
        return int(np.count_nonzero(~self.quoted))


def read_wording(doc: Document, sentences: Iterable[Range] | None = None) -> Wording:
    """Read a document as words.

    Args:
        doc: the document; `blocks` keep quotations and sentences apart.
        sentences: half-open offsets of its sentences in order; None to divide it by a rule of
            thumb, which is enough for telling what is added.
    """
    blocks = doc.blocks or _paragraphs(doc.text)
    found = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(doc.text)]
    words = tuple(_fold(word) for word, _, _ in found)
    starts = tuple(start for _, start, _ in found)
    if sentences is None:
        sentences = [(s.start, s.end) for s in doc.given] or _divide(doc.text, blocks)
    spans = tuple(
        span for span in sentences if bisect_left(starts, span[0]) < bisect_left(starts, span[1])
    )
    ranges = tuple((bisect_left(starts, lo), bisect_left(starts, hi)) for lo, hi in spans)
    quoted = _quoted(doc.text, blocks, starts)
    reader_words = words_of("to_readers")
    to_readers: set[int] = set()
    for t, (lo, hi) in enumerate(ranges):
        if not reader_words.isdisjoint(itertools.compress(words[lo:hi], ~quoted[lo:hi])):
            to_readers.add(t)
            quoted[lo:hi] = True
    runs = _hash_runs(words)
    is_open = np.zeros(len(runs), dtype=np.bool_)
    if len(runs):
        is_open |= ~sliding_window_view(quoted, K).any(axis=1)
        if not is_open.any():  # nothing but quotation: compare that
            quoted[:], is_open[:] = False, True
    title_end = len(doc.title) if doc.text.startswith(doc.title) else 0
    body = sum(hi <= title_end for _, hi in spans)
    return Wording(
        report=doc.report_id,
        outlet=doc.outlet,
        published=doc.published,
        text=doc.text,
        words=words,
        starts=starts,
        ends=tuple(end for _, _, end in found),
        quoted=quoted,
        runs=runs,
        open_runs=np.unique(runs[is_open]),
        is_open=is_open,
        sentences=ranges,
        spans=spans,
        to_readers=frozenset(to_readers),
        body=body,
        dateline=_dateline(doc.text, starts, spans[body : body + _DATELINE_WITHIN]),
    )


@cache
def words_of(key: str) -> frozenset[str]:
    """Words of the list `key` of copies.toml."""
    lists = tomllib.loads(files("sayso.link").joinpath("copies.toml").read_text("utf-8"))
    return frozenset(lists[key].split())


def fingerprints(wording: Wording) -> tuple[int, ...]:
    """Choose the hashes by which copies of a text are found, sorted, as signed 64-bit numbers.

    They are stored; equal texts give equal ones on every machine and in every version of
    Python and of the libraries. A text of fewer than `K` words has none.
    """
    n = int(np.searchsorted(wording.open_runs, np.uint64((1 << 64) // SCALE)))
    n = min(max(LEAST, n), MOST)
    return tuple(wording.open_runs[:n].astype(np.int64).tolist())


def is_candidate(shared: int, a: int, b: int) -> bool:
    """Whether two texts share fingerprints enough to be compared.

    Args:
        shared: how many they share.
        a, b: how many each has.
    """
    return shared >= max(ENOUGH, _ENOUGH_OF * min(a, b))


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word).replace("’", "'")
        word = "".join(c for c in word if not unicodedata.combining(c))
    word = word.casefold()
    if word[0].isdigit():
        return word.replace(",", "").replace(":", ".")
    return _DIGITS.get(word, word.replace(".", "").removesuffix("'s"))


@lru_cache(maxsize=1 << 16)
def _hash_word(word: str) -> int:
    raw = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "big")


def _hash_runs(words: Sequence[str]) -> Hashes:
    """Hash each run of K words; arithmetic modulo 2^64, the same on every machine."""
    n = len(words) - K + 1
    if n <= 0:
        return np.zeros(0, dtype=np.uint64)
    each = np.fromiter(map(_hash_word, words), dtype=np.uint64, count=len(words))
    runs = np.full(n, VERSION, dtype=np.uint64)
    for i in range(K):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + each[i : i + n]
    # SplitMix64's last step: neighbouring sums become unlike numbers.
    runs = (runs ^ (runs >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    runs = (runs ^ (runs >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return runs ^ (runs >> np.uint64(31))


def _quoted(text: str, blocks: Iterable[Range], starts: Sequence[int]) -> Flags:
    """Tell which words stand in quotation marks."""
    quoted = np.zeros(len(starts), dtype=np.bool_)
    for lo, hi in blocks:
        block = text[lo:hi]
        found = [match.span() for quote in _QUOTES for match in quote.finditer(block)]
        if "(@" in block:
            found += [(0, match.end()) for match in _POSTED.finditer(block)]
        for start, end in found:
            first, last = bisect_left(starts, lo + start), bisect_left(starts, lo + end)
            if last - first >= _QUOTED_WORDS:
                quoted[first:last] = True
    return quoted


def _dateline(text: str, starts: Sequence[int], opening: Sequence[Range]) -> Range:
    """Find the dateline among the sentences with which a report opens; (0, 0) for none."""
    for start, _ in opening:
        match = _DATELINE.match(text, start)
        if match:
            return bisect_left(starts, start), bisect_left(starts, match.end())
    return 0, 0


def _paragraphs(text: str) -> list[Range]:
    return [m.span() for m in re.finditer(r"\S[^\n]*", text)]


def _divide(text: str, blocks: Iterable[Range]) -> list[Range]:
    """Divide blocks into sentences at end marks before a capital."""
    spans = []
    for lo, hi in blocks:
        start = lo
        for match in _SENTENCE_END.finditer(text, lo, hi):
            spans.append((start, match.start()))
            start = match.end()
        spans.append((start, hi))
    return spans
