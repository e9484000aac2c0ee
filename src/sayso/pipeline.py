"""The whole path of one report, on one screen.

In:   a `Report` as captured, and the loaded `Tools`
Out:  `Coded`: the document, what was read in it, its claims; or the reason it was dropped

Method: clean, read, extract, date, identify; each stage is one call. `InputError` alone is caught
here and becomes a `Drop`; every other error is ours, and crashes. What came in = what
went out + what was dropped (`Totals` holds that to account).
Known faults: none of its own; see the stages.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from sayso.base.errors import BugInSayso, InputError
from sayso.base.nouns import Claim, Document, Drop, Noun, Reading, Report
from sayso.clean import clean
from sayso.config import Settings
from sayso.detect import read
from sayso.identify.tally import tally
from sayso.identify.times import date_claims


class Extractor(Protocol):
    """Draws claims from a document that was read."""

    @property
    def made_by(self) -> str:
        """Step, version and model, as claims carry it."""

    def extract(self, doc: Document, reading: Reading) -> tuple[Claim, ...]:
        """Return the document's claims in text order."""


Identify = Callable[[tuple[Claim, ...], Document], tuple[Claim, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What is loaded once and used for every report."""

    extractor: Extractor
    identify: Identify | None = None
    date: dt.date | None = None
    min_score: float = 0.0


class Coded(Noun, kw_only=True, frozen=True):
    """What became of one report. Either it was coded or `drop` says why not.

    `mentions` counts what identification settled (`identify.tally`), {} where it was not asked.
    """

    document: Document | None = None
    reading: Reading | None = None
    claims: tuple[Claim, ...] = ()
    mentions: dict[str, int] = msgspec.field(default_factory=dict)
    drop: Drop | None = None


def load_tools(settings: Settings, *, threads: int = 1) -> Tools:
    """Load what the settings ask for.

    Args:
        settings: the settings tree.
        threads: threads for the model's arithmetic; 0 lets the library choose. One is best: a
            report's sentences are too little for two (6.2 reports a second with one thread, 5.7
            with two on two cores); more processes (`run.jobs`) help.

    Raises:
        ModelError: the model is missing or does not fit its manifest.
    """
    extractor: Extractor
    if settings.extract.extractor == "rules":
        from sayso.extract.rules import RuleExtractor  # noqa: PLC0415  loads only what is used

        extractor = RuleExtractor()
    else:
        from sayso.extract.model import ModelExtractor  # noqa: PLC0415  onnxruntime is slow to load

        extractor = ModelExtractor.load(threads=threads)
    identify: Identify | None = None
    if settings.identify.names:
        from sayso.identify import names  # noqa: PLC0415  gazetteer and roster: 0.5 s

        names.prepare()
        identify = names.identify
    return Tools(
        extractor=extractor,
        identify=identify,
        date=settings.clean.date,
        min_score=settings.extract.min_score,
    )


def code_report(report: Report, tools: Tools) -> Coded:
    """Take one report from bytes to claims."""
    try:
        doc = clean(report, date=tools.date)
        reading = read(doc)
        claims = tools.extractor.extract(doc, reading)
        claims = date_claims(claims, doc)
        if tools.identify is not None:
            claims = tools.identify(claims, doc)
    except InputError as err:
        drop = Drop(
            step=err.step or "code", reason=err.reason, origin=report.origin, detail=err.detail
        )
        return Coded(drop=drop)
    except Exception as err:
        err.add_note(f"while coding {report.origin} ({report.report_id})")
        raise
    kept = tuple(claim for claim in claims if claim.score >= tools.min_score)
    mentions = tally(kept) if tools.identify is not None else {}
    return Coded(document=doc, reading=reading, claims=kept, mentions=mentions)


@dataclass(slots=True)
class Totals:
    """The account of a run: in = coded + dropped."""

    n_in: int = 0
    n_coded: int = 0
    n_without_claims: int = 0
    n_claims: int = 0
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)  # (step, reason)
    mentions: Counter[str] = field(default_factory=Counter)  # as `identify.tally` names them

    def add(
        self, n_claims: int, drop: Drop | None, mentions: Mapping[str, int] | None = None
    ) -> None:
        """Count one report."""
        self.n_in += 1
        if drop is not None:
            self.dropped[drop.step, drop.reason] += 1
            return
        self.n_coded += 1
        self.n_claims += n_claims
        self.n_without_claims += n_claims == 0
        self.mentions.update(mentions or {})

    def check(self, n_received: int) -> None:
        """Hold the sum to account.

        Raises:
            BugInSayso: in is not coded + dropped, or not what was received.
        """
        if not n_received == self.n_in == self.n_coded + self.dropped.total():
            raise BugInSayso(
                f"{n_received} reports received, {self.n_in} counted, {self.n_coded} coded, "
                f"{self.dropped.total()} dropped: the sums do not agree"
            )
