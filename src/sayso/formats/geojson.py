"""GeoJSON: incidents on a map, with a style for QGIS beside them.

In:   a `Source`
Out:  a folder: `incidents.geojson` (RFC 7946), `incidents.qml`, `README.txt`

Method: one feature for each incident, a line each. A point is given only where the place itself is
known; what is known to a district, a province or a country is a feature without geometry that
says so, so that no map shows a dot in the middle of a country where nothing happened. QGIS takes
the style by its name. Denied and planned happenings are features too, with their status.
Known faults: readers that do not know features without geometry (RFC 7946, 3.2) may refuse them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sayso.base.joined import Incident
from sayso.formats.geojson_style import style
from sayso.formats.plain import (
    HAPPENED,
    estimate,
    iso,
    json_bytes,
    names,
    point,
    report_words,
    title,
    voices,
    why_no_point,
)
from sayso.formats.source import Case, Source
from sayso.formats.written import Written
from sayso.record.release.columns import COUNTED, SEPARATOR
from sayso.record.release.units import ReportFacts

_README = """Incidents of a conflict record, written by sayso.

incidents.geojson  one feature for each incident; open it in QGIS, geojson.io or any map library
incidents.qml      colours by type, size by deaths, time by day; QGIS takes it by its name

A feature has a point only where the place itself is known. Where no more than a district, a
province or a country is told, the geometry is null and `geo_precision` says how much is known:
QGIS shows these in the table, not on the map. To count by region, use `admin1` and `country`.

`status` tells what took place by somebody's word (asserted, disputed) from what is denied,
planned or supposed (negated, future, hypothetical): filter by it before you count.
`reports` names the reports, `voices` who says so. Nothing here says what is true.
"""


def write(source: Source, target: Path) -> Written:
    """Write the three files.

    Args:
        source: what to write.
        target: an empty folder.

    Returns:
        Features, and how many have no point for which reason.
    """
    written = Written()
    types: dict[str, None] = {}
    with (target / "incidents.geojson").open("wb") as out:
        name = json_bytes(source.title or "A conflict record")
        out.write(b'{"type":"FeatureCollection","name":' + name + b',"features":[')
        for n, feature in enumerate(_features(source, written)):
            types[feature["properties"]["type"]] = None
            out.write((b",\n" if n else b"\n") + json_bytes(feature))
        out.write(b"\n]}\n")
    (target / "incidents.qml").write_bytes(style(sorted(types)))
    (target / "README.txt").write_text(_README, encoding="utf-8")
    return written


def _features(source: Source, written: Written) -> Iterator[dict[str, Any]]:
    for case in source.incidents():
        at = point(case.incident)
        written.rows["incidents"] += 1
        if at is None:
            written.lost[f"{why_no_point(case.incident)}: no point"] += 1
        if case.incident.status not in HAPPENED:
            written.rows[f"of them {case.incident.status}"] += 1
        yield {
            "type": "Feature",
            "id": case.incident.id,
            "geometry": {"type": "Point", "coordinates": list(at)} if at else None,
            "properties": properties(case, source.facts),
        }


def properties(case: Case, facts: dict[str, ReportFacts]) -> dict[str, Any]:
    """What is told of an incident, flat; null where nothing is, so that types stay the same.

    Args:
        case: the incident.
        facts: of reports, by id.
    """
    incident = case.incident
    reports = [facts.get(id_, ReportFacts(id=id_)) for id_ in incident.reports]
    found: dict[str, Any] = {
        "id": incident.id,
        "title": title(incident),
        "type": incident.type,
        "mode": incident.mode or None,
        "status": incident.status,
        "day_from": iso(incident.day_from) or None,
        "day_to": iso(incident.day_to) or None,
        "day_precision": incident.day_precision,
        "day_basis": incident.day_basis or None,
        "place": incident.place or None,
        "admin1": incident.admin1 or None,
        "country": incident.country or None,
        "geonameid": incident.geonameid,
        "geo_precision": incident.geo_precision or None,
        "geo_basis": incident.geo_basis or None,
        "actor": _cell(names(incident, "actor")),
        "recipient": _cell(names(incident, "recipient")),
        "instrument": _cell(names(incident, "instrument")),
    }
    found |= _numbers(incident)
    return found | {
        "disputed": _cell(incident.disputed),
        "n_claims": len(incident.claims),
        "n_reports": len(incident.reports),
        "n_voices": len(incident.tellers),
        "voices": _cell(voices(incident)),
        "reports": _cell(report_words(one) for one in reports),
        "urls": _cell(dict.fromkeys(one.url for one in reports if one.url)),
    }


def _numbers(incident: Incident) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for what in COUNTED:
        one = estimate(incident, what)
        for bound in ("best", "low", "high"):
            found[f"{what}_{bound}"] = getattr(one, bound) if one else None
    return found


def _cell(values: Any) -> str | None:
    return SEPARATOR.join(values) or None
