"""What a rule withholds stands nowhere in the release: every file is searched for it."""

import csv
import datetime as dt

import pytest
from guarded_town import add, attack_report, joined, leaks, rows_of, words_in
from handmade import make_claim, make_coded, make_document, make_report
from joined_by_hand import claims_of, incident, join

from sayso.record import acts
from sayso.record.decide import decide
from sayso.record.release.diff import Change
from sayso.record.release.harm_words import Words
from sayso.record.release.since import _scrubbed

PLACE = ("ilsk", "900001", "43.1", "41.2")
SOURCE = ("amina", "kerr")
DAYS = ("saturday", "2031-03-01", "2031-03-02", "march 2")
ILSK = {"match": {"place": ["Ilsk"]}}


def test_without_rules_everything_is_told(town, released):
    folder, _ = released(town, "whole")
    text = " ".join(words_in(folder).values())
    assert all(word in text for word in (*PLACE, *SOURCE, *DAYS))


@pytest.mark.parametrize("evidence", ["drop", "cut"])
@pytest.mark.parametrize("grain", ["admin1", "country"])
def test_a_coarse_place_stands_nowhere(town, released, grain, evidence):
    folder, drawn = released(town, "one", ILSK | {"place": grain, "evidence": evidence})
    assert leaks(folder, *PLACE) == []
    assert drawn.left == []
    incident = next(r for r in rows_of(folder, "incidents") if r["type"] == "PROTEST")
    assert incident["place"] == ("Hallin" if grain == "admin1" else "VEL")
    assert incident["lat"] is None
    assert incident["withheld"] == "place"


def test_cut_evidence_shows_where_words_were(town, released):
    folder, _ = released(town, "one", ILSK | {"place": "admin1", "evidence": "cut"})
    claims = [r for r in rows_of(folder, "claims") if r["trigger"] == "attacked"]
    (evidence,) = {r["evidence"] for r in claims}
    assert evidence == (
        "[withheld], March 2 (Hill Radio) - Fighters of the Hallin Front attacked the town of "
        "[withheld] on Saturday and people marched there, nurse Amina Kerr said."
    )
    assert all(r["evidence_at"] is None and r["place_at"] is None for r in claims)


def test_the_sentence_is_not_told_by_a_claim_of_another_incident(town, released):
    rule = {"match": {"type": ["ASSAULT"]}, "place": "admin1"}
    folder, _ = released(town, "one", rule)
    protest = next(r for r in rows_of(folder, "incidents") if r["type"] == "PROTEST")
    assert protest["place"] == "Hallin"  # the same words say where it was
    assert leaks(folder, "ilsk", "900001") == []
    harm = rows_of_csv(folder / "harm.csv")
    assert {r["via"] for r in harm if r["id"] == protest["id"]} == {"same words"}


def test_copies_of_a_report_are_not_named_either(town, released):
    rule = {"match": {"id": ["ilsk-1"]}, "place": "admin1"}
    folder, _ = released(town, "one", rule)
    reports = rows_of(folder, "reports")
    assert [r["url"] for r in reports if r["outlet"] == "The Courier"] == [None]
    assert leaks(folder, "ilsk") == []


@pytest.mark.parametrize("evidence", ["drop", "cut"])
def test_a_source_stands_nowhere(town, released, evidence):
    rule = {"match": {"source": ["Amina Kerr"]}, "drop": ["source"], "evidence": evidence}
    folder, _ = released(town, "one", rule)
    assert leaks(folder, *SOURCE) == []
    told = [r for r in rows_of(folder, "told") if r["tellers"]]
    assert any("a source" in r["tellers"] for r in told)
    assert any(r["key"] == "withheld:source" for r in rows_of(folder, "sources"))
    links = rows_of(folder, "links")
    assert links
    assert [r["reasons"] for r in links] == [None] * len(links)


def test_all_sources_of_what_is_chosen_go(town, released):
    folder, _ = released(town, "one", {"match": {"place": ["Marn"]}, "drop": ["source"]})
    assert leaks(folder, "a lawyer", "residents") == []


def test_an_outlet_goes_with_its_address_and_ids(town, released):
    rule = {"match": {"source": ["Hill Radio"]}, "drop": ["outlet"]}
    folder, _ = released(town, "one", rule)
    assert leaks(folder, "hill radio", "hillradio") == []
    assert leaks(folder, "the courier") != []


@pytest.mark.parametrize("evidence", ["drop", "cut"])
@pytest.mark.parametrize(("grain", "first"), [
    ("week", "2031-02-24"), ("month", "2031-03-01"), ("year", "2031-01-01"),
])  # fmt: skip
def test_a_coarse_day_stands_nowhere(town, released, grain, first, evidence):
    rule = ILSK | {"day": grain, "evidence": evidence}
    folder, _ = released(town, "one", rule)
    hidden = [w for w in DAYS if w not in (first, "2031-03-02")]  # the arrest in Marn was then
    assert leaks(folder, *hidden) == []
    incident = next(r for r in rows_of(folder, "incidents") if r["type"] == "PROTEST")
    assert str(incident["day_from"]) == first
    assert incident["day_precision"] == grain
    reports = rows_of(folder, "reports")
    assert [r["published"] for r in reports if r["outlet"] == "Hill Radio"] == [None]


def test_coordinates_go_with_the_id_that_stands_for_them(town, released):
    folder, _ = released(town, "one", ILSK | {"drop": ["coordinates"]})
    assert leaks(folder, "900001", "43.1", "41.2") == []
    assert any(r["place"] == "Ilsk" for r in rows_of(folder, "incidents"))


def test_dropped_evidence_goes_alone(town, released):
    folder, _ = released(town, "one", ILSK | {"drop": ["evidence"]})
    assert leaks(folder, "fighters of", "on saturday and") == []
    assert any(r["place"] == "Ilsk" for r in rows_of(folder, "incidents"))
    claims = rows_of(folder, "claims")
    assert any(r["evidence"] for r in claims if r["where_name"] == "Marn")


def test_what_is_left_out_stands_nowhere(town, released):
    folder, drawn = released(town, "one", ILSK | {"leave_out": True})
    ids = {r["id"] for r in rows_of(folder, "incidents")}
    assert drawn.facts.withheld["left out"] == 2
    assert len(ids) == 2
    assert leaks(folder, "ilsk", "900001", "amina") == []
    left_out = {r["id"] for r in rows_of_csv(folder / "harm.csv") if r["action"] == "left out"}
    assert {i for i in left_out if i.startswith("i-")} == {"i-assault-0", "i-protest-0"}


def test_young_incidents_are_left_out_until_they_are_old(town, released, monkeypatch):
    rule = {"match": {}, "delay": 30}
    monkeypatch.setattr(acts, "now", lambda: dt.datetime(2031, 6, 20, tzinfo=dt.UTC))
    young, _ = released(town, "young", rule)
    assert leaks(young, "shelled", "gazette") == []
    monkeypatch.setattr(acts, "now", lambda: dt.datetime(2031, 7, 20, tzinfo=dt.UTC))
    old, drawn = released(town, "old", rule)
    assert any(r["place"] == "Marn" and r["type"] == "ASSAULT" for r in rows_of(old, "incidents"))
    assert [c.change for c in drawn.changes if c.kind == "incident"] == ["new"]


def test_a_relation_with_a_place_has_another_id(town, released):
    whole, _ = released(town, "whole")
    folder, _ = released(town, "one", ILSK | {"place": "admin1"})
    assert {r["id"] for r in rows_of(whole, "relations")} == {"rel-holds"}
    row, _ = rows_of(folder, "relations")
    assert row["recipient"] == "Hallin"
    assert row["id"].startswith("withheld-")
    assert leaks(folder, "rel-holds", "ilsk") == []
    again, _ = released(town, "two", ILSK | {"place": "admin1"})
    assert rows_of(again, "relations")[0]["id"] == row["id"]


def test_changes_do_not_tell_what_an_older_release_showed(town, released):
    released(town, "whole")
    add(town, attack_report("r-3", "Marn Gazette", title="Ilsk again"))
    joined(town)
    rule = ILSK | {"place": "admin1", "day": "month", "drop": ["source"]}
    folder, drawn = released(town, "guarded", rule)
    assert leaks(folder, "ilsk", "900001", "43.1", "amina", "saturday", "2031-03-02t") == []
    changes = [c for c in drawn.changes if c.kind == "incident"]
    assert any(c.change == "withheld" and c.field == "place; day; source" for c in changes)
    assert any("new-report" in c.why for c in changes)


def test_a_rule_that_is_lifted_is_told(town, released):
    released(town, "guarded", ILSK | {"place": "admin1"})
    _, drawn = released(town, "whole")
    shown = [c for c in drawn.changes if c.change == "shown"]
    assert {c.id for c in shown} >= {"i-assault-0", "i-protest-0"}
    places = [
        c for c in drawn.changes
        if (c.id, c.change, c.field) == ("i-protest-0", "changed", "place")
    ]  # fmt: skip
    assert [(c.old, c.new) for c in places] == [("Hallin", "Ilsk")]


def test_what_a_rule_now_leaves_out_is_withheld_not_retracted(town, released):
    released(town, "whole")
    folder, drawn = released(town, "guarded", ILSK | {"leave_out": True})
    gone = [c for c in drawn.changes if c.kind == "incident"]
    assert {(c.id, c.change) for c in gone} == {
        ("i-assault-0", "withheld"), ("i-protest-0", "withheld"),
    }  # fmt: skip
    assert leaks(folder, "ilsk", "amina") == []
    assert rows_of(folder, "aliases") == []


def test_rules_are_published_without_the_names_they_are_for(town, released):
    rule = {"match": {"source": ["Amina Kerr"], "text": ["marched there"]}, "drop": ["source"],
            "reason": "A witness is in danger"}  # fmt: skip
    folder, _ = released(town, "one", rule)
    text = words_in(folder)
    assert "a witness is in danger" in text["CODEBOOK.md"]
    assert "a witness is in danger" in text["datapackage.json"]
    assert leaks(folder, *SOURCE, "marched there") == []


def test_words_that_are_left_are_told(town, released):
    _, drawn = released(town, "one", ILSK | {"place": "admin1"}, note="All but Ilsk is whole.")
    assert [(left.word, left.where) for left in drawn.left] == [("ilsk", {"texts": 1})]


def test_the_record_itself_is_whole(town, released):
    whole, _ = released(town, "a")
    released(town, "b", ILSK | {"place": "country", "drop": ["source", "outlet", "evidence"]})
    again, drawn = released(town, "c")
    for name in ("incidents", "claims", "told", "reports", "relations", "links"):
        assert (whole / f"{name}.csv").read_bytes() == (again / f"{name}.csv").read_bytes()
    assert {c.change for c in drawn.changes} == {"shown", "changed"}


def test_people_are_not_named(town, released):
    released(town, "a")
    (claim,) = (c.id for c in claims_of(town).values() if c.trigger.text == "shelled")
    decide(town, "edit", claim, {"mode": "heavy-weapons"}, person="Rana Olt", reason="It says so")
    joined(town)
    folder, drawn = released(town, "b")
    assert leaks(folder, "rana", "olt") == []
    (mode,) = (c for c in drawn.changes if c.kind == "incident" and c.field == "mode")
    assert (mode.old, mode.new, mode.why) == ("", "heavy-weapons", "decision")
    assert mode.reason == "a person decided: edit (It says so)"
    decide(town, "reject", claim, person="Rana Olt", reason="No shells")
    joined(town)
    named, _ = released(town, "c", about={"name_people": True})
    assert leaks(named, "rana olt decided: reject (no shells)") != []


def rows_of_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_sentence_of_what_is_left_out_goes_with_it(town, released):
    folder, _ = released(town, "one", {"match": {"type": ["PROTEST"]}, "leave_out": True})
    assert leaks(folder, "marched") == []
    attacked = [r for r in rows_of(folder, "claims") if r["trigger"] == "attacked"]
    assert [r["withheld"] for r in attacked] == ["evidence; offsets"] * 2
    assert all(r["evidence"] for r in rows_of(folder, "claims") if r["trigger"] == "arrested")


def test_a_copy_that_tells_of_another_incident_is_looked_at(town, released):
    by_report = {}
    for claim in claims_of(town).values():
        if claim.kind == "event":
            by_report.setdefault(claim.doc, []).append(claim)
    join(town, incidents=[
        incident(f"i-{n}", claims) for n, (_, claims) in enumerate(sorted(by_report.items()))
    ])  # fmt: skip
    (one,) = (f"i-{n}" for n, doc in enumerate(sorted(by_report)) if doc == "ilsk-1")
    folder, _ = released(town, "one", {"match": {"id": [one]}, "place": "admin1"})
    assert leaks(folder, "ilsk", "900001") == []  # r-2 has the same words
    harm = {(r["kind"], r["id"], r["via"]) for r in rows_of_csv(folder / "harm.csv")}
    assert ("report", "r-2", "it tells what is withheld") not in harm  # its id is not its own
    assert sum(kind == "report" for kind, _, _ in harm) == 2


def test_an_old_value_that_a_rule_of_now_is_for_is_not_told(town, released):
    attacked, shelled = (
        [c for c in claims_of(town).values() if c.trigger.text == words]
        for words in ("attacked", "shelled")
    )
    join(town, incidents=[incident("i-1", [*shelled, *attacked])])
    released(town, "whole")
    for claim in claims_of(town).values():
        if claim not in shelled:
            decide(town, "reject", claim.id, person="Rana", reason="Another war")
    join(town, incidents=[incident("i-1", shelled)])  # nothing of Ilsk is in it any more
    folder, drawn = released(town, "guarded", ILSK | {"place": "admin1"})
    told = [c for c in drawn.changes if c.kind == "incident" and c.field == "told place"]
    assert ("Hallin", "") in [(c.old.partition(" (")[0], c.new) for c in told]
    assert leaks(folder, "ilsk", "900001") == []


def test_young_phases_of_a_relation_are_left_out(town, released, monkeypatch):
    add(town, later_holding("r-5", "2031-06-09"))
    joined(town)
    monkeypatch.setattr(acts, "now", lambda: dt.datetime(2031, 6, 20, tzinfo=dt.UTC))
    rule = {"match": {"type": ["controls"]}, "delay": 30}
    folder, _ = released(town, "one", rule)
    assert [str(r["start"]) for r in rows_of(folder, "relations")] == ["2031-03-02"] * 2
    assert leaks(folder, "still holds") == []
    harm = [r for r in rows_of_csv(folder / "harm.csv") if r["kind"] == "relation"]
    assert [(r["id"], r["action"]) for r in harm] == [("rel-holds", "young phases left out")]
    rule = {"match": {"type": ["controls"]}, "delay": 120}
    none, _ = released(town, "none", rule)
    assert rows_of(none, "relations") == []


def later_holding(id_, day):
    text = "The Hallin Front still holds Ilsk, residents said."
    report = make_report(id_, text, outlet="Marn Gazette", published=day)
    doc = make_document(report)
    claim = make_claim(doc, "controls", "holds", actor="Hallin Front", place="Ilsk",
                       source="residents", when=day)  # fmt: skip
    return report, make_coded(report, claim)


def test_the_net_under_changes_cuts_whatever_column_it_is():
    change = Change(kind="incident", id="i-1", change="changed", old="in Ilsk", reason="Ilsk it is")
    other = Change(kind="incident", id="i-2", change="changed", old="in Ilsk")
    cut, whole = _scrubbed([change, other], {"i-1": Words(["Ilsk"])})
    assert (cut.old, cut.reason, whole.old) == ("in [withheld]", "[withheld] it is", "in Ilsk")


def test_a_place_that_only_a_sentence_names_is_cut_there_too(town, released):
    text = "Convoys left Ilsk for Marn. The army shelled Marn, on the road from Ilsk, on Monday."
    report = make_report("r-7", text, outlet="Marn Gazette", published="2031-06-10")
    doc = make_document(report)
    claim = make_claim(doc, "ASSAULT", "shelled", actor="army", place="Marn", when="2031-06-09")
    add(town, (report, make_coded(report, claim)))
    joined(town)
    rule = {"match": {}, "place": "country", "evidence": "cut"}
    folder, _ = released(town, "one", rule)
    assert leaks(folder, "ilsk", "marn,", "900003") == []
    (row,) = (r for r in rows_of(folder, "claims") if r["doc"] != "r-7" and
              "on the road from" in (r["evidence"] or ""))  # fmt: skip
    assert row["evidence"] == (
        "The army shelled [withheld], on the road from [withheld], on Monday."
    )


def test_rows_that_no_rule_is_for_keep_their_words(town, released):
    folder, drawn = released(town, "one", {"match": {"id": ["i-coerce-1"]}, "place": "country"})
    shelled = next(r for r in rows_of(folder, "claims") if r["trigger"] == "shelled")
    assert shelled["evidence"] == "Marn shelled"
    assert {left.word for left in drawn.left} == {"marn"}


def test_words_that_are_no_name_are_cut_in_their_own_sentence(town, released):
    text = "The army shelled the border village on Monday, a shepherd said. The village burnt."
    report = make_report("r-7", text, outlet="Marn Gazette", published="2031-06-10")
    doc = make_document(report)
    claim = make_claim(doc, "ASSAULT", "shelled", actor="army", place="the border village",
                       source="a shepherd", when="2031-06-09")  # fmt: skip
    add(town, (report, make_coded(report, claim)))
    joined(town)
    rule = {"match": {"text": ["shepherd"]}, "place": "admin1", "drop": ["source"],
            "evidence": "cut"}  # fmt: skip
    folder, _ = released(town, "one", rule)
    (row,) = (r for r in rows_of(folder, "claims") if (r["evidence"] or "").startswith("The army"))
    assert row["evidence"] == "The army shelled [withheld] on Monday, [withheld] said."
    assert leaks(folder, "shepherd", "border village") == []
