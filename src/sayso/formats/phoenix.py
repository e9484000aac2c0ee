"""Phoenix: one line for each event, 26 columns parted by tabs, without a header.

In:   incidents that took place
Out:  a text file as the Phoenix pipeline writes it

Method: CAMEO's code of type and mode (`events_cameo`), actors by their codes, cut as the pipeline
cuts them: root, one agent, others. An event without a code of either side is left out, since
Phoenix knows sides only by code.
Known faults: Phoenix keeps one event a day of two sides and a code; here each incident has a line.
"""

from pathlib import Path

from sayso.formats.events import WHO_SAYS, Event, events
from sayso.formats.events_cameo import NO_CODE, Cameo, cameo, cameo_actor, told_as
from sayso.formats.events_parties import WITH, Party, Sides, sides_of
from sayso.formats.events_states import state
from sayso.formats.events_tsv import line, one_day, one_of_list
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.tables import Cell

COLUMNS = (
    "id", "date", "year", "month", "day", "source", "source_root", "source_agent",
    "source_others", "target", "target_root", "target_agent", "target_others", "code",
    "root_code", "quad_class", "goldstein", "issues", "lat", "lon", "placename", "statename",
    "countryname", "sentence_ids", "urls", "news_sources",
)  # fmt: skip
AGENTS = frozenset(
    {"GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL"}
)
ROOTS = frozenset({"IGO", "NGO", "IMG", "MNC"})
_QUADS = {"16": 3}  # else as GDELT's

NO_CODES = "neither side has a code"
ROUGH = "the point: the place itself is not known"


def write(source: Source, target: Path) -> Written:
    """Write the file.

    Args:
        source: what is exported; `assault` and `days` are its choices.
        target: file to make.
    """
    written = Written()
    written.rows["events"] = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        for event in events(source, written):
            type_, mode = event.incident.type, event.incident.mode
            stays_open = Written()
            sides = sides_of(event.case, stays_open)
            code = cameo(type_, mode, sides, source.chosen.get("assault", "leave"))
            if code is None:
                written.left_out[NO_CODE.format(told_as(type_, mode))] += 1
                continue
            if not any(cameo_actor(one).code for one in (sides.first, sides.second)):
                written.left_out[NO_CODES] += 1
                continue
            row = _row(event, code, sides, written)
            if row is not None:
                written.lost += stays_open.lost
                out.write(line(row))
                written.rows["events"] += 1
    return written


def _row(event: Event, code: Cameo, sides: Sides, written: Written) -> list[Cell] | None:
    day = one_day(event, written)
    if day is None:
        return None
    if sides.with_first or sides.with_second:
        written.lost[WITH] += 1
    if event.incident.tellers:
        written.lost[WHO_SAYS] += 1
    urls = [one_of_list(facts.url) for facts in event.reports if facts.url]
    outlets = dict.fromkeys(one_of_list(facts.outlet) for facts in event.reports if facts.outlet)
    return [
        f"{event.number}_1",
        f"{day:%Y%m%d}",
        f"{day:%Y}",
        f"{day:%m}",
        f"{day:%d}",
        *_side(sides.first),
        *_side(sides.second),
        code.code,
        code.root,
        _QUADS.get(code.root, code.quad),
        code.goldstein,
        None,
        *_place(event, written),
        ";".join(claim.id for claim in event.claims()),
        ";".join(urls),
        ";".join(outlets),
    ]


def _side(party: Party | None) -> list[Cell]:
    """Code, root, agent, others."""
    code = cameo_actor(party).code
    parts = [code[at : at + 3] for at in range(0, len(code), 3)]
    known = party is not None and bool(state(party.country).iso3)
    root = parts[0] if parts and (known or parts[0] in ROOTS) else ""
    rest = parts[1:] if root else parts
    agent = rest[0] if rest and rest[0] in AGENTS else ""
    others = rest[1:] if agent else rest
    return [code, root, agent, ";".join(others)]


def _place(event: Event, written: Written) -> list[Cell]:
    """Point, place, province and country."""
    incident = event.incident
    if not event.on_map:
        return [None] * 5
    exact = event.precision == "place"
    if incident.lat is not None and not exact:
        written.lost[ROUGH] += 1
    return [
        incident.lat if exact else None,
        incident.lon if exact else None,
        incident.place if exact else None,
        incident.admin1,
        state(incident.country).acled_name or incident.country,
    ]
