"""Dashes that run along edges, numbers on them, ghosts of their widths, bars, warnings."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.bars import bar_indices
from visualnn.figures.dashes import FASTEST, LENGTH, MOST, SPACING, Tracks, spacings
from visualnn.figures.diagram import Box, arrange, connect, pick
from visualnn.figures.ghosts import LARGEST, magnification
from visualnn.figures.pills import MOST as MOST_PILLS
from visualnn.figures.pills import placed
from visualnn.figures.thumbnails import PAPER
from visualnn.figures.trouble import trouble


def straight(length=320.0, edges=1):
    x = np.linspace(0.0, length, 25)
    return np.stack([np.column_stack([x, np.full(25, 10.0 * e)]) for e in range(edges)])


def edges_of(sizes, box=None):
    diagram = arrange(sizes, box or Box(40.0, 30.0, 700.0, 640.0))
    shapes = pairwise(sizes)
    return connect(diagram, [pick(np.ones(shape), 10_000) for shape in shapes])


def test_that_dashes_are_evenly_spaced_and_of_one_length():
    tracks = Tracks(straight())
    segments, edges = tracks.dashes(spacings(np.ones(1), still=False))
    assert (edges == 0).all()
    assert len(segments) == 10
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    assert lengths[:-1] == pytest.approx(LENGTH)
    assert np.diff(segments[:, 0]) == pytest.approx(-SPACING)


def test_that_dashes_run_from_the_end_to_the_start_as_fast_as_they_are_strong():
    tracks = Tracks(straight(edges=3))
    spacing = spacings(np.ones(3), still=False)
    before, edges = tracks.dashes(spacing)
    tracks.advance(np.array([1.0, 0.5, 0.0]), 0.1)
    after, _ = tracks.dashes(spacing)
    for edge, strength in enumerate((1.0, 0.5, 0.0)):
        old, new = before[edges == edge][0, 0], after[edges == edge][0, 0]
        assert old - new == pytest.approx(FASTEST * strength * 0.1, abs=1e-6)


def test_that_dashes_of_neighboring_edges_do_not_stand_in_line():
    phases = Tracks(straight(edges=8)).phases
    gaps = np.abs(phases[:, None] - phases[None, :])[~np.eye(8, dtype=bool)]
    assert gaps.min() > 1.0


def test_that_dashes_at_rest_are_denser_where_the_gradient_is_larger():
    tracks = Tracks(straight(edges=2))
    _, edges = tracks.dashes(spacings(np.array([1.0, 0.4]), still=True))
    dense, sparse = np.bincount(edges, minlength=2)
    assert dense > 3 * sparse > 0


def test_that_a_wide_network_gets_no_more_dashes_than_can_be_drawn():
    edges = edges_of((16, 16, 16, 16))
    segments, _ = Tracks(edges.samples).dashes(spacings(np.ones(len(edges)), still=False))
    assert 0.4 * MOST < len(segments) <= MOST + len(edges)


@given(st.lists(st.integers(1, 6), min_size=2, max_size=4).map(tuple))
def test_that_numbers_on_edges_cover_no_other_number_and_no_neuron(sizes):
    edges = edges_of(sizes)
    centers = placed(edges.samples, 40.0, 15.0)
    if centers is None:
        return
    assert len(centers) == len(edges) <= MOST_PILLS
    gap = np.abs(centers[:, None] - centers[None, :])
    apart = (gap[..., 0] >= 40.0) | (gap[..., 1] >= 15.0)
    assert apart[~np.eye(len(edges), dtype=bool)].all()
    assert (centers[:, 0] - 20.0 >= edges.curves[:, 0, 0]).all()
    assert (centers[:, 0] + 20.0 <= edges.curves[:, 3, 0]).all()


def test_that_few_edges_with_room_have_numbers_and_many_have_none():
    assert placed(edges_of((2, 3, 1)).samples, 40.0, 15.0) is not None
    assert placed(edges_of((2, 8, 8, 1)).samples, 40.0, 15.0) is None
    assert placed(edges_of((4, 4), Box(0, 0, 90, 60)).samples, 40.0, 15.0) is None


@given(st.floats(1e-5, 10.0))
def test_that_a_small_change_of_width_is_stretched_until_it_can_be_seen(change):
    factor = magnification(change)
    assert np.log10(factor) == round(np.log10(factor))
    assert factor == 1.0 or LARGEST / 10 < change * factor <= LARGEST


def test_that_no_change_is_not_stretched():
    assert magnification(0.0) == magnification(float("nan")) == 1.0


def test_that_bars_stand_on_the_ground_as_tall_as_their_share():
    picture = bar_indices(np.array([[0.0, 1.0, 0.5, 0.0]]), 20)[0]
    heights = (picture != PAPER).sum(axis=0)
    assert heights.tolist() == [0] * 5 + [18] * 5 + [9] * 5 + [0] * 5
    assert (picture[-1, 5:15] != PAPER).all()
    assert picture[-1, 5] < 128 < picture[-1, 10]


def test_that_the_warning_tells_the_ratio_of_first_and_last_layer():
    assert trouble(np.array([1e-2, 1.0])) is None
    found = trouble(np.array([1e-6, 1e-3, 2e-2]))
    assert (found.kind, found.layers) == ("vanishing", 3)
    assert found.ratio == pytest.approx(2e4)
    assert trouble(np.array([5.0, 1e-3])).kind == "exploding"
    assert trouble(np.array([0.0, 1e-3])).ratio == np.inf
    assert trouble(np.array([0.0, 0.0])) is None
    assert trouble(np.array([np.nan, 1.0])) is None
    assert trouble(np.array([1.0])) is None
