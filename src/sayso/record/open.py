"""Opening a record: a file, or a database by URL; made and brought up to date where asked.

In:   a path ("war.sayso") or a URL ("postgresql+psycopg://host/war")
Out:  `Record`: `read()` gives a `View`, `write()` an `Act`

Method: SQLAlchemy Core. SQLite runs in WAL mode, so that many read while one writes; its
driver's own handling of transactions is switched off (it begins too late and commits DDL),
and every transaction is begun here: BEGIN for reading, BEGIN IMMEDIATE for writing, so that
two writers wait for each other instead of failing halfway. PostgreSQL has the same by an
advisory lock. The file carries the application id "SAYS" (`_APPLICATION`).
Known faults: a network file system without locks is not told from one with them; SQLite in
WAL mode must not be used there.
"""

import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.record import acts, migrations
from sayso.record.acts import Act
from sayso.record.hints import let_hint
from sayso.record.refused import in_words
from sayso.record.schema import setting
from sayso.record.view import AsOf, View, act_number

# How long a writer waits for another. The longest transaction is a batch of `add` or a step of
# linking: seconds. Longer than a minute means that something hangs.
WAIT_S = 60
_AGAIN_S = 0.02  # between two tries of what SQLite refuses without waiting
_APPLICATION = int.from_bytes(b"SAYS")  # PRAGMA application_id; `file` and Datasette show it
_LOCK = int.from_bytes(b"sayso")  # key of the advisory lock in PostgreSQL
_CACHE_KIB = 65_536  # SQLite's own page cache a connection; its default of 2 MB thrashes at 1 GB


class Record:
    """An open record. Close it, or use it in a `with` block.

    Attributes:
        engine: SQLAlchemy's engine, for what `read` and `write` do not serve.
        where: path or URL (without a password), as messages name it.
        readonly: nothing can be written.
    """

    def __init__(self, engine: sa.Engine, where: str, *, readonly: bool) -> None:
        self.engine = engine
        self.where = where
        self.readonly = readonly

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the database."""
        self.engine.dispose()

    @contextmanager
    def read(self, as_of: AsOf = None) -> Iterator[View]:
        """Look at the record, all in one consistent picture, while others may write.

        Args:
            as_of: a time (text or datetime; without a zone it is UTC), a day (all of it), the
                number of an act; None for now.

        Raises:
            ConfigError: the time cannot be read.
            RecordError: the database refused.
        """
        with in_words(self.where), self.engine.connect() as conn, conn.begin():
            yield View(conn, act_number(conn, as_of))

    @contextmanager
    def write(
        self,
        kind: str,
        *,
        person: str = "",
        reason: str = "",
        step: str = "",
        model: str = "",
        settings: str = "",
    ) -> Iterator[Act]:
        """Change the record in one transaction: all of it or, after any error, nothing.

        Args:
            kind: add, link, decide, undo, recode, release ...
            person: who does it; "" for the machine.
            reason: why, in a person's words.
            step, model, settings: what made it: stage, model, digest of the settings.

        Raises:
            ConfigError: the record is read only.
            RecordError: another program held it for longer than `WAIT_S`; the disk is full.
        """
        if self.readonly:
            raise ConfigError(f"{self.where}: is open for reading only")
        with in_words(self.where), self.engine.connect() as plain:
            conn = _for_writing(plain)
            with conn.begin() as transaction:
                act = acts.begin(
                    conn,
                    kind,
                    version=_version(),
                    person=person,
                    reason=reason,
                    step=step,
                    model=model,
                    settings=settings,
                )
                yield act
                if act.kept:
                    acts.end(act)
                else:
                    transaction.rollback()


def open_record(where: str | Path, *, create: bool = False, readonly: bool = False) -> Record:
    """Open a record.

    Args:
        where: a path, or a URL of PostgreSQL.
        create: make it when it is not there.
        readonly: for looking only; the file may then lie where nothing can be written.

    Raises:
        ConfigError: it is not there, is no record, was made by a newer sayso, or (read only)
            by an older one; the folder does not exist.
        RecordError: another program holds it; the disk is full; it is damaged.
    """
    text = str(where)
    if "://" in text and not text.startswith("sqlite:"):
        return _open_url(text, create=create, readonly=readonly)
    return _open_file(Path(text.removeprefix("sqlite:///")), create=create, readonly=readonly)


# --- SQLite -------------------------------------------------------------------------------


def _open_file(path: Path, *, create: bool, readonly: bool) -> Record:
    if path.is_dir():
        raise ConfigError(f"{path} is a folder; name the record's file")
    if not path.exists():
        if readonly or not create:
            raise ConfigError(f"{path}: there is no such record; `sayso add` makes one")
        if not path.parent.is_dir():
            raise ConfigError(f"{path}: the folder {path.parent} does not exist")
    elif not os.access(path, os.R_OK):
        raise ConfigError(f"{path}: may not be read")
    elif not readonly and not os.access(path, os.W_OK):
        raise ConfigError(f"{path}: may not be written to; copy it, or change its permissions")
    _check_head(path, create=create and not readonly)
    engine = _sqlite_engine(path, readonly=readonly)
    return _checked(Record(engine, str(path), readonly=readonly), create=create)


def _check_head(path: Path, *, create: bool) -> None:
    """Refuse other files before SQLite touches them: the first 100 bytes tell."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return
    except OSError as err:
        raise ConfigError(f"{path}: cannot be read ({err.strerror})") from err
    if not head and create:
        return
    application = int.from_bytes(head[68:72])
    if not head.startswith(b"SQLite format 3\0") or application not in (0, _APPLICATION):
        raise ConfigError(f"{path} is not a record of sayso")


def _sqlite_engine(path: Path, *, readonly: bool) -> sa.Engine:
    address = f"{path.resolve().as_uri()}?mode={'ro' if readonly else 'rwc'}"
    if readonly and _is_sealed(path):
        address += "&immutable=1"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=WAIT_S, check_same_thread=False)

    engine = sa.create_engine("sqlite+pysqlite://", creator=connect, poolclass=sa.QueuePool)
    let_hint(engine)

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        pragmas = [f"cache_size=-{_CACHE_KIB}", "foreign_keys=ON", "temp_store=MEMORY"]
        if not readonly:
            _to_wal(connection)
            # FULL: a commit is on the disk before anybody is told that it is done, so that it
            # outlives a power cut too. One fsync a commit; commits are in batches.
            pragmas.append("synchronous=FULL")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begun(conn: sa.Connection) -> None:
        writes = conn.get_execution_options().get("sayso_writes")
        conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _to_wal(connection: Any) -> None:
    """Switch to WAL. Where two programs make one file at once, SQLite refuses the switch without
    waiting (it would be a deadlock to it), so that the waiting is done here."""
    until = time.monotonic() + WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as err:
            if err.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_AGAIN_S)
        else:
            return


def _is_sealed(path: Path) -> bool:
    """Nothing can be written beside the file and no writer left anything there."""
    beside = path.with_name(path.name + "-wal")
    return not os.access(path.parent, os.W_OK) and not (beside.exists() and beside.stat().st_size)


# --- PostgreSQL ---------------------------------------------------------------------------


def _open_url(text: str, *, create: bool, readonly: bool) -> Record:
    try:
        url = sa.make_url(text)
    except sa.exc.ArgumentError as err:
        raise ConfigError("the address of the record cannot be read; is it a URL?") from err
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() != "postgresql":
        raise ConfigError(f"{shown}: a record is a file, or a database of PostgreSQL")
    try:
        engine = sa.create_engine(
            url.set(drivername="postgresql+psycopg"), isolation_level="REPEATABLE READ"
        )
    except ModuleNotFoundError as err:
        raise ConfigError("psycopg is not installed: pip install 'sayso[postgres]'") from err

    @sa.event.listens_for(engine, "begin")
    def _begun(conn: sa.Connection) -> None:
        if conn.get_execution_options().get("sayso_writes"):
            conn.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_S}s'")
            conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        else:
            conn.exec_driver_sql("SET TRANSACTION READ ONLY")

    return _checked(Record(engine, shown, readonly=readonly), create=create)


def _for_writing(conn: sa.Connection) -> sa.Connection:
    """Mark a connection, so that its transaction begins by waiting for other writers."""
    if conn.dialect.name == "postgresql":
        # With repeatable read it would see what was there before it waited for the lock.
        return conn.execution_options(sayso_writes=True, isolation_level="READ COMMITTED")
    return conn.execution_options(sayso_writes=True)


# --- both ---------------------------------------------------------------------------------


def _checked(record: Record, *, create: bool) -> Record:
    """Bring the tables up to date, or say why the record cannot be used."""
    try:
        with in_words(record.where):
            with record.engine.connect() as conn, conn.begin():
                found = migrations.revision(conn)
            if found != migrations.HEAD:
                _bring_up(record, found, create=create)
    except BaseException:
        record.close()
        raise
    return record


def _bring_up(record: Record, found: str | None, *, create: bool) -> None:
    if found is None and not (create and not record.readonly):
        hint = "; `sayso add` makes one in an empty database" if "://" in record.where else ""
        raise ConfigError(f"{record.where} is not a record of sayso{hint}")
    if found is not None and found not in migrations.known():
        raise ConfigError(
            f"{record.where} was made by a newer sayso than {_version()}; install that"
        )
    if found is not None and record.readonly:
        raise ConfigError(
            f"{record.where} was made by an older sayso; open it once for writing "
            "(any `sayso add` or `sayso decide`) and it is brought up to date"
        )
    with record.engine.connect() as plain:
        conn = _for_writing(plain)
        with conn.begin():
            _migrate(conn, record.where)


def _migrate(conn: sa.Connection, where: str) -> None:
    found = migrations.revision(conn)  # another program may have been quicker
    if found == migrations.HEAD:
        return
    if found is None and sa.inspect(conn).get_table_names():
        raise ConfigError(f"{where} is not a record of sayso: it holds other tables")
    migrations.upgrade(conn)
    kind = "create" if found is None else "migrate"
    act = acts.begin(conn, kind, version=_version(), step="migrations")
    act.detail |= {"from": found or "", "to": migrations.HEAD}
    if found is None:
        if conn.dialect.name == "sqlite":
            conn.exec_driver_sql(f"PRAGMA application_id={_APPLICATION}")
        from sayso.record.settle import DEFAULTS  # noqa: PLC0415  loads the rules of linking

        begun = {"record_id": uuid.uuid4().hex} | DEFAULTS
        rows = [{"key": key, "value": value, "made": act.n} for key, value in begun.items()]
        conn.execute(sa.insert(setting), rows)
    acts.end(act)


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415  20 ms that looking does not need

    return version("sayso")
