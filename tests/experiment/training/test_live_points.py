"""Points edited while training goes on: recorded with their step, and replayed bit for bit."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.data.point_edits import PointEdit
from visualnn.errors import InputError
from visualnn.experiment.engine import Engine, resumed
from visualnn.experiment.frames import Wants
from visualnn.experiment.messages import Adjust, Ask, Load, Play, Resume
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment, is_live_edit
from visualnn.experiment.training import Training

EXPERIMENT = Experiment(
    data="blobs", samples=30, hidden=(3,), batch=8, epochs=50, dropout=0.2, schedule="step"
)
PLAN = resolve(EXPERIMENT)


def with_edits(experiment, *edits):
    return experiment.edited(data=replace(experiment.data, edits=experiment.data.edits + edits))


def put(x, y, kind=0):
    return PointEdit("add", x=(x, y), y=kind)


def instant(training):
    population = training.population
    arrays = [population.theta, population.gradient, population.step, training.tape.x]
    arrays += population.vectors().values()
    return b"".join(array.tobytes() for array in arrays)


STROKES = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sampled_from(
            [
                tuple(put(0.1 * k, 0.2, k % 3) for k in range(9)),
                (PointEdit("move", 3, (0.5, 0.5)),),
                tuple(PointEdit("move", k, (0.1 * k, -0.2)) for k in range(5, 12)),
                tuple(PointEdit("remove", k) for k in range(12, 24)),
                (PointEdit("remove", 0),),
            ]
        ),
    ),
    max_size=4,
    unique_by=lambda stroke: stroke[1],
).map(lambda strokes: sorted(strokes, key=lambda stroke: stroke[0]))


def recorded(training, strokes, steps):
    """Train with the strokes made at their steps; return what every step looked like."""
    instants, strokes = [], list(strokes)
    for step in range(steps + 1):
        while strokes and strokes[0][0] == step:
            training.adjust(with_edits(training.experiment, *strokes.pop(0)[1]))
        instants.append(instant(training))
        if step < steps:
            training.advance()
    return instants


@settings(max_examples=25)
@given(
    strokes=STROKES,
    visits=st.lists(st.integers(0, 30), min_size=1, max_size=6),
    budget=st.sampled_from([1, 5000, 64 * 2**20]),
)
def test_that_a_step_comes_back_bit_for_bit_across_strokes(strokes, visits, budget):
    training = Training(PLAN, budget)
    instants = recorded(training, strokes, 30)
    for step in visits:
        training.seek(step)
        assert instant(training) == instants[step]


@settings(max_examples=15)
@given(strokes=STROKES, pause=st.integers(0, 40), more=st.integers(1, 30))
def test_that_a_training_goes_on_elsewhere_exactly_across_strokes(strokes, pause, more):
    here = Training(PLAN)
    recorded(here, strokes, pause)
    there = Training(PLAN, memory=pickle.loads(pickle.dumps(here.memory())))
    here.advance(more)
    there.advance(here.step - there.step)
    assert instant(here) == instant(there)
    assert here.recording.epochs.ends == there.recording.epochs.ends
    assert here.recording.epochs.edited == there.recording.epochs.edited
    np.testing.assert_array_equal(here.recording.rows.values, there.recording.rows.values)


@settings(max_examples=10)
@given(strokes=STROKES)
def test_that_an_experiment_with_edits_gives_the_same_numbers_every_time(strokes):
    experiment = with_edits(EXPERIMENT, *(edit for _, stroke in strokes for edit in stroke))
    runs = [Training(resolve(Experiment.from_json(experiment.to_json()))) for _ in range(2)]
    live = Training(PLAN)
    live.adjust(experiment)
    for training in (*runs, live):
        training.advance(20)
    assert instant(runs[0]) == instant(runs[1]) == instant(live)
    np.testing.assert_array_equal(live.recording.rows.values, runs[0].recording.rows.values)


def test_that_edits_are_live_and_other_data_settings_are_not():
    assert is_live_edit(EXPERIMENT, with_edits(EXPERIMENT, put(0.0, 0.0)))
    assert not is_live_edit(EXPERIMENT, EXPERIMENT.edited(noise=0.5))


def test_that_a_stroke_shows_at_once_and_trains_from_the_next_epoch():
    training = Training(PLAN)  # 18 training samples in batches of 8: 3 steps an epoch
    training.advance(1)
    training.adjust(with_edits(EXPERIMENT, *(put(0.1 * k, 0.0) for k in range(20))))
    assert len(training.shown.x_train) == 38
    assert (len(training.plan.x_train), training.steps_per_epoch) == (18, 3)
    training.advance(2)
    assert (training.epoch, training.recording.epochs.ends.tolist()) == (1, [0, 3])
    training.advance(1)
    assert (training.steps_per_epoch, training.epoch) == (5, 2)
    training.finish_epoch()
    assert training.recording.epochs.ends.tolist() == [0, 3, 8]
    training.seek(3)
    assert training.epoch == 1
    training.seek(4)
    assert training.epoch == 2


def test_that_scaling_and_plane_stay_those_of_the_samples_as_drawn():
    plan = resolve(with_edits(EXPERIMENT, put(50.0, 50.0)))
    assert plan.extent == PLAN.extent
    assert (plan.scaler.mean == PLAN.scaler.mean).all()
    assert (plan.plane(8) == PLAN.plane(8)).all()


def test_that_points_of_every_share_are_moved_within_it():
    index = int(np.flatnonzero(PLAN.part == 1)[0])
    moved = resolve(with_edits(EXPERIMENT, PointEdit("move", index, (0.25, 0.5))))
    assert len(moved.x_val) == len(PLAN.x_val)
    assert moved.scaler.inputs.invert(moved.x_val)[0] == pytest.approx((0.25, 0.5))


def test_that_an_edit_that_does_not_fit_changes_nothing():
    training = Training(PLAN)
    training.advance(5)
    before, changes = instant(training), len(training.recording.changes)
    with pytest.raises(InputError, match="no sample number 99"):
        training.adjust(with_edits(EXPERIMENT, PointEdit("remove", 99)))
    assert instant(training) == before
    assert len(training.recording.changes) == changes
    assert training.experiment == EXPERIMENT


def test_that_training_waits_on_an_empty_canvas_and_goes_on_with_the_first_point():
    training = Training(PLAN)
    training.advance(4)
    training.adjust(with_edits(EXPERIMENT, PointEdit("clear")))
    training.advance(100)
    assert (training.step, training.waits) == (6, True)  # the epoch under way is finished
    assert training.run_for(0.001) == 0
    training.adjust(with_edits(training.experiment, put(0.0, 0.0), put(1.0, 1.0, 1)))
    training.advance(3)
    assert (training.step, training.steps_per_epoch) == (9, 1)
    training.seek(5)
    training.seek(9)
    assert len(training.plan.x_train) == 2


def test_that_an_experiment_without_a_training_sample_is_refused_in_words():
    with pytest.raises(InputError, match="no training sample left: put at least one"):
        resolve(with_edits(EXPERIMENT, PointEdit("clear")))


def test_that_a_batch_of_one_is_refused_where_statistics_need_two():
    experiment = EXPERIMENT.edited(normalization="batch")
    training = Training(resolve(experiment))
    with pytest.raises(InputError, match="two samples or more in every batch"):
        training.adjust(with_edits(experiment, *(put(0.0, 0.0) for _ in range(7))))


def test_that_the_engine_shows_edited_samples_at_once_and_keeps_running():
    engine = Engine()
    engine.obey(Load(1, EXPERIMENT, run=True))
    engine.obey(Play())
    engine.work(0.002)
    engine.obey(Adjust(1, with_edits(EXPERIMENT, put(0.5, 0.5, 2), PointEdit("remove", 7))))
    answer = engine.obey(Ask(Wants(batch=True), scene=True))
    assert answer.frame.state == "running"
    assert answer.scene.numbers.tolist() == [k for k in range(31) if k != 7]
    assert answer.scene.points[-1].tolist() == [0.5, 0.5]
    assert answer.scene.drawn == 30
    assert set(answer.frame.batch.tolist()) <= set(PLAN.numbers[PLAN.part == 0].tolist())


def test_that_every_training_sample_is_in_one_batch_of_an_epoch():
    training, seen = Training(PLAN), []
    for _ in range(3):
        training.advance()
        seen += training.descent.batch_numbers.tolist()
        inputs = PLAN.scaler.inputs.invert(training.tape.x)
        rows = PLAN.samples.x[training.descent.batch_numbers]
        assert inputs == pytest.approx(rows)
    assert sorted(seen) == PLAN.numbers[PLAN.part == 0].tolist()


def test_that_a_training_goes_on_after_a_crash_with_its_samples_or_without_any():
    training = Training(PLAN)
    training.advance(7)
    training.adjust(with_edits(EXPERIMENT, put(0.2, 0.1, 1)))
    training.advance(5)
    again = resumed(Resume(2, training.experiment, training.memory()))
    training.advance(4)
    again.advance(training.step - again.step)
    assert instant(again) == instant(training)
    training.adjust(with_edits(training.experiment, PointEdit("clear")))
    training.advance(100)
    again = resumed(Resume(3, training.experiment, training.memory()))
    assert (again.step, again.waits) == (training.step, True)


def test_that_another_rate_while_looking_back_before_an_edit_begins_no_epoch_anew(monkeypatch):
    training = Training(PLAN)
    training.advance(5)
    edited = with_edits(EXPERIMENT, put(0.5, 0.5))
    training.adjust(edited)
    training.advance(3)
    training.seek(2)
    monkeypatch.setattr(training.descent, "begin_anew", lambda: pytest.fail("begun anew"))
    training.adjust(edited.edited(lr=0.2))
    assert training.step == 8
