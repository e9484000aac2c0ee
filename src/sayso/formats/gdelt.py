"""GDELT 2.0: events and mentions in its columns, parted by tabs, without headers.

In:   incidents that took place
Out:  a folder: `sayso.export.CSV` (61 columns), `sayso.mentions.CSV` (16)

Method: an event has the CAMEO code of its type and mode (`events_cameo`). A mention is a claim: its
report, its sentence and where in the text actors and the deed stand, which GDELT has for every
mention too. Counts are of what the record holds; tone, religion and ethnicity stay empty.
Known faults: offsets count code points of the record's text, which is not that of the page; of a
report that brought its own sentences they are divided anew for SentenceID.
"""

import bisect
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from sayso.base.keys import actor_key
from sayso.base.nouns import Claim, Document
from sayso.detect import read
from sayso.formats.events import WHO_SAYS, Event, events
from sayso.formats.events_cameo import NO_CODE, CameoActor, cameo, cameo_actor, told_as
from sayso.formats.events_parties import WITH, Party, Sides, sides_of
from sayso.formats.events_states import state
from sayso.formats.events_tsv import line, one_day
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.record.release.units import ReportFacts
from sayso.tables import Cell

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = (
    "Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID",
)  # fmt: skip
EVENT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTION_COLUMNS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName",
    "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset",
    "InRawText", "Confidence", "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo",
    "Extras",
)  # fmt: skip
EVENTS, MENTIONS = "sayso.export.CSV", "sayso.mentions.CSV"

COUNTRY, US_STATE, US_CITY, CITY, PROVINCE = 1, 2, 3, 4, 5
WEB, CITATION = 1, 2
NOT_FOUND = -1
_TYPES = 3  # as many types of an actor as there are columns for
_AT_A_TIME = 200  # events whose reports are read together: some megabytes

ROUGH = "the point: the place is only known to a district"
REGION = "the place: a part of a country has no code"


class Text(msgspec.Struct, frozen=True):
    """What mentions need of a report's text.

    Attributes:
        length: in code points.
        lead: where headline and first paragraph end.
        starts: of its sentences.
    """

    length: int
    lead: int
    starts: tuple[int, ...]


def write(source: Source, target: Path) -> Written:
    """Write both files.

    Args:
        source: what is exported; `assault` and `days` are its choices.
        target: an empty folder.
    """
    written = Written()
    written.rows.update(events=0, mentions=0)
    with (
        (target / EVENTS).open("w", encoding="utf-8", newline="") as of_events,
        (target / MENTIONS).open("w", encoding="utf-8", newline="") as of_mentions,
    ):
        for part in _parts(events(source, written)):
            wanted = {facts.id for event in part for facts in event.reports}
            texts = {doc.report_id: _text(doc) for doc in source.documents(wanted)}
            for event in part:
                row = _event(event, texts, source.chosen.get("assault", "leave"), written)
                if row is None:
                    continue
                sides, cells = row
                of_events.write(line(cells))
                written.rows["events"] += 1
                for claim in event.claims():
                    of_mentions.write(line(_mention(event, claim, sides, texts.get(claim.doc))))
                    written.rows["mentions"] += 1
                    if claim.source:
                        written.lost[WHO_SAYS] += 1
    return written


def _parts(of: Iterable[Event]) -> Iterator[list[Event]]:
    todo = iter(of)
    while part := list(itertools.islice(todo, _AT_A_TIME)):
        yield part


def _text(doc: Document) -> Text:
    blocks, at = [], 0
    for words in doc.text.split("\n\n"):
        if words.strip():
            blocks.append((at, at + len(words)))
        at += len(words) + 2
    lead = blocks[: 2 if doc.title else 1]
    found = read(msgspec.structs.replace(doc, blocks=tuple(blocks))).sentences
    return Text(len(doc.text), lead[-1][1] if lead else 0, tuple(one.start for one in found))


def _event(
    event: Event, texts: dict[str, Text], assault: str, written: Written
) -> tuple[Sides, list[Cell]] | None:
    """The two sides and the line of an event; None for one that is left out."""
    type_, mode = event.incident.type, event.incident.mode
    stays_open = Written()
    sides = sides_of(event.case, stays_open)
    code = cameo(type_, mode, sides, assault)
    if code is None:
        written.left_out[NO_CODE.format(told_as(type_, mode))] += 1
        return None
    day = one_day(event, written)
    if day is None:
        return None
    written.lost += stays_open.lost
    if sides.with_first or sides.with_second:
        written.lost[WITH] += 1
    reports = event.reports
    told_in = [
        (claim.trigger.start, texts[claim.doc]) for claim in event.case.claims if claim.doc in texts
    ]
    return sides, [
        event.number,
        f"{day:%Y%m%d}",
        f"{day:%Y%m}",
        f"{day:%Y}",
        f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}",
        *_actor(sides.first),
        *_actor(sides.second),
        int(any(at < text.lead for at, text in told_in)) if told_in else None,
        code.code,
        code.base,
        code.root,
        code.quad,
        code.goldstein,
        len(event.incident.claims),
        len({facts.outlet for facts in reports if facts.outlet}) or None,
        len(reports),
        None,
        *[None] * 2 * len(_GEO),
        *_place(event, written),
        _moment(reports[0] if reports else None),
        next((facts.url for facts in reports if facts.url), None),
    ]


def _actor(party: Party | None) -> list[Cell]:
    codes: CameoActor = cameo_actor(party)
    types = [*codes.types, *[""] * _TYPES][:_TYPES]
    if codes.root:
        types = [codes.root, *types][:_TYPES]
    return [
        codes.code,
        party.name.upper() if party else None,
        codes.country,
        codes.group,
        None,
        None,
        None,
        *types,
    ]


def _place(event: Event, written: Written) -> list[Cell]:
    """Columns of ActionGeo."""
    incident, precision = event.incident, event.precision
    if precision == "region":
        written.lost[REGION] += 1
    if precision not in ("place", "admin2", "admin1", "country"):
        return [None] * len(_GEO)
    country = state(incident.country)
    name = country.acled_name or incident.country
    usa = incident.country == "USA"
    if precision == "country":
        return [COUNTRY, name, country.fips, country.fips, None, None, None, country.fips]
    if precision == "admin2" and incident.lat is not None:
        written.lost[ROUGH] += 1
    exact = precision == "place"
    parts = (incident.place if exact else "", incident.admin1, name)
    kind = (US_CITY if usa else CITY) if exact else (US_STATE if usa else PROVINCE)
    point = [None, None] if precision == "admin2" else [incident.lat, incident.lon]
    full = ", ".join(part for part in parts if part)
    return [kind, full, country.fips, None, None, *point, None]


def _mention(event: Event, claim: Claim, sides: Sides, text: Text | None) -> list[Cell]:
    facts = event.facts(claim)
    oldest = event.reports[0] if event.reports else None
    number = None
    if text is not None:
        number = bisect.bisect_right(text.starts, claim.trigger.start) or None
    return [
        event.number,
        _moment(oldest),
        _moment(facts),
        WEB if facts.url else CITATION,
        (urlsplit(facts.url).hostname if facts.url else None) or facts.outlet or None,
        facts.url or ", ".join(p for p in (facts.outlet, facts.title, facts.id) if p),
        number,
        _offset(claim, sides.first),
        _offset(claim, sides.second),
        claim.trigger.start,
        1,
        max(10, min(100, round(claim.score * 100))),
        text.length if text is not None else None,
        None,
        None,
        None,
    ]


def _offset(claim: Claim, party: Party | None) -> int:
    """Where a claim names an actor; as GDELT writes it, -1 for nowhere."""
    if party is not None:
        for who in (*claim.actor, *claim.recipient):
            if actor_key(who) == party.key:
                return who.start
    return NOT_FOUND


def _moment(facts: ReportFacts | None) -> str | None:
    """A report's day as GDELT's time stamp; the hour is not known."""
    return f"{facts.published:%Y%m%d}000000" if facts and facts.published else None
