"""The workbook itself, through openpyxl in its writing mode.

In:   rows: text by column
Out:  an XLSX file

Known faults: programs that do not know INDIRECT show no list of modes; a wrong mode is then refused
when the sheet comes back.
"""

from typing import IO, Any

from sayso.base import ontology
from sayso.base.errors import ConfigError
from sayso.imports import review_cells as cells

try:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation
except ModuleNotFoundError as err:
    raise ConfigError(f"openpyxl is not installed ({err.name}): pip install 'sayso[xlsx]'") from err

_LISTED = ("verdict", "type", "status", "hedged")
_LAST = 1_048_576
_FORMULA = ("=", "+", "-", "@", "\t")


class Book:
    """A workbook that is written row by row."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet(cells.SHEET)
        self._kept: Any = self._book.create_sheet(cells.KEPT)
        self._lists: Any = self._book.create_sheet(cells.LISTS)
        self._wrap = Alignment(wrap_text=True, vertical="top")
        self._open, self._shut = Protection(locked=False), Protection(locked=True)
        self._edited = PatternFill("solid", fgColor="FFF8E1")
        self._set_up()

    def add(self, row: dict[str, str]) -> None:
        """Add a claim."""
        self._sheet.append([self._cell(column, row[column.name]) for column in cells.COLUMNS])
        kept = ("claim", "state", *cells.FIELDS)
        self._kept.append([self._text(self._kept, row[name]) for name in kept])

    def save(self, file: IO[bytes]) -> None:
        """Write the workbook."""
        self._book.save(file)

    def _cell(self, column: cells.Column, text: str) -> Any:
        cell = self._text(self._sheet, text)
        cell.alignment = self._wrap
        cell.protection = self._open if column.editable else self._shut
        if column.editable:
            cell.fill = self._edited
            cell.number_format = "@"  # what is typed stays as it is typed
        return cell

    def _text(self, sheet: Any, text: str) -> Any:
        """A cell that holds text and nothing else."""
        cell = WriteOnlyCell(sheet, value=None)
        if text:
            cell.value = text
            cell.data_type = "s"  # never a formula, whatever it begins with
            if _is_formula_like(text):
                cell.quotePrefix = True  # nor when somebody edits it
        return cell

    def _set_up(self) -> None:
        sheet = self._sheet
        sheet.freeze_panes = "B2"
        sheet.protection.sheet = True
        for allowed in ("autoFilter", "sort", "formatColumns", "formatRows"):
            setattr(sheet.protection, allowed, False)  # False: not forbidden
        for at, column in enumerate(cells.COLUMNS, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = column.width
        self._kept.sheet_state = "veryHidden"
        self._kept.protection.sheet = True
        self._lists.sheet_state = "hidden"
        self._write_lists()
        self._validate()
        head = []
        for column in cells.COLUMNS:
            cell = WriteOnlyCell(sheet, value=column.name)
            cell.font = Font(bold=True)
            cell.comment = Comment(column.help, "sayso")
            head.append(cell)
        sheet.append(head)
        self._kept.append([cells.FORMAT])

    def _write_lists(self) -> None:
        """A column each for what is permitted; modes under the names of their types."""
        columns = {name: cells.permitted(name) for name in _LISTED} | _modes_by_type()
        longest = max(map(len, columns.values()))
        for at, (name, values) in enumerate(columns.items(), start=1):
            letter = get_column_letter(at)
            where = f"{quote_sheetname(cells.LISTS)}!${letter}$2:${letter}${len(values) + 1}"
            self._book.defined_names[name] = DefinedName(name, attr_text=where)
        self._lists.append(list(columns))
        for at in range(longest):
            self._lists.append([v[at] if at < len(v) else None for v in columns.values()])

    def _validate(self) -> None:
        names = [column.name for column in cells.COLUMNS]
        of_type = get_column_letter(names.index("type") + 1)
        for name in (*_LISTED, "mode"):
            letter = get_column_letter(names.index(name) + 1)
            formula = f"INDIRECT(${of_type}2)" if name == "mode" else name
            rule = DataValidation(type="list", formula1=formula, allow_blank=True)
            rule.showErrorMessage = name != "mode"  # a type without modes has no list
            rule.errorTitle, rule.error = "not permitted", f"choose a {name} from the list"
            rule.add(f"{letter}2:{letter}{_LAST}")
            self._sheet.data_validations.append(rule)


def _is_formula_like(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula if somebody typed it.

    >>> _is_formula_like("=1+1"), _is_formula_like("soldiers")
    (True, False)
    """
    return text.startswith(_FORMULA)


def _modes_by_type() -> dict[str, tuple[str, ...]]:
    """The modes of each type that has some."""
    types = ontology.load().types
    return {name: tuple(entry.mode_table) for name, entry in types.items() if entry.mode_table}
