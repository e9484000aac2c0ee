"""The columns of a spreadsheet for reviewers, and a claim as its cells.

In:   a claim as it stands
Out:  text by column, the same when it is written and when it is held against the record again

Method: what may be edited is told in words that `sayso decide edit` takes; each value has one form,
so that a cell that nobody touched equals what was written. White space is made even, since
spreadsheets change it.
Known faults: two actors of one claim whose words hold a semicolon cannot be told apart when edited.
"""

import datetime as dt
from typing import Any

import msgspec

from sayso.base import ontology
from sayso.base.keys import shown_name
from sayso.base.nouns import Claim, Noun

SHEET, KEPT, LISTS = "claims", "as exported", "lists"
"""Names of the sheets: what is reviewed; each cell as it was written (hidden); permitted values."""

FORMAT = "sayso review 1"
VERDICTS = ("accept", "reject")
STATE_OF = {"accept": "accepted", "reject": "rejected"}
_BETWEEN = "; "


class Column(Noun, kw_only=True, frozen=True):
    """A column of the sheet.

    Attributes:
        editable: a changed cell becomes a decision; other columns are locked.
        width: in characters.
        help: what stands in it, for the first row's note.
    """

    name: str
    width: int
    help: str
    editable: bool = False


COLUMNS = (
    Column(name="claim", width=20, help="Id of the claim. Do not change it."),
    Column(name="sentence", width=70, help="The words that the claim rests on."),
    Column(name="trigger", width=18, help="The words that name the happening."),
    Column(name="verdict", width=10, help="accept or reject, or empty.", editable=True),
    Column(name="type", width=14, help="Type of the codebook.", editable=True),
    Column(name="mode", width=16, help="Mode of that type, or empty.", editable=True),
    Column(name="status", width=13, help="asserted, negated, future, hypothetical.", editable=True),
    Column(name="hedged", width=9, help="yes where the text doubts, else no.", editable=True),
    Column(name="actor", width=28, help="Words of the text, with ; between.", editable=True),
    Column(name="recipient", width=28, help="Words of the text, as for actor.", editable=True),
    Column(name="place", width=22, help="Words of the text, as for actor.", editable=True),
    Column(name="day", width=24, help="2014-10-05, or 2014-10-01..2014-10-05.", editable=True),
    Column(name="reason", width=30, help="Why; it is kept with the decision.", editable=True),
    Column(name="number", width=26, help="What is counted, with bounds."),
    Column(name="says", width=30, help="Who says so, innermost first, the outlet last."),
    Column(name="published", width=12, help="Day of the report."),
    Column(name="title", width=40, help="Of the report."),
    Column(name="state", width=10, help="coded, accepted, edited or added, when written."),
    Column(name="incident", width=20, help="What the claim is joined to."),
    Column(name="report", width=20, help="Id of the report."),
)
BY_NAME = {column.name: column for column in COLUMNS}
FIELDS = ("type", "mode", "status", "hedged", "actor", "recipient", "place", "day")
"""Columns that are fields of the claim; an edit of several of one row is one decision."""

_ROLES = ("actor", "recipient", "place")


def even(text: str) -> str:
    """Words with even white space, as both sides of a comparison have them."""
    return " ".join(text.split())


def fields_of(claim: Claim) -> dict[str, str]:
    """The cells of a claim that may be edited."""
    told = {name: _joined(getattr(claim, name)) for name in _ROLES}
    return {
        "type": claim.type, "mode": claim.mode, "status": claim.status,
        "hedged": "yes" if claim.hedged else "no", **told, "day": day_of(claim),
    }  # fmt: skip


def day_of(claim: Claim) -> str:
    """The days of a claim in the form that `sayso decide edit` takes."""
    when = claim.when
    if when is None or (when.earliest is None and when.latest is None):
        return ""
    if when.earliest == when.latest:
        return str(when.earliest)
    return f"{when.earliest or ''}..{when.latest or ''}"


def others_of(claim: Claim) -> dict[str, str]:
    """Cells of the claim that are locked."""
    numbers = (
        f"{one.text} {one.what} ({'' if one.low is None else one.low}.."
        f"{'' if one.high is None else one.high})"
        for one in claim.number
    )
    voices = [shown_name(one) for one in claim.source]
    return {
        "claim": claim.id, "sentence": claim.evidence.text, "trigger": claim.trigger.text,
        "number": _BETWEEN.join(numbers), "report": claim.doc,
        "says": " < ".join([*voices, *([claim.outlet] if claim.outlet else [])]),
    }  # fmt: skip


def value_of(field: str, cell: str, claim: Claim) -> Any:
    """A cell as the value that `sayso decide edit` takes.

    Actors and places whose words stand in the cell unchanged keep what they were taken for.

    Raises:
        ValueError: a cell that is neither yes nor no.
    """
    if field == "hedged":
        if cell not in ("yes", "no"):
            raise ValueError(f"{cell!r} is neither yes nor no")
        return cell == "yes"
    if field in _ROLES:
        known = {even(one.text): msgspec.to_builtins(one) for one in getattr(claim, field)}
        words = [even(part) for part in cell.split(";")]
        return [known.get(part, part) for part in words if part]
    return cell


def text_of(value: object) -> str:
    """A cell as a spreadsheet gives it, as text: a day that became a date, a yes that became TRUE.

    >>> text_of(dt.datetime(2014, 10, 5)), text_of(True), text_of(12.0), text_of(None)
    ('2014-10-05', 'yes', '12', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return even(str(value))


def permitted(field: str) -> tuple[str, ...]:
    """What a column's drop-down list offers, but for modes, which hang on the type."""
    known = ontology.load()
    match field:
        case "verdict":
            return VERDICTS
        case "type":
            return tuple(known.types)
        case "status":
            return tuple(term.name for term in known.status)
        case "hedged":
            return ("yes", "no")
    return ()


def _joined(spans: Any) -> str:
    return _BETWEEN.join(even(span.text) for span in spans)
