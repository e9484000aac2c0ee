"""What each reader of a format hands on: blocks of text, and what it found beside them.

In:   nothing
Out:  `Draft`, and the cap on the length of a text
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from sayso.clean.reasons import refuse

# A million characters is about 7,000 sentences: a minute of coding, and longer than the longest
# reports that people code whole (commissions of inquiry, 300 pages). Novels, dumps and logs are
# longer. Cleaning one this long takes 0.3 s.
MAX_CHARS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report's text in blocks, before it is made a Document.

    Attributes:
        blocks: headline and paragraphs in order, as received but for the encoding.
        title, outlet, url: as the content itself states them, else "".
        published: the publication day that the content states in a field of its own.
        published_from: where that stands; None when `published` is None.
        year, month: as far as a date is known that names no day; 0 when not.
    """

    blocks: tuple[str, ...]
    title: str = ""
    outlet: str = ""
    url: str = ""
    published: dt.date | None = None
    published_from: Literal["metadata", "given"] | None = None
    year: int = 0
    month: int = 0


def check_length(n_chars: int) -> None:
    """Refuse what is longer than one report can be.

    Raises:
        InputError: `too_long`.
    """
    if n_chars > MAX_CHARS:
        raise refuse("too_long", f"{n_chars:,} characters; a report has at most {MAX_CHARS:,}")
