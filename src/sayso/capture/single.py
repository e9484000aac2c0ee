"""Inputs that are one report each: a page, a text, a Markdown file, a PDF.

In:   a Stream and where it comes from
Out:  one Report with the bytes as received, or one Drop

Nothing is decoded here; `clean` does that.
"""

from collections.abc import Iterator

from sayso.base.ids import report_id
from sayso.base.nouns import Drop, Media, Report
from sayso.capture.reasons import drop
from sayso.capture.stream import Stream


def read_page(stream: Stream, origin: str, cap: int) -> Iterator[Report | Drop]:
    """Read one HTML page."""
    yield _read_one(stream, origin, cap, Media.HTML)


def read_text(stream: Stream, origin: str, cap: int) -> Iterator[Report | Drop]:
    """Read one plain text."""
    yield _read_one(stream, origin, cap, Media.TEXT)


def read_markdown(stream: Stream, origin: str, cap: int) -> Iterator[Report | Drop]:
    """Read one Markdown file."""
    yield _read_one(stream, origin, cap, Media.MARKDOWN)


def read_pdf(stream: Stream, origin: str, cap: int) -> Iterator[Report | Drop]:
    """Read one PDF file."""
    yield _read_one(stream, origin, cap, Media.PDF)


def _read_one(stream: Stream, origin: str, cap: int, media: Media) -> Report | Drop:
    content = stream.read_all(cap)
    if content is None:
        return drop("too_large", origin, f"more than {cap:,} bytes")
    if stream.fault:  # half a report coded as if it were whole would be a silent error
        return drop(stream.fault, origin, stream.fault_detail)
    if not content.strip():
        return drop("empty", origin)
    return Report(report_id=report_id(content), content=content, media=media, origin=origin)
