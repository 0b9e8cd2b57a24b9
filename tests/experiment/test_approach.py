"""A fork that is loaded replays its origin in slices, beside what is on show."""

import numpy as np
import pytest

from visualnn.experiment import engine as engine_module
from visualnn.experiment.engine import Engine
from visualnn.experiment.frames import Wants
from visualnn.experiment.messages import (
    Adjust,
    Ask,
    Cancel,
    Failed,
    GoOn,
    Load,
    Loaded,
    Pause,
    Play,
    Replaying,
    Seek,
    SetParameters,
    Step,
)
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.origin import Change, Origin
from visualnn.experiment.training import Training

OPEN = Experiment(samples=60, hidden=(4,), batch=16, epochs=500)
PARENT = OPEN.edited(seed=3)
LATE = PARENT.edited(lr=0.3, origin=Origin((Change(0, PARENT),), 40))


@pytest.fixture(autouse=True)
def slices(monkeypatch):
    """Let each slice be one update."""
    monkeypatch.setattr(engine_module, "AT_ONCE", 0.0)


@pytest.fixture
def engine():
    engine = Engine()
    engine.obey(Load(1, OPEN))
    engine.obey(Step())
    return engine


def frame(engine):
    return engine.obey(Ask(Wants(weights=True))).frame


def worked_through(engine):
    while engine.busy and isinstance(reply := engine.obey(GoOn(2)), Replaying):
        engine.work(0.0)
    return engine.obey(GoOn(2)) if isinstance(reply, Replaying) else reply


def test_that_a_late_fork_says_how_far_it_is_and_is_the_same_when_it_is_there(engine):
    assert engine.obey(Load(2, LATE)) == Replaying(2, 1, 40)
    engine.work(0.0)
    assert engine.obey(GoOn(2)) == Replaying(2, 2, 40)
    assert worked_through(engine) == Loaded(2)
    shown = frame(engine)
    assert (shown.generation, shown.step, shown.learning_rate) == (2, 40, 0.3)
    np.testing.assert_array_equal(shown.theta, Training(resolve(LATE)).theta)


def test_that_what_was_open_answers_meanwhile_and_stays_when_it_is_canceled(engine):
    before = frame(engine)
    engine.obey(Load(2, LATE))
    engine.work(0.0)
    assert frame(engine).generation == 1
    assert engine.obey(Cancel(2)) == Failed(Load(2, LATE), "")
    assert engine.obey(GoOn(2)) is None
    assert not engine.busy
    after = frame(engine)
    assert (after.generation, after.step, after.state) == (1, 1, "paused")
    np.testing.assert_array_equal(after.theta, before.theta)


def test_that_a_run_is_held_meanwhile_and_goes_on_when_the_load_is_canceled(engine):
    engine.obey(Play())
    engine.work(0.0)
    step = frame(engine).step
    engine.obey(Load(2, LATE))
    engine.work(0.0)
    assert (frame(engine).state, frame(engine).step) == ("paused", step)
    engine.obey(Cancel(2))
    engine.work(0.0)
    assert (frame(engine).state, frame(engine).step) == ("running", step + 1)


def test_that_a_run_goes_on_when_the_load_after_the_one_it_is_held_for_is_refused(engine):
    engine.obey(Play())
    engine.work(0.0)
    engine.obey(Load(2, LATE))
    refused = engine.obey(Load(3, OPEN.edited(data="nowhere.csv")))
    assert isinstance(refused, Failed)
    assert "nowhere.csv" in refused.message
    step = frame(engine).step
    engine.work(0.0)
    assert (frame(engine).state, frame(engine).step) == ("running", step + 1)


def test_that_a_run_that_was_paused_while_it_was_held_stays_paused(engine):
    engine.obey(Play())
    engine.work(0.0)
    engine.obey(Load(2, LATE))
    engine.obey(Pause())
    engine.obey(Cancel(2))
    assert (frame(engine).state, engine.busy) == ("paused", False)


def test_that_a_late_cancel_disturbs_nothing(engine):
    assert engine.obey(Cancel(1)) is None
    assert frame(engine).step == 1


def test_that_what_is_said_meanwhile_is_done_to_the_fork_when_it_is_there(engine):
    engine.obey(Load(2, LATE))
    engine.obey(Seek(3))
    engine.obey(Adjust(2, LATE.edited(lr=0.2)))
    engine.obey(SetParameters(2, (0,), (float("nan"),)))
    engine.obey(Step())
    loaded = worked_through(engine)
    (refused,) = loaded.refused
    assert "finite" in refused.message
    assert (frame(engine).step, frame(engine).learning_rate) == (41, 0.2)


def test_that_a_newer_load_ends_the_replay_unless_it_wishes_for_the_same(engine):
    engine.obey(Load(2, LATE))
    for _ in range(9):
        engine.work(0.0)
    assert engine.obey(Load(3, LATE)) == Replaying(3, 11, 40)  # ten were done
    assert engine.obey(GoOn(2)) is None
    assert engine.obey(Load(4, OPEN.edited(seed=9))) == Loaded(4)
    assert frame(engine).step == 0


def test_that_an_origin_behind_a_divergence_is_refused_and_what_was_open_stays(engine):
    wild = Experiment(data="diabetes", hidden=(8,), activation="relu", optimizer="sgd", lr=10.0)
    engine.obey(Load(2, wild.edited(origin=Origin((Change(0, wild),), 100))))
    refused = worked_through(engine)
    assert "fork from an earlier one" in refused.message
    assert (frame(engine).generation, frame(engine).step) == (1, 1)


def test_that_a_fork_of_what_is_on_show_need_not_replay_what_is_recorded(engine):
    for _ in range(12):
        engine.obey(Step("epoch"))
    latest, length = (
        frame(engine).latest,
        engine.obey(Ask(Wants(), scene=True)).scene.steps_per_epoch,
    )
    engine.obey(Seek(latest - 1))
    origin = engine.obey(Ask(Wants(origin=True))).frame.origin
    assert engine.obey(Load(2, OPEN.edited(lr=0.3, origin=origin))) == Replaying(
        2, latest - length + 1, latest - 1
    )
