"""Migrations: how a record of an older version becomes one of this version.

In:   a connection with a transaction for writing open
Out:  the tables as `schema.metadata` has them, or what the record lacks for it

Method: Alembic, driven from code (there is no ini file). `HEAD` is the newest revision; a
record whose revision is not in `versions/` was made by a newer sayso. Alembic is imported
only where something is to be done: an up-to-date record is told by one query.
Known faults: none known.
"""

from pathlib import Path

import sqlalchemy as sa

HEAD = "0001"
FOLDER = Path(__file__).parent


def revision(conn: sa.Connection) -> str | None:
    """The record's revision; None where there are no tables of a record."""
    if not sa.inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def known() -> list[str]:
    """All revisions of this version, the oldest first."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415  0.2 s; see the module's head

    scripts = ScriptDirectory(str(FOLDER))
    return [script.revision for script in scripts.walk_revisions()][::-1]


def upgrade(conn: sa.Connection) -> None:
    """Bring the tables up to `HEAD`, in the transaction of `conn`."""
    from alembic import command  # noqa: PLC0415  see the module's head
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, HEAD)
