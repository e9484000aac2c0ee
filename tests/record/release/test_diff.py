"""Each kind of change is told with its reason: by hand, between releases, folders and times."""

import datetime as dt
import shutil
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from guarded_town import add, attack_report, copied, joined, later_report
from handmade import make_claim, make_coded, make_document, make_report
from hypothesis import given
from hypothesis import strategies as st
from joined_by_hand import claims_of, incident, join

from sayso.base.errors import ConfigError
from sayso.base.joined import Link
from sayso.record import acts, schema
from sayso.record.decide import decide, undo
from sayso.record.ingest import add_coded
from sayso.record.release.between import between
from sayso.record.release.columns import BY_NAME
from sayso.record.release.diff import Change, compare, counts
from sayso.record.release.diff_why import Decided, Journal
from sayso.record.release.kept import Settings
from sayso.record.release.make import release
from sayso.record.release.sides import Side, side_of

# --- by hand ------------------------------------------------------------------------------


def row(table: str, **values: Any) -> dict[str, Any]:
    return dict.fromkeys(BY_NAME[table].names) | values


def claim(id_: str, **values: Any) -> dict[str, Any]:
    given = {"kind": "event", "type": "ASSAULT", "doc": "r-1", "made_by": "m-1", "state": "coded",
             "incident": "i-1", "trigger": "hit"}  # fmt: skip
    return row("claims", id=id_, **given | values)


def told(value: str, tellers: str = "army", **values: Any) -> dict[str, Any]:
    given = {"incident": "i-1", "field": "killed", "rank": 1, "denied": False, "hedged": False}
    return row("told", value=value, tellers=tellers, **given | values)


def one(claims: Iterable[dict[str, Any]], *, name: str = "a", **tables: Any) -> Side:
    """A side with one incident, of the claims that name it."""
    claims = list(claims)
    own = [c["id"] for c in claims if c["incident"] == "i-1"]
    values = {"type": "ASSAULT", "estimate_rule": "ged", "claims": "; ".join(own),
              "n_claims": len(own)} | tables.pop("incident", {})  # fmt: skip
    reports = tables.pop("reports", {c["doc"]: "" for c in claims})
    given = {
        "incidents": [row("incidents", id="i-1", **values)],
        "claims": claims,
        "reports": [row("reports", id=r, outlet="Hill Radio", copy_of=o or None)
                    for r, o in reports.items()],
    }  # fmt: skip
    return side_of(name, given | tables)


def of_incident(changes: list[Change]) -> list[tuple[str, str, str, str, str]]:
    return [
        (c.change, c.field, c.old, c.new, c.why)
        for c in changes
        if c.kind == "incident" and c.field != "n_claims"
    ]


def test_the_same_has_no_changes():
    side = one([claim("c-1")], told=[told("8 killed")])
    assert compare(side, side) == []


def test_a_new_report():
    a = one([claim("c-1")], told=[told("8 killed")])
    b = one(
        [claim("c-1"), claim("c-2", doc="r-2")],
        told=[told("8 killed"), told("17 killed", "hospital")],
    )
    changes = compare(a, b)
    assert of_incident(changes) == [
        ("changed", "told killed", "", "17 killed (hospital)", "new-report")
    ]
    assert changes[0].reason == "new: r-2 (Hill Radio)"
    (new,) = (c for c in changes if c.kind == "claim")
    assert (new.change, new.new, new.why) == ("new", "ASSAULT, hit, r-2", "new-report")


def test_another_teller_of_the_same_value():
    a = one([claim("c-1")], told=[told("8 killed")])
    b = one([claim("c-1"), claim("c-2", doc="r-2")], told=[told("8 killed", "army; police")])
    assert of_incident(compare(a, b)) == [
        ("changed", "told killed", "8 killed (army)", "8 killed (army; police)", "new-report")
    ]


def test_a_denial_is_a_value_of_its_own():
    a = one([claim("c-1")], told=[told("8 killed")])
    b = one([claim("c-1")], told=[told("8 killed"), told("8 killed", denied=True)])
    assert [c[3] for c in of_incident(compare(a, b))] == ["8 killed (army, denied)"]


def test_recoded():
    a = one([claim("c-1", mode="")], incident={"mode": ""})
    b = one([claim("c-1", mode="bombing", made_by="m-2")], incident={"mode": "bombing"})
    changes = compare(a, b)
    assert of_incident(changes) == [("changed", "mode", "", "bombing", "recoded")]
    assert changes[0].reason == "coded anew by m-2"
    gone = compare(a, one([claim("c-9", made_by="m-2")]))
    assert {(c.id, c.change, c.why) for c in gone if c.kind == "claim"} == {
        ("c-1", "retracted", "recoded"), ("c-9", "new", "recoded"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        (Decided("edit", "c-1", "Rana", "It says so"), "Rana decided: edit (It says so)"),
        (Decided("edit", "c-1", "", "It says so"), "a person decided: edit (It says so)"),
        (Decided("edit", "c-1", "", "", undone=True), "a person undid: edit"),
        (Decided("same", "c-1 c-7", "Rana"), "Rana decided: same"),
        (Decided("settle", "i-1", "Rana"), "Rana decided: settle"),
        (Decided("actor", "hallin front", "Rana"), "Rana decided: actor"),
    ],
)
def test_a_decision_with_its_reason(decided, words):
    a = one([claim("c-1", actor="the Hallin Front")], incident={"mode": ""})
    b = one([claim("c-1", actor="the Hallin Front")], incident={"mode": "bombing"})
    other = Decided("reject", "c-2", "Nobody", "of another claim")
    (change,) = compare(a, b, Journal(decisions=[other, decided]))
    assert (change.why, change.reason) == ("decision", words)


def test_a_decision_is_seen_without_the_record_too():
    a, b = one([claim("c-1")]), one([claim("c-1", state="edited", mode="bombing")])
    why = {c.why for c in compare(a, b)}
    assert why == {"decision"}


def test_merged_split_retracted():
    def side(*ids: str, aliases: Iterable[tuple[str, str, str]] = ()) -> Side:
        return side_of("", {
            "incidents": [row("incidents", id=i, type="ASSAULT") for i in ids],
            "aliases": [row("aliases", old=o, new=n, why=w) for o, n, w in aliases],
        })  # fmt: skip

    a = side("i-1", "i-2", "i-3", "i-4")
    b = side("i-1", "i-5", aliases=[("i-2", "i-1", "merged"), ("i-3", "i-1", "split"),
                                    ("i-3", "i-5", "split"), ("i-4", "", "retracted")])  # fmt: skip
    assert [(c.id, c.change, c.new) for c in compare(a, b)] == [
        ("i-2", "merged", "i-1"),
        ("i-3", "split", "i-1; i-5"),
        ("i-4", "retracted", ""),
        ("i-5", "new", "ASSAULT"),
    ]
    lives = side("i-1", "i-6", aliases=[("i-1", "i-6", "split")])
    assert [(c.id, c.change, c.new) for c in compare(side("i-1"), lives)] == [
        ("i-1", "split", "i-6"), ("i-6", "new", "ASSAULT"),
    ]  # fmt: skip


def test_what_left_the_filters_is_not_retracted():
    a, b = one([claim("c-1")]), side_of("b", {})
    (left, claim_left) = compare(a, b, Journal(kept={"i-1", "c-1"}))
    assert (left.change, claim_left.change) == ("left", "left")
    (gone, claim_gone) = compare(a, b, Journal(retracted={"i-1", "c-1"}))
    assert (gone.change, claim_gone.change) == ("retracted", "retracted")
    assert compare(a, b)[0].change == "left"  # without the record nobody can tell


def test_claims_that_were_told_of_another_incident():
    a = one([claim("c-1"), claim("c-2", incident="i-2")])
    b = one([claim("c-1"), claim("c-2")])
    assert ("changed", "n_claims", "1", "2", "linked") in [
        (c.change, c.field, c.old, c.new, c.why) for c in compare(a, b)
    ]
    moved = [c for c in compare(a, b) if c.kind == "claim"]
    assert [(c.field, c.old, c.new) for c in moved] == [("incident", "i-2", "i-1")]


def test_judged_anew():
    def judged(by: str) -> Side:
        link = row("links", a="c-1", b="c-2", judgement="same", by=by)
        return one([claim("c-1"), claim("c-2")], links=[link], incident={"mode": by})

    (change,) = compare(judged("machine"), judged("person"))
    assert (change.why, change.reason) == ("decision", "person: claims judged anew")


def test_the_rule_of_estimates():
    a = one([claim("c-1")], incident={"killed_best": 8})
    b = one([claim("c-1")], incident={"killed_best": 17, "estimate_rule": "max"})
    changes = {c.field: c for c in compare(a, b)}
    assert (changes["killed_best"].old, changes["killed_best"].new) == ("8", "17")
    assert changes["killed_best"].why == "rule"
    assert changes["killed_best"].reason == "rule of estimates: ged before, max now"


def test_copies():
    a = one([claim("c-1"), claim("c-2", doc="r-2")], incident={"n_tellers": 2})
    b = one([claim("c-1"), claim("c-2", doc="r-2")], incident={"n_tellers": 1},
            reports={"r-1": "", "r-2": "r-1"})  # fmt: skip
    (change,) = compare(a, b)
    assert (change.field, change.why) == ("n_tellers", "copies")


def test_a_report_that_is_no_more():
    a, b = one([claim("c-1"), claim("c-2", doc="r-2")]), one([claim("c-1")])
    assert {c.why for c in compare(a, b)} == {"report-gone"}


def test_a_rule_of_doing_no_harm():
    a = one([claim("c-1")], incident={"place": "Ilsk"})
    b = one([claim("c-1")], incident={"place": "Hallin", "withheld": "place"})
    (change,) = compare(a, b)
    assert (change.why, change.reason) == ("harm", "withheld by a do-no-harm rule: place")


def test_nothing_is_known_but_the_version():
    a = one([claim("c-1")], incident={"mode": ""})
    b = one([claim("c-1")], incident={"mode": "bombing"})
    a.versions, b.versions = "0.1", "0.2"
    (change,) = compare(a, b)
    assert (change.why, change.reason) == ("computed", "computed anew by sayso 0.2")


def test_phases_are_compared_by_their_days():
    def phase(day: int, **values: Any) -> dict[str, Any]:
        start = dt.date(2031, 3, day)
        given = {"kind": "point", "start": start, "end": start, "tellers": "army"}
        return row("relations", id="rel", type="alliance", actor="A", recipient="B",
                   **given | values)  # fmt: skip

    a = side_of("a", {"relations": [phase(1), phase(9)]})
    b = side_of("b", {"relations": [phase(1, disputed=True), phase(5), phase(9)]})
    assert [(c.field, c.old, c.new) for c in compare(a, b)] == [
        ("phase point 2031-03-01/2031-03-01: disputed", "", "true"),
        ("phase", "", "point 2031-03-05/2031-03-05, by army"),
    ]
    (new,) = compare(side_of("", {}), a)
    assert (new.change, new.new) == ("new", "A alliance B: 2 phases")
    (gone,) = compare(a, side_of("", {}), Journal(retracted={"rel"}))
    assert gone.change == "retracted"


_cells = st.sampled_from([None, "", "x", "y"])


@given(
    st.dictionaries(st.sampled_from("pqrs"), st.tuples(_cells, _cells)),
    st.dictionaries(st.sampled_from("pqrs"), st.tuples(_cells, _cells)),
)
def test_what_changed_leads_from_one_side_to_the_other(old, new):
    def side(given: dict[str, Any]) -> Side:
        rows = [row("incidents", id=i, type="T", mode=m, place=p) for i, (m, p) in given.items()]
        return side_of("", {"incidents": rows})

    changes = compare(side(old), side(new), Journal(retracted=set(old) - set(new)))
    rebuilt = {i: {"mode": m or "", "place": p or ""} for i, (m, p) in old.items()}
    for change in changes:
        if change.change == "retracted":
            del rebuilt[change.id]
        elif change.change == "changed":
            assert rebuilt[change.id][change.field] == change.old
            rebuilt[change.id][change.field] = change.new
    added = {c.id for c in changes if c.change == "new"}
    assert added == set(new) - set(old)
    assert rebuilt == {
        i: {"mode": m or "", "place": p or ""} for i, (m, p) in new.items() if i not in added
    }


# --- with a record ------------------------------------------------------------------------


def shelled(record: Any) -> str:
    return next(c.id for c in claims_of(record).values() if c.trigger.text == "shelled")


def test_tombstones_are_kept_from_release_to_release(town, released):
    first = [incident("i-a", own(town, "attacked")), incident("i-k", own(town, "killed"))]
    join(town, incidents=first)
    released(town, "one")
    both = [*own(town, "attacked"), *own(town, "killed")]
    join(town, incidents=[incident("i-a", both)], aliases=[("i-k", "i-a", "merged")])
    _, drawn = released(town, "two")
    changes = [(c.id, c.change, c.new) for c in drawn.changes if c.change == "merged"]
    assert changes == [("i-k", "merged", "i-a")]
    assert aliases(drawn) == [("i-k", "i-a", "merged", "two")]
    join(
        town,
        incidents=[incident("i-s", own(town, "shelled"))],
        aliases=[("i-k", "i-a", "merged"), ("i-a", "", "retracted")],
    )
    _, drawn = released(town, "three")
    assert aliases(drawn) == [
        ("i-a", "", "retracted", "three"), ("i-k", "", "merged", "two"),
    ]  # fmt: skip
    join(town, incidents=first)  # everything is undone
    _, drawn = released(town, "four")
    assert aliases(drawn) == [("i-s", "", "retracted", "four")]


def aliases(drawn: Any) -> list[tuple[str, str, str, str]]:
    rows = drawn.tables["aliases"].to_pylist()
    return [(r["old"], r["new"] or "", r["why"], r["since"]) for r in rows]


def own(record: Any, trigger: str) -> list[Any]:
    return [c for c in claims_of(record).values() if c.trigger.text == trigger]


def test_a_report_coded_anew_is_told_with_the_model(town, released):
    released(town, "one")
    report, coded = later_report()
    made = [msgspec.structs.replace(c, mode="heavy-weapons", made_by="sayso test-2")
            for c in coded.claims]  # fmt: skip
    with town.write("recode", model="sayso test-2") as act:
        add_coded(act, report, msgspec.structs.replace(coded, claims=tuple(made)))
    joined(town)
    _, drawn = released(town, "two")
    (mode,) = (c for c in drawn.changes if c.kind == "incident" and c.field == "mode")
    assert (mode.new, mode.why) == ("heavy-weapons", "recoded")
    assert mode.reason == "coded anew by sayso test-2"


def test_decisions_and_their_undoing(town):
    before = last(town)
    id_ = decide(town, "edit", shelled(town), {"mode": "heavy-weapons"}, person="Rana",
                 reason="shells")  # fmt: skip
    joined(town)
    then = last(town)
    undo(town, id_, person="Olt", reason="a slip")
    joined(town)
    made = between(f"@act:{before}", f"@act:{then}", lambda: again(town), name_people=True)
    assert "Rana decided: edit (shells)" in {c.reason for c in made.changes}
    undone = between(f"@act:{then}", "now", lambda: again(town), name_people=True)
    assert "Olt undid: edit (a slip)" in {c.reason for c in undone.changes}
    assert between(f"@act:{before}", "now", lambda: again(town)).changes == []


def last(record: Any) -> int:
    with record.read() as view:
        return view.conn.execute(sa.select(sa.func.max(schema.act.c.n))).scalar_one()  # type: ignore[no-any-return]


class again:  # noqa: N801  a record that stays open when `between` is done with it
    def __init__(self, record: Any) -> None:
        self.read = record.read

    def __enter__(self) -> "again":
        return self

    def __exit__(self, *_: object) -> None:
        pass


def never() -> Any:
    raise AssertionError("the record is not needed")


def test_two_folders_need_no_record(town, released, tmp_path):
    one_, _ = released(town, "one")
    add(town, attack_report("r-3", "Marn Gazette"))
    joined(town)
    two, drawn = released(town, "two")
    shutil.move(one_, tmp_path / "elsewhere")
    found = between(str(tmp_path / "elsewhere"), str(two), never)
    assert {(c.kind, c.id, c.change, c.field, c.new) for c in found.changes} == {
        (c.kind, c.id, c.change, c.field, c.new) for c in drawn.changes
    }
    assert {c.why for c in found.changes} == {"new-report"}
    backwards = between(str(two), str(tmp_path / "elsewhere"), never)
    assert counts(backwards.changes)["claim"] == {"retracted": 5}


def test_reasons_of_the_newer_folder_are_taken(town, released):
    one_, _ = released(town, "one")
    decide(town, "edit", shelled(town), {"mode": "heavy-weapons"}, person="Rana", reason="shells")
    joined(town)
    two, _ = released(town, "two")
    (mode,) = (
        c for c in between(str(one_), str(two), never).changes
        if c.kind == "incident" and c.field == "mode"
    )  # fmt: skip
    assert mode.reason == "a person decided: edit (shells)"


def test_names_times_and_acts(town, released, monkeypatch):
    released(town, "one")
    start = last(town)
    monkeypatch.setattr(acts, "now", lambda: dt.datetime(2040, 1, 2, 12, tzinfo=dt.UTC))
    add(town, attack_report("r-3", "Marn Gazette"))
    joined(town)

    def changed(a: str, b: str) -> dict[str, dict[str, int]]:
        return counts(between(a, b, lambda: again(town)).changes)

    new = changed("one", "now")
    assert new["claim"] == {"new": 5}
    assert changed("@2040-01-01", "@2040-01-02") == new
    assert changed("@2040-01-02T11:59Z", "@now") == new
    assert changed(f"@act:{start}", "now") == new
    assert changed("now", "now") == {}
    released(town, "two")
    assert changed("one", "two") == new
    assert changed("two", "now") == {}


def test_releases_are_compared_as_they_were_published(town, released):
    rule = {"match": {"place": ["Ilsk"]}, "place": "admin1"}
    released(town, "one", rule)
    found = between("one", "now", lambda: again(town)).changes
    assert {c.why for c in found if c.field == "place"} == {"harm"}


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("three", "neither a folder of a release nor a release of the record"),
        ("releases/three", "is no folder of a release"),
        ("@act:x", "write the number of an act"),
        ("@soon", "is not a time"),
    ],
)
def test_what_is_none_of_these_is_refused(town, released, word, message):
    released(town, "one")
    with pytest.raises(ConfigError, match=message):
        between("one", word, lambda: again(town))


def test_other_filters_leave_and_bring(town, tmp_path):
    target = tmp_path / "r"
    release(town, "all", target / "all", Settings())
    few = release(town, "few", target / "few", Settings(filters={"type": ["PROTEST"]}))
    found = counts(few.changes)
    assert found["incident"] == {"left": 3}
    assert {c.why for c in few.changes if c.kind == "incident"} == {"filters"}
    assert few.facts.filter_words() == "type PROTEST"
    back = release(town, "back", target / "back", Settings())
    assert counts(back.changes)["incident"] == {"new": 3}
    assert {c.why for c in back.changes if c.kind == "incident"} == {"filters"}


def test_copies_are_told_as_a_reason(record, released):
    for id_, outlet in (("r-1", "Hill Radio"), ("r-2", "The Courier")):
        report = make_report(id_, "Shells hit Ilsk.", outlet=outlet, published="2031-03-02")
        doc = make_document(report)
        add(record, (report, make_coded(report, make_claim(doc, "ASSAULT", "hit", place="Ilsk",
                                                           when="2031-03-02"))))  # fmt: skip
    claims = list(claims_of(record).values())
    join(record, incidents=[incident("i-1", claims)])
    released(record, "one")
    copied(record, "r-2", "r-1")
    join(record, incidents=[msgspec.structs.replace(
        incident("i-1", claims), tellers=incident("i-1", claims).tellers[:1])])  # fmt: skip
    _, drawn = released(record, "two")
    (change,) = (c for c in drawn.changes if c.kind == "incident")
    assert (change.field, change.old, change.new, change.why) == ("n_tellers", "2", "1", "copies")


def test_a_persons_link_is_told_as_a_reason(town, released):
    a, b = sorted((own(town, "attacked")[0].id, own(town, "killed")[0].id))
    apart = [incident("i-a", own(town, "attacked")), incident("i-k", own(town, "killed"))]
    join(town, incidents=apart)
    released(town, "one")
    decide(town, "same", f"{a} {b}", person="Rana", reason="one attack")
    link = Link(a=a, b=b, judgement="same", score=1.0, person="Rana")
    both = [*own(town, "attacked"), *own(town, "killed")]
    join(town, incidents=[incident("i-a", both)], links=[link],
         aliases=[("i-k", "i-a", "merged")])  # fmt: skip
    folder, drawn = released(town, "two")
    (merged,) = (c for c in drawn.changes if c.change == "merged")
    assert "a person decided: same (one attack)" in merged.reason
    assert "Rana" not in (folder / "links.csv").read_text()
