"""Contract tests: every surface is tested the moment it is entered."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.nn.optim import OPTIMIZERS
from visualnn.surfaces import SURFACES

KEYS = tuple(SURFACES)
SMOOTH = tuple(key for key in KEYS if len(SURFACES[key].minima) and key != "ackley")
STEP = 1e-4
"""Central differences err by STEP²·f''' and by rounding over STEP; both are small here."""


@pytest.fixture(params=KEYS)
def surface(request):
    return SURFACES[request.param]


def places(surface, across, up):
    left, right, bottom, top = surface.extent
    return left + across * (right - left), bottom + up * (top - bottom)


@pytest.mark.parametrize("key", KEYS)
@given(across=st.floats(0, 1), up=st.floats(0, 1))
def test_that_gradient_and_hessian_agree_with_central_differences(key, across, up):
    surface = SURFACES[key]
    x, y = places(surface, across, up)
    if key == "ackley" and np.hypot(x, y) < 0.05:
        return  # near the tip a difference straddles it
    gx, gy = surface.gradient(x, y)
    hxx, hxy, hyy = surface.hessian(x, y)
    size = 1 + np.abs(surface.value(x, y))
    slope = (
        (surface.value(x + STEP, y) - surface.value(x - STEP, y)) / (2 * STEP),
        (surface.value(x, y + STEP) - surface.value(x, y - STEP)) / (2 * STEP),
    )
    np.testing.assert_allclose((gx, gy), slope, rtol=1e-5, atol=1e-5 * size)
    right, left = surface.gradient(x + STEP, y), surface.gradient(x - STEP, y)
    above, below = surface.gradient(x, y + STEP), surface.gradient(x, y - STEP)
    bend = (
        (right[0] - left[0]) / (2 * STEP),
        (right[1] - left[1]) / (2 * STEP),
        (above[0] - below[0]) / (2 * STEP),
        (above[1] - below[1]) / (2 * STEP),
    )
    steep = 1 + np.hypot(gx, gy)
    np.testing.assert_allclose((hxx, hxy, hxy, hyy), bend, rtol=1e-3, atol=1e-4 * steep)


@pytest.mark.parametrize("key", SMOOTH)
def test_that_a_minimum_is_flat_and_curves_upwards(key):
    surface = SURFACES[key]
    x, y = surface.minima.T
    hxx, hxy, hyy = surface.hessian(x, y)
    hessians = np.stack([np.stack([hxx, hxy], -1), np.stack([hxy, hyy], -1)], -1)
    assert np.linalg.eigvalsh(hessians).min() > 0
    off = np.linalg.solve(hessians, np.stack(surface.gradient(x, y), -1)[..., None])
    assert np.abs(off).max() < 1e-10  # Newton's step: how far off the place is


def test_that_all_minima_are_equally_deep_and_nothing_is_deeper(surface):
    left, right, bottom, top = surface.extent
    x, y = np.meshgrid(np.linspace(left, right, 301), np.linspace(bottom, top, 301))
    if not len(surface.minima):
        assert surface.floor == -np.inf
        return
    depths = surface.value(*surface.minima.T)
    np.testing.assert_allclose(depths, surface.floor, atol=1e-12)
    assert surface.value(x, y).min() >= surface.floor


def test_that_minima_saddles_and_start_are_in_the_window(surface):
    left, right, bottom, top = surface.extent
    for x, y in (*surface.minima, *surface.saddles, surface.start):
        assert left <= x <= right
        assert bottom <= y <= top


def test_that_a_saddle_is_flat_and_curves_both_ways(surface):
    for x, y in surface.saddles:
        assert np.hypot(*surface.gradient(x, y)) < 1e-10
        hxx, hxy, hyy = surface.hessian(x, y)
        assert hxx * hyy - hxy**2 < 0


@pytest.mark.parametrize("shape", [(), (7,), (4, 5)])
def test_that_every_answer_has_the_shape_of_the_question(surface, shape):
    x, y = np.full(shape, 0.3), np.full(shape, 0.7)
    for answer in (surface.value(x, y), *surface.gradient(x, y), *surface.hessian(x, y)):
        assert np.shape(answer) == shape


def test_that_a_row_and_a_column_broadcast_to_a_grid(surface):
    x, y = np.linspace(-1, 1, 4)[None, :], np.linspace(-1, 1, 3)[:, None]
    for answer in (surface.value(x, y), *surface.hessian(x, y)):
        assert np.shape(answer) == (3, 4)


def test_that_the_value_can_be_written_into_a_buffer(surface):
    x, y = np.linspace(-1, 1, 5), np.linspace(0, 1, 5)
    out = np.empty(5)
    assert surface.value(x, y, out=out) is out
    np.testing.assert_array_equal(out, surface.value(x, y))


def test_that_the_gradient_of_races_is_the_gradient_wherever_the_places_have_gone(surface):
    rng = np.random.default_rng(0)
    xy, gradient = rng.uniform(-1, 1, (6, 2)), np.empty((6, 2))
    fill = surface.gradient_call(xy, gradient)
    for _ in range(2):
        fill()
        np.testing.assert_array_equal(gradient, np.stack(surface.gradient(*xy.T), -1))
        xy += rng.normal(size=xy.shape)


@pytest.mark.parametrize(
    ("key", "floor", "count"),
    [
        ("bowl", 0, 1),
        ("rosenbrock", 0, 1),
        ("beale", 0, 1),
        ("himmelblau", 0, 4),
        ("rastrigin", 0, 1),
        ("ackley", 0, 1),
        ("six_hump_camel", -1.0316284534898774, 2),
        ("styblinski_tang", -78.33233140754282, 1),
    ],
)
def test_that_the_published_minima_are_marked(key, floor, count):
    surface = SURFACES[key]
    assert surface.minima.shape == (count, 2)
    assert surface.floor == pytest.approx(floor, abs=1e-12)


def test_that_the_tip_of_ackley_counts_as_flat():
    assert SURFACES["ackley"].gradient(0.0, 0.0) == (0, 0)
    assert SURFACES["ackley"].hessian(0.0, 0.0) == (np.inf, 0, np.inf)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_the_suggested_rates_do_not_diverge(surface, optimizer):
    from visualnn.experiment.together.race import Contestant, Race, run_race

    entry = Contestant(optimizer, OPTIMIZERS[optimizer](lr=surface.rates[optimizer]))
    frame = run_race(Race(surface=surface.key, contestants=(entry,), start=surface.start))
    assert frame.diverged_at.tolist() == [-1]
    assert frame.losses[-1, 0] < frame.losses[0, 0]


def test_that_momentum_gets_further_than_plain_descent_where_there_are_dips():
    for key in ("rastrigin", "ackley", "six_hump_camel", "styblinski_tang"):
        surface = SURFACES[key]
        place, speed, slope = (np.array([surface.start, surface.start]), 0.0, np.empty((2, 2)))
        rates = np.array([[surface.rates["sgd"]], [surface.rates["momentum"]]])
        fill = surface.gradient_call(place, slope)
        for _ in range(500):
            fill()
            speed = np.array([[0.0], [0.9]]) * speed + slope
            place -= rates * speed
        plain, momentum = surface.value(*place.T)
        assert momentum < plain - 1, key
