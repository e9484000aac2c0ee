"""Make roster rows from the published lists of conflict actors.

In:   a folder with `ucdp_actor/ucdp-actor-221.csv` and the Phoenix dictionaries, and the
      roster as it stands
Out:  `groups.csv`, `ties.csv`, `people.csv`, `roles.csv` of the roster, rewritten: rows
      written by hand stay as they are, rows of the lists are made anew

Method: README.md beside this file says which facts are taken and how.
Known faults: the base country of a group that fights in several is left open unless the
government that it fights is one of the lists' rows; Phoenix dates end in January 2014.
"""

import argparse
import csv
import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROSTER = Path(__file__).parents[2] / "src" / "sayso" / "identify" / "roster"
PHOENIX_END = "2014-01-30"
SMALL = {
    "of",
    "the",
    "and",
    "for",
    "in",
    "de",
    "la",
    "del",
    "to",
    "on",
    "a",
    "el",
    "y",
    "e",
    "du",
    "al",
}
GENERIC = set(
    [
        "national",
        "liberation",
        "army",
        "front",
        "people's",
        "peoples",
        "popular",
        "revolutionary",
        "revolution",
        "movement",
        "united",
        "unity",
        "patriotic",
        "democratic",
        "democracy",
        "party",
        "forces",
        "force",
        "islamic",
        "islam",
        "god",
        "military",
        "faction",
        "freedom",
        "organization",
        "organisation",
        "group",
        "union",
        "alliance",
        "council",
        "republic",
        "committee",
        "salvation",
        "resistance",
        "workers",
        "communist",
        "socialist",
        "justice",
        "development",
        "armed",
        "new",
        "peace",
        "coalition",
        "action",
        "command",
        "brigade",
        "brigades",
        "self-defense",
        "defence",
        "defense",
        "self",
        "government",
        "state",
        "independence",
        "independent",
        "opposition",
        "for",
        "of",
        "the",
        "and",
        "in",
        "to",
        "a",
        "on",
        "guard",
        "presidential",
        "royalists",
        "neutralists",
        "rebels",
        "rebel",
        "militia",
        "militias",
        "insurgents",
        "supporters",
        "rally",
        "reform",
        "political",
        "christian",
        "muslim",
        "arab",
        "arabs",
        "progressive",
        "radical",
        "black",
        "red",
        "white",
        "green",
        "blue",
        "brotherhood",
        "struggle",
        "guerrilla",
        "guerrillas",
        "vanguard",
        "proletarian",
        "anti-imperialist",
        "war",
        "fighters",
        "nationalist",
        "nationalists",
        "left",
        "right",
        "jihad",
        "mujahideen",
        "mujahidin",
        "soldiers",
        "sons",
        "lions",
        "eagles",
        "martyrs",
        "victory",
        "popular-front",
        "army's",
        "students",
        "student",
        "youth",
        "cell",
        "cells",
        "international",
        "anarchist",
        "squad",
        "commandos",
        "commando",
        "groups",
        "combatants",
        "combat",
        "death",
        "lord's",
        "mujahid",
        "dawa",
        "pan",
        "cobras",
        "ninjas",
        "tribal",
        "tribesmen",
        "gang",
        "gangs",
    ]
)
REGIONS = {
    "Zaire": "COD",
    "DR Congo": "COD",
    "Congo": "COG",
    "Ivory Coast": "CIV",
    "Yemen": "YEM",
    "South Yemen": "YMD",
    "Vietnam": "VNM",
    "South Vietnam": "RVN",
    "Bosnia-Herzegovina": "BIH",
    "United States of America": "USA",
    "Kingdom of Eswatini": "SWZ",
    "Hyderabad": "IND",
    "Madagascar": "MDG",
    "Cape Verde": "CPV",
    "Czech Republic": "CZE",
}


def fold(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("`", "'").replace("´", "'"))
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return re.sub(r"\s+", " ", re.sub(r"[^\w' ]+", " ", text)).strip()


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text).replace("'", "")).strip("-")[:60].strip("-")


def read(name: str) -> list[dict[str, str]]:
    with (ROSTER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: list[dict[str, str]], key: tuple[str, ...]) -> None:
    cols = list(rows[0])
    with (ROSTER / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, cols, lineterminator="\n")
        out.writeheader()
        out.writerows(sorted(rows, key=lambda r: tuple(r[k] for k in key)))


def by_hand(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [r for r in rows if "hand" in r["source"].split()]


def bare(text: str) -> str:
    text = re.sub(
        r"\s+", " ", text.replace("|", "/").replace("`", "'").replace("´", "'").replace("’", "'")
    ).strip()
    return "" if text.lower() in ("n/a", "na", "unknown") else text


def is_acronym(text: str) -> bool:
    return (
        " " not in text
        and len(text) <= 12
        and sum(c.isupper() for c in text) >= 2
        and not re.search(r"[a-z]{3}", text)
    )


def context_only(name: str) -> bool:
    """Whether a name says so little that its country must be in the report."""
    words = fold(name).split()
    return len(words) < 2 or all(w in GENERIC for w in words)


def mark(names: list[str]) -> str:
    return "|".join(("~" + n if context_only(n) else n) for n in names)


def unique(names: list[str], but: set[str]) -> list[str]:
    seen, kept = set(but), []
    for name in names:
        if name and fold(name) and fold(name) not in seen:
            seen.add(fold(name))
            kept.append(name)
    return kept


def countries_of(states: list[dict[str, str]]) -> dict[str, str]:
    found = dict(REGIONS)
    for s in states:
        for n in [s["name"], s["full_name"], *s["names"].split("|")]:
            if n:
                found.setdefault(n, s["iso3"])
    return found


def place(text: str, iso: dict[str, str]) -> list[str]:
    found = []
    for part in text.split(","):
        name = re.sub(r"\(.*?\)", "", part).strip()
        if iso.get(name) and iso[name] not in found:
            found.append(iso[name])
    return found


def ucdp(
    folder: Path,
    groups: list[dict[str, str]],
    states: list[dict[str, str]],
    others: list[dict[str, str]],
) -> list[dict[str, str]]:
    """Add UCDP's non-state actors to `groups`; return their ties."""
    iso = countries_of(states)
    with (folder / "ucdp_actor" / "ucdp-actor-221.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    fights: dict[str, set[str]] = defaultdict(set)
    for r in rows:
        if r["Org"] == "4":
            name = re.sub(r"\(.*?\)", "", r["NameData"].replace("Government of", "")).strip()
            for dyad in filter(None, re.split(r",\s*", r["DyadId"])):
                if iso.get(name):
                    fights[dyad].add(iso[name])
    ids = {
        r["ActorId"]: g["id"]
        for g in groups
        for r in rows
        if f"ucdp221:{r['ActorId']}" in g["source"].split()
    }
    taken = {g["id"] for g in groups + others}
    same = {
        (fold(n.lstrip("~")), g["country"]): g["id"]
        for g in groups + others
        for n in [g["name"], g["full_name"], *g["names"].split("|")]
        if n
    }
    known = {
        fold(n.lstrip("~"))
        for g in groups
        for n in [g["name"], g["full_name"], *g["names"].split("|")]
        if n
    }
    known |= {
        fold(n)
        for s in states
        for n in [
            s["name"],
            s["full_name"],
            *s["names"].split("|"),
            *s["adjectives"].split("|"),
            *s["people"].split("|"),
        ]
        if n
    }
    for r in rows:
        r = {k: bare(v or "") for k, v in r.items()}
        number = r["ActorId"]
        if r["Org"] == "4" or number in ids:
            continue
        where = place(r["Location"], iso)
        against = {c for d in re.split(r",\s*", r["DyadId"]) for c in fights.get(d, ())}
        base = where[0] if len(where) == 1 else ""
        if not base and len(against & set(where)) == 1:
            base = next(iter(against & set(where)))
        data, eng, orig = r["NameData"], r["NameOrigFullEng"], r["NameOrigFull"]
        short = is_acronym(data)
        one = next(
            (
                same[fold(n), c]
                for n in (eng, orig, data)
                for c in where
                if (fold(n), c) in same and not is_acronym(n)
            ),
            "",
        )
        if one:
            ids[number] = one
            continue
        main = (eng or orig or data) if short or re.match(r"^[A-Z/]+ ?-", data) else data
        main = re.sub(
            r"^Military faction \((forces.*)\)$",
            lambda m: m[1][:1].upper() + m[1][1:],
            main,
            flags=re.I,
        ).strip()
        later = re.split(r",\s*|\s/\s", r["NewName"]) + re.split(r",\s+|\s/\s", r["NewNameFullEng"])
        first = [r["NameOrig"], *re.split(r"\s/\s", orig), eng, data, *later]
        acronyms = unique([n for n in first if is_acronym(n)], set())
        names = unique([n for n in first if not is_acronym(n)], {fold(main)})
        if r["Org"] == "3":
            kind, sector = "community", ""
        elif r["Org"] == "2":
            kind, sector = "population", ""
        else:
            gang = (
                re.search(r"cartel|gang\b|\bcrips|mafia|^Los |Comando |Fam[ií]lia ", main, re.I)
                and not r["ConflictId"]
            )
            kind, sector = "armed_group", "CRM" if gang else "REB" if r["ConflictId"] else "UAF"
        names = [n for n in names if fold(n) not in known]
        if fold(main) in known or context_only(main):
            tail = next(
                (s["name"] for s in states if s["iso3"] == base),
                (where and where[0]) or "UCDP " + number,
            )
            hidden = [] if fold(main) in known else [main]
            names, main = hidden + names, f"{main} ({tail})"
        key = slug(main)
        if key in taken and base:
            key = f"{key}-{base.lower()}"
        if key in taken:
            key = f"{key}-ucdp{number}"
        taken.add(key)
        ids[number] = key
        groups.append(
            {
                "id": key,
                "kind": kind,
                "name": main,
                "full_name": "",
                "names": mark(names),
                "acronyms": "|".join("~" + a for a in acronyms),
                "country": base,
                "countries": "|".join(c for c in where if c != base),
                "sector": sector,
                "parents": "",
                "from": "",
                "until": "",
                "source": f"ucdp221:{number}",
            }
        )
    ties = []
    for r in rows:
        mine = ids.get(r["ActorId"])
        for column, tie in (
            ("ActorIdPrev", "split_from"),
            ("ActorIdSplitTemp", "split_from"),
            ("ActorIdAlliance", "part_of"),
            ("ActorIdGroup", "merged_into"),
        ):
            for other in filter(None, re.split(r"[,;]\s*", r[column] or "")):
                if mine and other in ids and ids[other] != mine:
                    ties.append(
                        {
                            "actor": mine,
                            "tie": tie,
                            "other": ids[other],
                            "from": "",
                            "until": "",
                            "source": f"ucdp221:{r['ActorId']}",
                        }
                    )
    return ties


def entries(path: Path) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield (line, names, codes) of a Phoenix dictionary."""
    entry = None
    for n, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        body = line.split("#")[0].rstrip()
        if not body.strip():
            continue
        codes = re.findall(r"\[([^\]]*)\]", body)
        name = re.sub(r"\[.*", "", body).strip().lstrip("+").replace("_", " ").strip()
        if body[0] in " \t[":
            if entry:
                entry[2].extend(codes)
        elif body[0] == "+":
            if entry:
                entry[1].append(name)
                entry[2].extend(codes)
        else:
            if entry:
                yield entry
            entry = (n, [name], codes)
    if entry:
        yield entry


def titled(text: str) -> str:
    out = []
    for i, w in enumerate(text.split()):
        low = w.lower()
        if i and low in SMALL:
            out.append(low)
        elif low.startswith(("al-", "el-", "ul-", "as-", "ad-", "ar-")):
            out.append(low[:3] + low[3:].capitalize())
        else:
            out.append("-".join(p[:1].upper() + p[1:].lower() for p in w.split("-")))
    return " ".join(out)


def mnsa(
    folder: Path, groups: list[dict[str, str]], isos: set[str], states: list[dict[str, str]]
) -> None:
    """Add the armed groups of the Phoenix dictionary that are not in `groups` yet."""
    known = {
        fold(n.lstrip("~"))
        for g in groups
        for n in [g["name"], g["full_name"], *g["names"].split("|"), *g["acronyms"].split("|")]
        if n
    }
    taken = {g["id"] for g in groups} | {g["id"] for g in read("organisations.csv")}
    land = {
        fold(n)
        for s in states
        for n in [s["name"], *s["names"].split("|"), *s["adjectives"].split("|")]
        if n
    }
    for n, names, codes in entries(folder / "Phoenix.MilNonState.actors.txt"):
        clean = []
        acronyms = []
        for name in names:
            acronyms += re.findall(r"\(([A-Z]{2,6})\)", name)
            name = titled(re.sub(r"\(.*?\)", "", name).split("/")[0].replace("+", ""))
            if re.fullmatch(r"[\w' .\-]+", name) and len(name) > 2 and fold(name) not in land:
                clean.append(name)
        if not clean or any(fold(c) in known for c in clean) or not codes:
            continue
        main, rest = clean[0], unique(clean[1:], {fold(clean[0])})
        short = [r for r in rest if " " not in r and len(r) <= 5]
        acronyms += [s.upper() for s in short]
        rest = [r for r in rest if r not in short]
        # The IMG entries are for the most part persons, which nothing tells from groups.
        if codes[0].startswith("IMG"):
            continue
        base = codes[0].split()[0][:3] if codes[0].split() else ""
        base = base if base in isos else ""
        if context_only(main) or " " not in main:
            rest, main = [main, *rest], f"{main} ({base or 'Phoenix'})"
            rest = ["~" + rest[0], *rest[1:]]
        key = slug(main)
        if not key or key in taken:
            key = f"{key}-phoenix{n}"
        taken.add(key)
        known |= {fold(c) for c in clean}
        names_text = "|".join(r if r.startswith("~") else mark([r]) for r in rest)
        groups.append(
            {
                "id": key,
                "kind": "armed_group",
                "name": main,
                "full_name": "",
                "names": names_text,
                "acronyms": "|".join("~" + a for a in sorted(set(acronyms))),
                "country": base,
                "countries": "",
                "sector": "REB",
                "parents": "",
                "from": "",
                "until": "",
                "source": f"phoenix-mnsa:{n}",
            }
        )


PLOVER = set(
    [
        "GOV",
        "MIL",
        "OPP",
        "REB",
        "PTY",
        "LEG",
        "JUD",
        "SPY",
        "COP",
        "ELI",
        "UAF",
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "JRN",
        "LAB",
        "MED",
        "REF",
        "REL",
        "SOC",
        "PRM",
        "NGO",
    ]
)


def agents(folder: Path, nouns: list[dict[str, str]]) -> None:
    """Add the role nouns of the PLOVER agents dictionary that are not in `nouns` yet."""
    known = {n["noun"] for n in nouns}
    for n, line in enumerate(
        (folder / "PLOVER_agents.txt").read_text(encoding="utf-8", errors="replace").splitlines(), 1
    ):
        m = re.match(r"([A-Z'_ \-]+)(!PERSON!|!MINIST!)?[^\[#]*\[~([A-Z]+)\]", line)
        if not m or not {m[3][i : i + 3] for i in range(0, len(m[3]), 3)} <= PLOVER:
            continue
        stem = m[1].replace("_", " ").lower()
        ends = {
            "!PERSON!": ["man", "men", "woman", "women", "person"],
            "!MINIST!": ["minister", "ministry"],
            None: [""],
        }[m[2]]
        for end in ends:
            noun = re.sub(
                r"\s+",
                " ",
                stem.strip() + ((" " if m[2] == "!MINIST!" else "") + end if end else ""),
            ).strip()
            if noun not in known and len(noun) > 2:
                known.add(noun)
                sector = m[3].removeprefix("CVL") or m[3]
                nouns.append(
                    {
                        "noun": noun,
                        "group": slug(noun),
                        "sector": sector[:6],
                        "unit": "",
                        "source": f"plover-agents:{n}",
                    }
                )


def day(text: str) -> str:
    """YYMMDD or YYYYMMDD to ISO; "" when it is no day. Two-digit years to 15 are 20YY."""
    if len(text) == 6:
        text = ("20" if int(text[:2]) <= 15 else "19") + text
    try:
        return dt.datetime.strptime(text, "%Y%m%d").date().isoformat()  # noqa: DTZ007
    except ValueError:
        return ""


SECTORS = {"GOV", "MIL", "OPP", "REB", "PTY", "LEG", "JUD", "SPY", "COP", "ELI", "UAF"}


def people(
    folder: Path, isos: set[str], persons: list[dict[str, str]], roles: list[dict[str, str]]
) -> None:
    """Add the persons of the country dictionary whose standing changed with the days."""
    known = {fold(n) for p in persons for n in [p["name"], *p["names"].split("|")] if n}
    taken = {p["id"] for p in persons}
    for n, names, codes in entries(folder / "Phoenix.Countries.actors.txt"):
        name = titled(names[0])
        if len(codes) < 2 or not re.fullmatch(r"[A-Za-z' .\-]+", name) or len(name.split()) < 2:
            continue
        if (
            re.match(
                r"(President|Prime|Minister|Acting|Foreign|General|King|Queen|Prince|Vice|Ambassador|The|Former|Us|U\.s)\b",
                name,
            )
            or fold(name) in known
        ):
            continue
        mine = []
        for code in codes:
            m = re.fullmatch(
                r"([A-Z]{3})([A-Z]*)\s*(?:([<>])?(\d{6,8})(?:-(\d{6,8}))?)?", code.strip()
            )
            if not m or m[1] not in isos or m[2][:3] not in SECTORS:
                mine = []
                break
            if not m[4]:
                continue
            start, end = ("", day(m[4])) if m[3] == "<" else (day(m[4]), day(m[5]) if m[5] else "")
            if (
                (m[4] and not (start or end))
                or (m[5] and not end)
                or (start and end and start > end)
                or (not m[3] and not m[5])
            ):
                mine = []
                break
            # After "every day else: elite" Phoenix means retired; that is not written as a role.
            if m[2][:3] == "ELI":
                continue
            sector = (
                m[2][:6]
                if m[2][3:6] in SECTORS | {"BUS", "AGR", "EDU", "MED", "LAB", "REF", "REL"}
                else m[2][:3]
            )
            sector = sector.replace("GOVMED", "GOV")
            mine.append(
                {
                    "person": "",
                    "office": "",
                    "body": f"{m[1].lower()}.gov" if m[2][:3] == "GOV" else "",
                    "country": m[1],
                    "sector": sector,
                    "from": start,
                    "until": end,
                    "vouched": PHOENIX_END if not end else "",
                    "source": f"phoenix-countries:{n}",
                }
            )
        if not mine:
            continue
        key = "p." + slug(name)
        if key in taken:
            continue
        taken.add(key)
        others = [
            titled(x)
            for x in names[1:]
            if re.fullmatch(r"[A-Za-z' .\-_]+", x)
            and len(x.split()) >= 2
            and not re.match(
                r"(PRESIDENT|PRIME|FOREIGN|MINISTER|GENERAL|KING|FORMER|THE|US|VICE|SECRETARY)\b", x
            )
        ]
        others = [o for o in unique(others, {fold(name)}) if fold(o) not in known]
        known |= {fold(name), *map(fold, others)}
        persons.append(
            {"id": key, "name": name, "names": "|".join(others), "source": f"phoenix-countries:{n}"}
        )
        for role in mine:
            role["person"] = key
            roles.append(role)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lists", type=Path, help="folder with the published lists")
    folder = parser.parse_args().lists
    states = read("states.csv")
    isos = {s["iso3"] for s in states}
    groups = by_hand(read("groups.csv"))
    ties = by_hand(read("ties.csv"))
    seen = {(t["actor"], t["tie"], t["other"]) for t in ties}
    for tie in ucdp(folder, groups, states, read("organisations.csv")):
        if (tie["actor"], tie["tie"], tie["other"]) not in seen:
            seen.add((tie["actor"], tie["tie"], tie["other"]))
            ties.append(tie)
    mnsa(folder, groups, isos, states)
    persons, roles = by_hand(read("people.csv")), by_hand(read("roles.csv"))
    people(folder, isos, persons, roles)
    nouns = by_hand(read("generics.csv"))
    agents(folder, nouns)
    write("generics.csv", nouns, ("noun",))
    write("groups.csv", groups, ("id",))
    write("ties.csv", ties, ("actor", "tie", "other"))
    write("people.csv", persons, ("id",))
    write("roles.csv", roles, ("person", "from"))


if __name__ == "__main__":
    main()
