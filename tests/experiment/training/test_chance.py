"""Dropout and jitter: in training only, drawn from the run's seed, and there again on replay."""

import pickle
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.population import Population
from visualnn.experiment.training import Training
from visualnn.experiment.training.batches import Batches, Chance
from visualnn.experiment.training.scoring import Judge
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import run
from visualnn.nn.network import Tape
from visualnn.nn.optim import SGD

SETTINGS = {"samples": 100, "hidden": (6, 5), "batch": 16, "epochs": 10}
EVERYTHING = {
    "dropout": 0.4,
    "jitter": 0.2,
    "normalization": "batch",
    "clip_norm": 1.0,
    "schedule": "reduce_on_plateau",
    "l2": 0.01,
}
CHANCES = {
    "dropout": {"dropout": 0.4},
    "jitter": {"jitter": 0.2},
    "batch normalization": {"normalization": "batch"},
    "layer normalization": {"normalization": "layer"},
    "everything": EVERYTHING,
}
PLANS = {name: resolve(Experiment(**SETTINGS, **extra)) for name, extra in CHANCES.items()}
COMBINATIONS = pytest.mark.parametrize("name", PLANS)


def started(**names):
    return Training(resolve(Experiment(**(SETTINGS | names))))


def instant(training):
    """Return everything that a view may be shown of a step, as bytes."""
    population, tape = training.population, training.tape
    arrays = [population.theta, population.gradient, population.step, tape.x, *tape.a, *tape.z]
    arrays += [array for array in tape.kept if array is not None]
    arrays += [population.rates, *population.vectors().values()]
    return b"".join(array.tobytes() for array in arrays)


def recorded(training, steps):
    instants = [instant(training)]
    for _ in range(steps):
        training.advance()
        instants.append(instant(training))
    return instants


@COMBINATIONS
@settings(max_examples=10)
@given(
    visits=st.lists(st.integers(0, 30), min_size=1, max_size=5),
    budget=st.sampled_from([1, 5000, 64 * 2**20]),
)
def test_that_a_step_left_to_chance_comes_back_bit_for_bit(name, visits, budget):
    training = Training(PLANS[name], budget)
    instants = recorded(training, 30)
    for step in visits:
        training.seek(step)
        assert instant(training) == instants[step]
    training.advance()
    training.seek(30)
    assert instant(training) == instants[30]


@COMBINATIONS
@settings(max_examples=10)
@given(pause=st.integers(0, 30), more=st.integers(1, 20))
def test_that_a_run_left_to_chance_goes_on_elsewhere_exactly(name, pause, more):
    here = Training(PLANS[name])
    here.advance(pause)
    there = Training(PLANS[name], memory=pickle.loads(pickle.dumps(here.memory())))
    here.advance(more)
    there.advance(here.step - there.step)
    assert instant(here) == instant(there)
    np.testing.assert_array_equal(here.recording.rows.values, there.recording.rows.values)


@COMBINATIONS
def test_that_looking_at_a_run_does_not_change_its_chances(name):
    looked, plain = Training(PLANS[name]), Training(PLANS[name])
    for _ in range(10):
        looked.advance()
        looked.score(looked.plan.x_test, looked.plan.y_test)
        looked.seek(looked.step // 2)
    plain.advance(10)
    looked.seek(10)
    assert instant(looked) == instant(plain)


@COMBINATIONS
def test_that_the_same_seed_leaves_the_same_to_chance(name):
    first, second = Training(PLANS[name]), Training(PLANS[name])
    first.advance(12)
    second.run_for(60.0, 12)
    assert instant(first) == instant(second)


def test_that_dropout_leaves_out_hidden_units_in_training_only():
    training = started(dropout=0.5)
    kept = []
    for _ in range(40):
        training.advance()
        kept += [layer.ravel().copy() for layer in training.tape.kept[:-1]]
    share = np.mean(np.concatenate(kept) == 0)
    assert share == pytest.approx(0.5, abs=0.03)
    assert training.tape.kept[-1] is None
    plan = training.plan
    judged = [training.score(plan.x_val, plan.y_val).loss for _ in range(2)]
    theta = training.population.theta
    plain = Tape(plan.architecture, theta, np.zeros_like(theta), len(plan.x_val))
    plain.x[...], plain.y[...] = plan.x_val, plan.y_val
    plain.forward()
    assert judged == [plain.loss[0]] * 2
    assert plain.kept == [None, None, None]


def test_that_jitter_blurs_every_batch_anew_and_leaves_the_samples_alone():
    training = started(jitter=0.3, batch=60, epochs=40)
    plan = training.plan
    samples = plan.x_train.copy()
    noise = []
    for _ in range(40):
        training.advance()
        noise.append(training.tape.x - training.descent.samples[0])
    noise = np.array(noise)
    assert noise.std() == pytest.approx(0.3, rel=0.05)
    assert noise.mean() == pytest.approx(0, abs=0.02)
    assert (noise[0] != noise[1]).all()
    assert (plan.x_train == samples).all()
    assert sorted(map(tuple, training.descent.samples[0])) == sorted(map(tuple, samples))


def test_that_scores_are_those_of_the_samples_without_jitter():
    training = started(jitter=0.5)
    training.finish_epoch()
    plan = training.plan
    theta = training.population.theta
    judge = Judge(plan.architecture, plan.task, theta, plan.x_train, plan.y_train)
    assert training.recording.history()["train_loss"][-1] == judge.score().loss


def test_that_neither_changes_the_order_of_the_first_epoch():
    plain, blurred = started(), started(dropout=0.5)
    plain.advance()
    blurred.advance()
    assert (plain.tape.x == blurred.tape.x).all()


class Masks:
    """Stands for a generator: gives every network of a population the same numbers."""

    def __init__(self, seed):
        self._rng = np.random.default_rng(seed)

    def random(self, size, dtype, out):
        out[...] = self._rng.random(out.shape[-2:], dtype)


def test_that_networks_that_drop_the_same_units_train_together_as_each_would_alone():
    plan, rates = PLANS["everything"], (0.01, 0.1, 0.3)
    together = dropped_out(plan, rates)
    for row, rate in enumerate(rates):
        alone = dropped_out(plan, (rate,))
        np.testing.assert_allclose(together[row], alone[0], rtol=1e-9, atol=1e-12)


def dropped_out(plan, rates):
    theta = np.tile(plan.theta0, (len(rates), 1))
    population = Population(theta, [SGD(lr=rate) for rate in rates], trained=plan.layout.trained)
    tape = Tape(
        plan.architecture,
        population.theta,
        population.gradient,
        16,
        training=True,
        generator=Masks(0),
    )
    tape.x[...], tape.y[...] = plan.x_train[:16], plan.y_train[:16]
    for _ in range(20):
        run([*tape.forward_calls, *tape.backward_calls, *population.update_calls])
    return population.theta


@pytest.mark.parametrize("networks", [1, 2])
@pytest.mark.parametrize("normalization", ["batch", "layer"])
def test_that_a_warm_step_left_to_chance_allocates_nothing_that_grows(networks, normalization):
    # NumPy itself cuts an operand that is not in one piece into buffers of 8192 numbers.
    rows, layer = 512, 512 * 256 * 8
    hidden = (normalization, normalization, "none")
    shape = Architecture((64, 256, 256, 1), ("tanh", "relu", "linear"), "mse", True, hidden, 0.5)
    layout, rng = shape.layout, np.random.default_rng(0)
    theta = 0.1 * rng.normal(size=(networks, layout.size))
    theta[:, layout.trained :] = 1
    population = Population(theta, [SGD()] * networks, trained=layout.trained)
    x, y = rng.normal(size=(rows, 64)), rng.normal(size=(rows, 1))
    (batch,) = Batches(x, y, rows, shape, population, Chance(rng, 0.1))
    tape = batch.tape
    calls = [*batch.load_calls, *tape.forward_calls, *tape.backward_calls]
    calls += population.update_calls
    assert peak_of(calls) < 4 * 8192 * 8 < layer


def peak_of(calls):
    """Return how many bytes warm steps ever held beyond what was there before."""
    run(calls)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(10):
            run(calls)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
