"""The chain rule, path by path, is the engine's gradient."""

from itertools import product
from math import fsum

import numpy as np
import pytest

from visualnn.experiment.explain import OfBatch, OfExample, Place, explain, parameter, reading_order
from visualnn.experiment.explain.chain import chain, sample_terms
from visualnn.experiment.explain.factors import split_of
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training

NETWORKS = 200
EVERY = 10**6
W1, W5 = Place("w", 1, 0, 0), Place("w", 2, 0, 0)


def exact(*values):
    return pytest.approx(np.array(values), abs=5e-9, rel=0)


def numbers(path):
    return np.array([factor.value for factor in path.factors])


def size_of(paths):
    return fsum(abs(path.value) for path in paths)


def some_parameters(e, seed, count=4):
    rng = np.random.default_rng(seed)
    return [parameter(e.layout, int(i)) for i in rng.integers(0, e.layout.trained, count)]


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_that_the_sum_over_all_paths_is_the_gradient(draw, seed):
    e = draw(seed)
    largest = np.abs(e.data_gradient).max()
    for place in some_parameters(e, seed):
        rule = chain(e, place, most=EVERY)
        assert rule.is_complete
        assert abs(rule.sum - rule.value) <= 1e-12 * max(size_of(rule.paths), largest)


def test_that_the_random_networks_leave_nothing_of_the_catalogue_out(draw):
    drawn = [draw(seed).architecture for seed in range(NETWORKS)]
    from visualnn.nn.activations import ACTIVATIONS
    from visualnn.nn.losses import LOSSES
    from visualnn.nn.normalization import NORMALIZATIONS

    assert {key for a in drawn for key in a.activations} == set(ACTIVATIONS)
    assert {a.loss for a in drawn} == set(LOSSES)
    assert {key for a in drawn for key in a.normalizations} == set(NORMALIZATIONS)
    assert {a.dropout > 0 for a in drawn} == {True, False}


@pytest.mark.parametrize("seed", range(0, NETWORKS, 4))
def test_that_the_shown_path_and_the_gathered_rest_are_the_gradient_too(draw, seed):
    e = draw(seed)
    largest = np.abs(e.data_gradient).max()
    for place in some_parameters(e, seed):
        for row in range(e.samples):
            every, some = chain(e, place, row, most=EVERY), chain(e, place, row, most=0)
            assert len(some.paths) + sum(rest.paths for rest in some.others) == some.count
            assert some.count == len(every.paths)
            scale = 1e-12 * max(size_of(every.paths), largest)
            assert abs(some.sum - every.value) <= scale
            assert some.paths[0].value in [path.value for path in every.paths]


@pytest.mark.parametrize("seed", range(0, NETWORKS, 4))
def test_that_what_is_left_with_delta_at_hand_is_the_same_number(draw, seed):
    e = draw(seed)
    for place in some_parameters(e, seed):
        for row in range(e.samples):
            rule = chain(e, place, row)
            (product_,) = rule.reused
            assert product_.value == pytest.approx(rule.value, rel=1e-12, abs=1e-300)
            if rule.unfolded:
                assert rule.unfolded.value == pytest.approx(rule.value, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("seed", range(0, NETWORKS, 4))
def test_that_the_samples_parts_add_up_to_the_gradient(draw, seed):
    e = draw(seed)
    for place in some_parameters(e, seed):
        terms = sample_terms(e, place)
        assert abs(terms.sum() - e.slope(place)) <= 1e-12 * max(np.abs(terms).sum(), 1e-300)


@pytest.mark.parametrize("seed", range(0, NETWORKS, 4))
def test_that_places_inside_the_network_have_their_paths_too(draw, seed):
    e = draw(seed)
    largest = np.abs(e.delta[-1]).max()
    for layer in range(1, e.depth):
        place = Place("a", layer, 0)
        rule = chain(e, place, most=EVERY)
        assert abs(rule.sum - rule.value) <= 1e-12 * max(size_of(rule.paths), largest)
        assert fsum(p.value for p in rule.reused) == pytest.approx(rule.sum, rel=1e-9, abs=1e-15)


def test_that_a_weight_of_the_last_layer_has_the_published_factors():
    (path,) = chain(explain(OfExample()), W5).paths
    assert numbers(path) == exact(0.20944600, 0.23802157, 0.51998934)
    assert path.value == exact(0.02592286)
    assert [factor.kind for factor in path.factors] == ["loss", "activation", "incoming"]


def test_that_a_hidden_neuron_hears_of_the_error_by_both_outputs():
    e = explain(OfExample())
    rule = chain(e, Place("a", 1, 0))
    assert np.array(list(rule.by_output.values())) == exact(0.02243370, 0.00997311)
    assert rule.sum == exact(0.03240681)
    weight = chain(e, W1)
    assert numbers(weight.unfolded) == exact(0.03240681, 0.24960043, 0.1)
    assert weight.value == exact(0.00080888)
    assert len(weight.paths) == 2


def test_that_the_chain_of_one_weight_each_is_one_product():
    e = explain(OfExample("chain"))
    (path,) = chain(e, W1).paths
    assert [factor.key for factor in path.factors] == ["L0.0/a2.0", "a2.0/a1.0", "a1.0/w1.0.0"]
    assert numbers(path) == exact(0.5, 1.5, 2.0)


def test_that_a_factor_points_at_its_place():
    path = chain(explain(OfExample()), W1).paths[0]
    assert [factor.at.key for factor in path.factors] == ["a2.0", "a2.0", "w2.0.0", "a1.0", "x0.0"]


@pytest.mark.parametrize("data", ["iris", "moons"])
def test_that_a_slope_on_logits_can_be_split_where_it_is_sound(data):
    e = explain(OfBatch(), Training(resolve(Experiment(data=data, samples=60, hidden=(3,)))))
    for row, unit in product(range(3), range(e.sizes[-1])):
        rule = chain(e, Place("w", 2, unit, 1), row)
        logits = rule.paths[0].factors[0]
        slope, local = split_of(e, logits)
        whole = chain(e, Place("w", 2, unit, 1), row, split=True)
        split = whole.paths[0]
        assert whole.unfolded == split
        assert rule.unfolded is None
        assert slope.value * local.value == pytest.approx(logits.value / e.samples, rel=1e-10)
        assert split.value == pytest.approx(rule.value, rel=1e-10)
        assert len(split.factors) == 3


def test_that_a_saturated_output_is_not_split():
    e = explain(OfBatch(), Training(resolve(Experiment(samples=60, hidden=()))))
    e.before.a[-1][0] = 1 - 1e-12
    assert split_of(e, chain(e, Place("w", 1, 0, 0), 0).paths[0].factors[0]) is None


def test_that_a_wide_network_shows_the_path_through_chosen_units():
    run = Training(resolve(Experiment(data="digits", hidden=(64, 32), batch=8)))
    e = explain(OfBatch(), run)
    rule = chain(e, Place("w", 1, 5, 20), 3, through={2: 7, 3: 4})
    units = {place.layer: place.unit for place in rule.paths[0].places if place.kind == "a"}
    assert units == {1: 5, 2: 7}
    assert rule.paths[0].output == Place("z", 3, 4, sample=3)
    assert [(rest.layer, rest.places, rest.paths) for rest in rule.others] == [
        (2, 31, 310),
        (3, 9, 9),
    ]
    assert rule.count == 320
    assert rule.sum == pytest.approx(rule.value, rel=1e-12)


def test_that_the_strongest_path_is_shown_where_none_is_chosen():
    e = explain(OfExample())
    (path,) = chain(e, W1, most=1).paths
    assert path.output == Place("a", 2, 0)


def test_that_every_weight_of_the_example_has_its_number():
    e = explain(OfExample())
    values = [chain(e, place).value for place in reading_order(e.layout)]
    assert values == exact(
        0.00080888,
        0.00161775,
        0.00071009,
        0.00142017,
        0.02592286,
        0.02629590,
        0.00740844,
        0.00751506,
    )
