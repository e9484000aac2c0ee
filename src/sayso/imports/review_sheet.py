"""The workbook of a review, as it comes back.

In:   a file from somebody else's program
Out:  `Sheet`: rows with their cells and where they stand; each cell as it was written

Method: a workbook is a zip of XML. Before it is read, it is held to sizes, and XML that declares
entities is refused. Columns are found by their names, so that moved or added ones do no harm;
formulas are not reckoned, only seen.
Known faults: a program that drops hidden sheets makes a review that cannot come back; it says so.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.base.errors import ConfigError
from sayso.imports import review_cells as cells

# A sheet of 100,000 claims has some 20 MB, packed, and 300 MB unpacked.
_MOST_BYTES = 100 << 20
_MOST_UNPACKED = 2 << 30
_HEAD = 4096  # bytes of a part in which a DOCTYPE would stand


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: even text, and whether it is a formula."""

    text: str = ""
    is_formula: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet. `number` as the spreadsheet shows it."""

    number: int
    cells: dict[str, Cell]
    letters: dict[str, str]

    @property
    def claim(self) -> str:
        """Id of the claim, "" where the cell is empty."""
        return self.cell("claim").text

    def cell(self, name: str) -> Cell:
        """The cell in a column."""
        return self.cells.get(name, Cell())

    def where(self, name: str) -> str:
        """Where the cell stands, as "claims!F7"."""
        return f"{cells.SHEET}!{self.letters.get(name, '?')}{self.number}"


@dataclass(slots=True)
class Sheet:
    """Rows, and by claim each cell as it was written."""

    rows: list[SheetRow] = field(default_factory=list)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)


def read_review(path: Path) -> Sheet:
    """Read a workbook.

    Raises:
        ConfigError: it cannot be read, is none, is too large, or was not written by
            `sayso export xlsx`; openpyxl is not installed.
    """
    _check(path)
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  an extra
        from openpyxl.utils import get_column_letter  # noqa: PLC0415
    except ModuleNotFoundError as err:
        raise ConfigError(
            f"openpyxl is not installed ({err.name}): pip install 'sayso[xlsx]'"
        ) from err
    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        return _sheet_of(book, path, get_column_letter)
    except ConfigError:
        raise
    except Exception as err:  # the library raises what its parsers do
        raise ConfigError(f"{path}: cannot be read as a workbook: {err}") from err


def _sheet_of(book: Any, path: Path, letter_of: Callable[[int], str]) -> Sheet:
    for name in (cells.SHEET, cells.KEPT):
        if name not in book.sheetnames:
            raise ConfigError(
                f"{path}: has no sheet {name!r}: only what `sayso export xlsx` wrote, saved as "
                "XLSX with all its sheets, can come back"
            )
    sheet = Sheet(kept=_kept(book[cells.KEPT], path))
    book[cells.SHEET].reset_dimensions()  # what the file says of its size may be wrong
    rows = book[cells.SHEET].iter_rows()
    head = {cells.text_of(cell.value): at for at, cell in enumerate(next(rows, ()))}
    missing = [name for name in ("claim", "verdict", *cells.FIELDS) if name not in head]
    if missing:
        raise ConfigError(f"{path}: the sheet lacks the columns {', '.join(missing)}")
    letters = {name: letter_of(at + 1) for name, at in head.items()}
    for number, row in enumerate(rows, start=2):
        there = {name: at for name, at in head.items() if name in cells.BY_NAME and at < len(row)}
        found = {name: _cell(row[at]) for name, at in there.items()}
        if any(cell.text for cell in found.values()):
            sheet.rows.append(SheetRow(number, found, letters))
    book.close()
    return sheet


def _kept(sheet: Any, path: Path) -> dict[str, dict[str, str]]:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    first = next(rows, ())
    if not first or first[0] != cells.FORMAT:
        raise ConfigError(f"{path}: was written by another version; export it again")
    names = ("claim", "state", *cells.FIELDS)
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        told = dict(zip(names, map(cells.text_of, row), strict=False))
        if told.get("claim"):
            found[told["claim"]] = dict.fromkeys(names, "") | told
    return found


def _cell(cell: Any) -> Cell:
    value = getattr(cell.value, "text", cell.value)  # an array formula is an object
    return Cell(cells.text_of(value), cell.data_type == "f")


def _check(path: Path) -> None:
    """Refuse what would fill the memory, or has entities to expand."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ConfigError(f"{path}: more than {_MOST_BYTES >> 20} MB; review it in parts")
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise ConfigError(f"{path}: unpacks to more than {_MOST_UNPACKED >> 30} GB")
            for part in parts:
                with packed.open(part) as file:
                    head = file.read(_HEAD).replace(b"\0", b"").upper()
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise ConfigError(f"{path}: {part.filename} declares entities: refused")
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as err:
        raise ConfigError(f"{path}: is no XLSX file that can be read: {err}") from err
