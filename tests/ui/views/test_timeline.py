import fakes
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest

from visualnn.experiment.frames.epoch_ends import EpochEnds
from visualnn.ui.intents import ShowStep
from visualnn.ui.views.timeline import MARGIN, Curve, TimelineView


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


def test_that_the_line_ends_where_the_knob_does_when_epochs_have_become_shorter(view):
    ends = EpochEnds(((0, 0), (10, 60), (30, 160)))
    view.show_frame(fakes.frame(0, 31, state="paused", step=160, latest=160, ends=ends))
    np.testing.assert_array_equal(view.table().columns["step"][[0, 10, 11, 30]], [0, 60, 65, 160])
    line = Curve().line(view._history["train_loss"], QRectF(0, 0, 320, 20), ends, 160)
    xs = [point.x() for point in line]
    assert (xs[0], xs[10], xs[-1]) == (0, pytest.approx(120), pytest.approx(320))


def test_that_the_line_of_a_held_run_ends_before_the_steps_of_an_epoch_under_way():
    curve, room, ends = Curve(), QRectF(0, 0, 100, 20), EpochEnds(((0, 0), (200, 1000)))
    loss = 1 / (1 + np.arange(201))
    assert curve.line(loss, room, ends, 1000)[-1].x() == pytest.approx(100)
    assert curve.line(loss, room, ends, 1004, news=0.01)[-1].x() == pytest.approx(100)
    assert curve.line(loss, room, ends, 1004)[-1].x() == pytest.approx(100 * 1000 / 1004)
