"""A batch, looked at sample by sample: the numbers are its rows, and training stays the same."""

import numpy as np
import pytest

from visualnn.experiment.engine import Engine
from visualnn.experiment.frames import TRAIN, Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.frames.probe import Probe
from visualnn.experiment.messages import Ask, Load, Seek, Step
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training

KINDS = {
    "plain": Experiment(samples=60, hidden=(4,), batch=10, epochs=50),
    "dropout and jitter": Experiment(
        samples=60, hidden=(6,), batch=10, epochs=50, dropout=0.3, jitter=0.1
    ),
    "batch norm": Experiment(
        samples=60, hidden=(4,), batch=10, epochs=50, normalization="batch", optimizer="sgd"
    ),
    "a smaller last batch": Experiment(samples=60, hidden=(4,), batch=16, epochs=50),
}


@pytest.fixture(params=KINDS, ids=list(KINDS))
def experiment(request):
    return KINDS[request.param]


def walked(training, updates):
    """Make this many updates, looking at every sample on the way."""
    while training.step < updates:
        training.step_sample()
    return training


def test_that_walking_through_the_samples_trains_as_batches_do(experiment):
    one, other = Training(resolve(experiment)), Training(resolve(experiment))
    walked(one, 9)
    other.advance(9)
    np.testing.assert_array_equal(one.theta, other.theta)
    np.testing.assert_array_equal(one.population.gradient, other.population.gradient)
    np.testing.assert_array_equal(one.recording.losses.values, other.recording.losses.values)
    np.testing.assert_array_equal(one.recording.rows.values, other.recording.rows.values)


def test_that_the_update_takes_the_mean_of_the_samples_gradients(experiment):
    training = Training(resolve(experiment))
    training.advance(4)
    own = []
    training.step_sample()
    while training.descent.place is not None:
        own.append(training.tape.gradient_of(training.descent.place))
        training.step_sample()
    assert training.step == 5
    mean = np.mean(own, axis=0)
    np.testing.assert_allclose(mean, training.population.gradient[0], rtol=1e-9, atol=1e-13)


def test_that_every_training_sample_is_seen_once_in_an_epoch(experiment):
    plan = resolve(experiment)
    training, camera = Training(plan), Camera(plan)
    seen = []
    while training.step < plan.steps_per_epoch:
        training.step_sample()
        if glance := camera.frame(training, Wants()).glance:
            seen.append(glance.sample)
    assert sorted(seen) == np.flatnonzero(plan.part == TRAIN).tolist()


def test_that_a_glance_shows_the_sample_that_it_names():
    experiment = KINDS["plain"].edited(standardize=False)
    plan = resolve(experiment)
    training, camera = Training(plan), Camera(plan)
    for _ in range(17):
        training.step_sample()
        if glance := camera.frame(training, Wants()).glance:
            np.testing.assert_array_equal(glance.a[0], plan.samples.x[glance.sample])
            assert len(glance.z) == len(glance.delta) == len(glance.a) - 1


def test_that_back_is_the_way_forward_reversed():
    plan = resolve(KINDS["plain"])
    training, camera = Training(plan), Camera(plan)
    training.advance(2)
    places = []
    for direction in (1,) * 14 + (-1,) * 14:
        training.step_sample(direction)
        frame = camera.frame(training, Wants(weights=True))
        glance = frame.glance.sample if frame.glance else None
        places.append((training.step, training.descent.place, glance, frame.gradient.tobytes()))
    forward, back = places[:13], places[14:27]
    assert forward == back[::-1]


def test_that_a_walk_through_a_recorded_batch_leads_to_the_next_recorded_step():
    training = Training(resolve(KINDS["dropout and jitter"]))
    training.advance(9)
    before = training.recording.losses.values.copy()
    theta = training.theta.copy()
    training.seek(4)
    while training.step < 6:
        training.step_sample()
    assert training.latest == 9
    training.advance(0)
    training.seek(9)
    np.testing.assert_array_equal(training.theta, theta)
    np.testing.assert_array_equal(training.recording.losses.values, before)


def test_that_the_engine_shows_the_sample_and_lets_it_go_with_a_seek():
    engine = Engine()
    engine.obey(Load(1, KINDS["plain"]))
    engine.obey(Step("sample"))
    engine.obey(Step("sample"))
    frame = engine.obey(Ask(Wants(weights=True))).frame
    assert (frame.step, frame.glance.place, frame.glance.batch) == (0, 1, 10)
    engine.obey(Step("sample", -1))
    assert engine.obey(Ask(Wants())).frame.glance.place == 0
    engine.obey(Seek(0))
    assert engine.obey(Ask(Wants())).frame.glance is None


def test_that_the_samples_named_are_those_on_the_tape():
    plan = resolve(KINDS["a smaller last batch"])
    training = Training(plan)
    for _ in range(130):
        training.step_sample()
        rows = np.searchsorted(plan.numbers[plan.part == TRAIN], training.descent.batch_numbers)
        np.testing.assert_array_equal(plan.x_train[rows], training.tape.x)


def test_that_looking_at_a_sample_leaves_the_penalty_in_the_gradient():
    training = Training(resolve(KINDS["plain"].edited(l2=0.5, l1=0.1, optimizer="sgd")))
    before = training.population.gradient.copy()
    training.step_sample()
    np.testing.assert_array_equal(training.population.gradient, before)


def test_that_while_a_sample_is_looked_at_the_forecast_is_the_coming_update():
    training = Training(resolve(KINDS["plain"].edited(l2=0.5)))
    training.advance(3)
    training.step_sample()
    probe = Probe(forecast=(0, 5, 9))
    ahead = Camera(training.plan).frame(training, Wants(probe=probe)).workings.forecast
    training.advance()
    np.testing.assert_array_equal(ahead, -training.population.step[0, [0, 5, 9]])
