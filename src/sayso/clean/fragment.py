"""Pieces of HTML that are the report itself: feed entries, HTML within Markdown.

In:   HTML of which every paragraph belongs to the report
Out:  its blocks

Method: parsed by lxml; a block element opens and ends a block; scripts, styles, figures and
forms are passed over. Nothing is run and nothing is fetched.
Known faults: layout by line breaks alone (`<br>`) gives one block a line.
"""

from collections.abc import Iterator
from typing import Any

_NOT_READ = frozenset(
    "script style noscript template iframe object embed svg math figure figcaption form button "  # noqa: SIM905
    "select textarea nav aside audio video canvas title".split()
)
# "hi" and "ref" are trafilatura's names for emphasis and links.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font hi i ins kbd label mark q "  # noqa: SIM905
    "ref s samp small span strike strong sub sup time tt u var wbr".split()
)


def blocks_of_html(html: str) -> list[str]:
    """Give the blocks of a fragment, in order.

    >>> blocks_of_html("<p>Troops <b>left</b>.</p><script>x()</script>The end")
    ['Troops left.', 'The end']
    """
    from lxml import etree, html as parser  # noqa: PLC0415, I001 - plain text need not pay

    if "<" not in html and "&" not in html:
        return [line for line in html.split("\n") if line.strip()]
    try:
        root = parser.fragment_fromstring(html.replace("\0", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return []
    return blocks_of(root)


def blocks_of(root: Any) -> list[str]:
    """Give the blocks of a parsed tree, in order."""
    blocks: list[str] = []
    held: list[str] = []
    for words in _walk(root):
        if words is not None:
            held.append(words)
        elif held:
            blocks.append(" ".join("".join(held).split()))
            held = []
    if held:
        blocks.append(" ".join("".join(held).split()))
    return [block for block in blocks if block]


def _walk(root: Any) -> Iterator[str | None]:
    """Words in document order; None where a block ends. A stack, not recursion: pages nest."""
    from lxml import etree  # noqa: PLC0415

    skipped: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and skipped is None:
            if tag in _NOT_READ:
                skipped = element
                continue
            if tag not in _INLINE:
                yield None
            if element.text:
                yield str(element.text)
            continue
        if event == "end" and element is skipped:
            skipped = None
        if event == "start" or skipped is not None:
            continue
        if event == "end" and tag not in _INLINE:
            yield None
        if element.tail and element is not root:
            yield str(element.tail)
