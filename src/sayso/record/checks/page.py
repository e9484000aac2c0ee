"""The rules as a page for people: `docs/checks.md`.

In:   the register of rules
Out:  Markdown

Method: one table for each thing that rules look at, in the order in which one thing is made of
the other; the gravest rules first.
Known faults: none known.
"""

from collections.abc import Iterable, Iterator

from sayso.record.checks.rule import SEVERITIES, About, Rule

_TITLES: dict[About, str] = {
    "report": "Reports",
    "claim": "Claims",
    "incident": "Incidents",
    "relation": "Relations",
    "actor": "Actors",
    "record": "The record as a whole",
}
_OPENING = """\
# Checks

Made from the rules in `src/sayso/record/checks/` by `python -m sayso.record.checks`
(`make docs`). Change the rules there, not this page.

`sayso check` runs {n} rules over a record and prints what they find: a reason with the values,
the ids concerned, and how to settle it.

```sh
sayso check                                   # all rules, over the only record of the folder
sayso check --severity warning                # errors and warnings
sayso check --rule day-after-report --country SYR --from 2014-01-01
sayso check --strict                          # ends with code 6 when an error is left
sayso check --format csv -o findings.csv
```

A finding has an id that stays while what it rests on stays. Who has looked at it and holds it
for right says so, with the reason, and it is no longer shown (but with `--all`):

```sh
sayso decide settle f-2u4hx6rkqmzj7w5c --reason "the town is divided along the river"
sayso undo d12                                # and it is shown again
```

When the values change on which the judgement rests, it is another finding, and is shown.
`sayso check` changes nothing, and can be run while others write, as of any time (`--as-of`).

"""


def page(rules: Iterable[Rule]) -> str:
    """Write the whole page, ending in one line feed."""
    listed = tuple(rules)
    lines = [_OPENING.format(n=len(listed))]
    lines += [f"- **{severity}**: it {means}." for severity, means in SEVERITIES.items()]
    for about, title in _TITLES.items():
        mine = [rule for rule in listed if rule.about == about]
        if mine:
            lines += ["", f"## {title}", "", *_table(mine)]
    return "\n".join(lines) + "\n"


def _table(rules: list[Rule]) -> Iterator[str]:
    gravity = list(SEVERITIES)
    yield "| id | severity | looks at | what it means | how to settle it |"
    yield "|---|---|---|---|---|"
    for rule in sorted(rules, key=lambda rule: (gravity.index(rule.severity), rule.id)):
        over = _LOOKS_AT.get(rule.over, f"all {_PLURAL[rule.about]}")
        settle = rule.settle.replace("{id}", "ID").replace("{other}", "OTHER")
        cells = (f"`{rule.id}`", rule.severity, over, rule.means, settle)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


_LOOKS_AT = {"claim": "each claim", "incident": "each incident", "relation": "each relation"}
_PLURAL: dict[About, str] = {
    "claim": "claims",
    "incident": "incidents",
    "relation": "relations",
    "actor": "actors",
    "report": "reports",
    "record": "of the record",
}
