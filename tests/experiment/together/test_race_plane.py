"""One plane for all contestants: where they are on it, how far off, and the loss there."""

from dataclasses import replace

import numpy as np
import pytest

import visualnn as vnn
from visualnn.errors import InputError
from visualnn.experiment.survey import Survey
from visualnn.experiment.together.lineup import usual_contestants
from visualnn.experiment.together.network_race import race_on_network
from visualnn.experiment.together.race import Contestant
from visualnn.experiment.together.race_plane import paths_on_plane, race_frame, race_map_job
from visualnn.landscape.evaluation import losses_at
from visualnn.landscape.plane import project
from visualnn.nn.optim import SGD, Adam

BASE = vnn.Experiment(samples=60, hidden=(4, 3), batch=10, epochs=8, seed=5)
SURVEYS = {
    "pca": Survey(plane="pca", resolution=21),
    "random": Survey(plane="random", resolution=21, draw=3),
    "two weights": Survey(plane="weights", resolution=21, weights=("W1[0,3]", "b2[1]")),
    "the two that moved farthest": Survey(plane="weights", resolution=21),
}


@pytest.fixture(scope="module")
def raced():
    return race_on_network(BASE, usual_contestants(("sgd", "momentum", "adam")))


def drained(job):
    reports = []
    while True:
        try:
            reports.append(next(job))
        except StopIteration as end:
            return end.value, reports


@pytest.mark.parametrize("name", SURVEYS)
def test_that_parameters_are_a_point_of_the_plane_and_a_way_off_it(raced, name):
    paths = paths_on_plane(raced, SURVEYS[name])
    away = raced.thetas - paths.plane.at(paths.coordinates)
    np.testing.assert_allclose(np.linalg.norm(away, axis=2), paths.distances, atol=1e-12)
    along = np.einsum("trp,dp->trd", away, paths.plane.directions)
    np.testing.assert_allclose(along, 0, atol=1e-9)


@pytest.mark.parametrize("name", [name for name in SURVEYS if name != "pca"])
def test_that_a_plane_not_made_from_the_paths_is_true_where_all_begin(raced, name):
    paths = paths_on_plane(raced, SURVEYS[name])
    np.testing.assert_allclose(paths.coordinates[0], 0, atol=1e-12)
    np.testing.assert_allclose(paths.distances[0], 0, atol=1e-12)
    np.testing.assert_allclose(paths.slice_losses[0], raced.losses[0], rtol=1e-12)


def test_that_no_plane_through_the_start_or_an_end_is_nearer_to_the_paths_than_that_of_all(raced):
    paths, layout = paths_on_plane(raced, SURVEYS["pca"]), raced.plan.layout
    places = raced.thetas.reshape(-1, layout.size)
    rng, nearest = np.random.default_rng(0), np.sum(paths.distances**2)
    for origin in (raced.thetas[0, 0], *raced.thetas[-1], places.mean(axis=0)):
        turned = paths.plane.directions + 0.02 * rng.standard_normal((2, layout.size))
        for directions in (paths.plane.directions, turned):
            other = replace(paths.plane, origin=origin, directions=directions)
            distances = project(other, places, layout.trained).distances
            assert np.sum(distances**2) >= nearest * (1 - 1e-3)  # found from some of the places


@pytest.mark.parametrize("name", SURVEYS)
def test_that_the_window_holds_every_path(raced, name):
    paths = paths_on_plane(raced, SURVEYS[name])
    left, right, bottom, top = paths.plane.extent()
    u, v = paths.coordinates[..., 0], paths.coordinates[..., 1]
    assert left < u.min() <= u.max() < right
    assert bottom < v.min() <= v.max() < top


@pytest.mark.parametrize("name", SURVEYS)
def test_that_the_loss_on_the_map_is_that_of_the_nearest_point(raced, name):
    paths, plan = paths_on_plane(raced, SURVEYS[name]), raced.plan
    points = paths.plane.at(paths.coordinates[-1])
    wanted = losses_at(plan.architecture, points, plan.x_train, plan.y_train)
    np.testing.assert_allclose(paths.slice_losses[-1], wanted, rtol=1e-12)
    assert (np.abs(paths.slice_losses[-1] - raced.losses[-1]) > 1e-6).any()


def test_that_the_components_are_those_of_all_contestants_together(raced):
    plane = paths_on_plane(raced, SURVEYS["pca"]).plane
    trained = raced.plan.layout.trained
    places = raced.thetas.reshape(-1, raced.thetas.shape[-1])[:, :trained]
    _, deviations, components = np.linalg.svd(places - places.mean(axis=0), full_matrices=False)
    along = np.abs(np.sum(components[:2] * plane.directions[:, :trained], axis=1))
    np.testing.assert_allclose(along, 1, atol=1e-2)  # found from some of the places
    shares = deviations[:2] ** 2 / np.sum(deviations**2)
    np.testing.assert_allclose(plane.explained, shares, atol=0.02)
    only = replace(raced, thetas=raced.thetas[:, :1], diverged_at=raced.diverged_at[:1])
    only = replace(only, losses=raced.losses[:, :1], contestants=raced.contestants[:1])
    assert paths_on_plane(only, SURVEYS["pca"]).plane.explained != plane.explained


def test_that_the_contestants_mean_end_lies_to_the_right_of_and_above_the_start(raced):
    coordinates = paths_on_plane(raced, SURVEYS["pca"]).coordinates
    assert (coordinates[-1].mean(axis=0) > coordinates[0, 0]).all()


def test_that_the_two_weights_that_moved_farthest_are_found_in_all_ends_together(raced):
    moved = np.abs(raced.thetas[-1] - raced.thetas[0]).sum(axis=0)
    plane = paths_on_plane(raced, SURVEYS["the two that moved farthest"]).plane
    chosen = plane.directions.argmax(axis=1)
    weights = np.flatnonzero(raced.plan.layout.weight_mask())
    assert set(chosen) == set(weights[np.argsort(-moved[weights])[:2]])


def test_that_a_contestant_that_diverged_shapes_neither_plane_nor_window():
    wild = BASE.edited(data="sine")
    lost, tame = Contestant("wild", SGD(lr=10.0)), Contestant("tame", Adam(lr=0.01))
    with_it = race_on_network(wild, (lost, tame))
    without = race_on_network(wild, (tame,))
    assert with_it.diverged_at[0] > 0
    planes = [paths_on_plane(r, SURVEYS["pca"]).plane for r in (with_it, without)]
    np.testing.assert_array_equal(planes[0].directions, planes[1].directions)
    assert planes[0].window == pytest.approx(planes[1].window, rel=1e-9)


def test_that_where_all_diverged_they_are_shown_all_the_same():
    lost = race_on_network(BASE.edited(data="sine"), (Contestant("wild", SGD(lr=10.0)),))
    assert lost.diverged_at[0] > 0
    assert np.isfinite(paths_on_plane(lost, SURVEYS["random"]).coordinates).all()


def test_that_the_map_is_the_loss_on_the_plane(raced):
    paths = paths_on_plane(raced, SURVEYS["pca"])
    values, reports = drained(race_map_job(raced, paths, poll=0.0))
    left, right, bottom, top = paths.plane.extent()
    corners = paths.plane.at(np.array([(left, bottom), (right, top)]))
    plan = raced.plan
    wanted = losses_at(plan.architecture, corners, plan.x_train, plan.y_train)
    np.testing.assert_allclose([values[0, 0], values[-1, -1]], wanted, rtol=1e-4)
    assert all(report.total == raced.steps[-1] * 3 + 21**2 for report in reports)


def test_that_a_frame_holds_the_races_own_arrays(raced):
    paths = paths_on_plane(raced, SURVEYS["pca"])
    values, _ = drained(race_map_job(raced, paths))
    frame = race_frame(raced, paths, values, 7)
    assert frame.contestants == ("SGD", "Momentum", "Adam")
    assert frame.optimizers == ("sgd", "momentum", "adam")
    assert frame.losses is raced.losses
    assert frame.paths is paths.coordinates
    assert frame.values is values


def test_that_one_step_of_one_contestant_spans_no_plane_of_the_run():
    raced = race_on_network(BASE, usual_contestants(("adam",)), steps=1)
    with pytest.raises(InputError, match="random"):
        paths_on_plane(raced, Survey(plane="pca"))


def test_that_an_unknown_weight_is_refused(raced):
    with pytest.raises(InputError, match="W9"):
        paths_on_plane(raced, Survey(plane="weights", weights=("W9[0,0]", "W1[0,0]")))


@pytest.mark.parametrize(
    ("survey", "said"),
    [("pca", "is no survey"), (Survey(plane="pca", penalty=True), "without penalty")],
)
def test_that_what_no_race_can_be_seen_by_is_refused(raced, survey, said):
    with pytest.raises(InputError, match=said):
        paths_on_plane(raced, survey)
