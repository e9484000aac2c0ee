"""Ids: hashes of raw source values, so that a second run gives the same ids.

An id never depends on the order of the input, on cleaning, or on the model's score.
Eighty bits in base 32 (16 characters): among ten million ids the chance of any
collision is under one in ten thousand million.
"""

import base64
import hashlib

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


def claim_id(doc: str, kind: str, type_: str, start: int, end: int) -> str:
    """Id of a claim: report, kind, type and trigger span."""
    return "c-" + digest(doc, kind, type_, start, end)
