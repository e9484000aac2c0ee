"""Matching and measuring: in = matched + left, the same either way round and in any order."""

import datetime as dt

import msgspec
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.compare.happening import Happening, km
from sayso.compare.match import PRECISE, Rule, candidate, match
from sayso.compare.measure import measure
from sayso.compare.told import lines, pairs_csv

DAY = dt.date(2031, 3, 1)


def happening(id_="a", day=0, *, lat=43.1, lon=41.2, sides=("front", "vel"), **more):
    day_from = DAY + dt.timedelta(days=day)
    given_ = {"type": "ASSAULT", "day_from": day_from, "day_to": day_from, "country": "VEL",
              "precision": "place"} | more  # fmt: skip
    return Happening(id=id_, lat=lat, lon=lon, sides=frozenset(sides), **given_)


def ids_of(matched):
    return [(pair.one.id, pair.other.id) for pair in matched.pairs]


SIDES = st.sets(st.sampled_from(["front", "vel", "das", "name:band"]), max_size=3)
ONE = st.builds(
    lambda day, lasts, lat, precision, sides, country: happening(
        "", day, lat=lat, lon=None if lat is None else 41.2, sides=tuple(sides), country=country,
        precision=precision, day_to=DAY + dt.timedelta(days=day + lasts),
    ),
    st.integers(0, 6), st.sampled_from([0, 0, 0, 1, 40, 90]),
    st.one_of(st.none(), st.floats(43, 44)),
    st.sampled_from(["place", "admin1", "country", ""]), SIDES, st.sampled_from(["VEL", "DAS", ""]),
)  # fmt: skip
SETS = st.lists(ONE, max_size=9).map(
    lambda found: [msgspec.structs.replace(one, id=f"h{n}") for n, one in enumerate(found)]
)
RULES = st.builds(
    Rule, days=st.integers(0, 3), km=st.sampled_from([5.0, 50.0]), any_actor=st.booleans()
)


@given(SETS, SETS, RULES)
def test_each_is_in_one_pair_or_left(ones, others, rule):
    found = match(ones, others, rule)
    left = [one.id for one in found.only_one], [one.id for one in found.only_other]
    for at, whole in enumerate((ones, others)):
        paired = [pair[at] for pair in ids_of(found)]
        assert sorted(paired + left[at]) == sorted(one.id for one in whole)
    figures = measure(found)
    assert (figures.coded, figures.listed) == (len(ones), len(others))
    assert figures.matched + figures.missed == figures.listed
    assert figures.matched + figures.extra == figures.coded
    assert figures.doubtful <= figures.matched
    for one in figures.agreements:
        assert 0 <= one.agree <= one.of
        assert one.of + one.open == figures.matched


@given(SETS, SETS, RULES, st.randoms(use_true_random=False))
def test_order_and_which_is_first_do_not_matter(ones, others, rule, random):
    found = match(ones, others, rule)
    mixed = random.sample(ones, len(ones)), random.sample(others, len(others))
    assert match(*mixed, rule) == found
    turned = match(others, ones, rule)
    assert sorted(ids_of(turned)) == sorted((b, a) for a, b in ids_of(found))
    assert {(p.other.id, p.one.id, p.score, p.doubts) for p in turned.pairs} == {
        (p.one.id, p.other.id, p.score, p.doubts) for p in found.pairs
    }


@given(SETS, SETS, RULES)
def test_no_other_pairs_would_sum_up_higher(ones, others, rule):
    found = match(ones, others, rule)
    graph = nx.Graph()
    for one in ones:
        for other in others:
            pair = candidate(one, other, rule)
            if pair is not None:
                graph.add_edge(("one", one.id), ("other", other.id), weight=pair.score)
    best = sum(graph.edges[edge]["weight"] for edge in nx.max_weight_matching(graph))
    assert sum(pair.score for pair in found.pairs) == pytest.approx(best, abs=1e-5)
    for pair in found.pairs:
        assert pair.days <= rule.days
        if pair.km is not None and {pair.one.precision, pair.other.precision} <= {*PRECISE}:
            assert pair.km <= rule.km + 0.001


@given(SETS)
def test_a_set_is_found_in_itself(ones):
    for one in ones:  # each alone: of two alike either may be taken
        found = match([one], [one], Rule())
        says_something = (
            one.sides or one.country or (one.lat is not None and one.precision in PRECISE)
        )
        assert len(found.pairs) == bool(says_something)


def test_days_distance_and_sides_bound_a_pair():
    base = happening("a")
    assert candidate(base, happening("b", 1), Rule()) is not None
    assert candidate(base, happening("b", 2), Rule()) is None
    assert candidate(base, happening("b", lat=43.5), Rule()) is not None  # 44 km
    assert candidate(base, happening("b", lat=43.6), Rule()) is None  # 56 km
    other = happening("b", sides=("das",))
    assert candidate(base, other, Rule()) is None
    assert candidate(base, other, Rule(any_actor=True)) is not None
    assert candidate(base, happening("b", sides=()), Rule()) is not None
    protest = happening("b", type="PROTEST")
    assert candidate(base, protest, Rule(same_type=True)) is None


def test_the_nearest_is_taken_and_a_near_rival_is_told():
    base = [happening("a")]
    found = match(base, [happening("far", lat=43.4), happening("near", lat=43.11)], Rule())
    assert ids_of(found) == [("a", "near")]
    assert found.pairs[0].doubts == ()
    found = match(base, [happening("b"), happening("c", lat=43.101)], Rule())
    assert found.pairs[0].doubts == ("1 more fit nearly as well",)


def test_a_number_of_dead_has_no_say_in_who_is_a_pair():
    figures = measure(match([happening("a", low=3, best=3, high=3)],
                            [happening("b", low=5, best=8, high=9)], Rule()))  # fmt: skip
    dead = next(one for one in figures.agreements if one.what == "dead: bounds meet")
    assert (figures.matched, dead.agree, dead.of) == (1, 0, 1)
    assert (figures.dead_coded, figures.dead_listed) == (3, 8)


def test_what_is_not_told_is_open_and_never_agreement():
    figures = measure(match([happening("a", sides=())], [happening("b")], Rule()))
    by_name = {one.what: one for one in figures.agreements}
    assert by_name["actors: one side in common"].open == 1
    assert by_name["dead: bounds meet"].share is None


def test_missed_where_nothing_is_coded_are_told_apart():
    figures = measure(match([happening("a")], [happening("b", 300), happening("c", country="DAS",
                            lat=50.0)], Rule()))  # fmt: skip
    assert (figures.missed, figures.missed_outside) == (2, 2)


def test_distance_is_of_the_sphere():
    dublin, paris = (happening(lat=53.35, lon=-6.26), happening(lat=48.86, lon=2.35))
    assert abs(km(dublin, paris) - 780) < 5
    assert km(happening(lat=0, lon=179.9), happening(lat=0, lon=-179.9)) < 23


@given(SETS, SETS)
def test_every_happening_stands_in_the_csv_and_the_words(ones, others):
    found = match(ones, others, Rule())
    rows = pairs_csv(found).decode().splitlines()[1:]
    assert len(rows) == len(found.pairs) + len(found.only_one) + len(found.only_other)
    text = "\n".join(lines(measure(found), found, Rule(), {}, {}))
    assert "matched" in text
