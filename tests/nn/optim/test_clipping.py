"""Clipping by norm and by value, as torch.nn.utils defines them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from visualnn.experiment.together.population import Population
from visualnn.nn.optim import SGD, Adam
from visualnn.nn.optim.clipping import ClipByNorm, ClipByValue, clip_links

GRADIENTS = arrays(float, (3, 4), elements=st.floats(-1e3, 1e3))


def clipped(gradient, links, optimizer=None):
    """Return the population after one update; the step of SGD is then the clipped gradient."""
    optimizer = optimizer or SGD(lr=1.0)
    population = Population(np.zeros(gradient.shape), [optimizer] * len(gradient), links)
    population.gradient[...] = gradient
    population.update()
    return population


@given(gradient=GRADIENTS, limit=st.floats(0.01, 100))
def test_that_the_norm_of_every_network_is_clipped_on_its_own(gradient, limit):
    population = clipped(gradient, (ClipByNorm(limit),))
    norms = np.sqrt((gradient**2).sum(axis=1, keepdims=True))
    scales = np.minimum(1, limit / (norms + 1e-6))
    np.testing.assert_allclose(population.step, gradient * scales, rtol=1e-12)
    np.testing.assert_allclose(population.scales, scales, rtol=1e-12)


@pytest.mark.parametrize("rows", [1, 3])
def test_that_a_long_gradient_is_shortened_to_the_limit(rows):
    population = clipped(np.tile([[3.0, 4.0]], (rows, 1)), (ClipByNorm(1.0),))
    assert population.step == pytest.approx(np.tile([[0.6, 0.8]], (rows, 1)), rel=1e-6)
    assert population.scales == pytest.approx(np.full((rows, 1), 0.2), rel=1e-6)


@given(gradient=GRADIENTS, limit=st.floats(0.01, 100))
def test_that_every_entry_is_clipped_to_the_value(gradient, limit):
    population = clipped(gradient, (ClipByValue(limit),))
    assert (population.step == np.clip(gradient, -limit, limit)).all()
    assert (population.scales <= 1 + 1e-12).all()


@pytest.mark.parametrize("rows", [1, 2])
def test_that_the_scale_of_clipping_by_value_is_the_ratio_of_the_norms(rows):
    population = clipped(np.tile([[3.0, 4.0]], (rows, 1)), (ClipByValue(3.0),))
    assert population.scales == pytest.approx(np.full((rows, 1), np.sqrt(18) / 5))


@pytest.mark.parametrize("links", [(), clip_links(1.0, 0.0), clip_links(0.0, 1.0)])
def test_that_a_gradient_of_nothing_is_not_shortened(links):
    population = clipped(np.zeros((1, 3)), links)
    assert population.scales.tolist() == [[1.0]]
    assert not population.step.any()


@given(gradient=GRADIENTS, norm=st.floats(0.01, 100), value=st.floats(0.01, 100))
def test_that_both_limits_hold_together(gradient, norm, value):
    population = clipped(gradient, clip_links(norm, value))
    assert (np.abs(population.step) <= value).all()
    assert (np.sqrt((population.step**2).sum(axis=1)) <= norm * (1 + 1e-9)).all()


def test_that_a_limit_of_zero_clips_nothing():
    assert clip_links(0.0, 0.0) == ()


def test_that_the_raw_gradient_stays_to_be_shown():
    population = clipped(np.array([[3.0, 4.0]]), (ClipByNorm(1.0),))
    assert population.gradient.tolist() == [[3.0, 4.0]]


def test_that_an_optimizer_remembers_the_clipped_gradient():
    population = clipped(np.array([[30.0, 40.0]]), (ClipByNorm(1.0),), Adam())
    assert population.state()["m"] == pytest.approx([0.06, 0.08], rel=1e-6)
