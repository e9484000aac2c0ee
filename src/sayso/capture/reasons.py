"""The reasons for which capture leaves something out, each with what it means.

In:   nothing
Out:  `REASONS` (code -> meaning) and `drop`, the only way in which capture makes a Drop

`docs/inputs.md` lists the same codes with what to do; a test keeps the two equal.
"""

from sayso.base.errors import BugInSayso
from sayso.base.nouns import Drop

STEP = "capture"

REASONS: dict[str, str] = {
    "bad_json": "the line (or file) is not JSON, or a field has the wrong type",
    "binary": "neither text nor any format that sayso knows",
    "damaged": "the format's own reader gave up: broken compression, feed or archive record",
    "duplicate": "the same report again: same id, same bytes; the first one is kept",
    "empty": "nothing in it",
    "empty_folder": "the folder holds no files that are not hidden",
    "http_error": "the archive holds the answer to a failed request, not the page",
    "id_taken": "another report with other content came earlier under this id",
    "no_reports": "a feed, archive or JSON file that is sound but holds no report",
    "no_text": "JSON with neither 'text' nor 'sentences'",
    "not_report": "an image, film, sound, font, style sheet or program: never a report",
    "too_large": "one report of more bytes than the cap",
    "truncated": "it ends in the middle; what came before is kept",
    "unreadable": "the system refused: no permission, broken link, fault of the disk",
    "unsupported": "a format that may hold reports but that sayso does not read",
}


def drop(reason: str, origin: str, detail: str = "") -> Drop:
    """Make a Drop of this step; the reason must be one of `REASONS`."""
    if reason not in REASONS:
        message = f"capture dropped {origin} for an unknown reason: {reason!r}"
        raise BugInSayso(message)
    return Drop(step=STEP, reason=reason, origin=origin, detail=detail)
