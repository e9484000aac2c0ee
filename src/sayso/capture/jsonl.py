"""JSON lines, and JSON files of one report or a list of them.

In:   a Stream of lines, each an object with "text" or "sentences", and, if known,
      "id" (or "doc"), "title", "date", "source", "url", "language"
Out:  a Report for each, its content the bytes of the line; a Drop for each bad line,
      with its number; the lines after a bad one are read

Method: the standard library's parser, which takes what people's files have: raw line
ends and tabs inside strings, half surrogate pairs. Bytes that are not UTF-8 are read as
Windows-1252. Unknown keys are left alone. A date that is not ISO 8601 or an e-mail date
is left undecided, not guessed.
"""

import datetime as dt
import email.utils
import json
from collections.abc import Iterator
from typing import Any

import msgspec

from sayso.base import ids
from sayso.base.nouns import Drop, Media, Report
from sayso.capture.reasons import drop
from sayso.capture.stream import Stream

_MAX_ID = 200  # longer ones are texts put into the wrong field


def read_json_lines(stream: Stream, origin: str, cap: int) -> Iterator[Report | Drop]:
    """Read one report a line; blank lines are passed over."""
    n_found = 0
    for number, line in stream.lines(cap):
        where = f"{origin}#{number}"
        if line is None:
            yield drop("too_large", where, f"line {number}: more than {cap:,} bytes")
            n_found += 1
        elif line.strip():
            yield _report(line.removeprefix(b"\xef\xbb\xbf"), where, f"line {number}")
            n_found += 1
    if stream.fault:
        yield drop(stream.fault, origin, stream.fault_detail)
    elif not n_found:
        yield drop("no_reports", origin, "no line holds anything")


def read_json(stream: Stream, origin: str, cap: int) -> Iterator[Report | Drop]:
    """Read a JSON file that holds one report, or a list of reports."""
    content = stream.read_all(cap)
    if content is None:
        yield drop("too_large", origin, f"more than {cap:,} bytes; use JSON lines")
        return
    if stream.fault:
        yield drop(stream.fault, origin, stream.fault_detail)
        return
    content = content.removeprefix(b"\xef\xbb\xbf").strip()
    if not content.startswith(b"["):
        yield _report(content, origin, "file")
        return
    try:
        elements = msgspec.json.decode(content, type=list[msgspec.Raw])
    except (ValueError, RecursionError) as err:
        yield drop("bad_json", origin, f"file: {err}")
        return
    for number, element in enumerate(elements, 1):
        yield _report(bytes(element), f"{origin}#{number}", f"element {number}")
    if not elements:
        yield drop("no_reports", origin, "an empty list")


def _report(line: bytes, origin: str, place: str) -> Report | Drop:
    try:
        fields = json.loads(_decode(line), strict=False)
    except (ValueError, RecursionError) as err:
        return drop("bad_json", origin, f"{place}: {err}")
    if not isinstance(fields, dict):
        return drop("bad_json", origin, f"{place}: {type(fields).__name__}, expected an object")
    fault = _type_fault(fields)
    if fault:
        return drop("bad_json", origin, f"{place}: {fault}")
    if fields.get("text") is None and fields.get("sentences") is None:
        keys = ", ".join(sorted(fields)[:8]) or "none"
        return drop("no_text", origin, f"{place}: neither 'text' nor 'sentences'; keys: {keys}")
    given_id = fields.get("id") if fields.get("id") not in (None, "") else fields.get("doc")
    day = _day(fields.get("date"))
    return Report(
        report_id=_encodable(str(given_id)) if given_id not in (None, "") else ids.report_id(line),
        content=line,
        media=Media.JSON,
        origin=origin,
        title=_words(fields, "title"),
        outlet=_words(fields, "source"),
        url=_words(fields, "url"),
        language=_words(fields, "language"),
        published=day,
        published_from="given" if day else None,
        sentences=tuple(_encodable(s) for s in fields.get("sentences") or ()),
    )


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _type_fault(fields: dict[str, Any]) -> str:
    """Name the first field of a wrong type, "" when there is none."""
    for key in ("id", "doc"):
        value = fields.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            return f"'{key}' is {type(value).__name__}, expected string or number"
        if isinstance(value, str) and len(value) > _MAX_ID:
            return f"'{key}' has {len(value):,} characters, expected at most {_MAX_ID}"
    text, sentences = fields.get("text"), fields.get("sentences")
    if not isinstance(text, str | None):
        return f"'text' is {type(text).__name__}, expected string"
    if sentences is not None and not (
        isinstance(sentences, list) and all(isinstance(s, str) for s in sentences)
    ):
        return "'sentences' is not a list of strings"
    return ""


def _words(fields: dict[str, Any], key: str) -> str:
    """A field of words; anything else in its place is left undecided."""
    value = fields.get(key)
    return _encodable(value.strip()) if isinstance(value, str) else ""


def _encodable(text: str) -> str:
    """Put U+FFFD for half surrogate pairs, which no file can hold, and for NUL, which no
    database can; offsets stay.

    >>> _encodable("a\\ud800b\\0")
    'a�b�'
    """
    text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def _day(value: object) -> dt.date | None:
    """The day of an ISO 8601 or e-mail date, as printed there; None otherwise.

    >>> _day("2024-03-05T23:30:00-05:00"), _day("5.3.24")
    (datetime.date(2024, 3, 5), None)
    """
    if not isinstance(value, str):
        return None
    printed = value.strip()
    if len(printed) == 8 or not printed[10:11].isdigit():  # 20240305, or 2024-03-05 and a time
        try:
            return dt.date.fromisoformat(printed[:10])
        except ValueError:
            pass
    try:
        return email.utils.parsedate_to_datetime(printed).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
