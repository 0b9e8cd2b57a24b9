"""What a frame says of answers and sums is counted from the engine's own passes."""

import numpy as np
import pytest

from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.frames.insights import MOST_SUMS
from visualnn.experiment.jobs import train
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.experiment.training.scoring import confusion, labels
from visualnn.nn.activations import ACTIVATIONS

ALL = Wants(outcomes=True, sums=True)


def taken(steps=25, wants=ALL, **names):
    training = Training(resolve(Experiment(**{"epochs": 20, **names})))
    training.advance(steps)
    return training, Camera(training.plan).frame(training, wants, 1)


@pytest.mark.parametrize(
    "names",
    [
        {"data": "moons"},
        {"data": "iris"},
        {"data": "iris", "loss": "sparse_categorical_crossentropy"},
        {"data": "digits", "hidden": (16,)},
    ],
)
def test_that_the_matrix_counts_each_sample_once_and_its_diagonal_is_the_accuracy(names):
    training, frame = taken(**names)
    outcomes, plan = frame.outcomes, training.plan
    shares = (plan.x_train, plan.x_val)
    assert [int(counts.sum()) for counts in outcomes.confusion] == [*map(len, shares), 0]
    right = [np.trace(counts) / counts.sum() for counts in outcomes.confusion[:2]]
    np.testing.assert_allclose(right, outcomes.scores[:2])
    scores = [
        training.score(x, y).quality
        for x, y in zip(shares, (plan.y_train, plan.y_val), strict=True)
    ]
    np.testing.assert_allclose(right, scores)


def test_that_a_row_is_a_class_and_a_column_an_answer():
    output = np.array([[0.9], [0.2], [0.7]])
    counts = confusion("binary", output, np.array([[1.0], [1.0], [0.0]]), 2)
    assert counts.tolist() == [[0, 1], [1, 1]]


def test_that_one_hot_rows_and_indices_name_the_same_classes():
    kinds = np.array([2, 0, 1])
    assert (labels("multiclass", np.eye(3)[kinds]) == kinds).all()
    assert (labels("multiclass", kinds[:, None].astype(float)) == kinds).all()


def test_that_the_test_share_counts_only_once_the_run_has_ended():
    _, early = taken(data="iris")
    assert early.outcomes.confusion[2].sum() == 0
    assert np.isnan(early.outcomes.scores[2])
    training, late = taken(data="iris", steps=10_000)
    assert late.outcomes.confusion[2].sum() == len(training.plan.x_test)
    assert late.outcomes.scores[2] == late.test_score


@pytest.mark.parametrize("data", ["sine", "diabetes"])
def test_that_pairs_are_targets_and_predictions_in_the_target_s_own_units(data):
    training, frame = taken(data=data, steps=10_000)
    run, plan = train(training.plan), training.plan
    for share, pairs in enumerate(frame.outcomes.pairs):
        rows = plan.part == share
        np.testing.assert_allclose(pairs[:, 0], plan.samples.y[rows])
        np.testing.assert_allclose(pairs[:, 1], run.predict(plan.samples.x[rows]).ravel())
    assert frame.outcomes.confusion is None


def test_that_a_share_without_samples_has_no_score():
    _, frame = taken(data="xor_gate")
    assert np.isnan(frame.outcomes.scores[1:]).all()
    assert frame.outcomes.confusion[0].sum() == 4


@pytest.mark.parametrize("normalization", ["none", "batch"])
def test_that_sums_are_the_tape_s_own_z(normalization):
    training, frame = taken(data="moons", hidden=(4, 3), normalization=normalization)
    for sums, z in zip(frame.sums, training.tape.z, strict=True):
        assert np.isin(sums.values, z).all()
        assert len(sums.values) == min(z.size, MOST_SUMS)


def test_that_a_unit_s_flat_share_is_counted_over_the_batch():
    training, frame = taken(data="moons", hidden=(6,), activation="relu", lr=0.5)
    dead = (ACTIVATIONS["relu"].derivative(np.array(training.tape.z[0][0])) == 0).mean(axis=0)
    assert (frame.sums[0].flat == dead).all()


def test_that_sums_stay_as_they_were_when_training_goes_on():
    training, frame = taken()
    before = [sums.values.copy() for sums in frame.sums]
    training.advance(5)
    assert all((s.values == b).all() for s, b in zip(frame.sums, before, strict=True))


def test_that_samples_are_sent_only_where_the_window_has_none_of_this_generation():
    training, frame = taken(wants=Wants(samples_but=0))
    assert (frame.samples.x == training.plan.samples.x).all()
    given = (frame.samples.x - frame.samples.mean) / frame.samples.scale
    np.testing.assert_allclose(given[training.plan.part == 0], training.plan.x_train)
    for had in (None, 1):
        assert taken(wants=Wants(samples_but=had))[1].samples is None


def test_that_looking_does_not_change_the_run():
    training, other = (Training(resolve(Experiment(normalization="batch"))) for _ in range(2))
    camera = Camera(training.plan)
    for _ in range(20):
        training.advance()
        camera.frame(training, ALL)
    other.advance(20)
    assert (training.theta == other.theta).all()
