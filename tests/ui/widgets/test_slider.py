from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from visualnn.specs import Spec
from visualnn.ui.theme import ThemeSource
from visualnn.ui.widgets.slider import NumberRow
from visualnn.ui.widgets.slim_slider import SlimSlider
from visualnn.ui.widgets.value_edit import ValueEdit

RATE = Spec("number", "Learning rate", idea="How far.", symbol="η", low=1e-5, high=10, scale="log")


class Heard:
    """What a row has said."""

    def __init__(self, row: NumberRow) -> None:
        self.edits: list[float] = []
        self.commits = 0
        row.edited.connect(self.edits.append)
        row.committed.connect(self.commit)

    def commit(self) -> None:
        self.commits += 1


@pytest.fixture
def row(qtbot) -> NumberRow:
    ThemeSource("light")
    row = NumberRow(RATE, 0.03)
    row.resize(228, 40)
    qtbot.addWidget(row)
    with qtbot.waitExposed(row):
        row.show()
    return row


def slider(row: NumberRow) -> SlimSlider:
    return row.findChild(SlimSlider)


def field(row: NumberRow) -> ValueEdit:
    return row.findChild(ValueEdit)


def drag(qtbot, row: NumberRow, *places: int) -> None:
    bar, left = slider(row), Qt.MouseButton.LeftButton
    middle = bar.height() // 2
    qtbot.mousePress(bar, left, pos=QPoint(places[0], middle))
    for x in places[1:]:
        qtbot.mouseMove(bar, QPoint(x, middle))
    qtbot.mouseRelease(bar, left, pos=QPoint(places[-1], middle))


def test_that_setting_a_value_says_nothing(row):
    heard = Heard(row)
    row.set_value(0.0312)
    assert (heard.edits, heard.commits) == ([], 0)
    assert row.value == 0.0312
    assert field(row).text() == "0.0312"


def test_that_a_drag_is_many_edits_and_one_commit(row, qtbot):
    heard = Heard(row)
    drag(qtbot, row, 30, 60, 90, 120)
    assert len(heard.edits) == 4
    assert heard.edits == sorted(heard.edits)
    assert heard.commits == 1
    assert row.value == heard.edits[-1]


def test_that_a_click_that_changes_nothing_commits_nothing(row, qtbot):
    drag(qtbot, row, 100)
    heard = Heard(row)
    drag(qtbot, row, 100)
    assert (heard.edits, heard.commits) == ([], 0)


def test_that_the_ends_of_the_slider_are_the_ends_of_the_range(row, qtbot):
    drag(qtbot, row, 0)
    assert row.value == 1e-5
    drag(qtbot, row, row.width() - 1)
    assert row.value == 10


def test_that_a_value_from_outside_does_not_disturb_a_drag(row, qtbot):
    bar = slider(row)
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(100, 8))
    held = row.value
    row.set_value(1.0)
    assert row.value == held
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(100, 8))


def test_that_an_arrow_key_is_one_edit_and_one_commit(row, qtbot):
    heard = Heard(row)
    slider(row).setFocus()
    qtbot.keyClick(slider(row), Qt.Key.Key_Right)
    assert heard.edits == [pytest.approx(0.032)]
    assert heard.commits == 1


def turn_wheel(bar: SlimSlider) -> bool:
    place = QPointF(bar.rect().center())
    event = QWheelEvent(
        place, bar.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(bar, event)
    return event.isAccepted()


def test_that_the_wheel_scrolls_the_panel_unless_the_slider_has_the_focus(row, qtbot):
    heard = Heard(row)
    slider(row).clearFocus()
    assert not turn_wheel(slider(row))
    assert heard.edits == []
    slider(row).setFocus()
    qtbot.waitUntil(slider(row).hasFocus)
    assert turn_wheel(slider(row))
    assert heard.commits == 1


def test_that_an_exact_value_can_be_typed(row, qtbot):
    heard = Heard(row)
    slider(row).setFocus()
    qtbot.keyClick(slider(row), Qt.Key.Key_F2)
    qtbot.waitUntil(field(row).hasFocus)
    qtbot.keyClicks(field(row), "0.0123")
    qtbot.keyClick(field(row), Qt.Key.Key_Return)
    assert heard.edits == [0.0123]
    assert heard.commits == 1
    assert slider(row).hasFocus()


def test_that_a_click_on_the_value_selects_it_and_typing_replaces_it(row, qtbot):
    row.activateWindow()
    place = QPoint(field(row).width() // 2, field(row).height() // 2)
    qtbot.mousePress(field(row), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseMove(field(row), place + QPoint(3, 0))
    qtbot.mouseRelease(field(row), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(field(row).hasFocus)
    assert field(row).selectedText() == "0.030"
    qtbot.keyClicks(field(row), "10")
    qtbot.keyClick(field(row), Qt.Key.Key_Return)
    assert row.value == 10


def test_that_a_second_click_puts_the_cursor_among_the_digits(row, qtbot):
    row.activateWindow()
    for _ in range(2):
        qtbot.mouseClick(field(row), Qt.MouseButton.LeftButton, pos=QPoint(8, 6))
    assert field(row).selectedText() == ""


def test_that_typing_a_digit_on_the_slider_begins_the_value(row, qtbot):
    slider(row).setFocus()
    qtbot.keyClick(slider(row), "5")
    qtbot.waitUntil(field(row).hasFocus)
    assert field(row).text() == "5"
    qtbot.keyClick(field(row), Qt.Key.Key_Return)
    assert row.value == 5


def test_that_an_illegal_value_is_refused_in_place(row, qtbot):
    heard = Heard(row)
    row.edit()
    qtbot.waitUntil(field(row).hasFocus)
    qtbot.keyClicks(field(row), "50")
    qtbot.keyClick(field(row), Qt.Key.Key_Return)
    assert row._error.isVisible()
    assert "choose a value from 1e-05 to 10" in row._error.text()
    assert (row.value, heard.edits) == (0.03, [])
    qtbot.keyClick(field(row), Qt.Key.Key_Escape)
    assert not row._error.isVisible()
    assert field(row).text() == "0.030"


def test_that_return_on_an_unchanged_value_is_no_edit(row, qtbot):
    heard = Heard(row)
    row.edit()
    qtbot.waitUntil(field(row).hasFocus)
    qtbot.keyClick(field(row), Qt.Key.Key_Return)
    assert (heard.edits, heard.commits) == ([], 0)


def test_that_prefix_and_suffix_are_shown_but_not_edited(qtbot):
    row = NumberRow(Spec("integer", "Patience", low=0, high=100), 40, suffix=" epochs")
    qtbot.addWidget(row)
    with qtbot.waitExposed(row):
        row.show()
    assert field(row).text() == "40 epochs"
    row.edit()
    qtbot.waitUntil(field(row).hasFocus)
    assert field(row).text() == "40"


def test_that_every_part_has_a_name_and_the_idea(row):
    assert slider(row).accessibleName() == "Learning rate η"
    assert field(row).accessibleName() == "Learning rate η"
    assert row.toolTip() == slider(row).toolTip() == "How far."


def test_that_a_note_comes_and_goes(row):
    row.set_note("diverges > 0.0021")
    assert row._note.isVisible()
    row.set_note("")
    assert not row._note.isVisible()


def test_that_the_slider_is_painted_in_its_tint(qtbot):
    row = NumberRow(RATE, 10.0, tint=lambda theme: theme.gneg, marker="diamond")
    qtbot.addWidget(row)
    row.resize(228, 40)
    with qtbot.waitExposed(row):
        row.show()
    bar = slider(row)
    image = bar.grab().toImage()
    assert image.pixelColor(20, bar.height() // 2) == ThemeSource("light").current.gneg
    QApplication.sendEvent(bar, QEvent(QEvent.Type.PaletteChange))


class Paintings(QObject):
    """The values at which a slider was painted."""

    def __init__(self, slider: SlimSlider) -> None:
        super().__init__(slider)
        self.values: list[int] = []
        slider.installEventFilter(self)

    def eventFilter(self, slider: SlimSlider, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.values.append(slider.value())
        return False


def test_that_the_handle_follows_the_hand_before_anything_is_done_about_it(row, qtbot):
    slider = row.findChild(SlimSlider)
    painted, found = Paintings(slider), []
    row.edited.connect(lambda _: found.append((slider.value(), painted.values[-1:])))
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(50, slider.height() // 2))
    [(value, last)] = found
    assert last == [value]


def test_that_a_row_that_is_told_what_it_shows_is_not_painted(row, qtbot):
    slider = row.findChild(SlimSlider)
    QApplication.processEvents()
    painted = Paintings(slider)
    row.set_value(row.value)
    QApplication.processEvents()
    assert painted.values == []
    row.set_value(0.5)
    qtbot.waitUntil(lambda: bool(painted.values))
