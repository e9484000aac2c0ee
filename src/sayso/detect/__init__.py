"""Sentences, quotations and counts of a document.

In:   a Document
Out:  a Reading

Each part has a module: `marks` (quotation marks), `sentences`, `quotations` (with `frames` and
`speakers`), `counts`. The words that they go by are reviewed text in the TOML files.
"""

from sayso.base.nouns import Document, Reading
from sayso.detect.counts import find_counts
from sayso.detect.marks import find_pairs
from sayso.detect.quotations import find_quotations
from sayso.detect.sentences import blocks_of, find_sentences

__all__ = ["read"]


def read(doc: Document) -> Reading:
    """Find the sentences, quotations and counts of a document.

    Every white-space-free stretch of the text lies in one sentence; sentences are in text
    order and do not overlap; each count lies in a sentence.
    """
    pairs = find_pairs(doc.text, tuple((start, end) for _, start, end in blocks_of(doc)))
    sentences = find_sentences(doc, pairs)
    return Reading(
        sentences=sentences,
        quotations=find_quotations(doc.text, sentences, pairs),
        counts=find_counts(doc.text, sentences),
    )
