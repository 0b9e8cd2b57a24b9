"""The engine races on the network on show, beside its training and without touching it."""

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.aside import Aside
from visualnn.experiment.engine import Engine
from visualnn.experiment.frames import NetworkRaceFrame
from visualnn.experiment.messages import (
    Adjust,
    Failed,
    Load,
    NetworkRacing,
    Play,
    RaceNetwork,
    RaceOn,
    Step,
    StopRace,
)
from visualnn.experiment.spec import Experiment
from visualnn.experiment.survey import Survey
from visualnn.experiment.together import network_race
from visualnn.experiment.together.lineup import Lineup, usual_contestants, usual_lineup
from visualnn.experiment.together.network_race import race_on_network, what_counts
from visualnn.experiment.together.race_plane import paths_on_plane

EXPERIMENT = Experiment(samples=60, hidden=(4, 3), batch=10, epochs=100)
LINEUP = Lineup(usual_contestants(), 60)
SURVEY = Survey(plane="pca", resolution=21)
LONG = RaceNetwork(7, Lineup(usual_contestants(), 20_000), SURVEY)


@pytest.fixture
def engine():
    engine = Engine()
    engine.obey(Load(7, EXPERIMENT))
    for _ in range(3):
        engine.obey(Step("epoch"))
    return engine


def answered(engine, lineup=LINEUP, survey=SURVEY, generation=7):
    reply = engine.obey(RaceNetwork(generation, lineup, survey))
    while isinstance(reply, NetworkRacing):
        engine.work()
        reply = engine.obey(RaceOn())
    return reply


@pytest.mark.parametrize("plane", ["pca", "random", "weights"])
def test_that_the_answer_is_the_race_of_a_script_to_the_last_bit(engine, plane):
    survey = Survey(plane=plane, resolution=21)
    frame = answered(engine, survey=survey)
    raced = race_on_network(EXPERIMENT, LINEUP.contestants, LINEUP.steps)
    paths = paths_on_plane(raced, survey)
    assert isinstance(frame, NetworkRaceFrame)
    assert frame.generation == 7
    for name in ("steps", "losses", "val_losses", "diverged_at"):
        np.testing.assert_array_equal(getattr(frame, name), getattr(raced, name))
    np.testing.assert_array_equal(frame.paths, paths.coordinates)
    np.testing.assert_array_equal(frame.distances, paths.distances)
    np.testing.assert_array_equal(frame.slice_losses, paths.slice_losses)
    assert frame.values.shape == (21, 21)


def test_that_the_race_begins_at_the_first_weights_with_the_settings_that_hold_now(engine):
    now = EXPERIMENT.edited(l2=0.05, lr=0.2)
    assert engine.obey(Adjust(7, now)) is None
    frame = answered(engine)
    raced = race_on_network(now, LINEUP.contestants, LINEUP.steps)
    np.testing.assert_array_equal(frame.losses, raced.losses)
    assert not np.array_equal(frame.losses, race_on_network(EXPERIMENT, steps=60).losses)


def test_that_the_training_on_show_is_not_touched(engine):
    training = engine._training
    before, step = training.theta.copy(), training.step
    answered(engine)
    assert training.step == step
    np.testing.assert_array_equal(training.theta, before)
    engine.obey(Step("epoch"))
    alone = Engine()
    alone.obey(Load(1, EXPERIMENT))
    for _ in range(4):
        alone.obey(Step("epoch"))
    np.testing.assert_array_equal(training.theta, alone._training.theta)


def test_that_training_goes_on_while_a_race_is_run(engine):
    assert isinstance(engine.obey(LONG), NetworkRacing)
    before = engine._training.step
    engine.obey(Play())
    engine.work()
    assert engine._training.step > before
    engine.obey(StopRace())


def test_that_a_race_can_be_given_up(engine):
    assert isinstance(engine.obey(LONG), NetworkRacing)
    assert engine.busy
    assert engine.obey(StopRace()) == Failed(LONG, "")
    assert not engine.busy
    assert engine.obey(RaceOn()) is None
    assert isinstance(answered(engine), NetworkRaceFrame)


def test_that_a_race_says_how_far_it_is(engine):
    reports = [engine.obey(LONG)]
    for _ in range(5):
        engine.work()
        reports.append(engine.obey(RaceOn()))
    done = [report.done for report in reports]
    assert done == sorted(done)
    assert done[0] < done[-1] < reports[-1].total == 60_000
    engine.obey(StopRace())


def test_that_another_plane_takes_no_other_race(engine, monkeypatch):
    first = answered(engine)
    monkeypatch.setattr(network_race, "Training", None)  # whoever trains anew, fails
    other = answered(engine, survey=Survey(plane="random", resolution=21))
    assert other.losses is first.losses
    assert not np.array_equal(other.paths, first.paths)


def test_that_another_rate_or_another_setting_is_another_race(engine):
    first = answered(engine)
    slow = Lineup((*LINEUP.contestants[:2], *usual_contestants(("rmsprop",))), 60)
    assert not np.array_equal(answered(engine, slow).losses, first.losses)
    engine.obey(Adjust(7, EXPERIMENT.edited(l1=0.1)))
    assert not np.array_equal(answered(engine).losses, first.losses)


def test_that_a_race_on_a_network_that_is_gone_says_nothing(engine):
    engine.obey(Load(8, EXPERIMENT))
    reply = answered(engine)
    assert isinstance(reply, Failed)
    assert reply.message == ""


def test_that_a_race_that_is_given_up_is_not_answered_with_the_one_before(engine):
    assert isinstance(answered(engine), NetworkRaceFrame)
    assert isinstance(engine.obey(LONG), NetworkRacing)
    assert engine.obey(StopRace()) == Failed(LONG, "")


@pytest.mark.parametrize(("schedule", "counts"), [("constant", False), ("cosine", True)])
def test_that_epochs_count_only_where_a_schedule_looks_ahead_to_the_last(schedule, counts):
    short, long = (EXPERIMENT.edited(schedule=schedule, epochs=epochs) for epochs in (50, 200))
    assert (what_counts(short) != what_counts(long)) is counts


def test_that_a_race_that_spans_no_plane_says_so_in_one_sentence(engine):
    reply = answered(engine, Lineup(usual_contestants(("adam",)), 1))
    assert isinstance(reply, Failed)
    assert "at least 3 recorded places" in reply.message
    assert not engine.busy


def test_that_the_usual_lineup_is_that_of_a_race_on_a_function():
    assert [c.optimizer.key for c in usual_lineup().contestants] == ["sgd", "momentum", "adam"]


def test_that_a_job_that_is_begun_takes_the_place_of_the_one_under_way():
    closed = []

    def job(name):
        try:
            while True:
                yield name
        finally:
            closed.append(name)

    aside = Aside()
    aside.begin(job("first"))
    aside.work(0.0)
    aside.begin(job("second"))
    assert closed == ["first"]
    aside.work(0.0)
    assert aside.progress == "second"
    aside.stop()
    assert not aside.busy


def test_that_the_failure_of_one_job_is_not_that_of_the_next():
    def failing():
        raise InputError("no")
        yield

    def going():
        while True:
            yield 1

    aside = Aside()
    aside.begin(failing())
    aside.work(0.0)
    assert aside.failure == "no"
    aside.begin(going())
    assert aside.failure == ""
