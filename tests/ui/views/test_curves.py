"""The curves grow with the history and mark the best epoch."""

import dataclasses

import fakes
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from visualnn.ui.picture import to_csv
from visualnn.ui.views.curves import CurvesView


@pytest.fixture
def view(qtbot):
    view = CurvesView()
    qtbot.addWidget(view)
    view.resize(420, 320)
    view.show_scene(fakes.scene())
    with qtbot.waitExposed(view):
        view.show()
    return view


def values(view) -> dict[str, str]:
    return {entry.text: entry.value for entry in view.legend.entries}


def test_that_only_missing_epochs_are_asked_for(view):
    assert view.wants().history_from == 0
    view.show_frame(fakes.frame(0, 30))
    assert view.wants().history_from == 30


def test_that_pieces_of_history_become_one_curve(view):
    view.show_frame(fakes.frame(0, 30))
    view.show_frame(fakes.frame(30, 60))
    np.testing.assert_allclose(view.table().columns["train_loss"], 1 / (1 + np.arange(60)))


def test_that_a_frame_of_another_run_is_dropped(view):
    view.show_frame(fakes.frame(0, 30, generation=7))
    assert view.history.rows == 0


def test_that_a_new_run_starts_with_empty_curves(view):
    view.show_frame(fakes.frame(0, 30))
    view.show_scene(fakes.scene(generation=2))
    assert view.history.rows == 0


def test_that_a_live_edit_keeps_the_curves(view):
    view.show_frame(fakes.frame(0, 30))
    view.show_scene(fakes.scene(generation=1, patience=5))
    assert view.history.rows == 30


def test_that_the_legend_shows_the_latest_values(view):
    view.show_frame(fakes.frame(0, 10))
    assert values(view) == {"train": "0.1000", "validation": "0.2000"}


def test_that_accuracy_is_written_in_percent(view):
    view.show_frame(fakes.frame(0, 10))
    view.choose("measure", "score")
    assert values(view) == {"train": "95.0 %", "validation": "94.0 %"}
    assert view.title == "Accuracy"


def test_that_the_best_epoch_is_marked_with_how_long_it_was(view):
    view.show_scene(fakes.scene(patience=40))
    view.show_frame(fakes.frame(0, 139, best_epoch=126, waited=12))
    assert view._best.isVisible()
    assert view._best.x == 126
    assert view._after.span == (126, 138)
    assert view._note.text == "best epoch 126\npatience 12 / 40"


def test_that_nothing_is_marked_before_the_first_epoch(view):
    view.show_frame(fakes.frame(0, 1, best_epoch=0))
    assert not view._best.isVisible()


def test_that_the_range_only_grows_while_a_run_goes_on(view):
    view.choose("scale", "linear")
    view.show_frame(fakes.frame(0, 5))
    before = view.plot.box.viewRange()
    view.show_frame(fakes.frame(5, 9))
    assert view.plot.box.viewRange() == before


def test_that_a_loss_of_zero_or_nan_leaves_a_gap_and_not_an_error(view):
    frame = fakes.frame(0, 4)
    broken = {**frame.history, "train_loss": np.array([1.0, 0.0, np.nan, 0.5])}
    view.show_frame(dataclasses.replace(frame, history=broken))
    assert len(view._lines["train"]._pieces) == 2


def test_that_hovering_names_epoch_and_values(view):
    view.show_frame(fakes.frame(0, 10))
    assert view.hover(QPointF(3.2, 0.0)).split("\n") == [
        "epoch 3",
        "train 0.2500",
        "validation 0.5000",
    ]


def test_that_arrow_keys_move_the_mark(qtbot, view):
    view.show_frame(fakes.frame(0, 10))
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.readout.isVisible()
    assert view.readout.text().startswith("epoch 8")


def test_that_smoothing_draws_the_raw_line_behind(view):
    view.show_frame(fakes.frame(0, 10))
    assert not view._raw["train"].isVisible()
    view.choose("smoothing", "strong")
    assert view._raw["train"].isVisible()


def test_that_an_unknown_option_is_ignored(view):
    view.choose("scale", "cubic")
    assert view.chosen("scale") == "log"


def test_that_a_regression_shows_r_squared(qtbot):
    view = CurvesView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.switched):
        view.show_scene(fakes.scene(data="sine"))
    view.choose("measure", "score")
    assert view.title == "R²"


def test_that_the_numbers_come_out_as_csv(view, tmp_path):
    view.show_frame(fakes.frame(0, 3))
    lines = to_csv(view, tmp_path / "curves.csv").read_text().splitlines()
    assert lines[0] == "epoch,train_loss,val_loss,train_accuracy,val_accuracy"
    assert lines[2].startswith("1,0.5,1.0,")
