"""A report as received to a document: its text, title, day, outlet and language.

In:   a Report
Out:  a Document; or an InputError with one of `REASONS`

Method: the reader of the format gives blocks; characters are made plain, furniture and
second copies of the headline taken out, and the blocks joined with an empty line between.
In the text of JSON reports every offset stays: what is left out there becomes spaces.
The publication day is, in this order: given by the user, stated with the report (JSON, feed) or
by the page, printed in the dateline or a line of its own, or named by the address.
Known faults: see the readers; what a page leaves out of its article (live tickers loaded
later, text in images) cannot be read.
"""

import datetime as dt
import logging
import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from sayso.base.nouns import DateSource, Document, Media, Report, Span
from sayso.clean.characters import count_controls, count_unreadable, tidy
from sayso.clean.dateline import HEAD_BLOCKS, Dateline, find_dateline, find_day_line, nearest
from sayso.clean.decode import decode, decode_page
from sayso.clean.draft import MAX_CHARS, Draft, check_length
from sayso.clean.fragment import blocks_of_html
from sayso.clean.furniture import is_furniture
from sayso.clean.given import Given, read_given
from sayso.clean.headline import MAX_TITLE, Piece, same_words, settle
from sayso.clean.language import tell_language
from sayso.clean.page import read_page
from sayso.clean.pdf import read_pdf
from sayso.clean.plain import block_ranges, read_markdown, read_plain
from sayso.clean.reasons import refuse

_log = logging.getLogger(__name__)

_BETWEEN = "\n\n"
# Of 1,061 English reports none has more than 3.5 % characters above ASCII, so none can have more
# that are misread; noise read as text has 11 % and more.
_MAX_UNREADABLE_SHARE = 0.05
_WIDEST_CHARACTER_BYTES = 4
_ADDRESS_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(\d{2})[/_-]?(\d{2})(?!\d)")
_ADDRESS_SLASHES = re.compile(r"/((?:19|20)\d\d)/(\d{1,2}|[a-z]{3})/(\d{1,2})(?=/|$)", re.I)
_ADDRESS_MONTH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})(?=/|$)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class _Day(NamedTuple):
    day: dt.date | None = None
    source: DateSource | None = None


def clean(report: Report, *, date: dt.date | None = None) -> Document:
    """Clean one report.

    Args:
        report: as captured.
        date: the publication day as the user gives it; it goes before what the report says
            of itself. None when not given.

    Raises:
        InputError: the report cannot be read; its step is "clean".
    """
    if report.media is Media.JSON:
        given = read_given(report)
        check_length(len(given.text))
        doc = _divided(report, given) if given.ranges else _whole(report, given)
        year, month = _partial_date(given.date)
        day = find_day_line([given.date])  # "5 March 2024": capture reads machines' dates alone
        draft = Draft(
            blocks=(),
            year=year,
            month=month,
            published=day,
            published_from="given" if day else None,
        )
    else:
        draft = _draft(report)
        doc = _assembled(report, draft)
    return _completed(doc, report, draft, date)


def _draft(report: Report) -> Draft:
    content = report.content
    if report.media is Media.PDF:
        return read_pdf(content)
    if report.media is Media.HTML:
        return read_page(decode_page(content), report.url)
    if len(content) > MAX_CHARS * _WIDEST_CHARACTER_BYTES:
        check_length(len(content) // _WIDEST_CHARACTER_BYTES)
    text = decode(content)
    check_length(len(text))
    if report.media is Media.FEED_ENTRY:
        return Draft(blocks=tuple(blocks_of_html(text)))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return read_markdown(text) if report.media is Media.MARKDOWN else read_plain(text)


def _assembled(report: Report, draft: Draft) -> Document:
    """Make the text of a document from blocks that may be changed."""
    check_length(sum(map(len, draft.blocks)))
    blocks = [" ".join(tidy(block).split()) for block in draft.blocks]
    _check_readable(blocks, report, draft.blocks)
    stated = " ".join(tidy(report.title or draft.title).split())
    blocks = _without_furniture(blocks, stated)
    title, pieces, has_title = settle(stated, blocks)
    if report.media is Media.HTML and not any(blocks):
        raise refuse("no_text", "no article in the page" + (f" {title!r}" if title else ""))
    parts = [blocks[piece.block][piece.start : piece.end] for piece in pieces]
    if title and not has_title:
        parts.insert(0, title)
    ranges: list[tuple[int, int]] = []
    start = 0
    for part in parts:
        ranges.append((start, start + len(part)))
        start += len(part) + len(_BETWEEN)
    return Document(
        report_id=report.report_id, text=_BETWEEN.join(parts), title=title, blocks=tuple(ranges)
    )


def _whole(report: Report, given: Given) -> Document:
    """Make a document of a JSON report's text, every offset kept."""
    text = given.text
    ranges = block_ranges(text)
    blocks = [text[start:end].replace("\n", " ") for start, end in ranges]
    _check_readable(blocks, report, (text,))
    stated = _title(report)
    blocks = _without_furniture(blocks, stated)
    title, pieces, has_title = settle(stated, blocks, is_joined=True)
    spans = [_range(ranges, piece) for piece in pieces]
    text = _blanked(text, spans)
    if title and not has_title:  # the title counts as the first sentence
        shift = len(title) + len(_BETWEEN)
        text = title + _BETWEEN + text
        spans = [(0, len(title)), *((start + shift, end + shift) for start, end in spans)]
    return Document(report_id=report.report_id, text=text, title=title, blocks=tuple(spans))


def _without_furniture(blocks: Sequence[str], title: str) -> list[str]:
    """Empty the blocks that are furniture, but not a headline that looks like it ("Watch: ...")."""
    return ["" if is_furniture(b) and not same_words(b, title) else b for b in blocks]


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Put a space for every character outside the spans, so that offsets stay."""
    parts: list[str] = []
    last = 0
    for start, end in [*spans, (len(text), len(text))]:
        # A line end within a block is a space; between blocks it stays.
        parts += [re.sub(r"[^\n]", " ", text[last:start]), text[start:end].replace("\n", " ")]
        last = end
    return "".join(parts)


def _range(ranges: Sequence[tuple[int, int]], piece: Piece) -> tuple[int, int]:
    start = ranges[piece.block][0]
    return start + piece.start, start + piece.end


def _divided(report: Report, given: Given) -> Document:
    """Make a document of a JSON report's sentences: their join, and nothing but their join."""
    text, ranges = given.text, given.ranges
    _check_readable([text], report, (text,))
    title = _title(report)
    first, last = ranges[0], ranges[-1]
    blocks: tuple[tuple[int, int], ...]
    if title and len(ranges) > 1 and same_words(title, text[first[0] : first[1]]):
        blocks = (first, (ranges[1][0], last[1]))
    else:
        blocks = ((first[0], last[1]),)
    spans = tuple(Span(start=start, end=end, text=text[start:end]) for start, end in ranges)
    return Document(report_id=report.report_id, text=text, title=title, blocks=blocks, given=spans)


def _title(report: Report) -> str:
    """The stated title; "" for one so long that it is a text in the wrong field."""
    title = " ".join(tidy(report.title).split())
    return title if len(title) <= MAX_TITLE else ""


def _check_readable(blocks: Sequence[str], report: Report, raw: Sequence[str]) -> None:
    n_chars = sum(map(len, raw))
    n_bad = sum(map(count_unreadable, blocks))
    n_all_bad = n_bad + sum(map(count_controls, raw))
    if n_all_bad > n_chars * _MAX_UNREADABLE_SHARE:
        raise refuse("garbled", f"{n_all_bad:,} of {n_chars:,} characters are no text")
    if n_bad:
        _log.info("%s: %d characters misread before they came here", report.origin, n_bad)


def _completed(doc: Document, report: Report, draft: Draft, date: dt.date | None) -> Document:
    """Add what is known beside the text."""
    import msgspec  # noqa: PLC0415

    read = [doc.text[start:end] for start, end in doc.blocks]
    if not any(any(c.isalnum() for c in block) for block in read):
        raise refuse("no_text", "no words left to read")
    language = tell_language("\n".join(read[:200]), report.language)
    if language not in ("en", ""):
        raise refuse("not_english", f"language {language!r}")
    dateline = _dateline(read)
    url = report.url or draft.url
    day = _published(report, draft, date, read, url)
    outlet = draft.outlet or report.outlet or (dateline.agency if dateline else "") or _host(url)
    return msgspec.structs.replace(
        doc,
        outlet=" ".join(tidy(outlet).split()),
        published=day.day,
        published_from=day.source,
        language=language,
        url=url,
        origin=report.origin,
    )


def _dateline(read: Sequence[str]) -> Dateline | None:
    head = read[: HEAD_BLOCKS + 1]
    return next((found for block in head if (found := find_dateline(block))), None)


def _published(
    report: Report, draft: Draft, date: dt.date | None, read: Sequence[str], url: str
) -> _Day:
    if date is not None:
        return _Day(date, "given")
    if report.published is not None:
        return _Day(report.published, report.published_from or "metadata")
    if draft.published is not None:
        return _Day(draft.published, draft.published_from or "metadata")
    address = _address_day(url)
    printed = _dateline_day(_dateline(read), draft, address, url) or find_day_line(read)
    if printed is not None:
        return _Day(printed, "dateline")
    return _Day(address, "address") if address else _Day()


def _dateline_day(
    dateline: Dateline | None, draft: Draft, address: dt.date | None, url: str
) -> dt.date | None:
    """The dateline's day, its year from the page or the address when it prints none."""
    if dateline is None or not dateline.month:
        return None
    if dateline.year:
        return dateline.on(0)
    if address is not None:
        return nearest(dateline, address)
    if draft.year and draft.month in (0, dateline.month):
        return dateline.on(draft.year)
    by_month = _ADDRESS_MONTH.search(urlsplit_path(url))
    if by_month and int(by_month[2]) == dateline.month:
        return dateline.on(int(by_month[1]))
    return None


def _address_day(url: str) -> dt.date | None:
    """The day that an address names: /2015/03/04/, /2015/mar/04/, -2015-03-04, 20150304."""
    path = urlsplit_path(url)
    match = _ADDRESS_SLASHES.search(path) or _ADDRESS_DAY.search(path)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None


def urlsplit_path(url: str) -> str:
    """The path of an address, "" when it is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _partial_date(printed: str) -> tuple[int, int]:
    """Year, and month if there, of a date that names no day: "2015", "2015-03"."""
    match = re.fullmatch(r"((?:19|20)\d\d)(?:-(\d\d))?", printed)
    return (int(match[1]), int(match[2] or 0)) if match else (0, 0)
