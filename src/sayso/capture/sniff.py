"""Tell from the first bytes and the name what an input is.

In:   the first 4,096 bytes and the file name ("" for standard input)
Out:  a Format: the key of the reader, or "" with the reason why there is none

Method: content first, since names lie (saved pages called .txt, text called .html), the
suffix where content cannot tell (Markdown from text, JSON lines from one JSON object).
Known faults: a plain text whose first character is "{" and whose first line is a JSON
object is taken for JSON lines; a text that begins with an HTML tag for a page.
"""

import json
import re
from pathlib import PurePath
from typing import NamedTuple

# Never reports, so not opened. Only what a folder of news really has lying around.
_NOT_REPORT = frozenset(
    "png jpg jpeg gif webp svg ico bmp tif tiff heic avif mp3 mp4 m4a wav ogg oga ogv webm mov avi "  # noqa: SIM905
    "mkv flac woff woff2 ttf otf eot css js mjs map py pyc ipynb r c h so dll exe sh bat ds_store "
    "toml ini cfg lock log".split()
)
# May well hold reports; to be named, not passed over in silence.
_UNSUPPORTED = frozenset(
    "doc docx odt rtf epub mobi zip tar tgz bz2 xz zst 7z rar wacz csv tsv xls xlsx ods parquet "  # noqa: SIM905
    "sqlite db eml msg mbox mht mhtml pptx ps tex yaml yml".split()
)
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "not_report", "PNG image"),
    (b"\xff\xd8\xff", "not_report", "JPEG image"),
    (b"GIF8", "not_report", "GIF image"),
    (b"RIFF", "not_report", "sound, film or image"),
    (b"ID3", "not_report", "sound"),
    (b"OggS", "not_report", "sound or film"),
    (b"\x7fELF", "not_report", "program"),
    (b"MZ\x90", "not_report", "program"),
    (b"PK\x03\x04", "unsupported", "zip, or an office document"),
    (b"\xd0\xcf\x11\xe0", "unsupported", "old office document"),
    (b"{\\rtf", "unsupported", "rich text"),
    (b"BZh", "unsupported", "bzip2"),
    (b"\xfd7zXZ", "unsupported", "xz"),
    (b"\x28\xb5\x2f\xfd", "unsupported", "zstandard"),
    (b"7z\xbc\xaf", "unsupported", "7-zip"),
    (b"SQLite format 3\0", "unsupported", "SQLite"),
    (b"PAR1", "unsupported", "Parquet"),
)
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_JSON_SUFFIXES = ("jsonl", "ndjson", "jsonlines", "json")
_HTML_SUFFIXES = ("html", "htm", "xhtml", "shtml")
_FEED = re.compile(r"<(rss|feed|rdf:rdf)[\s>]", re.I)
_PAGE = re.compile(
    r"<(!doctype html|html|head|body|meta|title|div|p|article|section|main|h[1-6]|span|table|br"
    r"|script|link|ul|center|font)\b",
    re.I,
)
_XML_PROLOGUE = re.compile(
    r"^(\s+|<\?.*?\?>|<!--.*?-->|<!doctype [^<>\[]*(\[.*?\]\s*)?>)+", re.I | re.S
)
# NUL bytes come by accident in text (a few a file); in binaries they are 5 to 40 %.
# Text in UTF-16 is known by its mark, or by NULs in every second place.
_MAX_NUL_SHARE = 0.02
# Control bytes other than tab, line ends, form feed and escape: none in text, about 9 % in noise.
_MAX_CONTROL_SHARE = 0.03
# A note of a few words may hold one or two by accident; clean counts what is left.
_MIN_BAD_BYTES = 4
_CONTROL = bytes(set(range(32)) - {0, 9, 10, 12, 13, 27}) + b"\x7f"


class Format(NamedTuple):
    """`reader` is the key in `READERS`, or "" and `reason`, `detail` say why there is none."""

    reader: str
    reason: str = ""
    detail: str = ""


def suffix_of(name: str) -> str:
    """Lower-case suffix without its dot, looking through ".gz".

    >>> suffix_of("news/A.JSONL.gz")
    'jsonl'
    """
    path = PurePath(name.lower())
    if path.suffix == ".gz":
        path = path.with_suffix("")
    return path.suffix[1:] or (path.name[1:] if path.name.startswith(".") else "")


def refused_by_name(name: str) -> Format | None:
    """Say from the name alone that a file need not be opened; None when it should be."""
    suffix = suffix_of(name)
    if suffix in _NOT_REPORT:
        return Format("", "not_report", f".{suffix} file")
    if suffix in _UNSUPPORTED:
        return Format("", "unsupported", f".{suffix} file; sayso does not read this format")
    return None


def sniff(head: bytes, name: str = "") -> Format:  # noqa: PLR0911 - a table of returns
    """Tell the format.

    >>> sniff(b"%PDF-1.7 ...").reader, sniff(b"Gunmen attacked.", "a.md").reader
    ('pdf', 'markdown')
    """
    if not head:
        return Format("", "empty")
    for magic, reason, detail in _MAGIC:
        if head.startswith(magic):
            return Format("", reason, detail)
    if head.startswith(b"\x1f\x8b"):
        return Format("gzip")
    if head.startswith(b"WARC/"):
        return Format("warc")
    if b"%PDF-" in head[:1024]:
        return Format("pdf")
    encoding = next((enc for mark, enc in _BOMS if head.startswith(mark)), "")
    suffix = suffix_of(name)
    if not encoding and suffix not in _JSON_SUFFIXES and _is_binary(head):
        return Format("", "binary", "not text, and no known format")
    text = head.decode(encoding or "utf-8", "replace").lstrip("\ufeff \t\r\n\0")
    return _sniff_text(text, suffix, is_wide=encoding.startswith(("utf-16", "utf-32")))


def _sniff_text(text: str, suffix: str, *, is_wide: bool) -> Format:  # noqa: PLR0911
    if suffix in _JSON_SUFFIXES or (suffix not in ("md", "markdown") and _begins_with_json(text)):
        if is_wide:
            return Format("", "unsupported", "JSON in UTF-16 or UTF-32; save it as UTF-8")
        is_whole = suffix == "json" and not _begins_with_json(text)
        return Format("json" if is_whole else "json_lines")
    if text.startswith("<"):
        body = _XML_PROLOGUE.sub("", text, count=1)
        if _FEED.match(body):
            return Format("feed")
        if _PAGE.match(body) or _PAGE.match(text) or suffix in _HTML_SUFFIXES:
            return Format("html")
        if text.startswith("<?xml") or suffix == "xml":
            return Format("", "unsupported", "XML that is neither a feed nor a page")
    if suffix in _HTML_SUFFIXES:
        return Format("html")
    return Format("markdown" if suffix in ("md", "markdown") else "text")


def _begins_with_json(text: str) -> bool:
    """Say whether the first line is a JSON object, or begins one longer than the head."""
    if not text.startswith("{"):
        return False
    line, newline, _ = text.partition("\n")
    if not newline:
        return re.match(r'\{\s*("|\}|$)', line) is not None
    try:
        return isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return False


def _is_binary(head: bytes) -> bool:
    size = len(head)
    n_nul = head.count(0)
    if n_nul >= _MIN_BAD_BYTES and n_nul / size > _MAX_NUL_SHARE:
        # UTF-16 without its mark: every second byte of Latin text is NUL, the others never.
        even, odd = head[0::2].count(0), head[1::2].count(0)
        return not (min(even, odd) <= size * 0.01 and max(even, odd) >= size * 0.35)
    n_control = size - len(head.translate(None, _CONTROL))
    return n_control >= _MIN_BAD_BYTES and n_control / size > _MAX_CONTROL_SHARE
