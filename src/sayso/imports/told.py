"""What one row of a table tells, the same for all tables.

In:   nothing; the readers fill it
Out:  `Told`: frozen; or `Unfit`: why a row tells nothing that can be kept

Method: a value that the table leaves open is "", None or (). Names stand as the table has them.
Known faults: none known.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from sayso.base.nouns import Basis, Noun, Precision

Table = Literal["acled", "ged", "polecat"]

OUTLETS: dict[Table, str] = {"acled": "ACLED", "ged": "UCDP GED", "polecat": "POLECAT"}


class Named(Noun, kw_only=True, frozen=True):
    """Somebody as the table names them.

    Attributes:
        text: the name as given.
        code: PLOVER country and sector, where the table gives them; "" otherwise.
        own: the table's own code, for people ("inter 2", "UCDP actor 303"), "" when none.
    """

    text: str
    code: str = ""
    own: str = ""


class Told(Noun, kw_only=True, frozen=True):
    """One row that tells of a happening.

    Attributes:
        event: the table's id of the row.
        kind_words: the table's own words for what happened; they become the trigger.
        type, mode: of the ontology; mode "" where the table's word fits none.
        actor, recipient: who, as the mapping reads the table's columns.
        others: who has a part in it that is neither, as the table has it.
        place: the finest name; `precision` as `Where.precision`; coordinates only where they
            are a point of the place (not of a country or a region).
        country: ISO 3166 alpha-3, "" where the table's name is not known.
        low, high: bounds of the dead; None where the table does not tell them.
        best: the table's own figure within these bounds.
        voices: who says so, innermost first, without the table itself.
        notes: what coders or sources wrote of it, "" where the table has no text.
        cells: further (name, value) that a reader of the row should see.
        left_open: what the row tells and the claim does not, by the codes of `LEFT_OPEN`.
    """

    table: Table
    event: str
    kind_words: str
    type: str
    mode: str = ""
    actor: tuple[Named, ...] = ()
    recipient: tuple[Named, ...] = ()
    others: tuple[Named, ...] = ()
    day_words: str = ""
    day_from: dt.date | None = None
    day_to: dt.date | None = None
    day_precision: Precision | None = None
    day_basis: Basis = "stated"
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    geonameid: int | None = None
    admin1: str = ""
    country: str = ""
    country_words: str = ""
    low: int | None = None
    high: int | None = None
    best: int | None = None
    voices: tuple[str, ...] = ()
    published: dt.date | None = None
    url: str = ""
    notes: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    left_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfit:
    """A row that is left out. `reason` is a short stable code, `detail` for people."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as received.

    Attributes:
        number: of the line on which it begins, from 1.
        raw: its bytes, without the end of the line.
        cells: by column; `Unfit` where it could not be divided into the table's columns.
    """

    number: int
    raw: bytes
    cells: dict[str, str] = field(default_factory=dict)
    unfit: Unfit | None = None


# What the reasons mean, for the account of a run and for the page.
REASONS = {
    "not_in_columns": "the row has another number of cells than the head",
    "row_too_long": "a quotation mark is open for too long",
    "no_event_id": "the row has no id, so a correction of it could not be known",
    "same_row_twice": "the row stands in the table twice",
    "same_id_twice": "another row of the table has this id",
    "type_undecided": "no type of the codebook fits the table's",
    "type_unknown": "the table has a type that the mapping does not list",
    "no_day": "the day cannot be read",
    "number_unreadable": "a cell that should hold a number does not",
    "days_reversed": "the first day is after the last",
}

# What is left open in a row that is kept, for the account of a run and for the page.
LEFT_OPEN = {
    "mode_open": "the type fits, and no mode of the codebook does",
    "bounds_reversed": "the low figure is above the high one, so neither is taken",
    "country_unknown": "the roster does not know the table's name of the country",
    "precision_unknown": "the table's code of how precise the place is, is none that we know",
    "actor_open": "the roster does not surely have the name; it stands as given",
}
