"""`sayso.open`: lazy, the same rows as the queries, tables of all kinds."""

import datetime as dt

import handmade
import networkx
import polars
import pytest

import sayso
from sayso.record import queries
from sayso.record.decide import decide
from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.open import open_record

NAMES = ("incidents", "claims", "relations", "actors", "sources", "reports")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("opened") / "war.sayso"
    with open_record(path, create=True) as record:
        with record.write("add", step="test") as act:
            for report, coded in handmade.the_war():
                add_coded(act, report, coded)
        link_all(record)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_rows_and_tables_are_those_of_the_queries(path, name):
    thing = getattr(queries, name.upper())
    with sayso.open(path) as war:
        looked = getattr(war, name)()
        with war.view() as view:
            rows = list(thing.each(view, queries.Filter()))
        assert list(looked) == rows
        assert len(looked) == looked.tally().match == len(rows)
        assert looked.first(2) == rows[:2]
        columns = list(thing.row.__struct_fields__)
        assert looked.to_arrow().column_names == columns
        assert looked.to_arrow().num_rows == len(rows)
        assert list(looked.to_pandas().columns) == columns
        assert looked.to_polars().columns == columns
        assert looked.facets(thing.facets_by[0]).keys() == {thing.facets_by[0]}
        assert name in repr(looked)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_found_gives_a_table_with_its_columns(path, name):
    with sayso.open(path) as war:
        none = getattr(war, name)(as_of="2000-01-01")
        assert not none
        assert list(none) == []
        assert none.to_arrow().column_names == getattr(war, name)().to_arrow().column_names
        assert none.to_polars().schema == getattr(war, name)().to_polars().schema


def test_filters_may_be_words_or_values(path):
    with sayso.open(path) as war:
        as_values = war.claims(from_day=dt.date(2031, 3, 2), type=["ASSAULT", "COERCE"],
                               box=(40, 42, 42, 44.0), surely=True, tellers=1)  # fmt: skip
        as_words = war.claims(from_="2031-03-02", type="assault,coerce", box="40,42,42,44",
                              surely="yes", tellers="1")  # fmt: skip
        assert as_values.filter == as_words.filter
        assert list(as_values) == list(as_words)
        assert war.claims(actor=None, disputed=False).filter == queries.Filter()
        assert war.claims(actor="Hallin Front").notes


@pytest.mark.parametrize(
    "wrong", [{"colour": "red"}, {"from_": "then"}, {"type": "WAR"}, {"sort": "colour"}]
)
def test_what_cannot_be_meant_is_refused_at_once(path, wrong):
    with sayso.open(path) as war, pytest.raises(sayso.ConfigError):
        war.claims(**wrong)


def test_one_in_full(path):
    with sayso.open(path) as war:
        row = war.incidents(disputed=True).first(1)[0]
        incident = war.incident(row.id)
        claim = war.claim(incident.claims[0])
        text = war.text(claim.doc)
        assert text[claim.trigger.start : claim.trigger.end] == claim.trigger.text
        assert text.encode() == war.content(claim.doc)
        relation = war.relation(war.relations().first(1)[0].id)
        assert relation.phases
        assert all(check.holds for check in war.why(claim.id).checks)
        graph = war.network("2031-04-10")
        assert isinstance(graph, networkx.MultiDiGraph)
        for look in (war.incident, war.claim, war.relation, war.text, war.content, war.why):
            with pytest.raises(sayso.ConfigError):
                look("none")
            with pytest.raises(sayso.ConfigError):
                look("\x00")


def test_whole_numbers_with_gaps_stay_whole(path):
    with sayso.open(path) as war:
        frame = war.incidents().to_pandas()
        assert str(frame["killed_best"].dtype) == "int64[pyarrow]"
        assert frame["killed_best"].isna().any()
        assert war.incidents().to_polars()["killed_best"].dtype == polars.Int64


def test_it_is_looked_up_when_used_and_as_of_a_time(tmp_path):
    where = tmp_path / "war.sayso"
    with open_record(where, create=True) as record:
        with record.write("add", step="test") as act:
            for report, coded in handmade.the_war():
                add_coded(act, report, coded)
        claim = handmade.the_war()[0][1].claims[0].id
        with sayso.open(where) as war, sayso.open(where, as_of=2) as then:
            rejected = war.claims(state="rejected")
            assert len(rejected) == 0
            decide(record, "reject", claim, person="Ann")
            assert [row.id for row in rejected] == [claim]
            assert len(then.claims(state="rejected")) == 0
            assert len(war.claims(state="rejected", as_of=2)) == 0


def test_a_record_that_is_not_there(tmp_path):
    with pytest.raises(sayso.ConfigError, match="no such record"):
        sayso.open(tmp_path / "none.sayso")
