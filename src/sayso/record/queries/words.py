"""Words to search for, in the two dialects of full text; never a syntax error.

In:   what a person typed
Out:  a clause: which passages hold all of it

Method: the text is cut into words and "phrases in quotes"; a word that ends with * stands for
all that open with it. Everything else (operators, brackets, signs) is white space. SQLite gets
each part as a quoted string of FTS5, PostgreSQL as a parameter of `phraseto_tsquery`.
Known faults: SQLite finds "Abeche" in "Abéché", PostgreSQL ('simple') does not; a phrase with *
is a phrase without it in PostgreSQL.
"""

import re
import unicodedata
from typing import Any

import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.base.nouns import Noun
from sayso.record import schema

_PART = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")  # "_" parts words in both dialects

# A search of more parts is a text that was pasted; each costs a look-up.
_MOST_PARTS = 32


class Part(Noun, kw_only=True, frozen=True):
    """Words that stand beside each other; `opening`: the last is the opening of a word."""

    words: tuple[str, ...]
    opening: bool = False


def parts(text: str) -> tuple[Part, ...]:
    """Cut what was typed into the parts that a passage must all hold.

    Raises:
        ConfigError: there is no word in it, or too many.

    >>> [part.words for part in parts('"cease fire" OR(ambush*')]
    [('cease', 'fire'), ('OR', 'ambush')]
    """
    found: list[Part] = []
    for quoted, star, plain in _PART.findall(unicodedata.normalize("NFC", text)):
        words = tuple(_WORD.findall(quoted or plain))
        if words:
            opening = bool(star) or (bool(plain) and plain.rstrip(")],;").endswith("*"))
            part = Part(words=words, opening=opening)
            if part not in found:
                found.append(part)
    if not found:
        raise ConfigError(f"there is no word to search for in {text!r}")
    if len(found) > _MOST_PARTS:
        raise ConfigError(f"search for at most {_MOST_PARTS} words at once, not {len(found)}")
    return tuple(found)


def passages_with(text: str, dialect: str) -> sa.Select[Any]:
    """Numbers of the passages that hold all parts of `text`.

    Args:
        text: what was typed.
        dialect: "sqlite" or "postgresql".

    Raises:
        ConfigError: there is no word in it.
    """
    if dialect == "sqlite":
        fts = sa.table("passage_fts", sa.column("rowid"), sa.column("passage_fts"))
        query = " AND ".join(_fts5(part) for part in parts(text))
        return sa.select(fts.c.rowid.label("n")).where(fts.c.passage_fts.op("MATCH")(query))
    passage = schema.passage
    vector = sa.func.to_tsvector(sa.literal_column("'simple'"), passage.c.text)
    clauses = [vector.op("@@")(_tsquery(part)) for part in parts(text)]
    return sa.select(passage.c.n).where(*clauses)


def _fts5(part: Part) -> str:
    # `_WORD` leaves no quotation mark, so nothing in the string needs to be escaped.
    return f'"{" ".join(part.words)}"' + ("*" if part.opening else "")


def _tsquery(part: Part) -> sa.ColumnElement[Any]:
    simple: Any = sa.literal_column("'simple'")
    if part.opening and len(part.words) == 1:
        return sa.func.to_tsquery(simple, f"'{part.words[0]}':*")
    return sa.func.phraseto_tsquery(simple, " ".join(part.words))
