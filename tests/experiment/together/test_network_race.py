"""A race on a network's own loss: same start, same batches, and each as if it were alone."""

import numpy as np
import pytest

import visualnn as vnn
from visualnn.errors import InputError
from visualnn.experiment.plan import resolve
from visualnn.experiment.together import network_race
from visualnn.experiment.together.lineup import usual_contestants
from visualnn.experiment.together.network_race import Advanced, network_race_job, race_on_network
from visualnn.experiment.together.race import Contestant
from visualnn.experiment.training import Training
from visualnn.nn.optim import OPTIMIZERS, SGD, Adam

BASE = vnn.Experiment(samples=60, hidden=(4, 3), batch=10, epochs=8, seed=5)
KINDS = {
    "plain": BASE,
    "dropout and jitter": BASE.edited(dropout=0.3, jitter=0.1),
    "penalty and clipping": BASE.edited(l1=0.01, l2=0.02, clip_norm=0.5),
    "a schedule that listens": BASE.edited(schedule="reduce_on_plateau"),
    "batch norm": BASE.edited(normalization="batch"),
    "three classes": BASE.edited(data="blobs"),
    "no validation": BASE.edited(validation=0.0),
    "many samples and inputs": vnn.Experiment(data="digits", hidden=(32,), epochs=2),
}
KEYS = ("sgd", "momentum", "adam", "rmsprop")


@pytest.fixture(params=KINDS, ids=list(KINDS))
def experiment(request):
    return KINDS[request.param]


def alone(experiment, contestant, **names):
    return vnn.train(experiment.edited(optimizer=contestant.optimizer, **names))


def test_that_every_contestant_ends_bit_for_bit_where_it_ends_alone(experiment):
    raced = race_on_network(experiment, usual_contestants(KEYS))
    for row, contestant in enumerate(raced.contestants):
        run = alone(experiment, contestant)
        np.testing.assert_array_equal(raced.thetas[-1, row], run.training.descent.theta)
        ends = np.arange(run.epochs + 1) * run.plan.steps_per_epoch
        at = np.searchsorted(raced.steps, ends)
        np.testing.assert_array_equal(raced.steps[at], ends)
        np.testing.assert_array_equal(raced.losses[at, row], run.history["train_loss"])
        np.testing.assert_array_equal(raced.val_losses[at, row], run.history["val_loss"])
        assert raced.diverged_at[row] == -1


def test_that_every_recorded_place_is_that_of_the_training_alone():
    raced = race_on_network(BASE, usual_contestants(("momentum",)), steps=30)
    training = Training(resolve(BASE.edited(optimizer=raced.contestants[0].optimizer)))
    for step, theta in zip(raced.steps, raced.thetas[:, 0], strict=True):
        training.advance(int(step) - training.step)
        np.testing.assert_array_equal(theta, training.descent.theta)


def test_that_all_begin_at_the_same_first_weights():
    raced = race_on_network(BASE, usual_contestants(KEYS), steps=3)
    for row in range(len(KEYS)):
        np.testing.assert_array_equal(raced.thetas[0, row], raced.plan.theta0)
    assert np.ptp(raced.losses[0]) == 0
    assert np.ptp(raced.losses[-1]) > 0


@pytest.mark.parametrize("kind", ["plain", "dropout and jitter"])
def test_that_the_same_optimizer_twice_takes_the_same_batches_and_random_numbers(kind):
    twins = (Contestant("one", SGD(lr=0.1)), Contestant("two", SGD(lr=0.1)))
    raced = race_on_network(KINDS[kind], twins, steps=30)
    np.testing.assert_array_equal(raced.thetas[:, 0], raced.thetas[:, 1])


def test_that_equal_races_give_equal_numbers():
    once, again = (race_on_network(BASE, steps=20) for _ in range(2))
    np.testing.assert_array_equal(once.thetas, again.thetas)


def test_that_nobody_stops_early():
    impatient = BASE.edited(patience=1, min_delta=0.5, epochs=8)
    assert vnn.train(impatient).stopped_early
    raced = race_on_network(impatient)
    assert raced.steps[-1] == 8 * raced.plan.steps_per_epoch


def test_that_a_race_may_be_longer_than_the_experiment():
    raced = race_on_network(BASE, steps=100)
    assert raced.steps[-1] == 100 > 8 * raced.plan.steps_per_epoch
    longer = alone(BASE, raced.contestants[2], epochs=50).training
    longer.seek(100)
    np.testing.assert_array_equal(raced.thetas[-1, 2], longer.descent.theta)


def test_that_a_divergence_is_that_of_the_training_alone_and_the_others_go_on():
    wild = BASE.edited(data="sine", epochs=20)
    pair = (Contestant("wild", SGD(lr=10.0)), Contestant("tame", Adam(lr=0.01)))
    raced = race_on_network(wild, pair)
    run = alone(wild, pair[0])
    assert raced.diverged_at.tolist() == [run.diverged_at, -1]
    good = run.training.descent.theta
    held = raced.thetas[raced.steps >= run.diverged_at, 0]
    np.testing.assert_array_equal(held, np.broadcast_to(good, held.shape))
    assert np.isfinite(raced.thetas).all()
    np.testing.assert_array_equal(raced.thetas[-1, 1], alone(wild, pair[1]).training.descent.theta)


@pytest.mark.parametrize("steps", [3, 4, 20])
def test_that_a_loss_that_blows_up_with_the_last_update_is_said(steps):
    wild = BASE.edited(data="sine")
    raced = race_on_network(wild, (Contestant("wild", SGD(lr=10.0)),), steps)
    assert raced.diverged_at.tolist() == [3]
    before = race_on_network(wild, raced.contestants, 2)
    np.testing.assert_array_equal(raced.thetas[:3], before.thetas)
    np.testing.assert_array_equal(raced.thetas[-1], before.thetas[-1])


def test_that_the_places_stay_within_the_memory_and_the_last_is_the_end():
    plan = resolve(BASE)
    room = 2 * 3 * 20 * plan.theta0.nbytes
    job = network_race_job(plan, usual_contestants(), 1000, budget=room)
    reports = []
    while True:
        try:
            reports.append(next(job))
        except StopIteration as end:
            raced = end.value
            break
    assert raced.thetas.nbytes <= room // 2
    assert raced.steps[-1] == 1000
    assert set(np.diff(raced.steps)[:-1]) == {53}
    assert all(isinstance(report, Advanced) for report in reports)
    assert (np.diff([report.done for report in reports]) >= 0).all()
    assert reports[-1] == Advanced(3000, 3000)


def test_that_there_is_a_report_after_each_training_that_is_begun(monkeypatch):
    begun = []

    class Noted(Training):
        def __init__(self, *words):
            super().__init__(*words)
            begun.append(self)

    monkeypatch.setattr(network_race, "Training", Noted)
    job = network_race_job(resolve(BASE), usual_contestants(), 5)
    for count in (1, 2, 3):
        assert next(job) == Advanced(0, 15)
        assert len(begun) == count


def test_that_a_race_can_be_given_up_between_two_reports():
    job = network_race_job(resolve(BASE), usual_contestants(), 20_000)
    assert next(job).done == 0
    assert next(job).total == 60_000
    job.close()
    with pytest.raises(StopIteration):
        next(job)


@pytest.mark.parametrize("steps", [0, -3, 10**9, 2.5])
def test_that_steps_out_of_range_are_refused(steps):
    with pytest.raises(InputError, match="steps"):
        race_on_network(BASE, steps=steps)


def test_that_nobody_is_no_race():
    with pytest.raises(InputError, match="at least one optimizer"):
        race_on_network(BASE, ())


def test_that_a_name_is_no_contestant():
    with pytest.raises(InputError, match="'adam' is no contestant"):
        race_on_network(BASE, ["adam"])


def test_that_contestants_may_come_one_by_one():
    raced = race_on_network(BASE, iter(usual_contestants(("sgd", "adam"))), steps=1)
    assert [one.name for one in raced.contestants] == ["SGD", "Adam"]


def test_that_an_unknown_optimizer_is_refused_with_a_suggestion():
    with pytest.raises(InputError, match="adam"):
        usual_contestants(("adma",))


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_every_optimizer_begins_with_the_rate_of_a_training(key):
    (contestant,) = usual_contestants((key,))
    assert contestant.optimizer == vnn.Experiment(optimizer=key).optimizer


def test_that_of_many_samples_fewer_places_are_scored_but_enough_to_see_a_path():
    raced = race_on_network(BASE.edited(samples=800), steps=500)
    assert len(raced.steps) in range(100, 129)
    assert raced.steps[-1] == 500
