"""A sheet lies in the place of the workspaces until it is answered or left."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMainWindow

from visualnn.ui.widgets.sheet_stack import Sheet, SheetStack


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    window.field = QLineEdit()
    window.sheets = SheetStack(window.field)
    window.setCentralWidget(window.sheets)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.field.setFocus()
    return window


def test_that_a_sheet_takes_the_place_and_the_focus_and_gives_both_back(window, qtbot):
    sheet = Sheet()
    window.sheets.lay(sheet)
    assert window.sheets.sheet is sheet
    assert not window.field.isVisible()
    assert sheet.hasFocus()
    with qtbot.waitSignal(window.sheets.lifted):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert window.sheets.sheet is None
    assert window.field.hasFocus()


def test_that_a_second_sheet_takes_the_place_of_the_first(window, qtbot):
    first, second = Sheet(), Sheet()
    window.sheets.lay(first)
    with qtbot.waitSignal(first.finished):
        window.sheets.lay(second)
    assert window.sheets.sheet is second


def test_that_keys_alone_stay_in_the_sheet_and_commands_reach_the_window(window, qtbot):
    heard = []
    for keys in ("F", "Ctrl+F"):
        action = QAction(window)
        action.setShortcut(keys)
        action.triggered.connect(lambda _=False, keys=keys: heard.append(keys))
        window.addAction(action)
    sheet = Sheet()
    window.sheets.lay(sheet)
    qtbot.keyClick(sheet, Qt.Key.Key_F)
    qtbot.keyClick(sheet, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["Ctrl+F"]


def test_that_a_sheet_is_left_also_where_what_had_the_focus_is_gone(window, qtbot):
    window.field.setParent(None)
    gone = QLineEdit()
    window.sheets.addWidget(gone)
    window.sheets.setCurrentWidget(gone)
    gone.setFocus()
    window.sheets.lay(Sheet())
    shiboken6.delete(gone)  # as a row of the panel is that an undo makes anew
    with qtbot.waitSignal(window.sheets.lifted):
        window.sheets.leave()
    assert window.sheets.sheet is None
