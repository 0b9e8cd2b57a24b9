"""The engine without its process: what each command does, and what a failure leaves alone."""

from dataclasses import replace

import numpy as np
import pytest

from visualnn.data.point_edits import PointEdit
from visualnn.experiment import engine as engine_module
from visualnn.experiment import meter
from visualnn.experiment.engine import Engine
from visualnn.experiment.explain import OfBatch, OfExample, OfSample
from visualnn.experiment.frames import RaceFrame, Relief, Wants
from visualnn.experiment.messages import (
    Adjust,
    Answer,
    Ask,
    Explain,
    Failed,
    Load,
    Loaded,
    Pause,
    Play,
    Reset,
    Resume,
    RunRace,
    Seek,
    Step,
    Survey,
)
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.race import usual_race
from visualnn.experiment.training import Training

EXPERIMENT = Experiment(samples=100, hidden=(4,), batch=16, epochs=10)
"""Four steps an epoch, forty in all."""


@pytest.fixture
def engine():
    engine = Engine()
    assert engine.obey(Load(1, EXPERIMENT)) == Loaded(1)
    return engine


def shown(engine, **asked):
    answer = engine.obey(Ask(Wants(weights=True), **asked))
    assert isinstance(answer, Answer)
    return answer.frame


def worked_out(engine):
    while engine.busy:
        engine.work(0.01)
    return shown(engine)


def test_that_a_run_from_before_too_many_resets_is_refused_and_what_is_on_show_stays(engine):
    for generation in range(2, 7):
        engine.obey(Step("epoch"))
        engine.obey(Load(generation, EXPERIMENT))
    engine.obey(Step())
    refused = engine.obey(Load(7, EXPERIMENT, back_to=2))
    assert "kept no more" in refused.message
    assert (shown(engine).generation, shown(engine).step) == (6, 1)
    assert engine.obey(Load(8, EXPERIMENT, back_to=3)) == Loaded(8, goes_on=True)
    assert shown(engine).step == 4


def test_that_a_run_that_ended_is_taken_up_after_another_experiment_as_it_was(engine):
    finished = EXPERIMENT.edited(patience=2, min_delta=0.1)
    engine.obey(Adjust(1, finished))
    engine.obey(Play())
    ended = worked_out(engine)
    assert ended.state == "stopped early"
    assert engine.obey(Load(2, finished.edited(hidden=(5,)))) == Loaded(2)
    engine.obey(Step())
    assert engine.obey(Load(3, finished, run=True, again=True)) == Loaded(3, goes_on=True)
    frame = shown(engine)
    assert (frame.theta == ended.theta).all()
    for name in ("state", "step", "latest", "epoch", "best_epoch", "waited"):
        assert getattr(frame, name) == getattr(ended, name)
    assert frame.scores["val_loss"] == ended.scores["val_loss"]
    other = Load(4, finished.edited(hidden=(5,)), again=True)
    assert engine.obey(other) == Loaded(4, goes_on=True)
    assert shown(engine).latest == 1


def test_that_a_run_taken_up_while_looking_back_shows_the_samples_it_goes_on_with(engine):
    point = PointEdit("add", x=(0.5, 0.5), y=0)
    drawn = EXPERIMENT.edited(data=replace(EXPERIMENT.data, edits=(point,)))
    engine.obey(Step("epoch"))
    engine.obey(Adjust(1, drawn))
    engine.obey(Step("epoch"))
    engine.obey(Adjust(1, EXPERIMENT))
    engine.obey(Step("epoch"))
    engine.obey(Seek(6))
    engine.obey(Load(2, EXPERIMENT.edited(seed=1)))
    engine.obey(Load(3, EXPERIMENT, again=True))
    scene = engine.obey(Ask(Wants(), scene=True)).scene
    assert (shown(engine).step, len(scene.part)) == (6, 100)
    assert scene.experiment == EXPERIMENT


def test_that_a_pause_before_the_first_update_leaves_the_run_ready(engine):
    engine.obey(Play())
    engine.obey(Pause())
    assert (shown(engine).state, engine.busy) == ("ready", False)
    engine.obey(Step())
    engine.obey(Seek(0))
    engine.obey(Play())
    engine.obey(Pause())
    assert (shown(engine).state, shown(engine).step) == ("paused", 0)


def test_that_an_engine_without_an_experiment_says_so_and_waits():
    engine = Engine()
    assert engine.obey(Ask(Wants())).message == "There is no experiment yet."
    for command in (Play(), Pause(), Step(), Reset(), Adjust(1, EXPERIMENT)):
        assert engine.obey(command) is None
    assert not engine.busy
    assert engine.work() == 0


def test_that_a_loaded_experiment_is_ready_and_does_not_move(engine):
    engine.work()
    frame = shown(engine)
    assert (frame.generation, frame.state, frame.step) == (1, "ready", 0)
    assert not engine.busy


def test_that_a_load_may_run_at_once():
    engine = Engine()
    engine.obey(Load(3, EXPERIMENT, run=True))
    assert engine.busy
    assert shown(engine).state == "running"


def test_that_play_trains_to_the_end(engine):
    engine.obey(Play())
    assert shown(engine).state == "running"
    frame = worked_out(engine)
    assert (frame.state, frame.step) == ("finished", 40)
    direct = Training(resolve(EXPERIMENT))
    direct.advance(1000)
    assert (frame.theta == direct.theta).all()


def test_that_pause_holds_the_step_and_play_goes_on(engine):
    engine.obey(Play())
    engine.work(0.0)
    engine.obey(Pause())
    assert not engine.busy
    frame = shown(engine)
    assert (frame.state, frame.step) == ("paused", 1)
    engine.work()
    assert shown(engine).step == 1
    engine.obey(Play())
    assert worked_out(engine).step == 40


def test_that_a_pause_before_the_first_step_stays_ready(engine):
    engine.obey(Pause())
    assert shown(engine).state == "ready"


@pytest.mark.parametrize(("unit", "steps"), [("step", [1, 2, 3]), ("epoch", [4, 8, 12])])
def test_that_stepping_does_one_unit_and_pauses(engine, unit, steps):
    for expected in steps:
        engine.obey(Step(unit))
        frame = shown(engine)
        assert (frame.state, frame.step) == ("paused", expected)


def test_that_stepping_halts_a_run(engine):
    engine.obey(Play())
    engine.obey(Step())
    assert not engine.busy


def test_that_reset_goes_back_to_the_same_first_weights(engine):
    first = shown(engine).theta
    engine.obey(Play())
    last = worked_out(engine).theta
    engine.obey(Reset())
    frame = shown(engine)
    assert (frame.state, frame.step) == ("ready", 0)
    assert (frame.theta == first).all()
    engine.obey(Play())
    assert (worked_out(engine).theta == last).all()


def test_that_an_adjusted_rate_holds_from_the_next_step(engine):
    engine.obey(Step())
    engine.obey(Adjust(1, EXPERIMENT.edited(lr=0.5)))
    frame = shown(engine)
    assert (frame.learning_rate, frame.step, frame.state) == (0.5, 1, "paused")


def test_that_adjusting_leaves_a_run_running(engine):
    engine.obey(Play())
    engine.obey(Adjust(1, EXPERIMENT.edited(lr=0.5)))
    assert engine.busy
    assert shown(engine).state == "running"


def test_that_an_adjustment_of_another_generation_is_ignored(engine):
    engine.obey(Adjust(7, EXPERIMENT.edited(lr=0.5)))
    assert shown(engine).learning_rate == 0.03


def test_that_a_run_is_over_again_when_the_edit_that_let_it_go_on_is_undone(engine):
    engine.obey(Play())
    ended = worked_out(engine)
    engine.obey(Adjust(1, EXPERIMENT.edited(epochs=12)))
    assert shown(engine).state == "paused"
    engine.obey(Adjust(1, EXPERIMENT))
    assert (shown(engine).state, shown(engine).latest) == ("finished", ended.latest)


def test_that_more_epochs_go_on_after_the_end(engine):
    engine.obey(Play())
    worked_out(engine)
    engine.obey(Adjust(1, EXPERIMENT.edited(epochs=12)))
    assert shown(engine).state == "paused"
    engine.obey(Play())
    assert worked_out(engine).step == 48


@pytest.mark.parametrize(
    "command",
    [
        Load(2, EXPERIMENT.edited(loss="mse", data="nowhere.csv")),
        Load(2, EXPERIMENT.edited(data="sine", loss="binary_crossentropy")),
        Adjust(1, EXPERIMENT.edited(batch=8)),
        Survey("bowll", (0.0, 1.0, 0.0, 1.0)),
    ],
)
def test_that_a_command_that_fails_leaves_the_run_alone(engine, command):
    engine.obey(Play())
    engine.work(0.0)
    before = shown(engine)
    reply = engine.obey(command)
    assert isinstance(reply, Failed)
    assert reply.command == command
    assert "\n" not in reply.message
    after = shown(engine)
    assert engine.busy
    assert (after.generation, after.step) == (before.generation, before.step)
    assert (worked_out(engine).state, shown(engine).step) == ("finished", 40)


def test_that_scene_and_memory_come_only_when_asked_for(engine):
    bare = engine.obey(Ask(Wants()))
    assert (bare.scene, bare.memory) == (None, None)
    full = engine.obey(Ask(Wants(), scene=True, memory=(0, 0)))
    assert (full.scene.generation, full.scene.parameters) == (1, 17)
    assert full.memory.checkpoint.step == 0


@pytest.mark.parametrize("edit", [{}, {"lr": 0.3}])
def test_that_a_resumed_run_ends_as_the_one_that_was_lost(engine, edit):
    for _ in range(10):
        engine.obey(Step())
    memory = engine.obey(Ask(Wants(), memory=(0, 0))).memory
    wanted = EXPERIMENT.edited(**edit)
    other = Engine()
    assert other.obey(Resume(5, wanted, memory, run=True)) == Loaded(5, goes_on=True)
    frame = shown(other)
    assert (frame.generation, frame.step, frame.state) == (5, 8, "running")
    assert frame.learning_rate == wanted.optimizer.lr
    engine.obey(Step())
    if not edit:
        engine.obey(Play())
        assert (worked_out(other).theta == worked_out(engine).theta).all()


def test_that_an_edit_in_the_memory_holds_from_its_own_step():
    engine, other = Engine(), Engine()
    edited = EXPERIMENT.edited(lr=0.3)
    engine.obey(Load(1, EXPERIMENT))
    for _ in range(10):
        engine.obey(Step())
    engine.obey(Adjust(1, edited))
    other.obey(Resume(1, edited, engine.obey(Ask(Wants(), memory=(0, 0))).memory, run=True))
    engine.obey(Play())
    assert (worked_out(other).theta == worked_out(engine).theta).all()


def test_that_the_present_wish_wins_over_an_edit_in_the_memory():
    engine, other = Engine(), Engine()
    engine.obey(Load(1, EXPERIMENT))
    for _ in range(10):
        engine.obey(Step())
    engine.obey(Adjust(1, EXPERIMENT.edited(lr=0.3)))
    memory = engine.obey(Ask(Wants(), memory=(0, 0))).memory
    other.obey(Resume(1, EXPERIMENT.edited(lr=0.01), memory))
    for _ in range(5):
        other.obey(Step())
        assert shown(other).learning_rate == 0.01


def test_that_a_dragged_slider_leaves_one_change_per_step(engine):
    engine.obey(Step())
    for rate in (0.1, 0.2, 0.3):
        engine.obey(Adjust(1, EXPERIMENT.edited(lr=rate)))
    changes = engine.obey(Ask(Wants(), memory=(0, 0))).memory.changes
    assert [(c.step, c.experiment.optimizer.lr) for c in changes] == [(0, 0.03), (1, 0.3)]


def test_that_surveys_and_races_are_answered_without_an_experiment():
    engine = Engine()
    picture = engine.obey(Survey("beale", (-1.0, 1.0, -1.0, 1.0), 11))
    assert isinstance(picture, Relief)
    assert picture.values.shape == (11, 11)
    race = engine.obey(RunRace(4, usual_race("bowl")))
    assert isinstance(race, RaceFrame)
    assert race.generation == 4


def test_that_a_race_leaves_the_run_running(engine):
    engine.obey(Play())
    engine.obey(RunRace(4, usual_race("bowl")))
    assert engine.busy


def test_that_the_pace_limits_the_steps_in_a_second(engine, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(engine_module, "perf_counter", lambda: now[0])
    engine.obey(Play(pace=10.0))
    steps = []
    for _ in range(20):
        assert engine.work(1.0) >= 0
        steps.append(shown(engine).step)
        now[0] += 0.05
    assert steps[0] == 1
    assert steps[-1] == pytest.approx(10, abs=1)
    assert np.diff(steps).max() == 1


def played(engine, monkeypatch, play, seconds):
    now = [100.0]
    monkeypatch.setattr(engine_module, "perf_counter", lambda: now[0])
    engine.obey(play)
    for _ in range(round(seconds / 0.05)):
        engine.work(1.0)
        now[0] += 0.05
    return shown(engine)


def test_that_playing_by_samples_looks_at_each_before_the_update(engine, monkeypatch):
    frame = played(engine, monkeypatch, Play(pace=10.0, unit="sample"), 1.0)
    assert (frame.step, frame.glance.place) == (0, 9)
    frame = played(engine, monkeypatch, Play(pace=10.0, unit="sample"), 1.0)
    assert (frame.step, frame.glance.place) == (1, 2)
    assert frame.state == "running"


def test_that_playing_by_samples_gives_the_numbers_of_training_by_batches(engine):
    engine.obey(Play(unit="sample"))
    while shown(engine).step < 5:
        engine.work(0.002)
    engine.obey(Pause())
    by_samples = shown(engine)
    plain = Engine()
    plain.obey(Load(1, EXPERIMENT))
    for _ in range(by_samples.step):
        plain.obey(Step())
    assert by_samples.step >= 5
    np.testing.assert_array_equal(by_samples.theta, shown(plain).theta)


def test_that_the_pace_counts_epochs_where_a_step_is_one(engine, monkeypatch):
    frame = played(engine, monkeypatch, Play(pace=2.0, unit="epoch"), 1.0)
    per_epoch = -(-60 // EXPERIMENT.batch)
    assert frame.step == pytest.approx(2 * per_epoch, abs=1)


def test_that_waiting_for_the_pace_does_not_spin(engine):
    engine.obey(Play(pace=1.0))
    engine.work(0.0)
    assert engine.work(0.0) > 0


def test_that_the_speed_is_counted_while_training_runs(engine, monkeypatch):
    now = [100.0]
    for module in (engine_module, meter):
        monkeypatch.setattr(module, "perf_counter", lambda: now[0])
    engine.obey(Play())
    engine.work(0.0)
    now[0] += 1.0
    engine.work(0.0)
    assert shown(engine).steps_per_second == pytest.approx(2.0)
    engine.obey(Pause())
    assert shown(engine).steps_per_second == 0


def test_that_an_example_is_explained_without_an_experiment():
    explanation = Engine().obey(Explain(3, OfExample("two-layer")))
    assert explanation.generation == 3
    assert explanation.before.loss == pytest.approx(0.02397190, abs=5e-9)


def test_that_the_coming_batch_is_explained_while_training_runs(engine):
    engine.obey(Play())
    engine.work(0.005)
    step = shown(engine).step
    explanation = engine.obey(Explain(1, OfBatch()))
    assert (explanation.generation, explanation.step) == (1, step)
    assert np.array_equal(explanation.theta, shown(engine).theta)


def test_that_another_generation_s_sample_is_refused(engine):
    reply = engine.obey(Explain(2, OfSample(0)))
    assert isinstance(reply, Failed)
    assert "no experiment" in reply.message
