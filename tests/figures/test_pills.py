"""Numbers on edges: none covers another, and they keep apart where there is room."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.pills import MOST, placed

WIDTH, HEIGHT = 40.0, 15.0


def lines(starts, ends, length=200.0):
    share = np.linspace(0, 1, 40)[:, None]
    pairs = [((0.0, a), (length, b)) for a in starts for b in ends]
    return np.array([np.array(a) + share * (np.array(b) - np.array(a)) for a, b in pairs])


@given(
    starts=st.lists(st.floats(0, 400), min_size=1, max_size=5),
    ends=st.lists(st.floats(0, 400), min_size=1, max_size=4),
)
def test_that_no_number_covers_another(starts, ends):
    centers = placed(lines(starts, ends), WIDTH, HEIGHT)
    if centers is None:
        return
    apart = np.abs(centers[:, None] - centers)
    covers = (apart[..., 0] < WIDTH) & (apart[..., 1] < HEIGHT)
    assert covers.sum() == len(centers)  # each itself


def test_that_numbers_stand_apart_where_there_is_room():
    centers = placed(lines([0, 20], [0, 200]), WIDTH, HEIGHT)
    apart = np.abs(centers[:, None] - centers)[np.triu_indices(4, 1)]
    assert ((apart[:, 0] >= WIDTH + 10) | (apart[:, 1] >= HEIGHT + 10)).all()


def test_that_many_edges_carry_no_numbers():
    assert placed(lines(range(MOST + 1), [0]), WIDTH, HEIGHT) is None


def test_that_a_number_stands_where_no_other_edge_runs():
    edges = lines([0, 200], [0, 200])  # the two diagonals cross in the middle
    for center, others in zip(placed(edges, WIDTH, HEIGHT), range(4), strict=True):
        gaps = np.abs(np.delete(edges, others, axis=0).reshape(-1, 2) - center)
        assert not ((gaps[:, 0] < WIDTH / 2) & (gaps[:, 1] < HEIGHT / 2)).any()
