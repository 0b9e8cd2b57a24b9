"""Optimizers against trajectories of torch.optim (see tests/reference/make_optimizers.py)."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.experiment.together.population import Population
from visualnn.nn.optim import OPTIMIZERS, SGD, Adam, Momentum
from visualnn.specs import specs_of

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "optimizers.json").read_text())


def moved(optimizers, start=(0.5, -1.25), gradients=((1.0, -2.0),)):
    """Return the places ``(steps, R, P)`` under a stream of gradients."""
    population = Population(np.tile(np.array(start), (len(optimizers), 1)), optimizers)
    places = []
    for gradient in gradients:
        population.gradient[...] = gradient
        population.update()
        places.append(population.theta.copy())
    return np.array(places)


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=lambda c: f"{c['key']} {c['settings']}")
@pytest.mark.parametrize("rows", [1, 2])
def test_that_an_optimizer_moves_as_in_torch(case, rows):
    optimizer = OPTIMIZERS[case["key"]](**case["settings"])
    places = moved([optimizer] * rows, REFERENCE["start"], REFERENCE["gradients"])
    reference = np.array(case["trajectory"])
    for row in range(rows):
        np.testing.assert_allclose(places[:, row], reference, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_every_optimizer_has_a_reference(key):
    assert key in {case["key"] for case in REFERENCE["cases"]}


def test_that_a_reference_is_long_enough_to_tell_the_corrections_apart():
    assert all(len(case["trajectory"]) >= 100 for case in REFERENCE["cases"])


@given(g=st.floats(1e-3, 1e3), lr=st.floats(1e-4, 1.0))
def test_that_the_first_step_of_adam_has_the_size_of_the_learning_rate(g, lr):
    # Without the correction of the bias it would be 3.16 times as long, or a third.
    (place,) = moved([Adam(lr=lr)], (0.0,), ((g,),))
    assert place[0, 0] == pytest.approx(-lr, rel=1e-4)


def test_that_momentum_adds_the_steps_before():
    places = moved([Momentum(lr=0.1, beta=0.5)], (0.0,), ((1.0,), (1.0,), (0.0,)))
    assert places[:, 0, 0] == pytest.approx([-0.1, -0.25, -0.325])


def test_that_momentum_without_memory_is_plain_descent():
    stream = np.random.default_rng(0).normal(size=(20, 1, 2))
    assert (moved([Momentum(beta=0.0)], gradients=stream) == moved([SGD()], gradients=stream)).all()


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_an_optimizer_describes_itself_and_every_setting(key):
    cls = OPTIMIZERS[key]
    assert cls.key == key
    assert cls.title
    assert cls.formula
    assert all(spec.label and spec.idea and spec.symbol for spec in specs_of(cls).values())
    assert specs_of(cls)["lr"].live


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_an_optimizer_names_its_links_and_ends_with_the_step(key):
    chain = OPTIMIZERS[key]().chain()
    assert all(link.title for link in chain)
    assert chain[-1].title == "step"


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_an_optimizer_walks_down_a_bowl(key):
    population = Population(np.array([[2.0, -1.0]]), [OPTIMIZERS[key](lr=0.05)])
    before = np.square(population.theta).sum()
    for _ in range(300):
        population.gradient[...] = 2 * population.theta
        population.update()
    assert np.square(population.theta).sum() < before
