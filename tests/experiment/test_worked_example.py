"""The worked examples are right in every digit that is published, and obey the chain rule."""

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.explain import OfExample, explain
from visualnn.experiment.explain.chain import chain
from visualnn.experiment.explain.place import Place, reading_order
from visualnn.experiment.worked_example import EXAMPLES


def exact(values):
    return pytest.approx(np.array(values), abs=5e-9, rel=0)


def in_order(e, vector):
    return vector[EXAMPLES[e.subject.key].order]


def test_that_the_two_layer_example_has_the_published_numbers():
    e = explain(OfExample("two-layer"))
    assert np.concatenate(e.before.z, axis=1)[0] == exact(
        [0.08, 0.11, 0.44498412, 0.68047592],
    )
    assert np.concatenate(e.before.a, axis=1)[0] == exact(
        [0.51998934, 0.52747230, 0.60944600, 0.66384491]
    )
    assert e.before.shares[0] == exact([0.02193381, 0.00203809])
    assert e.before.loss == exact(0.02397190)
    assert e.slopes[1][0, 0] == exact(0.20944600)
    assert e.slopes[0][0, 0] == exact(0.03240681)
    assert e.derivatives[1][0, 0] == exact(0.23802157)
    assert e.derivatives[0][0, 0] == exact(0.24960043)
    assert in_order(e, e.gradient)[[4, 0]] == exact([0.02592286, 0.00080888])
    assert in_order(e, e.theta_after) == exact(
        [
            0.29959556,
            0.24919112,
            0.39964496,
            0.34928991,
            0.43703857,
            0.38685205,
            0.69629578,
            0.59624247,
        ]
    )
    assert e.after.shares[0] == exact([0.02125445, 0.00198189])
    assert e.after.loss == exact(0.02323634)


def test_that_the_chain_multiplies_its_local_derivatives():
    """With x = 2, w1 = 0.5, w2 = 1.5 and y = 1: ∂J/∂w1 = (1.5 − 1) · 1.5 · 2."""
    e = explain(OfExample("chain"))
    assert e.before.loss == exact(0.125)
    assert in_order(e, e.gradient) == exact([1.5, 0.5])
    assert in_order(e, e.theta_after) == exact([0.35, 1.45])
    assert e.after.loss == exact(0.5 * (0.7 * 1.45 - 1) ** 2)


@pytest.mark.parametrize("key", EXAMPLES)
def test_that_every_factor_on_the_way_multiplies_to_the_gradient(key):
    e = explain(OfExample(key))
    for place in reading_order(e.layout):
        rule = chain(e, place)
        assert rule.is_complete
        assert rule.sum == pytest.approx(e.slope(place), rel=1e-12)


@pytest.mark.parametrize("key", EXAMPLES)
def test_that_the_order_of_reading_is_one_and_the_same(key):
    e = explain(OfExample(key))
    by_place = [e.value(place) for place in reading_order(e.layout)]
    assert by_place == list(EXAMPLES[key].weights)
    assert in_order(e, e.theta).tolist() == by_place


def test_that_w1_to_w8_lead_where_they_are_drawn():
    """w1 and w2 into h1, w3 and w4 into h2, w5 and w6 into o1, w7 and w8 into o2."""
    e = explain(OfExample())
    order = reading_order(e.layout)
    assert order[4] == Place("w", 2, unit=0, source=0)
    assert order[2] == Place("w", 1, unit=1, source=0)


def test_that_an_unknown_example_gets_a_suggestion():
    with pytest.raises(InputError, match="did you mean 'two-layer'"):
        explain(OfExample("two_layer"))
