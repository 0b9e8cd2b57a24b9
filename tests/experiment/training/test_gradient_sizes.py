"""Gradient sizes per layer: those of the epoch's last batch, as the optimizer was given it."""

import numpy as np
import pytest

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment, LayerSpec
from visualnn.experiment.training import Training


def trained(epochs=3, **names):
    training = Training(resolve(Experiment(samples=60, epochs=10, **names)))
    for _ in range(epochs):
        training.finish_epoch()
    return training


@pytest.mark.parametrize("names", [{}, {"l2": 0.1}, {"clip_norm": 0.01}])
def test_that_the_sizes_are_those_of_the_gradient_of_the_last_batch(names):
    training = trained(hidden=(5, 4), **names)
    row = training.recording.row(3)
    for layer, weights in enumerate(training.plan.layout.weights(training.population.gradient[0])):
        assert row[f"gradient_{layer + 1}"] == pytest.approx(np.sqrt(np.mean(weights**2)))


def test_that_before_the_first_update_there_is_no_gradient_to_measure():
    assert np.isnan(trained(0, hidden=(4,)).recording.row(0)["gradient_1"])


def test_that_a_replay_has_the_same_gradient_as_was_recorded():
    training = trained(hidden=(4,))
    wanted = training.recording.row(2)["gradient_1"]
    training.seek(2 * training.steps_per_epoch)
    part = training.plan.layout["W1"].view(training.population.gradient[0])
    assert np.sqrt(np.mean(part**2)) == pytest.approx(wanted, rel=1e-15)


def test_that_gradients_vanish_through_many_sigmoid_layers():
    training = trained(hidden=(LayerSpec(6, activation="sigmoid"),) * 6)
    row = training.recording.row(3)
    assert row["gradient_1"] < 1e-3 * row["gradient_7"]
