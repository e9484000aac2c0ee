"""A record of any size, of which it is known which claims are of one happening.

In:   our invented reports with their claims (`quality/incidents_gold.py`, `quality/reports`)
Out:  as many reports with claims as are asked for, and for many claims the happening they are of

Method: the reports are one world of 113; each further world is a copy of it, at other days (by
whole weeks, so that "on Wednesday" stays true), in towns of another region (towns of 15,000 and
more of the gazetteer, those of one world near each other), with groups of the roster that are at
home there, and in other words: words outside of mentions, the 60 most frequent words, and a third
of those in mentions are exchanged among themselves, the same way in all reports of a world, so
that reports of one happening stay alike and those of other worlds do not. Triggers, times and small
numbers stay, other figures change. One report in eight has a copy in another paper. One place
name in five stays undecided. All worlds lie within three years and 21 countries, so that a larger
record is a denser one. A world is a function of its number and of nothing else.
Known faults: worlds are alike in their shape: happenings of one world have their like in each.
Names in a mention's text that are not those of its actor stay.
"""

import csv
import datetime as dt
import functools
import json
import os
import random
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from sayso.base.ids import claim_id
from sayso.base.nouns import (
    ROLES,
    Claim,
    Document,
    Media,
    Reading,
    Report,
    Sentence,
    Span,
    Where,
)
from sayso.detect import read
from sayso.detect.counts import bounds
from sayso.identify.names import identify
from sayso.identify.places_build import TOWN
from sayso.identify.places_gazetteer import gazetteer
from sayso.identify.times import date_claims
from sayso.pipeline import Coded
from sayso.score import read_annotated

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from quality import incidents_gold as gold  # noqa: E402  the folder is no package of ours

COUNTRIES = (
    "NGA", "SOM", "SDN", "MLI", "BFA", "NER", "COD", "ETH", "SYR", "IRQ", "AFG", "PAK", "YEM",
    "MMR", "UKR", "COL", "MEX", "LBY", "TCD", "MOZ", "HTI",
)  # fmt: skip
WEEKS = int(os.environ.get("GROWTH_WEEKS", "156"))  # three years, unless `--weeks` says more
COPIED = 0.125
UNDECIDED = 0.2
TOLD_OTHERWISE = 0.35  # of the words in mentions; others stay, as "soldiers" stands in every war
_TOWN = 15_000
_COMMON = 60  # most frequent words, exchanged among themselves: they are those of any text
_OWN_LINE = 9  # words that a paper sets below what it copies
_SEED = 20260501

replace = msgspec.structs.replace
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
_FIGURE = re.compile(r"[1-9][\d,]*\d")
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b")
# Capitals within sentences that are no name of somebody or somewhere in the invented world.
_REAL_WORDS = """
January February March April May June July August September October November December Jan Feb Aug
Sept Oct Monday Tuesday Wednesday Thursday Friday Saturday Sunday President Minister Prime General
Colonel Captain Major Governor Mayor Red Cross United Nations Security Council Doctors Without
Borders Islamist Christian Muslim Sunni Shia Sheikh Imam Bishop Father Mrs Miss Army Police
Ministry Foreign Defence Interior Health Court Supreme Movement Front North South East West
Northern Southern Eastern Western Government Forces Armed Three Two Several More Eight For Now
Fighters Militia Workers Women People Judge Emir Ambassador Corporal Secretary Official Office
"""
_REAL = frozenset(_REAL_WORDS.split())


class Base(NamedTuple):
    """A report of the first world.

    Attributes:
        pieces: stretches of its text that a world may exchange: start, end, the name or word.
        labels: claim id to its happening.
    """

    doc: Document
    claims: tuple[Claim, ...]
    sentences: tuple[Sentence, ...]
    pieces: tuple[tuple[int, int, str], ...]
    labels: dict[str, str]


class Made(NamedTuple):
    """A report, what it was coded to, and what its claims are of."""

    report: Report
    coded: Coded
    labels: dict[str, str]


class Town(NamedTuple):
    """A town of the gazetteer."""

    name: str
    geonameid: int
    lat: float
    lon: float
    admin1: str
    country: str


def world(number: int) -> Iterator[Made]:
    """The reports of one world."""
    draw = random.Random(_SEED * 1_000_003 + number)
    change = _Change(number, draw)
    for base in first().bases:
        made = change.report(base)
        yield made
        if draw.random() < COPIED:
            yield change.copy(made)


# --- the first world --------------------------------------------------------------------------


class First(NamedTuple):
    """The first world: its reports; its names of places and of actors, other words, other names."""

    bases: tuple[Base, ...]
    places: tuple[str, ...]
    actors: dict[str, str]
    words: tuple[str, ...]
    capitals: tuple[str, ...]


@functools.cache
def first() -> First:
    """The reports that are copied."""
    read_in: list[tuple[Document, tuple[Claim, ...], dict[str, str]]] = []
    for half in gold.HALVES:
        known = gold.read_half(half)
        read_in += [(doc, claims, known.happening) for doc, claims in known.reports]
    heads = _heads(ROOT / "quality" / "reports" / "docs.jsonl")
    for annotated in read_annotated(ROOT / "quality" / "reports"):
        day = heads[annotated.doc].get("date") or "2023-01-02"
        doc = Document(
            report_id=annotated.doc, text=annotated.text,
            outlet=heads[annotated.doc]["source_kind"],
            published=dt.date.fromisoformat(day), published_from="given", language="en",
        )  # fmt: skip
        claims = tuple(gold._claim(annotated, c, doc.outlet) for c in annotated.claims)
        read_in.append((doc, tuple(identify(date_claims(claims, doc), doc)), {}))
    everything = [claim for _, claims, _ in read_in for claim in claims]
    actors = _actor_names(everything)
    named = {n for c in everything for p in c.place for n in _NAME.findall(p.text)}
    places = tuple(sorted(named - actors.keys() - {"The", "A", "In", "At", "On", "Its", "Their"}))
    named = {w for doc, *_ in read_in for w in _CAPITAL.findall(doc.text)} - _REAL
    capitals = tuple(sorted(named - {*places, *actors}))
    names = {*places, *actors, *capitals}
    words = Counter(w.lower() for doc, _, _ in read_in for w in _WORD.findall(doc.text))
    common = {word for word, _ in words.most_common(_COMMON)}
    pattern = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in sorted(names, key=len)[::-1]))
    found = []
    for doc, claims, labels in read_in:
        pieces = [(m.start(), m.end(), m.group()) for m in pattern.finditer(doc.text)]
        taken = [range(start, end) for start, end, _ in pieces]
        taken += [range(s.start, s.end) for c in claims for s in (c.trigger, *c.number, *c.time)]
        told = [range(s.start, s.end) for c in claims for s in _spans(c)]
        for m in _WORD.finditer(doc.text):
            word = m.group().lower()
            if len(word) > 2 and not any(m.start() in r for r in taken):
                is_told = any(m.start() in r for r in told)
                sort = "=" if word in common else "~" if is_told else ""
                pieces.append((m.start(), m.end(), sort + word))
        pieces += {
            (n.start + m.start(), n.start + m.end(), f"#{m.group()}")
            for c in claims
            for n in c.number
            for m in _FIGURE.finditer(n.text)
        }
        own = {c.id: labels[c.id] for c in claims if c.id in labels}
        found.append(Base(doc, claims, read(doc).sentences, tuple(sorted(pieces)), own))
    every = {word for base in found for *_, word in base.pieces if word[0] != "#"}
    others = tuple(sorted(every - names))
    return First(tuple(found), places, actors, others, capitals)


def _heads(path: Path) -> dict[str, dict[str, str]]:
    lines = path.read_text("utf-8").splitlines()
    return {head["doc"]: head for head in map(json.loads, lines)}


def _actor_names(claims: Iterable[Claim]) -> dict[str, str]:
    """Names of actors that no roster has: name to id."""
    return {
        who.name: who.actor_id
        for c in claims
        for who in (*c.actor, *c.recipient, *c.source)
        if who.name and who.actor_id.startswith("new.")
    }


def _spans(claim: Claim) -> Iterator[Span]:
    yield claim.trigger
    for role in ROLES:
        yield from getattr(claim, role)


# --- another world ----------------------------------------------------------------------------


@functools.cache
def _towns() -> dict[str, tuple[Town, ...]]:
    g = gazetteer()
    found: dict[str, list[Town]] = {country: [] for country in COUNTRIES}
    for i in map(int, np.flatnonzero((g.kind == TOWN) & (g.pop >= _TOWN))):
        country = g.code(int(g.country[i]))
        if country in found:
            admin1 = g.name(int(g.admin1[i])) if g.admin1[i] >= 0 else ""
            at = float(g.lat[i]), float(g.lon[i])
            found[country].append(Town(g.name(i), int(g.id[i]), *at, admin1, country))
    return {country: tuple(towns) for country, towns in found.items()}


@functools.cache
def _groups() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {country: [] for country in COUNTRIES}
    text = (files("sayso.identify") / "roster" / "groups.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["country"] in found:
            found[row["country"]].append((row["id"], row["name"]))
    return {country: tuple(groups) for country, groups in found.items()}


class _Change:
    """What a world has in place of what the first has."""

    def __init__(self, number: int, draw: random.Random) -> None:
        self._number = number
        self._draw = draw
        self._days = dt.timedelta(weeks=draw.randrange(WEEKS))
        country = draw.choice(COUNTRIES)
        towns = _towns()[country]
        centre = draw.choice(towns)
        near = sorted(towns, key=lambda t: (t.lat - centre.lat) ** 2 + (t.lon - centre.lon) ** 2)
        names = list(first().places)
        draw.shuffle(names)
        self._town: dict[str, Town | None] = {}
        self._word: dict[str, str] = {}
        for at, name in enumerate(names):
            decided = draw.random() >= UNDECIDED
            town = near[at % len(near)]
            self._town[name] = town if decided else None
            self._word[name] = town.name if decided else f"{name}{_syllables(number)}"
        groups = list(_groups()[country])
        draw.shuffle(groups)
        self._actor: dict[str, tuple[str, str]] = {}
        for name, id_ in sorted(first().actors.items()):
            if groups and draw.random() < 0.6:
                new_id, new_name = groups.pop()
            else:
                new_name = f"{name}{_syllables(number)}"
                new_id = f"{id_}{_syllables(number)}"
            self._actor[id_] = new_id, new_name
            self._word[name] = new_name
        self._word |= {word: f"{word}{_syllables(number)}" for word in first().capitals}
        told = [word for word in first().words if word[0] == "~"]
        some = draw.sample(told, int(len(told) * TOLD_OTHERWISE))
        self._word |= {word: word[1:] for word in told}
        self._word |= {
            word: other[1:] for word, other in zip(some, some[1:] + some[:1], strict=True)
        }
        frequent = [word for word in first().words if word[0] == "="]
        others = [word for word in first().words if word[0] not in "~="]
        for old in (frequent, others):
            new = draw.sample(old, len(old))
            self._word |= {word: other.strip("=") for word, other in zip(old, new, strict=True)}
        self._country = country

    def report(self, base: Base) -> Made:
        """A report of this world."""
        text, moved = self._text(base)
        doc = base.doc
        id_ = f"{doc.report_id}-w{self._number}"
        outlet = f"{doc.outlet} {self._country}"
        title = text[: moved(len(doc.title))[0]] if doc.title else ""
        published = (doc.published or dt.date(2023, 1, 2)) + self._days
        new = Document(
            report_id=id_, text=text, title=title, outlet=outlet, published=published,
            published_from="given", language="en", origin=f"{id_}.txt", blocks=((0, len(text)),),
        )  # fmt: skip

        def span(old: Any, **more: Any) -> Any:
            start, end = moved(old.start)[0], moved(old.end)[1]
            return replace(old, start=start, end=end, text=text[start:end], **more)

        claims, labels = [], {}
        for old in base.claims:
            claim = self._claim(old, id_, outlet, span)
            claims.append(claim)
            if old.id in base.labels:
                labels[claim.id] = f"{self._number}:{base.labels[old.id]}"
        sentences = tuple(span(s) for s in base.sentences)
        return _made(new, tuple(claims), sentences, labels)

    def copy(self, made: Made) -> Made:
        """The same words in another paper, with a line of its own below."""
        doc = made.coded.document
        reading = made.coded.reading
        assert doc is not None
        assert reading is not None
        id_ = f"{doc.report_id}-copy"
        outlet = f"{self._draw.choice(('Morning', 'Evening', 'River', 'Hill'))} {self._country}"
        late = doc.published + dt.timedelta(days=self._draw.randrange(2))  # type: ignore[operator]
        words = self._draw.sample(first().words, _OWN_LINE)
        more = f"\n\n{' '.join(word.strip('~=') for word in words).capitalize()}."
        text = doc.text + more
        end = len(doc.text)
        blocks = ((0, end), (end + 2, len(text)))
        new = replace(doc, report_id=id_, text=text, outlet=outlet, published=late,
                      origin=f"{id_}.txt", blocks=blocks)  # fmt: skip
        last = Sentence(start=end + 2, end=len(text), text=more.strip())
        claims, labels = [], {}
        for old in made.coded.claims:
            t = old.trigger
            claim = replace(old, id=claim_id(id_, old.kind, old.type, t.start, t.end), doc=id_,
                            outlet=outlet)  # fmt: skip
            claims.append(claim)
            if old.id in made.labels:
                labels[claim.id] = made.labels[old.id]
        return _made(new, tuple(claims), (*reading.sentences, last), labels)

    def _text(self, base: Base) -> tuple[str, Any]:
        """The text of this world; and from an old offset to the new, as a start and as an end."""
        parts: list[str] = []
        olds, news, ends = [0], [0], [0]
        old_at = at = 0
        for start, end, word in base.pieces:
            parts.append(base.doc.text[old_at:start])
            at += start - old_at
            new = self._figure(word) if word[0] == "#" else self._word.get(word, word)
            if base.doc.text[start].isupper():
                new = new[0].upper() + new[1:]
            parts.append(new)
            olds += [start, end]
            news += [at, at + len(new)]
            ends += [1, 0]  # an offset within the piece
            at += len(new)
            old_at = end
        parts.append(base.doc.text[old_at:])

        def moved(offset: int) -> tuple[int, int]:
            i = bisect_right(olds, offset) - 1
            if ends[i] and offset > olds[i]:
                return news[i], news[i + 1]
            return news[i] + offset - olds[i], news[i] + offset - olds[i]

        return "".join(parts), moved

    def _figure(self, word: str) -> str:
        """A count of this world: up to half as many more, the same for the same figure."""
        n = int(word[1:].replace(",", ""))
        n += random.Random(f"{self._number} {n}").randrange(n // 2 + 1)
        return f"{n:,}" if "," in word else str(n)

    def _count(self, old: Any, span: Any) -> Any:
        new = span(old)
        if new.text == old.text:
            return new
        low, high = bounds(new.text)
        return replace(new, low=low, high=high)

    def _claim(self, old: Claim, id_: str, outlet: str, span: Any) -> Claim:
        trigger = span(old.trigger)
        places = tuple(self._place(p, span) for p in old.place)
        known = next((p for p in places if p.geonameid is not None), None)
        where = old.where and self._where(old.where)
        if known is not None:
            where = Where(
                name=known.name, geonameid=known.geonameid, lat=known.lat, lon=known.lon,
                admin1=known.admin1, country=known.country, precision="place", basis="role",
            )  # fmt: skip
        return replace(
            old,
            id=claim_id(id_, old.kind, old.type, trigger.start, trigger.end),
            doc=id_,
            trigger=trigger,
            evidence=span(old.evidence),
            actor=tuple(self._who(a, span) for a in old.actor),
            recipient=tuple(self._who(a, span) for a in old.recipient),
            source=tuple(self._who(a, span) for a in old.source),
            place=places,
            time=tuple(span(t, **self._later(t)) for t in old.time),
            instrument=tuple(span(i) for i in old.instrument),
            number=tuple(self._count(n, span) for n in old.number),
            outlet=outlet,
            when=old.when and replace(old.when, **self._later(old.when)),
            where=where,
            made_by="sayso growth",
        )

    def _later(self, time: Any) -> dict[str, Any]:
        return {
            "earliest": time.earliest and time.earliest + self._days,
            "latest": time.latest and time.latest + self._days,
        }

    def _who(self, old: Any, span: Any) -> Any:
        more: dict[str, Any] = {"candidates": ()} if hasattr(old, "candidates") else {}
        if old.actor_id in self._actor:
            more["actor_id"], more["name"] = self._actor[old.actor_id]
        return span(old, **more)

    def _place(self, old: Any, span: Any) -> Any:
        named = next((n for n in _NAME.findall(old.text) if self._town.get(n)), None)
        if named is None:
            return span(old, name="", geonameid=None, lat=None, lon=None, admin1="", country="",
                        precision="", candidates=())  # fmt: skip
        town = self._town[named]
        assert town is not None
        return span(old, **town._asdict(), precision="place", candidates=())

    def _where(self, old: Where) -> Where | None:
        town = self._town.get(old.name)
        return replace(old, **town._asdict(), precision="place") if town else None


def _syllables(number: int) -> str:
    """An ending of its own for the names of a world: four letters."""
    low, high = number % 70, number // 70 % 70
    return "".join("bdfgklmnprstvz"[n // 5] + "aeiou"[n % 5] for n in (low, high))


def _made(
    doc: Document,
    claims: tuple[Claim, ...],
    sentences: tuple[Sentence, ...],
    labels: dict[str, str],
) -> Made:
    report = Report(
        report_id=doc.report_id, content=doc.text.encode(), media=Media.TEXT, origin=doc.origin,
        title=doc.title, outlet=doc.outlet, published=doc.published, published_from="given",
    )  # fmt: skip
    coded = Coded(document=doc, reading=Reading(sentences=sentences), claims=claims)
    return Made(report, coded, labels)
