"""Maps over the input plane: what is drawn of them, and the short way through the first layer."""

import numpy as np
import pytest

from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.faces import Drawn
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.frames.maps import Grid, Maps, plane_tape, tape_of
from visualnn.experiment.frames.probe import Probe
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training


def maps_of(**names):
    plan = resolve(Experiment(**names))
    theta = plan.theta0[None].astype(np.float32)
    theta += np.random.default_rng(1).normal(0, 0.1, theta.shape)
    return plan, theta


@pytest.mark.parametrize(
    "names",
    [
        {"data": "digits"},
        {"data": "moons"},
        {"data": "sine"},
        {"data": "wine", "standardize": False},
        {"data": "moons", "inputs": ("x1", "x2_squared", "sin_x1")},
    ],
)
def test_that_a_tape_holds_the_points_of_the_plane(names):
    plan, theta = maps_of(**names)
    np.testing.assert_allclose(plane_tape(plan, theta, 7).x, plan.plane(7), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("names", [{}, {"normalization": "batch"}, {"normalization": "layer"}])
@pytest.mark.parametrize("data", ["digits", "wine", "iris", "diabetes", "moons"])
def test_that_inputs_held_still_change_no_output(data, names):
    plan, theta = maps_of(data=data, hidden=(12, 5), **names)
    tape = tape_of(plan, theta, plan.plane(9))
    Grid(tape).forward()
    short = [np.array(a) for a in tape.a[1:]]
    tape.forward()
    for ours, plain in zip(short, tape.a[1:], strict=True):
        np.testing.assert_allclose(ours, plain, atol=2e-5)


def test_that_the_drawn_units_have_their_own_maps_and_the_others_their_mean():
    plan, theta = maps_of(data="digits", hidden=(20, 5))
    maps = Maps(plan, theta)
    every = maps.all_layers(6)
    faces = maps.faces(Drawn(6, ((), (0, 1, 19), None, None), (64, 20, 5, 10)))
    np.testing.assert_array_equal(faces[1].maps, every[1][[0, 1, 19]])
    np.testing.assert_allclose(faces[1].mean, every[1][2:19].mean(axis=0), atol=1e-6)
    np.testing.assert_array_equal(faces[1].of(19), every[1][19])
    assert faces[1].of(7) is None
    assert faces[0].maps.shape == (0, 6, 6)
    assert faces[0].mean is None  # of inputs, each on a scale of its own
    for face, all_of_it in zip(faces[2:], every[2:], strict=True):
        assert face.mean is None
        np.testing.assert_array_equal(face.maps, all_of_it)


def test_that_without_a_choice_all_units_of_all_layers_are_drawn():
    plan, theta = maps_of(data="moons", hidden=(20,))
    faces = Maps(plan, theta).faces(Drawn(5))
    assert [len(face.units) for face in faces] == [2, 20, 1]


@pytest.mark.parametrize("sizes", [(2, 40, 1), (2, 20, 20, 1), (2, 12, 1)])
def test_that_of_a_network_that_took_the_place_of_the_drawn_one_all_units_are_sent(sizes):
    plan, theta = maps_of(data="moons", hidden=(20,))
    units = tuple((0, 1, size - 1) for size in sizes)
    faces = Maps(plan, theta).faces(Drawn(5, units, sizes))
    assert [len(face.units) for face in faces] == [2, 20, 1]


@pytest.mark.parametrize("unit", [(1, 50), (7, 0)])
def test_that_a_unit_of_the_network_before_has_no_map(unit):
    plan = resolve(Experiment(data="moons"))
    frame = Camera(plan).frame(Training(plan), Wants(probe=Probe(unit=unit)))
    assert frame.workings.unit_map is None


def test_that_a_frame_without_a_diagram_makes_no_faces():
    plan = resolve(Experiment(data="moons"))
    training = Training(plan)
    assert Camera(plan).frame(training, Wants(weights=True)).faces is None
