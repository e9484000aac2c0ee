"""Rows of a release from nouns, with what the plan withholds taken out.

In:   an incident, relation, claim, report or link; the verdict and words that are for it
Out:  rows as `columns` lists them

Method: the noun as it may be shown (`harm_apply`) becomes a row; then every text cell of a
touched row is searched for the withheld words, whatever column it is, so that a name that
stands where nobody thought of it is cut too. Offsets go with the words: who has the report
would read there what is withheld.
Known faults: none known.
"""

import re
from collections.abc import Iterable, Iterator

from sayso.base.joined import Incident, Link, Relation, Teller, Told
from sayso.record.release.columns import COUNTED, SEPARATOR
from sayso.record.release.harm_apply import (
    pseudonym,
)
from sayso.record.release.harm_marks import Mark
from sayso.record.release.harm_names import (
    is_speaker,
)
from sayso.record.release.harm_words import Words
from sayso.record.release.units import ReportFacts, Verdict
from sayso.tables import Row

_MADE_ID = re.compile(r"r-[a-z2-7]{16}")  # ids that sayso makes say nothing; others may
# Text cells that hold no words of anybody: ids, closed lists, versions.
_NAMES = (
    "id kind type mode status day_precision day_basis place_precision place_basis date_precision "
    "date_basis number_what number_low number_high estimate_rule disputed claims against field "
    "doc incident relation state made_by withheld language published_from sha256 text_sha256 "
    "copy_of copy_kind judgement by a b old new why since country basis"
)
CLOSED = frozenset(_NAMES.split())


def joined(values: Iterable[str]) -> str:
    """Values of a list in one cell; "" where none says anything."""
    parts = list(values)
    return SEPARATOR.join(parts) if any(parts) else ""


def cut_row(row: Row, words: Words) -> Row:
    """Cut words out of every text cell that may hold some."""
    if not words:
        return row
    return {
        name: words.cut(value) if isinstance(value, str) and name not in CLOSED else value
        for name, value in row.items()
    }


def report_shown(id_: str, secret: str) -> str:
    """Id of a report that may not be named: one that came with it may hold outlet, day, place."""
    return id_ if _MADE_ID.fullmatch(id_) else pseudonym(id_, secret)


# --- incidents ----------------------------------------------------------------------------


def incident_row(incident: Incident, withheld: str = "") -> Row:
    """An incident with what is best supported."""
    values = incident.values
    row: Row = {
        "id": incident.id,
        "type": incident.type,
        "mode": incident.mode,
        "status": incident.status,
        "day_from": incident.day_from,
        "day_to": incident.day_to,
        "day_precision": incident.day_precision or "",
        "day_basis": incident.day_basis,
        "place": incident.place,
        "geonameid": incident.geonameid,
        "lat": incident.lat,
        "lon": incident.lon,
        "admin1": incident.admin1,
        "country": incident.country,
        "place_precision": incident.geo_precision,
        "place_basis": incident.geo_basis,
    }
    for field in ("actor", "recipient"):
        told = values.get(field, ())
        row[field] = joined(t.value for t in told)
        row[f"{field}_key"] = joined(t.key for t in told)
    row["instrument"] = joined(t.value for t in values.get("instrument", ()))
    known = {estimate.what: estimate for estimate in incident.estimates}
    for what in COUNTED:
        for bound in ("best", "low", "high"):
            row[f"{what}_{bound}"] = getattr(known[what], bound) if what in known else None
    return row | {
        "estimate_rule": next((e.rule for e in incident.estimates), ""),
        "disputed": joined(incident.disputed),
        "n_claims": len(incident.claims),
        "n_reports": len(incident.reports),
        "n_tellers": len(incident.tellers),
        "claims": joined(incident.claims),
        "withheld": withheld,
    }


def told_rows(incident: Incident) -> Iterator[Row]:
    """What is told of an incident, value by value."""
    for field in sorted(incident.values):
        for rank, told in enumerate(incident.values[field], 1):
            yield _told_row(incident.id, field, rank, told)


def _told_row(incident: str, field: str, rank: int, told: Told) -> Row:
    return {
        "incident": incident,
        "field": field,
        "rank": rank,
        "value": told.value,
        "low": told.low,
        "high": told.high,
        "earliest": told.earliest,
        "latest": told.latest,
        "key": told.key,
        "tellers": joined(teller.name for teller in told.tellers),
        "teller_keys": joined(teller.key for teller in told.tellers),
        "n_tellers": len(told.tellers),
        "claims": joined(told.claims),
        "denied": told.denied,
        "hedged": told.hedged,
    }


# --- relations ----------------------------------------------------------------------------


def relation_rows(relation: Relation, withheld: str = "") -> Iterator[Row]:
    """A relation, phase by phase."""
    for number, phase in enumerate(relation.phases, 1):
        yield {
            "id": relation.id,
            "phase": number,
            "type": relation.type,
            "actor": relation.actor_name,
            "actor_key": relation.actor,
            "recipient": relation.recipient_name,
            "recipient_key": relation.recipient,
            "mode": joined(relation.modes),
            "kind": phase.kind,
            "start": phase.start,
            "end": phase.end,
            "sure_start": phase.sure_start,
            "sure_end": phase.sure_end,
            "begins": phase.begins,
            "starts_by": phase.starts_by,
            "ends": phase.ends,
            "ends_by": phase.ends_by,
            "basis": phase.basis,
            "hedged": phase.hedged,
            "disputed": phase.disputed,
            "tellers": _names(phase.tellers),
            "n_tellers": len(phase.tellers),
            "enders": _names(phase.enders),
            "deniers": _names({t.key: t for t in (*phase.deniers, *phase.end_deniers)}.values()),
            "claims": joined(phase.claims),
            "against": joined(sorted({*phase.against, *phase.end_against})),
            "withheld": withheld,
        }


def _names(tellers: Iterable[Teller]) -> str:
    return joined(teller.name for teller in tellers)


def withheld_words(verdict: Verdict) -> str:
    """What a verdict withholds of an incident or relation, for its column."""
    found = ["place"] if verdict.place else []
    found += ["coordinates"] if verdict.coordinates and not verdict.place else []
    found += [n for n, held in (("day", verdict.day), ("source", verdict.source),
                                ("outlet", verdict.outlet),
                                ("claims", verdict.bereft)) if held]  # fmt: skip
    return joined(found)


# --- reports, links -----------------------------------------------------------------------


def report_row(facts: ReportFacts, n_claims: int, mark: Mark | None, secret: str) -> Row:
    """A report; one that tells what is withheld is not named by title, address or hash."""
    row: Row = {
        "id": facts.id,
        "outlet": facts.outlet,
        "title": facts.title,
        "url": facts.url,
        "language": facts.language,
        "published": facts.published,
        "published_from": facts.published_from,
        "sha256": facts.sha256,
        "text_sha256": facts.text_sha256,
        "copy_of": facts.copy_of,
        "copy_kind": facts.copy_kind,
        "copy_share": facts.copy_share,
        "claims": n_claims,
        "withheld": "",
    }
    if mark is None:
        return row
    withheld = ["title", "url", "hashes"]
    row |= {"title": "", "url": "", "sha256": "", "text_sha256": ""}
    if mark.dates:
        row |= {"published": None, "published_from": ""}
        withheld.append("published")
    if mark.outlet:
        row["outlet"] = ""
        withheld.append("outlet")
    shown = report_shown(facts.id, secret)
    if shown != facts.id:
        withheld.append("id")
    return cut_row(row, Words(mark.words)) | {"id": shown, "withheld": joined(withheld)}


def link_row(link: Link, touched: bool) -> Row:
    """A judgement; its reasons may name what is withheld, so they go when a rule touched it."""
    reasons = [] if touched else [f"{r.what} ({r.weight:+.1f})" for r in link.reasons]
    return {
        "a": link.a,
        "b": link.b,
        "judgement": link.judgement,
        "score": link.score,
        "by": "person" if link.person else "machine",
        "reasons": joined(reasons),
    }


def teller_kind(teller: Teller) -> str:
    """What a voice is."""
    opening = teller.key.partition(":")[0]
    if opening == "withheld":
        return opening
    return "speaker" if is_speaker(teller) else opening
