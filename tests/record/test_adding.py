"""A run of adding: what is passed over, what is coded anew, what a stopped run keeps."""

import gzip
import json

import msgspec
import pytest
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.config import Settings, with_choices
from sayso.record import adding, schema
from sayso.record.account import Account
from sayso.record.adding import AddJob
from sayso.record.decide import decide
from sayso.record.open import open_record
from sayso.record.rows import report_of, unpacked

RULES = with_choices(Settings(), extractor="rules")
ATTACK = "Rebels attacked the town of Ilsk on Monday, killing at least 12 soldiers, police said."


def run(record, *inputs, settings=RULES, **more):
    account = Account()
    job = AddJob(inputs=[str(path) for path in inputs], settings=settings, **more)
    adding.run(record, job, account)
    return account


def claims(record, *columns):
    table = schema.claim
    with record.read() as view:
        query = sa.select(*(table.c[name] for name in columns)).where(view.open(table))
        return view.conn.execute(query).all()


def n_acts(record):
    with record.read() as view:
        return view.conn.execute(sa.select(sa.func.count()).select_from(schema.act)).scalar()


@pytest.fixture
def news(write):
    """A folder with three reports, one of them twice, and one that cannot be read."""
    write("news/a.txt")
    write("news/b.txt", f"{ATTACK}\n")
    write("news/copy-of-b.txt", f"{ATTACK}\n")
    write("news/empty.txt", b"")
    lines = [
        {"id": "line-1", "text": "Protesters marched in Marn on Sunday.", "date": "2031-03-02"}
    ]
    return write("news/c.jsonl", "\n".join(map(json.dumps, lines))).parent


def test_what_came_in_is_stored_or_dropped_and_kept_as_received(record, news):
    account = run(record, news)
    assert (account.n_in, account.n_new, account.dropped.total()) == (5, 3, 2)
    with record.read() as view:
        rows = view.conn.execute(
            sa.select(schema.report, schema.content.c.packed, schema.content.c.bytes)
            .join(schema.content, schema.content.c.sha256 == schema.report.c.sha256)
            .where(view.open(schema.report))
        ).mappings()
        kept = {row["origin"]: report_of(row, unpacked(row)) for row in rows}
    for path in news.glob("[ab].txt"):
        assert kept[str(path)].content == path.read_bytes()
    assert len(claims(record, "id")) == account.n_claims > 0


def test_adding_the_same_again_leaves_no_trace(record, news):
    run(record, news)
    before = n_acts(record)
    account = run(record, news)
    assert (account.n_in, account.n_unchanged, account.n_new) == (5, 3, 0)
    assert n_acts(record) == before


def test_the_record_is_not_its_own_input(record, news, tmp_path):
    account = run(record, tmp_path)
    assert account.n_in == 5


def test_a_day_given_goes_with_the_report(record, write):
    path = write("a.txt", ATTACK)
    dated = with_choices(RULES, date="2031-03-04")
    assert run(record, path, settings=dated).n_new == 1
    (day,) = {row.day_from for row in claims(record, "day_from")}
    assert str(day) == "2031-03-03"
    assert run(record, path).n_unchanged == 1  # a run that gives none keeps it
    assert run(record, path, settings=with_choices(RULES, identify=True)).n_recoded == 1
    (day,) = {row.day_from for row in claims(record, "day_from")}
    assert str(day) == "2031-03-03"
    account = run(record, path, settings=with_choices(RULES, date="2031-03-11"))
    assert account.n_recoded == 1
    (day,) = {row.day_from for row in claims(record, "day_from")}
    assert str(day) == "2031-03-10"


def test_a_corrected_report_is_coded_anew_and_decisions_hold(record, write):
    def line(text):
        return json.dumps({"id": "line-1", "text": text})

    path = write("a.jsonl", line(f"{ATTACK} The army denied it."))
    run(record, path)
    attack = next(row.id for row in claims(record, "id", "type") if row.type == "ASSAULT")
    decide(record, "edit", attack, {"mode": "firearms"}, person="Test Person")
    write("a.jsonl", line(f"Correction: a name was wrong. {ATTACK}"))
    account = run(record, path)
    assert account.n_recoded == 1
    assert account.recoded.lost == []
    rows = claims(record, "type", "mode", "state")
    assert ("ASSAULT", "firearms", "edited") in [tuple(row) for row in rows]


def test_recoding_needs_no_files(record, news, write):
    run(record, news)
    for path in news.iterdir():
        path.unlink()
    dated = with_choices(RULES, identify=True)
    account = run(record, settings=dated, recode=True)
    assert (account.n_in, account.n_recoded) == (3, 3)
    assert run(record, settings=dated, recode=True).n_in == 0


def test_recoding_does_not_date_what_is_stored(record, write):
    path = write("a.txt", ATTACK)
    run(record, path, settings=with_choices(RULES, date="2031-03-04"))
    before = claims(record, "day_from")
    other = with_choices(RULES, date="2040-01-01", identify=True)
    assert run(record, settings=other, recode=True).n_recoded == 1
    assert claims(record, "day_from") == before


def test_a_stopped_run_keeps_what_was_coded(record, news):
    class Stop(BaseException):
        pass

    def stop(account):
        if account.n_in >= 5:
            raise Stop

    with pytest.raises(Stop):
        run(record, news, on_report=stop)
    n_kept = len(claims(record, "id"))
    assert n_kept
    account = run(record, news)
    assert account.n_unchanged >= 1
    assert account.n_unchanged + account.n_new == 3


def test_batches_are_committed_as_they_fill(record, write, monkeypatch):
    monkeypatch.setattr(adding, "_BATCH_REPORTS", 2)
    lines = [json.dumps({"id": f"l{n}", "text": f"{ATTACK} {n}"}) for n in range(5)]
    path = write("a.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    run(record, path)
    with record.read() as view:
        acts = view.conn.execute(
            sa.select(schema.act.c.detail).where(schema.act.c.kind == "add")
        ).scalars()
        reports = [msgspec.json.decode(detail)["reports"]["new"] for detail in acts]
    assert reports == [2, 2, 1]


def test_workers_store_what_one_process_does(record, news, tmp_path):
    run(record, news)
    with open_record(tmp_path / "other.sayso", create=True) as other:
        run(other, news, settings=with_choices(RULES, jobs=2))
        assert sorted(claims(record, "id", "body")) == sorted(claims(other, "id", "body"))


def test_an_input_that_is_not_there_is_refused_before_the_work(record, news):
    with pytest.raises(ConfigError, match="does not exist"):
        run(record, news, "nowhere.txt")
    assert claims(record, "id") == []
