"""What an explanation holds is what the engine computes, and the engine never notices."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from visualnn.data.point_edits import PointEdit
from visualnn.errors import InputError
from visualnn.experiment.explain import OfBatch, OfExample, OfSample, explain
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.nn.optim import OPTIMIZERS
from visualnn.nn.schedules import SCHEDULES

SMALL = {"samples": 60, "hidden": (4, 3), "batch": 16}
EVERYTHING = {
    "dropout": 0.3,
    "jitter": 0.1,
    "l1": 0.01,
    "l2": 0.1,
    "clip_norm": 0.5,
    "clip_value": 0.2,
    "normalization": "batch",
}


def training(**settings):
    return Training(resolve(Experiment(**{**SMALL, **settings})))


def state_of(run):
    population = run.population
    return (
        population.theta.copy(),
        population.gradient.copy(),
        population.step.copy(),
        population.rates.copy(),
        population.vectors(),
        population.clock.t,
        run.descent.checkpoint().generator,
        [tape.copy() for tape in (*run.tape.z, *run.tape.a, *run.tape.delta)],
    )


def same(one, other):
    return pickle.dumps(one) == pickle.dumps(other)


@pytest.mark.parametrize("key", OPTIMIZERS)
@pytest.mark.parametrize("settings", [{}, EVERYTHING], ids=["plain", "everything"])
def test_that_the_explained_step_is_the_one_that_training_makes(key, settings):
    run = training(optimizer=key, **settings)
    for _ in range(7):  # over the end of an epoch, and its smaller last batch
        explanation = explain(OfBatch(), run)
        run.advance()
        population = run.population
        assert np.array_equal(explanation.step_vector, population.step[0])
        assert np.array_equal(explanation.theta_after, population.theta[0])
        assert np.array_equal(explanation.gradient, population.gradient[0])
        assert explanation.before.loss == run.recording.losses.values[-1]
        assert explanation.rate == population.rates[0, 0]
        assert explanation.clip_scale == population.scales[0, 0]
        assert all(
            np.array_equal(explanation.memory_after[name], vector)
            for name, vector in population.state().items()
        )


@pytest.mark.parametrize("key", SCHEDULES)
def test_that_the_rate_is_that_of_the_coming_step(key):
    run = training(schedule=key, epochs=10)
    for _ in range(20):
        explanation = explain(OfBatch(), run)
        run.advance()
        assert explanation.rate == run.population.rates[0, 0]


@pytest.mark.parametrize("settings", [{}, EVERYTHING], ids=["plain", "everything"])
@pytest.mark.parametrize("subject", [OfBatch(), OfSample(7), OfExample()])
def test_that_explaining_leaves_the_training_bit_for_bit_alone(subject, settings):
    run, undisturbed = training(**settings), training(**settings)
    for _ in range(9):
        before = state_of(run)
        explain(subject, run)
        assert same(before, state_of(run))
        run.advance()
        undisturbed.advance()
    assert same(state_of(run), state_of(undisturbed))


def test_that_a_step_looked_back_at_is_explained_as_it_was():
    run = training(**EVERYTHING)
    run.advance(2)
    first = explain(OfBatch(), run)
    run.advance(8)
    run.seek(2)
    again = explain(OfBatch(), run)
    assert again.step == 2
    assert np.array_equal(first.theta_after, again.theta_after)


def test_that_a_sample_is_the_scene_s_own():
    run = training()
    plan = run.plan
    for index in range(len(plan.samples.x)):
        x = explain(OfSample(index), run).x[0]
        assert plan.scaler.apply(plan.samples.x[[index]])[0] == pytest.approx(x)


def test_that_one_sample_takes_the_running_statistics_and_says_so():
    run = training(normalization="batch")
    run.advance(5)
    explanation = explain(OfSample(0), run)
    (mean,) = (run.plan.layout["mean1"].view(run.population.theta[0]),)
    (variance,) = (run.plan.layout["variance1"].view(run.population.theta[0]),)
    expected = (explanation.before.s[0] - mean) / np.sqrt(variance + 1e-5)
    assert explanation.before.normed[0] == pytest.approx(expected)
    assert "running mean" in str(explanation.notes[0])


def test_that_the_dropped_units_are_the_same_before_and_after_the_update():
    run = training(dropout=0.5)
    explanation = explain(OfBatch(), run)
    before, after = explanation.before.kept[0], explanation.after.kept[0]
    assert set(np.unique(before)) == {0.0, 2.0}
    assert np.array_equal(before, after)


def test_that_each_output_s_part_adds_up_to_the_loss():
    for settings in ({"data": "iris"}, {"data": "moons"}, {"data": "sine", "loss": "huber"}):
        passed = explain(OfBatch(), training(**settings)).before
        assert passed.shares.sum(axis=1) == pytest.approx(passed.losses, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("index", [-1, 60])
def test_that_a_sample_that_is_not_there_is_refused(index):
    with pytest.raises(InputError, match="from 0 to 59"):
        explain(OfSample(index), training())


def test_that_without_any_sample_there_is_none_to_explain():
    run = training()
    cleared = replace(run.experiment.data, edits=(PointEdit("clear"),))
    run.adjust(run.experiment.edited(data=cleared))
    with pytest.raises(InputError, match="put at least one"):
        explain(OfSample(0), run)


def test_that_a_subject_without_its_training_is_refused():
    with pytest.raises(InputError, match="no experiment yet"):
        explain(OfBatch())


def test_that_equal_arrays_go_through_the_pipe_once():
    explanation = explain(OfBatch(), training())
    arrived = pickle.loads(pickle.dumps(explanation))
    for e in (explanation, arrived):
        assert e.before.s[0] is e.before.z[0]
        assert e.before.h[0] is e.before.a[0]
        assert e.delta_s[0] is e.delta[0]
        assert e.gradient is e.data_gradient is e.links[0].vector


def test_that_the_best_epoch_s_weights_are_explained_where_they_are_shown():
    run = training(epochs=60, patience=5, lr=0.5)
    run.advance(10_000)
    assert run.theta is run.patience.theta
    explanation = explain(OfBatch(), run)
    assert np.array_equal(explanation.theta, run.theta)
    assert "best epoch" in str(explanation.notes[0])


@pytest.mark.filterwarnings("error")
def test_that_a_run_that_diverged_can_still_be_explained():
    run = training(data="sine", optimizer="sgd", lr=10.0, activation="linear")
    run.advance(2_000)
    assert run.state == "diverged"
    assert np.isfinite(explain(OfSample(0), run).theta).all()


def test_that_the_penalty_s_gradient_is_its_own():
    explanation = explain(OfBatch(), training(l1=0.01, l2=0.1))
    theta, mask = explanation.theta, explanation.layout.weight_mask()
    expected = mask * (0.01 * np.sign(theta) + 0.1 * theta)
    assert explanation.penalty_gradient == pytest.approx(expected, rel=1e-14)
    whole = explanation.data_gradient + explanation.penalty_gradient
    assert explanation.gradient == pytest.approx(whole, rel=1e-13)


def test_that_an_explanation_goes_through_the_pipe():
    explanation = explain(OfBatch(), training(**EVERYTHING))
    arrived = pickle.loads(pickle.dumps(explanation))
    assert np.array_equal(arrived.theta_after, explanation.theta_after)
    assert arrived.layout == explanation.layout
