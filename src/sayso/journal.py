"""The partial file beside an output: what makes a killed run resume, and a whole file whole.

In:   records as they are made
Out:  `FILE.partial`: a head line, then one record a line; deleted when FILE is written

Method: the output itself is written in one go at the end, under another name, and
renamed; so FILE is either the old one or whole. Until then every finished report stands
in the partial file, in the order of the input. A run with the same head (settings,
extractor, version, what is kept) takes up where the lines end, after checking that the
input still begins with the same reports. A torn last line is cut off.
Known faults: two runs that write one FILE at the same time disturb each other.
"""

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Self

import msgspec

from sayso.base.ids import digest
from sayso.base.nouns import Drop, Noun, Report
from sayso.engines import RawRecord

_log = logging.getLogger(__name__)

_decode = msgspec.json.Decoder(RawRecord).decode


class Head(Noun, kw_only=True, frozen=True):
    """What must be equal for a run to be taken up again."""

    made_by: str
    settings: str
    keep_text: bool = False
    partial: int = 1  # format of this file


class Journal:
    """The partial file of one output, open for appending.

    `n_done` records stood in it already and are valid; `lines()` gives all of them.
    """

    def __init__(self, path: Path, file: BinaryIO, n_done: int) -> None:
        self.path = path
        self.n_done = n_done
        self._file = file

    @classmethod
    def open(cls, output: Path, head: Head, items: Iterable[Report | Drop] | None) -> Self:
        """Open the partial file of `output`, keeping what can be kept.

        Args:
            output: the file that the run is to write.
            head: settings and versions of this run.
            items: the input, read from its start as far as the partial file goes; None
                when it cannot be read twice, and the run starts anew.
        """
        path = partial_path(output)
        n_done, end = (0, 0) if items is None else _valid(path, head, items)
        if end:
            file = path.open("r+b")
            file.truncate(end)
            file.seek(end)
        else:
            file = path.open("w+b")
            file.write(msgspec.json.encode(head) + b"\n")
            file.flush()
        return cls(path, file, n_done)

    def add(self, line: bytes) -> None:
        """Add one record; it outlives a kill from here on."""
        self._file.write(line + b"\n")
        self._file.flush()

    def lines(self) -> Iterator[bytes]:
        """All records from the start, without line ends."""
        self._file.flush()
        with self.path.open("rb") as file:
            next(file)
            for line in file:
                yield line.rstrip(b"\n")

    def close(self, *, done: bool) -> None:
        """Close the file, and delete it when the output is written."""
        self._file.close()
        if done:
            self.path.unlink(missing_ok=True)


def partial_path(output: Path) -> Path:
    """Name of the partial file beside an output."""
    return output.with_name(output.name + ".partial")


def _valid(path: Path, head: Head, items: Iterable[Report | Drop]) -> tuple[int, int]:
    """Count the records that hold for this input, and the byte where they end."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return 0, 0
    with file:
        first = file.readline()
        if first != msgspec.json.encode(head) + b"\n":
            _log.warning("%s is from other settings or another version: starting anew", path)
            return 0, 0
        n_done, end = 0, len(first)
        incoming = iter(items)
        for line in file:
            record = _whole(line)
            if record is None:
                break
            item = next(incoming, None)
            if item is None or not _same(record, item):
                _log.warning("the input is not what %s was made from: starting anew", path)
                return 0, 0
            n_done += 1
            end += len(line)
    return n_done, end


def _whole(line: bytes) -> RawRecord | None:
    if not line.endswith(b"\n"):
        return None
    try:
        return _decode(line)
    except msgspec.DecodeError:
        return None


def _same(record: RawRecord, item: Report | Drop) -> bool:
    if isinstance(item, Drop):
        return record.drop == item
    return record.seal == digest(item.content) and (
        (record.report_id, record.origin) == (item.report_id, item.origin)
    )


@contextmanager
def whole_file(output: Path) -> Iterator[BinaryIO]:
    """Write a file whole: under another name first, renamed when the block ends well."""
    unfinished = output.with_name(output.name + ".unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
