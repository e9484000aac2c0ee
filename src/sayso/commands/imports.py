"""`sayso import`: rows of other tables into a record; a reviewed spreadsheet back into it.

In:   a table of ACLED, UCDP GED or POLECAT, or a review that `sayso export xlsx` wrote; a record
Out:  claims of that table, linked; or decisions of a person. The account on the error stream

Method: thin; `imports.run` and `imports.review` do the work.
Known faults: none known.
"""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sayso.base.errors import ConfigError
from sayso.commands.options import (
    PersonOption,
    ReasonOption,
    RecordOption,
    looked_at,
    person_given,
    stderr,
    written_to,
)
from sayso.exits import DROPPED, FOUND, NOTHING_CODED, messages_and_codes, say

if TYPE_CHECKING:
    from sayso.imports.review import Review
    from sayso.imports.run import Imported
    from sayso.imports.told import Table

app = typer.Typer()

From = Literal["acled", "ged", "polecat", "review"]


@app.command(name="import", short_help="Add rows of ACLED, GED or POLECAT; take back a review.")
def import_(
    *,
    tables: Annotated[list[Path], typer.Argument(metavar="TABLE...", help="Files of one kind.")],
    from_: Annotated[
        From | None,
        typer.Option(
            "--from",
            help="Whose table it is. [default: by its first line; review for *.xlsx]",
            show_default=False,
        ),
    ] = None,
    record: RecordOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")
    ] = False,
    person: PersonOption = None,
    reason: ReasonOption = "",
    strict: Annotated[
        bool, typer.Option("--strict", help=f"End with code {DROPPED} when a row was dropped.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No account, only errors.")] = False,
) -> None:
    """Add rows of another table to a record, as claims of that table.

    A row becomes a report whose bytes are the row, and a claim with the table's own source as
    voice. Then it is linked, so that hand-coded and machine-coded tell of one incident side by
    side. The same row again changes nothing; a corrected row replaces the former.

    With a spreadsheet that `sayso export xlsx` wrote, edited cells become decisions of --person.
    What does not fit is shown with its row and cell, and not applied (code 6).

    \b
    Examples:
      sayso import acled.csv --from acled --record war.sayso
      sayso import GEDEvent.csv --from ged --dry-run
      sayso import week-20.txt week-21.txt --from polecat
      sayso import review.xlsx --person "Ada Reviewer" --dry-run
    """
    with messages_and_codes():
        from sayso.commands.output import use_own_actors  # noqa: PLC0415  see `cli`

        for table in tables:
            if not table.is_file():
                raise ConfigError(f"{table}: there is no such file")
        first = tables[0]
        whose = from_ or ("review" if first.suffix.lower() == ".xlsx" else _by_its_head(first))
        use_own_actors()
        if whose == "review":
            if len(tables) > 1:
                raise ConfigError("one review at a time")
            _review(first, record, person_given(person), reason, dry_run=dry_run, quiet=quiet)
        elif dry_run:
            _told(tables, whose, quiet=quiet)
        else:
            _import(tables, whose, record, strict=strict, quiet=quiet)


def _by_its_head(table: Path) -> "Table":
    from sayso.imports.rows import table_of  # noqa: PLC0415  see `cli`

    return table_of(table)


def _told(tables: list[Path], whose: "Table", *, quiet: bool) -> None:
    """What the rows tell, by type, without a record."""
    from collections import Counter  # noqa: PLC0415  see `cli`
    from itertools import chain  # noqa: PLC0415

    from sayso.imports.read import read_table  # noqa: PLC0415
    from sayso.imports.told import REASONS, Told  # noqa: PLC0415

    counts: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for _, told in chain.from_iterable(read_table(table, whose) for table in tables):
        if isinstance(told, Told):
            counts[f"{told.type} {told.mode}".strip()] += 1
        else:
            dropped[told.reason] += 1
    if quiet:
        return
    say(f"{counts.total() + dropped.total():,} rows: {counts.total():,} would be claims")
    for name, n in counts.most_common():
        say(f"  {name}: {n:,}")
    for name, n in dropped.most_common():
        say(f"  left out, {name}: {n:,} ({REASONS[name]})")


def _import(
    tables: list[Path], whose: "Table", record: str | None, *, strict: bool, quiet: bool
) -> None:
    from sayso.imports.read import read_table  # noqa: PLC0415  slow to load
    from sayso.imports.rows import check_head  # noqa: PLC0415
    from sayso.imports.run import Imported, run  # noqa: PLC0415

    started = time.monotonic()
    for table in tables:  # a table of another kind is refused before a record is made
        check_head(table, whose)
    done = Imported()
    with written_to(record, create=True) as opened:
        for table in tables:
            items = read_table(table, whose)
            run(opened, items, whose, name=table.name, done=done, link=table is tables[-1])
        where = opened.where
    if not quiet:
        _account(done, seconds=time.monotonic() - started, where=where)
    n_dropped = done.account.dropped.total()
    if n_dropped == done.account.n_in:
        say("no row could be read" if n_dropped else "no row came in")
        raise typer.Exit(NOTHING_CODED)
    if strict and n_dropped:
        raise typer.Exit(DROPPED)


def _account(done: "Imported", *, seconds: float, where: str) -> None:
    from sayso.closing import print_trimmed  # noqa: PLC0415  rich: 0.1 s
    from sayso.commands.account import adding_view  # noqa: PLC0415
    from sayso.imports.told import LEFT_OPEN, REASONS  # noqa: PLC0415

    print_trimmed(stderr(), adding_view(done.account, seconds=seconds, where=where))
    for (_, reason), n in done.account.dropped.most_common():
        say(f"left out, {reason}: {n:,} ({REASONS[reason]})")
    for code, n in done.left_open.most_common():
        say(f"left open, {code}: {n:,} ({LEFT_OPEN[code]})")


def _review(
    path: Path, record: str | None, person: str, reason: str, *, dry_run: bool, quiet: bool
) -> None:
    from sayso.imports.review import apply, compare, read_review  # noqa: PLC0415  slow to load

    sheet = read_review(path)
    if dry_run:
        with looked_at(record) as opened, opened.read() as view:
            review = compare(view, sheet)
    else:
        with written_to(record) as opened:
            review = apply(opened, sheet, person=person, reason=reason)
    if not quiet:
        _say_review(review, dry_run=dry_run)
    for conflict in review.conflicts:
        say(f"not applied: {conflict.where}: {conflict.why}")
    if review.conflicts:
        raise typer.Exit(FOUND)


def _say_review(review: "Review", *, dry_run: bool) -> None:
    for change in review.changes:
        typer.echo(
            f"{change.where}: {change.says}" + (f" ({change.decision})" if change.decision else "")
        )
    done = "would be made" if dry_run else "made"
    say(
        f"{review.rows:,} rows: {len(review.changes):,} decisions {done}, "
        f"{review.settled:,} made before, {len(review.conflicts):,} not applied"
    )
