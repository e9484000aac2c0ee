"""A reviewed spreadsheet back into the record: edited cells become a person's decisions.

In:   a workbook that `sayso export xlsx` wrote and somebody edited; a record
Out:  `Review`: what changes, what was decided before, what conflicts, each with its cell

Method: the workbook keeps each cell as it was written. A cell that equals that is untouched. A cell
that was edited, while the record still says what was written, is a change; one that the record
says by now too is settled, so that importing twice does nothing. Where the record says a third
thing it is a conflict, and so is an id that is unknown or stands twice, a formula, and a value that
is not permitted. Conflicts are never applied; a row with one keeps its other cells.
Known faults: rows that were deleted from the sheet are taken for untouched.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sayso.base.errors import ConfigError, MissingError
from sayso.imports import review_cells as cells
from sayso.imports.review_sheet import Cell, Sheet, SheetRow, read_review
from sayso.record import decide as deciding
from sayso.record.by_words import fields_given
from sayso.record.linking import link_all
from sayso.record.open import Record
from sayso.record.queries.detail import ClaimDetail, claim_detail
from sayso.record.queries.reports import report_text
from sayso.record.view import View

__all__ = ["Change", "Conflict", "Review", "apply", "compare", "read_review"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is not applied, where it stands ("claims!F7"), and why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that is to be made, or was.

    Attributes:
        where: the cells that it comes from.
        says: what it does, in words.
        decision: its id once it is made.
    """

    where: str
    says: str
    claim: str
    kind: str
    value: Any = None
    reason: str = ""
    decision: str = ""


@dataclass(slots=True)
class Review:
    """What a sheet comes to. settled: edited cells that the record agrees with already."""

    rows: int = 0
    settled: int = 0
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def compare(view: View, sheet: Sheet) -> Review:
    """Hold a sheet against a record; nothing is changed."""
    review = Review(rows=len(sheet.rows))
    times = Counter(row.claim for row in sheet.rows)
    for row in sheet.rows:
        if row.claim and times[row.claim] > 1:
            review.conflicts.append(Conflict(row.where("claim"), f"{row.claim} stands twice"))
        else:
            _compare_row(view, sheet, row, review)
    return review


def apply(record: Record, sheet: Sheet, *, person: str, reason: str = "") -> Review:
    """Make the decisions of a sheet, and link what follows.

    Args:
        record: open for writing.
        sheet: as `read_review` gives it.
        person: who decides.
        reason: for rows that give none of their own.

    Raises:
        ConfigError: nobody is named.
        RecordError: the record is locked for too long, or the disk is full.
    """
    with record.read() as view:
        review = compare(view, sheet)
    made: list[Change] = []
    for change in review.changes:
        why = change.reason or reason
        try:
            id_ = deciding.decide(
                record, change.kind, change.claim, change.value, person=person, reason=why
            )
        except ConfigError as err:
            review.conflicts.append(Conflict(change.where, str(err)))
        else:
            made.append(
                Change(change.where, change.says, change.claim, change.kind, change.value, why, id_)
            )
    review.changes = made
    if made:
        link_all(record)
    return review


def _compare_row(view: View, sheet: Sheet, row: SheetRow, review: Review) -> None:
    kept = sheet.kept.get(row.claim)
    if kept is None:
        what = f"{row.claim!r} is no id of this sheet" if row.claim else "the row has no id"
        review.conflicts.append(Conflict(row.where("claim"), what))
        return
    edited = [name for name in cells.FIELDS if _text(row, name) != kept[name]]
    verdict = _text(row, "verdict")
    if not edited and not verdict:
        return
    try:
        told = claim_detail(view, row.claim)
    except MissingError:
        why = "the record has no such claim any more"
        review.conflicts.append(Conflict(row.where("claim"), why))
        return
    if edited and told.state == "rejected" != kept["state"]:
        why = f"{row.claim} was rejected since the sheet was written"
        review.conflicts.append(Conflict(row.where("claim"), why))
        return
    _compare_fields(view, row, told, review, kept=kept, edited=edited)
    if verdict:
        _compare_verdict(row, kept, told, verdict, review)


def _compare_fields(
    view: View,
    row: SheetRow,
    told: ClaimDetail,
    review: Review,
    *,
    kept: dict[str, str],
    edited: list[str],
) -> None:
    """One decision for all cells of the row that can be applied."""
    now = cells.fields_of(told.claim)
    new: dict[str, Any] = {}
    for name in edited:
        text = _text(row, name)
        if row.cell(name).is_formula:
            why = "a formula is no value; type the value itself"
        elif cells.even(now[name]) == text:
            review.settled += 1
            continue
        elif cells.even(now[name]) != kept[name]:
            why = f"the sheet had {kept[name]!r}, the record has {now[name]!r} by now; not {text!r}"
        else:
            try:
                new[name] = cells.value_of(name, text, told.claim)
                continue
            except ValueError as err:
                why = str(err)
        review.conflicts.append(Conflict(row.where(name), why))
    value = _checked(view, row, told, new, review)
    if value:
        says = ", ".join(f"{name} {kept[name]!r} -> {_text(row, name)!r}" for name in new)
        review.changes.append(
            Change(
                " ".join(row.where(name) for name in new), f"{row.claim}: {says}", row.claim,
                "edit", value, _text(row, "reason"),
            )
        )  # fmt: skip


def _checked(
    view: View, row: SheetRow, told: ClaimDetail, new: dict[str, Any], review: Review
) -> dict[str, Any]:
    """The new values that the record would take; `new` loses those that it would not."""
    if not new:
        return {}
    text = report_text(view, told.claim.doc)
    claim = told.claim
    for name in list(new):
        if name in ("type", "mode"):
            continue  # together, below
        try:
            fields_given({_field(name): new[name]}, claim, text)
        except ConfigError as err:
            review.conflicts.append(Conflict(row.where(name), str(err)))
            del new[name]
    pair: dict[str, Any] = {name: new[name] for name in ("type", "mode") if name in new}
    if pair:
        try:
            fields_given(pair, claim, text)
        except ConfigError as err:
            at = "mode" if "type" not in pair or "mode" in str(err) else "type"
            review.conflicts.append(Conflict(row.where(at), str(err)))
            for name in pair:
                del new[name]
    return {_field(name): value for name, value in new.items()}


def _compare_verdict(
    row: SheetRow, kept: dict[str, str], told: ClaimDetail, verdict: str, review: Review
) -> None:
    state = cells.STATE_OF.get(verdict, "")
    if row.cell("verdict").is_formula or not state:
        why = f"{verdict!r} is not permitted; choose one of {', '.join(cells.VERDICTS)}"
    elif told.state == state:
        review.settled += 1
        return
    elif told.state != kept["state"]:
        why = f"the claim was {kept['state']} in the sheet and is {told.state} by now"
    else:
        review.changes.append(
            Change(
                row.where("verdict"), f"{row.claim}: {verdict}", row.claim, verdict, None,
                _text(row, "reason"),
            )
        )  # fmt: skip
        return
    review.conflicts.append(Conflict(row.where("verdict"), why))


def _field(name: str) -> str:
    return "when" if name == "day" else name


def _text(row: SheetRow, name: str) -> str:
    cell: Cell = row.cell(name)
    return cell.text
