"""The keys, shown on the window itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton, QVBoxLayout, QWidget

from visualnn.ui.actions import make_actions
from visualnn.ui.theme import ThemeSource
from visualnn.ui.widgets import shortcuts_overlay
from visualnn.ui.widgets.action_button import ActionButton
from visualnn.ui.widgets.shortcuts_overlay import ShortcutsOverlay


@pytest.fixture
def page(qtbot):
    ThemeSource("light")
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = make_actions(window)
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(ActionButton(actions["reset"]))
    column.addWidget(QPushButton("no action"))
    window.setCentralWidget(page)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    page.overlay = ShortcutsOverlay(page, actions)
    page.actions = actions
    yield page
    assert window.centralWidget() is page


def test_that_a_control_shows_the_keys_of_its_action(page):
    page.overlay.toggle()
    assert list(page.overlay.caps()) == ["Ctrl+R"]
    button = page.findChild(ActionButton)
    cap = page.overlay.caps()["Ctrl+R"]
    assert button.geometry().left() < cap.x() < button.geometry().right()


def test_that_a_control_out_of_sight_shows_no_keys(page):
    page.findChild(ActionButton).move(0, -500)
    page.overlay.toggle()
    assert not page.overlay.caps()


def test_that_the_sheet_lies_inside_of_the_window(page, qtbot):
    page.overlay.toggle()
    for width, height in ((1280, 720), (720, 450)):
        page.window().resize(width, height)
        qtbot.waitUntil(lambda width=width: page.overlay.width() == width)
        assert page.rect().contains(page.overlay._scroll.geometry())


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Question, Qt.Key.Key_A])
def test_that_a_key_closes_it_and_the_focus_goes_back(page, qtbot, key):
    page.window().activateWindow()
    other = page.findChildren(QPushButton)[1]
    other.setFocus()
    page.overlay.toggle()
    assert page.overlay.hasFocus()
    QTest.keyClick(page.overlay, key)
    assert page.overlay.isHidden()
    assert other.hasFocus()


def test_that_a_short_press_leaves_it_open_and_a_long_one_closes_it(page, monkeypatch):
    page.overlay.toggle()
    QTest.keyRelease(page.overlay, Qt.Key.Key_Question)
    assert page.overlay.isVisible()
    monkeypatch.setattr(shortcuts_overlay, "HELD", 0.0)
    QTest.keyRelease(page.overlay, Qt.Key.Key_Question)
    assert page.overlay.isHidden()


def test_that_a_click_closes_it(page):
    page.overlay.toggle()
    QTest.mouseClick(page.overlay, Qt.MouseButton.LeftButton)
    assert page.overlay.isHidden()


def test_that_the_whole_sheet_fits_a_window_of_1280_by_720(page):
    size = page.overlay.sheet.sizeHint()
    assert size.width() <= 1280 - 24
    assert size.height() <= 720 - 48 - 40


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_that_tab_does_not_go_behind_the_veil(page, key):
    page.overlay.toggle()
    QTest.keyClick(page.overlay, key)
    assert page.overlay.isHidden()
