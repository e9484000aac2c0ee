"""Compare any two: releases by name, folders, points in time of a record.

In:   two words of the user's, and a way to open the record, used only when one of them needs it
Out:  `Between`: the two sides and the changes

Method: a folder is read from its Parquet files, so that two folders can be compared anywhere; a
release is drawn again as it was published, with its filters and rules; a point in time is
the whole record as of then, without rules, since whoever has the record sees it whole anyway.
Known faults: a release that another version of sayso made is drawn with the columns of this one.
"""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.base.errors import ConfigError
from sayso.record.release import folder, gather
from sayso.record.release.build import Source, build
from sayso.record.release.columns import SHEETS
from sayso.record.release.diff import Change, compare, with_reasons_of
from sayso.record.release.diff_why import Journal
from sayso.record.release.harm_marks import Plan
from sayso.record.release.journal import journal
from sayso.record.release.kept import At, releases
from sayso.record.release.make import draw
from sayso.record.release.sides import Side, side_of
from sayso.record.view import View
from sayso.tables import Row

if TYPE_CHECKING:
    from sayso.record.open import Record

NOW = "now"
_ACT = "act:"


@dataclass(slots=True)
class _Found:
    """One side, where it came from, and what its own list of changes says."""

    side: Side
    view: View | None = None
    changes: list[Row] | None = None
    previous: str = ""
    version: str = ""


@dataclass(slots=True)
class Between:
    """Two sides and what changed from the first to the second."""

    a: Side
    b: Side
    changes: list[Change]


def between(
    a: str, b: str, opened: "Callable[[], Record]", *, name_people: bool = False
) -> Between:
    """Compare.

    Args:
        a, b: a folder of a release, the name of a release, "now", "@2026-05-01T14:30",
            "@act:12".
        opened: opens the record for reading.
        name_people: decisions name who made them.

    Raises:
        ConfigError: one of them is none of these; no record was found.
    """
    with ExitStack() as stack:
        found: list[_Found] = []
        record: Record | None = None
        for word in (a, b):
            if _is_folder(word):
                found.append(from_folder(Path(word)))
                continue
            if record is None:
                record = stack.enter_context(opened())
            at = _point(word)
            view = stack.enter_context(record.read(at))
            if at is None and word not in (NOW, f"@{NOW}"):
                found.append(_released(stack, record, view, word))
            else:
                found.append(_Found(_at(view, word, name_people=name_people), view))
        return Between(
            found[0].side, found[1].side, _changes(found[0], found[1], name_people=name_people)
        )


def _changes(a: _Found, b: _Found, *, name_people: bool) -> list[Change]:
    known = Journal()
    if a.view is not None and b.view is not None:
        known = journal(a.view, b.view, name_people=name_people)
    changes = compare(a.side, b.side, known)
    if b.changes is not None and b.previous and b.previous == a.version:
        return with_reasons_of(changes, b.changes)
    return changes


def from_folder(path: Path) -> _Found:
    """A side from a release folder.

    Raises:
        ConfigError: it is no release, or a file of it cannot be read.
    """
    import pyarrow as pa  # noqa: PLC0415  0.2 s that other commands do not pay
    import pyarrow.csv as pc  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        package = json.loads((path / folder.PACKAGE).read_bytes())
        about = package["sayso"]
        tables = {
            sheet.name: pq.read_table(path / f"{sheet.name}.parquet")
            for sheet in SHEETS
            if sheet.parquet and (path / f"{sheet.name}.parquet").is_file()
        }
        strings = pc.ConvertOptions(
            column_types=dict.fromkeys(("old", "new", "field", "why", "reason"), pa.string())
        )
        changes = pc.read_csv(path / "changes.csv", convert_options=strings).to_pylist()
    except (OSError, ValueError, KeyError, pa.ArrowException) as err:
        raise ConfigError(f"{path}: cannot be read as a release ({err})") from err
    side = side_of(str(path), tables, about["version"])
    return _Found(
        side, changes=changes, previous=about["previous"], version=str(package["version"])
    )


def _is_folder(word: str) -> bool:
    if not word.startswith("@") and (Path(word) / folder.PACKAGE).is_file():
        return True
    if "/" in word or "\\" in word:
        raise ConfigError(f"{word} is no folder of a release")
    return False


def _point(word: str) -> str | int | None:
    if not word.startswith("@"):
        return None
    text = word[1:]
    if text == NOW:
        return None
    if text.startswith(_ACT):
        number = text.removeprefix(_ACT)
        if not number.isdigit():
            raise ConfigError(f"{word}: write the number of an act, as @act:12")
        return int(number)
    return text


def _at(view: View, word: str, *, name_people: bool) -> Side:
    source = Source.of(view, gather.scope(view), name_people=name_people)
    tables, _ = build(source, Plan())
    side = side_of(word, tables, version("sayso"))
    side.aliases = gather.aliases(view)
    return side


def _released(stack: ExitStack, record: "Record", view: View, name: str) -> _Found:
    known = releases(view)
    wanted = next((r for r in known if r.name == name), None)
    if wanted is None:
        names = ", ".join(r.name for r in known) or "none"
        raise ConfigError(
            f"{name!r} is neither a folder of a release nor a release of the record ({names}); "
            "for a time write @2026-05-01, for an act @act:12, for the present now"
        )
    then = stack.enter_context(record.read(wanted.detail.as_of))
    before = [r for r in known if r.act < wanted.act]
    at = At(day=wanted.detail.day, as_of=wanted.detail.as_of)
    drawn = draw(then, name, wanted.detail.settings, at=at, known=before)
    side = side_of(name, drawn.tables, wanted.detail.version)
    return _Found(side, then, drawn.tables["changes"].to_pylist(), wanted.detail.previous, name)
