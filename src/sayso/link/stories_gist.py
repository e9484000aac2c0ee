"""What a report is about, in a few hundred bytes: the part of it by which stories are told apart.

In:   a Document
Out:  a `Gist`: its weightiest words as numbers, the years that it names

Method: the weight of a word is the logarithm of how often it stands there, plus one when it
stands in the lead, times how rare it is in news at large (`stories_words`). The `N_TERMS`
weightiest are kept, each as a hash, a weight of one byte, and what it is: a name, a number,
in the lead. A gist depends on its own text alone.
Known faults: a text in which no word is rare has a poor gist. The report's own day is no part of
it, since the texts that this was tuned on have none.
"""

import functools
import hashlib
import math
import re
import struct

from sayso.base.nouns import Document, Noun
from sayso.link.stories_words import TOKEN, Words, words

# Both are part of what may be stored; raise VERSION when one of them, the table or the forms
# change. 64: on topics 1 to 35 of ECB+ B-cubed F1 is as good as with 100, 150 or all words.
N_TERMS = 64
VERSION = 1

N_LEAD = 60  # words; about three sentences of news, the headline among them
NAME, NUMBER, LEAD = 1, 2, 4
_STEPS = 5  # of a byte's 255 for a weight of 1; weights above 51 are cut
_MAX_YEARS = 15
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![.,]?\d)")


class Gist(Noun, kw_only=True, frozen=True):
    """What a report is about.

    Attributes:
        terms: hashes of base forms, 32 bits, ascending.
        weights: of each term, 1 to 255.
        kinds: of each term: NAME, NUMBER, LEAD, added.
        years: years that the text names, ascending; the first `_MAX_YEARS` of them.
    """

    terms: tuple[int, ...] = ()
    weights: tuple[int, ...] = ()
    kinds: tuple[int, ...] = ()
    years: tuple[int, ...] = ()

    def pack(self) -> bytes:
        """Write it as bytes: 6 a term, 2 a year, 3 besides."""
        n, n_years = len(self.terms), len(self.years)
        return struct.pack(
            f"<3B{n}I{n}B{n}B{n_years}H",
            *(VERSION, n, n_years),
            *(*self.terms, *self.weights, *self.kinds, *self.years),
        )

    @staticmethod
    def unpack(packed: bytes) -> "Gist | None":
        """Read what `pack` wrote; None when another version wrote it: read the text again."""
        if packed[:1] != bytes([VERSION]):
            return None
        n, n_years = packed[1:3]
        return Gist(
            terms=struct.unpack_from(f"<{n}I", packed, 3),
            weights=tuple(packed[3 + 4 * n : 3 + 5 * n]),
            kinds=tuple(packed[3 + 5 * n : 3 + 6 * n]),
            years=struct.unpack_from(f"<{n_years}H", packed, 3 + 6 * n),
        )


def read_gist(doc: Document) -> Gist:
    """Say what a document is about.

    >>> doc = Document(report_id="r", text="Shells hit Vorlund on 3 May, 2014, killing 12 people.")
    >>> gist = read_gist(doc)
    >>> len(gist.terms), gist.years
    (10, (2014,))
    """
    return gist_of(doc.text, words())


def gist_of(text: str, table: Words) -> Gist:
    """Say what a text is about, by a table of words (`recipes/stories` tries others)."""
    times: dict[str, int] = {}
    kinds: dict[str, int] = {}
    for i, match in enumerate(TOKEN.finditer(text)):
        word = match[0]
        base = table.base(word)
        kind = LEAD if i < N_LEAD else 0
        if word[0].isdigit():
            kind |= NUMBER
        elif table.is_name(word, base):
            kind |= NAME
        times[base] = times.get(base, 0) + 1
        kinds[base] = kinds.get(base, 0) | kind
    rows = []
    for base, n in times.items():
        tf = 1 + math.log(n) + (1 if kinds[base] & LEAD else 0)
        weight = min(round(_STEPS * tf * table.weight(base)), 255)
        if weight:
            rows.append((-weight, term(base), kinds[base]))
    kept = {t: (-weight, kind) for weight, t, kind in sorted(rows)[:N_TERMS][::-1]}
    terms = sorted(kept)
    return Gist(
        terms=tuple(terms),
        weights=tuple(kept[t][0] for t in terms),
        kinds=tuple(kept[t][1] for t in terms),
        years=tuple(sorted(set(map(int, _YEAR.findall(text))))[:_MAX_YEARS]),
    )


@functools.lru_cache(maxsize=1 << 16)
def term(base: str) -> int:
    """Hash a base form to 32 bits, the same on every machine."""
    raw = hashlib.blake2b(base.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(raw, "little")
