"""A pronoun whose meaning is undecided is listed neither as an actor nor as a source."""

import handmade
import pytest

from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.open import open_record
from sayso.record.queries import ACTORS, CLAIMS, SOURCES, Filter
from sayso.record.queries.searching import actors_named

TEXT = "They attacked Ilsk, it said. Rebels left."


@pytest.fixture
def view(tmp_path):
    report = handmade.make_report("r-1", TEXT, outlet="Hill Radio")
    doc = handmade.make_document(report)
    attack = handmade.make_claim(doc, "ASSAULT", "attacked", actor="They", source="it")
    leave = handmade.make_claim(doc, "RETREAT", "left", actor="Rebels")
    with open_record(tmp_path / "war.sayso", create=True) as record:
        with record.write("add", step="test") as act:
            add_coded(act, report, handmade.make_coded(report, attack, leave))
        link_all(record)
        with record.read() as view:
            yield view


def test_the_claim_stands_and_nobody_is_listed_for_it(view):
    assert CLAIMS.tally(view, Filter()).match == 2
    names = {row.name for row in ACTORS.each(view, Filter())}
    assert names == {"Rebels"}
    assert ACTORS.tally(view, Filter()).match == 1
    assert ACTORS.tally(view, Filter(source=("Hill Radio",))).match == 1
    assert {row.name for row in SOURCES.each(view, Filter())} == {"Hill Radio"}
    assert actors_named(view, "the", 5) == []
    assert [name for _, name, _ in actors_named(view, "reb", 5)] == ["Rebels"]
