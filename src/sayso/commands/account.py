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
from rich.table import Table
from rich.text import Text

from sayso.closing import account_table, bar, hint
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
    """Show the bar of a run that adds to a record."""
    with bar(console, total_bytes) as (progress, task):

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
    table = account_table()
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
        table.add_row(f"  {reason}", f"{n:,}", hint(account.drops, step, reason))
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
