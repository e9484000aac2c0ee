"""A folder to write whole files to and read them from: of this machine, or on object storage.

In:   a path, or a URL such as `s3://bucket/news/`
Out:  `Folder`: write a file whole, read it, ask for its size

Method: a URL is opened by fsspec, which finds the package of its storage (s3fs, gcsfs, adlfs).
On a disk a file is written under another name, flushed to the disk and renamed. On object storage
there is no renaming: an object appears when it is closed, and one that a broken run closed halfway
is known by its size, which the note beside it names (`shards.manifest`).
Known faults: on storage whose objects appear before they are closed, a reader may see half of one.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from sayso.base.errors import ConfigError

_HERE = ("file://", "local://")


class Folder(Protocol):
    """A folder. `where` is for people and ends with a slash."""

    where: str

    def writing(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a file for writing; it is there when the block ends well."""

    def reading(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a file for reading; it can be read at any place."""

    def size(self, name: str) -> int | None:
        """Size of a file in bytes, None when there is none."""

    def remove(self, name: str) -> None:
        """Remove a file, if there is one."""


def is_url(where: str) -> bool:
    """A URL of object storage; pages of the web are none, since sayso fetches nothing.

    >>> is_url("s3://bucket/news/"), is_url("news/a.html"), is_url("https://example.org/")
    (True, False, False)
    """
    scheme, mark, _ = where.partition("://")
    return bool(mark) and scheme.isalnum() and scheme.lower() not in ("http", "https")


def folder_of(where: str, *, make: bool = False) -> Folder:
    """Open a folder.

    Args:
        where: a path or a URL.
        make: make it where there is none.

    Raises:
        ConfigError: it is not there, is no folder, or its storage cannot be opened.
    """
    if is_url(where) and not where.startswith(_HERE):
        fs, path = storage_of(where)
        return _Remote(where.rstrip("/") + "/", fs, path.rstrip("/"))
    path_here = Path(where.partition("://")[2] if is_url(where) else where)
    try:
        if make:
            path_here.mkdir(exist_ok=True)
    except OSError as err:
        raise ConfigError(f"{where}: the folder cannot be made ({err.strerror})") from err
    if not path_here.is_dir():
        raise ConfigError(f"{where} is no folder")
    return _Here(path_here)


def storage_of(where: str) -> tuple[Any, str]:
    """The file system of a URL, as fsspec opens it, and the path in it.

    Raises:
        ConfigError: fsspec or the package of the storage is not installed, or refuses.
    """
    try:
        import fsspec  # noqa: PLC0415  an extra
    except ImportError as err:
        raise ConfigError(
            f"{where} is a URL: pip install 'sayso[cloud]' and the package of the storage"
        ) from err
    try:
        fs, path = fsspec.core.url_to_fs(where)
    except (ImportError, ValueError, OSError) as err:
        raise ConfigError(f"{where} cannot be opened: {err}") from err
    return fs, str(path)


class _Here:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.where = f"{path}/"

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        unfinished = self._path / f"{name}.unfinished"
        try:
            with unfinished.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._path / name)
        finally:
            unfinished.unlink(missing_ok=True)

    @contextmanager
    def reading(self, name: str) -> Iterator[BinaryIO]:
        with (self._path / name).open("rb") as file:
            yield file

    def size(self, name: str) -> int | None:
        try:
            return (self._path / name).stat().st_size
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        (self._path / name).unlink(missing_ok=True)


class _Remote:
    """A folder on object storage."""

    def __init__(self, where: str, fs: Any, path: str) -> None:
        self.where = where
        self._fs = fs
        self._path = path

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        with self._told(name, "written"):
            file = self._fs.open(f"{self._path}/{name}", "wb")
        try:
            yield file
        finally:
            with self._told(name, "written"):
                file.close()

    @contextmanager
    def reading(self, name: str) -> Iterator[BinaryIO]:
        with self._told(name, "read"):
            file = self._fs.open(f"{self._path}/{name}", "rb")
        with file:
            yield file

    @contextmanager
    def _told(self, name: str, what: str) -> Iterator[None]:
        """Say in one way what each storage says in its own."""
        try:
            yield
        except OSError:
            raise
        except Exception as err:
            raise ConfigError(f"{self.where}{name} cannot be {what}: {err}") from err

    def size(self, name: str) -> int | None:
        try:
            with self._told(name, "read"):
                return int(self._fs.info(f"{self._path}/{name}")["size"])
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        if self.size(name) is not None:
            self._fs.rm_file(f"{self._path}/{name}")
