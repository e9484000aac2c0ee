"""`make bench`: how fast sayso is, beside spaCy's small English pipeline, and what it takes.

    python benchmarks/bench.py --peer .venv-bench/bin/python [--quick]

In:   this machine, which should have nothing else to do
Out:  docs/speed.md between its marks, and benchmarks/results.json; with --quick a short run
      that shows whether everything works, written to out/ and held to nothing

Measured: reports a second by both sides on the same files, in turns, in processes of their
own: one thread each, all cores, and two processes of one thread each; the time from the command
to the first claim; peak memory of each process; time and memory for 10, 100 and 1,000 reports.
Both sides read a long file and its first quarter: the difference is the cost of reports alone,
without start, loading and filling of caches. Of repeated runs the median counts. The exit code
is 1 when a bar is missed.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import texts
from page import page
from processes import Ran, run

HERE = Path(__file__).parent
ROOT = HERE.parent
SPEED = ROOT / "docs" / "speed.md"
START, END = "<!-- figures: made by `make bench` -->", "<!-- end of figures -->"

# By (processes, threads); 0 threads lets each side's libraries choose, as users get it.
NAMES = {(1, 1): "one thread", (1, 0): "one process, all cores", (2, 1): "two processes"}

# The bars of the first release: twice spaCy's time for the whole coding, a start that nobody
# minds, and a process that fits a laptop four times.
BARS = {"times_spacy": 2.0, "first_claim_s": 2.0, "peak_mb": 400.0}


def main() -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", required=True, help="a Python with spaCy and its pipeline")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--extractor", default="", choices=("", "model", "rules"))
    args = parser.parse_args()
    n, rounds, growth = (40, 1, (5, 10, 20)) if args.quick else (200, 3, (10, 100, 1000))
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        found = measure(Path(name), args.peer, args.extractor, n=n, rounds=rounds, growth=growth)
    found["machine"] = machine() | {"load_before": round(before, 2)}
    found["missed"] = missed(found)
    text = page(found)
    if args.quick:
        out = ROOT / "out"
        out.mkdir(exist_ok=True)
        (out / "bench-quick.json").write_text(json.dumps(found, indent=1) + "\n")
        print(text)
        print("A quick run: it shows that the benchmark works, not how fast sayso is.")
        return 0
    (HERE / "results.json").write_text(json.dumps(found, indent=1) + "\n")
    old = SPEED.read_text("utf-8")
    head, tail = old.partition(START)[0], old.partition(END)[2]
    SPEED.write_text(f"{head}{START}\n\n{text}\n{END}{tail}", "utf-8")
    print(text)
    return 1 if found["missed"] else 0


def measure(
    folder: Path, peer: str, extractor: str, *, n: int, rounds: int, growth: tuple[int, ...]
) -> dict:
    """Do all the measuring.

    Args:
        folder: where the reports go.
        peer: the Python of the other side.
        extractor: "" for the default.
        n: reports that both sides read, a round.
        rounds: how often each figure is taken.
        growth: numbers of reports for the growth of time and memory.
    """
    chosen = ["--extractor", extractor] if extractor else []
    one = texts.write(folder / "one.jsonl", 1)
    files = {size: texts.write(folder / f"both-{size}.jsonl", size) for size in (n // 4, n)}
    found: dict = {"n_reports": n, "rounds": rounds, "sides": []}
    for jobs, threads in ((1, 1), (1, 0), (2, 1)):
        ours = [sys.executable, str(HERE / "side_sayso.py"), *chosen]
        theirs = [peer, str(HERE / "side_spacy.py")]
        turns: dict[str, dict[int, list[Ran]]] = {
            name: {size: [] for size in files} for name in ("sayso", "spacy")
        }
        for turn in range(rounds):
            say(f"both sides: {NAMES[jobs, threads]}, round {turn + 1} of {rounds}")
            for size, file in files.items():
                more = [str(file), "--jobs", str(jobs)]
                own = ["--threads", str(threads)]
                turns["sayso"][size].append(run([*ours, *more, *own], threads=threads))
                turns["spacy"][size].append(run([*theirs, *more], threads=threads))
        name = NAMES[jobs, threads]
        found["sides"].append({"name": name} | {k: side(v, jobs) for k, v in turns.items()})
    command = [sys.executable, "-m", "sayso", "code", *chosen, "--quiet"]
    say("start-up to the first claim")
    starts = [run([*command, str(one)]).first_output_s for _ in range(max(3, rounds))]
    found["first_claim_s"] = statistics.median(starts)
    found["growth"] = []
    for number in growth:
        file = texts.write(folder / f"{number}.jsonl", number)
        say(f"growth: {number} reports")
        runs = [
            run([*command, str(file), "-o", str(folder / f"{number}-{i}.claims.jsonl")])
            for i in range(min(3, rounds) if number < 1000 else 1)
        ]
        median = statistics.median(ran.total_s for ran in runs)
        peak = max(ran.peaks_mb[0] for ran in runs)
        found["growth"].append({"n_reports": number, "total_s": median, "peak_mb": peak})
    return found


def side(runs: dict[int, list[Ran]], jobs: int) -> dict:
    """What one side needed: the cost of a report by difference, the largest memory."""
    told = {size: [json.loads(ran.output) for ran in some] for size, some in runs.items()}
    seconds = {size: [facts["code_s"] for facts in some] for size, some in told.items()}
    few, many = sorted(seconds)
    cost = statistics.median(seconds[many]) - statistics.median(seconds[few])
    # With several jobs the workers count; the parent, which only hands out, is smaller.
    peaks = [peak for some in runs.values() for ran in some for peak in ran.peaks_mb[:jobs]]
    return {
        "reports_a_second": (many - few) / cost,
        "seconds": seconds,
        "load_s": statistics.median(facts["load_s"] for facts in told[many]),
        "peak_mb": max(peaks),
        "told": told[many][-1],
    }


def missed(found: dict) -> list[str]:
    """Name each bar that was missed."""
    out = []
    for pair in found["sides"]:
        times = pair["spacy"]["reports_a_second"] / pair["sayso"]["reports_a_second"]
        if times > BARS["times_spacy"]:
            out.append(f"{times:.1f} times spaCy's time with {pair['name']}")
        if pair["sayso"]["peak_mb"] > BARS["peak_mb"]:
            out.append(f"{pair['sayso']['peak_mb']:.0f} MB a process with {pair['name']}")
    if found["first_claim_s"] > BARS["first_claim_s"]:
        out.append(f"{found['first_claim_s']:.1f} s to the first claim")
    worst = max(found["growth"], key=lambda row: row["peak_mb"])
    if worst["peak_mb"] > BARS["peak_mb"]:
        out.append(f"{worst['peak_mb']:.0f} MB for {worst['n_reports']} reports")
    return out


def machine() -> dict:
    """What this was measured on."""
    processor = platform.processor() or platform.machine()
    memory_gb = None
    cpuinfo, meminfo = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    if cpuinfo.exists():
        lines = [x for x in cpuinfo.read_text().splitlines() if x.startswith("model name")]
        processor = lines[0].partition(":")[2].strip() if lines else processor
    if meminfo.exists():
        memory_gb = round(int(meminfo.read_text().split()[1]) * 1024 / 1e9)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return {
        "processor": processor,
        "cores": os.cpu_count(),
        "memory_gb": memory_gb,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "commit": commit,
        "day": time.strftime("%Y-%m-%d"),
    }


def say(words: str) -> None:
    """Tell a person what goes on."""
    print(f"  {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
