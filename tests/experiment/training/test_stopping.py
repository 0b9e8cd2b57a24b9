"""Early stopping against its definition, written out plainly."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment, StoppingSpec
from visualnn.experiment.training import Training
from visualnn.experiment.training.stopping import Patience, Verdict, patience_near, what_if


def plainly(losses, patience, min_delta):
    """Return the best epoch and the epoch at which training stops (None: it does not)."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best] - min_delta:
            best = epoch
        if patience and epoch - best >= patience:
            return best, epoch
    return best, None


@given(
    losses=st.lists(st.sampled_from([0.1, 0.2, 0.25, 0.3, 0.5, 1.0]), min_size=1, max_size=30),
    patience=st.integers(0, 5),
    min_delta=st.sampled_from([0.0, 0.06, 0.2]),
)
def test_that_patience_stops_where_its_definition_says(losses, patience, min_delta):
    rule, watch = StoppingSpec(patience=patience, min_delta=min_delta), Patience()
    stopped = None
    for epoch, loss in enumerate(losses):
        watch.watch(epoch, loss, np.array([float(epoch)]), rule)
        if watch.is_over(rule):
            stopped = epoch
            break
    assert (watch.best_epoch, stopped) == plainly(losses, patience, min_delta)
    assert watch.theta == [watch.best_epoch]
    assert watch.waited == (epoch - watch.best_epoch)


OVERFIT = Experiment(
    samples=60, noise=0.6, hidden=(16, 16), lr=0.05, batch=8, epochs=150, patience=6
)


def stopped(**edits):
    training = Training(resolve(OVERFIT.edited(**edits)))
    training.advance(100_000)
    return training


def test_that_overfitting_stops_early_and_restores_the_best_weights():
    training = stopped()
    losses = training.recording.history()["val_loss"]
    assert training.state == "stopped early"
    assert training.epoch < 150
    assert (training.patience.best_epoch, training.epoch) == plainly(losses, 6, 0.0)
    best = training.patience.best_epoch
    assert losses[best] == losses.min()
    score = training.score(training.plan.x_val, training.plan.y_val)
    assert score.loss == pytest.approx(losses[best], rel=1e-14)
    training.seek(best * training.steps_per_epoch)
    restored = training.population.theta[0].copy()
    training.seek(training.epoch * training.steps_per_epoch)
    training.advance(0)
    assert (training.patience.theta == restored).all()


def test_that_the_last_weights_stay_where_nothing_is_to_be_restored():
    training = stopped(restore_best=False)
    assert training.state == "stopped early"
    assert (training.theta == training.population.theta[0]).all()
    score = training.score(training.plan.x_val, training.plan.y_val)
    assert score.loss == pytest.approx(training.recording.history()["val_loss"][-1])


def test_that_without_patience_training_runs_to_the_end_with_the_last_weights():
    training = stopped(patience=0, epochs=40)
    assert (training.state, training.epoch) == ("finished", 40)
    assert (training.theta == training.population.theta[0]).all()


def test_that_more_patience_goes_on_after_an_early_stop():
    training, patient = stopped(), stopped(patience=20)
    training.adjust(training.experiment.edited(patience=20))
    assert training.state == "paused"
    training.advance(100_000)
    assert training.epoch == patient.epoch
    assert (training.theta == patient.theta).all()


def test_that_the_test_share_has_no_part_in_stopping():
    plan = resolve(OVERFIT)
    training = Training(plan)
    plan.x_test[...] = np.nan
    training.advance(100_000)
    assert (training.theta == stopped().theta).all()


WHOLE = Training(resolve(OVERFIT.edited(patience=0, epochs=60)))
WHOLE.advance(100_000)


@settings(max_examples=15)
@given(patience=st.integers(1, 20), min_delta=st.sampled_from([0.0, 1e-3, 0.01, 0.1]))
def test_that_what_if_says_to_the_epoch_what_a_run_with_that_rule_does(patience, min_delta):
    edits = {"patience": patience, "min_delta": min_delta}
    real = stopped(epochs=60, **edits)
    values = WHOLE.recording.history()["val_loss"]
    verdict = what_if(values, StoppingSpec(**edits))
    assert verdict.best_epoch == real.patience.best_epoch
    assert verdict.stopped_at == (real.epoch if real.state == "stopped early" else None)


def test_that_without_patience_what_if_never_stops():
    values = np.array([1.0, 0.5, 0.7, 0.9])
    assert what_if(values, StoppingSpec(patience=0)) == Verdict(None, 1)


LOSSES = st.lists(st.floats(0.01, 10.0), min_size=2, max_size=40).map(np.array)
RULES = st.builds(StoppingSpec, min_delta=st.sampled_from([0.0, 0.1, 1.0]))


@given(LOSSES, st.floats(-3, 60), RULES, st.integers(0, 40))
@example(np.array([0.09, 0.9, 0.9, 0.05, 0.9, 0.9]), 4.8, StoppingSpec(), 0)
@example(np.array([0.3, 0.2, 0.1, 0.8, 0.7]), 4.1, StoppingSpec(), 2)
def test_that_no_other_patience_stops_nearer_to_the_epoch_it_is_dragged_to(
    values, epoch, rule, since
):
    since = min(since, len(values) - 1)

    def miss(patience):
        verdict = what_if(values, replace(rule, patience=patience), since)
        return abs(verdict.waits_from + patience - epoch)

    found = patience_near(values, epoch, rule, since)
    assert found >= 1
    assert miss(found) <= min(map(miss, range(1, 100))) + 1e-9
