"""A report with its claims on a terminal.

In:   a `Document` and its claims
Out:  rich renderables

Method: in the text, `[3 attacked]` is the trigger of claim 3 and `<the army>` a mention
that fills a role; on a colour terminal mentions also carry the colour and line of their
role. Below stand the claims in words, and under each what its mentions mean, where that was
asked for. Nothing depends on colour.
Known faults: where mentions of several claims overlap, the colour is that of the first.
"""

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.base.nouns import Claim, Document
from sayso.show.meant import MEANT_ROLES, identified, meaning, meant_in
from sayso.show.segments import Segment, paragraphs
from sayso.show.words import (
    ROLES,
    TRIGGER,
    chain,
    mentions,
    qualifiers,
    type_words,
    visible,
    when_words,
)

# Colours of the 16-colour palette, which every terminal has and every theme makes
# readable; the line under the word tells the roles apart where colour does not.
_STYLES = {
    "trigger": "bold",
    "actor": "blue",
    "recipient": "magenta",
    "place": "green",
    "time": "yellow",
    "number": "cyan",
    "instrument": "red",
    "source": "italic underline",
}


def report_view(doc: Document, claims: Sequence[Claim]) -> Group:
    """The head of the report, its text with claims marked, and the claims in words."""
    parts: list[RenderableType] = [_head(doc, claims), ""]
    parts += [_paragraph(segments) for segments in paragraphs(doc, claims)]
    parts += [_legend(), ""] if claims else []
    known = identified(claims)
    for number, claim in enumerate(claims, start=1):
        parts += [claim_view(number, claim, meanings=known), ""]
    if not claims:
        parts.append(Text("No claims were found in this report."))
    return Group(*parts)


def claim_view(number: int, claim: Claim, *, meanings: bool = False) -> RenderableType:
    """One claim in words: a headline, then a line for each role that the text fills.

    Args:
        number: as it stands in the text.
        claim: the claim.
        meanings: whether to say what its mentions mean, and why.
    """
    head = Text.assemble((f"{number:>3}  ", "bold"), (type_words(claim), "bold"))
    head.append(f"  “{visible(claim.trigger.text)}”")
    for word in qualifiers(claim):
        head.append(f"  [{word}]", style="bold")
    head.append(f"  {claim.score:.2f}", style="dim")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", min_width=19, style="dim")
    grid.add_column(overflow="fold")
    for role in ROLES:
        if role.name == "source":
            continue
        spans = getattr(claim, role.name)
        if spans:
            grid.add_row(role.label, Text(visible(mentions(spans)), style=_STYLES[role.name]))
    days = when_words(claim.when)
    if days:
        grid.add_row("dated", Text(days))
    voices = chain(claim)
    if voices:
        grid.add_row(
            "says who", Text(visible(", reported by ".join(voices)), style=_STYLES["source"])
        )
    if meanings:
        lines = [
            Text(visible(meaning(mention)), style="dim")
            for role in MEANT_ROLES
            for mention in meant_in(getattr(claim, role))
        ]
        for place, line in enumerate(lines):
            grid.add_row("meant" if place == 0 else "", line)
    return Group(head, grid)


def claims_table(pairs: Sequence[tuple[Claim, Document | None]]) -> Table:
    """Claims as a table: one row each, in the order in which they come."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for label in ("who", "what", "to whom", "where", "when", "how many", "says who", "status"):
        table.add_column(label, overflow="fold", ratio=2 if label in ("who", "to whom") else None)
    for claim, _ in pairs:
        table.add_row(
            *(
                Text(visible(cell))
                for cell in (
                    mentions(claim.actor),
                    f"{type_words(claim)}: {claim.trigger.text}",
                    mentions(claim.recipient),
                    mentions(claim.place),
                    mentions(claim.time),
                    mentions(claim.number),
                    " < ".join(chain(claim)),
                    ", ".join(qualifiers(claim)) or claim.status,
                )
            )
        )
    return table


def _head(doc: Document, claims: Sequence[Claim]) -> Text:
    day = f"{doc.published} ({doc.published_from})" if doc.published else "no date known"
    facts = [doc.outlet or "outlet unknown", day, f"{len(claims)} claims", doc.origin]
    return Text(visible(" | ".join(fact for fact in facts if fact)), style="dim")


def _paragraph(segments: Sequence[Segment]) -> Padding:
    text = Text()
    for segment in segments:
        _append(text, segment)
    return Padding(text, (0, 0, 1, 0))


def _append(text: Text, segment: Segment) -> None:
    triggers = [m for m in segment.marks if m.role is TRIGGER]
    others = [m for m in segment.marks if m.role is not TRIGGER]
    style = _STYLES[others[0].role.name] if others else ""
    if triggers:
        style = f"{style} bold reverse".strip()
    # One pair of brackets for mentions that share their borders; each border is written once.
    spans = {(m.start, m.end) for m in others}
    text.append("<" * sum(start == segment.start for start, _ in spans), style="dim")
    for mark in triggers:
        if mark.start == segment.start:
            text.append(f"[{mark.claim + 1} ", style="bold")
    text.append(visible(segment.text), style=style)
    text.append("]" * sum(m.end == segment.end for m in triggers), style="bold")
    text.append(">" * sum(end == segment.end for _, end in spans), style="dim")


def _legend() -> Text:
    text = Text("[1 word]", style="bold")
    text.append(" begins claim 1; ", style="dim")
    text.append("<words>", style="dim")
    text.append(" fill a role:", style="dim")
    for role in ROLES:
        text.append(" ")
        text.append(role.label, style=_STYLES[role.name])
    return text
