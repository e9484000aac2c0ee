"""Folders to files, in an order that does not change.

In:   a path that exists
Out:  the files to open, sorted by name within each folder, each with the origin that
      people see; Drops for what cannot or need not be opened

Hidden files and folders are passed over without a count: they are the system's own.
Links to folders are followed once, so a loop of links ends. Pipes, sockets and devices
inside a folder are never opened, since opening one may wait for ever; one that the user
names is opened (that is how a shell passes `<(command)`).
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sayso.base.nouns import Drop
from sayso.capture.reasons import drop
from sayso.capture.sniff import refused_by_name


class Found(NamedTuple):
    """A file to open, and its size as the system states it (0 for pipes)."""

    path: Path
    origin: str
    size_bytes: int


def walk(path: Path) -> Iterator[Found | Drop]:
    """Give the files under a path; the path itself when it is a file."""
    origin = printable(path)
    try:
        status = path.stat()
    except OSError as err:
        yield drop("unreadable", origin, err.strerror or str(err))
        return
    if not stat.S_ISDIR(status.st_mode):
        refused = refused_by_name(path.name)
        if refused:
            yield drop(refused.reason, origin, refused.detail)
        else:
            size = status.st_size if stat.S_ISREG(status.st_mode) else 0
            yield Found(path, origin, size)
        return
    n_found = 0
    for item in _walk_folder(path, {(status.st_dev, status.st_ino)}):
        n_found += 1
        yield item
    if not n_found:
        yield drop("empty_folder", origin, "no files, or hidden ones only")


def _walk_folder(folder: Path, visited: set[tuple[int, int]]) -> Iterator[Found | Drop]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names, not paths: half the memory
    except OSError as err:
        yield drop("unreadable", printable(folder), err.strerror or str(err))
        return
    for name in names:
        if name.startswith("."):
            continue
        path = folder / name
        origin = printable(path)
        try:
            status = path.stat()
        except OSError as err:  # a link that leads nowhere, or to itself
            yield drop("unreadable", origin, err.strerror or str(err))
            continue
        if stat.S_ISDIR(status.st_mode):
            key = (status.st_dev, status.st_ino)
            if key not in visited:
                visited.add(key)
                yield from _walk_folder(path, visited)
        elif not stat.S_ISREG(status.st_mode):
            yield drop("not_report", origin, "a pipe, socket or device")
        elif refused := refused_by_name(name):
            yield drop(refused.reason, origin, refused.detail)
        else:
            yield Found(path, origin, status.st_size)


def printable(path: Path) -> str:
    """A path as text that can be written anywhere, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "replace")
