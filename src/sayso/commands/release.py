"""`sayso release`, `sayso releases` and `sayso diff`: what is published, and what changed.

In:   arguments; a record, or folders of releases
Out:  a folder; lists and changes on standard output or in a file

Method: thin; `record.release` does the work, `commands.release_show` shows it.
Known faults: none known.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.base.errors import ConfigError
from sayso.commands.filtering import OF_UNITS, with_words
from sayso.commands.options import RecordOption, looked_at, stderr, written_to
from sayso.commands.output import FormatName, format_given, write_out
from sayso.exits import FOUND, messages_and_codes, say

if TYPE_CHECKING:
    from sayso.record.release.kept import Settings

app = typer.Typer()

FOLDER = "releases"

FormatOption = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        help="A table, JSON lines or CSV. [default: by the ending of FILE, else a table]",
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")
]


@app.command(short_help="Write a release: tables, codebook, changes, citation.")
@with_words(*OF_UNITS)
def release(
    *,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="What the release is called, as 2026-W47."),
    ] = None,
    record: RecordOption = None,
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="Folder in which the folder NAME is made."),
    ] = Path(FOLDER),
    rules: Annotated[
        Path | None,
        typer.Option(
            "--rules",
            metavar="FILE",
            help="Title, licences and do-no-harm rules. "
            "[default: sayso-release.toml in this folder, where there is one]",
        ),
    ] = None,
    no_rules: Annotated[
        bool,
        typer.Option("--no-rules", help="Withhold nothing, though the last release had rules."),
    ] = False,
    preview: Annotated[
        bool,
        typer.Option("--preview", help="Show what the rules would withhold, and write nothing."),
    ] = False,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Words for README.md.")] = "",
    verify: Annotated[
        Path | None,
        typer.Option(
            "--verify",
            metavar="DIR",
            help=f"Say whether a release is as it was written; code {FOUND} when not.",
        ),
    ] = None,
    cite: Annotated[
        Path | None,
        typer.Option("--cite", metavar="DIR", help="Print the citation, accessed today."),
    ] = None,
    words: dict[str, list[str]],
) -> None:
    """Write a release of a record: a folder that is never changed.

    It holds tables as CSV and Parquet, each cell traceable to its sentence, with codebook,
    citation, and what changed since the last release and why. Rules that do no harm coarsen,
    delay or withhold what would endanger people; the record itself stays whole.

    \b
    Examples:
      sayso release 2026-W47
      sayso release 2026-W47 --preview
      sayso release kenya --country KEN --from 2026-01-01 --rules kenya.toml
      sayso release --verify releases/2026-W47
      sayso release --cite releases/2026-W47
    """
    with messages_and_codes():
        if verify is not None or cite is not None:
            if name is not None:
                raise ConfigError(
                    "say NAME to make a release, or --verify or --cite to look at one"
                )
            if verify is not None:
                _verify(verify, record)
            if cite is not None:
                _cite(cite)
            return
        if name is None:
            raise ConfigError("what is the release called? Say a NAME, as: sayso release 2026-W47")
        settings = _settings(words, None if no_rules else rules, note, no_rules=no_rules)
        if preview:
            _preview(name, record, settings, no_rules=no_rules)
        else:
            _release(name, record, out / name, settings, no_rules=no_rules)


def _settings(
    filters: dict[str, list[str]], rules: Path | None, note: str, *, no_rules: bool
) -> "Settings":
    from sayso.record.queries.filters import filter_from  # noqa: PLC0415  slow to load
    from sayso.record.release.harm_rules import (  # noqa: PLC0415
        FILE_NAME,
        ReleaseFile,
        read_release_file,
    )
    from sayso.record.release.kept import Settings  # noqa: PLC0415
    from sayso.record.release.wanted import filter_words  # noqa: PLC0415

    file = ReleaseFile()
    if rules is None and not no_rules and Path(FILE_NAME).is_file():
        rules = Path(FILE_NAME)
    if rules is not None:
        file = read_release_file(rules)
    return Settings(filters=filter_words(filter_from(filters)), file=file, note=note)


def _release(
    name: str, record: str | None, target: Path, settings: "Settings", *, no_rules: bool
) -> None:
    from sayso.closing import print_trimmed  # noqa: PLC0415
    from sayso.commands.release_show import release_view  # noqa: PLC0415
    from sayso.record.release.folder import check_name  # noqa: PLC0415
    from sayso.record.release.make import release as make  # noqa: PLC0415

    check_name(name)
    with written_to(record) as opened:
        drawn = make(opened, name, target, settings, without_rules=no_rules)
    print_trimmed(stderr(), release_view(drawn, target))


def _preview(name: str, record: str | None, settings: "Settings", *, no_rules: bool) -> None:
    from rich.console import Console  # noqa: PLC0415  0.1 s

    from sayso.closing import print_trimmed  # noqa: PLC0415
    from sayso.commands.release_show import preview_view  # noqa: PLC0415
    from sayso.record.release.folder import check_name  # noqa: PLC0415
    from sayso.record.release.preview import previewed  # noqa: PLC0415

    check_name(name)
    with looked_at(record) as opened, opened.read() as view:
        found = previewed(view, name, settings, without_rules=no_rules)
    print_trimmed(Console(highlight=False), preview_view(found))


def _verify(folder: Path, record: str | None) -> None:
    from sayso.record.release.folder import verify  # noqa: PLC0415

    wrong = verify(folder)
    if not wrong and record is not None:
        wrong = _against_record(folder, record)
    for line in wrong:
        say(f"{folder}: {line}")
    if wrong:
        raise typer.Exit(FOUND)
    known = " and as the record has it" if record is not None else ""
    say(f"{folder}: as it was written{known}")


def _against_record(folder: Path, record: str) -> list[str]:
    from sayso.record.release.folder import PACKAGE, file_hash  # noqa: PLC0415
    from sayso.record.release.kept import releases  # noqa: PLC0415

    with looked_at(record) as opened, opened.read() as view:
        known = {r.digest: r.name for r in releases(view)}
    if file_hash(folder / PACKAGE) in known:
        return []
    return [f"{PACKAGE}: is not that of a release of {record}"]


def _cite(folder: Path) -> None:
    from sayso.record.acts import now  # noqa: PLC0415
    from sayso.record.release.texts import ACCESSED  # noqa: PLC0415

    path = folder / "citation.txt"
    try:
        sentence = path.read_text(encoding="utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError) as err:
        raise ConfigError(f"{folder} is no release: {path.name} cannot be read") from err
    typer.echo(sentence.replace(ACCESSED, now().date().isoformat()))


@app.command(short_help="List the releases of a record.")
def releases(
    *, record: RecordOption = None, format_: FormatOption = None, output: OutputOption = None
) -> None:
    """List the releases of a record, the oldest first.

    \b
    Examples:
      sayso releases
      sayso releases --format json
    """
    with messages_and_codes():
        from sayso.commands.release_show import releases_out  # noqa: PLC0415  slow to load
        from sayso.record.release.kept import releases as found  # noqa: PLC0415

        shape = _shape(output, format_)
        with looked_at(record) as opened, opened.read() as view:
            known = found(view)
        write_out(releases_out(known, shape), output, shape)


@app.command(short_help="Say what changed between two releases or times.")
def diff(
    *,
    a: Annotated[
        str,
        typer.Argument(
            metavar="A", help="A release (name or folder), a time (@2026-05-01, @act:12), or now."
        ),
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="The same, of the newer one.")] = "now",
    record: RecordOption = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="K",
            help="Only incident, relation or claim. May be given again. "
            "[default: incident and relation in a table, else all]",
        ),
    ] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=0, help="Rows that a table shows; 0 for all."),
    ] = 100,
    strict: Annotated[
        bool, typer.Option("--strict", help=f"End with code {FOUND} when they differ.")
    ] = False,
) -> None:
    """Say what is new, changed, merged, split or retracted from A to B, field by field, and why.

    Two folders are compared without the record. A release is compared as it was published,
    a time of the record whole.

    \b
    Examples:
      sayso diff 2026-W46 2026-W47
      sayso diff 2026-W47 now
      sayso diff @2026-05-01 @2026-06-01 --format csv -o changes.csv
      sayso diff old/2025 new/2026 --strict
    """
    with messages_and_codes():
        from sayso.commands.release_show import changes_out  # noqa: PLC0415  slow to load
        from sayso.record.release.between import between  # noqa: PLC0415

        shape = _shape(output, format_)
        kinds = _kinds(kind, shape)
        found = between(a, b, lambda: looked_at(record), name_people=True)
        changes = [change for change in found.changes if change.kind in kinds]
        write_out(changes_out(changes, shape, limit=limit), output, shape)
        if strict and found.changes:
            raise typer.Exit(FOUND)


def _kinds(asked: list[str] | None, shape: FormatName) -> tuple[str, ...]:
    known = ("incident", "relation", "claim")
    for one in asked or ():
        if one not in known:
            raise ConfigError(f"no kind {one!r}; there are {', '.join(known)}")
    return tuple(asked) if asked else known[:2] if shape == "table" else known


def _shape(output: Path | None, asked: FormatName | None) -> FormatName:
    shape = format_given(output, asked)
    if shape == "parquet":
        raise ConfigError("this is written as table, json or csv")
    return shape
