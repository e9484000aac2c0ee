"""The commands `sayso export ...`: a record in forms that others can use.

In:   arguments; a record
Out:  a folder or files

Known faults: none known.
"""

from pathlib import Path
from typing import Annotated

import typer

from sayso.commands.export_formats import add_formats
from sayso.commands.filtering import OF_UNITS, with_words
from sayso.commands.options import RecordOption, looked_at
from sayso.commands.rules import NoRulesOption, RulesOption, rules_given
from sayso.exits import messages_and_codes, say

app = typer.Typer()
group = typer.Typer(no_args_is_help=True)
app.add_typer(group, name="export", short_help="Write a record in a form that others can use.")


@group.callback()
def _root() -> None:
    """Write a record in a form that others can use.

    \b
    Examples:
      sayso export site public/ --record war.sayso
      sayso export ged events.csv --record war.sayso --country SYR
    """


@group.command(short_help="Write the workbench as a site, to read without sayso.")
@with_words(*OF_UNITS)
def site(
    *,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder to make; index.html in it opens the site.")
    ],
    record: RecordOption = None,
    rules: RulesOption = None,
    no_rules: NoRulesOption = False,
    force: Annotated[
        bool, typer.Option("--force", help="Take the place of a site that is there.")
    ] = False,
    words: dict[str, list[str]],
) -> None:
    """Write a folder that any web host can serve, and that opens from a disk too.

    It shows what the workbench shows, to read only. Of reports it holds the sentences that
    claims rest on, not their texts. Rules that do no harm hold as in a release.

    \b
    Examples:
      sayso export site public/
      sayso export site kenya/ --country KEN --from 2026-01-01 --rules kenya.toml --force
    """
    with messages_and_codes():
        from sayso.record.queries.filters import filter_from  # noqa: PLC0415  slow to load
        from sayso.record.release.wanted import filter_words  # noqa: PLC0415
        from sayso.serve.site import export_site  # noqa: PLC0415
        from sayso.show.words import counted  # noqa: PLC0415

        filters = filter_words(filter_from(words))
        file = rules_given(rules, no_rules=no_rules)
        with looked_at(record) as opened:
            made = export_site(opened, folder, filters=filters, file=file, force=force)
        say(
            f"wrote {folder / 'index.html'}: {counted(len(made.shown.incidents), 'incident')} in "
            f"{counted(made.files, 'file')}, {made.size / 1e6:.1f} MB; "
            + (f"{counted(len(file.harm), 'rule')} withheld something of {made.shown.touched}"
               if file.harm else "no rules, nothing withheld but the texts of reports")
        )  # fmt: skip


add_formats(group)
