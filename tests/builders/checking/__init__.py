"""Cases for the rules over a record: for each rule what it finds, and a near miss.

`stage.Stage` is a record in memory whose rows are written by hand. Each module of this package
holds cases for the rules of one module of `record/checks`; `tests/record/test_checks.py` runs
them all, and fails for a rule that lacks either kind.
"""

from checking.stage import FINDS, PASSES, Stage, finds, passes

__all__ = ["FINDS", "PASSES", "Stage", "finds", "passes"]
