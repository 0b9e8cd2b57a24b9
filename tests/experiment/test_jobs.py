"""Jobs report on the way and return a run."""

import numpy as np
import pytest

import visualnn as vnn
from visualnn.errors import InputError
from visualnn.experiment.frames import Wants
from visualnn.experiment.jobs import run_job, train, train_job

SHORT = vnn.Experiment(samples=100, hidden=(4,), epochs=6)


def test_that_training_reports_after_every_epoch():
    reports = []
    run = train(SHORT, reports.append)
    assert [(report.epoch, report.epochs) for report in reports] == [(k, 6) for k in range(1, 7)]
    assert reports[-1].train_loss == run.history["train_loss"][-1]
    assert reports[2].val_loss == run.history["val_loss"][3]


def test_that_a_job_can_be_left_between_two_reports():
    job = train_job(vnn.resolve(SHORT))
    assert next(job).epoch == 1
    job.close()
    with pytest.raises(StopIteration):
        next(job)


def test_that_driving_a_job_returns_its_result():
    run = run_job(train_job(vnn.resolve(SHORT)))
    assert (run.epochs, run.steps, run.stopped_early, run.diverged_at) == (6, 12, False, None)
    assert run.message == "Trained for 6 epochs."
    assert run.steps_per_second > 0
    assert (run.theta == train(SHORT).theta).all()


def test_that_the_scores_are_those_of_the_resulting_weights():
    run = train(SHORT)
    plan = run.plan
    for share, x, y in (("val", plan.x_val, plan.y_val), ("test", plan.x_test, plan.y_test)):
        loss, _ = vnn.loss_and_gradient(plan, run.theta, x, y)
        assert run.scores[f"{share}_loss"] == pytest.approx(loss, rel=1e-12)
        answers = run.predict(plan.scaler.inputs.invert(x)) > 0.5
        assert run.scores[f"{share}_accuracy"] == np.mean(answers == y)


def test_that_an_early_stop_is_told_in_a_sentence():
    run = train(SHORT.edited(epochs=1000, patience=5, noise=0.5, lr=0.3))
    assert run.stopped_early
    assert run.message == (
        f"Stopped early at epoch {run.epochs}: "
        f"the validation loss has not improved since epoch {run.best_epoch}."
    )
    assert run.scores["val_loss"] == pytest.approx(run.history["val_loss"][run.best_epoch])


def test_that_predictions_are_probabilities_for_classes():
    run = train(SHORT.edited(data="iris"))
    answers = run.predict(run.plan.samples.x)
    assert answers.shape == (150, 3)
    np.testing.assert_allclose(answers.sum(axis=1), 1)


def test_that_predictions_are_in_the_targets_own_units_for_regression():
    run = train(vnn.Experiment(data="line", hidden=(), lr=0.1, noise=0.0))
    samples = run.plan.samples
    np.testing.assert_allclose(run.predict(samples.x)[:, 0], samples.y.ravel(), atol=1e-3)


def test_that_inputs_of_the_wrong_width_are_refused():
    run = train(SHORT)
    with pytest.raises(InputError, match=r"\(1, 3\): this network reads \(rows, 2\)"):
        run.predict([1, 2, 3])


def test_that_a_run_can_be_drawn():
    frame = train(SHORT).frame(Wants(boundary=4))
    assert (frame.state, frame.boundary.shape) == ("finished", (1, 4, 4))


@pytest.mark.parametrize(("data", "accuracy"), [("iris", 0.93), ("moons", 0.95)])
def test_that_the_usual_settings_learn(data, accuracy):
    assert train(vnn.Experiment(data=data)).scores["test_accuracy"] >= accuracy
