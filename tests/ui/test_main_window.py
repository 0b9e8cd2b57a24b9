"""Whole-window journeys: what a person does, with the mouse's and the keyboard's own events."""

import os
import signal
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QMainWindow,
    QScrollArea,
    QSlider,
    QTableView,
    QWidget,
)

from visualnn.experiment.spec import Experiment
from visualnn.ui.engine import ProcessPort
from visualnn.ui.table_sheet.sheet import TableSheet
from visualnn.ui.words import count


def press(window, key):
    window.actions_by_key[key].trigger()


def frame_when(qtbot, window, condition):
    qtbot.waitUntil(lambda: condition(window.laboratory.frame), timeout=20_000)
    return window.laboratory.frame


def button(window, name):
    return window.findChild(QAbstractButton, name)


def drag(slider, steps):
    """Move a slider with its keys; one held key is one edit."""
    slider.setFocus()
    for _ in range(steps):
        QTest.keyClick(slider, Qt.Key.Key_Right)


def rate_row(window):
    return next(
        row
        for form in window.playground.panel.findChildren(object)
        if form.objectName() == "form_optimizer"
        for name, row in form.rows.items()
        if name == "lr"
    )


def test_that_train_runs_and_pause_holds(window, qtbot):
    press(window, "train")
    frame = frame_when(qtbot, window, lambda f: f.step > 5)
    assert frame.state == "running"
    assert window.actions_by_key["train"].text() == "Pause"
    press(window, "train")
    frame_when(qtbot, window, lambda f: f.state == "paused")
    assert window.actions_by_key["train"].text() == "Train"


def test_that_space_in_the_window_trains(window, qtbot):
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Space)
    frame_when(qtbot, window, lambda f: f.state == "running")


def test_that_the_counter_shows_accuracy_epoch_and_step(window, qtbot):
    press(window, "step_epoch")
    frame = frame_when(qtbot, window, lambda f: f.step > 1)
    accuracy = f"{100 * frame.scores['val_accuracy']:.1f}\u202f%"
    shown = window.top_bar.counter.replace("\u2007", "")
    assert shown == f"val accuracy {accuracy} · epoch 1 · step {frame.step}"


def test_that_step_does_one_batch_and_epoch_the_rest_of_it(window, qtbot):
    press(window, "step")
    frame_when(qtbot, window, lambda f: f.step == 1)
    press(window, "step_epoch")
    frame = frame_when(qtbot, window, lambda f: f.step > 1)
    assert frame.step == window.laboratory.scene.steps_per_epoch


def test_that_reset_brings_back_the_same_first_weights_and_a_new_seed_others(window, qtbot):
    first = window.laboratory.frame.theta
    press(window, "step_epoch")
    frame_when(qtbot, window, lambda f: f.step > 0)
    press(window, "reset")
    again = frame_when(qtbot, window, lambda f: f.step == 0)
    assert np.array_equal(again.theta, first)
    press(window, "reseed")
    other = frame_when(qtbot, window, lambda f: f.generation > again.generation)
    assert not np.array_equal(other.theta, first)


def test_that_moving_the_rate_while_it_trains_goes_on_with_the_run(window, qtbot):
    press(window, "train")
    before = frame_when(qtbot, window, lambda f: f.step > 5)
    drag(rate_row(window).findChild(QSlider), 3)
    rate = window.session.document.experiment.optimizer.lr
    after = frame_when(qtbot, window, lambda f: f.learning_rate == rate)
    assert rate > 0.03
    assert after.generation == before.generation
    assert after.step >= before.step


def test_that_undo_restores_the_learning_rate_in_slider_and_engine(window, qtbot):
    drag(rate_row(window).findChild(QSlider), 1)
    assert window.session.document.experiment.optimizer.lr != 0.03
    press(window, "undo")
    frame_when(qtbot, window, lambda f: f.learning_rate == 0.03)
    assert rate_row(window).value == 0.03


def test_that_choosing_another_method_starts_over_and_keeps_the_rate(window, qtbot):
    press(window, "step_epoch")
    frame_when(qtbot, window, lambda f: f.step > 0)
    window.playground.panel.findChild(object, "method").edited.emit("momentum")
    frame_when(qtbot, window, lambda f: f.step == 0)
    optimizer = window.session.document.experiment.optimizer
    assert (optimizer.key, optimizer.lr) == ("momentum", 0.03)


def test_that_adding_a_hidden_layer_changes_the_network(window, qtbot):
    button(window, "more_layers").click()
    qtbot.waitUntil(lambda: window.laboratory.scene.sizes == (2, 4, 4, 1), timeout=20_000)


def test_that_choosing_a_data_set_shows_it(window, qtbot):
    button(window, "data_iris").click()
    qtbot.waitUntil(lambda: window.laboratory.scene.sizes[0] == 4, timeout=20_000)
    assert len(window.laboratory.scene.classes) == 3
    assert window.playground.boundary.isVisible()


def test_that_early_stopping_says_so_and_restores_the_best_weights(make_window, qtbot):
    window = make_window(Experiment(samples=60, noise=0.6, patience=3, epochs=5000, lr=0.1))
    window.set_speed("max")
    press(window, "train")
    frame = frame_when(qtbot, window, lambda f: f.state == "stopped early")
    assert "Stopped early" in window.messages.text
    assert f"epoch {frame.best_epoch}" in window.messages.text
    assert window.status.currentWidget().field("test").startswith("test accuracy")


def test_that_train_after_the_end_starts_the_same_run_again(make_window, qtbot):
    window = make_window(Experiment(samples=60, epochs=1))
    window.set_speed("max")
    press(window, "train")
    end = frame_when(qtbot, window, lambda f: f.state == "finished")
    press(window, "train")
    qtbot.waitUntil(lambda: window.laboratory.frame is not end, timeout=20_000)
    again = frame_when(qtbot, window, lambda f: f.state == "finished")
    assert np.array_equal(again.theta, end.theta)


def test_that_a_divergence_is_named_with_its_step(make_window, qtbot):
    experiment = Experiment(
        data="plane", optimizer="sgd", lr=10, activation="relu", standardize=False
    )
    window = make_window(experiment)
    press(window, "train")
    frame = frame_when(qtbot, window, lambda f: f.state == "diverged")
    assert f"diverged at step {frame.diverged_at}" in window.messages.text
    assert np.isfinite(frame.theta).all()


BAD_TABLES = {
    "missing.csv": None,
    "empty.csv": b"",
    "ragged.csv": b"a,b,c\n1,2,x\n1,2\n" + b"1,2,y\n" * 20,
    "binary.csv": bytes(range(256)) * 8,
    "words.csv": b"a,b,c\n" + b"1,2,x\n" * 20 + b"1,oops,y\n",
    "one_class.csv": b"a,b,c\n" + b"1,2,x\n" * 20,
    "short.csv": b"a,b,c\n1,2,x\n2,1,y\n",
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_that_a_bad_table_is_refused_in_words_and_the_run_goes_on(window, qtbot, tmp_path, name):
    if BAD_TABLES[name] is not None:
        (tmp_path / name).write_bytes(BAD_TABLES[name])
    press(window, "train")
    before = frame_when(qtbot, window, lambda f: f.step > 2)
    document = window.session.document
    window.desk.open_file(tmp_path / name)
    qtbot.waitUntil(lambda: name in window.messages.text, timeout=20_000)
    after = frame_when(qtbot, window, lambda f: f.step > before.step)
    assert after.generation == before.generation
    assert window.session.document == document
    assert not window.session.undo_stack.canUndo()


BAD_EXPERIMENTS = {
    "truncated.json": '{"format": "visualnn experiment", "version": 1, "seed": ',
    "newer.json": '{"format": "visualnn experiment", "version": 99}',
    "unknown.json": '{"format": "visualnn experiment", "version": 1, "sed": 3}',
    "range.json": '{"format": "visualnn experiment", "version": 1, "batch": -3}',
}


@pytest.mark.parametrize("name", BAD_EXPERIMENTS)
def test_that_a_bad_experiment_is_refused_and_changes_nothing(window, tmp_path, name):
    (tmp_path / name).write_text(BAD_EXPERIMENTS[name])
    document = window.session.document
    window.desk.open_file(tmp_path / name)
    assert name in window.messages.text
    assert window.session.document == document


def test_that_a_dropped_table_is_trained_on(window, qtbot, tmp_path):
    rows = "\n".join(f"{i * 37 % 60},{i % 7},{'yes' if i % 2 else 'no'}" for i in range(60))
    file = tmp_path / "own.csv"
    file.write_text(f"height,width,sold\n{rows}\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    sheet = window.findChild(TableSheet)
    qtbot.waitUntil(sheet.accept_button.isEnabled)
    sheet.accept_button.click()
    qtbot.waitUntil(lambda: window.laboratory.scene.features == ("height", "width"))
    assert window.laboratory.scene.classes == ("no", "yes")


def test_that_a_saved_experiment_opens_as_it_was(window, qtbot, tmp_path):
    file = tmp_path / "mine.json"
    saved = window.session.document.experiment
    window.desk.save_to(file)
    press(window, "reseed")
    window.desk.open_file(file)
    assert window.session.document.experiment == saved


def test_that_the_theme_is_changed_and_remembered(window):
    assert not window.themes.current.dark
    press(window, "theme")
    assert window.themes.current.dark
    assert window.settings.preferences.theme == "dark"


def test_that_the_race_plays_and_the_slider_moves_its_path(window, qtbot):
    press(window, "workspace_landscape")
    qtbot.waitUntil(lambda: window.landscape.map.pin is not None, timeout=20_000)
    press(window, "train")
    qtbot.waitUntil(lambda: window.landscape.playback.step_now > 3, timeout=20_000)
    press(window, "train")
    assert not window.landscape.playback.running
    row = window.landscape.panel.rows[0]
    before = window.session.document.race.contestants[0].optimizer.lr
    with qtbot.waitSignal(window.engine.errands.raced, timeout=20_000):
        drag(row.rate.findChild(QSlider), 2)
    assert window.session.document.race.contestants[0].optimizer.lr > before


def test_that_the_headings_of_the_race_fit_their_columns(window):
    window.show_workspace("landscape")
    [grid] = window.landscape.findChildren(QTableView, "standings")
    header = grid.horizontalHeader()
    for column in range(1, header.count()):
        assert grid.columnWidth(column) >= header.sectionSizeHint(column)


def test_that_a_diverging_contestant_is_named_below_its_slider(window, qtbot):
    press(window, "workspace_landscape")
    row = window.landscape.panel.rows[0]
    with qtbot.waitSignal(window.engine.errands.raced, timeout=20_000):
        row.rate.edited.emit(10.0)
    frame_text = lambda: row.rate.findChildren(object)  # noqa: E731
    qtbot.waitUntil(
        lambda: any("diverges at step" in getattr(w, "text", str)() for w in frame_text()),
        timeout=20_000,
    )


def test_that_a_surface_comes_with_its_own_start_and_rates(window, qtbot):
    window.show_workspace("landscape")
    with qtbot.waitSignal(window.engine.errands.surveyed, timeout=20_000):
        window.landscape.panel.findChild(object, "surface").edited.emit("rosenbrock")
    assert window.session.document.race.surface == "rosenbrock"
    press(window, "undo")
    assert window.session.document.race.surface == "beale"


def test_that_a_hidden_workspace_asks_for_nothing(window):
    window.show_workspace("landscape")
    wants = window.wants()
    assert (wants.boundary, wants.neurons, wants.weights) == (0, 0, False)
    assert (wants.faces, wants.theta) == (None, False)


def test_that_killing_the_engine_leaves_the_window_alive_and_goes_on(make_window, qtbot):
    window = make_window(port=ProcessPort)
    window.set_speed("max")
    press(window, "train")
    qtbot.waitUntil(lambda: window.engine.has_memory, timeout=20_000)
    step = window.laboratory.frame.step
    os.kill(window.engine.port.process.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: "checkpoint" in window.messages.text, timeout=20_000)
    frame_when(qtbot, window, lambda f: f.step > step and f.state == "running")


def test_that_layout_and_workspace_are_remembered(make_window):
    first = make_window()
    first.show_workspace("landscape")
    first.set_speed("600")
    first.close()
    second = make_window()
    assert second.workspace is second.landscape
    assert second.settings.window.value("speed") == "600"


def test_that_a_gate_without_validation_samples_trains_on_screen(window, qtbot):
    button_of_run = window.actions_by_key["step_epoch"]
    document = window.session.document
    gate = document.experiment.edited(data="and")
    window.session.propose(document.edited(experiment=gate), "data set")
    qtbot.waitUntil(lambda: window.laboratory.scene.parameters == 17, timeout=20_000)
    for _ in range(3):
        button_of_run.trigger()
    frame_when(qtbot, window, lambda f: f.epoch == 3)
    qtbot.waitUntil(lambda: "epoch 3" in window.top_bar.counter, timeout=20_000)


def test_that_a_step_after_the_end_begins_the_same_run_again(make_window, qtbot):
    window = make_window(Experiment(samples=60, epochs=1))
    window.set_speed("max")
    press(window, "train")
    frame_when(qtbot, window, lambda f: f.state == "finished")
    press(window, "step")
    frame_when(qtbot, window, lambda f: f.step == 1 and f.state == "paused")


def test_that_the_map_has_square_units_when_it_is_first_shown(window, qtbot):
    press(window, "workspace_landscape")
    view = window.landscape.map

    def is_square():
        left, right, bottom, top = view.extent
        size = view.plot.viewport().size()
        across, up = (right - left) / size.width(), (top - bottom) / size.height()
        assert across == pytest.approx(up, rel=0.02)

    qtbot.waitUntil(is_square, timeout=20_000)
    assert view.extent[3] - view.extent[2] < 1.2 * 9 or view.extent[1] - view.extent[0] < 1.2 * 9


@pytest.mark.parametrize("workspace", ["playground", "landscape", "slice"])
def test_that_a_small_window_scrolls_the_cards_and_cuts_none(window, qtbot, workspace):
    window.show_workspace("landscape" if workspace == "slice" else workspace)
    if workspace == "slice":
        window.landscape.panel.findChild(object, "surface").edited.emit("random")
    window.resize(720, 450)
    qtbot.waitUntil(lambda: window.width() <= 900, timeout=5_000)
    area = window.workspace.findChild(QScrollArea, "roomy")
    cards = [card for card in window.workspace.cards if card.isVisible()]
    assert cards
    for card in cards:
        inside = card.rect().translated(card.mapTo(area.widget(), card.rect().topLeft()))
        assert area.widget().rect().contains(inside)
        assert card.width() >= card.minimumSizeHint().width()
    assert area.widget().height() > area.viewport().height()
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.width() == 1280, timeout=5_000)
    for bar in (area.horizontalScrollBar(), area.verticalScrollBar()):
        qtbot.waitUntil(lambda bar=bar: not bar.isVisible(), timeout=5_000)


@pytest.mark.parametrize("width", [1280, 1440])
def test_that_train_stands_still_while_the_counter_grows(window, qtbot, width):
    window.resize(width, 720)
    qtbot.waitUntil(lambda: window.width() == width, timeout=5_000)
    bar = window.top_bar
    places = []
    frame = window.laboratory.frame
    for step in (0, 100_000):
        texts = window.playground.numbers.counter(replace(frame, epoch=step // 100, step=step))
        bar.set_counter(*texts)
        bar.layout().activate()
        places.append(bar.button("train").x())
        assert bar.counter == texts[0]
    assert places[0] == places[1]


def test_that_a_small_window_keeps_the_validation_accuracy_however_long_it_trains(window, qtbot):
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.width() == 1280, timeout=5_000)
    bar, label = window.top_bar, window.top_bar.findChild(QLabel, "counter")
    frame, shown = window.laboratory.frame, []
    for epoch in (0, 26, 987, 12_345, 26):
        counter = window.playground.numbers.counter(replace(frame, epoch=epoch, step=6 * epoch))
        bar.set_counter(*counter)
        bar.layout().activate()
        assert label.text().startswith("val ")
        assert f"epoch {count(epoch)}" in label.text()
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
        shown.append(label.text().partition("epoch")[0])
    assert bar.button("export").text() == "Export"
    assert shown[-1] == shown[-2]  # short words stay short when the numbers are small again


def test_that_what_stands_behind_the_accuracy_stays_in_its_place(window, qtbot):
    label = window.top_bar.findChild(QLabel, "counter")
    frame, places = window.laboratory.frame, set()
    for accuracy in (0.05, 0.917, 1.0):
        scored = replace(frame, scores={**frame.scores, "val_accuracy": accuracy})
        window.top_bar.set_counter(*window.playground.numbers.counter(scored))
        before = label.text().partition("epoch")[0]
        places.add(label.fontMetrics().horizontalAdvance(before))
    assert len(places) == 1


class Shown(QObject):
    """Takes note of the windows that appear, those of the application's parts included."""

    def __init__(self):
        super().__init__()
        self.windows = []

    def eventFilter(self, watched, event):
        shows = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shows and watched.isWindow():
            self.windows.append((type(watched).__name__, isinstance(watched, QMainWindow)))
        return False


def test_that_no_part_of_the_window_appears_as_a_window_of_its_own(make_window, qapp):
    shown = Shown()
    qapp.installEventFilter(shown)
    try:
        window = make_window()
        for workspace in window.workspaces:
            window.show_workspace(workspace.key)
    finally:
        qapp.removeEventFilter(shown)
    assert shown.windows == [("MainWindow", True)]


def test_that_the_boundary_is_of_a_useful_size_in_a_small_window(make_window, qtbot):
    window = make_window(Experiment(data="pass"), size=(1280, 720))
    plot = window.playground.boundary.plot
    qtbot.waitUntil(lambda: plot.box.width() >= 300 and plot.box.height() >= 180)
