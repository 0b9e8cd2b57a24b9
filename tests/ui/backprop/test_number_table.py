import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from visualnn.ui.backprop.number_rows import Column, Row
from visualnn.ui.backprop.number_table import HEAD, ROW, NumberTable

COLUMNS = (Column("weight", left=True), Column("value"), Column("after step"))
ROWS = [Row(i, (f"w{i}", f"0.{i}", f"0.{i}1"), tip=f"about {i}") for i in range(4)]


@pytest.fixture
def table(qtbot):
    made = NumberTable("numbers", "Numbers", COLUMNS)
    qtbot.addWidget(made)
    made.show_rows(ROWS)
    made.resize(400, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def place_of(table, row, column=1):
    return table.visualRect(table.rows.index(row, column)).center()


def test_that_a_click_chooses_a_row(table, qtbot):
    with qtbot.waitSignal(table.chosen) as said:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place_of(table, 2))
    assert said.args == [2]


def test_that_the_keyboard_points_and_chooses(table, qtbot):
    table.setFocus()
    with qtbot.waitSignal(table.pointed) as said:
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert said.args == [1]
    with qtbot.waitSignal(table.chosen) as said:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert said.args == [1]


def test_that_the_mouse_points_at_a_row(table, qtbot):
    QTest.mouseMove(table.viewport(), QPoint(2, 2))
    with qtbot.waitSignal(table.pointed) as said:
        QTest.mouseMove(table.viewport(), place_of(table, 3))
    assert said.args == [3]


def test_that_the_columns_fill_the_width(table):
    assert sum(table.columnWidth(c) for c in range(3)) == table.viewport().width()
    assert table.full_height() == HEAD + 4 * ROW + 2


def test_that_marking_a_row_draws_it_on_a_ground(table):
    before = table.grab().toImage()
    table.mark(1)
    after = table.grab().toImage()
    place = table.viewport().mapTo(table, place_of(table, 1)) - QPoint(30, 0)
    assert before.pixelColor(place) != after.pixelColor(place)


def test_that_a_text_too_long_for_its_column_is_wrapped_and_its_row_grows(qtbot):
    made = NumberTable("factors", "Factors", COLUMNS, stretch=1, whole=True)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    qtbot.waitExposed(made)
    made.show_rows([Row(0, ("∂z₁/∂w₁", "word " * 30, "0.1")), Row(1, ("∂z₁/∂w₂", "short", "0.2"))])
    assert made.rowHeight(0) > 2 * ROW
    assert made.rowHeight(1) == ROW
    assert made.height() >= HEAD + made.rowHeight(0) + ROW
    narrow = made.height()
    made.resize(2000, narrow)
    qtbot.waitUntil(lambda: made.height() < narrow)
