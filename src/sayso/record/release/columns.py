"""The tables of a release: each column's name, type, meaning and what it must hold.

In:   nothing
Out:  `SHEETS`: what tables, Parquet schemas, the data package and the codebook are made from

Known faults: lists in one cell are joined with "; ", so that a name that itself contains "; "
cannot be told apart; keys and ids never contain it.
"""

from typing import Literal, get_args

import msgspec

from sayso.base.nouns import What
from sayso.tables import FLAT_COLUMNS

ColumnType = Literal["string", "integer", "number", "boolean", "date"]
SEPARATOR = "; "
COUNTED: tuple[str, ...] = tuple(what for what in get_args(What) if what != "other")


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column.

    Attributes:
        refers: "incidents.id" where its values stand there.
        allowed: all values that it may hold, () for any.
    """

    name: str
    type: ColumnType
    about: str
    required: bool = False
    refers: str = ""
    allowed: tuple[str, ...] = ()


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One table. `key` names the columns that tell its rows apart."""

    name: str
    title: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parquet: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its columns."""
        return tuple(column.name for column in self.columns)


def _c(name: str, type_: ColumnType, about: str, **more: object) -> Column:
    return msgspec.convert({"name": name, "type": type_, "about": about, **more}, Column)


_WITHHELD = _c(
    "withheld", "string", "What a do-no-harm rule withholds of this row, else empty: `harm.csv`."
)
_PLACE = (
    _c("place", "string", "Best supported place, empty where undecided."),
    _c("geonameid", "integer", "GeoNames id of the place."),
    _c("lat", "number", "Latitude, WGS 84, degrees."),
    _c("lon", "number", "Longitude, WGS 84, degrees."),
    _c("admin1", "string", "Province or state."),
    _c("country", "string", "ISO 3166 alpha-3 code."),
    _c("place_precision", "string", "place, admin2, admin1, country or region."),
    _c("place_basis", "string", "Whence the place is known: role, sentence or report."),
)
_DAYS = (
    _c("day_from", "date", "Earliest day that the best supported telling allows."),
    _c("day_to", "date", "Latest day; both ends are included."),
    _c("day_precision", "string", "day, week, month, season, year, decade or span."),
    _c("day_basis", "string", "stated, relative (to the report's day) or report_date."),
)
_ESTIMATES = tuple(
    _c(
        f"{what}_{bound}",
        "integer",
        f"{words} number of {what} by the rule of estimates; empty where nobody tells it.",
    )
    for what in COUNTED
    for bound, words in (("best", "Best"), ("low", "Lowest"), ("high", "Highest"))
)

INCIDENTS = Sheet(
    name="incidents",
    title="Incidents",
    about="One row for each happening, with what is best supported. What else is told, and by "
    "whom, is in `told`.",
    key=("id",),
    columns=(
        _c("id", "string", "Public id; it never changes. If it goes, `aliases` says what became "
           "of it.", required=True),
        _c("type", "string", "Event type of the codebook.", required=True),
        _c("mode", "string", "Way in which it was done."),
        _c("status", "string", "asserted, disputed (some deny it), negated, future or "
           "hypothetical.", required=True,
           allowed=("asserted", "disputed", "negated", "future", "hypothetical")),
        *_DAYS,
        *_PLACE,
        _c("actor", "string", "Who did it, as told, best supported first."),
        _c("actor_key", "string", "Their keys, in step: ids of the roster, or `name:` and the "
           "name."),
        _c("recipient", "string", "To whom it was done."),
        _c("recipient_key", "string", "Their keys, in step."),
        _c("instrument", "string", "With what."),
        *_ESTIMATES,
        _c("estimate_rule", "string", "Name of the rule by which the numbers were chosen."),
        _c("disputed", "string", "Fields in which independent voices contradict each other."),
        _c("n_claims", "integer", "Claims that tell it.", required=True),
        _c("n_reports", "integer", "Reports that they stand in, copies among them.",
           required=True),
        _c("n_tellers", "integer", "Independent voices; a copied story counts once.",
           required=True),
        _c("claims", "string", "Ids of the claims."),
        _WITHHELD,
    ),
)  # fmt: skip

# Of a claim's flat columns a release leaves out the file name on the coder's disk, and what
# stands once for each report in `reports`.
_OF_REPORT = frozenset(("origin", "title", "published", "url"))
_FLAT_TYPES: dict[str, ColumnType] = {
    "string": "string",
    "date32": "date",
    "int64": "integer",
    "double": "number",
    "bool": "boolean",
}
CLAIM_ABOUT = {
    "id": "Public id: hash of report, kind, type and trigger; it does not change with the model.",
    "kind": "event or relation.",
    "type": "Type of the codebook.",
    "mode": "Mode of the codebook.",
    "actor": "Words of the report for who acts.",
    "trigger": "The words that say what happened.",
    "recipient": "Words for whom it is done to.",
    "place": "Words for the place.",
    "time": "Words for the time.",
    "from": "Earliest day that the words allow.",
    "to": "Latest day.",
    "date_precision": "day, week, month, season, year, decade or span.",
    "date_basis": "stated, relative or report_date.",
    "number": "Words for numbers.",
    "number_what": "What they count.",
    "number_low": "Lower bounds, in step.",
    "number_high": "Upper bounds, in step; empty where open.",
    "instrument": "Words for the instrument.",
    "source": "Words for who says so, the innermost speaker first.",
    "outlet": "Who published the report.",
    "status": "asserted, negated, future or hypothetical.",
    "hedged": "The report itself marks doubt.",
    "score": "Confidence of the machine, 0 to 1.",
    "evidence": "The sentence, word for word.",
    "actor_name": "Names where the words do not say them, in step with `actor`.",
    "actor_id": "Ids of the roster, in step.",
    "recipient_name": "Names, in step with `recipient`.",
    "recipient_id": "Ids of the roster, in step.",
    "source_name": "Names, in step with `source`.",
    "source_id": "Ids of the roster, in step.",
    "where_name": "Name of the place on the map.",
    "geonameid": "GeoNames id.",
    "lat": "Latitude, WGS 84, degrees.",
    "lon": "Longitude, WGS 84, degrees.",
    "admin1": "Province or state.",
    "country": "ISO 3166 alpha-3 code.",
    "place_precision": "place, admin2, admin1, country or region.",
    "place_basis": "role, sentence or report.",
    "doc": "Id of the report.",
    "made_by": "Version and model that drew the claim.",
}
_OFFSETS = (
    "Where the words stand: first and last code point, the last excluded, in the "
    "report's text (`reports.text_sha256`)."
)
CLAIM_FLAT: tuple[str, ...] = tuple(n for n, _, _ in FLAT_COLUMNS if n not in _OF_REPORT)

CLAIMS = Sheet(
    name="claims",
    title="Claims",
    about="One row for each claim: one assertion, in one sentence of one report, by a named "
    "voice. `docs/claims.md` of sayso explains the columns at length.",
    key=("id",),
    columns=(
        *(
            _c(
                name,
                _FLAT_TYPES[kind],
                CLAIM_ABOUT.get(name, _OFFSETS),
                required=name in ("id", "kind", "type", "doc"),
                refers="reports.id" if name == "doc" else "",
                allowed=("event", "relation") if name == "kind" else (),
            )
            for name, kind, _ in FLAT_COLUMNS
            if name in CLAIM_FLAT
        ),
        _c("incident", "string", "The incident that it tells of.", refers="incidents.id"),
        _c("relation", "string", "Ids of the relations that it tells of."),
        _c("state", "string", "coded (by the machine alone), accepted, edited or added by a "
           "person.", allowed=("coded", "accepted", "edited", "added")),
        _WITHHELD,
    ),
)  # fmt: skip

RELATIONS = Sheet(
    name="relations",
    title="Relations over time",
    about="One row for each phase of a relation between two actors, or an actor and a place. "
    "What lies between two phases is unknown.",
    key=("id", "phase"),
    columns=(
        _c("id", "string", "Public id of the relation.", required=True),
        _c("phase", "integer", "Number of the phase, in order of time, from 1.", required=True),
        _c("type", "string", "Relation type of the codebook.", required=True),
        _c("actor", "string", "First actor."),
        _c("actor_key", "string", "Its key."),
        _c("recipient", "string", "Second actor, or the place."),
        _c("recipient_key", "string", "Its key: `geo:` and the GeoNames id for a place."),
        _c("mode", "string", "Modes told."),
        _c("kind", "string", "span (told to hold from one day to the other), point (told to "
           "hold on a day), denied, planned.", required=True,
           allowed=("span", "point", "denied", "planned")),
        _c("start", "date", "First day, empty where open."),
        _c("end", "date", "Last day, empty where open."),
        _c("sure_start", "date", "First day on which it is told to hold for certain."),
        _c("sure_end", "date", "Last such day."),
        _c("begins", "boolean", "A beginning is told, not only the first day told of."),
        _c("starts_by", "string", "What began it."),
        _c("ends", "boolean", "An end is told; from `end` on it is over."),
        _c("ends_by", "string", "What ended it."),
        _c("basis", "string", "stated, relative or report_date (the text gives no time)."),
        _c("hedged", "boolean", "Every claim that tells it hedges."),
        _c("disputed", "boolean", "Another independent voice tells the contrary."),
        _c("tellers", "string", "Who says so."),
        _c("n_tellers", "integer", "How many independent voices."),
        _c("enders", "string", "Who tells the end."),
        _c("deniers", "string", "Who says the contrary."),
        _c("claims", "string", "Ids of the claims that tell it."),
        _c("against", "string", "Ids of the claims that tell the contrary."),
        _WITHHELD,
    ),
)  # fmt: skip

TOLD = Sheet(
    name="told",
    title="What is told of incidents",
    about="One row for each value that is told of an incident, with its tellers. Values that "
    "contradict each other stand beside each other.",
    key=("incident", "field", "rank"),
    columns=(
        _c("incident", "string", "Id of the incident.", required=True, refers="incidents.id"),
        _c("field", "string", "Of what: type, mode, day, place, actor, recipient, instrument, "
           "status, or what is counted.", required=True),
        _c("rank", "integer", "1 is best supported.", required=True),
        _c("value", "string", "The value, for people."),
        _c("low", "integer", "Lower bound of a number; empty where open."),
        _c("high", "integer", "Upper bound."),
        _c("earliest", "date", "First day, of a day."),
        _c("latest", "date", "Last day."),
        _c("key", "string", "Key of the actor or place."),
        _c("tellers", "string", "Who says so, most reports first."),
        _c("teller_keys", "string", "Their keys, in step."),
        _c("n_tellers", "integer", "How many independent voices.", required=True),
        _c("claims", "string", "Ids of the claims that tell it."),
        _c("denied", "boolean", "It is told in claims that deny it."),
        _c("hedged", "boolean", "Every claim that tells it hedges."),
    ),
)  # fmt: skip

ACTORS = Sheet(
    name="actors",
    title="Actors",
    about="One row for each actor and recipient of the released incidents and relations.",
    key=("key",),
    columns=(
        _c("key", "string", "Id of the roster, or `name:` and the folded name.", required=True),
        _c("name", "string", "Name for people."),
        _c("identified", "boolean", "It is a known actor of the roster or of the team's file."),
        _c("code", "string", "PLOVER codes that claims give it, commonest first."),
        _c("incidents_as_actor", "integer", "Incidents that it is told to have done."),
        _c("incidents_as_recipient", "integer", "Incidents that it is told to have suffered."),
        _c("relations", "integer", "Relations that it is in."),
    ),
)

SOURCES = Sheet(
    name="sources",
    title="Sources",
    about="One row for each independent voice: a speaker, else the outlet.",
    key=("key",),
    columns=(
        _c("key", "string", "Key of the voice.", required=True),
        _c("name", "string", "Name for people."),
        _c("kind", "string", "speaker, outlet, report (no outlet is known) or withheld.",
           allowed=("speaker", "outlet", "report", "withheld")),
        _c("incidents", "integer", "Incidents that it tells of."),
        _c("relations", "integer", "Relations that it tells of."),
        _c("values", "integer", "Values of incidents that it tells."),
    ),
)  # fmt: skip

REPORTS = Sheet(
    name="reports",
    title="Reports",
    about="One row for each report that a released claim stands in. The texts are not released.",
    key=("id",),
    columns=(
        _c("id", "string", "Id of the report: the one that came with it, else a hash of it.",
           required=True),
        _c("outlet", "string", "Who published it."),
        _c("title", "string", "Headline."),
        _c("url", "string", "Address."),
        _c("language", "string", "ISO 639-1 code."),
        _c("published", "date", "Publication day."),
        _c("published_from", "string", "Where the day was found."),
        _c("sha256", "string", "Of the bytes as received."),
        _c("text_sha256", "string", "Of the text in UTF-8, in which offsets count."),
        _c("copy_of", "string", "Released report whose words it repeats."),
        _c("copy_kind", "string", "copy, partial or update."),
        _c("copy_share", "number", "Share of the smaller text that both have, 0 to 1."),
        _c("claims", "integer", "Released claims that stand in it."),
        _WITHHELD,
    ),
)  # fmt: skip

LINKS = Sheet(
    name="links",
    title="Links",
    about="One row for each pair of released claims that was judged to tell of one happening or "
    "not.",
    key=("a", "b"),
    columns=(
        _c("a", "string", "Id of a claim.", required=True, refers="claims.id"),
        _c("b", "string", "Id of another.", required=True, refers="claims.id"),
        _c("judgement", "string", "same, different or unsure.", required=True,
           allowed=("same", "different", "unsure")),
        _c("score", "number", "Probability that they do, 0 to 1."),
        _c("by", "string", "machine or person.", allowed=("machine", "person")),
        _c("reasons", "string", "Why, the weightiest first, with the weight in log odds."),
    ),
)  # fmt: skip

ALIASES = Sheet(
    name="aliases",
    title="Ids that were released once",
    about="One row for each incident of an earlier release that is no more, and what became of "
    "it: its tombstone.",
    key=("old", "new"),
    columns=(
        _c("old", "string", "The id that was released.", required=True),
        _c("new", "string", "The incident that it became part of, empty when it was retracted."),
        _c("why", "string", "merged, split or retracted.", required=True,
           allowed=("merged", "split", "retracted")),
        _c("since", "string", "First release without it."),
    ),
)  # fmt: skip

HARM = Sheet(
    name="harm",
    title="Do-no-harm rules applied",
    about="One row for each rule and what it was applied to; withheld values are not in it.",
    key=("rule", "kind", "id", "action"),
    parquet=False,
    columns=(
        _c("rule", "integer", "Number of the rule.", required=True),
        _c("kind", "string", "incident, relation, claim or report.", required=True,
           allowed=("incident", "relation", "claim", "report")),
        _c("id", "string", "Its public id.", required=True),
        _c("action", "string", "What was done.", required=True),
        _c("via", "string", "match (the rule is for it), or how the rule reached it.",
           required=True),
        _c("reason", "string", "Why, as the rule says."),
    ),
)  # fmt: skip

CHANGES = Sheet(
    name="changes",
    title="Changes since the last release",
    about="One row for each field that changed, or for each thing that is new or gone.",
    key=(),
    parquet=False,
    columns=(
        _c("kind", "string", "incident, relation or claim.", required=True,
           allowed=("incident", "relation", "claim")),
        _c("id", "string", "Its public id.", required=True),
        _c("change", "string", "new, changed, merged, split, retracted, left (it is no longer "
           "within the filters), withheld or shown (by a rule).", required=True,
           allowed=("new", "changed", "merged", "split", "retracted", "left", "withheld",
                    "shown")),
        _c("field", "string", "Column that changed; of told values `told` and the field."),
        _c("old", "string", "Value in the last release."),
        _c("new", "string", "Value now; of a merged or split id the ids that it became."),
        _c("why", "string", "Codes of the reasons: new-report, recoded, decision, linked, copies, "
           "rule, harm, filters, computed."),
        _c("reason", "string", "The reasons in words."),
    ),
)  # fmt: skip

SHEETS: tuple[Sheet, ...] = (
    INCIDENTS, CLAIMS, RELATIONS, TOLD, ACTORS, SOURCES, REPORTS, LINKS, ALIASES, HARM, CHANGES,
)  # fmt: skip
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
