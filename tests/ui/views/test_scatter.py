"""The view of gradient noise: a cloud, its mean, and what it says of the batch size."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.ui.picture import to_csv
from visualnn.ui.views.scatter import ScatterView


@pytest.fixture
def view(qtbot):
    view = ScatterView()
    qtbot.addWidget(view)
    view.resize(340, 320)
    with qtbot.waitExposed(view):
        view.show()
    return view


def framed(view, **names):
    plan = resolve(Experiment(**{"samples": 100, "hidden": (4,), **names}))
    training = Training(plan)
    training.advance(2)
    view.show_scene(plan.scene(0))
    view.show_frame(Camera(plan).frame(training, view.wants()))
    return training


def test_that_before_the_first_frame_it_says_what_it_waits_for(view):
    assert "Waiting" in view.words.text()
    assert not view.mean.isVisible()


def test_that_the_samples_of_the_latest_batch_are_drawn_about_their_mean(view):
    framed(view, batch=16)
    x, y = view.points.getData()
    assert len(x) == 16
    assert np.mean(x) == pytest.approx(1)
    assert np.mean(y) == pytest.approx(0, abs=1e-9)


def test_that_a_larger_batch_has_a_smaller_ring(view):
    framed(view, batch=4)
    small = view.mean.radius
    framed(view, batch=60)
    assert view.mean.radius < small


def test_that_the_words_quote_spread_and_noise(view):
    framed(view, batch=16)
    found = view._found
    assert f"{found.spread / found.mean:.2f}" in view.words.text()
    assert "the mean of 16 is off by" in view.words.text()
    framed(view, batch=1)
    assert "A batch of one" in view.words.text()


def test_that_hovering_names_the_sample(view):
    training = framed(view, batch=16)
    x, y = view.points.getData()
    number = int(training.descent.batch_numbers[5])
    assert view.hover(QPointF(x[5], y[5])).split("\n")[0] == f"sample {number}"
    assert view.hover(QPointF(1e6, 0)) == ""


def test_that_a_batch_without_a_gradient_is_said_to_have_none(view):
    framed(view, data="xor_gate", init="zeros")
    assert "is zero" in view.words.text()


def test_that_the_gradients_come_out_as_columns(view, tmp_path):
    framed(view, batch=16)
    lines = to_csv(view, tmp_path / "s.csv").read_text().splitlines()
    assert lines[0] == "sample,along,across"
    assert len(lines) == 17


def test_that_the_arrow_keys_read_the_samples_from_the_strongest_back(view):
    framed(view, batch=16)
    view.setFocus()
    read = []
    for _ in range(16):
        QTest.keyClick(view, Qt.Key.Key_Left)
        read.append(view.readout.text())
    assert len(set(read)) == 16
    assert view.readout.isVisible()
    strongest = int(view._found.samples[view._cloud.x.argmax()])
    assert read[0].startswith(f"sample {strongest}\n")
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.readout.text() == read[-1]  # there is no further one
    view.clearFocus()
    assert not view.readout.isVisible()
