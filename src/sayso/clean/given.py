"""JSON reports: text that came with its own offsets, which are kept.

In:   a Report of JSON
Out:  `Given`: the text, the sentences if it came divided, and what its date names

Method: whoever sends JSON has the text elsewhere and will look claims up in it, so every
offset stays: one character in, one character out. With "sentences" the text is the sentences
joined by one space.
Known faults: soft hyphens and zero-width characters stay, since offsets count them.
"""

import json
from typing import Any, NamedTuple

from sayso.base.nouns import Report
from sayso.clean.characters import tidy_in_place
from sayso.clean.reasons import refuse


class Given(NamedTuple):
    """The text of a JSON report; `ranges` are those of its sentences, empty for plain text."""

    text: str
    ranges: tuple[tuple[int, int], ...] = ()
    date: str = ""


def read_given(report: Report) -> Given:
    """Read the text of a JSON report.

    Raises:
        InputError: `no_text`, when the content has none (capture lets no such line through).
    """
    fields = _fields(report.content)
    date = fields.get("date")
    printed = date.strip() if isinstance(date, str) else ""
    if report.sentences:
        ranges: list[tuple[int, int]] = []
        sentences = [tidy_in_place(sentence).replace("\n", " ") for sentence in report.sentences]
        start = 0
        for sentence in sentences:
            if sentence.strip():
                indent = len(sentence) - len(sentence.lstrip())
                ranges.append((start + indent, start + len(sentence.rstrip())))
            start += len(sentence) + 1
        if not ranges:
            raise refuse("no_text", "every sentence is empty")
        return Given(" ".join(sentences), tuple(ranges), printed)
    text = fields.get("text")
    if not isinstance(text, str):
        raise refuse("no_text", "neither 'text' nor 'sentences'")
    return Given(tidy_in_place(text), (), printed)


def _fields(content: bytes) -> dict[str, Any]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    try:
        fields = json.loads(text, strict=False)
    except (ValueError, RecursionError) as err:
        raise refuse("damaged", f"not JSON: {err}") from err
    return fields if isinstance(fields, dict) else {}
