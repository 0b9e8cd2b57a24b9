"""Undo and redo change nothing unseen: they go to the workspace that shows it."""

from dataclasses import replace

import pytest


def edited(window, **names):
    document = window.session.document
    experiment = document.experiment.edited(**names)
    window.session.propose(document.edited(experiment=experiment), next(iter(names)))


def another_race(window):
    document = window.session.document
    window.session.propose(document.edited(race=replace(document.race, steps=77)), "steps")


@pytest.mark.parametrize("elsewhere", ["backprop", "landscape"])
def test_that_undo_and_redo_go_to_the_workspace_of_the_change_and_name_it(window, elsewhere):
    edited(window, lr=0.5)
    window.show_workspace(elsewhere)
    window.actions_by_key["undo"].trigger()
    assert window.session.document.experiment.optimizer.lr != 0.5
    assert window.workspace is window.playground
    assert window.messages.text == "Undone in Playground: lr"
    window.show_workspace(elsewhere)
    window.actions_by_key["redo"].trigger()
    assert window.workspace is window.playground
    assert window.messages.text == "Redone in Playground: lr"


def test_that_the_race_comes_on_show_when_a_change_of_it_is_undone(window):
    window.show_workspace("landscape")
    another_race(window)
    window.show_workspace("playground")
    window.actions_by_key["undo"].trigger()
    assert window.workspace is window.landscape
    assert window.messages.text == "Undone in Landscape: steps"


def test_that_nothing_jumps_where_the_change_is_on_show(window):
    edited(window, lr=0.5)
    window.actions_by_key["undo"].trigger()
    assert window.workspace is window.playground
    assert not window.messages.text
    window.show_workspace("backprop")
    window.actions_by_key["reseed"].trigger()
    window.actions_by_key["undo"].trigger()
    assert window.workspace is window.backprop
    window.actions_by_key["redo"].trigger()
    window.show_workspace("playground")  # it shows the seed, too
    window.actions_by_key["undo"].trigger()
    assert window.workspace is window.playground


def test_that_undo_of_a_reset_goes_to_the_training(window, qtbot):
    window.actions_by_key["step_epoch"].trigger()
    qtbot.waitUntil(lambda: window.laboratory.frame.epoch == 1, timeout=20_000)
    window.actions_by_key["reset"].trigger()
    qtbot.waitUntil(lambda: window.laboratory.frame.epoch == 0, timeout=20_000)
    window.show_workspace("landscape")
    window.actions_by_key["undo"].trigger()
    assert window.workspace is window.playground
    qtbot.waitUntil(lambda: window.laboratory.frame.epoch == 1, timeout=20_000)
