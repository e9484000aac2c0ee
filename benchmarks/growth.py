"""What a growing record costs: `python benchmarks/growth.py --sizes 10000 100000`.

In:   numbers of claims; reports with known happenings (`growth_made.py`)
Out:  benchmarks/growth.json, and docs/growth.md between its marks; rows of sizes that were not
      run stay as they were

Measured for each size, each step in a process of its own, imports compiled beforehand: storing
and linking (`record.ingest`, `record.linking`) with the memory of the process; `sayso add` of one
more report, the whole command, five reports one after the other; filtered queries, the first in
a new process and the median of five; `sayso check` and `sayso release`; and whether the linked
incidents are the happenings that were put in (B-cubed), which must not fall as a record grows.
The exit code is 1 when a bar is missed.
"""

import argparse
import hashlib
import json
import math
import os
import resource
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import machine, say
from processes import run

HERE = Path(__file__).parent
ROOT = HERE.parent
FOUND = HERE / "growth.json"
PAGE = ROOT / "docs" / "growth.md"
START, END = "<!-- figures: made by benchmarks/growth.py -->", "<!-- end of figures -->"

BARS = {
    "link_s": (100_000, 180.0), "link_mb": (100_000, 2000.0), "add_s": (100_000, 2.0),
    "query_ms": (1_000_000, 300.0),
}  # fmt: skip
# Beyond these sizes the step is left out: it reads or writes the whole record, by design.
_CHECK_TO = 100_000
_RELEASE_TO = 100_000
_ONE_MORE = 5
_COMMON = "the"  # stands in one of seven sentences of the made reports; no word in more
_BATCH = 500  # reports stored in one act


def main() -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--keep", type=Path, help="a folder in which the records stay")
    parser.add_argument(
        "--only", nargs="+", default=[], help="some steps: make link truth look add check release"
    )
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--page", action="store_true", help="write the page anew, measure nothing")
    parser.add_argument(
        "--weeks", type=int,
        help="over so many weeks, not three years; kept in growth-long.json, not on the page",
    )  # fmt: skip
    args = parser.parse_args()
    if args.page:
        write_page(json.loads(FOUND.read_text()))
        return 0
    if args.step:
        print(json.dumps(_STEPS[args.step](args.record, args.sizes[0])))
        return 0
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    kept = FOUND
    if args.weeks:
        os.environ["GROWTH_WEEKS"] = str(args.weeks)  # for the steps, which are processes
        kept = FOUND.with_name("growth-long.json")
    found = json.loads(kept.read_text()) if kept.exists() else {}
    with tempfile.TemporaryDirectory() as name:
        folder = args.keep or Path(name)
        folder.mkdir(exist_ok=True, parents=True)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        for size in args.sizes:
            row = found.setdefault(f"{size} in {args.weeks} weeks" if args.weeks else str(size), {})
            measure(folder, size, row, args.only)
            kept.write_text(json.dumps(found, indent=1) + "\n")
            if not args.weeks:
                write_page(found)
    return 1 if not args.weeks and missed(found) else 0


def measure(folder: Path, size: int, row: dict[str, Any], only: list[str]) -> None:
    """Measure one size, and fill its row."""
    record = folder / f"{size}.sayso"
    row["machine"] = machine()
    todo = only or ["make", "link", "truth", "look", "add", "check", "release"]
    for step in todo:
        if (step == "check" and size > _CHECK_TO) or (step == "release" and size > _RELEASE_TO):
            continue
        load = os.getloadavg()[0]
        before = _children_s()
        say(f"{size:,} claims: {step}; load {load:.1f}")
        ours = [sys.executable, str(HERE / "growth.py"), "--sizes", str(size), "--record",
                str(record), "--step"]  # fmt: skip
        if step in _STEPS:
            if step == "make":
                record.unlink(missing_ok=True)
            ran = run([*ours, step])
            if step == "make":
                row["form"] = form()
            row[step] = json.loads(ran.output) | {"peak_mb": ran.peaks_mb[0]}
        elif step == "add":
            row[step] = add(folder, record, size)
        else:
            target = ["--out", str(folder / "releases")] if step == "release" else []
            name = [f"r{size}-{time.time_ns()}"] if step == "release" else []
            command = [sys.executable, "-m", "sayso", step, *name, "--record", str(record), *target]
            ran = run(command)
            row[step] = {"s": ran.total_s, "peak_mb": ran.peaks_mb[0]}
        row[step]["cpu_s"] = _children_s() - before
        row[step]["load"] = round((load + os.getloadavg()[0]) / 2, 1)
        say(f"  {json.dumps(row[step])[:600]}")


def _children_s() -> float:
    """Seconds of processor that finished children took, whoever else works."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def add(folder: Path, record: Path, size: int) -> dict[str, Any]:
    """The command `sayso add` with one more report; reports of a world that is not in it."""
    import growth_made  # noqa: PLC0415  loads the reports

    seconds, peaks, cpu = [], [], []
    for n, made in enumerate(growth_made.world(size * 10 + int(time.time()))):
        if n == _ONE_MORE + 1:
            break
        report = folder / f"{made.report.report_id}.txt"
        report.write_bytes(made.report.content)
        day = str(made.report.published)
        command = [sys.executable, "-m", "sayso", "add", str(report), "--date", day, "--quiet",
                   "--record", str(record)]  # fmt: skip
        before = _children_s()
        ran = run(command)
        report.unlink()
        if n:  # the first compiles what is imported
            seconds.append(ran.total_s)
            peaks.append(ran.peaks_mb[0])
            cpu.append(_children_s() - before)
    return {
        "s": statistics.median(seconds), "all_s": seconds, "one_cpu_s": statistics.median(cpu),
        "peak_mb": max(peaks),
    }  # fmt: skip


# --- steps, each in a process of its own ------------------------------------------------------


def make(path: Path, size: int) -> dict[str, Any]:
    """Make reports and store them."""
    import growth_made  # noqa: PLC0415
    from sayso.record.ingest import add_many  # noqa: PLC0415
    from sayso.record.open import open_record  # noqa: PLC0415

    n_claims = n_reports = 0
    made_s = stored_s = 0.0
    with open_record(path, create=True) as record, path.with_suffix(".truth").open("w") as truth:
        number, batch = 0, []
        while n_claims < size or batch:
            started = time.perf_counter()
            while n_claims < size and len(batch) < _BATCH:
                for made in growth_made.world(number):
                    batch.append((made.report, made.coded))
                    n_claims += len(made.coded.claims)
                    truth.writelines(f"{c}\t{h}\n" for c, h in made.labels.items())
                number += 1
            made_s += time.perf_counter() - started
            started = time.perf_counter()
            with record.write("add", model="sayso growth", settings="growth") as act:
                add_many(act, batch)
            stored_s += time.perf_counter() - started
            n_reports += len(batch)
            batch = []
    return {"claims": n_claims, "reports": n_reports, "made_s": made_s, "s": stored_s,
            "mb": path.stat().st_size / 1e6}  # fmt: skip


def link(path: Path, _: int) -> dict[str, Any]:
    """Link all of it; by step; and how well it came out."""
    from sayso.record.linking import link_all  # noqa: PLC0415
    from sayso.record.open import open_record  # noqa: PLC0415

    marks: list[tuple[str, float]] = []
    with open_record(path) as record:
        linked = link_all(record, on_progress=lambda s: marks.append((s, time.perf_counter())))
    marks.append(("", time.perf_counter()))
    steps: dict[str, float] = {}
    for (step, since), (_, until) in pairwise(marks):
        steps[step] = steps.get(step, 0) + until - since
    return {"s": sum(steps.values()), "steps": steps, "counts": linked.steps,
            "mb": path.stat().st_size / 1e6}  # fmt: skip


def truth(path: Path, _: int) -> dict[str, Any]:
    """Compare incidents with happenings."""
    import sqlalchemy as sa  # noqa: PLC0415

    from coref import b_cubed  # noqa: PLC0415
    from sayso.record.open import open_record  # noqa: PLC0415
    from sayso.record.schema import incident_claim as table  # noqa: PLC0415

    lines = path.with_suffix(".truth").read_text("utf-8").splitlines()
    key = dict(line.split("\t", 1) for line in lines)
    told: dict[str, str] = {}
    with open_record(path, readonly=True) as record, record.read() as view:
        query = sa.select(table.c.claim, table.c.incident).where(view.open(table))
        for claim, incident in view.conn.execute(query):
            if claim in key:
                told[claim] = incident
    for claim in key:
        told.setdefault(claim, claim)
    worlds: dict[str, set[str]] = {}
    for claim, incident in told.items():
        worlds.setdefault(incident, set()).add(key[claim].partition(":")[0])
    p, r, f1 = b_cubed(key, told)
    mixed = sum(len(of) > 1 for of in worlds.values())
    return {"precision": p, "recall": r, "f1": f1, "claims": len(key), "mixed_incidents": mixed}


def look(path: Path, _: int) -> dict[str, Any]:
    """Filtered queries, as the commands ask them: a page and its count; milliseconds.

    Values are those that most claims have, so that they are the hardest.
    """
    import datetime as dt  # noqa: PLC0415

    import sqlalchemy as sa  # noqa: PLC0415

    from sayso.record import queries as q  # noqa: PLC0415
    from sayso.record.open import open_record  # noqa: PLC0415
    from sayso.record.schema import claim  # noqa: PLC0415

    one, two = dt.date(2023, 1, 1), dt.date(2023, 3, 31)
    with open_record(path, readonly=True) as record, record.read() as view:

        def most(column: Any) -> str:
            """The value that most claims have: the hardest one to ask for."""
            n = sa.func.count()
            query = sa.select(column).where(view.open(claim), column != "").group_by(column)
            return str(view.conn.execute(query.order_by(n.desc(), column).limit(1)).scalar())

        province, outlet = most(claim.c.admin1), most(claim.c.outlet)
    asked = {
        "incidents of a quarter in a country": (
            q.INCIDENTS, q.Filter(country=("NGA",), from_day=one, to_day=two)),
        "assaults of a quarter": (
            q.INCIDENTS, q.Filter(type=("ASSAULT",), from_day=one, to_day=two)),
        "incidents in a box": (q.INCIDENTS, q.Filter(box=(7.0, 9.0, 14.0, 13.0))),
        "disputed incidents": (q.INCIDENTS, q.Filter(disputed=True)),
        "incidents of three voices": (q.INCIDENTS, q.Filter(tellers=3)),
        "incidents of an actor": (q.INCIDENTS, q.Filter(actor=("any.military",))),
        "claims of an actor in a country": (
            q.CLAIMS, q.Filter(actor=("any.military",), country=("SYR",))),
        "claims of a type in a province": (
            q.CLAIMS, q.Filter(type=("ASSAULT",), admin1=(province,))),
        "claims with words": (q.CLAIMS, q.Filter(text="roadblock")),
        "claims with a common word": (q.CLAIMS, q.Filter(text=_COMMON)),
        "incidents with a common word": (q.INCIDENTS, q.Filter(text=_COMMON)),
        "incidents with a common word in a country": (
            q.INCIDENTS, q.Filter(text=_COMMON, country=("NGA",))),
        "claims of two voices": (q.CLAIMS, q.Filter(tellers=2)),
        "disputed claims in a country": (q.CLAIMS, q.Filter(disputed=True, country=("NGA",))),
        "claims of a kind without a day": (q.CLAIMS, q.Filter(kind="event", undecided=("day",))),
        "claims of an outlet": (q.CLAIMS, q.Filter(source=(outlet,))),
        "relations of a type": (q.RELATIONS, q.Filter(type=("allegiance",))),
        "reports of a quarter": (q.REPORTS, q.Filter(from_day=one, to_day=two)),
        "reports of a type": (q.REPORTS, q.Filter(type=("ASSAULT",))),
        "reports of a country": (q.REPORTS, q.Filter(country=("NGA",))),
        "actors of a country": (q.ACTORS, q.Filter(country=("NGA",))),
        "sources of a country": (q.SOURCES, q.Filter(country=("NGA",))),
    }  # fmt: skip
    times: dict[str, dict[str, float]] = {}
    with open_record(path, readonly=True) as record:
        for name, (thing, filter_) in asked.items():
            seconds, cpu = [], []
            for _ in range(6):
                started, used = time.perf_counter(), time.process_time()
                with record.read() as view:
                    total = thing.page(view, filter_, limit=50, least=True).total
                seconds.append((time.perf_counter() - started) * 1000)
                cpu.append((time.process_time() - used) * 1000)
            times[name] = {
                "first_ms": seconds[0], "ms": statistics.median(seconds[1:]),
                "cpu_ms": statistics.median(cpu[1:]), "matches": total.match,
                "at_least": "match" in total.least,
            }  # fmt: skip
            say(f"  {name}: {json.dumps(times[name])}")
    return {"queries": times, "ms": max(t["ms"] for t in times.values())}


_STEPS = {"make": make, "link": link, "truth": truth, "look": look}


# --- the page ---------------------------------------------------------------------------------


def missed(found: dict[str, Any]) -> list[str]:
    """Name each bar that was missed."""
    out = []
    for name, (size, bar) in BARS.items():
        step, _, unit = name.partition("_")
        row = found.get(str(size), {}).get({"query": "look"}.get(step, step))
        if row:
            value = row[{"mb": "peak_mb"}.get(unit, unit)]
            if value > bar:
                words = {"link_s": "s of linking", "link_mb": "MB while linking",
                         "add_s": "s to add one report", "query_ms": "ms for a query"}  # fmt: skip
                out.append(f"{value:,.1f} {words[name]} at {size:,} claims (load {row['load']})")
    return out


def form() -> str:
    """Which form of the made reports this is; figures of two forms are not compared."""
    return hashlib.sha256((HERE / "growth_made.py").read_bytes()).hexdigest()[:12]


def exponent(found: dict[str, Any], step: str) -> float | None:
    """How the processor's time grows with size, from smallest row to largest: 1 is linear."""
    field = "one_cpu_s" if step == "add" else "cpu_s"
    rows = sorted(
        (row["make"]["claims"], row[step][field])
        for row in found.values()
        if field in row.get(step, {}) and row.get("form") == form()
    )
    if len(rows) < 2:
        return None
    (n, s), (m, t) = rows[0], rows[-1]
    return math.log(t / s) / math.log(m / n)


def write_page(found: dict[str, Any]) -> None:
    """Write the figures into the page."""
    text = page(found)
    old = PAGE.read_text("utf-8")
    head, tail = old.partition(START)[0], old.partition(END)[2]
    PAGE.write_text(f"{head}{START}\n\n{text}\n{END}{tail}", "utf-8")


def page(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    rows = [found[size] for size in sorted(found, key=int)]
    parts = [_cost(rows), _steps(rows)]
    grows = [f"{name} n^{power:.2f}" for name, step in
             (("storing", "make"), ("linking", "link"), ("adding one", "add"))
             if (power := exponent(found, step)) is not None]  # fmt: skip
    if grows:
        parts.append(
            "**Processor time grows as:** " + ", ".join(grows) + " (n claims; 1 is linear)."
        )
    parts += [_queries(rows), _machines(rows)]
    if bars := missed(found):
        parts.append("**Missed:** " + "; ".join(bars) + ".")
    return "\n\n".join(part for part in parts if part) + "\n"


def _cell(row: dict[str, Any], step: str, field: str, form: str) -> str:
    return form.format(row[step][field]) if field in row.get(step, {}) else ""


def _with_cpu(row: dict[str, Any], step: str, field: str, cpu: str, form: str) -> str:
    """Seconds by the clock, and in brackets of the processor."""
    return " ".join(
        [_cell(row, step, field, form), _cell(row, step, cpu, "(" + form + ")")]
    ).strip()


def _cost(rows: list[dict[str, Any]]) -> str:
    head = ("claims", "reports", "file, MB", "storing, s", "linking, s", "peak, MB",
            "add one, s", "slowest query, ms", "check, s", "release, s", "B-cubed F1")  # fmt: skip
    lines = [_line(head), _line(["---"] * len(head))]
    for row in rows:
        lines.append(_line((
            _cell(row, "make", "claims", "{:,}"), _cell(row, "make", "reports", "{:,}"),
            _cell(row, "link", "mb", "{:,.0f}") or _cell(row, "make", "mb", "{:,.0f}"),
            _with_cpu(row, "make", "s", "cpu_s", "{:.0f}"),
            _with_cpu(row, "link", "s", "cpu_s", "{:.0f}"),
            _cell(row, "link", "peak_mb", "{:,.0f}"),
            _with_cpu(row, "add", "s", "one_cpu_s", "{:.2f}"),
            _cell(row, "look", "ms", "{:.0f}"), _cell(row, "check", "s", "{:.0f}"),
            _cell(row, "release", "s", "{:.0f}"), _cell(row, "truth", "f1", "{:.3f}"),
        )))  # fmt: skip
    return "\n".join(lines)


def _steps(rows: list[dict[str, Any]]) -> str:
    head = ("claims", "copies, s", "incidents, s", "relations, s", "incidents of two worlds",
            "B-cubed P", "B-cubed R")  # fmt: skip
    lines = [_line(head), _line(["---"] * len(head))]
    for row in rows:
        steps = row.get("link", {}).get("steps", {})
        times = [
            f"{steps[s]:.0f}" if s in steps else "" for s in ("copies", "incidents", "relations")
        ]
        more = [_cell(row, "truth", "mixed_incidents", "{:,}")]
        more += [_cell(row, "truth", name, "{:.3f}") for name in ("precision", "recall")]
        lines.append(_line([_cell(row, "make", "claims", "{:,}"), *times, *more]))
    return "\n".join(lines)


def _queries(rows: list[dict[str, Any]]) -> str:
    looked = [row for row in rows if "look" in row]
    if not looked:
        return ""
    sizes = [_cell(row, "make", "claims", "{:,}") for row in looked]
    lines = [_line(("page of 50 and count, ms (first run)", *sizes)),
             _line(["---"] * (len(looked) + 1))]  # fmt: skip
    for name in looked[-1]["look"]["queries"]:
        cells = []
        for row in looked:
            at = row["look"]["queries"].get(name)
            cells.append(_looked(at) if at else "")
        lines.append(_line((f"{name}; matches", *cells)))
    return "\n".join(lines)


def _looked(at: dict[str, Any]) -> str:
    least = "at least " if at.get("at_least") else ""
    return f"{at['ms']:.0f} ({at['first_ms']:.0f}), {least}{at['matches']:,}"


def _machines(rows: list[dict[str, Any]]) -> str:
    lines = []
    for row in rows:
        earlier = "" if row.get("form") == form() else " An earlier form of the made reports."
        where = row["machine"]
        loads = ", ".join(
            f"{step} {row[step]['load']}" for step in row if step not in ("machine", "form")
        )
        lines.append(
            f"{_cell(row, 'make', 'claims', '{:,}')} claims: measured on {where['day']}, commit "
            f"{where['commit']}, {where['processor']}, {where['cores']} cores, "
            f"{where['memory_gb']} GB, {where['system']}, Python {where['python']}; load of the "
            f"machine meanwhile (2.0 is both cores busy): {loads}.{earlier}"
        )
    return "\n\n".join(lines)


def _line(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    raise SystemExit(main())
