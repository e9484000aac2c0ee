"""The head of a mention of a happening, and whether two heads name one kind of act.

In:   the words of a mention ("was shot dead"); counts over annotated news
Out:  its head ("dead"); families of words; how often two heads, or one head twice, in one story
      named one happening

Method: helping verbs before the head fall away, what follows a preposition too; of what is left
the last word is the head, or, where that is a verb of little meaning ("take", "make"), the last
that has more. Two heads are of one family when a line of `stories_acts.toml` holds both, or when
they are equal without the endings that make nouns of verbs. The counts (`stories_acts.tsv.gz`) were
made by `recipes/stories/make_events.py`.
Known faults: no parser: "the man killed" and "killed the man" are one to it, and "went on trial"
has the head "go". Families hold for no context: "fire" is a blaze, a dismissal and a shot.
"""

import functools
import gzip
import math
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.base.errors import AssetError
from sayso.link.stories_words import Words

LISTS = Path(__file__).with_name("stories_acts.toml")
COUNTS = Path(__file__).with_name("stories_acts.tsv.gz")

_ENDINGS = (
    "ization", "isation", "ations", "ation", "ition", "ution", "sion", "tion", "ions", "ion",
    "ments", "ment", "ance", "ence", "er", "or", "al", "ure", "age", "ery", "y", "e", "t",
)  # fmt: skip
_LAST_VOWEL = re.compile("[ieu]$")
_DOUBLED = re.compile(r"(.)\1$")
# What is added to counts, so that heads that were not seen weigh nothing. Folds: a third of both
# gives .0014 less, three times as much the same.
_SEEN, _UNSEEN = 0.3, 3.0


class HeadWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`stories_acts.toml`."""

    helping: frozenset[str]
    little: frozenset[str]
    stops: frozenset[str]
    families: tuple[str, ...]


class Heads(NamedTuple):
    """What is known of heads.

    Attributes:
        families: head to the numbers of its families.
        counts: two heads in alphabetical order (or one twice) to how many pairs of such mentions
            in one story named one happening, and how many there were.
    """

    families: Mapping[str, frozenset[int]]
    counts: Mapping[tuple[str, str], tuple[int, int]]

    def are_family(self, a: str, b: str) -> bool:
        """Tell whether two unlike heads may name one act."""
        return stem(a) == stem(b) or not self.families.get(a, _NONE).isdisjoint(
            self.families.get(b, _NONE)
        )

    def known(self, a: str, b: str) -> float:
        """Log odds, against the usual, that two heads name one happening; 0 where not seen."""
        same, every = self.counts.get((a, b) if a <= b else (b, a), (0, 0))
        unseen = 2 * _SEEN if a == b else _UNSEEN
        return math.log((same + _SEEN) / (every - same + unseen) * unseen / _SEEN)


_NONE: frozenset[int] = frozenset()


def head(mention: Sequence[str], table: Words) -> str:
    """Find the head of a mention, in base form; "" when it has no word.

    >>> from sayso.link.stories_words import words
    >>> [head(m.split(), words()) for m in ("was being attacked", "checked into", "took hostage")]
    ['attack', 'check', 'hostage']
    """
    lists = head_words()
    printed = [word for word in mention if any(c.isalnum() for c in word)]
    bases = [table.base(word) for word in printed]
    left = [i for i, base in enumerate(bases) if base not in lists.helping] or range(len(bases))
    first: list[str] = []
    for i in left:
        if printed[i].lower() not in lists.stops:
            first.append(bases[i])
        elif first:
            break
    found = (first or bases or [""])[-1]
    if found in lists.little:
        heavy = [
            bases[i] for i in left
            if bases[i] not in lists.little and printed[i].lower() not in lists.stops
        ]  # fmt: skip
        found = (heavy or [found])[-1]
    return found


@functools.lru_cache(maxsize=1 << 14)
def stem(base: str) -> str:
    """A base form without the ending that makes a noun of a verb.

    >>> stem("disrupt") == stem("disruption"), stem("acquire") == stem("acquisition")
    (True, False)
    """
    for ending in _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= 4:
            base = base.removesuffix(ending)
            break
    return _DOUBLED.sub(r"\1", _LAST_VOWEL.sub("", base))


def families_of(lines: Collection[str]) -> dict[str, frozenset[int]]:
    """Make families of lines of words."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for word in line.split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@functools.cache
def head_words() -> HeadWords:
    """Read the lists that were made by hand."""
    try:
        return msgspec.convert(tomllib.loads(LISTS.read_text("utf-8")), HeadWords)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as err:
        raise AssetError(f"{LISTS.name}: {err}") from err


@functools.cache
def families() -> dict[str, frozenset[int]]:
    """The families that ship: head to the numbers of those that it is of."""
    return families_of(head_words().families)


@functools.cache
def heads() -> Heads:
    """Read what ships.

    Raises:
        AssetError: a file is missing or damaged.
    """
    try:
        lines = gzip.decompress(COUNTS.read_bytes()).decode("utf-8").splitlines()
        rows = (line.split("\t") for line in lines)
        counts = {(a, b): (int(same), int(every)) for a, b, same, every in rows}
    except (OSError, EOFError, ValueError) as err:
        raise AssetError(f"{COUNTS.name}: {err}") from err
    return Heads(families(), counts)
