"""Marks of samples changed by hand stay apart, and the last is always among them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from visualnn.ui.curves.edits import APART, apart


@given(st.lists(st.integers(0, 400), min_size=1, unique=True).map(sorted))
def test_that_the_last_mark_of_several_that_lie_close_together_is_kept(places):
    kept = apart(places)
    assert kept[0] == places[-1]
    assert all(late - early >= APART for late, early in pairwise(kept))
    for place in places:  # what is left out lies close before one that is drawn
        assert any(0 <= late - place < APART for late in kept)
