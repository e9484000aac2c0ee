"""Reports to measure speed on: invented, of 15 sentences, the same on every run.

In:   the sentences of demo/docs.jsonl
Out:  as many different reports as are asked for, as JSON lines

Method: each report is a headline and 14 sentences drawn without return from the
demonstration's 130, by a generator with a fixed seed; a number in the headline makes each
report another text. Words a report: 280 on average, like an agency's.
Known faults: the words are those of one war, so that caches of words fill sooner than they
would on a year of news. That helps both sides alike.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parent.parent / "demo" / "docs.jsonl"
N_SENTENCES = 15
_SEED = 20230507


def reports(n: int) -> Iterator[dict[str, str]]:
    """Yield n reports."""
    docs = [json.loads(line) for line in DOCS.read_text("utf-8").splitlines()]
    titles = [doc["title"] for doc in docs]
    pool = [s for doc in docs for s in doc["sentences"][1:] if s[-1] in ".”?"]
    draw = random.Random(_SEED)
    for number in range(n):
        title = f"{titles[number % len(titles)]} ({number + 1})"
        yield {
            "id": f"bench-{number + 1:05d}",
            "title": title,
            "date": f"2023-05-{number % 28 + 1:02d}",
            "source": "Continental Wire",
            "text": title + "\n\n" + " ".join(draw.sample(pool, N_SENTENCES - 1)),
        }


def write(path: Path, n: int) -> Path:
    """Write n reports to a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(report, ensure_ascii=False) + "\n" for report in reports(n))
    return path
