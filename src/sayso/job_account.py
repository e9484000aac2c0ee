"""The account of a run of `sayso code`: what came in, what was coded, what was dropped and why.

In:   what became of each report
Out:  `Account`: sums, and the first drops one by one

Known faults: none known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from sayso.base.nouns import Drop
from sayso.engines import RawRecord
from sayso.pipeline import Totals

# Drops that are kept one by one (some 300 bytes each); all are counted. A table of reasons
# serves better than a longer list.
_MAX_LISTED = 10_000

_decode = msgspec.json.Decoder(RawRecord).decode

_decode = msgspec.json.Decoder(RawRecord).decode


@dataclass(slots=True)
class Account:
    """What a run did.

    Attributes:
        totals: reports in, coded and dropped, and claims.
        drops: the first drops, one by one; `totals` counts all.
        n_received: reports that came in, counted apart from `totals`, which must agree.
        n_resumed: reports that an earlier run had done.
        made_by: what made the claims.
        finished: the run came to its end.
    """

    totals: Totals = field(default_factory=Totals)
    drops: list[Drop] = field(default_factory=list)
    n_received: int = 0
    n_resumed: int = 0
    made_by: str = ""
    finished: bool = False

    def add(self, line: bytes) -> None:
        """Count one record."""
        record = _decode(line)
        self.count(len(record.claims), record.drop, record.mentions)

    def count(self, n_claims: int, drop: Drop | None, mentions: Mapping[str, int]) -> None:
        """Count one report."""
        self.totals.add(n_claims, drop, mentions)
        if drop is not None and len(self.drops) < _MAX_LISTED:
            self.drops.append(drop)
