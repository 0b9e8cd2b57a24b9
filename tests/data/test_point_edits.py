"""Points put, moved and removed by hand: what is there afterwards, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.data import TEST, TRAIN, VALIDATION, Samples
from visualnn.data.point_edits import PointEdit, followed_by, with_edits
from visualnn.errors import InputError

PART = np.array([TRAIN, VALIDATION, TEST, TRAIN], dtype=np.uint8)
X = np.arange(8.0).reshape(4, 2)
CLASSES = Samples(X, np.array([0, 1, 0, 1]), ("a", "b"), "c", ("no", "yes"))
VALUES = Samples(X[:, :1], np.array([0.5, 1.5, 2.5, 3.5]), ("a",), "y")


def put(*x, y=0.0):
    return PointEdit("add", x=x, y=y)


def test_that_without_edits_the_samples_are_the_same_arrays():
    made = with_edits(CLASSES, PART, ())
    assert made.samples is CLASSES
    assert made.numbers.tolist() == [0, 1, 2, 3]


def test_that_a_point_that_is_put_joins_the_training_share_with_the_next_number():
    made = with_edits(CLASSES, PART, (put(9.0, 9.5, y=1), put(0.0, 0.0)))
    assert made.samples.x[4:].tolist() == [[9.0, 9.5], [0.0, 0.0]]
    assert made.samples.y.tolist() == [0, 1, 0, 1, 1, 0]
    assert made.part[4:].tolist() == [TRAIN, TRAIN]
    assert made.numbers.tolist() == [0, 1, 2, 3, 4, 5]


def test_that_a_point_that_is_moved_keeps_class_and_share():
    made = with_edits(CLASSES, PART, (PointEdit("move", 1, (7.0, 8.0)),))
    assert made.samples.x[1].tolist() == [7.0, 8.0]
    assert (made.samples.y.tolist(), made.part.tolist()) == ([0, 1, 0, 1], PART.tolist())


def test_that_a_point_of_a_regression_is_moved_with_its_value():
    made = with_edits(VALUES, PART, (PointEdit("move", 2, (7.0,), -1.0),))
    assert (made.samples.x[2, 0], made.samples.y[2]) == (7.0, -1.0)


def test_that_numbers_stay_when_another_point_is_removed():
    edits = (PointEdit("remove", 0), put(9.0, 9.0), PointEdit("remove", 3))
    made = with_edits(CLASSES, PART, edits)
    assert made.numbers.tolist() == [1, 2, 4]
    assert made.samples.x.tolist() == [[2.0, 3.0], [4.0, 5.0], [9.0, 9.0]]


def test_that_clearing_leaves_nothing_and_points_can_be_put_again():
    assert len(with_edits(CLASSES, PART, (PointEdit("clear"),)).part) == 0
    made = with_edits(CLASSES, PART, (PointEdit("clear"), put(1.0, 2.0, y=1)))
    assert (made.samples.x.tolist(), made.samples.y.tolist()) == ([[1.0, 2.0]], [1])
    assert made.numbers.tolist() == [4]


@pytest.mark.parametrize(
    ("samples", "edit", "sentence"),
    [
        (CLASSES, PointEdit("remove", 4), "no sample number 4"),
        (CLASSES, PointEdit("move", -1, (0.0, 0.0)), "no sample number -1"),
        (CLASSES, put(1.0), "1 coordinates does not fit a data set with 2 features"),
        (CLASSES, put(1.0, 2.0, y=2), "no class number 2: choose one from 0 to 1"),
        (CLASSES, put(1.0, 2.0, y=0.5), "no class number 0.5"),
    ],
)
def test_that_an_edit_that_does_not_fit_is_refused_in_words(samples, edit, sentence):
    with pytest.raises(InputError, match=sentence):
        with_edits(samples, PART, (edit,))


def test_that_a_point_cannot_be_removed_twice():
    with pytest.raises(InputError, match="no sample number 2"):
        with_edits(CLASSES, PART, (PointEdit("remove", 2), PointEdit("remove", 2)))


@pytest.mark.parametrize(
    "names",
    [
        {"kind": "ad"},
        {"kind": "add", "x": (float("nan"), 0.0)},
        {"kind": "add", "x": (0.0, 0.0), "y": float("inf")},
        {"kind": "add", "x": [0.0, 0.0]},
        {"kind": "remove", "index": 1.0},
    ],
)
def test_that_an_edit_of_nonsense_cannot_be_made(names):
    with pytest.raises(InputError):
        PointEdit(**names)


PLACES = st.tuples(st.floats(-9, 9), st.floats(-9, 9))


@st.composite
def strokes(draw):
    """Return edits that fit `CLASSES`, one after another."""
    there, count, edits = {0, 1, 2, 3}, 4, []
    for kind in draw(st.lists(st.sampled_from(["add", "move", "remove", "clear"]), max_size=12)):
        if kind == "add":
            edits.append(put(*draw(PLACES), y=draw(st.integers(0, 1))))
            there.add(count)
            count += 1
        elif kind == "clear":
            edits.append(PointEdit("clear"))
            there, count = set(), 4
        elif there:
            index = draw(st.sampled_from(sorted(there)))
            edits.append(PointEdit(kind, index, draw(PLACES) if kind == "move" else ()))
            there -= {index} if kind == "remove" else set()
    return tuple(edits)


@given(edits=strokes())
def test_that_leaving_out_what_is_needless_changes_nothing(edits):
    short = ()
    for edit in edits:
        short = followed_by(short, edit, 4)
    # After a clear numbers begin anew, as they do here.
    last = max((k for k, edit in enumerate(edits) if edit.kind == "clear"), default=0)
    whole, brief = with_edits(CLASSES, PART, edits[last:]), with_edits(CLASSES, PART, short)
    assert len(short) <= len(edits)
    assert whole.samples.x.tolist() == brief.samples.x.tolist()
    assert whole.samples.y.tolist() == brief.samples.y.tolist()
    assert whole.numbers.tolist() == brief.numbers.tolist()


def test_that_a_drag_is_one_edit_however_many_places_it_goes_through():
    edits = ()
    for k in range(50):
        edits = followed_by(edits, PointEdit("move", 1, (float(k), 0.0)), 4)
    assert edits == (PointEdit("move", 1, (49.0, 0.0)),)
    edits = followed_by(edits, put(1.0, 1.0, y=1), 4)
    edits = followed_by(edits, PointEdit("move", 4, (3.0, 3.0)), 4)
    assert edits[1:] == (put(3.0, 3.0, y=1),)


def test_that_a_removal_counts_whatever_place_it_names():
    removal = PointEdit("remove", 1, (2.0, 3.0), 1.0)
    assert followed_by((removal,), PointEdit("move", 1, (0.0, 0.0)), 4) == (removal,)
