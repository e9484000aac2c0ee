"""Make a release: the whole, from the record to the folder, one screen long.

In:   an open record, a name, filters, the file of rules
Out:  a folder, a row of `release`, an act; or a `Drawn`, of which nothing is written (preview)

Method: everything is drawn from one view of the record and written to a hidden folder; only then
is the record locked, for as long as one row takes; then the folder gets its name. Whoever is
killed before that has no release, whoever is killed after has one that the same command
finishes: what a release holds follows from the record as of an act, the settings kept with it
and its day, so that it can be drawn again, byte for byte.
Known faults: a version of sayso or pyarrow that writes other bytes cannot draw an old release
again; it says so and writes nothing.
"""

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.record import acts, schema
from sayso.record.open import Record
from sayso.record.queries.overview import last_act, setting
from sayso.record.release import folder, gather
from sayso.record.release.about import Facts
from sayso.record.release.build import Source, build, table_of
from sayso.record.release.codebook import codebook
from sayso.record.release.columns import SHEETS
from sayso.record.release.diff import Change
from sayso.record.release.harm_list import Left, harm_rows, left_over
from sayso.record.release.harm_marks import Dated, Plan
from sayso.record.release.kept import (
    At,
    Detail,
    Released,
    Settings,
    check_rules,
    releases,
    today,
)
from sayso.record.release.package import package_bytes
from sayso.record.release.sides import side_of
from sayso.record.release.since import New, Past, Since, since
from sayso.record.release.texts import changes_page, citation_cff, citation_text, readme
from sayso.record.release.wanted import wanted
from sayso.record.view import View
from sayso.tables import Row


@dataclass(slots=True)
class Drawn:
    """A release before it is written.

    Attributes:
        facts: what it says of itself.
        tables: all of them, by name.
        plan: what rules withhold.
        source: what it was drawn from; readable as long as the view is open.
        changes: since the last release.
        left: withheld words that still stand somewhere.
        detail: what the record keeps.
    """

    facts: Facts
    tables: dict[str, Any]
    plan: Plan
    source: Source
    changes: list[Change]
    left: list[Left] = field(default_factory=list)
    detail: Detail | None = None


def release(
    record: Record, name: str, target: Path, settings: Settings, *, without_rules: bool = False
) -> Drawn:
    """Make a release.

    Args:
        record: open for writing.
        name: of the release.
        target: the folder to make.
        settings: filters, rules, note.
        without_rules: have no rules where the last release had some.

    Raises:
        ConfigError: the name is taken, the folder is there, a filter does not fit, or the last
            release had do-no-harm rules and this one has none.
        RecordError: the record is locked for too long, or the disk is full.
    """
    folder.check_name(name)
    with folder.draft(target) as made:
        for _ in range(2):  # once more when midnight passed meanwhile
            with record.read() as view:
                day = today(view)
                known = releases(view)
                again = next((r for r in known if r.name == name), None)
                if again is not None:
                    return _again(record, again, target, settings, made)
                if not without_rules:
                    check_rules(known, settings)
                as_of = last_act(view)
                drawn = draw(view, name, settings, at=At(day=day, as_of=as_of), known=known)
                digest = _write(made, drawn)
            with record.write("release", reason=settings.note, step="release") as act:
                if dt.date.fromisoformat(act.at[:10]) == day:
                    _enter(act, name, digest, drawn)
                    break
                act.unchanged()
            made.clear()
        else:  # pragma: no cover  two midnights in a row: the clock is broken
            raise ConfigError("the clock of this machine jumps; set it and try again")
        folder.publish(made, target)
    return drawn


def draw(view: View, name: str, settings: Settings, *, at: At, known: list[Released]) -> Drawn:
    """Draw a release from a view; nothing is written.

    Args:
        view: the record as of `at`.
        name: of the release.
        settings: filters, rules, note.
        at: day of the release, and the last act that counts.
        known: releases before this one.
    """
    file = settings.file
    source = Source.of(
        view,
        gather.scope(view, wanted(view, settings.filters)),
        name_people=file.release.name_people,
    )
    now = Dated(rules=file.harm, day=at.day)
    plan = source.plan([now])
    tables, shown = build(source, plan)
    past = Past(known[-1].name, known[-1].detail) if known else None
    side = side_of(name, tables, version("sayso"))
    found = since(past, New(source, plan, side, shown, now))
    tables["aliases"] = table_of("aliases", _tombstone_rows(found))
    released = set(tables["reports"].column("id").to_pylist())
    tables["harm"] = table_of("harm", harm_rows(source, plan, file.harm, shown, released))
    tables["changes"] = table_of("changes", map(msgspec.structs.asdict, found.changes))
    counts = {sheet.name: tables[sheet.name].num_rows for sheet in SHEETS}
    facts = Facts(
        name=name,
        record=setting(view, "name"),
        day=at.day,
        as_of=at.as_of,
        previous=past.name if past else "",
        about=file.release,
        filters={key: ", ".join(words) for key, words in settings.filters.items()},
        rules=file.harm,
        estimates=_distinct(tables["incidents"], "estimate_rule"),
        note=settings.note,
        version=version("sayso"),
        makers=_distinct(tables["claims"], "made_by"),
        counts=counts,
        withheld=_withheld(source, plan),
    )
    texts = [*facts.filters.values(), settings.note, facts.title, file.release.description]
    detail = Detail(
        settings=settings,
        day=at.day,
        as_of=at.as_of,
        previous=facts.previous,
        version=facts.version,
        counts=counts,
        withheld=facts.withheld,
        tombstones=found.tombstones,
    )
    left = left_over(plan, tables, texts)
    return Drawn(facts, tables, plan, source, found.changes, left, detail)


def _again(
    record: Record, again: Released, target: Path, settings: Settings, made: folder.Draft
) -> Drawn:
    """Finish a release whose folder is missing: after a kill, or when it was lost."""
    if again.detail.settings != settings:
        raise ConfigError(
            f"there is a release {again.name} already, of {again.at[:10]}, made with other "
            "settings; a release is never changed: choose another name"
        )
    with record.read(again.detail.as_of) as view:
        known = [r for r in releases(view) if r.act <= again.detail.as_of]
        at = At(day=again.detail.day, as_of=again.detail.as_of)
        drawn = draw(view, again.name, settings, at=at, known=known)
        if _write(made, drawn) != again.digest:
            raise ConfigError(
                f"release {again.name} cannot be drawn again with the same bytes: sayso "
                f"{again.detail.version} made it, this is {version('sayso')}"
            )
    folder.publish(made, target)
    return drawn


def _write(made: folder.Draft, drawn: Drawn) -> str:
    """Write all files; give the digest of the data package."""
    facts = drawn.facts
    for sheet in SHEETS:
        table = drawn.tables[sheet.name]
        made.write(f"{sheet.name}.csv", folder.csv_parts(table))
        if sheet.parquet:
            made.write(f"{sheet.name}.parquet", folder.parquet_bytes(table))
    made.write("README.md", readme(facts).encode())
    made.write("CODEBOOK.md", codebook(facts).encode())
    made.write("CHANGES.md", changes_page(facts, drawn.changes).encode())
    made.write("citation.txt", citation_text(facts).encode())
    made.write("CITATION.cff", citation_cff(facts).encode())
    package = package_bytes(facts, made.sizes, made.hashes)
    made.write(folder.PACKAGE, package)
    made.write_sums()
    return hashlib.sha256(package).hexdigest()


def _enter(act: acts.Act, name: str, digest: str, drawn: Drawn) -> None:
    if any(one.name == name for one in releases(act.view)):
        raise ConfigError(f"another run has just made a release {name}; choose another name")
    detail = msgspec.json.encode(drawn.detail).decode()
    row = {"name": name, "digest": digest, "detail": detail, "made": act.n}
    act.conn.execute(sa.insert(schema.release).values(row))
    act.detail |= {"release": name, "digest": digest, "counts": drawn.facts.counts}


def _tombstone_rows(found: Since) -> list[Row]:
    return [
        {"old": old, "new": new, "why": why, "since": first}
        for old, new, why, first in found.tombstones
    ]


def _withheld(source: Source, plan: Plan) -> dict[str, int]:
    gone = plan.gone()
    touched = [id_ for id_ in source.scope.incidents if id_ in plan.units]
    return {
        "left out": sum(id_ in gone for id_ in touched),
        "changed": sum(id_ not in gone for id_ in touched),
    }


def _distinct(table: Any, column: str) -> tuple[str, ...]:
    """Values of a column, the commonest first."""
    found = Counter(value for value in table.column(column).to_pylist() if value)
    return tuple(value for value, _ in sorted(found.items(), key=lambda c: (-c[1], c[0])))
