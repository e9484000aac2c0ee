"""The figures of docs/scale.md between its marks, and the plan that is worked out from them.

In:   benchmarks/scale.json
Out:  two tables of what was measured, and two of what follows from it

Method: the plan takes one worker's pace from the largest row of one process with identification,
since a record needs it, else from the largest there is; what two workers give of twice one, from
the pool; what one process reads and writes; storing and linking; bytes a report. What is assumed
stands in `ASSUMED` and is printed as such.
"""

import datetime as dt
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "scale.md"
START, END = "<!-- figures: made by benchmarks/scale.py -->", "<!-- end of figures -->"

DAY = 300_000  # reports of the world's news a day, as issue and plan take it
YEAR = 365 * DAY
MACHINES = (("laptop", 4), ("server", 32), ("cluster", 10 * 32))
ASSUMED = {
    "vcpu_hour": 0.05,  # money for one virtual core for an hour, as clouds rent them
    "gb_month": 0.023,  # and for keeping a gigabyte for a month
    "vcpu_a_core": 2,  # a virtual core is half of one: two of ours
}
_EXPONENT = 1.32  # linking grows as n^1.32 where claims come closer together: docs/growth.md
_BUSY = 3.0  # load above which seconds by the clock say little on two cores
_OTHERS = 2  # load beyond its workers above which others must have worked beside a row
_SEEN_BYTES = 150  # for each report, to find repeats: capture/inputs.py


def write_page(found: dict[str, Any]) -> None:
    """Write the figures into the page."""
    old = PAGE.read_text("utf-8")
    head, tail = old.partition(START)[0], old.partition(END)[2]
    PAGE.write_text(f"{head}{START}\n\n{text(found)}\n{END}{tail}", "utf-8")


def text(found: dict[str, Any]) -> str:
    """All tables."""
    parts = [_coding(found), _pairs(found), _others(found), _conditions(found), _plan(found)]
    return "\n".join(part for part in parts if part)


def _of(found: dict[str, Any], *kinds: str) -> list[tuple[str, dict[str, Any]]]:
    def order(name: str) -> tuple[int, str, int]:
        kind, jobs, rest = name.split("-")
        return (
            int(rest.partition("+")[0]),
            rest.partition("+")[2],
            kinds.index(kind) * 99 + int(jobs),
        )

    return [(n, found[n]) for n in sorted(
        (n for n in found if n.split("-")[0] in kinds), key=order)]  # fmt: skip


def _split(name: str) -> tuple[str, str, int, str]:
    head, _, option = name.partition("+")
    kind, jobs, n = head.split("-")
    return kind, jobs, int(n), option


def _coding(found: dict[str, Any]) -> str:
    lines = [
        (
            "| engine | workers | reports | | reports/s | start, s | peak, MB | largest process, "
            "MB | processor, ms a report | load |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, row in _of(found, "local", "pool", "ray", "spacy"):
        kind, jobs, n, option = _split(name)
        cpu = f"{row['cpu_ms_a_report']:.0f}" if row.get("cpu_ms_a_report") else ""
        lines.append(
            f"| {kind} | {jobs} | {n:,} | {option} | {row['reports_a_second']:.1f} | "
            f"{row['start_s']:.1f} | {row['peak_mb']:,.0f} | {row['largest_mb']:,.0f} | {cpu} | "
            f"{row['load']} |"
        )
    return "\n".join(lines) + "\n"


def _pairs(found: dict[str, Any]) -> str:
    lines: list[str] = []
    for name, row in _of(found, "pool", "ray"):
        kind, jobs, n, option = _split(name)
        more = f"+{option}" if option else ""
        one = found.get(f"{kind}-1-{n}{more}") or found.get(f"local-1-{n}{more}")
        if jobs == "2" and one:
            times = row["reports_a_second"] / one["reports_a_second"]
            busy = max(row["load"], one["load"]) > _BUSY
            lines.append(
                f"- {kind}, {n:,} reports{' ' + option if option else ''}: {times:.2f} times"
                f"{' (the machine was busy: to be measured again)' if busy else ''}"
            )
    by_input: dict[tuple[int, str], set[str]] = {}
    for name, row in _of(found, "local", "pool", "ray"):
        _, _, n, option = _split(name)
        by_input.setdefault((n, option), set()).add(row["sums"])
    same = all(len(sums) == 1 for sums in by_input.values())
    told = (
        "All engines wrote the same bytes for the same input."
        if same
        else "**Engines wrote other bytes for the same input.**"
    )
    head = "Two workers beside one:\n\n" + "\n".join(lines) + "\n\n" if lines else ""
    return f"{head}{told}\n"


def _others(found: dict[str, Any]) -> str:
    lines = []
    for name, row in _of(found, "serial"):
        n = _split(name)[2]
        lines.append(
            f"- What one process does for all ({n:,} reports, processor time): reads a page of a "
            f"WARC in {row['read_ms_a_report']:.2f} ms, writes a report's rows in "
            f"{row['write_ms_a_report']:.2f} ms; so it can serve "
            f"{row['reports_a_second']:,.0f} reports a second."
        )
    for name, row in _of(found, "add"):
        _, _, n, option = _split(name)
        lines.append(
            f"- Into a record from shards ({n:,} reports{', ' + option if option else ''}, "
            f"{row['claims']:,} claims): stored and linked in {row['s']:,.0f} s "
            f"({row['cpu_s']:,.0f} s of processor), {row['peak_mb']:,.0f} MB, file of "
            f"{row['bytes'] / 1e6:,.0f} MB; load {row['load']}."
        )
    return "\n".join(lines) + "\n" if lines else ""


def _conditions(found: dict[str, Any]) -> str:
    if not found:
        return ""
    machines = {row["machine"]["day"]: row["machine"] for row in found.values()}
    m = machines[max(machines)]
    busy = [n for n, row in found.items() if row["load"] > int(_split(n)[1]) + _OTHERS]
    told = (
        f" Measured while others worked, so to be measured again: {', '.join(busy)}."
        if busy
        else ""
    )
    return (
        f"Measured until {m['day']}: {m['processor']}, {m['cores']} cores, {m['memory_gb']} GB, "
        f"Python {m['python']}; each row's commit is in `benchmarks/scale.json`. Load is of the "
        f"whole machine, what measures among it.{told}\n"
    )


def _plan(found: dict[str, Any]) -> str:
    pace = _largest(found, "local", "identify") or _largest(found, "local", "")
    add = _largest(found, "add", "") or _largest(found, "add", "rules")
    serial = _largest(found, "serial", "") or _largest(found, "serial", "rules")
    if not (pace and add and serial):
        return ""
    two, one = _pair(found)
    share, told_share = 1.0, "What two give of twice that was not measured on a free machine yet."
    if two and one and max(two["load"], one["load"]) <= _BUSY:
        share = min(1.0, two["reports_a_second"] / one["reports_a_second"] / 2)
        told_share = f"Two give {share:.0%} of twice that, and so, it is assumed, do many."
    one_s, by = pace["reports_a_second"], ""
    if pace["load"] > _BUSY:
        one_s, by = (
            1000 / pace["cpu_ms_a_report"],
            " by its processor time, as the machine was busy",
        )
    lines = [
        "## The plan",
        "",
        (
            f"From these figures: one worker codes {one_s:.1f} reports a second{by}. {told_share} "
            f"One process serves up to {serial['reports_a_second']:,.0f} reports a second."
        ),
        "",
        "| | workers | reports/s | a day of the world's news | a year of it | a year costs |",
        "|---|---|---|---|---|---|",
    ]
    for name, workers in MACHINES:
        rate = min(one_s * workers * share, serial["reports_a_second"])
        hours = workers * YEAR / rate / 3600
        cost = hours * ASSUMED["vcpu_a_core"] * ASSUMED["vcpu_hour"]
        told = "" if name == "laptop" else f"{cost:,.0f}"
        day, year = _long(DAY / rate), _long(YEAR / rate)
        lines.append(f"| {name} | {workers} | {rate:,.0f} | {day} | {year} | {told} |")
    n = pace["bytes"] / _n_of(found, pace)
    claims = pace["claims"] / _n_of(found, pace)
    per_claim = add["bytes"] / add["claims"]
    link = add["cpu_s"]
    day_link = link * (claims * DAY / add["claims"]) ** _EXPONENT
    lines += [
        "",
        "| | a day | a year |",
        "|---|---|---|",
        f"| claims | {claims * DAY:,.0f} | {claims * YEAR:,.0f} |",
        f"| shards | {n * DAY / 1e9:,.1f} GB | {n * YEAR / 1e9:,.0f} GB |",
        (
            f"| keeping the shards for a month | {n * DAY / 1e9 * ASSUMED['gb_month']:,.2f} | "
            f"{n * YEAR / 1e9 * ASSUMED['gb_month']:,.0f} |"
        ),
        (
            f"| memory for finding repeats, in one run | {_SEEN_BYTES * DAY / 1e6:,.0f} MB | "
            f"{_SEEN_BYTES * YEAR / 1e9:,.0f} GB |"
        ),
        (
            f"| a record of all of it, file | {per_claim * claims * DAY / 1e9:,.0f} GB | "
            f"{per_claim * claims * YEAR / 1e9:,.0f} GB |"
        ),
        (
            f"| a record of all of it, storing and linking | {_long(day_link)} | "
            f"{_long(link * (claims * YEAR / add['claims']) ** _EXPONENT)} |"
        ),
        "",
        (
            f"Assumed, not measured: {ASSUMED['vcpu_hour']:.2f} for an hour of a virtual core, two "
            f"virtual cores for one of these, {ASSUMED['gb_month']} for a gigabyte and month, in "
            "one currency; a laptop of 4 cores, a server of 32, a cluster of ten such, all as "
            f"fast as the one that was measured; linking that grows as n^{_EXPONENT:.2f} beyond "
            "the largest record that was measured. Storing and linking is one process anywhere."
        ),
    ]
    return "\n".join(lines) + "\n"


def _pair(found: dict[str, Any]) -> tuple[Any, Any]:
    """Two workers and one on the largest number of reports that both coded."""
    for name, two in reversed(_of(found, "pool")):
        _, jobs, n, option = _split(name)
        one = found.get(f"pool-1-{n}") or found.get(f"local-1-{n}")
        if jobs == "2" and not option and one:
            return two, one
    return None, None


def _largest(found: dict[str, Any], kind: str, option: str, jobs: str = "1") -> Any:
    rows = {_split(n)[2]: r for n, r in found.items() if _split(n)[0] == kind
            and _split(n)[3] == option and _split(n)[1] == jobs}  # fmt: skip
    return rows[max(rows)] if rows else None


def _n_of(found: dict[str, Any], row: dict[str, Any]) -> int:
    return next(_split(name)[2] for name, other in found.items() if other is row)


def _long(seconds: float) -> str:
    """A length of time as people say it.

    >>> _long(90), _long(7200), _long(400_000)
    ('2 min', '2.0 h', '4.6 days')
    """
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    if seconds < 2 * 86_400:
        return f"{seconds / 3600:.1f} h"
    days = dt.timedelta(seconds=seconds).total_seconds() / 86_400
    return f"{days:.1f} days" if days < 100 else f"{days / 365:,.1f} years"
