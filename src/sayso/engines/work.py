"""A chunk of reports and what is made of it: what every engine sends and gets back.

In:   chunks of reports and drops; what is asked for (`Work`)
Out:  bytes of each chunk's answer: lines of JSON, or parts of Arrow tables

Method: a chunk is a list of items in the order of the input. `answer` is the one function that
codes it, whichever engine calls it and wherever; so all engines give the same bytes. `lost` makes
the answer of a chunk that no worker lived through, and `merged` joins the answers of the pieces
of a chunk, so that a chunk that was tried again in pieces gives what it gives whole.
Known faults: none known.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from sayso.base.ids import digest
from sayso.base.nouns import Drop, Noun, Report
from sayso.config import Settings
from sayso.engines.records import Record, encode_record, record_of
from sayso.pipeline import Coded, Tools, code_report
from sayso.shards.columns import Part, part_of

Form = Literal["lines", "tables"]
Item = Report | Drop
Chunk = list[Item]

# A chunk is what one message to a worker holds: enough to hide the cost of the message,
# little enough that order, the partial file and the bar stay prompt. Not swept: a message
# costs under a millisecond, a report tens of them, so the speed hardly depends on it.
CHUNK_REPORTS = 8
CHUNK_BYTES = 1 << 20

LOST = "worker_died"
_LOST_DETAIL = "the process that coded it ended twice (killed, or out of memory)"


class Work(Noun, kw_only=True, frozen=True):
    """What is asked of a worker.

    Attributes:
        settings: the settings tree.
        form: "lines" of JSON, a `Record` each; "tables", a `shards.columns.Part` a chunk.
        keep_text: keep each document's text in its line.
    """

    settings: Settings
    form: Form = "lines"
    keep_text: bool = False


class _Sent(Noun, kw_only=True, frozen=True):
    """An item on its way: one of the two is there."""

    report: Report | None = None
    drop: Drop | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode_sent = msgspec.msgpack.Decoder(list[_Sent]).decode
_decode_parts = msgspec.msgpack.Decoder(list[Part]).decode


def chunks(
    items: Iterable[Item], *, most: int = CHUNK_REPORTS, end_at: int = 0, first: int = 0
) -> Iterator[Chunk]:
    """Divide the input, always in the same way.

    Args:
        items: the input.
        most: items a chunk.
        end_at: no chunk crosses a multiple of so many items; 0 for no such bound.
        first: place of the first item in the whole input.
    """
    chunk: Chunk = []
    size_bytes = 0
    for place, item in enumerate(items, first + 1):
        chunk.append(item)
        size_bytes += len(item.content) if isinstance(item, Report) else 0
        is_bound = end_at > 0 and place % end_at == 0
        if len(chunk) >= most or size_bytes >= CHUNK_BYTES or is_bound:
            yield chunk
            chunk, size_bytes = [], 0
    if chunk:
        yield chunk


def packed(chunk: Chunk) -> bytes:
    """A chunk as bytes."""
    return _encode([_Sent(report=i) if isinstance(i, Report) else _Sent(drop=i) for i in chunk])


def unpacked(sent: bytes) -> Chunk:
    """A chunk from its bytes."""
    each = (both.report or both.drop for both in _decode_sent(sent))
    return [item for item in each if item is not None]


def answer(chunk: Sequence[Item], tools: Tools, work: Work) -> bytes:
    """Code a chunk."""
    if work.form == "lines":
        return b"\n".join(record_of(item, tools, keep_text=work.keep_text) for item in chunk)
    coded = [
        (item, Coded(drop=item) if isinstance(item, Drop) else code_report(item, tools))
        for item in chunk
    ]
    return _encode([part_of(coded)])


def lost(chunk: Sequence[Item], work: Work) -> bytes:
    """The answer of a chunk that cost two workers their lives: each report of it is dropped."""
    drops = [(item, item if isinstance(item, Drop) else _drop_of(item)) for item in chunk]
    if work.form == "lines":
        return b"\n".join(
            encode_record(
                Record(
                    origin=item.origin,
                    report_id=item.report_id if isinstance(item, Report) else "",
                    seal=digest(item.content) if isinstance(item, Report) else "",
                    drop=drop,
                )
            )
            for item, drop in drops
        )
    return _encode([part_of([(item, Coded(drop=drop)) for item, drop in drops])])


def merged(answers: Sequence[bytes], work: Work) -> bytes:
    """Join the answers of the pieces of a chunk."""
    if len(answers) == 1:
        return answers[0]
    if work.form == "lines":
        return b"\n".join(answers)
    return _encode([part for one in answers for part in _decode_parts(one)])


def lines_of(answered: bytes) -> list[bytes]:
    """The lines of an answer."""
    return answered.split(b"\n")


def parts_of(answered: bytes) -> list[Part]:
    """The parts of tables of an answer."""
    return _decode_parts(answered)


def _drop_of(report: Report) -> Drop:
    return Drop(step="code", reason=LOST, origin=report.origin, detail=_LOST_DETAIL)
