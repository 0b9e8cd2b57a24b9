"""Inputs that are pixels: how they are known, and where they lie in the diagram."""

from __future__ import annotations

import numpy as np
import pytest

from visualnn.figures.diagram import Box, arrange, connect, pick
from visualnn.figures.images import image_shape

BOX = Box(40.0, 30.0, 700.0, 640.0)
GRID = tuple(f"row {r} column {c}" for r in range(8) for c in range(8))


@pytest.mark.parametrize(
    ("features", "shape"),
    [
        (GRID, (8, 8)),
        (tuple(f"{r}x{c}" for r in range(1, 29) for c in range(1, 29)), (28, 28)),
        (tuple(f"pixel{n}" for n in range(784)), (28, 28)),
        (tuple(f"row {r} column {c}" for r in range(4) for c in range(6)), (4, 6)),
        (GRID[::-1], None),
        (GRID[:-1], None),
        (tuple(f"pixel{n}" for n in range(20)), None),
        (tuple(f"petal {n}" for n in range(16)), None),
        (("x1", "x2"), None),
        ((), None),
    ],
)
def test_that_pixels_are_known_by_their_names(features, shape):
    assert image_shape(features) == shape


def test_that_every_pixel_is_found_where_it_is_drawn():
    diagram = arrange((64, 32, 10), BOX, image=(8, 8))
    for unit in range(64):
        assert diagram.neuron_at(*diagram.center(0, unit)) == (0, unit)
    centers = np.array([diagram.center(0, unit) for unit in range(64)]).reshape(8, 8, 2)
    assert (np.diff(centers[..., 0], axis=1) > 0).all()
    assert (np.diff(centers[..., 1], axis=0) > 0).all()
    assert diagram.block_at(*diagram.center(0, 30)) is None
    assert (0 in diagram.shown[0]) is False


def test_that_edges_from_pixels_begin_at_the_right_of_the_picture_in_their_order():
    diagram = arrange((64, 5), BOX, image=(8, 8))
    edges = connect(diagram, [pick(np.ones((64, 5)), 10_000)])
    starts = edges.curves[:, 0]
    assert set(starts[:, 0]) == {diagram.columns[0].x + diagram.half(0)}
    assert (np.diff(starts[np.argsort(edges.source, kind="stable"), 1]) >= 0).all()
    assert starts[:, 0].max() < edges.curves[:, 3, 0].min()


def test_that_pixels_do_not_make_the_other_layers_smaller():
    assert arrange((64, 8, 1), BOX, image=(8, 8)).side > arrange((64, 8, 1), BOX).side
