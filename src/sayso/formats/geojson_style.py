"""A style for QGIS: colour by type, size by deaths, time by day.

In:   the types that occur
Out:  the bytes of a `.qml` file

Method: a categorized renderer with one round marker a type. The size is an expression over
`killed_best`; a dispute has a dashed rim, what is denied, planned or supposed is drawn pale. The
temporal controller of QGIS goes by `day_from` and `day_to`.
Known faults: written after files that QGIS 3 saved; no QGIS reads it in the tests.
"""

from collections.abc import Sequence

from lxml import etree

# Colours that people who see few colours tell apart (Okabe and Ito's eight, and two greys), for
# kinds of events: those that harm warm, those that help cool, words grey.
_COLOURS = {
    "ASSAULT": "213,94,0",
    "COERCE": "230,159,0",
    "MOBILIZE": "204,121,167",
    "PROTEST": "240,228,66",
    "SANCTION": "230,159,0",
    "THREATEN": "204,121,167",
    "AID": "0,158,115",
    "COOPERATE": "0,158,115",
    "RETREAT": "86,180,233",
    "CONCEDE": "86,180,233",
    "AGREE": "0,114,178",
    "SUPPORT": "0,114,178",
}
_OTHER = "120,120,120"

# Area, not width, tells the number: the root. From 2 mm (nobody, or nobody told) to 10 mm (200).
_SIZE = '2 + 8 * sqrt(min(coalesce("killed_best", 0), 200) / 200.0)'
_PALE = "if(\"status\" in ('asserted', 'disputed'), 85, 35)"
_RIM = "if(\"disputed\" is null, 'solid', 'dash')"


def style(types: Sequence[str]) -> bytes:
    """A style file.

    Args:
        types: event types, each a category; anything else is grey.
    """
    qgis = etree.Element("qgis", version="3.28.0", styleCategories="Symbology|Temporal")
    temporal = etree.SubElement(
        qgis, "temporal", enabled="1", mode="2", startField="day_from", endField="day_to",
        limitMode="1", accumulate="0", durationField="", durationUnit="days", fixedDuration="0",
        startExpression="", endExpression="",
    )  # fmt: skip
    fixed = etree.SubElement(temporal, "fixedRange")
    etree.SubElement(fixed, "start")
    etree.SubElement(fixed, "end")
    renderer = etree.SubElement(
        qgis, "renderer-v2", type="categorizedSymbol", attr="type", symbollevels="0",
        enableorderby="0", forceraster="0",
    )  # fmt: skip
    categories = etree.SubElement(renderer, "categories")
    symbols = etree.SubElement(renderer, "symbols")
    for n, name in enumerate([*types, ""]):
        label = name or "other"
        etree.SubElement(
            categories, "category", symbol=str(n), value=name, label=label, render="true"
        )
        _symbol(symbols, str(n), _COLOURS.get(name, _OTHER))
    # Not a map tip of HTML: titles are words of reports.
    etree.SubElement(qgis, "previewExpression").text = '"title"'
    etree.SubElement(qgis, "layerGeometryType").text = "0"
    found: bytes = etree.tostring(
        qgis, pretty_print=True, encoding="UTF-8",
        doctype="<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>",
    )  # fmt: skip
    return found


def _symbol(symbols: etree._Element, name: str, colour: str) -> None:
    symbol = etree.SubElement(
        symbols, "symbol", type="marker", name=name, alpha="1", clip_to_extent="1", force_rhr="0"
    )
    layer = etree.SubElement(
        symbol, "layer", {"class": "SimpleMarker", "pass": "0", "enabled": "1", "locked": "0"}
    )
    options = etree.SubElement(layer, "Option", type="Map")
    for key, value in (
        ("name", "circle"), ("color", f"{colour},217"), ("outline_color", "35,35,35,255"),
        ("outline_width", "0.2"), ("outline_width_unit", "MM"), ("size", "2"), ("size_unit", "MM"),
    ):  # fmt: skip
        etree.SubElement(options, "Option", name=key, value=value, type="QString")
    defined = etree.SubElement(layer, "data_defined_properties")
    outer = etree.SubElement(defined, "Option", type="Map")
    etree.SubElement(outer, "Option", name="name", value="", type="QString")
    inner = etree.SubElement(outer, "Option", name="properties", type="Map")
    for key, expression in (("size", _SIZE), ("outlineStyle", _RIM)):
        _expression(inner, key, expression)
    etree.SubElement(outer, "Option", name="type", value="collection", type="QString")
    outer = etree.SubElement(
        etree.SubElement(symbol, "data_defined_properties"), "Option", type="Map"
    )
    etree.SubElement(outer, "Option", name="name", value="", type="QString")
    _expression(etree.SubElement(outer, "Option", name="properties", type="Map"), "alpha", _PALE)
    etree.SubElement(outer, "Option", name="type", value="collection", type="QString")


def _expression(properties: etree._Element, key: str, expression: str) -> None:
    one = etree.SubElement(properties, "Option", name=key, type="Map")
    etree.SubElement(one, "Option", name="active", value="true", type="bool")
    etree.SubElement(one, "Option", name="expression", value=expression, type="QString")
    etree.SubElement(one, "Option", name="type", value="3", type="int")  # an expression
