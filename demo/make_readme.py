"""Run the README's example and put what comes out between its marks.

In:   reports/wire-ambush.txt, README.md
Out:  README.md with the example made anew; with `--check` nothing is written, and the exit
      code says whether README.md shows what this version gives, but for a few lines:
      int8 arithmetic rounds differently on another kind of processor

What the README shows is thus always a real run's output, never a hope.
"""

import argparse
import difflib
import sys
from pathlib import Path

import sayso
from sayso.show.words import chain, mentions, qualifiers, type_words

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
REPORT = HERE / "reports" / "wire-ambush.txt"
DAY = "2023-05-23"
# As much as fits a first screen: a killing, a claim of responsibility, a denial, two counts.
N_PARAGRAPHS = 4
# Share of lines from the example on that must be the same: a claim or two may differ.
SAME = 0.95
START = "<!-- example: made by `make readme` -->"
END = "<!-- end of example -->"
COLUMNS = ("who", "what", "to whom", "where", "when", "how many", "says who", "status")


def main() -> int:
    """Write the example, or with `--check` compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    page = README.read_text("utf-8")
    head, _, rest = page.partition(START)
    _, _, tail = rest.partition(END)
    made = f"{head}{START}\n{example()}\n{END}{tail}"
    if args.check:
        lines = [part.partition(START)[2].splitlines() for part in (made, page)]
        is_fresh = difflib.SequenceMatcher(None, *lines, autojunk=False).ratio() >= SAME
        if not is_fresh:
            print("README.md does not show what this version gives: make readme", file=sys.stderr)
        return int(not is_fresh)
    README.write_text(made, "utf-8")
    return 0


def example() -> str:
    """The example as Markdown: words in, command, table out."""
    claims = sayso.code(REPORT, date=DAY)
    (doc,) = claims.documents
    # The headline is the first block.
    shown = doc.blocks[1 : 1 + N_PARAGRAPHS]
    quoted = "\n>\n".join(f"> {' '.join(doc.text[a:b].split())}" for a, b in shown)
    inside = [c for c in claims if shown[0][0] <= c.trigger.start < shown[-1][1]]
    table = "\n".join(_row(claim) for claim in inside)
    return f"""
In goes a report (invented, like all in `demo/`), here without a year in its dateline:

{quoted}

    $ sayso code {REPORT.relative_to(HERE.parent)} --date {DAY} --format table

Out come {len(claims)} claims; these are the ones of the lines above, as this version finds them:

| {" | ".join(COLUMNS)} |
|{"---|" * len(COLUMNS)}
{table}
"""


def _row(claim: sayso.Claim) -> str:
    cells = (
        mentions(claim.actor),
        f"**{type_words(claim)}**: {claim.trigger.text}",
        mentions(claim.recipient),
        mentions(claim.place),
        mentions(claim.time),
        mentions(claim.number),
        " < ".join(chain(claim)),
        ", ".join(qualifiers(claim)) or claim.status,
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


if __name__ == "__main__":
    raise SystemExit(main())
