"""The worked examples are right in every digit that is published, and obey the chain rule."""

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.worked_example import EXAMPLES, edges, work_through


def exact(values):
    return pytest.approx(np.array(values), abs=5e-9, rel=0)


def test_that_the_two_layer_example_has_the_published_numbers():
    worked = work_through("two-layer")
    assert np.concatenate(worked.before.z) == exact([0.08, 0.11, 0.44498412, 0.68047592])
    assert np.concatenate(worked.before.a) == exact(
        [0.51998934, 0.52747230, 0.60944600, 0.66384491]
    )
    assert worked.before.errors == exact([0.02193381, 0.00203809])
    assert worked.before.loss == exact(0.02397190)
    assert worked.slopes[1][0] == exact(0.20944600)
    assert worked.slopes[0][0] == exact(0.03240681)
    assert worked.derivatives[1][0] == exact(0.23802157)
    assert worked.derivatives[0][0] == exact(0.24960043)
    assert worked.gradients[[4, 0]] == exact([0.02592286, 0.00080888])
    assert worked.updated == exact(
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
    assert worked.after.errors == exact([0.02125445, 0.00198189])
    assert worked.after.loss == exact(0.02323634)


def test_that_the_chain_multiplies_its_local_derivatives():
    """With x = 2, w1 = 0.5, w2 = 1.5 and y = 1: ∂J/∂w1 = (1.5 − 1) · 1.5 · 2."""
    worked = work_through("chain")
    assert worked.before.loss == exact(0.125)
    assert worked.gradients == exact([1.5, 0.5])
    assert worked.updated == exact([0.35, 1.45])
    assert worked.after.loss == exact(0.5 * (0.7 * 1.45 - 1) ** 2)


@pytest.mark.parametrize("key", EXAMPLES)
def test_that_every_factor_on_the_way_multiplies_to_the_gradient(key):
    worked = work_through(key)
    outputs = [np.array(worked.example.x), *worked.before.a]
    for edge in edges(worked.example):
        slope = worked.slopes[edge.layer][edge.target]
        local = worked.derivatives[edge.layer][edge.target]
        product = slope * local * outputs[edge.layer][edge.source]
        assert worked.gradients[edge.index] == pytest.approx(product, rel=1e-12)


def test_that_an_unknown_example_gets_a_suggestion():
    with pytest.raises(InputError, match="did you mean 'two-layer'"):
        work_through("two_layer")
