"""The space view stands at a layer or between two, and says which side is seen."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment, LayerSpec
from visualnn.experiment.training import Training
from visualnn.ui import motion
from visualnn.ui.picture import to_csv
from visualnn.ui.views.space import SpaceView
from visualnn.ui.widgets.travel import SECONDS


def framed(view, steps=30, **names):
    plan = resolve(Experiment(**{"samples": 80, "hidden": (2, 5), **names}))
    training = Training(plan)
    training.advance(steps)
    view.show_scene(plan.scene(0))
    view.show_frame(Camera(plan).frame(training, view.wants()))
    return training


@pytest.fixture
def view(qtbot):
    view = SpaceView()
    qtbot.addWidget(view)
    view.resize(340, 320)
    with qtbot.waitExposed(view):
        view.show()
    return view


def drawn(view):
    """Return all places of the drawn points."""
    return np.concatenate([np.column_stack(item.getData()) for item in view.flock.items])


def bend(view):
    """Return how far the drawn grid lines are from straight."""
    lines = [[(p.x(), p.y()) for p in piece] for piece in view.mesh.pieces]
    return max(float(np.abs(np.diff(np.array(line), 2, axis=0)).max()) for line in lines)


def test_that_before_the_first_frame_it_says_what_it_waits_for(view):
    assert "Waiting" in view.words.text()
    assert not view.mesh.isVisible()


def test_that_the_input_is_a_straight_grid_and_a_tanh_layer_a_bent_one(view):
    framed(view)
    assert view.words.text() == "Input: x₁ and x₂"
    assert bend(view) < 1e-5
    view.travel.go(1)
    assert bend(view) > 1e-3


def test_that_linear_layers_leave_the_grid_straight(view):
    framed(view, hidden=(LayerSpec(4, activation="linear"), LayerSpec(3, activation="linear")))
    view.travel.go(2)
    assert bend(view) < 1e-5


def test_that_halfway_every_point_is_halfway(view):
    framed(view)
    view.travel.go(0)
    before = drawn(view)
    view.travel.go(1)
    after = drawn(view)
    view.travel.go(0.5)
    np.testing.assert_allclose(drawn(view), (before + after) / 2, atol=1e-6)
    assert view.words.text() == "Input → Hidden 1"


def test_that_exact_layers_and_projected_ones_are_told_apart(view):
    framed(view)
    view.travel.go(1)
    assert view.words.text() == "Hidden 1: a₁ to the right, a₂ upwards"
    view.travel.go(2)
    assert "5 units from the side that shows most" in view.words.text()
    view.travel.go(3)
    assert "the one unit's output" in view.words.text()


def test_that_arrow_keys_go_from_layer_to_layer(qtbot, view):
    framed(view)
    view.travel.go(0.4)
    qtbot.keyClick(view.travel.slider, Qt.Key.Key_Right)
    assert view.travel.place == 1
    qtbot.keyClick(view.travel.slider, Qt.Key.Key_Right)
    assert view.travel.place == 2
    qtbot.keyClick(view.travel.slider, Qt.Key.Key_Left)
    assert view.travel.place == 1


def test_that_playing_glides_through_all_layers_and_stops_at_the_last(view):
    framed(view)
    view.travel.toggle()
    view.travel.glide(0.7 * SECONDS)
    assert 0 < view.travel.place < 1
    view.travel.glide(99.0)
    assert view.travel.place == 3
    assert not view.travel.running


def test_that_reduced_motion_steps_from_layer_to_layer(view):
    framed(view)
    motion.set_reduced(True)
    try:
        view.travel.toggle()
        places = set()
        for part in np.linspace(0, 2.9, 50):
            view.travel.glide(part * SECONDS)
            places.add(view.travel.place)
        assert places == {0, 1, 2}
    finally:
        motion.set_reduced(False)


def test_that_a_hidden_view_does_not_play_on(view):
    framed(view)
    view.travel.toggle()
    view.hide()
    assert not view.travel.running


@pytest.mark.parametrize("data", ["sine", "iris", "blobs", "plane"])
def test_that_every_kind_of_target_is_drawn(view, data):
    training = framed(view, data=data)
    assert len(drawn(view)) == len(training.plan.x_train)


def test_that_the_places_come_out_as_columns(view, tmp_path):
    framed(view)
    header = to_csv(view, tmp_path / "space.csv").read_text().splitlines()[0]
    assert header.startswith("sample,layer0_1,layer0_2,layer1_1")


def test_that_points_put_meanwhile_are_drawn_too(view):
    training = framed(view)
    data = training.experiment.data
    edits = tuple(PointEdit("add", x=(0.1 * k, 0.2), y=k % 2) for k in range(5))
    training.adjust(training.experiment.edited(data=replace(data, edits=edits)))
    before = len(drawn(view))
    view.show_scene(training.shown.scene(0))
    assert not view.flock.items
    view.show_frame(Camera(training.shown).frame(training, view.wants()))
    assert len(drawn(view)) == before + 5


def test_that_return_on_the_slider_plays(qtbot, view):
    framed(view)
    qtbot.keyClick(view.travel.slider, Qt.Key.Key_Return)
    assert view.travel.running
    qtbot.keyClick(view.travel.slider, Qt.Key.Key_Return)
    assert not view.travel.running
