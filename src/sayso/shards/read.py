"""Shards read again: the reports of a folder, each with what was made of it.

In:   a folder of shards, of this machine or on object storage
Out:  `Read`: a report with its document, sentences and claims; or a drop

Method: only a run that ended is read. Each file is held against the SHA-256 that the manifest
names; each report against its own hash, and each claim's words against the text, since a folder may
come from anywhere. What does not fit is a drop. Reports and claims stand in one order, so
both files are read side by side, some hundred reports at a time.
Known faults: each file is read twice, the first time for its hash.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from sayso.base.errors import ConfigError
from sayso.base.ids import claim_id, digest
from sayso.base.nouns import ROLES, Claim, Document, Drop, Reading, Report, Sentence
from sayso.base.storage import Folder
from sayso.pipeline import Coded
from sayso.shards.columns import Stored, claims_of, drops_of, stored_of
from sayso.shards.manifest import FORM, MANIFEST, Manifest, Shard, file_name, read_json

# Rows read together: some 20 MB of pages, 5 MB of claims.
_REPORTS = 128
_CLAIMS = 2_000

STEP = "add"
NOT_AS_CODED = "not_as_coded"


@dataclass(frozen=True, slots=True)
class Read:
    """One report of a shard; `report` is None for what never became one."""

    report: Report | None
    coded: Coded


def manifest_in(folder: Folder) -> Manifest:
    """The manifest of a folder.

    Raises:
        ConfigError: there is none, or it is not one that this version reads.
    """
    manifest: Manifest = read_json(folder, MANIFEST, Manifest)
    if manifest.head.form != FORM:
        raise ConfigError(f"{folder.where}: {manifest.head.form!r} is not known; expected {FORM!r}")
    return manifest


def read_shard(folder: Folder, shard: Shard) -> Iterator[Read]:
    """The reports of a shard in the order of its input, then its drops.

    Raises:
        ConfigError: a file is not there, or not the one that was written.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415  0.2 s that others do not pay

    _check_files(folder, shard)
    names = [file_name(table, shard.n) for table in ("reports", "claims", "drops")]
    with (
        folder.reading(names[0]) as reports,
        folder.reading(names[1]) as claims,
        folder.reading(names[2]) as drops,
    ):
        try:
            coming = _Claims(pq.ParquetFile(claims))
            for rows in pq.ParquetFile(reports).iter_batches(batch_size=_REPORTS):
                for stored in stored_of(rows):
                    yield _read(stored, coming.of(stored.report_id))
            coming.check_end()
            for drop in drops_of(pq.ParquetFile(drops).read()):
                yield Read(None, Coded(drop=msgspec.convert(drop, Drop, from_attributes=True)))
        except (msgspec.ValidationError, ValueError, KeyError) as err:
            raise ConfigError(f"{folder.where}: shard {shard.n} cannot be read: {err}") from err


def _check_files(folder: Folder, shard: Shard) -> None:
    for file in shard.files:
        if file.name not in {file_name(table, shard.n) for table in ("reports", "claims", "drops")}:
            raise ConfigError(f"{folder.where}{MANIFEST}: {file.name!r} is no file of a shard")
        found = hashlib.sha256()
        try:
            with folder.reading(file.name) as content:
                while piece := content.read(1 << 20):
                    found.update(piece)
        except FileNotFoundError:
            raise ConfigError(
                f"{folder.where}{file.name} is not there; give the command that wrote it again"
            ) from None
        if found.hexdigest() != file.sha256:
            raise ConfigError(
                f"{folder.where}{file.name} was changed since it was written; remove its shard's "
                "note and give the command that wrote it again"
            )


class _Claims:
    """The claims of a shard, taken report by report."""

    def __init__(self, file: object) -> None:
        self._batches = file.iter_batches(batch_size=_CLAIMS)  # type: ignore[attr-defined]
        self._waiting: list[Claim] = []

    def of(self, report_id: str) -> tuple[Claim, ...]:
        """The claims that follow, as far as they are of this report."""
        found: list[Claim] = []
        while True:
            n = 0
            while n < len(self._waiting) and self._waiting[n].doc == report_id:
                n += 1
            found += self._waiting[:n]
            del self._waiting[:n]
            if self._waiting or (rows := next(self._batches, None)) is None:
                return tuple(found)
            self._waiting = claims_of(rows)

    def check_end(self) -> None:
        """No claim may be left: it would be of no report.

        Raises:
            ValueError: some are.
        """
        if self._waiting or next(self._batches, None) is not None:
            raise ValueError("claims that are of no report of the shard, or in another order")


def _read(stored: Stored, claims: tuple[Claim, ...]) -> Read:
    report = stored.received
    wrong = _what_does_not_fit(stored, claims)
    if wrong:
        drop = Drop(step=STEP, reason=NOT_AS_CODED, origin=report.origin, detail=wrong)
        return Read(report, Coded(drop=drop))
    doc = msgspec.convert(stored, Document, from_attributes=True)
    sentences = tuple(Sentence(start=s, end=e, text=doc.text[s:e]) for s, e in stored.spans)
    reading = Reading(sentences=sentences)
    return Read(report, Coded(document=doc, reading=reading, claims=claims))


def _what_does_not_fit(stored: Stored, claims: tuple[Claim, ...]) -> str:
    """Why a row is not what sayso wrote, "" when it is."""
    if digest(stored.received.content) != stored.seal:
        return "the bytes are not those that were coded"
    if stored.report_id != stored.received.report_id:
        return "the text is of another report"
    for claim in claims:
        where = claim.trigger
        if claim.id != claim_id(claim.doc, claim.kind, claim.type, where.start, where.end):
            return f"{claim.id} is not the id of this claim"
        spans = [where, claim.evidence, *(s for role in ROLES for s in getattr(claim, role))]
        for span in spans:
            if stored.text[span.start : span.end] != span.text or span.start < 0:
                return f"{claim.id}: its words do not stand in the text"
    return ""
