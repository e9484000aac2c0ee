"""One suite for all engines: the same answers in the same order, whatever runs them.

Workers of these tests are made odd (`conftest.odd_workers`): some words in a report end them.
"""

import itertools

import msgspec
import pytest

from sayso.config import Settings, with_choices
from sayso.engines import Record, WorkerDiedError, code_each, code_tables
from sayso.shards.columns import claims_of, drops_of, stored_of, table_of

ATTACK = "Rebels attacked the town of Ilsk on Monday, killing at least 12 soldiers, police said."

ENGINES = [("local", 1), ("pool", 1), ("pool", 3), ("ray", 2)]  # Ray takes seconds to start

pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own

RULES = with_choices(Settings(), extractor="rules")


@pytest.fixture(params=ENGINES, ids=[f"{name}-{jobs}" for name, jobs in ENGINES])
def settings(request):
    name, jobs = request.param
    if name == "ray":
        request.getfixturevalue("ray_here")
    return with_choices(RULES, engine=name, jobs=jobs)


def tables(items, settings):
    """The three tables, joined."""
    parts = [part for chunk in code_tables(items, settings, end_at=10) for part in chunk]
    return [table_of([part.tables[at] for part in parts]) for at in range(3)], parts


def test_lines_are_those_of_one_process(items, settings):
    expected = list(code_each(items, RULES, keep_text=True))
    assert list(code_each(iter(items), settings, keep_text=True)) == expected


def test_in_is_coded_and_dropped_and_in_order(items, settings):
    records = [msgspec.json.decode(line, type=Record) for line in code_each(items, settings)]
    assert [record.origin for record in records] == [item.origin for item in items]
    assert sum(record.drop is not None for record in records) == 3 + 2


def test_tables_are_those_of_one_process_and_tell_what_the_lines_tell(items, settings):
    found, parts = tables(items, settings)
    assert found == tables(items, RULES)[0]
    reports, claims, drops = stored_of(found[0]), claims_of(found[1]), drops_of(found[2])
    records = [msgspec.json.decode(line, type=Record) for line in code_each(items, RULES)]
    assert [r.report_id for r in reports] == [r.report_id for r in records if r.document]
    assert claims == [claim for record in records for claim in record.claims]
    assert [d.origin for d in drops] == [r.origin for r in records if r.drop]
    assert sum(len(part.tallies) for part in parts) == len(items)
    for report in reports:
        for claim in (claim for claim in claims if claim.doc == report.report_id):
            assert report.text[claim.trigger.start : claim.trigger.end] == claim.trigger.text


def test_no_chunk_crosses_the_end_of_a_shard(items, settings):
    done = 0
    for chunk in code_tables(items, settings, end_at=10):
        n = sum(len(part.tallies) for part in chunk)
        assert done // 10 == (done + n - 1) // 10
        done += n
    assert done == len(items)


def test_nothing_in_nothing_out(settings):
    assert list(code_each([], settings)) == []


def test_input_is_drawn_only_so_far_ahead(items, settings):
    """So memory does not grow with the input: at most 16 chunks of 8 for each worker."""
    drawn = []

    def endless():
        for n in itertools.count():
            drawn.append(n)
            yield items[n % len(items)]

    lines = code_each(endless(), settings)
    taken = list(itertools.islice(lines, 40))
    lines.close()
    assert len(taken) == 40
    assert len(drawn) <= 40 + 16 * 8 * (settings.run.jobs + 1)


def test_run_that_is_given_up_ends(items, settings):
    lines = code_each(items * 3, settings)
    next(lines)
    lines.close()


def test_error_of_a_worker_is_raised_here(items, settings, odd_workers):
    if settings.run.engine == "local":
        pytest.skip("this process is not made odd")
    odd = msgspec.structs.replace(items[9], content=f"{ATTACK} ODD".encode())
    with pytest.raises(ZeroDivisionError) as caught:
        list(code_each([*items[:9], odd, *items[10:]], settings))
    assert any(odd.origin in note for note in caught.value.__notes__)


def test_worker_that_is_killed_costs_nothing(items, settings, odd_workers):
    """Its reports are coded again, and the tables are those of a run that nothing befell."""
    if settings.run.engine == "local":
        pytest.skip("there is no worker")
    once = msgspec.structs.replace(items[9], content=f"{ATTACK} DEADLY-ONCE".encode())
    its = [*items[:9], once, *items[10:]]
    found, parts = tables(its, settings)
    assert list(odd_workers.glob("died-*"))
    assert found == tables(its, RULES)[0]
    assert not [t for part in parts for t in part.tallies if t.drop and t.drop.step == "code"]


def test_report_that_kills_its_worker_twice_is_a_counted_drop(items, settings, odd_workers):
    if settings.run.engine == "local":
        pytest.skip("it would be this process")
    deadly = msgspec.structs.replace(items[30], content=f"{ATTACK} DEADLY".encode())
    its = [*items[:30], deadly, *items[31:]]
    records = [msgspec.json.decode(line, type=Record) for line in code_each(its, settings)]
    expected = [msgspec.json.decode(line, type=Record) for line in code_each(items, RULES)]
    assert records[:30] + records[31:] == expected[:30] + expected[31:]
    drop = records[30].drop
    assert (drop.step, drop.reason, drop.origin) == ("code", "worker_died", deadly.origin)
    assert records[30].report_id == deadly.report_id


def test_workers_that_die_before_they_work_end_the_run(items, odd_workers, monkeypatch):
    monkeypatch.setenv("DIE_AT_START", "1")
    with pytest.raises(WorkerDiedError, match="10 worker processes ended one after the other"):
        list(code_each(items, with_choices(RULES, engine="pool", jobs=2)))
