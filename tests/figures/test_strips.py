import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.strips import CUTS, OVERLAP, TOLERANCE, points_along, strips

pixels = st.floats(-400, 400)


def edge(width, height):
    """An edge as the diagram draws it: level at both ends."""
    middle = width / 2
    return np.array([[0.0, 0.0], [middle, 0.0], [middle, height], [width, height]])


def distance_to(pieces, points):
    """The distance of each point from the nearest of the pieces."""
    starts, ends = pieces[:, 0], pieces[:, 1]
    along = ends - starts
    share = np.einsum("pnd,nd->pn", points[:, None] - starts, along) / (along**2).sum(axis=1)
    nearest = starts + np.clip(share, 0, 1)[..., None] * along
    return np.linalg.norm(points[:, None] - nearest, axis=2).min(axis=1)


@given(st.floats(40, 400), pixels)
def test_that_pieces_stay_as_near_to_the_curve_as_is_promised(width, height):
    curve = edge(width, height)
    pieces = strips(curve)
    points = points_along(curve, np.linspace(0, 1, 200)[:, None])
    if len(pieces) < CUTS[-1]:
        assert distance_to(pieces, points).max() <= 1.02 * TOLERANCE
    assert np.allclose([pieces[0, 0], pieces[-1, 1]], curve[[0, 3]])


def test_that_an_edge_that_runs_level_is_one_piece():
    assert strips(edge(100.0, 0.0)).shape == (1, 2, 2)


def test_that_neighbors_overlap():
    pieces = strips(edge(100.0, 60.0))
    along = pieces[:, 1] - pieces[:, 0]
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    reach = ((pieces[:-1, 1] - pieces[1:, 0]) * along[:-1]).sum(axis=1)
    assert np.allclose(reach, 2 * OVERLAP, atol=0.01)
