"""A record of an older version: brought up to date for writing, left alone for looking."""

import shutil

import pytest
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.record import migrations, schema
from sayso.record.open import open_record

SECOND = '''"""A second revision, for tests."""
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = depends_on = None


def upgrade():
    op.execute("CREATE TABLE later (x INTEGER)")
    {more}
'''


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """A sayso with one revision more than this one."""

    def make(more="pass"):
        folder = tmp_path / "migrations"
        shutil.copytree(
            migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"),
            dirs_exist_ok=True,
        )  # fmt: skip
        (folder / "versions" / "0002_later.py").write_text(SECOND.format(more=more))
        monkeypatch.setattr(migrations, "FOLDER", folder)
        monkeypatch.setattr(migrations, "HEAD", "0002")

    return make


def seen(record):
    with record.read() as view:
        kinds = view.conn.execute(
            sa.select(schema.act.c.kind).order_by(schema.act.c.n)
        ).scalars().all()  # fmt: skip
        return kinds, sa.inspect(view.conn).has_table("later")


def test_an_older_record_is_brought_up_to_date(war, newer):
    where = war.where
    war.close()
    newer()
    with pytest.raises(ConfigError, match="older sayso; open it once for writing"):
        open_record(where, readonly=True)
    with open_record(where) as record:
        assert seen(record) == (["create", "add", "migrate"], True)
    with open_record(where, readonly=True) as record:
        assert seen(record) == (["create", "add", "migrate"], True)


def test_an_update_that_fails_leaves_the_record_as_it_was(war, newer, monkeypatch):
    where = war.where
    war.close()
    newer("raise ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        open_record(where)
    monkeypatch.undo()
    with open_record(where) as record:
        assert seen(record) == (["create", "add"], False)


def test_a_new_record_is_of_the_newest_version(tmp_path, newer):
    newer()
    with open_record(tmp_path / "new.sayso", create=True) as record:
        assert seen(record) == (["create"], True)
