"""What the Playground shows once training has been paused belongs to the last step."""

from dataclasses import replace

import pytest

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.spec import Experiment
from visualnn.ui.intents import SetWeights
from visualnn.ui.views.boundary import RESOLUTION, WHILE_RUNNING


@pytest.fixture
def paused(window, qtbot):
    """Return the window, paused after a while at full speed, with the given view on show."""

    def pause(view):
        window.set_speed("max")
        window.laboratory.toggle()
        start = window.laboratory.frame.step
        qtbot.waitUntil(lambda: window.laboratory.frame.step > start + 200, timeout=20_000)
        qtbot.waitUntil(lambda: view._running, timeout=20_000)
        window.laboratory.toggle()
        qtbot.waitUntil(lambda: window.laboratory.frame.state == "paused", timeout=20_000)
        return window

    return pause


def test_that_the_map_becomes_fine_where_training_is_paused(window, paused, qtbot):
    boundary = window.playground.boundary
    assert WHILE_RUNNING < RESOLUTION
    paused(boundary)
    qtbot.waitUntil(lambda: boundary._frame.boundary.shape[-1] == RESOLUTION, timeout=20_000)


@pytest.mark.parametrize("key", ["scatter", "space"])
def test_that_a_view_that_draws_seldom_catches_up_at_a_pause(window, paused, qtbot, key):
    window.playground.deck.show_view(key)
    seen = window.playground.deck.view
    found = []
    show = seen.show_frame

    def note(frame):
        found.append((frame.step, getattr(frame, key)))
        show(frame)

    seen.show_frame = note
    paused(seen)
    qtbot.waitUntil(lambda: found[-1][1] is not None, timeout=20_000)
    assert found[-1][0] == window.laboratory.frame.step


def test_that_a_pause_shows_that_the_gradient_is_right(window, qtbot):
    status = window.playground.status
    qtbot.waitUntil(lambda: "gradient check ✓" in status.field("check"), timeout=20_000)
    window.laboratory.toggle()
    qtbot.waitUntil(lambda: status.field("check") == "", timeout=20_000)
    qtbot.waitUntil(lambda: "frames/s" in status.field("fps"), timeout=20_000)
    window.laboratory.toggle()
    qtbot.waitUntil(lambda: "gradient check ✓" in status.field("check"), timeout=20_000)
    assert status.field("fps") == ""


def test_that_without_a_training_sample_the_check_says_nothing_of_the_samples_before(window, qtbot):
    status, document = window.playground.status, window.session.document
    qtbot.waitUntil(lambda: "gradient check ✓" in status.field("check"), timeout=20_000)
    window.laboratory.step()
    data = replace(document.experiment.data, edits=(PointEdit("clear"),))
    edited = document.edited(experiment=document.experiment.edited(data=data))
    window.session.propose(edited, "clear")
    qtbot.waitUntil(lambda: status.field("check") == "gradient check –", timeout=20_000)
    window.session.undo()
    qtbot.waitUntil(lambda: "gradient check ✓" in status.field("check"), timeout=20_000)


def test_that_a_network_of_steps_gets_a_verdict_instead_of_a_number_alone(make_window, qtbot):
    window = make_window(Experiment(samples=60, hidden=(4,), activation="step"))
    status, frame = window.playground.status, window.laboratory.frame
    first = slice(0, 12)  # of the layer of steps: where each z is 0, each stands at its jump
    before = tuple(frame.theta[first].tolist())
    places = tuple(range(12))
    wish = SetWeights(frame.generation, places, (0.0,) * 12, before, "weights", True)
    window.laboratory.set_weights(wish)
    qtbot.waitUntil(lambda: "the step has no slope" in status.field("check"), timeout=20_000)
    assert "g′ = 0" in status.field_widget("check").toolTip()
