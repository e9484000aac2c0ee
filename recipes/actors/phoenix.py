"""Armed groups, persons with dated standing, and role nouns from the Phoenix dictionaries.

In:   `Phoenix.MilNonState.actors.txt`, `Phoenix.Countries.actors.txt`, `PLOVER_agents.txt`
Out:  rows for `groups.csv`, `people.csv`, `roles.csv` and `generics.csv`

Method: an entry is a name, its other names on lines with "+", and its codes in brackets,
with or without days. Names are brought from capitals to ordinary writing. Persons are taken
only if they have two codes or more, and all of them parse. An entry that the roster has by
one of its names is not added.
Known faults: a standing without an end is vouched for up to the day of the dictionary only.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from rows import Row, fold, fresh, marked, names_of, read, says_little, slug, unique

_END = "2014-01-30"  # day of the dictionary of countries
_SMALL = frozenset(
    [
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
    ]
)
_PREFIXES = ("al-", "el-", "ul-", "as-", "ad-", "ar-")
_SECTORS = frozenset(["GOV", "MIL", "OPP", "REB", "PTY", "LEG", "JUD", "SPY", "COP", "ELI", "UAF"])
_SECOND = _SECTORS | {"BUS", "AGR", "EDU", "LAB", "REF", "REL"}
_NOUN_SECTORS = _SECOND | frozenset(["CRM", "CVL", "JRN", "MED", "SOC", "PRM", "NGO"])
_CODE = re.compile(r"([A-Z]{3})([A-Z]*)\s*(?:([<>])?(\d{6,8})(?:-(\d{6,8}))?)?")
_OFFICE = re.compile(
    r"(?:president|prime|minister|acting|foreign|general|king|queen|prince|vice|ambassador|the|"
    r"former|us|secretary|u\.s)\b|.*\badministration$",
    re.IGNORECASE,
)
_NOUN = re.compile(r"([A-Z'_ \-]+)(!PERSON!|!MINIST!)?[^\[#]*\[~([A-Z]+)\]")
_ENDINGS = {
    "!PERSON!": ("man", "men", "woman", "women", "person"),
    "!MINIST!": (" minister", " ministry"),
    None: ("",),
}

Entry = tuple[int, list[str], list[str]]


def add_groups(folder: Path, groups: list[Row], states: list[Row]) -> None:
    """Add the armed groups that are not in `groups` yet."""
    isos = {s["iso3"] for s in states}
    known = names_of(groups, "name", "full_name", "names", "acronyms")
    land = names_of(states, "name", "names", "adjectives")
    listed = groups + read("organisations.csv")
    taken = {row["id"] for row in listed}
    merged = {part for row in listed for part in row["source"].split()}
    for line, told, codes in _entries(folder / "Phoenix.MilNonState.actors.txt"):
        names = [_titled(re.sub(r"\(.*?\)", "", n).split("/")[0].replace("+", "")) for n in told]
        names = [
            n for n in unique(names) if re.fullmatch(r"[\w' .\-]{3,}", n) and fold(n) not in land
        ]
        # The IMG entries are for the most part persons, which nothing tells from groups.
        if not names or not codes or codes[0].startswith("IMG"):
            continue
        if any(fold(n) in known for n in names) or f"phoenix-mnsa:{line}" in merged:
            continue
        known |= {fold(n) for n in names}
        groups.append(_group(line, names, told, codes[0][:3], isos=isos, taken=taken))


def _group(
    line: int, names: list[str], told: list[str], code: str, *, isos: set[str], taken: set[str]
) -> Row:
    base = code if code in isos else ""
    short = [n for n in names[1:] if " " not in n and len(n) <= 5]
    acronyms = {a for n in told for a in re.findall(r"\(([A-Z]{2,6})\)", n)}
    acronyms |= {n.upper() for n in short}
    main, others = names[0], [n for n in names[1:] if n not in short]
    if says_little(main):
        main, others = f"{main} ({base or 'Phoenix'})", [f"~{main}", *others]
    return {
        "id": fresh(slug(main), taken, f"phoenix{line}"), "kind": "armed_group", "name": main,
        "full_name": "", "names": marked(others),
        "acronyms": "|".join(f"~{a}" for a in sorted(acronyms)), "country": base,
        "countries": "", "sector": "REB", "parents": "", "from": "", "until": "",
        "source": f"phoenix-mnsa:{line}",
    }  # fmt: skip


def add_people(folder: Path, people: list[Row], roles: list[Row], isos: set[str]) -> None:
    """Add the persons whose standing changed with the days."""
    known = names_of(people, "name", "names")
    taken = {row["id"] for row in people}
    for line, told, codes in _entries(folder / "Phoenix.Countries.actors.txt"):
        names = [n for n in unique([_titled(t) for t in told]) if _is_person(n)]
        key = "p." + slug(_titled(told[0]))
        if not names or names[0] != _titled(told[0]) or len(codes) < 2 or key in taken:
            continue
        mine = [_role(key, code, isos, line) for code in codes]
        kept = [role for role in mine if role]
        if fold(names[0]) in known or None in mine or not kept:
            continue
        taken.add(key)
        others = [n for n in names[1:] if fold(n) not in known]
        known |= {fold(n) for n in names}
        source = f"phoenix-countries:{line}"
        people.append({"id": key, "name": names[0], "names": "|".join(others), "source": source})
        roles.extend(kept)


def _is_person(name: str) -> bool:
    words = name.split()
    return bool(
        re.fullmatch(r"[A-Za-z' .\-]+", name) and len(words) > 1 and not _OFFICE.match(name)
    )


def _role(person: str, code: str, isos: set[str], line: int) -> Row | None:
    """One dated standing; {} when it says nothing that is kept, None when it does not parse."""
    match = _CODE.fullmatch(code.strip())
    if not match or match[1] not in isos or match[2][:3] not in _SECTORS:
        return None
    if not match[4] or match[2].startswith("ELI"):
        return {}  # "elite" is what Phoenix calls those out of office
    one, other = _day(match[4]), _day(match[5] or "")
    start, end = ("", one) if match[3] == "<" else (one, other)
    unclear = not one or bool(match[5] and not other) or not (match[3] or match[5])
    if unclear or (start and end and start > end):
        return None
    sector = match[2][:6] if match[2][3:6] in _SECOND else match[2][:3]
    return {
        "person": person, "office": "", "country": match[1], "sector": sector,
        "body": f"{match[1].lower()}.gov" if sector.startswith("GOV") else "",
        "from": start, "until": end, "vouched": "" if end else _END,
        "source": f"phoenix-countries:{line}",
    }  # fmt: skip


def add_nouns(folder: Path, nouns: list[Row]) -> None:
    """Add the role nouns that are not in `nouns` yet."""
    known = {row["noun"] for row in nouns}
    text = (folder / "PLOVER_agents.txt").read_text(encoding="utf-8", errors="replace")
    for line, words in enumerate(text.splitlines(), 1):
        match = _NOUN.match(words)
        if not match or not set(re.findall("...", match[3])) <= _NOUN_SECTORS:
            continue
        stem = " ".join(match[1].replace("_", " ").lower().split())
        for ending in _ENDINGS[match[2]]:
            noun = stem + ending
            if noun in known or len(noun) < 3:
                continue
            known.add(noun)
            sector = (match[3].removeprefix("CVL") or match[3])[:6]
            nouns.append(
                {"noun": noun, "group": slug(noun), "sector": sector, "unit": "",
                 "source": f"plover-agents:{line}"}
            )  # fmt: skip


def _entries(path: Path) -> Iterator[Entry]:
    entry: Entry | None = None
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        body = line.split("#")[0].rstrip()
        if not body.strip():
            continue
        codes = re.findall(r"\[([^\]]*)\]", body)
        name = " ".join(re.sub(r"\[.*", "", body).lstrip("+").replace("_", " ").split())
        if body[0] in " \t[+":
            if entry:
                entry[1].extend([name] if body[0] == "+" else [])
                entry[2].extend(codes)
            continue
        if entry:
            yield entry
        entry = (number, [name], codes)
    if entry:
        yield entry


def _titled(text: str) -> str:
    """Bring a name from capitals to ordinary writing."""
    words = []
    for i, word in enumerate(text.split()):
        low = word.lower()
        if i and low in _SMALL:
            words.append(low)
        elif low.startswith(_PREFIXES):
            words.append(low[:3] + low[3:].capitalize())
        else:
            words.append("-".join(p[:1].upper() + p[1:] for p in low.split("-")))
    return " ".join(words)


def _day(text: str) -> str:
    """YYMMDD or YYYYMMDD as ISO, "" when it is no day; years up to 15 are of this century."""
    if len(text) == 6:
        text = ("20" if int(text[:2]) <= 15 else "19") + text
    try:
        return dt.datetime.strptime(text, "%Y%m%d").date().isoformat()  # noqa: DTZ007
    except ValueError:
        return ""
