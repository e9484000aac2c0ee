"""Commands for Wikidata: only what is known, undisputed and cited; everything else is counted."""

import re

import pytest

from sayso.base import ontology
from sayso.base.errors import ConfigError
from sayso.formats import FORMATS
from sayso.formats.export import export
from sayso.formats.quickstatements import mapped, read_ids

LINE = re.compile(
    r"Q\d+\tP\d+\tQ\d+(\tP58[025]\t\+\d{4}-\d\d-\d\dT00:00:00Z/(9|10|11))*"
    r'\tS854\t"https?://[^"\t|]+"(\tS577\t\+\d{4}-\d\d-\d\dT00:00:00Z/11)?'
)


@pytest.fixture
def ids(tmp_path):
    path = tmp_path / "ids.csv"
    path.write_text(
        "actor,wikidata\nvel.free-hallin,Q101\nvel.hallin-front,Q102\ndas.dask-brigade,Q103\n"
    )
    return path


def run(record, tmp_path, *chosen):
    made = export(record, FORMATS["quickstatements"], tmp_path / "q.tsv", chosen=chosen)
    return made, (tmp_path / "q.tsv").read_text("utf-8").splitlines()


def test_a_known_cited_relation_is_a_command(told_war_record, ids, tmp_path):
    made, lines = run(told_war_record, tmp_path, f"ids={ids}")
    assert all(LINE.fullmatch(line) for line in lines)
    assert [line.split("\t") for line in lines] == [
        [
            "Q101", "P463", "Q102", "P580", "+2030-00-00T00:00:00Z/9",
            "S854", '"https://hill.example/a?b=1&c=2"', "S577", "+2031-07-04T00:00:00Z/11",
        ]
    ]  # fmt: skip
    assert made.rows["statements"] == 1


def test_every_phase_is_written_or_counted(told_war_record, ids, tmp_path):
    made, lines = run(told_war_record, tmp_path, f"ids={ids}")
    assert len(lines) + made.left_out.total() == 6
    assert made.left_out["the phase is disputed"] == 1
    assert made.left_out["the phase is denied"] == 1
    assert made.left_out["no report has an address to cite"] == 1
    assert made.left_out["Wikidata has no property for hostility"] == 1


def test_without_ids_nothing_is_written(told_war_record, tmp_path):
    made, lines = run(told_war_record, tmp_path)
    assert not lines
    assert made.left_out["no Wikidata id is known of a side"] == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("actor,wikidata\na,42\n", "line 2: give an actor's key"),
        ("actor,wikidata\na,Q1\na,Q2\n", "line 3: a has two ids"),
        ("actor,item\na,Q1\n", "needs the columns"),
    ],
)
def test_wrong_ids_are_refused_with_their_line(tmp_path, text, message):
    (tmp_path / "ids.csv").write_text(text)
    with pytest.raises(ConfigError, match=message):
        read_ids(tmp_path / "ids.csv")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_ids(tmp_path / "none.csv")


def test_every_relation_type_is_decided_or_said_to_be_undecided():
    assert set(mapped()) == set(ontology.load().of_kind("relation"))
    assert all(row["why"] for row in mapped().values())
