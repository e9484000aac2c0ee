"""What became of one report, as it leaves a worker and stands in a partial file.

In:   a report or a drop, the loaded tools
Out:  a `Record` as JSON, without a line end

Method: the worker encodes a record once, as the JSON that the user gets; who writes it on needs
to decode no claim (`RawRecord`).
Known faults: none known.
"""

import msgspec

from sayso.base.ids import digest
from sayso.base.nouns import Claim, Document, Drop, Noun, Report
from sayso.pipeline import Coded, Tools, code_report


class Record(Noun, kw_only=True, frozen=True):
    """What became of one report, as it crosses processes and stands in a partial file.

    Attributes:
        origin: where the report was read from.
        report_id: its id, "" when it was dropped before it had one.
        seal: hash of its bytes as received, so that a resumed run sees that it changed.
        document: the document; its text, division and blocks only when they were asked for.
        sentences: half-open (start, end) of its sentences, when its text was asked for.
        claims: its claims.
        mentions: how many of their mentions were settled, by kind; {} when none were looked up.
        drop: why it was left out, None when it was coded.
    """

    origin: str
    report_id: str = ""
    seal: str = ""
    document: Document | None = None
    sentences: tuple[tuple[int, int], ...] = ()
    claims: tuple[Claim, ...] = ()
    mentions: dict[str, int] = msgspec.field(default_factory=dict)
    drop: Drop | None = None


class RawRecord(Noun, kw_only=True, frozen=True):
    """A `Record` whose document and claims are left as they were encoded."""

    origin: str
    report_id: str = ""
    seal: str = ""
    document: msgspec.Raw = msgspec.Raw(b"null")
    sentences: msgspec.Raw = msgspec.Raw(b"[]")
    claims: tuple[msgspec.Raw, ...] = ()
    mentions: dict[str, int] = msgspec.field(default_factory=dict)
    drop: Drop | None = None


encode_record = msgspec.json.Encoder().encode


def record_of(item: Report | Drop, tools: Tools, *, keep_text: bool) -> bytes:
    """Code one report to its record, as JSON."""
    if isinstance(item, Drop):
        return encode_record(Record(origin=item.origin, drop=item))
    coded = code_report(item, tools)
    doc = coded.document
    if doc is not None and not keep_text:
        doc = msgspec.structs.replace(doc, text="", given=(), blocks=())
    return encode_record(
        Record(
            origin=item.origin,
            report_id=item.report_id,
            seal=digest(item.content),
            document=doc,
            sentences=spans_of(coded) if keep_text else (),
            claims=coded.claims,
            mentions=coded.mentions,
            drop=coded.drop,
        )
    )


def spans_of(coded: Coded) -> tuple[tuple[int, int], ...]:
    """Half-open (start, end) of the sentences of a coded report."""
    return tuple((s.start, s.end) for s in coded.reading.sentences) if coded.reading else ()
