"""Tables can be read back, number for number."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.table import Table, grid_table


@given(st.lists(st.floats(allow_nan=False), min_size=1, max_size=20))
def test_that_numbers_come_back_from_csv_as_they_were(numbers):
    text = Table("t", {"x": np.array(numbers)}).to_csv()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [float(row["x"]) for row in rows] == numbers


def test_that_what_is_not_there_is_an_empty_cell():
    text = Table("t", {"a": np.array([1.0, np.nan]), "b": np.array(["x", "y"])}).to_csv()
    assert text == "a,b\n1.0,x\n,y\n"


def test_that_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="shapes"):
        Table("t", {"a": np.zeros(2), "b": np.zeros(3)})


def test_that_a_grid_becomes_rows_of_x_y_and_value():
    grid = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    table = grid_table("g", (0.0, 2.0, -1.0, 1.0), {"loss": grid})
    rows = list(zip(*table.columns.values(), strict=True))
    assert rows[0] == (0.0, -1.0, 1.0)
    assert rows[2] == (2.0, -1.0, 3.0)
    assert rows[-1] == (2.0, 1.0, 6.0)
