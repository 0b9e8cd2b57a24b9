"""Scores: loss, accuracy and R² of a network on one share."""

import numpy as np
import pytest

from visualnn.experiment.training.scoring import NOTHING, Judge
from visualnn.nn.architecture import Architecture

NEURON = np.array([[1.0, 0.0]])
"""One weight of 1 and no bias: the weighted sum is the input."""


def score(task, activation, loss, x, y):
    architecture = Architecture((1, 1), (activation,), loss)
    return Judge(architecture, task, NEURON, np.array(x)[:, None], np.array(y)[:, None]).score()


def test_that_one_half_divides_the_two_classes():
    result = score("binary", "linear", "mse", [0.45, 0.55, 0.9, 0.1], [1.0, 1.0, 1.0, 0.0])
    assert result.quality == 0.75
    assert score("binary", "linear", "mse", [0.51, 0.49], [1.0, 0.0]).quality == 1


def test_that_the_largest_output_is_the_class():
    architecture = Architecture((2, 2), ("linear",), "mse", bias=False)
    x = np.array([[0.1, 0.2], [3.0, 1.0], [0.0, 5.0]])
    judge = Judge(architecture, "multiclass", np.eye(2).reshape(1, 4), x, np.eye(2)[[1, 0, 0]])
    assert judge.score().quality == pytest.approx(2 / 3)


def test_that_r_squared_compares_with_the_mean():
    y = [1.0, 2.0, 3.0]
    assert score("regression", "linear", "mse", y, y).quality == 1
    assert score("regression", "linear", "mse", [2.0, 2.0, 2.0], y).quality == 0
    assert score("regression", "linear", "mse", [1.0, 2.0, 4.0], y).quality == 0.5


def test_that_r_squared_of_a_constant_target_is_not_a_number():
    assert np.isnan(score("regression", "linear", "mse", [1.0, 2.0], [3.0, 3.0]).quality)


def test_that_an_empty_share_has_no_score():
    result = score("binary", "sigmoid", "binary_crossentropy", np.empty(0), np.empty(0))
    assert result is NOTHING
