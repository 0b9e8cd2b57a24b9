"""Products, whichever way their matrices lie in memory."""

import numpy as np
import pytest

from visualnn.nn.calls import product


@pytest.mark.parametrize("turned_out", [False, True])
@pytest.mark.parametrize("turned_b", [False, True])
@pytest.mark.parametrize("turned_a", [False, True])
def test_that_a_product_does_not_depend_on_how_its_matrices_lie(turned_a, turned_b, turned_out):
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(5, 4)), rng.normal(size=(4, 7))
    out = np.empty((5, 7), order="F" if turned_out else "C")
    product(np.asfortranarray(a) if turned_a else a, np.asfortranarray(b) if turned_b else b, out)()
    np.testing.assert_allclose(out, a @ b, rtol=1e-12, atol=1e-12)
