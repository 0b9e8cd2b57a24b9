"""The confusion matrix is the engine's, in numbers and words; a regression shows pairs."""

from dataclasses import replace

import fakes
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.ui.views.confusion import ConfusionView


def taken(steps=30, **names):
    training = Training(resolve(Experiment(**{"epochs": 20, **names})))
    training.advance(steps)
    return training, Camera(training.plan).frame(training, Wants(outcomes=True), 1)


@pytest.fixture
def make(qtbot):
    def make(**names):
        training, frame = taken(**names)
        view = ConfusionView()
        qtbot.addWidget(view)
        view.resize(390, 340)
        view.show_scene(training.plan.scene(1))
        view.show_frame(frame)
        with qtbot.waitExposed(view):
            view.show()
        return view, frame

    return make


def middle(view, row, column):
    box = view.plot.box
    x, y, w, h = view._matrix.grid(box.width(), box.height()).cell(row, column)
    return QPointF((x + w / 2) / box.width(), 1 - (y + h / 2) / box.height())


def test_that_it_asks_for_outcomes_and_nothing_else(make):
    view, _ = make(data="iris")
    assert view.wants() == Wants(outcomes=True)


def test_that_the_validation_share_is_shown_first(make):
    view, frame = make(data="iris")
    assert (view._matrix.counts == frame.outcomes.confusion[1]).all()
    assert view._caption.text().endswith(f"of {frame.outcomes.confusion[1].sum()} right")


def test_that_a_share_without_samples_says_so_and_has_no_score(make):
    view, frame = make(data="iris")
    nothing = replace(
        frame.outcomes,
        confusion=np.zeros_like(frame.outcomes.confusion),
        scores=np.full(3, np.nan),
    )
    view.show_frame(replace(frame, outcomes=nothing))
    assert "no samples in this share" in view._message()
    assert view._caption.text() == ""


def test_that_the_share_can_be_switched(make):
    view, frame = make(data="iris")
    view.choose("share", "train")
    assert (view._matrix.counts == frame.outcomes.confusion[0]).all()


def test_that_the_test_share_waits_for_the_end(make):
    view, _ = make(data="iris")
    view.choose("share", "test")
    assert "once the run has ended" in view._matrix.message
    _, frame = taken(data="iris", steps=10_000)
    view.show_frame(frame)
    assert not view._matrix.message
    assert view._matrix.counts.sum() == 30


def test_that_rows_without_a_share_offer_no_such_switch(make):
    view, _ = make(data="xor_gate")
    assert [key for key, _, _ in view.switches()[0].options] == ["train"]
    assert view.chosen("share") == "train"
    assert view._matrix.counts.sum() == 4


def test_that_a_cell_says_class_answer_and_share(make):
    view, frame = make(data="iris")
    counts = frame.outcomes.confusion[1]
    text = view.hover(middle(view, 1, 1))
    assert "is versicolor\nwas taken for versicolor" in text
    assert f"{counts[1, 1]} samples, {100 * counts[1, 1] / counts[1].sum():.1f}" in text


def test_that_arrow_keys_go_from_cell_to_cell(make):
    view, _ = make(data="iris")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    assert view._matrix.cursor == (1, 1)
    assert "versicolor" in view.readout.text()


def test_that_the_table_holds_what_is_on_show(make):
    view, frame = make(data="digits", hidden=(16,))
    table = view.table()
    assert table.rows == 10
    columns = [table.columns[f"taken_for_{name}"] for name in "0123456789"]
    assert (np.stack(columns, axis=1) == frame.outcomes.confusion[1]).all()


def test_that_a_regression_shows_answers_by_target(make):
    view, frame = make(data="sine")
    pairs = frame.outcomes.pairs[1]
    x, y = view._dots.at.T
    assert (x == pairs[:, 0]).all()
    assert (y == pairs[:, 1]).all()
    assert view.title == "Predicted"
    score = f"{frame.outcomes.scores[1]:.3f}".replace("-", "−")
    assert view._caption.text() == f"R² {score} · {len(pairs)} samples"
    assert "off by" in view.hover(QPointF(*pairs[0]))


def test_that_frames_of_another_plan_are_not_drawn(make):
    view, frame = make(data="iris")
    view.show_scene(fakes.scene(generation=2, data="iris"))
    view.show_frame(frame)
    assert view._matrix.message == "No answers yet."
