"""Rows of claims, with what the plan withholds taken out.

In:   a claim; the verdict, words and mark that are for it
Out:  a row as `columns.toml` lists it

Method: what a rule is about goes from its own columns; then words that are withheld are cut out of
every column that holds words of the report, and of all others where a rule touched the
claim. Offsets go with the words: who has the report would read there what is withheld.
Known faults: none known.
"""

import datetime as dt
from collections.abc import Iterable

from sayso.base.keys import actor_key
from sayso.base.nouns import Claim, Voice
from sayso.record.release.columns import CLAIM_FLAT
from sayso.record.release.harm_apply import A_SOURCE, coarse_name, days_at, precision_at
from sayso.record.release.harm_judge import voice_names
from sayso.record.release.harm_marks import Mark
from sayso.record.release.harm_names import (
    outlet_is_dropped,
    speaker_is_dropped,
    where_is_coarse,
)
from sayso.record.release.harm_words import Words
from sayso.record.release.rows import CLOSED, joined, report_shown
from sayso.record.release.units import EvidenceLevel, Verdict
from sayso.tables import Row, flat_row

_OFFSETS = tuple(name for name in CLAIM_FLAT if name.endswith("_at"))
_WORDS_OF_REPORT = (
    "actor", "trigger", "recipient", "place", "time", "number", "instrument", "source", "evidence",
)  # fmt: skip


def claim_row(
    claim: Claim,
    *,
    state: str,
    incident: str,
    relations: Iterable[str],
    verdict: Verdict,
    beside: EvidenceLevel,
    mark: Mark | None,
    words: Words,
    outlet: str,
    secret: str,
) -> Row:
    """A claim as it may be shown.

    Args:
        claim: as it stands.
        state: coded, accepted, edited or added.
        incident, relations: shown ids of what it tells of.
        verdict: what rules withhold of it.
        beside: what becomes of its sentence because another claim's is withheld.
        mark: of its report, when that tells what is withheld.
        words: of the units that it is in; with those of the mark they are cut.
        outlet: of its report, for claims that name none.
        secret: for ids that may not be shown.
    """
    flat = flat_row(claim, None)
    row: Row = {name: flat[name] for name in CLAIM_FLAT}
    row["outlet"] = claim.outlet or outlet
    withheld: list[str] = []
    if verdict.place or verdict.coordinates:
        withheld += _withhold_place(row, claim, verdict)
    if verdict.day:
        row["time"] = ""
        row["from"], row["to"] = days_at(verdict.day, *_when(claim))
        row["date_precision"] = precision_at(verdict.day, str(row["date_precision"] or ""))
        withheld.append("day")
    if verdict.source:
        withheld += _withhold_voices(row, claim, verdict)
    if outlet_is_dropped(str(row["outlet"] or ""), verdict) or (mark is not None and mark.outlet):
        row["outlet"] = ""
        withheld.append("outlet")
    touched = verdict.words
    level = max(verdict.evidence, beside, key=("", "cut", "drop").index)
    if level == "drop":
        row["evidence"] = ""
    if level:
        withheld.append("evidence")
    if touched or level:
        row |= dict.fromkeys(_OFFSETS, "")
        withheld.append("offsets")
    if mark is not None and level == "cut":
        row["evidence"] = Words(_told_in(claim, mark)).cut(str(row["evidence"] or ""))
    if mark is not None:
        all_words = words | Words(mark.words)
        names = set(row) - CLOSED if touched else set(_WORDS_OF_REPORT)
        for name in names:
            value = row[name]
            if isinstance(value, str):
                dates = mark.dates and name in _WORDS_OF_REPORT
                shown = all_words.cut(value, dates=dates)
                in_words = touched and name in _WORDS_OF_REPORT
                row[name] = mark.everywhere.cut(shown) if in_words else shown
        row["doc"] = report_shown(claim.doc, secret)
    return row | {
        "incident": incident,
        "relation": joined(relations),
        "state": state,
        "withheld": joined(withheld),
    }


def _told_in(claim: Claim, mark: Mark) -> Iterable[str]:
    """Words in a claim's sentence whose meaning is withheld, though they may be nobody's name."""
    at = claim.evidence
    for span, _ in (*mark.places, *mark.voices, *mark.times):
        if at.start <= span.start < at.end:
            yield span.text


def _when(claim: Claim) -> tuple[dt.date | None, dt.date | None]:
    return (claim.when.earliest, claim.when.latest) if claim.when else (None, None)


def _withhold_place(row: Row, claim: Claim, verdict: Verdict) -> list[str]:
    where = claim.where
    if verdict.place is None:
        if where is not None and where.lat is not None:
            row |= {"geonameid": None, "lat": None, "lon": None}
            return ["coordinates"]
        return []
    row["place"] = ""
    if where is None or where_is_coarse(where, verdict):
        return ["place"] if claim.place else []
    admin1 = where.admin1 if verdict.place == "admin1" else ""
    name = coarse_name([where], verdict)
    row |= {
        "where_name": name or None,
        "geonameid": None,
        "lat": None,
        "lon": None,
        "admin1": admin1 or None,
        "place_precision": (("admin1" if admin1 else "country") if name else None),
    }
    return ["place"]


def _withhold_voices(row: Row, claim: Claim, verdict: Verdict) -> list[str]:
    def is_dropped(voice: Voice) -> bool:
        return speaker_is_dropped((*voice_names(voice), actor_key(voice)), verdict)

    dropped = [is_dropped(voice) for voice in claim.source]
    if not any(dropped):
        return []
    pairs = list(zip(claim.source, dropped, strict=True))
    row["source"] = joined(A_SOURCE.name if gone else voice.text for voice, gone in pairs)
    row["source_name"] = joined("" if gone else voice.name for voice, gone in pairs)
    row["source_id"] = joined("" if gone else voice.actor_id for voice, gone in pairs)
    return ["source"]
