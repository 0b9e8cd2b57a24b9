import numpy as np
import pytest

from visualnn.data import DATASETS, Samples, most_relevant, relevance


def samples_of(key):
    return DATASETS[key].make(100, 0.1, np.random.default_rng(0))


def test_that_the_petals_tell_the_irises_apart():
    iris = samples_of("iris")
    names = [iris.features[column] for column in most_relevant(iris, 2)]
    assert all("petal" in name.lower() for name in names)


def test_that_a_feature_equal_to_the_class_explains_all_and_a_constant_nothing():
    y = np.array([0, 1, 2, 0, 1, 2])
    x = np.column_stack([y, np.ones(6), [1.0, 1, 1, 2, 2, 2]])
    samples = Samples(x.astype(float), y, ("class", "one", "other"), "y", ("a", "b", "c"))
    assert relevance(samples) == pytest.approx([1.0, 0.0, 0.0])


def test_that_relevance_to_a_value_is_the_squared_correlation():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(50, 3)), rng.normal(size=50)
    samples = Samples(x, y, ("a", "b", "c"), "y")
    expected = [np.corrcoef(x[:, i], y)[0, 1] ** 2 for i in range(3)]
    assert relevance(samples) == pytest.approx(expected)


def test_that_two_features_stay_in_the_order_of_the_table():
    assert most_relevant(samples_of("moons"), 2) == (0, 1)


def test_that_one_feature_is_the_only_one():
    assert most_relevant(samples_of("line"), 2) == (0,)
