"""Writing one format from a record: filters, rules, choices, and a place for the result.

In:   an open record, a `Format`, a path
Out:  the file or folder; `Written`

Method: rules that do no harm make a record of what may be shown, and the format is written from
that; without rules it is written from the record itself. The result is made beside its place
under a hidden name and moved there when it is whole, so that a failed export leaves nothing.
Known faults: none known.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from sayso.base.errors import ConfigError
from sayso.base.whole import appears_whole
from sayso.formats.listed import Format
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.record.open import Record
from sayso.record.queries.overview import setting
from sayso.record.release.harm_rules import ReleaseFile
from sayso.record.release.kept import today
from sayso.record.release.shown import shown_record
from sayso.record.release.wanted import Words
from sayso.record.view import AsOf

MARK = ".sayso-export"  # in a folder that an export made, so that --force replaces no other


def export(
    record: Record,
    fmt: Format,
    target: Path,
    *,
    filters: Words | None = None,
    as_of: AsOf = None,
    id_: str = "",
    chosen: Iterable[str] = (),
    file: ReleaseFile | None = None,
    force: bool = False,
) -> Written:
    """Write a format.

    Args:
        record: open; it is only read.
        fmt: which.
        target: file or folder to make; "-" writes a file to standard output.
        filters: as `record.release.wanted` takes them; none for everything.
        as_of: the record as it was then.
        id_: of the one thing that is meant, where the format is of one.
        chosen: "name=value" of the format's choices.
        file: rules that do no harm.
        force: take the place of what is there.

    Raises:
        ConfigError: the place cannot be written to, a choice or filter does not fit.
        MissingError: there is nothing of this id.
    """
    if fmt.id_ and not id_:
        raise ConfigError(f"sayso export {fmt.name} is of one incident: say which, with --id")
    choices = chosen_of(fmt, chosen)
    stdout = str(target) == "-"
    if stdout and not fmt.ending:
        raise ConfigError(f"sayso export {fmt.name} makes a folder: name one")
    if not stdout:
        _check(target, fmt, force=force)
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        view = stack.enter_context(record.read(as_of))
        title = (file.release.title if file else "") or setting(view, "name")
        if file is not None and file.harm:
            shown, _ = shown_record(
                view, place / "shown.sayso", name=title, filters=filters or {}, file=file,
                day=today(view),
            )  # fmt: skip
            stack.callback(shown.close)
            view, filters = stack.enter_context(shown.read()), None
        source = Source.of(
            view, filters, title=title, chosen=choices, id_=id_,
            name_people=file is not None and file.release.name_people,
        )  # fmt: skip
        if stdout:
            made = fmt.write(source, place / "out")
            with (place / "out").open("rb") as out:
                shutil.copyfileobj(out, sys.stdout.buffer)
            return made
        try:
            with appears_whole(target) as hidden:
                if not fmt.ending:
                    hidden.mkdir()
                    (hidden / MARK).touch()
                return fmt.write(source, hidden)
        except OSError as err:
            raise ConfigError(f"{target}: cannot be written ({err.strerror})") from err


def chosen_of(fmt: Format, given: Iterable[str]) -> dict[str, str]:
    """The choices of a format, with defaults filled in.

    Raises:
        ConfigError: a choice or its value is not one of the format's.
    """
    found = {name: choice.default for name, choice in fmt.choices}
    permitted = dict(fmt.choices)
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or name not in permitted:
            known = ", ".join(f"{n}=VALUE" for n in permitted) or "nothing"
            raise ConfigError(f"--set {one}: sayso export {fmt.name} takes {known}")
        values = permitted[name].values
        if values and value not in values:
            raise ConfigError(f"--set {one}: {name} is one of {', '.join(values)}")
        found[name] = value
    return found


def _check(target: Path, fmt: Format, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise ConfigError(f"{target}: the folder {target.parent} does not exist")
    if not target.exists():
        return
    if fmt.ending and target.is_dir():
        raise ConfigError(f"{target} is a folder; name a file")
    if not fmt.ending and not (target / MARK).is_file():
        raise ConfigError(f"{target} is there and was made by no export; name another folder")
    if not force:
        raise ConfigError(f"{target} is there already: give --force to replace it")
