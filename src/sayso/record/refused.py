"""What a database refuses, in words that say what to do.

In:   an error of SQLite's or PostgreSQL's driver
Out:  `ConfigError` where the user named the wrong thing (nothing was changed), `RecordError`
      where the store cannot go on (locked, full, damaged): what was committed is kept

Method: by the driver's error code (`sqlite_errorname`, `sqlstate`), never by its message.
Known faults: an error that stands in neither table is shown as the database words it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from sayso.base.errors import ConfigError, RecordError, SaysoError

# Opening of `sqlite_errorname` -> class and message. https://www.sqlite.org/rescode.html
_SQLITE: dict[str, tuple[type[SaysoError], str]] = {
    "SQLITE_BUSY": (RecordError, "another program is writing to it; try again when that is done"),
    "SQLITE_LOCKED": (RecordError, "another program is writing to it; try again when that is done"),
    "SQLITE_FULL": (RecordError, "the disk is full; what was finished is kept. Make room, go on"),
    "SQLITE_READONLY": (ConfigError, "may not be written to; copy it, or change its permissions"),
    "SQLITE_PERM": (ConfigError, "may not be opened; change its permissions"),
    "SQLITE_CANTOPEN": (ConfigError, "cannot be opened; is it there, and may it be read?"),
    "SQLITE_NOTADB": (ConfigError, "is not a record of sayso"),
    "SQLITE_CORRUPT": (RecordError, "is damaged; go back to a copy of it"),
    "SQLITE_IOERR": (RecordError, "the disk refused; what was finished is kept"),
    "SQLITE_TOOBIG": (RecordError, "a text is too long for it"),
}
_POSTGRES: dict[str, tuple[type[SaysoError], str]] = {
    "55P03": (RecordError, "another program is writing to it; try again when that is done"),
    "53100": (RecordError, "the disk is full; what was finished is kept. Make room, go on"),
    "25006": (ConfigError, "may not be written to here"),
    "42501": (ConfigError, "you may not do this there; ask who keeps the database"),
    "3D000": (ConfigError, "there is no such database; create it first (createdb)"),
}


@contextmanager
def in_words(where: str) -> Iterator[None]:
    """Turn what the driver raises into `ConfigError` or `RecordError`; `where` opens the message.

    Raises:
        ConfigError: the file or database is not what it should be; nothing was changed.
        RecordError: locked for too long, the disk is full, the file is damaged.
    """
    try:
        yield
    except sa.exc.DBAPIError as err:
        cause = err.orig
        name = getattr(cause, "sqlite_errorname", None)
        if name is not None:
            for opening, (kind, words) in _SQLITE.items():
                if name.startswith(opening):
                    raise kind(f"{where}: {words}") from err
        state = getattr(cause, "sqlstate", None)
        if state in _POSTGRES:
            kind, words = _POSTGRES[state]
            raise kind(f"{where}: {words}") from err
        if isinstance(err, sa.exc.OperationalError):
            raise RecordError(f"{where}: {str(cause).strip().splitlines()[0]}") from err
        raise
