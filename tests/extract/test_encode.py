"""Word pieces and their offsets."""

from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.encode import SHAPES, shape_of


def test_capitals_tell_a_group_from_a_verb():
    assert SHAPES[shape_of("IS")] == "upper"
    assert SHAPES[shape_of("is")] == "lower"
    assert SHAPES[shape_of("160,000")] == "digits"


@given(st.text(min_size=1))
def test_any_word_has_a_shape(word):
    assert 0 <= shape_of(word) < len(SHAPES)
