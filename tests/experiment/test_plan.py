"""Resolving: the split, the scaling, the choices, and what does not fit."""

import numpy as np
import pytest

from visualnn.data import DATASETS, TEST, TRAIN, VALIDATION
from visualnn.errors import InputError
from visualnn.experiment.plan import MARGIN, resolve
from visualnn.experiment.spec import Experiment


@pytest.mark.parametrize("key", DATASETS)
def test_that_every_data_set_resolves_with_the_usual_settings(key):
    plan = resolve(Experiment(data=key))
    assert plan.task == DATASETS[key].task
    assert len(plan.x_train) + len(plan.x_val) + len(plan.x_test) == len(plan.samples.x)
    assert plan.architecture.sizes[0] == plan.x_train.shape[1] == len(plan.samples.features)
    assert plan.architecture.sizes[-1] == plan.y_train.shape[1]
    assert plan.theta0.shape == (plan.layout.size,)
    assert all(note.endswith(".") for note in plan.notes)


@pytest.mark.parametrize(
    ("data", "loss", "output"),
    [
        ("moons", "binary_crossentropy", "sigmoid"),
        ("iris", "categorical_crossentropy", "softmax"),
        ("sine", "mse", "linear"),
    ],
)
def test_that_auto_takes_the_loss_and_the_output_that_fit(data, loss, output):
    architecture = resolve(Experiment(data=data)).architecture
    assert (architecture.loss, architecture.activations[-1]) == (loss, output)


@pytest.mark.parametrize(
    ("data", "output"), [("moons", "sigmoid"), ("iris", "softmax"), ("sine", "linear")]
)
def test_that_squared_error_goes_with_the_output_of_the_task(data, output):
    assert resolve(Experiment(data=data, loss="mse")).architecture.activations[-1] == output


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"data": "sine", "loss": "binary_crossentropy"}, "does not fit a regression target"),
        ({"data": "iris", "loss": "binary_crossentropy"}, "choose 'categorical_crossentropy'"),
        ({"data": "moons", "loss": "categorical_crossentropy"}, "does not fit a binary target"),
        ({"data": "moons", "output": "tanh"}, "goes with the output activation 'sigmoid'"),
        ({"data": "iris", "output": "sigmoid"}, "goes with the output activation 'softmax'"),
        ({"data": "nowhere.csv"}, "nowhere.csv"),
    ],
)
def test_that_what_does_not_fit_is_refused_with_the_remedy(names, words):
    with pytest.raises(InputError) as refusal:
        resolve(Experiment(**names))
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_that_a_plan_is_a_pure_function_of_the_experiment():
    first, second = resolve(Experiment(data="spiral")), resolve(Experiment(data="spiral"))
    for name in ("x_train", "y_train", "x_val", "x_test", "theta0", "part"):
        assert (getattr(first, name) == getattr(second, name)).all()


def test_that_the_seed_of_the_weights_leaves_the_data_alone():
    first, second = resolve(Experiment(seed=1)), resolve(Experiment(seed=2))
    assert (first.x_train == second.x_train).all()
    assert (first.theta0 != second.theta0).any()
    other = resolve(Experiment(seed=1, data_seed=5))
    assert (other.theta0 == first.theta0).all()
    assert (other.samples.x != first.samples.x).any()


def test_that_contestants_on_one_network_start_from_the_same_weights():
    plans = [resolve(Experiment(optimizer=key, lr=0.1)) for key in ("sgd", "momentum", "adam")]
    assert all((plan.theta0 == plans[0].theta0).all() for plan in plans)


def test_that_classes_are_shared_out_in_the_same_proportions():
    plan = resolve(Experiment(data="iris"))
    labels = plan.samples.y
    for share, rows in ((TRAIN, 30), (VALIDATION, 10), (TEST, 10)):
        assert np.bincount(labels[plan.part == share]).tolist() == [rows] * 3


def test_that_features_are_standardized_by_the_training_rows_alone():
    plan = resolve(Experiment(data="wine"))
    np.testing.assert_allclose(plan.x_train.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(plan.x_train.std(axis=0), 1, rtol=1e-12)
    rows = plan.samples.x[plan.part == TRAIN]
    expected = (plan.samples.x[plan.part == TEST] - rows.mean(axis=0)) / rows.std(axis=0)
    np.testing.assert_allclose(plan.x_test, expected, rtol=1e-9, atol=1e-12)
    assert abs(plan.x_test.mean(axis=0)).max() > 1e-3
    assert any("standardized" in note for note in plan.notes)


def test_that_the_target_of_a_regression_is_standardized_and_said_to_be():
    plan = resolve(Experiment(data="sine"))
    assert plan.y_train.mean() == pytest.approx(0, abs=1e-12)
    assert plan.y_train.std() == pytest.approx(1)
    assert any("losses are in standardized units" in note for note in plan.notes)


def test_that_features_left_as_they_are_are_said_to_be():
    plan = resolve(Experiment(standardize=False))
    assert (plan.x_train == plan.samples.x[plan.part == TRAIN]).all()
    assert "Features are used as they are, not standardized." in plan.notes


def test_that_targets_are_encoded_as_the_task_asks():
    assert set(np.unique(resolve(Experiment()).y_train)) == {0, 1}
    plan = resolve(Experiment(data="iris"))
    assert (plan.y_train.sum(axis=1) == 1).all()
    assert (plan.y_train.argmax(axis=1) == plan.samples.y[plan.part == TRAIN]).all()


@pytest.mark.parametrize("key", ["and", "or", "xor_gate"])
def test_that_all_rows_of_a_gate_are_training_rows(key):
    plan = resolve(Experiment(data=key))
    assert (len(plan.x_train), len(plan.x_val), len(plan.x_test)) == (4, 0, 0)
    assert any("All rows are training rows" in note for note in plan.notes)


@pytest.mark.parametrize(("batch", "noted"), [(179, False), (180, True), (5000, True)])
def test_that_a_batch_of_all_samples_is_noted(batch, noted):
    plan = resolve(Experiment(batch=batch))
    assert any("full-batch" in note for note in plan.notes) is noted


@pytest.mark.parametrize(("batch", "steps"), [(32, 6), (180, 1), (1, 180), (10_000, 1)])
def test_that_iterations_per_epoch_are_rounded_up(batch, steps):
    assert resolve(Experiment(batch=batch)).steps_per_epoch == steps


def test_that_the_plane_reaches_beyond_the_samples_by_its_margin():
    plan = resolve(Experiment())
    left, right, bottom, top = plan.extent
    x, y = plan.samples.x.T
    assert left == pytest.approx(x.min() - MARGIN * np.ptp(x))
    assert right == pytest.approx(x.max() + MARGIN * np.ptp(x))
    assert (bottom, top) == pytest.approx(
        (y.min() - MARGIN * np.ptp(y), y.max() + MARGIN * np.ptp(y))
    )


def test_that_the_plane_goes_row_by_row_from_below():
    plan = resolve(Experiment())
    grid = plan.plane_features(3).reshape(3, 3, 2)
    left, right, bottom, top = plan.extent
    np.testing.assert_allclose(grid[0, 0], (left, bottom))
    np.testing.assert_allclose(grid[0, 2], (right, bottom))
    np.testing.assert_allclose(grid[2, 0], (left, top))
    np.testing.assert_allclose(grid[1, 1], ((left + right) / 2, (bottom + top) / 2))


def test_that_features_off_the_plane_are_held_at_their_training_mean():
    plan = resolve(Experiment(data="iris"))
    rows = plan.plane(4)
    assert plan.axes == (2, 3)  # the petals tell the classes apart best
    np.testing.assert_allclose(rows[:, :2], 0, atol=1e-12)


def test_that_a_single_feature_spans_both_axes():
    plan = resolve(Experiment(data="sine"))
    assert plan.axes == (0, 0)
    assert plan.extent[:2] == plan.extent[2:]
    grid = plan.plane_features(3)
    np.testing.assert_allclose(grid[:3, 0], np.linspace(*plan.extent[:2], 3))
    assert plan.scene().points.shape == (len(plan.samples.x), 2)


def test_that_a_scene_says_what_views_need():
    plan = resolve(Experiment(data="pass"))
    scene = plan.scene(7)
    assert (scene.generation, scene.sizes, scene.parameters) == (7, (2, 8, 8, 1), 105)
    assert scene.query.tolist() == [4, 5]
    assert scene.classes == ("fail", "pass")
    assert (scene.points == plan.samples.x).all()
    assert scene.steps_per_epoch == plan.steps_per_epoch


@pytest.mark.parametrize("wrong", ["moons", 3, None])
def test_that_what_is_no_experiment_is_refused_with_a_way_to_write_one(wrong):
    with pytest.raises(InputError, match=r"is no experiment: write Experiment\(data=…\)"):
        resolve(wrong)
