"""Copies: which reports tell in the same words, and what one adds over the other.

In:   documents
Out:  `Copy` rows; families of copies, each with its original; whose words a passage is

Method: `read_wording` reads a document as words, `fingerprints` draws a few hashes from it; two
texts that share enough of them are compared word by word (`compare`). Each pair is judged by
itself: neither the order of the reports nor any other report changes a row.
Known faults: see the parts. English only.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from sayso.base.joined import Copy
from sayso.link.copies_compare import compare, share_of
from sayso.link.copies_families import families, first, is_added, origin
from sayso.link.copies_words import (
    ENOUGH,
    VERSION,
    Wording,
    fingerprints,
    is_candidate,
    read_wording,
)

__all__ = [
    "ENOUGH",
    "VERSION",
    "Wording",
    "candidates",
    "compare",
    "families",
    "find_copies",
    "fingerprints",
    "first",
    "is_added",
    "is_candidate",
    "origin",
    "read_wording",
    "share_of",
]


def candidates(wordings: Iterable[Wording]) -> Iterator[tuple[Wording, Wording]]:
    """Give the pairs that share fingerprints enough (`is_candidate`), each once."""
    holders: defaultdict[int, list[Wording]] = defaultdict(list)
    n: dict[Wording, int] = {}
    for wording in sorted(wordings, key=lambda w: w.report):
        prints = fingerprints(wording)
        n[wording] = len(prints)
        for fingerprint in prints:
            holders[fingerprint].append(wording)
    shared: Counter[tuple[Wording, Wording]] = Counter()
    for held in holders.values():
        shared.update(combinations(held, 2))
    return ((a, b) for (a, b), count in shared.items() if is_candidate(count, n[a], n[b]))


def find_copies(wordings: Iterable[Wording]) -> tuple[Copy, ...]:
    """Find all copies among some reports, sorted by `report` and `of`.

    The record does the same a report at a time (`record.copies`), and with the same result.
    """
    found = (compare(a, b) for a, b in candidates(wordings))
    return tuple(sorted(filter(None, found), key=lambda copy: (copy.report, copy.of)))
