"""What the JSON API answers to those who review and code apart.

In:   nothing
Out:  frozen structs
"""

import datetime as dt

from sayso.base.nouns import Claim
from sayso.serve.answers.record import Answer, Change, ClaimView, Facet, ReportRow


class QueueItem(Answer, kw_only=True, frozen=True):
    """A claim that waits for a person; doubt: why it comes now, weightiest first.

    context: the sentence with the one before and the one after, as the report has them;
    context_start: its offset in the text. siblings: other claims of its incident.
    """

    claim: ClaimView
    report: ReportRow
    context: str
    context_start: int
    siblings: tuple[str, ...]
    doubt: tuple[str, ...]
    score: float
    decisions: tuple[Change, ...]


class Queue(Answer, kw_only=True, frozen=True):
    """What waits, in the order that was asked for."""

    waiting: int
    done: int
    items: tuple[QueueItem, ...]
    next: str | None


class Decided(Answer, kw_only=True, frozen=True):
    """A decision was taken: its id, and what changed by it."""

    id: str
    act: int
    changed: dict[str, int]


class WhyCheck(Answer, kw_only=True, frozen=True):
    """What was held against what, and whether it fits."""

    what: str
    holds: bool


class Why(Answer, kw_only=True, frozen=True):
    """One thing and what it rests on, down to the words in the hashed text; see `record.why`."""

    what: str
    id: str
    says: str
    facts: dict[str, str]
    checks: tuple[WhyCheck, ...]
    because: tuple["Why", ...]


class Finding(Answer, kw_only=True, frozen=True):
    """What a check found."""

    id: str
    rule: str
    severity: str
    subject: str
    subject_kind: str
    reason: str
    settle: str


class Findings(Answer, kw_only=True, frozen=True):
    """Findings, errors first."""

    items: tuple[Finding, ...]
    by_rule: tuple[Facet, ...]


class Round(Answer, kw_only=True, frozen=True):
    """A blind second coding: a sample of reports that several people code apart."""

    id: str
    name: str
    made: str
    reports: int
    coders: tuple[str, ...]
    done: dict[str, int]
    left: int


class Rounds(Answer, kw_only=True, frozen=True):
    """All rounds, newest first."""

    items: tuple[Round, ...]


class Alpha(Answer, kw_only=True, frozen=True):
    """Krippendorff's alpha of a field, with a bootstrap interval. n: units coded by two or more.
    null where nothing varies or too little was coded; reason says why."""

    field: str
    metric: str
    n: int
    observed: float | None
    reason: str
    alpha: float | None
    low: float | None
    high: float | None


class Agreement(Answer, kw_only=True, frozen=True):
    """Agreement of a round by field. together: deeds of which two or more have a claim; alone:
    claims that no other has, by coder; left: reports that two have not coded yet."""

    round: str
    coders: tuple[str, ...]
    reports: int
    left: int
    together: int
    alone: dict[str, int]
    fields: tuple[Alpha, ...]


class ToCode(Answer, kw_only=True, frozen=True):
    """A report for a coder: the text alone, never what anyone drew from it."""

    report: str
    position: int
    of: int
    title: str
    outlet: str
    published: dt.date | None
    url: str
    text: str
    sentences: tuple[tuple[int, int], ...]


class RoundReport(Answer, kw_only=True, frozen=True):
    """A report of a round, and what the coder who asks drew from it himself; null: nothing yet."""

    report: ToCode
    claims: tuple[Claim, ...] | None


class RoundLine(Answer, kw_only=True, frozen=True):
    """A report of a round on one line. claims: how many the coder who asks drew himself; null
    where he has not coded it."""

    report: str
    position: int
    title: str
    outlet: str
    published: dt.date | None
    claims: int | None


class RoundMine(Answer, kw_only=True, frozen=True):
    """The reports of a round for the coder who asks. left 0: his coding is closed to changes."""

    round: str
    name: str
    left: int
    items: tuple[RoundLine, ...]


class RoundNext(Answer, kw_only=True, frozen=True):
    """The next report for a coder; null when all are coded. left: how many are not."""

    left: int
    report: ToCode | None


class Beside(Answer, kw_only=True, frozen=True):
    """What coders drew of one deed, by coder, and the record's claim for the same words.
    verdict: whose was chosen, "" for neither or the editor's own (is_own), null: not settled."""

    unit: str
    report: str
    readers: tuple[str, ...]
    claims: dict[str, Claim]
    differs: tuple[str, ...]
    standing: Claim | None
    state: str
    verdict: str | None
    is_own: bool
    reason: str
    decision: str
    person: str


class Adjudication(Answer, kw_only=True, frozen=True):
    """Deeds of a round side by side, in the order of its reports. open: not settled yet."""

    round: str
    name: str
    coders: tuple[str, ...]
    open: int
    items: tuple[Beside, ...]
