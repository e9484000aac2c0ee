"""What the gate leaves behind: `quality/report.json`, and `docs/quality.md` made from it.

In:   what was measured in this run, and the report of the last
Out:  the two files

Method: the report holds one part for each extractor and set. A set that could not be
measured this time keeps its last figures as long as the same maker (`made_by`) made them.
The page is a function of the report alone, so it does not change when nothing did.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from quality import floors as fl
from quality import sets
from sayso.score import Figure, Scores, intervals
from sayso.score.figures import Item

_SETS = {
    "own": "the project's own invented reports (`quality/reports`), divided into sentences",
    "own, as text": "the same reports as running text, divided by sayso itself",
    "dev": "real reports that stay outside the project; used to choose and tune",
    "seed": "one real report, never trained on",
    "seed, as received": "the same report as it was published: headline thrice, no date",
}
_ROLES = ("actor", "recipient", "place", "time", "instrument", "number", "source")
_HEAD = tuple(sets.HEAD)


def number(value: float | None) -> str:
    """Write a figure as people do: .642, 24, or nothing.

    >>> number(0.6419), number(1.0), number(24), number(None)
    ('.642', '1.000', '24', '')
    """
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}".removeprefix("0")


def write(out: Path, extractor: str, measured: Iterable[sets.Measured], floors: fl.Floors) -> None:
    """Write report and page below `out` (the checkout)."""
    path = out / "quality" / "report.json"
    report: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    new = {result.name: _part(result) for result in measured}
    makers = {part["made_by"] for part in new.values()}
    kept = {
        name: part
        for name, part in report.get(extractor, {}).items()
        if name not in new and part["made_by"] in makers
    }
    both = kept | new
    report[extractor] = {name: both[name] for name in _SETS if name in both}
    for folder in (path.parent, out / "docs"):
        folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    text = render(json.loads(path.read_text("utf-8")), floors)
    (out / "docs" / "quality.md").write_text(text, encoding="utf-8")


def _part(result: sets.Measured) -> dict[str, Any]:
    kinds = dict.fromkeys(result.scores.source_kinds)
    by_kind = {kind: result.scores.of_source_kind(kind) for kind in sorted(kinds)}
    return {
        "made_by": result.made_by,
        "fingerprint": result.fingerprint,
        "documents": len(result.documents),
        "sentences": sum(len(doc.sentences) for doc in result.documents),
        "claims": result.n_claims,
        "dropped": len(result.drops),
        "head": result.head,
        "figures": _figures(result.scores, result.intervals),
        "source_kinds": {
            kind: {
                "documents": len(part.docs),
                "figures": _figures(part, intervals(part), set(sets.HEAD.values())),
            }
            for kind, part in by_kind.items()
        },
    }


def _figures(
    scores: Scores, found: Mapping[Item, tuple[float, float]], only: set[Item] | None = None
) -> dict[str, list[float | None]]:
    """Each item as [right, coded, annotated, low, high]."""
    return {
        f"{group}: {name}": [
            *figure,
            *(round(end, 4) for end in found[group, name]),
        ]
        if (group, name) in found
        else [*figure, None, None]
        for (group, name), figure in scores.figures().items()
        if only is None or (group, name) in only
    }


def render(report: Mapping[str, Any], floors: fl.Floors) -> str:
    """Make the page from the report."""
    lines = [
        "# How good the coding is",
        "",
        "Made by `make quality` (`python -m quality`), not by hand. Figures are micro F1; the",
        "range is a 95 % interval over documents (1,000 draws). What counts as right is told in",
        "`src/sayso/score/`. Floors stand in `quality/floors.json`.",
        "",
        "A claim counts when type and trigger are found. Two careful coders agree with each",
        "other at about .94 on event claims, .90 on who to whom, .89 on all roles, .84 on",
        "sources, .94 on relation claims: that is the ceiling.",
    ]
    for extractor in sorted(report):
        lines += ["", f"## Extractor `{extractor}`"]
        for name, part in _in_order(report[extractor]):
            lines += ["", *_set_lines(name, part, floors.get(extractor, {}).get(name))]
    return "\n".join(lines) + "\n"


def _in_order(parts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, parts[name]) for name in _SETS if name in parts]


def _set_lines(name: str, part: Mapping[str, Any], floors: fl.SetFloors | None) -> list[str]:
    size = f"{part['documents']} reports, {part['sentences']} sentences, {part['claims']} claims"
    what = f"{_SETS[name][:1].upper()}{_SETS[name][1:]}: {size}. Coded by {part['made_by']}."
    lines = [f"### {name}", "", what, ""]
    standing = floors.floors if floors and floors.fingerprint == part["fingerprint"] else {}
    if name.startswith("seed"):
        rows = [
            [head, str(value), str(part["claims"]), number(standing.get(head))]
            for head, value in part["head"].items()
        ]
        return lines + _table(["figure", "right", "of", "floor"], rows)
    figures = part["figures"]
    rows = [
        [head, *_cells(figures.get(_key(sets.HEAD[head]))), number(standing.get(head))]
        for head in _HEAD
    ]
    columns = ["F1", "interval", "precision", "recall", "annotated"]
    lines += _table(["figure", *columns, "floor"], rows)
    if name == "own, as text":
        return lines
    lines += ["", "By role (half of the words; the very same characters):", ""]
    rows = [
        [
            f"{kind} {role}",
            *_cells(figures.get(f"{kind}: {role}")),
            _cells(figures.get(f"{kind}: exact {role}"))[0],
        ]
        for kind in ("event", "relation")
        for role in _ROLES
        if any(figures.get(f"{kind}: {role}", [0, 0, 0])[:3])
    ]
    lines += _table(["role", *columns, "exact F1"], rows)
    lines += ["", "By type (claims found; who to whom of these):", ""]
    types = sorted(
        key.split(": ")[0] for key in figures if key.startswith("type ") and key.endswith(": claim")
    )
    rows = [
        [
            group.removeprefix("type "),
            *_cells(figures[f"{group}: claim"]),
            _cells(figures.get(f"{group}: who to whom"))[0],
        ]
        for group in types
    ]
    lines += _table(["type", *columns, "who to whom F1"], rows)
    lines += ["", "By status (claims paired with the right status; share found at all):", ""]
    rows = [
        [
            status,
            *_cells(figures.get(f"status {status}: claim")),
            _cells(figures.get(f"status {status}: found"))[0],
        ]
        for status in ("asserted", "negated", "future", "hypothetical")
    ]
    lines += _table(["status", *columns, "found"], rows)
    lines += ["", "By kind of source:", ""]
    shown = ("event claim", "event, who to whom", "event source", "relation claim")
    rows = [
        [kind, str(of["documents"])]
        + [" ".join(_cells(of["figures"].get(_key(sets.HEAD[head])))[:2]) for head in shown]
        for kind, of in part["source_kinds"].items()
    ]
    return lines + _table(["source", "reports", *shown], rows)


def _key(item: Item) -> str:
    return f"{item[0]}: {item[1]}"


def _cells(counts: list[Any] | None) -> list[str]:
    """F1, interval, precision, recall, annotated; dashes where nothing is counted."""
    if counts is None or not any(counts[:3]):
        return ["-", "", "-", "-", "0"]
    figure = Figure(*counts[:3])
    interval = "" if counts[3] is None else f"({number(counts[3])}-{number(counts[4])})"
    return [
        number(figure.f1),
        interval,
        number(figure.precision),
        number(figure.recall),
        str(figure.annotated),
    ]


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
