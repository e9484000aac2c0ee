"""What a person sees of `sayso add` on the error stream: a bar while it works, then the account.

In:   the `Account` of a run
Out:  lines on the error stream

The account adds up: reports in = new + coded anew + unchanged + dropped. Of reports that were
coded anew it says what changed, and which decisions of people no longer find their words.
Known faults: the bar counts bytes read from disk, which run a few reports ahead of the work.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from sayso.closing import meaning
from sayso.record.account import Account
from sayso.show.words import counted, visible

_SHOWN_LOST = 5  # decisions named in the account; `sayso history` has all


@dataclass(frozen=True, slots=True)
class Bar:
    """What the run calls as it goes."""

    on_bytes: Callable[[int], None]
    on_report: Callable[[Account], None]
    on_link: Callable[[str], None]


@contextmanager
def adding_bar(console: Console, total_bytes: int) -> Iterator[Bar]:
    """Show a bar while the block runs; it goes when the block ends."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading", total=total_bytes or None)

        def on_bytes(n: int) -> None:
            progress.advance(task, n)

        def on_report(account: Account) -> None:
            done = f"{counted(account.n_in, 'report')}, {counted(account.n_claims, 'claim')}"
            progress.update(task, description=done)

        def on_link(step: str) -> None:
            progress.update(task, description=f"linking: {step}", total=None)

        yield Bar(on_bytes, on_report, on_link)


def adding_view(account: Account, *, seconds: float, where: str) -> Table:
    """The account of a run."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("reports in", f"{account.n_in:,}", "")
    claims = f"with {counted(account.n_claims, 'claim')}, in {where}"
    table.add_row("new", f"{account.n_new:,}", Text(visible(claims)))
    if account.n_recoded:
        table.add_row("coded anew", f"{account.n_recoded:,}", Text(_recoded(account)))
    if account.n_unchanged:
        table.add_row("unchanged", f"{account.n_unchanged:,}", "in the record already")
    dropped = account.dropped
    table.add_row("dropped", f"{dropped.total():,}", "", style="bold" * bool(dropped))
    for (step, reason), n in sorted(dropped.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(f"  {reason}", f"{n:,}", _hint(account, step, reason))
    if account.recoded.lost:
        lost = account.recoded.lost
        shown = ", ".join(lost[:_SHOWN_LOST]) + (" ..." if len(lost) > _SHOWN_LOST else "")
        words = f"their words stand no more in the report: {shown}; see `sayso history`"
        table.add_row("decisions lost", f"{len(lost):,}", words, style="bold")
    for step, counts in (account.linked.steps if account.linked else {}).items():
        words = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in counts.items() if n)
        table.add_row(step, "", Text(words or "nothing changed"))
    table.add_row("time", "", f"{seconds:.1f} s")
    return table


def _recoded(account: Account) -> str:
    change = account.recoded
    words = (
        f"{counted(change.n_claims, 'claim')}: {len(change.new):,} new, "
        f"{len(change.changed):,} changed, {len(change.retracted):,} retracted, "
        f"{len(change.kept):,} kept by a person's decision"
    )
    fields = ", ".join(f"{name} {n:,}" for name, n in change.fields.most_common())
    return f"{words}; changed: {fields}" if fields else words


def _hint(account: Account, step: str, reason: str) -> Text:
    text = Text(meaning(step, reason) or f"in {step}")
    first = next((d for d in account.drops if (d.step, d.reason) == (step, reason)), None)
    if first is not None:
        detail = f": {first.detail}" if first.detail else ""
        text.append(visible(f" (first: {first.origin}{detail})"), style="dim")
    return text
