"""The reviewed word lists of this stage, read once and checked.

In:   the TOML files beside this module
Out:  one frozen struct for each file

Known faults: none of its own.
"""

import functools
import tomllib
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from sayso.base.errors import AssetError


class SentenceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`sentences.toml`."""

    never_last: frozenset[str]
    starters: frozenset[str]
    after_hour: frozenset[str]


class SpeechWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`speech.toml`."""

    said: frozenset[str]
    framing: frozenset[str]
    helpers: frozenset[str]
    adverbs: frozenset[str]
    breaks: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    time_words: frozenset[str]
    channels: frozenset[str]
    titles: frozenset[str]
    bodies: frozenset[str]
    days: frozenset[str]
    not_speakers: frozenset[str]
    finite: frozenset[str]


class NotCounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that make a number something else than a count."""

    units: frozenset[str]
    names: frozenset[str]
    months: frozenset[str]
    currencies: frozenset[str]
    one_after: frozenset[str]
    one_before: frozenset[str]


class NamedLists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Short lists of `counts.toml`."""

    nobody: tuple[str, ...]
    parts: frozenset[str]


Bound = Literal["over", "least", "under", "most", "nearly", "about", "exact"]


class CountWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`counts.toml`."""

    numbers: dict[str, int]
    scales: dict[str, int]
    letters: dict[str, int]
    vague: dict[str, int]
    bounds: dict[str, Bound]
    bounds_after: dict[str, Bound]
    words: NamedLists
    not_counts: NotCounts


T = TypeVar("T", SentenceWords, SpeechWords, CountWords)


@functools.cache
def sentence_words() -> SentenceWords:
    """Read the words around sentence ends."""
    return _read("sentences.toml", SentenceWords)


@functools.cache
def speech_words() -> SpeechWords:
    """Read the words of speech."""
    return _read("speech.toml", SpeechWords)


@functools.cache
def count_words() -> CountWords:
    """Read the words of quantity."""
    return _read("counts.toml", CountWords)


def _read(name: str, kind: type[T]) -> T:
    try:
        tree = tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
        return msgspec.convert(tree, kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, OSError) as err:
        raise AssetError(f"{name}: {err}") from err
