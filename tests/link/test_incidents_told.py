"""What an incident tells is told by claims and voices; contradictions show both sides."""

import datetime as dt

import handmade
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.base.errors import ConfigError
from sayso.link.incidents_estimates import RULES
from sayso.link.incidents_ids import Alias, first_id, name_clusters
from sayso.link.incidents_tell import tell
from sayso.link.incidents_values import NUMBERS
from sayso.link.incidents_voices import Said, Source, teller_of

TEXT = (
    "The army said on Saturday it killed 8 fighters of the Hallin Front in Ilsk. "
    "A hospital said 17 people had died near Ostrel, 9 of them in Marn."
)


def claim(report="r1", outlet="Hill Radio", trigger="killed", **more):
    made = handmade.make_report(report, TEXT, outlet=outlet, published="2031-03-02")
    return handmade.make_claim(handmade.make_document(made), "ASSAULT", trigger, **more)


def said(one, day=1, source=None):
    return Said(one, teller_of(one, source), dt.date(2031, 3, day).toordinal())


def killed(low, high=None, words="17", **more):
    return claim(number=(words, "killed", low, low if high is None else high), **more)


# --- voices -------------------------------------------------------------------------------


def test_nine_papers_with_one_story_are_one_voice():
    first = Source("r1", "Hill Radio")
    papers = [claim(report=f"r{n}", outlet=f"Paper {n}") for n in range(1, 10)]
    told = tell([said(paper, source=first) for paper in papers])
    assert [t.key for t in told.tellers] == ["outlet:Hill Radio"]
    assert len(told.reports) == 9


def test_a_speaker_counts_once_however_many_outlets_quote_him():
    told = tell(
        [said(claim(report=f"r{n}", outlet=f"Paper {n}", source="The army")) for n in range(3)]
    )
    assert [t.key for t in told.tellers] == ["vel.army"]


def test_who_is_not_named_is_a_voice_of_that_report_alone():
    one = claim(source="it")
    assert teller_of(one).key == "report:r1"
    assert teller_of(one).name == "it (not named)"


def test_an_outlet_that_quotes_itself_is_no_second_voice():
    one = claim(outlet="A hospital", trigger="died", source="A hospital")
    assert teller_of(one).key == "outlet:A hospital"


def test_without_speaker_and_outlet_the_report_is_the_voice():
    assert teller_of(claim(outlet="")).key == "report:r1"


# --- values -------------------------------------------------------------------------------


def test_values_that_disagree_stand_beside_each_other():
    told = tell(
        [
            said(killed(8, words="8", source="The army", report="r1")),
            said(killed(17, trigger="died", source="A hospital", report="r2")),
            said(killed(17, trigger="died", source="A hospital", report="r3")),
        ]
    )
    assert [t.value for t in told.values["killed"]] == ["17 killed", "8 killed"]
    assert [[v.name for v in t.tellers] for t in told.values["killed"]] == [
        ["A hospital"],
        ["The army"],
    ]
    assert "killed" in told.disputed
    assert told.status == "asserted"


@pytest.mark.parametrize(
    ("bounds", "clash"),
    [(((12, None), (15, 15)), False), (((8, 12), (12, 20)), False), (((8, 8), (17, 17)), True)],
)
def test_bounds_that_overlap_do_not_contradict(bounds, clash):
    (a, b), (c, d) = bounds
    one = claim(number=("8", "killed", a, b), source="The army")
    other = claim(trigger="died", number=("17", "killed", c, d), source="A hospital")
    assert ("killed" in tell([said(one), said(other)]).disputed) == clash


def test_a_later_toll_of_the_same_voice_is_no_dispute():
    first = killed(17, report="r1", trigger="died", source="A hospital")
    later = killed(18, report="r2", trigger="died", source="A hospital")
    told = tell([said(first), said(later, day=3)])
    assert told.disputed == ()
    assert told.estimates[0].best == 18


def test_a_denial_makes_it_disputed_and_is_told_as_denied():
    denial = claim(report="r2", actor="The army", place="Ilsk", source="The army", status="negated")
    told = tell([said(claim(actor="The army", place="Ilsk")), said(denial)])
    assert told.status == "disputed"
    assert {"status", "actor"} <= set(told.disputed)
    assert [t.denied for t in told.values["actor"]] == [False, True]
    assert tell([said(denial)]).status == "negated"


def test_a_town_and_its_province_are_told_apart_and_agree():
    province = handmade.Where(
        name="Hallin", geonameid=950, admin1="Hallin", country="VEL", precision="admin1",
        basis="role",
    )  # fmt: skip
    coarse = [said(claim(report=f"r{n}", outlet=f"P{n}", where=province)) for n in (2, 3)]
    told = tell([said(claim(place="Ilsk")), *coarse])
    assert [t.value for t in told.values["place"]] == ["Hallin", "Ilsk"]
    assert "place" not in told.disputed
    assert told.place == "Ilsk"  # the finer is shown: who says "in Hallin" allows it


def test_places_far_apart_are_disputed():
    told = tell([said(claim(place="Ilsk")), said(claim(report="r2", outlet="P", place="Marn"))])
    assert "place" in told.disputed


def test_the_narrow_day_is_shown_where_others_allow_it():
    wide = [
        said(claim(report=f"r{n}", outlet=f"P{n}", when=("2031-03-01", "2031-03-31")))
        for n in (2, 3)
    ]
    told = tell([said(claim(when="2031-03-01")), *wide])
    assert (told.day_from, told.day_to) == (dt.date(2031, 3, 1), dt.date(2031, 3, 1))
    assert told.day_precision == "day"
    assert "day" not in told.disputed


def test_without_a_told_day_the_first_report_s_day_is_shown_as_such():
    def of_report(day, **more):
        when = handmade.When(
            earliest=dt.date(2031, 3, day), latest=dt.date(2031, 3, day), precision="day",
            basis="report_date",
        )  # fmt: skip
        return msgspec.structs.replace(claim(**more), when=when)

    told = tell([said(of_report(4)), said(of_report(2, report="r2", outlet="P"))])
    assert (told.day_from, told.day_basis) == (dt.date(2031, 3, 2), "report_date")
    assert "day" not in told.values


# --- estimates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "best"), [("ged", 17), ("median", 12), ("max", 17), ("min", 8), ("latest", 12)]
)
def test_a_named_rule_chooses_the_best(rule, best):
    told = tell(
        [
            said(killed(8, words="8", source="The army")),
            said(killed(17, trigger="died", source="A hospital")),
            said(claim(report="r3", outlet="P", number=("9", "killed", 12, None)), day=5),
        ],
        rule=rule,
    )
    (estimate,) = told.estimates
    assert (estimate.best, estimate.low, estimate.high, estimate.rule) == (best, 8, 17, rule)


def test_only_at_least_leaves_the_high_open():
    (estimate,) = tell([said(claim(number=("9", "killed", 12, None)))]).estimates
    assert (estimate.best, estimate.low, estimate.high) == (12, 12, None)


def test_an_unknown_rule_is_refused():
    with pytest.raises(ConfigError, match="there are ged"):
        tell([said(claim())], rule="mean")


# --- what always holds --------------------------------------------------------------------

_voices = st.sampled_from(("The army", "A hospital", ""))


@st.composite
def happenings(draw):
    made = []
    for n in range(draw(st.integers(1, 6))):
        low = draw(st.none() | st.integers(1, 30))
        high = draw(st.none() | st.integers(low or 1, 40))
        more = {"source": draw(_voices) or (), "status": draw(st.sampled_from(STATUSES))}
        if low is not None or high is not None:
            more["number"] = ("8", "killed", low, high)
        if draw(st.booleans()):
            more["when"] = f"2031-03-{draw(st.integers(1, 3)):02d}"
        if draw(st.booleans()):
            more["place"] = draw(st.sampled_from(("Ilsk", "Ostrel", "Marn")))
        if draw(st.booleans()):
            more["actor"] = draw(st.sampled_from(("The army", "the Hallin Front")))
        more["hedged"] = draw(st.booleans())
        one = claim(report=f"r{n}", outlet=draw(st.sampled_from(("A", "B"))), **more)
        made.append(said(one, day=draw(st.integers(1, 5))))
    return made


STATUSES = ("asserted", "asserted", "negated", "future", "hypothetical")


@settings(deadline=None, max_examples=150)
@given(happenings(), st.sampled_from(sorted(RULES)))
def test_every_told_value_has_claims_and_voices(made, rule):
    told = tell(made, rule=rule)
    ids = {one.claim.id for one in made}
    keys = {one.teller.key for one in made}
    assert set(told.claims) == ids
    assert {t.key for t in told.tellers} == keys
    for field, values in told.values.items():
        assert values, field
        for value in values:
            assert value.claims
            assert set(value.claims) <= ids
            assert value.tellers
            assert {t.key for t in value.tellers} <= keys
    for e in told.estimates:
        assert e.what in NUMBERS
        assert e.rule == rule
        order = [n for n in (e.low, e.best, e.high) if n is not None]
        assert order == sorted(order)


@settings(deadline=None, max_examples=150)
@given(happenings(), st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing_told(made, random):
    mixed = list(made)
    random.shuffle(mixed)
    assert tell(mixed) == tell(made)


@settings(deadline=None, max_examples=150)
@given(happenings())
def test_what_is_disputed_shows_both_sides(made):
    told = tell(made)
    assert ("status" in told.disputed) == (told.status == "disputed")
    for field in told.disputed:
        values = told.values[field]
        assert len(values) > 1
        voices = [{t.key for t in value.tellers} for value in values]
        assert any(a - b for a in voices for b in voices)


# --- ids ----------------------------------------------------------------------------------


def named(was, clusters, slept=None, taken=()):
    return name_clusters(was, clusters, lambda _: slept or {}, lambda ids: set(ids) & set(taken))


def test_an_id_is_that_of_the_first_claim_and_stays():
    first = named({}, [["a", "b"]])
    assert first.ids == (first_id("a"),)
    kept = named({first_id("b"): {"b": 1, "c": 1}}, [["a", "b", "c"]])
    assert kept.ids == (first_id("b"),)
    assert kept.aliases == ()


def test_of_two_that_merge_the_bigger_gives_its_id():
    found = named({"i-1": {"a": 1}, "i-2": {"b": 1, "c": 1}}, [["a", "b", "c"]])
    assert found.ids == ("i-2",)
    assert found.aliases == (Alias("i-1", "i-2", "merged"),)
    tie = named({"i-1": {"a": 1}, "i-2": {"b": 1}}, [["a", "b"]])
    assert tie.ids == ("i-1",)


def test_of_one_that_splits_the_biggest_part_keeps_the_id():
    found = named({"i-1": {"a": 1, "b": 1, "c": 1}}, [["a"], ["b", "c"]])
    assert found.ids == (first_id("a"), "i-1")
    assert found.aliases == (Alias("i-1", first_id("a"), "split"),)


def test_a_new_part_never_takes_an_id_that_was_given():
    was = first_id("a")
    found = named({was: {"a": 1, "b": 1, "c": 1}}, [["a"], ["b", "c"]])
    assert found.ids[1] == was
    assert found.ids[0] != was
    elsewhere = named({}, [["a"]], taken=[was])
    assert elsewhere.ids != (was,)


def test_what_is_gone_is_retracted_and_comes_back_by_its_id():
    found = named({"i-1": {"a": 1}}, [])
    assert found.aliases == (Alias("i-1", "", "retracted"),)
    back = named({}, [["a"]], slept={"i-1": {"a": 1}})
    assert back.ids == ("i-1",)
    assert back.woken == ("i-1",)


def test_undoing_a_merge_gives_back_both_ids():
    back = named({"i-2": {"a": 5, "b": 1, "c": 1}}, [["a"], ["b", "c"]], slept={"i-1": {"a": 1}})
    assert back.ids == ("i-1", "i-2")


@settings(deadline=None)
@given(st.data())
def test_ids_do_not_depend_on_the_order_of_clusters(data):
    claims = [f"c{n}" for n in range(8)]
    homes = data.draw(st.lists(st.integers(0, 3), min_size=8, max_size=8))
    olds = data.draw(st.lists(st.integers(0, 4), min_size=8, max_size=8))
    clusters = [[c for c, h in zip(claims, homes, strict=True) if h == n] for n in range(4)]
    clusters = [c for c in clusters if c]
    was = {}
    for c, old in zip(claims, olds, strict=True):
        if old:
            was.setdefault(f"i-{old}", {})[c] = 1
    mixed = data.draw(st.permutations(clusters))
    one, other = named(was, clusters), named(was, mixed)
    as_map = {tuple(c): i for c, i in zip(clusters, one.ids, strict=True)}
    assert as_map == {tuple(c): i for c, i in zip(mixed, other.ids, strict=True)}
    assert one.aliases == other.aliases
    assert len(set(one.ids)) == len(one.ids)
    gone = was.keys() - set(one.ids)
    assert gone == {a.old for a in one.aliases if a.why != "split"}
