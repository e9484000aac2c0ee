"""A spreadsheet of claims for reviewers, which `sayso import` takes back.

In:   claims within the filters
Out:  a workbook: the sheet of claims; permitted values; each cell as it was written (hidden)

Method: written cell by cell to temporary files, so that memory stays small. Ids and evidence are
locked, what may be edited is not; lists drop down from the sheet of permitted values, modes by the
type of the row. Text is stored as text, so that no cell is ever a formula. Times in the file are
fixed, so that the same record gives the same bytes.
Known faults: a cell holds 32,767 characters, a sheet 1,048,576 rows; what is beyond is cut or left
out, counted.
"""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sayso.base.nouns import Claim
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.imports import review_cells as cells

_MOST_CHARACTERS = 32_000  # Excel's limit is 32,767
_MOST_ROWS = 1_000_000  # Excel's limit is 1,048,576 with the head
_AT_ONCE = 500
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FIXED = b"2000-01-01T00:00:00Z"


def write(source: Source, target: Path) -> Written:
    """Write the workbook.

    Raises:
        ConfigError: openpyxl is not installed.
    """
    from sayso.formats.xlsx_book import Book  # noqa: PLC0415  an extra

    written = Written()
    book = Book()
    for at, claim in enumerate(_in_order(source)):
        if at >= _MOST_ROWS:
            written.left_out["beyond the rows that a sheet holds"] += 1
            continue
        row = _row(source, claim, written)
        book.add(row)
        written.rows["claims"] += 1
    with tempfile.TemporaryFile() as raw:
        book.save(raw)
        raw.seek(0)
        _fixed(raw, target)
    return written


def _in_order(source: Source) -> Iterator[Claim]:
    """Claims report by report, as they stand in the text."""
    order = sorted((claim.doc, claim.trigger.start, claim.id) for claim in source.claims())
    for at in range(0, len(order), _AT_ONCE):
        ids = [id_ for _, _, id_ in order[at : at + _AT_ONCE]]
        found = {claim.id: claim for claim in source.claims_by_id(ids)}
        yield from (found[id_] for id_ in ids)


def _row(source: Source, claim: Claim, written: Written) -> dict[str, str]:
    facts = source.facts[claim.doc]
    row = {
        **dict.fromkeys(cells.BY_NAME, ""), **cells.others_of(claim), **cells.fields_of(claim),
        "state": source.states[claim.id], "incident": source.incident_of(claim.id),
        "title": facts.title, "published": str(facts.published or ""),
    }  # fmt: skip
    for name, text in row.items():
        fit = _ILLEGAL.sub("\ufffd", text)
        if len(fit) > _MOST_CHARACTERS:
            fit = fit[:_MOST_CHARACTERS] + " [cut]"
            written.lost[f"a {name} too long for a cell"] += 1
        row[name] = cells.even(fit) if cells.BY_NAME[name].editable else fit
    return row


def _fixed(raw: Any, target: Path) -> None:
    """Copy a workbook with fixed times."""
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            if name == "docProps/core.xml":
                new.writestr(info, _TIMES.sub(rb"\g<1>" + _FIXED, old.read(name)))
                continue
            with old.open(name) as part, new.open(info, "w", force_zip64=True) as out:
                while chunk := part.read(io.DEFAULT_BUFFER_SIZE * 16):
                    out.write(chunk)
