from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from visualnn.ui.workspaces.turns import Turns


class Part:
    def __init__(self, stride):
        self.stride, self.shown = stride, []


@pytest.fixture
def turns():
    return Turns(lambda part, frame: part.shown.append(frame.step))


def frame(step, state="running"):
    return SimpleNamespace(step=step, state=state)


def test_that_what_draws_seldom_waits_until_the_rest_has_been_painted(turns, qtbot):
    often, seldom = Part(1), Part(2)
    turns.take(frame(1), (often, seldom))
    assert (often.shown, seldom.shown) == ([1], [])
    qtbot.waitUntil(lambda: seldom.shown == [1])


def test_that_what_waits_takes_the_latest_frame(turns, qtbot):
    seldom = Part(2)
    for step in (1, 2, 3):
        turns.take(frame(step), (Part(1), seldom))
    qtbot.waitUntil(lambda: bool(seldom.shown))
    assert seldom.shown == [3]


def test_that_nothing_waits_where_nothing_runs(turns, qtbot):
    parts = Part(1), Part(2), Part(3)
    turns.take(frame(1), parts)
    turns.take(frame(2, "paused"), parts)
    assert [part.shown[-1] for part in parts] == [2, 2, 2]
    assert not turns.waiting


def test_that_what_waits_is_not_shown_a_run_that_is_gone(turns):
    seldom = Part(2)
    turns.take(frame(1), (Part(1), seldom))
    assert turns.waiting
    turns.forget()
    assert not turns.waiting
    assert not seldom.shown


def test_that_of_three_frames_each_goes_to_one_of_three_parts(turns, qtbot):
    parts = Part(3), Part(3), Part(3)
    for step in (1, 2, 3):
        turns.take(frame(step), parts)
        qtbot.waitUntil(lambda: not turns.waiting)
    assert sorted(part.shown for part in parts) == [[1], [2], [3]]


class Clicked(QObject):
    """Takes note of its events."""

    def __init__(self, order):
        super().__init__()
        self._order = order

    def event(self, event):
        self._order.append("click")
        return True


def test_that_a_click_that_waits_comes_before_what_is_drawn_seldom(qapp):
    order = []
    turns, clicked = Turns(lambda part, frame: order.append(part.stride)), Clicked(order)
    turns.take(frame(1), (Part(1), Part(2)))
    QCoreApplication.postEvent(clicked, QEvent(QEvent.Type.User))
    turns._timer.timeout.emit()
    qapp.processEvents()
    assert order == [1, "click", 2]
