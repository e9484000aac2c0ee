"""Rows of the roster: reading, writing, and the forms of names that its recipes share.

In:   the CSV files of `src/sayso/identify/roster`
Out:  lists of dicts, and the files rewritten in order

Method: plain CSV; a name that says little without its country gets "~" before it.
Known faults: `GENERIC` was gathered by eye from the names of the lists.
"""

import csv
import re
import unicodedata
from pathlib import Path

Row = dict[str, str]

ROSTER = Path(__file__).parents[2] / "src" / "sayso" / "identify" / "roster"

# A name made of these alone is borne by groups of many countries.
GENERIC = frozenset(
    line.strip()
    for line in (Path(__file__).parent / "generic_words.txt").read_text("utf-8").splitlines()
    if line.strip()
)

_ARTICLES = frozenset(["al", "el", "ul", "ad", "as", "ar", "e", "i"])


def read(name: str) -> list[Row]:
    """Read a file of the roster."""
    with (ROSTER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: list[Row], *key: str) -> None:
    """Write a file of the roster, sorted by some of its columns."""
    with (ROSTER / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(sorted(rows, key=lambda row: tuple(row[k] for k in key)))


def by_hand(rows: list[Row]) -> list[Row]:
    """Rows that a person wrote or changed; no recipe touches them."""
    return [row for row in rows if "hand" in row["source"].split()]


def fold(text: str) -> str:
    """Bring a name to the form in which names are compared here."""
    text = unicodedata.normalize("NFKD", plain_quotes(text))
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return re.sub(r"\s+", " ", re.sub(r"[^\w' ]+", " ", text)).strip()


def plain_quotes(text: str) -> str:
    """Write every kind of apostrophe as "'"."""
    return re.sub("[’`´]", "'", text)


def slug(text: str) -> str:
    """Make a readable id of a name."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text).replace("'", "")).strip("-")[:60].strip("-")


def fresh(key: str, taken: set[str], *tails: str) -> str:
    """Keep ids apart: add the first tail that makes the id a new one, and note it as taken."""
    for tail in ("", *tails):
        candidate = f"{key}-{tail}" if tail else key
        if candidate and candidate not in taken:
            taken.add(candidate)
            return candidate
    raise ValueError(f"no free id for {key}")


def says_little(name: str) -> bool:
    """Whether a name needs its country: one word, or words of many groups' names."""
    parts = [p for p in fold(name).split() if p not in _ARTICLES]
    return len(parts) < 2 or all(p in GENERIC for p in parts)


def marked(names: list[str]) -> str:
    """Join names; those that say little get "~"."""
    return "|".join(f"~{n}" if says_little(n) and n[0] != "~" else n for n in names)


def unique(names: list[str], *but: str) -> list[str]:
    """Names in their order, each once, without those in `but`."""
    seen, kept = {fold(b) for b in but}, []
    for name in names:
        if fold(name) and fold(name) not in seen:
            seen.add(fold(name))
            kept.append(name)
    return kept


def names_of(rows: list[Row], *columns: str) -> set[str]:
    """All folded names in some columns of rows."""
    return {
        fold(name.lstrip("~"))
        for row in rows
        for column in columns
        for name in row[column].split("|")
        if name
    }
