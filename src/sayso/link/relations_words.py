"""The words by which relations begin, end and go on.

In:   `relations_words.toml`
Out:  compiled patterns, and looks at the words around a trigger

Method: a cue counts when it stands in the trigger or among the few words before it, so that
what is said of another clause is seldom taken. Hyphens count as gaps ("ex-leader").
Known faults: the clause is not parsed: "after the war ended, allied troops ..." has "ended" within
reach of "allied".
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from sayso.base.errors import AssetError
from sayso.base.nouns import Claim, Span

# Words before a trigger that are looked at: "ended its long and costly alliance" has four between.
# Chosen by hand on the examples of docs/relations.md.
REACH = 5

_FILE = "relations_words.toml"
_SECTIONS = ("cues", "events", "nobody")


@functools.cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """All lists, by name, each as one pattern of whole words.

    Raises:
        AssetError: the file is damaged.
    """
    try:
        tree = tomllib.loads((files("sayso.link") / _FILE).read_text(encoding="utf-8"))
        return {
            name: re.compile(rf"(?<![\w'])(?:{'|'.join(words)})(?![\w'])")
            for section in _SECTIONS
            for name, words in tree[section].items()
        }
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, re.error) as err:
        raise AssetError(f"link/{_FILE}: {err}") from err


@functools.lru_cache(maxsize=100_000)  # copies and news of one pair say the same again and again
def has(name: str, words: str) -> bool:
    """Whether a word of the list `name` stands in `words`."""
    return patterns()[name].search(words.lower()) is not None


def before(claim: Claim, reach: int = REACH) -> str:
    """The last words of the claim's sentence before its trigger, at most `reach`."""
    at = claim.trigger.start - claim.evidence.start
    words = re.findall(r"[^\s-]+", claim.evidence.text[: max(at, 0)].lower())
    return " ".join(words[-reach:])


def after(claim: Claim, reach: int = REACH) -> str:
    """The first words of the claim's sentence behind its trigger, at most `reach`."""
    at = claim.trigger.end - claim.evidence.start
    words = re.findall(r"[^\s-]+", claim.evidence.text[max(at, 0) :].lower())
    return " ".join(words[:reach])


def cue(name: str, claim: Claim) -> bool:
    """Whether a cue of the list `name` bears on the claim's trigger.

    A cue before the trigger counts only where no comma or full stop parts them.
    """
    near = re.split(r"[,;:.]", before(claim))[-1]
    return has(name, claim.trigger.text) or has(name, near)


def between(claim: Claim, a: Span, b: Span) -> str:
    """The words of the claim's sentence between two spans of it, in text order; lower case."""
    first, second = (a, b) if a.start <= b.start else (b, a)
    base = claim.evidence.start
    return claim.evidence.text[max(first.end - base, 0) : max(second.start - base, 0)].lower()
