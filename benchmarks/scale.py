"""Many reports: `python benchmarks/scale.py [ROW ...]`, pace and memory, and what follows.

    python benchmarks/scale.py --list                 # rows, and which are measured
    python benchmarks/scale.py                        # those of 1,000 that are not yet
    python benchmarks/scale.py pool-2-10000 ray-2-10000 --again
    python benchmarks/scale.py --page                 # only write the page anew

In:   this machine, which should have nothing else to do; generated news (`news.py`)
Out:  benchmarks/scale.json, a row at a time, so a run that is stopped goes on; docs/scale.md
      between its marks

`scale_rows.py` has what a row is. A row of 10,000 takes an hour with one worker and the model.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

from bench import ROOT, say
from scale_page import write_page
from scale_rows import measure, row_of

HERE = Path(__file__).parent
FOUND = HERE / "scale.json"

SIZES = (1_000, 10_000)
ROWS = [
    f"{head}-{n}{option}"
    for n in SIZES
    for head, option in (
        ("local-1", ""), ("pool-1", ""), ("pool-2", ""), ("ray-1", ""), ("ray-2", ""),
        ("local-1", "+identify"), ("pool-2", "+identify"),
        ("spacy-1", ""), ("spacy-2", ""), ("serial-1", ""), ("add-1", ""),
    )
] + ["pool-2-10000+rules", "ray-2-10000+rules",  # how far the engines themselves go
     "local-1-100000+rules", "pool-2-100000+rules", "add-1-100000+rules"]  # fmt: skip


def main() -> int:
    """Measure what is asked for, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", help="rows; those of 1,000 without")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--again", action="store_true", help="measure rows that are there too")
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder in which news and records stay")
    parser.add_argument("--peer", default=".venv-bench/bin/python", help="a Python with spaCy")
    args = parser.parse_args()
    found = json.loads(FOUND.read_text()) if FOUND.exists() else {}
    if args.list:
        for name in dict.fromkeys([*ROWS, *found]):
            print(f"{'measured' if name in found else '        '}  {name}")
        return 0
    wanted = args.rows or [name for name in ROWS if row_of(name).n == SIZES[0]]
    rows = [] if args.page else [row_of(name) for name in wanted]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        folder = args.keep or Path(name)
        folder.mkdir(exist_ok=True, parents=True)
        for row in rows:
            if row.name in found and not args.again:
                continue
            say(f"{row.name}; load {os.getloadavg()[0]:.1f}")
            found[row.name] = measure(row, folder, str(ROOT / args.peer))
            say(f"  {json.dumps(found[row.name])[:400]}")
            unfinished = FOUND.with_name(FOUND.name + ".unfinished")
            unfinished.write_text(json.dumps(found, indent=1) + "\n")
            unfinished.replace(FOUND)
            write_page(found)
    write_page(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
