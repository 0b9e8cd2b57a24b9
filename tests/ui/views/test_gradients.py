"""Gradient sizes are drawn layer by layer, with a sentence that quotes the ratio."""

import pytest
from PySide6.QtCore import QPointF, Qt

from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment, LayerSpec
from visualnn.experiment.training import Training
from visualnn.ui.picture import to_csv
from visualnn.ui.views.gradients import GradientsView


@pytest.fixture
def view(qtbot):
    view = GradientsView()
    qtbot.addWidget(view)
    view.resize(340, 320)
    with qtbot.waitExposed(view):
        view.show()
    return view


def framed(view, epochs=6, **names):
    plan = resolve(Experiment(**{"samples": 60, "hidden": (4, 4), **names}))
    training = Training(plan)
    view.show_scene(plan.scene(0))
    view.show_frame(Camera(plan).frame(training, view.wants()))
    for _ in range(epochs):
        training.finish_epoch()
    view.show_frame(Camera(plan).frame(training, view.wants()))
    return training


def test_that_before_training_it_says_what_it_needs(view):
    framed(view, epochs=0)
    assert "Train for an epoch" in view.words.text()


def test_that_every_layer_has_a_curve_named_at_its_end(view):
    training = framed(view)
    assert [name for name, *_ in view.names.names] == ["1", "2", "out"]
    assert view.table().columns["gradient_1"][-1] == training.recording.row(6)["gradient_1"]


def test_that_a_vanishing_gradient_is_warned_of_with_its_ratio(view):
    framed(view, hidden=(LayerSpec(6, activation="sigmoid"),) * 6)
    assert "vanishes" in view.words.text()
    assert "1/" in view.words.text()
    assert view.words.property("role") == "warn"


def test_that_a_gradient_that_passes_well_is_no_warning(view):
    framed(view)
    assert "passes well" in view.words.text()
    assert view.words.property("role") == "second"


def test_that_zero_weights_are_said_to_let_nothing_through(view):
    framed(view, init="zeros")
    assert "No gradient reaches" in view.words.text()


def test_that_one_layer_alone_has_nothing_to_lose(view):
    framed(view, hidden=())
    assert "one layer only" in view.words.text()


def test_that_hovering_and_arrow_keys_name_the_sizes(qtbot, view):
    framed(view)
    lines = view.hover(QPointF(3.1, 0)).split("\n")
    assert lines[0] == "epoch 3"
    assert lines[3].startswith("out  ")
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.readout.text().startswith("epoch 2")


def test_that_another_run_begins_anew(view):
    framed(view)
    view.show_scene(resolve(Experiment(hidden=(3,))).scene(5))
    assert view.history.rows == 0
    assert len(view.lines) == 2


def test_that_the_sizes_come_out_as_columns(view, tmp_path):
    framed(view)
    header = to_csv(view, tmp_path / "g.csv").read_text().splitlines()[0]
    assert header == "epoch,gradient_1,gradient_2,gradient_3"
