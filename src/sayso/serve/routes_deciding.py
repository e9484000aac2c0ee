"""What a person may change from the page: decisions and undoing them.

In:   requests that the guard let through
Out:  decisions of the record, linked at once

Method: the same `record.decide` as the command's. A coder may judge claims; joining and parting
incidents and saying what a name means everywhere is the editor's.
Known faults: none known.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.base.errors import ConfigError, SaysoError
from sayso.record.decide import decide, undo
from sayso.record.linking import link_all
from sayso.record.open import Record
from sayso.record.queries.judged import judged_kinds
from sayso.record.queries.overview import last_act
from sayso.serve import answers
from sayso.serve.people import RANK, Person, person_of
from sayso.serve.routing import CHANGES, Change, ForbiddenError, problem

T = TypeVar("T")
MOST_AT_ONCE = 2_000  # decisions that part an incident of 90 claims in the middle
OF_CODERS = ("accept", "reject", "edit", "add")


class Wish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision as the page sends it; see `record.decide.decide`."""

    kind: str
    subject: str
    value: Any = None
    reason: str = ""


class Wishes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Several decisions that belong together: all are taken, or none is."""

    decisions: tuple[Wish, ...]


class Undoing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a decision is undone."""

    reason: str = ""


def routes(record: Record) -> list[Route]:
    """The addresses that change the record."""
    return [Route(f"/api/{one.path}", _post(record, one), methods=["POST"]) for one in CHANGES]


def _decide(record: Record, request: Request, body: bytes, person: Person) -> answers.Decided:
    return done(record, _take(record, (body_as(body, Wish),), person))


def _decide_several(
    record: Record, request: Request, body: bytes, person: Person
) -> answers.Decided:
    return done(record, _take(record, body_as(body, Wishes).decisions, person))


def _take(record: Record, wishes: Sequence[Wish], person: Person) -> str:
    """Take decisions; where one cannot be taken, those before it are undone.

    Returns:
        Their ids with spaces between.
    """
    if not 0 < len(wishes) <= MOST_AT_ONCE:
        raise ConfigError(f"give 1 to {MOST_AT_ONCE:,} decisions at a time")
    for wish in wishes:
        if wish.kind not in OF_CODERS:
            needs(person, "editor", f"to decide {wish.kind!r}")
    made: list[str] = []
    try:
        for one in wishes:
            made.append(
                decide(record, one.kind, one.subject, one.value,
                       person=person.name, reason=one.reason)
            )  # fmt: skip
    except SaysoError as err:
        for id_ in reversed(made):
            undo(record, id_, person=person.name, reason=f"what belongs to it failed: {err}")
        raise
    return " ".join(made)


def _undo(record: Record, request: Request, body: bytes, person: Person) -> answers.Decided:
    ids = request.path_params["id"].split()
    reason = body_as(body, Undoing).reason
    _may_undo(record, ids, person)
    for id_ in reversed(ids):
        undo(record, id_, person=person.name, reason=reason)
    return done(record, " ".join(ids))


def _may_undo(record: Record, ids: Sequence[str], person: Person) -> None:
    """A coder may undo what a coder may decide."""
    with record.read() as view:
        for kind in judged_kinds(view, ids):
            if kind not in OF_CODERS:
                needs(person, "editor", f"to undo {kind!r}")


def done(record: Record, id_: str) -> answers.Decided:
    """Link what decisions touch, and say what changed."""
    linked = link_all(record)
    with record.read() as view:
        act = last_act(view)
    changed = {
        f"{step} {name}": n for step, counts in linked.steps.items() for name, n in counts.items()
    }
    return answers.Decided(id=id_, act=act, changed=changed)


def body_as(body: bytes, form: type[T]) -> T:
    """What was sent, in its form.

    Raises:
        ConfigError: it is in another form.
    """
    try:
        return msgspec.json.decode(body, type=form)
    except msgspec.DecodeError as err:
        raise ConfigError(f"what was sent cannot be read: {err}") from err


def needs(person: Person, role: answers.Role, what: str) -> None:
    """Refuse whose role does not reach.

    Raises:
        ForbiddenError: it does not.
    """
    if RANK[person.role] < RANK[role]:
        raise ForbiddenError(f"it takes an {role} {what}; you are a {person.role}")


def _post(record: Record, change: Change) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        person = person_of(request)
        body = await request.body()
        try:
            needs(person, change.role, "to change this")
            if not person.name:
                raise ConfigError("who decides? Say your name first; it is kept with the decision")
            answer = await run_in_threadpool(change.run, record, request, body, person)
        except SaysoError as err:
            return problem(err)
        return Response(msgspec.json.encode(answer), media_type="application/json")

    return endpoint


CHANGES += [
    Change(
        "decisions", _decide, Wish, answers.Decided,
        "Take one decision, as `sayso decide` does, and link what it touches.",
    ),
    Change(
        "decisions/several", _decide_several, Wishes, answers.Decided,
        "Take decisions that belong together: all of them, or none.",
    ),
    Change(
        "decisions/{id}/undo", _undo, Undoing, answers.Decided,
        "Undo a decision; of several, give their ids with spaces between.",
    ),
]  # fmt: skip
