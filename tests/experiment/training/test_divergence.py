"""A run that blows up ends by name, at its step, with the best weights before it."""

from dataclasses import replace

import numpy as np
import pytest

from visualnn.experiment.engine import Engine
from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.jobs import train
from visualnn.experiment.messages import Ask, Load, Play, Reset
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import BLOWN_UP, Training

WILD = Experiment(
    data="sine", optimizer="momentum", lr=10.0, hidden=(8,), activation="relu", loss="mse"
)
WILDS = {
    "momentum": WILD,
    "plain descent": WILD.edited(optimizer="sgd", lr=10.0),
    "full batch": WILD.edited(batch=1000),
    "one sample": WILD.edited(batch=1),
    "linear": WILD.edited(activation="linear", lr=1.0),
    "penalty": WILD.edited(l2=1.0),
}


@pytest.fixture(params=WILDS)
def diverged(request):
    training = Training(resolve(WILDS[request.param]))
    training.advance(100_000)
    return training


def test_that_a_divergence_is_named_with_its_step(diverged):
    assert diverged.state == "diverged"
    assert diverged.ended
    assert diverged.diverged_at >= 1


def test_that_the_last_good_state_is_kept_and_finite(diverged):
    population = diverged.population
    at, closed = diverged.diverged_at, diverged.diverged_at % diverged.steps_per_epoch == 0
    assert diverged.step == at - 1 or (closed and diverged.step == at)
    for array in (population.theta, population.gradient, population.step):
        assert np.isfinite(array).all()
    assert all(np.isfinite(vector).all() for vector in population.vectors().values())
    losses = diverged.recording.losses.values
    assert len(losses) == diverged.step
    assert np.isfinite(losses).all()
    rows = diverged.recording.rows.values
    assert np.isfinite(rows[1:]).all()
    assert np.isfinite(rows[0, :5]).all()  # the gradient's sizes are known from the first update
    assert (rows[:, 0] <= BLOWN_UP * max(1, rows[0, 0])).all()


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize(("step", "good"), [(1, 0), (7, 6), (8, 8), (9, 8)])
def test_that_a_number_lost_is_noticed_at_the_very_next_batch(value, step, good):
    training = Training(resolve(Experiment(data="sine", samples=200)))
    assert training.steps_per_epoch == 4
    training.advance(good)
    before = training.theta.copy()
    training.advance(step - good)
    training.population.theta[...] = value
    training.advance(100)
    assert (training.state, training.diverged_at) == ("diverged", step)
    assert training.step == good
    assert (training.descent.theta == before).all()


def test_that_what_is_kept_after_a_divergence_is_the_best_epoch_with_its_own_scores(diverged):
    best = int(np.argmin(diverged.recording.rows.values[:, 1]))
    frame = Camera(diverged.plan).frame(diverged, Wants())
    assert (frame.scored_epoch, frame.best_epoch) == (best, best)
    assert frame.scores["val_loss"] == diverged.recording.rows.values[best, 1]
    plan = diverged.plan
    assert frame.test_loss == diverged.score(plan.x_test, plan.y_test).loss
    assert frame.test_score > -10


def test_that_an_infinite_training_loss_is_a_divergence_even_if_validation_is_fine():
    plan = resolve(Experiment(data="sine"))
    training = Training(replace(plan, y_train=np.full_like(plan.y_train, 1e200)))
    assert (training.state, training.diverged_at) == ("diverged", 0)
    assert len(training.recording.rows) == 0


def test_that_nothing_moves_after_a_divergence(diverged):
    before = diverged.theta.copy()
    diverged.advance(10)
    assert (diverged.theta == before).all()
    assert diverged.state == "diverged"


def test_that_the_frame_of_a_divergence_has_no_number_missing(diverged):
    wants = Wants(boundary=8, neurons=4, weights=True)
    frame = Camera(diverged.plan).frame(diverged, wants)
    assert (frame.state, frame.diverged_at) == ("diverged", diverged.diverged_at)
    arrays = (frame.theta, frame.gradient, frame.update, frame.boundary, *frame.neurons)
    assert all(np.isfinite(array).all() for array in arrays)
    assert np.isfinite(frame.test_loss)


def test_that_a_lower_rate_and_a_reset_train_after_a_divergence(diverged):
    diverged.adjust(diverged.experiment.edited(lr=1e-3, l2=0.0))
    assert diverged.state == "diverged"
    diverged.reset()
    diverged.advance(20)
    assert (diverged.state, diverged.diverged_at, diverged.step) == ("ready", None, 20)


def test_that_a_diverged_run_says_so_in_one_sentence():
    run = train(WILD)
    assert run.diverged_at is not None
    assert f"diverged at step {run.diverged_at}" in run.message
    assert np.isfinite(run.theta).all()
    assert np.isfinite(list(run.scores.values())).all()


def test_that_inputs_too_large_to_square_diverge_before_the_first_step(tmp_path, monkeypatch):
    # The reader refuses such numbers; here they stand for any way by which they may come.
    monkeypatch.setattr("visualnn.data.csv_columns.MAX_SIZE", np.inf)
    rows = "\n".join(f"{k}e200,{k + 1}e200" for k in range(1, 21))
    (tmp_path / "large.csv").write_text(f"x,y\n{rows}\n")
    experiment = Experiment(data=str(tmp_path / "large.csv"), standardize=False)
    run = train(experiment)
    assert run.diverged_at == 0
    assert run.steps == 0


def test_that_the_engine_stops_at_a_divergence_and_starts_anew_on_reset():
    engine = Engine()
    engine.obey(Load(1, WILD))
    engine.obey(Play())
    while engine.busy:
        engine.work(0.1)
    frame = engine.obey(Ask(Wants(), memory=(0, 0))).frame
    assert frame.state == "diverged"
    engine.obey(Play())
    assert not engine.busy
    engine.obey(Reset())
    assert engine.obey(Ask(Wants())).frame.state == "ready"


def test_that_settings_changed_behind_the_last_good_step_hold_from_there_on():
    experiment = Experiment(data="sine", samples=200)
    training = Training(resolve(experiment))
    training.advance(7)
    training.adjust(experiment.edited(lr=1e-3))
    training.population.theta[...] = np.nan
    training.advance()
    assert (training.state, training.latest) == ("diverged", 6)
    assert [change.step for change in training.recording.changes] == [0, 6]
    assert training.experiment.optimizer.lr == 1e-3


@pytest.fixture
def stillborn():
    """Return a training whose first weights have no finite loss."""
    plan = resolve(Experiment(data="sine"))
    return Training(replace(plan, y_train=np.full_like(plan.y_train, 1e200)))


def test_that_a_run_that_diverges_before_its_first_step_can_be_looked_at(stillborn):
    wants = Wants(weights=True, seeds=2, test_from=0, judge=3, watched=(0,), origin=True)
    frame = Camera(stillborn.plan).frame(stillborn, wants)
    assert (frame.state, frame.step, frame.best_step, frame.scored_epoch) == ("diverged", 0, 0, 0)
    assert all(len(values) == 0 for values in frame.history.values())
    for act in (stillborn.advance, stillborn.finish_epoch, stillborn.step_sample):
        act()
    stillborn.seek(0)
    assert (stillborn.state, stillborn.step) == ("diverged", 0)
    assert (stillborn.descent.theta == stillborn.plan.theta0).all()
    assert stillborn.twin().step == 0


def test_that_a_run_that_diverges_before_its_first_step_comes_to_the_same_end_when_resumed(
    stillborn,
):
    memory = stillborn.memory()
    assert memory.length == (0, 0)
    again = Training(stillborn.plan, memory=memory)
    assert (again.state, again.diverged_at, again.step) == ("diverged", 0, 0)


def test_that_a_run_that_diverges_at_its_first_step_has_a_memory():
    training = Training(resolve(WILD))
    training.population.theta[...] = np.nan
    training.advance()
    assert (training.state, training.diverged_at, training.step) == ("diverged", 0, 0)
    frame = Camera(training.plan).frame(training, Wants(weights=True))
    assert (frame.best_step, frame.scored_epoch) == (0, 0)
    assert (frame.theta == training.plan.theta0).all()
    assert training.memory().length == (0, 1)
    assert Training(training.plan, memory=training.memory()).step == 0
