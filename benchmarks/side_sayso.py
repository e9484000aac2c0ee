"""One side of the comparison: sayso codes a file of reports, from bytes to JSON lines.

    python benchmarks/side_sayso.py REPORTS.jsonl --jobs 1 [--extractor rules]

In:   a file of reports
Out:  one line of JSON: seconds to load, seconds to code, reports, claims

With one job the model is loaded before the clock of the coding starts, with several inside
it: each worker loads its own. `bench.py` takes the difference of two files of different
lengths, in which that falls out.
"""

import argparse
import json
import time
from importlib.metadata import version
from pathlib import Path

from sayso.capture import read_inputs
from sayso.config import Settings, with_choices
from sayso.engines import code_each
from sayso.pipeline import load_tools


def main() -> None:
    """Code the file and print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("reports", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="0: one a core")
    parser.add_argument("--extractor", default=None)
    args = parser.parse_args()
    settings = with_choices(Settings(), jobs=args.jobs, extractor=args.extractor or None)
    started = time.perf_counter()
    tools = load_tools(settings, threads=args.threads)
    loaded = time.perf_counter()
    lines = code_each(
        read_inputs([args.reports]), settings, tools=tools if args.jobs == 1 else None
    )
    n_reports = n_claims = 0
    for line in lines:
        n_reports += 1
        n_claims += len(json.loads(line)["claims"])
    ended = time.perf_counter()
    facts = {
        "load_s": loaded - started,
        "code_s": ended - loaded,
        "n_reports": n_reports,
        "n_claims": n_claims,
        "made_by": tools.extractor.made_by,
        "versions": {name: version(name) for name in ("sayso", "onnxruntime", "numpy")},
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
