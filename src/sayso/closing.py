"""What a person sees of a run on the error stream: a bar while it works, the account at its end.

In:   the `Account` of a run
Out:  lines on the error stream; nothing goes to the output

The account adds up: reports in = coded + dropped, with each reason of a drop, what it
means, and the first report that it hit. So do the mentions, where they were identified.
Known faults: the bar counts bytes read from disk, which run a few reports ahead of the work.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from sayso.base.nouns import Drop
from sayso.capture.reasons import REASONS as CAPTURE
from sayso.clean.reasons import REASONS as CLEAN
from sayso.identify.tally import STATES
from sayso.job import Account
from sayso.show.words import counted, visible

_STATE_WORDS = {
    "settled": "settled",
    "new": "with a name that nobody knows yet",
    "partly": "settled in part",
    "undecided": "undecided",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """What the run calls as it goes."""

    on_bytes: Callable[[int], None]
    on_record: Callable[[Account], None]


@contextmanager
def bar(console: Console, total_bytes: int) -> Iterator[tuple[Progress, TaskID]]:
    """Show a bar over bytes while the block runs; it goes when the block ends."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield progress, progress.add_task("reading", total=total_bytes or None)


@contextmanager
def progress_bar(console: Console, total_bytes: int) -> Iterator[Bar]:
    """Show the bar of a run that codes."""
    with bar(console, total_bytes) as (progress, task):

        def on_bytes(n: int) -> None:
            progress.advance(task, n)

        def on_record(account: Account) -> None:
            totals = account.totals
            done = f"{counted(totals.n_in, 'report')}, {counted(totals.n_claims, 'claim')}"
            progress.update(task, description=done)

        yield Bar(on_bytes, on_record)


def account_view(account: Account, *, seconds: float, target: str) -> Table:
    """The account of a run: in = coded + dropped, each reason with what it means."""
    totals = account.totals
    table = account_table()
    earlier = f"{account.n_resumed:,} of them by an earlier run" if account.n_resumed else ""
    table.add_row("reports in", f"{totals.n_in:,}", earlier)
    without = f"{totals.n_without_claims:,} of them without claims"
    table.add_row("coded", f"{totals.n_coded:,}", without if totals.n_without_claims else "")
    table.add_row("dropped", f"{totals.dropped.total():,}", "", style="bold" * bool(totals.dropped))
    for (step, reason), n in sorted(totals.dropped.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(f"  {reason}", f"{n:,}", hint(account.drops, step, reason))
    n_new = totals.n_in - account.n_resumed
    pace = f"{counted(n_new, 'report')} in {_duration(seconds)}"
    table.add_row("claims", f"{totals.n_claims:,}", Text(visible(f"{target} ({pace})")))
    for kind, states in STATES.items() if totals.mentions else ():
        counts = [(totals.mentions[f"{kind}_{state}"], state) for state in states]
        words = ", ".join(f"{n:,} {_STATE_WORDS[state]}" for n, state in counts if n)
        table.add_row(f"  {kind}", f"{sum(n for n, _ in counts):,}", words)
    return table


def account_table() -> Table:
    """An empty account: what, how many, and in words."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def print_trimmed(console: Console, view: RenderableType) -> None:
    """Print without the white space that fills lines up: logs and mails keep it."""
    with console.capture() as captured:
        console.print(view)
    lines = captured.get().splitlines()
    console.file.write("\n".join(line.rstrip() for line in lines) + "\n")
    console.file.flush()


def meaning(step: str, reason: str) -> str:
    """What a reason means, "" for a reason that no table lists."""
    return {"capture": CAPTURE, "clean": CLEAN}.get(step, {}).get(reason, "")


def hint(drops: Iterable[Drop], step: str, reason: str) -> Text:
    """What a reason means, and the first report that it hit."""
    text = Text(meaning(step, reason) or f"in {step}")
    first = next((d for d in drops if (d.step, d.reason) == (step, reason)), None)
    if first is not None:
        detail = f": {first.detail}" if first.detail else ""
        text.append(visible(f" (first: {first.origin}{detail})"), style="dim")
    return text


def _duration(seconds: float) -> str:
    """Seconds in words that people read.

    >>> _duration(0.84), _duration(75), _duration(7300)
    ('0.8 s', '1 min 15 s', '2 h 1 min')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"
