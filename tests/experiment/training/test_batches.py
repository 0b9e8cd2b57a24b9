"""The batches of an epoch lie in one piece each, and load by one copy."""

import numpy as np
import pytest

from visualnn.experiment.together.population import Population
from visualnn.experiment.training.batches import PACKED, Batches, Chance
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import run
from visualnn.nn.optim import SGD

RNG = np.random.default_rng(0)


def batches_of(x, y, size, bias=True):
    shape = Architecture((x.shape[1], 4, y.shape[1]), ("tanh", "linear"), "mse", bias)
    population = Population(RNG.normal(size=(1, shape.layout.size)), [SGD()])
    return Batches(x, y, size, shape, population, Chance(RNG))


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("samples", "size"), [(10, 3), (9, 3), (2, 5), (1, 1)])
def test_that_batches_hold_every_sample_once_in_its_order(samples, size, bias):
    x, y = RNG.normal(size=(samples, 2)), RNG.normal(size=(samples, 3))
    batches, seen = batches_of(x, y, size, bias), []
    assert len(batches) == -(-samples // size)
    for batch in batches:
        run(batch.load_calls)
        seen.append(np.hstack([batch.tape.x, batch.tape.y]))
    np.testing.assert_array_equal(np.concatenate(seen), np.hstack([x, y]))


def test_that_large_batches_are_loaded_all_the_same():
    x, y = RNG.normal(size=(50, 600)), RNG.normal(size=(50, 2))
    for batch, rows in zip(
        batches_of(x, y, 20), (slice(20), slice(20, 40), slice(40, 50)), strict=True
    ):
        assert (batch.tape.block.nbytes > PACKED) == (batch.tape.batch == 20)
        run(batch.load_calls)
        np.testing.assert_array_equal(batch.tape.x, x[rows])
        np.testing.assert_array_equal(batch.tape.y, y[rows])


def test_that_samples_are_dealt_in_the_order_that_is_returned():
    x, y = RNG.normal(size=(7, 2)), RNG.normal(size=(7, 1))
    batches = batches_of(np.empty_like(x), np.empty_like(y), 3)
    order = batches.deal(x, y)
    assert sorted(order) == list(range(7))
    loss = batches.updates([])[1]()
    np.testing.assert_array_equal(batches[1].tape.x, x[order[3:6]])
    np.testing.assert_array_equal(batches[1].tape.y, y[order[3:6]])
    assert loss == batches[1].tape.loss[0]


def test_that_batches_of_one_size_share_a_tape():
    batches = batches_of(RNG.normal(size=(10, 2)), RNG.normal(size=(10, 1)), 4)
    first, second, last = (batch.tape for batch in batches)
    assert first is second
    assert last.batch == 2
