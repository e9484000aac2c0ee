"""A PostgreSQL server of the tests' own: started in a temporary folder, gone when they end.

In:   Debian's (or any) installation of PostgreSQL, found by `initdb`
Out:  `Server`: addresses of new databases, made as copies of one that holds an empty record

Method: initdb and postgres, reached by a socket in a folder of its own, so that no port is taken
and no service of the machine is touched. PostgreSQL refuses to run as root; there the user
"postgres", or "nobody", runs it. What a crash would lose is not waited for (fsync is off).
Known faults: POSIX only.
"""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sayso.record.open import open_record

_START_S = 30
_USER = "tester"
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB",
             "listen_addresses=", "max_connections=40", "autovacuum=off")  # fmt: skip


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest version; None where there is none."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    many = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(many, key=lambda p: int(p.parent.name), default=None)


def missing() -> str:
    """Why no server can be started; "" where one can."""
    if os.name != "posix":
        return "a server is started on POSIX only"
    return "" if programs() else "PostgreSQL is not installed: those tests run on SQLite alone"


class Server:
    """A running server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._engine = sa.create_engine(self._address("postgres"), isolation_level="AUTOCOMMIT")
        self._numbers = itertools.count(1)
        self._has_template = False

    def _address(self, database: str) -> str:
        return f"postgresql+psycopg://{_USER}@/{database}?host={self._folder}"

    def _do(self, *statements: str) -> None:
        with self._engine.connect() as conn:
            for statement in statements:
                conn.exec_driver_sql(statement)

    def empty(self) -> str:
        """The address of a new database without tables."""
        name = f"t{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name}")
        return self._address(name)

    def new(self) -> str:
        """The address of a new database that holds an empty record."""
        if not self._has_template:
            self._do("CREATE DATABASE first")
            open_record(self._address("first"), create=True).close()
            self._has_template = True
        name = f"t{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE first")
        return self._address(name)

    def drop(self, address: str) -> None:
        """Remove a database of `new` or `empty`, whoever is connected to it."""
        self._do(f"DROP DATABASE {sa.make_url(address).database} WITH (FORCE)")

    def close(self) -> None:
        """Let go of it."""
        self._engine.dispose()


@contextmanager
def server() -> Iterator[Server]:
    """Start a server, and stop it afterwards.

    Raises:
        RuntimeError: it does not start; its log is the message.
    """
    found = programs()
    assert found is not None, missing()
    folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))
    owner = _owner()
    try:
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        data, log = folder / "data", folder / "log"
        subprocess.run(
            [found / "initdb", "-D", data, "-U", _USER, "--auth=trust", "--encoding=UTF8",
             "--locale=C", "--no-sync"],
            check=True, capture_output=True, cwd=folder, **owner,
        )  # fmt: skip
        options = [word for setting in _SETTINGS for word in ("-c", setting)]
        with log.open("wb") as told, subprocess.Popen(
            [found / "postgres", "-D", data, "-k", folder, *options],
            stdout=told, stderr=told, cwd=folder, **owner,
        ) as process:  # fmt: skip
            try:
                _wait(found, folder, process, log)
                running = Server(folder)
                try:
                    yield running
                finally:
                    running.close()
            finally:
                process.terminate()  # as `pg_ctl stop -m smart`; nobody is connected any more
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> dict[str, Any]:
    """Who runs it: ourselves, or where that is root a user without rights."""
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("no user to run PostgreSQL as")


def _wait(found: Path, folder: Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _START_S
    ready = [found / "pg_isready", "-q", "-h", folder, "-U", _USER]
    while subprocess.run(ready, check=False).returncode:
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"PostgreSQL does not start: {log.read_text('utf-8', 'replace')}")
        time.sleep(0.05)
