"""Rounds: the sample, blindness, agreement of what was coded, verdicts that become decisions."""

import handmade
import msgspec
import pytest
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.record import schema
from sayso.record.decide import undo
from sayso.record.history import history, in_words
from sayso.record.ingest import add_coded
from sayso.record.queries.filters import Filter
from sayso.record.round_agreement import round_agreement
from sayso.record.round_codings import left_to, lines_of, report_of, save_coding, take_back
from sayso.record.round_pairs import units_of
from sayso.record.round_verdicts import Verdict, adjudicate, beside, reopen
from sayso.record.rounds import make_round, progress, round_named, rounds

ANA, BEN, EDITOR = "Coder Ana", "Coder Ben", "An Editor"

TEXT = (
    "Fighters of the Hallin Front attacked Ilsk on Saturday, killing 8 soldiers, the army said. "
    "Students marched in Marn on Sunday. Rain fell in the hills."
)
ATTACK = {"type": "ASSAULT", "trigger": "attacked"}
MARCH = {"type": "PROTEST", "trigger": "marched"}


@pytest.fixture
def one(record):
    """A record of one report with one claim of the machine, and a round over it."""
    report = handmade.make_report("r-1", TEXT, outlet="Hill News", published="2031-03-02")
    doc = handmade.make_document(report)
    claim = handmade.make_claim(
        doc, "ASSAULT", "attacked", actor="Hallin Front", place="Ilsk", time="Saturday",
        when="2031-03-01", number=("8", "killed", 8, 8),
    )  # fmt: skip
    with record.write("add") as act:
        add_coded(act, report, handmade.make_coded(report, claim))
    make_round(record, [ANA, BEN], size=1, person=EDITOR)
    return record


def code(record, *, ana, ben):
    save_coding(record, "round-1", ANA, {"r-1": ana})
    save_coding(record, "round-1", BEN, {"r-1": ben})


def seen(record, person=EDITOR):
    with record.read() as view:
        return beside(view, "round-1", person=person)


def open_claims(record):
    table = schema.claim
    with record.read() as view:
        rows = view.conn.execute(
            sa.select(table).where(view.open(table)).order_by(table.c.trigger_start)
        ).mappings()
        return [(row["state"], msgspec.json.decode(row["body"])) for row in rows]


# --- the sample ---------------------------------------------------------------------------


def test_a_seed_draws_one_sample_and_another_another(war):
    made = [make_round(war, [ANA, BEN], size=4, person=EDITOR, seed=s) for s in (1, 1, 2)]
    with war.read() as view:
        first, again, other = ([r.report for r in left_to(view, m, ANA)] for m in made)
        assert [r.id for r in rounds(view)] == ["round-3", "round-2", "round-1"]
    assert first == again != other
    assert len(first) == 4


def test_a_sample_by_outlet_has_rare_ones_first(war):
    with war.read() as view:
        table = schema.document
        outlets = set(view.conn.execute(sa.select(table.c.outlet)).scalars())
    made = make_round(war, [ANA, BEN], size=len(outlets), person=EDITOR, by="outlet")
    with war.read() as view:
        assert {r.outlet for r in left_to(view, made, ANA)} == outlets


def test_a_sample_is_of_what_the_filter_asks(war):
    made = make_round(war, [ANA, BEN], size=99, person=EDITOR, filter_=Filter(type=("PROTEST",)))
    assert 0 < made.reports == made.among < 12
    with war.read() as view:
        assert round_named(view, "round-1") == made
    assert made.filter == {"type": ["PROTEST"]}


@pytest.mark.parametrize(
    ("coders", "more", "message"),
    [
        ([ANA], {}, "two coders"),
        ([ANA, ANA], {}, "two coders"),
        ([ANA, " "], {}, "two coders"),
        ([ANA, BEN], {"person": ""}, "who makes"),
        ([ANA, BEN], {"size": 0}, "1 to 10,000"),
        ([ANA, BEN], {"filter_": Filter(text="zeppelin")}, "nothing to code"),
    ],
)
def test_what_is_no_round_is_refused(one, coders, more, message):
    with pytest.raises(ConfigError, match=message):
        make_round(one, coders, **{"size": 1, "person": EDITOR} | more)


# --- blindness ----------------------------------------------------------------------------


def test_a_coder_is_given_the_text_and_nothing_that_was_drawn_from_it(one):
    save_coding(one, "round-1", BEN, {"r-1": [ATTACK | {"actor": "Fighters"}, MARCH]})
    with one.read() as view:
        (given,) = left_to(view, round_named(view, "round-1"), ANA)
    told = msgspec.to_builtins(given)
    assert (told.pop("text"), told.pop("outlet")) == (TEXT, "Hill News")
    words = msgspec.json.encode(told).decode()
    for leak in ("ASSAULT", "PROTEST", "attacked", "Fighters", "c-", "claim", BEN):
        assert leak not in words
    assert [TEXT[a:b] for a, b in given.sentences][-1] == "Rain fell in the hills."


def test_who_has_reports_left_does_not_see_what_others_drew(one):
    save_coding(one, "round-1", BEN, {"r-1": [ATTACK]})
    with pytest.raises(ConfigError, match="1 reports of round-1 left"):
        seen(one, ANA)
    assert seen(one, EDITOR) == []  # one coding alone is not set beside anything
    save_coding(one, "round-1", ANA, {"r-1": []})
    assert len(seen(one, ANA)) == 1


def test_history_does_not_say_what_was_drawn(one):
    save_coding(one, "round-1", BEN, {"r-1": [ATTACK, MARCH]})
    with one.read() as view:
        told = history(view)[0]
    assert (told.kind, told.step, told.person) == ("round", "code", BEN)
    assert in_words(told) == "code · round round-1, coded 1"


def test_a_coding_is_replaced_until_all_is_handed_in(war):
    made = make_round(war, [ANA, BEN], size=2, person=EDITOR)
    with war.read() as view:
        first, second = (r.report for r in left_to(view, made, ANA))
    assert save_coding(war, made.id, ANA, {first: []}) == 1
    assert save_coding(war, made.id, ANA, {first: []}) == 1
    assert save_coding(war, made.id, ANA, {second: []}) == 0
    with war.read() as view:
        assert progress(view, made) == {ANA: 2, BEN: 0}
        assert left_to(view, made, ANA) == []
    with pytest.raises(ConfigError, match="closed to changes"):
        save_coding(war, made.id, ANA, {first: []})


@pytest.mark.parametrize(
    ("coder", "codings", "message"),
    [
        ("Somebody", {"r-1": []}, "does not code"),
        (ANA, {"r-2": []}, "r-2 is not in round-1"),
        (ANA, {"r-1": {}}, "a list of claims"),
        (ANA, {"r-1": [{"type": "ASSAULT"}]}, "claim 1: add needs"),
        (ANA, {"r-1": [ATTACK, {"type": "ASSAULT", "trigger": "flew"}]}, "claim 2: 'flew'"),
        (ANA, {"r-1": [ATTACK | {"actor": [5]}]}, "neither words nor an object"),
        (ANA, {"r-1": [ATTACK, ATTACK]}, "claim 2: it is there already"),
    ],
)
def test_a_coding_that_does_not_fit_leaves_nothing(one, coder, codings, message):
    with pytest.raises(ConfigError, match=message):
        save_coding(one, "round-1", coder, codings)
    with one.read() as view:
        assert progress(view, round_named(view, "round-1")) == {ANA: 0, BEN: 0}


# --- pairs --------------------------------------------------------------------------------


def claims_of(*given):
    report = handmade.make_report("r-1", TEXT)
    doc = handmade.make_document(report)
    return [handmade.make_claim(doc, *args, **more) for args, more in given]


def test_claims_of_one_deed_meet_and_the_others_stand_alone():
    ana = claims_of((("ASSAULT", "attacked"), {}), (("PROTEST", "marched"), {}))
    ben = claims_of((("ASSAULT", "attacked"), {"status": "negated"}))
    cem = claims_of((("COERCE", "attacked"), {}))
    first, second = units_of("r-1", {"a": ana, "b": ben, "c": cem})
    assert set(first.claims) == {"a", "b", "c"}
    assert set(first.differs) == {"type", "status"}
    assert set(second.claims) == {"a"}
    assert "claim" in second.differs
    assert units_of("r-1", {"c": cem, "b": ben, "a": ana[::-1]}) == [first, second]


def test_the_same_type_meets_before_the_same_words():
    ana = claims_of((("ASSAULT", "attacked"), {"actor": "Fighters"}))
    ben = claims_of((("COERCE", "attacked"), {}), (("ASSAULT", "killing"), {"actor": "Fighters"}))
    (met,) = [unit for unit in units_of("r-1", {"a": ana, "b": ben}) if "a" in unit.claims]
    assert met.claims["b"].type == "ASSAULT"


def test_words_that_overlap_are_one_name_but_two_ids_are_not():
    def differ(left, right):
        a = claims_of((("ASSAULT", "attacked"), {"actor": left}))
        b = claims_of((("ASSAULT", "attacked"), {"actor": right}))
        (unit,) = units_of("r-1", {"a": a, "b": b})
        return "actor" in unit.differs

    assert not differ(("the Hallin Front", ""), ("Hallin Front", ""))
    assert not differ(("the Hallin Front", ""), ("Hallin Front", "vel.hallin-front"))
    assert differ(("Hallin Front", "x.one"), ("Hallin Front", "x.two"))
    assert differ(("Fighters", ""), ("Hallin Front", ""))


# --- agreement ----------------------------------------------------------------------------


def test_agreement_counts_claims_that_one_has_and_the_other_not(one):
    code(one, ana=[ATTACK, MARCH], ben=[ATTACK | {"status": "negated"}])
    with one.read() as view:
        found = round_agreement(view, "round-1")
    assert (found.reports, found.left, found.together) == (1, 0, 1)
    assert found.alone == {ANA: 1, BEN: 0}
    # The attack, the march and the sentence about rain: the same in two of three.
    assert found.fields["claim"].observed == pytest.approx(2 / 3)
    # Values: yes yes, yes no, no no; 1 - 5 x 2 / (2 x 3 x 3).
    assert found.fields["claim"].alpha == pytest.approx(1 - 5 * 2 / 18)
    assert found.fields["status"].observed == 0
    assert found.fields["type"].alpha is None
    assert "nothing varies" in found.fields["type"].reason


def test_of_a_round_that_nobody_coded_there_is_no_agreement(one):
    with one.read() as view:
        found = round_agreement(view, "round-1")
    assert (found.reports, found.left) == (0, 1)
    assert {f.alpha for f in found.fields.values()} == {None}


# --- verdicts -----------------------------------------------------------------------------


def test_what_is_chosen_becomes_an_edit_that_keeps_what_was_settled(one):
    code(one, ana=[ATTACK | {"actor": "Hallin Front", "place": "Ilsk", "time": "Saturday",
                             "number": [{"text": "8", "what": "killed", "low": 8, "high": 8}]}],
         ben=[ATTACK | {"actor": "Fighters", "mode": "firearms"}])  # fmt: skip
    (item,) = seen(one)
    assert item.is_open
    assert item.standing is not None
    verdict = Verdict(unit=item.unit.id, choose=ANA, take={"mode": BEN}, reason="guns are named")
    made = adjudicate(one, "round-1", verdict, person=EDITOR)
    ((state, claim),) = open_claims(one)
    assert (state, claim["mode"]) == ("edited", "firearms")
    assert claim["actor"][0]["actor_id"] == "vel.hallin-front"
    assert claim["when"]["from"] == "2031-03-01"
    with one.read() as view:
        told = history(view)[0]
    assert told.decision == made
    assert told.reason == (
        "round-1, Coder Ana and Coder Ben: as Coder Ana has it, mode as Coder Ben; guns are named"
    )
    assert not seen(one)[0].is_open
    with pytest.raises(ConfigError, match=f"by {made}; undo that first"):
        adjudicate(one, "round-1", verdict, person=EDITOR)
    undo(one, made, person=EDITOR)
    assert seen(one)[0].is_open
    assert adjudicate(one, "round-1", verdict, person=EDITOR) != made


def test_what_the_machine_missed_is_added_and_what_is_none_rejected(one):
    code(one, ana=[ATTACK, MARCH | {"actor": "Students"}], ben=[])
    attack, march = seen(one)
    assert march.standing is None
    assert adjudicate(one, "round-1", Verdict(unit=march.unit.id, choose=ANA), person=EDITOR)
    assert adjudicate(one, "round-1", Verdict(unit=attack.unit.id, choose=""), person=EDITOR)
    first, second = open_claims(one)
    assert first[0] == "rejected"
    assert (second[0], second[1]["type"], second[1]["actor"][0]["text"]) == (
        "added", "PROTEST", "Students",
    )  # fmt: skip
    assert not any(item.is_open for item in seen(one))


def test_a_verdict_that_changes_nothing_is_kept(one):
    code(one, ana=[MARCH], ben=[])
    (item,) = seen(one)
    assert adjudicate(one, "round-1", Verdict(unit=item.unit.id, choose=""), person=EDITOR) == ""
    (item,) = seen(one)
    assert (item.is_open, item.person) == (False, EDITOR)


def test_another_kind_of_claim_takes_the_place_of_the_first(one):
    controls = {"type": "controls", "trigger": "attacked", "actor": "Hallin Front"}
    code(one, ana=[controls], ben=[ATTACK])
    (item,) = seen(one)
    made = adjudicate(one, "round-1", Verdict(unit=item.unit.id, choose=ANA), person=EDITOR)
    assert len(made.split()) == 2
    assert {(state, claim["type"]) for state, claim in open_claims(one)} == {
        ("rejected", "ASSAULT"),
        ("added", "controls"),
    }


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        (Verdict(unit="u-none", choose=ANA), "no such unit"),
        (Verdict(unit="", choose="Somebody"), "has no claim"),
        (Verdict(unit="", choose=ANA, take={"kind": BEN}), "cannot be taken"),
        (Verdict(unit="", choose="", take={"mode": BEN}), "only where a claim is chosen"),
    ],
)
def test_a_verdict_that_cannot_be_is_refused(one, verdict, message):
    code(one, ana=[ATTACK], ben=[ATTACK | {"mode": "firearms"}])
    (item,) = seen(one)
    verdict = msgspec.structs.replace(verdict, unit=verdict.unit or item.unit.id)
    with pytest.raises(ConfigError, match=message):
        adjudicate(one, "round-1", verdict, person=EDITOR)
    assert [state for state, _ in open_claims(one)] == ["coded"]


# --- taking back, and an own claim --------------------------------------------------------


def test_a_coder_takes_a_report_back_until_all_are_handed_in(war):
    made = make_round(war, [ANA, BEN], size=2, person=EDITOR)
    with war.read() as view:
        first, second = (r.report for r in left_to(view, made, ANA))
        text = left_to(view, made, ANA)[0].text
    words = text.split()[0]
    save_coding(war, made.id, ANA, {first: [{"type": "CONSULT", "trigger": words, "start": 0}]})
    with war.read() as view:
        assert [line.claims for line in lines_of(view, made, ANA)] == [1, None]
        assert [line.claims for line in lines_of(view, made, BEN)] == [None, None]
        _, claims = report_of(view, made, first, ANA)
        assert [c.trigger.text for c in claims] == [words]
        assert report_of(view, made, first, BEN)[1] is None
    take_back(war, made.id, ANA, first)
    with war.read() as view:
        assert [r.report for r in left_to(view, made, ANA)] == [first, second]
        told = history(view)[0]
    assert in_words(told) == "take back · round round-1, opened 1"
    with pytest.raises(ConfigError, match="has not coded"):
        take_back(war, made.id, ANA, first)
    save_coding(war, made.id, ANA, {first: [], second: []})
    with pytest.raises(ConfigError, match="closed to changes"):
        take_back(war, made.id, ANA, first)


def test_an_own_claim_is_laid_over_what_stands(one):
    code(one, ana=[ATTACK], ben=[ATTACK | {"mode": "firearms"}])
    own = ATTACK | {"mode": "explosives", "instrument": "8", "start": TEXT.index("attacked")}
    (unit,) = [i.unit for i in seen(one) if i.unit.differs]
    for verdict in (
        Verdict(unit=unit.id, choose=ANA, own=own),
        Verdict(unit=unit.id, choose="", own=own, take={"mode": BEN}),
        Verdict(unit=unit.id, choose="", own=own | {"trigger": "flew"}),
    ):
        with pytest.raises(ConfigError):
            adjudicate(one, "round-1", verdict, person=EDITOR)
    verdict = Verdict(unit=unit.id, choose="", own=own, reason="a mine, says the text")
    made = adjudicate(one, "round-1", verdict, person=EDITOR)
    ((state, claim),) = open_claims(one)
    assert (state, claim["mode"]) == ("edited", "explosives")
    assert [part["text"] for part in claim["instrument"]] == ["8"]
    assert not seen(one)[0].is_open
    with one.read() as view:
        assert "neither; a claim of my own; a mine" in history(view)[0].reason
    assert reopen(one, "round-1", unit.id, person=EDITOR) == made
    ((state, claim),) = open_claims(one)
    assert (state, claim.get("mode", "")) == ("coded", "")
    assert seen(one)[0].is_open
    with pytest.raises(ConfigError, match="nobody has settled"):
        reopen(one, "round-1", unit.id, person=EDITOR)


def test_a_verdict_without_a_decision_can_be_opened_again(one):
    code(one, ana=[MARCH], ben=[])
    (unit,) = [i.unit for i in seen(one)]
    assert adjudicate(one, "round-1", Verdict(unit=unit.id, choose=""), person=EDITOR) == ""
    assert seen(one)[0].verdict is not None
    assert reopen(one, "round-1", unit.id, person=EDITOR) == ""
    assert seen(one)[0].is_open
