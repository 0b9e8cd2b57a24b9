from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton, QToolButton, QWidget

from visualnn.specs import Spec
from visualnn.ui.actions import make_actions
from visualnn.ui.theme import ThemeSource, sizes
from visualnn.ui.widgets.card import Card
from visualnn.ui.widgets.marker import MARKERS, marker_path
from visualnn.ui.widgets.message_bar import MessageBar
from visualnn.ui.widgets.section import Section
from visualnn.ui.widgets.side_panel import SidePanel
from visualnn.ui.widgets.slider import NumberRow
from visualnn.ui.widgets.status_line import StatusLine
from visualnn.ui.widgets.switch import FlagRow
from visualnn.ui.widgets.top_bar import TopBar

WORKSPACES = [
    ("playground", "Playground"), ("backprop", "Backprop"), ("landscape", "Landscape"),
    ("tuning", "Tuning"), ("lessons", "Lessons"),
]  # fmt: skip
SPEEDS = [("1", "×1"), ("8", "×8"), ("max", "max")]
LONG = "Ein außerordentlich langer, übersetzter Name eines Reglers"


def shown(qtbot, widget: QWidget, width: int = 0, height: int = 0) -> QWidget:
    qtbot.addWidget(widget)
    if width:
        widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def bar(qtbot) -> Iterator[TopBar]:
    ThemeSource("light")
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = TopBar(make_actions(window), WORKSPACES, SPEEDS)
    window.setCentralWidget(bar)
    yield bar
    assert window.centralWidget() is bar  # keeps the window until the test has ended


@pytest.mark.parametrize("width", [1440, 1280, 1000, 720])
def test_that_every_control_of_the_top_bar_is_in_reach(bar, qtbot, width: int):
    bar.window().resize(width, 48)
    with qtbot.waitExposed(bar.window()):
        bar.window().show()
    qtbot.waitUntil(lambda: bar.width() == width)
    assert bar.findChild(QWidget, "unit").isVisible()
    for key in ("reset", "step_back", "step", "train", "export", "theme"):
        button = bar.button(key)
        assert button.isVisible()
        assert button.geometry().right() < width
        assert button.width() >= button.sizeHint().width()
    assert bar.tabs.width() >= bar.tabs.sizeHint().width()


def test_that_words_stay_where_there_is_room(bar, qtbot):
    bar.window().resize(1440, 48)
    with qtbot.waitExposed(bar.window()):
        bar.window().show()
    assert bar.button("step").text() == "Step"
    bar.window().resize(900, 48)
    qtbot.waitUntil(lambda: bar.button("step").text() == "")
    assert bar.button("step").accessibleName() == "Step"
    bar.window().resize(1440, 48)
    qtbot.waitUntil(lambda: bar.button("step").text() == "Step")


def test_that_running_does_not_move_the_buttons(bar, qtbot):
    bar.window().resize(1440, 48)
    with qtbot.waitExposed(bar.window()):
        bar.window().show()
    before = bar.button("train").width()
    bar.set_running(True)
    assert bar.button("train").text() == "Pause"
    bar.layout().activate()
    assert bar.button("train").width() == before


def test_that_the_counter_does_not_move_what_is_beside_it(bar, qtbot):
    bar.window().resize(1440, 48)
    with qtbot.waitExposed(bar.window()):
        bar.window().show()
    bar.set_counter("epoch 1 · step 1")
    before = bar.button("train").x()
    bar.set_counter("epoch 99 999 · step 9 999 999")
    bar.layout().activate()
    assert bar.counter == "epoch 99 999 · step 9 999 999"
    assert bar.button("train").x() == before


def test_that_a_tab_chooses_a_workspace(bar, qtbot):
    with qtbot.waitSignal(bar.workspace_chosen) as told:
        bar.findChild(QToolButton, "workspace_landscape").click()
    assert told.args == ["landscape"]
    with qtbot.assertNotEmitted(bar.workspace_chosen):
        bar.set_workspace("playground")
    assert bar.tabs.value == "playground"


def test_that_a_button_does_its_action(bar, qtbot):
    fired = []
    bar._actions["step"].triggered.connect(lambda: fired.append(1))
    qtbot.mouseClick(bar.button("step"), Qt.MouseButton.LeftButton)
    assert fired == [1]
    bar._actions["step"].setEnabled(False)
    assert not bar.button("step").isEnabled()


def test_that_a_speed_set_by_code_is_silent(bar, qtbot):
    with qtbot.assertNotEmitted(bar.speed_chosen):
        bar.set_speed("8")


def test_that_a_card_shows_its_title_and_reads_it_out(qtbot):
    card = shown(qtbot, Card("Loss", QWidget(), QLabel("train 0.01")))
    assert card.title == card.accessibleName() == "Loss"
    card.set_title("Loss by step")
    assert card.title == card.accessibleName() == "Loss by step"


def test_that_a_long_title_does_not_widen_a_card(qtbot):
    card = shown(qtbot, Card(LONG * 3, QWidget()))
    assert card.minimumSizeHint().width() < 100


def test_that_long_names_do_not_widen_the_side_panel(qtbot):
    rows = (NumberRow(Spec("number", LONG, low=0, high=1), 0.5), FlagRow(LONG, True))
    panel = shown(qtbot, SidePanel(Section("Data", *rows)), 252, 400)
    assert panel.width() == sizes().side_panel
    for row in rows:
        assert row.width() <= panel.viewport().width() - 2 * sizes().space_3
        assert row.minimumSizeHint().width() <= row.width()


@pytest.fixture
def message(qtbot) -> Iterator[MessageBar]:
    parent = shown(qtbot, QWidget(), 800, 400)
    message = MessageBar(parent)
    yield message
    assert message.parentWidget() is parent  # keeps the parent until the test has ended


def test_that_a_message_floats_inside_its_parent(message, qtbot):
    message.show_message("warn", "The gradient vanishes.")
    assert message.text == "The gradient vanishes."
    assert message.parentWidget().rect().contains(message.geometry())
    message.parentWidget().resize(300, 300)
    qtbot.waitUntil(lambda: message.parentWidget().rect().contains(message.geometry()))


def test_that_a_long_message_wraps_and_is_whole(message):
    message.show_message("bad", "A sentence that goes on for a good while. " * 6, "Undo")
    assert message.parentWidget().rect().contains(message.geometry())
    assert message.height() >= message.layout().totalHeightForWidth(message.width())


def test_that_the_action_of_a_message_is_done_once(message, qtbot):
    done = []
    message.show_message("info", "Saved.", "Undo", lambda: done.append(1))
    message.findChild(QPushButton, "message_action").click()
    assert done == [1]
    assert message.isHidden()


def test_that_a_message_can_be_closed(message, qtbot):
    message.show_message("good", "Saved.")
    with qtbot.waitSignal(message.closed):
        message.findChild(QToolButton, "message_close").click()
    assert message.text == ""
    assert message.findChild(QToolButton, "message_close").accessibleName()


def test_that_a_status_field_never_gets_narrower(qtbot):
    line = shown(qtbot, StatusLine([("rate", 60), ("fps", 40)]), 600, 26)
    line.set_field("rate", "18 420 steps/s")
    line.set_field("fps", "fps", "60")
    line.layout().activate()
    before = line.findChild(QWidget, "status_fps").x()
    line.set_field("rate", "9 steps/s")
    line.layout().activate()
    assert line.findChild(QWidget, "status_fps").x() == before
    assert line.field("fps") == "fps 60"


@pytest.mark.parametrize("name", MARKERS)
def test_that_a_marker_is_about_one_wide_and_centered(name: str):
    box = marker_path(name).boundingRect()
    assert 0.8 <= max(box.width(), box.height()) <= 1.15
    assert abs(box.center().x()) < 0.16
    assert abs(box.center().y()) < 0.16


def test_that_an_unknown_marker_is_an_error():
    with pytest.raises(KeyError):
        marker_path("banana")
