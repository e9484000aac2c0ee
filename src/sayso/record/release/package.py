"""The data package: `datapackage.json` after Frictionless, version 1.

In:   `Facts`, hashes and sizes of the files
Out:  the bytes of `datapackage.json`

Method: each CSV file is a tabular resource with its schema; each Parquet file is a file. What
Frictionless has no place for stands under "sayso". Keys are in a fixed order.
Known faults: version 1 of the specification; version 2 is younger than most readers.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from sayso.record.release.about import Facts
from sayso.record.release.columns import SHEETS, Column, Sheet
from sayso.tables import Row

_TYPES = {name: name for name in ("string", "integer", "number", "boolean", "date")}


def package_bytes(facts: Facts, sizes: Mapping[str, int], hashes: Mapping[str, str]) -> bytes:
    """Describe a release.

    Args:
        facts: what it says of itself.
        sizes, hashes: of every file that is written already, by name.
    """
    described = set()
    resources: list[dict[str, Any]] = []
    for sheet in SHEETS:
        path = f"{sheet.name}.csv"
        resources.append(_tabular(sheet, sizes[path], hashes[path]))
        described.add(path)
        if sheet.parquet:
            path = f"{sheet.name}.parquet"
            resources.append(_file(sheet, path, sizes[path], hashes[path]))
            described.add(path)
    about = facts.about
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": package_name(facts.title, facts.name),
        "title": facts.title,
        "version": facts.name,
        "created": f"{facts.day.isoformat()}T00:00:00Z",
        "description": about.description or "Who did what to whom, where, when, on whose say-so.",
    }
    package |= {"homepage": about.homepage} if about.homepage else {}
    package |= {"keywords": list(about.keywords)} if about.keywords else {}
    if about.licences:
        package["licenses"] = [_given(licence) for licence in about.licences]
    package["contributors"] = [{"title": name, "role": "author"} for name in facts.authors]
    package["resources"] = resources
    package["sayso"] = {
        "version": facts.version,
        "made_by": list(facts.makers),
        "as_of_act": facts.as_of,
        "previous": facts.previous,
        "filters": facts.filters,
        "estimates": list(facts.estimates),
        "harm": facts.rule_words(),
        "note": facts.note,
        "counts": facts.counts,
        "files": {name: hashes[name] for name in sorted(hashes) if name not in described},
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def package_name(title: str, name: str) -> str:
    """A name as the specification has it: lower case letters, digits, points and hyphens.

    >>> package_name("The Varda Valley", "2026-W47")
    'the-varda-valley-2026-w47'
    """
    return re.sub(r"[^a-z0-9._]+", "-", f"{title}-{name}".lower()).strip("-.") or "release"


def _given(noun: Any) -> Row:
    return {f: getattr(noun, f) for f in noun.__struct_fields__ if getattr(noun, f)}


def _tabular(sheet: Sheet, size: int, digest: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in sheet.columns],
        "missingValues": [""],
    }
    if sheet.key:
        schema["primaryKey"] = list(sheet.key)
    foreign = [_foreign(column) for column in sheet.columns if column.refers]
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "name": sheet.name,
        "title": sheet.title,
        "description": sheet.about,
        "path": f"{sheet.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    field = {"name": column.name, "type": _TYPES[column.type], "description": column.about}
    return field | ({"constraints": constraints} if constraints else {})


def _foreign(column: Column) -> dict[str, Any]:
    resource, _, name = column.refers.partition(".")
    return {"fields": column.name, "reference": {"resource": resource, "fields": name}}


def _file(sheet: Sheet, path: str, size: int, digest: str) -> dict[str, Any]:
    return {
        "name": f"{sheet.name}-parquet",
        "title": f"{sheet.title} (Parquet)",
        "description": f"The same rows as {sheet.name}.csv, with types.",
        "path": path,
        "type": "file",  # readers that know Parquet as a table count no bytes of it
        "profile": "data-resource",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": size,
        "hash": f"sha256:{digest}",
    }
