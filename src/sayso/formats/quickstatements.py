"""QuickStatements: relations for Wikidata, where both sides are items that are known.

In:   a `Source`; `ids`: a CSV file of actors with their Wikidata ids
Out:  commands of QuickStatements, version 1, one statement a line, with qualifiers and a reference

Method: only what a reader of Wikidata may take as said is written: phases told to hold, which
nobody disputes and no report hedges, with the address of a report as reference. Everything else
is left out, counted by reason. Ids come from `ids` and from rows of the roster whose source has
`wikidata:Q...`; none is looked up or guessed.
Known faults: one report is given as reference, the earliest; the day of its retrieval is not known.
"""

import csv
import datetime as dt
import functools
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from sayso.base.errors import ConfigError
from sayso.base.joined import Phase, Relation
from sayso.formats.plain import beginning, ending, whole
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.identify.actors_roster import roster
from sayso.record.release.units import ReportFacts

_ITEM = re.compile(r"Q[1-9][0-9]*")
_IN_SOURCE = re.compile(r"(?:^|\s)wikidata:(Q[1-9][0-9]*)(?=\s|$)")
_HEADINGS = ("actor", "wikidata")
# What may stand in a command: no quote, no tab, no bar, which part commands from each other.
_SAFE_URL = re.compile(r"https?://[^\s\"|<>\\]+")


def write(source: Source, target: Path) -> Written:
    """Write the commands.

    Args:
        source: what to write; `ids` names the file of Wikidata ids, "" for none.
        target: a file that is not there yet.

    Returns:
        Statements, and what was left out for which reason.

    Raises:
        ConfigError: the file of ids cannot be read, or a row of it is wrong.
    """
    written = Written()
    given = source.chosen.get("ids", "")
    ids = read_ids(Path(given)) if given else {}
    lines: dict[str, None] = {}
    for tie in source.relations():
        docs = {claim.id: claim.doc for claim in tie.claims}
        for phase in tie.relation.phases:
            facts = [
                source.facts[doc]
                for doc in sorted({docs[c] for c in phase.claims if c in docs})
                if doc in source.facts
            ]
            line = _command(tie.relation, phase, facts, ids, written)
            if line:
                lines[line] = None
    written.rows["statements"] = len(lines)
    target.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return written


def read_ids(path: Path) -> dict[str, str]:
    """Actors to items, from a CSV file with the columns `actor` and `wikidata`.

    Args:
        path: of the file.

    Raises:
        ConfigError: it cannot be read, or a row is wrong; the line is named.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
            headings = set(rows[0]) if rows else set(_HEADINGS)
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        raise ConfigError(f"{path}: cannot be read ({err})") from err
    if not headings.issuperset(_HEADINGS):
        raise ConfigError(f"{path}: needs the columns actor and wikidata")
    found: dict[str, str] = {}
    for n, row in enumerate(rows, start=2):
        actor, item = ((row[name] or "").strip() for name in _HEADINGS)
        if not actor or not _ITEM.fullmatch(item):
            raise ConfigError(f"{path}, line {n}: give an actor's key and an id such as Q42")
        if found.setdefault(actor, item) != item:
            raise ConfigError(f"{path}, line {n}: {actor} has two ids, {found[actor]} and {item}")
    return found


def _command(
    relation: Relation,
    phase: Phase,
    facts: list[ReportFacts],
    ids: Mapping[str, str],
    written: Written,
) -> str:
    why, cited = _why_not(relation, phase, facts), _cited(facts)
    subject, item = (_item(key, ids) for key in (relation.actor, relation.recipient))
    if not why and not (subject and item):
        why = "no Wikidata id is known of a side"
    if why or cited is None:
        written.left_out[why or "no report has an address to cite"] += 1
        return ""
    parts = [subject, _property(relation), item, *_days(phase), "S854", f'"{cited.url}"']
    if cited.published:
        parts += ["S577", _time(cited.published.isoformat())]
    return "\t".join(parts)


def _why_not(relation: Relation, phase: Phase, facts: list[ReportFacts]) -> str:
    if not _property(relation):
        return f"Wikidata has no property for {relation.type}"
    if phase.kind in ("denied", "planned"):
        return f"the phase is {phase.kind}"
    if phase.disputed or phase.against:
        return "the phase is disputed"
    if phase.hedged:
        return "every report hedges"
    if _cited(facts) is None:
        return "no report has an address to cite"
    return ""


def _cited(facts: list[ReportFacts]) -> ReportFacts | None:
    cited = [one for one in facts if _SAFE_URL.fullmatch(one.url)]
    return min(cited, key=lambda one: (one.published or dt.date.max, one.id), default=None)


def _property(relation: Relation) -> str:
    if relation.type == "part_of":
        known = roster().actors.get(relation.recipient)
        if known is not None and known.kind == "igo":
            return mapped()["member_of"]["property"]
    return mapped().get(relation.type, {}).get("property", "")


def _item(key: str, ids: Mapping[str, str]) -> str:
    if key in ids:
        return ids[key]
    known = roster().actors.get(key)
    named = _IN_SOURCE.search(known.source) if known else None
    return named[1] if named else ""


def _days(phase: Phase) -> list[str]:
    """Start and end where they are told; the time at which it is told to hold, else."""
    found = [
        *(["P580", _time(beginning(phase))] if beginning(phase) else []),
        *(["P582", _time(ending(phase))] if ending(phase) else []),
    ]
    held = whole(phase.start, phase.end)
    if not found and held and not (phase.begins or phase.ends):
        found += ["P585", _time(held)]
    return found


def _time(day: str) -> str:
    """A day, month or year, with its precision.

    >>> _time("2030"), _time("2031-07-04")
    ('+2030-00-00T00:00:00Z/9', '+2031-07-04T00:00:00Z/11')
    """
    parts = day.split("-")
    year, month, of_month = (*parts, "00", "00")[:3]
    return f"+{year}-{month}-{of_month}T00:00:00Z/{8 + len(parts)}"


@functools.cache
def mapped() -> dict[str, dict[str, str]]:
    """Relation types to property and reason."""
    text = (files("sayso.formats") / "quickstatements_map.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
