"""The texts of a release: README, citation, list of changes.

In:   `Facts`, changes, what rules withhold
Out:  Markdown, CFF and plain text

Method: the day of the release stands in the citation (and in the data package), and nowhere
else, so that all other files of two releases of the same content are the same.
Known faults: none known.
"""

import json
from collections.abc import Iterable, Sequence

from sayso.record.release.about import Facts
from sayso.record.release.columns import SHEETS
from sayso.record.release.diff import Change, counts
from sayso.record.release.diff_why import CODES
from sayso.show.words import counted

# Changes that the page lists one by one; the rest is in the CSV file. About ten screens.
_MOST_LISTED = 300


ACCESSED = "[day of access]"
"""What the reader of a citation puts a day in the place of."""


def citation(facts: Facts) -> str:
    """A sentence to cite a release by: name, version, what was chosen, and by which rules."""
    c = facts.counts
    n_rules = len(facts.rules)
    harm = f"{counted(n_rules, 'do-no-harm rule')} (see CODEBOOK.md)" if n_rules else "none"
    made = f"sayso {facts.version}"
    drawn = f" (claims by {', '.join(facts.makers)})" if facts.makers else ""
    return (
        f"{'; '.join(facts.authors)} ({facts.day.year}). {facts.title}, release {facts.name} "
        f"[data set], released {facts.day.isoformat()}. "
        f"{counted(c['incidents'], 'incident')} and {counted(c['claims'], 'claim')} from "
        f"{counted(c['reports'], 'report')}, made with {made}{drawn}. "
        f"Filters: {facts.filter_words()}. "
        f"Rule of estimates: {', '.join(facts.estimates) or 'none'}. "
        f"Do-no-harm rules: {harm}. Accessed {ACCESSED}."
    )


def citation_text(facts: Facts) -> str:
    """`citation.txt`."""
    return (
        f"{citation(facts)}\n\n"
        "Put in the day on which you got the data. If you chose rows or changed values, say which "
        'and\nhow, for example: "only incidents in ..., from ... to ...".\n'
    )


def citation_cff(facts: Facts) -> str:
    """`CITATION.cff`, version 1.2.0. Values are quoted as JSON, which is YAML too."""
    q = json.dumps
    lines = [
        "cff-version: 1.2.0",
        f"message: {q('If you use these data, please cite them as in citation.txt.')}",
        f"title: {q(facts.title, ensure_ascii=False)}",
        "type: dataset",
        "authors:",
        *(f"  - name: {q(name, ensure_ascii=False)}" for name in facts.authors),
        f"version: {q(facts.name)}",
        f"date-released: {q(facts.day.isoformat())}",
    ]
    names = [licence.name for licence in facts.about.licences if licence.name]
    if len(names) == 1:
        lines.append(f"license: {q(names[0])}")
    if facts.about.homepage:
        lines.append(f"url: {q(facts.about.homepage)}")
    if facts.about.keywords:
        lines += ["keywords:", *(f"  - {q(k, ensure_ascii=False)}" for k in facts.about.keywords)]
    lines += [
        "references:",
        "  - type: software",
        "    title: sayso",
        "    authors:",
        "      - name: The sayso authors",
        f"    version: {q(facts.version)}",
    ]
    return "\n".join(lines) + "\n"


_README = """\
# {title}: release {name}

{description}{counts}. Filters: {filters}.

Every value can be traced: a value of an incident is in `told` with its claims; a claim is in
`claims` with its sentence, where it stands, and its report; the report is in `reports` with the
hash of its text. Nothing is averaged: voices that contradict each other stand beside each other.

{note}| file | rows | what it holds |
|---|---|---|
{files}

CSV files open in spreadsheets: UTF-8 with a byte order mark, CRLF, and an apostrophe before a text
that a spreadsheet would take for a formula. Parquet files hold the same rows with types and without
the apostrophe. `datapackage.json` describes all columns (Frictionless Data Package 1);
`CODEBOOK.md` is the same for people, with the meaning of every type.

{withheld}## Citing, checking, comparing

`citation.txt` has the sentence to cite, `CITATION.cff` the same for programs. {licence}

{contact}`sha256sum -c sha256sums.txt` or `sayso release --verify .` says whether a file was
changed. `CHANGES.md` and `changes.csv` list what changed since the last release, and why;
`sayso diff OTHER .` compares with any other.
"""
_WITHHELD = """\
## What is withheld

{rules}

Left out: {gone}; changed: {changed}. `harm.csv` lists each by id and rule. In the tables the column
`withheld` says what of a row is withheld; `[withheld]` stands where words were cut out.

"""


def readme(facts: Facts) -> str:
    """`README.md`: what is in the folder, and how to use it."""
    c, about = facts.counts, facts.about
    terms = [" ".join(p for p in (x.name, x.title, x.path) if p) for x in about.licences]
    return _README.format(
        title=facts.title,
        name=facts.name,
        description=f"{about.description}\n\n" if about.description else "",
        counts=f"{counted(c['incidents'], 'incident')}, {counted(c['claims'], 'claim')} and "
        f"{counted(c['relations'], 'phase')} of relations, from {counted(c['reports'], 'report')}",
        filters=facts.filter_words(),
        note=f"{facts.note}\n\n" if facts.note else "",
        files="\n".join(
            f"| `{sheet.name}.csv`{f', `{sheet.name}.parquet`' if sheet.parquet else ''} "
            f"| {c.get(sheet.name, 0):,} | {sheet.about} |"
            for sheet in SHEETS
        ),
        withheld=_withheld(facts) if facts.rules else "",
        licence=f"Licence: {'; '.join(terms)}."
        if terms
        else "No licence is stated: ask who made the release before you pass it on.",
        contact=f"Questions: {about.contact}\n\n" if about.contact else "",
    )


def _withheld(facts: Facts) -> str:
    return _WITHHELD.format(
        rules="\n".join(f"- {words}" for words in facts.rule_words()),
        gone=counted(facts.withheld.get("left out", 0), "incident"),
        changed=counted(facts.withheld.get("changed", 0), "incident"),
    )


def changes_page(facts: Facts, changes: Sequence[Change]) -> str:
    """`CHANGES.md`."""
    head = [f"# Changes in release {facts.name}", ""]
    if not facts.previous:
        return "\n".join([*head, "This is the first release of the record.", ""])
    head += [f"Since release {facts.previous}. `changes.csv` has every field.", ""]
    if not changes:
        return "\n".join([*head, "Nothing changed.", ""])
    found = counts(changes)
    kinds = [
        f"- {kind}s: {', '.join(f'{n:,} {what}' for what, n in by.items())}"
        for kind, by in found.items()
    ]
    codes = sorted({code for change in changes for code in change.why.split("; ") if code})
    lines = [*head, *kinds, "", "Reasons:", "",
             *(f"- {code}: {CODES.get(code, code)}" for code in codes), ""]  # fmt: skip
    listed = [c for c in changes if c.kind != "claim"]
    for title, whats in (
        ("New", ("new",)),
        ("Retracted, merged and split", ("retracted", "merged", "split")),
        ("Withheld or shown by do-no-harm rules", ("withheld", "shown")),
        ("No longer within the filters", ("left",)),
        ("Changed", ("changed",)),
    ):
        lines += _section(title, [c for c in listed if c.change in whats])
    return "\n".join(lines)


def _section(title: str, changes: Sequence[Change]) -> Iterable[str]:
    if not changes:
        return []
    lines = [f"## {title}", ""]
    lines += [f"- {_line(change)}" for change in changes[:_MOST_LISTED]]
    if len(changes) > _MOST_LISTED:
        lines.append(f"- and {len(changes) - _MOST_LISTED:,} more in `changes.csv`")
    return [*lines, ""]


def _line(change: Change) -> str:
    what = f"{change.kind} `{change.id}`"
    if change.field:
        what += f", {change.field}"
    if change.change == "changed":
        what += f": {_cell(change.old)} → {_cell(change.new)}"
    elif change.new:
        what += f": {change.change}, {_cell(change.new)}"
    else:
        what += f": {change.change}"
    return f"{what}. {change.reason}." if change.reason else what


def _cell(text: str) -> str:
    """Words of reports on a page of Markdown: on one line, and nothing of them is markup."""
    plain = " ".join(text.split())
    for character in "\\`*_[]<>|#":
        plain = plain.replace(character, f"\\{character}")
    return plain or "(empty)"
