"""What an export wrote, and what the format could not take.

In:   counts
Out:  `Written`

Known faults: none known.
"""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Written:
    """What was written.

    Attributes:
        rows: by the format's word for them: {"events": 120, "mentions": 310}.
        left_out: reason to how many things were not written because of it.
        lost: reason to how many things were written without a part of them.
    """

    rows: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
