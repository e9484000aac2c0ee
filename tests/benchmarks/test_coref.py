"""The scorers of clusterings, against the worked examples of those who proposed them."""

import importlib.util
import itertools
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def load(name):
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


coref = load("coref")


def clustering(*clusters):
    return {thing: name for name, things in enumerate(clusters) for thing in things}


# Bagga and Baldwin 1998, also in Luo 2005, table 1: three entities and four responses.
KEY = clustering("12345", "67", "89ABC")
RESPONSES = {
    "a": clustering("12345", "6789ABC"),
    "b": clustering("1234589ABC", "67"),
    "c": clustering("123456789ABC"),
    "d": clustering(*"123456789ABC"),
}


@pytest.mark.parametrize(
    ("name", "muc", "b_cubed", "ceaf_m", "ceaf_e"),
    [
        ("a", 0.947, 0.865, 0.833, 0.733),
        ("b", 0.947, 0.737, 0.583, 0.667),
        ("c", 0.900, 0.545, 0.417, 0.294),
        ("d", 0.000, 0.400, 0.250, 0.178),
    ],
)
def test_the_figures_of_luos_table(name, muc, b_cubed, ceaf_m, ceaf_e):
    told = RESPONSES[name]
    assert coref.muc(KEY, told).f1 == pytest.approx(muc, abs=0.0006)
    assert coref.b_cubed(KEY, told).f1 == pytest.approx(b_cubed, abs=0.0006)
    assert coref.ceaf_m(KEY, told).f1 == pytest.approx(ceaf_m, abs=0.0006)
    assert coref.ceaf_e(KEY, told).f1 == pytest.approx(ceaf_e, abs=0.0006)
    mean = (muc + b_cubed + ceaf_e) / 3
    assert coref.conll(KEY, told) == pytest.approx(mean, abs=0.0006)


def test_the_figures_of_bagga_and_baldwin():
    for name, precision in (("a", 16 / 21), ("b", 7 / 12)):
        assert coref.b_cubed(KEY, RESPONSES[name])[:2] == pytest.approx((precision, 1.0))
        assert coref.muc(KEY, RESPONSES[name])[:2] == pytest.approx((0.9, 1.0))


def test_vilains_chain_in_two_parts():
    found = coref.muc(clustering("ABCD"), clustering("AB", "CD"))
    assert found[:2] == pytest.approx((1.0, 2 / 3))


def test_a_split_and_a_strayed_thing_worked_by_hand():
    key, told = clustering("a", "bc", "def"), clustering("a", "b", "de", "cf")
    assert coref.muc(key, told)[:2] == pytest.approx((1 / 2, 1 / 3))
    assert coref.b_cubed(key, told)[:2] == pytest.approx((5 / 6, 11 / 18))
    assert coref.ceaf_e(key, told)[:2] == pytest.approx(((1 + 2 / 3 + 4 / 5) / 4, 37 / 45))


def things(n):
    return st.lists(st.integers(0, 4), min_size=n, max_size=n).map(
        lambda names: {str(i): name for i, name in enumerate(names)}
    )


both = st.integers(1, 9).flatmap(lambda n: st.tuples(things(n), things(n)))
SCORES = (coref.muc, coref.b_cubed, coref.ceaf_m, coref.ceaf_e)


@given(both)
def test_sides_exchanged_exchange_precision_and_recall(pair):
    key, told = pair
    for score in SCORES:
        one, other = score(key, told), score(told, key)
        assert one[:2] == pytest.approx(other[:2][::-1])
        assert all(0 <= value <= 1 + 1e-12 for value in one)


@given(both)
def test_only_the_same_clusters_are_perfect_and_names_do_not_matter(pair):
    key, told = pair
    renamed = {thing: f"cluster {name}" for thing, name in key.items()}
    parts = [sorted(map(sorted, coref.members(side).values())) for side in (key, told)]
    for score in SCORES[1:]:
        assert score(key, renamed).f1 == pytest.approx(1.0)
        assert (score(key, told).f1 > 1 - 1e-9) == (parts[0] == parts[1])


@given(
    st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
        lambda size: st.lists(
            st.lists(st.integers(0, 9), min_size=size[1], max_size=size[1]),
            min_size=size[0],
            max_size=size[0],
        )
    )
)
def test_no_assignment_is_better(gain):
    found = coref.assign(gain)
    short, long = sorted((len(gain), len(gain[0])))
    assert len(found) == len({i for i, _ in found}) == len({j for _, j in found}) == short
    turned = gain if len(gain) == short else list(zip(*gain, strict=True))
    best = max(
        sum(turned[i][j] for i, j in enumerate(order))
        for order in itertools.permutations(range(long), short)
    )
    assert sum(gain[i][j] for i, j in found) == best


def test_both_sides_must_hold_the_same_things():
    with pytest.raises(ValueError, match="same things"):
        coref.b_cubed({"a": 1}, {"b": 1})
