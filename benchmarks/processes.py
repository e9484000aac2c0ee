"""Run a command; measure its time, and the memory of each of its processes.

In:   a command
Out:  `Ran`: what it printed, seconds to its first output and to its end, peak memory

Method: while the command runs, the process tree is looked at every 20 ms, less often where a
look takes long, and of each process the kernel's own high-water mark is read (Linux: VmHWM in
/proc). Elsewhere the largest process as `getrusage` tells it.
Known faults: what a process takes after the last look at it is missed.
"""

import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

_EVERY_S = 0.02
_SHARE = 0.01  # of a core, at most, that looking takes: Ray's processes have hundreds of threads


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a command."""

    output: str
    first_output_s: float
    total_s: float
    peaks_mb: list[float] = field(default_factory=list)  # one a process, largest first


def run(command: list[str], *, threads: int | None = None, folder: Path | None = None) -> Ran:
    """Run to the end.

    Args:
        command: the command; its error stream is kept for the message of a failure.
        threads: caps the threads of the usual libraries of arithmetic; None leaves them.
        folder: where it runs; None is here.

    Raises:
        RuntimeError: the command failed.
    """
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
    env = os.environ | ({name: str(threads) for name in names} if threads else {})
    # Imports are compiled on a first run only: measured are later ones.
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, cwd=folder
    ) as process:
        peaks: dict[int, float] = {}
        done = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peaks, done))
        errors: list[str] = []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        watcher.start()
        reader.start()
        first = process.stdout.read(1)
        first_s = time.perf_counter() - started
        output = first + process.stdout.read()
        process.wait()
        total_s = time.perf_counter() - started
        done.set()
        watcher.join()
        reader.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}\n{errors[0]}")
    found = sorted(peaks.values(), reverse=True)
    if not found:
        scale = 1 if sys.platform == "darwin" else 1024
        found = [resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * scale / 1e6]
    return Ran(output, first_s, total_s, found)


def _watch(root: int, peaks: dict[int, float], done: threading.Event) -> None:
    while not done.is_set():
        began = time.thread_time()
        for pid in _tree(root):
            kilobytes = _high_water(pid)
            if kilobytes:
                peaks[pid] = kilobytes * 1024 / 1e6
        done.wait(max(_EVERY_S, (time.thread_time() - began) / _SHARE))


def _tree(root: int) -> list[int]:
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                todo += [int(child) for child in task.read_text().split()]
            except (OSError, ValueError):
                continue
    return found


def _high_water(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "")
    return int(line.split()[1]) if line else 0
