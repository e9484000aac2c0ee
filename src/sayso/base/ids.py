"""Ids: hashes of raw source values, so that a second run gives the same ids.

An id never depends on the order of the input, on cleaning, or on the model's score.
Eighty bits in base 32 (16 characters): among ten million ids the chance of any
collision is under one in ten thousand million.
"""

import base64
import hashlib

ROW = "row-"
"""How the ids of reports begin that are rows of a table (`row_id`)."""

_ID_BYTES = 10  # 80 bits = 16 base-32 characters without padding


def digest(*parts: str | bytes | int) -> str:
    """Hash values to 16 lower-case characters; the parts are kept apart.

    >>> digest("a", "b") == digest("ab")
    False
    """
    h = hashlib.blake2b(digest_size=_ID_BYTES)
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        h.update(len(raw).to_bytes(8, "big"))
        h.update(raw)
    return base64.b32encode(h.digest()).decode("ascii").lower()


def report_id(content: bytes) -> str:
    """Id of a report that came without one: the hash of its bytes as received."""
    return "r-" + digest(content)


def row_id(table: str, event: str) -> str:
    """Id of a report that is a row of a table: the same for a corrected row.

    Signs that would be in the way in an address or the name of a file are put as "_"; what was
    there is kept apart by its hash.

    >>> row_id("ged", "21300"), row_id("ged", "21/300") == row_id("ged", "21 300")
    ('row-ged-21300', False)
    """
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in event)
    return f"{ROW}{table}-{safe}" if safe == event else f"{ROW}{table}-{safe}-{digest(event)}"


def table_of(report: str) -> str:
    """The table that a report is a row of, "" for any other report.

    >>> table_of("row-ged-21300"), table_of("r-21300")
    ('ged', '')
    """
    return report.removeprefix(ROW).partition("-")[0] if report.startswith(ROW) else ""


def claim_id(doc: str, kind: str, type_: str, start: int, end: int) -> str:
    """Id of a claim: report, kind, type and trigger span."""
    return "c-" + digest(doc, kind, type_, start, end)
