"""RSS and Atom files: each entry is a report.

In:   a Stream of one feed file
Out:  a Report for each entry, its content the entry's HTML; Drops for entries without words

Method: feedparser, given bytes and never an address, so that nothing is fetched. An
entry's id hashes title, address and content: an entry that was edited between two saved
feeds is another report, one that was not is a duplicate. The publication day is the day
printed in the entry, in the zone of the feed, not the day in Greenwich.
Known faults: many feeds carry a summary only; the claims are then those of the summary.
"""

import datetime as dt
import email.utils
import io
from collections.abc import Iterator
from typing import Any

from sayso.base import ids
from sayso.base.nouns import Drop, Media, Report
from sayso.capture.reasons import drop
from sayso.capture.stream import Stream


def read_feed(stream: Stream, origin: str, cap: int) -> Iterator[Report | Drop]:
    """Read the entries of a feed, in file order."""
    content = stream.read_all(cap)
    if content is None:
        yield drop("too_large", origin, f"feed of more than {cap:,} bytes")
        return
    try:
        feed = _parse(content)
        entries = list(feed.entries)
        name = str(feed.feed.get("title") or "")
        language = str(feed.feed.get("language") or "")
    except Exception as err:  # feedparser documents none, and passes on those of its parts
        yield drop("damaged", origin, f"feed: {type(err).__name__}: {err}")
        return
    for number, entry in enumerate(entries, 1):
        yield _report(entry, f"{origin}#{number}", name, language)
    if stream.fault:
        yield drop(stream.fault, origin, stream.fault_detail)
    elif not entries and feed.bozo:
        yield drop("damaged", origin, f"feed: {feed.get('bozo_exception')}")
    elif not entries:
        yield drop("no_reports", origin, "feed without entries")


def _parse(content: bytes) -> Any:
    import feedparser  # noqa: PLC0415 - 60 ms that plain text need not pay

    return feedparser.parse(io.BytesIO(content), resolve_relative_uris=False)


def _report(entry: Any, origin: str, feed_name: str, language: str) -> Report | Drop:
    title, html = str(entry.get("title") or ""), _html(entry)
    url = str(entry.get("link") or "")
    if not title.strip() and not html.strip():
        return drop("empty", origin, "entry without title and text")
    day = _day(entry)
    return Report(
        report_id="r-" + ids.digest("feed entry", title, url, html),
        content=html.encode("utf-8", "replace"),
        media=Media.FEED_ENTRY,
        origin=origin,
        title=title,
        outlet=str((entry.get("source") or {}).get("title") or feed_name),
        url=url,
        language=language,
        published=day,
        published_from="metadata" if day else None,
    )


def _html(entry: Any) -> str:
    """The longest of the entry's contents, else its summary."""
    contents = [str(part.get("value") or "") for part in entry.get("content") or ()]
    return max([*contents, str(entry.get("summary") or "")], key=len)


def _day(entry: Any) -> dt.date | None:
    for key in ("published", "issued", "created", "updated"):
        printed = str(entry.get(key) or "").strip()
        if not printed:
            continue
        try:
            return email.utils.parsedate_to_datetime(printed).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
        try:
            return dt.date.fromisoformat(printed[:10])
        except ValueError:
            pass
    return None
