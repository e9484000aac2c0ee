"""What `sayso show` does: code one input, and print it or write it as a page.

In:   a path, the settings
Out:  reports on standard output, or one HTML file

Known faults: a page holds all its reports in memory, hence the limit.
"""

import sys
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

from rich.console import Console

from sayso.base.errors import ConfigError
from sayso.base.nouns import Claim, Document, Drop
from sayso.capture import read_inputs
from sayso.closing import meaning, print_trimmed
from sayso.config import Settings
from sayso.exits import say
from sayso.journal import whole_file
from sayso.pipeline import code_report, load_tools
from sayso.show.page import page
from sayso.show.terminal import report_view
from sayso.show.words import counted

# A page with more reports than a reader would scroll through is better made one by one.
_MAX_ON_PAGE = 100

Pair = tuple[Document, tuple[Claim, ...]]


def coded_reports(path: str, settings: Settings, only: str | None) -> Iterator[Pair]:
    """Code the reports of one input; those that are dropped are told on the error stream.

    Args:
        path: a file or folder, "-" for standard input.
        settings: the settings tree.
        only: id of the one report that is wanted, None for all.
    """
    items = read_inputs([path], stdin=sys.stdin.buffer if path == "-" else None)
    tools = load_tools(settings)
    for item in items:
        if only is not None and (isinstance(item, Drop) or item.report_id != only):
            continue
        drop = item if isinstance(item, Drop) else None
        if not isinstance(item, Drop):
            coded = code_report(item, tools)
            drop = coded.drop
            if coded.document is not None:
                yield coded.document, coded.claims
        if drop is not None:
            detail = drop.detail or meaning(drop.step, drop.reason)
            say(f"{drop.origin}: dropped, {drop.reason}{': ' + detail if detail else ''}")


def write_page(path: Path, reports: Iterator[Pair]) -> int:
    """Write one page of reports; gives their number, and writes nothing when it is 0.

    Raises:
        ConfigError: too many reports for one page.
    """
    shown = list(islice(reports, _MAX_ON_PAGE + 1))
    if len(shown) > _MAX_ON_PAGE:
        raise ConfigError(
            f"more than {_MAX_ON_PAGE} reports are too many for one page; choose one with --id"
        )
    if shown:
        with whole_file(path) as file:
            file.write(page(shown).encode("utf-8", "replace"))
        n_claims = sum(len(claims) for _, claims in shown)
        say(f"wrote {path}: {counted(len(shown), 'report')}, {counted(n_claims, 'claim')}")
    return len(shown)


def print_reports(reports: Iterator[Pair]) -> int:
    """Print reports with their claims; gives their number."""
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal without curly quotes is no reason to stop.
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False)
    n_shown = 0
    for doc, claims in reports:
        if n_shown:
            console.rule()
        print_trimmed(console, report_view(doc, claims))
        n_shown += 1
    return n_shown
