"""Schedules and clipping in a training: the η that is used is the one that is shown."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.data.point_edits import PointEdit
from visualnn.errors import InputError
from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.nn.schedules import SCHEDULES, Cosine, Length, ReduceOnPlateau, StepDecay, Watch


def plan(**names):
    """Resolve an experiment with four updates an epoch."""
    usual = {"samples": 50, "hidden": (3,), "batch": 8, "epochs": 20, "optimizer": "sgd", "lr": 0.1}
    return resolve(Experiment(**(usual | names)))


NERVOUS = ReduceOnPlateau(factor=0.5, wait=0, threshold=0.05)
PLANS = {
    **{key: plan(schedule=key) for key in SCHEDULES},
    "nervous": plan(schedule=NERVOUS, optimizer="nadam", clip_norm=0.2),
}


def instant(training):
    population = training.population
    arrays = [population.theta, population.step, population.rates, population.scales]
    return b"".join(array.tobytes() for array in (*arrays, *population.vectors().values()))


@pytest.mark.parametrize("key", [key for key in SCHEDULES if key != "reduce_on_plateau"])
def test_that_every_update_uses_the_rate_of_its_schedule(key):
    training = Training(PLANS[key])
    length = Length(training.steps_per_epoch, 20)
    for step in range(12):
        training.advance()
        rate = SCHEDULES[key]().rate(0.1, step, length, Watch())
        np.testing.assert_allclose(
            training.population.step, rate * training.population.gradient, rtol=1e-14
        )


def test_that_a_frame_shows_the_rate_of_the_latest_update():
    training = Training(PLANS["exponential"])
    camera = Camera(training.plan)
    assert camera.frame(training, Wants()).learning_rate == 0.1
    training.advance(4)
    assert camera.frame(training, Wants()).learning_rate == 0.1
    training.advance(1)
    assert camera.frame(training, Wants()).learning_rate == pytest.approx(0.098)
    training.seek(4)
    assert camera.frame(training, Wants()).learning_rate == 0.1


def test_that_a_plateau_is_heard_of_when_the_next_epoch_begins():
    training = Training(PLANS["nervous"])
    training.advance(80)
    losses = training.recording.rows.values[:, 1]
    watch, rates = Watch(), []
    for epoch in range(20):
        watch = NERVOUS.heed(watch, losses[epoch], 0.1) if epoch else watch
        rates += 4 * [0.1 * watch.scale]
    assert len(set(rates)) > 1
    for step in (1, 4, 5, 33, 60, 80):
        training.seek(step)
        assert training.population.rates[0, 0] == pytest.approx(rates[step - 1], rel=1e-14)


def test_that_a_plateau_begins_anew_where_samples_were_changed_by_hand():
    rule = ReduceOnPlateau(factor=0.5, wait=2)
    training = Training(plan(schedule=rule, optimizer="sgd", lr=1e-6, epochs=30))
    far = [PointEdit("add", x=(9.0 + k, -9.0), y=0) for k in range(9)]  # a loss beyond all before
    training.advance(10 * training.steps_per_epoch)
    data = replace(training.experiment.data, edits=tuple(far))
    training.adjust(training.experiment.edited(data=data))
    training.advance(10_000)
    (first,) = training.recording.epochs.edited
    losses, watch = training.recording.rows.values[:, 1], Watch()
    for epoch in range(1, training.epoch):
        watch = rule.heed(watch.begun_anew() if epoch == first else watch, losses[epoch], 1e-6)
    assert training.population.rates[0, 0] == pytest.approx(1e-6 * watch.scale, rel=1e-14)
    assert training.descent.checkpoint().watch == watch


def test_that_what_a_schedule_has_cut_stays_cut_when_its_best_begins_anew():
    assert Watch(0.1, 3, 2, 0.25).begun_anew() == Watch(resting=2, scale=0.25)


@pytest.mark.parametrize("key", PLANS)
@settings(max_examples=6, deadline=None)
@given(
    visits=st.lists(st.integers(0, 40), min_size=1, max_size=4),
    edits=st.dictionaries(
        st.integers(0, 40),
        st.sampled_from([{"lr": 0.05}, {"epochs": 15}, {"clip_norm": 0.1}, {"clip_value": 0.05}]),
        max_size=3,
    ),
    budget=st.sampled_from([1, 64 * 2**20]),
)
def test_that_time_travel_is_exact_under_every_schedule(key, visits, edits, budget):
    training = Training(PLANS[key], budget)
    instants = []
    for step in range(41):
        if step in edits:
            training.adjust(training.experiment.edited(**edits[step]))
        instants.append(instant(training))
        training.advance()
    for step in visits:
        training.seek(step)
        assert instant(training) == instants[step]


def test_that_a_training_goes_on_elsewhere_with_what_its_schedule_has_heard():
    here = Training(PLANS["nervous"])
    here.advance(41)
    there = Training(PLANS["nervous"], memory=here.memory())
    here.advance(20)
    there.advance(here.step - there.step)
    assert instant(here) == instant(there)


def test_that_a_constant_schedule_adds_no_call_to_a_step():
    constant, other = Training(PLANS["constant"]), Training(PLANS["cosine"])
    with_it, without = (run.descent._updates[0].func.__code__.co_names for run in (other, constant))
    assert len(with_it) == len(without) + 1


def test_that_a_clipped_update_shows_by_how_much():
    training = Training(plan(clip_norm=0.01))
    training.advance()
    frame = Camera(training.plan).frame(training, Wants(weights=True))
    assert np.linalg.norm(frame.update) == pytest.approx(0.1 * 0.01, rel=1e-3)
    assert frame.clip_scale == pytest.approx(
        0.01 / (np.linalg.norm(frame.gradient) + 1e-6), rel=1e-12
    )


def test_that_without_clipping_the_scale_is_one():
    training = Training(plan())
    training.advance()
    assert Camera(training.plan).frame(training, Wants()).clip_scale == 1


def test_that_clipping_can_be_switched_on_and_off_while_training_goes_on():
    training = Training(plan())
    training.advance(3)
    training.adjust(training.experiment.edited(clip_value=1e-3))
    training.advance()
    assert np.abs(training.population.step).max() <= 0.1 * 1e-3
    training.adjust(training.experiment.edited(clip_value=0.0))
    training.advance()
    assert training.population.scales == 1


@pytest.mark.parametrize("key", SCHEDULES)
def test_that_a_schedule_survives_json(key):
    experiment = Experiment(schedule=key)
    assert f'"kind": "{key}"' in experiment.to_json()
    assert Experiment.from_json(experiment.to_json()) == experiment


def test_that_an_experiment_saved_before_there_were_schedules_is_constant():
    import json

    tree = json.loads(Experiment().to_json())
    del tree["schedule"]
    assert Experiment.from_json(json.dumps(tree)) == Experiment()


def test_that_a_schedule_is_set_by_short_names():
    assert Experiment(schedule="step", every=7, gamma=0.5).schedule == StepDecay(7, 0.5)
    assert Experiment(schedule=Cosine()).edited(end_rate=0.01).schedule == Cosine(0.01)


def test_that_an_unknown_schedule_gets_a_suggestion():
    with pytest.raises(InputError, match="did you mean 'cosine'"):
        Experiment(schedule="cosin")


def test_that_a_setting_of_another_schedule_is_refused():
    with pytest.raises(InputError, match="StepDecay has no 'warmup': choose a schedule"):
        Experiment(schedule="step", warmup=3)


def test_that_class_indices_train_as_one_hot_rows_do():
    one_hot = Training(plan(data="blobs", loss="categorical_crossentropy"))
    index = Training(plan(data="blobs", loss="sparse_categorical_crossentropy"))
    assert index.plan.y_train.shape == (len(one_hot.plan.y_train), 1)
    one_hot.advance(20)
    index.advance(20)
    np.testing.assert_allclose(index.theta, one_hot.theta, rtol=1e-12)
    np.testing.assert_array_equal(index.recording.rows.values, one_hot.recording.rows.values)


def test_that_the_initial_scale_is_the_deviation_of_the_first_weights():
    theta = plan(init="normal", init_scale=0.5, hidden=(64, 64)).theta0
    assert theta[theta != 0].std() == pytest.approx(0.5, rel=0.05)
    assert set(plan(init="constant", init_scale=0.5).theta0.tolist()) == {0.0, 0.5}
