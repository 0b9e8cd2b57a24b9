import fakes
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from visualnn.ui.intents import ShowStep
from visualnn.ui.views.timeline import MARGIN, TimelineView


@pytest.fixture
def view(qtbot):
    view = TimelineView()
    qtbot.addWidget(view)
    view.resize(400, 44)
    view.show()
    qtbot.waitExposed(view)
    view.show_scene(fakes.scene())
    return view


@pytest.fixture
def wanted(view):
    steps = []
    view.intent.connect(lambda intent: steps.append(intent))
    return steps


def test_that_a_click_in_the_middle_asks_for_the_middle_step(view, wanted):
    view.show_frame(fakes.frame(step=100, latest=100))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 36))
    assert wanted == [ShowStep(50)]


def test_that_the_ends_are_the_first_and_the_latest_step(view, wanted):
    view.show_frame(fakes.frame(step=60, latest=100))
    for x in (0, 400):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(x, 36))
    assert wanted == [ShowStep(0), ShowStep(100)]
    assert 0 < MARGIN < 20


def test_that_the_arrow_keys_go_by_a_step_and_with_shift_by_an_epoch(view, wanted):
    view.show_frame(fakes.frame(step=60, latest=100))
    epoch = fakes.scene().steps_per_epoch
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert wanted == [ShowStep(59), ShowStep(60 + epoch)]


def test_that_looking_back_is_said_in_words(view):
    view.show_frame(fakes.frame(step=60, latest=100))
    assert "step 60 of 100" in view.header().text()


def test_that_the_table_has_the_loss_at_the_ends_of_the_epochs(view):
    frame = fakes.frame(0, 5, step=60, latest=100)
    view.show_frame(frame)
    table = view.table()
    np.testing.assert_array_equal(table.columns["train_loss"], frame.history["train_loss"])
    assert table.columns["step"][1] == fakes.scene().steps_per_epoch
