"""Measure day and country of an incident on MUC-4's reports of terrorism.

In:   a folder with `test.json` and `keys/` (`key-tst3.v2`, `key-tst4.v2`), by argument or at
      ../shared/data/bench/muc4 beside the checkout
Out:  for each extractor and each way to write the texts: incidents whose day and whose country
      were decided, and how many of these are right

Method: the reports of the test part whose key holds one template go through the whole path.
*The incident* is what the ASSAULT claims of status asserted tell (kidnapping is one of its
modes). Its country is that of the claim with the best score, of those that have one. Its day is
`when` of the claim with the best score, of those whose own words give days that span a week at
most; a day that is only the report's is undecided. Of equal scores the first in the text counts.
*Right*: the country is one that the key names; the day that the key names, or the last one of
those it allows ("- 23 AUG 88" is 23 August or before), lies in the days of the claim. *Not
excluded*: those days and the key's overlap at all.
*Writing*: the texts come in small letters. They are coded so; in capitals, as they were first
sent out; and with capitals restored, on every word that the annotated training news (by
argument or at ../shared/data/claims/train) does not write small as a rule. The keys and the
reports of MUC-4 have no part in that.
*The report's day* was cut from these texts with their datelines, so that "yesterday" cannot be
reckoned. The lines "told the day" give the last day of the key as the report's day. That is an
answer told beforehand: they show what the words do with it, and are no measure.
Known faults: a report may tell of other violence besides the incident of the key.

Run `python benchmarks/muc4.py [FOLDER] [--news FOLDER] [--extractors rules model] [--errors]`.
"""

import argparse
import datetime as dt
import functools
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.base.nouns import Claim, Document, Media, Report
from sayso.config import Settings, with_choices
from sayso.identify.times import date_claims
from sayso.pipeline import Tools, code_report, load_tools
from sayso.score import read_annotated

BESIDE = Path(__file__).resolve().parents[2] / "shared/data/bench/muc4"
NEWS = BESIDE.parents[1] / "claims/train"
KEYS = ("key-tst3.v2", "key-tst4.v2")  # the keys of test.json
WEEK = dt.timedelta(days=6)  # from the first day to the last one

# The countries that the keys name, and how they misspell one.
COUNTRIES = {
    "ARGENTINA": "ARG", "BOLIVIA": "BOL", "BRAZIL": "BRA", "CHILE": "CHL", "COLOMBIA": "COL",
    "ECUADOR": "ECU", "EL SALVADOR": "SLV", "GUATAMALA": "GTM", "GUATEMALA": "GTM",
    "HONDURAS": "HND", "JAMAICA": "JAM", "NICARAGUA": "NIC", "PANAMA": "PAN", "PERU": "PER",
    "SPAIN": "ESP", "UNITED STATES": "USA", "VENEZUELA": "VEN",
}  # fmt: skip
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

_SLOT = r"(?m)^{}\.\s+{}[ \t]+(.*(?:\n[ \t]+\S.*)*)"
_DATE, _LOCATION = _SLOT.format(2, "INCIDENT: DATE"), _SLOT.format(3, "INCIDENT: LOCATION")
_TEMPLATE = r"(?m)^1\.\s+MESSAGE: TEMPLATE\s+(\S+)"
_WORD = re.compile(r"(?<![\w'’])[^\W\d_]+")
_OPENS = re.compile(r"(?:^|[.?!]['\"”’)]*\s+)['\"“‘(]*[a-z]")
_DAY = re.compile(r"(\d{1,2}) ([A-Z]{3})[A-Z]* (\d\d)\b", re.IGNORECASE)


class Key(NamedTuple):
    """What the annotators say of an incident; None where they leave it open."""

    first: dt.date | None
    last: dt.date | None
    countries: frozenset[str]

    @property
    def is_day(self) -> bool:
        """Whether one day is named, rather than the last one it may have been."""
        return self.first == self.last is not None


class Incident(NamedTuple):
    """What the claims say of it; None and "" where it is undecided."""

    days: tuple[dt.date, dt.date] | None
    country: str


def days_of(slot: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day that a key's date allows; alternatives are joined.

    A year 00 is one that the annotators did not know.

    >>> days_of("(- 17 NOV 89) / (11 NOV 89 - 17 NOV 89)")
    (None, datetime.date(1989, 11, 17))
    >>> days_of("09 JAN 90") == (dt.date(1990, 1, 9),) * 2
    True
    >>> days_of("? 12 AUG 00"), days_of("-")
    ((None, None), (None, None))
    """
    firsts: list[dt.date | None] = []
    lasts: list[dt.date] = []
    for part in slot.split("/"):
        named = [
            dt.date(1900 + int(year), MONTHS.index(month.upper()) + 1, int(day))
            for day, month, year in _DAY.findall(part)
            if year != "00"
        ]
        if named:
            firsts.append(None if part.strip(" (?\n").startswith("-") else min(named))
            lasts.append(max(named))
    if not lasts:
        return None, None
    known = [first for first in firsts if first is not None]
    return (min(known) if len(known) == len(firsts) else None), max(lasts)


def countries_of(slot: str) -> frozenset[str]:
    """Countries that a key's location names, one for each alternative as a rule.

    >>> sorted(countries_of("(PERU: HUANCAYO (CITY)) / (COLOMBIA)"))
    ['COL', 'PER']
    >>> countries_of("-")
    frozenset()
    """
    heads = (part.split(":")[0].strip(" (?)\n") for part in re.split(r"/| - ", slot))
    return frozenset(COUNTRIES[head] for head in heads if head in COUNTRIES)


def read_keys(text: str) -> dict[str, Key]:
    """Keys of the documents that have one template."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in re.split(r"(?m)^0\.\s+MESSAGE: ID\s+", text)[1:]:
        found[entry.split()[0]].append(entry)
    keys = {}
    for doc, (entry, *others) in found.items():
        template = re.search(_TEMPLATE, entry)
        if others or template is None or template[1] == "*":
            continue
        date, location = re.search(_DATE, entry), re.search(_LOCATION, entry)
        first, last = days_of(date[1] if date else "")
        keys[doc] = Key(first, last, countries_of(location[1] if location else ""))
    return keys


def small_words(sentences: Iterable[str]) -> frozenset[str]:
    """Words that news writes small as a rule: most often so, the first of a sentence apart.

    >>> sorted(small_words(["Troops took Home Town.", "The troops went home to stay at home."]))
    ['at', 'home', 'stay', 'to', 'took', 'troops', 'went']
    """
    counts: Counter[str] = Counter()
    for sentence in sentences:
        for word in _WORD.findall(sentence)[1:]:
            counts[word.lower()] += 1 if word.islower() else -1
    return frozenset(word for word, more in counts.items() if more > 0)


def restored(text: str, small: frozenset[str]) -> str:
    """Write every word with a capital that is not known to be written small.

    >>> restored("they left el salvador's capital. nobody", small_words(["X they left capital"]))
    "They left El Salvador's capital. Nobody"
    """

    def write(word: re.Match[str]) -> str:
        return word[0] if word[0] in small else word[0][0].upper() + word[0][1:]

    text = _WORD.sub(write, text)
    return _OPENS.sub(lambda start: start[0].upper(), text)


def writings(news: Path) -> Iterator[tuple[str, Callable[[str], str]]]:
    """The ways to write the texts, with their names."""
    yield "as they come", str
    yield "in capitals", str.upper
    if not news.is_dir():
        print(f"{news}: not there, so capitals are not restored")
        return
    small = small_words(s for doc in read_annotated(news) for s in doc.sentences)
    yield "capitals restored", functools.partial(restored, small=small)


def incident_of(claims: Iterable[Claim]) -> Incident:
    """What the claims tell of the incident (the rule stands at the top of this file)."""
    violent = [c for c in claims if c.type == "ASSAULT" and c.status == "asserted"]
    violent.sort(key=lambda claim: -claim.score)  # stable: the first of equals stays first
    days = next(filter(None, map(_week_at_most, violent)), None)
    country = next((c.where.country for c in violent if c.where and c.where.country), "")
    return Incident(days, country)


def _week_at_most(claim: Claim) -> tuple[dt.date, dt.date] | None:
    when = claim.when
    if when is None or when.basis == "report_date" or not when.earliest or not when.latest:
        return None
    return (when.earliest, when.latest) if when.latest - when.earliest <= WEEK else None


def count(key: Key, incident: Incident) -> Counter[str]:
    """Judge one incident by its key."""
    counts: Counter[str] = Counter()
    if key.countries:
        counts["country asked"] += 1
        counts["country decided"] += bool(incident.country)
        counts["country right"] += incident.country in key.countries
    if key.last:
        sort = "day" if key.is_day else "bound"
        counts[f"{sort} asked"] += 1
        if incident.days:
            first, last = incident.days
            counts[f"{sort} decided"] += 1
            counts[f"{sort} right"] += first <= key.last <= last
            counts[f"{sort} right to the day"] += first == last == key.last
            counts[f"{sort} not excluded"] += first <= key.last and last >= (key.first or first)
    return counts


def code(text: str, name: str, tools: Tools) -> tuple[tuple[Claim, ...], Document] | None:
    """Take one text through the path; None where it is refused."""
    report = Report(report_id=name, content=text.encode(), media=Media.TEXT, origin=name)
    coded = code_report(report, tools)
    if coded.document is None:
        print(f"  {name} was left out: {coded.drop}")
        return None
    return coded.claims, coded.document


def lines(title: str, counts: Counter[str]) -> Iterator[str]:
    """Say the counts of one run."""
    for what in ("country", "day", "bound"):
        asked, decided, right = (counts[f"{what} {word}"] for word in ("asked", "decided", "right"))
        more = ", ".join(
            f"{counts[f'{what} {word}']} {word}"
            for word in ("right to the day", "not excluded")
            if what != "country"
        )
        yield (
            f"{title}, {what}: {asked} asked, {decided} decided, {right} right: "
            f"{right / max(decided, 1):.3f} of decided, {right / max(asked, 1):.3f} of all"
            + (f"; {more}" if more else "")
        )


class Run(NamedTuple):
    """The reports and their keys, and how one run treats them."""

    texts: dict[str, str]
    keys: dict[str, Key]
    tools: Tools
    errors: bool


def measure(run: Run, title: str, write: Callable[[str], str]) -> None:
    """Code all reports in one writing, and print the figures."""
    plain: Counter[str] = Counter()
    told: Counter[str] = Counter()
    began = time.process_time()
    for name, key in run.keys.items():
        coded = code(write(run.texts[name]), name, run.tools)
        claims = coded[0] if coded else ()
        incident = incident_of(claims)
        plain += count(key, incident)
        if coded and key.last:
            day_told = msgspec.structs.replace(coded[1], published=key.last)
            by_then = incident_of(date_claims(claims, day_told))
            told += count(key._replace(countries=frozenset()), by_then)
        if run.errors and incident.country and incident.country not in key.countries:
            print(f"  {name}: {incident.country}, not {'/'.join(sorted(key.countries))}")
        if run.errors and incident.days and key.last:
            print(f"  {name}: {incident.days[0]} to {incident.days[1]}, key until {key.last}")
    print(*lines(title, plain), sep="\n")
    print(*list(lines(f"{title}, told the day", told))[1:], sep="\n")
    print(f"  {time.process_time() - began:.0f} s of processor time", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=BESIDE)
    parser.add_argument("--news", type=Path, default=NEWS, help="whose capitals are learned")
    parser.add_argument("--extractors", nargs="+", default=["rules", "model"])
    parser.add_argument("--writings", nargs="+", help="only those that hold one of these words")
    parser.add_argument("--errors", action="store_true", help="list what was wrong")
    args = parser.parse_args()
    if not (args.folder / "test.json").is_file():
        print(f"{args.folder}: MUC-4 is not there. Give the folder with test.json and keys/.")
        return 2
    rows = map(json.loads, (args.folder / "test.json").read_text("utf-8").splitlines())
    texts = {row["docid"]: row["doctext"] for row in rows}
    keys: dict[str, Key] = {}
    for file in KEYS:
        keys |= read_keys((args.folder / "keys" / file).read_text("latin-1"))
    print(f"{len(texts)} documents, {len(keys)} of them with one template")
    ways = [
        (title, write)
        for title, write in writings(args.news)
        if not args.writings or any(word in title for word in args.writings)
    ]
    for name in args.extractors:
        tools = load_tools(with_choices(Settings(), extractor=name, identify=True))
        for title, write in ways:
            measure(Run(texts, keys, tools, args.errors), f"{name}, {title}", write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
