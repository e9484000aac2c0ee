"""Armed groups, communities and their ties from the UCDP Actor Dataset.

In:   `ucdp-actor-221.csv`, and the groups and states of the roster
Out:  rows for `groups.csv` and `ties.csv`

Method: names, name changes, locations, splits, alliances and joins are taken as they stand.
The base country is the only location, or the state that the group fights when that is one
of the locations. The sector is REB where a state-based conflict is recorded, CRM for gangs
and cartels, UAF for the rest. A group that the roster has by name and country is not added.
Known faults: UCDP gives no days for changes of name or for splits.
"""

import csv
import re
from collections import defaultdict
from pathlib import Path

from rows import Row, fold, fresh, marked, names_of, plain_quotes, says_little, slug, unique

_STATE, _COMMUNITY, _SUPPORTERS = "4", "3", "2"  # values of the column Org
_GANG = re.compile(r"cartel|gang\b|\bcrips|mafia|^Los |Comando |Fam[ií]lia ", re.IGNORECASE)
_FORCES = re.compile(r"^Military faction \((forces.*)\)$", re.IGNORECASE)
_TIES = (
    ("ActorIdPrev", "split_from"),
    ("ActorIdSplitTemp", "split_from"),
    ("ActorIdAlliance", "part_of"),
    ("ActorIdGroup", "merged_into"),
)
# Listed as a group, but a body that the roster makes of a state.
_STATES_OWN = {"574": "lbr.mil"}
_OTHER_NAMES = {
    "Zaire": "COD", "DR Congo": "COD", "Congo": "COG", "Ivory Coast": "CIV", "Yemen": "YEM",
    "South Yemen": "YMD", "Vietnam": "VNM", "South Vietnam": "RVN", "Bosnia-Herzegovina": "BIH",
    "United States of America": "USA", "Kingdom of Eswatini": "SWZ", "Hyderabad": "IND",
    "Madagascar": "MDG", "Cape Verde": "CPV", "Czech Republic": "CZE",
}  # fmt: skip


def add_ucdp(folder: Path, groups: list[Row], others: list[Row], states: list[Row]) -> list[Row]:
    """Add UCDP's groups to `groups`, and return the ties between those that the roster has."""
    path = folder / "ucdp_actor" / "ucdp-actor-221.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        actors = [{k: _bare(v or "") for k, v in r.items()} for r in csv.DictReader(file)]
    iso = dict(_OTHER_NAMES)
    for state in states:
        for name in (state["name"], state["full_name"], *state["names"].split("|")):
            iso.setdefault(name, state["iso3"])
    fought = _fought(actors, iso)
    ids = _STATES_OWN | {
        part.removeprefix("ucdp221:"): row["id"]
        for row in groups + others
        for part in row["source"].split()
        if part.startswith("ucdp221:")
    }
    same = {
        (name, row["country"]): row["id"]
        for row in groups + others
        for name in names_of([row], "name", "full_name", "names")
    }
    taken = {row["id"] for row in groups + others}
    known = names_of(groups, "name", "full_name", "names")
    known |= names_of(states, "name", "full_name", "names", "adjectives", "people")
    for actor in actors:
        if actor["Org"] == _STATE or actor["ActorId"] in ids:
            continue
        where = _places(actor["Location"], iso)
        names = [
            n
            for n in (actor["NameOrigFullEng"], actor["NameOrigFull"], actor["NameData"])
            if n and not _is_acronym(n)
        ]
        had = next((same[fold(n), c] for n in names for c in where if (fold(n), c) in same), "")
        row = (
            None
            if had
            else _row(actor, where, fought=fought, known=known, taken=taken, states=states)
        )
        ids[actor["ActorId"]] = row["id"] if row else had
        if row:
            groups.append(row)
    return _ties(actors, ids)


def _fought(actors: list[Row], iso: dict[str, str]) -> dict[str, set[str]]:
    """The states that stand in each dyad."""
    found: dict[str, set[str]] = defaultdict(set)
    for actor in actors:
        name = re.sub(r"\(.*?\)", "", actor["NameData"].replace("Government of", "")).strip()
        if actor["Org"] == _STATE and iso.get(name):
            for dyad in _many(actor["DyadId"]):
                found[dyad].add(iso[name])
    return found


def _row(
    actor: Row,
    where: list[str],
    *,
    fought: dict[str, set[str]],
    known: set[str],
    taken: set[str],
    states: list[Row],
) -> Row:
    base = _base(actor, where, fought)
    main, names, acronyms = _names(actor)
    kind, sector = _kind(actor, main)
    names = [n for n in names if fold(n) not in known]
    if fold(main) in known or says_little(main):
        country = next((s["name"] for s in states if s["iso3"] == base), "")
        tail = country or next(iter(where), "UCDP " + actor["ActorId"])
        names = names if fold(main) in known else [main, *names]
        main = f"{main} ({tail})"
    return {
        "id": fresh(slug(main), taken, base.lower(), "ucdp" + actor["ActorId"]),
        "kind": kind, "name": main, "full_name": "", "names": marked(names),
        "acronyms": "|".join("~" + a for a in acronyms), "country": base,
        "countries": "|".join(c for c in where if c != base), "sector": sector, "parents": "",
        "from": "", "until": "", "source": f"ucdp221:{actor['ActorId']}",
    }  # fmt: skip


def _base(actor: Row, where: list[str], fought: dict[str, set[str]]) -> str:
    if len(where) == 1:
        return where[0]
    against = {c for dyad in _many(actor["DyadId"]) for c in fought.get(dyad, ())} & set(where)
    return next(iter(against)) if len(against) == 1 else ""


def _names(actor: Row) -> tuple[str, list[str], list[str]]:
    """The main name, the others, and the acronyms."""
    data, english, full = actor["NameData"], actor["NameOrigFullEng"], actor["NameOrigFull"]
    short = _is_acronym(data) or re.match(r"^[A-Z/]+ ?-", data)
    main = (english or full or data) if short else data
    main = _FORCES.sub(lambda m: m[1][:1].upper() + m[1][1:], main).strip()
    later = re.split(r",\s*|\s/\s", actor["NewName"])
    later += re.split(r",\s+|\s/\s", actor["NewNameFullEng"])
    told = [actor["NameOrig"], *re.split(r"\s/\s", full), english, data, *later]
    acronyms = unique([n for n in told if _is_acronym(n)])
    return main, unique([n for n in told if not _is_acronym(n)], main), acronyms


def _kind(actor: Row, name: str) -> tuple[str, str]:
    if actor["Org"] == _COMMUNITY:
        return "community", ""
    if actor["Org"] == _SUPPORTERS:
        return "population", ""
    if actor["ConflictId"]:
        return "armed_group", "REB"
    return "armed_group", "CRM" if _GANG.search(name) else "UAF"


def _ties(actors: list[Row], ids: dict[str, str]) -> list[Row]:
    found = []
    for actor in actors:
        mine = ids.get(actor["ActorId"], "")
        for column, tie in _TIES:
            for other in map(ids.get, _many(actor[column])):
                if mine and other and other != mine:
                    source = f"ucdp221:{actor['ActorId']}"
                    found.append(
                        {"actor": mine, "tie": tie, "other": other, "from": "", "until": "",
                         "source": source}
                    )  # fmt: skip
    return found


def _places(text: str, iso: dict[str, str]) -> list[str]:
    names = [re.sub(r"\(.*?\)", "", part).strip() for part in text.split(",")]
    return list(dict.fromkeys(iso[n] for n in names if iso.get(n)))


def _many(cell: str) -> list[str]:
    return [part for part in re.split(r"[,;]\s*", cell) if part]


def _bare(text: str) -> str:
    text = re.sub(r"\s+", " ", plain_quotes(text).replace("|", "/")).strip()
    return "" if text.lower() in ("n/a", "na", "unknown") else text


def _is_acronym(text: str) -> bool:
    capitals = sum(c.isupper() for c in text)
    return " " not in text and len(text) <= 12 and capitals > 1 and not re.search("[a-z]{3}", text)
