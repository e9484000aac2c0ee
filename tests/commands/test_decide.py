"""`sayso decide`, `undo` and `history`: what a person does and sees."""

import json

import handmade
import pytest

from sayso import exits
from sayso.base.errors import ConfigError
from sayso.commands.decide import value_given
from sayso.record.ingest import add_many
from sayso.record.open import open_record

REPORT, CODED = handmade.the_war()[0]
ATTACK = CODED.claims[0].id
PERSON = ("--person", "Test Person")


@pytest.fixture
def judged(sayso, tmp_path, monkeypatch):
    """The command, in a folder with a record of one report."""
    monkeypatch.delenv("SAYSO_PERSON", raising=False)
    with open_record(tmp_path / "war.sayso", create=True) as record, record.write("add") as act:
        add_many(act, [(REPORT, CODED)])
    return sayso


def history_of(judged, *args):
    done = judged("history", *args, "--format", "json")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_decision_is_made_told_and_undone(judged):
    made = judged("decide", "edit", ATTACK, "mode=firearms", *PERSON, "--reason", "guns are named")
    assert made.exit_code == 0, made.output
    decision = made.stdout.strip()
    told = next(e for e in history_of(judged) if e["kind"] == "decide")
    assert (told["person"], told["reason"]) == ("Test Person", "guns are named")
    assert told["value"]["set"] == {"mode": "firearms"}
    undone = judged("undo", decision, *PERSON)
    assert (undone.exit_code, undone.stdout) == (0, "")
    kinds = [entry["kind"] for entry in history_of(judged, ATTACK) if entry["kind"] != "link"]
    assert kinds == ["undo", "decide", "add"]
    assert judged("undo", decision, *PERSON).exit_code == exits.USAGE


def test_the_person_is_named_or_nothing_is_done(judged, monkeypatch):
    refused = judged("decide", "accept", ATTACK)
    assert refused.exit_code == exits.USAGE
    assert "SAYSO_PERSON" in refused.stderr
    monkeypatch.setenv("SAYSO_PERSON", "Test Person")
    assert judged("decide", "accept", ATTACK).exit_code == 0


def test_two_claims_are_named_one_after_the_other(judged):
    a, b = (claim.id for claim in CODED.claims if claim.kind == "event")
    assert judged("decide", "different", b, a, *PERSON).exit_code == 0
    (told,) = [e for e in history_of(judged, a) if e["kind"] == "decide"]
    assert told["detail"]["subject"] == " ".join(sorted((a, b)))


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("accept", "c-none"), "no such claim"),
        (("edit", ATTACK, "mode"), "FIELD=VALUE"),
        (("edit", ATTACK, "mode=soup"), "no mode"),
        (("edit", ATTACK, "{mode}"), "no JSON"),
        (("accept", ATTACK, "now"), "takes no value"),
        (("add", "hill-1", "type=ASSAULT"), "trigger"),
        (("add", "r-none", '{"type": "ASSAULT", "trigger": "x"}'), "no such report"),
        (("actor", "the army", "two words"), "no id of an actor"),
        (("place", "Ilsk", "north"), "GeoNames id"),
        (("place", "Ilsk", "91,0"), "not on the globe"),
        (("same", ATTACK, ATTACK), "two ids"),
    ],
)
def test_what_does_not_fit_is_refused(judged, args, message):
    done = judged("decide", *args, *PERSON)
    assert done.exit_code == exits.USAGE, done.output
    assert message in done.stderr


def test_history_is_a_table_for_people(judged):
    judged("decide", "reject", ATTACK, *PERSON, "--reason", "[red]a drill[/red] \x1b[31m")
    done = judged("history")
    assert "Test Person" in done.stdout
    assert "[red]a drill[/red]" in done.stdout
    assert "\x1b" not in done.stdout
    assert judged("history", "c-none").exit_code == exits.USAGE
    assert history_of(judged, "--record-as-of", "2001-01-01") == []
    assert len(history_of(judged, "--limit", "1")) == 1


def test_values_are_words_json_or_fields():
    assert value_given("actor", ["vel.army"]) == "vel.army"
    assert value_given("settle", ["The", "war"]) == "The war"
    assert value_given("edit", ['number=[{"what": "killed"}]']) == {"number": [{"what": "killed"}]}
    assert value_given("accept", []) is None
    with pytest.raises(ConfigError, match="no JSON"):
        value_given("edit", ["number=[8"])
