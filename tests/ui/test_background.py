import threading

import pytest

from visualnn.errors import InputError
from visualnn.ui.background import Background


@pytest.fixture
def background(qtbot):
    made = Background()
    yield made
    made.cancel()


def work(shares, result=None, fault=None):
    yield from shares
    if fault:
        raise fault
    return result


def test_that_a_job_reports_its_progress_and_then_its_result(background, qtbot):
    shares = []
    background.progressed.connect(shares.append)
    with qtbot.waitSignal(background.done) as done:
        background.start(work([0.25, 0.75], "found"))
    assert done.args == ["found"]
    assert shares == [0.25, 0.75]
    assert not background.busy


def test_that_bad_input_is_said_in_words(background, qtbot):
    with qtbot.waitSignal(background.failed) as failed:
        background.start(work([0.5], fault=InputError("Line 3 is empty: fill it in.")))
    assert failed.args == ["Line 3 is empty: fill it in."]


def test_that_what_is_given_up_stops_and_is_not_heard_of(background, qtbot):
    go_on, closed = threading.Event(), threading.Event()

    def endless():
        try:
            while True:
                go_on.wait(5)
                yield 0.5
        finally:
            closed.set()

    background.start(endless())
    background.cancel()
    go_on.set()
    assert closed.wait(5)
    with qtbot.waitSignal(background.done) as done:
        background.start(work([], "the next"))
    assert done.args == ["the next"]
