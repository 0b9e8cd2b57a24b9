"""A wish about a network that is not there any more ends nobody: what is there is answered."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.faces import Drawn
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.frames.probe import Probe
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training

HIDDEN = [(), (4,), (20,), (5, 3)]
NUMBERS = st.integers(-3, 100)
PLACES = st.lists(NUMBERS, max_size=3).map(tuple)
PROBES = st.builds(
    Probe,
    flow=st.booleans(),
    spread=st.booleans(),
    sample=st.none() | NUMBERS,
    forecast=PLACES,
    unit=st.none() | st.tuples(st.integers(-2, 5), NUMBERS),
    resolution=st.integers(-1, 6),
)
SIZES = st.sampled_from([(2, *hidden, 1) for hidden in HIDDEN])


@st.composite
def wanted_faces(draw):
    sizes = draw(SIZES)
    units = draw(st.lists(st.none() | PLACES, max_size=len(sizes) + 1))
    return Drawn(draw(st.integers(-1, 6)), tuple(units), sizes)


WANTS = st.builds(
    Wants,
    boundary=st.integers(-1, 6),
    neurons=st.integers(-1, 6),
    space=st.integers(-1, 6),
    weights=st.booleans(),
    history_from=NUMBERS,
    test_from=st.none() | NUMBERS,
    judge=st.none() | NUMBERS,
    watched=PLACES,
    probe=st.none() | PROBES,
    faces=st.none() | wanted_faces(),
)


@pytest.fixture(scope="module")
def filmed():
    plans = [resolve(Experiment(samples=30, hidden=hidden)) for hidden in HIDDEN]
    return [(Camera(plan), Training(plan)) for plan in plans]


@settings(max_examples=200)
@given(wants=WANTS, network=st.integers(0, len(HIDDEN) - 1))
def test_that_any_wish_is_answered_by_any_network(filmed, wants, network):
    camera, training = filmed[network]
    frame = camera.frame(training, wants)
    training.advance()
    sizes = training.plan.architecture.sizes
    for face, size in zip(frame.faces or (), sizes, strict=frame.faces is not None):
        assert set(face.units.tolist()) <= set(range(size))
    places = frame.watched.places if frame.watched else ()
    assert places == tuple(p for p in wants.watched if 0 <= p < training.plan.layout.size)


def test_that_units_that_are_there_are_sent_and_others_left_out():
    plan = resolve(Experiment(data="moons", hidden=(20,)))
    drawn = Drawn(6, ((1, 0, 7), (19, -1, 3, 3), None), (2, 20, 1))
    faces = Camera(plan).frame(Training(plan), Wants(faces=drawn)).faces
    assert [face.units.tolist() for face in faces] == [[0, 1], [3, 19], [0]]
    assert np.isfinite(faces[1].mean).all()


def test_that_of_watched_parameters_those_that_are_there_are_followed():
    plan = resolve(Experiment(data="moons", hidden=(2,)))
    frame = Camera(plan).frame(Training(plan), Wants(watched=(-1, 3, 500)))
    assert frame.watched.places == (3,)


def test_that_a_picture_of_no_points_is_none():
    plan = resolve(Experiment(data="moons"))
    frame = Camera(plan).frame(Training(plan), Wants(boundary=0, neurons=-1, faces=Drawn(0)))
    assert (frame.boundary, frame.neurons, frame.faces) == (None, None, None)
