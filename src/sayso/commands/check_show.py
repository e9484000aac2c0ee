"""Findings and rules as tables, JSON lines and CSV.

In:   findings or rules
Out:  bytes for standard output or a file

Method: findings stand under their rule, with what the rule means once and how to settle it once.
Words of reports are made harmless: no markup, no control characters, no formulas in CSV.
Known faults: none known.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.record.checks import REGISTER, Finding, Rule
from sayso.show.words import counted, visible
from sayso.tables import csv_cell

_WIDTH = 120  # columns of a table that is not on a screen
_COLORS = {"error": "bold red", "warning": "yellow", "notice": "cyan"}


def findings_table(findings: Sequence[Finding], *, limit: int, screen: bool) -> bytes:
    """Findings by rule, `limit` of each (0 for all); in colours and as wide as the screen if
    they go there.
    """
    console = _console(screen)
    with console.capture() as captured:
        for rule_id, group in groupby(findings, key=lambda finding: finding.rule):
            mine = list(group)
            rule = REGISTER[rule_id]
            head = Text.assemble(
                (rule.severity, _COLORS[rule.severity]), " ", (rule.id, "bold"), f"  {len(mine):,}"
            )
            console.print(head)
            console.print(Padding(Text(rule.means), (0, 0, 0, 2)))
            shown = mine[:limit] if limit else mine
            console.print(Padding(_rows(shown), (0, 0, 0, 4)))
            if len(mine) > len(shown):
                more = counted(len(mine) - len(shown), "finding")
                console.print(Padding(Text(f"and {more} more", style="dim"), (0, 0, 0, 4)))
            settle = rule.settle.replace("{id}", "ID").replace("{other}", "OTHER")
            console.print(Padding(Text(f"To settle: {settle}.", style="dim"), (0, 0, 1, 2)))
    return _trimmed(captured.get())


def _rows(findings: Iterable[Finding]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, max_width=40)
    table.add_column(overflow="fold")
    for finding in findings:
        reason = finding.reason + (f" [settled by {finding.settled}]" if finding.settled else "")
        table.add_row(*(Text(visible(cell)) for cell in (finding.id, finding.subject, reason)))
    return table


def rules_table(rules: Sequence[Rule], *, screen: bool) -> bytes:
    """All rules, with what each means."""
    console = _console(screen)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="")
    for head in ("rule", "severity", "about", "what it means"):
        table.add_column(head, overflow="fold", no_wrap=head != "what it means")
    for rule in rules:
        style = _COLORS[rule.severity]
        table.add_row(rule.id, Text(rule.severity, style=style), rule.about, Text(rule.means))
    with console.capture() as captured:
        console.print(table)
    return _trimmed(captured.get())


def as_json(rows: Iterable[dict[str, Any]]) -> bytes:
    """One object a line."""
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def as_csv(rows: Iterable[dict[str, Any]], columns: Iterable[str]) -> bytes:
    """One row each, under a heading; lists are joined by spaces."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        cells = (" ".join(v) if isinstance(v, tuple) else v for v in row.values())
        writer.writerow([csv_cell(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8", "surrogatepass")


def _console(screen: bool) -> Console:
    return Console(
        file=io.StringIO(),
        width=None if screen else _WIDTH,
        force_terminal=screen,
        highlight=False,
        markup=False,
    )


def _trimmed(text: str) -> bytes:
    return "".join(line.rstrip() + "\n" for line in text.splitlines()).encode(
        "utf-8", "surrogatepass"
    )
