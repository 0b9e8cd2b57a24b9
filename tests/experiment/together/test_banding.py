"""The band of other first weights: it follows the run, a slice at a time."""

from dataclasses import replace

import numpy as np
import pytest

import visualnn as vnn
from visualnn.data.point_edits import PointEdit
from visualnn.experiment.frames import TRAIN, Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.banding import Banding
from visualnn.experiment.together.ensemble import Ensemble
from visualnn.experiment.training import Training

BASE = Experiment(samples=60, hidden=(4,), batch=10, epochs=50, seed=3)


@pytest.fixture
def training():
    training = Training(resolve(BASE))
    training.advance(5 * training.steps_per_epoch)
    return training


def test_that_the_band_goes_as_far_as_the_run_and_holds_it(training):
    band = Banding().band(training, 4, 0, seconds=np.inf)
    own = training.recording.history()
    many = vnn.train_many(BASE.edited(epochs=5), range(3, 7))
    for name in ("train_loss", "val_loss", "val_accuracy"):
        low, mean, high = band.columns[name].T
        assert len(low) == 6
        assert (low <= own[name] + 1e-9).all()
        assert (own[name] <= high + 1e-9).all()
        np.testing.assert_allclose(mean, many.history[name].mean(axis=0), rtol=1e-9)
        np.testing.assert_allclose(low, many.history[name].min(axis=0), rtol=1e-9)


def test_that_only_the_rows_that_are_missing_come(training):
    banding = Banding()
    banding.band(training, 3, 0, seconds=np.inf)
    band = banding.band(training, 3, 4, seconds=np.inf)
    assert band.start == 4
    assert len(band.columns["train_loss"]) == 2


def test_that_a_live_edit_and_another_number_of_seeds_begin_anew(training):
    banding = Banding()
    first = banding.band(training, 3, 0, seconds=np.inf)
    again = banding.band(training, 3, 0, seconds=np.inf)
    assert again.made == first.made
    training.adjust(BASE.edited(lr=0.5))
    other = banding.band(training, 3, 6, seconds=0.0)
    assert other.made != first.made
    assert other.start < 6
    assert banding.band(training, 5, 0, seconds=np.inf).made != other.made


def test_that_a_frame_says_whether_more_of_the_band_is_to_come(training):
    camera = Camera(training.plan)
    frame = camera.frame(training, Wants(seeds=8))
    rows = 0
    while frame.unfinished:
        rows += len(frame.band.columns["train_loss"])
        frame = camera.frame(training, Wants(seeds=8, band_from=rows))
    assert rows + len(frame.band.columns["train_loss"]) == 6
    assert camera.frame(training, Wants()).band is None


def test_that_a_canvas_without_training_points_leaves_the_band_with_those_of_the_epoch(training):
    edits = tuple(
        PointEdit("remove", int(number))
        for number in training.plan.numbers[training.plan.part == TRAIN]
    )
    training.adjust(BASE.edited(data=replace(BASE.data, edits=edits)))
    assert not len(training.shown.x_train)
    band = Banding().band(training, 3, 0, seconds=np.inf)
    assert np.isfinite(band.columns["train_loss"]).all()


def test_that_networks_that_leave_the_numbers_are_counted_and_left_out(training):
    banding = Banding()
    banding.band(training, 4, 0, seconds=0.0)
    alone = Ensemble(training.plan, range(3, 7))
    for ensemble in (banding._ensemble, alone):
        ensemble.finish_epoch()
        ensemble.population.theta[2] = np.nan
    alone.work(np.inf, 5)
    band = banding.band(training, 4, 0, seconds=np.inf)
    assert band.lost.tolist() == [0, 0, 1, 1, 1, 1]
    for name in ("train_loss", "val_loss"):
        assert np.isfinite(band.columns[name]).all()
    rows = np.delete(alone.history()["val_accuracy"], 2, axis=0)
    np.testing.assert_array_equal(band.columns["val_accuracy"][2:, 0], rows.min(axis=0)[2:])


def test_that_another_rule_of_stopping_begins_no_band_anew(training):
    banding = Banding()
    first = banding.band(training, 3, 0, seconds=np.inf)
    training.adjust(BASE.edited(patience=9, restore_best=not BASE.stopping.restore_best))
    assert banding.band(training, 3, 0, seconds=np.inf).made == first.made


@pytest.mark.parametrize(("schedule", "anew"), [("exponential", 0), ("cosine", 1)])
def test_that_more_epochs_begin_a_band_anew_only_where_the_rate_looks_ahead(schedule, anew):
    training = Training(resolve(BASE.edited(schedule=schedule)))
    training.advance(5 * training.steps_per_epoch)
    banding = Banding()
    first = banding.band(training, 3, 0, seconds=np.inf)
    training.adjust(training.experiment.edited(epochs=90))
    training.advance(60 * training.steps_per_epoch)
    band = banding.band(training, 3, 0, seconds=np.inf)
    assert band.made - first.made == anew
    assert len(band.columns["train_loss"]) == 66
    assert banding.is_complete(training)


def test_that_a_band_in_slices_is_the_band_at_once_and_its_networks_scores_are_let_go(training):
    sliced, whole = Banding(), Banding().band(training, 4, 0, seconds=np.inf)
    while not sliced._ensemble or not sliced.is_complete(training):
        band = sliced.band(training, 4, 0, seconds=0.0)
        assert len(sliced._ensemble._rows) == 1
    for name, values in whole.columns.items():
        np.testing.assert_array_equal(band.columns[name], values)


def test_that_what_a_band_keeps_of_an_epoch_does_not_grow_with_the_seeds(training):
    few, many = Banding(), Banding()
    few.band(training, 2, 0, seconds=np.inf)
    many.band(training, 50, 0, seconds=np.inf)
    assert few._rows.values.shape == many._rows.values.shape == (6, 16)


def test_that_to_begin_a_band_counts_as_work(training, monkeypatch):
    given = []
    monkeypatch.setattr(Ensemble, "work", lambda self, seconds, until: given.append(seconds))
    Banding().band(training, 4, 0, seconds=1e-9)
    assert given[0] < 0
