"""The invented reports whose claims of one happening are known.

In:   `quality/incidents/{tuning,test}`: reports and claims in the form of the codebook,
      `clusters.csv` with the happening of each claim; `demo/`, whose twelve reports belong to
      "tuning"; `quality/incidents/places.csv`, the places that count as decided
Out:  for each half the reports with claims as identification leaves them, and the expected
      clusters; or the same expectation laid over the claims that an extractor drew

Method: annotated mentions become claims without the referents' names, and are dated and
identified as `sayso code --identify` does it. The towns are invented, so no gazetteer has
them: those in `places.csv` are decided by it, the others stay words. A claim of a model has the
happening of the annotated claim of the same kind whose trigger it overlaps.
Known faults: identification of invented names is easier than that of real ones in one way
(nobody else bears them) and harder in another (nobody knows them).
"""

import csv
import datetime as dt
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.base.errors import AssetError
from sayso.base.ids import claim_id
from sayso.base.nouns import Actor, Claim, Document, Number, Place, Span, Time, Voice, Where
from sayso.detect.counts import bounds
from sayso.identify.names import identify
from sayso.identify.times import date_claims
from sayso.score import AnnotatedClaim, AnnotatedDocument, read_annotated

FOLDER = Path(__file__).resolve().parent / "incidents"
DEMO = FOLDER.parents[1] / "demo"
HALVES = ("tuning", "test")
UNCLEAR = "?"  # a claim of several happenings at once, or one on which coders may differ


class Half(NamedTuple):
    """Reports with their claims, and what each claim is of.

    Attributes:
        reports: document and claims, in the order of the files.
        happening: claim id to its happening; what stands alone has a name of its own;
            claims that are left out of the measure are not in it.
    """

    name: str
    reports: tuple[tuple[Document, tuple[Claim, ...]], ...]
    happening: dict[str, str]


def read_half(name: str) -> Half:
    """Read one half with the annotated claims.

    Raises:
        AssetError: the annotations do not hold together.
    """
    labels = dict(_labels(name))
    reports, happening = [], {}
    for annotated, doc in documents(name):
        claims = identified(annotated, doc)
        reports.append((doc, claims))
        for index, claim in enumerate(claims):
            if claim.kind == "event":
                label = _label(labels, name, annotated, index)
                if label != UNCLEAR:
                    happening[claim.id] = label or claim.id
    return Half(name, tuple(reports), happening)


def laid_over(name: str, coded: dict[str, list[Claim]]) -> Half:
    """The same half with claims of an extractor, that are dated and identified already.

    Args:
        name: of the half.
        coded: claims by document.
    """
    labels = dict(_labels(name))
    reports, happening = [], {}
    for annotated, doc in documents(name):
        claims = tuple(decided(c) for c in coded.get(doc.report_id, ()))
        reports.append((doc, claims))
        for index, gold in enumerate(annotated.claims):
            label = _label(labels, name, annotated, index) if gold.kind == "event" else UNCLEAR
            if label == UNCLEAR:
                continue
            for claim in claims:
                if claim.kind == "event" and _overlap(claim.trigger, gold.trigger):
                    happening.setdefault(claim.id, label or f"{doc.report_id} {index}")
    return Half(name, tuple(reports), happening)


def documents(name: str) -> Iterator[tuple[AnnotatedDocument, Document]]:
    """The annotated documents of a half, each with its document as cleaning gives it."""
    for folder in (DEMO, FOLDER / name) if name == "tuning" else (FOLDER / name,):
        heads = _heads(folder / "docs.jsonl")
        for annotated in read_annotated(folder):
            head = heads[annotated.doc]
            yield (
                annotated,
                Document(
                    report_id=annotated.doc,
                    text=annotated.text,
                    title=head["title"],
                    outlet=head["source"],
                    published=dt.date.fromisoformat(head["date"]),
                    published_from="given",
                    language="en",
                ),
            )


def _heads(path: Path) -> dict[str, dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {head["doc"]: head for head in map(json.loads, lines)}


def _labels(name: str) -> Iterator[tuple[tuple[str, int], tuple[str, str]]]:
    with (FOLDER / name / "clusters.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            yield (row["doc"], int(row["claim"])), (row["trigger"], row["incident"])


def _label(
    labels: dict[tuple[str, int], tuple[str, str]], name: str, doc: AnnotatedDocument, index: int
) -> str:
    trigger, label = labels.get((doc.doc, index), ("", ""))
    if trigger != doc.claims[index].trigger.text:
        raise AssetError(f"{FOLDER / name}/clusters.csv: {doc.doc} claim {index}: not {trigger!r}")
    return label


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def identified(annotated: AnnotatedDocument, doc: Document) -> tuple[Claim, ...]:
    """Annotated claims, dated and identified; places by `places.csv`."""
    claims = tuple(_claim(annotated, c, doc.outlet) for c in annotated.claims)
    return tuple(decided(c) for c in identify(date_claims(claims, doc), doc))


def _claim(doc: AnnotatedDocument, claim: AnnotatedClaim, outlet: str) -> Claim:
    def mentions(role: str, cls: type[Span]) -> tuple[Span, ...]:
        return tuple(cls(start=m.start, end=m.end, text=m.text) for m in claim.roles[role])

    numbers = []
    for m in claim.roles["number"]:
        low, high = bounds(m.text)
        numbers.append(
            Number(start=m.start, end=m.end, text=m.text, what=m.what, low=low, high=high)
        )
    trigger, evidence = claim.trigger, claim.sentence
    return Claim(
        id=claim_id(doc.doc, claim.kind, claim.type, trigger.start, trigger.end),
        doc=doc.doc,
        kind=claim.kind,
        type=claim.type,
        mode=claim.mode,
        trigger=Span(start=trigger.start, end=trigger.end, text=trigger.text),
        evidence=Span(start=evidence.start, end=evidence.end, text=evidence.text),
        actor=mentions("actor", Actor),
        recipient=mentions("recipient", Actor),
        place=mentions("place", Place),
        time=mentions("time", Time),
        instrument=mentions("instrument", Span),
        number=tuple(numbers),
        source=mentions("source", Voice),
        outlet=outlet,
        status=claim.status,
        hedged=claim.hedged,
        made_by="by hand",
    )


@functools.cache
def _places() -> dict[str, dict[str, str]]:
    with (FOLDER / "places.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file, strict=True)}


def decided(claim: Claim) -> Claim:
    """The claim with its places decided by `places.csv`, the first of them as where it was."""
    places = tuple(map(_place, claim.place))
    first = next((p for p in places if p.geonameid), None)
    where = claim.where
    if first is not None:
        where = Where(
            name=first.name,
            geonameid=first.geonameid,
            lat=first.lat,
            lon=first.lon,
            admin1=first.admin1,
            country=first.country,
            precision=first.precision,
            basis="role",
        )
    return msgspec.structs.replace(claim, place=places, where=where)


def _place(place: Place) -> Place:
    row = next((r for name, r in _places().items() if name in place.text), None)
    if row is None:
        return place
    return msgspec.structs.replace(
        place,
        name=row["name"],
        geonameid=int(row["geonameid"]),
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        admin1=row["admin1"],
        country=row["country"],
        precision=row["precision"],
        candidates=(),
    )
