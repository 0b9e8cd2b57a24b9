"""The window races optimizers on the loss of the network on show, and disturbs nothing by it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from visualnn.experiment.messages import RaceNetwork, StopRace
from visualnn.experiment.spec import Experiment
from visualnn.experiment.survey import Survey
from visualnn.experiment.together.network_race import race_on_network
from visualnn.experiment.together.race_plane import paths_on_plane
from visualnn.ui.engine import LocalPort

PATIENCE = 20_000


def choose(qtbot, window, plane="pca"):
    """Let optimizers race on a plane, and return the view once they have."""
    window.show_workspace("landscape")
    window.landscape.panel.findChild(QWidget, "surface").edited.emit(f"race {plane}")
    view = window.landscape.network
    qtbot.waitUntil(lambda: view.race is not None and view.race.plane == plane, timeout=PATIENCE)
    return view


def raced_again(qtbot, window, before):
    view = window.landscape.network
    qtbot.waitUntil(lambda: view.race is not before and window.engine.idle, timeout=PATIENCE)
    return view.race


def cells(window):
    model = window.landscape.table.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.mark.parametrize("plane", ["pca", "random", "weights"])
def test_that_the_numbers_on_show_are_the_engines(qtbot, window, plane):
    view = choose(qtbot, window, plane)
    document = window.session.document
    raced = race_on_network(document.experiment, document.lineup.contestants, document.lineup.steps)
    paths = paths_on_plane(raced, Survey(plane=plane, resolution=41))
    np.testing.assert_array_equal(view.race.losses, raced.losses)
    np.testing.assert_array_equal(view.race.paths, paths.coordinates)
    np.testing.assert_array_equal(view.race.distances, paths.distances)
    assert view.race.values.shape == (41, 41)
    table = window.landscape.losses.table().columns
    np.testing.assert_array_equal(table["loss"], raced.losses.T.ravel())
    np.testing.assert_array_equal(table["val_loss"], raced.val_losses.T.ravel())


def test_that_the_views_of_the_race_are_on_show_and_the_playback_runs(qtbot, window):
    view = choose(qtbot, window)
    landscape = window.landscape
    assert landscape.views == (view, landscape.losses, landscape.table)
    assert all(shown.isVisible() for shown in landscape.views)
    assert not landscape.map.isVisible()
    assert landscape.runner is landscape.playback
    assert landscape.playback.steps == window.session.document.lineup.steps


def test_that_standings_and_words_follow_the_playhead(qtbot, window):
    view = choose(qtbot, window)
    window.landscape.playback.go(300)
    race = view.race
    place = int(np.searchsorted(race.steps, 300, side="right")) - 1
    best = int(race.losses[place].argmin())
    first = cells(window)[0]
    assert first[0] == race.contestants[best]
    numbers = (race.losses, race.slice_losses, race.distances)
    for text, grid in zip(first[1:], numbers, strict=True):
        assert float(text) == pytest.approx(grid[place, best], rel=6e-3, abs=6e-4)
    assert f"{race.contestants[best]} is ahead" in view.words
    window.landscape.playback.go(0)
    assert "All are" in view.words


def test_that_a_rate_that_is_dragged_races_anew_and_is_one_step_of_undo(qtbot, window):
    view = choose(qtbot, window)
    before, document = view.race, window.session.document
    row = window.landscape.panel.rows[0]
    for rate in (0.1, 0.2, 0.4):
        row.rate.edited.emit(rate)
    row.rate.committed.emit()
    after = raced_again(qtbot, window, before)
    assert window.session.document.lineup.contestants[0].optimizer.lr == 0.4
    assert window.session.document.race == document.race
    qtbot.waitUntil(lambda: not np.array_equal(view.race.losses, before.losses), timeout=PATIENCE)
    raced = race_on_network(document.experiment, window.session.document.lineup.contestants, 500)
    qtbot.waitUntil(lambda: np.array_equal(view.race.losses, raced.losses), timeout=PATIENCE)
    np.testing.assert_array_equal(after.losses[:, 1:], before.losses[:, 1:])
    window.session.undo()
    assert window.session.document == document
    qtbot.waitUntil(lambda: np.array_equal(view.race.losses, before.losses), timeout=PATIENCE)


def test_that_contestants_join_and_leave(qtbot, window):
    view = choose(qtbot, window)
    panel = window.landscape.panel
    action = next(a for a in panel.more_menu().actions() if a.objectName() == "join_rmsprop")
    action.trigger()
    qtbot.waitUntil(lambda: len(view.race.contestants) == 4, timeout=PATIENCE)
    panel.rows[0].removed.emit(panel.rows[0].name)
    names = ("Momentum", "Adam", "RMSprop")
    qtbot.waitUntil(lambda: view.race.contestants == names, timeout=PATIENCE)
    assert len(window.session.document.race.contestants) == 3


def test_that_the_race_on_a_function_comes_back_as_it_was(qtbot, window):
    document = window.session.document
    window.show_workspace("landscape")
    qtbot.waitUntil(lambda: window.landscape.table.model.rowCount() == 3, timeout=PATIENCE)
    choose(qtbot, window)
    assert window.landscape.table.model.columns.headings()[2] == "on map"
    window.landscape.panel.findChild(QWidget, "surface").edited.emit("beale")
    assert window.landscape.map.isVisible()
    assert window.landscape.table.model.columns.headings()[2] == "distance"
    assert window.landscape.panel.rows[0].rate.value == document.race.contestants[0].optimizer.lr
    assert window.session.document == document
    assert not window.session.undo_stack.canUndo()


def test_that_a_training_under_way_is_not_disturbed(qtbot, window):
    window.laboratory.toggle()
    qtbot.waitUntil(lambda: window.laboratory.frame.step > 5, timeout=PATIENCE)
    choose(qtbot, window)
    assert window.laboratory.running
    step = window.laboratory.frame.step
    qtbot.waitUntil(lambda: window.laboratory.frame.step > step, timeout=PATIENCE)
    window.laboratory.pause()


def test_that_another_network_is_raced_on_while_it_is_on_show(qtbot, window):
    view = choose(qtbot, window)
    before = view.race
    window.actions_by_key["reseed"].trigger()
    qtbot.waitUntil(lambda: view.race.generation != before.generation, timeout=PATIENCE)
    assert view.race.losses[0, 0] != before.losses[0, 0]


def test_that_a_hidden_race_is_brought_up_to_date_when_a_person_comes_back(qtbot, window):
    view = choose(qtbot, window)
    before = view.race
    window.show_workspace("playground")
    document = window.session.document
    window.session.propose(document.edited(experiment=document.experiment.edited(l2=0.05)), "l2")
    qtbot.waitUntil(lambda: window.engine.idle, timeout=PATIENCE)
    assert view.race is before
    window.show_workspace("landscape")
    raced_again(qtbot, window, before)
    assert not np.array_equal(view.race.losses, before.losses)


def test_that_an_optimizer_of_the_playground_is_no_other_race(qtbot, window):
    view = choose(qtbot, window)
    before, document = view.race, window.session.document
    window.session.propose(document.edited(experiment=document.experiment.edited(lr=0.5)), "rate")
    qtbot.waitUntil(lambda: window.laboratory.frame.learning_rate == 0.5, timeout=PATIENCE)
    assert view.race is before


def test_that_the_two_weights_are_those_that_moved_farthest_until_others_are_named(qtbot, window):
    view = choose(qtbot, window, "weights")
    panel = window.landscape.panel
    lines = [panel.findChild(QLineEdit, f"race_slice_weight_{k}") for k in (1, 2)]
    assert tuple(f"Δ{line.text()}" for line in lines) == view.race.axes
    before = view.race
    lines[1].setText("b1[2]")
    lines[1].editingFinished.emit()
    assert raced_again(qtbot, window, before).axes[1] == "Δb1[2]"
    with qtbot.waitSignal(window.landscape.refused):
        lines[0].setText("W9[0,0]")
        lines[0].editingFinished.emit()


class Slow(LocalPort):
    """An engine whose races on a network do not end by themselves while a test looks."""

    def __init__(self):
        super().__init__()
        self.commands = []

    def send(self, command):
        self.commands.append(command)
        super().send(command)

    def sent(self, kind):
        return [command for command in self.commands if isinstance(command, kind)]


def test_that_a_long_race_shows_its_progress_and_can_be_canceled(qtbot, make_window):
    window = make_window(port=Slow)
    view = choose(qtbot, window)
    before, panel = view.race, window.landscape.panel
    panel.findChild(QWidget, "steps").edited.emit(20_000)
    progress = panel.findChild(QWidget, "race_progress")
    qtbot.waitUntil(progress.isVisible, timeout=PATIENCE)
    assert progress.maximum() > 0
    panel.findChild(QPushButton, "cancel_race").click()
    qtbot.waitUntil(lambda: not progress.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.engine.idle, timeout=PATIENCE)
    assert view.race is before
    assert view.plot.isVisible()
    assert len(window.engine.port.sent(RaceNetwork)) == 2
    panel.findChild(QWidget, "steps").edited.emit(100)
    assert raced_again(qtbot, window, before).steps[-1] == 100


def test_that_leaving_gives_a_long_race_up_and_coming_back_begins_it_anew(qtbot, make_window):
    window = make_window(port=Slow)
    view = choose(qtbot, window)
    panel = window.landscape.panel
    panel.findChild(QWidget, "steps").edited.emit(20_000)
    qtbot.waitUntil(panel.findChild(QWidget, "race_progress").isVisible, timeout=PATIENCE)
    window.show_workspace("playground")
    port = window.engine.port
    assert port.sent(StopRace)
    qtbot.waitUntil(lambda: window.engine.idle, timeout=PATIENCE)
    count = len(port.sent(RaceNetwork))
    window.show_workspace("landscape")
    qtbot.waitUntil(lambda: len(port.sent(RaceNetwork)) == count + 1, timeout=PATIENCE)
    panel.findChild(QPushButton, "cancel_race").click()
    qtbot.waitUntil(lambda: window.engine.idle, timeout=PATIENCE)
    assert view.race.steps[-1] == 500


def test_that_a_race_that_spans_no_plane_says_why(qtbot, window):
    view = choose(qtbot, window)
    panel = window.landscape.panel
    for row in panel.rows[:-1]:
        row.removed.emit(row.name)
    panel.findChild(QWidget, "steps").edited.emit(1)
    qtbot.waitUntil(lambda: "at least 3 recorded places" in view.words, timeout=PATIENCE)
    assert not view.plot.isVisible()
    panel.findChild(QWidget, "steps").edited.emit(50)
    qtbot.waitUntil(view.plot.isVisible, timeout=PATIENCE)


def test_that_the_keys_play_and_step_the_race(qtbot, window):
    choose(qtbot, window)
    playback = window.landscape.playback
    window.actions_by_key["step"].trigger()
    assert playback.step_now == 1
    window.actions_by_key["step_epoch"].trigger()
    assert playback.step_now == 500
    qtbot.keyClick(window.landscape.losses, Qt.Key.Key_Left)
    assert playback.step_now == 499


def test_that_a_contestant_that_diverges_is_told_in_words(qtbot, make_window):
    window = make_window(Experiment(data="sine", samples=60, hidden=(4, 3), epochs=100_000))
    view = choose(qtbot, window)
    before = view.race
    window.landscape.panel.rows[0].rate.edited.emit(10.0)
    race = raced_again(qtbot, window, before)
    assert race.diverged_at[0] > 0
    window.landscape.playback.go(500)
    assert cells(window)[-1][3] == "diverged"


def test_that_while_the_first_race_is_run_nothing_is_shown_of_another(qtbot, make_window):
    window = make_window(port=Slow)
    window.show_workspace("landscape")
    landscape, panel = window.landscape, window.landscape.panel
    qtbot.waitUntil(lambda: landscape.table.model.rowCount() == 3, timeout=PATIENCE)
    document = window.session.document
    slow = document.edited(lineup=replace(document.lineup, steps=20_000))
    window.session.propose(slow, "steps")
    panel.findChild(QWidget, "surface").edited.emit("race pca")
    assert landscape.network.words == "The optimizers are on their way."
    assert landscape.table.model.rowCount() == 0
    assert landscape.losses.table().rows == 0
    qtbot.waitUntil(panel.findChild(QWidget, "race_progress").isVisible, timeout=PATIENCE)
    panel.findChild(QPushButton, "cancel_race").click()
    qtbot.waitUntil(lambda: "given up" in landscape.network.words, timeout=PATIENCE)
    count = len(window.engine.port.sent(RaceNetwork))
    panel.findChild(QWidget, "surface").edited.emit("race pca")
    qtbot.waitUntil(
        lambda: len(window.engine.port.sent(RaceNetwork)) == count + 1, timeout=PATIENCE
    )
    panel.findChild(QWidget, "surface").edited.emit("beale")
    assert landscape.table.model.rowCount() == 3
