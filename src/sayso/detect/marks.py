"""Quotation marks: which opens, which closes, and which pair belongs together.

In:   a text and its blocks
Out:  `Pair`s in text order: where words in quotation marks begin and end

Method: one pass over the marks with a state of one open double and one open single mark,
so that the cost is linear. A curly mark says itself which side it is; a straight one is
judged by its neighbours. A mark that opens where one is open already continues the same
words when it stands at the start of a paragraph or after a full stop (printers repeat
the opening mark with each paragraph), and else takes the place of the older one, which
was a slip. A single mark that can be an apostrophe is one, unless it closes words that a
single mark opened in the same block.
Known faults: inch marks, and a plural possessive inside single quotation marks when
nothing that looks more like an end follows.
"""

import re
from typing import NamedTuple

_MARK = re.compile("``|''|[“”„‟«»\"‘’‚']")
_OPENS = frozenset(("“", "„", "‟", "«", "``"))
_CLOSES = frozenset("”»")
_SINGLE = frozenset("‘’‚'")
_SENTENCE_END = ".!?…:"
# Before an opening mark stand white space, an opening bracket, a dash or another mark.
_BEFORE_OPENING = frozenset("([{—–-/“‘\"'„«>")
_LEADS_IN = (",", ":", "—", "–")
_REPEATED = ("“", '"', "„", "‟", "«", "``")


class Pair(NamedTuple):
    """Words in quotation marks, marks included.

    start, end: half open, code points. width_open, width_close: characters of the marks;
    width_close is 0 where the closing mark is missing. depth: 0, or 1 inside another pair.
    block: index of the block in which it opens.
    """

    start: int
    end: int
    width_open: int
    width_close: int
    depth: int
    block: int


class _Open(NamedTuple):
    start: int
    width: int
    block: int
    at_block_start: bool
    straight: bool


def find_pairs(text: str, blocks: tuple[tuple[int, int], ...]) -> tuple[Pair, ...]:
    """Pair the quotation marks of a text.

    Args:
        text: the document's text.
        blocks: half-open spans of paragraphs, in order.

    Returns:
        Pairs by their start; a pair inside another has depth 1.

    >>> text = "“We won’t go,” he said."
    >>> [text[p.start : p.end] for p in find_pairs(text, ((0, len(text)),))]
    ['“We won’t go,”']
    """
    state = _State(text)
    for index, (start, end) in enumerate(blocks):
        state.read_block(index, start, end)
    state.give_up_double()
    pairs: list[Pair] = []
    outer_end = 0
    for pair in sorted(state.pairs):
        if pair.start >= outer_end:
            outer_end = pair.end
            pairs.append(pair)
        elif pair.end <= outer_end:
            pairs.append(pair._replace(depth=1))
    return tuple(pairs)


class _State:
    """What is open while the marks are read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pairs: list[Pair] = []
        self.double: _Open | None = None
        self.single: _Open | None = None
        self.maybe_end = -1  # an apostrophe after s that may close the open single mark
        self.block_end = 0  # end of the last block that was read

    def read_block(self, index: int, start: int, end: int) -> None:
        """Read the marks of one block."""
        text = self.text
        if self.double is not None and not text.startswith(_REPEATED, start):
            self.give_up_double()
        for match in _MARK.finditer(text, start, end):
            at, stop, mark = match.start(), match.end(), match[0]
            before = text[at - 1] if at > start else " "
            after = text[stop] if stop < end else " "
            if mark in _SINGLE:
                self._single(mark, at, before, after, index)
            elif self._opens(mark, before, after):
                self._open_double(mark, at, start, index)
            elif self.double is not None:
                self._close_double(at, stop)
        self._end_single()
        self.single = None
        self.block_end = end

    def _opens(self, mark: str, before: str, after: str) -> bool:
        if mark in _OPENS:
            return True
        if mark in _CLOSES:
            return False
        free = before.isspace() or before in _BEFORE_OPENING
        if self.double is None and before.isspace() and after.isspace():
            return True
        return free and not after.isspace()

    def _open_double(self, mark: str, at: int, block_start: int, index: int) -> None:
        if self.double is not None:
            lead = self.text[max(block_start, at - 3) : at].rstrip()
            if not lead or lead[-1] in _SENTENCE_END:
                return  # a further paragraph of the same words
        self.double = _Open(at, len(mark), index, at == block_start, mark == '"')

    def _close_double(self, at: int, stop: int) -> None:
        opened = self.double
        assert opened is not None
        self.pairs.append(Pair(opened.start, stop, opened.width, stop - at, 0, opened.block))
        self.double = None

    def give_up_double(self) -> None:
        """Take words that no mark closes up to the end of their block, or not at all."""
        opened = self.double
        self.double = None
        if opened is None:
            return
        lead = self.text[max(0, opened.start - 2) : opened.start].rstrip()
        if opened.at_block_start or lead[-1:] in _LEADS_IN:
            end = opened.start + len(self.text[opened.start : self.block_end].rstrip())
            if end > opened.start + opened.width:
                self.pairs.append(Pair(opened.start, end, opened.width, 0, 0, opened.block))

    def _single(self, mark: str, at: int, before: str, after: str, index: int) -> None:
        if before.isalnum() and after.isalnum():
            return  # an apostrophe
        if self.single is None or mark in "‘‚":
            self._end_single()
            free = before.isspace() or before in _BEFORE_OPENING
            if mark != "’" and free and after.isalpha():
                self.single = _Open(at, 1, index, False, mark == "'")
                self.maybe_end = -1
        elif not before.isspace():
            possessive = before == "s" and after.isspace()
            if not (possessive and self.single.straight):
                self.maybe_end = at + 1
            if not possessive:
                self._end_single()

    def _end_single(self) -> None:
        opened = self.single
        if opened is None or self.maybe_end < 0:
            return
        self.pairs.append(Pair(opened.start, self.maybe_end, 1, 1, 0, opened.block))
        self.single = None
        self.maybe_end = -1
