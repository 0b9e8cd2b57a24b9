"""A scan gives what the network's own tape gives, point by point."""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from visualnn.landscape import evaluation
from visualnn.landscape.evaluation import chunk_points, losses_at
from visualnn.landscape.planes import random_plane
from visualnn.landscape.scan import Scanned, grid, scan
from visualnn.landscape.threads import one_blas_thread
from visualnn.nn.architecture import Architecture
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Tape

ARCHITECTURES = {
    **{
        key: Architecture((2, 8, 5, 2), ("tanh", "relu", LOSSES[key].output), key) for key in LOSSES
    },
    "one neuron": Architecture((3, 1), ("sigmoid",), "mse"),
    "no biases": Architecture((2, 4, 2), ("gelu", "linear"), "half_squared_error", bias=False),
    "batch": Architecture(
        (2, 6, 4, 1),
        ("tanh", "tanh", "sigmoid"),
        "binary_crossentropy",
        normalizations=("batch", "layer", "none"),
    ),
    "dropout": Architecture((2, 6, 1), ("tanh", "linear"), "mse", dropout=0.5),
}
TOLERANCE = {np.float64: 1e-12, np.float32: 1e-4}


def samples(architecture, rows=37):
    rng = np.random.default_rng(1)
    outputs, loss = architecture.sizes[-1], LOSSES[architecture.loss]
    x, classes = rng.normal(size=(rows, architecture.sizes[0])), rng.integers(0, outputs, rows)
    match loss.target:
        case "index":
            return x, classes[:, None].astype(float)
        case "one_hot":
            return x, np.eye(outputs)[classes]
    return x, rng.random((rows, outputs))


def plane_of(architecture):
    layout, rng = architecture.layout, np.random.default_rng(2)
    theta = rng.normal(size=layout.size)
    theta[layout.trained :] = np.abs(theta[layout.trained :]) + 0.5
    return random_plane(layout, theta, rng)


def drained(job):
    reports = []
    while True:
        try:
            reports.append(next(job))
        except StopIteration as end:
            return end.value, reports


def by_brute_force(architecture, thetas, x, y):
    """Return the losses of one network after the other, in double precision."""
    losses = []
    for theta in thetas:
        tape = Tape(architecture, theta[None].copy(), np.zeros((1, len(theta))), len(x))
        tape.x[...], tape.y[...] = x, y
        tape.forward()
        losses.append(tape.loss[0])
    return np.array(losses)


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_that_a_scan_agrees_with_brute_force(name, dtype):
    architecture = ARCHITECTURES[name]
    plane, (x, y) = plane_of(architecture), samples(architecture)
    losses, _ = drained(scan(architecture, plane, x, y, 9, 1.5, dtype=dtype))
    wanted = by_brute_force(architecture, plane.at(grid(plane.extent(1.5), 9)), x, y)
    np.testing.assert_allclose(losses.ravel(), wanted, rtol=TOLERANCE[dtype])
    assert losses.dtype == np.float64


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_that_losses_at_given_parameters_agree_with_brute_force(name):
    architecture = ARCHITECTURES[name]
    (x, y), thetas = samples(architecture), plane_of(architecture).at(grid((-1, 1, -1, 1), 9))
    wanted = by_brute_force(architecture, thetas, x, y)
    np.testing.assert_allclose(losses_at(architecture, thetas, x, y), wanted, rtol=1e-12)


def test_that_rows_run_upwards_and_columns_to_the_right():
    architecture = Architecture((1, 1), ("linear",), "mse")
    plane = random_plane(architecture.layout, np.array([1.0, 0.0]), np.random.default_rng(0))
    steep = plane.directions[:, 0]
    losses, _ = drained(scan(architecture, plane, np.ones((1, 1)), np.zeros((1, 1)), 5))
    u, v = np.meshgrid(np.linspace(-1, 1, 5), np.linspace(-1, 1, 5))
    np.testing.assert_allclose(losses, (1 + u * steep[0] + v * steep[1]) ** 2, atol=1e-6)


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("resolution", [2, 7, 20])
def test_that_threads_and_chunks_do_not_change_the_losses(monkeypatch, threads, resolution):
    architecture = ARCHITECTURES["mse"]
    plane, (x, y) = plane_of(architecture), samples(architecture)
    whole, _ = drained(scan(architecture, plane, x, y, resolution, dtype=float, threads=1))
    monkeypatch.setattr(evaluation, "CHUNK_POINTS", 3)
    parts, _ = drained(scan(architecture, plane, x, y, resolution, dtype=float, threads=threads))
    np.testing.assert_allclose(parts, whole, rtol=1e-13)


def test_that_the_penalty_is_added_where_it_is_asked_for():
    architecture = ARCHITECTURES["mse"]
    plane, (x, y) = plane_of(architecture), samples(architecture)
    bare, _ = drained(scan(architecture, plane, x, y, 9, dtype=float))
    cost = lambda thetas: np.sum(thetas**2, axis=1)  # noqa: E731
    full, _ = drained(scan(architecture, plane, x, y, 9, dtype=float, penalty=cost))
    wanted = cost(plane.at(grid(plane.extent(), 9))).reshape(9, 9)
    np.testing.assert_allclose(full - bare, wanted, rtol=1e-10)


def test_that_a_loss_beyond_all_numbers_is_no_failure():
    architecture = ARCHITECTURES["mse"]
    plane, (x, y) = plane_of(architecture), samples(architecture)
    losses, _ = drained(scan(architecture, plane, x, y, 5, 1e30))
    assert np.isfinite(losses[2, 2])
    assert np.isinf(losses[0, 0])


def test_that_a_scan_reports_how_far_it_is_and_can_be_stopped():
    architecture = Architecture((2, 64, 64, 1), ("tanh", "tanh", "linear"), "mse")
    plane, (x, y) = plane_of(architecture), samples(architecture, 2000)
    job = scan(architecture, plane, x, y, 301)
    report = next(job)
    assert isinstance(report, Scanned)
    assert 0 < report.points < report.total == 301**2
    began = time.perf_counter()
    job.close()
    assert time.perf_counter() - began < 5


def test_that_an_error_in_a_thread_reaches_the_caller(monkeypatch):
    def fail(self, coordinates):
        raise FloatingPointError("broken")

    monkeypatch.setattr(evaluation.PlaneEvaluator, "__call__", fail)
    architecture = ARCHITECTURES["mse"]
    with pytest.raises(FloatingPointError, match="broken"):
        drained(scan(architecture, plane_of(architecture), *samples(architecture), 9))


def test_that_a_chunk_stays_in_the_cache_and_has_at_least_two_points():
    wide = Architecture((784, 256, 10), ("relu", "softmax"), "categorical_crossentropy")
    assert chunk_points(wide, 10_000, np.float32) == 2
    small = Architecture((2, 8, 8, 1), ("tanh", "tanh", "sigmoid"), "binary_crossentropy")
    assert 16 <= chunk_points(small, 500, np.float32) <= 64


def test_that_a_scan_takes_up_the_buffers_of_the_last_and_gives_what_new_ones_give():
    architecture = ARCHITECTURES["mse"]
    plane, (x, y) = plane_of(architecture), samples(architecture)
    evaluation.IDLE.clear()

    def scanned(targets):
        return drained(scan(architecture, plane, x, targets, 9, threads=1))[0]

    wanted = [scanned(y), scanned(1 - y)]
    kept = {id(own) for _, own in evaluation.IDLE}
    np.testing.assert_array_equal([scanned(y), scanned(1 - y)], wanted)
    assert len(kept) == 1
    assert kept == {id(own) for _, own in evaluation.IDLE}
    assert not np.array_equal(*wanted)


def test_that_scans_that_take_turns_do_not_meet():
    architecture = ARCHITECTURES["mse"]
    plane, (x, y) = plane_of(architecture), samples(architecture)
    wanted = [drained(scan(architecture, plane, x, targets, 25))[0] for targets in (y, 1 - y)]
    with one_blas_thread(), ThreadPoolExecutor(2) as pool:
        jobs = (scan(architecture, plane, x, targets, 25) for targets in (y, 1 - y))
        seen = [losses for losses, _ in pool.map(drained, jobs)]
    np.testing.assert_array_equal(seen, wanted)


def test_that_buffers_of_another_shape_and_large_ones_are_let_go():
    architecture = ARCHITECTURES["mse"]
    plane, (x, y) = plane_of(architecture), samples(architecture)
    drained(scan(architecture, plane, x, y, 9))
    drained(scan(architecture, plane, x[:20], y[:20], 9))
    assert {shape[1] for shape, _ in evaluation.IDLE} == {20}
    many = np.resize(x, (60_000, 2)), np.resize(y, (60_000, 2))
    assert chunk_points(architecture, 60_000, np.float32) == evaluation.LEAST_POINTS
    drained(scan(architecture, plane, *many, 2))
    assert not evaluation.IDLE
