"""The reasons for which cleaning leaves a report out, each with what it means.

In:   nothing
Out:  `REASONS` (code -> meaning) and `refuse`, the only way in which clean drops a report

`docs/inputs.md` lists the same codes with what to do; a test keeps the two equal.
"""

from sayso.base.errors import BugInSayso, InputError

STEP = "clean"

REASONS: dict[str, str] = {
    "damaged": "the format's own reader gave up on the file",
    "encrypted": "a PDF that opens with a password only",
    "garbled": "too many characters are no text: control bytes, or bytes of no known encoding",
    "no_text": "no words to read: a scanned PDF, a page without an article, site furniture only",
    "not_english": "the text is in another language",
    "too_long": "more characters than one report can have",
}


def refuse(reason: str, detail: str = "") -> InputError:
    """Make the error that drops this report; the reason must be one of `REASONS`."""
    if reason not in REASONS:
        message = f"clean refused a report for an unknown reason: {reason!r}"
        raise BugInSayso(message)
    return InputError(reason, detail, step=STEP)
