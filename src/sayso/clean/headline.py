"""The headline: which block it is, and one copy of it where a page has several.

In:   the blocks of a report, and its title where the container or the page states one
Out:  the title, and the pieces of the blocks to keep, in order

Method: pages repeat a headline as a block of its own, or run two or three copies together
("TitleTitle"), sometimes with the first paragraph behind. The first copy stays; the others
go. Without a stated title, the first block is the headline when it looks like one: short,
no full stop, more text after it.
Known faults: a text that begins with a short line that is not its headline (a rubric, the
name of the paper) takes that line for it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sayso.clean.dateline import HEAD_BLOCKS, find_dateline, is_day_line

# Longer "titles" are first paragraphs: of 562 real titles the longest had 126 characters, half
# of them 28 and fewer.
MAX_TITLE = 250
# A piece that comes twice in a row at the head of a text is a headline from this length on;
# shorter ones may be words ("Bora Bora").
_MIN_REPEATED = 12
# Pages print a headline two or three times; what comes oftener is not a headline.
_MAX_COPIES = 4
_QUOTES = str.maketrans("‘’“”´`", "''\"\"''")
_BYLINE = re.compile(
    r"\s*(by|from)\s+[A-Z][\w.'’-]+(\s+(and|[A-Z][\w.'’-]+)){0,8}\s*(,.{0,40})?\Z", re.I
)
_ENDS_LIKE_PROSE = re.compile(r"[.,;:…]['\"”’)\]]*\s*\Z")


class Piece(NamedTuple):
    """A stretch of one block that stays."""

    block: int
    start: int
    end: int


def settle(
    title: str, blocks: Sequence[str], *, is_joined: bool = False
) -> tuple[str, list[Piece], bool]:
    """Find the headline among the blocks and keep one copy of it.

    Args:
        title: the title as stated elsewhere, "" when it is not.
        blocks: the report's blocks, furniture taken out ("" where one was).
        is_joined: whether headline and body may share a block with a space between, as
            when sentences were joined to one text.

    Returns:
        The title, "" when there is none; the pieces that stay; and whether the title is
        one of them.
    """
    title = title or _guess(blocks)
    if not title or len(title) > MAX_TITLE:
        whole = [Piece(i, *_trim(b, 0, len(b))) for i, b in enumerate(blocks) if b.strip()]
        return "", whole, False
    copy = re.compile(r"\s*(" + r"\s+".join(_word(w) for w in title.split()) + r")", re.I)
    pieces: list[Piece] = []
    has_title = False
    for i, block in enumerate(blocks):
        if not block.strip():
            continue
        first, start = _copies(copy, block, is_joined=is_joined and not pieces)
        if first is not None and not has_title and len(pieces) < HEAD_BLOCKS:
            has_title = True
            pieces.append(Piece(i, *first))
        if block[start:].strip():
            pieces.append(Piece(i, *_trim(block, start, len(block))))
    return title, pieces, has_title


def _copies(
    copy: re.Pattern[str], block: str, *, is_joined: bool
) -> tuple[tuple[int, int] | None, int]:
    """Where the first copy of the headline stands in a block, and where the rest begins.

    The block begins with copies only if they are all of it, or come twice, or run into a
    new word; else "Army takes Ala" would eat the beginning of "Army takes Ala, says radio".
    """
    found: list[tuple[int, int]] = []
    start = 0
    while match := copy.match(block, start):
        found.append(match.span(1))
        start = match.end()
        if len(found) > _MAX_COPIES:
            return None, 0
    if not found:
        return None, 0
    rest = block[start:]
    # With two copies and more, the last may be the beginning of the first sentence.
    if len(found) > 2 and rest[:1] in (",", ";", ":", "'", "’"):
        start = found[-2][1]
        rest = block[start:]
    is_glued = rest[:1].isupper() and block[start - 1].islower()
    is_next = is_joined and re.match(r"[.!?]?\s+[\W_]?[A-Z0-9]", rest) is not None
    is_line = rest.startswith("\n")
    if not rest.strip() or len(found) > 1 or is_glued or is_next or is_line:
        return found[0], start
    return None, 0


def _guess(blocks: Sequence[str]) -> str:
    """The headline as the text itself shows it, "" when its head looks like prose."""
    for i, block in enumerate(blocks[:4]):
        line = block.strip()
        if not line or is_day_line(line) or (_BYLINE.match(line) and len(line) < 80):
            continue
        repeated = _repeated_head(line)
        if repeated:
            return repeated
        is_headline = (
            len(line) <= MAX_TITLE
            and "\n" not in line
            and len(line.split()) > 1
            and not _ENDS_LIKE_PROSE.search(line)
            and find_dateline(line) is None
            and any(other.strip() for other in blocks[i + 1 :])
        )
        return " ".join(line.split()) if is_headline else ""
    return ""


def _repeated_head(line: str) -> str:
    """What a line begins with twice in a row, "" when nothing.

    >>> _repeated_head("Troops leave the townTroops leave the townThe troops left")
    'Troops leave the town'
    """
    head = " ".join(line[: 4 * MAX_TITLE].split())
    start = head.find(head[:_MIN_REPEATED], _MIN_REPEATED)
    while 0 < start <= MAX_TITLE:
        part = head[:start].rstrip()
        if head.startswith(part, start) and not _ENDS_LIKE_PROSE.search(part):
            return part if head.count(part) <= _MAX_COPIES else ""
        start = head.find(head[:_MIN_REPEATED], start + 1)
    return ""


def same_words(one: str, other: str) -> bool:
    """Compare two headlines but for case, spaces and the form of the quotation marks."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split())


def _word(word: str) -> str:
    """A pattern for a word of the headline, whichever form its quotation marks have."""
    pattern = re.escape(word.translate(_QUOTES))
    return pattern.replace("'", "['‘’´`]").replace('"', '["“”]')


def _trim(block: str, start: int, end: int) -> tuple[int, int]:
    piece = block[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
