"""What a report names, in text order: the actors that a reference may mean.

In:   the mentions of the claims with what was found for them, and the context of the report
Out:  `Told`s: where each stands, what it is, and whether one, many, a body or a state

Method: besides the mentions of claims, the text itself is read for bodies of the roster,
full names and their surnames, and states: what no claim mentions can be meant as well, and
without it "the one named" would be one of two.
Known faults: roles that no claim mentions ("a neighbour") are not seen.
"""

import re
from collections.abc import Iterable
from typing import Literal

from sayso.base.nouns import Noun
from sayso.identify.actors_context import Context, is_title
from sayso.identify.actors_finding import Finding, code_of, role_noun
from sayso.identify.actors_known import known, new
from sayso.identify.actors_names import name_of
from sayso.identify.actors_roster import Known, roster
from sayso.identify.actors_words import words

Kind = Literal["person", "body", "state", "many", "role"]

_ONE_PERSON = words("one_person")
_LONGEST = 60  # characters of a state's name
_PLACE_BEFORE = re.compile(
    r"\b(?:in|of|from|to|near|into|across|around|outside|inside|within|throughout|at)"
    r"(?: (?:the|northern|southern|eastern|western|central))*\s$"
)


class Told(Noun, kw_only=True, frozen=True):
    """An actor that the report named, and where."""

    start: int
    end: int
    finding: Finding
    kind: Kind = "role"


# Capitals that may be a person or not ("Armed Forces"): nobody, but not to be passed over.
UNSURE = Finding(actor_id="", name="", code="", score=0, reasons=())


def kind_of(finding: Finding, text: str) -> Kind:
    """Whether a mention is of one person, many, a body, a state, or of what cannot be told."""
    if finding.person:
        return "person"
    if not finding.actor_id.startswith("any."):
        row = roster().actors.get(finding.actor_id)
        return "state" if row and row.kind == "state" else "body"
    head = re.split(r"\s(?:of|in|from|for|with|who|that|at)\s|,", text)[0].split()
    last = head[-1].lower() if head else ""
    noun = role_noun(text)
    if noun and noun.unit:
        return "body"
    if last in _ONE_PERSON or is_title(last):
        return "person"
    return "many" if last.endswith(("s", "men", "people", "women", "children")) else "role"


def in_the_text(context: Context, taken: Iterable[tuple[int, int]]) -> list[Told]:
    """Persons and states that the text names outside the mentions of claims."""
    spans = sorted(taken)
    found = []
    for start, end, full in context.named_persons:
        if not _overlaps(start, end, spans):
            finding = _person(full, context) or (UNSURE if " " in full else None)
            if finding:
                found.append(Told(start=start, end=end, finding=finding, kind="person"))
    for start, iso in context.mentions_of_states:
        if _overlaps(start, start + 1, spans):
            continue
        text = context.doc.text
        if _PLACE_BEFORE.search(text[max(start - 30, 0) : start]) or not _stands_alone(
            text[start : start + _LONGEST], iso
        ):
            continue
        actor = iso.lower()
        if actor in roster().actors:
            finding = of_roster(actor, context)
            found.append(Told(start=start, end=start + 1, finding=finding, kind="state"))
    return found


def _stands_alone(text: str, iso: str) -> bool:
    """Whether a state is named by its name, and owns nothing ("Syrian", "Syria's army")."""
    row = roster().actors[iso.lower()]
    name = next((n for n in _names(row) if text.startswith(n)), "")
    return bool(name) and not re.match(r"['’]|\w", text[len(name) :])


def _names(row: Known) -> list[str]:
    return sorted(
        (n for n in (row.name, row.full_name, *row.names, *row.acronyms) if n),
        key=len,
        reverse=True,
    )


def of_roster(actor: str, context: Context) -> Finding:
    """The finding of an actor that the text names; id "" for a name that several bear."""
    return Finding(
        actor_id=actor, name=name_of(actor), code=code_of(actor, context.day), score=0, reasons=()
    )


def _person(full: str, context: Context) -> Finding | None:
    """The person of a name that no claim mentions, if something else says that it is one."""
    found = known(full, context)
    if found and found.person:
        return found
    return new(full, context, person=True) if full in context.sure_persons else None


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < e and s < end for s, e in spans)
