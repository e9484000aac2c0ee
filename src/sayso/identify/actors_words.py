"""Closed lists of words for the reading of actors, from `roster/words.toml`.

In:   the name of a list
Out:  its words, as a set

Method: the file is read once; what each list is for stands beside it.
Known faults: none known.
"""

import functools
import tomllib
from importlib.resources import files

from sayso.base.errors import AssetError


@functools.cache
def words(name: str) -> frozenset[str]:
    """The words of a list.

    Raises:
        AssetError: the file cannot be read, or has no list of that name with words in it.
    """
    found = _lists().get(name)
    if not isinstance(found, list) or not found or not all(isinstance(w, str) for w in found):
        raise AssetError(f'roster/words.toml: "{name}" is no list of words')
    if len(set(found)) != len(found):
        raise AssetError(f'roster/words.toml: a word of "{name}" stands twice')
    return frozenset(found)


@functools.cache
def _lists() -> dict[str, object]:
    try:
        text = (files("sayso.identify") / "roster" / "words.toml").read_text(encoding="utf-8")
        return tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise AssetError(f"roster/words.toml: cannot be read: {err}") from err
