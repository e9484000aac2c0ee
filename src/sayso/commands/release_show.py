"""What people see of releases: the account of one, a preview of rules, changes.

In:   `Drawn`, `Preview`, `Change`s, rows of `release`
Out:  tables for the eye; bytes of JSON lines or CSV

Known faults: none known.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from rich.console import Group
from rich.table import Table
from rich.text import Text

from sayso.commands.output import FormatName, as_text
from sayso.record.release.columns import BY_NAME
from sayso.record.release.diff import Change, counts
from sayso.record.release.harm_list import Left
from sayso.record.release.kept import Released
from sayso.record.release.make import Drawn
from sayso.record.release.preview import Example, Preview
from sayso.show.words import counted, visible
from sayso.tables import Row, csv_cell

_MOST_LEFT = 8  # withheld words that are named one by one; all are in the same few rows as a rule
_MOST_WIDE = 60  # characters of a value in a table


def release_view(drawn: Drawn, target: Path) -> Group:
    """The account of a release."""
    table = _plain_table()
    for name in ("incidents", "claims", "relations", "reports"):
        what = "phases of relations" if name == "relations" else name
        table.add_row(what, f"{drawn.facts.counts[name]:,}", "")
    found = counts(drawn.changes).get("incident", {})
    changed = ", ".join(f"{n:,} {what}" for what, n in found.items()) or "nothing"
    if drawn.facts.previous:
        table.add_row("changed", "", Text(f"since {drawn.facts.previous}: {changed}"))
    if drawn.facts.rules:
        held = drawn.facts.withheld
        words = f"left out {held['left out']:,}, changed {held['changed']:,} incidents"
        table.add_row("rules", f"{len(drawn.facts.rules):,}", words)
    table.add_row("in", "", Text(visible(str(target))))
    return Group(table, *_left(drawn.left))


def preview_view(found: Preview) -> Group:
    """What rules would withhold, with the values, for the user's own eyes."""
    parts: list[Table | Text] = []
    if not found.rules:
        parts.append(Text("no do-no-harm rules: nothing is withheld"))
    for rule in found.rules:
        parts.append(Text(visible(f"rule {rule.number}: {'; '.join(rule.actions)}"), "bold"))
        applied = ", ".join(counted(n, kind) for kind, n in rule.counts.items()) or "nothing"
        reached = f" ({rule.reached:,} of them by the same words)" if rule.reached else ""
        parts.append(Text(visible(f"  {rule.reason}; applied to {applied}{reached}")))
        parts += [Text(visible(line)) for example in rule.examples for line in _example(example)]
    table = _plain_table()
    for name, n in found.counts.items():
        if name in ("incidents", "claims", "relations", "reports"):
            table.add_row(f"{name} released", f"{n:,}", "")
    table.add_row("incidents left out", f"{found.withheld.get('left out', 0):,}", "")
    table.add_row("incidents changed", f"{found.withheld.get('changed', 0):,}", "")
    return Group(*parts, table, *_left(found.left), Text("nothing was written"))


def _example(example: Example) -> Iterator[str]:
    if example.left_out:
        yield f"    {example.kind} {example.id}: left out"
        return
    yield f"    {example.kind} {example.id}"
    for name, old, new in example.fields:
        yield f"      {name}: {_short(old) or '(empty)'} -> {_short(new) or '(empty)'}"


def _left(left: Sequence[Left]) -> Iterator[Text]:
    if not left:
        return
    yield Text("withheld words that stand in rows no rule is for:", "bold")
    for one in left[:_MOST_LEFT]:
        where = ", ".join(f"{place} {n:,}" for place, n in one.where.items())
        yield Text(visible(f"  {one.word}: {where}"))
    if len(left) > _MOST_LEFT:
        yield Text(f"  and {len(left) - _MOST_LEFT:,} more words")


def _plain_table() -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    return table


# --- lists --------------------------------------------------------------------------------


def releases_out(known: Sequence[Released], shape: FormatName) -> bytes:
    """The releases of a record."""
    rows: list[Row] = [
        {
            "name": one.name,
            "day": one.detail.day,
            "act": one.act,
            "incidents": one.detail.counts.get("incidents", 0),
            "claims": one.detail.counts.get("claims", 0),
            "previous": one.detail.previous,
            "rules": len(one.detail.settings.file.harm),
            "version": one.detail.version,
            "digest": one.digest,
        }
        for one in known
    ]
    names = ("name", "day", "act", "incidents", "claims", "previous", "rules", "version", "digest")
    if shape != "table":
        return _rows_out(rows, names, shape)
    if not rows:
        return as_text(["no releases"])
    return as_text(_release_line(one) for one in known)


def _release_line(one: Released) -> str:
    detail = one.detail
    n_rules = len(detail.settings.file.harm)
    parts = [
        counted(detail.counts.get("incidents", 0), "incident"),
        counted(detail.counts.get("claims", 0), "claim"),
        *([counted(n_rules, "do-no-harm rule")] if n_rules else []),
    ]
    return f"{one.name}  {detail.day}  {', '.join(parts)}  {one.digest[:12]}"


def changes_out(changes: Sequence[Change], shape: FormatName, *, limit: int) -> bytes:
    """Changes."""
    if shape != "table":
        return _rows_out(map(msgspec.structs.asdict, changes), BY_NAME["changes"].names, shape)
    return as_text(_change_lines(changes, limit))


def _change_lines(changes: Sequence[Change], limit: int) -> Iterator[str]:
    if not changes:
        yield "no changes"
        return
    shown = changes[:limit] if limit else changes
    last = ""
    for change in shown:
        if change.id != last:
            yield f"{change.kind} {change.id}"
            last = change.id
        why = f"  [{change.reason}]" if change.reason else ""
        yield f"  {_what(change)}{why}"
    if len(shown) < len(changes):
        yield f"... and {len(changes) - len(shown):,} more rows; --limit 0 shows all"
    yield ""
    for kind, by in counts(changes).items():
        yield f"{kind}s: {', '.join(f'{n:,} {what}' for what, n in by.items())}"


def _what(change: Change) -> str:
    if change.change == "changed":
        old, new = _short(change.old) or "(empty)", _short(change.new) or "(empty)"
        return f"{change.field}: {old} -> {new}"
    parts = (change.change, change.field, _short(change.new))
    return ": ".join(part for part in parts if part)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _MOST_WIDE else plain[: _MOST_WIDE - 3] + "..."


def _rows_out(rows: Iterable[Mapping[str, object]], names: Sequence[str], shape: str) -> bytes:
    if shape == "json":
        return b"".join(msgspec.json.encode({n: row[n] for n in names}) + b"\n" for row in rows)
    buffer = io.StringIO(newline="")
    out = csv.writer(buffer)
    out.writerow(names)
    for row in rows:
        out.writerow([csv_cell(row[name]) for name in names])  # type: ignore[arg-type]
    return buffer.getvalue().encode("utf-8", "surrogatepass")
