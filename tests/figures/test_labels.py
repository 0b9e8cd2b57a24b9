"""Names neither cover each other nor leave the picture."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.labels import place_labels

BOUNDS = (0.0, 0.0, 600.0, 400.0)
points = st.tuples(st.floats(-500, 1500), st.floats(-500, 1500))


def overlap(a, b):
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


@given(st.lists(points, max_size=6))
def test_that_names_stay_in_the_picture(anchors):
    for left, top, width, height in place_labels(anchors, [(60, 14)] * len(anchors), BOUNDS):
        assert min(left, top) >= 0
        assert max(left + width - 600, top + height - 400) <= 0


def test_that_names_of_heads_at_one_place_do_not_cover_each_other():
    boxes = place_labels([(300, 200)] * 4, [(60, 14)] * 4, BOUNDS)
    assert not any(overlap(a, b) for a, b in combinations(boxes, 2))


def test_that_a_name_does_not_cover_a_neighbor_s_mark():
    first, _ = place_labels([(300, 200), (330, 200)], [(60, 14)] * 2, BOUNDS)
    assert not overlap(first, (324, 194, 12, 12))


def test_that_a_free_name_stands_on_the_right():
    assert place_labels([(300, 200)], [(60, 14)], BOUNDS) == [(310, 193, 60, 14)]
