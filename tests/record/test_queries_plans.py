"""How SQLite answers filters: from the look indexes alone, never by reading rows with their bodies.

SQLite chooses without counting (no statistics are kept), so the plan on a small record is the plan
on a large one. What `narrow` chooses by size is forced either way.
"""

import datetime as dt
import re

import looking
import pytest
import sqlalchemy as sa

from sayso.record.open import open_record
from sayso.record.queries import CLAIMS, INCIDENTS, REPORTS, Filter, narrow

FILTERS = {
    "nothing": Filter(),
    "status": Filter(status=("negated",)),
    "type and days": Filter(type=("ASSAULT",), from_day=dt.date(2031, 3, 1)),
    "country and days": Filter(country=("VEL",), to_day=dt.date(2031, 3, 1)),
    "box": Filter(box=(40, 40, 45, 45)),
    "place": Filter(place=("900001", "Zyrqa")),
    "actor": Filter(actor=("vel.army",)),
    "outlet": Filter(source=("Hill Radio",)),
    "speaker": Filter(source=("name:police",)),
    "both": Filter(source=("Hill Radio", "vel.army")),
    "words": Filter(text="soldiers"),
    "all": Filter(actor=("vel.army",), text="army", country=("VEL",), type=("ASSAULT",),
                  from_day=dt.date(2031, 1, 1), source=("name:police",)),
    "undecided": Filter(undecided=("day", "place")),
    "voices": Filter(tellers=2),
    "disputed": Filter(disputed=True),
}  # fmt: skip
_TABLES = "claim|incident|document|claim_actor|incident_claim"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    with open_record(tmp_path_factory.mktemp("plans") / "war.sayso", create=True) as record:
        looking.fill(record)
        yield record


@pytest.mark.parametrize("found_are_many", [False, True])
@pytest.mark.parametrize("thing", [CLAIMS, INCIDENTS, REPORTS], ids=lambda thing: thing.name)
@pytest.mark.parametrize("name", FILTERS)
def test_filters_read_no_bodies(filled, monkeypatch, name, thing, found_are_many):
    asked = FILTERS[name]
    if asked.asked - thing.takes:
        pytest.skip("not a filter of these")
    if found_are_many:
        for limit in ("_MOST_CLAIMS", "_MOST_ROWS", "_ENOUGH_FOR_A_PAGE"):
            monkeypatch.setattr(narrow, limit, -1)
    plans = plans_of(filled, lambda view: (thing.tally(view, asked), thing.page(view, asked)))
    assert plans
    for statement, steps in plans:
        for step in steps:
            touched = re.match(rf"(SCAN|SEARCH) ({_TABLES})\b(.*)", step)
            if touched and not _reads_its_page(statement):
                few = ("PRIMARY KEY", "(id=?)") if not found_are_many else ()
                assert any(way in step for way in ("COVERING INDEX", *few)), (step, statement)
                whole = ("_look", "_by_number", "_id_open")
                assert touched[1] == "SEARCH" or any(name in step for name in whole), (
                    step, statement)  # fmt: skip


def _reads_its_page(statement):
    """Bodies of the rows of one page, by number; or whether a name is there at all."""
    return (
        statement.startswith("SELECT ? AS")
        or ".body" in statement
        or "report.media" in statement
        or "claim.report" in statement
    )


def plans_of(record, do):
    """(statement, steps of its plan) of all that `do` executes."""
    seen = []

    @sa.event.listens_for(record.engine, "before_cursor_execute")
    def note(*told):
        _, _, statement, parameters, *_ = told
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    try:
        with record.read() as view:
            do(view)
    finally:
        sa.event.remove(record.engine, "before_cursor_execute", note)
    with record.engine.connect() as conn:
        raw = conn.connection.driver_connection
        return [
            (statement, [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", given)])
            for statement, given in seen
        ]
