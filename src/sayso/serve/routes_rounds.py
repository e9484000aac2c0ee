"""Blind second coding: rounds, the next report for a coder, agreement, adjudication.

In:   an `Ask`; requests that the guard let through
Out:  answers

Method: the same `record.rounds` as the command's. A coder gets texts alone; what coders drew is
the editor's to see, and not even his while he codes in the round and has reports left.
Known faults: a coder may look at the machine's claims at the other addresses.
"""

from typing import Any

import msgspec
from starlette.requests import Request

from sayso.base.errors import ConfigError, MissingError
from sayso.record import round_codings, round_verdicts, rounds
from sayso.record.open import Record
from sayso.record.queries import filter_from
from sayso.record.round_agreement import round_agreement
from sayso.record.round_verdicts import Verdict
from sayso.record.view import View
from sayso.serve import answers
from sayso.serve.people import Person
from sayso.serve.routes_deciding import body_as, done, needs
from sayso.serve.routing import CHANGES, Ask, Change, get


class RoundWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A round as the page asks for it; `filter` by the words of an address."""

    size: int
    coders: tuple[str, ...]
    name: str = ""
    by: rounds.By = ""
    seed: int = 0
    filter: dict[str, str] = {}


class ReportNamed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report of a round, by its id."""

    report: str


class UnitNamed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A deed of a round, by its id."""

    unit: str


class CodingWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a coder drew from a report: claims by words, as a decision to add takes them."""

    report: str
    claims: list[dict[str, Any]]


@get("review/rounds", answers.Rounds)
def all_rounds(ask: Ask) -> answers.Rounds:
    """Rounds of blind second coding, newest first, and how far each coder is."""
    return answers.Rounds(items=tuple(_round(ask.view, one) for one in rounds.rounds(ask.view)))


@get("review/rounds/{id}/next", answers.RoundNext)
def next_to_code(ask: Ask) -> answers.RoundNext:
    """The next report for the coder who asks: its text alone."""
    left = round_codings.left_to(ask.view, _named(ask), _name(ask))
    if not left:
        return answers.RoundNext(left=0, report=None)
    shown = msgspec.convert(left[0], answers.ToCode, from_attributes=True)
    return answers.RoundNext(left=len(left), report=shown)


@get("review/rounds/{id}/mine", answers.RoundMine)
def my_reports(ask: Ask) -> answers.RoundMine:
    """The reports of a round for the coder who asks: which he has coded, and what is left."""
    one = _named(ask)
    lines = round_codings.lines_of(ask.view, one, _name(ask))
    return answers.RoundMine(
        round=one.id,
        name=one.name,
        left=sum(line.claims is None for line in lines),
        items=tuple(
            msgspec.convert(line, answers.RoundLine, from_attributes=True) for line in lines
        ),
    )


@get("review/rounds/{id}/reports/{report}", answers.RoundReport)
def report_to_code(ask: Ask) -> answers.RoundReport:
    """A report of a round as coders read it, and what the coder who asks drew himself."""
    one, name = _named(ask), _name(ask)
    if name not in one.coders:
        needs(ask.person, "editor", "to read the reports of a round that one does not code in")
    try:
        found, claims = round_codings.report_of(ask.view, one, ask.path["report"], name)
    except ConfigError as err:
        raise MissingError(str(err)) from err
    shown = msgspec.convert(found, answers.ToCode, from_attributes=True)
    return answers.RoundReport(report=shown, claims=claims)


@get("review/rounds/{id}/agreement", answers.Agreement)
def agreement_of(ask: Ask) -> answers.Agreement:
    """Krippendorff's alpha of each field of a round, with its interval."""
    found = round_agreement(ask.view, _named(ask).id)
    return answers.Agreement(
        round=found.round,
        coders=found.coders,
        reports=found.reports,
        left=found.left,
        together=found.together,
        alone=found.alone,
        fields=tuple(
            answers.Alpha(field=name, metric=one.level, n=one.units, observed=one.observed,
                          reason=one.reason, alpha=one.alpha, low=one.low, high=one.high)
            for name, one in found.fields.items()
        ),
    )  # fmt: skip


@get("review/rounds/{id}/adjudicate", answers.Adjudication)
def side_by_side(ask: Ask) -> answers.Adjudication:
    """What the coders of a round drew, side by side; for an editor."""
    needs(ask.person, "editor", "to see what coders drew")
    one = _named(ask)
    found = round_verdicts.beside(ask.view, one.id, person=_name(ask))
    items = tuple(
        answers.Beside(unit=item.unit.id, report=item.unit.report, readers=item.unit.readers,
                       claims=item.unit.claims, differs=item.unit.differs,
                       standing=item.standing, state=item.state, decision=item.decision,
                       verdict=item.verdict.choose if item.verdict else None, person=item.person,
                       is_own=bool(item.verdict and item.verdict.own is not None),
                       reason=item.verdict.reason if item.verdict else "")
        for item in found
    )  # fmt: skip
    return answers.Adjudication(round=one.id, name=one.name, coders=one.coders,
                                open=sum(i.is_open for i in found), items=items)  # fmt: skip


def _round(view: View, one: rounds.Round) -> answers.Round:
    coded = rounds.progress(view, one)
    return answers.Round(id=one.id, name=one.name, made=one.at, reports=one.reports,
                         coders=one.coders, done=coded,
                         left=sum(one.reports - n for n in coded.values()))  # fmt: skip


def _named(ask: Ask) -> rounds.Round:
    try:
        return rounds.round_named(ask.view, ask.path["id"])
    except ConfigError as err:
        raise MissingError(str(err)) from err


def _name(ask: Ask) -> str:
    if not ask.person.name:
        raise ConfigError("who asks? Say your name first: a round is coded by name")
    return ask.person.name


# --- changes ------------------------------------------------------------------------------


def _make(record: Record, request: Request, body: bytes, person: Person) -> answers.Round:
    wish = body_as(body, RoundWish)
    made = rounds.make_round(
        record, wish.coders, size=wish.size, person=person.name, by=wish.by, seed=wish.seed,
        name=wish.name, filter_=filter_from(wish.filter),
    )  # fmt: skip
    with record.read() as view:
        return _round(view, made)


def _code(record: Record, request: Request, body: bytes, person: Person) -> answers.RoundNext:
    wish = body_as(body, CodingWish)
    id_ = request.path_params["id"]
    round_codings.save_coding(record, id_, person.name, {wish.report: wish.claims})
    with record.read() as view:
        left = round_codings.left_to(view, rounds.round_named(view, id_), person.name)
    shown = msgspec.convert(left[0], answers.ToCode, from_attributes=True) if left else None
    return answers.RoundNext(left=len(left), report=shown)


def _take_back(
    record: Record, request: Request, body: bytes, person: Person
) -> answers.RoundReport:
    wish = body_as(body, ReportNamed)
    with record.read() as view:
        one = rounds.round_named(view, request.path_params["id"])
        _, claims = round_codings.report_of(view, one, wish.report, person.name)
    round_codings.take_back(record, one.id, person.name, wish.report)
    with record.read() as view:
        found, _ = round_codings.report_of(view, one, wish.report, person.name)
    shown = msgspec.convert(found, answers.ToCode, from_attributes=True)
    return answers.RoundReport(report=shown, claims=claims)


def _open_again(record: Record, request: Request, body: bytes, person: Person) -> answers.Decided:
    unit = body_as(body, UnitNamed).unit
    undone = round_verdicts.reopen(record, request.path_params["id"], unit, person=person.name)
    return done(record, undone)


def _settle(record: Record, request: Request, body: bytes, person: Person) -> answers.Decided:
    verdict = body_as(body, Verdict)
    made = round_verdicts.adjudicate(record, request.path_params["id"], verdict, person=person.name)
    return done(record, made)


CHANGES += [
    Change(
        "review/rounds", _make, RoundWish, answers.Round,
        "Draw a sample for coders who work apart.", role="editor",
    ),
    Change(
        "review/rounds/{id}/codings", _code, CodingWish, answers.RoundNext,
        "Keep what the coder drew from one report, and give the next.",
    ),
    Change(
        "review/rounds/{id}/taken-back", _take_back, ReportNamed, answers.RoundReport,
        "Open a report again that the coder handed in; answers what he had drawn.",
    ),
    Change(
        "review/rounds/{id}/opened-again", _open_again, UnitNamed, answers.Decided,
        "Open a settled deed again; its decisions are undone.", role="editor",
    ),
    Change(
        "review/rounds/{id}/verdicts", _settle, Verdict, answers.Decided,
        "Settle one deed of a round; its decision follows.", role="editor",
    ),
]  # fmt: skip
