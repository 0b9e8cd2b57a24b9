"""The geometry of the network diagram, the widths of its strokes, and its thumbnails."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures import strokes, thumbnails
from visualnn.figures.diagram import HEAD, MAX_ROWS, TAIL, Box, arrange, connect, pick

BOX = Box(40.0, 30.0, 700.0, 640.0)
sizes = st.lists(st.integers(1, 300), min_size=2, max_size=8).map(tuple)


def everything(network: tuple[int, ...]) -> list[tuple[np.ndarray, np.ndarray]]:
    shapes = pairwise(network)
    return [pick(np.ones(shape), 1_000_000) for shape in shapes]


@given(sizes)
def test_that_every_drawn_neuron_lies_in_the_box_and_overlaps_no_other(network):
    diagram = arrange(network, BOX)
    half = diagram.side / 2
    x, y = diagram.centers.T
    # Squares are moved to whole pixels, by half a pixel at most.
    assert x.min() - half >= BOX.left - 0.5
    assert x.max() + half <= BOX.right + 0.5
    assert y.min() - half >= BOX.top - 0.5
    assert y.max() + half <= BOX.bottom + 0.5
    for column in diagram.columns:
        assert (np.diff(column.y[column.shown]) >= diagram.side).all()


@given(sizes)
def test_that_a_layer_wider_than_sixteen_is_condensed_and_a_narrower_one_is_not(network):
    for units, column in zip(network, arrange(network, BOX).columns, strict=True):
        assert len(column.y) == units
        assert len(column.shown) == (units if units <= MAX_ROWS else HEAD + TAIL)
        assert len(column.shown) + len(column.condensed) == units
        assert (np.diff(column.y) > 0).all()


@given(sizes)
def test_that_the_middle_of_a_neuron_is_found_as_that_neuron(network):
    diagram = arrange(network, BOX)
    for layer, unit in zip(*diagram.shown, strict=True):
        assert diagram.neuron_at(*diagram.center(layer, unit)) == (layer, unit)


def test_that_condensed_units_lie_inside_their_block():
    diagram = arrange((2, 64, 1), BOX)
    column = diagram.columns[1]
    for unit in column.condensed:
        assert diagram.block_at(column.x, column.y[unit]) == 1
    assert diagram.block_at(column.x, column.y[0]) is None


def test_that_neurons_shrink_rather_than_leave_a_small_widget():
    assert arrange((2, 8, 1), BOX).side == 38.0
    assert arrange((2, 16, 1), Box(0, 0, 300, 200)).side < 12.0


def test_that_neurons_grow_with_a_screen_that_leaves_them_room():
    usual = arrange((2, 8, 1), BOX).side
    large = Box(40.0, 30.0, 2200.0, 1900.0)
    assert arrange((2, 8, 1), large).side == 2 * usual
    crowded = arrange((2, 300, 1), large)
    assert crowded.side >= usual
    assert crowded.centers[:, 1].max() + crowded.side / 2 <= large.bottom + 0.5


def test_that_a_point_on_an_edge_finds_that_edge():
    edges = connect(arrange((2, 8, 8, 1), BOX), everything((2, 8, 8, 1)))
    assert len(edges) == 88
    # A third of the way only a few edges run so close together that they are confused.
    places = edges.samples[:, 8]
    found = [edges.nearest(x, y, 3.0) for x, y in places]
    for edge, nearest in enumerate(found):
        gap = np.hypot(*(edges.samples[nearest] - places[edge]).T).min()
        assert nearest == edge or gap < 1.0


def test_that_a_point_far_from_all_edges_finds_none():
    edges = connect(arrange((2, 1), BOX), everything((2, 1)))
    assert edges.nearest(350.0, 31.0, 6.0) is None
    assert edges.nearest(1.0, 300.0, 6.0) is None


def test_that_a_wide_edge_is_found_on_its_body():
    edges = connect(arrange((1, 1), BOX), everything((1, 1)))
    x, y = edges.samples[0, 12]
    assert edges.nearest(x, y + 7.0, 6.0) is None
    assert edges.nearest(x, y + 7.0, 6.0, np.array([3.0])) == 0


def test_that_an_edge_reads_the_entry_from_its_source_to_its_target():
    network = (3, 2, 4)
    edges = connect(arrange(network, BOX), everything(network))
    first, second = np.arange(6.0).reshape(3, 2), np.arange(100.0, 108.0).reshape(2, 4)
    values = edges.values([first, second])
    for value, layer, i, j in zip(values, edges.layer, edges.source, edges.target, strict=True):
        assert value == [first, second][layer - 1][i, j]


def test_that_the_largest_weights_of_a_wide_layer_are_picked_and_nan_with_them():
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(40, 30))
    matrix[7, 9] = np.nan
    source, target = pick(matrix, 100)
    chosen = np.abs(matrix[source, target])
    assert len(chosen) == 100
    assert np.isnan(chosen).sum() == 1
    limit = np.sort(np.abs(matrix)[~np.isnan(matrix)])[-99]
    assert np.nanmin(chosen) == limit


def test_that_a_linear_width_is_proportional_to_the_weight():
    got = strokes.strength(np.array([0.0, 0.5, -1.0, 2.0, 9.0]), 2.0, "linear")
    assert got == pytest.approx([0.0, 0.25, 0.5, 1.0, 1.0])


def test_that_a_factor_of_ten_costs_a_gradient_the_same_share_everywhere():
    got = strokes.strength(10.0 ** -np.arange(6.0), 1.0, "log")
    assert got == pytest.approx([1.0, 0.75, 0.5, 0.25, 0.0, 0.0])


@given(st.lists(st.floats(allow_nan=True), min_size=1), st.sampled_from(["linear", "log"]))
def test_that_every_value_gets_the_pen_of_its_sign(numbers, scale):
    values = np.array(numbers)
    pens = strokes.bins(values, strokes.strength(values, 1.0, scale))
    finite = np.isfinite(values)
    assert ((pens == strokes.NOT_FINITE) == ~finite).all()
    assert ((pens == strokes.ZERO) == (values == 0)).all()
    assert ((pens >= strokes.FIRST_POSITIVE) == (finite & (values > 0))).all()
    assert pens.max() < strokes.BINS


def test_that_the_reference_moves_at_most_once_a_second():
    reference = strokes.Reference()
    assert reference.update(2.0, now=10.0)
    assert not reference.update(8.0, now=10.9)
    assert reference.value == 2.0
    assert reference.update(4.5, now=11.1)
    assert reference.value == pytest.approx(3.0)


def test_that_a_reference_at_rest_is_that_of_the_values_on_show_whatever_came_before():
    reference = strokes.Reference()
    reference.update(2.0, now=10.0)
    assert reference.settle(2.5, now=10.1)
    assert reference.value == 2.5
    assert not reference.settle(2.5, now=20.0)
    assert not reference.update(3.0, now=20.5)


def test_that_the_reference_takes_over_a_change_by_orders_of_magnitude():
    reference = strokes.Reference()
    reference.update(1e-6, now=0.0)
    reference.update(1.0, now=1.5)
    assert reference.value == 1.0


def test_that_the_magnitude_ignores_what_is_not_finite():
    assert strokes.magnitude([np.array([1.0, np.nan]), np.array([[-3.0, np.inf]])]) == 3.0
    assert strokes.magnitude([]) == 0.0


def test_that_a_thumbnail_runs_from_negative_over_the_middle_to_positive():
    table = thumbnails.diverging_table((1, 2, 3), (9, 9, 9), (7, 8, 6), (0, 0, 1), (5, 5, 5))
    assert table[0].tolist() == [3, 2, 1, 255]
    assert table[255].tolist() == [6, 8, 7, 255]
    assert (np.abs(table[127:129, :3].astype(int) - 9) <= 1).all()
    indices = thumbnails.color_indices(np.array([[[-1.0, 0.0, 1.0, 5.0]]]), (-1.0, 1.0))
    assert indices.ravel().tolist() == [0, 128, 255, 255]


def test_that_the_lowest_row_of_a_map_is_the_lowest_of_the_picture():
    indices = thumbnails.color_indices(np.array([[[0.0], [1.0]]]), (0.0, 1.0))
    assert indices.ravel().tolist() == [255, 0]


def test_that_a_map_without_numbers_is_striped():
    indices = thumbnails.color_indices(np.full((1, 12, 12), np.nan), (-1.0, 1.0))
    assert set(indices.ravel()) == {thumbnails.NOT_A_NUMBER, thumbnails.NOT_A_NUMBER + 1}


def test_that_a_bounded_activation_is_colored_over_its_whole_range():
    maps = np.array([[[0.4, 0.6]]])
    assert thumbnails.color_range(maps, "sigmoid") == (0.0, 1.0)
    assert thumbnails.color_range(maps, "relu") == (-0.6, 0.6)
    assert thumbnails.color_range(np.zeros((1, 2, 2)), "relu") == (-1.0, 1.0)


def test_that_a_feature_held_still_gets_the_middle_color():
    held = np.full((1, 3, 3), 5.0)
    indices = thumbnails.color_indices(held, thumbnails.input_range(held))
    assert (indices == 128).all()
