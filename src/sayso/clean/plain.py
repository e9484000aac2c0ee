"""Plain text and Markdown to blocks.

In:   decoded text
Out:  a Draft: headline and paragraphs, each one block

Method: a blank line ends a block. Where lines are wrapped at a width (no line over 120
characters), a line end within a block is a space if the next word would not have fitted, or
if the next line goes on in small letters; else it ends the block, as it does in texts with
one paragraph a line. Markdown is read by markdown-it-py; front matter gives title and day.
Known faults: verse, tables and lists of names become one block a line.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterator

from sayso.clean.draft import Draft
from sayso.clean.fragment import blocks_of_html

# Text wrapped by programs ends at 65 to 100 characters; above 120 a line is a paragraph.
_MAX_WIDTH = 120
_MIN_WIDTH = 60
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_PROSE_END = re.compile(r"[.!?:][\"'”’)\]]*\s*\Z")
_FRONT_MATTER = re.compile(r"\A---\n(.{0,4000}?)\n(?:---|\.\.\.)\n", re.S)
_FIELD = re.compile(r"^(title|date|published|source|outlet|url)\s*:\s*(.+?)\s*$", re.I | re.M)
# markdown-it-py reads 450,000 characters in 0.2 s, but takes 2.5 s for 200,000 opening brackets,
# and four times as long for twice as many. Longer texts are read as plain text.
_MAX_MARKDOWN = 200_000


def read_plain(text: str) -> Draft:
    """Divide a plain text into blocks."""
    return Draft(blocks=tuple(text[start:end] for start, end in block_ranges(text)))


def read_markdown(text: str) -> Draft:
    """Divide a Markdown text into blocks, its marks taken out."""
    fields: dict[str, str] = {}
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    front = _FRONT_MATTER.match(text)
    if front:
        fields = {key.lower(): value.strip("\"'") for key, value in _FIELD.findall(front[1])}
        text = text[front.end() :]
    blocks = list(_markdown_blocks(text)) if len(text) <= _MAX_MARKDOWN else None
    day = _iso_day(fields.get("date") or fields.get("published") or "")
    return Draft(
        blocks=tuple(blocks) if blocks is not None else read_plain(text).blocks,
        title=fields.get("title", ""),
        outlet=fields.get("source") or fields.get("outlet") or "",
        url=fields.get("url", ""),
        published=day,
        published_from="metadata" if day else None,
    )


def block_ranges(text: str, *, fullness: float = 1.0) -> list[tuple[int, int]]:
    """Give (start, end) of each block of a text; blank lines lie between them.

    Args:
        text: with line ends as "\\n".
        fullness: how full a line must be, as a share of the width, to count as wrapped;
            below 1 for proportional type, where the number of characters varies.
    """
    lines = [match.span() for match in _LINE.finditer(text)]
    if not lines:
        return []
    lengths = sorted(end - start for start, end in lines)
    # The few longest lines of a PDF are tables; of a wrapped text all are within the width.
    longest = lengths[-1] if fullness == 1 else lengths[int(len(lengths) * 0.95)]
    is_wrapped = fullness < 1 or (longest <= _MAX_WIDTH and _breaks_sentences(text, lines))
    width = max(longest, _MIN_WIDTH) if is_wrapped else 0
    blocks = [lines[0]]
    for line in lines[1:]:
        last_start = text.rfind("\n", 0, blocks[-1][1]) + 1
        last = text[last_start : blocks[-1][1]]
        is_next_line = text.count("\n", blocks[-1][1], line[0]) == 1
        if is_next_line and _goes_on(last, text[line[0] : line[1]], width * fullness):
            blocks[-1] = (blocks[-1][0], line[1])
        else:
            blocks.append(line)
    return blocks


def _breaks_sentences(text: str, lines: list[tuple[int, int]]) -> bool:
    """Say whether most lines with another right below end within a sentence."""
    n_within = n_lines = 0
    for (start, end), (following, _) in itertools.pairwise(lines):
        if text.count("\n", end, following) == 1:
            n_lines += 1
            n_within += _PROSE_END.search(text[max(start, end - 12) : end]) is None
    return n_within * 2 > n_lines


def _goes_on(line: str, following: str, width: float) -> bool:
    """Say whether the break between two lines is one of layout only."""
    if re.match(r"\s*([-*•·]|\d{1,2}[.)])\s", following):
        return False
    if following[:1].isspace() and not line[:1].isspace():  # an indent opens a paragraph
        return False
    first_word = following.split(None, 1)[0]
    if width and len(line.rstrip()) + 1 + len(first_word) > width:
        return True
    return first_word[:1].islower() and not _PROSE_END.search(line)


def _markdown_blocks(text: str) -> Iterator[str]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - plain text need not pay

    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "inline":
            words = "".join(
                {"softbreak": " ", "hardbreak": " ", "image": "", "html_inline": ""}.get(
                    child.type, child.content
                )
                for child in token.children or ()
            )
            yield words
        elif token.type in ("code_block", "fence"):
            yield from read_plain(token.content).blocks
        elif token.type == "html_block":
            yield from blocks_of_html(token.content)


def _iso_day(printed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(printed[:10])
    except ValueError:
        return None
