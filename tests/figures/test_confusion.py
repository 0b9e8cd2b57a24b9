"""Every place in the matrix belongs to the cell that is drawn there."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.confusion import MatrixGrid, row_shares


@given(
    st.integers(1, 10),
    st.floats(100, 900),
    st.floats(100, 900),
    st.data(),
)
def test_that_the_middle_of_a_cell_is_in_that_cell(classes, width, height, data):
    grid = MatrixGrid(40, 30, width, height, classes)
    cell = tuple(data.draw(st.integers(0, classes - 1)) for _ in range(2))
    x, y, w, h = grid.cell(*cell)
    assert grid.at(x + w / 2, y + h / 2) == cell


def test_that_there_is_no_cell_among_the_names_or_beyond():
    grid = MatrixGrid(40, 30, 240, 230, 2)
    assert grid.at(39, 100) is None
    assert grid.at(100, 29) is None
    assert grid.at(241, 100) is None


def test_that_rows_add_up_to_one_and_empty_rows_to_nothing():
    shares = row_shares(np.array([[3, 1], [0, 0]]))
    assert shares.tolist() == [[0.75, 0.25], [0.0, 0.0]]
