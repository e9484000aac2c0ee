"""Characters: what is invisible or stands for a space is made plain; the rest stays.

In:   text as decoded
Out:  text without control characters other than line ends, with one kind of space

Method: two translations. `tidy` may change the length: it drops soft hyphens, zero-width
characters and marks of writing direction, and composes accents (NFC). `tidy_in_place`
keeps every offset: one character in, one out. Quotation marks and dashes stay as printed.
Known faults: characters that an earlier program read in the wrong encoding ("â€™") are
counted, not mended: what was meant is a guess.
"""

import re
import unicodedata

_SPACES = dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_LINE_ENDS = dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n")
_INVISIBLE = [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
_CONTROLS = [c for c in (*range(32), *range(0x7F, 0xA0)) if c not in (0x0A, *_SPACES, *_LINE_ENDS)]
_SURROGATES = range(0xD800, 0xE000)


def _c1_meant() -> dict[int, str]:
    """Windows-1252 characters for the C1 controls: pages that say Latin-1 mean these."""
    meant = {}
    for code in range(0x80, 0xA0):
        try:
            meant[code] = bytes([code]).decode("cp1252")
        except UnicodeDecodeError:
            continue
    return meant


_COMMON: dict[int, str] = {
    **dict.fromkeys(_CONTROLS, " "),
    **_c1_meant(),
    **_SPACES,
    **_LINE_ENDS,
    **dict.fromkeys(_SURROGATES, "\ufffd"),
}
_TIDY: dict[int, str | None] = {
    **_COMMON,
    **dict.fromkeys(_CONTROLS, None),
    **_c1_meant(),
    **dict.fromkeys(_INVISIBLE, None),
    # Ligatures that PDFs are set with; other compatibility forms ("½", "²") stay.
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
}
_PLAIN = re.compile(r"[\n\x20-\x7e]*\Z")
# UTF-8 read as Windows-1252 or Latin-1, once: "â€™", "Ã©", "Â£".
_MOJIBAKE = re.compile(r"â€.|[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def tidy(text: str) -> str:
    r"""Make invisible characters plain; the length may change.

    >>> tidy("Sy\u00adria\u00a0and\r\nIr\x00aq\u200b")
    'Syria and\nIraq'
    """
    if _PLAIN.match(text):
        return text
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_TIDY))


def tidy_in_place(text: str) -> str:
    r"""Put a space for each odd space or control character; every offset stays.

    >>> tidy_in_place("Syria\u00a0and\tIraq\x00")
    'Syria and Iraq '
    """
    if _PLAIN.match(text):
        return text
    return text.replace("\r\n", " \n").translate(_COMMON)


def count_unreadable(text: str) -> int:
    r"""Count characters that were lost or misread before the text came here.

    >>> count_unreadable("itâ€™s a caf\ufffd")
    2
    """
    return text.count("\ufffd") + (0 if text.isascii() else len(_MOJIBAKE.findall(text)))


def count_controls(text: str) -> int:
    """Count control characters that no text has (tabs and line ends are none)."""
    if _PLAIN.match(text):
        return 0
    return sum(map(text.count, map(chr, range(9)))) + sum(map(text.count, map(chr, range(14, 27))))
