"""R parameter vectors that move together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.experiment.together.population import Population
from visualnn.nn.optim import OPTIMIZERS, SGD, Adam, Momentum

STREAM = np.random.default_rng(0).normal(size=(25, 3))
OPTIMIZER = st.builds(
    lambda key, lr: OPTIMIZERS[key](lr=lr),
    st.sampled_from(list(OPTIMIZERS)),
    st.sampled_from([0.001, 0.1, 1.0]),
)


def walked(population, stream=STREAM):
    for gradient in stream:
        population.gradient[...] = gradient
        population.update()
    return population


def alone(optimizer, stream=STREAM):
    return walked(Population(np.ones((1, 3)), [optimizer]), stream)


@settings(max_examples=60)
@given(optimizers=st.lists(OPTIMIZER, min_size=1, max_size=6))
def test_that_each_row_moves_as_if_it_were_alone(optimizers):
    together = walked(Population(np.ones((len(optimizers), 3)), optimizers))
    for row, optimizer in enumerate(optimizers):
        np.testing.assert_array_equal(together.theta[row], alone(optimizer).theta[0])


@given(
    before=st.lists(st.sampled_from([0.5, 0.9]), min_size=3, max_size=3),
    after=st.lists(st.sampled_from([0.5, 0.9]), min_size=3, max_size=3),
)
def test_that_vectors_survive_an_edit_however_rows_are_grouped(before, after):
    together = walked(Population(np.ones((3, 3)), [Momentum(beta=beta) for beta in before]))
    together.adopt([Momentum(beta=beta) for beta in after])
    walked(together)
    for row, (first, second) in enumerate(zip(before, after, strict=True)):
        single = alone(Momentum(beta=first))
        single.adopt([Momentum(beta=second)])
        np.testing.assert_array_equal(together.theta[row], walked(single).theta[0])


def test_that_another_kind_of_optimizer_begins_without_memory():
    population = alone(Momentum())
    population.adopt([Adam()])
    assert not any(vector.any() for vector in population.vectors().values())
    walked(population)
    assert np.isfinite(population.theta).all()


def test_that_the_step_is_the_difference_of_the_parameters():
    population = Population(np.ones((2, 3)), [SGD(lr=0.1), Adam(lr=0.1)])
    population.gradient[...] = STREAM[0]
    before = population.theta.copy()
    population.update()
    np.testing.assert_allclose(before - population.theta, population.step, atol=1e-15)
    assert population.clock.t == 1


def test_that_a_restored_population_goes_on_exactly():
    population = Population(np.ones((2, 3)), [Momentum(), Adam()])
    walked(population)
    saved = population.theta.copy(), population.vectors(), population.clock.t
    once = walked(population).theta.copy()
    population.restore(*saved)
    np.testing.assert_array_equal(walked(population).theta, once)


def test_that_the_first_parameters_are_copied():
    theta = np.ones((1, 3))
    walked(Population(theta, [SGD()]))
    assert (theta == 1).all()


def test_that_each_row_needs_its_optimizer():
    with pytest.raises(ValueError, match="one optimizer per row"):
        Population(np.ones((2, 3)), [SGD()])
