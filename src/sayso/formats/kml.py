"""KML: incidents for Google Earth and for phones, with their days.

In:   a `Source`
Out:  one KML file, version 2.2

Method: a folder for each status, a placemark for each incident, with a TimeStamp or a TimeSpan. A
pin is set only where the place itself is known; other placemarks have no geometry and stand in a
folder that says how much is known. Icons are drawn by the reader: the style is a colour for what
took place, disputed or not, and a pale one for what did not.
Known faults: readers without a time slider show all days at once.
"""

from pathlib import Path
from typing import Any

from lxml import etree

from sayso.base.joined import Incident
from sayso.formats.geojson import properties
from sayso.formats.plain import HAPPENED, iso, point, title, why_no_point, xml_text
from sayso.formats.source import Source
from sayso.formats.written import Written

_NS = "http://www.opengis.net/kml/2.2"

# Colours are alpha, blue, green, red: orange, yellow and grey that people who see few colours tell
# apart; the pale one is what did not take place.
_STYLES = {"asserted": "ff005ed5", "disputed": "ff42e4f0", "other": "80787878"}


def write(source: Source, target: Path) -> Written:
    """Write the file.

    Args:
        source: what to write.
        target: a file that is not there yet.

    Returns:
        Placemarks, and how many have no pin for which reason.
    """
    written = Written()
    root = etree.Element("kml", nsmap={None: _NS})
    document = etree.SubElement(root, "Document")
    _text(document, "name", source.title or "A conflict record")
    for name, colour in _STYLES.items():
        style = etree.SubElement(document, "Style", id=name)
        icon = etree.SubElement(style, "IconStyle")
        _text(icon, "color", colour)
        _text(etree.SubElement(style, "BalloonStyle"), "text", "$[description]")
    folders: dict[str, Any] = {}
    for case in source.incidents():
        incident = case.incident
        at = point(incident)
        group = incident.status if at else f"{incident.status}: {why_no_point(incident)}"
        if group not in folders:
            folders[group] = etree.Element("Folder")
            _text(folders[group], "name", group)
            _text(folders[group], "open", "0")
        written.rows["placemarks"] += 1
        if at is None:
            written.lost[f"{why_no_point(incident)}: no pin"] += 1
        placemark = etree.SubElement(folders[group], "Placemark", id=incident.id)
        _fill(placemark, incident, properties(case, source.facts), at)
    for group in sorted(folders):
        document.append(folders[group])
    target.write_bytes(
        etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    )
    return written


def _fill(
    placemark: Any, incident: Incident, told: dict[str, Any], at: tuple[float, float] | None
) -> None:
    """In the order that the schema of KML has: name, description, time, style, data, geometry."""
    _text(placemark, "name", title(incident))
    lines = [f"{name}: {told[name]}" for name in ("voices", "reports", "disputed") if told[name]]
    _text(placemark, "description", _escaped("\n".join([title(incident), *lines])))
    first, last = iso(incident.day_from), iso(incident.day_to)
    if first and first == last:
        _text(etree.SubElement(placemark, "TimeStamp"), "when", first)
    elif first or last:
        span = etree.SubElement(placemark, "TimeSpan")
        for tag, day in (("begin", first), ("end", last)):
            if day:
                _text(span, tag, day)
    style = incident.status if incident.status in HAPPENED else "other"
    _text(placemark, "styleUrl", f"#{style}")
    data = etree.SubElement(placemark, "ExtendedData")
    for name, value in told.items():
        if value is not None:
            _text(etree.SubElement(data, "Data", name=name), "value", str(value))
    if at is not None:
        _text(etree.SubElement(placemark, "Point"), "coordinates", f"{at[0]},{at[1]}")


def _escaped(text: str) -> str:
    """Readers show a description as HTML; words of reports must stay words."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


def _text(parent: Any, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = xml_text(text)
