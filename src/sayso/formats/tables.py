"""Tables as Parquet, CSV for spreadsheets and Arrow, with a data package that describes them.

In:   a `Source`
Out:  a folder: `NAME.parquet`, `NAME.csv`, `NAME.arrow` for each table, `datapackage.json`

Method: the tables are those of a release, made by the same code, so that their columns have one
meaning everywhere. What only a release can tell (changes, old ids, rules) is not among them.
CSV has a byte order mark, ISO days and no formulas (decision 0052).
Known faults: all tables are in memory at once.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.record.release.build import Source as Tables
from sayso.record.release.build import build
from sayso.record.release.columns import BY_NAME, Column, Sheet
from sayso.record.release.folder import csv_parts, file_hash, parquet_bytes
from sayso.record.release.harm_marks import Plan
from sayso.record.release.package import package_name

if TYPE_CHECKING:
    import pyarrow as pa

_FORMS = {
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.file",
}


def write(source: Source, target: Path) -> Written:
    """Write the tables, each in three forms, and their description.

    Args:
        source: what to write.
        target: an empty folder.

    Returns:
        Rows by table.
    """
    written = Written()
    tables, _ = build(Tables.of(source.view, source.scope), Plan())
    for name, table in tables.items():
        written.rows[name] = table.num_rows
        (target / f"{name}.parquet").write_bytes(parquet_bytes(table))
        (target / f"{name}.arrow").write_bytes(arrow_bytes(table))
        with (target / f"{name}.csv").open("wb") as out:
            for part in csv_parts(table):
                out.write(part)
    package = describe(target, source.title, written)
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (target / "datapackage.json").write_text(text, encoding="utf-8")
    return written


def arrow_bytes(table: "pa.Table") -> bytes:
    """A table as an Arrow file (IPC with random access, also called Feather version 2)."""
    import pyarrow as pa  # noqa: PLC0415  0.2 s that other commands do not pay

    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as out:
        out.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def describe(folder: Path, title: str, written: Written) -> dict[str, Any]:
    """A data package of the files in a folder, after Frictionless, version 1.

    Args:
        folder: holds the files.
        title: of the record, "" for none.
        written: whose tables are there.
    """
    resources: list[dict[str, Any]] = []
    for name in written.rows:
        sheet = BY_NAME[name]
        resources.append(_table(sheet, folder, tuple(written.rows)))
        resources += [_file(sheet, folder, ending) for ending in _FORMS]
    return {
        "profile": "data-package",
        "name": package_name(title or "conflict record", "tables"),
        "title": title or "A conflict record",
        "description": "Who did what to whom, where, when, on whose say-so.",
        "resources": resources,
    }


def _table(sheet: Sheet, folder: Path, there: tuple[str, ...]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in sheet.columns],
        "missingValues": [""],
    }
    if sheet.key:
        schema["primaryKey"] = list(sheet.key)
    refers = [c for c in sheet.columns if c.refers and c.refers.partition(".")[0] in there]
    if refers:
        schema["foreignKeys"] = [_foreign(column) for column in refers]
    return {
        "name": sheet.name,
        "title": sheet.title,
        "description": sheet.about,
        "path": f"{sheet.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_size(folder / f"{sheet.name}.csv"),
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field = {"name": column.name, "type": column.type, "description": column.about}
    held: dict[str, Any] = {"required": True} if column.required else {}
    if column.allowed:
        held["enum"] = list(column.allowed)
    return field | ({"constraints": held} if held else {})


def _foreign(column: Column) -> dict[str, Any]:
    resource, _, name = column.refers.partition(".")
    return {"fields": column.name, "reference": {"resource": resource, "fields": name}}


def _file(sheet: Sheet, folder: Path, ending: str) -> dict[str, Any]:
    return {
        "name": f"{sheet.name}-{ending}",
        "title": f"{sheet.title} ({ending.capitalize()})",
        "description": f"The same rows as {sheet.name}.csv, with types.",
        "path": f"{sheet.name}.{ending}",
        "type": "file",  # readers that know the form as a table count no bytes of it
        "profile": "data-resource",
        "mediatype": _FORMS[ending],
        **_size(folder / f"{sheet.name}.{ending}"),
    }


def _size(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "hash": f"sha256:{file_hash(path)}"}
