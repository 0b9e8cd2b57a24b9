"""Early stopping when samples are changed by hand: only losses of the same samples are compared."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment, StoppingSpec
from visualnn.experiment.training import Training
from visualnn.experiment.training.forking import origin_of
from visualnn.experiment.training.stopping import Patience, monitored, patience_near, what_if

MOONS = Experiment(
    data="moons",
    samples=60,
    hidden=(8,),
    batch=10,
    epochs=150,
    lr=0.05,
    patience=15,
    train=0.6,
    validation=0.0,
)
SHARED = MOONS.edited(validation=0.3)
STROKE = tuple(PointEdit("add", x=(0.1 * k, 0.9), y=1) for k in range(9))


def with_edits(experiment, *edits):
    return experiment.edited(data=replace(experiment.data, edits=experiment.data.edits + edits))


def drawn_into(experiment, steps, *edits, more=100_000):
    """Train, make the edits after so many steps, and train on."""
    training = Training(resolve(experiment))
    training.advance(steps)
    training.adjust(with_edits(training.experiment, *edits))
    training.advance(more)
    return training


def watched(training):
    patience, theta = training.patience, training.patience.theta
    return patience.best_epoch, patience.best_value, patience.waited, theta.tobytes()


@given(
    losses=st.lists(st.sampled_from([0.1, 0.2, 0.25, 0.3, 0.5, 1.0]), min_size=1, max_size=30),
    edited=st.sets(st.integers(1, 29)),
    patience=st.integers(0, 5),
    min_delta=st.sampled_from([0.0, 0.06, 0.2]),
)
def test_that_the_best_begins_anew_with_every_epoch_on_changed_samples(
    losses, edited, patience, min_delta
):
    rule, watch, best = StoppingSpec(patience=patience, min_delta=min_delta), Patience(), 0
    for epoch, loss in enumerate(losses):
        watch.watch(epoch, loss, np.array([float(epoch)]), rule, edited=epoch in edited)
        if epoch in edited or loss < losses[best] - min_delta:
            best = epoch
        assert (watch.best_epoch, watch.waited, watch.theta) == (best, epoch - best, [best])


def test_that_weights_that_were_best_before_the_stroke_are_not_put_back():
    training = drawn_into(MOONS, 4 * 52, *STROKE)
    losses = training.recording.history()["train_loss"]
    assert training.recording.epochs.edited == [53]
    assert losses[:53].min() < losses[53:].min()  # the old samples were easier
    best = training.patience.best_epoch
    assert best == 53 + int(np.argmin(losses[53:]))
    score = training.score(training.plan.x_train, training.plan.y_train)
    assert score.loss == pytest.approx(losses[best], rel=1e-12)


def test_that_a_stroke_gives_all_of_the_patience_once_more():
    training = Training(resolve(MOONS.edited(lr=1e-6, patience=5, min_delta=0.1)))
    training.advance(4 * 4)
    assert training.patience.waited == 4
    training.adjust(with_edits(training.experiment, *STROKE))
    training.advance(100_000)
    assert (training.state, training.epoch) == ("stopped early", 5 + 5)


def test_that_a_stroke_within_an_epoch_counts_from_the_next():
    training = drawn_into(MOONS.edited(patience=0), 4 * 4 + 1, *STROKE, more=30)
    assert training.recording.epochs.edited == [6]


def test_that_changed_validation_samples_begin_anew_and_test_samples_do_not():
    plan = resolve(SHARED)
    validation, test = (plan.numbers[plan.part == part] for part in (1, 2))
    erased = [PointEdit("remove", int(number)) for number in validation[:4]]
    assert drawn_into(plan.experiment, 9, *erased, more=30).recording.epochs.edited
    moved = PointEdit("move", int(test[0]), (0.0, 0.0))
    assert drawn_into(plan.experiment, 9, moved, more=30).recording.epochs.edited == []


def test_that_an_undone_stroke_begins_anew_and_one_undone_before_it_counted_does_not():
    training = drawn_into(MOONS, 4 * 3, *STROKE, more=14)
    training.adjust(MOONS)
    training.advance(20)
    assert len(training.recording.epochs.edited) == 2
    training = drawn_into(MOONS, 4 * 3 + 1, *STROKE, more=2)
    training.adjust(MOONS)
    training.advance(20)
    assert training.recording.epochs.edited == []


def test_that_a_stroke_before_the_first_update_changes_what_the_run_begins_with():
    training = drawn_into(MOONS, 0, *STROKE, more=30)
    assert training.recording.epochs.edited == []


def test_that_where_all_validation_samples_are_erased_the_training_loss_is_watched():
    plan = resolve(SHARED)
    erased = [PointEdit("remove", int(number)) for number in plan.numbers[plan.part == 1]]
    training = drawn_into(SHARED, 30, *erased)
    history = training.recording.history()
    values = monitored(history["train_loss"], history["val_loss"])
    first = training.recording.epochs.edited[0]
    assert training.patience.best_epoch == first + int(np.argmin(values[first:]))


STROKES = st.lists(st.integers(0, 200), min_size=1, max_size=3, unique=True).map(sorted)
RULES = st.builds(
    StoppingSpec,
    epochs=st.just(40),
    patience=st.integers(1, 12),
    min_delta=st.sampled_from([0.0, 1e-3, 0.02]),
)


def run(experiment, strokes):
    training = Training(resolve(experiment))
    for k, step in enumerate(strokes):
        training.advance(step - training.step)
        training.adjust(with_edits(training.experiment, *STROKE[2 * k : 2 * k + 2]))
    training.advance(100_000)
    return training


@settings(max_examples=20, deadline=None)
@given(STROKES, RULES)
def test_that_what_if_knows_of_the_strokes_to_the_epoch(strokes, rule):
    whole = run(SHARED.edited(patience=0, epochs=40), strokes)
    real = Training(resolve(replace(SHARED, stopping=rule)))
    for change in whole.recording.changes[1:]:
        real.advance(change.step - real.step)
        if real.ended:
            break
        real.adjust(replace(change.experiment, stopping=rule))
    real.advance(100_000)
    history, edited = whole.recording.history(), whole.recording.epochs.edited
    verdict = what_if(monitored(history["train_loss"], history["val_loss"]), rule, 0, edited)
    assert verdict.best_epoch == real.patience.best_epoch
    assert verdict.stopped_at == (real.epoch if real.state == "stopped early" else None)


def test_that_a_dragged_patience_counts_from_the_stroke():
    values = np.array([0.1, 0.5, 0.6, 0.7, 0.8])
    assert patience_near(values, 4, StoppingSpec(), 0, [2]) == 2
    assert what_if(values, StoppingSpec(patience=2), 0, [2]).stopped_at == 4


@settings(max_examples=20, deadline=None)
@given(
    strokes=STROKES,
    fork=st.integers(0, 220),
    budget=st.sampled_from([1, 200_000, 64 * 2**20]),
)
def test_that_a_fork_watches_as_its_parent_did_whether_it_replays_or_takes_over(
    strokes, fork, budget
):
    parent = Training(resolve(SHARED.edited(patience=0, epochs=40)), budget)
    for k, step in enumerate(strokes):
        parent.advance(step - parent.step)
        parent.adjust(with_edits(parent.experiment, *STROKE[2 * k : 2 * k + 2]))
    parent.advance(100_000)
    settings_there = replace(parent.recording.settings_at(fork), origin=origin_of(parent, fork))
    experiment = settings_there.edited(lr=0.02)
    short = Training(resolve(experiment), parent=parent)
    long = Training(resolve(Experiment.from_json(experiment.to_json())))
    for made in (short, long):
        made.advance(37)
    assert watched(short) == watched(long)
    assert short.recording.epochs.edited == long.recording.epochs.edited
    assert short.recording.epochs.ends == long.recording.epochs.ends


@settings(max_examples=15, deadline=None)
@given(strokes=STROKES, more=st.integers(1, 60))
def test_that_a_run_goes_on_elsewhere_with_the_same_watch(strokes, more):
    experiment = SHARED.edited(patience=0, epochs=100)
    here = Training(resolve(experiment))
    for k, step in enumerate(strokes):
        here.advance(step - here.step)
        here.adjust(with_edits(here.experiment, *STROKE[2 * k : 2 * k + 2]))
    there = Training(resolve(experiment), memory=pickle.loads(pickle.dumps(here.memory())))
    here.advance(more)
    there.advance(here.step - there.step)
    assert watched(here) == watched(there)
    assert here.recording.epochs.edited == there.recording.epochs.edited


@pytest.mark.parametrize("step", [0, 12, 13])
def test_that_points_put_where_a_fork_begins_count_as_those_put_while_it_runs(step):
    parent = Training(resolve(MOONS))
    parent.advance(step)
    live = drawn_into(MOONS, step, *STROKE, more=30)
    forked = MOONS.edited(origin=origin_of(parent, step))
    later = Training(resolve(forked), parent=parent)
    later.adjust(with_edits(forked, *STROKE))
    at_once = with_edits(forked, *STROKE)
    taken, replayed = Training(resolve(at_once), parent=parent), Training(resolve(at_once))
    for made in (later, taken, replayed):
        made.advance(30)
        assert made.recording.epochs.ends == live.recording.epochs.ends
        np.testing.assert_array_equal(made.recording.rows.values, live.recording.rows.values)


def test_that_a_frame_says_where_samples_were_changed():
    training = drawn_into(MOONS, 4 * 20, *STROKE, more=40)
    frame = Camera(training.shown).frame(training, Wants())
    assert frame.edited_at == (21,)
    assert frame.best_epoch >= 21
