"""The ratio of gradients, and names that do not lie on each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.gradients import passage, spread_out
from visualnn.figures.history import History


def history(first, last):
    """Return a history with these sizes of the first and the third layer."""
    made = History()
    made.take({"gradient_1": np.array(first), "gradient_3": np.array(last)}, 0)
    return made


@pytest.mark.parametrize(
    ("first", "last", "verdict", "ratio"),
    [
        ([np.nan, 1e-5, 1e-5], [np.nan, 1e-1, 1e-1], "vanishing", 1e-4),
        ([np.nan, 5.0, 5.0], [np.nan, 0.01, 0.01], "exploding", 500),
        ([np.nan, 0.5, 2.0], [np.nan, 1.0, 1.0], "steady", 1.0),
        ([np.nan, 0.0, 0.0], [np.nan, 1.0, 1.0], "none", 0.0),
    ],
)
def test_that_the_verdict_quotes_the_ratio(first, last, verdict, ratio):
    found = passage(history(first, last), 3)
    assert found.verdict == verdict
    assert found.ratio == pytest.approx(ratio)


def test_that_only_the_latest_epochs_count():
    first = [1e-9] * 50 + [1.0] * 10
    assert passage(history(first, [1.0] * 60), 3).verdict == "steady"


def test_that_before_the_first_epoch_nothing_is_said():
    assert passage(history([np.nan], [np.nan]), 3).verdict == "unknown"
    assert passage(History(), 1).verdict == "unknown"


@given(st.lists(st.floats(0, 300), max_size=7), st.floats(1, 20))
def test_that_names_are_spread_in_order_and_stay_where_they_belong_on_the_whole(places, least):
    spread = spread_out(places, least)
    order = np.argsort(places, kind="stable")
    assert np.all(np.diff(np.array(spread)[order]) >= least - 1e-9)
    if places:
        assert np.mean(spread) == pytest.approx(np.mean(places), abs=1e-9)
