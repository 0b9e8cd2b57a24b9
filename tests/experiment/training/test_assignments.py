"""Weights set by hand: at once, recorded with their step, and the same in every replay."""

import pickle
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.errors import InputError
from visualnn.experiment.engine import Engine
from visualnn.experiment.frames import Wants
from visualnn.experiment.messages import Ask, Failed, Load, Resume, SetParameters, Step
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.nn.network import Tape

EXPERIMENT = Experiment(
    samples=50,
    hidden=(3,),
    batch=8,
    epochs=20,
    optimizer="adam",
    normalization="batch",
    dropout=0.2,
)
PLAN = resolve(EXPERIMENT)
TRAINED = PLAN.layout.trained
HANDS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, TRAINED - 1), st.floats(-3, 3)), max_size=5
).map(lambda hands: sorted(hands, key=lambda hand: hand[0]))


def instant(training):
    population = training.population
    arrays = [population.theta, population.gradient, population.step, training.tape.x]
    arrays += population.vectors().values()
    return b"".join(array.tobytes() for array in arrays)


def recorded(training, hands, steps):
    """Train with the values set at their steps; return what every step looked like."""
    instants, hands = [], list(hands)
    for step in range(steps + 1):
        while hands and hands[0][0] == step:
            _, place, value = hands.pop(0)
            training.assign((place,), (value,))
            assert training.theta[place] == value
        instants.append(instant(training))
        if step < steps:
            training.advance()
    return instants


@settings(max_examples=25)
@given(
    hands=HANDS,
    visits=st.lists(st.integers(0, 30), min_size=1, max_size=6),
    budget=st.sampled_from([1, 5000, 64 * 2**20]),
)
def test_that_a_replay_sets_the_same_weights_bit_for_bit(hands, visits, budget):
    training = Training(PLAN, budget)
    instants = recorded(training, hands, 30)
    for step in visits:
        training.seek(step)
        assert instant(training) == instants[step]
    training.advance(5)
    other = Training(PLAN)
    recorded(other, hands, 35)
    assert instant(training) == instant(other)


@settings(max_examples=25)
@given(hands=HANDS, pause=st.integers(0, 40), more=st.integers(1, 30))
def test_that_a_resumed_training_sets_the_same_weights(hands, pause, more):
    here = Training(PLAN)
    recorded(here, [hand for hand in hands if hand[0] <= pause], pause)
    there = Training(PLAN, memory=pickle.loads(pickle.dumps(here.memory())))
    here.advance(more)
    there.advance(here.step - there.step)
    assert instant(here) == instant(there)
    np.testing.assert_array_equal(here.recording.rows.values, there.recording.rows.values)


def test_that_running_statistics_and_the_optimizers_vectors_survive():
    training = Training(PLAN)
    training.advance(12)
    before = {name: vector.copy() for name, vector in training.population.state().items()}
    statistics = training.theta[TRAINED:].copy()
    clock = training.population.clock.t
    training.assign((0, 2), (1.5, -2.5))
    assert training.theta[[0, 2]].tolist() == [1.5, -2.5]
    assert (training.theta[TRAINED:] == statistics).all()
    assert statistics.size
    assert training.population.clock.t == clock == 12
    for name, vector in training.population.state().items():
        assert (vector == before[name]).all()


def test_that_a_drag_within_one_step_leaves_one_assignment():
    training = Training(PLAN)
    training.advance(3)
    for value in np.linspace(0, 1, 50):
        training.assign((4,), (float(value),))
    assert len(training.assignments.made) == 1
    assert training.assignments.made[0].values.tolist() == [1.0]


def gradient_of_the_batch_at(training, theta):
    shown = training.tape
    gradient = np.zeros_like(theta[None])
    tape = Tape(training.plan.architecture, theta[None], gradient, shown.batch, training=True)
    tape.x[...], tape.y[...] = shown.x, shown.y
    tape.forward()
    tape.backward()
    return gradient[0]


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_that_the_gradient_is_that_of_the_latest_batch_at_the_weights_that_were_set(optimizer):
    training = Training(resolve(EXPERIMENT.edited(dropout=0.0, optimizer=optimizer)))
    training.advance(3)
    stale, batch = training.population.gradient[0].copy(), training.tape.x.copy()
    training.assign((0, 3), (2.0, -1.5))
    shown = training.population.gradient[0]
    assert np.array_equal(training.tape.x, batch)
    assert np.array_equal(shown, gradient_of_the_batch_at(training, training.theta.copy()))
    assert not np.allclose(shown, stale)


def test_that_the_same_units_stay_left_out_when_a_weight_is_set():
    training = Training(PLAN)
    training.advance(3)
    kept = training.tape.kept[0].copy()
    assert 0 < kept.mean() < 1 / (1 - 0.2)
    training.assign((0,), (2.0,))
    assert np.array_equal(training.tape.kept[0], kept)


def test_that_the_gradient_of_the_sample_looked_at_follows_a_weight():
    training, plan = Training(PLAN), PLAN
    training.advance(2)
    training.step_sample()
    place = training.descent.place
    before = training.tape.gradient_of(place)
    training.assign((0,), (2.0,))
    assert training.descent.place == place
    assert not np.allclose(training.tape.gradient_of(place), before)
    training.step_sample(-1)
    training.step_sample()
    other = Training(plan)
    other.advance(2)
    other.assign((0,), (2.0,))
    other.advance(3)
    training.advance(3)
    assert instant(training) == instant(other)


def test_that_the_first_gradient_follows_a_weight_set_before_training():
    training, plan = Training(PLAN), PLAN
    before = training.population.gradient.copy()
    training.assign((0,), (2.0,))
    shown = training.population.gradient.copy()
    assert not np.array_equal(shown, before)
    training.advance()
    assert np.array_equal(training.population.gradient, shown)
    assert plan.theta0[0] != 2.0


def test_that_setting_a_weight_while_looking_back_goes_on_from_the_latest_step():
    training = Training(PLAN)
    training.advance(20)
    training.seek(5)
    training.assign((1,), (0.5,))
    assert training.step == 20
    assert training.theta[1] == 0.5


def test_that_a_weight_set_after_the_end_goes_on_from_the_best_epochs_weights():
    training = Training(resolve(EXPERIMENT.edited(patience=1, epochs=60, lr=1.0)))
    training.advance(2000)
    assert training.state == "stopped early"
    best = training.patience.theta.copy()
    assert not np.array_equal(best, training.population.theta[0])
    training.assign((0,), (0.25,))
    assert training.state == "paused"
    assert training.theta[0] == 0.25
    assert np.array_equal(training.theta[1:], best[1:])
    step, theta = training.step, training.theta.copy()
    training.advance()
    training.seek(step)
    assert np.array_equal(training.theta, theta)


@pytest.mark.parametrize(
    ("places", "values", "message"),
    [
        ((0,), (nan,), "cannot be nan: give it a finite number"),
        ((0, 1), (1.0, inf), "cannot be inf"),
        ((TRAINED,), (1.0,), f"no parameter number {TRAINED}"),
        ((-1,), (1.0,), "no parameter number -1"),
        ((0, 1), (1.0,), "2 places and 1 values"),
    ],
)
def test_that_what_cannot_be_set_is_refused_and_changes_nothing(places, values, message):
    training = Training(PLAN)
    training.advance(4)
    before = instant(training)
    with pytest.raises(InputError, match=message):
        training.assign(places, values)
    assert instant(training) == before
    assert not training.assignments.made


def test_that_the_engine_sets_weights_of_its_own_generation_only():
    engine = Engine()
    engine.obey(Load(3, EXPERIMENT))
    engine.obey(Step())
    assert engine.obey(SetParameters(2, (0,), (9.0,))) is None
    assert engine.obey(Ask(Wants(weights=True))).frame.theta[0] != 9.0
    assert engine.obey(SetParameters(3, (0,), (9.0,))) is None
    assert engine.obey(Ask(Wants(weights=True))).frame.theta[0] == 9.0
    refused = engine.obey(SetParameters(3, (0,), (nan,)))
    assert isinstance(refused, Failed)
    assert "finite number" in refused.message


def test_that_an_engine_that_takes_over_has_the_weights_that_were_set():
    engine = Engine()
    engine.obey(Load(1, EXPERIMENT))
    engine.obey(Step("epoch"))
    engine.obey(SetParameters(1, (0,), (9.0,)))
    memory = engine.obey(Ask(Wants(), memory=(0, 0))).memory
    other = Engine()
    other.obey(Resume(1, EXPERIMENT, pickle.loads(pickle.dumps(memory))))
    assert other.obey(Ask(Wants(weights=True))).frame.theta[0] == 9.0


def test_that_a_refused_value_leaves_a_person_who_looks_back_where_they_are():
    training = Training(resolve(Experiment(samples=60, batch=10)))
    training.advance(9)
    training.seek(4)
    with pytest.raises(InputError, match="finite"):
        training.assign((0,), (np.nan,))
    assert training.step == 4
