"""Shards written: three Parquet files and a note for every so many reports of the input.

In:   the parts that the engines give, chunk by chunk, in the order of the input
Out:  the files of whole shards in a folder

Method: where a shard and a row group end follows from the input alone, so the same input gives
the same bytes, whatever engine and however many workers made the parts. At most one row group
of each table is in memory. Each file is written under another name and renamed when it is whole
(on object storage it appears when it is closed); the note comes last.
Known faults: a stopped run loses the shard that it was at.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Any, BinaryIO, Self

from sayso.base.ids import digest
from sayso.base.nouns import Drop
from sayso.base.storage import Folder
from sayso.shards.columns import TABLES, Part, schema, table_of
from sayso.shards.manifest import (
    Dropped,
    File,
    Head,
    Note,
    Shard,
    file_name,
    note_name,
    write_json,
)

# Reports a row group, or bytes as received, whichever comes first: some 7,000 claims, 10 MB, the
# size that readers like; pages of a megabyte end it sooner, for the sake of memory.
GROUP_REPORTS = 256
GROUP_BYTES = 32 << 20


class ShardWriter(AbstractContextManager["ShardWriter"]):
    """One shard as it is written. Leave the block without `finish` and nothing of it counts."""

    def __init__(self, folder: Folder, head: Head, n: int) -> None:
        self._folder = folder
        self._head = head
        self._n = n
        self._stack = ExitStack()
        self._files = [_File(folder, table, n, self._stack) for table in TABLES]
        self._waiting: list[Part] = []
        self._keys: list[str] = []
        self._counts: Counter[str] = Counter()
        self._mentions: Counter[str] = Counter()
        self._dropped: dict[tuple[str, str], tuple[int, Drop]] = {}

    @property
    def items(self) -> int:
        """Items of the input that were added."""
        return len(self._keys)

    def __enter__(self) -> Self:
        self._stack.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        for file in self._files:
            file.give_up()
        self._stack.__exit__(*error)

    def add(self, parts: Sequence[Part]) -> None:
        """Add the parts of one chunk."""
        self._waiting += parts
        for part in parts:
            for tally in part.tallies:
                self._keys.append(tally.key)
                self._mentions.update(tally.mentions)
                if tally.drop is not None:
                    reason = (tally.drop.step, tally.drop.reason)
                    n, first = self._dropped.get(reason, (0, tally.drop))
                    self._dropped[reason] = n + 1, first
                    continue
                self._counts["coded"] += 1
                self._counts["claims"] += tally.n_claims
                self._counts["without"] += tally.n_claims == 0
        n_items = sum(len(part.tallies) for part in self._waiting)
        n_bytes = sum(part.n_bytes for part in self._waiting)
        if n_items >= GROUP_REPORTS or n_bytes >= GROUP_BYTES:
            self._flush()

    def finish(self) -> Shard:
        """End the files, then write the note: from here on the shard counts."""
        self._flush()
        for file in self._files:
            file.end()
        self._stack.close()
        shard = Shard(
            n=self._n,
            items=self.items,
            input=digest(*self._keys),
            coded=self._counts["coded"],
            without_claims=self._counts["without"],
            claims=self._counts["claims"],
            dropped=tuple(Dropped(n=n, first=d) for _, (n, d) in sorted(self._dropped.items())),
            mentions=dict(sorted(self._mentions.items())),
            files=tuple(file.facts() for file in self._files),
        )
        write_json(self._folder, note_name(self._n), Note(head=self._head, shard=shard))
        return shard

    def _flush(self) -> None:
        if self._waiting:
            for at, file in enumerate(self._files):
                file.add([part.tables[at] for part in self._waiting])
        self._waiting = []


class _File:
    """One Parquet file."""

    def __init__(self, folder: Folder, table: str, n: int, stack: ExitStack) -> None:
        import pyarrow as pa  # noqa: PLC0415  0.2 s that JSON lines do not pay
        import pyarrow.parquet as pq  # noqa: PLC0415

        self._name = file_name(table, n)
        self._rows = 0
        self._sink = _Hashed(stack.enter_context(folder.writing(self._name)))
        self._writer = pq.ParquetWriter(
            pa.PythonFile(self._sink, mode="w"), schema(table), compression="zstd"
        )

    def add(self, tables: Sequence[bytes]) -> None:
        table = table_of(tables)
        self._rows += table.num_rows
        if table.num_rows:
            self._writer.write_table(table, row_group_size=table.num_rows)

    def end(self) -> None:
        self._writer.close()

    def give_up(self) -> None:
        """Take nothing more: a Parquet writer that is let go of still writes its end."""
        self._sink.is_given_up = True

    def facts(self) -> File:
        return File(
            name=self._name,
            rows=self._rows,
            bytes=self._sink.n_bytes,
            sha256=self._sink.hash.hexdigest(),
        )


class _Hashed:
    """A file for Parquet to write to that counts and hashes what it is given."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.is_given_up = False
        self.hash = hashlib.sha256()
        self.n_bytes = 0

    def write(self, part: bytes) -> int:
        content = bytes(part)
        if self.is_given_up:
            return len(content)
        self._file.write(content)
        self.hash.update(content)
        self.n_bytes += len(content)
        return len(content)

    def tell(self) -> int:
        return self.n_bytes

    def flush(self) -> None:
        """The folder's file is flushed when it is whole."""

    def close(self) -> None:
        self.closed = True
