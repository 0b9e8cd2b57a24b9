"""Fork here, in a window: the strip, both futures, undo and redo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton


@pytest.fixture
def trained(window, qtbot):
    """Return a window that looks back at step 6 of some epochs."""
    for _ in range(4):
        window.actions_by_key["step_epoch"].trigger()
    length = window.laboratory.scene.steps_per_epoch
    qtbot.waitUntil(lambda: window.laboratory.frame.latest == 4 * length, timeout=20_000)
    window.laboratory.seek(3)
    qtbot.waitUntil(lambda: window.laboratory.frame.step == 3, timeout=20_000)
    return window


def opened(window, qtbot):
    QTest.keyClick(window, Qt.Key.Key_F)
    strip = window.playground.forks.strip
    qtbot.waitUntil(lambda: window.playground.forks._origin is not None, timeout=20_000)
    return strip


def test_that_f_opens_the_strip_at_the_step_on_show_and_escape_closes_it(trained, qtbot):
    strip = opened(trained, qtbot)
    assert strip.isVisible()
    assert "step 3" in strip._where.text()
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    assert not strip.isVisible()


def test_that_go_trains_on_from_that_step_with_the_other_rate(trained, qtbot):
    strip = opened(trained, qtbot)
    strip.rate.set_value(0.5)
    strip.findChild(QPushButton, "fork_go").click()
    experiment = trained.session.document.experiment
    assert (experiment.optimizer.lr, experiment.origin.step) == (0.5, 3)
    laboratory = trained.laboratory
    qtbot.waitUntil(lambda: laboratory.frame.learning_rate == 0.5, timeout=20_000)
    qtbot.waitUntil(lambda: laboratory.frame.step > 5, timeout=20_000)
    assert not strip.isVisible()


def test_that_both_futures_are_drawn_and_undo_and_redo_go_between_them(trained, qtbot):
    parent = trained.laboratory.frame.latest
    opened(trained, qtbot).findChild(QPushButton, "fork_go").click()
    qtbot.waitUntil(lambda: trained.laboratory.frame.step > 5, timeout=20_000)
    trained.laboratory.pause()
    curves = trained.playground.curves
    (ghost,) = curves.lines.ghosts.shown
    assert ghost.epochs[-1] == 4
    assert "from step 3" in curves.lines.ghosts.words
    trained.session.undo_stack.undo()
    qtbot.waitUntil(lambda: trained.laboratory.frame.latest == parent, timeout=20_000)
    qtbot.waitUntil(lambda: len(curves.lines.ghosts.shown) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: curves.history.rows == 5, timeout=20_000)
    trained.session.undo_stack.redo()
    qtbot.waitUntil(lambda: trained.laboratory.scene.experiment.origin is not None, timeout=20_000)
    trained.session.undo_stack.undo()
    trained.session.propose(
        trained.session.document.edited(
            experiment=trained.session.document.experiment.edited(seed=5)
        ),
        "seed",
    )
    qtbot.waitUntil(lambda: not curves.lines.ghosts.shown, timeout=20_000)


def test_that_enter_on_the_slider_starts_the_fork(trained, qtbot):
    strip = opened(trained, qtbot)
    QTest.keyClick(strip._slider, Qt.Key.Key_Right)
    rate = strip.rate.value
    QTest.keyClick(strip._slider, Qt.Key.Key_Return)
    experiment = trained.session.document.experiment
    assert (experiment.origin.step, experiment.optimizer.lr) == (3, rate)
    assert rate != experiment.origin.parent.optimizer.lr
