"""What is drawn of a run's scores, and where the axis ends."""

import numpy as np
import pytest

from visualnn.figures.curves import ends, scaled, span_of

VALUES = np.array([0.5, np.nan, 0.0, 3.0, 0.02, np.inf])


@pytest.mark.parametrize("log", [False, True])
def test_that_the_ends_are_those_of_all_that_is_drawn(log):
    drawn = scaled(VALUES, log)
    assert ends(VALUES, log).tolist() == [np.nanmin(drawn), np.nanmax(drawn)]


def test_that_what_has_no_place_has_no_ends():
    assert len(ends(np.array([np.nan, 0.0, -1.0]), log=True)) == 0


@pytest.mark.parametrize(("measure", "log"), [("loss", True), ("loss", False), ("accuracy", False)])
def test_that_an_axis_is_as_long_for_the_ends_as_for_the_whole_curve(measure, log):
    values = np.random.default_rng(0).uniform(0.01, 0.9, 500)
    assert span_of([ends(values, log)], measure, log) == span_of(
        [scaled(values, log)], measure, log
    )
