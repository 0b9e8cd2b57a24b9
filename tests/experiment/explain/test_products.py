"""Paths and products are counted as brute force counts them."""

import pytest

from visualnn.experiment.explain import OfExample, Place, explain, parameter
from visualnn.experiment.explain.chain import chain
from visualnn.experiment.explain.products import products_of, products_of_all


def lengths(e, place):
    paths = chain(e, place, 0, most=10**6).paths
    own = place.kind in ("w", "gamma")  # the 1 of a bias and of β takes no product
    return [len(path.factors) - 2 + own for path in paths]


@pytest.mark.parametrize("seed", range(60))
def test_that_the_count_is_that_of_the_listed_paths(draw, seed):
    e = draw(seed, units=3)
    for index in range(e.layout.trained):
        place = parameter(e.layout, index)
        listed, counted = lengths(e, place), products_of(e, place)
        assert (counted.paths, counted.by_paths) == (len(listed), sum(listed))


@pytest.mark.parametrize("seed", range(20))
def test_that_the_whole_network_is_the_sum_over_its_parameters(draw, seed):
    e = draw(seed, samples=1)
    each = [products_of(e, parameter(e.layout, index)) for index in range(e.layout.trained)]
    everything = products_of_all(e)
    assert everything.paths == sum(one.paths for one in each)
    assert everything.by_paths == sum(one.by_paths for one in each)


def test_that_the_example_saves_what_can_be_counted_on_its_picture():
    """8 weights, 4 of them with two paths of 5 factors; back: 2 + 4 + 2 products, then 8."""
    e = explain(OfExample())
    one, everything = products_of(e, Place("w", 1, 0, 0)), products_of_all(e)
    assert (one.paths, one.by_paths, one.reused, one.saved) == (2, 8, 1, 7)
    assert (everything.paths, everything.by_paths, everything.reused) == (12, 40, 16)
