"""Which formats there are, in the order in which help shows them.

In:   nothing
Out:  `FORMATS`: name to `Format`

Known faults: none known.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sayso.formats.source import Source
    from sayso.formats.written import Written


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that one format has, given as `--set NAME=VALUE`.

    Attributes:
        values: what is permitted; empty for any text.
        default: what holds where nothing is given.
        help: one line for people.
    """

    values: tuple[str, ...]
    default: str
    help: str


@dataclass(frozen=True, slots=True)
class Format:
    """A format, and what its subcommand says.

    Attributes:
        name: as the command has it.
        module: below `sayso.formats`; it has `write(source, target) -> Written`.
        what: one line: what is written, for whom.
        ending: of the file, with its dot; "" for a folder.
        example: of a path in help.
        extra: of pip, where it needs more than sayso does; "" for none.
        choices: what may be set.
        id_: it takes the id of one thing (`--id`), and nothing else without.
    """

    name: str
    module: str
    what: str
    ending: str
    example: str
    extra: str = ""
    choices: tuple[tuple[str, Choice], ...] = ()
    id_: bool = False

    @property
    def write(self) -> "Callable[[Source, Path], Written]":
        """The function that writes it; its module is loaded now."""
        found: Callable[[Source, Path], Written] = import_module(
            f"sayso.formats.{self.module}"
        ).write
        return found


_DAYS_HELP = "where no day is told: leave out, or take the first report's"
_TOLD = ("days", Choice(("told", "report"), "told", _DAYS_HELP))
_OR_REPORT = ("days", Choice(("told", "report"), "report", _DAYS_HELP))
_ASSAULT = (
    "assault",
    Choice(
        ("leave", "180", "190"),
        "leave",
        "CAMEO's code of an ASSAULT without a mode whose sides are not sure, or leave it out",
    ),
)
_RULE = (
    "rule",
    Choice(("record", "ged", "median", "max", "min", "latest"), "record", "how the best is chosen"),
)

_ALL: tuple[Format, ...] = (
    Format(
        "geojson",
        "geojson",
        "Incidents for maps: GeoJSON with a style for QGIS.",
        "",
        "map/",
    ),
    Format(
        "tables",
        "tables",
        "Tables as Parquet, CSV for spreadsheets and Arrow, with a data package.",
        "",
        "tables/",
    ),
    Format(
        "xlsx",
        "xlsx",
        "Claims for reviewers: a spreadsheet that `sayso import` takes back.",
        ".xlsx",
        "review.xlsx",
        extra="xlsx",
    ),
    Format(
        "ftm",
        "ftm",
        "FollowTheMoney entities, or statements with their reports, as JSON lines.",
        ".json",
        "entities.ftm.json",
        choices=(
            (
                "as",
                Choice(("entities", "statements"), "entities", "One line an entity, or a value."),
            ),
        ),
    ),
    Format(
        "ged",
        "ged",
        "Events with deaths, as UCDP's GED has them: CSV, 49 columns.",
        ".csv",
        "ged.csv",
        choices=(
            _RULE,
            ("deaths", Choice(("told", "any"), "told", "events with deaths only, or all")),
            _TOLD,
        ),
    ),
    Format(
        "acled",
        "acled",
        "Events as ACLED has them: CSV, 31 columns.",
        ".csv",
        "acled.csv",
        choices=(_RULE, _TOLD),
    ),
    Format(
        "plover",
        "plover",
        "Events as PLOVER's manual has them: JSON lines.",
        ".jsonl",
        "plover.jsonl",
        choices=(
            ("modes", Choice(("2.0", "2021", "2016"), "2.0", "whose names types and modes bear")),
            _RULE,
            _TOLD,
        ),
    ),
    Format(
        "polecat",
        "polecat",
        "Events as POLECAT's weekly files have them: 40 columns, a file for each week.",
        "",
        "polecat/",
        choices=(_OR_REPORT,),
    ),
    Format(
        "gdelt",
        "gdelt",
        "Events and mentions as GDELT 2.0 has them: 61 and 16 columns.",
        "",
        "gdelt/",
        choices=(_ASSAULT, _OR_REPORT),
    ),
    Format(
        "phoenix",
        "phoenix",
        "Events as Phoenix has them: 26 columns without a header.",
        ".txt",
        "events.phoenix.txt",
        choices=(_ASSAULT, _OR_REPORT),
    ),
    Format(
        "gexf",
        "gexf",
        "The network of relations in time, for Gephi.",
        ".gexf",
        "network.gexf",
    ),
    Format(
        "graphml",
        "graphml",
        "The network of relations, for yEd, Cytoscape and igraph.",
        ".graphml",
        "network.graphml",
    ),
    Format(
        "quickstatements",
        "quickstatements",
        "Relations as QuickStatements for Wikidata, where both sides are known items.",
        ".txt",
        "statements.txt",
        choices=(("ids", Choice((), "", "CSV of actors with their Wikidata ids.")),),
    ),
    Format(
        "timemap",
        "timemap",
        "Events, associations and sources for Forensic Architecture's timemap.",
        "",
        "timemap/",
        choices=(
            (
                "days",
                Choice(("told", "first"), "told", "Spans of days: leave out, or at the first."),
            ),
        ),
    ),
    Format(
        "kml",
        "kml",
        "Incidents for Google Earth, with their days.",
        ".kml",
        "incidents.kml",
    ),
    Format(
        "annotations",
        "annotations",
        "Claims as W3C web annotations on the sentences of reports.",
        ".jsonld",
        "annotations.jsonld",
    ),
    Format(
        "prov",
        "prov",
        "How one incident came about, as RDF after PROV-O.",
        ".ttl",
        "incident.ttl",
        id_=True,
    ),
)

FORMATS: dict[str, Format] = {one.name: one for one in _ALL}
