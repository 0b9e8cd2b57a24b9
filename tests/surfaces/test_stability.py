"""The stability limit of plain descent."""

import numpy as np
import pytest

from visualnn.surfaces import find
from visualnn.surfaces.stability import stability_limit


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("bowl", 1.0),
        ("ill_conditioned", 0.1),
        ("x^2 + 3*y^2", 1 / 3),
        ("x^2 + y^2 + x*y + 5*x", 2 / 3),
        ("saddle", None),
        ("rosenbrock", None),
        ("x^4 + y^2", None),
        ("x + y", None),
        ("log(x) + y^2", None),
    ],
)
def test_that_quadratics_with_a_minimum_have_a_limit_and_others_none(name, limit):
    found = stability_limit(find(name))
    assert found is None if limit is None else found == pytest.approx(limit)


@pytest.mark.parametrize("name", ["bowl", "ill_conditioned", "x^2 + y^2 + x*y"])
def test_that_descent_shrinks_below_the_limit_and_grows_above_it(name):
    surface = find(name)
    for share, shrinks in ((0.98, True), (1.02, False)):
        at = np.array([0.3, 0.4])
        for _ in range(400):
            at = at - share * stability_limit(surface) * np.array(surface.gradient(*at)).ravel()
        assert (np.hypot(*at) < 0.1) == shrinks
