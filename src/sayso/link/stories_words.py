"""Words as stories are told apart by them: their base form, their kind and their weight.

In:   words as printed; a table of how many texts have each word
Out:  base forms; which of them are names; weights (the rarer, the heavier)

Method: inflected English words become base forms by a list of irregular ones and by endings;
where an ending leaves open which form is the base ("fir" or "fire" of "fired"), the one that most
texts have is. The weight of a word is the logarithm of the share of texts that lack it. The
table is counted once (`recipes/stories/`) and ships: nothing is counted over the texts at
hand, so that a text weighs the same whatever stands beside it.
Known faults: a form that is two words ("saw", "found") becomes the commoner one. A name
at the head of a sentence that is also a common word ("Brown", "Bush") is taken for the word.
"""

import functools
import gzip
import math
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sayso.base.errors import AssetError

TABLE = Path(__file__).with_name("stories_words.tsv.gz")
FORMS = Path(__file__).with_name("stories_forms.toml")

TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"([bdfgklmnprtvz])\1$")
_WANTS_E = re.compile(r"(?:[aeiouy](?:c|v|z|[gs])|[^aeiou][lu]|[bcdfgklpstz]l|u|at|[aeiou]t?iz)$")


class Row(NamedTuple):
    """A word of the table: how many texts have it, and whether it is a name as a rule."""

    texts: int
    is_name: bool


class Words:
    """A table of words, and what follows from it. Read-only.

    Args:
        n_texts: texts that were counted.
        rows: base form to its counts; what it lacks is taken to stand in one text.
        irregular: inflected form to base form.
    """

    def __init__(self, n_texts: int, rows: Mapping[str, Row], irregular: Mapping[str, str]) -> None:
        self.n_texts = n_texts
        self.rows = rows
        self._irregular = irregular
        self.base = functools.lru_cache(maxsize=1 << 16)(self._base)

    def weight(self, base: str) -> float:
        """Weight of a base form: ln(texts / texts that have it), 0 at least."""
        row = self.rows.get(base)
        return math.log((self.n_texts + 1) / ((row.texts if row else 1) + 1))

    def is_name(self, word: str, base: str) -> bool:
        """Tell whether a word as printed is a name: it has a capital, as a rule, or is unknown."""
        if not word[0].isupper():
            return False
        row = self.rows.get(base)
        return row is None or row.is_name

    def _base(self, word: str) -> str:
        if word in ("US", "U.S."):
            return "us"  # and not "we"
        word = word.lower().replace("’", "'").removesuffix("'s").rstrip("'.")
        if "." in word and not word[0].isdigit():
            word = word.replace(".", "")
        if word in self._irregular:
            return self._irregular[word]
        if len(word) < 4 or not word.isalpha():
            return word.replace(",", "")
        if word.endswith("s"):
            return self._without_s(word)
        for ending in ("ing", "ed"):
            stem = word.removesuffix(ending)
            if stem != word and len(stem) > 1 and _VOWEL.search(stem) and word[-3:] != "eed":
                return self._best(stem)
        return word

    def _without_s(self, word: str) -> str:
        if word.endswith(("ss", "us", "is")):
            return word
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith(("sses", "shes", "ches", "xes", "zes")):
            return self._commonest(word[:-2], word[:-1])
        return self._base(word[:-1]) if word.endswith("ings") else word[:-1]

    def _best(self, stem: str) -> str:
        if stem.endswith("i"):  # carried
            return stem[:-1] + "y"
        if _DOUBLED.search(stem):
            return self._commonest(stem[:-1], stem)
        if _WANTS_E.search(stem):
            return self._commonest(stem + "e", stem)
        return self._commonest(stem, stem + "e")

    def _commonest(self, first: str, second: str) -> str:
        """The form that more texts have; the first where none or both equally have it."""
        a, b = (self.rows.get(form) for form in (first, second))
        return second if b and b.texts > (a.texts if a else 0) else first


@functools.cache
def irregular() -> dict[str, str]:
    """Read the irregular forms: inflected form to base form."""
    try:
        tree = tomllib.loads(FORMS.read_text("utf-8"))
        return {form: base for base, forms in tree["forms"].items() for form in forms.split()}
    except (OSError, tomllib.TOMLDecodeError, KeyError, AttributeError) as err:
        raise AssetError(f"{FORMS.name}: {err}") from err


@functools.cache
def words() -> Words:
    """Read the table that ships.

    Raises:
        AssetError: it is missing or damaged.
    """
    try:
        lines = gzip.decompress(TABLE.read_bytes()).decode("utf-8").splitlines()
        head, *rest = (line.split("\t") for line in lines)
        rows = {base: Row(int(texts), kind == "name") for base, texts, kind in rest}
        return Words(int(head[1]), rows, irregular())
    except (OSError, EOFError, ValueError, IndexError) as err:
        raise AssetError(f"{TABLE.name}: {err}") from err
