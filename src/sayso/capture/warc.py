"""Web archives (WARC, WARC.gz, and the WET files of Common Crawl).

In:   a Stream of the uncompressed archive
Out:  a Report for each page, text or PDF that was captured; a Drop for each other answer

Method: fastwarc reads the records; a payload is read up to the cap and only then
unchunked and decompressed, again up to the cap, so that no record can fill the memory
and one cut short is known by its length. Requests, metadata, DNS answers and revisits
are the archive's own bookkeeping and are passed over without a count.
Known faults: after a record with a broken header the rest of the file is lost; a charset
that stands only in the HTTP header is not passed on.
"""

import io
from collections.abc import Iterator
from typing import Any

from sayso.base.ids import report_id
from sayso.base.nouns import Drop, Media, Report
from sayso.capture.reasons import drop
from sayso.capture.sniff import sniff
from sayso.capture.stream import Stream

_MEDIA = {
    "text/html": Media.HTML,
    "application/xhtml+xml": Media.HTML,
    "text/plain": Media.TEXT,
    "text/markdown": Media.MARKDOWN,
    "application/pdf": Media.PDF,
}
_SNIFFED = {
    "html": Media.HTML,
    "text": Media.TEXT,
    "markdown": Media.MARKDOWN,
    "pdf": Media.PDF,
}
_HTTP_OK = 200


def read_warc(stream: Stream, origin: str, cap: int) -> Iterator[Report | Drop]:
    """Read the captured pages, in file order."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415

    source: Any = stream  # fastwarc asks for `read` and `tell` alone
    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    number = n_found = 0
    fault = ""
    try:
        for number, record in enumerate(ArchiveIterator(source, record_types=kinds), 1):
            item = _read_record(record, f"{origin}#{number}", cap)
            if item is not None:
                n_found += 1
                yield item
                if isinstance(item, Drop) and item.reason == "truncated":
                    return
    except (OSError, ValueError) as err:
        fault = str(err)
    if stream.fault:
        yield drop(stream.fault, origin, f"after record {number}: {stream.fault_detail}")
    elif fault:
        # fastwarc stops alike at a header that is nonsense and at one that the file's end cuts.
        reason = "damaged" if stream.head(1) else "truncated"
        yield drop(reason, origin, f"after record {number}: {fault}")
    elif not n_found:
        yield drop("no_reports", origin, "archive without captured pages")


def _read_record(  # noqa: PLR0911 - one return for each reason
    record: Any, origin: str, cap: int
) -> Report | Drop | None:
    """Turn one record into a report; None for the archive's own bookkeeping."""
    url = str(record.headers.get("WARC-Target-URI") or "").strip("<>")
    kind = str(record.http_content_type or record.headers.get("Content-Type") or "")
    kind = kind.partition(";")[0].strip().lower()
    if url.startswith(("dns:", "whois:")) or kind == "text/dns":
        return None
    raw = record.reader.read(cap + 1)
    if len(raw) > cap:
        return drop("too_large", origin, f"{url}: more than {cap:,} bytes")
    if record.headers.get("Content-Length") is None:
        return drop("truncated", origin, f"{url}: the record's header breaks off")
    if len(raw) < record.content_length:
        return drop("truncated", origin, f"{url}: {len(raw):,} bytes of {record.content_length:,}")
    status = record.http_headers.status_code if record.http_headers is not None else None
    if status is not None and status != _HTTP_OK:
        return drop("http_error", origin, f"{url}: HTTP status {status}")
    if url.endswith("/robots.txt") or kind.startswith(("image/", "video/", "audio/", "font/")):
        return drop("not_report", origin, f"{url}: {kind or 'no content type'}")
    try:
        content = _decoded(raw, record.http_headers, cap)
    except (OSError, ValueError) as err:
        return drop("damaged", origin, f"{url}: {err}")
    if len(content) > cap:
        return drop("too_large", origin, f"{url}: more than {cap:,} bytes decompressed")
    if not content.strip():
        return drop("empty", origin, url)
    media = _MEDIA.get(kind)
    if media is None and kind in ("", "application/octet-stream", "application/http"):
        media = _SNIFFED.get(sniff(content[:4096]).reader)
    if media is None:
        return drop("not_report", origin, f"{url}: {kind or 'no content type'}")
    return Report(
        report_id=report_id(content), content=content, media=media, origin=origin, url=url
    )


def _decoded(raw: bytes, headers: Any, cap: int) -> bytes:
    """Undo the transfer and content encodings of an HTTP answer, up to the cap."""
    from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader  # noqa: PLC0415

    if headers is None:
        return raw
    content = raw
    if "chunked" in str(headers.get("Transfer-Encoding") or "").lower():
        content = ChunkedReader(io.BytesIO(content)).read(cap + 1)
    # "gzip, br" was encoded in this order, so the last one is undone first.
    encodings = str(headers.get("Content-Encoding") or "").lower().split(",")
    for encoding in reversed([name.strip() for name in encodings]):
        if encoding in ("gzip", "x-gzip"):
            content = GzipReader(io.BytesIO(content)).read(cap + 1)
        elif encoding == "deflate":
            content = GzipReader(io.BytesIO(content), zlib=True).read(cap + 1)
        elif encoding == "br":
            content = BrotliReader(io.BytesIO(content)).read(cap + 1)
        elif encoding not in ("", "identity"):
            message = f"content encoding {encoding!r} is not known"
            raise ValueError(message)
    return bytes(content)
