"""The codebook of a release: what its columns, types and rules mean.

In:   `Facts`
Out:  `CODEBOOK.md`

Method: the columns from `columns`, the types from the ontology that coded the record.
Known faults: claims that an older ontology coded are explained by the present one.
"""

from sayso.base import ontology
from sayso.base.ontology.page import codebook as types_page
from sayso.record.release.about import Facts
from sayso.record.release.columns import SHEETS

_HEAD = """\
# Codebook of {title}, release {name}

A *claim* is one assertion, in one sentence of one report, by a named voice. An *incident* is what
claims of one happening tell; a *relation* is what claims tell of two actors over time. Empty means
that nobody says, never none.

## Versions and models

{made}

## Numbers

{estimates}

{harm}## Tables

"""
_HARM = """\
## Do-no-harm rules

They were applied to this release; the record itself is whole.

{rules}

"""
_ESTIMATES = """\
Numbers of incidents (best, low, high) are chosen from what is told; what is told itself is in
`told`. A voice counts once, with its latest report; `low` is the least bound of any voice, `high`
the greatest, empty while all say "at least". The best number is, by rule:

{rules}"""
_RULES = {
    "ged": "the figure that most voices tell or allow; of equals the one of sure voices, then the "
    "lowest",
    "median": "the middle figure of the voices; of two middle ones the lower",
    "max": "the greatest figure of a voice",
    "min": "the least figure of a voice",
    "latest": "the figure of the newest report; of several in it the lowest",
}


def codebook(facts: Facts) -> str:
    """Write the page."""
    made = [f"- sayso {facts.version} made the release", *(f"- claims: {m}" for m in facts.makers)]
    rules = "\n".join(
        f"- `{r}`: {_RULES[r]}" if r in _RULES else f"- `{r}`" for r in facts.estimates
    )
    harm = "\n".join(f"- {words}" for words in facts.rule_words())
    head = _HEAD.format(
        title=facts.title,
        name=facts.name,
        made="\n".join(made),
        estimates=_ESTIMATES.format(rules=rules) if rules else "No number was estimated.",
        harm=_HARM.format(rules=harm) if harm else "",
    )
    _, heading, rest = types_page(ontology.load()).partition("## Roles")
    return f"{head}{column_tables()}\n# Types of claims\n\n{heading}{rest}"


def column_tables() -> str:
    """Every table with its columns, as Markdown."""
    lines = []
    for sheet in SHEETS:
        lines += [f"### {sheet.name}", "", sheet.about, ""]
        if sheet.key:
            lines += [f"Key: {', '.join(f'`{name}`' for name in sheet.key)}.", ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {c.type} | {c.about} |" for c in sheet.columns]
        lines.append("")
    return "\n".join(lines)


_PAGE = """\
# The columns of a release

Made from `src/sayso/record/release/columns.toml` by
`python -m sayso.record.release > docs/release-columns.md`. Change the text there, not this page.

[Releases](releases.md) says what the tables are for. Empty means that nobody says, never none.
Lists in one cell are joined with "; ".

"""


def columns_page() -> str:
    """The page `docs/release-columns.md`."""
    return _PAGE + column_tables().replace("### ", "## ")
