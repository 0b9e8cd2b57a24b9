"""A slice is what the landscape's own scan gives, with the run beside it."""

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.engine import Engine
from visualnn.experiment.explain import loss_and_gradient
from visualnn.experiment.frames import Wants
from visualnn.experiment.messages import (
    Ask,
    Failed,
    Load,
    Reset,
    Scan,
    Scanning,
    ScanOn,
    Seek,
    Step,
    StopScan,
)
from visualnn.experiment.plan import resolve
from visualnn.experiment.slices import Slice, places_so_far, slice_job, whereabouts
from visualnn.experiment.spec import Experiment
from visualnn.experiment.survey import Survey
from visualnn.experiment.training import Training
from visualnn.landscape.planes import pca_plane, random_plane, weights_plane
from visualnn.landscape.scan import scan

EXPERIMENT = Experiment(data="moons", samples=80, hidden=(4, 3), epochs=100)
NAMES = ("W1[0,0]", "W1[0,1]")


def drained(job):
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


def trained(steps=40):
    training = Training(resolve(EXPERIMENT))
    training.advance(steps)
    return training


@pytest.fixture
def engine():
    engine = Engine()
    engine.obey(Load(7, EXPERIMENT))
    for _ in range(6):
        engine.obey(Step("epoch"))
    return engine


def answered(engine, survey, generation=7):
    reply = engine.obey(Scan(generation, survey))
    while isinstance(reply, Scanning):
        engine.work()
        reply = engine.obey(ScanOn())
    return reply


def plane_by_hand(survey, training):
    plan, theta = training.shown, training.theta
    match survey.plane:
        case "weights":
            return weights_plane(plan.layout, theta, survey.weights)
        case "random":
            rng = np.random.default_rng((EXPERIMENT.seed, 2, survey.draw))
            return random_plane(plan.layout, theta, rng)
    return pca_plane(plan.layout, places_so_far(training)[2], theta)


@pytest.mark.parametrize(
    "survey",
    [
        Survey(plane="weights", resolution=41, weights=NAMES),
        Survey(plane="random", resolution=41),
        Survey(plane="random", resolution=9, draw=3),
        Survey(plane="pca", resolution=41),
    ],
)
def test_that_the_engine_answers_with_the_scan_of_the_landscape_to_the_last_bit(engine, survey):
    training = engine._training
    cut = answered(engine, survey)
    plane, plan = plane_by_hand(survey, training), training.shown
    wanted = drained(
        scan(plan.architecture, plane, plan.x_train, plan.y_train, survey.resolution, survey.span)
    )
    assert isinstance(cut, Slice)
    assert (cut.generation, cut.step) == (7, training.step)
    np.testing.assert_array_equal(cut.landscape.losses, wanted)
    np.testing.assert_array_equal(cut.landscape.plane.directions, plane.directions)


def test_that_draw_0_is_the_plane_that_the_command_line_has_always_drawn():
    old, new = np.random.default_rng((5, 2)), np.random.default_rng((5, 2, 0))
    np.testing.assert_array_equal(old.standard_normal(9), new.standard_normal(9))


def test_that_a_run_moved_within_the_plane_has_no_distance_and_the_maps_loss():
    training = trained()
    cut = drained(slice_job(training, Survey(plane="weights", resolution=5, weights=NAMES)))
    layout = training.plan.layout
    training.assign([layout["W1"].start], [training.theta[layout["W1"].start] + 0.25])
    here = whereabouts(cut, training)
    assert (here.u, here.v) == pytest.approx((0.25, 0.0), abs=1e-12)
    assert here.distance == pytest.approx(0.0, abs=1e-12)
    assert here.loss == pytest.approx(here.slice_loss, rel=1e-12)


def test_that_a_run_moved_off_the_plane_has_its_distance_and_its_own_loss():
    training = trained()
    cut = drained(slice_job(training, Survey(plane="weights", resolution=5, weights=NAMES)))
    before = training.theta.copy()
    place = training.plan.layout["b1"].start
    training.assign([place], [before[place] + 0.5])
    here, plan = whereabouts(cut, training), training.shown
    assert here.distance == pytest.approx(0.5)
    assert (here.u, here.v) == pytest.approx((0.0, 0.0), abs=1e-12)
    for theta, loss in ((training.theta, here.loss), (before, here.slice_loss)):
        assert loss == pytest.approx(loss_and_gradient(plan, theta, plan.x_train, plan.y_train)[0])
    assert abs(here.loss - here.slice_loss) > 1e-6


def test_that_the_path_ends_at_the_network_on_show_even_within_an_epoch():
    training = trained(43)
    steps, epochs, thetas = places_so_far(training)
    assert steps[0] == 0
    assert steps[-1] == 43
    np.testing.assert_array_equal(thetas[-1], training.theta)
    assert (np.diff(steps) > 0).all()
    assert (np.diff(epochs) >= 0).all()


def test_that_restored_weights_are_shown_at_the_step_they_come_from():
    training = Training(resolve(EXPERIMENT.edited(patience=2, epochs=400)))
    training.run_for(20.0)
    best = training.recording.epochs.end(training.patience.best_epoch)
    assert best < training.step
    cut = drained(slice_job(training, Survey(plane="random", resolution=5)))
    assert cut.step == cut.steps[-1] == best
    assert cut.landscape.track.distances[-1] == pytest.approx(0, abs=1e-9)
    assert whereabouts(cut, training).step == best


def test_that_looking_back_ends_the_path_there(engine):
    engine.obey(Seek(5))
    cut = answered(engine, Survey(plane="random", resolution=5))
    assert cut.step == 5
    assert cut.steps[-1] == 5


def test_that_a_frame_says_where_the_run_is_beside_the_slice(engine):
    cut = answered(engine, Survey(plane="pca", resolution=9))
    here = engine.obey(Ask(Wants(whereabouts=True))).frame.whereabouts
    assert here.step == cut.step
    assert here.distance == pytest.approx(0, abs=1e-9)
    engine.obey(Step("epoch"))
    later = engine.obey(Ask(Wants(whereabouts=True))).frame.whereabouts
    assert later.step > cut.step
    assert later.distance > 0
    assert engine.obey(Ask(Wants())).frame.whereabouts is None


def test_that_a_slice_of_another_run_says_nothing_of_this_one(engine):
    answered(engine, Survey(plane="random", resolution=5))
    engine.obey(Load(8, EXPERIMENT))
    assert engine.obey(Ask(Wants(whereabouts=True))).frame.whereabouts is None
    refused = engine.obey(Scan(7, Survey(plane="random", resolution=5)))
    assert isinstance(refused, Failed)
    assert refused.message == ""


def test_that_two_places_span_no_plane_of_the_run():
    with pytest.raises(InputError, match=r"at least 3 recorded places \(so far: 2\)"):
        drained(slice_job(trained(1), Survey(plane="pca", resolution=5)))


def test_that_the_engine_says_so_in_one_sentence(engine):
    engine.obey(Reset())
    reply = answered(engine, Survey(plane="pca", resolution=5))
    assert isinstance(reply, Failed)
    assert "at least 3 recorded places" in reply.message
    assert not engine.busy


def test_that_a_scan_can_be_given_up(engine):
    scan_ = Scan(7, Survey(plane="random", resolution=501))
    reply = engine.obey(scan_)
    assert isinstance(reply, Scanning)
    assert engine.busy
    assert engine.obey(StopScan()) == Failed(scan_, "")
    assert not engine.busy
    assert engine.obey(ScanOn()) is None


def test_that_training_goes_on_while_a_slice_is_scanned(engine):
    from visualnn.experiment.messages import Play

    assert isinstance(engine.obey(Scan(7, Survey(plane="random", resolution=501))), Scanning)
    before = engine._training.step
    engine.obey(Play())
    engine.work()
    assert engine._training.step > before
    engine.obey(StopScan())
