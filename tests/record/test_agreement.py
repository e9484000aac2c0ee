"""Alpha against published figures, and what must hold of it whatever the values are."""

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given, settings

from sayso.record.agreement import agreement, masi

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011).
# A: two coders, ten units, two values. B: two coders, twelve units, five names.
TWO_BINARY = ("0100000010", "1110010000")
TWO_NAMED = ("aabbdcccedda", "babbbccceddd")
# C: four coders, twelve units, values missing.
FOUR = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# The worked example of "Krippendorff's alpha" in Wikipedia: three coders, fifteen units.
THREE = (".....34121133.3", "1.213343.......", "..21344.21133.4")


def units(coders, read=int):
    return [[None if v == "." else read(v) for v in unit] for unit in zip(*coders, strict=True)]


@pytest.mark.parametrize(
    ("coders", "level", "read", "published"),
    [
        (TWO_BINARY, "nominal", int, 0.095),
        (TWO_NAMED, "nominal", str, 0.692),
        (FOUR, "nominal", int, 0.743),
        (FOUR, "ordinal", int, 0.815),
        (FOUR, "interval", int, 0.849),
        (FOUR, "ratio", int, 0.797),
        (THREE, "nominal", int, 0.691),
        (THREE, "interval", int, 0.811),
    ],
)
def test_it_is_what_was_published(coders, level, read, published):
    found = agreement(units(coders, read), level, draws=0)
    assert found.alpha == pytest.approx(published, abs=0.0005)
    assert (found.low, found.high, found.reason) == (None, None, "")


def test_what_it_rests_on_is_told():
    found = agreement(units(FOUR), "nominal", draws=0)
    assert (found.units, found.values, found.clusters) == (11, 40, 11)
    assert agreement(units(TWO_BINARY), "nominal", draws=0).observed == pytest.approx(0.6)


def test_sets_that_share_members_differ_less():
    # Passonneau 2006: Jaccard times 1, 2/3, 1/3 or 0.
    sets = [frozenset(s) for s in ("ab", "abcd", "bcx", "xy", "")]
    assert masi(sets[0], sets[1]) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi(sets[0], sets[2]) == pytest.approx(1 - 1 / 4 * 1 / 3)
    assert (masi(sets[0], sets[3]), masi(sets[0], sets[4]), masi(sets[4], sets[4])) == (1, 1, 0)
    apart = agreement([[{"a"}, {"b"}], [{"b"}, {"b"}], [{"c"}, {"c"}]], "set", draws=0)
    near = agreement([[{"a"}, {"a", "b"}], [{"b"}, {"b"}], [{"c"}, {"c"}]], "set", draws=0)
    assert apart.alpha < near.alpha < 1


@pytest.mark.parametrize(
    ("given_units", "reason"),
    [
        ([], "no unit has values of two coders"),
        ([["a", None], [None, "b"], ["c"]], "no unit has values of two coders"),
        ([["a", "a"], ["a", "a", None]], "nothing varies: all coders gave one value throughout"),
    ],
)
def test_where_there_is_no_alpha_it_says_why(given_units, reason):
    found = agreement(given_units, "nominal")
    assert (found.alpha, found.low, found.high, found.reason) == (None, None, None, reason)


def test_values_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="negative"):
        agreement([[-1, 2]], "ratio")
    with pytest.raises(ValueError, match="finite"):
        agreement([[math.inf, 2]], "interval")
    with pytest.raises(ValueError, match="2 clusters"):
        agreement([["a", "b"]], "nominal", clusters=["r1", "r2"])


def test_the_interval_holds_alpha_and_narrows_with_more_units():
    few, many = units(FOUR)[:11], units(FOUR)[:11] * 10
    small, large = agreement(few, "nominal"), agreement(many, "nominal")
    assert small.low < small.alpha < small.high <= 1
    assert large.high - large.low < (small.high - small.low) / 2


def test_the_same_seed_gives_the_same_interval():
    first, again = (agreement(units(FOUR), "ordinal", seed=3) for _ in range(2))
    assert first == again
    assert first.low != agreement(units(FOUR), "ordinal", seed=4).low


def test_units_of_one_report_are_drawn_together():
    many = units(FOUR)[:11] * 10
    together = [i % 11 for i in range(110)]
    apart = agreement(many, "interval")
    clustered = agreement(many, "interval", clusters=together)
    assert clustered.alpha == pytest.approx(apart.alpha)
    assert clustered.clusters == 11
    assert clustered.high - clustered.low > (apart.high - apart.low) * 1.5
    assert agreement(many, "interval", clusters=["r1"] * 110).low is None


def test_no_interval_where_many_draws_have_no_alpha():
    # Three draws in ten hold but one of the two names.
    found = agreement([["a", "a"]] * 3 + [["b", "b"]], "nominal")
    assert (found.alpha, found.low) == (1, None)


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    # Two coders who each give the true one of two equal values nine times of ten: alpha is
    # 0.64, since they agree in 0.82 of units where chance gives 0.5.
    chance = np.random.default_rng(1)
    covered = 0
    for _ in range(100):
        truth = chance.integers(0, 2, 80)
        coders = [np.where(chance.random(80) < 0.9, truth, 1 - truth).tolist() for _ in range(2)]
        found = agreement(list(zip(*coders, strict=True)), "nominal", draws=400)
        covered += found.low <= 0.64 <= found.high
    assert 88 <= covered <= 100


LEVELS = st.sampled_from(["nominal", "ordinal", "interval", "ratio"])
TABLES = st.integers(2, 4).flatmap(
    lambda n: st.lists(
        st.lists(st.none() | st.integers(0, 4), min_size=n, max_size=n), min_size=1, max_size=12
    )
)


@given(TABLES, LEVELS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_who_is_who_and_which_comes_first_changes_nothing(table, level, random):
    found = agreement(table, level, draws=0)
    order = list(range(len(table[0])))
    random.shuffle(order)
    mixed = [[unit[i] for i in order] for unit in table]
    random.shuffle(mixed)
    other = agreement(mixed, level, draws=0)
    assert other.reason == found.reason
    if found.alpha is not None:
        assert other.alpha == pytest.approx(found.alpha)
        assert found.alpha <= 1


@given(st.lists(st.integers(0, 5), min_size=2, max_size=12), LEVELS)
@settings(deadline=None)
def test_coders_who_agree_throughout_have_one(values, level):
    assume(len(set(values)) > 1)
    assert agreement([[v, v, v] for v in values], level, draws=0).alpha == pytest.approx(1)


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 2), min_size=2, max_size=15))
@settings(deadline=None)
def test_of_two_coders_it_is_scotts_pi_for_a_small_sample(pairs):
    """Krippendorff 2011, section 2: alpha = 1 - (n - 1)(n - sum o_cc) / (n^2 - sum n_c^2)."""
    values = [v for pair in pairs for v in pair]
    assume(len(set(values)) > 1)
    n = len(values)
    same = sum(2 for a, b in pairs if a == b)
    squares = sum(values.count(v) ** 2 for v in set(values))
    expected = 1 - (n - 1) * (n - same) / (n * n - squares)
    assert agreement(pairs, "nominal", draws=0).alpha == pytest.approx(expected)


@given(TABLES)
@settings(deadline=None)
def test_single_members_are_as_names(table):
    sets = [[None if v is None else {v} for v in unit] for unit in table]
    assert agreement(sets, "set", draws=0).alpha == agreement(table, "nominal", draws=0).alpha
