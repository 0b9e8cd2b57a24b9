import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.strips import OVERLAP, TOLERANCE, points_along, sampled, strides, strips

pixels = st.floats(-400, 400)


def edge(width, height):
    """An edge as the diagram draws it: level at both ends."""
    middle = width / 2
    return np.array([[0.0, 0.0], [middle, 0.0], [middle, height], [width, height]])


def pieces_of(curve):
    points = sampled(curve)
    stride = int(strides(points[None])[0])
    return strips(points, stride), stride


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
    pieces, stride = pieces_of(curve)
    points = points_along(curve, np.linspace(0, 1, 200)[:, None])
    if stride > 1:  # two points within a piece of three may miss an eighth of its bend
        assert distance_to(pieces, points).max() <= 9 / 8 * 1.02 * TOLERANCE
    assert np.allclose([pieces[0, 0], pieces[-1, 1]], curve[[0, 3]])


def test_that_an_edge_that_runs_level_is_one_piece():
    assert pieces_of(edge(100.0, 0.0))[0].shape == (1, 2, 2)


def test_that_neighbors_overlap():
    pieces, _ = pieces_of(edge(100.0, 60.0))
    along = pieces[:, 1] - pieces[:, 0]
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    reach = ((pieces[:-1, 1] - pieces[1:, 0]) * along[:-1]).sum(axis=1)
    assert np.allclose(reach, 2 * OVERLAP, atol=0.01)


def test_that_curves_together_have_the_strides_of_each_alone():
    curves = np.stack([edge(100.0, height) for height in (0.0, 4.0, 30.0, 300.0)])
    found = strides(sampled(curves))
    assert found.tolist() == [int(strides(sampled(curve)[None])[0]) for curve in curves]
    assert (np.diff(found) <= 0).all()  # the more they bend
    assert found[0] > found[-1]
