"""`sayso compare`: a record held against a table."""

import csv
import json

import field_tables as tables
import pytest

import sayso as package
from sayso import exits

RECORD = ("--record", "war.sayso")


@pytest.fixture
def compared(sayso, write):
    """A record of an ACLED table, and the command on it."""
    content = tables.acled(
        {},
        {"event_id_cnty": "KEN2", "event_date": "2031-03-09", "location": "Marn",
         "latitude": "2.1", "notes": "A patrol and fighters exchanged fire near Marn."},
        {"event_id_cnty": "KEN3", "event_type": "Protests", "sub_event_type": "Peaceful protest",
         "event_date": "2031-03-20", "actor1": "Protesters (Kenya)", "actor2": ""},
    )  # fmt: skip
    write("acled.csv", content)
    done = sayso("import", "acled.csv", *RECORD)
    assert done.exit_code == 0, done.output

    def run(*rows, args=()):
        write("ged.csv", tables.ged(*rows))
        result = sayso("compare", "war.sayso", "ged.csv", "--format", "json", *args)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run


def test_matched_missed_and_extra_with_agreement(compared, tmp_path):
    told = compared({}, {"id": "701", "date_start": "2031-03-15", "date_end": "2031-03-15"},
                    args=("--pairs", "pairs.csv"))  # fmt: skip
    figures = told["figures"]
    assert {key: figures[key] for key in ("coded", "listed", "matched", "extra", "missed")} == {
        "coded": 2, "listed": 2, "matched": 1, "extra": 1, "missed": 1,
    }  # fmt: skip
    assert told["missed"] == ["701"]
    assert told["not_compared"]["coded"] == {"of a type that the table does not list": 1}
    pair = told["pairs"][0]
    assert pair["other"]["id"] == "700"
    assert pair["shared"] == ["al-shabaab", "ken"]
    dead = {one["what"]: one for one in figures["agreements"]}["dead: bounds meet"]
    assert (dead["agree"], dead["of"]) == (1, 1)  # 12 lies within 8 and 14
    with (tmp_path / "pairs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["what"] for row in rows) == ["extra", "matched", "missed"]
    (matched,) = [row for row in rows if row["what"] == "matched"]
    assert (matched["coded_dead_best"], matched["listed_dead_best"]) == ("12", "10")


def test_a_table_is_never_held_against_itself(compared, sayso, write, tmp_path):
    write("ged.csv", tables.ged({"best": "99", "low": "99", "high": "99"}))
    assert sayso("import", "ged.csv", *RECORD).exit_code == 0
    with package.open(tmp_path / "war.sayso") as record:
        assert len({claim.incident for claim in record.claims()}) == 3  # the rows tell of one
    told = compared({"best": "99", "low": "99", "high": "99"})
    (pair,) = told["pairs"]
    assert pair["one"]["best"] == 12  # as ACLED has it, though GED is in the record
    own = json.loads(sayso("compare", "war.sayso", "acled.csv", "--format", "json").stdout)
    assert own["figures"]["coded"] == 1
    assert own["not_compared"]["coded"] == {"told by the table itself alone": 2}


def test_days_and_countries_hold_for_both(compared):
    told = compared({}, {"id": "701", "country": "Uganda"}, args=("--country", "KEN"))
    assert told["figures"]["listed"] == 1
    told = compared({}, args=("--from", "2031-03-05"))
    assert (told["figures"]["listed"], told["figures"]["coded"]) == (0, 1)
    assert told["not_compared"]["listed"] == {
        "beyond the days, countries or types that are asked for": 1
    }


def test_it_reads_for_people_and_refuses_what_it_cannot_read(compared, sayso, write):
    compared({})
    done = sayso("compare", "war.sayso", "ged.csv", "--days", "0")
    assert "the table's that are coded" in done.stdout
    write("no.csv", b"a,b\n")
    assert sayso("compare", "war.sayso", "no.csv").exit_code == exits.USAGE
    assert sayso("compare", "war.sayso", "gone.csv").exit_code == exits.USAGE
    assert sayso("compare", "gone.sayso", "ged.csv").exit_code == exits.USAGE
