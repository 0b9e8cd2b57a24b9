"""Training: epochs, batches, live edits, and the same numbers every time."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.errors import InputError
from visualnn.experiment.explain import loss_and_gradient
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training

ROOT = Path(__file__).parents[3]
REFERENCE = json.loads((ROOT / "tests" / "reference" / "training.json").read_text())


def small(**names):
    """Return an experiment on 60 training samples, four batches an epoch."""
    settings = {"samples": 100, "hidden": (4,), "batch": 16, "epochs": 10}
    return Experiment(**(settings | names))


def started(**names):
    return Training(resolve(small(**names)))


def digest(training):
    """Return everything that training has computed, as bytes."""
    vectors = training.population.vectors()
    arrays = [training.theta, training.recording.losses.values, training.recording.rows.values]
    return b"".join(array.tobytes() for array in (*arrays, *vectors.values()))


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=lambda case: case["key"])
def test_that_a_run_is_the_one_that_torch_makes(case):
    settings = {"optimizer": case["key"], "hidden": tuple(REFERENCE["sizes"][1:-1])}
    settings |= {"batch": REFERENCE["batch"], "l2": REFERENCE["l2"], "train": 0.5}
    plan = resolve(Experiment(samples=100, **settings, **case["settings"]))
    arrays = {"x_train": REFERENCE["x"], "y_train": REFERENCE["y"], "theta0": REFERENCE["theta0"]}
    plan = replace(plan, **{name: np.array(values) for name, values in arrays.items()})
    training = Training(plan)
    training.advance(len(case["losses"]))
    np.testing.assert_allclose(training.recording.losses.values, case["losses"], rtol=1e-10)
    np.testing.assert_allclose(training.theta, case["theta"], rtol=1e-10, atol=1e-12)


def batches_of(training, steps):
    """Return the rows of each of the next batches."""
    seen = []
    for _ in range(steps):
        training.advance()
        seen.append(training.tape.x.copy())
    return seen


@settings(max_examples=15)
@given(batch=st.sampled_from([1, 7, 16, 59, 60, 61, 1000]), seed=st.integers(0, 99))
def test_that_every_epoch_shows_every_training_sample_exactly_once(batch, seed):
    training = started(batch=batch, seed=seed, noise=0.3)
    ordered = sorted(map(tuple, training.plan.x_train))
    orders = []
    for _ in range(2):
        shown = batches_of(training, training.steps_per_epoch)
        assert len(shown[-1]) == 60 - batch * (len(shown) - 1) if batch < 60 else 60
        orders.append([tuple(row) for part in shown for row in part])
        assert sorted(orders[-1]) == ordered
    assert orders[0] != orders[1]


@pytest.mark.parametrize(("batch", "steps"), [(1, 60), (16, 4), (20, 3), (60, 1), (500, 1)])
def test_that_an_epoch_has_as_many_steps_as_it_takes(batch, steps):
    training = started(batch=batch)
    training.finish_epoch()
    assert (training.step, training.epoch, training.steps_per_epoch) == (steps, 1, steps)


@pytest.mark.parametrize(
    ("rows", "batch", "epochs", "per_epoch", "updates"),
    [(2000, 200, 1, 10, 10), (1000, 100, 5, 10, 50), (1000, 300, 2, 4, 8), (7, 7, 3, 1, 3)],
)
def test_that_iterations_are_the_batches_that_the_samples_fill(
    rows, batch, epochs, per_epoch, updates
):
    plan = resolve(small(batch=batch, epochs=epochs, hidden=()))
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(rows, 2)), rng.integers(0, 2, (rows, 1)).astype(float)
    plan = replace(plan, x_train=x, y_train=y)
    training = Training(plan)
    training.advance(10_000)
    assert plan.steps_per_epoch == training.steps_per_epoch == per_epoch
    assert plan.scene().steps_per_epoch == per_epoch
    assert (training.step, training.epoch, training.state) == (updates, epochs, "finished")


def test_that_the_epoch_is_the_one_of_the_latest_update():
    training = started()
    epochs = [training.epoch]
    for _ in range(9):
        training.advance()
        epochs.append(training.epoch)
    assert epochs == [0, 1, 1, 1, 1, 2, 2, 2, 2, 3]


def test_that_finishing_an_epoch_does_what_is_left_of_it():
    training = started()
    training.advance(2)
    training.finish_epoch()
    assert training.step == 4
    training.finish_epoch()
    assert training.step == 8


@pytest.mark.parametrize("loss", ["auto", "mse"])
@pytest.mark.parametrize("data", ["moons", "iris", "sine"])
def test_that_the_recorded_losses_are_those_that_are_made_small(data, loss):
    training = started(data=data, loss=loss, l1=0.01, l2=0.1, epochs=2, lr=0.01)
    for _ in range(2):
        before = training.theta.copy()
        training.advance()
        x, y = training.tape.x.copy(), training.tape.y.copy()
        value, gradient = loss_and_gradient(training.plan, before, x, y)
        penalty = value - training.recording.losses.values[-1]
        weights = before[training.plan.layout.weight_mask()]
        assert penalty == pytest.approx(0.01 * abs(weights).sum() + 0.05 * weights @ weights)
        np.testing.assert_allclose(training.population.gradient[0], gradient, atol=1e-13)
    training.finish_epoch()
    row = training.recording.history(training.epoch)
    plan = training.plan
    total, _ = loss_and_gradient(plan, training.population.theta[0], plan.x_train, plan.y_train)
    assert row["train_loss"] + row["penalty"] == pytest.approx(total, rel=1e-12)


def test_that_history_has_a_row_before_training_and_one_for_each_epoch():
    training = started()
    training.advance(1000)
    history = training.recording.history()
    scores = ["train_loss", "val_loss", "train_accuracy", "val_accuracy", "penalty"]
    layers = training.plan.layout.layers
    assert list(history) == scores + [f"gradient_{layer}" for layer in layers]
    assert {len(values) for values in history.values()} == {11}
    assert (
        training.recording.history(9)["train_loss"].tolist() == history["train_loss"][9:].tolist()
    )


def test_that_regression_is_scored_by_r_squared():
    training = started(data="sine")
    training.advance(1000)
    history = training.recording.history()
    assert "train_r2" in history
    spread = np.var(training.plan.y_train)
    np.testing.assert_allclose(history["train_r2"], 1 - history["train_loss"] / spread)


def test_that_the_same_experiment_gives_the_same_numbers():
    first, second = started(), started()
    first.advance(25)
    for _ in range(25):
        second.advance()
    assert digest(first) == digest(second)


def test_that_the_same_experiment_gives_the_same_numbers_in_another_process():
    script = (
        "import hashlib, numpy, visualnn as vnn;"
        "run = vnn.train(vnn.Experiment(samples=100, hidden=(4,), batch=16, epochs=5));"
        "print(hashlib.sha256(run.theta.tobytes()).hexdigest())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout
        for _ in range(2)
    }
    assert len(outputs) == 1
    assert len(outputs.pop().strip()) == 64


def test_that_another_seed_gives_other_weights_and_another_order():
    first, second = started(seed=1), started(seed=2)
    assert (first.theta != second.theta).all(where=first.plan.layout.weight_mask())
    assert (batches_of(first, 1)[0] != batches_of(second, 1)[0]).any()


def test_that_reset_goes_back_to_the_same_first_weights_and_order():
    training = started(optimizer="momentum")
    training.advance(13)
    once = digest(training)
    training.reset()
    assert training.state == "ready"
    assert (training.theta == training.plan.theta0).all()
    training.advance(13)
    assert digest(training) == once


def test_that_reset_keeps_the_live_edits():
    training = started()
    faster = training.experiment.edited(lr=0.2)
    training.advance(3)
    training.adjust(faster)
    training.reset()
    assert training.experiment == faster
    fresh = started(lr=0.2)
    training.advance(9)
    fresh.advance(9)
    assert digest(training) == digest(fresh)


def test_that_the_first_gradient_is_shown_before_the_first_update():
    training = started()
    expected = training.population.gradient.copy()
    batch = training.tape.x.copy()
    assert not training.population.step.any()
    training.advance()
    assert (training.tape.x == batch).all()
    assert (training.population.gradient == expected).all()


def test_that_a_live_edit_goes_on_with_the_optimizers_memory():
    training = started(optimizer="momentum", lr=0.1)
    training.advance(5)
    velocity = training.population.state()["v"].copy()
    training.adjust(training.experiment.edited(lr=0.01))
    training.advance()
    expected = 0.9 * velocity + training.population.gradient
    np.testing.assert_allclose(training.population.state()["v"], expected[0], rtol=1e-14)
    np.testing.assert_allclose(training.population.step, 0.01 * expected, rtol=1e-14)


@pytest.mark.parametrize("edit", [{"batch": 8}, {"seed": 3}, {"hidden": (5,)}, {"noise": 0.2}])
def test_that_an_edit_that_takes_a_new_plan_is_refused(edit):
    training = started()
    training.advance(3)
    before = digest(training)
    with pytest.raises(InputError, match="start a new training"):
        training.adjust(training.experiment.edited(**edit))
    assert digest(training) == before


def test_that_a_raised_number_of_epochs_goes_on_after_the_end():
    training, whole = started(epochs=3), started(epochs=6)
    training.advance(1000)
    assert (training.state, training.epoch) == ("finished", 3)
    training.advance()
    assert training.step == 12
    training.adjust(training.experiment.edited(epochs=6))
    assert training.state == "paused"
    training.advance(1000)
    whole.advance(1000)
    assert (training.state, training.epoch) == ("finished", 6)
    assert digest(training) == digest(whole)


def test_that_running_for_a_while_stops_at_the_steps_allowed():
    training = started()
    assert training.run_for(60.0, 7) == 7
    assert training.run_for(0.0) == 1
    assert training.run_for(60.0) == 32
    assert training.run_for(60.0) == 0


def test_that_a_gate_trains_on_its_four_rows_without_validation():
    training = started(data="xor_gate", batch=4, epochs=400, patience=400, lr=0.1)
    training.advance(400)
    history = training.recording.history()
    assert np.isnan(history["val_loss"]).all()
    assert history["train_accuracy"][-1] == 1
    assert training.patience.best_epoch == int(np.argmin(history["train_loss"]))
