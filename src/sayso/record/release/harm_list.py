"""What rules did: the list that is published, and where withheld words are left.

In:   a `Plan`, the rules, the tables of a release
Out:  rows of `harm.csv`, without a withheld value; `Left`: words that still stand somewhere

Known faults: a word that also means something else ("May") is listed as left where it means that.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from sayso.record.release.build import Source
from sayso.record.release.harm_marks import BEREFT, Plan
from sayso.record.release.harm_rules import HarmRule
from sayso.record.release.harm_words import CUT, Words
from sayso.record.release.rows import report_shown
from sayso.tables import Row

_LEFT_OUT = ("left out", "left out when younger")


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """A withheld word that still stands in the release, in rows that no rule is for."""

    word: str
    where: dict[str, int]


def harm_rows(
    source: Source,
    made: Plan,
    rules: Sequence[HarmRule],
    shown: Mapping[str, str],
    released: set[str],
) -> list[Row]:
    """List each application of each rule, sorted.

    Args:
        source: what the release is drawn from.
        made: the plan.
        rules: in their order.
        shown: raw to shown ids of relations.
        released: shown ids of reports that are in the release.
    """
    scope = source.scope
    kinds = dict.fromkeys(scope.incidents, "incident") | dict.fromkeys(scope.relations, "relation")
    kinds |= dict.fromkeys(scope.claims, "claim")
    rows: list[Row] = []
    for (unit, number), via in made.via.items():
        rule, gone = rules[number - 1], made.units[unit].leave_out
        for action in _actions(rule, gone=gone, via=via):
            rows.append({
                "rule": number, "kind": kinds[unit], "id": shown.get(unit, unit),
                "action": action, "via": via, "reason": rule.reason,
            })  # fmt: skip
    for report, mark in made.marks.items():
        id_ = report_shown(report, source.secret)
        if id_ in released:
            rows += ({
                "rule": number, "kind": "report", "id": id_,
                "action": "title, address and hashes withheld", "via": "it tells what is withheld",
                "reason": rules[number - 1].reason,
            } for number in mark.rules)  # fmt: skip
    return sorted(rows, key=lambda r: (r["rule"], str(r["kind"]), str(r["id"]), str(r["action"])))


def _actions(rule: HarmRule, *, gone: bool, via: str) -> tuple[str, ...]:
    if gone:
        found = tuple(a for a in rule.actions() if a.startswith(_LEFT_OUT))
        return found or ("left out",)
    if via == BEREFT:
        return ("what left-out claims tell left out",)
    kept = tuple(a for a in rule.actions() if not a.startswith("left out"))
    if via == "match" and rule.delay is not None and not rule.leave_out:
        return kept or ("young phases left out",)
    return kept


def left_over(made: Plan, tables: Mapping[str, Any], texts: Iterable[str]) -> list[Left]:
    """Look for withheld words in all that is to be released.

    Rows that no rule is for may hold them rightly: another incident at the same place. The
    user is told, and decides.
    """
    words = Words(made.names)
    if not words:
        return []
    found: dict[str, Counter[str]] = {}
    for where, text in _cells(tables, texts):
        for word in words.found(text):
            found.setdefault(word, Counter())[where] += 1
    return [Left(word=w, where=dict(sorted(found[w].items()))) for w in sorted(found)]


def _cells(tables: Mapping[str, Any], texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name, table in tables.items():
        for column in table.schema.names:
            values = table.column(column)
            if str(values.type) != "string":
                continue
            for chunk in values.chunks:
                for cell in chunk.to_pylist():
                    if cell and cell != CUT and not _is_id(cell):
                        yield f"{name}.{column}", cell
    for text in texts:
        yield "texts", text


def _is_id(cell: str) -> bool:
    return bool(re.fullmatch(r"[a-z]+-[a-z2-7]{16}(; [a-z]+-[a-z2-7]{16})*", cell))
