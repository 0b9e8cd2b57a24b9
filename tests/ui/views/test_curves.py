"""The curves grow with the history and mark the best epoch."""

import dataclasses

import fakes
import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.frames.insights import Band, HeldOut, Judged
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.ui.curves import what_if
from visualnn.ui.picture import to_csv
from visualnn.ui.views.curves import CurvesView

NO_KEYS = Qt.KeyboardModifier.NoModifier


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
    view.show_scene(fakes.scene(patience=20))
    view.show_frame(fakes.frame(0, 139, best_epoch=126, waited=12))
    assert view.lines.marks.best.isVisible()
    assert view.lines.marks.best.x == 126
    assert view.lines.marks.after.span == (126, 138)
    assert view.lines.marks.note.text == (
        "best epoch 126\npatience 12 / 20\nsolid line: it ends at 146"
    )


def test_that_the_patience_of_a_fork_counts_from_the_fork(view):
    view.show_scene(fakes.scene(patience=20))
    view.show_frame(fakes.frame(0, 139, best_epoch=110, forked_at=126, waited=12))
    assert view.lines.marks.after.span == (110, 138)
    assert view.lines.marks.end.x == 146
    assert view.lines.marks.note.text == (
        "best epoch 110\npatience 12 / 20 since the fork\nsolid line: it ends at 146"
    )


def test_that_the_curves_mark_where_samples_were_changed_by_hand(view):
    view.show_frame(fakes.frame(0, 139, best_epoch=126, edited_at=(30, 120), waited=12))
    assert view.lines.edits.epochs == (30, 120)
    assert view.lines.marks.note.text.startswith("best epoch 126\nsince the samples changed\n")
    assert view._point_at(120).endswith("\nthe first on the changed samples")
    assert "changed" not in view._point_at(119)
    view.show_scene(fakes.scene(generation=2))
    assert view.lines.edits.epochs == ()


def test_that_no_line_is_spoken_of_that_lies_beyond_the_plot(view):
    view.show_scene(fakes.scene(patience=4000))
    view.show_frame(fakes.frame(0, 139, best_epoch=126, waited=12))
    assert view.lines.range[1] < 4126
    assert view.lines.marks.note.text.endswith("\nit ends at 4\u202f126")


def test_that_nothing_is_marked_before_the_first_epoch(view):
    view.show_frame(fakes.frame(0, 1, best_epoch=0))
    assert not view.lines.marks.best.isVisible()


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
    assert len(view.lines.curves["train"].line._pieces) == 2


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
    assert not view.lines.curves["train"].raw.isVisible()
    view.choose("smoothing", "strong")
    assert view.lines.curves["train"].raw.isVisible()


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


def held_out(start, stop):
    """Return test scores that are twice the training loss of the fake history."""
    epochs = np.arange(start, stop, dtype=float)
    return HeldOut(start, {"test_loss": 3 / (1 + epochs), "test_accuracy": 0.5 + 0 * epochs})


def test_that_the_test_share_is_asked_for_only_when_it_is_to_be_seen(qtbot, view):
    assert view.wants().test_from is None
    with qtbot.waitSignal(view.wanting):
        view.choose("test", "shown")
    assert view.wants().test_from == 0
    view.show_frame(fakes.frame(0, 10, test_scores=held_out(0, 4)))
    assert view.wants().test_from == 4
    view.choose("test", "hidden")
    assert view.wants().test_from is None


def test_that_the_test_curve_is_drawn_dotted_and_named_with_its_value(view):
    view.choose("test", "shown")
    view.show_frame(fakes.frame(0, 10, test_scores=held_out(0, 10)))
    assert view.lines.curves["test"].line.isVisible()
    assert view.lines.curves["test"].line.dotted
    assert values(view)["test"] == "0.3000"
    view.choose("test", "hidden")
    assert not view.lines.curves["test"].line.isVisible()


def test_that_why_the_test_share_is_hidden_stands_in_the_tooltip(view):
    (switch,) = (s for s in view.switches() if s.key == "test")
    assert "until you ask" in switch.idea


def test_that_patience_is_drawn_where_it_ends(view):
    view.show_scene(fakes.scene(patience=5))
    view.show_frame(fakes.frame(0, 139, best_epoch=126, waited=5))
    assert view.lines.marks.end.isVisible()
    assert view.lines.marks.end.x == 131


def test_that_a_run_that_has_stopped_is_not_said_to_stop_yet(view):
    view.show_scene(fakes.scene(patience=5))
    view.show_frame(fakes.frame(0, 132, best_epoch=126, waited=5, state="stopped early"))
    assert view.lines.marks.note.text.endswith("stopped at 131")


@pytest.fixture
def overfit(view):
    """Show a whole run that overfits, with a what-if over it."""
    experiment = Experiment(
        samples=60, noise=0.6, hidden=(16, 16), lr=0.05, batch=8, epochs=40, seed=1
    )
    plan = resolve(experiment)
    training, camera = Training(plan), Camera(plan)
    training.advance(100_000)
    view.show_scene(plan.scene(0))
    view.show_frame(camera.frame(training, Wants()))
    view.choose("what_if", "on")

    def answer():
        view.show_frame(camera.frame(training, view.wants()))

    return training, answer


def test_that_what_if_marks_the_stop_and_tells_the_exact_test_loss(qtbot, view, overfit):
    training, answer = overfit
    view.what_if.rows["patience"].edited.emit(3)
    answer()
    verdict = view.what_if.verdict
    assert view.lines.other_marks.end.x == verdict.stopped_at < 40
    real = Training(resolve(training.experiment.edited(patience=3)))
    real.advance(100_000)
    assert real.epoch == verdict.stopped_at
    loss = real.score(real.plan.x_test, real.plan.y_test).loss
    assert f"test loss {loss:.4f}"[:14] in view.what_if.words.text()
    assert view.what_if._judged.loss == pytest.approx(loss, rel=1e-12)


def test_that_what_if_begins_anew_where_samples_were_changed_by_hand(view):
    view.show_scene(fakes.scene(patience=20))
    view.choose("what_if", "on")
    frame = fakes.frame(0, 60, edited_at=(50,))
    frame.history["val_loss"][40:] += 9.0  # they are harder
    view.show_frame(frame)
    view.what_if.rows["patience"].edited.emit(15)
    assert (view.what_if.verdict.best_epoch, view.what_if.verdict.stopped_at) == (59, None)


def test_that_what_if_watches_the_training_loss_once_no_validation_sample_is_left(view):
    view.choose("what_if", "on")
    frame = fakes.frame(0, 60, edited_at=(30,))
    frame.history["val_loss"][30:] = np.nan
    view.show_frame(frame)
    assert view.what_if.verdict.best_epoch == 59


def test_that_dragging_patience_asks_for_another_epoch(qtbot, view, overfit):
    _, answer = overfit
    answer()
    view.what_if.take(Judged(10_000, 0.5, 0.5), "binary")
    with qtbot.waitSignal(view.wanting):
        view.what_if.rows["patience"].edited.emit(2)
    assert view.wants().judge == view.what_if.epoch


def drag(qtbot, grip, to):
    """Drag a line in the plot to a place in the plot's pixels."""
    qtbot.mousePress(grip, Qt.MouseButton.LeftButton)
    at = QPointF(grip.mapFromParent(to.toPoint()))
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, grip.mapToGlobal(at), *[Qt.MouseButton.LeftButton] * 2, NO_KEYS
    )
    QCoreApplication.sendEvent(grip, event)
    qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton)


def test_that_the_line_where_patience_ends_is_dragged_in_the_plot(qtbot, view, overfit):
    _, answer = overfit
    answer()
    verdict = view.what_if.verdict
    wanted = verdict.best_epoch + 4
    drag(qtbot, view.hand.patience, view.plot.pixel_at(wanted, view.lines.middle))
    assert view.lines.range is not None
    assert view.what_if.verdict.stopped_at == view.lines.other_marks.end.x == wanted
    assert view.what_if.rows["patience"].value == view.what_if.rule.patience
    answer()
    assert view.lines.other_marks.note._x == wanted
    note = view.lines.other_marks.note.text
    assert f"stop at {wanted}" in note
    assert "test loss 0." in note


def test_that_the_line_of_least_improvement_is_dragged_up_and_down(qtbot, view, overfit):
    _, answer = overfit
    answer()
    best = view.what_if.threshold + view.what_if.rule.min_delta
    height = np.log10(best - 0.05)
    drag(qtbot, view.hand.improvement, view.plot.pixel_at(10, height))
    assert view.what_if.rule.min_delta == pytest.approx(0.05, abs=0.01)
    assert view.hand.level.y == pytest.approx(np.log10(view.what_if.threshold))


def test_that_the_arrow_keys_move_the_lines_of_the_rule(qtbot, view, overfit):
    view.what_if.rows["patience"].edited.emit(5)
    qtbot.keyClick(view.hand.patience, Qt.Key.Key_Right)
    assert view.what_if.rule.patience == 6
    qtbot.keyClick(view.hand.patience, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.what_if.rule.patience == 1
    qtbot.keyClick(view.hand.improvement, Qt.Key.Key_Down)
    assert view.what_if.rule.min_delta > 0
    qtbot.keyClick(view.hand.improvement, Qt.Key.Key_Up)
    assert view.what_if.rule.min_delta == 0


def test_that_lines_beyond_the_plot_can_be_taken_at_its_edge(view, overfit):
    view.hand.show_at(1e5, 50.0)
    for grip in (view.hand.patience, view.hand.improvement):
        assert view.plot.rect().contains(grip.geometry().center())


def test_that_taking_the_runs_own_line_begins_to_try_another_rule(qtbot, view):
    view.show_scene(fakes.scene(patience=5))
    view.show_frame(fakes.frame(0, 20, best_epoch=10, waited=5, state="stopped early"))
    assert view.hand.patience.isVisible()
    assert not view.hand.improvement.isVisible()
    with qtbot.assertNotEmitted(view.intent):
        qtbot.keyClick(view.hand.patience, Qt.Key.Key_Left)
    assert view.chosen("what_if") == "on"
    assert view.what_if.rule.patience == 4


def test_that_nothing_can_be_taken_while_a_run_without_what_if_goes_on(view):
    view.show_scene(fakes.scene(patience=5))
    view.show_frame(fakes.frame(0, 20, best_epoch=18, waited=2, state="running"))
    assert not view.hand.patience.isVisible()


def test_that_a_rule_is_replayed_once_on_the_same_losses(view, overfit, monkeypatch):
    _, answer = overfit
    replays = []
    replay = what_if.what_if
    monkeypatch.setattr(what_if, "what_if", lambda *a: (replays.append(a), replay(*a))[1])
    for _ in range(3):
        answer()
        view.refresh()
    assert replays == []
    view.what_if.rows["patience"].edited.emit(7)
    assert len(replays) == 1


def test_that_what_if_proposes_nothing(qtbot, view, overfit):
    with qtbot.assertNotEmitted(view.intent):
        view.what_if.rows["patience"].edited.emit(4)


def test_that_before_training_what_if_says_what_it_needs(view):
    view.choose("what_if", "on")
    assert "Train first" in view.what_if.words.text()


def test_that_what_if_says_that_the_first_epoch_is_under_way(view):
    view.choose("what_if", "on")
    view.show_frame(fakes.frame(0, 1, state="ready"))
    assert "Train first" in view.what_if.words.text()
    view.show_frame(fakes.frame(1, 1, state="running"))
    assert "Epoch 1 is under way" in view.what_if.words.text()
    view.show_frame(fakes.frame(1, 1, state="paused"))
    assert "Train first" in view.what_if.words.text()


@pytest.mark.parametrize(
    ("shares", "words"),
    [((0.6, 0.2), "test loss is being computed"), ((0.7, 0.3), "there are no test samples")],
)
def test_that_what_if_says_why_there_is_no_test_loss_yet(view, shares, words):
    train, validation = shares
    plan = resolve(Experiment(samples=60, train=train, validation=validation))
    view.show_scene(plan.scene(1))
    view.choose("what_if", "on")
    view.show_frame(fakes.frame(0, 9, state="paused"))
    assert words in view.what_if.words.text()
    assert "…" not in view.what_if.words.text()


def test_that_another_patience_is_drawn_at_once_and_nothing_else_anew(view, monkeypatch):
    view.show_scene(fakes.scene(patience=5))
    view.show_frame(fakes.frame(0, 20, best_epoch=10, waited=2))
    drawn = []
    monkeypatch.setattr(view.lines, "draw", drawn.append)
    view.show_settings(fakes.scene(patience=9))
    assert view.lines.marks.end.x == 19
    assert not drawn


def test_that_between_the_ends_of_epochs_the_legend_names_the_epoch_of_the_scores(view):
    view.show_frame(fakes.frame(0, 5, state="paused", epoch=5, scored_epoch=4))
    assert "train, epoch 4" in [entry.text for entry in view.legend.entries]
    view.show_frame(fakes.frame(0, 5, state="paused", epoch=5, scored_epoch=5))
    assert "train" in [entry.text for entry in view.legend.entries]


def test_that_the_epoch_looked_back_at_is_marked_and_the_latest_is_not(view):
    view.show_frame(fakes.frame(0, 30, step=120, latest=290, scored_epoch=12, state="paused"))
    assert view.lines.playhead.isVisible()
    assert view.lines.playhead.x == 12
    view.show_frame(fakes.frame(30, 30, step=290, latest=290, scored_epoch=29, state="paused"))
    assert not view.lines.playhead.isVisible()


def band(start, lost, made=1):
    """Return a band of eight seeds with a row for each of these numbers of lost networks."""
    spread = np.tile([0.2, 0.3, 0.4], (len(lost), 1))
    columns = {"train_loss": spread, "val_loss": spread}
    return Band(start, 8, made, columns, np.array(lost))


def test_that_the_legend_counts_the_networks_of_the_band_that_have_diverged(view):
    view.choose("seeds", "8")
    view.show_frame(dataclasses.replace(fakes.frame(0, 3), band=band(0, [0, 0, 0])))
    assert "mean of 8 seeds" in values(view)
    view.show_frame(dataclasses.replace(fakes.frame(3, 5), band=band(3, [0, 1])))
    assert "mean of 8 seeds, 1 lost" in values(view)
    view.show_frame(dataclasses.replace(fakes.frame(5, 5), band=band(5, [])))
    assert "mean of 8 seeds, 1 lost" in values(view)
    view.show_frame(dataclasses.replace(fakes.frame(5, 6), band=band(0, [0], made=2)))
    assert "mean of 8 seeds" in values(view)
