"""The samples as numbers, in rows that are written only when they are looked at."""

from dataclasses import replace

import fakes
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.insights import Inputs
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.ui.intents import ExplainSample
from visualnn.ui.samples_model import BATCH, FEATURES, LABEL, MARK
from visualnn.ui.views.sample_table import NOT_YET, SampleTableView


@pytest.fixture
def make(qtbot):
    def make(**names):
        plan = resolve(Experiment(**names))
        view = SampleTableView()
        qtbot.addWidget(view)
        view.resize(390, 340)
        view.show_scene(plan.scene(1))
        samples = Inputs(plan.samples.x, plan.scaler.mean, plan.scaler.scale)
        view.show_frame(fakes.frame(samples=samples))
        with qtbot.waitExposed(view):
            view.show()
        return view, plan

    return make


def cell(view, row, column):
    return view.model.index(row, column).data()


def test_that_samples_are_asked_for_once_in_each_generation(make):
    view, plan = make(data="iris")
    assert view.wants() == Wants(samples_but=1, batch=True)
    view.show_scene(plan.scene(2))
    assert view.wants() == Wants(samples_but=NOT_YET, batch=True)


def test_that_all_samples_are_there_with_all_features(make):
    view, plan = make(data="wine")
    assert view.model.rowCount() == 178
    assert view.model.columnCount() == FEATURES + 13
    assert float(cell(view, 5, FEATURES + 2)) == pytest.approx(plan.samples.x[5, 2], rel=1e-3)


def test_that_features_can_be_seen_as_the_network_is_given_them(make):
    view, plan = make(data="iris")
    view.choose("units", "standardized")
    wanted = plan.scaler.apply(plan.samples.x)[7, 1]
    assert float(cell(view, 7, FEATURES + 1).replace("−", "-")) == pytest.approx(wanted, abs=1e-3)


def test_that_there_is_no_switch_of_units_without_standardizing(make):
    view, _ = make(data="iris", standardize=False)
    assert [switch.key for switch in view.switches()] == ["labels", "batch"]


def test_that_labels_are_names_integers_or_one_hot_rows(make):
    view, _ = make(data="iris")
    assert cell(view, 60, LABEL) == "versicolor"
    view.choose("labels", "integer")
    assert cell(view, 60, LABEL) == "1"
    view.choose("labels", "one_hot")
    assert cell(view, 60, LABEL) == "0 1 0"


def test_that_a_regression_shows_values(make):
    view, plan = make(data="diabetes")
    assert [switch.key for switch in view.switches()] == ["units", "batch"]
    assert float(cell(view, 3, LABEL)) == plan.samples.y[3]


def test_that_arrow_keys_move_through_the_rows(make):
    view, _ = make(data="iris")
    view.grid.setCurrentIndex(view.model.index(0, 0))
    QTest.keyClick(view.grid, Qt.Key.Key_Down)
    QTest.keyClick(view.grid, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.grid.currentIndex().row() == 149


def test_that_the_table_has_a_column_for_each_class_of_a_one_hot_label(make):
    view, plan = make(data="iris")
    view.choose("labels", "one_hot")
    table = view.table()
    one_hot = np.stack([table.columns[f"species_{name}"] for name in plan.samples.classes], axis=1)
    assert (one_hot.argmax(axis=1) == plan.samples.y).all()
    assert (one_hot.sum(axis=1) == 1).all()
    assert (table.columns["petal length (cm)"] == plan.samples.x[:, 2]).all()


def test_that_only_rows_on_show_are_written(make, monkeypatch):
    view, _ = make(data="moons", samples=10_000)
    written = set()
    text = type(view.model)._text
    monkeypatch.setattr(
        type(view.model), "_text", lambda self, row, col: written.add(row) or text(self, row, col)
    )
    view.grid.scrollToBottom()
    view.grid.viewport().repaint()
    assert 0 < len(written) < 100
    assert max(written) == 9_999


def test_that_samples_of_another_plan_are_not_taken(make):
    view, plan = make(data="iris")
    view.show_scene(plan.scene(2))
    assert view.model.rowCount() == 0
    view.show_frame(fakes.frame(samples=Inputs(plan.samples.x, np.zeros(4), np.ones(4))))
    assert view.model.rowCount() == 0


def test_that_the_current_batch_is_marked_and_can_be_left_alone(make):
    view, _ = make(data="iris")
    view.show_frame(fakes.frame(batch=np.array([3, 7])))
    assert [row for row in range(150) if cell(view, row, BATCH) == MARK] == [3, 7]
    view.show_frame(fakes.frame(batch=np.array([8])))
    assert [row for row in range(150) if cell(view, row, BATCH) == MARK] == [8]
    view.choose("batch", "none")
    assert view.grid.isColumnHidden(BATCH)
    assert not view.wants().batch


def test_that_the_rows_of_the_batch_are_tinted_from_end_to_end(make):
    view, _ = make(data="iris")

    def ground(row):
        image = view.grid.viewport().grab().toImage()
        box = view.grid.visualRect(view.model.index(row, FEATURES))
        return image.pixelColor(box.left() + 2, box.top() + 3)

    view.show_frame(fakes.frame(batch=np.array([3])))
    assert ground(2) == ground(4) != ground(3)
    view.show_frame(fakes.frame(batch=np.array([4])))
    assert ground(2) == ground(3) != ground(4)
    view.choose("batch", "none")
    view.show_frame(fakes.frame())
    assert ground(3) == ground(4)


def test_that_a_button_and_a_key_lead_to_the_next_row_of_the_batch_and_round(make):
    view, _ = make(data="iris")
    leap = view.header()
    assert not leap.isEnabled()
    view.show_frame(fakes.frame(batch=np.array([30, 7, 140])))
    reached = []
    for _ in range(4):
        leap.click()
        reached.append(view.grid.currentIndex().row())
        box = view.grid.visualRect(view.grid.currentIndex())
        assert view.grid.viewport().rect().contains(box)
    assert reached == [7, 30, 140, 7]
    view.activateWindow()
    view.grid.setFocus()
    QTest.keyClick(view.grid, Qt.Key.Key_N)
    assert view.grid.currentIndex().row() == 30
    for row in (7, 140):
        QTest.keyClick(view.grid, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
        assert view.grid.currentIndex().row() == row


def test_that_samples_edited_by_hand_are_asked_for_again_and_the_place_is_kept(make):
    view, plan = make(data="moons")
    view.grid.setCurrentIndex(view.model.index(40, LABEL))
    data = replace(plan.experiment.data, edits=(PointEdit("remove", 3),))
    edited = plan.edited(plan.experiment.edited(data=data))
    view.show_scene(edited.scene(1))
    assert view.wants().samples_but == NOT_YET
    assert view.model.rowCount() == 300  # until they are here
    samples = Inputs(edited.samples.x, plan.scaler.mean, plan.scaler.scale)
    view.show_frame(fakes.frame(samples=samples, batch=np.array([4])))
    assert view.model.rowCount() == 299
    assert view.grid.currentIndex().row() == 40
    assert [row for row in range(299) if cell(view, row, BATCH) == MARK] == [3]  # number 4


def test_that_a_live_edit_of_other_settings_asks_for_no_samples(make):
    view, plan = make(data="iris")
    view.show_scene(replace(plan.scene(1), experiment=plan.experiment.edited(lr=0.5)))
    assert view.wants().samples_but == 1


def test_that_enter_explains_the_sample(make, qtbot):
    view, _ = make(data="iris")
    view.grid.setCurrentIndex(view.model.index(12, LABEL))
    with qtbot.waitSignal(view.intent) as said:
        QTest.keyClick(view.grid, Qt.Key.Key_Return)
    assert said.args == [ExplainSample(12)]
