"""The recorded steps, played either way."""

import pytest

from visualnn.ui.rewind import WHOLE, Rewind


@pytest.fixture
def rewind(qtbot):
    rewind = Rewind()
    rewind.set_pace(10.0)
    yield rewind
    rewind.hold()


@pytest.fixture
def places(rewind):
    seen = []
    rewind.moved.connect(seen.append)
    return seen


@pytest.mark.parametrize(("direction", "step"), [(-1, 35), (1, 45)])
def test_that_it_moves_at_its_pace_in_its_direction(rewind, places, direction, step):
    rewind.play(direction, 40, 100)
    rewind.advance(0.5)
    assert places == [step]
    assert rewind.direction == direction


@pytest.mark.parametrize(("direction", "end"), [(-1, 0), (1, 100)])
def test_that_it_holds_at_the_end_of_the_way(rewind, places, direction, end):
    rewind.play(direction, 50, 100)
    rewind.advance(100.0)
    assert places == [end]
    assert rewind.direction == 0


@pytest.mark.parametrize(("direction", "end", "other"), [(-1, 0, 100), (1, 100, 0)])
def test_that_from_the_end_it_starts_over_at_the_other(rewind, places, direction, end, other):
    rewind.play(direction, end, 100)
    assert places == [other]


def test_that_as_fast_as_it_goes_is_the_whole_recording_in_a_set_time(rewind, places):
    rewind.set_pace(0.0)
    rewind.play(1, 0, 1000)
    places.clear()
    rewind.advance(WHOLE / 2)
    assert places == [500]


def test_that_a_turn_of_direction_is_told_once(rewind, qtbot):
    turns = []
    rewind.direction_changed.connect(turns.append)
    rewind.play(-1, 40, 100)
    rewind.play(-1, 30, 100)
    rewind.hold()
    rewind.hold()
    assert turns == [-1, 0]
