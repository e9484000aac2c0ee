"""The ontology as a page for people: the codebook.

In:   an `Ontology`
Out:  Markdown, the text of `docs/codebook.md`

Method: one chapter for each type, in the order of the ontology, and the shared terms first.
In an example the trigger is bold and the words of the roles follow.
"""

from collections.abc import Iterator

from sayso.base.nouns import ROLES
from sayso.base.ontology import ClaimType, Example, Ontology

_QUADS = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
_OPENING = """\
# The codebook

Made from `src/sayso/base/ontology/` by `python -m sayso.base.ontology > docs/codebook.md`.
Change the entries there, not this page.

A claim is one assertion in a report that something happened between actors (an event) or
that something holds between them (a relation). Coded are deliberate acts of politics, arms,
police, courts, diplomacy, protest and relief, and deliberate violence whatever its motive.
Accidents, weather, disease, markets and sport are left out.

Each claim has one trigger: the word, or the fixed phrase of up to three words, that says
most clearly what happened. One happening told in two sentences is two claims; told twice in
one sentence it is one. Saying something is no event by itself; asking, accusing, rejecting,
threatening, praising and agreeing are. Mentions are exact words of the text: the whole noun
phrase without relative clauses. What the text does not say stays empty.
"""


def codebook(ontology: Ontology) -> str:
    """Write the whole page as Markdown, ending in one line feed."""
    lines = [_OPENING, "## Roles", ""]
    lines += [f"- **{t.name}**: {t.definition}" for t in ontology.roles]
    lines += ["", "## What a number counts", ""]
    lines += [f"- **{t.name}**: {t.definition}" for t in ontology.what]
    lines += ["", "## Status and doubt", ""]
    lines += [f"- **{t.name}**: {t.definition}" for t in ontology.status]
    lines += [f"- **hedged** (yes or no): {ontology.hedged}"]
    for title, kind in (("Events", "event"), ("Relations", "relation")):
        lines += ["", f"## {title}"]
        for entry in ontology.types.values():
            if entry.kind == kind:
                lines += ["", *_chapter(entry)]
    return "\n".join(lines) + "\n"


def _chapter(entry: ClaimType) -> Iterator[str]:
    yield f"### {entry.name}: {entry.label.lower()}"
    yield ""
    yield entry.definition
    yield ""
    yield from (f"- In: {words}." for words in entry.includes)
    yield from (f"- Out: {words}." for words in entry.excludes)
    yield f"- Roles: {', '.join(entry.roles)}."
    if entry.quad is not None:
        yield (
            f"- PLOVER: {entry.plover}, {_QUADS[entry.quad]} (quad {entry.quad}), "
            f"intensity {entry.intensity:g}."
        )
    if entry.cameo:
        yield f"- CAMEO: {', '.join(entry.cameo)}."
    yield f"- From: {entry.source}."
    if entry.mode_table:
        yield ""
        if entry.plover:
            yield "| mode | meaning | intensity | CAMEO |"
            yield "|---|---|---|---|"
        else:
            yield "| mode | meaning |"
            yield "|---|---|"
        for mode in entry.mode_table.values():
            row = f"| {mode.name} | {mode.definition} |"
            if entry.plover:
                score = "" if mode.intensity is None else f"{mode.intensity:g}"
                row += f" {score} | {', '.join(mode.cameo)} |"
            yield row
    yield ""
    yield from (_marked(example) for example in entry.examples)


def _marked(example: Example) -> str:
    trigger = example.claim("event").trigger
    text = f"{example.text[: trigger.start]}**{trigger.text}**{example.text[trigger.end :]}"
    notes = [f"{role} *{words}*" for role in ROLES for words in example.words(role)]
    notes += [f"mode {example.mode}"] if example.mode else []
    notes += [example.status] if example.status != "asserted" else []
    notes += ["hedged"] if example.hedged else []
    return f"- {text}  \n  {'; '.join(notes)}"
