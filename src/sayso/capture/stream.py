"""One input as a stream of bytes that ends instead of raising.

In:   anything with `read(size)`: a file, standard input, the inside of a gzip file
Out:  a Stream: look at the head, read in pieces, read whole up to a cap, read by lines

A reader of an archive must give what came before a fault and then say what the fault
was. So a Stream never raises for bad input: it ends, and `fault` and `fault_detail` say
why (`unreadable`, `truncated`, `damaged`; "" when it ended well). No more than one piece
and the head are held at a time, so a gzip bomb costs time but no memory.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

# 64 KiB: reads of 16 KiB to 1 MiB were equally fast on a 200 MB file; small keeps memory flat.
PIECE = 64 * 1024
# Enough to see past the comments and doctype that pages and feeds begin with.
HEAD = 4096


class Source(Protocol):
    """What a stream draws on."""

    def read(self, size: int, /) -> bytes:
        """Give up to `size` bytes, b"" at the end."""
        ...


class StreamFault(Exception):  # noqa: N818 - it never leaves this module
    """A source found out that the rest cannot be read."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Stream:
    """Bytes of one input. See the module's head for how it ends."""

    def __init__(self, source: Source, progress: Callable[[int], None] | None = None) -> None:
        self._source = source
        self._progress = progress
        self._ahead = b""
        self._ended = False
        self._position = 0
        self.fault = ""
        self.fault_detail = ""

    def head(self, size: int = HEAD) -> bytes:
        """Show the next `size` bytes (fewer at the end) without taking them."""
        while len(self._ahead) < size and (piece := self._pull(size - len(self._ahead))):
            self._ahead += piece
        return self._ahead[:size]

    def read(self, size: int = -1, /) -> bytes:
        """Take up to `size` bytes, everything when negative; b"" only at the end."""
        if size < 0:
            return b"".join(iter(lambda: self.read(PIECE), b""))
        if size == 0:
            return b""
        if self._ahead:
            piece, self._ahead = self._ahead[:size], self._ahead[size:]
        else:
            piece = self._pull(size)
        self._position += len(piece)
        return piece

    def tell(self) -> int:
        """Count the bytes taken so far (fastwarc asks)."""
        return self._position

    def read_all(self, cap: int) -> bytes | None:
        """Take everything, or give None as soon as it is more than `cap` bytes."""
        pieces: list[bytes] = []
        size = 0
        while piece := self.read(PIECE):
            size += len(piece)
            if size > cap:
                return None
            pieces.append(piece)
        return b"".join(pieces)

    def lines(self, cap: int) -> Iterator[tuple[int, bytes | None]]:
        """Give (number from 1, line without its end); None for a line over `cap` bytes.

        After a fault the unfinished last line is not given: it is part of what was lost.
        """
        number, held, size = 1, list[bytes](), 0
        while piece := self.read(PIECE):
            *whole, rest = piece.split(b"\n")
            for part in whole:
                yield number, b"".join([*held, part]) if size + len(part) <= cap else None
                number, held, size = number + 1, [], 0
            size += len(rest)
            held = [*held, rest] if size <= cap else []
        if size and not self.fault:
            yield number, b"".join(held) if size <= cap else None

    def _pull(self, size: int) -> bytes:
        if self._ended:
            return b""
        try:
            piece = self._source.read(size)
        except StreamFault as err:
            piece, self.fault, self.fault_detail = b"", err.reason, err.detail
        except OSError as err:
            piece, self.fault, self.fault_detail = b"", "unreadable", err.strerror or str(err)
        if not piece:
            self._ended = True
        elif self._progress is not None:
            self._progress(len(piece))
        return piece


class Gunzip:
    """The inside of a gzip stream of one or many members, a piece at a time."""

    def __init__(self, outer: Stream) -> None:
        self._outer = outer
        self._pending = b""
        self._member: zlib._Decompress | None = None
        self._n_members = 0

    def read(self, size: int, /) -> bytes:
        """Give up to `size` bytes; raises StreamFault where the compressed side breaks off."""
        while True:
            compressed = self._pending or self._outer.read(PIECE)
            self._pending = b""
            if self._member is None:
                if self._n_members:
                    compressed = compressed.lstrip(b"\0")  # tapes pad with NUL
                if not compressed:
                    if self._outer.head(1):
                        continue
                    return self._end()
                self._member = zlib.decompressobj(wbits=31)
            if not compressed:
                return self._end()
            try:
                piece = self._member.decompress(compressed, size)
            except zlib.error as err:
                detail = f"gzip member {self._n_members + 1}: {err}"
                raise StreamFault("damaged", detail) from err
            self._pending = self._member.unconsumed_tail
            if self._member.eof:
                self._pending = self._member.unused_data
                self._member = None
                self._n_members += 1
            if piece:
                return piece

    def _end(self) -> bytes:
        if self._outer.fault:
            raise StreamFault(self._outer.fault, self._outer.fault_detail)
        if self._member is not None:
            detail = f"the compressed data ends in member {self._n_members + 1}"
            raise StreamFault("truncated", detail)
        return b""
