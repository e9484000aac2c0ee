"""The account of a run of adding: in = new + coded anew + unchanged + dropped.

In:   what became of each report
Out:  sums that must agree; the same as the detail of an act

Method: drops are all counted, and the first kept one by one.
Known faults: none known.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.base.errors import BugInSayso
from sayso.base.nouns import Drop
from sayso.config import Settings
from sayso.record.ingest import Added
from sayso.record.linking import Linked
from sayso.record.standing import Change

_MAX_LISTED = 1_000  # drops that are kept one by one for the account; all are counted


@dataclass(slots=True)
class Account:
    """What a run did: in = new + recoded + unchanged + dropped.

    Attributes:
        change: what changed among claims; of new reports all are new.
        drops: the first drops, one by one.
        linked: what linking did; None where it did not come to that.
    """

    n_in: int = 0
    n_new: int = 0
    n_recoded: int = 0
    n_unchanged: int = 0
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    n_claims: int = 0
    recoded: Change = field(default_factory=Change)
    drops: list[Drop] = field(default_factory=list)
    made_by: str = ""
    linked: Linked | None = None

    @property
    def n_stored(self) -> int:
        """Reports that were written, new or coded anew."""
        return self.n_new + self.n_recoded

    def count_drop(self, drop: Drop) -> None:
        """Count what was left out."""
        self.dropped[drop.step, drop.reason] += 1
        if len(self.drops) < _MAX_LISTED:
            self.drops.append(drop)

    def count(self, added: Added) -> None:
        """Count a report that was coded."""
        self.n_unchanged += added.outcome == "unchanged"
        self.n_new += added.outcome == "new"
        if added.outcome == "new":
            self.n_claims += added.change.n_claims
        elif added.outcome == "recoded":
            self.n_recoded += 1
            self.recoded.add(added.change)

    def link(self, linked: Linked) -> None:
        """Count what linking did, whether it came once or in blocks."""
        if self.linked is None:
            self.linked = linked
            return
        for step, counts in linked.steps.items():
            total = self.linked.steps.setdefault(step, {})
            for name, n in counts.items():
                total[name] = total.get(name, 0) + n

    def check(self) -> None:
        """Hold the sum to account.

        Raises:
            BugInSayso: in is not stored + unchanged + dropped.
        """
        if self.n_in != self.n_stored + self.n_unchanged + self.dropped.total():
            raise BugInSayso(
                f"{self.n_in} reports in, {self.n_stored} stored, {self.n_unchanged} unchanged, "
                f"{self.dropped.total()} dropped: the sums do not agree"
            )


def detail_of(
    done: Sequence[Added], noted: Sequence[Added], settings: Settings
) -> dict[str, object]:
    """What an act that adds says of itself."""
    outcomes = Counter(added.outcome for added in (*done, *noted))
    changes = [added.change for added in done if added.outcome == "recoded"]
    detail: dict[str, object] = {"reports": dict(outcomes), "settings": settings}
    detail["claims_new"] = sum(len(a.change.new) for a in done if a.outcome == "new")
    if changes:
        total = Change()
        for change in changes:
            total.add(change)
        detail["recoded"] = {
            "claims": total.n_claims,
            "new": len(total.new),
            "changed": len(total.changed),
            "retracted": len(total.retracted),
            "kept_by_decision": len(total.kept),
            "fields": dict(total.fields),
            "decisions_lost": total.lost,
        }
    return detail
