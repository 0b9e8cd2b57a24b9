"""Inputs computed from two features, from the registry to the prediction."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import visualnn as vnn
from visualnn.data import INPUTS, TRAIN, Intake, input_names
from visualnn.data.inputs import computed
from visualnn.errors import InputError
from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training

KEYS = ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")
POINTS = arrays(np.float64, (5, 2), elements=st.floats(-50, 50))


def test_that_the_seven_inputs_are_offered_in_order():
    assert tuple(INPUTS) == KEYS
    names = input_names(KEYS, ("x₁", "x₂"))
    assert names == ("x₁", "x₂", "x₁²", "x₂²", "x₁ · x₂", "sin x₁", "sin x₂")


@pytest.mark.parametrize("key", INPUTS)
@given(x=POINTS)
def test_that_an_input_is_a_column_of_finite_numbers_of_its_row_alone(key, x):
    whole = computed((key,), x)
    assert whole.shape == (5, 1)
    assert np.isfinite(whole).all()
    assert np.array_equal(whole[2:3], computed((key,), x[2:3]))


@given(x=POINTS)
def test_that_inputs_are_what_their_names_say(x):
    a, b = x.T
    expected = [a, b, a**2, b**2, a * b, np.sin(a), np.sin(b)]
    np.testing.assert_allclose(computed(KEYS, x), np.stack(expected, axis=1))


def test_that_inputs_are_computed_in_own_units_and_then_standardized():
    plan = resolve(Experiment(data="circle", inputs=("x1_squared", "x2")))
    train = plan.samples.x[plan.part == TRAIN]
    squares = train[:, 0] ** 2
    np.testing.assert_allclose(
        plan.x_train[:, 0], (squares - squares.mean()) / squares.std(), atol=1e-12
    )
    np.testing.assert_allclose(plan.x_train.mean(axis=0), 0, atol=1e-12)
    assert plan.architecture.sizes[0] == 2
    assert any("x₁², x₂" in note and "own units" in note for note in plan.notes)


def test_that_without_standardizing_the_inputs_are_given_as_they_are():
    plan = resolve(Experiment(data="circle", inputs=("x1_x2",), standardize=False))
    train = plan.samples.x[plan.part == TRAIN]
    assert np.array_equal(plan.x_train[:, 0], train[:, 0] * train[:, 1])


def test_that_no_inputs_are_the_features_themselves():
    plain = resolve(Experiment(data="moons"))
    named = resolve(Experiment(data="moons", inputs=("x1", "x2")))
    assert np.array_equal(plain.x_train, named.x_train)
    assert np.array_equal(plain.theta0, named.theta0)
    assert plain.inputs == named.inputs == ("x₁", "x₂")


def test_that_plane_and_prediction_go_by_the_features():
    plan = resolve(Experiment(data="circle", hidden=(3,), inputs=KEYS[2:], epochs=3))
    training = Training(plan)
    training.advance(10)
    frame = Camera(plan).frame(training, Wants(boundary=9, neurons=9))
    run = vnn.train(plan.experiment)
    assert run.predict([[0.5, -0.5]]).shape == (1, 1)
    assert len(frame.neurons[0]) == 5
    final = Camera(run.plan).frame(run.training, Wants(boundary=9)).boundary
    grid = run.plan.plane_features(9)
    np.testing.assert_allclose(final.ravel(), run.predict(grid).ravel(), rtol=1e-4, atol=1e-5)
    with pytest.raises(InputError, match=r"reads \(rows, 2\)"):
        run.predict(np.zeros((1, 5)))


def test_that_the_scene_names_features_and_inputs_apart():
    scene = resolve(Experiment(data="circle", inputs=("sin_x1",))).scene()
    assert scene.features == ("x₁", "x₂")
    assert scene.inputs == ("sin x₁",)
    assert scene.sizes[0] == 1
    assert scene.points.shape[1] == 2
    assert scene.offer.keys == KEYS
    assert scene.offer.used == ("sin_x1",)
    assert scene.offer.maps.shape == (7, 24, 24)
    assert resolve(Experiment(data="circle")).scene().offer.used == ("x1", "x2")
    assert resolve(Experiment(data="iris")).scene().offer is None


def test_that_a_set_without_two_features_refuses_computed_inputs():
    with pytest.raises(InputError, match=r"'x1' are computed from two features, but iris has 4"):
        resolve(Experiment(data="iris", inputs=("x1",)))


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (("x1_sqared",), "did you mean 'x1_squared'"),
        (("x1", "x1"), "name each input once"),
        (["x1"], "write a tuple"),
    ],
)
def test_that_wrong_inputs_are_refused_with_a_remedy(inputs, message):
    with pytest.raises(InputError, match=message):
        Experiment(inputs=inputs)


def test_that_inputs_survive_json():
    experiment = Experiment(inputs=("x1", "x1_x2"))
    assert json.loads(experiment.to_json())["data"]["inputs"] == ["x1", "x1_x2"]
    assert Experiment.from_json(experiment.to_json()) == experiment


def test_that_an_intake_of_no_keys_is_the_standardizer():
    x = np.random.default_rng(0).normal(3, 2, (40, 3))
    intake = Intake.fit((), x)
    assert np.array_equal(intake.apply(x), intake.features.apply(x))
    assert np.array_equal(Intake.identity((), 3).apply(x), x)


def test_that_inputs_make_a_circle_linear():
    """With the squares a network without hidden layers draws a circle."""
    straight = vnn.train(Experiment(data="circle", hidden=(), epochs=60, lr=0.1))
    round_ = vnn.train(
        Experiment(data="circle", hidden=(), epochs=60, lr=0.1, inputs=("x1_squared", "x2_squared"))
    )
    assert straight.history["val_accuracy"][-1] < 0.8
    assert round_.history["val_accuracy"][-1] > 0.95


def test_that_a_table_has_the_computed_inputs_beside_the_features():
    plan = resolve(Experiment(data="circle", inputs=("x2", "x1_squared")))
    frame = Camera(plan).frame(Training(plan), Wants(samples_but=-1))
    table, scene = frame.samples, plan.scene()
    assert scene.columns == ("x₁", "x₂", "x₁²")
    assert np.array_equal(table.x[:, :2], plan.samples.x)
    np.testing.assert_allclose(table.x[:, 2], plan.samples.x[:, 0] ** 2)
    given = ((table.x - table.mean) / table.scale)[plan.part == TRAIN]
    np.testing.assert_allclose(given[:, 1:], plan.x_train, atol=1e-12)


def test_that_without_computed_inputs_the_columns_are_the_features():
    scene = resolve(Experiment(data="iris")).scene()
    assert scene.columns == scene.features


@pytest.mark.parametrize("shape", [(4, 1), (4, 3), (4,)])
def test_that_inputs_are_computed_from_two_features_only(shape):
    with pytest.raises(InputError, match="two columns"):
        computed(("x1", "x1_x2"), np.ones(shape))
