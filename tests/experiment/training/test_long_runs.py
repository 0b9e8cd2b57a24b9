"""What a run takes of memory as it grows long: a row of scores an epoch, and no more."""

import tracemalloc

import numpy as np

from visualnn.experiment.engine import Engine
from visualnn.experiment.frames import Wants
from visualnn.experiment.messages import Ask, Load
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment, StoppingSpec
from visualnn.experiment.training import Training
from visualnn.experiment.training.recording import ROWS
from visualnn.specs import specs_of

TINY = Experiment(samples=20, hidden=(3, 3), batch=100, epochs=100_000, patience=0)
"""One step an epoch."""

EPOCHS = 2000


def growth(act):
    """Return the bytes that are held after something was done and were not before."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        act()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


def test_that_an_epoch_more_takes_a_row_and_no_more():
    training = Training(resolve(TINY), budget=2**16)  # few checkpoints, soon
    training.advance(EPOCHS)
    row = 8 * len(training.recording.columns) + 8 + 8  # its end, and a step's loss
    grown = growth(lambda: training.advance(EPOCHS))
    assert grown < row * EPOCHS + 2**16


def test_that_frames_leave_nothing_behind():
    engine = Engine()
    engine.obey(Load(1, TINY))
    training = engine._training
    training.advance(EPOCHS)
    wants = Wants(weights=True, neurons=8, boundary=8, batch=True, history_from=EPOCHS)

    def look():
        for _ in range(200):
            engine.obey(Ask(wants, memory=(EPOCHS, EPOCHS)))

    look()
    assert growth(look) < 2**16


def test_that_the_best_epoch_and_every_other_keep_their_scores_in_a_long_run():
    training = Training(resolve(TINY), budget=2**16)
    training.advance(EPOCHS)
    rows = training.recording.rows.values.copy()
    best = training.patience.best_epoch
    training.advance(EPOCHS)
    np.testing.assert_array_equal(training.recording.rows.values[: EPOCHS + 1], rows)
    assert rows[: EPOCHS + 1, 1].min() == rows[best, 1]


def test_that_the_number_of_epochs_has_a_bound_which_bounds_the_rows():
    most = specs_of(StoppingSpec)["epochs"].high
    assert most < ROWS
    recording = Training(resolve(TINY)).recording
    assert 8 * most * (len(recording.columns) + 1) < 8 * 2**20


def test_that_settings_of_a_run_share_what_is_equal_though_each_came_by_itself():
    training = Training(resolve(TINY))
    for turn in range(3):
        training.advance()
        rate = TINY.optimizer.lr / (2 + turn)
        training.adjust(Experiment.from_json(TINY.edited(lr=rate).to_json()))
    first, *others = (change.experiment for change in training.recording.changes)
    assert [it.optimizer.lr for it in others] == [TINY.optimizer.lr / n for n in (2, 3, 4)]
    for it in others:
        assert it.data is first.data
        assert it.network is first.network
