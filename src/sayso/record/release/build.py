"""The tables of a release, from a view of the record and the plan.

In:   `Source` (view, scope, reports, families), `Plan`
Out:  Arrow tables by name, as `columns` lists them

Method: units are read in parts, each becomes rows, the rows become Arrow at once; actors,
sources and reports are counted from the rows that were made, so that nothing can be in them
that is not released. Rows are ordered by id: an order by day or by place in the text would tell
what was withheld.
Known faults: Arrow tables of the whole release are held in memory.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from sayso.base.joined import Incident, Relation, Teller
from sayso.record.queries.overview import setting
from sayso.record.release import gather
from sayso.record.release.columns import BY_NAME, ColumnType, Sheet
from sayso.record.release.gather import Scope
from sayso.record.release.harm_apply import shown_incident, shown_relation
from sayso.record.release.harm_marks import Dated, Plan
from sayso.record.release.harm_names import is_speaker
from sayso.record.release.harm_plan import plan
from sayso.record.release.harm_words import Words
from sayso.record.release.rows import (
    cut_row,
    incident_row,
    link_row,
    relation_rows,
    report_row,
    report_shown,
    told_rows,
    withheld_words,
)
from sayso.record.release.rows_claims import claim_row
from sayso.record.release.tally import (
    Counted,
    actors,
    count_codes,
    count_incident,
    count_relation,
    sources,
)
from sayso.record.release.units import ReportFacts, Unit, Verdict
from sayso.record.view import View
from sayso.tables import Row

if TYPE_CHECKING:
    import pyarrow as pa

Renamed = dict[str, str]
"""Keys of voices that hold a report's id which may not be shown, to keys that may."""

_ROWS_AT_A_TIME = 5_000  # rows that become one Arrow batch: some megabytes of Python objects


@dataclass(slots=True)
class Source:
    """What tables are made from.

    Attributes:
        view: the record as of the release.
        scope: what it is about.
        facts: of every report.
        families: reports to those with the same words.
        secret: the record's own id, by which ids that may not be shown are hidden.
        name_people: whether made_by may name a person.
    """

    view: View
    scope: Scope
    facts: dict[str, ReportFacts]
    families: dict[str, set[str]]
    secret: str
    name_people: bool = False

    @classmethod
    def of(cls, view: View, scope: Scope, *, name_people: bool = False) -> "Source":
        """Read what is needed beside the units."""
        return cls(
            view=view,
            scope=scope,
            facts=gather.reports(view),
            families=gather.families(view),
            secret=setting(view, "record_id"),
            name_people=name_people,
        )

    def units(self, reports: Set[str] | None = None) -> Iterator[Unit]:
        """All units, read anew; with `reports` those that rest on one of them."""
        if reports is None:
            return gather.units(self.view, self.scope)
        return gather.units(self.view, gather.resting_on(self.view, self.scope, reports))

    def plan(self, sets: Iterable[Dated], also: Plan | None = None) -> Plan:
        """Decide what rules withhold."""
        return plan(self.units, self.facts, sets, families=self.families, also=also)


class _Maker:
    """Collects rows of one sheet into Arrow."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.schema = arrow_schema(sheet)
        self._rows: list[Row] = []
        self._batches: list[Any] = []

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= _ROWS_AT_A_TIME:
            self._turn()

    def _turn(self) -> None:
        import pyarrow as pa  # noqa: PLC0415  0.2 s that other commands do not pay

        self._batches.append(pa.RecordBatch.from_pylist(self._rows, schema=self.schema))
        self._rows = []

    def table(self) -> "pa.Table":
        import pyarrow as pa  # noqa: PLC0415

        self._turn()
        return pa.Table.from_batches(self._batches, schema=self.schema).combine_chunks()


def arrow_schema(sheet: Sheet) -> "pa.Schema":
    """Columns and types of a table. Text that is not known is null, never ""."""
    import pyarrow as pa  # noqa: PLC0415

    kinds: dict[ColumnType, Any] = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    return pa.schema([(column.name, kinds[column.type]) for column in sheet.columns])


def build(source: Source, withheld: Plan) -> "tuple[dict[str, pa.Table], dict[str, str]]":
    """Make every table but changes, aliases and harm.

    Args:
        source: what is released.
        withheld: what rules withhold of it.

    Returns:
        The tables by name, and the ids of relations with those that are shown.
    """
    makers = {name: _Maker(sheet) for name, sheet in BY_NAME.items()}
    counted = Counted()
    _units(source, withheld, makers, counted)
    _claims(source, withheld, makers["claims"], counted)
    _reports(source, withheld, makers["reports"], counted)
    for link in gather.links(source.view, counted.claim_ids):
        touched = not {link.a, link.b}.isdisjoint(withheld.claims)
        makers["links"].add(_plain(link_row(link, touched)))
    for row in actors(counted):
        makers["actors"].add(_plain(row))
    for row in sources(counted):
        makers["sources"].add(_plain(row))
    made = ("incidents", "claims", "relations", "told", "actors", "sources", "reports", "links")
    return {name: makers[name].table() for name in made}, counted.shown_relation


def table_of(name: str, rows: Iterable[Row]) -> "pa.Table":
    """An Arrow table of rows that are at hand."""
    maker = _Maker(BY_NAME[name])
    for row in rows:
        maker.add(_plain(row))
    return maker.table()


def _plain(row: Row) -> Row:
    return {name: None if value == "" else value for name, value in row.items()}


def _units(source: Source, withheld: Plan, makers: dict[str, _Maker], counted: Counted) -> None:
    renamed = renamed_tellers(withheld, source.secret)
    for unit in source.units():
        if withheld.units.get(unit.id, Verdict()).leave_out:
            continue
        words = withheld.words.get(unit.id, Words(()))
        if unit.incident is not None:
            incident = incident_shown(withheld, unit, unit.incident, renamed)
            makers["incidents"].add(_plain(incident_row_shown(withheld, incident)))
            told = [cut_row(row, words) for row in told_rows(incident)]
            for row in told:
                makers["told"].add(_plain(row))
            count_incident(incident, told, words, counted)
        elif unit.relation is not None:
            relation = relation_shown(source, withheld, unit, unit.relation, renamed)
            counted.shown_relation[unit.id] = relation.id
            for row in relation_rows_shown(withheld, unit, relation):
                makers["relations"].add(_plain(row))
            count_relation(relation, words, counted)


def incident_shown(withheld: Plan, unit: Unit, incident: Incident, renamed: Renamed) -> Incident:
    """An incident as it may be shown; `renamed` as `renamed_tellers` gives it."""
    gone = withheld.gone_claims
    verdict = withheld.units.get(unit.id, Verdict())
    shown = shown_incident(incident, unit, verdict, gone)
    if not renamed:
        return shown
    values = {
        name: tuple(msgspec.structs.replace(t, tellers=_as_named(t.tellers, renamed)) for t in told)
        for name, told in shown.values.items()
    }
    return msgspec.structs.replace(shown, values=values, tellers=_as_named(shown.tellers, renamed))


def incident_row_shown(withheld: Plan, incident: Incident) -> Row:
    """Its row, of an incident that `incident_shown` gave."""
    verdict = withheld.units.get(incident.id, Verdict())
    words = withheld.words.get(incident.id, Words(()))
    return cut_row(incident_row(incident, withheld_words(verdict)), words)


def relation_shown(
    source: Source, withheld: Plan, unit: Unit, relation: Relation, renamed: Renamed
) -> Relation:
    """A relation as it may be shown; `renamed` as `renamed_tellers` gives it."""
    verdict = withheld.units.get(unit.id, Verdict())
    shown = shown_relation(relation, unit, verdict, withheld.gone_claims, source.secret)
    if not renamed:
        return shown
    names = ("tellers", "enders", "deniers", "end_deniers")
    phases = tuple(
        msgspec.structs.replace(p, **{n: _as_named(getattr(p, n), renamed) for n in names})
        for p in shown.phases
    )
    return msgspec.structs.replace(shown, phases=phases, tellers=_as_named(shown.tellers, renamed))


def relation_rows_shown(withheld: Plan, unit: Unit, relation: Relation) -> list[Row]:
    """Its rows, of a relation that `relation_shown` gave."""
    verdict = withheld.units.get(unit.id, Verdict())
    words = withheld.words.get(unit.id, Words(()))
    return [cut_row(row, words) for row in relation_rows(relation, withheld_words(verdict))]


def renamed_tellers(withheld: Plan, secret: str) -> Renamed:
    """A voice may go by a report's id; ids that may not be shown are told otherwise there too."""
    shown = {report: report_shown(report, secret) for report in withheld.marks}
    return {f"report:{old}": f"report:{new}" for old, new in shown.items() if old != new}


def _as_named(tellers: Iterable[Teller], renamed: Renamed) -> tuple[Teller, ...]:
    return tuple(
        Teller(
            key=renamed[t.key],
            name=t.name if is_speaker(t) else renamed[t.key].removeprefix("report:"),
        )
        if t.key in renamed
        else t
        for t in tellers
    )


def _claims(source: Source, withheld: Plan, maker: _Maker, counted: Counted) -> None:
    scope, secret = source.scope, source.secret
    kept = [id_ for id_ in scope.all_claims() if id_ not in withheld.gone_claims]
    for coded in gather.coded_claims(source.view, kept):
        claim = coded.claim
        incident = scope.incident_of.get(claim.id, "")
        relations = scope.relations_of.get(claim.id, [])
        words = Words(())
        for unit in (incident, *relations, claim.id):
            words |= withheld.words.get(unit, Words(()))
        facts = source.facts.get(claim.doc)
        row = claim_row(
            claim,
            state=coded.state,
            incident=incident if incident in counted.incident_ids else "",
            relations=[counted.shown_relation[r] for r in relations if r in counted.shown_relation],
            verdict=withheld.claims.get(claim.id, Verdict()),
            beside=withheld.beside.get(claim.id, ""),
            mark=withheld.marks.get(claim.doc),
            words=words,
            outlet=facts.outlet if facts else "",
            secret=secret,
        )
        if not source.name_people and claim.made_by.startswith("person "):
            row["made_by"] = "a person"
        maker.add(_plain(row))
        counted.claim_ids.add(claim.id)
        counted.reports[claim.doc] += 1
        count_codes(claim, counted)


def _reports(source: Source, withheld: Plan, maker: _Maker, counted: Counted) -> None:
    rows = []
    for id_, n in counted.reports.items():
        facts = source.facts.get(id_, ReportFacts(id=id_))
        if facts.copy_of and facts.copy_of not in counted.reports:
            facts = msgspec.structs.replace(facts, copy_of="", copy_kind="", copy_share=None)
        elif facts.copy_of in withheld.marks:
            shown = report_shown(facts.copy_of, source.secret)
            facts = msgspec.structs.replace(facts, copy_of=shown)
        rows.append(report_row(facts, n, withheld.marks.get(id_), source.secret))
    for row in sorted(rows, key=lambda row: str(row["id"])):
        maker.add(_plain(row))
