"""One experiment from many first weights: what it shares, and what it does not."""

import numpy as np
import pytest

import visualnn as vnn
from visualnn.errors import InputError
from visualnn.experiment.plan import first_weights, resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.ensemble import Ensemble
from visualnn.nn.schedules import ReduceOnPlateau, Watch

BASE = Experiment(samples=60, hidden=(4, 3), batch=10, epochs=12, seed=5)
KINDS = {
    "adam": BASE,
    "sgd with penalty and clipping": BASE.edited(
        optimizer="sgd", l1=0.01, l2=0.02, clip_norm=0.5, lr=0.2
    ),
    "cosine and jitter": BASE.edited(schedule="cosine", jitter=0.1),
    "batch norm": BASE.edited(normalization="batch"),
    "regression": BASE.edited(data="sine"),
    "three classes": BASE.edited(data="blobs"),
}


@pytest.fixture(params=KINDS, ids=list(KINDS))
def experiment(request):
    return KINDS[request.param]


def test_that_the_experiments_own_seed_alone_gives_its_own_training(experiment):
    run, many = vnn.train(experiment), vnn.train_many(experiment, [experiment.seed])
    for name, values in many.history.items():
        np.testing.assert_array_equal(values[0], run.history[name])
    np.testing.assert_array_equal(many.theta[0], run.training.population.theta[0])


def test_that_each_of_many_is_what_it_is_alone(experiment):
    many = vnn.train_many(experiment, seeds=range(3, 8))
    assert many.history["train_loss"].shape == (5, experiment.stopping.epochs + 1)
    for row, seed in enumerate(range(3, 8)):
        alone = vnn.train_many(experiment, [seed])
        # A bias before batch normalization has no gradient: rounding alone moves it.
        np.testing.assert_allclose(many.theta[row], alone.theta[0], rtol=1e-6, atol=1e-7)
        loss = many.history["val_loss"][row]
        np.testing.assert_allclose(loss, alone.history["val_loss"][0], rtol=1e-6, atol=1e-9)


def test_that_every_network_begins_with_the_weights_of_its_seed():
    plan = resolve(BASE)
    ensemble = Ensemble(plan, (5, 6))
    np.testing.assert_array_equal(ensemble.population.theta[0], plan.theta0)
    np.testing.assert_array_equal(ensemble.population.theta[1], first_weights(plan, 6))
    assert (ensemble.population.theta[0] != ensemble.population.theta[1]).any()


def test_that_progress_is_told_after_every_epoch():
    told = []
    vnn.train_many(BASE, range(2), told.append)
    assert [report.epoch for report in told] == list(range(1, 13))


def test_that_work_in_slices_gives_the_same_numbers():
    whole, sliced = (Ensemble(resolve(BASE), range(3)) for _ in range(2))
    whole.work(np.inf)
    while not sliced.done:
        sliced.work(0.0)
    np.testing.assert_array_equal(whole.population.theta, sliced.population.theta)


@pytest.mark.parametrize("seeds", [(), range(101), (1, -2), (0.5,)])
def test_that_seeds_that_are_none_are_refused(seeds):
    with pytest.raises(InputError, match="give"):
        vnn.train_many(BASE, seeds)


def test_that_one_lost_network_does_not_deafen_the_schedule_of_the_others():
    plan = resolve(BASE.edited(schedule="reduce_on_plateau", epochs=40))
    alone, hurt = Ensemble(plan, (5,)), Ensemble(plan, (5, 6))
    hurt.population.theta[1] = np.nan
    for ensemble in (alone, hurt):
        ensemble.work(np.inf)
    assert np.isfinite(hurt.population.theta[0]).all()
    np.testing.assert_array_equal(hurt.population.rates[0], alone.population.rates[0])


def test_that_one_schedule_hears_the_mean_of_the_networks_that_are_left():
    rule = ReduceOnPlateau(factor=0.5, wait=1, threshold=0.01)
    ensemble = Ensemble(resolve(BASE.edited(schedule=rule, epochs=30, lr=0.3)), (5, 6, 7))
    rates = []
    while not ensemble.done:
        ensemble.finish_epoch()
        rates.append(float(ensemble.population.rates[0, 0]))
        if ensemble.epoch == 3:
            ensemble.population.theta[1] = np.nan
    losses = ensemble.history()["val_loss"]
    assert np.isnan(losses[1, 4:]).all()

    def heard(values):
        watch, told = Watch(), [0.3]
        for value in values[1:-1]:
            watch = rule.heed(watch, value, 0.3)
            told.append(0.3 * watch.scale)
        return told

    assert rates == pytest.approx(heard(np.nanmean(losses, axis=0)))
    for other in (losses[0], np.nanmin(losses, axis=0)):
        assert rates != pytest.approx(heard(other))
