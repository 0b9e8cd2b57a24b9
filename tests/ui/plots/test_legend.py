"""A legend takes as few rows as its entries need."""

import pytest
from PySide6.QtGui import QColor

from visualnn.ui.plots.legend import BETWEEN, CLOSER, ROW, Entry, Legend


@pytest.fixture
def legend(qtbot):
    made = Legend()
    qtbot.addWidget(made)
    names = ("upper moon", "lower moon", "train", "validation", "batch")
    made.set_entries(tuple(Entry(name, QColor("gray"), mark="circle") for name in names))
    made.show()
    qtbot.waitExposed(made)
    return made


def rows_at(legend, width):
    legend.resize(width, legend.height())
    return legend.height() // ROW


def test_that_entries_stand_closer_where_that_saves_a_row(legend):
    wide = legend.sizeHint().width()
    saved = int(4 * (BETWEEN - CLOSER))
    assert rows_at(legend, wide) == 1
    assert legend._rows(wide)[0] == BETWEEN
    assert rows_at(legend, wide - saved) == 1
    assert legend._rows(wide - saved)[0] == CLOSER
    assert rows_at(legend, wide - saved - 2) == 2
    assert legend._rows(wide - saved - 2)[0] == BETWEEN
