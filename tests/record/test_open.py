"""Opening, acts and looking back: what is refused and how, what order acts have."""

import datetime as dt
import sqlite3
import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from sayso.base.errors import ConfigError, RecordError
from sayso.record import acts, migrations, schema
from sayso.record import open as opening
from sayso.record.open import open_record


def acts_of(record):
    with record.read() as view:
        return view.conn.execute(sa.select(schema.act).order_by(schema.act.c.n)).mappings().all()


def set_name(record, value):
    with record.write("test") as act:
        act.close(schema.setting, schema.setting.c.key == "name")
        act.conn.execute(sa.insert(schema.setting).values(key="name", value=value, made=act.n))
        return act.at, act.n


def name_of(record, as_of=None):
    with record.read(as_of) as view:
        query = sa.select(schema.setting.c.value).where(
            view.open(schema.setting), schema.setting.c.key == "name"
        )
        return view.conn.execute(query).scalar()


def test_a_record_is_made_once_and_opened_again(tmp_path):
    path = tmp_path / "war.sayso"
    with pytest.raises(ConfigError, match="no such record"):
        open_record(path)
    with open_record(path, create=True) as record:
        (made,) = acts_of(record)
        assert made["kind"] == "create"
    with open_record(path, create=True) as record:
        assert len(acts_of(record)) == 1
    with open_record(path, readonly=True) as record:
        assert len(acts_of(record)) == 1


def test_names_of_files_are_taken_as_they_are(tmp_path):
    path = tmp_path / "50% of? the #war é.sayso"
    with open_record(path, create=True) as record:
        set_name(record, "x")
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
    with open_record(path, readonly=True) as record:
        assert name_of(record) == "x"


def test_a_record_where_nothing_can_be_written_is_looked_at(tmp_path, monkeypatch):
    path = tmp_path / "war.sayso"
    with open_record(path, create=True) as record:
        set_name(record, "x")
    monkeypatch.setattr(opening.os, "access", lambda _, how: how != opening.os.W_OK)
    with open_record(path, readonly=True) as record:
        assert name_of(record) == "x"
        assert [found.name for found in tmp_path.iterdir()] == [path.name]
    with pytest.raises(ConfigError, match="may not be written to"):
        open_record(path)


def test_the_tables_are_those_of_the_schema(record):
    with record.read() as view:
        found = compare_metadata(MigrationContext.configure(view.conn), schema.metadata)
    for what, thing, *_ in found:  # some indexes are of one dialect alone, which Alembic mistakes
        is_words = what == "remove_table" and thing.name.startswith("passage_fts")
        assert is_words or what in ("add_index", "remove_index")
    assert migrations.known()[-1] == migrations.HEAD


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)  # the other store needs no such table
def test_words_of_passages_are_found_without_case_and_accents(record):
    with record.write("test") as act:
        act.conn.execute(
            sa.insert(schema.document).values(
                n=1,
                report="r",
                text="x",
                sha256="",
                title="",
                outlet="",
                published_from="",
                language="",
                url="",
                body="",
                made=act.n,
            )
        )
        act.conn.execute(
            sa.insert(schema.passage).values(document=1, start=0, end=1, text="Fighting in Abéché")
        )
    with record.read() as view:
        found = "SELECT rowid FROM passage_fts WHERE passage_fts MATCH 'abeche'"
        assert len(view.conn.exec_driver_sql(found).all()) == 1


@pytest.mark.parametrize(
    "content", [b"", b"not a database, but long enough to look at" * 9, b"SQLite format 3\0"]
)
def test_another_file_is_no_record(tmp_path, content):
    path = tmp_path / "war.sayso"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="not a record of sayso"):
        open_record(path)
    assert path.read_bytes() == content


def test_another_database_is_no_record_and_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()
    for create in (False, True):
        with pytest.raises(ConfigError, match="not a record of sayso"):
            open_record(path, create=create)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]
    other.close()


def test_a_folder_and_a_missing_folder_are_refused(tmp_path):
    with pytest.raises(ConfigError, match="is a folder"):
        open_record(tmp_path)
    with pytest.raises(ConfigError, match="does not exist"):
        open_record(tmp_path / "none" / "war.sayso", create=True)


def test_addresses_of_other_databases_are_refused():
    with pytest.raises(ConfigError, match="a file, or a database of PostgreSQL") as refused:
        open_record("mysql://me:secret@host/war")
    assert "secret" not in str(refused.value)


def test_a_database_without_tables_becomes_a_record_when_asked_for(postgres):
    address = postgres.empty()
    for readonly in (False, True):
        with pytest.raises(ConfigError, match="`sayso add` makes one in an empty database"):
            open_record(address, readonly=readonly)
    with open_record(address, create=True) as record:
        assert [act["kind"] for act in acts_of(record)] == ["create"]
    with open_record(address, readonly=True) as record:
        assert [act["kind"] for act in acts_of(record)] == ["create"]
    postgres.drop(address)


def test_a_database_with_other_tables_is_left_alone(postgres):
    address = postgres.empty()
    engine = sa.create_engine(address)
    with engine.begin() as conn:
        conn.exec_driver_sql("CREATE TABLE mine (x integer)")
    with pytest.raises(ConfigError, match="it holds other tables"):
        open_record(address, create=True)
    with engine.begin() as conn:
        assert sa.inspect(conn).get_table_names() == ["mine"]
    engine.dispose()
    postgres.drop(address)


def test_a_database_that_is_not_there_is_told(postgres):
    address = postgres.empty()
    postgres.drop(address)
    with pytest.raises((ConfigError, RecordError), match=r"does not exist|no such database"):
        open_record(address, create=True)


def test_a_record_of_a_newer_version_is_refused(record):
    with record.write("test") as act:
        act.conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for readonly in (False, True):
        with pytest.raises(ConfigError, match="newer sayso"):
            open_record(record.where, readonly=readonly)


def test_nothing_is_written_through_a_record_open_for_reading(record):
    with open_record(record.where, readonly=True) as seen:
        with pytest.raises(ConfigError, match="for reading only"), seen.write("test"):
            pass
        with pytest.raises(ConfigError, match="may not be written to"), seen.read() as view:
            view.conn.execute(sa.insert(schema.dirty).values(kind="claim", key="c"))


def test_an_act_that_fails_leaves_nothing(record):
    before = acts_of(record)

    def fail():
        with record.write("test") as act:
            act.conn.execute(sa.insert(schema.setting).values(key="name", value="x", made=act.n))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert acts_of(record) == before
    assert name_of(record) is None


def test_an_act_that_changed_nothing_leaves_no_row(record):
    before = acts_of(record)
    with record.write("test") as act:
        act.unchanged()
    assert acts_of(record) == before


def test_the_record_as_it_was(record, monkeypatch):
    day = dt.datetime(2031, 5, 1, 12, tzinfo=dt.UTC)
    times = iter(day + dt.timedelta(days=n) for n in range(99))
    monkeypatch.setattr(acts, "now", lambda: next(times))
    first, n = set_name(record, "Hallin")
    second, _ = set_name(record, "Hallin and Dask")
    assert name_of(record) == "Hallin and Dask"
    assert name_of(record, first) == name_of(record, n) == "Hallin"
    assert name_of(record, first[:10]) == "Hallin"
    assert name_of(record, second) == "Hallin and Dask"
    assert name_of(record, day - dt.timedelta(days=1)) is None
    assert name_of(record, "2031-05-01T13:59+02:00") is None
    assert name_of(record, "2031-05-01T14:00+02:00") == "Hallin"
    with pytest.raises(ConfigError, match="not a time"):
        name_of(record, "last May")


def test_a_clock_that_goes_back_changes_no_order(record, monkeypatch):
    monkeypatch.setattr(acts, "now", lambda: dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    set_name(record, "late")
    monkeypatch.setattr(acts, "now", lambda: dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    at, _ = set_name(record, "early")
    assert at.startswith("2099-01-01")
    assert name_of(record) == name_of(record, "2099-01-01") == "early"
    assert "2001-01-01" in acts_of(record)[-1]["detail"]
    times = [row["at"] for row in acts_of(record)]
    assert times == sorted(times)


def test_readers_see_what_was_there_when_they_began(record):
    set_name(record, "before")
    with open_record(record.where, readonly=True) as other, other.read() as view:
        query = sa.select(schema.setting.c.value).where(
            view.open(schema.setting), schema.setting.c.key == "name"
        )
        assert view.conn.execute(query).scalar() == "before"
        set_name(record, "after")
        assert view.conn.execute(query).scalar() == "before"
    assert name_of(record) == "after"


def test_two_writers_wait_for_each_other(record):
    def write_some():
        with open_record(record.where) as mine:
            for n in range(10):
                set_name(mine, f"{n}")

    threads = [threading.Thread(target=write_some) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(acts_of(record)) == 21
    with record.read() as view:
        open_names = view.conn.execute(
            sa.select(schema.setting.c.value).where(
                view.open(schema.setting), schema.setting.c.key == "name"
            )
        ).all()
        assert len(open_names) == 1


def test_a_writer_gives_up_on_one_that_hangs(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "WAIT_S", 0.1)
    with open_record(tmp_path / "w.sayso", create=True) as one, open_record(one.where) as two:
        with one.write("test"), pytest.raises(RecordError, match="writing"), two.write("test"):
            pass
        set_name(two, "free again")


def test_two_make_a_record_at_once(tmp_path):
    made = []

    def make():
        with open_record(tmp_path / "new.sayso", create=True) as record:
            made.append(len(acts_of(record)))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1, 1, 1, 1]
