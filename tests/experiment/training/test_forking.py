"""Forks: bit for bit the parent up to the fork, then a future of their own."""

from dataclasses import replace

import numpy as np
import pytest

from visualnn.data.point_edits import PointEdit
from visualnn.errors import InputError
from visualnn.experiment.engine import Engine, resumed
from visualnn.experiment.frames import Wants
from visualnn.experiment.messages import Ask, Load, Play, Remember, Reset, Resume, Seek, Step
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.origin import Change, Origin
from visualnn.experiment.training import Training
from visualnn.experiment.training.forking import MOST, Shelf, origin_of
from visualnn.experiment.training.recording import ROOM
from visualnn.experiment.training.stopping import what_if

PARENT = Experiment(samples=60, hidden=(4,), batch=10, epochs=50, lr=0.05)
KINDS = {
    "adam": PARENT,
    "dropout and jitter": PARENT.edited(dropout=0.2, jitter=0.1),
    "batch norm": PARENT.edited(normalization="batch"),
    "cosine": PARENT.edited(schedule="cosine"),
    "plateau": PARENT.edited(schedule="reduce_on_plateau"),
}


def trained(experiment, steps):
    training = Training(resolve(experiment))
    training.advance(steps)
    return training


def forked(parent, step, **names):
    """Return a fork from a step of a training, as its parent's recording makes it."""
    last = parent.recording.changes[-1].experiment
    experiment = last.edited(origin=origin_of(parent, step), **names)
    return Training(resolve(experiment), parent=parent)


def same(one, other):
    """Hold that two trainings have equal arrays, bit for bit."""
    np.testing.assert_array_equal(one.population.theta, other.population.theta)
    np.testing.assert_array_equal(one.population.gradient, other.population.gradient)
    np.testing.assert_array_equal(one.recording.losses.values, other.recording.losses.values)
    np.testing.assert_array_equal(one.recording.rows.values, other.recording.rows.values)


@pytest.fixture(params=KINDS, ids=list(KINDS))
def parent(request):
    return trained(KINDS[request.param], 31)


@pytest.mark.parametrize("step", [0, 1, 6, 15, 18, 31])
def test_that_a_fork_that_changes_nothing_goes_on_as_its_parent(parent, step):
    fork = forked(parent, step)
    assert (fork.step, fork.latest) == (step, step)
    fork.advance(40 - step)
    parent.advance(9)
    same(fork, parent)


@pytest.mark.parametrize("step", [0, 6, 15])
def test_that_the_parents_recording_is_a_shortcut_and_no_more(parent, step):
    short = forked(parent, step, lr=0.3)
    long = Training(resolve(short.plan.experiment))
    for fork in (short, long):
        assert fork.step == step
        fork.advance(13)
    same(short, long)


def test_that_a_fork_with_another_rate_is_a_live_edit_at_its_step(parent):
    fork = forked(parent, 15, lr=0.3)
    fork.advance(10)
    other = trained(parent.plan.experiment, 15)
    other.adjust(parent.plan.experiment.edited(lr=0.3))
    other.advance(10)
    same(fork, other)


@pytest.mark.parametrize("kinds", [("adam", "sgd"), ("sgd", "adam"), ("momentum", "rmsprop")])
@pytest.mark.parametrize("step", [6, 15])
def test_that_another_kind_of_optimizer_begins_without_vectors(kinds, step):
    parent = trained(PARENT.edited(optimizer=kinds[0]), 31)
    fork = forked(parent, step, optimizer=kinds[1])
    assert fork.population.clock.t == 0
    assert not any(vector.any() for vector in fork.population.state().values())
    fork.advance(20)
    theta = fork.theta.copy()
    for looked in (step - 1, step, step + 1, step + 14, 0, step + 20):
        fork.seek(looked)
    np.testing.assert_array_equal(fork.theta, theta)


@pytest.mark.parametrize("looked", [3, 14, 15, 16, 20])
def test_that_looking_back_in_a_fork_is_bit_for_bit(looked):
    parent = trained(PARENT, 31)
    fork = forked(parent, 15, optimizer="sgd")
    thetas = {15: fork.theta.copy()}
    for step in range(16, 28):
        fork.advance()
        thetas[step] = fork.theta.copy()
    for step in range(15):
        parent.seek(step)
        thetas[step] = parent.theta.copy()
    fork.seek(27)
    fork.seek(looked)
    np.testing.assert_array_equal(fork.theta, thetas[looked])


def test_that_a_fork_of_a_fork_repeats_live_edits_and_what_was_set_by_hand():
    parent = trained(PARENT, 8)
    parent.adjust(PARENT.edited(lr=0.01))
    parent.advance(4)
    parent.assign([0, 5], [0.5, -0.5])
    parent.advance(8)
    first = forked(parent, 14, optimizer="sgd")
    first.advance(10)
    second = forked(first, 20, lr=0.7)
    again = Training(resolve(Experiment.from_json(second.plan.experiment.to_json())))
    for fork in (second, again):
        fork.advance(12)
    same(second, again)


def test_that_a_reset_of_a_fork_goes_back_to_its_origin_with_its_live_edits():
    fork = forked(trained(PARENT, 31), 15, lr=0.3)
    start = fork.theta.copy()
    fork.advance(5)
    fork.adjust(fork.experiment.edited(lr=0.2))
    fork.reset()
    assert (fork.step, fork.experiment.optimizer.lr) == (15, 0.2)
    np.testing.assert_array_equal(fork.theta, start)


def watch(training):
    """Return the watch over the best epoch as values that can be compared."""
    patience = training.patience
    return (
        patience.best_epoch,
        patience.best_value,
        patience.waited,
        patience.since,
        patience.theta.tolist(),
    )


@pytest.mark.parametrize("min_delta", [0.0, 0.01])
@pytest.mark.parametrize("step", [0, 5, 31, 40, 67, 96, 150])
def test_that_a_fork_goes_on_with_the_watch_over_the_best_epoch(step, min_delta):
    parent = trained(PARENT.edited(lr=0.4, min_delta=min_delta), 150)
    short = forked(parent, step, lr=0.1)
    long = Training(resolve(short.plan.experiment))
    values = short.recording.history()["val_loss"]
    assert watch(short) == watch(long)
    assert short.patience.best_epoch == what_if(values, parent.experiment.stopping).best_epoch
    for fork in (short, long):
        fork.advance(23)
    assert watch(short) == watch(long)


def test_that_the_best_epoch_of_a_fork_is_the_best_of_the_whole_curve():
    parent = trained(PARENT, 100)
    fork = forked(parent, 100, lr=10.0, patience=3)
    best, theta = parent.patience.best_epoch, parent.patience.theta.copy()
    fork.advance(1000)
    assert (fork.state, fork.patience.best_epoch) == ("stopped early", best)
    assert fork.epoch == parent.epoch + 3
    np.testing.assert_array_equal(fork.theta, theta)
    values = fork.recording.history()["val_loss"]
    verdict = what_if(values, fork.experiment.stopping, fork.patience.since)
    assert (verdict.stopped_at, verdict.best_epoch) == (fork.epoch, best)


def test_that_patience_begins_anew_in_a_fork():
    parent = trained(PARENT.edited(patience=2, epochs=400, lr=3.0), 2000)
    assert parent.state == "stopped early"
    fork = forked(parent, parent.latest, lr=0.001)
    assert fork.state == "paused"
    fork.finish_epoch()
    fork.finish_epoch()
    assert fork.step > parent.latest + 6


def test_that_an_origin_behind_a_divergence_is_refused():
    wild = Experiment(data="diabetes", hidden=(8,), activation="relu", optimizer="sgd", lr=10.0)
    assert trained(wild, 100).diverged_at is not None
    origin = Origin((Change(0, wild),), 100)
    with pytest.raises(InputError, match="fork from an earlier one"):
        Training(resolve(wild.edited(origin=origin)))


def test_that_a_training_resumes_in_a_fork(parent):
    fork = forked(parent, 15, lr=0.3)
    fork.advance(11)
    again = resumed(Resume(1, fork.plan.experiment, fork.memory()))
    assert again.step == 24
    again.advance(10)
    fork.advance(8)
    same(fork, again)


def test_that_undo_finds_the_parent_with_its_recording_and_redo_the_fork():
    engine = Engine()
    engine.obey(Load(1, PARENT))
    for _ in range(4):
        engine.obey(Step("epoch"))
    engine.obey(Seek(10))
    origin = engine.obey(Ask(Wants(origin=True))).frame.origin
    fork = PARENT.edited(lr=0.3, origin=origin)
    engine.obey(Load(2, fork))
    engine.obey(Step("epoch"))
    answer = engine.obey(Ask(Wants(), scene=True))
    assert (answer.frame.step, answer.frame.latest) == (12, 12)
    (branch,) = answer.scene.branches
    assert (branch.step, branch.is_parent, branch.experiment) == (10, True, PARENT)
    assert branch.epochs.tolist() == [2, 3, 4]
    engine.obey(Load(3, PARENT, again=True))
    answer = engine.obey(Ask(Wants(), scene=True))
    assert (answer.frame.step, answer.frame.latest) == (10, 16)
    (branch,) = answer.scene.branches
    assert (branch.step, branch.is_parent, branch.experiment) == (10, False, fork)
    engine.obey(Load(4, fork, again=True))
    assert engine.obey(Ask(Wants())).frame.latest == 12


def loaded(shelf, experiment, present, again=True):
    """Return a training of an experiment that has taken the place of the present one."""
    training = shelf.prepare(experiment, present, again)
    training.catch_up()
    shelf.exchange(present, training)
    return training


def test_that_loading_the_same_again_begins_anew():
    shelf = Shelf()
    parent = loaded(shelf, PARENT, None)
    parent.advance(12)
    again = loaded(shelf, PARENT, parent)
    assert (again is parent, again.latest) == (False, 0)
    other = loaded(shelf, PARENT.edited(seed=1), parent)
    assert loaded(shelf, PARENT, other, again=False) is not parent


def test_that_a_training_that_gave_way_to_another_experiment_is_taken_up_as_it_was_left():
    shelf = Shelf()
    first = loaded(shelf, PARENT, None)
    first.advance(12)
    first.adjust(PARENT.edited(lr=0.3))
    first.assign([0], [0.5])
    other = loaded(shelf, PARENT.edited(lr=0.3, hidden=(5,)), first)
    assert other.latest == 0
    other.advance(3)
    assert loaded(shelf, PARENT, other).latest == 0  # with another rate it is another run
    assert loaded(shelf, PARENT.edited(lr=0.3), other) is first
    assert first.latest == 12
    assert loaded(shelf, PARENT.edited(lr=0.3, hidden=(5,)), first) is other


def test_that_a_run_outlives_the_short_ones_of_a_slider_that_is_dragged():
    shelf = Shelf()
    first = present = loaded(shelf, PARENT, None)
    first.advance(40)
    for seed in range(1, 9):
        present = loaded(shelf, PARENT.edited(seed=seed), present)
        present.advance(2)
    assert len(shelf._aside) == MOST
    assert loaded(shelf, PARENT, present) is first


def test_that_the_shelf_knows_whose_run_it_has_let_go_of():
    shelf = Shelf()
    first = present = loaded(shelf, PARENT, None)
    first.advance(1)
    for seed in range(1, MOST + 2):
        present = loaded(shelf, PARENT.edited(seed=seed), present)
        present.advance(9)
    assert shelf.dropped(PARENT) == 1
    assert not shelf.dropped(PARENT.edited(seed=1))
    assert not shelf.dropped(PARENT.edited(seed=99))


def test_that_a_training_without_an_update_takes_no_place_on_the_shelf():
    shelf = Shelf()
    present = loaded(shelf, PARENT, None)
    for seed in range(1, 4):
        present = loaded(shelf, PARENT.edited(seed=seed), present)
    assert shelf._aside == []


def test_that_a_reset_command_takes_a_fork_back_to_its_origin():
    parent = trained(PARENT, 12)
    engine = Engine()
    engine.obey(Load(1, PARENT.edited(lr=0.3, origin=origin_of(parent, 6))))
    engine.obey(Play())
    engine.work(0.05)
    engine.obey(Reset())
    assert engine.obey(Ask(Wants())).frame.step == 6


def with_point(experiment, x, y):
    edits = (*experiment.data.edits, PointEdit("add", x=(x, y), y=0))
    return experiment.edited(data=replace(experiment.data, edits=edits))


@pytest.mark.parametrize("step", [3, 9, 15, 20])
def test_that_a_fork_repeats_the_points_that_were_put_while_training_went_on(step):
    parent = trained(PARENT, 7)
    parent.adjust(with_point(PARENT, 0.5, 0.5))
    parent.advance(9)
    parent.adjust(with_point(with_point(PARENT, 0.5, 0.5), -0.5, 0.2))
    parent.advance(8)
    short = forked(parent, step, lr=0.3)
    again = Experiment.from_json(short.recording.changes[-1].experiment.to_json())
    long = Training(resolve(again))
    for fork in (short, long):
        assert fork.step == step
        fork.advance(14)
        fork.seek(step - 1)
        fork.seek(fork.latest)
    same(short, long)


def test_that_undoing_two_forks_loses_no_recording():
    shelf = Shelf()
    grandparent = loaded(shelf, PARENT, None)
    grandparent.advance(12)
    fork = PARENT.edited(lr=0.3, origin=origin_of(grandparent, 6))
    parent = loaded(shelf, fork, grandparent)
    parent.advance(8)
    last = fork.edited(lr=0.1, origin=origin_of(parent, 9))
    child = loaded(shelf, last, parent)
    child.advance(3)
    (branch,) = shelf.branches(child)
    assert branch.is_parent
    assert loaded(shelf, fork, child) is parent
    assert len(shelf.branches(parent)) == 2
    assert loaded(shelf, PARENT, parent) is grandparent
    assert loaded(shelf, fork, grandparent) is parent
    assert loaded(shelf, last, parent) is child


def test_that_a_smaller_budget_reaches_the_trainings_that_are_set_aside():
    engine = Engine()
    engine.obey(Load(1, PARENT))
    for _ in range(30):
        engine.obey(Step("epoch"))
    origin = engine.obey(Ask(Wants(origin=True))).frame.origin
    parent = engine._training
    engine.obey(Load(2, PARENT.edited(lr=0.3, origin=origin)))
    engine.obey(Remember(8 * ROOM))
    assert len(parent.recording.checkpoints) <= 8


def test_that_neither_looking_back_nor_going_on_elsewhere_replays_what_led_to_a_fork(monkeypatch):
    fork = forked(trained(PARENT, 31), 15, lr=0.3)
    fork.advance(11)
    with monkeypatch.context() as patch:
        patch.setattr(Training, "_advance", lambda _: pytest.fail("replayed"))
        again = resumed(Resume(1, fork.plan.experiment, fork.memory()))
        twin = fork.twin()
    twin.seek(20)
    fork.seek(20)
    np.testing.assert_array_equal(twin.descent.theta, fork.theta)
    again.advance(10)
    again.seek(7)
    fork.seek(7)
    np.testing.assert_array_equal(again.theta, fork.theta)
