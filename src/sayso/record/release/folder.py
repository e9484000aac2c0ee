"""The folder of a release: written whole or not at all, never changed, and checked.

In:   files as bytes or parts of bytes
Out:  a folder of read-only files with `sha256sums.txt`; `verify` says what is wrong with one

Method: everything is written to a hidden folder beside the target, flushed to the disk, made
read-only, and moved to its name in one step. What a killed run leaves behind is that hidden
folder, which the next run with the name takes away.
Known faults: those of `base/whole.py`.
"""

import csv
import hashlib
import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.base.errors import ConfigError
from sayso.base.whole import hidden_beside, remove
from sayso.tables import csv_cell

if TYPE_CHECKING:
    import pyarrow as pa

SUMS = "sha256sums.txt"
PACKAGE = "datapackage.json"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_BOM = "\ufeff".encode()
_ROWS_AT_A_TIME = 5_000  # rows of a CSV file that become text at once: some megabytes
_READ_AT_A_TIME = 1 << 20
_ROW_GROUP = 20_000  # rows a Parquet row group, as in `writers`


def check_name(name: str) -> str:
    """A name that may be a folder's everywhere.

    Raises:
        ConfigError: it may not.
    """
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise ConfigError(
            f"{name!r} cannot be a release's name: letters, digits, points, hyphens and "
            "underscores, at most 64, beginning with a letter or digit"
        )
    return name


class Draft:
    """A release folder while it is written.

    Attributes:
        sizes, hashes: of the files written so far, by name.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sizes: dict[str, int] = {}
        self.hashes: dict[str, str] = {}

    def write(self, name: str, parts: bytes | Iterable[bytes]) -> None:
        """Write one file, flush it to the disk, and make it read-only."""
        digest, size = hashlib.sha256(), 0
        path = self.folder / name
        with path.open("xb") as file:
            for part in [parts] if isinstance(parts, bytes) else parts:
                file.write(part)
                digest.update(part)
                size += len(part)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o444)
        self.sizes[name], self.hashes[name] = size, digest.hexdigest()

    def clear(self) -> None:
        """Begin anew."""
        for name in self.hashes:
            (self.folder / name).unlink()
        self.sizes, self.hashes = {}, {}

    def write_sums(self) -> None:
        """Write the list of hashes, in the form that `sha256sum -c` reads."""
        lines = (f"{self.hashes[name]}  {name}\n" for name in sorted(self.hashes))
        self.write(SUMS, "".join(lines).encode())


@contextmanager
def draft(target: Path) -> Iterator[Draft]:
    """A folder to write to; removed unless `publish` took it away.

    Raises:
        ConfigError: the target is there already, or its folder cannot be written to.
    """
    if target.exists():
        raise ConfigError(f"{target} is there already; a release is never changed")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        hidden = hidden_beside(target)
        hidden.mkdir()
    except OSError as err:
        raise ConfigError(f"{target.parent}: cannot be written to ({err.strerror})") from err
    try:
        yield Draft(hidden)
    finally:
        remove(hidden)


def publish(made: Draft, target: Path) -> None:
    """Give a finished folder its name, in one step.

    Raises:
        ConfigError: the name was taken in the meantime.
    """
    if target.exists():
        raise ConfigError(f"{target} is there already; a release is never changed")
    _sync_folder(made.folder)
    made.folder.rename(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows opens no folders, and writes names through by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- files --------------------------------------------------------------------------------


def csv_parts(table: "pa.Table") -> Iterator[bytes]:
    """A table as CSV for spreadsheets (`docs/decisions/0052-csv-for-spreadsheets.md`)."""
    buffer = io.StringIO(newline="")
    rows = csv.writer(buffer)
    rows.writerow(table.schema.names)
    yield _BOM
    for batch in table.to_batches(max_chunksize=_ROWS_AT_A_TIME):
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            rows.writerow([csv_cell(value) for value in values])
        yield buffer.getvalue().encode("utf-8", "surrogatepass")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def parquet_bytes(table: "pa.Table") -> bytes:
    """A table as Parquet. The same table gives the same bytes with the same pyarrow."""
    import pyarrow as pa  # noqa: PLC0415  0.2 s that other commands do not pay
    import pyarrow.parquet as pq  # noqa: PLC0415

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", row_group_size=_ROW_GROUP)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


# --- checking -----------------------------------------------------------------------------


def verify(folder: Path) -> list[str]:
    """What is wrong with a release folder; nothing when it is as it was written.

    Raises:
        ConfigError: it is no release.
    """
    sums = folder / SUMS
    if not folder.is_dir() or not sums.is_file() or not (folder / PACKAGE).is_file():
        raise ConfigError(f"{folder} is no release: it has no {SUMS} or no {PACKAGE}")
    wrong: list[str] = []
    listed: dict[str, str] = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    for name, digest in sorted(listed.items()):
        path = folder / name
        if "/" in name or "\\" in name or not path.is_file():
            wrong.append(f"{name}: is missing")
        elif file_hash(path) != digest:
            wrong.append(f"{name}: was changed")
    there = {path.name for path in folder.iterdir()} - {SUMS}
    wrong += [f"{name}: does not belong to the release" for name in sorted(there - listed.keys())]
    return wrong + _against_package(folder, listed)


def _against_package(folder: Path, listed: dict[str, str]) -> list[str]:
    """The data package holds the hashes too; its own is kept in the record."""
    import json  # noqa: PLC0415

    try:
        package = json.loads((folder / PACKAGE).read_bytes())
        known = {r["path"]: r["hash"].removeprefix("sha256:") for r in package["resources"]}
        known |= package["sayso"]["files"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return [f"{PACKAGE}: cannot be read"]
    differ = [name for name, digest in sorted(known.items()) if listed.get(name) != digest]
    extra = sorted(listed.keys() - known.keys() - {PACKAGE})
    return [f"{name}: {SUMS} and {PACKAGE} do not agree" for name in (*differ, *extra)]


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_AT_A_TIME):
            digest.update(part)
    return digest.hexdigest()
