"""One flat vector, and the views into it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.nn.layout import Layout

SIZES = st.lists(st.integers(1, 6), min_size=2, max_size=5).map(tuple)


@pytest.mark.parametrize(
    ("sizes", "parameters"), [((3, 2), 8), ((4, 8, 8, 3), 139), ((2, 8, 8, 1), 105)]
)
def test_that_every_weight_and_bias_is_counted(sizes, parameters):
    assert Layout(sizes).size == parameters


@given(sizes=SIZES, bias=st.booleans())
def test_that_slots_tile_the_vector_without_gap_or_overlap(sizes, bias):
    layout = Layout(sizes, bias)
    covered = np.concatenate([np.arange(layout.size)[slot.slice] for slot in layout.values()])
    assert covered.tolist() == list(range(layout.size))


@given(sizes=SIZES, bias=st.booleans(), networks=st.integers(1, 3))
def test_that_views_share_their_memory_with_the_vector(sizes, bias, networks):
    layout = Layout(sizes, bias)
    theta = np.zeros((networks, layout.size))
    for view in (*layout.weights(theta), *layout.biases(theta)):
        assert np.shares_memory(view, theta)
        view += 1
    assert (theta == 1).all()
    for view in layout.matrices(theta):
        assert np.shares_memory(view, theta)


def test_that_weights_have_inputs_as_rows_and_units_as_columns():
    layout = Layout((3, 2))
    theta = np.arange(8.0)
    assert layout.weights(theta)[0].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert layout.biases(theta)[0].tolist() == [6, 7]
    assert layout.matrices(theta)[0].tolist() == [[0, 1], [2, 3], [4, 5], [6, 7]]


@given(sizes=SIZES)
def test_that_the_mask_is_true_for_weights_only(sizes):
    layout = Layout(sizes)
    mask = layout.weight_mask()
    assert all(view.all() for view in layout.weights(mask))
    assert not any(view.any() for view in layout.biases(mask))


def test_that_names_tell_the_layers_apart():
    assert list(Layout((2, 3, 1))) == ["W1", "b1", "W2", "b2"]
    assert list(Layout((2, 3, 1), bias=False)) == ["W1", "W2"]
    assert Layout((2, 3, 1), bias=False).biases(np.zeros(9)) == []


def test_that_layouts_of_equal_shape_are_equal():
    assert Layout((2, 3)) == Layout((2, 3))
    assert hash(Layout((2, 3))) == hash(Layout((2, 3)))
    assert Layout((2, 3)) != Layout((2, 3), bias=False)
