"""What `scale.py` measures: its rows, and how each is run.

In:   a row, a folder with the generated news
Out:  a dict of figures

Row names are `KIND-WORKERS-REPORTS` with `+identify` or `+rules` behind: `local-1-1000`,
`pool-2-1000+identify`, `ray-2-1000`, `spacy-2-1000`; `add-1-1000` adds the shards that the row
`local-1-1000+identify` (or `+rules`) would write to a record and links it; `serial-1-1000` times
what only one process does: reading the input, and writing shards.
Each row that codes is run twice, once on 8 reports: the difference is without start, loading of the
model and, with Ray, its start. Memory is the sum of the high-water marks of all processes; with
Ray its own servers count.
"""

import hashlib
import json
import os
import resource
import shutil
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import news
from bench import machine
from processes import run

HERE = Path(__file__).parent
_FEW = 8


class Row(NamedTuple):
    """One row, as its name tells it."""

    kind: str
    jobs: int
    n: int
    options: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name."""
        return f"{self.kind}-{self.jobs}-{self.n}" + "".join(f"+{o}" for o in self.options)


def row_of(name: str) -> Row:
    """The row of a name.

    Raises:
        SystemExit: there is no such row.
    """
    head, *options = name.split("+")
    try:
        kind, jobs, n = head.split("-")
        row = Row(kind, int(jobs), int(n), tuple(options))
    except ValueError:
        raise SystemExit(
            f"{name}: a row is KIND-WORKERS-REPORTS, as pool-2-1000+identify"
        ) from None
    if row.kind not in KINDS or not set(options) <= {"identify", "rules"}:
        raise SystemExit(f"{name}: kinds are {', '.join(KINDS)}; options identify, rules")
    return row


def measure(row: Row, folder: Path, peer: str) -> dict[str, Any]:
    """Measure a row.

    Args:
        row: the row.
        folder: where news and shards go; news stay for other rows.
        peer: a Python with spaCy.
    """
    before = os.getloadavg()[0]
    found = KINDS[row.kind](row, folder, peer)
    loads = {"load": round((before + os.getloadavg()[0]) / 2, 1)}
    return found | loads | {"machine": machine()}


def _code(row: Row, folder: Path, _: str) -> dict[str, Any]:
    few, many = (_run_code(row, folder, n) for n in (_FEW, row.n))
    if row.kind == "ray":  # its processes are not our children: their seconds are not told
        many["cpu_s"] = None
    cpu_ms = None if many["cpu_s"] is None else many["cpu_s"] - few["cpu_s"]
    return many | {
        "start_s": few["s"],
        "reports_a_second": (row.n - _FEW) / (many["s"] - few["s"]),
        "cpu_ms_a_report": None if cpu_ms is None else 1000 * cpu_ms / (row.n - _FEW),
    }


def _run_code(row: Row, folder: Path, n: int) -> dict[str, Any]:
    coded = folder / f"coded-{row.name}-{n}"
    shutil.rmtree(coded, ignore_errors=True)
    news_file = _news(folder, n).name  # a report's row has the path as given: no folder of a run
    command = [sys.executable, "-m", "sayso", "code", news_file, "-o", f"{coded.resolve()}/",
               "--engine", row.kind, "--jobs", str(row.jobs), "-q", *_options(row)]  # fmt: skip
    before = _children_s()
    ran = run(command, folder=folder)
    told = json.loads((coded / "manifest.json").read_text())
    files = [file for shard in told["shards"] for file in shard["files"]]
    sums = hashlib.sha256("".join(file["sha256"] for file in files).encode()).hexdigest()
    shutil.rmtree(coded)
    return {
        "s": ran.total_s,
        "cpu_s": _children_s() - before,
        "peak_mb": sum(ran.peaks_mb),
        "largest_mb": ran.peaks_mb[0],
        "processes": len(ran.peaks_mb),
        "claims": told["claims"],
        "bytes": sum(file["bytes"] for file in files),
        "sums": sums,
    }


def _spacy(row: Row, folder: Path, peer: str) -> dict[str, Any]:
    if not Path(peer).exists():
        raise SystemExit(f"{peer} is not there: make bench sets it up, or name one with --peer")
    command = [
        peer,
        str(HERE / "side_spacy.py"),
        str(_news(folder, row.n)),
        "--jobs",
        str(row.jobs),
    ]
    ran = run(command, threads=1)
    told = json.loads(ran.output)
    return {
        "s": ran.total_s,
        "start_s": told["load_s"],
        "reports_a_second": row.n / told["code_s"],
        "peak_mb": sum(ran.peaks_mb),
        "largest_mb": ran.peaks_mb[0],
        "processes": len(ran.peaks_mb),
    }


def _add(row: Row, folder: Path, _: str) -> dict[str, Any]:
    coded, record = folder / f"coded-{row.name}", folder / f"{row.name}.sayso"
    if not (coded / "manifest.json").exists():
        code = [sys.executable, "-m", "sayso", "code", str(_news(folder, row.n)), "-o", f"{coded}/",
                "--jobs", "2", "--identify", "--quiet", *_options(row)]  # fmt: skip
        run(code)
    record.unlink(missing_ok=True)
    before = _children_s()
    ran = run([sys.executable, "-m", "sayso", "add", "--coded", f"{coded}/",
               "--record", str(record), "--quiet"])  # fmt: skip
    told = json.loads((coded / "manifest.json").read_text())
    return {
        "s": ran.total_s,
        "cpu_s": _children_s() - before,
        "peak_mb": ran.peaks_mb[0],
        "claims": told["claims"],
        "bytes": record.stat().st_size,
    }


def _serial(row: Row, folder: Path, _: str) -> dict[str, Any]:
    """Time in processor seconds, so that what else the machine does counts little."""
    from sayso.base.storage import folder_of  # noqa: PLC0415
    from sayso.capture import read_inputs  # noqa: PLC0415
    from sayso.config import Settings, with_choices  # noqa: PLC0415
    from sayso.engines.work import Work, answer, chunks, packed, parts_of  # noqa: PLC0415
    from sayso.pipeline import load_tools  # noqa: PLC0415
    from sayso.shards.manifest import Head  # noqa: PLC0415
    from sayso.shards.write import ShardWriter  # noqa: PLC0415

    extractor = "rules" if "rules" in row.options else "model"
    settings = with_choices(Settings(), extractor=extractor)
    archive = _news(folder, row.n, ".warc.gz")
    started = time.process_time()
    divided = [(chunk, packed(chunk)) for chunk in chunks(read_inputs([archive]))]
    read_s = time.process_time() - started
    tools = load_tools(settings)
    asked = Work(settings=settings, form="tables")
    answers = [answer(chunk, tools, asked) for chunk, _ in divided]
    head = Head(made_by=tools.extractor.made_by, settings=settings, shard_reports=row.n)
    out = folder_of(str(folder / f"{row.name}"), make=True)
    started = time.process_time()
    with ShardWriter(out, head, 0) as writer:
        for one in answers:
            writer.add(parts_of(one))
        writer.finish()
    write_s = time.process_time() - started
    return {
        "read_ms_a_report": 1000 * read_s / row.n,
        "write_ms_a_report": 1000 * write_s / row.n,
        "reports_a_second": row.n / (read_s + write_s),
    }


def _news(folder: Path, n: int, ending: str = ".jsonl") -> Path:
    path = folder / f"news-{n}{ending}"
    return path if path.exists() else news.write(path, n)


def _options(row: Row) -> list[str]:
    given = ["--identify"] if "identify" in row.options else []
    return given + (["--extractor", "rules"] if "rules" in row.options else [])


def _children_s() -> float:
    """Seconds of processor that finished children took, whoever else works."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


KINDS = {"local": _code, "pool": _code, "ray": _code, "spacy": _spacy, "add": _add,
         "serial": _serial}  # fmt: skip
