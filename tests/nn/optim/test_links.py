"""What the links of the optimizers keep, and that their chains share nothing."""

import numpy as np
import pytest

from visualnn.experiment.together.population import Population
from visualnn.nn.optim import OPTIMIZERS, Adam, NAdam
from visualnn.nn.optim.moments import STACKED, Momenta, NAdamScale

VECTORS = {
    "sgd": set(),
    "momentum": {"v"},
    "nesterov": {"v"},
    "adagrad": {"s"},
    "rmsprop": {"s"},
    "adam": {"m", "v"},
    "adamw": {"m", "v"},
    "amsgrad": {"m", "v", "w"},
    "nadam": {"m", "v"},
    "adamax": {"m", "w"},
    "adadelta": {"s", "d"},
}


def gradients(steps=40, rows=1):
    return np.random.default_rng(3).normal(size=(steps, rows, 3))


def moved(population, stream):
    for gradient in stream:
        population.gradient[...] = gradient
        population.update()
    return population


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_an_optimizer_shows_its_own_vectors(key):
    population = moved(Population(np.zeros((1, 3)), [OPTIMIZERS[key]()]), gradients())
    state = population.state()
    assert set(state) == VECTORS[key]
    assert all(vector.shape == (3,) and vector.any() for vector in state.values())


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_going_back_to_a_checkpoint_repeats_every_number(key):
    population = moved(Population(np.zeros((1, 3)), [OPTIMIZERS[key]()]), gradients(15))
    theta, vectors, t = population.theta.copy(), population.vectors(), population.clock.t
    first = moved(population, gradients(25)).theta.copy()
    population.restore(theta, vectors, t)
    assert (moved(population, gradients(25)).theta == first).all()


def test_that_all_optimizers_race_together_as_they_do_alone():
    optimizers = [cls() for cls in OPTIMIZERS.values()]
    together = moved(Population(np.ones((len(optimizers), 3)), optimizers), gradients())
    for row, optimizer in enumerate(optimizers):
        alone = moved(Population(np.ones((1, 3)), [optimizer]), gradients())
        np.testing.assert_allclose(together.theta[row], alone.theta[0], rtol=1e-13)
        assert set(together.state(row)) == set(alone.state())


def test_that_a_rate_written_between_updates_is_used():
    population = Population(np.zeros((1, 2)), [OPTIMIZERS["sgd"](lr=1.0)])
    population.gradient[...] = 1
    population.rates[...] = 0.25
    population.update()
    assert population.theta.tolist() == [[-0.25, -0.25]]


def test_that_an_edit_of_a_memory_keeps_the_moments():
    population = moved(Population(np.zeros((1, 3)), [Adam()]), gradients(5))
    m = population.state()["m"].copy()
    population.adopt([Adam(beta1=0.5)])
    assert (population.state()["m"] == m).all()
    moved(population, np.zeros((1, 1, 3)))
    assert population.state()["m"] == pytest.approx(0.5 * m)


def test_that_another_optimizer_begins_with_empty_vectors():
    population = moved(Population(np.zeros((1, 3)), [Adam()]), gradients(5))
    population.adopt([NAdam()])
    assert not any(vector.any() for vector in population.state().values())


def test_that_the_product_of_momenta_depends_on_the_step_alone():
    link = NAdamScale(0.9, 0.999, 1e-8, 0.004)
    straight = [Momenta(link).at(t) for t in range(1, 60)]
    wandering = Momenta(link)
    for t in (40, 3, 59, 12, 12, 50):
        assert wandering.at(t) == straight[t - 1]


def test_that_the_product_of_momenta_ends_at_zero():
    assert Momenta(NAdamScale(0.9, 0.999, 1e-8, 0.004)).at(100_000)[2] == 0


@pytest.mark.parametrize("key", ["adam", "amsgrad", "nadam"])
def test_that_many_parameters_move_as_few_do(key):
    rng, size = np.random.default_rng(0), STACKED // 2 + 100
    whole = Population(rng.normal(size=(1, size)), [OPTIMIZERS[key]()])
    part = Population(whole.theta[:, :100], [OPTIMIZERS[key]()])
    for _ in range(5):
        whole.gradient[...] = rng.normal(size=(1, size))
        part.gradient[...] = whole.gradient[:, :100]
        whole.update()
        part.update()
    np.testing.assert_array_equal(whole.theta[:, :100], part.theta)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_what_is_written_over_is_given_as_one_object(key):
    population = Population(np.zeros((1, 3)), [OPTIMIZERS[key]()])
    for call in population.update_calls:
        if isinstance(getattr(call, "func", None), np.ufunc):
            out = call.keywords.get("out", call.args[-1])
            assert all(given is out or not np.shares_memory(given, out) for given in call.args)
