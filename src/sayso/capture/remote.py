"""Input on object storage: the objects of a URL, as if they were files of a folder.

In:   a URL such as `s3://bucket/crawl/` or `s3://bucket/news.warc.gz`
Out:  the objects to open, sorted by name within each folder; Drops for what need not be opened

Method: fsspec lists and opens them (`base.storage`). Hidden objects are passed over, as hidden
files are. An object is read once from its start to its end, a piece at a time; nothing is copied
to this machine.
Known faults: the list of all objects of a URL is held in memory, some 300 bytes each. A connection
that breaks off ends its object as `truncated` or `unreadable`; the storage's package may try again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sayso.base.errors import ConfigError
from sayso.base.nouns import Drop
from sayso.base.storage import storage_of
from sayso.capture.reasons import drop
from sayso.capture.sniff import refused_by_name
from sayso.capture.stream import Source, StreamFault


class Object(NamedTuple):
    """An object to open, and its size in bytes as the storage states it."""

    fs: Any
    path: str
    origin: str
    size_bytes: int

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    @contextmanager
    def open(self) -> Iterator[Source]:
        """Open it for reading from its start."""
        with self.fs.open(self.path, "rb") as content:
            yield _Content(content)


class _Content:
    """An object's bytes; whatever error its storage has, the stream ends with a reason."""

    def __init__(self, content: Source) -> None:
        self._content = content

    def read(self, size: int, /) -> bytes:
        try:
            return self._content.read(size)
        except Exception as err:  # each storage has errors of its own
            raise StreamFault("unreadable", str(err)) from err


def check_url(url: str) -> None:
    """Hold a URL against its storage before the work.

    Raises:
        ConfigError: fsspec or the storage's package is not installed, or nothing is there.
    """
    fs, path = storage_of(url)
    try:
        is_there = fs.exists(path)
    except Exception as err:  # each storage has errors of its own
        raise ConfigError(f"{url} cannot be reached: {err}") from err
    if not is_there:
        raise ConfigError(f"input does not exist: {url}")


def objects(url: str) -> Iterator[Object | Drop]:
    """Give the objects below a URL; the object itself when it names one."""
    fs, path = storage_of(url)
    scheme = url.partition("://")[0]
    try:
        found = fs.find(path, detail=True)
    except Exception as err:  # each storage has errors of its own
        yield drop("unreadable", url, str(err))
        return
    root = path.rstrip("/")
    n_found = 0
    for full in sorted(found, key=lambda name: name.split("/")):
        inside = full.removeprefix(root).strip("/").split("/")
        if full != path and any(part.startswith(".") for part in inside):
            continue
        n_found += 1
        origin = f"{scheme}://{full.lstrip('/')}"
        refused = refused_by_name(inside[-1] or full.rpartition("/")[2])
        if refused:
            yield drop(refused.reason, origin, refused.detail)
        else:
            yield Object(fs, full, origin, int(found[full].get("size") or 0))
    if not n_found:
        yield drop("empty_folder", url, "no objects, or hidden ones only")
