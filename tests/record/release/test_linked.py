"""Releases of a record that was linked, not joined by hand."""

import csv

import frictionless
import pytest
from guarded_town import leaks, rows_of
from handmade import the_war

from sayso.record.linking import link_all


@pytest.fixture
def linked(war):
    link_all(war)
    return war


def test_a_linked_record_is_released_whole(linked, released):
    folder, drawn = released(linked, "a")
    assert frictionless.validate(str(folder / "datapackage.json")).valid
    assert drawn.facts.counts["claims"] == sum(len(coded.claims) for _, coded in the_war())
    claims = {r["id"]: r for r in rows_of(folder, "claims")}
    for incident in rows_of(folder, "incidents"):
        assert {claims[c]["incident"] for c in incident["claims"].split("; ")} == {incident["id"]}
    for phase in rows_of(folder, "relations"):
        for claim in phase["claims"].split("; "):
            assert phase["id"] in claims[claim]["relation"].split("; ")


def test_the_end_of_a_phase_goes_with_the_incident_that_tells_it(linked, released):
    whole, _ = released(linked, "whole")
    (leads,) = (r for r in rows_of(whole, "relations") if r["type"] == "leads")
    assert (str(leads["end"]), leads["ends_by"]) == ("2031-06-01", "death")
    rule = {"match": {"type": ["ASSAULT"], "place": ["Ostrel"]}, "leave_out": True}
    folder, _ = released(linked, "guarded", rule)
    assert leaks(folder, "2031-06-01", "death", "near ostrel") == []
    told = [r for r in rows_of(folder, "relations") if r["type"] == "leads"]
    assert all(r["end"] is None and not r["ends"] for r in told)


def test_an_incident_goes_with_the_relation_that_holds_its_only_claim(linked, released):
    rule = {"match": {"type": ["hostility"]}, "leave_out": True}
    folder, _ = released(linked, "guarded", rule)
    assert [r for r in rows_of(folder, "incidents") if r["type"] == "AGREE"] == []
    with (folder / "harm.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {(r["kind"], r["via"], r["action"]) for r in csv.DictReader(file)}
    assert ("incident", "claims of it are left out", "left out") in found
    assert leaks(folder, "truce", "agreed") == []
